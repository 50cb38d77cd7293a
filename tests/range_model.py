#!/usr/bin/python3
"""range_model.py SEED N: what range-roll decides on N random frames, against a model
made from MATH's formulas alone (sections 4.2, 4.5, 4.7, 5) in floating point.

The numeraire is token0, token1 or neither in turn.  A frame whose gain and cost are
within a millionth of each other decides nothing here.
"""
import json
import math
import os
import random
import subprocess
import sys

import range_frame

LOG_TICK = math.log(1.0001)
YEAR = 365 * 86400
HORIZON_S, ROLL_S = 7 * 86400, 120
BURN, SWAP, MINT, TIP = 350000, 250000, 600000, 2
TOLERANCE = {"conservative": 1.5, "moderate": 1.0, "aggressive": 0.7}


def sqrt_tick(t):
    return math.exp(t * LOG_TICK / 2)


def unit(s, lo, hi):
    """Amounts of one unit of liquidity."""
    a, b = sqrt_tick(lo), sqrt_tick(hi)
    s = min(max(s, a), b)
    return 1 / s - 1 / b, s - a


def worth(price, lo, hi):
    x, y = unit(math.sqrt(price), lo, hi)
    return x * price + y


def mean_exit(price, lo, hi, sigma):
    a, b = math.log(price) - lo * LOG_TICK, hi * LOG_TICK - math.log(price)
    nu = -sigma * sigma / 2
    theta = 2 * nu / sigma**2
    up = (1 - math.exp(theta * a)) / (math.exp(-theta * b) - math.exp(theta * a))
    return (b * up - a * (1 - up)) / nu


def rates(price, lo, hi, value, others, fees, sigma):
    """Net and fee rate while in range."""
    own = value / worth(price, lo, hi)
    at = min(max(price, math.exp(lo * LOG_TICK)), math.exp(hi * LOG_TICK))
    base = own * worth(at, lo, hi)
    fee = fees * own / (others + own) / base
    return fee - own * sigma**2 * math.sqrt(at) / 4 / base, fee


def swap_loss(s, liquidity, fee, have, lo, hi):
    """Value lost in token1 and whether anything is swapped: the most of what there is
    too much of, by bisection, in a pool of constant liquidity."""
    def after(down, amount):
        net = amount * (1 - fee)
        if down:
            s2 = liquidity * s / (liquidity + net * s)
            return s2, have[0] - amount, have[1] + liquidity * (s - s2)
        s2 = s + net / liquidity
        return s2, have[0] + liquidity * (1 / s - 1 / s2), have[1] - amount

    def excess0(s2, x, y):
        u, v = unit(s2, lo, hi)
        return x * v - y * u

    down = excess0(s, *have) > 0
    low, high = 0.0, have[0] if down else have[1]
    for _ in range(200):
        mid = (low + high) / 2
        if (excess0(*after(down, mid)) > 0) == down:
            low = mid
        else:
            high = mid
    _, x, y = after(down, low)
    return (have[0] - x) * s * s + have[1] - y, low >= 1


def position(o, record):
    p = record["position"]
    return (float(p["amount0"]) * 10 ** o["d0"], float(p["amount1"]) * 10 ** o["d1"],
            float(p["uncollected0"]) * 10 ** o["d0"],
            float(p["uncollected1"]) * 10 ** o["d1"])


def aligned(o, half):
    sp, t = o["spacing"], o["tick"]
    h = max(half, sp)
    return (t - h) // sp * sp, -(-(t + h) // sp) * sp


def triggers(o, in_range, apy, efficiency):
    d = min(o["tick"] - o["lower"], o["upper"] - o["tick"])
    width = o["upper"] - o["lower"]
    found = []
    if not in_range:
        found.append("out_of_range")
    elif d <= 0.05 * width:
        found.append("proximity")
    if o["window"] >= 86400 and apy < 0.10:
        found.append("apy")
    if efficiency < 0.70:
        found.append("efficiency")
    if -float(o["il"]) >= 20:
        found.append("max_il")
    if -float(o["net"]) >= 25:
        found.append("stop_loss")
    urgency = 1 if not in_range else max(1 - d / (0.05 * width), 0)
    return found, urgency


