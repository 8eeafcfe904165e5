#!/usr/bin/python3
"""Every command of the program's table answers --help in both languages with an example that runs, and stands with all its
options in khung(1). The overview and the help of each group name every command, fit 80 columns and two screens. Prints TAP."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT, KHUNG = Path(os.environ["ROOT"]), os.environ["KHUNG"]


# Assessments in the states that examples begin from, with what brings them there.
STAGES = {
    "submitted": [],
    "in-review": ["review take NAME --as lan"],
    "changed": ["review take NAME --as lan", "review answer NAME gov-legal start --reason Expired --seen Licence --as lan"],
    "reviewed": ["review take NAME --as lan", "review import NAME NAME-review.yaml --as lan", "review finish NAME --as lan"],
}
# Certificates 1 and 2 of this year: one in force with a condition, one suspended, of another organisation.
CERTIFIED = STAGES["reviewed"] + ["certificate issue NAME --condition Publish --yes --as chi"]


def commands():
    table = (ROOT / "src/cli/main.c").read_text().split("cli_commands[] = {")[1].split("\n};")[0]
    return re.findall(r'^    \{"([a-z ]+)",', table, re.M)


def run(words, place):
    env = {**os.environ, "PATH": f"{Path(KHUNG).parent}:/usr/bin:/bin", "KHUNG_STORE": f"{place}/khung.db", "KHUNG_AS": "an",
           "KHUNG_PASSPHRASE": "example passphrase one", "KHUNG_RECOVERY_PASSPHRASE": "example passphrase two"}
    done = subprocess.run(words, cwd=place, env=env, shell=isinstance(words, str), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60)
    return done.returncode, done.stdout + done.stderr


def example_of(command, place):
    """The last line of the help that is a command."""
    code, text = run([KHUNG, *command.split(), "--help", "--lang", "en"], place)
    code_vi, text_vi = run([KHUNG, *command.split(), "--help", "--lang", "vi"], place)
    lines = [l.strip().removeprefix("$ ") for l in text.replace(" \\\n", " ").splitlines() if l.strip().removeprefix("$ ").startswith("khung ")]
    if code or code_vi or not lines or text == text_vi:
        return None, f"exit {code} and {code_vi}\n{text}{text_vi}"
    return lines[-1], text


def check(command, manual, place):
    example, text = example_of(command, place)
    if example is None:
        return text
    code, out = run(re.sub(r"\b([12])/2026\b", rf"\1/{date.today().year}", example), place) # numbers have the year of issue
    if code not in (0, 1):
        return f"{example}\nexit {code}\n{out}"
    missing = [o for o in sorted(set(re.findall(r"--([a-z-]+)", text))) if not re.search(rf"Fl -{o}\b", manual)]
    if not re.search(rf"Cm {command}\b", manual):
        missing.append(f"khung {command}")
    return "not in khung.1: " + " ".join(missing) if missing else None


# Whose examples stand for others to work on, in this order; none of them works on what it makes itself.
FIRST = ["org add", "person add", "network add", "network join", "activity add"]


def playground(place, command=None):
    for name in ("frameworks", "examples", "reports"):
        if (ROOT / name).exists():
            (place / name).symlink_to(ROOT / name)
    (place / "out").mkdir()
    for name, to in (("signing", "khung.db"), ("recovery", "recovery"), ("public", "public")):
        shutil.copy(ROOT / f"tests/data/keys/{name}.keys", place / f"{to}.keys")
        (place / f"{to}.keys").chmod(0o600)
    run([KHUNG, "init", "--as", "an", "--name", "Nguyễn Thị Ái"], place)
    run(f"{KHUNG} score --save --as an vn-ngo-capacity examples/hoi-song-xanh/[cr]*.yaml", place)
    for name in FIRST:
        if name == command:
            return place
        run(example_of(name, place)[0], place)
    run([KHUNG, "person", "add", "--id", "chi", "--name", "Lê Kim Chi", "--role", "office"], place)
    others = {"certified": "khac", "suspended": "khac-nua"}
    for org in others.values():
        run([KHUNG, "org", "add", "--id", org, "--name", "Hội khác"], place)
    run([KHUNG, "certificate", "issuer", "--id", "ngo-ic", "--abbreviation", "NGOIC", "--name", "Trung tâm NGO-IC", "--url", "https://ngoic.example/v"], place)
    stages = {**STAGES, "certified": CERTIFIED, "suspended": CERTIFIED + ["certificate suspend 2/THIS --reason Complaint --as chi"]}
    for year, (name, acts) in enumerate(stages.items(), 2020):
        org = others.get(name, "hoi-song-xanh")
        for track, source in (("self", "consensus"), ("review", "review")):
            text = (ROOT / f"examples/hoi-song-xanh/{source}.yaml").read_text()
            (place / f"{name}-{track}.yaml").write_text(text.replace("id: hoi-song-xanh", f"id: {org}").replace("2025-07-01", f"{year}-01-01").replace("2026-06-30", f"{year}-12-31"))
        run(f"{KHUNG} assess new --id {name} --org {org} --framework vn-ngo-capacity --from {year}-01-01 --to {year}-12-31 --as an", place)
        for act in ["assess import NAME NAME-self.yaml --as an", "assess submit NAME --as an", *acts]:
            run(f"{KHUNG} {act}".replace("NAME", name).replace("THIS", str(date.today().year)), place)
    run(f"{KHUNG} send hoi-song-xanh-2026 -o out/hsx.khung --as an", place)
    run(f"{KHUNG} backup --as an out/khung-backup.db", place)
    return place


def lines_too_wide(text):
    return [line for line in text.splitlines() if len(line) > 80]


def check_overview(names, place, language):
    code, text = run([KHUNG, "--help", "--lang", language], place)
    words = set(re.findall(r"[a-z]+", text))
    missing = [n for n in names if not set(n.split()) <= words]
    rows = text.count("\n")
    return f"exit {code}, {rows} lines, too wide {lines_too_wide(text)}, missing {missing}" if code or rows > 60 or missing or lines_too_wide(text) else None


def check_group(word, names, place, language):
    """`khung WORD --help`, `khung help WORD` and `khung WORD` show the same; the last is a mistake."""
    own = [n for n in names if n.startswith(word + " ")]
    code, text = run([KHUNG, word, "--help", "--lang", language], place)
    code_help, text_help = run([KHUNG, "help", word, "--lang", language], place)
    code_alone, alone = run([KHUNG, word, "--lang", language], place)
    shown = re.findall(rf"^  ({word} [a-z]+) ", text, re.M)
    good = code == code_help == 0 and text == text_help and code_alone == 64 and alone.endswith(text) and shown == own
    return None if good and not lines_too_wide(text) else f"exit {code} {code_help} {code_alone}: {shown}\n{text}"


def check_groups(names, place):
    firsts = [n.split()[0] for n in names]
    groups = [w for w in dict.fromkeys(firsts) if firsts.count(w) > 1 and w not in names]
    for language in ("vi", "en"):
        yield f"overview {language}", check_overview(names, place, language)
        for word in groups:
            yield f"khung {word} --help {language}", check_group(word, names, place, language)


def main():
    manual = (ROOT / "src/man/khung.1").read_text().replace("\\-", "-")
    names = commands()
    with tempfile.TemporaryDirectory() as first:
        begun = playground(Path(first))
        groups = list(check_groups(names, begun))
        print(f"1..{len(names) + len(groups)}")
        bad = check_all(names, manual, begun) + tell(groups, len(names))
    sys.exit(1 if bad or not names else 0)


def check_all(names, manual, begun):
    """How many commands are not as they should be; each example runs in a copy of the same folder, those of FIRST in one of their own."""
    bad = 0
    for number, name in enumerate(names, 1):
        with tempfile.TemporaryDirectory() as folder:
            if name in FIRST:
                playground(Path(folder), name)
            else:
                shutil.copytree(begun, folder, symlinks=True, dirs_exist_ok=True)
            problem = check(name, manual, Path(folder))
        bad += tell([(f"khung {name}", problem)], number - 1)
    return bad


def tell(found, before):
    """Prints cases after the first `before` as TAP; how many failed."""
    for number, (name, problem) in enumerate(found, before + 1):
        print(f"{'not ok' if problem else 'ok'} {number} - {name}")
        print("".join(f"# {line}\n" for line in (problem or "").splitlines()), end="")
    return sum(problem is not None for _, problem in found)


main()
