#!/usr/bin/python3
"""yaml_cases.py: the frameworks, answers and translations of the project and some hard pieces of YAML with what PyYAML makes of them, as JSON:
[{path, value}] or [{path, text, value}]; value null where the text is to be refused."""
import json
import sys
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent))
import reference  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
TEXTS = ["a: |\n  x\n   y\n\n  z\nb: 1\n", "a: >\n  x\n  y\n\n  z\n\n\n  w\nb: q\n", "a: >-\n  x\n\n   more\n  y\n", "a: |+\n  x\n\nb: y\n", "a: |2\n   x\n  y\n",
         "a: >+\n\n  x\n\n", "a: 'it''s'\nb: \"q\\n\\t\\u00e9 \\x41\"\n", "a: \"x\n  y\n\n  z\"\nb: 'x\n  y'\n", "a: \"x \\\n   y\"\n", "a: x\n  y\n\n  z # c\nb: {c: [d, e f, 'g, h'], i: {j: k}}\n",
         "a:\n- b\n- c: d\n  e: f\n-\n  - g\n  - h\n", "a:\n  - - x\n    - y\n  - {z: w}\n", "# c\n\n---\na: b # d\n...\n", "a: b:c\nd: e#f\ng: 'x' # y\n", "a: {b: , c: d}\ne:\nf: ''\n",
         "\"a b\" : c\n'd': e\n", "a: [\n  b,\n  c, # d\n]\ne: {\n  f: g\n  }\n", "a: - b\n", "a: http://x.y/z\n", "a: b\r\nc: |\r\n  d\r\n  e\r\n", "a: ? b\n", "\ufeffa: b\n",
         "a: -1\nb: - \n", "a: |\n\n\n  x\n", "a: >\n  x\n    y\n  z\n", "a: 1\na: 2\n", "a: &x b\n", "a: *x\n", "a: !!str b\n", "a: 'x\n", "a: [b\n", "a: b\n  c: d\n", "a: b\n c\nd: e\n", "<<: {a: b}\n",
         "a: \"\\q\"\n", "a: @b\n", "a: `b\n", "a:\n  b: c\n d: e\n", "a: {b: c}}\n"]


class Strict(yaml.BaseLoader):
    """Keys once, no anchors, aliases or tags, as the engine has it."""

    def compose_node(self, parent, index):
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise yaml.YAMLError("not in this subset")
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        keys = [k.value for k, _ in node.value]
        if len(set(keys)) != len(keys):
            raise yaml.YAMLError("twice")
        return super().construct_mapping(node, deep)


def value_of(text):
    try:
        loaded = yaml.load(text, Strict)
        assert isinstance(loaded, dict)
        return json.loads(json.dumps(loaded))
    except (yaml.YAMLError, AssertionError, TypeError):
        return None


def main():
    files = [p for pattern in ("frameworks/*.yaml", "examples/**/*.yaml", "tests/score/*/*.yaml") for p in sorted(ROOT.glob(pattern))]
    cases = [{"path": str(p), "value": reference.load(p)} for p in files]
    for number, text in enumerate(TEXTS):
        value = value_of(text)
        clean = json.loads(json.dumps(value), object_hook=lambda m: m) if value is not None else None
        cases.append({"path": f"text {number} {text!r}", "text": text, "value": trim(clean)})
    print(json.dumps(cases, ensure_ascii=False))


def trim(value):
    if isinstance(value, dict):
        return {k: trim(v) for k, v in value.items()}
    if isinstance(value, list):
        return [trim(v) for v in value]
    return value.strip(" \t\n\r\f\v") if isinstance(value, str) else value


main()