def model(o, record, tolerance, per1):
    """The decision and its numbers; per1: numeraire per smallest part of token1."""
    sigma, fee = float(o["sigma"]), o["fee"] / 1e6
    s = sqrt_tick(o["tick"]) * (1 + 1e-9)
    price = s * s
    x0, x1, u0, u1 = position(o, record)
    value = x0 * price + x1
    half = round(2 * sigma * math.sqrt(HORIZON_S / YEAR) * tolerance / LOG_TICK)
    lo, hi = aligned(o, half)
    in_range = o["lower"] <= o["tick"] < o["upper"]
    others = o["pool_liquidity"] - (o["liquidity"] if in_range else 0)
    fees = (float(o["fees0"]) * 10 ** o["d0"] * price
            + float(o["fees1"]) * 10 ** o["d1"]) * YEAR / max(o["window"], 86400)
    new, _ = rates(price, lo, hi, value, others, fees, sigma)
    old, old_fee = rates(price, o["lower"], o["upper"], value, others, fees, sigma)
    best = value / worth(price, lo, hi)
    efficiency = 0 if not in_range else (
        o["liquidity"] / (others + o["liquidity"])) / (best / (others + best))
    time = min(HORIZON_S / YEAR, mean_exit(price, lo, hi, sigma))
    if in_range:
        share = min(mean_exit(price, o["lower"], o["upper"], sigma) / time, 1)
    else:
        away = max(o["lower"] * LOG_TICK - math.log(price),
                   math.log(price) - o["upper"] * LOG_TICK)
        share = math.erfc(away / (sigma * math.sqrt(2 * time))) / 2
    loss, swaps = swap_loss(s, others, fee, (x0 + u0, x1 + u1), lo, hi)
    eth = price * per1 * 1e18 if o["t0"] == "WETH" else per1 * 1e18
    gas = (BURN + MINT + (SWAP if swaps else 0)) * (float(o["gwei"]) + TIP) * 1e-9 * eth
    lvr = best * sigma**2 * s / 4 / value * value * per1 * ROLL_S / YEAR
    gain = (new - share * old) * value * time * per1
    cost = gas + loss * per1 + lvr
    found, urgency = triggers(o, in_range, old_fee if in_range else 0, efficiency)
    return {"gain": gain, "cost": cost, "lower": lo, "upper": hi, "triggers": found,
            "urgency": urgency, "efficiency": efficiency,
            "says": says(o, found, gain, cost)}


def says(o, found, gain, cost):
    if "max_il" in found:
        return "exit max_il"
    if "stop_loss" in found:
        return "exit stop_loss"
    if not found:
        return "hold no_trigger"
    if found == ["apy"]:
        return "hold apy_alone"
    if float(o["gwei"]) + TIP > 100:
        return "hold gas_price"
    return f"roll {found[0]}" if gain > cost else "hold gain"


