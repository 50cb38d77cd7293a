#!/usr/bin/python3
"""hedge_model.py - the plan of hedge-sync(1) a second time, in fractions.

make SEED N CONF   N frames at random, and the configuration they are for, to CONF
judge CONF IN OUT  OUT is what `hedge-sync plan` made of IN: prints how many legs and
                   orders were judged, ends 1 at the first that is not what the page says

Nothing of it is shared with the program."""
import json
import math
import random
import sys
from fractions import Fraction as F

ASSETS = {"WETH": ("ETHUSDT", 1), "ARB": ("ARBUSDT", 1), "PEPE": ("1000PEPEUSDT", 1000)}
MARKS = {"WETH": (1500, 4000), "ARB": (1, 3), "PEPE": (1, 2)}
VENUES = ["bybit", "binance"]
BPS, PPM, PARTS = F(1, 10000), F(1, 10**6), 100


# ---- worlds ----

def text(x, places=12):
    n = round(x * 10**places)
    whole, rest = divmod(abs(n), 10**places)
    rest = str(rest).rjust(places, "0").rstrip("0")
    return ("-" if n < 0 else "") + str(whole) + ("." + rest if rest else "")


def pick(r, lo, hi, places):
    return text(F(r.randrange(int(lo * 10**places), int(hi * 10**places) + 1), 10**places))


def instrument(r, venue, asset, ts):
    symbol, units = ASSETS[asset]
    mark = F(pick(r, *MARKS[asset], 4))
    tick = F(1, 10 ** r.choice([1, 2, 4]))
    step = F(1, 10 ** r.choice([0, 1, 3]))
    off, bids, asks = r.randrange(1, 30), [], []
    for _ in range(r.randrange(0, 5)):
        by = mark * off / 20000
        bids.append([text(mark - by), pick(r, 0, r.choice([3, 300, 30000]), 3)])
        asks.append([text(mark + by), pick(r, 0, r.choice([3, 300, 30000]), 3)])
        off += r.randrange(1, 40)
    rec = {"type": "instrument", "ts_ms": ts, "venue": venue, "symbol": symbol, "base": asset, "quote": "USDT",
           "trading": r.random() > 0.03, "tick": text(tick), "step": text(step),
           "min_size": text(step * r.choice([1, 1, 5])), "max_size": text(step * r.choice([30, 1000, 10**7])),
           "multiplier": text(F(units)), "funding_ms": r.choice([14400000, 28800000]),
           "funding_ratio": pick(r, -0.001, 0.001, 6), "mark_price": text(mark), "index_price": text(mark),
           "bids": bids, "asks": asks, "market_ms": ts - r.choice([0, 900, 9000, 11000] if r.random() < 0.2 else [0])}
    if r.random() < 0.7:
        rec["min_notional"] = r.choice(["5", "20", "100"])
    if r.random() < 0.3:
        rec["price_up"], rec["price_down"] = "1.002", "0.998"
    if r.random() < 0.3:
        rec["market_step"], rec["max_market"] = text(step * r.choice([1, 10])), text(step * 200)
    return rec


def nearly_hedged(c, r, records, ts):
    """A position that makes what is held nearly right."""
    ratio, exposures = ratio_of(c), []
    for asset, (symbol, units) in ASSETS.items():
        held = sum(F(x["size"]) * units for x in records if x["type"] == "venue_position" and x["symbol"] == symbol)
        told = sum(F(e["amount"]) for x in records if x["type"] == "il" for e in x["exposures"] if e["asset"] == asset)
        near = -held / ratio * (1 + F(r.randrange(-40, 41), 1000))
        exposures.append({"asset": asset, "amount": text(near - told), "decimals": 18})
    return {"type": "il", "ts_ms": ts, "chain_id": 1, "position": "v3:near", "strategy": 1, "exposures": exposures}


