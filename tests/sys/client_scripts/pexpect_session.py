# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's session by ssh on the terminal that is named: what is typed comes back once, and
nothing but text and line ends comes where a script looks for a prompt."""
import os
import sys

import pexpect


def main(term):
    os.environ["TERM"] = term
    r = pexpect.spawn("ssh -tt netadmin@127.0.0.1", encoding="utf-8", timeout=20, dimensions=(10, 80))
    r.expect("password: ")
    r.sendline("lisp")
    r.expect("\nR1>")
    assert "\x1b[?2004" not in r.before, "bracketed paste"
    r.sendline("enable")
    r.expect("Password: ")
    r.sendline("wrong")
    r.expect("Password: ")
    r.sendline("lab")
    r.expect("\nR1#")
    assert "lab" not in r.before, "the secret was shown"

    r.send("sh?")
    r.expect("show")
    r.expect("R1#sh")
    r.send("o vers\t")
    r.expect("version ")
    r.send("\r")
    r.expect(" --More-- ")
    r.send(" ")
    r.expect(" --More-- ")
    r.send("q")
    r.expect("R1#")
    r.sendline("terminal length 0")
    r.expect_exact("R1#")
    r.sendline("show version")
    r.expect_exact("show version\r\n")
    r.expect("\nR1#$")
    assert "--More--" not in r.before and "uptime is" in r.before, r.before

    r.sendline("configure terminal")
    r.expect("End with CNTL/Z.\r\n")
    r.expect_exact("R1(config)#")
    r.send("interface Loopback5\rdescription by pexpect\rbogus line\rend\r")
    r.expect("% Invalid input detected")
    r.expect(r"R1\(config-if\)#end\r\n")
    r.expect("R1#")
    r.sendline("show running-config interface Loopback5")
    r.expect(" description by pexpect\r\n")
    r.expect("R1#")
    r.sendline("exit")
    r.expect(pexpect.EOF)


main(sys.argv[1])
