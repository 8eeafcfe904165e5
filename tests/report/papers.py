#!/usr/bin/python3
"""papers.py FOLDER: files of figures that try the limits: nothing, one row, hundreds, long names, too few to be told."""
import random
import sys
from pathlib import Path

OUT = Path(sys.argv[1])
LONG = "Trung tâm Nghiên cứu, Ứng dụng và Hỗ trợ phát triển cộng đồng dân cư vùng đầm phá ven biển và hải đảo miền Trung và Tây Nguyên"
HEAD = "format: 1\ndated: 2026-10-02\n"
FRAMEWORK = 'framework: {title: Khung thử, version: 1.0.0}\n'


def write(name, text):
    (OUT / f"{name}.yaml").write_text(text)


def plan(name, n, text, owner, more=""):
    actions = "".join(f'  - {{action: "{text}", owner: "{owner} {i % 7}", due: 2026-{i % 12 + 1:02}-{i % 28 + 1:02}, criterion: F{i}, from: "1", to: "2",'
                      f' cost: {i}.5, status: {("todo", "running", "done")[i % 3]}}}\n' for i in range(n))
    write(name, f'kind: plan\n{HEAD}organisation: "{LONG}"\n{more}actions:{" []" if not n else ""}\n{actions}')


def register(name, n, organisation):
    rows = "".join(f'  - {{number: {i:02}/2026/GCN-TTHT, organisation: "{organisation} {i}", grade: "{("Mẫu mực", "Cơ bản và đang lên từng bước vững chắc")[i % 2]}",'
                   f' framework: "Khung {i % 2}", version: 1.0.{i % 3}, issued: 2026-01-{i % 28 + 1:02}, until: 2027-{i % 12 + 1:02}-01'
                   + (f', state: {("suspended", "withdrawn")[i % 2]}, changed: 2026-09-01, reason: "{LONG}"' if i % 9 == 4 else "") + "}\n" for i in range(n))
    write(name, f'kind: register\n{HEAD}issuer: "{LONG}"\ncertificates:{" []" if not n else ""}\n{rows}')


def portfolio(name, sizes, domains=8, audience="open"):
    r = random.Random(name)
    provinces = "".join(f'  - {{id: p{i}, title: "Tỉnh {LONG[: 6 + 17 * (i % 4)].strip(" ,")}", registered: {n + 3}}}\n' for i, n in enumerate(sizes))
    ids = [f"d{i}" for i in range(domains)]
    listed = "".join(f"  - {{id: {d}, code: {chr(65 + i)}, title: Lĩnh vực số {i + 1}}}\n" for i, d in enumerate(ids))
    rows = ""
    for i, n in enumerate(sizes):
        for k in range(n):
            parts = ", ".join(f"{d}: {r.randint(0, 100)}" for d in ids)
            grade = r.choice(["", ", grade: g0", ", grade: g1", ", grade: g1"])
            rows += (f'  - {{id: o{i}-{k}, name: "{LONG[:r.randint(9, len(LONG))].strip(" ,")}", province: p{i}, form: f{r.choice([0, 0, 0, 1, 2])}{grade}, '
                     f'total: {r.randint(0, 10000) / 100}, domains: {{{parts}}}, before: {{y0: {r.randint(0, 100)}}}}}\n')
    write(name, f"kind: portfolio\n{HEAD}round: '2026'\n{FRAMEWORK}audience: {audience}\ngrades:\n  - {{id: g0, title: Mẫu mực}}\n  - {{id: g1, title: Cơ bản}}\n"
                f"levels:\n  - {{title: Thấp, from: 0}}\n  - {{title: Vừa, from: 40}}\n  - {{title: Cao, from: 70}}\ndomains:\n{listed}provinces:\n{provinces}"
                f"forms:\n" + "".join(f"  - {{id: f{i}, title: Hình thức {i}}}\n" for i in range(3)) + f"rounds:\n  - {{id: y0, title: '2025'}}\n"
                f"organisations:{' []' if not rows else ''}\n{rows}")


plan("plan-empty", 0, "", "")
plan("plan-one", 1, "Một việc", "Lê Thị Thu Hà")
plan("plan-300", 300, "Lập sổ phản hồi chung và trả lời trong mười ngày", "Nguyễn Thị Ái", "unit: triệu đồng\n")
plan("plan-long", 40, LONG + "; " + LONG, LONG, "unit: triệu đồng\neffect:\n  total: {now: 0, then: 100}\n  domains: []\n")
register("register-empty", 0, "")
register("register-one", 1, "Hội Sông Xanh")
register("register-300", 300, "Hội Sông Xanh")
register("register-long", 25, LONG)
portfolio("portfolio-empty", [0])
portfolio("portfolio-few", [2, 1])
portfolio("portfolio-one", [7], 1)
portfolio("portfolio-many", [40, 3, 12, 7, 2, 60, 5, 6, 9, 30], 12)
portfolio("portfolio-named", [30, 8, 2], 8, "internal")
