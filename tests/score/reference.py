#!/usr/bin/python3
"""reference.py FRAMEWORK ANSWERS...: the result of scoring.md a second time, slowly, with Python's fractions.

Written from the rules alone and kept plain on purpose: no tables, no sharing with the library. It trusts its input (khung checks
files; this does not) and gives no reasons for gates. reference.py --cases FOLDER checks every case of that folder against its
expected.json."""
import calendar
import datetime
import hashlib
import json
import sys
import unicodedata
from fractions import Fraction
from pathlib import Path

import yaml

VOID_STATES = ("not_applicable", "out_of_scope", "future", "retired")
NA = "not applicable"
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


# ---- files ----

def load(path):
    """YAML with every scalar as text, trimmed and in NFC."""
    def clean(value):
        if isinstance(value, dict):
            return {k: clean(v) for k, v in value.items()}
        if isinstance(value, list):
            return [clean(v) for v in value]
        return unicodedata.normalize("NFC", value.strip(" \t\n\r\f\v"))
    return clean(yaml.load(Path(path).read_text(encoding="utf-8-sig"), LOADER))


def canonical(value):
    if isinstance(value, dict):
        return "{" + ",".join(quoted(k) + ":" + canonical(value[k]) for k in sorted(value, key=lambda k: k.encode())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return quoted(value)


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def digest(framework):
    rest = {k: v for k, v in framework.items() if k != "status"}
    return "sha256:" + hashlib.sha256(canonical(rest).encode()).hexdigest()


def months_before(date, months):
    index = date.year * 12 + date.month - 1 - months
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


# ---- numbers as they are printed ----

def exact(x):
    return None if x is None else str(x)


def shown(x, digits):
    scaled = abs(x) * 10 ** digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = str(whole).rjust(digits + 1, "0")
    if digits:
        text = text[:-digits] + "." + text[-digits:]
    return ("-" if x < 0 and whole else "") + text


class Criterion:
    def __init__(self, raw, domain, fw):
        self.raw, self.id, self.domain = raw, raw["id"], domain
        self.method = raw.get("method", "scale")
        self.weight = Fraction(raw.get("weight", "1"))
        self.stage = raw.get("stage", "active")
        self.need = raw.get("need", "should")
        scoring = fw.raw.get("scoring", {})
        if self.method == "checklist":
            self.points = {}
            self.lo, self.hi = Fraction(0), sum(Fraction(c["points"]) for c in raw["checks"])
            self.can = []
        else:
            scale = fw.scales[raw.get("scale", scoring.get("scale", next(iter(fw.scales))))]
            self.points = {l["id"]: Fraction(l["points"]) for l in scale["levels"]}
            if self.method == "quantity":
                named = {r["level"] for r in raw["ranges"]}
            else:
                named = set(raw.get("levels", self.points))
            self.can = [l for l in self.points if l in named]
            self.lo, self.hi = self.points[self.can[0]], self.points[self.can[-1]]
        self.worst, best = (self.hi, self.lo) if fw.lower else (self.lo, self.hi)
        target = raw.get("target", scoring.get("target") if scoring.get("target") in self.can else None)
        self.target = best if target is None else self.level_points(target)

    def level_points(self, level):
        return Fraction(level) if self.method == "checklist" else self.points[level]

    def value_of(self, answer):
        """What one file says: None, NA, or (number, level)."""
        if answer is None:
            return None
        if isinstance(answer, str):
            return self.points[answer], answer
        if answer.get("carried") == "true":
            return None
        if "na" in answer:
            return NA
        if "level" in answer:
            return self.points[answer["level"]], answer["level"]
        if "quantity" in answer:
            number, level = Fraction(answer["quantity"]), None
            for step in self.raw["ranges"]:
                if "from" not in step or number >= Fraction(step["from"]):
                    level = step["level"]
            return self.points[level], level
        if "checks" in answer:
            return self.ladder(answer["checks"]) if self.method == "ladder" else self.checklist(answer["checks"])
        return None

    def checklist(self, said):
        if any(c["id"] not in said for c in self.raw["checks"]):
            return None
        return sum((Fraction(c["points"]) for c in self.raw["checks"] if said[c["id"]] == "true"), Fraction(0)), None

    def ladder(self, said):
        reached = self.can[0]
        for level in self.can[1:]:
            here = [said.get(c["id"]) for c in self.raw["checks"] if c["level"] == level]
            if "false" in here:
                return self.points[reached], reached
            if None in here:
                return None
            reached = level
        return self.points[reached], reached


class Domain:
    def __init__(self, raw, parent):
        self.raw, self.parent, self.id = raw, parent, raw.get("id")
        self.weight = Fraction(raw.get("weight", "1"))
        self.children, self.below = [], []


class Framework:
    def __init__(self, raw):
        self.raw = raw
        self.scales = {s["id"]: s for s in raw["scales"]}
        self.lower = any(s.get("better") == "lower" for s in raw["scales"])
        self.scoring = raw.get("scoring", {})
        self.domains, self.criteria = [], []
        self.root = Domain(dict(self.scoring.get("total", {})), None)
        for child in raw["domains"]:
            self.root.children.append(self.add(child, self.root))
        self.domain = {d.id: d for d in self.domains}
        self.criterion = {c.id: c for c in self.criteria}

    def add(self, raw, parent):
        domain = Domain(raw, parent)
        self.domains.append(domain)
        for sub in raw.get("domains", []):
            domain.children.append(self.add(sub, domain))
        for item in raw.get("criteria", []):
            criterion = Criterion(item, domain, self)
            self.criteria.append(criterion)
            domain.children.append(criterion)
        return domain

    def rule(self, domain, name, default):
        return domain.raw.get(name, self.scoring.get(name, default))

    def policy(self, criterion, name, default):
        domain = criterion.domain
        while domain.parent is not None:
            if name in domain.raw:
                return domain.raw[name]
            domain = domain.parent
        return self.scoring.get(name, default)

    def all_below(self, domain):
        for child in domain.children:
            yield from ([child] if isinstance(child, Criterion) else self.all_below(child))

    def counted_below(self, domain):
        """Criteria below of weight > 0, no domain of weight 0 between."""
        for child in domain.children:
            if child.weight > 0:
                yield from ([child] if isinstance(child, Criterion) else self.counted_below(child))


class Scored:
    """What became of one criterion, domain or group."""
    x = percent = None
    complete = True
    band = None


def combine(rule, share, xs, weights, lower):
    """An operator over the scores of children; xs is not empty."""
    total = sum(weights)
    if rule in ("mean", "pooled"):
        return sum(w * x for w, x in zip(weights, xs)) / total
    if rule == "sum":
        return sum(w * x for w, x in zip(weights, xs))
    if rule == "min":
        return min(xs)
    if rule == "max":
        return max(xs)
    if rule == "median":
        ordered = sorted(xs)
        half = len(ordered) // 2
        return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    if rule == "reached":
        good = [x for x in xs
                if sum(w for w, y in zip(weights, xs) if (y <= x if lower else y >= x)) * 100 >= share * total]
        return min(good) if lower else max(good)
    raise ValueError(rule)


class Assessment:
    def __init__(self, framework, files):
        self.fw, self.files = framework, files
        tracks = {}
        for f in files:
            tracks.setdefault(f.get("track", "self"), []).append(f)
        self.reviewer = tracks.get("reviewer", [None])[0]
        self.own = (tracks.get("consensus") or tracks.get("self") or [None])[0]
        self.respondents = tracks.get("respondent", [])
        self.head = self.own or files[0]
        self.end = datetime.date.fromisoformat(files[0]["period"]["to"])
        self.facts = {}
        for f in sorted(files, key=lambda f: f is self.reviewer):
            self.facts.update(f.get("profile", {}))
        self.results, self.gates = {}, {}
        for c in framework.criteria:
            self.results[c] = self.judge(c)
        self.score_domain(framework.root)
        self.band_domains()
        self.count()
        self.decide()

    # ---- criteria ----

    def self_value(self, c):
        if self.own is not None:
            return c.value_of(self.own["answers"].get(c.id))
        said = [v for v in (c.value_of(f["answers"].get(c.id)) for f in self.respondents) if v is not None]
        numbers = sorted(v[0] for v in said if v != NA)
        if 2 * (len(said) - len(numbers)) > len(said):
            return NA
        if not numbers:
            return None
        rule = self.fw.scoring.get("respondents", "median")
        if rule == "mean":
            x = sum(numbers, Fraction(0)) / len(numbers)
        elif rule == "worst":
            x = numbers[-1] if self.fw.lower else numbers[0]
        else:
            x = numbers[len(numbers) // 2 if self.fw.lower else (len(numbers) - 1) // 2]
        return x, next((l for l in c.can if c.points[l] == x), None)

    def judge(self, c):
        r = Scored()
        r.self, r.reviewer = self.self_value(c), None
        official, unverified = r.self, False
        if self.reviewer is not None:
            r.reviewer = official = c.value_of(self.reviewer["answers"].get(c.id))
            if official is None and r.self is not None:
                official = r.self
                unverified = self.fw.scoring.get("unverified", "block") != "self"
        r.level, r.blocks = None, False
        r.state = self.state(c, official, unverified)
        self.count_criterion(c, r, official)
        r.percent = None if r.x is None else 100 * (r.x - c.lo) / (c.hi - c.lo)
        return r

    def state(self, c, official, unverified):
        if c.stage != "active":
            return c.stage
        applies, place = [], c
        while place is not None:
            if "applies_when" in place.raw:
                applies.append(self.condition(place.raw["applies_when"]))
            place = place.domain if isinstance(place, Criterion) else place.parent
        if "no" in applies:
            return "out_of_scope"
        if "unknown" in applies:
            return "fact_missing"
        if unverified:
            return "unverified"
        return "unanswered" if official is None else "not_applicable" if official == NA else "answered"

    def count_criterion(self, c, r, official):
        def not_applicable():
            return {"exclude": None, "worst": c.worst, "target": c.target}[self.fw.policy(c, "not_applicable", "exclude")]
        if r.state == "answered":
            r.x, r.level = official
        elif r.state == "not_applicable":
            r.x = not_applicable()
        elif r.state == "unanswered":
            policy = self.fw.policy(c, "unanswered", "block")
            r.x, r.blocks = c.worst if policy == "worst" else None, policy == "block"
        elif r.state == "unverified":
            worst = self.fw.scoring.get("unverified") == "worst"
            r.x = not_applicable() if official == NA else c.worst if worst else official[0]
            r.blocks = not worst
        elif r.state == "fact_missing":
            r.blocks = True

    # ---- domains ----

    def terms(self, rule, of, parts):
        """(x, lo, hi, weight) of what is combined."""
        for part in parts:
            r = self.results[part]
            lo, hi = (part.lo, part.hi) if isinstance(part, Criterion) else (r.lo, r.hi)
            if r.x is None or part.weight == 0:
                continue
            if of == "percent" and rule not in ("percent_of_max", "percent_met"):
                yield r.percent, Fraction(0), Fraction(100), part
            else:
                yield r.x, lo, hi, part

    def operate(self, r, rule, of, share, parts):
        terms = list(self.terms(rule, of, parts))
        r.x = r.lo = r.hi = None
        if not terms:
            return
        xs, los, his, parts = zip(*terms)
        weights = [p.weight for p in parts]
        if rule == "percent_of_max":
            top = sum(w * h for w, h in zip(weights, his))
            r.x, r.lo = (100 * sum(w * v for w, v in zip(weights, vs)) / top for vs in (xs, los))
            r.hi = Fraction(100)
        elif rule == "percent_met":
            met = [w for w, x, p in zip(weights, xs, parts) if (x <= p.target if self.fw.lower else x >= p.target)]
            r.x, r.lo, r.hi = Fraction(100) * sum(met) / sum(weights), Fraction(0), Fraction(100)
        else:
            r.x, r.lo, r.hi = (combine(rule, share, vs, weights, self.fw.lower) for vs in (xs, los, his))

    def score_domain(self, d):
        for child in d.children:
            if isinstance(child, Domain):
                self.score_domain(child)
        r = self.results[d] = Scored()
        rule, of = self.fw.rule(d, "combine", "mean"), self.fw.rule(d, "of", "score")
        leaves = rule in ("pooled", "percent_of_max", "percent_met")
        parts = list(self.fw.counted_below(d)) if leaves else d.children
        self.operate(r, rule, of, Fraction(self.fw.rule(d, "share", "100")), parts)
        r.undecided = self.apply_caps(d, r)
        r.complete = not (r.undecided or any(self.results[c].blocks for c in self.fw.counted_below(d)) or self.undecided_below(d))
        r.percent = None if r.x is None or r.hi == r.lo else 100 * (r.x - r.lo) / (r.hi - r.lo)
        r.scored = sum(self.results[c].x is not None for c in self.fw.all_below(d))

    def apply_caps(self, d, r):
        undecided = False
        for cap in d.raw.get("caps", []):
            if r.x is None:
                break
            if "at_most" in cap:
                bounded = max(r.lo, min(r.x, Fraction(cap["at_most"])))
            else:
                bounded = min(r.hi, max(r.x, Fraction(cap["at_least"])))
            value = self.condition(cap["when"])
            if value == "yes":
                r.x = bounded
            undecided |= value == "unknown" and bounded != r.x
        return undecided

    def undecided_below(self, d):
        return any(self.results[c].undecided or self.undecided_below(c)
                   for c in d.children if isinstance(c, Domain) and c.weight > 0)

    def band_domains(self):
        bands = self.fw.raw.get("bands")
        if not bands:
            return
        by = bands.get("by", "percent")
        also = bands.get("domains", "true" if by == "percent" else "false") == "true"
        for d in [self.fw.root] + (self.fw.root.children if also else []):
            r = self.results[d]
            value = r.percent if by == "percent" else r.x
            if r.complete and r.x is not None and value is not None:
                if bands.get("compare") == "shown":
                    value = Fraction(shown(value, self.digits()))
                for step in bands["steps"]:
                    if Fraction(step["from"]) <= value:
                        r.band = step["id"]

    def digits(self):
        return int(self.fw.scoring.get("digits", "2"))

    # ---- decisions ----

    def count(self):
        states = [self.results[c].state for c in self.fw.criteria]
        self.answered = sum(s in ("answered", "unverified") for s in states)
        self.unanswered = sum(s in ("unanswered", "fact_missing") for s in states)
        self.na, self.out = states.count("not_applicable"), states.count("out_of_scope")
        self.applicable = self.answered + self.unanswered
        self.coverage = Fraction(100 * self.answered, self.applicable) if self.applicable else None

    def decide(self):
        for gate in self.fw.raw.get("gates", []):
            self.gates[gate["id"]] = self.condition(gate["require"])
        self.grade = None
        root = self.results[self.fw.root]
        if root.complete and root.x is not None:
            for grade in self.fw.raw.get("grades", []):
                if self.condition(grade["require"]) == "yes":
                    self.grade = grade["id"]
                    break

    def condition(self, c):
        if "all_of" in c:
            return self.all_of(map(self.condition, c["all_of"]))
        if "any_of" in c or "none_of" in c:
            values = [v for v in map(self.condition, c.get("any_of") or c["none_of"]) if v != "void"]
            found = "void" if not values else "yes" if "yes" in values else "unknown" if "unknown" in values else "no"
            return found if "any_of" in c else {"yes": "no", "no": "yes"}.get(found, found)
        if "gate" in c:
            value = self.gates[c["gate"]]
            return "yes" if value == "void" else value
        if "profile" in c:
            return self.about_fact(c)
        if "answered_percent" in c:
            return "void" if self.coverage is None else yes(self.coverage >= Fraction(c["answered_percent"]))
        if "not_applicable_percent" in c:
            whole = self.applicable + self.na
            return yes(100 * self.na <= Fraction(c["not_applicable_percent"]) * whole) if whole else "void"
        if "criterion" in c:
            return self.about_criterion(self.fw.criterion[c["criterion"]], c)
        if "criteria" in c:
            return self.about_criteria(c)
        if "evidence" in c:
            chosen = self.selected(c["evidence"]) if isinstance(c["evidence"], dict) else [self.fw.criterion[c["evidence"]]]
            return self.all_of(map(self.about_evidence, chosen))
        if "total" in c:
            return self.about_domain(self.fw.root, c)
        if "each_domain" in c:
            return self.all_of(self.about_domain(d, c) for d in self.fw.root.children if d.weight > 0)
        return self.about_domain(self.fw.domain[c["domain"]], c)

    def all_of(self, values):
        values = [v for v in values if v != "void"]
        return "void" if not values else "no" if "no" in values else "unknown" if "unknown" in values else "yes"

    def about_fact(self, c):
        fact = next(f for f in self.fw.raw["profile"] if f["id"] == c["profile"])
        if fact["id"] not in self.facts:
            return "unknown"
        value, good = self.facts[fact["id"]], True
        if fact["type"] == "decimal":
            value = Fraction(value)
            good = "is" not in c or value == Fraction(c["is"])
            good = good and ("at_least" not in c or value >= Fraction(c["at_least"]))
            return yes(good and ("below" not in c or value < Fraction(c["below"])))
        return yes(value == c["is"])

    def known(self, c):
        """None when the criterion has a score one may compare, else the condition's value."""
        r = self.results[c]
        if r.state == "unverified" and r.blocks:
            return "unknown"
        return None if r.x is not None else "void" if r.state in VOID_STATES else "unknown"

    def about_criterion(self, c, says):
        value = self.known(c)
        if value is not None:
            return value
        x = self.results[c].x
        good = "at_least" not in says or x >= c.level_points(says["at_least"])
        good = good and ("below" not in says or x < c.level_points(says["below"]))
        if says.get("at_target") == "true":
            good = good and (x <= c.target if self.fw.lower else x >= c.target)
        return yes(good)

    def selected(self, selector):
        inside = set(self.fw.all_below(self.fw.domain[selector["domain"]])) if "domain" in selector else set(self.fw.criteria)
        return [c for c in self.fw.criteria if c in inside and selector.get("need", c.need) == c.need]

    def about_criteria(self, says):
        values = [self.about_criterion(c, says) for c in self.selected(says["criteria"])]
        if "at_most" not in says:
            return self.all_of(values)
        values = [v for v in values if v != "void"]
        most, sure = int(says["at_most"]), values.count("yes")
        if not values:
            return "void"
        return "no" if sure > most else "unknown" if sure + values.count("unknown") > most else "yes"

    def about_evidence(self, c):
        r = self.results[c]
        if r.state in VOID_STATES:
            return "void"
        value = self.known(c)
        if value is not None:
            return value
        return yes(all(self.present(c, item) for item in c.raw.get("evidence", []) if self.due(c, r.x, item)))

    def due(self, c, x, item):
        if item.get("required", "true") != "true":
            return False
        level = item.get("from_level")
        return level is None or (x <= c.level_points(level) if self.fw.lower else x >= c.level_points(level))

    def present(self, c, item):
        for f in self.files:
            answer = f["answers"].get(c.id)
            for proof in answer.get("evidence", []) if isinstance(answer, dict) else []:
                if proof["item"] != item["id"]:
                    continue
                if "max_age_months" not in item:
                    return True
                oldest = months_before(self.end, int(item["max_age_months"]))
                if "dated" in proof and datetime.date.fromisoformat(proof["dated"]) >= oldest:
                    return True
        return False

    def about_domain(self, d, says):
        r = self.results[d]
        if not r.complete:
            return "unknown"
        if r.x is None:
            silent = all(self.results[c].x is None and self.results[c].state in VOID_STATES for c in self.fw.counted_below(d))
            return "void" if silent else "unknown"
        good = "at_least" not in says or r.x >= Fraction(says["at_least"])
        good = good and ("below" not in says or r.x < Fraction(says["below"]))
        good = good and ("at_least_percent" not in says or r.percent >= Fraction(says["at_least_percent"]))
        return yes(good and ("below_percent" not in says or r.percent < Fraction(says["below_percent"])))

    # ---- the result ----

    def number(self, x):
        return None if x is None else {"exact": str(x), "shown": shown(x, self.digits())}

    def whole(self, r):
        return {"score": self.number(r.x), "lo": exact(r.lo), "hi": exact(r.hi), "percent": self.number(r.percent), "band": r.band}

    def domain_json(self, d):
        r = self.results[d]
        return {"id": d.id, "parent": d.parent.id, "complete": r.complete, **self.whole(r), "scored": r.scored}

    def criterion_json(self, c):
        r = self.results[c]
        mine, theirs = (None if v in (None, NA) else v[0] for v in (r.self, r.reviewer))
        gap = None if mine is None or theirs is None else mine - theirs
        return {"id": c.id, "domain": c.domain.id, "state": r.state, "level": r.level, "score": self.number(r.x), "lo": exact(c.lo),
                "hi": exact(c.hi), "self": exact(mine), "reviewer": exact(theirs), "gap": exact(gap)}

    def view_json(self, view):
        groups = []
        for group in view["groups"]:
            parts, r = [self.fw.criterion[i] for i in group["criteria"]], Scored()
            self.operate(r, view.get("combine", "mean"), view.get("of", "score"), Fraction(view.get("share", "100")), parts)
            r.percent = None if r.x is None or r.hi == r.lo else 100 * (r.x - r.lo) / (r.hi - r.lo)
            complete = not any(self.results[c].blocks for c in parts if c.weight > 0)
            groups.append({"id": group["id"], "complete": complete, "score": self.number(r.x), "percent": self.number(r.percent)})
        return {"id": view["id"], "groups": groups}

    def json(self):
        fw, root = self.fw, self.results[self.fw.root]
        return {
            "kind": "result", "format": 1, "rules": 1,
            "framework": {"id": fw.raw["id"], "version": fw.raw["version"], "digest": digest(fw.raw)},
            "organisation": {k: self.head["organisation"][k] for k in ("id", "name")},
            "period": {k: self.head["period"][k] for k in ("from", "to")},
            "complete": root.complete, "total": self.whole(root),
            "coverage": {"applicable": self.applicable, "answered": self.answered, "not_applicable": self.na, "out_of_scope": self.out,
                         "unanswered": self.unanswered, "percent": self.number(self.coverage)},
            "domains": [self.domain_json(d) for d in fw.domains], "criteria": [self.criterion_json(c) for c in fw.criteria],
            "views": [self.view_json(v) for v in fw.raw.get("views", [])],
            "gates": [{"id": i, "value": v, "passed": v in ("yes", "void")} for i, v in self.gates.items()],
            "grade": self.grade}


def yes(good):
    return "yes" if good else "no"


def score(framework, answers):
    return Assessment(Framework(load(framework)), [load(a) for a in answers]).json()


def check_cases(folder):
    """Prints TAP: does every case's expected.json say what this reference says?"""
    cases = sorted(p.parent for p in Path(folder).glob("*/expected.json"))
    print(f"1..{len(cases)}")
    wrong = 0
    for number, case in enumerate(cases, 1):
        expected = json.loads((case / "expected.json").read_text())
        for gate in expected["gates"]:
            gate.pop("reason", None)
        good = json.dumps(score(case / "framework.yaml", sorted(case.glob("answers*.yaml")))) == json.dumps(expected)
        wrong += not good
        print(f"{'ok' if good else 'not ok'} {number} - {case.name}")
    return 1 if wrong or not cases else 0


def main():
    if sys.argv[1] == "--cases":
        sys.exit(check_cases(sys.argv[2]))
    print(json.dumps(score(sys.argv[1], sys.argv[2:]), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
