/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Room in a full map-cache. A hand goes round over the entries; of those that it passes at one
 * time the one that was idle longest goes, if it was idle for a minute at least. A flood of new
 * EIDs so cannot push out what is in use.
 */
#include "lispd/dp/fib.h"
#include "lispd/role/fwd.h"
#include "lispd/role/itr_entry.h"

#define PASSED_AT_ONCE 64
#define IDLE_MS 60000 /* IOS: "Map-cache activity check period" */

static uint64_t idle_ms(const struct lisp *l, const struct mapcache_entry *e)
{
	uint64_t now = loop_now_ms(l->env->loop), since = MAX_OF(e->created_ms, e->signal_ms);
	const struct lisp_inst *inst = lisp_inst_find(l, e->eid.iid);
	struct fib_counters c;

	if (inst && inst->fib && fib_counters(inst->fib, &e->eid.prefix, &c))
		return MIN_OF(c.idle_ms, now - since);
	return now - since;
}

bool itr_evict(void *arg)
{
	struct lisp *l = arg;
	struct mapcache_entry *e = mapcache_next_all(&l->cache, &l->evict_at), *victim = NULL;
	uint64_t longest = IDLE_MS, idle;

	for (unsigned i = 0; i < PASSED_AT_ONCE; i++) {
		if (!e)
			e = mapcache_first_all(&l->cache);
		if (!e)
			return false;
		l->evict_at = e->eid;
		idle = idle_ms(l, e);
		if ((e->source == MC_MAP_REPLY || e->source == MC_SIGNAL) && idle >= longest) {
			longest = idle;
			victim = e;
		}
		e = mapcache_next_all(&l->cache, &l->evict_at);
	}
	if (!victim)
		return false;
	if (victim->state == MC_INCOMPLETE)
		fwd_give_up(l, &victim->eid);
	mapcache_del(victim);
	return true;
}