def frame(c, r, ts):
    out = [{"type": "hedge", "ts_ms": ts - 1000, "strategy": 1, "covered": [{"position": "v3:1"}]}]
    for n in range(1, r.randrange(2, 7)):
        exposures = [{"asset": a, "amount": text(F(r.randrange(1, 10 ** r.randrange(3, 10)), 1000 if a == "WETH" else 10), 18), "decimals": 18}
                     for a in r.sample(sorted(ASSETS), r.randrange(1, 3))]
        out.append({"type": "il", "ts_ms": ts, "chain_id": 1, "position": f"v3:{n}", "strategy": 1, "exposures": exposures})
        if r.random() < 0.7:
            out[-1].update(sigma_ratio=r.random() * 2, horizon_s=r.choice([3600, 86400, 604800]))
    for venue in VENUES:
        mode = r.choice(["one_way", "one_way", "hedge"])
        equity = r.randrange(100, 10 ** r.randrange(3, 8))
        out.append({"type": "venue_account", "ts_ms": ts, "venue": venue, "account": venue, "asset": "USDT",
                    "equity": str(equity), "free": str(r.randrange(0, equity + 1)), "mode": mode,
                    "can_trade": r.random() > 0.03, "server_ms": ts + 3, "offset_ms": r.choice([0, 3, -999, 1001] if r.random() < 0.1 else [3])})
        for asset, (symbol, _) in ASSETS.items():
            rules = instrument(r, venue, asset, ts)
            out.append(rules)
            common = {"type": "venue_position", "ts_ms": ts, "venue": venue, "account": venue, "symbol": symbol,
                      "taker_ratio": pick(r, 0, 0.001, 5), "leverage": str(r.choice([1, 2, 3, 20])), "margin_type": "cross"}
            size = lambda: F(rules["step"]) * r.choice([0, r.randrange(0, 50), r.randrange(0, 20000)])
            if mode == "hedge":
                up, down = (size() if r.random() < 0.3 else F(0)), size()
                sides = [("long", up), ("short", -down)]
            else:
                sides = [("both", size() * r.choice([-1, -1, 1]))]
            for side, n in sides:
                out.append({**common, "position_side": side, "side": "long" if n > 0 else "short" if n < 0 else "flat", "size": text(n)})
    if r.random() < 0.3:
        out.append(nearly_hedged(c, r, out, ts))
    last, rest = out[:1], out[1:]
    r.shuffle(rest)
    return last + rest + [{"type": "cycle", "ts_ms": ts, "id": ts}]


def conf_of(r):
    return {"HEDGE_VENUES": ",".join(VENUES), "NUMERAIRE": "USDC",
            "HEDGE_ASSETS": ",".join(f"{a}:{s}:{u}" for a, (s, u) in ASSETS.items()),
            "HEDGE_RATIO": r.choice(["0.8", "1", "1.5"]), "MAX_HEDGE_RATIO": "1.2",
            "HEDGE_BAND_PCT": r.choice(["0", "5", "12.5"]), "HEDGE_BAND_MIN_NOTIONAL": r.choice(["0", "50", "777"]),
            "DEFAULT_LEVERAGE": r.choice(["1", "3", "10"]), "MAX_LEVERAGE": r.choice(["1", "5"]),
            "MAX_POSITION_USD": r.choice(["30000", "1000000"]), "MAX_EXPOSURE": r.choice(["0.3", "0.8"]),
            "HEDGE_MAX_ASSET_USD": r.choice(["0", "40000"]), "HEDGE_MAX_VENUE_USD": r.choice(["0", "60000"]),
            "HEDGE_MAX_ORDER_USD": r.choice(["0", "3000", "100000"]), "HEDGE_MAX_TURNOVER_USD": r.choice(["0", "50000"]),
            "HEDGE_ORDER": r.choice(["ioc", "ioc", "market"]), "HEDGE_SLIPPAGE_BPS": r.choice(["10", "30", "300"])}


# ---- the page, in fractions ----

def ratio_of(c):
    return min(F(c["HEDGE_RATIO"]), F(c["MAX_HEDGE_RATIO"]))


def down(x, unit):
    return math.floor(x / unit) * unit


def up(x, unit):
    return math.ceil(x / unit) * unit


