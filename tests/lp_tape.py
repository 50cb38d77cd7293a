#!/usr/bin/python3
"""Tapes of swaps in one pool of v3 for `back-test lp`, and the judge of its accounts: the
actions it asked for are played over the tape by a model of its own, in whole numbers.

usage: lp_tape.py begin [SQRT_X96 TICK LIQUIDITY]        the pool's record
       lp_tape.py make SEED N [SIGMA [GAP_S]]           its events
       lp_tape.py judge POOL TAPE OUTPUT GWEI FUNDS0 FUNDS1

OUTPUT is what `back-test lp --positions --equity` said.  judge is silent and ends 0, or says
what differs and ends 1.
"""
import json
import math
import random
import sys
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 120
POOL = "0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640"
SIGNATURE = "Swap(address,address,int256,int256,uint160,uint128,int24)"
T0, TICK0, LIQUIDITY = 1_700_000_000, 200_000, 10**19
Q96, Q128 = 2**96, 2**128
TRIP = 0.002
GAS = {"burn": 350_000, "swap": 250_000, "mint": 600_000}
TIP = 2 * 10**9

# ---- prices ----

FACTORS = [int((Decimal(2) ** 128 / Decimal("1.0001") ** (Decimal(2) ** i / 2)).to_integral_value()) for i in range(20)]


def sqrt_at(tick):
    ratio = Q128
    for i, factor in enumerate(FACTORS):
        if abs(tick) >> i & 1:
            ratio = ratio * factor >> 128
    if tick > 0:
        ratio = (2**256 - 1) // ratio
    return -(-ratio >> 32)


def tick_of(sqrt):
    """The greatest tick whose price is not above this one."""
    tick = int(math.floor(2 * math.log(sqrt / Q96) / math.log(1.0001))) + 2
    while sqrt_at(tick) > sqrt:
        tick -= 1
    return tick


# ---- tapes ----

def pool(sqrt=None, tick=TICK0, liquidity=LIQUIDITY):
    print(json.dumps({
        "type": "pool", "ts_ms": T0 * 1000, "chain_id": 1, "pool": POOL, "venue": "uniswap", "kind": "v3",
        "token0": "USDC", "token1": "WETH", "decimals0": 6, "decimals1": 18, "fee": 500, "tick_spacing": 10,
        "sqrt_price_x96": str(sqrt or sqrt_at(tick)), "tick": tick, "liquidity": str(liquidity),
        "block": 1, "block_hash": "0x01"}))


