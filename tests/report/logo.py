#!/usr/bin/python3
"""Logos of every kind of PNG, interlaced or not, in every filter, are the same pixels in the PDF; damaged and foreign files are refused. TAP."""
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

ROOT = Path(os.environ["ROOT"])
KHUNG = f"{os.environ['BUILD']}/khung"
OUT = Path(sys.argv[1])
W, H = 13, 10
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def paeth(a, b, c):
    pa, pb, pc = abs(b - c), abs(a - c), abs(a + b - 2 * c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(rows, step):
    """Row y in filter y % 5."""
    out, up = b"", bytes(len(rows[0]))
    for y, row in enumerate(rows):
        kind = y % 5
        line = bytearray()
        for i, v in enumerate(row):
            a, b, c = row[i - step] if i >= step else 0, up[i], up[i - step] if i >= step else 0
            line.append((v - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) & 255)
        out += bytes([kind]) + bytes(line)
        up = row
    return out


# Adam7: first column and row of each pass, and their steps.
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def packed(samples, depth):
    """Rows of samples as bytes."""
    bits = ["".join(f"{v:0{depth}b}" for v in line) for line in samples]
    return [int(b + "0" * (-len(b) % 8), 2).to_bytes((len(b) + 7) // 8, "big") for b in bits]


def png(colour, depth, interlaced=False, key=None):
    """The file, and the pixels it should come to on white. `key`: the sample values that count as clear (tRNS)."""
    n, top = CHANNELS[colour], (1 << depth) - 1
    step = 257 if depth == 16 else 1
    image = [[[((x * 37 + y * 59 + k * 101) & min(top, 255)) * step for k in range(n)] for x in range(W)] for y in range(H)]
    palette = [((i * 53) & 255, (i * 97) & 255, (i * 29) & 255) for i in range(top + 1 if depth <= 8 else 0)]
    strengths = [(i * 71) & 255 for i in range(min(5, len(palette)))]
    pixels = b""
    for v in (v for line in image for v in line):
        alpha = v[-1] * 255 // top if n in (2, 4) else 0 if v == key else 255
        if colour == 3:
            alpha, rgb = strengths[v[0]] if v[0] < len(strengths) else 255, palette[v[0]]
        else:
            rgb = [c * 255 // top for c in (v[:3] if n >= 3 else v[:1] * 3)]
        pixels += bytes((c * alpha + 255 * (255 - alpha) + 127) // 255 for c in rgb)
    body = chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, depth, colour, 0, 0, interlaced))
    if colour == 3:
        body += chunk(b"PLTE", bytes(c for rgb in palette for c in rgb)) + chunk(b"tRNS", bytes(strengths))
    elif key:
        body += chunk(b"tRNS", struct.pack(f">{n}H", *key))
    data = b""
    for x, y, dx, dy in PASSES if interlaced else [(0, 0, 1, 1)]:
        rows = [[c for v in line[x::dx] for c in v] for line in image[y::dy]]
        data += filtered(packed(rows, depth), max(1, n * depth // 8))
    data = zlib.compress(data)
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IDAT", data[:7]) + chunk(b"IDAT", data[7:]) + chunk(b"IEND", b""), pixels


def made(name, data):
    """Exit code, message and PDF of a report with that logo."""
    (OUT / name).write_bytes(data)
    (OUT / "own.yaml").write_text(f"kind: report\nformat: 1\nid: own\nextends: assessment\nlogo: {name}\nsections: [{{id: cover}}]\n")
    pdf = OUT / "own.pdf"
    pdf.unlink(missing_ok=True)
    run = subprocess.run([KHUNG, "report", "vn-ngo-capacity", "examples/hoi-song-xanh/self.yaml", "--template", OUT / "own.yaml", "-o", pdf, "--lang", "vi"],
                         cwd=ROOT, capture_output=True, text=True)
    return run.returncode, run.stderr, pdf


def pixels_of(pdf):
    subprocess.run(["pdfimages", pdf, OUT / "taken"], check=True)
    data = (OUT / "taken-000.ppm").read_bytes()
    return data[len(data) - W * H * 3:]


def cases():
    kinds = [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16)]
    keys = {(0, 8): [37], (0, 4): [5], (0, 16): [37 * 257], (2, 8): [59, 160, 5], (2, 16): [59 * 257, 160 * 257, 5 * 257]}
    for i, (colour, depth) in enumerate(kinds):
        turns = [(i % 2 == 1, None)] + ([(i % 2 == 0, keys[colour, depth])] if (colour, depth) in keys else [])
        for interlaced, key in turns:
            data, wanted = png(colour, depth, interlaced, key)
            code, said, pdf = made("logo.png", data)
            name = f"colour type {colour}, {depth} bits{', interlaced' if interlaced else ''}{', a clear colour' if key else ''}"
            yield name, code == 0 and pixels_of(pdf) == wanted
    data, _ = png(2, 8)
    head = data[:8]
    bad = {"cut off": data[:-30], "a bit changed": data[:60] + bytes([data[60] ^ 1]) + data[61:], "no picture": b"hello", "only the mark": head + b"  ",
           "rows too short": head + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H + 1, 8, 2, 0, 0, 0)) + data[33:],
           "no palette": head + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, 8, 3, 0, 0, 0)) + data[33:],
           "no size": head + chunk(b"IHDR", struct.pack(">IIBBBBB", 0, H, 8, 2, 0, 0, 0)) + data[33:],
           "a chunk of 2 GB": data[:33] + b"\x7f\xff\xff\xffIDAT" + data[41:],
           "filter 9": data[:33] + chunk(b"IDAT", zlib.compress((b"\x09" + bytes(W * 3)) * H)) + chunk(b"IEND", b"")}
    for name, data in bad.items():
        code, said, pdf = made("logo.png", data)
        yield f"{name}: refused", code == 65 and "[bad-picture]" in said and not pdf.exists()
    # A text chunk that unpacks to 1 GB is passed over, and 2 MiB of zeros where 13 × 10 pixels belong cost nothing.
    bomb = zlib.compress(bytes(1 << 20), 9)
    data, wanted = png(6, 8)
    code, said, pdf = made("logo.png", data[:33] + chunk(b"zTXt", b"a\0\0" + bomb * 60) + data[33:])
    yield "a text that unpacks to much: passed over", code == 0 and pixels_of(pdf) == wanted
    huge = png(2, 8)[0][:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)) + png(2, 8)[0][33:]
    code, said, pdf = made("logo.png", huge)
    yield "too many pixels: refused", code == 65 and "[picture-too-large]" in said
    (OUT / "logo.png").unlink()
    (OUT / "gone.yaml").write_text((OUT / "own.yaml").read_text())
    run = subprocess.run([KHUNG, "report", "vn-ngo-capacity", "examples/hoi-song-xanh/self.yaml", "--template", OUT / "gone.yaml", "-o", OUT / "x.pdf"],
                         cwd=ROOT, capture_output=True, text=True)
    yield "a logo that is not there", run.returncode == 66


number = 0
for title, good in cases():
    number += 1
    print(f"{'' if good else 'not '}ok {number} {title}")
print(f"1..{number}")
