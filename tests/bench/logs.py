#!/usr/bin/python3
"""logs.py DAY.raw.csv.gz [TIMES]: a recorded day of a pool's logs, as a node gives them.
logs.py --twin DAY.pool.tick.csv.gz: the same day as another decoder has it, a line each.

The recording has no address, no chain and no hashes of blocks: the address is the pool's,
each block's hash is made of its number and the repeat.
"""
import ast
import csv
import datetime
import gzip
import hashlib
import json
import sys

POOL = "0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640"


def rows(name):
    return csv.DictReader(gzip.open(name, "rt"))


def second(text):
    return int(datetime.datetime.fromisoformat(text[:19] + "+00:00").timestamp())


def log(r, repeat):
    return {
        "address": POOL,
        "topics": ast.literal_eval(r["topics"]),
        "data": r["data"],
        "blockHash": "0x" + hashlib.sha256(f"{r['block_number']}/{repeat}".encode()).hexdigest(),
        "blockNumber": hex(int(r["block_number"])),
        "blockTimestamp": hex(second(r["block_timestamp"])),
        "transactionHash": r["transaction_hash"],
        "transactionIndex": hex(int(r["transaction_index"])),
        "logIndex": hex(int(r["log_index"])),
        "removed": False,
    }


def whole(text):
    """A number that a spreadsheet wrote with a point."""
    return text.split(".")[0]


if sys.argv[1] == "--twin":
    for r in rows(sys.argv[2]):
        swap = r["tx_type"] == "SWAP"
        print(",".join([
            r["block_number"], r["log_index"], r["tx_type"], whole(r["amount0"]), whole(r["amount1"]),
            r["sqrtPriceX96"] if swap else "", whole(r["current_tick"]) if swap else "",
            whole(r["tick_lower"]), whole(r["tick_upper"])]))
else:
    day = list(rows(sys.argv[1]))
    for repeat in range(int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        for r in day:
            print(json.dumps(log(r, repeat), separators=(",", ":")))
