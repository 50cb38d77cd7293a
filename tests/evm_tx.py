#!/usr/bin/python3
"""Signs transactions of Ethereum's kind for tests, without a line of ours.

usage: evm_tx.py address KEY        the checksummed address of a key (0x and hex)
       evm_tx.py frame <JOB         a frame's action and signed_tx records
       evm_tx.py sign KEY           as mm-sign without a policy: tx records made signed_tx

JOB: {ts_ms, chain_id, txs: [{key, wallet, nonce, to, value, data, gas, max_fee, priority,
gas_price, class, bundle, actions: [{action, intent_id, ...}]}]}.  A transaction of type 2,
with gas_price one from before it.
"""
import functools
import hashlib
import json
import sys

from evm_curve import G, N, P, add, keccak, mul


def sign(key, digest):
    """Recovery id, r, s."""
    k = int.from_bytes(hashlib.sha512(key.to_bytes(32, "big") + digest).digest(), "big") % (N - 1) + 1
    x, y = mul(k, G)
    s = pow(k, -1, N) * (int.from_bytes(digest, "big") + x % N * key) % N
    return (1 - y % 2, x, N - s) if s > N // 2 else (y % 2, x, s)


def rlp(v):
    if isinstance(v, list):
        body, base = b"".join(rlp(x) for x in v), 0xC0
    else:
        body, base = v if isinstance(v, bytes) else v.to_bytes((v.bit_length() + 7) // 8, "big"), 0x80
        if len(body) == 1 and body[0] < 0x80:
            return body
    if len(body) < 56:
        return bytes([base + len(body)]) + body
    n = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([base + 55 + len(n)]) + n + body


@functools.cache
def address(key):
    x, y = mul(key, G)
    text = keccak(x.to_bytes(32, "big") + y.to_bytes(32, "big"))[12:].hex()
    marks = keccak(text.encode()).hex()
    return "0x" + "".join(c.upper() if int(m, 16) > 7 else c for c, m in zip(text, marks))


def unrlp(b):
    """The value at the front of b, and what is behind it."""
    if b[0] < 0x80:
        return b[:1], b[1:]
    base = 0x80 if b[0] < 0xC0 else 0xC0
    n, at = b[0] - base, 1
    if n > 55:
        at, n = n - 54, int.from_bytes(b[1:n - 54], "big")
    body, rest = b[at:at + n], b[at + n:]
    if base == 0x80:
        return body, rest
    out = []
    while body:
        item, body = unrlp(body)
        out.append(item)
    return out, rest


def recover(digest, parity, r, s):
    """The address, lower case."""
    y = pow(r**3 + 7, (P + 1) // 4, P)
    point = (r, y if y % 2 == parity else P - y)
    minus = mul(N - int.from_bytes(digest, "big") % N, G)
    x, y = mul(pow(r, -1, N), add(mul(s, point), minus))
    return "0x" + keccak(x.to_bytes(32, "big") + y.to_bytes(32, "big"))[12:].hex()


def read(raw):
    """What a node wants to know of a transaction of type 2."""
    v, _ = unrlp(raw[1:])
    n = [int.from_bytes(x, "big") for x in v[:5] + v[9:]]
    return {"hash": "0x" + keccak(raw).hex(), "from": recover(keccak(b"\2" + rlp(v[:9])), *n[5:]), "nonce": n[1],
            "priority": n[2], "max_fee": n[3], "raw": raw}


def raw_of(t, chain_id):
    key = int(t["key"], 16)
    to, data = bytes.fromhex(t.get("to", "")[2:]), bytes.fromhex(t.get("data", "0x")[2:])
    value, gas = int(t.get("value", 0)), int(t.get("gas", 100000))
    if "gas_price" in t:
        body = [t["nonce"], int(t["gas_price"]), gas, to, value, data]
        v, r, s = sign(key, keccak(rlp(body + [chain_id, 0, 0])))
        return rlp(body + [v + 35 + 2 * chain_id, r, s])
    body = [chain_id, t["nonce"], int(t.get("priority", 10**9)), int(t.get("max_fee", 10**10)), gas, to, value, data, []]
    v, r, s = sign(key, keccak(b"\2" + rlp(body)))
    return b"\2" + rlp(body + [v, r, s])


def records(job):
    ts, chain_id = job["ts_ms"], job["chain_id"]
    for t in job["txs"]:
        raw = raw_of(t, chain_id)
        for a in t["actions"]:
            yield {"type": "action", "ts_ms": ts, "strategy": 1, "chain_id": chain_id, "wallet": t["wallet"], **a}
        yield {"type": "signed_tx", "ts_ms": ts, "chain": "evm", "id": "0x" + keccak(raw).hex(), "raw": "0x" + raw.hex(),
               "class": t.get("class", "risk"), "intents": [a["intent_id"] for a in t["actions"]], "chain_id": chain_id,
               "from": address(int(t["key"], 16)), "nonce": str(t["nonce"])} | ({"bundle": t["bundle"]} if "bundle" in t else {})


def signed(tx, key):
    job = {"key": key, "wallet": tx["signers"][0], "nonce": int(tx["nonce"]), "to": tx.get("to", ""), "value": tx["value_wei"],
           "data": tx["data"], "gas": tx["gas"], "max_fee": tx["max_fee_wei"], "priority": tx["max_priority_fee_wei"],
           "class": tx["class"], "actions": []}
    rec, = records({"ts_ms": tx["ts_ms"], "chain_id": tx["chain_id"], "txs": [job]})
    return rec | {"intents": tx["intents"]}


if __name__ == "__main__":
    if sys.argv[1] == "address":
        print(address(int(sys.argv[2], 16)))
    elif sys.argv[1] == "sign":
        for line in sys.stdin:
            rec = json.loads(line)
            print(json.dumps(signed(rec, sys.argv[2]), separators=(",", ":")) if rec["type"] == "tx" else line, end="\n" if rec["type"] == "tx" else "")
            if rec["type"] == "cycle":
                sys.stdout.flush()
    else:
        for rec in records(json.load(sys.stdin)):
            print(json.dumps(rec, separators=(",", ":")))
