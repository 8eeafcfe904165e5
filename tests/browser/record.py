#!/usr/bin/python3
"""Stands in for khung while a case of tests/verify runs: each `khung verify` is asked with --json instead, and written down as a line of JSON with all that
it had before it (file or code, keys, register, what was remembered) in base64, for verify.mjs to put the same question to the page. RECORD: the file;
RECORDED: the program. Other commands go through."""
import base64
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

KHUNG, ARGS = os.environ["RECORDED"], sys.argv[1:]


def bytes_of(path):
    return base64.b64encode(path.read_bytes()).decode() if path and path.is_file() else None


def register_of(path):
    """Folder, one of its files, or anything: as roll/read.c looks for both."""
    path = Path(path)
    at = {end: path / f"register.{end}" if path.is_dir() else path.with_suffix(f".{end}") if path.suffix in (".csv", ".sig") else path for end in ("csv", "sig")}
    return {end: bytes_of(file) for end, file in at.items()}


def option(name):
    return ARGS[ARGS.index(name) + 1] if name in ARGS else None


def main():
    if ARGS[:1] != ["verify"]:
        os.execv(KHUNG, [KHUNG, *ARGS])
    words = [a for i, a in enumerate(ARGS[1:], 1) if not a.startswith("--") and not ARGS[i - 1].startswith("--") or a == "-"]
    given = sys.stdin.buffer.read() if words[0] == "-" else Path(words[0]).read_bytes() if Path(words[0]).is_file() else words[0].encode()
    memory = Path(os.environ["XDG_DATA_HOME"]) / "khung/issuers"
    keys, seen = ([next(memory.glob(f"*.{end}"), None) for end in ("keys", "seen")])
    line = {"said": " ".join(ARGS), "bytes": base64.b64encode(given).decode(), "keys": bytes_of(Path(option("--keys"))) if option("--keys") else None,
            "known": bytes_of(keys), "seen": int(seen.read_text()) if seen else 0, "at": option("--at") or "", "now": int(time.time() * 1000),
            "register": register_of(option("--register")) if option("--register") else None}
    plain = [a for i, a in enumerate(ARGS) if a not in ("--json", "--lang") and ARGS[i - 1] != "--lang"]
    done = subprocess.run([KHUNG, *plain, "--json"], input=given, capture_output=True)
    refused = re.findall(r"\[([a-z-]+)\]\s*$", done.stderr.decode(), re.M)
    line |= {"answer": json.loads(done.stdout) if done.stdout else {"refused": refused[0] if refused else done.stderr.decode()}}
    with open(os.environ["RECORD"], "a") as out:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.buffer.write(done.stdout)
    sys.stderr.buffer.write(done.stderr)
    sys.exit(done.returncode)


main()
