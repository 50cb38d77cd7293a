#!/usr/bin/env python3
"""route_pools.py FILE: recorded pools with all their ticks as chain, pool and pool_ticks.

FILE is tycho-simulation's examples/use_serialized_state/data.json (propeller-heads,
MIT): pools of Ethereum as they stood at one moment.  They are called 0x..01 on, in
its order.
"""
import json
import sys

FEES = {"Lowest": (100, 1), "Low": (500, 10), "Medium": (3000, 60), "High": (10000, 200)}
WORD = 256


def units(amount, decimals):
    text = str(amount).rjust(decimals + 1, "0")
    whole, rest = text[:len(text) - decimals], text[len(text) - decimals:].rstrip("0")
    return whole + ("." + rest if rest else "")


def put(record):
    print(json.dumps(record, separators=(",", ":")))


def ticks_of(name, spacing, ticks):
    words = {}
    for t in sorted(ticks, key=lambda t: t["index"]):
        words.setdefault(t["index"] // spacing // WORD, []).append(t)
    for word, here in words.items():
        put({"type": "pool_ticks", "ts_ms": 1, "chain_id": 1, "pool": name, "word": word, "ticks": [
            [t["index"], str(t["net_liquidity"]), str(abs(t["net_liquidity"]))] for t in here]})


def pool_of(i, p):
    state, tokens = p["state"]["state"], p["tokens"]
    name = "0x%040x" % (i + 1)
    out = {"type": "pool", "ts_ms": 1, "chain_id": 1, "pool": name, "venue": "uniswap",
           "kind": "v2" if "reserve0" in state else "v3",
           "token0": tokens[0]["symbol"], "token1": tokens[1]["symbol"],
           "decimals0": tokens[0]["decimals"], "decimals1": tokens[1]["decimals"]}
    end = {"block": 1, "block_hash": "0x" + "0" * 64}
    if out["kind"] == "v2":
        put({**out, "fee": 3000, "reserve0": units(int(state["reserve0"], 16), out["decimals0"]),
             "reserve1": units(int(state["reserve1"], 16), out["decimals1"]), **end})
        return
    fee, spacing = FEES[state["fee"]]
    put({**out, "fee": fee, "tick_spacing": spacing, "sqrt_price_x96": str(int(state["sqrt_price"], 16)),
         "tick": state["tick"], "liquidity": str(state["liquidity"]),
         "word_low": -887272 // spacing // WORD, "word_high": 887272 // spacing // WORD, **end})
    ticks_of(name, spacing, state["ticks"]["ticks"])


with open(sys.argv[1]) as f:
    pools = json.load(f)
put({"type": "chain", "ts_ms": 1, "chain": "ethereum", "chain_id": 1, "block": 1,
     "block_hash": "0x" + "0" * 64, "parent_hash": "0x" + "1" * 64, "block_ts_s": 1,
     "target_ts_s": 13, "gas_limit": "30000000", "base_fee_wei": "20000000000",
     "next_base_fee_wei": "20000000000"})
for i, p in enumerate(pools):
    pool_of(i, p)