class Seat:
    def __init__(s, c, asset, rank, rules, account, positions, ts):
        s.c, s.asset, s.rank, s.venue, s.symbol = c, asset, rank, rules["venue"], rules["symbol"]
        n = lambda key, other=None: F(rules[key]) if key in rules else other
        s.mark, s.units, tick = n("mark_price"), F(ASSETS[asset][1]), n("tick")
        s.market = c["HEDGE_ORDER"] == "market"
        s.step = max(n("step"), n("market_step", n("step"))) if s.market else n("step")
        s.two_way = account["mode"] == "hedge"
        at = {p["position_side"]: p for p in positions}
        some = at.get("both") or at["long"]
        net = [F(p["size"]) for p in at.values()]
        s.ours = {1: sum(x for x in net if x > 0), -1: -sum(x for x in net if x < 0)}
        s.fee, s.funding = F(some["taker_ratio"]), n("funding_ratio") * 28800000 / rules["funding_ms"]
        s.funding_next = n("funding_ratio")
        s.leverage = min(F(c["DEFAULT_LEVERAGE"]), F(some["leverage"]))
        slip = F(c["HEDGE_SLIPPAGE_BPS"]) * BPS
        buy = down(min(s.mark * (1 + slip), s.mark * n("price_up", F(99))), tick)
        sell = up(max(s.mark * (1 - slip), s.mark * n("price_down", F(0))), tick)
        s.worst = {1: None, -1: None} if s.market else {1: max(buy, tick), -1: max(sell, tick)}
        s.worth = {k: max(s.mark, v or 0) for k, v in s.worst.items()}
        s.book = {1: [(F(p), F(q)) for p, q in rules["asks"]], -1: [(F(p), F(q)) for p, q in rules["bids"]]}
        s.in_reach = {k: [(p, q) for p, q in v if s.market or (p - s.worst[k]) * k <= 0] for k, v in s.book.items()}
        s.depth = {k: down(sum(q for _, q in v), s.step) for k, v in s.in_reach.items()}
        s.least_any = max(up(n("min_size"), s.step), s.step)
        cheap = {k: s.mark if s.market else min(s.mark, v) for k, v in s.worst.items()}
        s.least = {k: max(s.least_any, up(n("min_notional", F(0)) / cheap[k], s.step)) for k in cheap}
        biggest = min(n("max_size"), n("max_market", n("max_size"))) if s.market else n("max_size")
        order = F(c["HEDGE_MAX_ORDER_USD"])
        s.most = {k: down(min(biggest, order / v) if order else biggest, s.step) for k, v in s.worth.items()}
        s.stop = None
        age = max(0, account["server_ms"] - rules["market_ms"]) + max(0, ts - (account["server_ms"] - account["offset_ms"]))
        if age > 10000:
            s.stop = "stale_price"
        elif abs(account["offset_ms"]) > 1000:
            s.stop = "clock_offset"
        elif not (rules["trading"] and account["can_trade"]):
            s.stop = "not_trading"
        s.age, s.slip = age, slip
        s.change, s.planned, s.reason = F(0), {"less": {1: F(0), -1: F(0)}, "more": F(0)}, None

    def worth_of(s):
        return (s.ours[1] + s.ours[-1] + s.planned["more"] - s.planned["less"][1] - s.planned["less"][-1]) * s.mark

    def walk(s, k, size):
        value, last = F(0), s.worst[k] or s.mark
        for p, q in s.in_reach[k]:
            if size <= 0:
                break
            part = min(q, size)
            value, size, last = value + part * p, size - part, s.worst[k] or p
        return value + size * last

    def score(s, k, opens, size):
        size = min(down(size, s.step), s.depth[k])
        if not size:
            return 10**9
        nano = F(1, 10**9)
        funding = math.floor(abs(s.funding_next) / nano)
        every = s.funding_next / s.funding if s.funding else 1
        funding = math.floor(funding / every) * (1 if s.funding_next > 0 else -1)
        received = funding if (k < 0) == opens else -funding
        paid = s.walk(k, size) - size * s.mark
        return math.floor(s.fee / nano) - (received if opens else -received) + math.floor(paid * k / (size * s.mark * nano))


def parts(size, least, most, step):
    """(sizes of the orders) that size is sent in."""
    if size < least or most < least or size <= 0:
        return []
    n = math.ceil(size / most)
    if down(size / n, step) < least:
        n, size = n - 1, (n - 1) * most
    lots, each = size / step, (size / step) // n
    return [(each + (1 if i < lots - each * n else 0)) * step for i in range(n)]


