/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One host of a policy. It is here, with a route, a neighbour entry and a place in the database,
 * or away, with a route to the TUN; never both. A silent host that is here is asked for signs of
 * life and removed when none come; one that is away is remembered as long as we were told.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/dp/fib.h"
#include "lispd/role/etr.h"
#include "lispd/role/fwd.h"
#include "lispd/role/mobility_private.h"
#include "lispd/role/smr.h"

#define IDLE_MS 60000
#define ECHO_PERIOD_MS 20000
#define ECHO_TRIES 3
#define MOVES_MS 180000
#define MANY_MOVES 5

static struct lpm_key key_of(const struct eid *eid)
{
	return lpm_key(eid->iid, &eid->prefix);
}

struct roamer *roamer_find(const struct mobility *m, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);

	return lpm_find(m->roamers, &k);
}

/* --- what the machine knows of it ------------------------------------------------------------- */

static void set_here(const struct roamer *r, bool on)
{
	struct lisp *l = r->owner->l;

	port_host(l)->local(l->env->host_arg, r->ifname, &r->eid.prefix.addr, r->mac, on);
}

static void set_away(const struct roamer *r, bool on)
{
	struct lisp *l = r->owner->l;
	struct lisp_inst *inst = lisp_inst_find(l, r->eid.iid);
	struct host_tun t;

	if (!inst)
		return;
	t = fwd_tun(inst, r->eid.prefix.addr.family);
	port_host(l)->away(l->env->host_arg, &t, &r->eid.prefix.addr, on);
	if (!on && inst->fib)
		fib_local_del(inst->fib, &r->eid.prefix);
}

void roamer_publish(struct roamer *r)
{
	struct lisp_inst *inst = lisp_inst_find(r->owner->l, r->eid.iid);
	struct fib_local_cfg cfg = { .prefix = r->eid.prefix, .away = true };

	if (r->away && inst && inst->fib)
		fib_local_set(inst->fib, &cfg);
}

/* What the map-cache says of it is of the time before it moved. */
static void forget_mapping(struct lisp *l, const struct eid *host)
{
	struct mapcache_entry *e;

	while ((e = mapcache_match(&l->cache, host)) && e->source == MC_MAP_REPLY &&
	       (prefix_is_host(&e->eid.prefix) || e->state == MC_NEGATIVE))
		mapcache_del(e);
}

/* --- moves ------------------------------------------------------------------------------------ */

static void note_move(struct roamer *r)
{
	uint64_t now = loop_now_ms(r->owner->l->env->loop);

	if (now - r->moves_since_ms > MOVES_MS) {
		r->moves_since_ms = now;
		r->n_moves = 0;
	}
	if (++r->n_moves == MANY_MOVES + 1)
		log_msg(SEV_WARNING, "LISP", "MOVES",
			"dynamic EID %s (IID %u) has moved %u times in %u seconds; do two hosts "
			"have this address?",
			eid_str(&r->eid).s, r->eid.iid, r->n_moves,
			(unsigned)((now - r->moves_since_ms) / 1000));
}

static void on_timer(void *arg);

static struct roamer *roamer_new(struct mobility *m, const struct eid *eid)
{
	struct roamer *r = xcalloc(1, sizeof(*r));
	struct lpm_key k = key_of(eid);

	r->owner = m;
	r->eid = *eid;
	timer_init(&r->timer, m->l->env->loop, on_timer, r);
	lpm_add(m->roamers, &k, r);
	return r;
}

void roamer_del(struct roamer *r)
{
	struct lpm_key k = key_of(&r->eid);

	timer_stop(&r->timer);
	if (r->away)
		set_away(r, false);
	else
		set_here(r, false);
	lpm_del(r->owner->roamers, &k);
	lisp_changed(r->owner->l);
	free(r);
}

void roamers_del(struct mobility *m, const char *ifname)
{
	struct roamer *r = lpm_first(m->roamers);

	while (r) {
		struct lpm_key k = key_of(&r->eid);

		if (!ifname || (!r->away && strcmp(r->ifname, ifname) == 0))
			roamer_del(r);
		r = lpm_next(m->roamers, &k);
	}
}

void roamer_arrive(struct mobility_port *p, const struct port_prefix *pp, const struct addr *a,
		   const uint8_t mac[6], enum roamer_how how)
{
	struct mobility *m = p->owner;
	struct eid eid = eid_host(p->iid, a);
	struct roamer *r = roamer_find(m, &eid);
	uint64_t now = loop_now_ms(m->l->env->loop);

	if (!r)
		r = roamer_new(m, &eid);
	else if (r->away)
		set_away(r, false);
	else
		set_here(r, false);
	note_move(r);
	forget_mapping(m->l, &eid);
	r->away = false;
	r->since_ms = now;
	r->last_ms = mac ? now : 0;
	r->how = how;
	r->n_pending = 0;
	r->tell_group = how == ROAMER_PACKET;
	snprintf(r->ifname, sizeof(r->ifname), "%s", p->ifname);
	snprintf(r->policy, sizeof(r->policy), "%s", pp->policy);
	memset(r->mac, 0, sizeof(r->mac));
	if (mac)
		memcpy(r->mac, mac, sizeof(r->mac));
	set_here(r, true);
	timer_start(&r->timer, IDLE_MS);
	lisp_changed(m->l); /* the database, and a Map-Register, follow */
}

