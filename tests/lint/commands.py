#!/usr/bin/python3
"""Every command of the program's table answers --help in both languages with an example that runs, and stands with all its
options in khung(1). Prints TAP."""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT, KHUNG = Path(os.environ["ROOT"]), os.environ["KHUNG"]


def commands():
    table = (ROOT / "src/cli/main.c").read_text().split("cli_commands[] = {")[1].split("\n};")[0]
    return re.findall(r'^    \{"([a-z ]+)",', table, re.M)


def run(words, place):
    env = {**os.environ, "PATH": f"{Path(KHUNG).parent}:/usr/bin:/bin", "KHUNG_STORE": f"{place}/khung.db"}
    done = subprocess.run(words, cwd=place, env=env, shell=isinstance(words, str), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60)
    return done.returncode, done.stdout + done.stderr


def example_of(command, place):
    """The last line of the help that is a command."""
    code, text = run([KHUNG, *command.split(), "--help", "--lang", "en"], place)
    code_vi, text_vi = run([KHUNG, *command.split(), "--help", "--lang", "vi"], place)
    lines = [l.strip().removeprefix("$ ") for l in text.splitlines() if l.strip().removeprefix("$ ").startswith("khung ")]
    if code or code_vi or not lines or text == text_vi:
        return None, f"exit {code} and {code_vi}\n{text}{text_vi}"
    return lines[-1], text


def check(command, manual, place):
    example, text = example_of(command, place)
    if example is None:
        return text
    code, out = run(example, place)
    if code not in (0, 1):
        return f"{example}\nexit {code}\n{out}"
    missing = [o for o in sorted(set(re.findall(r"--([a-z-]+)", text))) if not re.search(rf"Fl -{o}\b", manual)]
    if not re.search(rf"Cm {command}\b", manual):
        missing.append(f"khung {command}")
    return "not in khung.1: " + " ".join(missing) if missing else None


def playground(place):
    for name in ("frameworks", "examples", "reports"):
        if (ROOT / name).exists():
            (place / name).symlink_to(ROOT / name)
    (place / "out").mkdir()
    run([KHUNG, "init", "--as", "an", "--name", "Nguyễn Thị Ái"], place)
    run(f"{KHUNG} score --save --as an vn-ngo-capacity examples/hoi-song-xanh/[cr]*.yaml", place)
    run(f"{KHUNG} backup --as an out/khung-backup.db", place)
    return place


def main():
    manual = (ROOT / "src/man/khung.1").read_text().replace("\\-", "-")
    names, bad = commands(), 0
    print(f"1..{len(names)}")
    for number, name in enumerate(names, 1):
        with tempfile.TemporaryDirectory() as folder:
            problem = check(name, manual, playground(Path(folder)))
        bad += problem is not None
        print(f"{'not ok' if problem else 'ok'} {number} - khung {name}")
        print("".join(f"# {line}\n" for line in (problem or "").splitlines()), end="")
    sys.exit(1 if bad or not names else 0)


main()
