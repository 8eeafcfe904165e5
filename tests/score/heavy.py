#!/usr/bin/python3
"""heavy.py BATCH [COUNT [SEED]]: random frameworks with long numbers (weights and points of 12 and 6 digits, many respondents,
percents of percents four domains deep, coprime weights), scored by tests/tools/batch.c in one process and by reference.py.
Prints TAP, one line for each hundred. What generate.py makes stays within 64 bits mostly; this does not."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import generate  # noqa: E402
import reference  # noqa: E402

PRIMES = (999999999989, 999999999961, 899999999981, 700000000009, 104729, 7919, 9973, 65537, 13, 3)


class Heavy(generate.Maker):
    """The same shapes with numbers that pass 64 and 128 bits."""

    def __init__(self, seed):
        super().__init__(seed)
        self.long = self.chance(0.7)

    def decimal(self, low, high, places=None):
        if self.long and places is None and (low, high) == (1, 5):
            whole = str(self.pick(*PRIMES))
            return whole + self.pick("", ".000001", ".999983", ".5")
        return super().decimal(low, high, places)

    def scale(self, number):
        if not self.long:
            return super().scale(number)
        points = sorted({self.r.randint(1, 10 ** 18 - 1) for _ in range(self.r.randint(2, 5))} | {0})
        levels = [{"id": f"l{i}", "points": f"{p // 10 ** 6}.{p % 10 ** 6:06d}", "title": "L"} for i, p in enumerate(points)]
        return {"id": f"s{number}", "better": "lower" if self.lower else "higher", "levels": levels}

    def one_criterion(self):
        made = super().one_criterion()
        ids = {l["id"] for s in self.scales for l in s["levels"]}
        for bound in ("at_least", "below"):
            if bound in made and not made[bound].isdigit() and made[bound] not in ids:
                made[bound] = "l0"
        return made

    def domain(self, depth, under_leaves, default):
        d = super().domain(depth, under_leaves, default)
        if self.chance(0.5):
            d["of"] = "percent"
        return d

    def tracks(self):
        made = super().tracks()
        if made[0]["track"] == "respondent":
            facts = made[0]["profile"]
            made += [self.answers("respondent", facts) for _ in range(self.r.randint(0, 12))]
        return made


def cases(folder, seeds):
    for seed in seeds:
        maker = Heavy(seed)
        files = [maker.framework()] + maker.tracks()
        paths = [folder / f"{seed}-{n}.yaml" for n in range(len(files))]
        for path, content in zip(paths, files):
            path.write_text(json.dumps(content, ensure_ascii=False))
        yield seed, paths


def compare(batch, folder, seeds):
    """Seeds that differ, with the first difference; and how many were refused."""
    made = list(cases(folder, seeds))
    lines = "".join("\t".join(map(str, paths)) + "\n" for _, paths in made)
    done = subprocess.run([batch], input=lines, capture_output=True, text=True)
    results, refused, wrong = done.stdout.splitlines(), 0, []
    if len(results) != len(made):
        return [f"# the program stopped at seed {made[len(results)][0]}: {done.stderr[-2000:]}"], 0
    for (seed, paths), line in zip(made, results):
        ours = json.loads(line)
        if "error" in ours:
            refused += 1
            continue
        for gate in ours["gates"]:
            gate.pop("reason")
        theirs = reference.Assessment(reference.Framework(reference.load(paths[0])), [reference.load(p) for p in paths[1:]]).json()
        if json.dumps(ours) != json.dumps(theirs):
            wrong.append(f"# heavy.py, seed {seed}: {generate.first_difference(theirs, ours)}")
    return wrong, refused


def main():
    count, seed = (int(sys.argv[i]) if len(sys.argv) > i else d for i, d in ((2, 200), (3, 1)))
    rounds, failed = max(1, count // 100), False
    print(f"1..{rounds}")
    for number in range(rounds):
        with tempfile.TemporaryDirectory(prefix="khung-heavy-") as folder:
            first = seed + number * 100
            wrong, refused = compare(sys.argv[1], Path(folder), range(first, first + min(count, 100)))
        if refused > min(count, 100) // 4:
            wrong.append(f"# {refused} of {min(count, 100)} frameworks were refused")
        failed |= bool(wrong)
        print("\n".join([*wrong, f"{'not ok' if wrong else 'ok'} {number + 1} - long numbers from seed {first}"]), flush=True)
    sys.exit(1 if failed else 0)


main()