void roamer_leave(struct mobility *m, const struct eid *eid, const char *policy, uint32_t ttl_min)
{
	struct roamer *r = roamer_find(m, eid);
	bool was_here = r && !r->away;

	if (!r)
		r = roamer_new(m, eid);
	if (was_here)
		set_here(r, false);
	if (was_here || !r->since_ms) {
		note_move(r);
		r->since_ms = loop_now_ms(m->l->env->loop);
		forget_mapping(m->l, eid);
	}
	r->away = true;
	if (policy != r->policy)
		snprintf(r->policy, sizeof(r->policy), "%s", policy);
	set_away(r, true);
	timer_start(&r->timer, (uint64_t)ttl_min * 60000);
	if (was_here)
		lisp_changed(m->l); /* out of the database, which withdraws it */
	else
		roamer_publish(r);
}

/* --- signs of life ---------------------------------------------------------------------------- */

void roamer_active(struct roamer *r, const uint8_t mac[6])
{
	r->last_ms = loop_now_ms(r->owner->l->env->loop);
	r->n_pending = 0;
	if (memcmp(r->mac, mac, sizeof(r->mac)) == 0)
		return;
	memcpy(r->mac, mac, sizeof(r->mac));
	set_here(r, true);
}

static void ask(const struct roamer *r, const struct mobility_port *p)
{
	const struct lisp *l = r->owner->l;
	const struct addr *a = &r->eid.prefix.addr;

	for (unsigned i = 0; i < p->state.n_addrs; i++) {
		const struct addr *from = &p->state.addr[i].addr;

		if (from->family != a->family || addr_is_link_local(from))
			continue;
		port_host(l)->echo(l->env->host_arg, p->ifname, from, a, r->mac, p->liveness_ttl);
		return;
	}
}

static void on_silence(struct roamer *r)
{
	const struct mobility_port *p = mobility_port(r->owner->l, r->ifname);
	uint64_t quiet_ms = loop_now_ms(r->owner->l->env->loop) - MAX_OF(r->last_ms, r->since_ms);

	if (!p || p->no_liveness) {
		timer_start(&r->timer, IDLE_MS);
		return;
	}
	if (quiet_ms < IDLE_MS) {
		timer_start(&r->timer, IDLE_MS - quiet_ms);
		return;
	}
	if (r->n_pending == ECHO_TRIES) {
		roamer_del(r);
		return;
	}
	ask(r, p);
	r->n_pending++;
	timer_start(&r->timer, ECHO_PERIOD_MS);
}

static void on_timer(void *arg)
{
	struct roamer *r = arg;

	if (r->away)
		roamer_del(r);
	else
		on_silence(r);
}

/* --- the database ----------------------------------------------------------------------------- */

void mobility_add_mappings(struct lisp_inst *inst, int family)
{
	struct lisp *l = inst->lisp;
	struct roamer *r = mobility_next(l, inst->iid, family, NULL);

	for (; r; r = mobility_next(l, inst->iid, family, &r->eid.prefix.addr)) {
		const struct dynamic_eid_cfg *d = r->away ? NULL : mobility_policy_of(l, &r->eid);
		const struct db_mapping_cfg *line = d ? policy_mapping(d, &r->eid.prefix.addr) :
							NULL;
		struct db_mapping_cfg host;

		if (!line)
			continue;
		host = *line;
		host.prefix = r->eid.prefix;
		etr_add_roamer(inst, &host);
	}
}

void mobility_clear(struct lisp *l, uint32_t iid, const char *name, const struct prefix *p)
{
	struct roamer *r = l->mobility ? lpm_first(l->mobility->roamers) : NULL;

	while (r) {
		struct lpm_key k = key_of(&r->eid);

		if (r->eid.iid == iid && (!name || strcmp(r->policy, name) == 0) &&
		    (!p || prefix_covers(p, &r->eid.prefix)))
			roamer_del(r);
		r = lpm_next(l->mobility->roamers, &k);
	}
}

void mobility_stale_sender(struct lisp *l, uint32_t iid, const struct addr *dst,
			   const struct addr *rloc)
{
	struct eid eid = eid_host(iid, dst);
	const struct roamer *r = mobility_find(l, &eid);

	if (r && r->away && rate_take(&l->mobility->smrs, loop_now_ms(l->env->loop)))
		smr_send(l, &eid, rloc, NULL);
}
