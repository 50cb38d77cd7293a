#!/usr/bin/python3
"""A stand-in for Jupiter's swap API on a free loopback port, for quote-read.bats.

usage: jupiter.py DIR: writes the port to DIR/port and each request to DIR/log, and
answers as DIR/how says (a word; empty: as the real one does), until standard input
ends.  Replies have the shape of the real service's documentation.
"""
import http.server
import json
import os
import sys
import time
import urllib.parse

import stand_in

where = sys.argv[1]
WALLET = "CMqyePWtpGe7WUN3M8JmkZsp716t8pEM6KRs5bsSLN5h"
JUPITER = "JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4"
POOL = "2QdhepnKRTLjjSqPL1PtKNwqrUkoLee5Gqs8bvZhRdMv"


def how():
    try:
        with open(os.path.join(where, "how"), encoding="ascii") as f:
            return f.read().strip()
    except FileNotFoundError:
        return ""


def quote(q):
    amount = int(q["amount"][0])
    out = amount * 167 // 1000
    least = out * (10000 - int(q["slippageBps"][0])) // 10000
    reply = {
        "inputMint": q["inputMint"][0], "inAmount": str(amount),
        "outputMint": q["outputMint"][0], "outAmount": str(out),
        "otherAmountThreshold": str(least), "swapMode": "ExactIn",
        "slippageBps": int(q["slippageBps"][0]), "platformFee": None,
        "priceImpactPct": "0.0012",
        "routePlan": [{"swapInfo": {"ammKey": POOL, "label": "Raydium CLMM"}, "percent": 100}],
        "contextSlot": 123456789, "timeTaken": 0.1,
    }
    way = how()
    if way == "other-mint":
        reply["outputMint"] = q["inputMint"][0]
    elif way == "other-amount":
        reply["inAmount"] = str(amount + 1)
    elif way == "no-least":
        del reply["otherAmountThreshold"]
    elif way == "wide":
        reply["slippageBps"] += 1
    elif way == "poor":
        reply["outAmount"] = reply["otherAmountThreshold"] = "1"
    elif way == "impact":
        reply["priceImpactPct"] = "0.02"
    elif way == "no-route":
        reply["routePlan"] = []
    elif way == "error":
        return 400, {"error": "Could not find any route", "errorCode": "COULD_NOT_FIND_ANY_ROUTE"}
    return 200, reply


def account(key, signer=False, writable=False):
    return {"pubkey": key, "isSigner": signer, "isWritable": writable}


def swap(body):
    wallet = body["userPublicKey"]
    reply = {
        "computeBudgetInstructions": [{"programId": "ComputeBudget111111111111111111111111111111",
                                       "accounts": [], "data": "AsBcFQA="}],
        "setupInstructions": [],
        "swapInstruction": {"programId": JUPITER, "data": "5RfLl3rjrSo=",
                            "accounts": [account(wallet, True), account(POOL, False, True)]},
        "cleanupInstruction": None, "otherInstructions": [],
        "addressLookupTableAddresses": ["GxS6FiQ3mNnAar9HGQ6mxP7t6FcwmHkU7peSeQDUHmpN"],
    }
    way = how()
    if way == "stranger-signs":
        reply["swapInstruction"]["accounts"].append(account(POOL, True, True))
    elif way == "no-swap":
        del reply["swapInstruction"]
    elif way == "odd-data":
        reply["swapInstruction"]["data"] = "5RfLl3rjrSo"
    elif way == "odd-table":
        reply["addressLookupTableAddresses"] = ["x"]
    return 200, reply


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer leaves in two parts: 40 ms between them

    def log_message(self, *_):
        pass

    def note(self, body):
        with open(os.path.join(where, "log"), "a", encoding="ascii") as f:
            json.dump({"path": self.path, "key": self.headers.get("x-api-key"), "body": body}, f)
            f.write("\n")

    def answer(self, status, reply):
        text = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
        way = how()
        if way == "garbage":
            text = b"<html>"
        self.send_response(500 if way == "500" else 429 if way == "429" else status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        if way == "half":
            self.wfile.write(text[:len(text) // 2])
            self.close_connection = True
        elif way == "slow":
            time.sleep(2)
        else:
            self.wfile.write(text)

    def do_GET(self):
        self.note(None)
        url = urllib.parse.urlparse(self.path)
        self.answer(*quote(urllib.parse.parse_qs(url.query)))

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.note(body)
        self.answer(*swap(body))


stand_in.serve(where, Handler)
