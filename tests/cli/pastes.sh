#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Whole configurations of devices: pasted without a complaint, printed back line by line in their
# order, and the same after write memory and reload. Together they hold a line for each of those
# that were met in published configurations.
# timeout: 120
set -u
cd "$(dirname "$(readlink -f "$0")")" || exit 1
# shellcheck source=common.bash
. ./common.bash

[ -x "$BUILD/lispd/lispd" ] && [ -x "$BUILD/vtysh/vtysh" ] || { echo "no programs in $BUILD"; exit 77; }

running() { vtysh -c "show running-config" | sed -n '/^version/,$p'; }
is_fresh() { vtysh -c "show running-config" | grep '^! No configuration change since last restart'; }

# What IOS prints and the router does not: comments, defaults, its own version and counts.
comparable() {
	sed -e 's/\r$//' -e 's/ *$//' "$1" | grep -v -e '^ *!' -e '^version' -e '^$' \
		-e '^ip routing$' -e '^end$' -e '^no service password' -e '^no ipv6 ioam' \
		-e '^Building' -e '^Current' -e '^line aux' -e '^interface LISP0' \
		-e '^aaa new' -e '^ exit-router-lisp' -e '^username' |
		sed -e 's/^  description/ description/' # one block is indented by two
}

check() {
	fresh_daemon || return 1
	{ echo "configure terminal"; grep -vx end "$1"; echo end; } | vtysh >"$BOX/answers" 2>&1
	grep -v -e '^Enter configuration commands' -e '^Enter TEXT' "$BOX/answers" && return 1
	running >"$BOX/before"
	# diff tells lines that are missing and lines that have moved.
	diff <(comparable "$1") <(comparable "$BOX/before") | grep '^<' && return 1
	vtysh -c "write memory" >/dev/null || return 1
	vtysh -c reload >/dev/null 2>&1
	wait_until is_fresh || return 1
	running | diff "$BOX/before" -
}

failed=0
for cfg in pastes/*.cfg; do
	if check "$cfg"; then
		echo "ok $cfg"
	else
		echo "not ok $cfg"
		failed=1
	fi
done

# The first two words of a line, as the list of published lines has them.
keys() {
	sed -e 's/^[ \t]*//' -e 's/^no //' -e 's/^\(interface [A-Za-z]*\)[0-9/]*\(\.[0-9]*\)*.*/\1/' |
		awk '{ print $1 (NF > 1 ? " " $2 : "") }' | sort -u
}

seen=$SHARED/reference/in-the-wild/nonlisp-lines.txt
[ -r "$seen" ] || { echo "skip every published line: no $seen"; exit $failed; }
cat pastes/*.cfg | keys >"$BOX/keys"
# Left out: shell lines of hosts, EXEC commands, text of banners, lines of router lisp; parameters
# that differ (numbers, addresses, names) count as covered by the same first word.
uncovered() {
	sed 's/^ *[0-9]* *[0-9]* *//' "$seen" | grep -v -e '^#' -e '^\*' -e '^ifconfig' -e '^route add' -e '^echo' \
		-e '^conf t' -e '^enable$' -e '^end$' -e '^exit$' -e '^write memory' -e '^shut$' -e '^int ' \
		-e '^netw' -e '^router os' -e '^ip addr$' -e '^interface L\(\.SUB\)*$' \
		-e '^\(instance-id\|site\|authentication-key\|eid-prefix\|dynamic-eid\|eid-table\)' \
		-e '^\(database-mapping\|map-cache\|exit-\(service\|instance\|dynamic\).*\)' \
		-e '^service \(ipv4\|ethernet\)' -e '^remote-rloc-probe' |
		while read -r one two; do
			case $one/$two in
			*/ | */*[0-9A-Z]* | [0-9]*/* | domain-password/*)
				[[ $one != [0-9]* ]] || one='[0-9]*'
				grep -q "^$one\( \|$\)" "$BOX/keys" && continue
				;;
			*) grep -qx "$one $two" "$BOX/keys" && continue ;;
			esac
			echo "  $one $two"
		done
}
left=$(uncovered)
if [ -z "$left" ]; then
	echo "ok every published line"
else
	echo "not covered:"
	echo "$left"
	echo "not ok every published line"
	failed=1
fi
exit $failed
