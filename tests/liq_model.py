"""liq-scan's choice, made once more: a frame at random, what may be gained by each
account of it by trying sizes one by one, and whether what liq-scan wrote agrees.

usage: liq_model.py frame SEED [N [v2|v3|v4]] >RECORDS
       liq_model.py check SEED [N [v2|v3|v4]] <OUTPUT

All pools are of that protocol and hold liquidity at every price.
"""
import json
import math
import random
import sys
from decimal import Decimal, getcontext
from fractions import Fraction

from aave_model import MAX, RAY, WAD, Account, Pair, Refused

POOL = "0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2"
ASSETS = (("WETH", 18, 3000 * 10**8), ("USDC", 6, 10**8), ("DAI", 18, 10**8), ("WBTC", 8, 60000 * 10**8))
REVISION = {"3.0": 1, "3.3": 7, "3.5": 9, "3.6": 10, "3.7": 11}
GAS_WEI, LIQUIDATE, HOP, LEG = 20 * 10**9, 500000, {"v2": 70000, "v3": 95000, "v4": 85000}, 35000
MIN_NET = 10**8
SIZES = 50
SPACING, EDGE, WORDS = 60, 887220, (-58, 57)
getcontext().prec = 60


def address(n):
    return "0x" + format(n, "040d")


def units(parts, decimals):
    text = str(Fraction(parts))
    whole, rest = divmod(int(text), 10**decimals)
    return (f"{whole}." + format(rest, f"0{decimals}d")).rstrip("0").rstrip(".") if decimals else str(whole)


def parts(text, decimals):
    whole, _, rest = text.partition(".")
    return int(whole + rest.ljust(decimals, "0"))


