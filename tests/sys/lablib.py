# SPDX-License-Identifier: GPL-3.0-or-later
"""Running labs from test scripts: examples/lab behind functions, waiting for conditions."""
import atexit
import os
import re
import signal
import subprocess
import sys
import time

SRC = os.environ.get("SRC") or os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.environ.get("BUILD") or os.path.join(SRC, "build/main")
ASAN = os.environ.get("ASAN_BUILD") or BUILD
SHARED = os.environ.get("SHARED") or os.environ.get("LISPD_SHARED") or os.path.join(SRC, "../shared")


class Lab:
    """A lab that is up; it goes down when the script ends, however it ends."""

    def __init__(self, name, folder, build=None, **env):
        self.prefix = "t%d-%s" % (os.getpid(), name)
        self.env = dict(os.environ, LAB_PREFIX=self.prefix, LAB_BUILD=build or BUILD, **env)
        self.folder = folder
        atexit.register(self.down)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(143))
        self.run(["up", folder], check=True)

    def run(self, args, check=False, **kw):
        r = subprocess.run([os.path.join(SRC, "examples/lab")] + args, env=self.env, text=True,
                           errors="surrogateescape", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **kw)
        if check and r.returncode:
            print(r.stdout)
            sys.exit("lab %s failed" % " ".join(args))
        return r

    def down(self):
        if self.prefix:
            self.run(["down"])
            self.prefix = None

    def netns(self, router):
        return "%s-%s" % (self.prefix, router)

    def vtysh(self, router, *commands, check=False):
        """Output of the commands on a router, as typed at '#'."""
        args = ["vtysh", router]
        for c in commands:
            args += ["-c", c]
        return self.run(args, check=check).stdout

    def config(self, router, *lines):
        return self.vtysh(router, "configure terminal", *lines, "end")

    def exec(self, router, *command, **kw):
        return subprocess.run(["ip", "netns", "exec", self.netns(router)] + list(command),
                              text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **kw)

    def popen(self, router, *command, **kw):
        return subprocess.Popen(["ip", "netns", "exec", self.netns(router)] + list(command), **kw)

    def pid(self, router):
        """Process of the router's daemon, or 0."""
        mine = "/%s/%s/" % (self.prefix, router)
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                words = open("/proc/%s/cmdline" % pid).read().split("\0")
            except OSError:
                continue
            if words[0].endswith("/lispd") and any(mine in w for w in words):
                return int(pid)
        return 0


def wait_for(what, condition, seconds=30, detail=None):
    """Tries condition() until it is true; ends the script otherwise, with what detail() says."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            print("not ok waited %d s for %s" % (seconds, what))
            if detail:
                print("    " + detail().replace("\n", "\n    "))
            sys.exit(1)
        time.sleep(0.1)


class Results:
    """Result lines for tests/run."""

    def __init__(self):
        self.failed = 0

    def check(self, name, good, detail=""):
        print(("ok " if good else "not ok ") + name, flush=True)
        if not good:
            self.failed += 1
            if detail:
                print("\n".join("    " + line for line in detail.splitlines()), flush=True)
        return good

    def skip(self, name, why):
        print("skip %s: %s" % (name, why), flush=True)

    def end(self):
        sys.exit(1 if self.failed else 0)


def matches(pattern, text):
    return re.search(pattern, text, re.M) is not None
