#!/usr/bin/python3
"""Documentation is executed: each `$ command` of a console block in README.md and the Markdown files beside it runs and prints what
stands under it, and each make target of a sh block exists. A line `…` stands for any lines. Prints TAP. With --write the output is
written under the commands instead; read the difference."""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT, BUILD = Path(os.environ["ROOT"]), os.environ["BUILD"]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "examples/hoi-song-xanh/README.md"]


def blocks(text, kind):
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.M | re.S)


def sessions(block):
    """[(command, the lines expected under it)]"""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found and found[-1][0].endswith("\\"):
            found[-1] = (found[-1][0][:-1] + line.strip(), [])
        elif found:
            found[-1][1].append(line)
    return found


def matches(expected, got):
    """Line by line, where a line `…` takes as many as it needs."""
    pattern = "".join("(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()) + "\n" for line in expected)
    text = "".join(line.rstrip() + "\n" for line in got.splitlines())
    return re.fullmatch(pattern, text) is not None


def run(command, place):
    env = {**os.environ, "PATH": f"{BUILD}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(place), "KHUNG_STORE": "khung.db"}
    env.pop("CMOCKA_MESSAGE_OUTPUT", None)
    done = subprocess.run(["sh", "-c", command], cwd=place, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=120)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def playground(place):
    for name in ("frameworks", "examples", "reports", "src"):
        if (ROOT / name).exists():
            (place / name).symlink_to(ROOT / name)
    return place


def check_sessions(text, place):
    for block in blocks(text, "console"):
        for command, expected in sessions(block):
            code, got = run(command, place)
            good = matches(expected, got) and code in (0, 1)
            yield command, None if good else f"exit {code}\n{got}"


def with_output(block, place):
    """The block with what its commands print today; what has a line `…` stays."""
    lines = []
    for command, expected in sessions(block):
        elided = any(line.strip() == "…" for line in expected)
        lines += [f"$ {command}"] + (expected if elided else [line.rstrip() for line in run(command, place)[1].splitlines()])
    return "```console\n" + "\n".join(lines) + "\n```"


def write():
    for name in DOCUMENTS:
        with tempfile.TemporaryDirectory() as folder:
            place, path = playground(Path(folder)), ROOT / name
            path.write_text(re.sub(r"^```console\n(.*?)^```", lambda m: with_output(m.group(1), place), path.read_text(), flags=re.M | re.S))


def check_targets(text):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    for block in blocks(text, "sh"):
        for line in block.splitlines():
            words = line.split("#")[0].split()
            if words[:1] == ["make"]:
                goals = [w for w in words[1:] if "=" not in w]
                yield " ".join(words), None if set(goals) <= targets else "no such target"


def main():
    if sys.argv[1:] == ["--write"]:
        return write()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        place = playground(Path(folder))
        for name in DOCUMENTS:
            text = (ROOT / name).read_text()
            for command, problem in [*check_targets(text), *check_sessions(text, place)]:
                results.append((f"{name}: {command}", problem))
    print(f"1..{len(results)}")
    for number, (name, problem) in enumerate(results, 1):
        print(f"{'not ok' if problem else 'ok'} {number} - {name}")
        for line in (problem or "").splitlines():
            print(f"# {line}")
    sys.exit(1 if any(p for _, p in results) else 0)


main()
