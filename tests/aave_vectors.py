"""Recordings of Aave on an Ethereum as golden lines.

usage: aave_vectors.py DIR >LINES

DIR holds aave30_accounts.json, aave30_liquidations.json, aave36_accounts.json and
aave36_liquidations.json: what the pools of 3.0 and 3.6 answered on anvil.  LINES are
as tests/vectors/README.md says; aave_evm.jsonl there was made so.
"""
import json
import os
import sys

MAX = 2**256 - 1
# Liquidations were recorded in one scenario more than accounts: the same users at these
# prices, worked out of what the accounts were worth after them.
DEPEG = {"WETH": "300000000000", "USDC": "100000000", "DAI": "105600000", "WBTC": "7500000000000"}
REFUSALS = {"45": "HEALTH_FACTOR_NOT_BELOW_THRESHOLD", "46": "COLLATERAL_CANNOT_BE_LIQUIDATED",
            "0xb629b0e4": "MUST_NOT_LEAVE_DUST", "0x930bb771": "HEALTH_FACTOR_NOT_BELOW_THRESHOLD"}


def line(fn, given, want):
    print(json.dumps({"fn": fn, "in": given, "out": want, "tol": "exact"}, separators=(",", ":")))


def bits(word, low, n):
    return int(word, 16) >> low & ((1 << n) - 1)


def reserve(r, category):
    """The rules out of the configuration word, the indexes as stored."""
    word = r["configuration"]
    n = int(r["id"])
    single = "collateralBitmap" not in category
    member = bits(word, 168, 8) == 1 if single else bool(int(category["collateralBitmap"]) >> n & 1)
    out = {"id": r["symbol"], "decimals": bits(word, 48, 8), "price": r["price"], "ltv_bp": bits(word, 0, 16),
           "lt_bp": bits(word, 16, 16), "lb_bp": bits(word, 32, 16), "protocol_fee_bp": bits(word, 152, 16),
           "liquidity_index": r["liquidityIndex"], "liquidity_rate": r["currentLiquidityRate"],
           "borrow_index": r["variableBorrowIndex"], "borrow_rate": r["currentVariableBorrowRate"],
           "updated_s": int(r["lastUpdateTimestamp"])}
    if member:
        out["emode_asset" if single else "emode_collateral"] = True
    if not single and int(category["ltvzeroBitmap"]) >> n & 1:
        out["emode_ltvzero"] = True
    return out


def account(version, scene, user, time_s):
    """A user as the `in` of a line, with the reserves it is in."""
    category = scene["eMode1"]
    used = int(user["userConfiguration"], 16)
    rows = []
    for b in user["balances"]:
        r = next(x for x in scene["reserves"] if x["symbol"] == b["symbol"])
        rows.append({**reserve(r, category), "scaled_supply": b["scaledATokenBalance"],
                     "scaled_debt": b["scaledVariableDebt"],
                     "use_as_collateral": bool(used >> (2 * int(r["id"]) + 1) & 1)})
    emode = None
    if user["eMode"] != "0":
        emode = {"ltv_bp": int(category["ltv"]), "lt_bp": int(category["liquidationThreshold"]),
                 "lb_bp": int(category["liquidationBonus"])}
    return {"version": version, "time_s": time_s, "emode": emode, "reserves": rows}


def accounts(version, d):
    for scene in d["scenarios"]:
        by = {r["symbol"]: r for r in scene["reserves"]}
        for user in scene["users"]:
            a = user["accountData"]
            line("aave_state", account(version, scene, user, scene["timestamp"]),
                 {"total_collateral_base": a["totalCollateralBase"], "total_debt_base": a["totalDebtBase"],
                  "avg_ltv_bp": int(a["ltv"]), "avg_lt_bp": int(a["currentLiquidationThreshold"]),
                  "health_factor": a["healthFactor"], "available_borrows_base": a["availableBorrowsBase"],
                  "reserves": [{"income": by[b["symbol"]]["normalizedIncome"],
                                "debt_index": by[b["symbol"]]["normalizedVariableDebt"],
                                "supplied": b["aTokenBalance"], "owed": b["variableDebt"]}
                               for b in user["balances"]]})


def outcome(row, debt_asset):
    if "revert" in row:
        return {"err": REFUSALS.get(row.get("revertReason"), REFUSALS.get(row["revert"][:10], row["revert"]))}
    call = next(e["args"] for e in row["events"] if e["name"] == "LiquidationCall")
    bad = [e["args"] for e in row["events"] if e["name"] == "DeficitCreated"]
    return {"debt_repaid": call["debtToCover"], "collateral_to_liquidator": call["liquidatedCollateralAmount"],
            "protocol_fee_moved": row["protocolFeeAmount"],
            "deficit": next((b["amountCreated"] for b in bad if b["debtAsset"].lower() == debt_asset.lower()), "0"),
            "collateral_after": row["after"]["totalCollateralBase"], "debt_after": row["after"]["totalDebtBase"],
            "hf_after": row["after"]["healthFactor"]}


def liquidations(version, d, scenes):
    for row in d["rows"]:
        scene = scenes[row["scenario"]]
        user = next(u for u in scene["users"] if u["user"] == row["user"])
        asset = next(r["asset"] for r in scene["reserves"] if r["symbol"] == row["debt"])
        # A refused call has no block of its own: it was tried at the others' time.
        given = account(version, scene, user, row.get("blockTimestamp", scene["timestamp"] + 12))
        cover = str(MAX) if row["debtToCover"] == "max" else row["debtToCover"]
        line("aave_call", {**given, "collateral": row["collateral"], "debt": row["debt"], "debt_to_cover": cover},
             outcome(row, asset))


def load(name):
    with open(os.path.join(sys.argv[1], name), encoding="utf-8") as f:
        return json.load(f)


if __name__ == "__main__":
    for v in ("3.0", "3.6"):
        stem = "aave" + v.replace(".", "")
        state = load(stem + "_accounts.json")
        accounts(v, state)
        scenes = {s["name"]: s for s in state["scenarios"]}
        last = state["scenarios"][-1]
        scenes.setdefault("depeg", {**last, "reserves": [{**r, "price": DEPEG[r["symbol"]]} for r in last["reserves"]]})
        liquidations(v, load(stem + "_liquidations.json"), scenes)
