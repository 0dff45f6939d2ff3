/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/rollback.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/cli/config_replace.h"
#include "lispd/cli/root.h"
#include "lispd/cli/running.h"
#include "lispd/cli/sys.h"

struct rollback {
	struct root *root;
	struct timer timer;
	struct out before;
	uint32_t minutes;
	uint64_t set_ms; /* loop_wall_ms() */
	char by[64];
};

static void stop(struct root *root)
{
	struct rollback *r = root->sys->rollback;

	root->sys->rollback = NULL;
	timer_stop(&r->timer);
	out_fini(&r->before);
	free(r);
}

static void go_back(struct rollback *r)
{
	struct root *root = r->root;
	struct out left;

	out_init(&left);
	log_msg(SEV_NOTICE, "ARCHIVE_DIFF", "ROLLBK_CNFMD_CHG_ROLLBACK_START",
		"Start rolling to the configuration before %s's change", r->by);
	config_replace(root, out_text(&r->before), r->by, &left);
	if (left.len)
		log_msg(SEV_WARNING, "ARCHIVE_DIFF", "ROLLBK_CNFMD_CHG_ROLLBACK_LEFT",
			"Not all lines could be rolled back: see \"show archive config "
			"differences\"");
	out_fini(&left);
	stop(root);
}

static void expired(void *arg)
{
	go_back(arg);
}

void rollback_start(struct root *root, uint32_t minutes, const char *by)
{
	struct rollback *r = root->sys->rollback;

	/* A second change within the time has the same way back. */
	if (!r) {
		r = xcalloc(1, sizeof(*r));
		r->root = root;
		out_init(&r->before);
		running_text(root, &r->before, false);
		timer_init(&r->timer, root->loop, expired, r);
		root->sys->rollback = r;
	}
	r->minutes = minutes;
	r->set_ms = loop_wall_ms(root->loop);
	snprintf(r->by, sizeof(r->by), "%s", by);
	timer_start(&r->timer, (uint64_t)minutes * 60000);
}

bool rollback_pending(const struct root *root)
{
	return root->sys->rollback;
}

bool rollback_confirm(struct root *root, const char *by)
{
	if (!root->sys->rollback)
		return false;
	log_msg(SEV_NOTICE, "ARCHIVE_DIFF", "ROLLBK_CNFMD_CHG_CONFIRM",
		"User: %s: Confirm the configuration change", by);
	stop(root);
	return true;
}

bool rollback_now(struct root *root)
{
	if (!root->sys->rollback)
		return false;
	go_back(root->sys->rollback);
	return true;
}

void rollback_show(const struct root *root, struct out *o)
{
	const struct rollback *r = root->sys->rollback;
	char when[64];
	time_t seconds;
	struct tm tm;

	if (!r)
		return;
	seconds = (time_t)(r->set_ms / 1000);
	gmtime_r(&seconds, &tm);
	strftime(when, sizeof(when), "%H:%M:%S UTC %a %b %-d %Y", &tm);
	out(o,
	    "Time configured(or reconfigured): %s\n"
	    " Timer type: absolute timer\n"
	    " Timer value: %u min\n"
	    " User: %s\n",
	    when, r->minutes, r->by);
}

void rollback_free(struct root *root)
{
	if (root->sys->rollback)
		stop(root);
}
