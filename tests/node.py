#!/usr/bin/python3
"""A stand-in for a Solana node on a free loopback port, for book-read.bats.

usage: node.py --keys N: prints so many addresses nobody has.
usage: node.py DIR: writes the port to DIR/port and each request to DIR/log, until
standard input ends.  It holds the market of tests/vectors/openbook.jsonl, bytes the
program wrote, and does what DIR/how says, a JSON object:

  slot N                  as of when answers are
  absent [KEY...]         accounts that do not exist
  owner {KEY: PROGRAM}    other owners
  cut {KEY: N}            accounts of N bytes
  poke [[KEY, AT, HEX]]   other bytes
  back 1                  ignores minContextSlot, and answers as of its own slot
  later [[KEY, AT, HEX]]  other bytes in what is asked for at or past a slot
  ring [CAPACITY, SEQ, N] the event queue with that many places, up to that event; those
                          since N (60) wait
  more N                  so many more open-orders accounts of the first wallet
  unsure N                so many slots are not final yet
  page N                  signatures in one answer

and the faults of stand_in.py.

DIR/txs: the transactions of the event queue, newest first, a JSON array of objects
{signature, slot, time, failed, logs}; logs null: not kept; or events [A, B] in its place: as
ConsumeEvents logs those of the queue, by program P where that is given.
"""
import base64
import json
import os
import sys

import stand_in
from stand_in import Failure

where = sys.argv[1]
here = os.path.dirname(os.path.abspath(__file__))
OPENBOOK = "srmqPvymJeFKQ4zGQed1GFppgkRHL9kaELCbyksJtPX"
TOKEN = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
SYSTEM = "11111111111111111111111111111111"
MARKET = "GZCV6gEnyjzjzURjeBG2bQvQRU9kmG7TBGS9PBLCYTS3"
SLOT = 447552300
DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

# In the order of the lines of the vectors.
NAMES = {
    "openbook_market": [None, MARKET],
    "openbook_slab": ["f4WXiDZy3q6NUbttYBkiXWL2JCLHtzyoDtLzLBcEwnr", "DZQiDGoyeLhijxGop97wYVWKaKHjzXrAbx122CD4XmKg"],
    "openbook_events": ["3V9T2aPBLWDCCaQzpS1Xc7oZHGDN4BfjvAPfLhMKW8kq"],
    "openbook_oo": ["Dhc1rZTvxHnXcT31Sa7yQbWXKwBUSKKsXhp12d4Zn8nU", "44DjiYWiexn5ZtNc1Zfrg4nfejM6Le1ydFnxL8oTQpzr",
                    "8U1whLU1XE5Xc32P6Wbk9rQ3ekdDFZ6Rwghz8PsUZdT5"],
    "token_account": ["8iE4oCaWXEJVEUVHuhN5tD8kPc1LrfDoWQSHjVKj115C", "3mmaxZQSK2VGSyfSFiEMFEh5xpbRRnAp2BgXDur4N3bG",
                      "BGxUvkUz3gJDBjP3M225oct6AvKwJMt92p6ef6U5mEgH", "C4ECuKbfezPTVoJH5pbJNcheU36FUWC1fjfjnoHYYye1",
                      "6wS8UA3W9xDzjatieXaa62Qi4shbQBubg8ADWrQ5pcf3", "A1DnhRiRG1Vt6BE17SoqoWY3bbEH5hYumKTT63GQQMGi",
                      "Dh9nDxPVeEb6kdS3Rn1Kw8yzsV8whKy3Ww7prWLQivNJ", "2aX9bmuSR9jMcy1ZribZw6wzfRDUHjFwaHdytvVY1xjN"],
    "token_mint": ["6xUD9U4bSAJtsbfuVS3X17kVTY4iSitHAUcR9MN8hfKW", "So11111111111111111111111111111111111111112"],
}
WALLETS = ["CMqyePWtpGe7WUN3M8JmkZsp716t8pEM6KRs5bsSLN5h", "2zDkZ9arTeisxS4MLegL5iN2uCqBRpCN52JcFN8LMYvf",
           "5WWKtAib4iTozJWnyGe5do2yvYMZjit9K9wrka6wZUjy"]


EVENTS = NAMES["openbook_events"][0]
HEAD, EVENT = 37, 88


def load():
    accounts = {}
    at = dict.fromkeys(NAMES, 0)
    with open(os.path.join(here, "vectors", "openbook.jsonl"), encoding="ascii") as lines:
        for line in lines:
            v = json.loads(line)
            fn = v["fn"]
            if fn not in NAMES or at[fn] == len(NAMES[fn]):
                continue
            name = NAMES[fn][at[fn]]
            at[fn] += 1
            data = base64.b64decode(v["in"]["dataBase64"])
            rent = (128 + len(data)) * 6960
            if fn == "token_account" and int(v["out"]["isNativeOption"]):
                rent += int(v["out"]["amount"])
            accounts[name] = {"owner": OPENBOOK if fn.startswith("openbook") else TOKEN, "lamports": rent, "data": data}
    for w in WALLETS:
        accounts[w] = {"owner": SYSTEM, "lamports": 5000000000, "data": b""}
    return accounts


ACCOUNTS = load()
BYTES = ACCOUNTS[EVENTS]["data"]


def event(n):
    return BYTES[HEAD + n * EVENT:HEAD + (n + 1) * EVENT]


def ring(capacity, seq, since=60):
    """The queue as it would be with fewer places: the events since then still wait."""
    places = [bytes(EVENT)] * capacity
    for n in range(max(0, seq - capacity), seq):
        places[n % capacity] = event(n)
    count = min(max(0, seq - since), capacity)
    numbers = b"".join(n.to_bytes(8, "little") for n in ((seq - count) % capacity, count, seq))
    return BYTES[:13] + numbers + b"".join(places) + BYTES[-7:]


