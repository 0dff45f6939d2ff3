#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every lab's configurations: pasted without a complaint, shown as they were typed, and the same
# after write memory and reload.
# timeout: 240
set -u
cd "$(dirname "$(readlink -f "$0")")" || exit 1
# shellcheck source=common.bash
. ./common.bash

[ -x "$BUILD/lispd/lispd" ] && [ -x "$BUILD/vtysh/vtysh" ] || { echo "no programs in $BUILD"; exit 77; }

lisp_part() { sed -n '/^router lisp/,/^ exit-router-lisp\|^ exit$/p' "$1"; }
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
	diff <(grep -vx '!\|version.*' "$cfg") "$BOX/before" | grep '^<' && return 1
	vtysh -c "write memory" >/dev/null || return 1
	vtysh -c reload >/dev/null 2>&1
	wait_until is_fresh || return 1
	running | diff "$BOX/before" -
}

failed=0
for cfg in "$SRC"/examples/*/R?.cfg; do
	name=${cfg#"$SRC"/examples/}
	if check "$cfg"; then
		echo "ok $name"
	else
		echo "not ok $name"
		failed=1
	fi
done
exit $failed
