#!/usr/bin/python3
"""sign_oracle.py VERB: what mm-sign signed, looked at by somebody else.

verify          stdin: signed_tx records; each signature is one of its signer's
mutate N        stdin: tx records; stdout: of each, every byte changed N times
judge POLICY    stdin: signed_tx records; each is within policy.json, by a decoder
                that shares nothing with lib/chain
As a module, answer(ADDRESS, LINE) is what an external signer says.

ed25519 is RFC 8032, 5.1, as its own appendix does it: slow, and plain.
"""
import base64
import hashlib
import json
import random
import struct
import sys
import time
from decimal import Decimal

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def b58decode(text):
    n = 0
    for c in text:
        n = n * 58 + ALPHABET.index(c)
    pad = len(text) - len(text.lstrip("1"))
    return bytes(pad) + n.to_bytes((n.bit_length() + 7) // 8, "big")


def b58encode(data):
    n, text = int.from_bytes(data, "big"), ""
    while n:
        n, r = divmod(n, 58)
        text = ALPHABET[r] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


# ---- ed25519 ----

def recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P:
        return None
    return P - x if x & 1 != sign else x


def point(data):
    y = int.from_bytes(data, "little")
    x = recover_x(y & (1 << 255) - 1, y >> 255)
    y &= (1 << 255) - 1
    return None if x is None else (x, y, 1, x * y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = add(q, p)
        p, n = add(p, p), n >> 1
    return q


GY = 4 * pow(5, P - 2, P) % P
G = (recover_x(GY, 0), GY, 1, recover_x(GY, 0) * GY % P)


def compress(p):
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def sign(seed, message):
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], "little") & (1 << 254) - 8 | 1 << 254
    public = compress(times(a, G))
    r = number(h[32:], message) % L
    head = compress(times(r, G))
    return head + ((r + number(head, public, message) * a) % L).to_bytes(32, "little")


def public_of(seed):
    h = hashlib.sha512(seed).digest()
    return compress(times(int.from_bytes(h[:32], "little") & (1 << 254) - 8 | 1 << 254, G))


def verify(public, message, sig):
    a, r, s = point(public), point(sig[:32]), int.from_bytes(sig[32:], "little")
    if a is None or r is None or s >= L:
        return False
    right = add(r, times(number(sig[:32], public, message) % L, a))
    return compress(times(s, G)) == compress(right)


def answer(address, line):
    seeds = {b58encode(public_of(bytes([n] * 32))): bytes([n] * 32) for n in (1, 2)}
    return base64.b64encode(sign(seeds[address], base64.b64decode(line))).decode()


# ---- transactions ----

