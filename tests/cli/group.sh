#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Who may use the terminal: the members of a group, others not; and what a session that is not
# privileged can do.
set -u
cd "$(dirname "$(readlink -f "$0")")" || exit 1
# shellcheck source=common.bash
. ./common.bash

[ -x "$BUILD/lispd/lispd" ] && [ -x "$BUILD/vtysh/vtysh" ] || { echo "no programs in $BUILD"; exit 77; }
[ "$(id -u)" = 0 ] || { echo "only root can be somebody else"; exit 77; }

# Everybody has to get as far as the socket.
TMP=$(mktemp -d /tmp/lispd-group.XXXXXX)
BOX=$TMP/box
GROUP=daemon
gid=$(getent group $GROUP | cut -d: -f3)
trap 'stop_daemon; rm -rf "$TMP"' EXIT
mkdir -p "$BOX"/{config,run,state}
cp "$BUILD/vtysh/vtysh" "$TMP/vtysh"
chmod 755 "$TMP" "$BOX" "$BOX/run" "$TMP/vtysh"
"$BUILD/lispd/lispd" --no-net --vty-group $GROUP --config-dir "$BOX/config" --run-dir "$BOX/run" \
	--state-dir "$BOX/state" >"$BOX/log" 2>&1 &
daemon=$!
wait_until vtysh -c "show privilege"

failed=0
# ok NAME WANTED COMMAND...: the command's output has the line.
ok() {
	local name=$1 wanted=$2
	shift 2
	if "$@" 2>&1 | grep -qF -- "$wanted"; then
		echo "ok $name"
	else
		"$@" 2>&1 | head -20
		echo "not ok $name"
		failed=1
	fi
}

member() { setpriv --reuid 65534 --regid 65534 --groups "$gid" "$TMP/vtysh" -s "$BOX/run/vty.sock" "$@"; }
stranger() { setpriv --reuid 65534 --regid 65534 --clear-groups "$TMP/vtysh" -s "$BOX/run/vty.sock" "$@"; }

ok "the socket belongs to the group" "660 $GROUP" stat -c '%a %G' "$BOX/run/vty.sock"
ok "a member is privileged" "level is 15" member -c "show privilege"
ok "a stranger is told what to do" "Permission denied" stranger -c "show privilege"
ok "--login begins unprivileged" "level is 1" member --login -c "show privilege"
for command in "configure terminal" "show running-config" "show startup-config" "write memory" \
	"copy running-config flash:x" "more nvram:startup-config" "configure replace flash:x force" \
	"reload" "clear logging" "debug lisp control-plane all" "archive config" "delete flash:x"; do
	ok "unprivileged: no \"$command\"" "% " member --login -c "$command"
	member --login -c "$command" >/dev/null && { echo "not ok status of \"$command\""; failed=1; }
done
vtysh -c "configure terminal" -c "router lisp" -c "site A" -c "authentication-key TOPSECRET" -c end
for command in "show lisp site" "show lisp site name A" "show history" "show aliases"; do
	if member --login -c "$command" | grep -q TOPSECRET; then
		echo "not ok a key in \"$command\""
		failed=1
	fi
done
ok "show users: the line, the user, the source" "nobody" member -c "show users"
ok "and where an ssh session comes from" "192.0.2.77" \
	env SSH_CONNECTION="192.0.2.77 1 192.0.2.1 22" "$TMP/vtysh" -s "$BOX/run/vty.sock" -c "show users"
env SSH_CONNECTION="192.0.2.77 1 192.0.2.1 22" SUDO_USER=amy "$TMP/vtysh" -s "$BOX/run/vty.sock" \
	-c "configure terminal" -c "hostname R7" -c end >/dev/null
ok "the log names user, line and source" "Configured from console by amy on vty0 (192.0.2.77)" \
	vtysh -c "show logging"
vtysh -c "configure terminal" -c "enable secret level 7 seven" -c "enable secret fifteen" -c end
ok "enable asks for the level's secret" "Bad secrets" member --login -c "enable 7"
exit $failed
