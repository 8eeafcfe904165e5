#!/usr/bin/python3
"""Writes frameworks and answers that try the limits of the pages into a folder: variants.py FOLDER. Each case is a folder with
framework.yaml and answers-*.yaml, as in tests/score. JSON is YAML, so that nothing is needed to write it."""
import json
import os
import re
import sys
from pathlib import Path

ROOT = Path(os.environ.get("ROOT", Path(__file__).resolve().parents[2]))
LONG_ORG = "Trung tâm Nghiên cứu và Hỗ trợ Phát triển Cộng đồng Bền vững vùng Ven biển miền Trung"
LETTERS_200 = ("Liên hiệp các tổ chức xã hội nghề nghiệp về môi trường, khí hậu, nước sạch, vệ sinh nông thôn, đa dạng sinh học và sinh kế "
               "bền vững của cộng đồng ven biển, hải đảo và vùng đồng bằng sông Cửu Long")
LONG = ("Tổ chức có quy trình bằng văn bản về tiếp nhận, phân loại, xác minh và trả lời mọi phản hồi của người dân, "
        "được rà soát hằng năm cùng đại diện cộng đồng")
NAMES = ["Chưa có", "Khởi đầu", "Đang làm", "Ổn định", "Vững", "Dẫn dắt", "Mẫu mực", "Tiên phong", "Đầu ngành", "Hình mẫu"]


def levels(n, first=1):
    return [{"id": f"l{i}", "points": str(first + i), "title": NAMES[i % 10], "means": f"Mức {i + 1} của thang này."} for i in range(n)]


def framework(domains, scale=None, **more):
    return {"kind": "framework", "format": "1", "id": "limits", "version": "1.0.0", "language": "vi", "title": "Khung thử giới hạn của trang",
            "scales": [scale or {"id": "s", "levels": levels(4)}], "domains": domains} | more


def answers(given, track="self", name="Hội Sông Xanh", **more):
    return {"kind": "answers", "format": "1", "framework": {"id": "limits", "version": "1.0.0"}, "organisation": {"id": "org", "name": name},
            "period": {"from": "2025-07-01", "to": "2026-06-30"}, "track": track, "by": {"name": "Nguyễn Thị Ái", "role": "Giám đốc"},
            "dated": "2026-08-02", "answers": given} | more