def path(rng, n, sigma, gap):
    """Times and sqrt prices: a walk, and between its steps swaps there and back in one block,
    which pay fees and are no volatility where the price is looked at seldom."""
    ts, sqrt = T0, sqrt_at(TICK0)
    while n > 0:
        ts += rng.choice([0, 1, gap // 2, gap, 2 * gap])
        away = int(sqrt * math.exp(rng.gauss(0, TRIP)))
        sqrt = int(sqrt * math.exp(rng.gauss(0, sigma)))
        for price in (away, sqrt)[:n]:
            yield ts, price
        n -= 2


def make(seed, n, sigma=0.0004, gap=60):
    """Swaps through liquidity that changes from one to the next, as that of others does."""
    rng, sqrt = random.Random(seed), sqrt_at(TICK0)
    for i, (ts, to) in enumerate(path(rng, n, sigma, gap)):
        liquidity = LIQUIDITY * rng.randrange(50, 200) // 100
        x = liquidity * Q96 * abs(to - sqrt) // to // sqrt
        y = liquidity * abs(to - sqrt) // Q96
        fee = Fraction(1000000, 999500)
        amounts = (-x, math.ceil(y * fee)) if to > sqrt else (math.ceil(x * fee), -y)
        sqrt = to
        print(json.dumps({
            "type": "event", "ts_ms": ts * 1000, "name": "Swap", "cause": f"1:0xab:0xcd:{i}:0", "chain_id": 1,
            "block": 2 + i, "block_hash": "0xab", "tx_hash": "0xcd", "log_index": i, "turn": 0, "contract": POOL,
            "signature": SIGNATURE, "args": {
                "sender": "s", "recipient": "r", "amount0": str(amounts[0]), "amount1": str(amounts[1]),
                "sqrtPriceX96": str(sqrt), "liquidity": str(liquidity), "tick": str(tick_of(sqrt))}}))


# ---- the judge ----

class Range:
    """Liquidity over a range, its fees added up swap by swap."""

    def __init__(self, lower, upper, sqrt, have):
        self.lower, self.upper, self.a, self.b = lower, upper, sqrt_at(lower), sqrt_at(upper)
        a, b = self.a, self.b
        l0 = (lambda p: have[0] * (p * b // Q96) // (b - p))
        l1 = (lambda p: have[1] * Q96 // (p - a))
        self.liquidity = l0(a) if sqrt <= a else l1(b) if sqrt >= b else min(l0(sqrt), l1(sqrt))
        self.growth = [0, 0]

    def exact(self, sqrt):
        s = min(max(sqrt, self.a), self.b)
        return (Fraction(self.liquidity * Q96 * (self.b - s), self.b * s), Fraction(self.liquidity * (s - self.a), Q96))

    def cost(self, sqrt):
        s, (_, y) = min(max(sqrt, self.a), self.b), self.exact(sqrt)
        inner = -(-self.liquidity * Q96 * (self.b - s) // self.b)
        return [-(-inner // s), math.ceil(y)]

    def worth(self, sqrt):
        s, (_, y) = min(max(sqrt, self.a), self.b), self.exact(sqrt)
        return [self.liquidity * Q96 * (self.b - s) // self.b // s, math.floor(y)]

    def pay(self, token, fee, before, after, others):
        low, high = min(before, after), max(before, after)
        a, b = max(low, self.a), min(high, self.b)
        if low == high:
            part = Fraction(1 if self.a <= low < self.b else 0)
        elif a >= b:
            part = Fraction(0)
        elif token:
            part = Fraction(b - a, high - low)
        else:
            part = Fraction(b - a, a * b) / Fraction(high - low, high * low)
        self.growth[token] += math.floor(fee * part) * Q128 // (others + self.liquidity)

    def owed(self):
        return [g * self.liquidity // Q128 for g in self.growth]


class Desk:
    def __init__(self, pool_record, funds, gwei):
        self.sqrt, self.tick = int(pool_record["sqrt_price_x96"]), pool_record["tick"]
        self.liquidity = int(pool_record["liquidity"])
        self.wallet, self.funds = list(funds), list(funds)
        self.range, self.full, self.idle = None, None, None
        self.put, self.fees, self.il, self.gas, self.wei, self.full_gas = None, [0, 0], 0, 0, 0, 0
        self.price = gwei * 10**9 + TIP
        self.counts, self.final, self.swap_cost = {"burn": 0, "swap": 0, "mint": 0}, 0, 0

    def value(self, amounts):
        """In token0, rounded down."""
        return math.floor(amounts[0] + Fraction(amounts[1] * Q96 * Q96, self.sqrt * self.sqrt))

    def holds(self):
        out = list(self.wallet)
        if self.range:
            for extra in (self.range.worth(self.sqrt), self.range.owed()):
                out = [x + y for x, y in zip(out, extra)]
        return out

    def worth_full(self):
        if not self.full:
            return self.value(self.holds()) - self.gas
        parts = zip(self.idle, self.full.worth(self.sqrt), self.full.owed())
        return self.value([sum(p) for p in parts]) - self.full_gas

    def open_il(self):
        return self.value(self.range.worth(self.sqrt)) - self.value(self.put) if self.range else 0

    def pay_gas(self, step):
        wei = GAS[step] * self.price
        self.wei += wei
        self.gas -= self.value([0, -wei])
        self.counts[step] += 1

    def swapped(self, e):
        args = e["args"]
        amounts, after = [int(args["amount0"]), int(args["amount1"])], int(args["sqrtPriceX96"])
        token = 1 if amounts[0] < 0 else 0
        fee, others = amounts[token] * 500 // 10**6, int(args["liquidity"])
        for r in (self.range, self.full):
            if r:
                r.pay(token, fee, self.sqrt, after, others)
        self.sqrt, self.tick, self.liquidity = after, int(args["tick"]), others

    def act(self, a):
        if not a["tick_min"] <= self.tick < a["tick_max"]:
            return
        if a["action"] == "burn":
            got = [x + y for x, y in zip(self.range.worth(self.sqrt), self.range.owed())]
            self.il += self.open_il()
            self.fees = [x + y for x, y in zip(self.fees, self.range.owed())]
            self.wallet = [x + y for x, y in zip(self.wallet, got)]
            self.range = None
            self.final += a.get("final", False)
        elif a["action"] == "swap":
            token = 0 if a["asset"] == "USDC" else 1
            amount = int(Decimal(a["amount"]).scaleb(6 if token == 0 else 18))
            net, s, liquidity = amount * 999500 // 10**6, self.sqrt, self.liquidity
            if token == 0:
                to = -(-liquidity * Q96 * s // (liquidity * Q96 + net * s))
                out = liquidity * (s - to) // Q96
            else:
                to = s + net * Q96 // liquidity
                out = liquidity * Q96 * (to - s) // to // s
            self.wallet[token] -= amount
            self.wallet[1 - token] += out
            self.swap_cost -= self.value([-amount, out] if token == 0 else [out, -amount])
        else:
            have = [int(Decimal(a["amount"]).scaleb(6)), int(Decimal(a["amount_b"]).scaleb(18))]
            before = list(self.wallet)
            self.range = Range(a["tick_lower"], a["tick_upper"], self.sqrt, have)
            self.put = self.range.cost(self.sqrt)
            self.wallet = [x - y for x, y in zip(self.wallet, self.put)]
        self.pay_gas(a["action"])
        if a["action"] == "mint" and not self.full:
            self.full = Range(-887270, 887270, self.sqrt, before)
            self.idle = [x - y for x, y in zip(before, self.full.cost(self.sqrt))]
            self.full_gas = self.gas


def units(atoms, decimals):
    return Decimal(atoms).scaleb(-decimals)


def judge(pool_file, tape, output, gwei, funds0, funds1):
    said = [json.loads(line) for line in open(output, encoding="ascii")]
    result = said[-1]
    desk = Desk(json.loads(open(pool_file, encoding="ascii").read()), [int(funds0), int(funds1)], int(gwei))
    # What happens at one time, in its order: what lands, the frame, what lands at once, events.
    lands = 0 if result["latency_ms"] else 2
    todo = [(e["ts_ms"], 3, e) for e in (json.loads(line) for line in open(tape, encoding="ascii")) if e["type"] == "event"]
    todo += [(a["ts_ms"] + result["latency_ms"], lands, a) for a in said if a["type"] == "action" and a["action"] in GAS]
    todo += [(e["ts_ms"], 1, e) for e in said if e["type"] == "equity"]
    todo.sort(key=lambda x: x[:2])
    while todo[-1][2]["type"] != "equity":
        todo.pop()
    worth, positions, wrong = [], {p["ts_ms"]: p for p in said if p["type"] == "position"}, []

    def same(what, told, is_so):
        if told != is_so:
            wrong.append(f"{what}: {told}, not {is_so}")

    since, in_ms, out_ms = result["from_ms"], 0, 0
    for ts, _, x in todo:
        if ts > since:
            inside = desk.range and desk.range.lower <= desk.tick < desk.range.upper
            in_ms, out_ms = in_ms + (ts - since) * bool(inside), out_ms + (ts - since) * (bool(desk.range) and not inside)
            since = ts
        if x["type"] == "event":
            desk.swapped(x)
        elif x["type"] == "action":
            desk.act(x)
        else:
            worth.append((desk.value(desk.holds()) - desk.gas, desk.value(desk.funds), desk.worth_full()))
            same(f"equity at {ts}", Decimal(x["value"]), units(worth[-1][0], 6))
            p = positions.get(ts)
            same(f"position at {ts}", bool(p), bool(desk.range))
            if p and desk.range:
                now, owed = desk.range.worth(desk.sqrt), desk.range.owed()
                told = [Decimal(p[k]) for k in ("amount0", "amount1", "uncollected0", "uncollected1")]
                same(f"position at {ts}", told, [units(now[0], 6), units(now[1], 18), units(owed[0], 6), units(owed[1], 18)])
                same("liquidity", int(p["liquidity"]), desk.range.liquidity)
    owed = desk.range.owed() if desk.range else [0, 0]
    fees = [x + y for x, y in zip(desk.fees, owed)]
    first, last = worth[0], worth[-1]
    exact = {"equity_start": units(first[0], 6), "equity_end": units(last[0], 6), "hold_end": units(last[1], 6),
             "full_end": units(last[2], 6), "fees0": units(fees[0], 6), "fees1": units(fees[1], 18),
             "fees": units(desk.value(fees), 6), "gas": units(desk.gas, 6), "gas_wei": Decimal(desk.wei),
             "il_amount": units(desk.il + desk.open_il(), 6), "pnl": units(last[0] - first[0], 6),
             "amount0_end": units(desk.holds()[0], 6), "amount1_end": units(desk.holds()[1], 18),
             "pnl_vs_hold": units(last[0] - last[1], 6), "pnl_vs_full": units(last[0] - last[2], 6)}
    for key, value in exact.items():
        same(key, Decimal(result[key]), value)
    same("n_mints", result["n_mints"], desk.counts["mint"])
    same("n_rebalances", result["n_rebalances"], desk.counts["swap"])
    same("n_exits", result["n_exits"], desk.final)
    same("n_rolls", result["n_rolls"], max(0, desk.counts["mint"] - 1))
    span = result["to_ms"] - result["from_ms"]
    for key, value in (("in_range_ratio", in_ms / span), ("out_of_range_ratio", out_ms / span), ("swap_cost", desk.swap_cost / 10**6)):
        if abs(result[key] - value) > 1e-9 * max(1, abs(value)):
            wrong.append(f"{key}: {result[key]}, not {value}")
    for i, name in enumerate(("", "hold_", "full_")):
        path = [w[i] for w in worth]
        returns = [math.log(b / a) for a, b in zip(path, path[1:])]
        mean = sum(returns) / len(returns)
        sd = math.sqrt(sum((r - mean) ** 2 for r in returns) / (len(returns) - 1))
        fall = max(1 - v / max(path[:k + 1]) for k, v in enumerate(path)) if len(path) < 3000 else None
        near = {"return_ratio": path[-1] / path[0] - 1, "sharpe": mean / sd * math.sqrt(31536e6 / result["step_ms"])}
        if fall is not None:
            near["drawdown_ratio" if name else "max_drawdown_ratio"] = fall
        for key, value in near.items():
            if abs(result[name + key] - value) > 1e-6 * max(1, abs(value)):
                wrong.append(f"{name + key}: {result[name + key]}, not {value}")
    print("\n".join(wrong[:20]), end="\n" if wrong else "")
    return 1 if wrong else 0


def main():
    what, rest = sys.argv[1], sys.argv[2:]
    if what == "begin":
        pool(*[int(x) for x in rest])
    elif what == "make":
        make(int(rest[0]), int(rest[1]), *[float(x) if "." in x else int(x) for x in rest[2:]])
    else:
        return judge(*rest)
    return 0


if __name__ == "__main__":
    sys.exit(main())
