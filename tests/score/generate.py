#!/usr/bin/python3
"""generate.py [COUNT [SEED]]: random frameworks and answers, scored by the program ($KHUNG) and by reference.py; prints TAP, one line
for each hundred. A framework that differs is printed whole. Both get the same files; what khung refuses is not counted, but it
must not refuse more than one in ten."""
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import reference  # noqa: E402

LEAVES = ("pooled", "percent_of_max", "percent_met")
COMBINE = ("mean", "sum", "min", "max", "median", "reached", *LEAVES)


class Maker:
    """One random framework with answers; every choice comes from one seeded source."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lower = self.r.random() < 0.2
        self.numbers = 0
        self.criteria, self.domains = [], []

    def chance(self, p):
        return self.r.random() < p

    def pick(self, *values):
        return self.r.choice(values)

    def name(self, letter):
        self.numbers += 1
        return f"{letter}{self.numbers}"

    def decimal(self, low, high, places=None):
        places = self.pick(0, 0, 1, 2, 6) if places is None else places
        text = f"{self.r.randint(int(low * 10 ** places), int(high * 10 ** places)):0{places + 1}d}"
        return text[:-places] + "." + text[-places:] if places else text

    # ---- framework ----

    def scale(self, number):
        points = sorted({float(self.decimal(0, 9)) for _ in range(self.r.randint(3, 6))} | {0.0, 10.0})
        levels = [{"id": f"l{i}", "points": f"{p:.6f}".rstrip("0").rstrip("."), "title": "L"} for i, p in enumerate(points)]
        return {"id": f"s{number}", "better": "lower" if self.lower else "higher", "levels": levels}

    def framework(self):
        self.scales = [self.scale(i) for i in range(self.r.randint(1, 2))]
        self.facts = [{"id": "flag", "ask": "F", "type": "flag"}, {"id": "number", "ask": "N", "type": "decimal"},
                      {"id": "choice", "ask": "C", "type": "choice", "options": [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}]}]
        fw = {"kind": "framework", "format": "1", "id": "random", "version": "1.0.0", "language": "en", "title": "R",
              "profile": self.facts, "scales": self.scales, "scoring": self.scoring()}
        rule = fw["scoring"].get("combine", "mean")
        top = fw["scoring"]["total"].get("combine", rule)
        fw["domains"] = [self.domain(1, top in LEAVES, rule) for _ in range(self.r.randint(1, 4))]
        if self.chance(0.5):
            fw["scoring"]["total"]["caps"] = self.caps()
        if self.chance(0.6):
            fw["views"] = [self.view() for _ in range(self.r.randint(1, 2))]
        self.gates = []
        for _ in range(self.r.randint(0, 5)):
            self.gates.append({"id": self.name("g"), "title": "G", "require": self.condition(2)})
        fw["gates"] = self.gates
        fw["grades"] = [{"id": self.name("r"), "title": "R", "require": self.condition(2)} for _ in range(self.r.randint(0, 3))]
        if self.chance(0.5):
            steps = sorted({float(self.decimal(0, 99, 2)) for _ in range(3)} | {0.0})
            fw["bands"] = {"by": "percent", "compare": self.pick("exact", "shown"), "domains": self.pick("true", "false"),
                           "steps": [{"id": f"b{i}", "from": f"{s:.2f}", "title": "B"} for i, s in enumerate(steps)]}
        return {k: v for k, v in fw.items() if v != []}

    def rule(self, p=0.5):
        rule = {}
        if self.chance(p):
            rule["combine"] = self.pick(*COMBINE)
        if self.chance(p / 2):
            rule["of"] = self.pick("score", "percent")
        if self.chance(p / 2):
            rule["share"] = self.decimal(1, 100)
        return rule

    def scoring(self):
        scoring = {**self.rule(), "total": self.rule(), "digits": str(self.r.randint(0, 4))}
        for key, values in (("not_applicable", ("exclude", "worst", "target")), ("unanswered", ("block", "worst", "exclude")),
                            ("unverified", ("block", "self", "worst")), ("respondents", ("median", "mean", "worst")),
                            ("target", [l["id"] for l in self.scales[0]["levels"]])):
            if self.chance(0.5):
                scoring[key] = self.pick(*values)
        return scoring

    def domain(self, depth, under_leaves, default):
        d = {"id": self.name("d"), "title": "D", **self.rule(0.3)}
        self.domains.append(d["id"])
        if self.chance(0.4):
            d["weight"] = self.pick("0", self.decimal(1, 5))
        for key, values in (("not_applicable", ("exclude", "worst", "target")), ("unanswered", ("block", "worst", "exclude"))):
            if self.chance(0.2):
                d[key] = self.pick(*values)
        if self.chance(0.15):
            d["applies_when"] = self.about_facts(1)
        leaves = under_leaves or d.get("combine", default) in LEAVES
        if depth < 3 and self.chance(0.3):
            d["domains"] = [self.domain(depth + 1, leaves, default) for _ in range(self.r.randint(1, 3))]
        else:
            d["criteria"] = [self.criterion() for _ in range(self.r.randint(1, 5))]
        if not under_leaves and self.chance(0.2):
            d["caps"] = self.caps()
        return d

    def caps(self):
        bound = "at_least" if self.lower else "at_most"
        return [{"when": self.about_criteria(1), bound: self.decimal(0, 12)} for _ in range(self.r.randint(1, 2))]

    def criterion(self):
        c = {"id": self.name("c"), "title": "C", "need": self.pick("must", "should", "may")}
        self.criteria.append(c)
        if self.chance(0.4):
            c["weight"] = self.pick("0", self.decimal(1, 5))
        if self.chance(0.15):
            c["applies_when"] = self.about_facts(1)
        if self.chance(0.1):
            c["stage"] = self.pick("active", "future", "retired")
        if self.chance(0.3):
            item = {"id": "e", "title": "E", "required": self.pick("true", "true", "false")}
            if self.chance(0.5):
                item["max_age_months"] = str(self.r.randint(1, 30))
            c["evidence"] = [item]
        c["method"] = method = self.pick("scale", "scale", "quantity") if self.lower else self.pick("scale", "scale", "ladder", "checklist", "quantity")
        if method != "checklist":
            c["scale"] = self.pick(*self.scales)["id"]
        {"scale": self.scale_levels, "ladder": self.ladder, "checklist": self.checklist, "quantity": self.quantity}[method](c)
        return c

    def levels(self, c):
        return next(s for s in self.scales if s["id"] == c["scale"])["levels"]

    def scale_levels(self, c):
        ids = [l["id"] for l in self.levels(c)]
        if self.chance(0.3):
            ids = sorted(self.r.sample(ids, self.r.randint(2, len(ids))))
            c["levels"] = {i: "T" for i in ids}
        if self.chance(0.3):
            c["target"] = self.pick(*ids)
        return ids

    def ladder(self, c):
        ids = self.scale_levels(c)
        c["checks"] = [{"id": f"k{i}{n}", "level": level, "ask": "K"} for i, level in enumerate(ids[1:]) for n in range(self.r.randint(1, 2))]
        self.r.shuffle(c["checks"])

    def checklist(self, c):
        c["checks"] = [{"id": f"k{i}", "points": self.decimal(1, 3), "ask": "K"} for i in range(self.r.randint(2, 4))]

    def quantity(self, c):
        ids = [l["id"] for l in self.levels(c)]
        chosen = self.r.sample(ids, self.r.randint(2, min(4, len(ids))))
        froms = sorted(self.r.sample(range(-5, 20), len(chosen) - 1))
        c["ranges"] = [{"level": chosen[0]}] + [{"from": str(f), "level": i} for f, i in zip(froms, chosen[1:])]

    def view(self):
        ids = [c["id"] for c in self.criteria]
        groups = [{"id": self.name("p"), "title": "P", "criteria": self.r.sample(ids, self.r.randint(1, len(ids)))} for _ in range(2)]
        return {"id": self.name("v"), "title": "V", **self.rule(), "groups": groups}

    # ---- conditions ----

    def composed(self, depth, leaf):
        if depth and self.chance(0.4):
            return {self.pick("all_of", "any_of", "none_of"): [self.composed(depth - 1, leaf) for _ in range(self.r.randint(1, 3))]}
        return leaf()

    def about_facts(self, depth):
        def leaf():
            return self.pick({"profile": "flag", "is": "true"}, {"profile": "choice", "is": "x"}, {"profile": "number", "at_least": "3"},
                             {"profile": "number", "below": "5.5"}, {"profile": "number", "is": "4.0"})
        return self.composed(depth, leaf)

    def one_criterion(self):
        c = self.pick(*self.criteria)
        bound = self.pick("at_least", "below")
        level = str(self.r.randint(0, 4)) if c["method"] == "checklist" else self.pick(*self.levels(c))["id"]
        return {"criterion": c["id"], bound: level}

    def about_criteria(self, depth):
        return self.composed(depth, lambda: self.one_criterion() if self.criteria and self.chance(0.8) else self.about_facts(0))

    def bounds(self):
        keys = self.r.sample(("at_least", "below", "at_least_percent", "below_percent"), self.pick(1, 1, 2))
        return {k: self.decimal(0, 100 if "percent" in k else 12) for k in keys}

    def selector(self):
        s = {}
        if self.chance(0.6):
            s["need"] = self.pick(self.pick(*self.criteria)["need"])
        return s

    def predicate(self):
        kind = self.r.randrange(11)
        if kind == 0:
            return {"domain": self.pick(*self.domains), **self.bounds()}
        if kind == 1:
            return {"total": "true", **self.bounds()}
        if kind == 2:
            return {"each_domain": "true", **self.bounds()}
        if kind == 3:
            return {"criteria": self.selector(), "at_target": "true"}
        if kind == 4:
            return {"evidence": self.selector() if self.chance(0.5) else self.pick(*self.criteria)["id"]}
        if kind == 5:
            return {"answered_percent": self.decimal(0, 100)}
        if kind == 6:
            return {"not_applicable_percent": self.decimal(0, 60)}
        if kind == 7 and self.gates:
            return {"gate": self.pick(*self.gates)["id"]}
        if kind == 8 and all(c["method"] != "checklist" for c in self.criteria):
            selection = {"criteria": self.selector(), "below": "l1"}
            return {**selection, "at_most": str(self.r.randint(0, 3))} if self.chance(0.5) else selection
        return self.about_criteria(0)

    def condition(self, depth):
        return self.composed(depth, self.predicate)

    # ---- answers ----

    def answers(self, track, facts):
        made = {}
        for c in self.criteria:
            if self.chance(0.85):
                made[c["id"]] = self.answer(c)
        return {"kind": "answers", "format": "1", "framework": {"id": "random", "version": "1.0.0"},
                "organisation": {"id": "org-1", "name": "Hội"}, "period": {"from": "2026-01-01", "to": "2026-12-31"}, "track": track,
                "profile": facts, "answers": made}

    def answer(self, c):
        if self.chance(0.12):
            return {"na": "n"}
        if c["method"] in ("ladder", "checklist"):
            said = {"checks": {k["id"]: self.pick("true", "true", "false") for k in c["checks"] if self.chance(0.93)}}
        elif c["method"] == "quantity":
            said = {"quantity": self.decimal(0, 25)}
        else:
            said = {"level": self.pick(*c.get("levels", [l["id"] for l in self.levels(c)]))}
        if self.chance(0.05):
            said["carried"] = "true"
        if "evidence" in c and self.chance(0.7):
            said["evidence"] = [{"item": "e", "file": "f.pdf", "dated": self.pick("2024-12-31", "2025-06-30", "2026-05-31", "2026-11-30")}]
        return said

    def tracks(self):
        facts = {k: v for k, v in (("flag", self.pick("true", "false")), ("number", self.decimal(0, 8)), ("choice", self.pick("x", "y")))
                 if self.chance(0.85)}
        names = self.pick(["self"], ["self"], ["self", "reviewer"], ["self", "consensus", "reviewer"], ["respondent"] * 3,
                          ["respondent"] * 4 + ["reviewer"], ["reviewer"])
        return [self.answers(t, facts) for t in names]


def score(khung, folder, seed):
    """None when khung refuses the files; else the two results."""
    maker = Maker(seed)
    files = [maker.framework()] + maker.tracks()
    paths = []
    for number, content in enumerate(files):
        paths.append(folder / f"{number}.yaml")
        paths[-1].write_text(json.dumps(content, ensure_ascii=False, indent=1))
    done = subprocess.run([khung, "score", *map(str, paths), "--json"], capture_output=True, text=True)
    if done.returncode == 65:
        return None
    assessment = reference.Assessment(reference.Framework(reference.load(paths[0])), [reference.load(p) for p in paths[1:]])
    try:
        mine = json.loads(done.stdout)
    except ValueError:
        return assessment.json(), f"exit {done.returncode}: {done.stderr}"
    for gate in mine["gates"]:
        gate.pop("reason", None)
    return assessment.json(), mine


def first_difference(a, b, path=""):
    if isinstance(a, dict) and isinstance(b, dict):
        return next((d for k in {**a, **b} for d in [first_difference(a.get(k), b.get(k), f"{path}.{k}")] if d), None)
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return next((d for i in range(len(a)) for d in [first_difference(a[i], b[i], f"{path}[{i}]")] if d), None)
    return None if a == b else f"{path}: reference {json.dumps(a)}, khung {json.dumps(b)}"


def main():
    count, seed = (int(sys.argv[i]) if len(sys.argv) > i else d for i, d in ((1, 1000), (2, 1)))
    khung, refused, wrong = os.environ["KHUNG"], 0, 0
    print(f"1..{count // 100}")
    with tempfile.TemporaryDirectory() as name:
        for batch in range(count // 100):
            bad = []
            for number in range(seed + 100 * batch, seed + 100 * batch + 100):
                both = score(khung, Path(name), number)
                if both is None:
                    refused += 1
                elif json.dumps(both[0]) != json.dumps(both[1]):
                    bad.append(f"# generate.py, seed {number}: {first_difference(*both)}")
            wrong += bool(bad)
            print(f"{'not ok' if bad else 'ok'} {batch + 1} - random frameworks from seed {seed + 100 * batch}", *bad, sep="\n")
    print(f"# {count} frameworks, {refused} refused")
    sys.exit(1 if wrong or refused * 10 > count else 0)


if __name__ == "__main__":
    main()
