# SPDX-License-Identifier: GPL-3.0-or-later
"""Traffic between the hosts of dpnet, and what is seen of it on the way."""
import os
import subprocess
import sys

from dpnet import until

HOST = {4: "10.2.0.2", 6: "fd02::2"}
# Sends or takes pseudo-random octets over TCP; both ends print the digest.
STREAM = """
import hashlib, random, socket, sys
what, addr, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
s = socket.socket(socket.AF_INET6 if ":" in addr else socket.AF_INET)
h = hashlib.sha256()
if what == "take":
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((addr, 7000)); s.listen(); print("ready", flush=True)
    s.settimeout(40); c = s.accept()[0]; c.settimeout(40)
    while True:
        b = c.recv(1 << 16)
        if not b: break
        h.update(b)
else:
    s.settimeout(40); s.connect((addr, 7000))
    r = random.Random(size)
    while size > 0:
        b = r.randbytes(min(size, r.choice((1, 100, 1400, 5000, 65536, 200000)))); size -= len(b)
        h.update(b); s.sendall(b)
    s.close()
print(h.hexdigest())
"""
# Sends numbered datagrams of several sizes and counts at the other end: order, content, loss.
DATAGRAMS = """
import socket, sys, time
what, addr, n = sys.argv[1], sys.argv[2], int(sys.argv[3])
s = socket.socket(socket.AF_INET6 if ":" in addr else socket.AF_INET, socket.SOCK_DGRAM)
if what == "take":
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    s.bind((addr, 7001)); print("ready", flush=True); s.settimeout(5)
    last, got, back, bad = -1, 0, 0, 0
    try:
        while got < n:
            b = s.recv(2000); i = int(b[:8]); got += 1
            back += i < last; last = i; bad += b[8:] != bytes([i % 251]) * (len(b) - 8)
    except TimeoutError: pass
    print("got", got, "back", back, "bad", bad)
else:
    s.connect((addr, 7001))
    for i in range(n):
        s.send(b"%08d" % i + bytes([i % 251]) * (50 if i % 100 < 70 else 1200))
        if i % 200 == 0: time.sleep(0.004)
"""


def python(net, node, code, *args, wait=None):
    p = net.popen(node, sys.executable, "-c", code, *args, stdout=subprocess.PIPE)
    if wait:
        p.stdout.readline()
    return p


def same_stream(net, src, dst, addr, size=20_000_000):
    taker = python(net, dst, STREAM, "take", addr, str(size), wait=True)
    sender = python(net, src, STREAM, "send", addr, str(size))
    want, got = sender.communicate()[0].strip(), taker.communicate()[0].strip()
    return want == got and len(want) == 64


def datagrams(net, src, dst, addr, n=5000):
    taker = python(net, dst, DATAGRAMS, "take", addr, str(n), wait=True)
    python(net, src, DATAGRAMS, "send", addr, str(n)).wait()
    return taker.communicate()[0].split()


def ping(net, src, dst, *args, count=1):
    r = net.exec(src, "ping", "-n", "-c", str(count), "-i", "0.05", "-W", "2", *args, dst)
    return r.returncode == 0, r.stdout


def forget_paths(net):
    for n in ("h1", "h2", "x1", "x2"):
        net.run(n, "ip", "route", "flush", "cache")
        net.run(n, "ip", "-6", "route", "flush", "cache")


def sniff(net, node, dev):
    """All packets of a device, as a function that gives those since the last call."""
    code = """
import socket, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
s.bind(("%s", 0)); print("ready", flush=True)
while True:
    p, a = s.recvfrom(70000)
    if a[2] != 4: print(p.hex(), flush=True)
""" % dev
    p = python(net, node, code, wait=True)
    os.set_blocking(p.stdout.fileno(), False)

    def packets(udp_port, at_least=1):
        found = []

        def more():
            for line in iter(p.stdout.readline, ""):
                b = bytes.fromhex(line.strip())
                l4 = 20 if b[0] >> 4 == 4 else 40
                if int.from_bytes(b[l4 + 2:l4 + 4], "big") == udp_port and b[9 if l4 == 20 else 6] == 17:
                    found.append(b)
            return len(found) >= at_least
        until(more, 3)
        return found
    packets.process = p
    return packets
