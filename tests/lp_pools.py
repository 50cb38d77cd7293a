#!/usr/bin/python3
"""Judges what lp-read says of pools, reckoned from the records beside it by another hand.

usage: lp_pools.py window NOW_S WINDOW_S TWAP_S <records   every pool's sums, volatility and
                                                 mean tick against the events among them
       lp_pools.py out POOL ZERO AMOUNT SAID <records  a swap of AMOUNT (smallest parts of
                                                 token0 where ZERO is 1) brings SAID, by pool
                                                 and pool_ticks, but for the contracts'
                                                 rounding
"""
import json
import math
import sys
from decimal import Decimal, getcontext

getcontext().prec = 60
YEAR = 365 * 86400
verb, *args = sys.argv[1:]
records = [json.loads(line) for line in sys.stdin]


def of_type(name):
    return [r for r in records if r["type"] == name]


# ---- the window ----

def stands():
    """Events that were not taken back, once each, in the order of the chain."""
    gone = {r["cause"] for r in of_type("removed")}
    told = {e["cause"]: e for e in of_type("event") if e["cause"] not in gone}
    return sorted(told.values(), key=lambda e: (e["block"], e["log_index"]))


def says(event):
    """(price or None, tick or None, amounts given to the pool or None, fee or None)"""
    name, a = event["name"], event["args"]
    if name == "Sync":
        return Decimal(a["reserve1"]) / Decimal(a["reserve0"]), None, None, None
    if name == "Initialize":
        return (Decimal(a["sqrtPriceX96"]) / 2**96) ** 2, int(a["tick"]), None, None
    if name != "Swap":
        return None, None, None, None
    if "amount0In" in a:
        return None, None, [int(a[f"amount{i}In"]) - int(a[f"amount{i}Out"]) for i in (0, 1)], 3000
    sign = -1 if "id" in a else 1
    price = (Decimal(a["sqrtPriceX96"]) / 2**96) ** 2
    return price, int(a["tick"]), [sign * int(a[f"amount{i}"]) for i in (0, 1)], int(a.get("fee", 0)) or None


def window(now, span, twap):
    told = stands()
    for pool in of_type("pool"):
        mine = [e for e in told if (e["args"].get("id") or e["contract"]) == pool["pool"]]
        volume, fees, n, line = [0, 0], [0, 0], 0, []
        for e in mine:
            price, tick, given, fee = says(e)
            at = e["ts_ms"] // 1000
            if price is not None:
                line.append((at, math.log(price), tick))
            if given and now - span < at <= now:
                n += 1
                side = 0 if given[0] > 0 else 1
                for i in (0, 1):
                    volume[i] += abs(given[i])
                fees[side] += given[side] * (fee or pool["fee"]) // 10**6
        want = {"n_swaps": n, "window_s": span}
        for i in (0, 1):
            for key, sums in (("volume", volume), ("fees", fees)):
                want[f"{key}{i}"] = Decimal(sums[i]).scaleb(-pool[f"decimals{i}"])
        for key, value in want.items():
            got = Decimal(pool[key])
            assert got == value, (pool["pool"], key, got, value)
        sigma(pool, line, now, span)
        mean(pool, line, now, twap)


def last(line, at):
    found = [x for x in line if x[0] <= at]
    return found[-1] if found else None


def sigma(pool, line, now, span):
    points = [t for t in range(now - span, now + 1) if t % 300 == 0 and last(line, t)]
    moves = [last(line, b)[1] - last(line, a)[1] for a, b in zip(points, points[1:])]
    if len(moves) < 12:
        assert "sigma_ratio" not in pool, pool
        return
    want = math.sqrt(math.fsum(m * m for m in moves) * YEAR / (300 * len(moves)))
    assert math.isclose(pool["sigma_ratio"], want, rel_tol=1e-9), (pool["pool"], pool["sigma_ratio"], want)


def mean(pool, line, now, twap):
    if pool["kind"] == "v2" or not last(line, now - twap):
        return
    ticks = sum(last(line, t)[2] for t in range(now - twap, now))
    assert pool["twap_s"] == twap and pool["twap_tick"] == ticks // twap, (pool, ticks, twap)


# ---- a swap along the ticks ----

def out(name, zero, amount):
    pool = next(p for p in of_type("pool") if p["pool"] == name)
    ticks = sorted((Decimal("1.0001") ** (Decimal(t) / 2), Decimal(net))
                   for r in of_type("pool_ticks") if r["pool"] == name for t, net, _ in r["ticks"])
    s, liquidity = Decimal(pool["sqrt_price_x96"]) / 2**96, Decimal(pool["liquidity"])
    left, got = Decimal(amount) * (10**6 - pool["fee"]) / 10**6, Decimal(0)
    while left > 0:
        ahead = [t for t in ticks if (t[0] <= s if zero else t[0] > s)]
        edge, net = ahead[-1] if zero else ahead[0]
        room = liquidity * ((1 / edge - 1 / s) if zero else (edge - s))
        if left < room:
            to = 1 / (1 / s + left / liquidity) if zero else s + left / liquidity
        else:
            to = edge
        got += liquidity * ((s - to) if zero else (1 / s - 1 / to))
        left -= min(left, room)
        if to == edge:
            liquidity += -net if zero else net
            ticks.remove((edge, net))
        s = to
    return got


if verb == "window":
    window(*map(int, args))
else:
    ours, said = out(args[0], args[1] == "1", int(args[2])), Decimal(args[3])
    assert abs(ours - said) <= said / 10**9 + 3, (ours, said)