class Asset:
    def __init__(a, c, name, exposure, move, seats):
        a.c, a.name, a.exposure, a.move, a.seats = c, name, exposure, move, seats
        a.target = -ratio_of(c) * exposure
        a.held = sum((s.ours[1] - s.ours[-1]) * s.units for s in seats)
        a.finest = min(s.step * s.units for s in seats)
        a.band = abs(a.target) * F(c["HEDGE_BAND_PCT"]) / 100
        for s in seats:
            a.band = max(a.band, s.units * max(up(F(c["HEDGE_BAND_MIN_NOTIONAL"]) / s.mark, s.step), s.least[1], s.least[-1]))
        gap = abs(a.target - a.held)
        whole = max(abs(a.target), abs(a.held))
        a.beyond = down(gap, a.finest) > a.band
        a.severity = 0 if not a.beyond else 3 if a.target * a.held < 0 or gap * 2 > whole else 2 if gap * 4 > whole else 1
        a.value = down(gap, seats[0].step * seats[0].units) / seats[0].units * seats[0].mark

    def lessen(a, s, way, size):
        if s.stop:
            s.reason = s.stop
            return F(0)
        k = -way
        most = max(s.most[k], s.least_any)
        can = size
        if size > most * PARTS:
            can, s.reason = most * PARTS, "parts"
        can = sum(parts(can, s.least_any, most, s.step))
        if can < size and not s.reason:
            s.reason = "below_minimum"
        s.planned["less"][way] = can
        return can

    def fill(a, books):
        sign = (a.target > 0) - (a.target < 0)
        both = all(any(s.ours[k] >= s.step for s in a.seats) for k in (1, -1))
        blocked = False
        for s in a.seats:
            for way in (1, -1):
                size = down(s.ours[way], s.step)
                if not size or way == sign:
                    continue
                s.change -= way * size
                if not (a.beyond or both):
                    s.reason = "band"
                elif a.lessen(s, way, size) < size:
                    blocked = True
        rest = abs(a.target) - sum(s.ours[sign] * s.units for s in a.seats if sign)
        now = a.beyond or down(abs(rest), a.finest) > a.band
        if rest < 0:
            a.reduce(sign, -rest, now)
        elif rest > 0:
            a.open(sign, rest, now, blocked, books)

    def ranked(a, k, opens, amount):
        return sorted(a.seats, key=lambda s: (s.score(k, opens, amount / s.units), s.rank))

    def reduce(a, sign, amount, now):
        order = a.ranked(-sign, False, amount)
        for s in order:
            size = min(down(amount / s.units, s.step), down(s.ours[sign], s.step))
            if not size:
                continue
            if now:
                size = a.lessen(s, sign, size)
            else:
                s.reason = "band"
            s.change -= sign * size
            amount -= size * s.units
        for s in order if now else []:  # still wanted, of those that hold it
            size = min(down(amount / s.units, s.step), down(s.ours[sign], s.step) - s.planned["less"][sign])
            s.change -= sign * size
            amount -= size * s.units

    def open(a, sign, amount, now, blocked, books):
        order = a.ranked(sign, True, amount)
        for s in order:
            wanted = down(amount / s.units, s.step)
            if not wanted:
                break
            if not now:
                s.reason = "band"
                break
            size, why = (F(0), "opposite") if blocked else books.room(a, s, sign)
            if size >= wanted:
                size, why = wanted, None
            size = sum(parts(size, s.least[sign], s.most[sign], s.step))
            if size < wanted and not s.reason:
                s.reason = why or "below_minimum"
            s.planned["more"] = size
            books.take(s, sign, size)
            s.change += sign * size
            amount -= size * s.units
        size = down(amount / order[0].units, order[0].step)
        order[0].change += sign * size
        if size and not order[0].reason:
            order[0].reason = "below_minimum"


