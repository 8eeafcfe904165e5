#!/usr/bin/python3
"""Every act that the store writes into its log has words for people in acts.def, in both languages, short enough for the table."""
import os
import re
import sys
from pathlib import Path

STORE = Path(os.environ["ROOT"]) / "src/store"
SUBJECTS = "org|person|network|activity|assess|review|framework|conflict|evidence|certificate"


def main():
    rows = re.findall(r'^ACT\("([^"]+)", "([^"]+)", "([^"]+)"\)$', (STORE / "acts.def").read_text(), re.M)
    known = {row[0] for row in rows}
    problems = [f"acts.def: {act}: wider than its column" for act, *words in rows if max(map(len, words)) > 21]
    for path in sorted(STORE.glob("*.c")):
        text = path.read_text()
        used = set(re.findall(rf'"((?:{SUBJECTS})\.[a-z_]{{2,}})"', text))
        used |= set(re.findall(r'khung__change_(?:begin|join)\([^;"]*"([a-z.]+)"', text))
        problems += [f"{path.name}: the act {act} has no row in acts.def" for act in sorted(used - known)]
    print("\n".join(problems))
    sys.exit(1 if problems or not rows else 0)


main()
