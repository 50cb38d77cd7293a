#!/usr/bin/env python3
"""prom.py FILE: a text file for node_exporter, held against Prometheus' text format 0.0.4.

Prints each sample as a JSON line {name, labels, value (text), type}; what is wrong is said, exit 1.
"""
import json
import re
import sys

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(rf"({NAME})(?:\{{(.*)\}})? (\S+)$")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)')
TYPES = {"counter", "gauge", "histogram", "summary", "untyped"}


def wrong(line, why):
    sys.exit(f"{sys.argv[1]}:{line}: {why}")


def labels_of(n, text):
    labels, at = {}, 0
    while text and at < len(text):
        m = LABEL.match(text, at)
        if not m or m[1] in labels:
            wrong(n, f"labels: {text[at:]}")
        labels[m[1]], at = m[2], m.end()
    return labels


def family(name, types):
    for end in ("_bucket", "_sum", "_count"):
        if name.endswith(end) and types.get(name[: -len(end)]) == "histogram":
            return name[: -len(end)]
    return name


def histogram(name, samples):
    """Buckets rise to +Inf, which is the count."""
    sums = [s for s in samples if s["name"] == name + "_sum"]
    counts = [s for s in samples if s["name"] == name + "_count"]
    buckets = [(float(s["labels"]["le"]), float(s["value"])) for s in samples if s["name"] == name + "_bucket"]
    if len(sums) != 1 or len(counts) != 1 or not buckets:
        sys.exit(f"{name}: no sum, no count or no buckets")
    bounds, values = zip(*buckets)
    if list(bounds) != sorted(set(bounds)) or list(values) != sorted(values):
        sys.exit(f"{name}: buckets do not rise")
    if bounds[-1] != float("inf") or values[-1] != float(counts[0]["value"]):
        sys.exit(f"{name}: the last bucket is not the count")


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    if not text.endswith("\n"):
        sys.exit("the last line is cut")
    types, helps, samples, seen, current = {}, {}, [], set(), None
    for n, line in enumerate(text.splitlines(), 1):
        word = line.split(" ", 3)
        if line.startswith("# "):
            table = {"HELP": helps, "TYPE": types}.get(word[1])
            if table is None or len(word) != 4 or word[2] in table or not re.fullmatch(NAME, word[2]):
                wrong(n, line)
            if word[1] == "TYPE" and (word[3] not in TYPES or any(s["of"] == word[2] for s in samples)):
                wrong(n, line)
            table[word[2]] = word[3]
            continue
        m = SAMPLE.match(line)
        if not m:
            wrong(n, f"no sample: {line}")
        of = family(m[1], types)
        labels = labels_of(n, m[2])
        if of not in types or of not in helps:
            wrong(n, f"{of}: no TYPE or no HELP in front of it")
        if of != current and any(s["of"] == of for s in samples):
            wrong(n, f"{of}: its samples are not together")
        if (m[1], tuple(sorted(labels.items()))) in seen:
            wrong(n, "twice")
        if float(m[3]) < 0 and types[of] in ("counter", "histogram") and not m[1].endswith("_sum"):
            wrong(n, "below 0")
        seen.add((m[1], tuple(sorted(labels.items()))))
        samples.append({"name": m[1], "labels": labels, "value": m[3], "type": types[of], "of": of})
        current = of
    for name in (t for t in types if types[t] == "histogram" and any(s["of"] == t for s in samples)):
        histogram(name, [s for s in samples if s["of"] == name])
    for s in samples:
        del s["of"]
        print(json.dumps(s))


main()
