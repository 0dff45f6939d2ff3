# SPDX-License-Identifier: GPL-3.0-or-later
# What the terminal tests share: a daemon without a kernel, and a vtysh on it.

: "${SRC:=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/../..")}"
: "${BUILD:=$SRC/build/main}" "${TMP:=$(mktemp -d)}"
BOX=$TMP/box.$$
daemon=

vtysh() { "$BUILD/vtysh/vtysh" -s "$BOX/run/vty.sock" "$@"; }

# Tries a command until it succeeds, for five seconds.
wait_until() {
	local i
	for i in $(seq 100); do
		"$@" >/dev/null 2>&1 && return 0
		sleep 0.05
	done
	echo "in vain: $*"
	cat "$BOX/log"
	return 1
}

start_daemon() {
	mkdir -p "$BOX"/{config,run,state}
	"$BUILD/lispd/lispd" --no-net --config-dir "$BOX/config" --run-dir "$BOX/run" \
		--state-dir "$BOX/state" >>"$BOX/log" 2>&1 &
	daemon=$!
	wait_until vtysh -c "show privilege"
}

stop_daemon() {
	[ -z "$daemon" ] || { kill "$daemon" && wait "$daemon"; } 2>/dev/null
	daemon=
}

fresh_daemon() {
	stop_daemon
	rm -rf "$BOX"
	start_daemon
}

trap 'stop_daemon; rm -rf "$BOX"' EXIT
