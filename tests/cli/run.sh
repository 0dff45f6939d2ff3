#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Transcripts: NAME.in is typed into a fresh router, NAME.out must come back, times apart.
#   tests/cli/run.sh [NAME...]; with ACCEPT=1 what comes back becomes NAME.out
set -u
cd "$(dirname "$(readlink -f "$0")")" || exit 1
# shellcheck source=common.bash
. ./common.bash

[ -x "$BUILD/lispd/lispd" ] && [ -x "$BUILD/vtysh/vtysh" ] || { echo "no programs in $BUILD"; exit 77; }

without_times() {
	sed -e 's/^\(! .*\) at [0-9][0-9]:.*/\1 at TIME/' \
		-e 's/^\(Current configuration :\) [0-9]* bytes/\1 N bytes/' \
		-e 's/^Using [0-9]* out/Using N out/' -e 's/^[0-9]* bytes copied in .*/N bytes copied/' \
		-e 's/^\*[A-Z][a-z]\{2\} *[0-9]* [0-9:.]*: /*TIME: /' \
		-e 's/^Load for five secs: .*/LOAD/' -e 's/^No time source, .*/No time source, TIME/' \
		-e "s|$BOX|BOX|g"
}

[ $# -gt 0 ] || set -- $(printf '%s\n' *.in | sed 's/\.in$//')
failed=0
for name; do
	fresh_daemon || exit 1
	vtysh <"$name.in" 2>&1 | without_times >"$BOX/out"
	[ -z "${ACCEPT:-}" ] || cp "$BOX/out" "$name.out"
	if diff -u "$name.out" "$BOX/out" >"$BOX/diff"; then
		echo "ok $name"
	else
		cat "$BOX/diff"
		echo "not ok $name"
		failed=1
	fi
done
exit $failed
