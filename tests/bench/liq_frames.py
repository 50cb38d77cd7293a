"""Frames of a lending market for benches, from two that lend-read and lp-read wrote: a whole
one, and one after prices fell."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from evm_curve import keccak

POOLS = 50


def address(i):
    text = f"{i + 1:040x}"
    marks = keccak(text.encode()).hex()
    return "0x" + "".join(c.upper() if int(m, 16) > 7 else c for c, m in zip(text, marks))


def frames_of(lines):
    out = [[]]
    for line in lines:
        out[-1].append(json.loads(line))
        if out[-1][-1]["type"] == "cycle":
            out.append([])
    return out[:-1]


def more_pools(frame):
    """POOLS of them: copies of those of v3, at half their price in fees, which keeps them out
    of every route but not out of any search."""
    here = [r for r in frame if r["type"] == "pool"]
    models = [r for r in here if r["kind"] == "v3"]
    out, names = [], {}
    for i in range(POOLS - len(here)):
        model = models[i % len(models)]
        names.setdefault(model["pool"], []).append(address(i))
        out.append(model | {"pool": address(i), "fee": 500000})
    for r in frame:
        if r["type"] == "pool_ticks":
            out += [r | {"pool": name} for name in names.get(r["pool"], [])]
    at = max(i for i, r in enumerate(frame) if r["type"] in ("pool", "pool_ticks")) + 1
    return frame[:at] + out + frame[at:]


def more_users(frame, times):
    """Each account so many times over."""
    at = max(i for i, r in enumerate(frame) if r["type"] == "user_reserve") + 1
    users = sorted({r["user"] for r in frame if r["type"] == "user_reserve"})
    names = {(u, n): address(1000 + n * len(users) + i) for i, u in enumerate(users) for n in range(times - 1)}
    here = [r for r in frame if r["type"] == "user_reserve"]
    return frame[:at] + [r | {"user": names[r["user"], n]} for n in range(times - 1) for r in here] + frame[at:]


def fall_and_rise(path):
    """(whole, low, again, high): the two of the file, with POOLS pools; the fall once more, and
    the prices from before it, both on the block it was in, for the node has no other."""
    whole, low = map(more_pools, frames_of(open(path, encoding="utf-8")))
    prices = {(r["pool"], r["asset"]): r["price_base"] for r in whole if r["type"] == "oracle"}
    again = [r | {"after_block": r["block"]} if r["type"] == "lend_market" else r for r in low]
    high = [r | {"price_base": prices[r["pool"], r["asset"]]} if r["type"] == "oracle" else r for r in again]
    return whole, low, again, high


def text(frame, ts_ms):
    """The frame as of that time."""
    return "".join(json.dumps(r | {"ts_ms": ts_ms} | ({"id": ts_ms} if r["type"] == "cycle" else {}), separators=(",", ":")) + "\n"
                   for r in frame)