def domain(k, n, title="Lĩnh vực", **more):
    letter = chr(65 + k % 26) + ("" if k < 26 else str(k // 26))
    return {"id": f"d{k}", "code": letter, "title": f"{title} {k + 1}",
            "criteria": [{"id": f"d{k}-c{i}", "code": f"{letter}{i + 1}", "title": f"Tiêu chí số {i + 1} của lĩnh vực {k + 1}"} | more for i in range(n)]}


def all_criteria(domains):
    for d in domains:
        yield from d.get("criteria", [])
        yield from all_criteria(d.get("domains", []))


def spread(domains, n=4, shift=0):
    return {c["id"]: f"l{(i * 7 + shift + i // 5) % n}" for i, c in enumerate(all_criteria(domains))}


GRADES = {"grades": [{"id": "g1", "title": "Mẫu mực", "require": {"total": "true", "at_least_percent": "75"}},
                     {"id": "g2", "title": "Vững vàng", "require": {"total": "true", "at_least_percent": "40"}, "valid_months": "24"}],
          "bands": {"by": "percent", "steps": [{"id": f"b{i}", "from": str(25 * i), "title": NAMES[i]} for i in range(4)]}}


def cases():
    one = [domain(0, 1)]
    yield "one-criterion", framework(one), [answers({"d0-c0": "l2"})]
    yield "one-unanswered", framework(one, **GRADES), [answers({})]
    big = [domain(k, n) for k, n in enumerate((38, 30, 36, 44, 48, 40, 32, 32))]
    yield "300-criteria", framework(big, **GRADES), [answers(spread(big)), answers(spread(big, shift=1), "reviewer")]
    large = [domain(k, 75) for k in range(4)]
    yield "75-in-a-domain", framework(large, **GRADES), [answers(spread(large))]
    many = [domain(k, 3) for k in range(40)]
    yield "40-domains", framework(many, **GRADES), [answers(spread(many))]
    twelve = [domain(k, 2, "Quan hệ đối ngoại và tiếng nói chính sách") for k in range(12)]
    yield "12-long-domains", framework(twelve, **GRADES), [answers(spread(twelve))]
    long = [{"id": f"d{k}", "title": LONG, "criteria": [{"id": f"d{k}-c{i}", "title": LONG, "levels": {f"l{j}": LONG * 3 for j in range(4)},
             "next": {f"l{j}": LONG for j in range(1, 4)}, "evidence": [{"id": "e", "title": LONG}]} for i in range(3)]} for k in range(4)]
    given = {c["id"]: {"level": "l1", "note": LONG * 4} for c in all_criteria(long)}
    yield "long-texts", framework(long, **GRADES), [answers(given, name=LONG_ORG), answers(spread(long), "reviewer", name=LONG_ORG)]
    tall = [{"id": "d0", "title": "Cao hơn một trang", "criteria": [{"id": "d0-c0", "title": LONG, "levels": {f"l{j}": (LONG + ". ") * 60 for j in range(4)}},
            {"id": "d0-c1", "title": "Bình thường"}]}]
    yield "taller-than-a-page", framework(tall), [answers({"d0-c0": {"level": "l1", "note": LONG * 40}, "d0-c1": {"na": LONG * 50}})]
    for n in (2, 3, 5, 6, 7, 10, 30):
        few = [domain(k, 4) for k in range(5)]
        yield f"{n}-levels", framework(few, {"id": "s", "levels": levels(n, 0)}), [answers(spread(few, n)), answers(spread(few, n, 1), "reviewer")]
    risk = [domain(k, 3, "Rủi ro") for k in range(4)]
    yield "lower-is-better", framework(risk, {"id": "s", "better": "lower", "levels": levels(4)}), [answers(spread(risk)), answers(spread(risk, 4, 1), "reviewer")]
    wide = [domain(k, 3) for k in range(3)]
    names = {"id": "s", "levels": [{"id": f"l{i}", "points": str(i), "title": f"Mức có tên rất dài, không vừa một bậc của thanh, thứ {i}"} for i in range(4)]}
    yield "wide-level-names", framework(wide, names), [answers(spread(wide))]
    lists = [{"id": f"d{k}", "title": f"Danh mục {k + 1}", "criteria": [{"id": f"d{k}-c0", "title": "Kiểm tra", "method": "checklist", "checks": [
             {"id": f"x{i}", "points": str(i + 1), "ask": f"Mục kiểm thứ {i + 1}?"} for i in range(5)]}]} for k in range(4)]
    ticks = {f"d{k}-c0": {"checks": {f"x{i}": "true" if (i + k) % 2 else "false" for i in range(5)}} for k in range(4)}
    yield "checklists-by-percent", framework(lists, scoring={"of": "percent"}, **GRADES), [answers(ticks)]
    deep = [{"id": f"a{k}", "code": str(k), "title": f"Tầng một {k}", "domains": [{"id": f"b{k}{j}", "code": f"{k}.{j}", "title": f"Tầng hai {j}", "domains": [
            {"id": f"c{k}{j}", "code": f"{k}.{j}.1", "title": "Tầng ba", "domains": [{"id": f"d{k}{j}", "code": f"{k}.{j}.1.1", "title": "Tầng bốn", "criteria": [
             {"id": f"e{k}{j}{i}", "code": f"{k}.{j}.1.1.{i}", "title": f"Tiêu chí {i}"} for i in range(3)]}]}]} for j in range(2)]} for k in range(3)]
    yield "four-deep", framework(deep), [answers(spread(deep))]
    plain = [{"id": f"d{k}", "title": f"Không có mã {k}", "criteria": [{"id": f"d{k}-c{i}", "title": f"Tiêu chí {i}"} for i in range(3)]} for k in range(5)]
    yield "no-codes", framework(plain), [answers(spread(plain)), answers(spread(plain, 4, 2), "reviewer")]
    under = [domain(0, 3), domain(1, 3)]
    yield "just-under", framework(under, {"id": "s", "levels": levels(2, 0)}, scoring={"combine": "pooled"}, bands={"by": "percent", "steps": [
        {"id": "a", "from": "0", "title": "Dưới"}, {"id": "b", "from": "66.666667", "title": "Trên"}]}), [answers({f"d{k}-c{i}": f"l{int(i > 0)}" for k in range(2) for i in range(3)})]
    gates = {"gates": [{"id": f"g{i}", "title": f"Điều kiện thứ {i}: {LONG}", "require": {"each_domain": "true", "at_least_percent": str(i)}} for i in range(30)]}
    yield "30-gates", framework(few, {"id": "s", "levels": levels(4)}, **gates), [answers(spread(few))]
    yield "13-domains", framework([domain(k, 3, "Quan hệ đối ngoại và tiếng nói chính sách") for k in range(13)], **GRADES), \
        [answers(spread([domain(k, 3) for k in range(13)]), name=LETTERS_200)]
    five = [domain(k, 4) for k in range(5)]
    yield "all-not-applicable", framework(five, **GRADES), [answers({c["id"]: {"na": LONG} for c in all_criteria(five)})]
    # comments of 3,000 letters on every criterion, of both sides
    said = {i: {"level": level, "note": (LONG + ". ") * 19} for i, level in spread(five).items()}
    asked = {i: {"level": level, "note": (LONG + ". ") * 19} for i, level in spread(five, 4, 1).items()}
    yield "3000-letters", framework(five, **GRADES), [answers(said, name=LETTERS_200), answers(asked, "reviewer", name=LETTERS_200)]
    yield "7-respondents", framework(five, **GRADES), [answers(spread(five, 4, k // 2), "respondent") for k in range(7)]
    yield "3-respondents", framework(five, **GRADES), [answers(spread(five, 4, k), "respondent") for k in range(3)]
    own = [domain(k, 3) for k in range(4)]
    yield "self-declared", framework(own, certificate={"reviewed": "false"}, **GRADES), [answers({c["id"]: "l3" for c in all_criteria(own)}, name=LONG_ORG)]


def real(name, change):
    """The example organisation with something changed in its files, as text."""
    files = {p.stem: p.read_text() for p in (ROOT / "examples/hoi-song-xanh").glob("*.yaml")}
    return name, (ROOT / "frameworks/vn-ngo-capacity.yaml").read_text(), change(files)


def without(text, *ids):
    """Without the answers to those criteria."""
    for i in ids:
        text = re.sub(rf"^  {i}:.*\n(?:   .*\n)*", "", text, flags=re.M)
    return text


def real_cases():
    h = ("res-income", "res-plan", "res-reserve", "res-risk")
    na = "".join(f"  {i}: {{na: Chưa hoạt động đủ một năm tài chính}}\n" for i in h)
    yield real("real-incomplete", lambda f: {k: without(t, "safe-conduct", *h).replace("\nanswers:\n", "\nanswers:\n" + na) for k, t in f.items()})
    yield real("real-self-only", lambda f: {"consensus": f["consensus"]})
    yield real("real-nothing", lambda f: {"self": f["self"].split("\nanswers:")[0] + "\nanswers: {}\n"})
    yield real("real-long-name", lambda f: {k: t.replace("name: Hội Sông Xanh", f"name: {LONG_ORG}") for k, t in f.items()})


def earlier(frame):
    """The round before, where everything stood one level lower at one criterion in three."""
    ids = [c["id"] for c in all_criteria(frame["domains"])]
    given = {i: f"l{(k * 7 + k // 5 + (2 if k % 3 else 0)) % 2}" for k, i in enumerate(ids) if k % 11 != 10}
    return answers(given, period={"from": "2023-07-01", "to": "2024-06-30"}, dated="2024-08-02")


WITH_BEFORE = ("one-criterion", "300-criteria", "40-domains", "2-levels", "7-levels", "lower-is-better", "no-codes", "long-texts", "13-domains", "all-not-applicable")


def main():
    out = Path(sys.argv[1])
    for name, frame, tracks in cases():
        (out / name).mkdir(parents=True, exist_ok=True)
        (out / name / "framework.yaml").write_text(json.dumps(frame, ensure_ascii=False, indent=1))
        if name in WITH_BEFORE:
            before = earlier(frame)
            before["organisation"] = tracks[0]["organisation"]
            (out / name / "before.yaml").write_text(json.dumps(before, ensure_ascii=False, indent=1))
        for k, track in enumerate(tracks):
            (out / name / f"answers-{track['track']}-{k}.yaml").write_text(json.dumps(track, ensure_ascii=False, indent=1))
    for name, frame, tracks in real_cases():
        (out / name).mkdir(parents=True, exist_ok=True)
        (out / name / "framework.yaml").write_text(frame)
        for track, text in tracks.items():
            (out / name / f"answers-{track}.yaml").write_text(text)


main()
