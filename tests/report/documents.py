#!/usr/bin/python3
"""What holds of every document, in both languages: those that documents.txt names, which has to name each description in reports/.

    documents.py FOLDER             for `make test`: files go to FOLDER; TAP
    documents.py FOLDER --archive   for `make archive`: only the archive variants, judged by PDFBox Preflight, which has to be there

BUILD is the build's folder, ROOT the project's. Under sanitizers documents are made and their pages looked at; what other programs say
of the files does not depend on how khung was compiled."""
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as xml
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pdf_facts

ROOT, BUILD = Path(os.environ["ROOT"]), Path(os.environ["BUILD"])
TOOL, PAPERS, KHUNG = BUILD / "tools/report", BUILD / "tools/papers", BUILD / "khung"
WITHOUT_RESULT = {"questionnaire", "plan", "portfolio", "register"}
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
PLAIN = BUILD.name == "release"


def documents():
    """Name, template, what is attached, arguments."""
    for line in (ROOT / "tests/report/documents.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, template, attached, *arguments = line.split()
            short = {"F": str(ROOT / "frameworks/vn-ngo-capacity.yaml")}
            arguments = [short.get(a, re.sub("^E/", f"{ROOT}/examples/hoi-song-xanh/", a.replace("ROOT/", f"{ROOT}/"))) for a in arguments]
            yield name, template, attached, arguments


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def made(paths, template, language, arguments, *more):
    """Writes the files, all from one layout. What is wrong with the pages, or that there are none; nothing when all is well."""
    if template in WITHOUT_RESULT:
        code, said, err = run(PAPERS, "-l", language, *more, *arguments, *paths)
    else:
        code, said, err = run(TOOL, "-t", template, "-l", language, *(a for path in paths for a in ("-o", path)), *more, *arguments)
    return None if code == 0 else said + ("" if code == 1 else err)


def translated(template, language, arguments):
    """In English the framework's texts are English, as far as they go."""
    return ["-T", str(ROOT / "frameworks/vn-ngo-capacity.en.yaml")] if language == "en" and template not in WITHOUT_RESULT and "-b" not in arguments else []


# ---- one check each; they return what is wrong, or nothing ----

def notes_stand_with_their_numbers(boxes):
    """Raised numbers behind titles have their notes on the same page, and notes have their numbers there."""
    wrong = []
    for page in re.split(r"^page ", boxes, flags=re.M)[1:]:
        raised = {n.translate(RAISED) for n in re.findall(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", page)}
        notes = set(re.findall(r'^  Footnote #\d+\n    text .*"(\d+)"$', page, re.M))
        if raised != notes:
            wrong.append(f"page {page.split()[0]}: numbers {sorted(raised)}, notes {sorted(notes)}")
    return "\n".join(wrong) or None


def contents_lead(boxes):
    """Each line of the table of contents ends with the page on which its bookmark stands."""
    marks, boxes = {}, boxes.replace("\u00a0", " ")
    for title, page in ((t, p) for p, t in re.findall(r'^bookmark \d+ level \d+ page (\d+) \S+ "((?:[^"\\]|\\.)*)"$', boxes, re.M)):
        marks.setdefault(title, set()).add(page)
    wrong = []
    for entry in re.findall(r"^  TOCI #\d+\n((?:    .*\n)+)", boxes, re.M):
        texts = re.findall(r'^    text .*"((?:[^"\\]|\\.)*)"$', entry, re.M)
        title = " ".join(texts[:-1])
        if texts[-1] not in marks.get(title, set()):
            wrong.append(f"{title}: page {texts[-1]}, its bookmark on {sorted(marks.get(title, set()))}")
    return "\n".join(wrong) or None


def charts_are_small(pdf, boxes):
    """Sheets that are all charts and tables have twice the bytes of a report's pages."""
    n, pages = pdf.stat().st_size, len(pdf_facts.pages_of(boxes))
    return f"{n} bytes for {pages} pages" if n > 12 * 1024 * pages else None


def attachment(pdf, attached, arguments, folder):
    """The attached result is what `khung score --json` says of the same files."""
    code, out, _ = pdf_facts.asked("pdfdetach -list", pdf)
    if attached == "-":
        return None if out.startswith("0 ") else f"attachments where none belong: {out}"
    folder.mkdir(exist_ok=True)
    run("pdfdetach", "-saveall", "-o", folder, pdf)
    files = [a for i, a in enumerate(arguments) if a.endswith(".yaml") and arguments[i - 1] != "-B"]
    _, wanted, _ = run(KHUNG, "score", *files, "--json")
    got = (folder / "result.json").read_text() if (folder / "result.json").exists() else ""
    return None if got.strip() == wanted.strip() and wanted else f"result.json has {len(got)} bytes, khung score --json {len(wanted)}"


# ---- a document ----

def facts(name, template, attached, arguments, language, folder):
    """Pairs of what was looked at and what is wrong with it."""
    label, pdf, boxes_file = f"{name} {language}", folder / f"{name}-{language}.pdf", folder / f"{name}-{language}.boxes"
    arguments = translated(template, language, arguments) + arguments
    found = [(f"{label}: nothing over text or outside the margins", made([boxes_file, pdf], template, language, arguments))]
    if not PLAIN or not pdf.exists() or not boxes_file.exists():
        return found
    boxes, again = boxes_file.read_text(), folder / f"{name}-{language}-again.pdf"
    made([again], template, language, arguments)
    found.append((f"{label}: the same bytes again", None if again.read_bytes() == pdf.read_bytes() else "they differ"))
    for what, check in pdf_facts.checks(False):
        found.append((f"{label}: {what}", (charts_are_small if (what, template) == ("size", "portfolio") else check)(pdf, boxes)))
    for check in (notes_stand_with_their_numbers, contents_lead):
        found.append((f"{label}: {check.__name__.replace('_', ' ')}", check(boxes)))
    if language == "vi":
        found.append((f"{label}: attachment", attachment(pdf, attached, arguments, folder / f"{name}-{language}")))
    return found


def archives(folder):
    """Every archive variant is what it claims by pdf_facts; then all of them before Preflight, in one run of Java."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, template, _, arguments in documents():
        for language in ("vi", "en"):
            file = folder / f"{name}-{language}.pdf"
            problem = made([file], template, language, translated(template, language, arguments) + arguments, "-a")
            yield f"archive {file.stem}: made", problem or pdf_facts.claims(file, "", True)
    jars = [f"{pdf_facts.JAVA}{j}.jar" for j in pdf_facts.JARS]
    code, out, err = run("java", "-cp", ":".join(jars), "org.apache.pdfbox.preflight.Validator_A1b", "xml", "group", folder)
    try:
        said = folder.with_name(folder.name + ".preflight.xml") # Preflight's own place for what it says of a folder
        verdicts = {Path(p.get("name")).stem: p for p in xml.parse(said).iter("preflight")}
        said.unlink()
    except (OSError, xml.ParseError):
        yield "Preflight runs", f"exit {code}\n{out[:400]}{err[:800]}"
        return
    for file in sorted(folder.glob("*.pdf")):
        verdict = verdicts.get(file.stem)
        valid = verdict is not None and verdict.findtext("isValid") == "true"
        yield f"archive {file.stem}: Preflight", None if valid else xml.tostring(verdict, "unicode")[:900] if verdict is not None else "no verdict"


def named():
    """Each description of the program's own stands in documents.txt."""
    have = {template for _, template, _, _ in documents()}
    return "\n".join(f"reports/{p.name} has no line in documents.txt" for p in sorted((ROOT / "reports").glob("*.yaml")) if p.stem not in have) or None


def main():
    folder, tap = Path(sys.argv[1]), pdf_facts.Tap()
    if "--archive" in sys.argv:
        for name, problem in archives(folder):
            tap.say(name, problem)
        tap.end()
    tap.say("every description in reports/ is among them", named())
    turns = [(*document, language) for document in documents() for language in ("vi", "en")]
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(lambda t: facts(*t, folder), turns):
            for name, problem in found:
                tap.say(name, problem)
    tap.end()


main()
