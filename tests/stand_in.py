"""What the stand-ins for services share: a free loopback port, and JSON-RPC with faults.

A stand-in has a folder: its port is written there to `port`, each request to `log`, and what
`how` says, a JSON object, is done.  rpc() does of it, before or in place of an answer:

  stall S      answers after S seconds       error [N, TEXT, DATA]  instead of a result
  status N     of HTTP                       only METHOD            these, of this method only
  body TEXT    instead of every answer       times N                so many of these, then none
  half 1       half an answer
"""
import http.server
import json
import os
import sys
import threading
import time


class Failure(Exception):
    """An error of JSON-RPC: code, message and maybe data."""


def read(where, name, otherwise):
    try:
        with open(os.path.join(where, name), encoding="utf-8") as f:
            return json.load(f)
    except FileNotFoundError:
        return otherwise


def serve(where, handler):
    """Until standard input ends."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with open(os.path.join(where, "port.new"), "w", encoding="ascii") as f:
        f.write(str(server.server_port))
    os.rename(os.path.join(where, "port.new"), os.path.join(where, "port"))
    sys.stdin.read()


def rpc(where, ask):
    """Serves JSON-RPC: ask(method, params, how) is the result, or raises Failure."""
    served = 0

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # an answer leaves in two parts: 40 ms between them
        wbufsize = 1 << 16  # head and body in one go: a client waits for neither

        def log_message(self, *_):
            pass

        def do_POST(self):
            nonlocal served
            q = json.loads(self.rfile.read(int(self.headers["content-length"])))
            how = read(where, "how", {})
            with open(os.path.join(where, "log"), "a", encoding="ascii") as f:
                json.dump({"method": q["method"], "params": q["params"]}, f)
                f.write("\n")
            served += 1
            now = how.get("only", q["method"]) == q["method"] and served <= how.get("times", served)
            fault = how if now else {}
            reply = {"jsonrpc": "2.0", "id": q["id"]}
            try:
                if "error" in fault:
                    raise Failure(*fault["error"])
                reply["result"] = ask(q["method"], q["params"], how)
            except Failure as e:
                reply["error"] = dict(zip(("code", "message", "data"), e.args))
            text = fault.get("body", json.dumps(reply)).encode()
            time.sleep(fault.get("stall", 0))
            self.send_response(fault.get("status", 200))
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            if fault.get("half"):
                text = text[:len(text) // 2]
                self.close_connection = True
            self.wfile.write(text)

    serve(where, Handler)
