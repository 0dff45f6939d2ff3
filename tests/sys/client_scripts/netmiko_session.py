# SPDX-License-Identifier: GPL-3.0-or-later
"""netmiko logs in, enables, runs 30 show commands, pushes 400 lines and saves."""
import sys

from netmiko import ConnectHandler

SHOWS = """
show version
show inventory
show clock
show users
show privilege
show history
show terminal
show logging
show running-config
show running-config | section router lisp
show running-config interface Loopback0
show startup-config
show interfaces
show interfaces description
show ip interface
show ip interface brief
show ipv6 interface brief
show ip route
show ip route summary
show ip route vrf RED
show ipv6 route
show ip cef
show ip arp
show vrf
show vrf detail
show hosts
show processes cpu
show memory statistics
show debugging
show lisp
show lisp site
show lisp site detail
show lisp session
show lisp service ipv4
""".strip().splitlines()


def lines():
    for i in range(100):
        yield f"interface Loopback{i + 100}"
        yield f" description number {i}, is it here"
        yield f" ip address 10.99.{i}.1 255.255.255.255"
        yield " exit"


def main():
    router = ConnectHandler(device_type="cisco_ios", host="127.0.0.1", username="netadmin",
                            password="lisp", secret="lab")
    assert router.find_prompt() == "R1>", router.find_prompt()
    router.enable()
    assert router.find_prompt() == "R1#", router.find_prompt()
    assert len(SHOWS) >= 30
    bad = 0
    for show in SHOWS:
        answer = router.send_command(show)
        if not answer or "\n% " in "\n" + answer:
            print(f"{show}: {answer!r}")
            bad += 1
    config = list(lines())
    answer = router.send_config_set(config)
    assert "%" not in answer, answer
    saved = router.save_config()
    assert "[OK]" in saved, saved
    running = router.send_command("show running-config").splitlines()
    missing = [line for line in config if line != " exit" and line not in running]
    assert not missing, missing
    startup = router.send_command("show startup-config").splitlines()
    assert "interface Loopback199" in startup
    router.disconnect()
    return bad


sys.exit(main())
