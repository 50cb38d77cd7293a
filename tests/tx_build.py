#!/usr/bin/python3
"""tx_build.py: frames for tx-build, and a judge of what it makes of them.

tx_build.py frame SEED [key=value ...]   a frame of random actions on standard output
tx_build.py conf [TABLES]                mm.conf for them, with their table or without
tx_build.py tags                         OpenBook's instructions of each tx, by number
tx_build.py lut OWNER SLOT               the lookup table that is made so
tx_build.py judge                        frames that went through tx-build on standard
                                         input; says what is wrong and exits 1

The judge decodes messages by itself, by the formats of Solana and OpenBook v1, and
knows nothing of how tx-build packs.  It holds:

- every action is in exactly one transaction, or in a refusal, and asked for by nothing
  else; one that stands behind another is in its transaction, behind it;
- a transaction is at most 1232 bytes and 64 accounts, is signed by its wallet alone,
  and does what its intents ask for, to the lot, and nothing besides but what may be
  added;
- within it cancels stand before orders; its class is what its instructions say;
- bundles are whole, of at most five, reducing ones first, with one tip, which is the
  last instruction of the last member and not through a table.
"""
import base64
import hashlib
import json
import random
import sys

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
SYSTEM, BUDGET = "1" * 32, "ComputeBudget111111111111111111111111111111"
TOKEN, ATA = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL"
RENT, WSOL = "SysvarRent111111111111111111111111111111111", "So11111111111111111111111111111111111111112"
ALT = "AddressLookupTab1e1111111111111111111111111"
DEX = "srmqPvymJeFKQ4zGQed1GFppgkRHL9kaELCbyksJtPX"
ORDERING = ("place", "replace")
ADDED = ("init_oo", "settle", "crank")


def b58(raw):
    n, text = int.from_bytes(raw, "big"), ""
    while n:
        n, digit = divmod(n, 58)
        text = ALPHABET[digit] + text
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + text


def key(name):
    return b58(hashlib.sha256(name.encode()).digest())


# ---- addresses that follow from others

P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P


