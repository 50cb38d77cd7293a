"""Aave v3 in whole numbers, written from its rules alone: what lib/math/aave is held
against.

usage: aave_model.py SEED N >LINES

N golden lines of accounts and liquidations at random, of every version: with numbers of
no size and of every size, thresholds and prices of 0, health factors of exactly 1 and
0.95, leftovers of exactly what must stay.
"""
import json
import random
import sys

RAY, WAD, BPS = 10**27, 10**18, 10**4
MAX = 2**256 - 1
HALF, FLOOR, CEIL = range(3)
VERSIONS = ("3.0", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7")


class Overflow(Exception):
    pass


class DivZero(Exception):
    pass


class Refused(Exception):
    pass


def fit(x):
    if not 0 <= x <= MAX:
        raise Overflow
    return x


def div(a, b, how):
    if b == 0:
        raise DivZero
    if how == HALF:
        return fit(a + b // 2) // b
    return a // b if how == FLOOR else -(-a // b)


def muldiv(a, b, c, how):
    return div(fit(a * b), c, how)


class Rules:
    def __init__(self, version):
        v = VERSIONS.index(version)
        new, last = v >= 5, v >= 7
        self.name = version
        self.supply = FLOOR if new else HALF
        self.debt = CEIL if new else HALF
        self.debt_base = CEIL if new else FLOOR
        self.need = CEIL if new else HALF
        self.room = FLOOR if new else HALF
        self.seize = FLOOR if last else HALF
        self.fee_base = FLOOR if last else HALF
        self.fee = CEIL if last else HALF
        self.mean = not new
        self.whole = v >= 3
        self.bitmap = v >= 2
        self.by_flag = v >= 6
        self.isolated = last
        self.taylor = v >= 4


def income(r, t):
    dt = t - r.get("updated_s", t)
    i = int(r["liquidity_index"])
    if dt == 0:
        return i
    return muldiv(RAY + int(r["liquidity_rate"]) * dt // 31536000, i, RAY, HALF)


def debt_index(rules, r, t):
    dt = t - r.get("updated_s", t)
    i = int(r["borrow_index"])
    if dt == 0:
        return i
    rate, year = int(r["borrow_rate"]), 31536000
    if rules.taylor:
        x = rate * dt // year
        c = RAY + x + muldiv(x, x // 2 + muldiv(x, x // 6, RAY, HALF), RAY, HALF)
    else:
        p2 = muldiv(rate, rate, RAY, HALF) // (year * year)
        p3 = muldiv(p2, rate, RAY, HALF) // year
        c = RAY + rate * dt // year + dt * (dt - 1) * p2 // 2 + dt * (dt - 1) * max(dt - 2, 0) * p3 // 6
    return muldiv(fit(c), i, RAY, HALF)


class Account:
    """A user of a line: {version, time_s?, emode, reserves}."""

    def __init__(self, user):
        self.rules, self.user, self.t = Rules(user["version"]), user, user.get("time_s", 0)
        self.reserves = user["reserves"]
        rules = self.rules
        self.c = self.d = self.lt = self.ltv = 0
        self.zero = False
        for r in self.reserves:
            if self.counts(r):
                x = muldiv(self.supplied(r), self.price(r), 10 ** r["decimals"], FLOOR)
                lt, ltv, zero = self.terms(r)
                self.c, self.lt, self.ltv = fit(self.c + x), fit(self.lt + fit(x * lt)), fit(self.ltv + fit(x * ltv))
                self.zero |= zero
            if int(r["scaled_debt"]) or int(r.get("stable_debt", 0)):
                self.d = fit(self.d + muldiv(self.owed(r), self.price(r), 10 ** r["decimals"], rules.debt_base))
        self.avg_ltv, self.avg_lt = (self.ltv // self.c, self.lt // self.c) if self.c else (0, 0)
        self.room = max(0, muldiv(self.c, self.avg_ltv, BPS, rules.room) - self.d)
        if self.d == 0:
            self.hf = MAX
        elif rules.mean:
            self.hf = muldiv(muldiv(self.c, self.avg_lt, BPS, HALF), WAD, self.d, HALF)
        else:
            self.hf = muldiv(self.lt, WAD, self.d, HALF) // BPS

    def member(self, r):
        return self.user["emode"] is not None and r.get("emode_collateral" if self.rules.bitmap else "emode_asset", False)

    def price(self, r):
        e = self.user["emode"]
        if e is not None and VERSIONS.index(self.rules.name) < 2 and self.member(r) and int(e.get("price", 0)):
            return int(e["price"])
        return int(r["price"])

    def supplied(self, r):
        return muldiv(int(r["scaled_supply"]), income(r, self.t), RAY, self.rules.supply)

    def owed(self, r):
        return fit(muldiv(int(r["scaled_debt"]), debt_index(self.rules, r, self.t), RAY, self.rules.debt)
                   + int(r.get("stable_debt", 0)))

    def counts(self, r):
        return r["use_as_collateral"] and (self.rules.by_flag or r["lt_bp"] != 0)

    def terms(self, r):
        """Threshold, loan to value and whether that is none."""
        e, own = self.user["emode"], r["ltv_bp"]
        inside = self.member(r)
        lt = e["lt_bp"] if inside else r["lt_bp"]
        if not self.rules.by_flag:
            return lt, (e["ltv_bp"] if inside and own else own), own == 0
        ltv = own
        if inside:
            ltv = 0 if r.get("emode_ltvzero") else e["ltv_bp"]
        elif e is not None and self.rules.isolated and e.get("isolated"):
            ltv = 0
        return lt, ltv, ltv == 0


class Pair:
    """One collateral against one debt of an account below 1."""

    def __init__(self, account, c, d):
        rules = account.rules
        if account.hf >= WAD:
            raise Refused("HEALTH_FACTOR_NOT_BELOW_THRESHOLD")
        if not account.counts(c):
            raise Refused("COLLATERAL_CANNOT_BE_LIQUIDATED")
        if not int(d["scaled_debt"]) and not int(d.get("stable_debt", 0)):
            raise Refused("SPECIFIED_CURRENCY_NOT_BORROWED_BY_USER")
        self.rules, self.bonus = rules, account.user["emode"]["lb_bp"] if account.member(c) else c["lb_bp"]
        self.fee_bps = c["protocol_fee_bp"]
        self.pc, self.pd, self.uc, self.ud = account.price(c), account.price(d), 10 ** c["decimals"], 10 ** d["decimals"]
        self.col, self.debt, self.hf = account.supplied(c), account.owed(d), account.hf
        if not rules.whole:
            self.max = muldiv(self.debt, 5000 if self.hf > 95 * WAD // 100 else BPS, BPS, HALF)
            return
        self.max = self.debt
        base_d = muldiv(self.debt, self.pd, self.ud, rules.debt_base)
        base_c = muldiv(self.col, self.pc, self.uc, FLOOR)
        if base_c >= 2000 * 10**8 and base_d >= 2000 * 10**8 and self.hf > 95 * WAD // 100:
            half = muldiv(account.d, 5000, BPS, HALF)
            if base_d > half:
                self.max = muldiv(half, self.ud, self.pd, FLOOR)

    def settle(self, cover):
        """(repaid, seized, fee)"""
        rules, d = self.rules, min(cover, self.max)
        base = div(fit(fit(self.pd * d) * self.uc), fit(self.pc * self.ud), FLOOR)
        col = muldiv(base, self.bonus, BPS, rules.seize)
        if col > self.col:
            col = self.col
            need = div(fit(fit(self.pc * col) * self.ud), fit(self.pd * self.uc), FLOOR)
            d = muldiv(need, BPS, self.bonus, rules.need)
        fee = 0
        if self.fee_bps:
            fee = muldiv(fit(col - muldiv(col, BPS, self.bonus, rules.fee_base)), self.fee_bps, BPS, rules.fee)
        if rules.whole and d < self.debt and col < self.col:
            left_d = muldiv(self.debt - d, self.pd, self.ud, rules.debt_base)
            left_c = muldiv(self.col - col, self.pc, self.uc, FLOOR)
            if left_d < 1000 * 10**8 or left_c < 1000 * 10**8:
                raise Refused("MUST_NOT_LEAVE_DUST")
        return d, col, fee


# ---- random lines ----

ASSETS = (("WETH", 18, 3 * 10**11), ("USDC", 6, 10**8), ("DAI", 18, 10**8), ("WBTC", 8, 6 * 10**12), ("GUSD", 2, 10**8))


def amount(rnd, decimals, price):
    """Scaled parts, mostly worth a dollar to a million, sometimes of any size."""
    kind = rnd.random()
    if kind < 0.05:
        return rnd.choice((0, 1, 2**64, 2**127, 2**128 - 1))
    worth = 10 ** rnd.uniform(0, 6 if kind < 0.9 else 15)
    return int(worth * 10**8 / max(price, 1) * 10**decimals)


def reserve(rnd, asset, emode):
    name, decimals, mid = asset
    price = int(mid * rnd.uniform(0.5, 1.5))
    if rnd.random() < 0.02:
        price = rnd.choice((0, 1, 2**63, 10**30))
    index = RAY if rnd.random() < 0.2 else int(RAY * rnd.uniform(1, 3))
    r = {"id": name, "decimals": decimals, "price": str(price), "ltv_bp": rnd.choice((0, 7000, 7500, 8000)),
         "lt_bp": rnd.choice((0, 7800, 8300, 8300, 9999)), "lb_bp": rnd.choice((10100, 10450, 10500, 11500)),
         "protocol_fee_bp": rnd.choice((0, 1000, 2000)), "liquidity_index": str(index),
         "borrow_index": str(int(index * rnd.uniform(1, 1.1))), "scaled_supply": "0", "scaled_debt": "0",
         "use_as_collateral": rnd.random() < 0.8}
    if rnd.random() < 0.8:
        r["scaled_supply"] = str(amount(rnd, decimals, price))
    if rnd.random() < 0.4:
        r["scaled_debt"] = str(amount(rnd, decimals, price))
    if rnd.random() < 0.05:
        r["stable_debt"] = str(min(amount(rnd, decimals, price), 2**128 - 1))
    for key in ("scaled_supply", "scaled_debt"):
        r[key] = str(min(int(r[key]), 2**128 - 1))
    if emode and rnd.random() < 0.6:
        r["emode_asset"] = r["emode_collateral"] = True
        r["emode_ltvzero"] = rnd.random() < 0.2
    if rnd.random() < 0.5:
        r.update(liquidity_rate=str(int(RAY * rnd.uniform(0, 0.3))), borrow_rate=str(int(RAY * rnd.uniform(0, 0.8))))
        r["updated_s"] = rnd.choice((10**9, 10**9 - 1, 10**9 - 2, 10**9 - 3, 10**9 - rnd.randrange(10**8)))
    return r


def user_of(rnd):
    emode = None
    if rnd.random() < 0.4:
        emode = {"ltv_bp": 9300, "lt_bp": 9500, "lb_bp": 10100, "isolated": rnd.random() < 0.5,
                 "price": str(rnd.choice((0, 0, int(10**8 * rnd.uniform(0.5, 2)))))}
    chosen = rnd.sample(ASSETS, rnd.randint(1, len(ASSETS)))
    return {"version": rnd.choice(VERSIONS), "time_s": 10**9, "emode": emode,
            "reserves": [reserve(rnd, a, emode) for a in chosen]}


def scale_debts(user, to):
    """Debts such that the health factor is near to, a share of 1."""
    try:
        a = Account(user)
    except (Overflow, DivZero):
        return
    if a.d == 0 or a.hf in (0, MAX):
        return
    for r in user["reserves"]:
        r["scaled_debt"] = str(min(int(r["scaled_debt"]) * a.hf // int(to * WAD), 2**128 - 1))


def exact(rnd):
    """Health of exactly 1 or 0.95, or leftovers of exactly what must stay, give or take
    a part: plain numbers, so that an equality happens."""
    bps = rnd.choice((10000, 9500))
    debt = rnd.choice((1000, 3000, 8000)) * 10**8
    v = rnd.choice(VERSIONS)
    lt, lb = 8000, 10000 + rnd.choice((500, 1000))
    col = debt * bps // lt
    plain = {"decimals": 8, "price": str(10**8), "ltv_bp": 7500, "lt_bp": lt, "lb_bp": lb, "protocol_fee_bp": 0,
             "liquidity_index": str(RAY), "borrow_index": str(RAY)}
    return {"version": v, "emode": None, "reserves": [
        {**plain, "id": "C", "scaled_supply": str(col + rnd.choice((-1, 0, 1))), "scaled_debt": "0", "use_as_collateral": True},
        {**plain, "id": "D", "scaled_supply": "0", "scaled_debt": str(debt), "use_as_collateral": False}]}, \
        rnd.choice((debt - 1000 * 10**8, (col - 1000 * 10**8) * BPS // lb, debt)) + rnd.choice((-1, 0, 1))


def emit(fn, given, want):
    print(json.dumps({"fn": fn, "in": given, "out": want, "tol": "exact"}, separators=(",", ":")))


def answer(make):
    try:
        return make()
    except Overflow:
        return {"err": "OVERFLOW"}
    except DivZero:
        return {"err": "DIVZERO"}
    except Refused as e:
        return {"err": str(e)}


def health(user):
    def make():
        a = Account(user)
        return {"total_collateral_base": str(a.c), "total_debt_base": str(a.d), "avg_ltv_bp": a.avg_ltv,
                "avg_lt_bp": a.avg_lt, "health_factor": str(a.hf), "available_borrows_base": str(a.room),
                "has_zero_ltv": a.zero, "liquidatable": a.hf < WAD}
    return answer(make)


def liquidation(given):
    def make():
        by = {r["id"]: r for r in given["user"]["reserves"]}
        p = Pair(Account(given["user"]), by[given["collateral"]], by[given["debt"]])
        repaid, seized, fee = p.settle(int(given["debt_to_cover"]))
        return {"hf": str(p.hf), "max_liquidatable_debt": str(p.max), "debt_repaid": str(repaid),
                "collateral_to_liquidator": str(seized - fee), "protocol_fee": str(fee), "collateral_seized": str(seized),
                "user_debt": str(p.debt), "user_collateral": str(p.col)}
    return answer(make)


def main(seed, n):
    rnd = random.Random(seed)
    for _ in range(n):
        kind = rnd.random()
        if kind < 0.2:
            user, cover = exact(rnd)
            emit("aave_health", user, health(user))
            given = {"user": user, "collateral": "C", "debt": "D", "debt_to_cover": str(max(cover, 0))}
            emit("aave_liquidation_amounts", given, liquidation(given))
            continue
        user = user_of(rnd)
        if kind < 0.8:
            scale_debts(user, rnd.uniform(0.6, 1.02))
        if rnd.random() < 0.4:
            emit("aave_health", user, health(user))
            continue
        names = [r["id"] for r in user["reserves"]]
        debts = [r["id"] for r in user["reserves"] if r["scaled_debt"] != "0"] or names
        cover = rnd.choice((MAX, 1, int(10 ** rnd.uniform(0, 25)), rnd.randrange(10**12)))
        given = {"user": user, "collateral": rnd.choice(names), "debt": rnd.choice(debts), "debt_to_cover": str(cover)}
        emit("aave_liquidation_amounts", given, liquidation(given))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
