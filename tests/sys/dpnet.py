# SPDX-License-Identifier: GPL-3.0-or-later
"""Two sites and an underlay router in namespaces, with tests/tools/dpdrive as their tunnel routers:

    h1 --e0-- x1 --u0-- r --u0-- x2 --e0-- h2
    10.1.0.0/24   192.0.2.0/25   192.0.2.128/25   10.2.0.0/24
    fd01::/64   2001:db8:a::/64   2001:db8:b::/64   fd02::/64

veth devices fill checksums in only when they must: tx offload is off, so that every checksum is
on the wire."""
import atexit
import os
import signal
import subprocess
import sys
import time

RLOC = {4: {1: "192.0.2.1", 2: "192.0.2.129"}, 6: {1: "2001:db8:a::1", 2: "2001:db8:b::1"}}
NODES = ("h1", "x1", "r", "x2", "h2")
ADDRESSES = {
    ("h1", "e0"): ("10.1.0.2/24", "fd01::2/64"), ("x1", "e0"): ("10.1.0.1/24", "fd01::1/64"),
    ("x1", "u0"): ("192.0.2.1/25", "2001:db8:a::1/64"),
    ("r", "a0"): ("192.0.2.126/25", "2001:db8:a::ffff/64"),
    ("r", "b0"): ("192.0.2.254/25", "2001:db8:b::ffff/64"),
    ("x2", "u0"): ("192.0.2.129/25", "2001:db8:b::1/64"),
    ("x2", "e0"): ("10.2.0.1/24", "fd02::1/64"), ("h2", "e0"): ("10.2.0.2/24", "fd02::2/64"),
}
LINKS = ((("h1", "e0"), ("x1", "e0")), (("x1", "u0"), ("r", "a0")), (("r", "b0"), ("x2", "u0")),
         (("x2", "e0"), ("h2", "e0")))
DEFAULTS = {"h1": ("10.1.0.1", "fd01::1"), "h2": ("10.2.0.1", "fd02::1"),
            "x1": ("192.0.2.126", "2001:db8:a::ffff"), "x2": ("192.0.2.254", "2001:db8:b::ffff")}


class Net:
    def __init__(self, tx_offload=False):
        self.prefix = "dp%d" % os.getpid()
        self.drives = []
        self.nodes = []
        atexit.register(self.down)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(143))
        for n in NODES:
            self.add(n)
        for a, b in LINKS:
            self.host("ip", "link", "add", a[1], "netns", self.ns(a[0]), "type", "veth", "peer",
                      "name", b[1], "netns", self.ns(b[0]))
        for (node, dev), addresses in ADDRESSES.items():
            for address in addresses:
                self.run(node, "ip", "address", "add", address, "dev", dev,
                         *(["nodad"] if ":" in address else []))
            self.run(node, "ip", "link", "set", dev, "up")
            if not tx_offload:
                self.run(node, "ethtool", "-K", dev, "tx", "off")
        for node, gateways in DEFAULTS.items():
            for g in gateways:
                self.run(node, "ip", "-6" if ":" in g else "-4", "route", "add", "default", "via", g)

        for node, gateways in DEFAULTS.items():
            for g in gateways:
                until(lambda: not self.exec(node, "ping", "-c", "1", "-W", "1", g).returncode)

    def add(self, n):
        self.host("ip", "netns", "add", self.ns(n))
        self.nodes.append(n)
        self.run(n, "ip", "link", "set", "lo", "up")
        self.run(n, "sysctl", "-qw", "net.ipv4.ip_forward=1",
                 "net.ipv6.conf.all.forwarding=1", "net.ipv4.conf.all.rp_filter=0",
                 "net.ipv4.conf.default.rp_filter=0", "net.ipv4.icmp_ratelimit=0",
                 "net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0")

    def ns(self, node):
        return "%s-%s" % (self.prefix, node)

    def host(self, *cmd):
        subprocess.run(cmd, check=True, stdout=subprocess.DEVNULL)

    def exec(self, node, *cmd, **kw):
        kw.setdefault("stdout", subprocess.PIPE)
        kw.setdefault("stderr", subprocess.STDOUT)
        return subprocess.run(["ip", "netns", "exec", self.ns(node)] + list(cmd), text=True, **kw)

    def run(self, node, *cmd):
        r = self.exec(node, *cmd)
        if r.returncode:
            print("%s: %s\n%s" % (node, " ".join(cmd), r.stdout))
            sys.exit(1)
        return r.stdout

    def popen(self, node, *cmd, **kw):
        return subprocess.Popen(["ip", "netns", "exec", self.ns(node)] + list(cmd), text=True, **kw)

    def csum_errors(self, node):
        out = self.run(node, "nstat", "-asz")
        return sum(float(line.split()[1]) for line in out.splitlines() if "CsumErrors" in line)

    def down(self):
        for d in self.drives:
            d.close()
        self.drives = []
        for n in self.nodes:
            subprocess.run(["ip", "netns", "del", self.ns(n)], stderr=subprocess.DEVNULL)
        self.nodes = []


