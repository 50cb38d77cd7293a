"""What really happened in pools of Uniswap v3, as golden lines.

usage: pool_replay.py swaps FEE SPACING LOGS.csv.gz >LINES
       pool_replay.py liquidity MINTS.csv.gz BURNS.csv.gz >LINES

LOGS is every log of a pool, in order: columns topics (a Python list) and data (hex).
Between two swaps with the same liquidity and no mint or burn between them the first says
all that the second depends on: LINES (v3_replay) ask for its amounts, price and tick.

MINTS and BURNS have the columns tickLower, tickUpper, liquidity, amount0, amount1. Of a
range that the price was outside of one amount is 0, and the price does not matter: LINES
(v3_modify) ask for the other.
"""
import ast
import csv
import gzip
import json
import sys

SWAP = "0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67"
MINT = "0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde"
BURN = "0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c"


def words(data):
    """amount0, amount1, sqrt price, liquidity, tick of a Swap's data, signed."""
    raw = bytes.fromhex(data[2:])
    return [int.from_bytes(raw[i:i + 32], "big", signed=True) for i in range(0, 160, 32)]


def line(fn, given, want):
    print(json.dumps({"fn": fn, "in": given, "out": want, "tol": "exact"}, separators=(",", ":")))


def rows(name):
    with gzip.open(name, "rt", newline="") as f:
        yield from csv.DictReader(f)


def swaps(fee, spacing, name):
    before = None
    for row in rows(name):
        topic = ast.literal_eval(row["topics"])[0]
        if topic in (MINT, BURN):
            before = None
        if topic != SWAP:
            continue
        amount0, amount1, sqrt, liquidity, tick = words(row["data"])
        seen = {"amount0": str(amount0), "amount1": str(amount1), "sqrt_after_x96": str(sqrt)}
        if before and before[1] == liquidity:
            line("v3_replay",
                 {"sqrt_price_x96": str(before[0]), "tick": before[2], "liquidity": str(liquidity),
                  "fee_pips": int(fee), "tick_spacing": int(spacing), "ticks": [], **seen},
                 {**seen, "tick_after": tick})
        before = (sqrt, liquidity, tick)


def liquidity(mints, burns):
    for name, sign in ((mints, 1), (burns, -1)):
        for row in rows(name):
            amount0, amount1, change = int(row["amount0"]), int(row["amount1"]), int(row["liquidity"])
            lower, upper = int(row["tickLower"]), int(row["tickUpper"])
            if not change or (amount0 > 0) == (amount1 > 0):
                continue
            line("v3_modify",
                 {"tick": lower - 1 if amount0 else upper, "sqrt_price_x96": "4295128739", "lower": lower,
                  "upper": upper, "delta": str(sign * change)},
                 {"amount0": str(sign * amount0), "amount1": str(sign * amount1)})


if __name__ == "__main__":
    {"swaps": swaps, "liquidity": liquidity}[sys.argv[1]](*sys.argv[2:])
