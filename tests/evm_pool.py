#!/usr/bin/python3
"""A stand-in for nodes of Ethereum's kind on a free loopback port, for mm-submit-evm.bats
and crash-submit-evm.bats.

usage: evm_pool.py DIR: writes the port to DIR/port and each request to DIR/log, until
standard input ends.

Every path of its URL is a node of its own that shows the one chain; but what is posted to
/frame is a job of evm_tx.py, the answer its records.  Blocks are made when a
test says so: methods world_*, below.  A node does what DIR/how and DIR/how.PATH say, JSON:

  error [N, TEXT]   its answer             status N, body TEXT, half 1    of HTTP
  only METHOD       these three, and lose, late: of this method only
  lose 1            it does what it is asked and hangs up
  late 1            no receipts yet        behind N      shows the chain N blocks ago
  pruned N          no state older than N blocks
  revert TEXT       what a call reverts with: hex
"""
import hashlib
import http.server
import json
import os
import sys
import threading

import evm_tx

CHAIN_ID = 31337
where = sys.argv[1]


class Failure(Exception):
    pass


class Chain:
    """Blocks, and what waits for one."""

    def __init__(self):
        self.blocks, self.txs, self.pool, self.salt, self.base = [], {}, {}, 0, 10**9
        self.grow([])

    def grow(self, hashes, salt=None):
        parent = self.blocks[-1]["hash"] if self.blocks else "0x" + "00" * 32
        salt = self.salt if salt is None else salt
        seed = f"{parent} {len(self.blocks)} {salt} {hashes}".encode()
        self.blocks.append({"hash": "0x" + hashlib.sha256(seed).hexdigest(), "parent": parent, "txs": hashes})
        for h in hashes:
            self.pool.pop(h, None)

    def count(self, who, upto):
        nonces = [self.txs[h]["nonce"] for b in self.blocks[:upto] for h in b["txs"] if self.txs[h]["from"] == who]
        return max(nonces, default=-1) + 1

    def ready(self, skip):
        """What of the pool fits into a block: each sender's run."""
        out, after = [], {}
        for h, t in sorted(self.pool.items(), key=lambda x: x[1]["nonce"]):
            at = after.setdefault(t["from"], self.count(t["from"], len(self.blocks)))
            if t["nonce"] == at and t["max_fee"] >= self.base and h not in skip:
                out.append(h)
                after[t["from"]] += 1
        return out

    def take(self, raw):
        t = evm_tx.read(raw)
        h = t["hash"]
        if h in self.pool or any(h in b["txs"] for b in self.blocks):
            raise Failure(-32000, "already known")
        if t["nonce"] < self.count(t["from"], len(self.blocks)):
            raise Failure(-32000, "nonce too low: next nonce %d, tx nonce %d" % (99, t["nonce"]))
        for other, o in list(self.pool.items()):
            if (o["from"], o["nonce"]) == (t["from"], t["nonce"]):
                if t["max_fee"] < o["max_fee"] * 1.1 or t["priority"] < o["priority"] * 1.1:
                    raise Failure(-32000, "replacement transaction underpriced")
                del self.pool[other]
        self.txs[h] = self.pool[h] = t
        return h


chain = Chain()
reverting = set()


def read_how(path):
    out = {}
    for name in ("how", "how." + path.strip("/")):
        try:
            with open(os.path.join(where, name), encoding="utf-8") as f:
                out |= json.load(f)
        except FileNotFoundError:
            pass
    return out


# ---- what a test does ----

def control(method, p):
    p = p[0] if p else {}
    if method == "world_reset":
        chain.__init__()
        reverting.clear()
    elif method == "world_mine":
        for _ in range(p.get("n", 1)):
            chain.grow([] if p.get("empty") else chain.ready(p.get("skip", [])), p.get("salt"))
    elif method == "world_reorg":
        gone = [h for b in chain.blocks[-p["depth"]:] for h in b["txs"]]
        del chain.blocks[-p["depth"]:]
        chain.salt += 1
        if p.get("keep", True):
            chain.pool |= {h: chain.txs[h] for h in gone if "raw" in chain.txs[h]}
    elif method == "world_drop":
        chain.pool.clear()
    elif method == "world_foreign":
        h = "0x" + hashlib.sha256(json.dumps(p).encode()).hexdigest()
        chain.txs[h] = {"from": p["from"].lower(), "nonce": p["nonce"], "max_fee": 0, "priority": 0}
        chain.pool.clear()
        chain.grow([h])
    elif method == "world_force":
        chain.grow([p["hash"]])
        chain.pool.clear()
    elif method == "world_base":
        chain.base = p["wei"]
    elif method == "world_revert":
        reverting.update(chain.pool)
    elif method == "world_ledger":
        return [{"hash": h, "nonce": chain.txs[h]["nonce"], "from": chain.txs[h]["from"], "block": n,
                 "ok": h not in reverting} for n, b in enumerate(chain.blocks) for h in b["txs"]]
    elif method == "world_pool":
        return [{"hash": h, "nonce": t["nonce"]} for h, t in chain.pool.items()]
    else:
        raise Failure(-32601, "Method not found")
    return len(chain.blocks) - 1


# ---- what a node answers ----

