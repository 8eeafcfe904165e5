#!/usr/bin/python3
"""Every field, every value of a closed list and every predicate of frameworks and answers stands in at least one case of
tests/score. What there is comes from the JSON Schemas, which are made from the loader's tables; predicates are listed below."""
import json
import os
import sys
from pathlib import Path

import yaml

ROOT = Path(os.environ["ROOT"])
BOUNDS = ("at_least", "below", "at_least_percent", "below_percent")
PREDICATES = {
    "criterion": ("at_least", "below"), "domain": BOUNDS, "total": BOUNDS, "each_domain": BOUNDS,
    "criteria": ("at_least", "below", "at_most", "at_target"), "profile": ("is", "at_least", "below"),
    "evidence": (None,), "answered_percent": (None,), "not_applicable_percent": (None,), "gate": (None,),
    "all_of": (None,), "any_of": (None,), "none_of": (None,),
}


class Schema:
    """Walks a schema and instances side by side; what it meets is named by the place in the schema."""

    def __init__(self, path):
        self.whole = json.loads(path.read_text())
        self.all, self.met = set(), set()
        self.collect(self.whole, "#", set())

    def follow(self, node, place):
        while isinstance(node, dict) and "$ref" in node:
            place = node["$ref"]
            node = self.whole
            for key in place.lstrip("#/").split("/"):
                node = node[key] if key else node
        return node, place

    def parts(self, node, place):
        """Schemas that speak of the same value; an `if` only says what excludes what."""
        if "if" in node:
            return
        for word in ("allOf", "anyOf", "oneOf"):
            for number, part in enumerate(node.get(word, [])):
                yield word, part, f"{place}/{word}/{number}"

    def collect(self, node, place, seen):
        node, place = self.follow(node, place)
        if not isinstance(node, dict) or place in seen:
            return
        seen.add(place)
        self.all |= {(place, value) for value in node.get("enum", []) if isinstance(value, str)}
        for key, value in node.get("properties", {}).items():
            self.all.add((place, key))
            self.collect(value, f"{place}/{key}", seen)
        for word in ("items", "additionalProperties"):
            self.collect(node.get(word), f"{place}/{word}", seen)
        for _, part, there in self.parts(node, place):
            self.collect(part, there, seen)

    def fits(self, node, value):
        """Could the value be meant for this alternative: by its kind and, for a mapping, its keys."""
        node, _ = self.follow(node, "#")
        kinds = node.get("type", [])
        kinds = {kinds} if isinstance(kinds, str) else set(kinds)
        if isinstance(value, dict):
            known = set(node.get("properties", {}))
            closed = node.get("additionalProperties") is False
            return kinds <= {"object"} and set(node.get("required", [])) <= set(value) and (not closed or set(value) <= known)
        if isinstance(value, list):
            return kinds <= {"array"}
        return not kinds & {"object", "array"} and value in node.get("enum", [value])

    def visit(self, node, place, value):
        node, place = self.follow(node, place)
        if not isinstance(node, dict):
            return
        if isinstance(value, str):
            self.met |= {(place, word) for word in node.get("enum", []) if word == value}
        if isinstance(value, dict):
            known = node.get("properties", {})
            for key, inner in value.items():
                if key in known:
                    self.met.add((place, key))
                    self.visit(known[key], f"{place}/{key}", inner)
                else:
                    self.visit(node.get("additionalProperties"), f"{place}/additionalProperties", inner)
        if isinstance(value, list):
            for inner in value:
                self.visit(node.get("items"), f"{place}/items", inner)
        for word, part, there in self.parts(node, place):
            if word == "allOf" or self.fits(part, value):
                self.visit(part, there, value)


def predicates(value, met):
    """The pairs of subject and comparison anywhere in a file."""
    if isinstance(value, dict):
        for subject, bounds in PREDICATES.items():
            if subject in value:
                met.update((subject, bound) for bound in bounds if bound is None or bound in value)
        if "evidence" in value and isinstance(value["evidence"], str):
            met.add(("evidence", "of a criterion"))
        for inner in value.values():
            predicates(inner, met)
    elif isinstance(value, list):
        for inner in value:
            predicates(inner, met)


def conditions(framework):
    """All conditions of a framework, so that `criteria` and `evidence` of other places do not count."""
    def below(value):
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in ("when", "require", "applies_when"):
                    yield inner
                else:
                    yield from below(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from below(inner)
    return list(below(framework))


def main():
    kinds = {kind: Schema(ROOT / "frameworks" / f"{kind}.schema.json") for kind in ("framework", "answers")}
    met = set()
    for path in sorted(ROOT.glob("tests/score/*/*.yaml")):
        value = yaml.load(path.read_text(), yaml.BaseLoader)
        schema = kinds[value["kind"]]
        schema.visit(schema.whole, "#", value)
        if value["kind"] == "framework":
            predicates(conditions(value), met)
    wanted = {(s, b) for s, bounds in PREDICATES.items() for b in bounds} | {("evidence", "of a criterion")}
    missing = [f"{kind}: {place.split('definitions/')[-1]} {name}" for kind, s in kinds.items() for place, name in sorted(s.all - s.met)]
    missing += [f"predicate: {subject} {bound or ''}" for subject, bound in sorted(wanted - met, key=str)]
    if missing:
        print("in no case of tests/score:", *missing, sep="\n")
    if not kinds["framework"].all or not kinds["answers"].all:
        missing.append("a schema without fields")
    sys.exit(1 if missing else 0)


main()
