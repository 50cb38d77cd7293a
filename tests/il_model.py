#!/usr/bin/python3
"""il_model.py - il-calc's arithmetic a second time, in fractions.

make SEED N    positions of random kinds, ranges, decimals, lives and prices
judge IN OUT   OUT is what il-calc made of IN: prints how many records were judged
               and ends 1 at the first that is not what fractions say

Nothing of it is shared with the program: amounts are integers, prices fractions."""
import json
import math
import random
import sys
from fractions import Fraction as F

Q = 1 << 96
NOW = 1_700_000_000_000
NUMERAIRE = "USDC"
NUMERAIRE_DECIMALS = 6


def fits(*values):
    """Whether a record can hold them all."""
    return all(abs(v) < 10**38 for v in values)


def root_at(tick):
    """The square root of 1.0001^tick as Q64.96, near enough for a random price."""
    return int(F(10001, 10000) ** (tick // 2) * Q) if abs(tick) < 2000 else int(math.exp(tick * math.log(1.0001) / 2) * Q)


def units(atoms, decimals):
    sign, atoms = "-" if atoms < 0 else "", abs(atoms)
    text = str(atoms).rjust(decimals + 1, "0")
    whole, rest = (text[:-decimals], text[-decimals:].rstrip("0")) if decimals else (text, "")
    return sign + whole + ("." + rest if rest else "")


def atoms(text, decimals):
    x = F(text) * 10**decimals
    assert x.denominator == 1, (text, decimals)
    return int(x)


def random_price(r):
    return units(r.randrange(1, 10 ** r.randrange(1, 18)), r.randrange(4, 20))


def position(r, i):
    kind = r.choice(["v3", "v3", "v4", "v2"])
    tokens = r.choice([("WETH", NUMERAIRE), (NUMERAIRE, "WETH"), ("PEPE", "WETH"), ("ARB", "LINK")])
    decimals = [NUMERAIRE_DECIMALS if t == NUMERAIRE else 18 if t == "WETH" else r.choice([0, 2, 18, 30]) for t in tokens]
    spacing = r.choice([1, 10, 60, 200])
    lower = r.randrange(-100000, 100000) // spacing * spacing
    upper = lower + spacing * r.randrange(1, 300)
    tick = lambda: r.randrange(lower - 3000, upper + 3000)
    amount = lambda: r.choice([0, 1, r.randrange(10**3), r.randrange(10**9), r.randrange(10**16), r.randrange(10**24)])
    flows, off, tokens_held = [], [0, 0], 0
    for n in range(r.randrange(1, 6)):
        what = "increase" if not n else r.choice(["increase", "decrease", "collect"])
        a = [amount(), amount()]
        flow = {"block": 100 + n, "log_index": 1, "tx_hash": "0x%064x" % (i * 100 + n), "ts_ms": NOW - 10**6 + n, "flow": what}
        if what != "collect":
            liquidity = r.randrange(1, 10**12)
            if what == "decrease" and kind == "v2":
                liquidity = r.randrange(0, tokens_held + 1) if tokens_held else 0
                if not liquidity:
                    continue
            tokens_held += liquidity if what == "increase" else -liquidity
            flow["liquidity"] = str(liquidity)
        elif kind == "v2":
            continue
        else:
            a = [x + o for x, o in zip(a, off)]
            off = [0, 0]
        if what == "decrease" and kind != "v2":
            off = [x + o for x, o in zip(a, off)]
        flow["amount0"], flow["amount1"] = units(a[0], decimals[0]), units(a[1], decimals[1])
        if r.random() < 0.95:
            flow["sqrt_price_x96"] = str(root_at(tick()))
        elif kind == "v2" and what == "decrease":
            flow["sqrt_price_x96"] = str(root_at(tick()))
        if r.random() < 0.95:
            flow["quote_price"] = random_price(r)
        if r.random() < 0.95:
            flow["gas_wei"] = str(r.choice([0, r.randrange(10**16)]))
        if r.random() < 0.95:
            flow["native_price"] = random_price(r)
        flows.append(flow)
    now = tick()
    p = {"type": "position", "ts_ms": NOW, "chain_id": 1, "position": "%s:%d" % (kind, i), "strategy": 7, "kind": kind, "wallet": "alice",
         "manager": "0xm", "token_id": str(i), "pool": "0xp%d" % (i % 5), "token0": tokens[0], "token1": tokens[1], "decimals0": decimals[0],
         "decimals1": decimals[1], "fee": 3000, "liquidity": str(r.choice([0, 1, r.randrange(10**24)])), "sqrt_price_x96": str(root_at(now)),
         "tick": now, "amount0": units(amount(), decimals[0]), "amount1": units(amount(), decimals[1]),
         "uncollected0": units(amount() + off[0], decimals[0]), "uncollected1": units(amount() + off[1], decimals[1]),
         "flows": flows, "entry": "known", "block": 200, "block_hash": "0xb"}
    if kind == "v2":
        p["uncollected0"] = p["uncollected1"] = "0"
    else:
        p.update(tick_spacing=spacing, tick_lower=lower, tick_upper=upper)
    if r.random() < 0.05:
        p.update(entry="unknown", entry_why="a log is missing")
        if r.random() < 0.5:
            del p["flows"]
    if r.random() < 0.1 and kind != "v2":
        p.update(type="closed", liquidity="0", amount0="0", amount1="0", uncollected0=units(off[0], decimals[0]), uncollected1=units(off[1], decimals[1]))
    return p


def make(seed, n):
    r = random.Random(seed)
    put = lambda x: print(json.dumps(x, separators=(",", ":")))
    for pair in "WETH", "LINK":
        put({"type": "price", "ts_ms": NOW, "pair": pair + "/" + NUMERAIRE, "price": random_price(r), "age_ms": r.randrange(5000), "n_sources": 2})
    for i in range(n):
        put(position(r, i))
    put({"type": "cycle", "ts_ms": NOW, "id": NOW})


def floor(x):
    return x.numerator // x.denominator


def ceil(x):
    return -floor(-x)


class Model:
    """What fractions say of one position."""

    def __init__(self, p, prices):
        self.p, self.d = p, (p["decimals0"], p["decimals1"])
        self.closed = p["type"] == "closed"
        tokens = (p["token0"], p["token1"])
        self.index = tokens.index(NUMERAIRE) if NUMERAIRE in tokens else None
        flows = p.get("flows", [])
        quote = prices.get(p["token1"])
        if self.closed:
            quote = flows[-1].get("quote_price") if flows else None
        self.now = self.price(p["sqrt_price_x96"], quote)
        self.pair = lambda o, k: [atoms(o[k + "0"], self.d[0]), atoms(o[k + "1"], self.d[1])]
        self.A, self.U = self.pair(p, "amount"), self.pair(p, "uncollected")
        self.want = {"amount": self.A}
        if p["entry"] == "known":
            self.walk(flows)
        elif self.now and fits(floor(self.value(self.A, self.now))):
            self.want["value"] = floor(self.value(self.A, self.now))

    def price(self, root, quote):
        """Worth of an atom of each token in atoms of the numeraire, or None."""
        if root is None:
            return None
        pool = F(int(root) ** 2, Q * Q)
        if self.index == 1:
            return pool, F(1)
        if self.index == 0:
            return F(1), 1 / pool
        if quote is None:
            return None
        one = F(quote) * F(10) ** (NUMERAIRE_DECIMALS - self.d[1])
        return pool * one, one

    @staticmethod
    def value(a, price):
        return a[0] * price[0] + a[1] * price[1]

    def walk(self, flows):
        D, W, C, v0, deposits, gas, wei = [0, 0], [0, 0], [0, 0], F(0), F(0), F(0), 0
        root = held = 0
        for f in flows:
            a, what = self.pair(f, "amount"), f["flow"]
            plus = lambda to, x: [to[0] + x[0], to[1] + x[1]]
            if self.p["kind"] == "v2":
                if what == "increase":
                    root, held = root + math.isqrt(a[0] * a[1]), held + int(f["liquidity"])
                else:
                    part = root * int(f["liquidity"]) // held
                    root, held = root - part, held - int(f["liquidity"])
                    C = plus(C, a)
                    a = self.principal(part, f["sqrt_price_x96"], a)
            D, W, C = (plus(D, a), W, C) if what == "increase" else (D, plus(W, a), C) if what == "decrease" else (D, W, plus(C, a))
            if what != "collect":
                price = self.price(f.get("sqrt_price_x96"), f.get("quote_price"))
                sign = 1 if what == "increase" else -1
                v0 = None if v0 is None or price is None else v0 + sign * self.value(a, price)
                deposits += self.value(a, price) if price and sign > 0 else 0
            wei = None if wei is None or "gas_wei" not in f else wei + int(f["gas_wei"])
            if "gas_wei" not in f or (int(f["gas_wei"]) and "native_price" not in f):
                gas = None
            elif gas is not None and int(f["gas_wei"]):
                gas += int(f["gas_wei"]) * F(f["native_price"]) * F(10) ** (NUMERAIRE_DECIMALS - 18)
        if self.p["kind"] == "v2" and held:
            whole, self.A = self.A, self.principal(root, self.p["sqrt_price_x96"], self.A)
            self.U = [u + w - a for u, w, a in zip(self.U, whole, self.A)]
        hold = [d - w for d, w in zip(D, W)]
        fees = [c + u - w for c, u, w in zip(C, self.U, W)]
        self.want.update(amount=self.A, hold=hold, il=[a - h for a, h in zip(self.A, hold)], fees_=fees)
        w = self.want
        w["gas_wei"] = wei
        w["gas"] = None if gas is None or not fits(ceil(gas)) else ceil(gas)
        if not self.now:
            return
        values = [floor(self.value(x, self.now)) for x in (self.A, hold, fees)]
        if not fits(*values):
            return
        w["value"], w["value_hold"], w["fees"] = values
        w["il_amount"] = w["value"] - w["value_hold"]
        w["value_entry"] = None if v0 is None or not fits(ceil(v0), ceil(deposits)) else ceil(v0)
        w["net_vs_hold"] = None if w["gas"] is None else w["il_amount"] + w["fees"] - w["gas"]
        w["net_vs_entry"] = None if None in (w["gas"], w["value_entry"]) else w["value"] + w["fees"] - w["gas"] - w["value_entry"]

    @staticmethod
    def principal(root, sqrt, whole):
        return [min(root * Q // int(sqrt), whole[0]), min(root * int(sqrt) // Q, whole[1])]

    def exposures(self):
        if self.closed:
            return []
        rows = zip((self.p["token0"], self.p["token1"]), self.A, self.U, self.d)
        return [{"asset": t, "amount": units(a + u, d), "decimals": d} for t, a, u, d in rows if t != NUMERAIRE and a + u > 0]

    def check(self, il):
        w = self.want
        for name, key in (("amount", "amount"), ("hold", "hold"), ("il", "il"), ("fees_", "fees")):
            for i in (0, 1):
                self.same(il, key + str(i), units(w[name][i], self.d[i]) if name in w else None)
        for key in "value", "value_hold", "fees", "gas", "il_amount", "value_entry", "net_vs_hold", "net_vs_entry":
            self.same(il, key, units(w[key], NUMERAIRE_DECIMALS) if w.get(key) is not None else None)
        self.same(il, "gas_wei", str(w["gas_wei"]) if w.get("gas_wei") is not None else None)
        self.same(il, "exposures", self.exposures())
        self.same(il, "closed", True if self.closed else None)
        base = w.get("value_hold", 0)
        if not self.closed and base > 0:
            assert abs(il["il_pct"] - 100 * w["il_amount"] / base) <= 1e-9 * abs(il["il_pct"]) + 1e-9, (il["position"], il["il_pct"])

    def same(self, il, key, want):
        if il.get(key) != want:
            sys.exit("%s: '%s' is %r, not %r\n%s" % (self.p["position"], key, il.get(key), want, json.dumps(self.p)))


def judge(given, made):
    lines = [json.loads(x) for x in open(given)]
    prices = {x["pair"].split("/")[0]: x["price"] for x in lines if x["type"] == "price"}
    positions = {x["position"]: x for x in lines if x["type"] in ("position", "closed")}
    n = 0
    for x in map(json.loads, open(made)):
        if x["type"] == "il":
            Model(positions.pop(x["position"]), prices).check(x)
            n += 1
    if positions:
        sys.exit("no il of %s" % ", ".join(positions))
    print(n, "judged")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), int(sys.argv[3]))
    else:
        judge(sys.argv[2], sys.argv[3])
