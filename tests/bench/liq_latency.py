#!/usr/bin/python3
"""Drives the stages of liq-bot between its readers and mm-submit with frames whose prices
fall and rise, and prints what a fall takes.

usage: liq_latency.py FRAMES NODE FALLS STAGES

FRAMES: what lend-read and lp-read wrote: a whole frame, then one after the fall.
NODE:   the node's URL; tx-sim asks it through us, at $EVM_RPC of STAGES.
STAGES: the pipe, for bash.

One JSON line for each fall: milliseconds from the frame's first byte to its last signed
transaction; those in which the node had a question of tx-sim; and how many liquidations
were signed.
"""
import http.client
import http.server
import json
import os
import subprocess
import sys
import threading
import time
import urllib.parse

from liq_frames import fall_and_rise, text

frames, node, falls, stages = sys.argv[1:]
asked = []  # [begin, end] of each question to the node
own = threading.local()


class Door(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_POST(self):
        begin = time.monotonic()
        body = self.rfile.read(int(self.headers["content-length"]))
        if not hasattr(own, "node"):
            own.node = http.client.HTTPConnection(urllib.parse.urlparse(node).netloc)
        own.node.request("POST", "/", body, {"content-type": "application/json"})
        reply = own.node.getresponse().read()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)
        asked.append([begin, time.monotonic()])


def waited(since):
    """Milliseconds since then in which a question was open."""
    total, until = 0, since
    for begin, end in sorted(asked):
        total += max(0, end - max(begin, until))
        until = max(until, end)
    return total * 1000


def through(pipe, frame, ts_ms):
    asked.clear()
    given = text(frame, ts_ms).encode()
    begin = end = time.monotonic()
    pipe.stdin.write(given)
    pipe.stdin.flush()
    signed, kinds = 0, {}
    for line in pipe.stdout:
        if line.startswith(b'{"type":"action"'):
            action = json.loads(line)
            kinds[action["intent_id"]] = action["action"]
        elif line.startswith(b'{"type":"signed_tx"'):
            end = time.monotonic()
            signed += sum(kinds.get(i) == "liquidate" for i in json.loads(line)["intents"])
        elif line.startswith(b'{"type":"cycle"'):
            return {"ms": round((end - begin) * 1000, 3), "node_ms": round(waited(begin), 3), "signed": signed}
    sys.exit("liq_latency: the pipe ended")


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pipe = subprocess.Popen(["bash", "-c", stages], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            env=os.environ | {"EVM_RPC": f"http://127.0.0.1:{server.server_port}"})
    whole, low, again, high = fall_and_rise(frames)
    ts_ms = whole[-1]["ts_ms"]
    for i, frame in enumerate([whole, low] + [high, again] * (int(falls) - 1)):
        took = through(pipe, frame, ts_ms + 1000 * i)
        if i % 2:
            print(json.dumps(took))
    pipe.stdin.close()
    pipe.wait()


main()
