#!/usr/bin/python3
"""The interview at a terminal: tests/terminal/CASE/script is typed, `seen` is what the screen showed and what was kept. Prints TAP.

A script has a command a line, and # comments:
    run ARGUMENTS     khung at the terminal        sh COMMAND       in the shell, its output is seen
    type KEYS         2<Enter>…                    each KEYS        every key alone, khung killed (-9) and begun again after each
    race KEYS         the same, killed while a key is worked off; one that was lost is typed again
    shot              the screen                   size 40x20       another window (before run: the first one)
    signal NAME       INT, TERM …                  end              waits for its end: what it says then, and how it ended
    env NAME=VALUE    for what follows             answers          what the store has now
"""
import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from screen import Terminal, keys_of  # noqa: E402

HERE, KHUNG, ROOT = Path(__file__).resolve().parent, os.environ["KHUNG"], os.environ["ROOT"]
STORE = """khung init --name "Nguyễn Thị Ái" && khung org add --id hsx --name "Hội Sông Xanh" &&
khung assess new --id dot --org hsx --framework "$F" --from 2026-01-01 --to 2026-12-31"""


class Case:
    def __init__(self, folder, home):
        self.folder, self.home, self.seen, self.began = folder, home, [], time.gmtime()
        keep = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "ROOT", "GCOV_ERROR_FILE")
        self.env = {k: os.environ[k] for k in keep if k in os.environ}
        self.env |= {"HOME": home, "TMPDIR": home, "TZ": "UTC", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "NO_COLOR": "1",
                     "KHUNG_STORE": f"{home}/k.db", "KHUNG_AS": "an", "KHUNG_FRAMEWORKS": f"{ROOT}/frameworks", "F": f"{HERE}/mau.yaml"}
        self.size = (80, 24)
        self.terminal, self.command = None, None

    def say(self, *lines):
        self.seen += lines

    def do_env(self, rest):
        name, _, value = rest.partition("=")
        self.env[name] = value
        if not value:
            del self.env[name]

    def do_store(self, rest):
        subprocess.run(["sh", "-c", STORE], env=self.env | ({"F": rest} if rest else {}), cwd=self.home, check=True, capture_output=True)

    def do_sh(self, rest):
        done = subprocess.run(["sh", "-c", rest], env=self.env, cwd=self.home, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.say(*(done.stdout + done.stderr).splitlines(), *([f"[exit {done.returncode}]"] if done.returncode else []))

    def do_run(self, rest):
        self.command = [KHUNG] + shlex.split(rest.replace("$F", self.env["F"]))
        self.terminal = Terminal(self.command, self.env, self.home, *self.size)
        self.terminal.begin()

    def do_size(self, rest):
        self.size = tuple(int(n) for n in rest.split("x"))
        if self.terminal:
            self.terminal.resize(*self.size)
            self.terminal.frame(0)

    def do_type(self, rest):
        self.terminal.type(rest)

    def do_each(self, rest):
        for key in keys_of(rest):
            before = self.terminal.screen.frames
            self.terminal.send(key)
            self.terminal.frame(before)
            self.terminal.kill()
            self.terminal = Terminal(self.command, self.env, self.home, *self.size)
            self.terminal.begin()

    def progress(self):
        return re.search(r"\d+/\d+(?= [━·]{10})", self.terminal.screen.text())[0]  # how many are answered

    def do_race(self, rest):
        for number, key in enumerate(keys_of(rest)):
            before = self.progress()
            self.terminal.send(key)
            time.sleep(number * 0.002)
            self.terminal.kill()
            self.terminal = Terminal(self.command, self.env, self.home, *self.size)
            self.terminal.begin()
            if self.progress() == before:
                self.do_each(key)

    def do_kill(self, _):
        self.terminal.settle()
        self.terminal.kill()

    def do_signal(self, rest):
        self.terminal.settle()
        os.kill(self.terminal.pid, getattr(signal, "SIG" + rest))
        self.terminal.settle(0.05)

    def do_shot(self, _):
        self.terminal.settle()
        columns, rows = self.size
        self.say("┌" + "─" * columns, *("│" + row for row in self.terminal.screen.text().splitlines()), "└" + "─" * columns)

    def do_modes(self, _):
        self.terminal.settle()
        screen = self.terminal.screen
        self.say(f"other screen {screen.other}, cursor {screen.cursor}, paste marks {screen.paste}, colours {screen.colours > 0}")

    def do_end(self, _):
        status = self.terminal.wait()
        said = self.terminal.outside.decode("utf-8", "replace").rpartition("\x1b[?25h")[2]
        how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
        self.say(*said.replace("\r", "").splitlines(), f"[{how}]")
        self.do_modes("")

    def do_answers(self, _):
        rows = sqlite3.connect(f"{self.home}/k.db").execute(
            "SELECT kind, dense_rank() OVER (ORDER BY kind, person), criterion, value FROM answer ORDER BY kind, person, criterion")
        self.say(*(f"{kind} {person} {criterion or '-'} {value}" for kind, person, criterion, value in rows))

    def play(self):
        for line in (self.folder / "script").read_text().splitlines():
            if line.strip() and not line.startswith("#"):
                word, _, rest = line.partition(" ")
                getattr(self, "do_" + word)(rest)
                if word in ("run", "type", "each", "size", "signal", "env"):
                    continue
                self.say("") if word == "shot" else None
        if self.terminal and self.terminal.status is None:
            self.terminal.kill()
        text = "\n".join(self.seen).rstrip() + "\n"
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            text = text.replace(time.strftime(form, self.began), "TODAY")
        return text.replace(ROOT, "$ROOT")


def main():
    cases = sorted(p.parent for p in HERE.glob("*/script") if len(sys.argv) < 2 or p.parent.name in sys.argv[1:])
    print(f"1..{len(cases)}")
    for number, folder in enumerate(cases, 1):
        with tempfile.TemporaryDirectory(prefix="khung-") as home:
            seen = Case(folder, home).play()
        expected = folder / "seen"
        if os.environ.get("KHUNG_REWRITE"):
            expected.write_text(seen)
        good = expected.exists() and expected.read_text() == seen
        print(f"{'ok' if good else 'not ok'} {number} {folder.name}")
        if not good:
            old = expected.read_text().splitlines() if expected.exists() else []
            new = seen.splitlines()
            at = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
            print("\n".join(f"# {at + 1}: expected {line!r}" for line in old[at:at + 3]))
            print("\n".join(f"# {at + 1}: seen     {line!r}" for line in new[at:at + 3]))


main()
