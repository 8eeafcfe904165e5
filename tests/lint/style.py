#!/usr/bin/python3
"""Functions of at most 60 lines, files of at most 800 (khung.h, which says all there is: 1200), no tabs, no line ends with a space, lines of at most 160 characters."""
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["ROOT"])
MOST_LINES, MOST_FILE, MOST_HEADER, MOST_WIDTH = 60, 800, 1200, 160


def files():
    return sorted(p for folder in ("src", "tests", "examples") for p in (ROOT / folder).glob("**/*.[ch]") if "node_modules" not in p.parts)


def long_functions(paths):
    tags = subprocess.run(["ctags", "-L", "-", "--languages=C", "--kinds-C=f", "--fields=+ne", "-f", "-"],
                          input="\n".join(map(str, paths)), capture_output=True, text=True, check=True).stdout
    for line in tags.splitlines():
        cells = line.split("\t")
        numbers = dict(c.split(":", 1) for c in cells[3:] if ":" in c)
        if "end" in numbers:
            length = int(numbers["end"]) - int(numbers["line"]) + 1
            if length > MOST_LINES:
                yield f"{cells[1]}:{numbers['line']}: {cells[0]} has {length} lines"


def untidy(path):
    lines = path.read_text().splitlines()
    if len(lines) > (MOST_HEADER if path.name == "khung.h" else MOST_FILE):
        yield f"{path}: {len(lines)} lines"
    for number, line in enumerate(lines, 1):
        if "\t" in line or line.endswith(" "):
            yield f"{path}:{number}: a tab or a space at the end"
        if len(line) > MOST_WIDTH and path.suffix != ".def":
            yield f"{path}:{number}: {len(line)} characters"


def main():
    paths = files()
    found = list(long_functions(paths)) + [f for p in paths for f in untidy(p)]
    print("\n".join(str(f).replace(f"{ROOT}/", "") for f in found))
    sys.exit(1 if found else 0)


main()
