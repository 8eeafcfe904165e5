#!/usr/bin/python3
"""Compares named boxes of a dump with boxes.txt: boxes.py DOCUMENT DUMP, where DOCUMENT is the letter of the first column. TAP."""
import re
import sys
from pathlib import Path

TOLERANCE = 0.5
ITEM = re.compile(r'\s*(?:text|shape) "([^"]*)" ([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)(?: baseline ([-\d.]+))?')


def boxes(dump):
    """(page, name) -> boxes in order; page "-" holds them all."""
    found, page = {}, None
    for line in Path(dump).read_text().splitlines():
        if line.startswith("page "):
            page = line.split()[1]
        match = ITEM.match(line)
        if match:
            x, y, w, h = map(float, match.groups()[1:5])
            box = (x, y, x + w, y + h, float(match.group(6) or "nan"))
            for key in (page, "-"):
                found.setdefault((key, match.group(1)), []).append(box)
    return found


def main():
    letter, found, number = sys.argv[1], boxes(sys.argv[2]), 0
    for line in (Path(__file__).parent / "boxes.txt").read_text().splitlines():
        cells = line.split(None, 9)
        if line.startswith("#") or not cells or cells[0] != letter:
            continue
        page, name, which, want, said = cells[1], cells[2], int(cells[3]), cells[4:9], cells[9]
        number += 1
        got = found.get((page, name), [])
        far = ["missing"] if len(got) < which else [
            f"{side} {value} for {expected}" for side, expected, value in zip(("left", "top", "right", "bottom", "baseline"), want, got[which - 1])
            if expected != "-" and not abs(float(expected) - value) <= TOLERANCE]
        print(f"{'not ok' if far else 'ok'} {number} {name} {which}: {said}")
        if far:
            print("# " + "; ".join(far))
    print(f"1..{number}")


main()
