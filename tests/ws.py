#!/usr/bin/python3
"""ws.py DIR: a node's WebSocket that does what DIR/how says, a word a connection.

  fine      subscribes, and says that there are news
  binary utf8 big cut   the same, then such a frame; the connection stays
  refused   takes no subscription
  http      is no WebSocket
Writes its port to DIR/port and each word, as its connection comes, to DIR/log.  Ends with
standard input.
"""
import base64
import hashlib
import os
import socket
import struct
import sys
import threading

top = sys.argv[1]
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
NEWS = '{"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":"0x1","result":{"number":"0x1"}}}'


def frame(payload, op=1, fin=1, mask=0, length=None):
    n = len(payload) if length is None else length
    head = bytes([fin << 7 | op])
    if n < 126:
        head += bytes([mask << 7 | n])
    elif n < 1 << 16:
        head += bytes([mask << 7 | 126]) + struct.pack(">H", n)
    else:
        head += bytes([mask << 7 | 127]) + struct.pack(">Q", n)
    return head + payload


HOSTILE = {
    "binary": lambda: frame(b"\x00\x01", 2),
    "utf8": lambda: frame(b'{"a":"\xff\xfe"}'),
    "big": lambda: frame(b"x" * (9 << 20)),
    "cut": lambda: frame(b"{}", length=(1 << 63) + 5),
}


def exactly(c, n):
    got = b""
    while len(got) < n:
        part = c.recv(n - len(got))
        if not part:
            raise OSError("gone")
        got += part
    return got


def hear(c):
    """One frame of a client: masked, and none here is over 64 KiB."""
    n = exactly(c, 2)[1] & 127
    if n == 126:
        n = struct.unpack(">H", exactly(c, 2))[0]
    exactly(c, 4 + n)


def taken(c, word):
    for i in (1, 2):
        hear(c)
        said = '"error":{"code":-32601,"message":"no"}' if word == "refused" else f'"result":"0x{i}"'
        c.sendall(frame(f'{{"jsonrpc":"2.0","id":{i},{said}}}'.encode()))


def serve(c, word):
    head = b""
    while b"\r\n\r\n" not in head:
        head += c.recv(4096)
    if word == "http":
        c.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        c.close()
        return
    key = [x.split(b":")[1].strip() for x in head.split(b"\r\n") if x.lower().startswith(b"sec-websocket-key")][0]
    accept = base64.b64encode(hashlib.sha1(key + GUID.encode()).digest()).decode()
    c.sendall(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               f"Sec-WebSocket-Accept: {accept}\r\n\r\n").encode())
    taken(c, word)
    if word in HOSTILE:
        try:
            c.sendall(HOSTILE[word]())
        except OSError:
            pass
    else:
        c.sendall(frame(NEWS.encode()[:20], fin=0) + frame(NEWS.encode()[20:], op=0))
    while c.recv(4096):
        pass


def guarded(c, word):
    try:
        serve(c, word)
    except OSError:
        pass


def main():
    s = socket.create_server(("127.0.0.1", 0))
    with open(top + "/new", "w") as f:
        f.write(str(s.getsockname()[1]))
    os.rename(top + "/new", top + "/port")
    words = open(top + "/how").read().split()
    while True:
        c, _ = s.accept()
        word = words.pop(0) if words else "fine"
        with open(top + "/log", "a") as f:
            f.write(word + "\n")
        threading.Thread(target=guarded, args=(c, word), daemon=True).start()


threading.Thread(target=main, daemon=True).start()
sys.stdin.read()
