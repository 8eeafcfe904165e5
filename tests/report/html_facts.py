#!/usr/bin/python3
"""What holds of every HTML document, beside the PDF of the same pages and its boxes. Prints TAP.

    html_facts.py FILE.html FILE.pdf FILE.boxes"""
import base64
import hashlib
import json
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as xml
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

BLOCKS = set("p li td th h1 h2 h3 h4 h5 h6 text div br section figure".split())
VOID = {"meta", "br"}


class Balance(HTMLParser):
    """Tags as a browser's parser meets them: what is opened is closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in VOID and tag != "path":
            self.open.append(tag)
        names = [name for name, _ in attributes]
        self.wrong += [f"<{tag}>: {n} twice" for n in set(names) if names.count(n) > 1]

    def handle_startendtag(self, tag, attributes):
        if tag not in VOID | {"path"}:
            self.wrong.append(f"<{tag}/> is not closed in HTML")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> out of order")


def hidden(e):
    """What no paper has, or has as an artifact."""
    return (e.tag in {"head", "nav", "figcaption", "details", "caption", "title", "desc"} or e.get("aria-hidden") == "true"
            or e.get("class") == "skip")


def text_of(e):
    if hidden(e):
        return " "
    inner = (e.text or "") + "".join(text_of(c) + (c.tail or "") for c in e)
    return f" {inner} " if e.tag in BLOCKS else inner


def words(text):
    return Counter(unicodedata.normalize("NFC", text).split())


def paper_words(pdf, boxes):
    """The words of the PDF less those of its artifacts and of its page of contents, which a screen has from the bookmarks."""
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout
    artifact, found = False, Counter()
    pages = re.split(r"^(?=page )", boxes, flags=re.M)
    contents = {i for i, page in enumerate(pages) if re.search(r"^  TOCI #", page, re.M)}
    for i, line in ((i, line) for i, page in enumerate(pages) for line in page.splitlines()):
        if re.match(r"  \S", line):
            artifact = line.startswith("  artifact") or i in contents
        elif artifact and line.startswith("    text"):
            found += words(json.loads(re.search(r' ("(?:[^"\\]|\\.)*")$', line).group(1)))
    return words(text) - found


def join_cut_words(paper, screen):
    """A word too wide for its line is cut on paper and whole on the screen: taken from both sides."""
    missing, more = paper - screen, screen - paper
    for word in list(more.elements()):
        for at in range(1, len(word)):
            a, b = word[:at], word[at:]
            if missing[a] and missing[b]:
                missing.subtract([a, b])
                more.subtract([word])
                break
    return +missing, +more


def heading_steps(root):
    levels = [int(e.tag[1]) for e in root.iter() if re.fullmatch(r"h[1-6]", e.tag)]
    found = [f"h{a} then h{b}" for a, b in zip(levels, levels[1:]) if b > a + 1]
    if levels[:1] != [1] or levels.count(1) != 1:
        found.append(f"headings begin {levels[:3]}, {levels.count(1)} of h1")
    return found


def outside(root, source):
    found = [f"<{e.tag}>" for e in root.iter() if e.tag in {"script", "link", "img", "iframe", "object", "embed", "form", "base"}]
    for e in root.iter():
        for name, value in e.attrib.items():
            if name.startswith("on") or name in {"style", "src"} or (name == "href" and not value.startswith("#")):
                found.append(f"<{e.tag} {name}={value!r}>")
            if "://" in value:
                found.append(f"<{e.tag} {name}> names an address")
    style = re.search(r"<style>(.*?)</style>", source, re.S).group(1)
    if re.search(r"url\(|@import", style):
        found.append("the style sheet fetches something")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    if f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'" not in source:
        found.append("the policy does not name this style sheet")
    return found


def names(root):
    """Ids are unique, what points somewhere arrives, pictures say what they are, tables have heads."""
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    found = [f"id {i} twice" for i, n in Counter(ids).items() if n > 1]
    for e in root.iter():
        refs = (e.get("aria-labelledby", "") + " " + e.get("aria-describedby", "")).split() + ([e.get("href")[1:]] if e.get("href") else [])
        found += [f"<{e.tag}> leads to {r}, which is not there" for r in refs if r not in ids]
        if e.tag == "svg" and e.get("aria-hidden") != "true" and (e.get("role") != "img" or not (e.findtext("title") or "").strip()):
            found.append("a picture without a name")
        if e.tag == "table" and not any(c.get("scope") for c in e.iter("th")):
            found.append("a table without heads")
        if e.tag in {"th", "summary", "a", "li"} and not "".join(e.itertext()).strip():
            found.append(f"an empty <{e.tag}>")
    return found


def main():
    path, pdf, boxes = sys.argv[1:4]
    source, number, bad = Path(path).read_text(), 0, 0
    balance = Balance()
    balance.feed(source)
    root = xml.fromstring(source.replace("<!DOCTYPE html>", ""))
    paper, screen = paper_words(pdf, Path(boxes).read_text()), words(text_of(root))
    missing, more = join_cut_words(paper, screen)
    facts = {
        "well formed": balance.wrong + balance.open,
        "headings in order": heading_steps(root),
        "nothing from outside, no script": outside(root, source),
        "ids, targets, names": names(root),
        "language": [] if root.get("lang") in {"vi", "en"} else ["none"],
        "the words of the PDF": [f"missing {dict(list(missing.items())[:12])}"] * bool(missing)
        + [f"too many {dict(list(more.items())[:12])}"] * bool(more),
    }
    for name, found in facts.items():
        number += 1
        bad += bool(found)
        print(f"{'not ok' if found else 'ok'} {number} {Path(path).name}: {name}")
        for line in found[:6]:
            print(f"# {line}")
    print(f"1..{number}")
    sys.exit(bool(bad))


main()
