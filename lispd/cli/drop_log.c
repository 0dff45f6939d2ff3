/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/drop_log.h"

#include <inttypes.h>

#include "lib/log.h"

#define LOOK_MS 10000

static void on_look(void *arg)
{
	struct drop_log *d = arg;
	struct dp_stats now;

	dp_stats(d->dp, &now);
	for (unsigned i = 0; i < DROP_REASONS; i++) {
		uint64_t n = now.drop[i] - d->told[i];

		if (n)
			log_msg(SEV_WARNING, "LISP", "DROP",
				"%" PRIu64 " packet%s dropped in the last %u s: %s", n,
				n == 1 ? "" : "s", LOOK_MS / 1000, dp_drop_str(i));
		d->told[i] = now.drop[i];
	}
	timer_start(&d->look, LOOK_MS);
}

void drop_log_start(struct drop_log *d, struct loop *l, struct dp *dp)
{
	*d = (struct drop_log){ .dp = dp };
	timer_init(&d->look, l, on_look, d);
	if (dp)
		timer_start(&d->look, LOOK_MS);
}

void drop_log_stop(struct drop_log *d)
{
	timer_stop(&d->look);
}
