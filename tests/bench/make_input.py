#!/usr/bin/python3
"""Makes the bench's input: a framework of a given size with real-looking Vietnamese text, and packed answers for it.

  make_input.py framework CRITERIA > framework.yaml
  make_input.py answers CRITERIA COUNT > answers.txt   one line an assessment, one character a criterion: level 0-3 or n
  make_input.py track CRITERIA SEED > track.yaml       a file of answers with notes; seed 1 is the organisation's, else the reviewer's

The same call gives the same bytes: the generator is a fixed linear congruence, not the library's random."""
import sys

WORDS = ("Hội có quy chế bằng văn bản được Ban Chấp hành thông qua và rà soát mỗi năm cán bộ được tập huấn người dân biết cách "
         "phản hồi sổ ghi chép đầy đủ kế toán đối chiếu hằng tháng báo cáo công khai trên trang tin và bảng tin xã").split()
LEVELS = ["start", "growing", "settled", "mature"]
DOMAINS = 8


def numbers(seed):
    state = seed
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield state >> 33


def sentence(source, length):
    words = [WORDS[next(source) % len(WORDS)] for _ in range(length)]
    return words[0].capitalize() + " " + " ".join(words[1:]) + "."


def domain_of(i, criteria):
    return i * DOMAINS // criteria


def weight_of(i):
    return 1 + i * 7 % 3


def framework(criteria):
    source = numbers(7)
    print("kind: framework\nformat: 1\nid: bench\nversion: 1.0.0\nstatus: published\nlanguage: vi\ntitle: Khung đo tốc độ")
    print("scales:\n  - id: practice\n    levels:")
    for points, level in enumerate(LEVELS, 1):
        print(f"      - {{id: {level}, points: {points}, title: Mức {points}}}")
    print("domains:")
    last = -1
    for i in range(criteria):
        domain = domain_of(i, criteria)
        if domain != last:
            print(f"  - id: d{domain}\n    code: {chr(65 + domain)}\n    title: Lĩnh vực {domain + 1}\n    weight: {1 + domain % 3}\n    criteria:")
            last = domain
        print(f"      - id: c{i}\n        title: {sentence(source, 6)[:-1]}\n        ask: {sentence(source, 12)}\n        weight: {weight_of(i)}\n        need: should\n        levels:")
        for level in LEVELS:
            print(f"          {level}: {sentence(source, 22)}")
        print("        next:")
        for level in LEVELS[1:]:
            print(f"          {level}: {sentence(source, 8)}")
        print("        evidence:")
        for item in ("rules", "minutes"):
            print(f"          - {{id: {item}, title: {sentence(source, 3)[:-1]}, from_level: settled, required: false, max_age_months: 24}}")


def answers(criteria, count):
    source = numbers(11)
    for _ in range(count):
        print("".join("n" if (n := next(source)) % 20 == 0 else str(n // 20 % 4) for _ in range(criteria)))


def track(criteria, seed):
    source = numbers(17 + seed)
    print("kind: answers\nformat: 1\nframework: {id: bench, version: 1.0.0}\norganisation: {id: song-xanh, name: Hội Sông Xanh}")
    print("period: {from: 2025-07-01, to: 2026-06-30}")
    print(f"track: {'self' if seed == 1 else 'reviewer'}\nby: {{name: Nguyễn Thị Ái, role: Giám đốc}}\ndated: 2026-08-02\nanswers:")
    for i in range(criteria):
        print(f"  c{i}: {{level: {LEVELS[next(source) // 7 % 4]}, note: {sentence(source, 14)}}}")


if __name__ == "__main__":
    what, sizes = sys.argv[1], [int(n) for n in sys.argv[2:]]
    {"framework": framework, "answers": answers, "track": track}[what](*sizes)
