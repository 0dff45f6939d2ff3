# SPDX-License-Identifier: GPL-3.0-or-later
"""LISP messages made and read by hand: shares nothing with lispd/wire. RFC 9301 section 5."""
import ctypes
import hashlib
import hmac
import os
import socket
import struct

LIBC = ctypes.CDLL(None, use_errno=True)


def socket_in(netns, kind=socket.SOCK_DGRAM, port=0, proto=0, family=socket.AF_INET):
    """A socket inside a named network namespace."""
    own = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open("/run/netns/" + netns, os.O_RDONLY)
    try:
        if LIBC.setns(there, 0):
            raise OSError(ctypes.get_errno(), "setns")
        s = socket.socket(family, kind, proto)
        if kind == socket.SOCK_DGRAM:
            s.bind(("", port))
        s.settimeout(3)
        return s
    finally:
        LIBC.setns(own, 0)
        os.close(own)
        os.close(there)


def ip4(text):
    return socket.inet_aton(text)


def afi4(text):
    return struct.pack("!H", 1) + ip4(text)


def locator(text, priority=1, weight=100, flags=5):
    return struct.pack("!BBBBH", priority, weight, 255, 0, flags) + afi4(text)


def record(prefix, locators, ttl=1440, action=0, authoritative=True, eid=None, count=None):
    addr, plen = prefix.split("/")
    n = len(locators) if count is None else count
    word = action << 13 | (0x1000 if authoritative else 0)
    return (struct.pack("!IBBHH", ttl, n, int(plen), word, 0) +
            (eid if eid is not None else afi4(addr)) + b"".join(locators))


def nested_eid(depth, addr):
    """An IPv4 address inside that many Instance ID LCAFs."""
    eid = afi4(addr)
    for _ in range(depth):
        eid = struct.pack("!HBBBBHI", 16387, 0, 0, 2, 0, 4 + len(eid), 0) + eid
    return eid


ALGORITHMS = {1: (hashlib.sha1, 20), 2: (hashlib.sha256, 32)}


def register(key, records, nonce, algorithm=1, xtr_id=b"\x11" * 16, want_notify=True,
             proxy=False, auth=None, count=None):
    """A Map-Register; auth replaces the computed authentication data."""
    digest, length = ALGORITHMS[algorithm]
    first = (3 << 28 | (0x08000000 if proxy else 0) | (0x02000000 if xtr_id else 0) |
             (0x100 if want_notify else 0) | (len(records) if count is None else count))
    head = struct.pack("!IQBBH", first, nonce, 0, algorithm, length)
    tail = b"".join(records) + (xtr_id + bytes(8) if xtr_id else b"")
    if auth is None:
        auth = hmac.new(key.encode(), head + bytes(length) + tail, digest).digest()
    return head + auth + tail


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def udp_packet(src, sport, dst, dport, payload):
    """A whole IPv4 packet."""
    udp = struct.pack("!HHHH", sport, dport, 8 + len(payload), 0) + payload
    pseudo = ip4(src) + ip4(dst) + struct.pack("!BBH", 0, 17, len(udp))
    udp = udp[:6] + struct.pack("!H", checksum(pseudo + udp) or 0xffff) + udp[8:]
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 32, 17, 0) + ip4(src) + ip4(dst)
    return ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:] + udp


def map_request(eid, itr_rloc, nonce, plen=32):
    """As lig sends it: Source-EID AFI 0, one ITR-RLOC."""
    return (struct.pack("!IQ", 1 << 28 | 1, nonce) + struct.pack("!H", 0) + afi4(itr_rloc) +
            struct.pack("!BB", 0, plen) + afi4(eid))


def ecm(inner):
    return struct.pack("!I", 8 << 28) + inner


def read_reply(data):
    """Map-Reply to a dict of what the tests look at."""
    word, nonce = struct.unpack("!IQ", data[:12])
    ttl, n, plen, act, _, afi = struct.unpack("!IBBHHH", data[12:24])
    assert word >> 28 == 2 and afi == 1, data.hex()
    reply = {"nonce": nonce, "ttl": ttl, "eid": "%s/%d" % (socket.inet_ntoa(data[24:28]), plen),
             "action": act >> 13, "authoritative": bool(act & 0x1000), "locators": []}
    at = 28
    for _ in range(n):
        priority, weight, _, _, flags, afi = struct.unpack("!BBBBHH", data[at:at + 8])
        reply["locators"].append((socket.inet_ntoa(data[at + 8:at + 12]), priority, weight, flags))
        at += 12
    assert at == len(data), data.hex()
    return reply
