"""Recorded Aave as golden lines.

usage: aave_data.py indexes RAW.csv.gz >LINES
       aave_data.py lido POSITIONS.csv... >LINES

indexes: a day of logs of a pool of 3.0, one reserve: each ReserveDataUpdated has the
borrow index that follows from the index and the rate of the one before.
lido: what getUserAccountData said of accounts: their health factor follows from
collateral, threshold and debt; the files have them as doubles, so to 2e-10.  Files
whose names do not end in _v3 are of v2, which counts in ether.
"""
import ast
import csv
import datetime
import gzip
import json
import sys
from decimal import Decimal

UPDATED = "0x804c9b842b2748a22bb64b345453a3de7ca54a6ca45ce00d415894979e22897a"


def line(fn, given, want, tol):
    print(json.dumps({"fn": fn, "in": given, "out": want, "tol": tol}, separators=(",", ":")))


def words(data):
    return [int(data[2 + 64 * i:66 + 64 * i], 16) for i in range((len(data) - 2) // 64)]


def seconds(text):
    return int(datetime.datetime.fromisoformat(text[:19]).replace(tzinfo=datetime.timezone.utc).timestamp())


def indexes(name):
    last = None
    with gzip.open(name, "rt") as f:
        rows = [r for r in csv.DictReader(f) if ast.literal_eval(r["topics"])[0] == UPDATED]
    for r in sorted(rows, key=lambda r: (int(r["block_number"]), int(r["log_index"]))):
        _, _, rate, _, index = words(r["data"])
        now = seconds(r["block_timestamp"])
        if last:
            line("aave_borrow_index", {"version": "3.0", "borrow_index": str(last[0]), "borrow_rate": str(last[1]),
                                       "updated_s": last[2], "time_s": now}, {"borrow_index": str(index)}, "exact")
        last = index, rate, now


def parts(text, decimals):
    return str(int(Decimal(text).scaleb(decimals).to_integral_value()))


def lido(name):
    decimals = 8 if name.endswith("_v3.csv") else 18
    with open(name, encoding="utf-8") as f:
        for r in csv.DictReader(f):
            line("aave_health_factor",
                 {"version": "3.0", "collateral": parts(r["collateral"], decimals), "debt": parts(r["debt"], decimals),
                  "lt_bp": int(float(r["threshold"]))}, {"hf": float(r["healthf"])}, {"rel": 2e-10, "abs": 0})


if __name__ == "__main__":
    for path in sys.argv[2:]:
        {"indexes": indexes, "lido": lido}[sys.argv[1]](path)
