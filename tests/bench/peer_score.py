#!/usr/bin/python3
"""The scoring that people write today, twice: dictionaries of floats, and fractions. Same framework, same answers, same results as the
C programs: score and percent of every domain and of the total. Prints the first ones (exact) and the seconds an assessment takes."""
import statistics
import sys
import time
from fractions import Fraction

import yaml


def read(framework_path, answers_path):
    framework = yaml.load(open(framework_path, "rb"), Loader=yaml.CSafeLoader)
    points = {level["id"]: level["points"] for level in framework["scales"][0]["levels"]}
    order = [criterion["id"] for domain in framework["domains"] for criterion in domain["criteria"]]
    names = list(points)
    rows = [{id: None if mark == "n" else names[int(mark)] for id, mark in zip(order, line.strip())} for line in open(answers_path)]
    return framework, points, rows


def score(framework, points, answers, divide):
    total = total_weight = 0
    outcome = []
    for domain in framework["domains"]:
        domain_sum = domain_weight = 0
        for criterion in domain["criteria"]:
            level = answers[criterion["id"]]
            if level is None:
                continue
            domain_sum += criterion["weight"] * points[level]
            domain_weight += criterion["weight"]
        if domain_weight:
            mean = divide(domain_sum, domain_weight)
            outcome += mean, 100 * divide(mean - 1, 3)
            total += domain["weight"] * mean
            total_weight += domain["weight"]
    mean = divide(total, total_weight)
    return *outcome, mean, 100 * divide(mean - 1, 3)


def measure(framework, points, rows, divide):
    times = []
    for _ in range(5):
        start = time.process_time()
        for row in rows:
            score(framework, points, row, divide)
        times.append((time.process_time() - start) / len(rows))
    return statistics.median(times)


framework, points, rows = read(sys.argv[1], sys.argv[2])
for row in rows[:20]:
    print("scores", *score(framework, points, row, Fraction))
print("dictionaries", measure(framework, points, rows, lambda a, b: a / b))
print("fractions", measure(framework, points, rows[:200], Fraction))
