#!/usr/bin/python3
"""answers.py FOLDER COUNT SEED: random answers to every framework of the cases in tests/score, COUNT sets in all, and to random frameworks of
generate.py, a tenth as many. Each set is FOLDER/NUMBER/{framework,answers-1,…}.yaml; sets of one framework share its file."""
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import generate  # noqa: E402
import reference  # noqa: E402

DATES = ("2023-02-28", "2024-12-31", "2025-06-30", "2026-05-31", "2026-11-30")


class Answerer:
    """Answers at random what a framework asks; most of it, so that totals are complete now and then."""

    def __init__(self, framework, seed):
        self.r, self.fw = random.Random(seed), reference.Framework(framework)
        self.keen = self.r.choice((0.5, 0.9, 1.0))

    def facts(self):
        given = {}
        for fact in self.fw.raw.get("profile", []):
            if self.r.random() < self.keen:
                given[fact["id"]] = {"flag": self.r.choice(("true", "false")), "decimal": self.r.choice(("0", "2.5", "7", "1200.75")),
                                     "choice": self.r.choice([o["id"] for o in fact.get("options", [{"id": ""}])])}[fact["type"]]
        return given

    def one(self, c):
        said = {}
        if c.raw.get("na", "with_reason") != "forbid" and self.r.random() < 0.08:
            said = {"na": "không có việc này"}
        elif c.method in ("ladder", "checklist"):
            said["checks"] = {k["id"]: self.r.choice(("true", "true", "false")) for k in c.raw["checks"] if self.r.random() < self.keen}
        elif c.method == "quantity":
            edges = [r["from"] for r in c.raw["ranges"] if "from" in r]
            said["quantity"] = self.r.choice(edges + ["0", "3.5", "11", "400"])
        else:
            said["level"] = self.r.choice(c.can)
        if "na" not in said and self.r.random() < 0.04:
            said["carried"] = "true"
        listed = [{"item": e["id"], "file": "a.pdf", "dated": self.r.choice(DATES)} for e in c.raw.get("evidence", []) if self.r.random() < 0.7]
        return {**said, "evidence": listed} if listed else said

    def track(self, name, facts):
        made = {c.id: self.one(c) for c in self.fw.criteria if self.r.random() < self.keen}
        raw = self.fw.raw
        return {"kind": "answers", "format": "1", "framework": {"id": raw["id"], "version": raw["version"]},
                "organisation": {"id": "org-1", "name": "Hội"}, "period": {"from": "2026-01-01", "to": self.r.choice(("2026-12-31", "2026-02-28"))},
                "track": name, "profile": facts, "answers": made}

    def tracks(self):
        names = self.r.choice((["self"], ["self"], ["self"], ["consensus", "reviewer"], ["respondent"] * 3, ["self", "reviewer"]))
        made = [self.track(name, facts) for facts in [self.facts()] for name in names]
        for track in made:
            track["period"] = made[0]["period"]
        return made


def put(folder, number, framework, tracks):
    place = folder / f"{number:05}"
    place.mkdir()
    if isinstance(framework, Path):
        (place / "framework.yaml").symlink_to(framework.resolve())
    else:
        (place / "framework.yaml").write_text(json.dumps(framework, ensure_ascii=False))
    for i, track in enumerate(tracks, 1):
        (place / f"answers-{i}.yaml").write_text(json.dumps(track, ensure_ascii=False))


def main():
    folder, count, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    cases = sorted(Path(__file__).resolve().parent.glob("*/framework.yaml"))
    loaded = [reference.load(path) for path in cases]
    for number in range(count):
        at = number % len(cases)
        put(folder, number, cases[at], Answerer(loaded[at], seed + number).tracks())
    for number in range(count, count + count // 10):
        maker = generate.Maker(seed + number)
        put(folder, number, maker.framework(), maker.tracks())


if __name__ == "__main__":
    main()
