#!/usr/bin/python3
"""ReportLab on the same pages: the texts of the report's box list as paragraphs that ReportLab breaks and draws at their places, and
every shape's box, in the same fonts. Prints the number of pages and the median seconds of a document."""
import io
import re
import statistics
import sys
import time
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph

FONTS = {"sans": "noto/NotoSans-Regular", "sans-bold": "noto/NotoSans-Bold", "serif": "noto/NotoSerif-Regular",
         "serif-bold": "noto/NotoSerif-Bold", "serif-italic": "noto/NotoSerif-Italic", "symbol": "dejavu/DejaVuSans"}
TEXT = re.compile(r'text (?:"[^"]*" )?([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) baseline [-\d.]+ (\S+) ([\d.]+) ([0-9A-F]{6}) "(.*)"$')
SHAPE = re.compile(r'shape (?:"[^"]*" )?([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)')


class Block:
    """The texts of one element: what stands in one line box after the other is one paragraph."""

    def __init__(self):
        self.x = self.top = self.leading = self.size = None
        self.right, self.markup = 0, []

    def add(self, x, top, width, leading, face, size, colour, text):
        if self.x is None:
            self.x, self.top, self.leading, self.size = x, top, leading, size
        self.x, self.right = min(self.x, x), max(self.right, x + width)
        self.markup.append(f'<font name="{face}" size="{size}" color="#{colour}">{escape(text)}</font>')

    def draw(self, pdf, height):
        style = ParagraphStyle("block", fontName="sans", fontSize=self.size, leading=self.leading)
        paragraph = Paragraph(" ".join(self.markup), style)
        width = self.right - self.x + 1
        _, used = paragraph.wrap(width, height)
        paragraph.drawOn(pdf, self.x, height - self.top - used)


def read(path):
    pages, block = [], None
    for line in map(str.strip, open(path, encoding="utf-8")):
        if line.startswith("page "):
            width, height = map(float, line.split()[2:4])
            pages.append((width, height, [], []))
        elif found := TEXT.match(line):
            x, top, width, leading, face, size, colour, text = found.groups()
            if block is None:
                block = Block()
                pages[-1][2].append(block)
            block.add(float(x), float(top), float(width), float(leading), face, float(size), colour, text)
            continue
        elif found := SHAPE.match(line):
            pages[-1][3].append(tuple(map(float, found.groups())))
        block = None
    return pages


def draw(pages):
    out = io.BytesIO()
    pdf = canvas.Canvas(out, pageCompression=1)
    for width, height, blocks, shapes in pages:
        pdf.setPageSize((width, height))
        for x, y, w, h in shapes:
            pdf.rect(x, height - y - h, w, h, stroke=1, fill=0)
        for block in blocks:
            block.draw(pdf, height)
        pdf.showPage()
    pdf.save()
    return len(out.getvalue())


for face, name in FONTS.items():
    pdfmetrics.registerFont(TTFont(face, f"/usr/share/fonts/truetype/{name}.ttf"))
pages = read(sys.argv[1])
if not any(page[2] for page in pages):
    sys.exit("peer_report: no text in the list of boxes")
size = draw(pages)
times = []
for _ in range(5):
    start = time.process_time()
    draw(pages)
    times.append(time.process_time() - start)
print("pages", len(pages))
print("bytes", size)
print("reportlab", statistics.median(times))
