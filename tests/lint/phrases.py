#!/usr/bin/python3
"""What documents say stands in reports/*.yaml and nowhere else: both languages have the same keys with the same {arguments}, every phrase
of phrases.def is used by a document, and no sentence stands in the C of the documents."""
import os
import re
import sys
from pathlib import Path

import yaml

ROOT = Path(os.environ["ROOT"])
PHRASE = re.compile(r'^P\((\w+), "([^"]+)", (\d), ([^)]*)\)$', re.M)
DOCUMENTS = {"assessment": "IN_ASSESSMENT", "certificate": "IN_CERTIFICATE", "summary": "IN_SUMMARY", "questionnaire": "IN_QUESTIONNAIRE",
             "plan": "IN_PLAN", "portfolio": "IN_PORTFOLIO", "register": "IN_REGISTER"}
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
# A sentence or a word of one: letters and a blank between, or any letter beyond ASCII.
SENTENCE = re.compile(r"[A-Za-z]{2} [A-Za-z]|[À-ỹ]")


def phrases():
    return {name: (key, int(count), flags) for name, key, count, flags in PHRASE.findall((ROOT / "src/description/phrases.def").read_text())}


def sources():
    return [*sorted((ROOT / "src/report").glob("*.[ch]")), *sorted((ROOT / "src/certificate").glob("*.[ch]")), ROOT / "src/document.c",
            *(p for name in ("leaf", "questionnaire", "portfolio", "document") for p in sorted((ROOT / "src" / name).glob("*.[ch]"))),
            ROOT / "src/plan.c", ROOT / "src/register.c"]


def description(name, table):
    tree = yaml.safe_load((ROOT / f"reports/{name}.yaml").read_text())
    needed = {key: count for key, count, flags in table.values() if DOCUMENTS[name] in flags and "BY_TITLE" not in flags}
    for language in "vi", "en":
        wording = tree["wording"][language]
        if set(wording) != set(needed):
            yield f"reports/{name}.yaml: {language}: {sorted(set(wording) ^ set(needed))}"
        for key, text in wording.items():
            if sorted(set(re.findall(r"\{(\d)\}", text))) != [str(i) for i in range(needed.get(key, 0))]:
                yield f"reports/{name}.yaml: {language}.{key}: {text!r} does not have {needed.get(key)} arguments"
    if list(tree["wording"]["vi"]) != list(tree["wording"]["en"]):
        yield f"reports/{name}.yaml: the languages have their keys in another order"
    for part in [tree, *tree.get("sections", []), *tree.get("annexes", [])]:
        if set(part.get("title", {"vi": 0, "en": 0})) != {"vi", "en"}:
            yield f"reports/{name}.yaml: {part.get('id')}: a title needs both languages"


def uses(table):
    text = {path: path.read_text() for path in sources()}
    said = " ".join(text.values())
    used = set(re.findall(r"KHUNG__P_(\w+)", said)) | set(re.findall(r"KHUNG__(?:SAY|TELL|WORDS)\(\s*[^,()]+,\s*(\w+)", said))
    titles = set(re.findall(r"KHUNG__P_(\w+)", (ROOT / "src/description/load.c").read_text()))
    for name in sorted(set(table) - used - titles):
        yield f"phrases.def: no document says {name}"
    here = set(re.findall(r"KHUNG__P_(\w+)", "".join(text[path] for path in text if path.parent.name == "certificate")))
    for name in sorted(n for n in here & set(table) if "IN_CERTIFICATE" not in table[n][2]):
        yield f"certificate.c: {name} is no phrase of certificates"


def literals():
    for path in sources():
        plain = re.sub(r"/\*.*?\*/|^\s*#\s*include.*$", "", path.read_text(), flags=re.S | re.M)
        for text in STRING.findall(plain):
            if SENTENCE.search(text):
                yield f"{path.relative_to(ROOT)}: {text!r} belongs in reports/*.yaml"


def words():
    """Words of words.def that only the documents use."""
    names = set(re.findall(r"KHUNG__W_(\w+)", " ".join(p.read_text() for p in sources())))
    others = " ".join(p.read_text() for p in (ROOT / "src").rglob("*.c") if p not in sources())
    for name in sorted(names):
        if f"KHUNG__W_{name}" not in others and not re.search(rf"\b{name}\b", others):
            yield f"words.def: only documents say {name}, so it belongs in reports/*.yaml"


def main():
    table = phrases()
    found = [line for name in DOCUMENTS for line in description(name, table)]
    found += [*uses(table), *literals(), *words()]
    print("\n".join(found))
    sys.exit(1 if found or not table else 0)


main()
