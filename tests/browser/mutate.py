#!/usr/bin/python3
"""mutate.py SEED COUNT FOLDER: certificates, codes, lists of keys and registers of tests/data/verify with a few bytes changed, put to khung verify through
record.py (RECORD, RECORDED); verify.mjs then asks the page the same. Where both refuse they must refuse for the same reason. The same seed, the same files."""
import base64
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA, WORK = HERE.parent / "data/verify", Path(sys.argv[3])
DAYS = ["2026-11-20", "2026-07-04", "2027-03-01", "2027-01-01T16:59:59Z", "2026-12-05", "2028-02-29"]
TELLING = [0, 10, 13, 32, 61, 0x18, 0x19, 0x1b, 0x40, 0x60, 0x7f, 0x80, 0xa0, 0xff]


def changed(text):
    text = bytearray(text)
    for _ in range(random.choice([1, 1, 2, 5])):
        at, kind = random.randrange(len(text)), random.random()
        if kind < 0.4:
            text[at] ^= 1 << random.randrange(8)
        elif kind < 0.6:
            text[at] = random.choice(TELLING)
        elif kind < 0.75:
            del text[at:at + random.choice([1, 1, 2, 40])]
        elif kind < 0.9:
            text[at:at] = random.randbytes(random.choice([1, 1, 3]))
        else:
            text[at:at] = text[max(0, at - 30):at]
        text = text or bytearray(b"x")
    return bytes(text)


def changed_inside(text, word):
    """The same within the base64 of a line that begins with the word."""
    line = random.choice(list(re.finditer(word + rb" ([A-Za-z0-9+/=]+)\n", text)))
    return text[:line.start(1)] + base64.b64encode(changed(base64.b64decode(line[1]))) + text[line.end(1):]


def whole(name):
    text = (DATA / name).read_bytes()
    return text.strip() if name.endswith(".code") else text


def changed_certificate(name):
    text = whole(name)
    if name.endswith((".code", ".json")) or random.random() < 0.5:
        return changed(text)
    return changed_inside(text, random.choice([b"claim", b"seal"]) if name.endswith(".pdf") else b"claim")


def changed_keys(path):
    text = path.read_bytes()
    (WORK / "list.keys").write_bytes(changed(text) if random.random() < 0.4 else changed_inside(text, b"statement"))
    return WORK / "list.keys"


def changed_register():
    folder = WORK / "register"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DATA / "register-12", folder)
    file = folder / random.choice(["register.sig", "register.csv"])
    text = file.read_bytes()
    head = file.suffix == ".sig" and random.random() < 0.7
    file.write_bytes(text[:-2000] + changed(text[-2000:]) if head else changed(text[:600]) + text[600:])
    return folder


def ask():
    name = random.choice(["05.khung", "07.khung", "09.khung", "05.json", "05.json", "05.pdf", "05-pdf-signed.pdf", "05.code", "06.code", "08.code"])
    keys, register, kind = DATA / random.choice(["issuer.keys", "issuer.keys", "revoked.keys", "rotated.keys"]), DATA / "register-12", random.random()
    given = WORK / "given"
    given.write_bytes(changed_certificate(name) if kind < 0.6 else whole(name))
    keys = changed_keys(keys) if 0.6 <= kind < 0.7 else keys
    register = changed_register() if kind >= 0.7 else register
    words = ["verify", str(given), "--keys", str(keys), "--at", random.choice(DAYS)]
    words += ["--register", str(register)] if random.random() < 0.7 else []
    os.environ["XDG_DATA_HOME"] = str(WORK / "none")
    shutil.rmtree(WORK / "none", ignore_errors=True)
    subprocess.run([HERE / "record.py", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


random.seed(int(sys.argv[1]))
WORK.mkdir(parents=True, exist_ok=True)
WORK = WORK.resolve()
for _ in range(int(sys.argv[2])):
    ask()
