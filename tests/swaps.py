#!/usr/bin/python3
"""Holds `stat-calc swaps` against another decoder's swaps, in exact decimals.

usage: swaps.py TWIN SWAPS D0 D1

TWIN: lines block,log_index,SWAP,amount0,amount1,sqrtPriceX96,... ; SWAPS: what stat-calc made of
the same logs; D0, D1: decimals.  Silent and 0, or a line for each difference and 1.
"""
import json
import sys
from decimal import Decimal, getcontext

getcontext().prec = 90
twin, made, d0, d1 = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
rows = [line.split(",") for line in open(twin, encoding="ascii")]
rows = [r for r in rows if r[2] == "SWAP"]
records = [json.loads(line) for line in open(made, encoding="ascii")]
swaps, total = [r for r in records if r["type"] == "swap"], records[-1]
wrong = 0


def same(what, ok, *shown):
    global wrong
    if not ok:
        wrong += 1
        print(what, *shown)


def down(what, text, exact):
    """text is exact, cut behind its 18th digit."""
    got = Decimal(text)
    same(what, got <= exact and (exact - got) <= exact * Decimal("1e-17"), text, exact)


same("count", len(rows) == len(swaps) == total["n"], len(rows), len(swaps))
before, volumes = None, [Decimal(0), Decimal(0)]
for row, s in zip(rows, swaps):
    amounts = [Decimal(row[3]).scaleb(-d0), Decimal(row[4]).scaleb(-d1)]
    root = Decimal(row[5]) / Decimal(2) ** 96
    for i, a in enumerate(amounts):
        same("amount", Decimal(s[f"amount{i}"]) == a, s, a)
        volumes[i] += abs(a)
    if amounts[0]:
        down("price", s["price"], abs(amounts[1] / amounts[0]))
    down("after", s["price_after"], (root ** 2).scaleb(d0 - d1))
    if before is not None:
        down("before", s["price_before"], (before ** 2).scaleb(d0 - d1))
        move = ((root / before) ** 2 - 1) * 10000
        same("impact", abs(Decimal(s["impact_bps"]) - move) <= abs(move) * Decimal("1e-13"), s["impact_bps"], move)
    before = root
same("volume0", Decimal(total["volume0"]) == volumes[0], total["volume0"], volumes[0])
same("volume1", Decimal(total["volume1"]) == volumes[1], total["volume1"], volumes[1])
sys.exit(wrong > 0)
