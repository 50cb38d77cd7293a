#!/usr/bin/python3
"""A stand-in for an Ethereum node on a free loopback port, for the tests of its readers.

usage: evm_node.py DIR: writes the port to DIR/port and each request to DIR/log, until
standard input ends.  Its newest block is 100 (hash 0x64 repeated, parent 0x63 repeated);
every contract answers any call with the number of its address, except those with these
last bytes: fe reverts with Error("no"), fd without a word, fc answers nothing (no code),
fb takes all the gas there is.  It does what DIR/how says, a JSON object:

  chain N      of what chain it is (1)     bare 1      no Multicall3
  head N       the newest block (100)      torn 1      every answer as of another block
  most N       calls it takes in one,      lies HEX    what Multicall3 returns
               else out of gas

and the faults of stand_in.py.
"""
import sys

import stand_in
from stand_in import Failure

where = sys.argv[1]
MULTICALL = "ca11bde05977b3631167028862be2a173976ca11"
SIZE = 32
answered = 0


def word(n):
    return n.to_bytes(SIZE, "big")


def at(data, offset):
    return int.from_bytes(data[offset:offset + SIZE], "big")


def padded(data):
    return data + bytes(-len(data) % SIZE)


def alone(to, hog):
    """What a contract answers: whether it is well, and the bytes."""
    last = to[-2:]
    if last == "fe":
        return False, bytes.fromhex("08c379a0") + word(SIZE) + word(2) + padded(b"no")
    if last == "fd" or hog:
        return False, b""
    if last == "fc":
        return True, b""
    return True, word(int(to, 16))


def many(data, how):
    """aggregate3: each call in turn."""
    array = 4 + at(data, 4)
    count, heads = at(data, array), array + SIZE
    if count > how.get("most", 10 ** 6):
        raise Failure(-32000, "out of gas")
    out, hog = [], False
    for i in range(count):
        call = heads + at(data, heads + i * SIZE)
        to = data[call + 12:call + SIZE].hex()
        said = call + at(data, call + 2 * SIZE)
        selector = data[said + SIZE:said + SIZE + 4].hex()
        if to == MULTICALL and selector == "42cbb15c":
            out.append((True, word(how.get("head", 100))))
        elif to == MULTICALL and selector == "27e86d6e":
            out.append((True, bytes([(99 + answered * bool(how.get("torn"))) % 256]) * SIZE))
        else:
            hog = hog or to[-2:] == "fb"
            out.append(alone(to, hog))
    offsets, bodies = b"", b""
    for ok, returned in out:
        offsets += word(SIZE * count + len(bodies))
        bodies += word(ok) + word(2 * SIZE) + word(len(returned)) + padded(returned)
    return word(SIZE) + word(count) + offsets + bodies


def call(params, how):
    global answered
    answered += 1
    to, data = params[0]["to"][2:].lower(), bytes.fromhex(params[0].get("input", "0x")[2:])
    if to == MULTICALL:
        if how.get("bare"):
            return "0x"
        return "0x" + (how["lies"] if "lies" in how else many(data, how).hex())
    if to[-2:] == "fb":
        raise Failure(-32000, "out of gas")
    ok, returned = alone(to, False)
    if not ok:
        raise Failure(3, "execution reverted", "0x" + returned.hex())
    return "0x" + returned.hex()


def block(n):
    return {"number": hex(n), "hash": "0x" + bytes([n]).hex() * SIZE, "parentHash": "0x" + bytes([n - 1]).hex() * SIZE,
            "timestamp": hex(1700000000 + 12 * n), "gasLimit": "0x1c9c380", "gasUsed": "0xe4e1c0",
            "baseFeePerGas": "0x3b9aca00", "miner": "0x" + "00" * 20, "transactions": []}


def ask(method, params, how):
    head = how.get("head", 100)
    if method == "eth_chainId":
        return hex(how.get("chain", 1))
    if method == "eth_blockNumber":
        return hex(head)
    if method == "eth_getBlockByNumber":
        n = int(params[0], 16) if params[0].startswith("0x") else head
        return block(n) if n <= head else None
    if method == "eth_getBlockByHash":
        n = int(params[0][2:4], 16)
        return block(n) if n <= head and params[0] == block(n)["hash"] else None
    if method == "eth_call":
        wanted = params[1].get("blockHash") if isinstance(params[1], dict) else block(head)["hash"]
        if wanted != block(int(wanted[2:4], 16))["hash"] or int(wanted[2:4], 16) > head:
            raise Failure(-32000, "header not found")
        return call(params, how)
    raise Failure(-32601, "Method not found")


stand_in.rpc(where, ask)
