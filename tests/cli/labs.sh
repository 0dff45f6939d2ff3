#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every lab's configurations: pasted without a complaint, shown as they were typed, and the same
# after write memory and reload. Those of examples/, and the published ones in $SHARED/labs when
# they are there.
# timeout: 300
set -u
cd "$(dirname "$(readlink -f "$0")")" || exit 1
# shellcheck source=common.bash
. ./common.bash

[ -x "$BUILD/lispd/lispd" ] && [ -x "$BUILD/vtysh/vtysh" ] || { echo "no programs in $BUILD"; exit 77; }

# What "show running-config | section router lisp" has to give.
lisp_part() {
	if grep -q '^router lisp' "$1"; then
		sed -n '/^router lisp/,/^ exit-router-lisp\|^ exit$/p' "$1"
	elif grep -q '^\(ip\|lisp\) \(lisp\|site\) ' "$1"; then
		converted "$1"
	fi
}

# The oldest form is shown in the newest: topology.txt has two columns, for R1 and for R2, and says
# what is different in R3.
converted() {
	local column=1
	[ "$(basename "$1")" = R1.cfg ] || column=2
	awk -v column="$column" '
		/^ *router lisp +router lisp$/ {
			first = index($0, "router")
			second = first + index(substr($0, first + 1), "router")
		}
		!first { next }
		{ text = column == 1 ? substr($0, first, second - first) : substr($0, second) }
		{ sub(/ +$/, "", text) }
		text != "" { print text }' "$(dirname "$1")/topology.txt" |
		if [ "$(basename "$1")" = R3.cfg ]; then
			sed 's|10\.1\.1\.0/24|10.2.2.0/24|; s|172\.16\.1\.2 |172.16.1.3 |'
		else
			cat
		fi
}

running() { vtysh -c "show running-config" | sed -n '/^version/,$p'; }

is_fresh() { vtysh -c "show running-config" | grep '^! No configuration change since last restart'; }

check() {
	local cfg=$1
	fresh_daemon || return 1
	{ echo "configure terminal"; grep -vx end "$cfg"; echo end; } | vtysh >"$BOX/answers" 2>&1
	grep -v '^Enter configuration commands' "$BOX/answers" && return 1
	vtysh -c "show running-config | section router lisp" | diff <(lisp_part "$cfg") - || return 1
	running >"$BOX/before"
	# All lines of the file are there, in this order.
	diff <(grep -vx "$unprinted" "$cfg") "$BOX/before" | grep '^<' && return 1
	vtysh -c "write memory" >/dev/null || return 1
	vtysh -c reload >/dev/null 2>&1
	wait_until is_fresh || return 1
	running | diff "$BOX/before" -
}

# Empty lines, and what is another form of what is printed.
unprinted='!\|version.*\|no service password-encryption\|ip lisp .*\|lisp site .*\| authentication-key 0 .*\| eid-prefix .*\| description branch one'
failed=0
for cfg in "$SRC"/examples/*/R?.cfg ${SHARED:+"$SHARED"/labs/*/*.cfg}; do
	[ -f "$cfg" ] || continue
	name=$(basename "$(dirname "$cfg")")/$(basename "$cfg")
	if check "$cfg"; then
		echo "ok $name"
	else
		echo "not ok $name"
		failed=1
	fi
done
exit $failed
