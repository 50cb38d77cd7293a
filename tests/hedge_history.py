#!/usr/bin/python3
"""hedge_history.py - a hedge over a simulated time, and what it was worth.

make SEED N     N frames of positions whose exposure falls as the price rises, hedged
                late, in parts and at a cost over two exchanges, with what they record
judge IN OUT    OUT is what `hedge-sync report` made of IN: ends 1 where it is not what
                the accounts come to, cash and positions valued at each frame

Nothing of it is shared with the program: here an account is its cash and its position."""
import json
import random
import sys
from fractions import Fraction as F

SEATS = [("binance", "ETHUSDT", "WETH", 1), ("bybit", "ETHUSDT", "WETH", 1),
         ("binance", "1000PEPEUSDT", "PEPE", 1000)]
START, EVERY = 1763700000000, 60000


def text(x, places=9):
    n = round(x * 10**places)
    whole, rest = divmod(abs(n), 10**places)
    rest = str(rest).rjust(places, "0").rstrip("0")
    return ("-" if n < 0 else "") + str(whole) + ("." + rest if rest else "")


def say(**x):
    print(json.dumps(x, separators=(",", ":")))


def make(seed, frames):
    r = random.Random(seed)
    price = {"WETH": F(3000), "PEPE": F(1, 100)}
    exposure = {"WETH": F(10), "PEPE": F(5000)}
    held = [F(0)] * len(SEATS)
    il, fills = F(0), 0
    for n in range(frames):
        ts = START + n * EVERY
        for a in price:
            price[a] = round(price[a] * (1 + F(r.randrange(-200, 201), 10000)), 7)
            exposure[a] = round(exposure[a] * (1 - F(r.randrange(-50, 51), 1000)), 6)
        il -= F(r.randrange(0, 300), 100)
        say(type="il", ts_ms=ts, chain_id=1, position="v3:1", strategy=1, exposures=[], il_amount=text(il))
        marks = [round(price[a] * u * (1 + F(r.randrange(-5, 6), 10000)), 2) for _, _, a, u in SEATS]
        legs = [{"asset": a, "venue": v, "account": v, "instrument": s, "exposure": text(exposure[a]), "target": "0",
                 "held": text(held[i]), "gap": "0", "band": "0", "mark_price": text(marks[i])}
                for i, (v, s, a, u) in enumerate(SEATS)]
        if r.random() < 0.1:
            # nothing was measured: what stands there is old
            say(type="hedge", ts_ms=ts, strategy=1, decision="refuse", reason="position_missing",
                legs=[{**x, "mark_price": "1", "held": "77"} for x in legs])
            continue
        say(type="hedge", ts_ms=ts, strategy=1, decision="trade", legs=legs)
        say(type="hedge", ts_ms=ts, strategy=2, decision="trade", legs=[{**x, "held": "5"} for x in legs])
        for i, (v, s, a, u) in enumerate(SEATS):
            want = -exposure[a] / u * F(8, 10) * (F(1, 2) if a == "WETH" else 1)
            for _ in range(r.randrange(0, 3)):
                size = round((want - held[i]) * F(r.randrange(0, 100), 100), 3)
                if not size:
                    continue
                held[i] += size
                fills += 1
                fill = dict(type="fill", ts_ms=ts + r.randrange(0, EVERY), id=f"{v}:{s}:{fills}", venue=v, market=s, wallet=v,
                            side="buy" if size > 0 else "sell", price=text(round(marks[i] * (1 + F(r.randrange(-30, 31), 10000)), 2)),
                            size=text(abs(size)), fee=text(F(r.randrange(-10, 200), 100)), fee_asset="USDT", maker=False,
                            order_id=str(fills), client_id=str(1 << 48 | fills), attempt=f"mm0001-{fills}")
                say(**fill)
                if r.random() < 0.2:
                    say(**fill)
        if r.random() < 0.2:
            say(type="funding", ts_ms=ts, id=str(n), venue="bybit", account="bybit", symbol="ETHUSDT",
                amount=text(F(r.randrange(-500, 500), 100)), asset="USDT", strategy=1)