def number(at, n):
    """How many blocks there are as of a block parameter."""
    if isinstance(at, dict):
        found = [i for i, b in enumerate(chain.blocks[:n]) if b["hash"] == at.get("blockHash")]
        at = hex(found[0]) if found else "0xffffff"
    if at in ("latest", "pending"):
        return n
    k = int(at, 16) + 1
    if k > n:
        raise Failure(-32000, "header not found")
    return k


def shown_block(k):
    b = chain.blocks[k - 1]
    return {"number": hex(k - 1), "hash": b["hash"], "parentHash": b["parent"], "timestamp": hex(1700000000 + 12 * k),
            "gasLimit": "0x1c9c380", "gasUsed": "0x0", "baseFeePerGas": hex(chain.base), "miner": "0x" + "00" * 20,
            "transactions": b["txs"]}


def found(h, n):
    return next((k for k in range(n, 0, -1) if h in chain.blocks[k - 1]["txs"]), None)


def receipt(h, n):
    k = found(h, n)
    if not k:
        return None
    t = chain.txs[h]
    return {"transactionHash": h, "transactionIndex": "0x0", "blockNumber": hex(k - 1), "blockHash": chain.blocks[k - 1]["hash"],
            "from": t["from"], "to": t["from"], "contractAddress": None, "gasUsed": "0x5208", "cumulativeGasUsed": "0x5208",
            "effectiveGasPrice": hex(chain.base + 10**9), "logs": [], "logsBloom": "0x", "type": "0x2",
            "status": "0x0" if h in reverting else "0x1"}


def transaction(h, n):
    k, t = found(h, n), chain.txs.get(h)
    if not k and h not in chain.pool:
        return None
    return {"hash": h, "from": t["from"], "to": t["from"], "nonce": hex(t["nonce"]), "value": "0x0", "gas": "0x5208", "input": "0x",
            "blockNumber": hex(k - 1) if k else None, "blockHash": chain.blocks[k - 1]["hash"] if k else None}


def ask(method, p, how):
    n = max(1, len(chain.blocks) - how.get("behind", 0))
    if method == "eth_chainId":
        return hex(CHAIN_ID)
    if method == "eth_blockNumber":
        return hex(n - 1)
    if method == "eth_getBlockByNumber":
        k = number(p[0], 10**9) if p[0] not in ("latest", "pending") else n
        return shown_block(k) if k <= n else None
    if method == "eth_getTransactionCount":
        k, who = number(p[1], n), p[0].lower()
        if k < n - how.get("pruned", 10**9):
            raise Failure(-32000, "missing trie node")
        count = chain.count(who, k)
        if p[1] == "pending":
            waiting = {t["nonce"] for t in chain.pool.values() if t["from"] == who}
            while count in waiting:
                count += 1
        return hex(count)
    if method == "eth_getTransactionReceipt":
        return None if how.get("late") else receipt(p[0], n)
    if method == "eth_getTransactionByHash":
        return transaction(p[0], n)
    if method == "eth_sendRawTransaction":
        return chain.take(bytes.fromhex(p[0][2:]))
    if method == "eth_call":
        if "revert" in how:
            raise Failure(3, "execution reverted", how["revert"])
        return "0x"
    if method == "eth_feeHistory":
        blocks = min(int(p[0], 16), n)
        return {"oldestBlock": hex(n - blocks), "baseFeePerGas": [hex(chain.base)] * (blocks + 1), "gasUsedRatio": [0.5] * blocks,
                "reward": [["0x3b9aca00"] * len(p[2])] * blocks}
    if method == "eth_gasPrice":
        return hex(chain.base + 10**9)
    raise Failure(-32601, "Method not found")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer leaves in two parts: 40 ms between them

    def log_message(self, *_):
        pass

    def do_POST(self):
        q = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path == "/frame":
            self.say("".join(json.dumps(rec, separators=(",", ":")) + "\n" for rec in evm_tx.records(q)).encode())
        else:
            self.answer(q)

    def say(self, text, status=200, half=False):
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        if half:
            text = text[:len(text) // 2]
            self.close_connection = True
        self.wfile.write(text)

    def answer(self, q):
        method, params = q["method"], q.get("params", [])
        reply = {"jsonrpc": "2.0", "id": q["id"]}
        fault = {}
        with lock:
            how = read_how(self.path)
            if not method.startswith("world_"):
                fault = how if how.get("only", method) == method else {}
                with open(os.path.join(where, "log"), "a", encoding="ascii") as f:
                    f.write(f"{self.path} {method} {json.dumps(params)}\n")
            try:
                if "error" in fault:
                    raise Failure(*fault["error"])
                reply["result"] = (control(method, params) if method.startswith("world_")
                                   else ask(method, params, fault if "late" in how else how))
            except Failure as e:
                reply["error"] = {"code": e.args[0], "message": e.args[1]}
                if len(e.args) > 2:
                    reply["error"]["data"] = e.args[2]
        if fault.get("lose"):
            self.close_connection = True
            return
        self.say(fault.get("body", json.dumps(reply, separators=(",", ":"))).encode(), fault.get("status", 200), fault.get("half"))


lock = threading.Lock()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
with open(os.path.join(where, "port.new"), "w", encoding="ascii") as f:
    f.write(str(server.server_port))
os.rename(os.path.join(where, "port.new"), os.path.join(where, "port"))
sys.stdin.read()
