"""Recordings of pools on an Ethereum as golden lines.

usage: pool_vectors.py FILE... >LINES

A FILE is what contracts answered, as JSON: v3_math, v3_tickmath, v3_pool, v4_pool or
v2_pair, told by its keys.  LINES are as tests/vectors/README.md says; univ_evm.jsonl
there was made so.  Where a contract reverted, any error is as good ("revert").
"""
import json
import sys

LIMIT = {True: "4295128740", False: "1461446703485210103287273052203988822378723970341"}


def line(fn, given, want):
    print(json.dumps({"fn": fn, "in": given, "out": want, "tol": "exact"}, separators=(",", ":")))


def reverted(x):
    return isinstance(x, dict) and "revert" in x


def word(x):
    """One field of several that may each have reverted."""
    return "revert" if reverted(x) else str(x)


def result(x, **fields):
    return {"err": "revert"} if reverted(x) else fields


def v3_math(d):
    for x in d["fullmath"]:
        line("mul_div", {k: x[k] for k in "abd"}, {"floor": word(x["mulDiv"]), "ceil": word(x["mulDivRoundingUp"])})
    for x in d["amountDelta"]:
        line("v3_amount_delta",
             {"sqrt_a_x96": x["sqrtA"], "sqrt_b_x96": x["sqrtB"], "liquidity": x["liquidity"], "round_up": x["roundUp"]},
             {"amount0": word(x["amount0"]), "amount1": word(x["amount1"])})
    for x in d["nextSqrt"]:
        line("v3_next_sqrt",
             {"sqrt_price_x96": x["sqrtP"], "liquidity": x["liquidity"], "amount": x["amount"],
              "zero_for_one": x["zeroForOne"]},
             {"from_input": word(x["fromInput"]), "from_output": word(x["fromOutput"])})
    for x in d["swapStep"]:
        r = x["result"]
        line("swap_step",
             {"sqrt_current": x["sqrtP"], "sqrt_target": x["sqrtTarget"], "liquidity": x["liquidity"],
              "amount_remaining": x["amountRemaining"], "fee_pips": x["feePips"]},
             result(r) if reverted(r) else
             {"sqrt_next": r["sqrtNext"], "amount_in": r["amountIn"], "amount_out": r["amountOut"],
              "fee_amount": r["feeAmount"]})
    for x in d["amountsForLiquidity"]:
        a = x["amounts"]
        line("amounts_for_liquidity", {**ends(x), "liquidity": x["liquidity"]},
             result(a) if reverted(a) else {"amount0_down": a[0], "amount1_down": a[1]})
    for x in d["liquidityForAmounts"]:
        line("liquidity_for_amounts", {**ends(x), "amount0": x["amount0"], "amount1": x["amount1"]},
             result(x["liquidity"], liquidity=x["liquidity"]))


def ends(x):
    return {"sqrt_price_x96": x["sqrtP"], "sqrt_a_x96": x["sqrtA"], "sqrt_b_x96": x["sqrtB"]}


def v3_tickmath(d):
    for x in d["getSqrtRatioAtTick"]:
        line("tick_to_sqrt_price", {"tick": x["tick"]}, result(x, sqrt_price_x96=x.get("sqrtPriceX96")))
    for x in d["reverts"]:
        line("tick_to_sqrt_price", {"tick": x["tick"]}, result(x["result"]))
    for x in d["getTickAtSqrtRatio"]:
        line("sqrt_price_to_tick", {"sqrt_price_x96": x["sqrtPriceX96"]}, result(x, tick=x["tick"]))


def pool(slot0, liquidity, fee, spacing, ticks):
    return {"sqrt_price_x96": slot0["sqrtPriceX96"], "tick": int(slot0["tick"]), "liquidity": liquidity,
            "fee_pips": int(fee), "tick_spacing": int(spacing), "ticks": ticks}


