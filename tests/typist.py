#!/usr/bin/python3
"""typist.py TRANSCRIPT QUESTION ANSWER ... -- COMMAND...: a person at a terminal.

Runs COMMAND with a terminal of its own, its standard descriptors left as they
are.  When a QUESTION has appeared on the terminal the ANSWER is typed; all that
appeared goes to the file TRANSCRIPT.  Exits as COMMAND did, 99 if a question did
not come within 20 s.
"""
import os
import pty
import select
import sys
import time


def main():
    split = sys.argv.index("--")
    transcript, talk, command = sys.argv[1], sys.argv[2:split], sys.argv[split + 1:]
    master, slave = pty.openpty()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.close(os.open(os.ttyname(slave), os.O_RDWR))  # is now its terminal
        os.close(master)
        os.set_inheritable(slave, True)  # the terminal is there as long as COMMAND
        os.execvp(command[0], command)
    os.close(slave)
    seen, at, end = b"", 0, time.monotonic() + 20
    missed = False
    while not missed:
        try:
            if select.select([master], [], [], 0.05)[0]:
                seen += os.read(master, 65536)
        except OSError:  # it ended
            break
        if talk and talk[0].encode() in seen[at:]:
            at = len(seen)
            os.write(master, talk[1].encode() + b"\n")
            talk = talk[2:]
        missed = time.monotonic() > end
    if missed:
        os.kill(pid, 9)
    status = os.waitpid(pid, 0)[1]
    with open(transcript, "wb") as out:
        out.write(seen)
    sys.exit(99 if missed or talk else os.waitstatus_to_exitcode(status) & 255)


main()
