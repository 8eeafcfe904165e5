#!/usr/bin/python3
"""diag.def, words.def and the tables of the program: every sentence stands in English and Vietnamese, both with the same {arguments}, ids well formed."""
import os
import re
import sys
from pathlib import Path

ROOT = Path(os.environ["ROOT"])
STRING = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
DIAG = re.compile(r'^\s*D\(\s*(\w+)\s*,\s*"([^"]*)"\s*,\s*(\w+)\s*,\s*(\w+)\s*,\s*' + STRING + r",\s*" + STRING + r"\)", re.M)
WORD = re.compile(r"^\s*[WCF]\(\s*(\w+)\s*,\s*" + STRING + r",\s*" + STRING + r"\)", re.M)
OPTION = re.compile(r"^\s*O\(\s*(\w+)\s*,[^)]*?,\s*" + STRING + r",\s*" + STRING + r"\)$", re.M)


def text(strings):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', strings))


def arguments(sentence):
    return sorted(set(re.findall(r"\{\d\}", sentence)))


def check(place, english, vietnamese):
    english, vietnamese = text(english), text(vietnamese)
    if not english or not vietnamese:
        yield f"{place}: a language is empty"
    if arguments(english) != arguments(vietnamese):
        yield f"{place}: {arguments(english)} in English, {arguments(vietnamese)} in Vietnamese"


def table(name, pattern):
    source = (ROOT / "src" / name).read_text()
    plain = re.sub(r"/\*.*?\*/", "", source, flags=re.S)
    rows = list(pattern.finditer(plain))
    lines = len(re.findall(r"^\s*[DWCOF]\(", plain, re.M))
    if lines != len(rows) or not rows:
        yield f"{name}: {lines} rows, {len(rows)} understood"
    seen = set()
    for row in rows:
        place = f"{name}: {row.group(1)}"
        if row.group(1) in seen:
            yield f"{place}: twice"
        seen.add(row.group(1))
        yield from check(place, *row.groups()[-2:])
        if pattern is DIAG:
            yield from check_diag(place, row)


def check_diag(place, row):
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.group(2)):
        yield f"{place}: id {row.group(2)!r}"
    if text(row.group(5)).endswith("."):
        yield f"{place}: a full stop before the id"


def main():
    found = list(table("diag.def", DIAG)) + list(table("words.def", WORD))
    found += list(table("form/words.def", WORD))
    found += list(table("cli/words.def", WORD)) + list(table("cli/options.def", OPTION))
    print("\n".join(found))
    sys.exit(1 if found else 0)


main()
