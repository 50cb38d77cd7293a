#!/usr/bin/python3
"""A stand-in for an Ethereum node that runs transactions, for tx-sim.bats.

usage: simulate.py DIR: writes the port to DIR/port and each request to DIR/log, until
standard input ends.

What a transaction does is said by its data: a byte and whole numbers of 32 bytes.

  01 G     uses G gas, and N more on the way that come back: 01 G N
  02       reverts: Error("no luck")
  03 G A   uses G; the sender gets A of the token TOKEN
  04 G K   uses G if the number K was set before it in the block, else reverts
  05 G K   uses G and sets K
  06       makes the node refuse the whole request: insufficient funds
  07 G A   uses G; the sender pays A of the token TOKEN and gets as much of the native coin
  08 G A   uses G; the sender pays A of the token TOKEN
  09 G     uses G; the contract says by its event that it failed, as Compound's do

DIR/how, a JSON object:
  without [METHOD...]  methods it does not know      gone 1       no block of that hash
  error [CODE, TEXT]   of every simulation or call   body TEXT    in place of an answer
  balance N            of every account, in wei      chain N      its id
"""
import http.server
import json
import os
import sys
import threading

where = sys.argv[1]
TOKEN = "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512"
NATIVE = "0x" + "ee" * 20
TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
FAILURE = "0x45b96fe442630264581b197e84bbada861235052c5a1aadfff9ea4e40a969aa0"
NO_LUCK = "0x08c379a0" + f"{32:064x}{7:064x}" + b"no luck".hex().ljust(64, "0")


class Failure(Exception):
    """code, text, data of an error"""


def how():
    try:
        with open(os.path.join(where, "how"), encoding="ascii") as f:
            return json.load(f)
    except FileNotFoundError:
        return {}


def words(data):
    return int(data[2:4] or "1", 16), [int(data[i:i + 64], 16) for i in range(4, len(data), 64)]


def log(address, sender, receiver, amount):
    return {"address": address, "topics": [TRANSFER] + ["0x" + "00" * 12 + a[2:].lower() for a in (sender, receiver)],
            "data": f"0x{amount:064x}"}


def run(call, state):
    """What one call comes to: gas used, logs; or a Failure."""
    op, n = words(call.get("data") or call.get("input") or "0x")
    n = n or [21000]
    limit = int(call.get("gas", "0x1c9c380"), 16)
    me, node = call["from"], "0x" + "99" * 20
    if op == 6:
        raise Failure(-32003, "insufficient funds for gas * price + value", None)
    if op == 2 or (op == 4 and n[1] not in state):
        raise Failure(3, "execution reverted: no luck", NO_LUCK)
    if n[0] + (n[1] if op == 1 and len(n) > 1 else 0) > limit:
        raise Failure(-32000, "out of gas", None)
    if op == 5:
        state.add(n[1])
    if op == 3:
        return n[0], [log(TOKEN, node, me, n[1])]
    if op == 8:
        return n[0], [log(TOKEN, me, node, n[1])]
    if op == 9:
        return n[0], [{"address": call["to"], "topics": [FAILURE], "data": f"0x{3:064x}{9:064x}{0:064x}"}]
    if op == 7:
        return n[0], [log(TOKEN, me, node, n[1]), log(NATIVE, node, me, n[1])]
    return n[0], []


def simulate(params):
    state, out = set(), []
    for call in params[0]["blockStateCalls"][0]["calls"]:
        try:
            gas, logs = run(call, state)
            out.append({"status": "0x1", "gasUsed": hex(gas), "returnData": "0x", "logs": logs})
        except Failure as e:
            code, text, data = e.args
            if code == -32003:
                raise
            out.append({"status": "0x0", "gasUsed": call.get("gas", "0x5208"), "returnData": data or "0x", "logs": [],
                        "error": {"code": code, "message": text, "data": data or "0x"}})
    return [{"number": "0x65", "gasUsed": "0x0", "baseFeePerGas": "0x3b9aca00", "calls": out}]


def answer(method, params):
    h = how()
    if method == "eth_chainId":
        return hex(h.get("chain", 31337))
    if method in h.get("without", []):
        raise Failure(-32601, f"the method {method} does not exist/is not available", None)
    if h.get("gone"):
        raise Failure(-32001, "header not found", None)
    if "error" in h and method != "eth_getBalance":
        raise Failure(*h["error"], None)
    if method == "eth_simulateV1":
        return simulate(params)
    if method == "eth_call":
        run(params[0], set())
        return "0x"
    if method == "eth_estimateGas":
        return hex(run(params[0], set())[0])
    if method == "eth_getBalance":
        return hex(h.get("balance", 10**20))
    raise Failure(-32601, f"the method {method} does not exist/is not available", None)


class Node(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer leaves in two parts: 40 ms between them

    def log_message(self, *_):
        pass

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with open(os.path.join(where, "log"), "a", encoding="ascii") as f:
            f.write(json.dumps(asked) + "\n")
        said = {"jsonrpc": "2.0", "id": asked["id"]}
        try:
            said["result"] = answer(asked["method"], asked["params"])
        except Failure as e:
            code, text, data = e.args
            said["error"] = {"code": code, "message": text} | ({"data": data} if data else {})
        body = json.dumps(said)
        if asked["method"] != "eth_chainId":
            body = how().get("body", body)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Node)
threading.Thread(target=server.serve_forever, daemon=True).start()
with open(os.path.join(where, "port.new"), "w", encoding="ascii") as f:
    f.write(str(server.server_port))
os.rename(os.path.join(where, "port.new"), os.path.join(where, "port"))
sys.stdin.read()