def variance(v):
    mean = sum(v) / len(v)
    return sum((x - mean) ** 2 for x in v) / (len(v) - 1)


def judge(lines, got):
    seen, cash = set(), [F(0)] * len(SEATS)
    times, fees, funding, il = [], F(0), F(0), []
    rows = [json.loads(x) for x in lines]
    trades = sorted((x for x in rows if x["type"] == "fill"), key=lambda x: x["ts_ms"])
    frames = [x for x in rows if x["type"] == "hedge" and x["strategy"] == 1 and x["decision"] == "trade"]
    at = {(v, s): i for i, (v, s, *_) in enumerate(SEATS)}
    for f in frames + [None]:
        while trades and (f is None or trades[0]["ts_ms"] < f["ts_ms"]):
            t = trades.pop(0)
            if t["id"] in seen:
                continue
            seen.add(t["id"])
            fees += F(t["fee"])
            cash[at[t["venue"], t["market"]]] -= F(t["size"]) * F(t["price"]) * (1 if t["side"] == "buy" else -1)
        if f:
            held = [F(x["held"]) for x in f["legs"]]
            marks = [F(x["mark_price"]) for x in f["legs"]]
            times.append((sum(c + h * m for c, h, m in zip(cash, held, marks)), marks, [F(x["exposure"]) for x in f["legs"]], held))
    bare, hedged = [], []
    for a, b in zip(times, times[1:]):
        u = a[2][0] * (b[1][0] - a[1][0]) + a[2][2] * (b[1][2] - a[1][2]) / 1000
        bare.append(u)
        hedged.append(u + b[0] - a[0])
    funding = sum(F(x["amount"]) for x in rows if x["type"] == "funding")
    il = [F(x["il_amount"]) for x in rows if x["type"] == "il"]
    left = lambda t: {"WETH": t[2][0] + t[3][0] + t[3][1], "PEPE": t[2][2] + t[3][2] * 1000}
    pnl = times[-1][0] - times[0][0]
    want = {"frames": len(frames), "from_ms": frames[0]["ts_ms"], "to_ms": frames[-1]["ts_ms"], "hedge_pnl": pnl, "fees": fees,
            "funding": funding, "il_amount": il[-1] - il[0], "quote": "USDT"}
    for key, w in want.items():
        if (F(got[key]) if isinstance(w, F) else got[key]) != w:
            sys.exit(f"{key}: wanted {w}, got {got[key]}")
    for name, amount in left(times[-1]).items():
        mean = sum(abs(left(t)[name]) for t in times) / len(times)
        if F(got["residual"][name]) != amount or not 0 <= mean - F(got["residual_mean"][name]) < F(1, 10**9):
            sys.exit(f"residual of {name}: wanted {amount} {float(mean)}, got {got['residual']} {got['residual_mean']}")
    ratio = float(1 - variance(hedged) / variance(bare))
    if abs(ratio - got["effectiveness_ratio"]) > 1e-9 * max(1, abs(ratio)):
        sys.exit(f"effectiveness: wanted {ratio}, got {got['effectiveness_ratio']}")
    share = float((pnl + funding - fees) / -want["il_amount"])
    if abs(share - got["il_offset_ratio"]) > 1e-9 * max(1, abs(share)):
        sys.exit(f"offset: wanted {share}, got {got['il_offset_ratio']}")
    print(len(frames), "frames,", len(seen), "trades, effectiveness", round(ratio, 3))


if sys.argv[1] == "make":
    make(int(sys.argv[2]), int(sys.argv[3]))
else:
    judge(open(sys.argv[2]).read().splitlines(), json.loads(open(sys.argv[3]).read().splitlines()[0]))
