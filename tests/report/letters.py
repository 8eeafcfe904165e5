#!/usr/bin/python3
"""Each Vietnamese letter alone on a page, in every face: the same pixels as from another PDF writer (ReportLab) that embeds the
same font file its own way, at the same place. Pages of a whole alphabet hide a lost accent; one letter does not.
Needs PAGES, the program tests/tools/pages.c (else it is looked for beside $KHUNG)."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
PAGES = os.environ.get("PAGES") or str(Path(os.environ.get("KHUNG", "build/release/khung")).resolve().parent / "tools" / "pages")
NOTO = "/usr/share/fonts/truetype/noto/"
FACES = {"sans": "NotoSans-Regular", "sans-bold": "NotoSans-Bold", "serif": "NotoSerif-Regular", "serif-bold": "NotoSerif-Bold",
         "serif-italic": "NotoSerif-Italic"}
DPI, SIZE = 100, 72


def reference(path, font, letters):
    pdfmetrics.registerFont(TTFont(font, f"{NOTO}{font}.ttf"))
    canvas = Canvas(str(path), pagesize=(SIZE, SIZE))
    for letter in letters:
        canvas.setFont(font, 24)
        canvas.drawString(20, SIZE - 40, letter)
        canvas.showPage()
    canvas.save()


def pixels(pdf, folder):
    """The pages as grey bytes."""
    folder.mkdir()
    subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), str(pdf), str(folder / "p")], check=True)
    images = []
    for path in sorted(folder.glob("*.pgm")):
        head, _, rest = path.read_bytes().partition(b"\n255\n")
        width, height = map(int, head.split()[1:3])
        assert len(rest) == width * height
        images.append(rest)
    return images


def ink(image):
    return sum(255 - b for b in image) / 255


def difference(a, b):
    return sum(abs(x - y) for x, y in zip(a, b)) / 255


def check(face, font, letters, folder):
    ours, theirs = folder / f"{face}.pdf", folder / f"{face}-reference.pdf"
    subprocess.run([PAGES, "letters", face, str(ours)], input="\n".join(letters) + "\n", text=True, check=True)
    reference(theirs, font, letters)
    mine, other = pixels(ours, folder / f"{face}-1"), pixels(theirs, folder / f"{face}-2")
    bad = []
    for letter, a, b in zip(letters, mine, other):
        if len(a) != len(b) or ink(b) < 20 or difference(a, b) > 0.02 * ink(b) + 1:
            bad.append(f"{letter} (ink {ink(a):.1f} for {ink(b):.1f}, {difference(a, b):.1f} apart)")
    if len(mine) != len(letters) or len(other) != len(letters):
        bad.append(f"{len(mine)} pages for {len(letters)} letters")
    if len(set(mine)) != len(letters):
        bad.append(f"only {len(set(mine))} different pictures")
    return bad


def main():
    letters = (HERE.parent / "data" / "vi-letters.txt").read_text().split()
    assert len(letters) == 134
    failed = 0
    print(f"1..{len(FACES)}")
    with tempfile.TemporaryDirectory(prefix="khung-letters-") as folder:
        for number, (face, font) in enumerate(FACES.items(), 1):
            bad = check(face, font, letters, Path(folder))
            failed += bool(bad)
            print(f"{'not ok' if bad else 'ok'} {number} - letters of {font}")
            for line in bad:
                print("#", line)
    sys.exit(1 if failed else 0)


main()
