#!/usr/bin/python3
"""A tape of swaps, and what `stat-calc pool` should say of it, reckoned another way.

usage: pool_span.py make SEED N                        events of one v3 pool
       pool_span.py judge EVENTS SPANS FEE EVERY_S [LOWER UPPER]

judge is silent and ends 0, or says what differs and ends 1.
"""
import json
import math
import random
import sys
from fractions import Fraction

POOL = "0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640"
SIGNATURE = "Swap(address,address,int256,int256,uint160,uint128,int24)"


def make(seed, n):
    rng, ts, log_price = random.Random(seed), 1_700_000_000, 0.5
    for i in range(n):
        ts += rng.choice([0, 1, 12, 60, 301, 2000])
        log_price += rng.gauss(0, 0.002)
        root, gives0 = math.exp(log_price / 2), rng.random() < 0.5
        paid = rng.randrange(10**15, 10**18)
        got = int(paid * (math.exp(log_price) if gives0 else math.exp(-log_price)))
        amounts = (paid, -got) if gives0 else (-got, paid)
        print(json.dumps({
            "type": "event", "ts_ms": ts * 1000, "name": "Swap", "cause": f"1:0xab:0xcd:{i}:0", "chain_id": 1, "block": i,
            "block_hash": "0xab", "tx_hash": "0xcd", "log_index": i, "turn": 0, "contract": POOL, "signature": SIGNATURE,
            "args": {"sender": "s", "recipient": "r", "amount0": str(amounts[0]), "amount1": str(amounts[1]),
                     "sqrtPriceX96": str(int(root * 2**96)), "liquidity": str(rng.randrange(10**20, 10**22)),
                     "tick": str(math.floor(log_price / math.log(1.0001)))}}, separators=(",", ":")))


def window(swaps, before, lo, hi, fee, bounds):
    """What happened in lo < ts <= hi; before: the swap that stood at lo, or None."""
    inside = [s for s in swaps if lo < s["ts"] <= hi]
    first = lo if before else inside[0]["ts"]
    known = ([dict(before, ts=lo)] if before else []) + inside
    at = lambda t: next((s for s in reversed(known) if s["ts"] <= t), None)
    points = [t for t in range((first // 300) * 300, hi + 1, 300) if t >= lo and at(t)]
    returns = [math.log(at(b)["price"] / at(a)["price"]) for a, b in zip(points, points[1:])]
    within = lambda s: not bounds or bounds[0] <= s["tick"] < bounds[1]
    in_s = sum(b["ts"] - a["ts"] for a, b in zip(known, known[1:] + [{"ts": hi}]) if within(a))
    out = {"n": len(inside), "from_ms": first * 1000, "to_ms": hi * 1000}
    for i in (0, 1):
        out[f"volume{i}"] = str(sum(abs(s["amount"][i]) for s in inside))
        out[f"fees{i}"] = str(sum(s["amount"][i] * fee // 10**6 for s in inside if s["amount"][i] > 0))
    if len(returns) >= 12:
        out["sigma_ratio"] = math.sqrt(sum(r * r for r in returns) / (300 * len(returns)) * 31536000)
        out["n_samples"] = len(returns)
    if hi > first:
        out["in_range_ratio"] = in_s / (hi - first)
        earned = 0.0
        for was, s in zip(known if before else [None] + known, inside):
            if was and within(was):
                i = 0 if s["amount"][0] > 0 else 1
                earned += s["amount"][i] * fee / 1e6 * (was["price"] if i == 0 else 1) / s["liquidity"]
        lower, upper = bounds or (-887272, 887272)
        a, b, price = 1.0001 ** (lower / 2), 1.0001 ** (upper / 2), known[-1]["price"]
        root = min(max(math.sqrt(price), a), b)
        value = (1 / root - 1 / b) * price + root - a
        out["fee_apr_pct"] = earned / value * 31536000 / (hi - first) * 100
    return out


def judge(events, spans, fee, every, bounds):
    swaps = []
    for line in open(events, encoding="ascii"):
        e = json.loads(line)
        a = e["args"]
        swaps.append({"ts": e["ts_ms"] // 1000, "amount": (int(a["amount0"]), int(a["amount1"])), "tick": int(a["tick"]),
                      "liquidity": int(a["liquidity"]), "price": float(Fraction(int(a["sqrtPriceX96"]), 2**96) ** 2)})
    want, ends = [], sorted({-(-s["ts"] // every) * every for s in swaps})
    for end in ends:
        before = next((s for s in reversed(swaps) if s["ts"] <= end - every), None)
        want.append(window(swaps, before, end - every, min(end, swaps[-1]["ts"]), fee, bounds))
    said = [json.loads(line) for line in open(spans, encoding="ascii")]
    wrong = 0 if len(want) == len(said) else 1
    for w, s in zip(want, said):
        for key, value in w.items():
            got = s.get(key)
            good = got is not None and (math.isclose(got, value, rel_tol=1e-9, abs_tol=1e-12) if isinstance(value, float) else got == value)
            if not good:
                wrong += 1
                print(key, "is", got, "not", value, "in", s["from_ms"])
    if wrong or not said:
        print(len(said), "spans,", len(want), "wanted")
    return 1 if wrong or not said else 0


if sys.argv[1] == "make":
    make(int(sys.argv[2]), int(sys.argv[3]))
else:
    limits = tuple(map(int, sys.argv[6:8])) if len(sys.argv) > 6 else None
    sys.exit(judge(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]), limits))
