#!/usr/bin/python3
"""Lays out the certificates of tests/certificate/cases.txt: no text over text or off the paper, the sheets that are expected, what must
and must not be said, and nothing but paper where the seal goes. certificates.py FOLDER. TAP."""
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT, BUILD, OUT = Path(os.environ["ROOT"]), Path(os.environ["BUILD"]), Path(sys.argv[1])
HERE, EXAMPLE = ROOT / "tests/certificate", ROOT / "examples/hoi-song-xanh"
FRAMEWORK, LONG = ROOT / "frameworks/vn-ngo-capacity.yaml", ("Trung tâm Nghiên cứu, Đào tạo và Hỗ trợ Phát triển Cộng đồng Bền vững vùng Ven biển và Hải đảo "
                                                            "miền Trung – Tây Nguyên thuộc Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam")
PREVIEW = ["Số: chưa cấp", "CHƯA CẤP", "Mã xác thực", "chưa cấp", "chưa được cấp và không có giá trị chứng nhận"]
ITEM = re.compile(r'\s*(text|shape|image)(?: "([^"]*)")? ([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)')


def prepare():
    (OUT / "own.yaml").write_text(FRAMEWORK.read_text().replace("\ncertificate:\n  reviewed: true", "\ncertificate:\n  reviewed: false"))
    for track in "self", "consensus", "review":
        text = (EXAMPLE / f"{track}.yaml").read_text()
        (OUT / f"long-{track}.yaml").write_text(text.replace("name: Hội Sông Xanh", f'name: "{LONG}"'))


def files(kind):
    if kind == "own":
        return [OUT / "own.yaml", EXAMPLE / "consensus.yaml"]
    folder, prefix = (EXAMPLE, "") if kind == "example" else (OUT, "long-")
    return [FRAMEWORK] + [folder / f"{prefix}{track}.yaml" for track in ("self", "consensus", "review")]


def plain(text):
    return " ".join(text.replace("\u00a0", " ").split())


def in_seal(boxes, state, portrait):
    """What stands in the left third of the signature block, from below place and date to the name's end."""
    right = {(False, False): 786, (False, True): 538, (True, False): 771.89, (True, True): 529.28}[state, portrait]
    page, items, name = "1", [], None
    for line in boxes.splitlines():
        if line.startswith("page "):
            page = line.split()[1]
        match = ITEM.match(line)
        if match:
            x, y, w, h = map(float, match.groups()[2:])
            items.append((page, match.group(2), x, y, x + w, y + h))
            if match.group(2) == "signature" and name is None:
                name = (page, y)
    if not name:
        return ["no signature"]
    left = right - 240
    return [item for item in items if item[0] == name[0] and item[1] not in ("frame", "frame-inner", "band") and
            item[2] < left + 80 and item[4] > left and item[3] < name[1] + 76 and item[5] > name[1] + 0.5]


def run(case):
    name, options, kind, sheets, must, never = (cell.strip() for cell in case.split("|"))
    options = [str(FRAMEWORK.with_suffix(".en.yaml")) if o == "EN" else str(HERE / o) if o.endswith(".yaml") else o.replace("_", " ") for o in options.split()]
    command = [BUILD / "tools/report", "-t", "certificate", *options]
    found = []
    for end in "txt", "boxes":
        done = subprocess.run([*command, "-o", OUT / f"{name}.{end}", *files(kind)], capture_output=True, text=True)
        found += [f"{end}: exit {done.returncode}: {done.stdout}{done.stderr[-300:]}"] if done.returncode else []
    if found:
        return name, found
    text, boxes = plain((OUT / f"{name}.txt").read_text()), (OUT / f"{name}.boxes").read_text()
    wanted = [w for m in must.split(";") for w in (PREVIEW if m.strip() == "PREVIEW" else [m.strip()]) if w]
    found += [f"not said: {w}" for w in wanted if plain(w) not in text]
    found += [f"said: {w.strip()}" for w in never.split(";") if w.strip() and w.strip() in text]
    pages = boxes.count("\npage ") + boxes.startswith("page ")
    found += [f"{pages} sheets for {sheets}"] if pages != int(sheets) else []
    if kind != "own":
        found += [f"where the seal goes: {item}" for item in in_seal(boxes, "state" in options, "portrait" in options)]
    return name, found


def main():
    prepare()
    cases = [line for line in (HERE / "cases.txt").read_text().splitlines() if line and not line.startswith("#")]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, cases))
    for number, (name, found) in enumerate(results, 1):
        print(f"{'not ok' if found else 'ok'} {number} {name}")
        for line in found:
            print("# " + str(line).replace("\n", " ")[:300])
    print(f"1..{len(results)}")


main()
