#!/usr/bin/python3
"""Every field and every value of a closed list in the JSON Schemas is named in a manual page of section 5, set as a keyword."""
import json
import os
import re
import sys
from pathlib import Path

ROOT = Path(os.environ["ROOT"])


def words(node):
    if isinstance(node, dict):
        yield from (k for k in node.get("properties", {}) if isinstance(node.get("properties"), dict))
        yield from (v for v in node.get("enum", []) if isinstance(v, str) and not v.isdigit())
        for inner in node.values():
            yield from words(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from words(inner)


def main():
    manual = "\n".join(p.read_text() for p in sorted((ROOT / "src/man").glob("*.5")))
    lines = " ".join(re.findall(r"^\.(?:It )?(?:Ic|Cm|Li|Em)\b.*$", manual, re.M)).replace("\\-", "-")
    keywords = set(re.findall(r"[a-z_0-9]+", lines)) | set(re.findall(r"[a-z_0-9-]+", lines))
    wanted = {w for p in ROOT.glob("frameworks/*.schema.json") for w in words(json.loads(p.read_text()))}
    missing = sorted(wanted - keywords)
    print("\n".join(missing))
    sys.exit(1 if missing or not wanted else 0)


main()
