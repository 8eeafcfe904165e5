#!/usr/bin/python3
"""Logos of every kind of PNG, in every filter, are the same pixels in the PDF; damaged and foreign files are refused. TAP."""
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


def png(colour, depth, interlace=0):
    """The file, and the pixels it should come to on white."""
    n, top = CHANNELS[colour], (1 << depth) - 1
    samples = [[(x * 37 + y * 59 + k * 101) & (top if depth < 16 else 255) for x in range(W) for k in range(n)] for y in range(H)]
    palette = [((i * 53) & 255, (i * 97) & 255, (i * 29) & 255) for i in range(top + 1 if depth <= 8 else 0)]
    strengths = [(i * 71) & 255 for i in range(5)]
    rows, pixels = [], b""
    for line in samples:
        bits = "".join(f"{v:0{depth}b}" for v in line)
        bits += "0" * (-len(bits) % 8)
        rows.append(bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)))
        for x in range(W):
            v, alpha = line[x * n:x * n + n], 255
            if colour == 3:
                alpha = strengths[v[0]] if v[0] < 5 else 255
                rgb = palette[v[0]]
            else:
                rgb = v[:3] if n >= 3 else [v[0] * 255 // top] * 3
                alpha = v[-1] if n in (2, 4) else 255
            pixels += bytes((c * alpha + 255 * (255 - alpha) + 127) // 255 for c in rgb)
    body = chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, depth, colour, 0, 0, interlace))
    if colour == 3:
        body += chunk(b"PLTE", bytes(c for rgb in palette for c in rgb)) + chunk(b"tRNS", bytes(strengths))
    packed = zlib.compress(filtered(rows, max(1, n * depth // 8)))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IDAT", packed[:7]) + chunk(b"IDAT", packed[7:]) + chunk(b"IEND", b""), pixels


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
    for colour, depth in [(0, 1), (0, 2), (0, 4), (0, 8), (2, 8), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (6, 8)]:
        data, wanted = png(colour, depth)
        code, said, pdf = made("logo.png", data)
        yield f"colour type {colour}, {depth} bits", code == 0 and pixels_of(pdf) == wanted
    data, _ = png(2, 8)
    bad = {"16 bits": png(2, 16)[0], "interlaced": png(2, 8, 1)[0], "cut off": data[:-30], "a bit changed": data[:60] + bytes([data[60] ^ 1]) + data[61:],
           "no picture": b"hello", "rows too short": data[:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H + 1, 8, 2, 0, 0, 0)) + data[33:],
           "filter 9": data[:33] + chunk(b"IDAT", zlib.compress(b"\x09" + bytes(W * 3)) * 1) + chunk(b"IEND", b"")}
    for name, data in bad.items():
        code, said, pdf = made("logo.png", data)
        yield f"{name}: refused", code == 65 and "[bad-picture]" in said and not pdf.exists()
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
