#!/usr/bin/python3
"""What lend-read told, held against the market itself.

usage: lend_oracle.py URL POOL [--skip FRAMES] [ACCOUNT...] < records

Follows the records of the frames as a reader of them must (whole: what was known is void;
else changes to it), and after each frame that no refusal of lend-read stands in reckons
every account, those it was told of and those named, as Aave does (facts of 3.0 and 3.6),
and asks the Pool at the block of the frame: getUserAccountData must say the same, to the
unit.  A block that is no longer of the chain is passed over; so are the first FRAMES.  The prices are those of the records, the time that of the block.  Prints how many
frames and accounts were compared.
"""
import http.client
import json
import sys

RAY, WAD, YEAR = 10 ** 27, 10 ** 18, 31536000
NONE = 2 ** 256 - 1


def ray_mul(a, b):
    return (a * b + RAY // 2) // RAY


def percent(v, p):
    return (v * p + 5000) // 10000


def wad_div(a, b):
    return (a * WAD + b // 2) // b


def ceil_div(a, b):
    return -(-a // b)


class Market:
    def __init__(self):
        self.reserves, self.emodes, self.prices, self.users = {}, {}, {}, {}
        self.told = {}  # rows of the frame
        self.block = None

    def begin(self, r):
        if r.get("whole"):
            self.__init__()
        elif self.block != r["after_block"]:
            sys.exit(f"changes to block {r['after_block']}, known is {self.block}")
        self.block, self.hash, self.revision = r["block"], r["block_hash"], r["revision"]
        self.n_users = r["users"]

    def row(self, r):
        held = self.users.setdefault(r["user"], {})
        self.told.setdefault(r["user"], []).append(r)
        held.pop(r["reserve"], None)
        if "scaled_supply" in r or "scaled_debt" in r or "stable_debt" in r:
            held[r["reserve"]] = r
        if not held:
            del self.users[r["user"]]

    def frame(self):
        """The rows of an account say the same category, those with nothing in them too."""
        for user, rows in self.told.items():
            said = {r.get("emode") for r in rows} | {h.get("emode") for h in self.users.get(user, {}).values()}
            if len(said) > 1:
                sys.exit(f"block {self.block}: {user}: in categories {said}")
        self.told = {}

    def indexes(self, r, now):
        dt = now - int(r["updated_s"])
        income, debt = int(r["liquidity_index"]), int(r["borrow_index"])
        if not dt:
            return income, debt
        income = ray_mul(RAY + int(r["liquidity_rate"]) * dt // YEAR, income)
        rate = int(r["borrow_rate"])
        if self.revision >= 8:
            x = rate * dt // YEAR
            grown = RAY + x + ray_mul(x, x // 2 + ray_mul(x, x // 6))
        else:
            b2 = ray_mul(rate, rate) // (YEAR * YEAR)
            b3 = ray_mul(b2, rate) // YEAR
            grown = RAY + rate * dt // YEAR + dt * (dt - 1) * b2 // 2 + dt * (dt - 1) * max(dt - 2, 0) * b3 // 6
        return income, ray_mul(grown, debt)

    def account(self, user, now):
        new = self.revision >= 9
        col = owed = sum_ltv = sum_lt = 0
        for number, h in self.users.get(user, {}).items():
            r = self.reserves[number]
            unit, price = 10 ** r["decimals"], int(self.prices[r["asset"]])
            income, debt = self.indexes(r, now)
            e = self.emodes.get(h.get("emode"))
            inside = e and ((r.get("emode") == e["id"]) if self.revision < 5 else int(e["collateral"]) >> number & 1)
            if inside and e.get("price_base"):
                price = int(e["price_base"])
            scaled = int(h.get("scaled_supply", 0))
            if h.get("collateral") and (r["lt_bps"] or new):
                value = (scaled * income // RAY if new else ray_mul(scaled, income)) * price // unit
                ltv = r["ltv_bps"]
                if inside and (ltv or self.revision >= 10):
                    ltv = 0 if int(e.get("ltvzero", 0)) >> number & 1 else e["ltv_bps"]
                col += value
                sum_ltv += value * ltv
                sum_lt += value * (e["lt_bps"] if inside else r["lt_bps"])
            scaled = int(h.get("scaled_debt", 0))
            amount = (ceil_div(scaled * debt, RAY) if new else ray_mul(scaled, debt)) + int(h.get("stable_debt", 0))
            owed += ceil_div(amount * price, unit) if new else amount * price // unit
        ltv, lt = (sum_ltv // col, sum_lt // col) if col else (0, 0)
        room = col * ltv // 10000 if new else percent(col, ltv)
        if not owed:
            health = NONE
        else:
            health = wad_div(sum_lt, owed) // 10000 if new else wad_div(percent(col, lt), owed)
        return [col, owed, max(room - owed, 0), lt, ltv, health]


def ask(url, calls):
    body = json.dumps([{"jsonrpc": "2.0", "id": i, "method": m, "params": p} for i, (m, p) in enumerate(calls)]).encode()
    node = http.client.HTTPConnection(url.removeprefix("http://"))  # urllib takes longer to start
    node.request("POST", "/", body)
    return [r.get("result") for r in sorted(json.load(node.getresponse()), key=lambda r: r["id"])]


def compare(url, pool, m, named):
    at = {"blockHash": m.hash}
    users = sorted(set(m.users) | set(named), key=str.lower)
    calls = [("eth_getBlockByHash", [m.hash, False])]
    calls += [("eth_call", [{"to": pool, "data": "0xbf92857c" + u[2:].lower().rjust(64, "0")}, at]) for u in users]
    block, *said = ask(url, calls)
    if block is None:
        return 0  # taken back since
    for user, text in zip(users, said):
        want = [int(text[2 + 64 * i:66 + 64 * i], 16) for i in range(6)]
        got = m.account(user, int(block["timestamp"], 16))
        if got != want:
            sys.exit(f"block {m.block}: {user}: told {got}, the Pool says {want}")
    if m.n_users != len(m.users):
        sys.exit(f"block {m.block}: {m.n_users} users told, {len(m.users)} there")
    return len(users)


def main():
    url, pool, *named = sys.argv[1:]
    skip = 0
    if named and named[0] == "--skip":
        skip, named = int(named[1]), named[2:]
    market, frame, frames, accounts, n = Market(), [], 0, 0, 0
    for line in sys.stdin:
        r = json.loads(line)
        frame.append(r)
        if r["type"] != "cycle":
            continue
        refused = any(f["type"] == "refusal" and f["by"] == "lend-read" for f in frame)
        mine = [f for f in frame if f.get("pool") == pool]
        frame = []
        n += 1
        if refused:
            continue
        for f in mine:
            if f["type"] == "lend_market":
                market.begin(f)
            elif f["type"] == "reserve":
                market.reserves[f["id"]] = f
            elif f["type"] == "emode":
                market.emodes[f["id"]] = f
            elif f["type"] == "oracle":
                market.prices[f["asset"]] = f["price_base"]
            elif f["type"] == "user_reserve":
                market.row(f)
        market.frame()
        if n <= skip:
            continue
        accounts += compare(url, pool, market, named)
        frames += 1
    print(frames, accounts)


main()