class Books:
    """What accounts have left."""

    def __init__(b, c, accounts, assets):
        b.c, b.assets, b.turnover = c, assets, F(0)
        b.equity = {v: F(r["equity"]) for v, r in accounts.items()}
        b.free = {v: F(r["free"]) for v, r in accounts.items()}
        b.bound = {v: b.equity[v] - b.free[v] for v in accounts}
        b.held = {v: sum((s.ours[1] + s.ours[-1]) * s.mark for a in assets for s in a.seats if s.venue == v) for v in accounts}

    def room(b, a, s, k):
        c = {key: F(v) for key, v in b.c.items() if key.startswith(("MAX_", "HEDGE_MAX"))}
        if s.stop:
            return F(0), s.stop
        if s.most[k] < s.least[k]:
            return F(0), "order_limit"
        at = b.held[s.venue] - sum((t.planned["less"][1] + t.planned["less"][-1]) * t.mark for t in a.seats if t.venue == s.venue)
        worth = s.worth[k]
        binds = worth * (1 + s.leverage * s.fee)
        left = [] if s.market else [(s.depth[k], "depth")]
        left += [((c["MAX_POSITION_USD"] - s.worth_of()) / s.mark, "position_limit")]
        if c["HEDGE_MAX_ASSET_USD"]:
            left += [((c["HEDGE_MAX_ASSET_USD"] - sum(t.worth_of() for t in a.seats)) / s.mark, "asset_limit")]
        if c["HEDGE_MAX_VENUE_USD"]:
            left += [((c["HEDGE_MAX_VENUE_USD"] - at) / s.mark, "venue_limit")]
        left += [((c["MAX_LEVERAGE"] * b.equity[s.venue] - at) / s.mark, "leverage_limit"),
                 ((c["MAX_EXPOSURE"] * b.equity[s.venue] - b.bound[s.venue]) * s.leverage / binds, "exposure_limit"),
                 (b.free[s.venue] * s.leverage / binds, "insufficient_margin")]
        if c["HEDGE_MAX_TURNOVER_USD"]:
            left += [((c["HEDGE_MAX_TURNOVER_USD"] - b.turnover) / worth, "turnover_limit")]
        left = [(max(down(x, s.step), F(0)), why) for x, why in left] + [(s.most[k] * PARTS, "parts")]
        best = min(left, key=lambda x: x[0])
        return best

    def take(b, s, k, size):
        value = size * s.worth[k]
        margin = up(value * (1 + s.leverage * s.fee) / s.leverage, PPM)
        b.held[s.venue] += size * s.mark
        b.bound[s.venue] += margin
        b.free[s.venue] -= margin
        b.turnover += value


def solve(c, records, ts):
    """(legs, orders) of a frame."""
    of = lambda kind: [x for x in records if x["type"] == kind]
    accounts = {x["venue"]: x for x in of("venue_account")}
    exposure, move = {a: F(0) for a in ASSETS}, {a: None for a in ASSETS}
    for il in of("il"):
        for e in il["exposures"]:
            a = e["asset"]
            exposure[a] += F(e["amount"])
            if "sigma_ratio" in il:
                m = F(int(1e6 * il["sigma_ratio"] * math.sqrt(il["horizon_s"] / 31536000 * 2 / math.pi)), 10**6)
                move[a] = max(m, move[a] or m)
    assets = []
    for name, (symbol, _) in sorted(ASSETS.items()):
        seats = [Seat(c, name, VENUES.index(r["venue"]), r, accounts[r["venue"]],
                      [p for p in of("venue_position") if (p["venue"], p["symbol"]) == (r["venue"], symbol)], ts)
                 for r in sorted(of("instrument"), key=lambda r: VENUES.index(r["venue"])) if r["symbol"] == symbol]
        assets.append(Asset(c, name, exposure[name], move[name], seats))
    assets.sort(key=lambda a: (-a.severity, -a.value, a.name))
    books = Books(c, accounts, assets)
    for a in assets:
        a.fill(books)
    return assets


def orders_of(assets):
    reducing, opening = [], []
    for a in assets:
        sign = 1 if a.target > 0 else -1
        for s in a.seats:
            for way in (1, -1):
                for size in parts(s.planned["less"][way], s.least_any, max(s.most[-way], s.least_any), s.step):
                    reducing.append((s.venue, s.symbol, "buy" if way < 0 else "sell", size, s.worst[-way], True))
        for s in a.seats:
            for size in parts(s.planned["more"], s.least[sign], s.most[sign], s.step):
                opening.append((s.venue, s.symbol, "buy" if sign > 0 else "sell", size, s.worst[sign], False))
    return reducing + opening


SEVERITY = ["low", "medium", "high", "critical"]


