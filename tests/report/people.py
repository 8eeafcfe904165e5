#!/usr/bin/python3
"""people.py FOLDER COUNT: frameworks of every shape and the answers of COUNT people to each, for consensus sheets: a folder a framework with
framework.yaml, 1.yaml, 2.yaml … JSON is YAML. Of those that try the limits twelve people are enough."""
import json
import os
import random
import sys
from pathlib import Path

import yaml

ROOT = Path(os.environ.get("ROOT", Path(__file__).resolve().parents[2]))
OUT, COUNT = Path(sys.argv[1]), int(sys.argv[2])
LONG = ("Tổ chức có quy trình bằng văn bản về tiếp nhận, phân loại, xác minh và trả lời mọi phản hồi của người dân, "
        "được rà soát hằng năm cùng đại diện cộng đồng")


def limits():
    names = ["Chưa có gì", "Khởi đầu", "Đang làm dở dang ở một vài nơi", "Ổn định", "Vững", "Dẫn dắt", "Mẫu mực", "Tiên phong trong cả vùng"]
    levels = [{"id": f"l{i}", "points": str(i), "title": n} for i, n in enumerate(names)]
    criteria = [{"id": f"c{i}", "code": f"AB{i}", "title": LONG if i % 3 == 0 else f"Tiêu chí số {i}"} for i in range(30)]
    criteria += [{"id": "lad", "title": "Thang " + LONG, "method": "ladder", "checks": [{"id": f"k{i}", "level": f"l{i % 7 + 1}", "ask": LONG} for i in range(40)]},
                 {"id": "lis", "title": "Bảng kiểm", "method": "checklist", "na": "forbid", "checks": [{"id": f"k{i}", "points": "1", "ask": LONG} for i in range(60)]},
                 {"id": "qua", "title": "Số", "method": "quantity", "unit": "triệu đồng", "ranges": [{"level": "l0"}, {"from": "10", "level": "l7"}]}]
    return {"kind": "framework", "format": "1", "id": "limits", "version": "1.0.0", "language": "vi", "title": "Khung thử", "scales": [{"id": "s", "levels": levels}],
            "profile": [{"id": "f", "ask": LONG, "type": "flag"}, {"id": "g", "ask": "Hai?", "type": "flag"}], "domains": [{"id": "d", "title": "D", "criteria": criteria}]}


def criteria(domains):
    for domain in domains:
        yield from domain.get("criteria", [])
        yield from criteria(domain.get("domains", []))


def answer(rng, c, scales, width):
    if rng.random() < 0.06:
        return None if c.get("na") == "forbid" or rng.random() < 0.5 else {"na": "Không rõ"}
    if c.get("checks"):
        return {"checks": {k["id"]: rng.choice(["true", "true", "false"]) for k in c["checks"]}}
    if c.get("method") == "quantity":
        return {"quantity": rng.choice(["0", "7", "7.5", "1200.25", "12"])}
    levels = list(c.get("levels", {})) or [x["id"] for x in scales.get(c.get("scale"), next(iter(scales.values())))]
    return levels[min(len(levels) - 1, max(0, len(levels) // 2 + rng.randint(-width, width)))]


def case(name, framework, count):
    rng = random.Random(3)
    scales = {s["id"]: s["levels"] for s in framework["scales"]}
    asked = [(c, rng.choice([0, 0, 1, 2, 4])) for c in criteria(framework["domains"])]
    facts = [f for f in framework.get("profile", []) if f["type"] == "flag"]
    (OUT / name).mkdir(parents=True)
    (OUT / name / "framework.yaml").write_text(json.dumps(framework))
    for i in range(1, count + 1):
        said = {c["id"]: a for c, width in asked if c.get("stage", "active") == "active" and (a := answer(rng, c, scales, width)) is not None}
        (OUT / name / f"{i}.yaml").write_text(json.dumps(
            {"kind": "answers", "format": "1", "framework": {"id": framework["id"], "version": framework["version"]}, "track": "respondent",
             "organisation": {"id": "o", "name": LONG}, "period": {"from": "2026-01-01", "to": "2026-12-31"}, "by": {"name": f"Bí mật {i}"},
             "profile": {f["id"]: rng.choice(["true", "false"]) if f["id"] == "f" else "true" for f in facts}, "answers": said}))


case("limits", limits(), 12)
case("example", yaml.load(open(ROOT / "frameworks/vn-ngo-capacity.yaml"), yaml.BaseLoader), COUNT)
case("four", yaml.load(open(ROOT / "tests/score/four-methods/framework.yaml"), yaml.BaseLoader), 12)