def random_options(rng, kind):
    o = dict(range_frame.DEFAULTS)
    spacing = rng.choice([1, 10, 60, 200])
    sign = 1
    if kind == 1:  # token1 is the numeraire
        o.update(t0="WETH", t1="USDC", d0=18, d1=6)
        sign = -1
    tick = sign * rng.randint(196000, 204000)
    o.update(
        spacing=spacing, fee={1: 100, 10: 500, 60: 3000, 200: 10000}[spacing],
        tick=tick, liquidity=rng.randint(1, 10**6) * 10**12,
        pool_liquidity=10**18 + rng.randint(1, 10**6) * 10**15,
        sigma=repr(rng.uniform(0.05, 1.5)), fees0=str(rng.randint(0, 10**7)),
        fees1=str(rng.randint(0, 100)), gwei=str(rng.choice([1, 5, 30, 97.9, 98.1, 300])),
        il=str(rng.choice([-0.5, -5, -19.9, -20, -40])),
        net=str(rng.choice([3, -1, -24.9, -25])), owed0=str(rng.randint(0, 9)),
        window=rng.choice([3600, 86400, 604800]), n_swaps=rng.randint(0, 5000))
    if rng.random() < 0.7:
        o.update(il="-1", net="1")
    width = rng.randint(2, 6000)
    lower = tick - rng.randint(-width // 4, width + width // 4)
    o["lower"] = lower // spacing * spacing
    o["upper"] = o["lower"] + (width // spacing + 1) * spacing
    return o


def frames(seed, n):
    rng = random.Random(seed)
    for i in range(n):
        o = random_options(rng, i % 3)
        o["ts"] += i
        records = list(range_frame.frame(o))
        if i % 3 == 2:  # neither is: the euro
            records.append(dict(records[1], pair="USDC/EUR", price="0.9"))
        yield o, i % 3, records


def run(tolerance, numeraire, lines):
    return subprocess.run(
        ["range-roll", "-o", f"RISK_TOLERANCE={tolerance}", "-o", f"NUMERAIRE={numeraire}"],
        input="".join(lines), stdout=subprocess.PIPE, text=True, check=True).stdout


def numeraire_per1(o, kind):
    s = sqrt_tick(o["tick"]) * (1 + 1e-9)
    usdc = 1e-6 if o["t1"] == "USDC" else 1e-6 / (s * s)
    return usdc * (0.9 if kind == 2 else 1)


def near(a, b, part=1e-6, least=2e-6):
    return abs(a - b) <= max(part * max(abs(a), abs(b)), least)


def differs(got, want):
    if abs(want["gain"] - want["cost"]) < 1e-6 * abs(want["cost"]):
        return None
    if (got["new_lower"], got["new_upper"]) != (want["lower"], want["upper"]):
        return "range"
    if got.get("triggers", []) != want["triggers"]:
        return "triggers"
    for key in ("gain", "cost"):
        if not near(float(got[key]), want[key], 1e-5, 1e-3):
            return key
    if not near(got["urgency"], want["urgency"]):
        return "urgency"
    if not near(got["efficiency_ratio"], want["efficiency"]):
        return "efficiency"
    if f"{got['decision']} {got['reason']}" not in (want["says"], "exit boundary",
                                                    "hold boundary"):
        return "decision"
    return None


def main():
    seed, n = int(sys.argv[1]), int(sys.argv[2])
    counts, bad = {}, 0
    for kind, numeraire in enumerate(["USDC", "USDC", "EUR"]):
        tolerance = list(TOLERANCE)[kind]
        cases = [c for c in frames(seed, n) if c[1] == kind]
        lines = []
        for o, _, records in cases:
            lines += [json.dumps(r) + "\n" for r in records]
            lines.append('{"type":"cycle","ts_ms":%d,"id":%d}\n' % (o["ts"], o["ts"]))
        told = [json.loads(x) for x in run(tolerance, numeraire, lines).splitlines()
                if x.startswith('{"type":"range"')]
        assert len(told) == len(cases), (len(told), len(cases))
        for (o, _, records), got in zip(cases, told):
            by_type = {r["type"]: r for r in records}
            want = model(o, by_type, TOLERANCE[tolerance], numeraire_per1(o, kind))
            what = differs(got, want)
            counts[want["says"]] = counts.get(want["says"], 0) + 1
            if what:
                bad += 1
                print(what, o, want, got, sep="\n", file=sys.stderr)
    print(n, "frames,", bad, "otherwise:", " ".join(f"{k.replace(' ', ':')}={v}"
                                                  for k, v in sorted(counts.items())))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    main()