def legs_of(assets):
    out = []
    for place, (a, s) in enumerate((a, s) for a in sorted(assets, key=lambda a: a.name) for s in a.seats):
        sign = 1 if a.target > 0 else -1
        asked = s.planned["less"][-1] - s.planned["less"][1] + sign * s.planned["more"]
        held, k = s.ours[1] - s.ours[-1], 1 if asked > 0 else -1
        target = held + s.change
        leg = {"asset": a.name, "venue": s.venue, "account": s.venue, "instrument": s.symbol, "exposure": a.exposure,
               "target": target, "held": held, "gap": s.change, "band": down(a.band / s.units, s.step), "mark_price": s.mark,
               "leverage": s.leverage, "required_margin": up(abs(target) * s.mark / s.leverage, PPM),
               "funding": -target * s.mark * s.funding_next, "severity": SEVERITY[a.severity if s.change else 0],
               "reason": s.reason}
        if asked:
            paid = s.walk(k, abs(asked))
            leg.update(side="buy" if asked > 0 else "sell", size=abs(asked), price=s.worst[k], reduce=not s.planned["more"] or None,
                       cost=paid * s.fee + (paid - abs(asked) * s.mark) * k,
                       expected_il_reduction=None if a.move is None else abs(asked) * s.mark * a.move)
        tight = F(0)
        if s.book[1] and s.book[-1]:
            tight = 1 - (s.book[1][0][0] - s.book[-1][0][0]) / s.mark / (2 * s.slip)
        deep = s.depth[k] / abs(asked) if asked else 1
        leg["confidence"] = max(0, min(1, float(min(1 - F(max(s.age, 0), 10000), tight, deep))))
        out.append((-SEVERITY.index(leg["severity"]), -abs(s.change) * s.mark, place, leg))
    return [leg for *_, leg in sorted(out, key=lambda x: x[:3])]


# ---- judging ----

TEXTS = {"asset", "venue", "account", "instrument", "side", "severity", "reason"}


def differ(want, got, where):
    for key in set(want) | (set(got) - {"priority", "traded_ms"}):
        w, g = want.get(key), got.get(key)
        if key == "confidence":
            same = abs(w - g) < 1e-9
        elif w is None or g is None or key in TEXTS or isinstance(w, bool):
            same = w == g
        else:
            same = w == F(g)
        if not same:
            sys.exit(f"{where}: {key}: wanted {w if key in TEXTS or w is None else float(w)}, got {g}\n{got}")


def judge(c, records, made):
    ts = records[-1]["ts_ms"]
    hedge, sync = (next(m for m in made if m["type"] == t) for t in ("hedge", "sync"))
    assets = solve(c, records, ts)
    legs, orders = legs_of(assets), orders_of(assets)
    if len(legs) != len(hedge["legs"]) or len(orders) != len(sync["actions"]):
        sys.exit(f"{ts}: {len(legs)} legs and {len(orders)} orders wanted: {hedge} {sync}")
    for a in assets:
        for s in a.seats:
            goal = s.ours[1] - s.ours[-1] + s.change
            assert goal * a.target >= 0 or abs(goal) < s.step, f"{ts}: {a.name}: a target of the other sign"
            settled = a.beyond or s.reason in (None, "band") or any(t.ours[1] and t.ours[-1] or t.ours[1] * u.ours[-1] for t in a.seats for u in a.seats)
            assert settled, f"{ts}: {a.name}: within the band, and {s.reason} at {s.venue}"
    for i, (w, g) in enumerate(zip(legs, hedge["legs"])):
        differ(w, g, f"{ts}: leg {i + 1}")
        assert g["priority"] == i + 1 and "traded_ms" not in g, g
    for i, (w, g) in enumerate(zip(orders, sync["actions"])):
        g = (g["venue"], g["symbol"], g["side"], F(g["size"]), F(g["price"]) if "price" in g else None, g.get("reduce", False))
        if w != g:
            sys.exit(f"{ts}: order {i + 1}: wanted {w}, got {g}")
    return len(legs), len(orders)


def frames_of(path):
    now = []
    for line in open(path):
        now.append(json.loads(line))
        if now[-1]["type"] == "cycle":
            yield now
            now = []


def main():
    if sys.argv[1] == "make":
        r = random.Random(int(sys.argv[2]))
        c = conf_of(r)
        with open(sys.argv[4], "w") as f:
            f.writelines(f"{k}={v}\n" for k, v in c.items())
        for i in range(int(sys.argv[3])):
            for x in frame(c, r, 1763700000000 + i * 60000):
                print(json.dumps(x, separators=(",", ":")))
        return
    c = dict(line.strip().split("=", 1) for line in open(sys.argv[2]))
    counts = [judge(c, a, b) for a, b in zip(frames_of(sys.argv[3]), frames_of(sys.argv[4]), strict=True)]
    print(len(counts), "frames,", sum(a for a, _ in counts), "legs,", sum(b for _, b in counts), "orders")


main()
