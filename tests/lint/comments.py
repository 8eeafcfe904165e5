#!/usr/bin/python3
"""Every function declared in a header of src has a comment: on its line, or above the run of lines it stands in."""
import os
import re
import sys
from pathlib import Path

ROOT = Path(os.environ["ROOT"])
FUNCTION = re.compile(r"^(?:KHUNG_API\s+)?(?:const\s+|extern\s+|struct\s+|unsigned\s+)*\w+[\s*]+\**(khung_\w+)\s*\(")


def bare_functions(path):
    """Declarations in a run of lines (no empty line between) that has no comment before them."""
    said = inside = False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip():
            said = inside
            continue
        if "/*" in line:
            said = said or not re.match(r"/\* ----", line)
            inside = "*/" not in line.split("/*")[-1]
        elif "*/" in line:
            inside = False
        match = FUNCTION.match(line)
        if match and not said:
            yield f"{path.relative_to(ROOT)}:{number}: {match.group(1)} has no comment"


def main():
    found = [f for p in sorted(ROOT.glob("src/**/*.h")) for f in bare_functions(p)]
    print("\n".join(found))
    sys.exit(1 if found else 0)


main()