def v3_pool(d):
    s = d["state"]
    ticks = {t["tick"]: t for t in s["ticks"]}
    nets = [[t, ticks[t]["liquidityNet"]] for t in sorted(ticks)]
    state = pool(s["slot0"], s["liquidity"], s["fee"], s["tickSpacing"], nets)
    state["protocol_fee"] = int(s["slot0"]["feeProtocol"])
    for q in d["quotes"]:
        down = q["tokenIn"].lower() == s["token0"].lower()
        exact_in = q["kind"] == "exactIn"
        given = {**state, "zero_for_one": down, "sqrt_limit_x96": LIMIT[down],
                 "amount_specified": q["amountIn"] if exact_in else "-" + q["amountOut"]}
        if reverted(q.get("amountOut" if exact_in else "amountIn")):
            line("v3_swap", given, {"err": "revert"})
            continue
        paid, got = q["amountIn"], negative(q["amountOut"])
        line("v3_swap", given,
             {"amount0": paid if down else got, "amount1": got if down else paid,
              "sqrt_after_x96": q["sqrtPriceX96After"], "quoter_crossed": int(q["initializedTicksCrossed"])})
    for p in d["positions"]:
        v3_position(s, ticks, p)


def negative(n):
    return n if int(n) == 0 else "-" + n


def v3_position(s, ticks, p):
    lower, upper, all_of_it = int(p["tickLower"]), int(p["tickUpper"]), int(p["liquidity"])
    for burn, liquidity in (("burnAll", all_of_it), ("burnHalf", all_of_it // 2)):
        if liquidity:
            line("v3_modify",
                 {"tick": int(s["slot0"]["tick"]), "sqrt_price_x96": s["slot0"]["sqrtPriceX96"], "lower": lower,
                  "upper": upper, "delta": str(-liquidity)},
                 {f"amount{i}": negative(p[burn][i]) for i in (0, 1)})
    for i in (0, 1):
        line("v3_fees",
             {"tick": int(s["slot0"]["tick"]), "lower": lower, "upper": upper,
              "global": s[f"feeGrowthGlobal{i}X128"],
              "outside_lower": outside(ticks, lower, i), "outside_upper": outside(ticks, upper, i),
              "last": p[f"feeGrowthInside{i}LastX128"], "liquidity": p["liquidity"], "owed": p[f"tokensOwed{i}"]},
             {"owed": p["collectMax"][i]})


def outside(ticks, tick, i):
    return ticks[tick][f"feeGrowthOutside{i}X128"] if tick in ticks else "0"


def v4_pool(d):
    """Only a recording whose ticks were never crossed: it does not have their growth."""
    nets = {}
    for p in d["positions"]:
        for tick, sign in ((int(p["tickLower"]), 1), (int(p["tickUpper"]), -1)):
            nets[tick] = nets.get(tick, 0) + sign * int(p["liquidity"])
    state = pool(d["slot0"], d["liquidity"], d["slot0"]["lpFee"], d["poolKey"][3],
                 [[t, str(nets[t])] for t in sorted(nets) if nets[t]])
    state["protocol_fee"] = int(d["slot0"]["protocolFee"])
    for q in d["quotes"]:
        down = q["zeroForOne"]
        line("v4_swap",
             {**state, "zero_for_one": down, "sqrt_limit_x96": LIMIT[down],
              "amount_specified": "-" + q["exactAmount"]},
             result(q["amountOut"], **{"amount1" if down else "amount0": q["amountOut"]}))
    for p in d["positions"]:
        for i in (0, 1):
            line("v3_fees",
                 {"tick": state["tick"], "lower": int(p["tickLower"]), "upper": int(p["tickUpper"]),
                  "global": d["feeGrowthGlobals"][i], "outside_lower": "0", "outside_upper": "0",
                  "last": p[f"feeGrowthInside{i}LastX128"], "liquidity": p["liquidityOnchain"], "owed": "0"},
                 {"inside": p["feeGrowthInsideNow"][i]})


def v2_pair(d):
    reserves = {d["token0"]: d["reserves"][0], d["token1"]: d["reserves"][1]}
    for q in d["quotes"]:
        for key, side, path in (("getAmountsOut", "amount_in", q["path"]),
                                ("getAmountsIn", "amount_out", q["path"][::-1])):
            pools = [{"reserve_in": reserves[a], "reserve_out": reserves[b], "fee_num": 997, "fee_den": 1000}
                     for a, b in zip(path, path[1:])]
            line("v2_amounts", {"pools": pools, side: q["amountIn"]}, result(q[key], amounts=q[key]))


KINDS = {"fullmath": v3_math, "getSqrtRatioAtTick": v3_tickmath, "state": v3_pool, "poolKey": v4_pool,
         "pair": v2_pair}


def main():
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as f:
            d = json.load(f)
        next(KINDS[k] for k in KINDS if k in d)(d)


if __name__ == "__main__":
    main()
