#!/usr/bin/python3
"""Every table of the store with rows of an organisation carries its key, so that the schema can be split by organisation."""
import os
import re
import sys

ROOT = os.environ["ROOT"]
# What belongs to nobody, or to all: these are copied to every part. conflict and event may be about either.
SHARED = {"store", "person", "personal", "consent", "organisation", "network", "framework", "rollup", "issuer", "register_issue"}
sql = open(os.path.join(ROOT, "src/store.sql"), encoding="utf-8").read()
problems = [f"src/store.sql: table {name} has no column organisation"
            for name, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\n\) STRICT", sql, re.S)
            if name not in SHARED and not re.search(r"^    organisation\s+TEXT", body, re.M)]
print("\n".join(problems))
sys.exit(bool(problems))
