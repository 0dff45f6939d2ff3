#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual pages are whole, and the completion of options completes.
set -u
failed=0
result() {
	[ "$1" = 0 ] && echo "ok $2" || { echo "not ok $2"; failed=1; }
}

[ -s "$BUILD/man/lispd.conf.5" ] || { echo "no manual in $BUILD"; exit 1; }

if command -v mandoc >/dev/null; then
	mandoc -Tlint -W warning "$BUILD"/man/*.[158]
	result $? "mandoc finds nothing"
else
	echo "skip mandoc finds nothing: no mandoc"
fi

# One command of each kind of block, as a reader would look for it.
missing() {
	local page=$1 line
	shift
	for line; do
		sed 's/\\f[BIR]//g; s/\\-/-/g' "$BUILD/man/$page" | grep -qxF ".It $line" || { echo "$page lacks: $line"; return 0; }
	done
	return 1
}
missing lispd.conf.5 "itr map-resolver resolver [prefix-list list]" "hostname name" "vrf forwarding vrf" \
	"authentication-key [{0 | 6 | 7}] key" "exit-router-lisp" "exec-timeout minutes [seconds]"
result $((! $?)) "lispd.conf has the commands"
missing vtysh.1 "show version" "write erase"
result $((! $?)) "vtysh has the commands"

grep -q '@[A-Z]*@' "$BUILD"/man/*.[158]
result $((! $?)) "nothing is left to fill in"

complete_words() {
	bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lispd; echo "${COMPREPLY[*]}"' \
		_ "$SRC/man/lispd.bash-completion" "$@"
}
[ "$(complete_words lispd --st)" = "--state-dir" ]
result $? "lispd --st is completed"
[ "$(complete_words vtysh --l)" = "--login" ]
result $? "vtysh --l is completed"
exit $failed