def compact(data, at):
    n = shift = 0
    while True:
        n |= (data[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if not data[at - 1] & 128:
            return n, at


def split(raw):
    n, at = compact(raw, 0)
    return [raw[at + 64 * i:at + 64 * i + 64] for i in range(n)], raw[at + 64 * n:]


def parse(message, tables):
    """(signers, [(program, [account], data)])"""
    at, v0 = 0, message[0] & 128
    if v0:
        at = 1
    n_signers = message[at]
    n, at = compact(message, at + 3)
    keys = [message[at + 32 * i:at + 32 * i + 32] for i in range(n)]
    at += 32 * n + 32
    calls, writable, readonly = [], [], []
    n, at = compact(message, at)
    for _ in range(n):
        program, at = message[at], at + 1
        k, at = compact(message, at)
        accounts, at = message[at:at + k], at + k
        k, at = compact(message, at)
        calls.append((program, accounts, message[at:at + k]))
        at += k
    if v0:
        n, at = compact(message, at)
        for _ in range(n):
            table, at = tables[b58encode(message[at:at + 32])], at + 32
            for out in (writable, readonly):
                k, at = compact(message, at)
                out += [b58decode(table[i]) for i in message[at:at + k]]
                at += k
    assert at == len(message), "bytes behind the message"
    signers, keys = keys[:n_signers], keys + writable + readonly
    return signers, [(keys[p], [keys[i] for i in acc], data) for p, acc, data in calls]


def pda(seeds, program):
    for bump in range(255, -1, -1):
        h = hashlib.sha256(b"".join(seeds) + bytes([bump]) + program + b"ProgramDerivedAddress").digest()
        if point(h) is None:
            return h
    raise ValueError


SYSTEM = bytes(32)
BUDGET = b58decode("ComputeBudget111111111111111111111111111111")
TOKEN = b58decode("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA")
ATA = b58decode("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL")
DEX = b58decode("srmqPvymJeFKQ4zGQed1GFppgkRHL9kaELCbyksJtPX")


class Judge:
    """Holds a transaction against a policy, by its effects."""

    def __init__(self, policy):
        self.p = policy
        self.wallets = {b58decode(v) for v in policy["wallets"].values()}
        self.tips = {b58decode(v) for v in policy["tip_accounts"]}
        mints = {k: b58decode(v["mint"]) for k, v in policy["assets"].items()}
        mints["wSOL"] = b58decode("So11111111111111111111111111111111111111112")
        self.tokens = {pda([w, TOKEN, m], ATA): (w, name) for w in self.wallets for name, m in mints.items()}
        self.decimals = {"wSOL": 9, "SOL": 9, **{k: v["decimals"] for k, v in policy["assets"].items()}}

    def atoms(self, text, asset):
        return int(Decimal(text) * 10 ** self.decimals[asset])

    def system(self, accounts, data):
        tag, amount = struct.unpack_from("<IQ", data)
        assert tag == 2 and len(data) == 12, f"system {tag}"
        source, to = accounts
        assert source in self.wallets
        if to in self.tips:
            self.tip += amount
        elif to not in self.wallets and self.tokens.get(to, ("", ""))[1] != "wSOL":
            payees = [d for d in self.p["destinations"].values() if b58decode(d["address"]) == to]
            assert payees, "lamports to a stranger"

    def order(self, market, body, payer, owner):
        side, price, size, quote, stb, kind, _, _, last = struct.unpack("<IQQQIIQHq", body)
        base, money = market["base"], market["quote"]
        value, amount = price * size * int(market["quote_lot"]), size * int(market["base_lot"])
        assert stb == 2 and kind in (0, 1, 2) and last <= time.time() + self.p["order_ttl_s"] + 1
        assert amount <= self.atoms(market["max_order_base"], base)
        assert max(value, quote if side == 0 else 0) <= self.atoms(market["max_order_quote"], money)
        assert self.tokens[payer] == (owner, money if side == 0 else base)

    def dex(self, accounts, data):
        version, tag = struct.unpack_from("<BI", data)
        body = data[5:]
        assert version == 0
        if tag in (11, 12, 18):  # cancels
            assert accounts[4] in self.wallets
        elif tag == 3:
            pass
        elif tag == 5:
            base, quote = accounts[5:7]
            market = self.p["markets"][b58encode(accounts[0])]
            assert accounts[2] in self.wallets
            assert self.tokens[base][1] == market["base"] and self.tokens[quote][1] == market["quote"]
            assert len(accounts) < 10 or self.tokens[accounts[9]]
        else:
            assert tag in (10, 19, 20), f"dex {tag}"
            market = self.p["markets"][b58encode(accounts[0])]
            names = ["request_queue", "event_queue", "bids", "asks"]
            assert [b58encode(k) for k in accounts[2:6]] == [market[n] for n in names]
            assert accounts[7] in self.wallets
            if tag == 20:
                assert struct.unpack_from("<Q", body)[0] * 54 == len(body) - 8
                body = body[8:]
            for at in range(0, len(body), 54):
                self.order(market, body[at:at + 54], accounts[6], accounts[7])

    def judge(self, record):
        sigs, message = split(base64.b64decode(record["raw"]))
        signers, calls = parse(message, self.p["tables"])
        self.tip, reduces = 0, True
        assert len(sigs) == len(signers) and set(signers) <= self.wallets, "a stranger signs"
        limit, price = None, 0
        for program, accounts, data in calls:
            if program == SYSTEM:
                tip = self.tip
                self.system(accounts, data)
                reduces &= self.tip > tip
            elif program == DEX:
                self.dex(accounts, data)
                reduces &= struct.unpack_from("<I", data, 1)[0] in (3, 5, 11, 12, 14, 18)
            else:
                assert program == BUDGET, "program " + b58encode(program)
                if data[0] == 2:
                    limit = struct.unpack_from("<I", data, 1)[0]
                elif data[0] == 3:
                    price = struct.unpack_from("<Q", data, 1)[0]
        units = min(1400000, 200000 * len(calls) if limit is None else limit)
        fee = 5000 * len(signers) + -(-units * price // 10**6)
        assert fee <= self.atoms(self.p["limits"]["tx"]["fees_sol"], "SOL"), "fee"
        assert self.tip <= self.atoms(self.p["limits"]["tx"]["tips_sol"], "SOL"), "tip"
        assert reduces or record["class"] == "risk", "class"


def mutate(passes):
    dice = random.Random(1)
    for line in sys.stdin:
        record = json.loads(line)
        message = base64.b64decode(record["message"])
        for i in range(passes * len(message)):
            changed = bytearray(message)
            changed[i % len(message)] ^= dice.choice((1, 2, 3, 1 << dice.randrange(8), dice.randrange(1, 256)))
            record["message"] = base64.b64encode(changed).decode()
            record["class"] = dice.choice(("risk", "reduce"))
            print(json.dumps(record, separators=(",", ":")))


def signed():
    return [r for r in map(json.loads, sys.stdin) if r["type"] == "signed_tx"]


def main(verb, *args):
    if verb == "mutate":
        mutate(int(args[0]))
    elif verb == "verify":
        for r in signed():
            sigs, message = split(base64.b64decode(r["raw"]))
            keys, _ = parse(message, {})
            assert len(keys) == len(sigs) and r["id"] == b58encode(sigs[0])
            assert all(verify(k, message, s) for k, s in zip(keys, sigs)), r["id"]
    elif verb == "judge":
        with open(args[0], encoding="ascii") as f:
            judge = Judge(json.load(f))
        for r in signed():
            try:
                judge.judge(r)
            except Exception as e:
                sys.exit(f"{r['intents'][0]} {r['class']}: {e!r}\n{r['raw']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
