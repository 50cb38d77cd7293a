#!/usr/bin/python3
"""range_frame.py [KEY=VALUE...]: a frame of one pool and one position, as lp-read would
tell it, for range-roll.  Keys and their defaults are in DEFAULTS; without=TYPE[,TYPE]
leaves records out, and what is written by hand goes between this and the cycle.
"""
import json
import sys
from decimal import Decimal, getcontext

getcontext().prec = 60

DEFAULTS = {
    "ts": 1795000000000, "tick": 200000, "kind": "v3", "twap": None, "spacing": 60,
    "fee": 3000, "lower": 198000, "upper": 202020, "liquidity": 10**18,
    "pool_liquidity": 10**20, "il": "-1", "net": "1", "gwei": 10, "sigma": 0.8,
    "fees0": "20", "fees1": "0.01", "window": 86400, "n_swaps": 400, "age": 0,
    "price": None, "position": "1", "t0": "USDC", "t1": "WETH", "d0": 6, "d1": 18,
    "without": "", "wallet0": "100000", "wallet1": "100", "owed0": "0", "owed1": "0",
    "pair": "WETH/USDC",
}
POOL = {"v2": "0xB4e16d0168e52d35CaCD2c6185b44281Ec28C9Dc",
        "v3": "0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640",
        "v4": "0x21c67e77068de97969ba93d4aab21826d33ca12bb9f565d8496e8fda8a82ca27"}
CHAIN = {"type": "chain", "chain": "evm", "slot": 9, "chain_id": 1, "block": 9,
         "block_hash": "0x09", "parent_hash": "0x08", "block_ts_s": 1795000000,
         "target_ts_s": 1795000012, "gas_limit": "30000000"}


def sqrt_at(tick):
    """The sqrt price of a tick as a real number."""
    return (Decimal("1.0001") ** tick).sqrt()


def amounts(o, s):
    a, b = sqrt_at(o["lower"]), sqrt_at(o["upper"])
    s = min(max(s, a), b)
    liquidity = Decimal(o["liquidity"])
    return int(liquidity * (1 / s - 1 / b)), int(liquidity * (s - a))


def units(atoms, decimals):
    text = f"{Decimal(atoms).scaleb(-decimals):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def frame(o):
    s = sqrt_at(o["tick"]) * (1 + Decimal(10) ** -9)
    x96 = int(s * 2**96)
    spot = s * s * Decimal(10) ** (o["d0"] - o["d1"])  # token1 per token0
    x0, x1 = amounts(o, s)
    at = {"ts_ms": o["ts"], "chain_id": 1}
    pool = {"pool": POOL[o["kind"]], "kind": o["kind"], "token0": o["t0"],
            "token1": o["t1"], "decimals0": o["d0"], "decimals1": o["d1"]}
    usdc = spot if o["t1"] == "USDC" else 1 / spot
    price = o["price"] or units(int(usdc * 10**8), 8)
    yield dict(CHAIN, ts_ms=o["ts"], next_base_fee_wei=str(int(float(o["gwei"]) * 1e9)))
    yield {"type": "price", "ts_ms": o["ts"], "pair": o["pair"], "price": str(price),
           "age_ms": o["age"], "n_sources": 2}
    yield {"type": "pool", **at, **pool, "venue": "uniswap", "fee": o["fee"],
           "tick_spacing": o["spacing"], "sqrt_price_x96": str(x96), "tick": o["tick"],
           "liquidity": str(o["pool_liquidity"]),
           **({} if o["twap"] == "none" else {
               "twap_tick": o["tick"] if o["twap"] is None else int(o["twap"]),
               "twap_s": 1800}),
           "window_s": o["window"], "n_swaps": o["n_swaps"], "volume0": "0",
           "volume1": "0", "fees0": str(o["fees0"]), "fees1": str(o["fees1"]),
           **({"sigma_ratio": float(o["sigma"])} if float(o["sigma"]) else {}),
           "block": 9, "block_hash": "0x09"}
    yield {"type": "wallet", "ts_ms": o["ts"], "wallet": "alice", "chain": "evm",
           "balances": {n: {"free": str(v), "locked": "0", "unsettled": "0"}
                        for n, v in (("ETH", "5"), (o["t0"], o["wallet0"]),
                                     (o["t1"], o["wallet1"]))}}
    yield {"type": "position", **at, "position": f"{o['kind']}:{o['position']}",
           "strategy": 1, "wallet": "alice",
           "manager": "0xC36442b4a4522E871399CD717aBDD847Ab11FE88",
           "token_id": str(o["position"]), **pool, "fee": o["fee"],
           "tick_spacing": o["spacing"], "tick_lower": o["lower"],
           "tick_upper": o["upper"], "liquidity": str(o["liquidity"]),
           "sqrt_price_x96": str(x96), "tick": o["tick"],
           "pool_liquidity": str(o["pool_liquidity"]), "amount0": units(x0, o["d0"]),
           "amount1": units(x1, o["d1"]), "uncollected0": str(o["owed0"]),
           "uncollected1": str(o["owed1"]), "entry": "known", "block": 9,
           "block_hash": "0x09"}
    yield {"type": "il", **at, "position": f"{o['kind']}:{o['position']}", "strategy": 1,
           "il_pct": float(o["il"]), "net_vs_entry_pct": float(o["net"]),
           "exposures": []}


def options(words):
    o = dict(DEFAULTS)
    for word in words:
        key, value = word.split("=", 1)
        if key not in o:
            sys.exit(f"range_frame.py: no key '{key}'")
        o[key] = int(value) if isinstance(DEFAULTS[key], int) else value
    return o


def main():
    o = options(sys.argv[1:])
    for record in frame(o):
        if record["type"] not in o["without"].split(","):
            print(json.dumps(record, separators=(",", ":")))


if __name__ == "__main__":
    main()
