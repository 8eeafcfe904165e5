"""A small terminal: a program behind a pty, and what its screen shows. Only what khung sends is understood; anything else is a mistake."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import unicodedata

SEQUENCE = re.compile(r"\x1b\[(\??)([0-9;]*)([A-Za-z])")
KEYS = {"Enter": "\r", "Esc": "\x1b", "Up": "\x1b[A", "Down": "\x1b[B", "Right": "\x1b[C", "Left": "\x1b[D", "Home": "\x1b[H", "End": "\x1b[F",
        "PgUp": "\x1b[5~", "PgDn": "\x1b[6~", "Delete": "\x1b[3~", "Backspace": "\x7f", "Tab": "\t", "Backtab": "\x1b[Z", "^C": "\x03", "^D": "\x04",
        "^U": "\x15", "^W": "\x17", "^Z": "\x1a", "Paste": "\x1b[200~", "Pasted": "\x1b[201~", "Pad5": "\x1bOu", "lt": "<", "Space": " "}


def keys_of(text):
    """'2<Enter>' as what a keyboard sends; one piece a key."""
    for part in re.findall(r"<[A-Za-z0-9^]+>|.", text):
        if len(part) > 1:
            yield KEYS[part[1:-1]]
        else:
            yield part


def width(char):
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class Screen:
    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.clear()
        self.other = self.cursor = self.paste = self.drawing = False
        self.colours = self.frames = 0
        self.pending = ""

    def clear(self):
        self.cells = [[" "] * self.columns for _ in range(self.rows)]
        self.row = self.column = 0

    def put(self, text):
        text = self.pending + text
        self.pending = ""
        at = 0
        while at < len(text):
            if text[at] == "\x1b":
                found = SEQUENCE.match(text, at)
                if not found:
                    if len(text) - at < 12:
                        self.pending = text[at:]
                        return
                    raise ValueError(f"unknown sequence {text[at:at + 8]!r}")
                self.obey(*found.groups())
                at = found.end()
                continue
            self.char(text[at])
            at += 1

    def char(self, char):
        if char == "\n":
            self.row = min(self.row + 1, self.rows - 1)
        elif char == "\r":
            self.column = 0
        elif ord(char) < 32:
            raise ValueError(f"control character {char!r} on the screen")
        elif width(char) == 0:
            self.cells[self.row][max(self.column - 1, 0)] += char
        elif self.column < self.columns:
            self.cells[self.row][self.column] = char
            self.column += width(char)

    def obey(self, private, numbers, letter):
        values = [int(n) for n in numbers.split(";") if n]
        if private:
            name = {1049: "other", 25: "cursor", 2004: "paste", 2026: "drawing"}[values[0]]
            setattr(self, name, letter == "h")
            self.frames += (private, values, letter) == ("?", [2026], "l")
        elif letter == "H":
            self.row = min((values[0] if values else 1) - 1, self.rows - 1)
            self.column = (values[1] if len(values) > 1 else 1) - 1
        elif letter == "K":
            self.cells[self.row][self.column:] = [" "] * (self.columns - self.column)
        elif letter == "J":
            row, column = self.row, self.column
            self.clear()
            self.row, self.column = row, column
        elif letter == "m":
            self.colours += values != [0]
        else:
            raise ValueError(f"unknown sequence {private}{numbers}{letter}")

    def text(self):
        rows = ["".join(row).rstrip() for row in self.cells]
        if self.cursor:
            rows[self.row] = rows[self.row].ljust(self.column) if len(rows[self.row]) <= self.column else rows[self.row]
            cells = ["".join(cell) for cell in self.cells[self.row]]
            cells[min(self.column, self.columns - 1)] = "█" if cells[min(self.column, self.columns - 1)] == " " else cells[self.column]
            rows[self.row] = "".join(cells).rstrip()
        return "\n".join(row for row in rows).rstrip("\n") + "\n"


class Terminal:
    """A program that believes to sit at a terminal."""

    def __init__(self, command, env, cwd, columns=80, rows=24):
        self.screen = Screen(columns, rows)
        self.outside = b""  # all bytes that came
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a suite in the background has it ignored
            os.chdir(cwd)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(command[0], command, env)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.status = None
        self.left = b""

    def resize(self, columns, rows):
        modes = self.screen.other, self.screen.paste
        self.screen.__init__(columns, rows)
        self.screen.other, self.screen.paste = modes
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def drain(self, seconds):
        """Takes what comes within that time; False when nothing did."""
        if self.master is None or not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            data = b""
        if not data:
            os.close(self.master)
            self.master = None
            return False
        self.outside += data
        data = self.left + data
        text = data.decode("utf-8", "ignore")
        cut = len(text.encode())
        self.left = data[cut:] if len(data) - cut < 4 else b""
        self.screen.put(text)
        return True

    def settle(self, quiet=0.004):
        """Takes what is still coming."""
        while self.drain(quiet) or self.screen.drawing and self.master is not None:
            pass

    def frame(self, before, most=20.0):
        """Waits for one more screen than there were before, or for the end."""
        end = time.monotonic() + most
        while self.screen.frames <= before and self.screen.other and self.master is not None and time.monotonic() < end:
            self.drain(0.5)

    def begin(self):
        while self.screen.frames == 0 and self.drain(20):
            pass

    def type(self, text):
        """Key by key: each one is worked off, and what it said is kept, once the screen was drawn again."""
        for key in keys_of(text):
            before = self.screen.frames
            self.send(key)
            self.frame(before)

    def send(self, text):
        data = text.encode()
        while data and self.master is not None:  # None: it has ended; what is seen then tells
            data = data[os.write(self.master, data):]

    def kill(self, number=signal.SIGKILL):
        os.kill(self.pid, number)
        return self.wait()

    def wait(self, most=10.0):
        end = time.monotonic() + most
        while self.master is not None and time.monotonic() < end:
            self.drain(0.05)
        if self.master is not None:  # it goes on: that is a mistake, and nobody waits for ever
            os.kill(self.pid, signal.SIGKILL)
        if self.status is None:
            self.status = os.waitpid(self.pid, 0)[1]
        if self.master is not None:
            os.close(self.master)
            self.master = None
        return self.status
