#!/usr/bin/python3
"""make_certificates.py KHUNG STORE KEYS COUNT: a store with so many certificates of one issuer, each with a condition, every tenth withdrawn. The first is
issued by the program; the others are copies of its rows under other numbers, as far as lists and registers look."""
import os
import sqlite3
import subprocess
import sys

khung, store, keys, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXAMPLE = os.path.join(ROOT, "examples/hoi-song-xanh")
FRAMEWORK = os.path.join(ROOT, "frameworks/vn-ngo-capacity.yaml")


def run(*words):
    env = {**os.environ, "KHUNG_STORE": store, "LC_ALL": "C.UTF-8"}
    subprocess.run([khung, *words], env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


for end in ("", "-wal", "-shm"):
    if os.path.exists(store + end):
        os.remove(store + end)
run("init", "--as", "an", "--name", "Nguyễn Thị Ái")
for who, role in (("lan", "assessor"), ("chi", "office")):
    run("person", "add", "--as", "an", "--id", who, "--name", who, "--role", role)
run("org", "add", "--as", "an", "--id", "hoi-song-xanh", "--name", "Hội Sông Xanh")
run("assess", "new", "--as", "an", "--id", "one", "--org", "hoi-song-xanh", "--framework", FRAMEWORK, "--from", "2025-07-01", "--to", "2026-06-30")
run("assess", "import", "--as", "an", "one", f"{EXAMPLE}/consensus.yaml")
run("assess", "submit", "--as", "an", "one")
run("review", "take", "one", "--as", "lan")
run("review", "import", "one", f"{EXAMPLE}/review.yaml", "--as", "lan")
run("review", "finish", "one", "--as", "lan")
run("certificate", "issuer", "--as", "an", "--id", "ngo-ic", "--abbreviation", "NGOIC", "--name", "Trung tâm NGO-IC", "--url", "https://ngoic.example/v")
run("certificate", "issue", "one", "--condition", "Công bố báo cáo kiểm toán", "--yes", "--as", "chi")

db = sqlite3.connect(store)
columns = [c[1] for c in db.execute("PRAGMA table_info(certificate)")]
values = {"key": "'c' || n", "number": "n % 5000 + 1", "year": "2000 + n / 5000", "issued": "(2000 + n / 5000) || '-03-01'",
          "until": "(2002 + n / 5000) || '-02-28'"}
duties = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'certificate_duties'").fetchone()[0]
db.execute("DROP TRIGGER certificate_duties")  # asked of every row, it would read the log a hundred thousand times
numbers = f"WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n + 2 < {count}) "
db.execute(f"INSERT INTO certificate ({', '.join(columns)}) {numbers} SELECT {', '.join(values.get(c, 'c.' + c) for c in columns)} "
           "FROM i, (SELECT * FROM certificate LIMIT 1) c")
db.execute("INSERT INTO certificate_condition SELECT c.key, 1, d.organisation, d.text, substr(c.until, 1, 4) || '-01-31', NULL, NULL, NULL, NULL "
           "FROM certificate c, (SELECT * FROM certificate_condition LIMIT 1) d WHERE c.key LIKE 'c%'")
db.execute("INSERT INTO certificate_state SELECT c.key, 1, s.organisation, 'issued', c.issued, NULL, s.at, s.by "
           "FROM certificate c, (SELECT * FROM certificate_state LIMIT 1) s WHERE c.key LIKE 'c%'")
db.execute("INSERT INTO certificate_state SELECT c.key, 2, s.organisation, 'withdrawn', c.issued, 'vì', s.at, s.by "
           "FROM certificate c, (SELECT * FROM certificate_state LIMIT 1) s WHERE c.key LIKE 'c%' AND c.number % 10 = 0")
db.execute(duties)
db.commit()
assert db.execute("SELECT count(*) FROM certificate").fetchone()[0] == count
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
db.close()
