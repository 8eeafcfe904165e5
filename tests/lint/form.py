#!/usr/bin/python3
"""The JavaScript and the style sheets of the form and of the page that verifies: nothing newer than ES2020 and the browsers the manual names, nothing that makes markup of
text, runs text or asks the network; lines of at most 150 characters; every word they say stands in their words.def (or among those of khung verify), and every word there is said."""
import os
import re
import sys
from pathlib import Path

SOURCE = Path(os.environ["ROOT"]) / "src"
FORM, CHECKER, SHARED = SOURCE / "form", SOURCE / "checker", SOURCE / "webpage"
WIDTH = 150
NEWER = [r"\?\?=|\|\|=|&&=", r"\.at\(-?\d", r"\.replaceAll\(", r"\.replaceChildren\(", r"structuredClone", r"Object\.hasOwn\b", r"\(\?<[=!]", r"\d_\d{3}", r"\bthis\.#|^\s*#\w+",
         r"^\s*static\b", r"\.(findLast|toSorted|toReversed|toSpliced|with|groupBy)\(", r"[gs]etBig(Ui|I)nt64|Promise\.any|AggregateError|WeakRef|Error\([^)]*cause", r"showModal|inert\b|\.showPicker"]
UNSAFE = [r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser", r"\beval\b|new Function|setTimeout\(['\"]",
          r"\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|EventSource|import\(|serviceWorker|https?://(?!www\.w3\.org/2000/svg)"]
NEWER_STYLE = [r":has\(", r":is\(|:where\(", r"(?<![-\w])inset\s*:", r"aspect-ratio", r"@layer|@container|@scope", r"\d(dvh|svh|lvh)\b", r"accent-color", r"text-wrap",
               r"(?<![-\w])gap\s*:", r"(?<!-)\bcolor-mix|oklch", r"^\s*&", r"url\((?!\"data:)"]
KEYS = {"TRACK_": ["SELF", "CONSENSUS", "RESPONDENT", "REVIEWER"], "TRACK_SHORT_": ["SELF", "CONSENSUS", "RESPONDENT", "REVIEWER"],
        "GATE_": ["YES", "NO", "VOID", "UNKNOWN"]}


def lines_of(path, patterns, what):
    comment = False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if len(line) > WIDTH:
            yield f"{path.name}:{number}: {len(line)} characters"
        comment = comment or line.lstrip().startswith("/*")
        bare = "" if comment else line
        comment = comment and "*/" not in line
        for pattern in patterns:
            if re.search(pattern, bare):
                yield f"{path.name}:{number}: {what}: {line.strip()[:100]}"


def words(folder, others):
    source = "\n".join(p.read_text() for p in folder.glob("*.js"))
    known = re.findall(r"^F\((\w+),", (folder / "words.def").read_text(), re.M)
    said = set(re.findall(r"'([A-Z][A-Z_]+)'", source)) | {"TOO_OLD", "MONTHS"}
    said |= {start + end for start, ends in KEYS.items() if f"'{start}'" in source for end in ends}
    direct = set(re.findall(r"\bsay\('([A-Z_]+)'", source)) - set(KEYS)
    place = f"{folder.name}/words.def"
    yield from (f"{place}: {word} is not said" for word in known if word not in said)
    yield from (f"{folder.name}: say('{word}') has no word" for word in sorted(direct) if word not in known + others)


def main():
    scripts = sorted(p for folder in (FORM, CHECKER, SHARED) for p in folder.glob("*.js"))
    styles = [FORM / "form.css", CHECKER / "checker.css", SHARED / "base.css"]
    verify = re.findall(r"\bW\((V\w+)\)", (CHECKER / "checker.c").read_text())
    found = [f for p in scripts for f in lines_of(p, NEWER + UNSAFE, "not for these pages")]
    found += [f for p in styles for f in lines_of(p, NEWER_STYLE, "too new")]
    found += list(words(FORM, [])) + list(words(CHECKER, verify + ["VERDICT_"]))
    if not any(FORM.glob("*.js")) or not any(CHECKER.glob("*.js")):
        found.append("a page is missing")
    print("\n".join(found))
    sys.exit(1 if found else 0)


main()
