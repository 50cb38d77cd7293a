#!/usr/bin/python3
"""Stand-ins for the sources of price-read.bats on a free loopback port: Hermes,
Binance, Bybit, Jupiter's quote, and a Solana node with accounts of Pyth and
Switchboard.

usage: prices.py DIR: writes the port to DIR/port and the path of each request to
DIR/log, and answers as DIR/world.json says, until standard input ends.  A source is
{"price": "138.2", "conf": "0.1", "age": 3, "how": "500"}: how (500, 429, garbage,
half, slow, close, other) makes it answer wrong.  Replies have the shape of the real
services' documentation.
"""
import base64
import http.server
import json
import os
import struct
import sys
import time
import urllib.parse
from decimal import Decimal

import stand_in

where = sys.argv[1]
FEED = "ef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d"
PYTH = "7UVimffxr9ow1uXYxsr4LHAcV58mLzhmwaeKvJ1pjLiE"
PYTH_OWNER = "rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ"
SWITCHBOARD_OWNER = "SBondMDrcV3K4kxZR1HNVT7osZxAHVHgYXL5Ze1oMUv"
SLOT = 447552300


def world(name):
    with open(os.path.join(where, "world.json"), encoding="ascii") as f:
        return json.load(f).get(name)


def atoms(text, decimals):
    return int(Decimal(text).scaleb(decimals))


def bid_ask(s):
    price, half = Decimal(s["price"]), Decimal(s.get("conf", "0.01"))
    return str(price - half), str(price + half)


def hermes(query):
    parsed = []
    for feed in query["ids[]"]:
        s = world("hermes:" + feed[:4]) or world("hermes")
        if not s:
            continue
        parsed.append({"id": feed if s.get("how") != "other" else "00" * 32, "price": {
            "price": str(atoms(s["price"], 8)), "conf": str(atoms(s.get("conf", "0.01"), 8)), "expo": -8,
            "publish_time": int(time.time()) - s.get("age", 0)}, "ema_price": {}, "metadata": {"slot": 1}})
    return 200, {"binary": {"encoding": "hex", "data": [""]}, "parsed": parsed}


def binance(query):
    symbol = query["symbol"][0]
    s = world("binance:" + symbol) or world("binance")
    if not s:
        return 400, {"code": -1121, "msg": "Invalid symbol."}
    bid, ask = bid_ask(s)
    return 200, {"symbol": "OTHER" if s.get("how") == "other" else symbol,
                 "bidPrice": bid, "bidQty": "31.21", "askPrice": ask, "askQty": "40.66"}


def bybit(query):
    s = world("bybit")
    if not s:
        return 200, {"retCode": 10001, "retMsg": "Not supported symbols", "result": {}, "time": 1}
    bid, ask = bid_ask(s)
    symbol = "OTHER" if s.get("how") == "other" else query["symbol"][0]
    return 200, {"retCode": 0, "retMsg": "OK", "result": {"category": "spot", "list": [
        {"symbol": symbol, "bid1Price": bid, "bid1Size": "1", "ask1Price": ask, "ask1Size": "1"}]},
        "retExtInfo": {}, "time": int(time.time() * 1000) - 1000 * s.get("age", 0)}


def jupiter(query):
    s = world("jupiter")
    amount = int(query["amount"][0])
    out = int(Decimal(s["price"]) * amount / 1000)  # 9 decimals in, 6 out
    return 200, {
        "inputMint": query["inputMint"][0], "inAmount": str(amount),
        "outputMint": query["inputMint" if s.get("how") == "other" else "outputMint"][0],
        "outAmount": str(out), "otherAmountThreshold": str(out * 9950 // 10000),
        "swapMode": "ExactIn", "slippageBps": int(query["slippageBps"][0]), "platformFee": None,
        "priceImpactPct": s.get("conf", "0"), "contextSlot": SLOT, "timeTaken": 0.1,
        "routePlan": [{"swapInfo": {"ammKey": PYTH, "label": "Orca"}, "percent": 100}]}


def pyth_account(s):
    full = s.get("how") != "partial"
    feed = bytes.fromhex(FEED if s.get("how") != "other" else "00" * 32)
    data = bytes.fromhex("22f123639d7ef4cd") + bytes(32) + (b"\1" if full else b"\0\5") + feed
    now = int(time.time()) - s.get("age", 0)
    data += struct.pack("<qQiqqqQQ", atoms(s["price"], 8), atoms(s.get("conf", "0.01"), 8), -8, now, now - 1, 0, 0, SLOT)
    return data.ljust(134, b"\0"), PYTH_OWNER


def switchboard_account(s):
    data = bytearray(3208)
    data[:8] = bytes.fromhex("c41b6cc40ad7db28")
    data[2264:2280] = atoms(s["price"], 18).to_bytes(16, "little")
    data[2280:2296] = atoms(s.get("conf", "0.01"), 18).to_bytes(16, "little")
    data[2360] = 3
    data[2368:2376] = struct.pack("<Q", SLOT - s.get("age", 0) * 5 // 2)
    data[2392:2396] = struct.pack("<I", s.get("staleness", 1000))
    return bytes(data), SWITCHBOARD_OWNER


def account(key):
    s = world("pyth") if key == PYTH else world("switchboard")
    if not s:
        return None
    data, owner = pyth_account(s) if key == PYTH else switchboard_account(s)
    if s.get("how") == "stranger":
        owner = "11111111111111111111111111111111"
    if s.get("how") == "short":
        data = data[:-20]
    return {"data": [base64.b64encode(data).decode(), "base64"], "executable": False,
            "lamports": 1, "owner": owner, "rentEpoch": 18446744073709551615, "space": len(data)}


def node(body):
    return 200, {"jsonrpc": "2.0", "id": body["id"], "result": {
        "context": {"apiVersion": "2.1.0", "slot": SLOT}, "value": [account(k) for k in body["params"][0]]}}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer leaves in two parts: 40 ms between them

    def log_message(self, *_):
        pass

    def answer(self, how, status, reply):
        text = b"<html>" if how == "garbage" else json.dumps(reply).encode()
        if how == "slow":
            time.sleep(2)
        if how == "close":
            self.close_connection = True
            return
        self.send_response(int(how) if how in ("500", "429") else status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text[:len(text) // 2] if how == "half" else text)
        if how == "half":
            self.close_connection = True

    def respond(self, name, reply):
        with open(os.path.join(where, "log"), "a", encoding="ascii") as f:
            f.write(self.path + "\n")
        self.answer((world(name) or {}).get("how"), *reply)

    def do_GET(self):
        url = urllib.parse.urlparse(self.path)
        query = urllib.parse.parse_qs(url.query)
        for path, name, make in (("/hermes/v2/updates/price/latest", "hermes", hermes),
                                 ("/binance/api/v3/ticker/bookTicker", "binance", binance),
                                 ("/bybit/v5/market/tickers", "bybit", bybit),
                                 ("/jupiter/quote", "jupiter", jupiter)):
            if url.path == path:
                self.respond(name, make(query))
                return
        self.answer(None, 404, {})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.respond("node", node(body))


stand_in.serve(where, Handler)