class Drive:
    """A dpdrive in a namespace."""

    def __init__(self, net, node, program):
        self.net, self.node = net, node
        self.log_path = os.path.join(os.environ.get("TMP") or "/tmp",
                                     "%s-%s.log" % (net.prefix, node))
        with open(self.log_path, "w") as log:
            self.p = net.popen(node, program, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=log)
        net.drives.append(self)

    def ask(self, line):
        """What is printed before the "ok"; "error ..." otherwise."""
        self.p.stdin.write(line + "\n")
        self.p.stdin.flush()
        text = ""
        while True:
            got = self.p.stdout.readline()
            if not got:
                return "error gone"
            if got == "ok\n" or got.startswith("error"):
                return text if got == "ok\n" else got
            text += got

    def do(self, *lines):
        for line in lines:
            answer = self.ask(line)
            if answer.startswith("error"):
                print("%s: %s: %s%s" % (self.node, line, answer, self.log()))
                sys.exit(1)

    def stats(self):
        """Figures by name; drops are "drop:REASON" with blanks."""
        out, name = {}, ""
        for word in self.ask("stats").split():
            name = name + " " + word if name else word
            if "=" in word:
                key, value = name.split("=")
                out[key] = int(value)
                name = ""
        return out

    def punts(self):
        words = self.ask("punts").split()
        return {"miss": int(words[1]), "lsb": int(words[3]), "decap-miss": int(words[5]),
                "rloc": words[7], "lsbs": int(words[9], 16)}

    def log(self):
        with open(self.log_path) as f:
            return f.read()

    def close(self):
        """Ends it; its exit status (a sanitizer's complaint is not 0)."""
        if self.p.stdin:
            try:
                self.p.stdin.close()
            except OSError:
                pass
        try:
            status = self.p.wait(20)
        except subprocess.TimeoutExpired:
            self.p.kill()
            status = self.p.wait()
        if self in self.net.drives:
            self.net.drives.remove(self)
        return status


def site(net, i, program, workers=1, outer=4, encap="encap", flags="", iid=0, answer="answer"):
    """Tunnel router i: its own EIDs, and answers for the other site's."""
    o = 3 - i
    d = Drive(net, "x%d" % i, program)
    dev = "LISP0" if not iid else "LISP0.%d" % iid
    d.do("workers %d" % workers, "table %d %s %s" % (iid, dev, flags),
         "local %d 10.%d.0.0/24" % (iid, i), "local %d fd0%d::/64" % (iid, i))
    path = "%s %s %s" % (encap, RLOC[outer][i], RLOC[outer][o])
    d.do("%s %d 10.%d.0.0/24 %s" % (answer, iid, o, path),
         "%s %d fd0%d::/64 %s" % (answer, iid, o, path))
    route(net, i, dev)
    return d


def route(net, i, dev="LISP0"):
    o = 3 - i
    net.run("x%d" % i, "ip", "route", "replace", "10.%d.0.0/24" % o, "dev", dev)
    net.run("x%d" % i, "ip", "-6", "route", "replace", "fd0%d::/64" % o, "dev", dev)


def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.05)