def log_of(e):
    """FillEventLog of an event, or nothing."""
    if not e[0] & 1:
        return []
    oo = e[48:80]
    owner = next(a["data"][45:77] for k, a in ACCOUNTS.items() if len(a["data"]) == 3228 and unbase58(k) == oo)
    client = e[80:88]
    log = (bytes.fromhex("5269478b048e6b3a") + unbase58(MARKET) + oo + owner + bytes([e[0] >> 2 & 1, e[0] >> 3 & 1]) +
           e[16:24] + e[8:16] + e[24:32] + e[32:48] + e[1:3] + b"\1" + client + b"\0")
    return ["Program data: " + base64.b64encode(log).decode()]


def logs_of(t):
    if "events" not in t:
        return t["logs"]
    who = t.get("by", OPENBOOK)
    said = [line for n in range(*t["events"]) for line in log_of(event(n))]
    return [f"Program {who} invoke [1]", *said, f"Program {who} consumed 19100 of 200000 compute units",
            f"Program {who} success"]


def unbase58(text):
    n = 0
    for c in text:
        n = n * 58 + DIGITS.index(c)
    return n.to_bytes(32, "big")


def base58(data):
    n, text = int.from_bytes(data, "big"), ""
    while n:
        n, r = divmod(n, 58)
        text = DIGITS[r] + text
    return text


def now(how, later):
    """The accounts as they are, after what is done to them."""
    out = {}
    extra = {base58(bytes([7, n]) + bytes(range(30))): ACCOUNTS[NAMES["openbook_oo"][0]]
             for n in range(how.get("more", 0))}
    for key, a in (ACCOUNTS | extra).items():
        if key in how.get("absent", []):
            continue
        data = bytearray(ring(*how["ring"]) if key == EVENTS and "ring" in how else a["data"])
        for poked, at, text in how.get("poke", []) + (how.get("later", []) if later else []):
            if poked == key:
                b = bytes.fromhex(text)
                data[at:at + len(b)] = b
        data = data[:how.get("cut", {}).get(key, len(data))]
        out[key] = {"owner": how.get("owner", {}).get(key, a["owner"]), "lamports": a["lamports"], "data": bytes(data)}
    return out


def shown(a, options):
    data = a["data"]
    part = options.get("dataSlice")
    if part:
        data = data[part["offset"]:part["offset"] + part["length"]]
    return {"data": [base64.b64encode(data).decode(), "base64"], "executable": False, "lamports": a["lamports"],
            "owner": a["owner"], "rentEpoch": 18446744073709551615, "space": len(a["data"])}


def fits(a, f):
    if "dataSize" in f:
        return len(a["data"]) == f["dataSize"]
    m = f["memcmp"]
    want = base64.b64decode(m["bytes"]) if m.get("encoding") == "base64" else unbase58(m["bytes"])
    return a["data"][m["offset"]:m["offset"] + len(want)] == want


def ask(method, params, how):
    slot = how.get("slot", SLOT)
    options = next((p for p in params if isinstance(p, dict) and ("commitment" in p or "encoding" in p)), {})
    if options.get("minContextSlot", 0) > slot and not how.get("back"):
        raise Failure(-32016, "Minimum context slot has not been reached")
    context = {"apiVersion": "2.2.0", "slot": slot}
    accounts = now(how, "minContextSlot" in options)
    if method == "getMultipleAccounts":
        return {"context": context,
                "value": [shown(accounts[k], options) if k in accounts else None for k in params[0]]}
    if method == "getProgramAccounts":
        found = [{"pubkey": k, "account": shown(a, options)} for k, a in accounts.items()
                 if a["owner"] == params[0] and all(fits(a, f) for f in options.get("filters", []))]
        return {"context": context, "value": found} if options.get("withContext") else found
    if method == "getTokenAccountsByOwner":
        return {"context": context,
                "value": [{"pubkey": k, "account": shown(a, options)} for k, a in accounts.items()
                          if a["owner"] == TOKEN and a["data"][32:64] == unbase58(params[0])]}
    if method == "getLatestBlockhash":
        return {"context": context, "value": {"blockhash": "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM",
                                              "lastValidBlockHeight": slot + 150}}
    if method == "getSlot":
        return slot - how.get("unsure", 0)
    if method == "getBlockHeight":
        return slot - 32
    if method == "getRecentPrioritizationFees":
        return [{"slot": slot - i, "prioritizationFee": i * 100} for i in range(150)]
    txs = stand_in.read(where, "txs", [])
    if method == "getSignaturesForAddress":
        v = [{"signature": t["signature"], "slot": t["slot"], "blockTime": t["time"], "memo": None,
              "err": {"InstructionError": [0, {"Custom": 41}]} if t.get("failed") else None,
              "confirmationStatus": "finalized"} for t in txs]
        names = [t["signature"] for t in txs]
        at = names.index(options["before"]) + 1 if "before" in options else 0
        return v[at:at + min(options["limit"], how.get("page", 1000))]
    if method == "getTransaction":
        t = next((t for t in txs if t["signature"] == params[0]), None)
        if not t:
            return None
        return {"blockTime": t["time"], "slot": t["slot"], "version": "legacy",
                "transaction": ["AQ==", "base64"],
                "meta": {"err": None, "status": {"Ok": None}, "fee": 5000, "preBalances": [1], "postBalances": [1],
                         "preTokenBalances": [], "postTokenBalances": [], "innerInstructions": [],
                         "logMessages": logs_of(t)}}
    raise Failure(-32601, "Method not found")


if where == "--keys":
    print(",".join(base58(bytes([9, n]) + bytes(range(30))) for n in range(int(sys.argv[2]))))
    sys.exit()
stand_in.rpc(where, ask)