def on_curve(raw):
    y = int.from_bytes(raw, "little") & (1 << 255) - 1
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x2 = u * pow(v, P - 2, P) % P
    return x2 == 0 or pow(x2, (P - 1) // 2, P) == 1


def unb58(text):
    n = 0
    for c in text:
        n = n * 58 + ALPHABET.index(c)
    return n.to_bytes(32, "big")


def derived(seeds, program):
    for bump in range(255, -1, -1):
        raw = hashlib.sha256(seeds + bytes([bump]) + unb58(program) + b"ProgramDerivedAddress").digest()
        if not on_curve(raw):
            return b58(raw)
    raise ValueError(seeds)


def ata(owner, mint):
    return derived(unb58(owner) + unb58(TOKEN) + unb58(mint), ATA)


# ---- frames


def market():
    m = {k: key(k) for k in ("bids", "asks", "event_queue", "request_queue", "vault_signer")}
    return {"type": "market", "ts_ms": 1, "market": key("market"), "tick": "0.000000001", "base_lot": "1",
            "quote_lot": "0.000000001", "base": {"asset": "BMV", "decimals": 6, "mint": key("bmv"), "vault": key("bv")},
            "quote": {"asset": "wSOL", "decimals": 9, "mint": WSOL, "vault": key("qv")}, "program": DEX, **m}


def wallet_names(n):
    return [f"w{i}" for i in range(n)]


def wallet(name, sol):
    free = {"SOL": sol, "BMV": "1000000", "wSOL": "100", "USDC": "50"}
    return {"type": "wallet", "ts_ms": 1, "wallet": name, "address": key(name), "chain": "solana", "slot": 9,
            "balances": {a: {"free": v, "locked": "0", "unsettled": "0"} for a, v in free.items()}}


def oo(name, **kw):
    return {"type": "oo", "ts_ms": 1, "wallet": name, "address": key("oo" + name), "market": key("market"),
            "slots_free": 128, "slots_waiting": 0, "base_free": "0", "base_total": "0", "quote_free": "0",
            "quote_total": "0", "rent_lamports": "23357760", "slot": 9, **kw}


def client_id(side, number):
    return str(1 << 48 | (((side == "sell") << 15) | number) << 32 | 7)


class Frame:
    def __init__(self):
        self.actions, self.n = [], 0

    def act(self, kind, wallet, **kw):
        self.n += 1
        self.actions.append({"type": "action", "ts_ms": 1, "action": kind, "intent_id": f"i{self.n}", "strategy": 1,
                             "wallet": wallet, **kw})
        return f"i{self.n}"

    def on(self, kind, wallet, **kw):
        return self.act(kind, wallet, market=key("market"), **kw)

    def order(self, kind, wallet, side, number, price, size, **kw):
        return self.on(kind, wallet, side=side, price=f"{price / 1e9:.9f}".rstrip("0"), size=str(size),
                       client_id=client_id(side, number), since_ms=1, max_ts=99, **kw)


def table(names):
    m = market()
    held = [m[k] for k in ("market", "bids", "asks", "event_queue", "request_queue", "vault_signer")]
    held += [m[s][k] for s in ("base", "quote") for k in ("mint", "vault")] + [TOKEN, RENT]
    held += [key("oo" + n) for n in names] + [ata(key(n), mint) for n in names for mint in (key("bmv"), WSOL)]
    return held


def full(n, orders):
    """Every wallet replaces as many orders, half of a side each."""
    f = Frame()
    for name in wallet_names(n):
        for i in range(orders // 2):
            f.order("replace", name, "buy", i, 10000 - i, 5 + i)
            f.order("replace", name, "sell", i, 11000 + i, 5 + i)
    return f


def mixed(r, n):
    """Anything, and chains of it."""
    f = Frame()
    for name in wallet_names(n):
        for i in range(r.randrange(30)):
            side = r.choice(("buy", "sell"))
            price = r.randrange(5000, 9000) if side == "buy" else r.randrange(11000, 20000)
            after = {}
            if r.random() < 0.2:
                after["after"] = f.on("cancel", name, side="sell" if side == "buy" else "buy",
                                      client_id=client_id("sell" if side == "buy" else "buy", 1000 + i))
            last = f.order(r.choice(ORDERING), name, side, i, price, r.randrange(1, 99), **after)
            if r.random() < 0.1:
                f.order("replace", name, "sell" if side == "buy" else "buy", 2000 + i, 10000, 3, after=last)
        for i in range(r.choice((0, 0, 1, 9, 40))):
            f.on("cancel", name, side="buy", client_id=client_id("buy", 3000 + i))
        if r.random() < 0.3:
            f.on("settle", name, account=key("oo" + name))
        if r.random() < 0.2:
            f.on("crank", name, accounts=[key("oo" + name)])
        if r.random() < 0.2:
            f.act("transfer", name, asset=r.choice(("SOL", "wSOL", "BMV")), amount="0.5",
                  to=r.choice(wallet_names(n)))
        if r.random() < 0.2:
            f.act("wrap", name, amount=r.choice(("0.1", "7")))
        if r.random() < 0.1:
            f.on("cancel", name, side="buy", client_id="0", order_id=str(r.getrandbits(80)))
        if r.random() < 0.1:
            last = f.on("cancel", name, side="buy", client_id=client_id("buy", 9), account=key("old" + name))
            last = f.on("settle", name, account=key("old" + name), after=last)
            f.on("close", name, account=key("old" + name), after=last)
        if r.random() < 0.05:
            f.order("place", name, "buy", 31, 7000, 1, after="nobody")
        if r.random() < 0.05:
            f.act("approve", name)
    return f


def frame(seed, kw):
    r = random.Random(seed)
    n = int(kw.get("wallets", r.randrange(1, 6)))
    names = wallet_names(n)
    f = full(n, int(kw["orders"])) if "orders" in kw else mixed(r, n)
    out = [{"type": "chain", "ts_ms": 1, "chain": "solana", "slot": 9, "blockhash": key("hash"),
            "last_valid_height": 150, "height": 1, "priority_fee": {"p75": "20000"},
            "tip_accounts": [key("tip0"), key("tip1")]}, market()]
    out += [wallet(name, kw.get("sol", "10")) for name in names]
    out += [oo(name, slots_free=r.choice((128, 128, 20)) if "orders" not in kw else 128, slots_waiting=0)
            for name in names if "orders" in kw or r.random() < 0.8]
    if kw.get("table", r.choice("01")) == "1":
        out.append({"type": "lut", "ts_ms": 1, "address": key("table"), "addresses": table(names),
                    "last_extended_slot": 8, "slot": 9})
    if "orders" not in kw and r.random() < 0.1:
        out.append({"type": "refusal", "ts_ms": 1, "by": "mm-grid", "reason": "stale", "text": "x"})
    out += f.actions + [{"type": "cycle", "ts_ms": 5000 + seed, "id": 5000 + seed}]
    for record in out:
        print(json.dumps(record, separators=(",", ":")))


# ---- the judge


class Cut(Exception):
    pass


class Bytes:
    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def take(self, n):
        if self.at + n > len(self.raw):
            raise Cut()
        self.at += n
        return self.raw[self.at - n:self.at]

    def le(self, n):
        return int.from_bytes(self.take(n), "little")

    def compact(self):
        n, shift = 0, 0
        while True:
            b = self.le(1)
            n |= (b & 127) << shift
            shift += 7
            if not b & 128:
                return n

    def keys(self):
        return [b58(self.take(32)) for _ in range(self.compact())]

    def left(self):
        return len(self.raw) - self.at


def decode(raw, tables):
    """The instructions of a message: (program, [(key, signs, writes, static)], data)."""
    b = Bytes(raw)
    v0 = raw[0] == 0x80
    b.take(v0)
    signers, ro_signers, ro = b.le(1), b.le(1), b.le(1)
    static = b.keys()
    b.take(32)
    calls = []
    for _ in range(b.compact()):
        program = b.le(1)
        accounts = list(b.take(b.compact()))
        calls.append((program, accounts, b.take(b.compact())))
    n = len(static)
    metas = [(k, i < signers, i < signers - ro_signers or signers <= i < n - ro, True) for i, k in enumerate(static)]
    loaded = ([], [])
    for _ in range(b.compact() if v0 else 0):
        held = tables[b58(b.take(32))]
        for rights, kind in enumerate(loaded):
            kind += [(held[i], False, rights == 0, False) for i in b.take(b.compact())]
    if b.left():
        raise Cut()
    metas += loaded[0] + loaded[1]
    return static[:signers], metas, [(metas[p][0], [metas[a] for a in accounts], data) for p, accounts, data in calls]


def orders_of(data):
    b = Bytes(data)
    b.take(5)
    return [{"side": b.le(4), "price": b.le(8), "size": b.le(8), "quote": b.le(8), "self_trade": b.le(4),
             "type": b.le(4), "client_id": b.le(8), "limit": b.le(2), "max_ts": b.le(8)} for _ in range(b.le(8))]


class Judge:
    def __init__(self):
        self.wrong, self.n_txs, self.n_actions = [], 0, 0
        self.clear()

    def clear(self):
        self.actions, self.txs, self.tables, self.refused, self.bound = {}, [], {}, set(), False
        self.tips, self.oos, self.wallets = [], {}, {}

    def say(self, text):
        self.wrong.append(text)

    def take(self, r):
        kind = r["type"]
        if kind == "action":
            self.actions[r["intent_id"]] = r
        elif kind == "tx":
            self.txs.append(r)
        elif kind == "lut":
            self.tables[r["address"]] = r["addresses"]
        elif kind == "wallet":
            self.wallets[r["wallet"]] = r["address"]
        elif kind == "chain":
            self.tips = r["tip_accounts"]
        elif kind == "refusal":
            self.refused.update(r.get("intents", ()))
            self.bound |= "intents" not in r
        elif kind == "cycle":
            self.close(r)
            self.clear()

    def close(self, cycle):
        carried = [i for tx in self.txs for i in tx["intents"]]
        for i, act in self.actions.items():
            n = carried.count(i)
            risky = act["action"] not in ("cancel", "settle", "crank", "close", "unwrap")
            if n > 1 or n + (i in self.refused) > 1:
                self.say(f"{i}: {n} times, and refused: {i in self.refused}")
            if n + (i in self.refused) == 0 and not (self.bound and risky):
                self.say(f"{i}: {act['action']}: neither made nor refused")
            if n and self.bound and risky:
                self.say(f"{i}: made in a refused frame")
        for i in carried:
            if i not in self.actions:
                self.say(f"{i}: nobody asked for it")
        self.n_txs += len(self.txs)
        self.n_actions += len(self.actions)
        for tx in self.txs:
            self.judge_tx(tx)
        self.judge_bundles(cycle)

    def judge_tx(self, tx):
        raw = base64.b64decode(tx["message"], validate=True)
        acts = [self.actions[i] for i in tx["intents"] if i in self.actions]
        signers, metas, ixs = decode(raw, self.tables)
        if len(raw) + 1 + 64 * len(signers) > 1232 or len(metas) > 64:
            self.say(f"{len(raw)} bytes, {len(metas)} accounts")
        if signers != tx["signers"] or len(signers) != 1:
            self.say(f"signers {signers}")
        owner = signers[0]
        if any(self.wallets.get(a["wallet"]) != owner for a in acts):
            self.say("an action of another wallet")
        self.judge_order(tx, acts)
        done = {"orders": [], "cancels": [], "closes": [], "by_id": []}
        risk, placed = False, False
        for at, (program, accounts, data) in enumerate(ixs):
            tag = data[0] if program not in (SYSTEM, DEX, ALT) else int.from_bytes(data[program == DEX:][:4], "little")
            where = [a[0] for a in accounts]
            if program == BUDGET:
                continue
            if program == DEX:
                risk |= tag not in (3, 5, 11, 12, 14, 18)
                if tag not in (3, 20, 15) and owner not in where:
                    self.say("on behalf of a stranger")
                if tag == 20:
                    placed = True
                    done["orders"] += orders_of(data)
                    if len(orders_of(data)) > 8 or len({o["side"] for o in orders_of(data)}) > 1:
                        self.say("a batch that is none")
                elif tag == 18:
                    done["cancels"] += [int.from_bytes(data[i:i + 8], "little") for i in range(5, len(data), 8)]
                    if placed and not any("after" in a for a in acts):
                        self.say("a cancel behind an order")
                elif tag == 11:
                    done["by_id"].append(int.from_bytes(data[9:25], "little"))
                elif tag == 14:
                    done["closes"].append(where[0])
                    if where[2] != owner:
                        self.say("rent to a stranger")
            elif program == SYSTEM and tag == 2 and where[1] in self.tips:
                if at != len(ixs) - 1 or "tip" not in tx or not accounts[1][3]:
                    self.say("a tip where none belongs")
            elif program == ATA:
                risk |= data != b"\1" or where[2] != owner
            elif program == TOKEN and tag == 9:
                risk |= where[1] != owner
            else:
                risk = True
        if risk != (tx["class"] == "risk"):
            self.say(f"class {tx['class']}, by its instructions {risk}")
        self.judge_done(acts, done)

    def judge_order(self, tx, acts):
        for a in acts:
            if "after" in a and a["after"] not in tx["intents"]:
                self.say(f"{a['intent_id']}: without what it stands behind")

    def judge_done(self, acts, done):
        asked = []
        for a in acts:
            if a["action"] in ORDERING:
                price, size = round(float(a["price"]) * 1e9), int(a["size"])
                asked.append((a["side"] == "sell", price, size, price * size, 2, 2, int(a["client_id"]), 65535,
                              a["max_ts"]))
        if sorted(asked) != sorted(tuple(o.values()) for o in done["orders"]):
            self.say("other orders than those that were asked for")
        if sorted(int(a["client_id"]) for a in acts if a["action"] == "cancel" and a["client_id"] != "0") != \
                sorted(done["cancels"]):
            self.say("other cancels than those that were asked for")
        if sorted(int(a["order_id"]) for a in acts if a.get("order_id")) != sorted(done["by_id"]):
            self.say("other orders cancelled by id")
        if sorted(a["account"] for a in acts if a["action"] == "close") != sorted(done["closes"]):
            self.say("other accounts closed")

    def judge_bundles(self, cycle):
        bundles = {}
        for tx in self.txs:
            bundles.setdefault(tx.get("bundle", {}).get("id"), []).append(tx)
        for name, txs in bundles.items():
            if name is None:
                if any("tip" in tx for tx in txs):
                    self.say("a tip without a bundle")
                continue
            if not name.startswith(f"{cycle['id']}-") or len(txs) > 5 or len({tx["class"] for tx in txs}) > 1 or \
                    [(t["bundle"]["index"], t["bundle"]["count"]) for t in txs] != \
                    [(i, len(txs)) for i in range(len(txs))]:
                self.say(f"{name}: not a whole bundle of one class")
            if ["tip" in tx for tx in txs] != [False] * (len(txs) - 1) + [True]:
                self.say(f"{name}: the tip is not in the last")
        classes = [tx["class"] for tx in self.txs]
        if None not in bundles and classes != sorted(classes):
            self.say("what reduces risk is not first")


def main():
    if sys.argv[1] == "frame":
        frame(int(sys.argv[2]), dict(a.split("=") for a in sys.argv[3:]))
        return 0
    if sys.argv[1] == "conf":
        print("WALLETS=" + ",".join(f"{n}:{key(n)}" for n in wallet_names(10)))
        print(f"ASSETS=BMV:{key('bmv')}")
        print("LUTS=" + (key("table") if sys.argv[2:] else ""))
        return 0
    if sys.argv[1] == "lut":
        print(derived(unb58(sys.argv[2]) + int(sys.argv[3]).to_bytes(8, "little"), ALT))
        return 0
    if sys.argv[1] == "tags":
        for line in sys.stdin:
            raw = base64.b64decode(json.loads(line)["message"])
            ixs = decode(raw, {key("table"): table(wallet_names(1))})[2]
            print(*[int.from_bytes(data[1:5], "little") for program, _, data in ixs if program == DEX])
        return 0
    judge = Judge()
    for line in sys.stdin:
        judge.take(json.loads(line))
    for text in judge.wrong[:20]:
        print(text, file=sys.stderr)
    print(f"{judge.n_actions} actions in {judge.n_txs} transactions, {len(judge.wrong)} wrong")
    return 1 if judge.wrong or not judge.n_txs else 0


sys.exit(main())
