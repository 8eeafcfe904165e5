#!/usr/bin/python3
"""What holds of every PDF, asked of other programs: qpdf, pdffonts, pdftotext, pdfinfo, and PDFBox Preflight where it is installed.

    pdf_facts.py                    of the sample of tests/tools/pages.c (PAGES, or beside $KHUNG), usual and archive
    pdf_facts.py FILE.pdf BOXES     of a file and its boxes (khung__dump_boxes)
    pdf_facts.py --archive FILE.pdf BOXES
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from functools import lru_cache
from pathlib import Path

PAGES = os.environ.get("PAGES") or str(Path(os.environ.get("KHUNG", "build/release/khung")).resolve().parent / "tools" / "pages")
JAVA = "/usr/share/java/"
JARS = ["preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "pdfbox2-tools", "javax.activation", "jaxb-api"]
MOST_BYTES = 80 * 1024


class Skip(Exception):
    pass


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


@lru_cache(64)
def asked(program, pdf):
    """What a program says of a PDF: asked once, however many checks read it. pdfinfo -struct-text draws a page anew for every element on it."""
    return run(*program.split(), pdf)


def bare(text):
    """Text without any white space, composed."""
    return re.sub(r"\s|\f", "", unicodedata.normalize("NFC", text))


def pages_of(boxes):
    """The texts of each page in the order they were put there."""
    pages = []
    for line in boxes.splitlines():
        if line.startswith("page "):
            pages.append([])
        elif line.startswith("    text "):
            pages[-1].append(json.loads(re.search(r'("(?:[^"\\]|\\.)*")$', line).group(1)))
    return pages


def joined(runs):
    """The runs of one line; a gap between two is a space, as every reader takes it."""
    text, end = "", None
    for x, width, size, run_text in runs:
        text += " " * (end is not None and x - end > 0.2 * size and not text.endswith(" ")) + run_text
        end = x + width
    return text


def paragraphs(boxes):
    """The text of each P on a page, its lines parted by one space; spans within it are of it."""
    found, lines, of = [], None, None
    for line in boxes.splitlines() + ["  end"]:
        run_of = re.match(r'    text (?:"[^"]*" )?(\S+) \S+ (\S+) \S+ baseline (\S+) \S+ (\S+) \S+ ("(?:[^"\\]|\\.)*")$', line)
        if run_of and lines is not None:
            x, width, baseline, size, text = run_of.groups()
            lines.setdefault(baseline, []).append((float(x), float(width), float(size), json.loads(text)))
        element = re.match(r"(?:  (?:Span #\d+ of )?(P #\d+))?", line)
        if not line.startswith("    ") and lines is not None and element.group(1) != of:
            found.append(" ".join(" ".join(joined(runs) for runs in lines.values()).split()))
            lines = None
        if not line.startswith("    ") and element.group(1) and lines is None:
            lines, of = {}, element.group(1)
    return found


def alternatives(boxes):
    return {json.loads(m) for m in re.findall(r'^  Figure #\d+ ("(?:[^"\\]|\\.)*")$', boxes, re.M)}


def headings(boxes):
    return len(set(re.findall(r"^  (H[123] #\d+)", boxes, re.M)))


# ---- one check each; they return what is wrong, or nothing ----

def sound(pdf, boxes):
    code, out, err = run("qpdf", "--check", pdf)
    return None if code == 0 and "WARNING" not in out + err else out + err


def fonts(pdf, boxes):
    rows = run("pdffonts", pdf)[1].splitlines()[2:]
    bad = [r for r in rows if not re.search(r"^[A-Z]{6}\+\S+\s+CID TrueType\s+Identity-H\s+yes yes yes", r)]
    return "\n".join(bad) if bad else None if rows else "no fonts"


def text_comes_back(pdf, boxes):
    want, (_, got, _) = pages_of(boxes), run("pdftotext", "-raw", pdf, "-")
    got = got.split("\f")[:-1]
    if len(got) != len(want):
        return f"{len(got)} pages of text for {len(want)}"
    for number, (a, b) in enumerate(zip(want, got), 1):
        if bare("".join(a)) != bare(b):
            a, b = bare("".join(a)), bare(b)
            at = len(os.path.commonprefix([a, b]))
            return f"page {number}: {a[max(at - 20, 0):at + 40]!r} expected, got {b[max(at - 20, 0):at + 40]!r}"
    return None


def lines_part_words(pdf, boxes):
    """Words at line ends must not grow together for those who search and listen."""
    code, out, err = asked("pdfinfo -struct-text", pdf)
    out = re.sub(r'"\n *(Span \(inline\)\n *)?"', "", out) # a paragraph goes on behind a span
    out = " ".join(out.split())
    missing = [t for t in paragraphs(boxes) if t not in out]
    return f"{err}not in the tree: {missing[:3]}" if missing or code else None


def structure(pdf, boxes):
    _, out, err = asked("pdfinfo -struct-text", pdf)
    found = len(re.findall(r"^\s*H[123]\b", out, re.M))
    if found != headings(boxes):
        return f"{found} headings for {headings(boxes)}{err}"
    if "  Table #" in boxes and "Table" not in out:
        return "no tables"
    tagged = asked("pdfinfo", pdf)[1]
    return None if re.search(r"^Tagged:\s+yes", tagged, re.M) and not err else f"{tagged}{err}"


def figures_speak(pdf, boxes):
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        run("qpdf", "--json=2", pdf, file.name)
        objects = json.load(open(file.name, encoding="utf-8"))["qpdf"][1].values()
    alts = {v["value"]["/Alt"][2:] for v in objects if isinstance(v.get("value"), dict) and v["value"].get("/S") == "/Figure"
            and str(v["value"].get("/Alt", "")).startswith("u:")}
    missing = alternatives(boxes) - alts
    return f"{len(missing)} missing: {sorted(missing)[:2]}" if missing else None


def claims(pdf, boxes, archive):
    data = Path(pdf).read_bytes()
    if (b"<pdfaid:part>1</pdfaid:part>" in data) != archive:
        return "the XMP claims the wrong thing"
    version = re.search(r"^PDF version:\s+(\S+)", asked("pdfinfo", pdf)[1], re.M).group(1)
    if version != ("1.4" if archive else "1.7"):
        return f"version {version}"
    attached = int(asked("pdfdetach -list", pdf)[1].split()[0])
    return f"{attached} attachments in the archive" if archive and attached else None


def size(pdf, boxes):
    n, pages = Path(pdf).stat().st_size, len(pages_of(boxes))
    return f"{n} bytes for {pages} pages" if n > MOST_BYTES * max(pages, 12) / 12 else None


def preflight(pdf, boxes):
    jars = [f"{JAVA}{j}.jar" for j in JARS]
    if not all(map(os.path.exists, jars)):
        raise Skip("libpdfbox2-java libjavax-activation-java libjaxb-api-java are not installed")
    _, out, err = run("java", "-cp", ":".join(jars), "org.apache.pdfbox.preflight.Validator_A1b", pdf)
    return None if "is a valid PDF/A-1b file" in out else out + err


def checks(archive):
    usual = [sound, fonts, text_comes_back, lines_part_words, structure, figures_speak,
             lambda p, b: claims(p, b, archive)]
    names = ["sound", "fonts", "text comes back", "text in the tree", "structure", "figures speak", "claims"]
    return list(zip(names + (["preflight"] if archive else ["size"]), usual + ([preflight] if archive else [size])))


class Tap:
    def __init__(self):
        self.number = self.failed = 0

    def say(self, name, problem):
        self.number += 1
        self.failed += bool(problem)
        print(f"{'not ok' if problem else 'ok'} {self.number} - {name}")
        for line in (problem or "").splitlines()[:20]:
            print("#", line)

    def skip(self, name, why):
        self.number += 1
        print(f"ok {self.number} # SKIP {name}: {why}")

    def end(self):
        print(f"1..{self.number}", flush=True)
        sys.exit(1 if self.failed else 0)


def check(tap, label, pdf, boxes, archive):
    for name, function in checks(archive):
        try:
            tap.say(f"{label}: {name}", function(pdf, boxes))
        except Skip as why:
            tap.skip(f"{label}: {name}", why)


def sample(tap):
    boxes, findings = run(PAGES, "boxes")[1], run(PAGES, "check")[1]
    tap.say("no text over text, none where printers do not reach", findings)
    with tempfile.TemporaryDirectory(prefix="khung-pdf-") as folder:
        for name, more in (("usual", []), ("archive", ["archive"])):
            pdf, again = Path(folder) / f"{name}.pdf", Path(folder) / f"{name}2.pdf"
            code, _, err = run(PAGES, "sample", pdf, *more)
            run(PAGES, "sample", again, *more)
            tap.say(f"{name}: same bytes again", err if code else None if pdf.read_bytes() == again.read_bytes() else "bytes differ")
            check(tap, name, pdf, boxes, bool(more))


def main():
    tap, arguments = Tap(), [a for a in sys.argv[1:] if a != "--archive"]
    if arguments:
        check(tap, Path(arguments[0]).name, arguments[0], Path(arguments[1]).read_text(), "--archive" in sys.argv)
    else:
        sample(tap)
    tap.end()


if __name__ == "__main__":
    main()