def concentrated(pool, x, y):
    """A pool of v3 or v4 with the liquidity of reserves x and y from edge to edge."""
    tick = int((Decimal(y) / Decimal(x)).ln() / Decimal("1.0001").ln() // 1)
    tick -= Decimal("1.0001") ** tick > Decimal(y) / Decimal(x)
    liquidity = math.isqrt(x * y)
    yield {**pool, "tick_spacing": SPACING, "sqrt_price_x96": str(math.isqrt((y << 192) // x)), "tick": tick,
           "liquidity": str(liquidity), "word_low": WORDS[0], "word_high": WORDS[1]}
    for word, at, net in ((WORDS[0], -EDGE, liquidity), (WORDS[1], EDGE, -liquidity)):
        yield {"type": "pool_ticks", "ts_ms": 1, "chain_id": 1, "pool": pool["pool"], "word": word,
               "ticks": [[at, str(net), str(liquidity)]]}


def sold(received):
    """Of what is predicted to be received: interest may run slower until it lands."""
    return received * 999999 // 1000000


class World:
    """A market, pools of each pair and wallets, of one seed."""

    def __init__(self, seed, n, kind="v2"):
        rnd = random.Random(seed)
        self.kind = kind
        self.version = rnd.choice(sorted(REVISION))
        self.reserves = [{"id": a, "decimals": d, "price": str(int(p * rnd.uniform(0.9, 1.1))), "ltv_bp": 7500,
                          "lt_bp": 8000, "lb_bp": 10500, "protocol_fee_bp": 1000, "liquidity_index": str(RAY),
                          "borrow_index": str(RAY)} for a, d, p in ASSETS]
        # what the market can pay out of one of them, less than some liquidation takes
        dry = random.Random(-seed)
        self.available = {r["id"]: int(10 ** dry.uniform(3, 5) * 10**8) * 10 ** r["decimals"] // int(r["price"])
                          for r in dry.sample(self.reserves, seed % 2)}
        self.users = [(address(1000 + i), self.user(rnd)) for i in range(n)]
        self.pools = {}
        for i, a in enumerate(self.reserves):
            for b in self.reserves[i + 1:]:
                worth = rnd.choice((10**5, 10**6, 10**7)) * 10**8 * rnd.randint(1, 9)
                self.pools[a["id"], b["id"]] = [worth * 10 ** x["decimals"] // int(x["price"]) for x in (a, b)]
        self.wallets = {w: {r["id"]: rnd.choice((0, 1, 10, 1000)) * 10**10 * 10 ** r["decimals"] // int(r["price"])
                            for r in self.reserves} for w in ("one", "two")}
        for w in self.wallets.values():
            w["ETH"] = 10 * 10**18

    def user(self, rnd):
        held = rnd.sample(range(4), 2)
        rows = []
        for i, r in enumerate(self.reserves):
            rows.append({**r, "scaled_supply": "0", "scaled_debt": "0", "use_as_collateral": False})
            worth = int(10 ** rnd.uniform(3, 5.5) * 10**8)
            if i in held:
                rows[i]["scaled_supply"] = str(worth * 10 ** r["decimals"] // int(r["price"]))
                rows[i]["use_as_collateral"] = True
            elif rnd.random() < 0.7:
                rows[i]["scaled_debt"] = str(worth * 10 ** r["decimals"] // int(r["price"]))
        user = {"version": self.version, "emode": None, "reserves": rows}
        a = Account(user)
        if a.d:
            to = rnd.choice((0.7, 0.9, 0.94, 0.97, 0.99, 1.2))
            for r in rows:
                r["scaled_debt"] = str(int(r["scaled_debt"]) * a.hf // int(to * WAD))
        return user

    def frame(self):
        block, now = 100, 10**9
        yield {"type": "chain", "ts_ms": 1, "chain": "evm", "chain_id": 1, "block": block, "block_hash": "0xb",
               "parent_hash": "0xa", "block_ts_s": now - 12, "target_ts_s": now, "gas_limit": "30000000",
               "next_base_fee_wei": str(GAS_WEI - 10**9), "priority_wei": {"p75": str(10**9)}}
        yield {"type": "lend_market", "ts_ms": 1, "chain_id": 1, "pool": POOL, "kind": "aave",
               "revision": REVISION[self.version], "oracle": "0x54", "base_unit": "100000000", "users": len(self.users),
               "liquidations_open": True, "from_block": 1, "whole": True, "block": block, "block_hash": "0xb"}
        for i, r in enumerate(self.reserves):
            yield {"type": "reserve", "ts_ms": 1, "chain_id": 1, "pool": POOL, "id": i, "asset": r["id"],
                   "address": address(i + 1), "decimals": r["decimals"], "a_token": "0xa", "ltv_bps": r["ltv_bp"],
                   "lt_bps": r["lt_bp"], "bonus_bps": r["lb_bp"], "fee_bps": r["protocol_fee_bp"],
                   "reserve_factor_bps": 0, "active": True, "liquidity_index": str(RAY), "liquidity_rate": "0",
                   "borrow_index": str(RAY), "borrow_rate": "0", "updated_s": now - 100, "block": block,
                   **({"available": str(self.available[r["id"]])} if r["id"] in self.available else {})}
            yield {"type": "oracle", "ts_ms": 1, "chain_id": 1, "pool": POOL, "asset": r["id"], "price_base": r["price"],
                   "source": "0xfeed", "block": block}
        for name, user in self.users:
            for i, r in enumerate(user["reserves"]):
                if r["scaled_supply"] != "0" or r["scaled_debt"] != "0":
                    line = {"type": "user_reserve", "ts_ms": 1, "chain_id": 1, "pool": POOL, "user": name, "reserve": i,
                            "block": block, "collateral": r["use_as_collateral"]}
                    for key in ("scaled_supply", "scaled_debt"):
                        if r[key] != "0":
                            line[key] = r[key]
                    yield line
        by = {r["id"]: r for r in self.reserves}
        for n, ((a, b), (x, y)) in enumerate(self.pools.items()):
            pool = {"type": "pool", "ts_ms": 1, "chain_id": 1,
                    "pool": address(500 + n) if self.kind != "v4" else "0x" + format(500 + n, "064d"), "venue": "uniswap",
                    "kind": self.kind, "token0": a, "token1": b, "decimals0": by[a]["decimals"],
                    "decimals1": by[b]["decimals"], "fee": 3000, "block": block, "block_hash": "0xb"}
            if self.kind == "v2":
                yield {**pool, "reserve0": units(x, by[a]["decimals"]), "reserve1": units(y, by[b]["decimals"])}
            else:
                yield from concentrated(pool, x, y)
        for name, has in self.wallets.items():
            yield {"type": "wallet", "ts_ms": 1, "wallet": name, "chain": "evm", "slot": block, "balances": {
                a: {"free": units(n, by[a]["decimals"] if a in by else 18), "locked": "0", "unsettled": "0"}
                for a, n in has.items()}}
        yield {"type": "cycle", "ts_ms": now * 1000, "id": now * 1000}

    # ---- what may be gained ----

    def swap(self, a, b, amount):
        """Out of the direct pool: what liq-scan's routes may beat, never lose to."""
        x, y = self.pools.get((a, b)) or self.pools[b, a][::-1]
        inside = amount * 997000
        return inside * y // (x * 1000000 + inside)

    def gas_base(self, gas):
        eth = int(self.reserves[0]["price"])
        billion = -(-GAS_WEI * eth // 10**9)
        return -(-gas * billion // 10**9)

    def gain(self, p, c, d, cover):
        """Net in base of one size by the direct pool."""
        repay, seize, fee = p.settle(cover)
        if repay == 0 or seize == fee:
            raise Refused("nothing")
        if seize - fee > self.available.get(c["id"], MAX):
            raise Refused("not there")
        out = self.swap(c["id"], d["id"], sold(seize - fee))
        return out * p.pd // p.ud + -(repay * p.pd // -p.ud) * -1 - self.gas_base(LIQUIDATE + HOP[self.kind] + LEG), repay

    def best(self, user, funds):
        """The best of 50 sizes of each pair that funds pay for."""
        a, top = Account(user), None
        for c in user["reserves"]:
            for d in user["reserves"]:
                if not c["use_as_collateral"] or d["scaled_debt"] == "0" or c is d:
                    continue
                try:
                    p = Pair(a, c, d)
                except Refused:
                    continue
                most = min(p.max, funds[d["id"]])
                for k in range(1, SIZES + 1):
                    try:
                        net, repay = self.gain(p, c, d, MAX if k == SIZES and most == p.max else most * k // SIZES)
                    except Refused:
                        continue
                    if repay <= funds[d["id"]] and (top is None or net > top):
                        top = net
        return top


def expect(ok, *what):
    if not ok:
        sys.exit("liq_model: " + " ".join(map(str, what)))


class Checker:
    def __init__(self, world, records):
        self.w = world
        self.liq = [r for r in records if r["type"] == "liquidation"]
        self.act = [r for r in records if r["type"] == "action"]
        self.by = {r["id"]: r for r in world.reserves}
        self.free = {w: dict(has) for w, has in world.wallets.items()}

    def base(self, text):
        sign, text = (-1, text[1:]) if text[0] == "-" else (1, text)
        return sign * parts(text, 8)

    def check(self):
        users, told = dict(self.w.users), {r["user"]: r for r in self.liq}
        for name, user in users.items():
            below = Account(user).hf < WAD
            expect(below == (name in told), name, "below 1:", below, "told:", name in told)
        nets = [self.base(r["net_base"]) for r in self.liq if r["decision"] != "skip"]
        expect([r["rank"] for r in self.liq if "rank" in r] == list(range(1, len(nets) + 1)), "ranks")
        for r in self.liq:
            self.one(users[r["user"]], r)
        gone = [r for r in self.liq if r["decision"] == "go"]
        groups = {}
        for act in self.act:
            groups.setdefault(act["group"], []).append(act)
        first = {g[1]["intent_id"]: g for g in groups.values()}
        expect(all(r["intent_id"] in first for r in gone), "a go without its group")
        for r in gone:
            self.group(r, first[r["intent_id"]], first)
        ids = [act["intent_id"] for act in self.act]
        expect(len(ids) == len(set(ids)), "an intent twice")
        return len(told), len(gone)

    def one(self, user, r):
        """Every number of a line, and that no other size gains more with all the funds
        there were when it was decided."""
        if r["decision"] == "go":
            funds = {a["id"]: max(w[a["id"]] for w in self.free.values()) for a in self.w.reserves}
        else:
            funds = None
        if "debt" in r:
            self.numbers(user, r)
        if r["decision"] == "go":
            top = self.w.best(user, funds)
            # The model swaps in v2's numbers: those of v3 and v4 are a part or two off, in and out.
            slack = 0 if self.w.kind == "v2" else abs(top or 0) // 10**9 + sum(
                3 * int(x["price"]) // 10 ** x["decimals"] for x in self.by.values())
            expect(top is not None and self.base(r["net_base"]) >= top - slack, r["user"], r["net_base"], "less than", top)
            cost = parts(r["repay"], self.by[r["debt"]]["decimals"])
            expect(cost <= self.free[r["wallet"]][r["debt"]], r["user"], "over the funds of", r["wallet"])
            cover = next(a["amount"] for a in self.act if a["intent_id"] == r["intent_id"])
            self.free[r["wallet"]][r["debt"]] -= parts(cover, self.by[r["debt"]]["decimals"])
        if r["decision"] == "skip" and r["why"] in ("low_net", "no_gain", "no_route", "no_liquidity"):
            top = self.w.best(user, {a["id"]: max(w[a["id"]] for w in self.w.wallets.values()) for a in self.w.reserves})
            expect(top is None or top < MIN_NET, r["user"], "skipped, would gain", top)

    def numbers(self, user, r):
        c, d = ({x["id"]: x for x in user["reserves"]}[r[k]] for k in ("collateral", "debt"))
        p = Pair(Account(user), c, d)
        repay = parts(r["repay"], d["decimals"])
        repaid, seized, fee = p.settle(MAX if r["bound"] in ("collateral", "debt") else repay)
        expect(repaid == repay, r["user"], "repays", repay, "not", repaid)
        expect([parts(r[k], c["decimals"]) for k in ("seize", "protocol_fee", "receive")] == [seized, fee, seized - fee],
               r["user"], "seizes", seized, fee)
        expect(parts(r["max_repay"], d["decimals"]) == p.max, r["user"], "max", p.max)
        expect(seized - fee <= self.w.available.get(r["collateral"], MAX), r["user"], "receives what is not there")
        out = parts(r["swap_out"], d["decimals"]) if "swap_out" in r else seized - fee
        paid, got, at_price = (repay * p.pd + p.ud - 1) // p.ud, out * p.pd // p.ud, (seized - fee) * p.pc // p.uc
        gas = self.w.gas_base(r["gas"])
        want = [at_price - paid, at_price - got, gas, got - paid - gas]
        expect([self.base(r[k]) for k in ("gross_base", "swap_cost_base", "gas_base", "net_base")] == want, r["user"], want)

    def group(self, r, g, first):
        kinds = [a["action"] for a in g]
        expect(kinds[:2] == ["approve", "liquidate"], kinds)
        expect(all(a["wallet"] == r["wallet"] and a["group"] == g[0]["group"] for a in g), "group of two wallets")
        expect([a.get("after") for a in g] == [None] + [a["intent_id"] for a in g[:-1]], "after")
        expect(all("min_delta" not in a for a in g[:-1]) and list(g[-1]["min_delta"]) == [r["debt"]], "min_delta")
        liq = g[1]
        cover, repay = parts(liq["amount"], 18), parts(r["repay"], 18)
        expect(repay <= cover <= repay + repay // 50000 + 2 * 10**18, "cover", liq["amount"], r["repay"])
        expect(liq["amount_b"] == r["receive"] and liq["user"] == r["user"], "liquidate")
        swaps = [a for a in g if a["action"] == "swap"]
        for a in swaps:
            expect(a["kind"] == self.w.kind and (a["asset"], a["asset_out"]) == (r["collateral"], r["debt"]), "swap", a)
            if a["kind"] == "v4":
                expect(a["fee"] == 3000 and a["tick_spacing"] == SPACING and "path" not in a, "swap of v4", a)
            else:
                ways = a["path"][::2] if a["kind"] == "v3" else a["path"]
                expect(ways[0] == r["collateral"] and ways[-1] == r["debt"], "path", a)
        want = {"v2": [None], "v3": [None], "v4": [None, "permit2"]}[self.w.kind]
        expect([a.get("kind") for a in g[2:] if a["action"] == "approve"] == (want if swaps else []), "approvals", g)
        if r["debt"] != r["collateral"]:
            decimals = self.by[r["collateral"]]["decimals"]
            expect(sum(parts(a["amount"], decimals) for a in swaps) == sold(parts(r["receive"], decimals)),
                   "swapped is not what is surely received")
            expect(sum(parts(a["min_out"], 18) for a in swaps) == parts(r["min_out"], 18), "min_out")
            # whatever the swap gives, the repayment and all costs are paid, and the least gain is there
            d = self.by[r["debt"]]
            costs = self.base(r["gas_base"]) + self.base(r.get("tip_base", "0")) + MIN_NET
            need = parts(r["repay"], d["decimals"]) - (-costs * 10 ** d["decimals"] // int(d["price"]))
            expect(need <= parts(r["min_out"], d["decimals"]) <= parts(r["swap_out"], d["decimals"]), "min_out", r["min_out"], need)
        for n, i in enumerate(liq.get("alternatives", [])):
            expect(i in first and "alternatives" not in first[i][1], "alternative")
            expect(parts(first[i][1]["amount"], 18) <= repay // 2**(n + 1) + 2 * 10**18, "an alternative is smaller")


def main():
    what, seed = sys.argv[1], int(sys.argv[2])
    world = World(seed, int(sys.argv[3]) if len(sys.argv) > 3 else 12, *sys.argv[4:5])
    if what == "frame":
        for record in world.frame():
            print(json.dumps(record, separators=(",", ":")))
    else:
        told, gone = Checker(world, [json.loads(x) for x in sys.stdin]).check()
        print(told, "below 1,", gone, "go")


if __name__ == "__main__":
    main()
