/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Map-Notifies about hosts that move: to and from the other xTRs of a LAN by multicast, and from a
 * map-server that somebody else has registered a host of ours with. A record with our own
 * locators says that the host is of our site; any other one, that it is elsewhere.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/debug.h"
#include "lispd/role/mobility_private.h"
#include "lispd/wire/auth.h"

#define ROOM 1400
#define RECORDS 32
#define TTL_MIN (24 * 60)

/* --- keys ------------------------------------------------------------------------------------- */

/* The map-servers that hosts of the policy are registered with. */
static unsigned servers_of(struct lisp *l, uint32_t iid, int family, const char *policy,
			   const struct server_cfg **out)
{
	const struct instance_cfg *ic = instance_cfg_find(&l->cfg, iid);
	const struct dynamic_eid_cfg *d = ic ? dynamic_eid_cfg_find(ic, policy) : NULL;
	struct lisp_inst *inst = lisp_inst_find(l, iid);
	const struct lisp_af *af = inst ? lisp_af(inst, family) : NULL;

	if (d && d->n_servers) {
		*out = d->server;
		return d->n_servers;
	}
	if (!af || !af->active)
		return 0;
	*out = af->servers->server;
	return af->servers->n_servers;
}

static const struct server_cfg *first_with_key(const struct server_cfg *s, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (s[i].key.text)
			return &s[i];
	return NULL;
}

/* --- to the group ----------------------------------------------------------------------------- */

struct batch {
	struct mobility_port *port;
	const struct port_prefix *prefix;
	unsigned n;
	struct mapping record[RECORDS];
};

static void send_batch(struct batch *b)
{
	struct lisp *l = b->port->owner->l;
	const struct addr *group = &b->prefix->group, *from = NULL;
	const struct server_cfg *list = NULL, *s;
	struct msg_register m = { .type = LISP_MAP_NOTIFY, .n_records = b->n, .record = b->record };
	uint8_t buf[ROOM];
	struct wr w = wr_init(buf, sizeof(buf));
	struct auth_key *key;

	unsigned n = servers_of(l, b->port->iid, b->prefix->prefix.addr.family, b->prefix->policy,
				&list);

	s = first_with_key(list, n);
	for (unsigned i = 0; i < b->port->state.n_addrs && !from; i++)
		if (b->port->state.addr[i].addr.family == group->family)
			from = &b->port->state.addr[i].addr;
	if (!b->n || !s || !from)
		return;
	m.nonce = ctl_register_nonce(l->ctl);
	m.auth.algorithm = (uint8_t)s->algorithm;
	m.auth.len = auth_len(s->algorithm);
	m.ids.present = true;
	memcpy(m.ids.xtr_id, l->ctl->xtr_id, sizeof(m.ids.xtr_id));
	register_encode(&w, &m);
	key = auth_key_new(s->key.text);
	if (!w.bad && auth_sign(key, m.type, m.nonce, &m.auth, buf, wr_len(&w)))
		port_host(l)->notify(l->env->host_arg, b->port->ifname, from, group, buf,
				     wr_len(&w));
	auth_key_free(key);
	b->n = 0;
}

static bool is_of(const struct roamer *r, const struct batch *b)
{
	return !r->away && r->how == ROAMER_PACKET && strcmp(r->ifname, b->port->ifname) == 0 &&
	       strcmp(r->policy, b->prefix->policy) == 0 &&
	       prefix_contains(&b->prefix->prefix, &r->eid.prefix.addr);
}

static void tell_prefix(struct mobility *m, struct batch *b, bool all)
{
	for (struct roamer *r = lpm_first(m->roamers); r;) {
		struct lpm_key k = lpm_key(r->eid.iid, &r->eid.prefix);
		const struct mapdb_entry *e = mapdb_find(&m->l->db, &r->eid);

		if (e && is_of(r, b) && (all || r->tell_group)) {
			r->tell_group = false;
			b->record[b->n++] = e->map; /* borrowed until it is sent */
			if (b->n == RECORDS)
				send_batch(b);
		}
		r = lpm_next(m->roamers, &k);
	}
	send_batch(b);
}

void mobility_tell_groups(struct mobility *m, bool all)
{
	struct mobility_port *p;

	TAILQ_FOREACH(p, &m->ports, link)
		for (unsigned i = 0; i < p->n_prefixes; i++) {
			struct batch b = { .port = p, .prefix = &p->prefix[i] };

			if (!addr_is_none(&b.prefix->group))
				tell_prefix(m, &b, all);
		}
}

/* --- what others say -------------------------------------------------------------------------- */

/* All its locators are those that we give hosts of the policy. */
static bool same_site(struct lisp *l, const struct mapping *rec, const char *policy)
{
	const struct instance_cfg *ic = instance_cfg_find(&l->cfg, rec->eid.iid);
	const struct dynamic_eid_cfg *d = ic ? dynamic_eid_cfg_find(ic, policy) : NULL;
	const struct db_mapping_cfg *line = d ? policy_mapping(d, &rec->eid.prefix.addr) : NULL;
	const struct locator_set_cfg *set = line ? locator_set_cfg_find(&l->cfg, line->set) : NULL;
	unsigned found = 0;
	struct addr a;

	for (unsigned i = 0; set && i < set->n_locators; i++)
		for (unsigned k = 0; k < rec->n_rlocs; k++)
			found += lisp_locator_addr(l, &set->locator[i], &a) &&
				 addr_equal(&a, &rec->rloc[k].addr);
	return set && found == rec->n_rlocs && found == set->n_locators;
}

static uint32_t ttl_of(const struct mapping *rec)
{
	return rec->ttl_min == LISP_TTL_RECIPIENT_DECIDES ? TTL_MIN : rec->ttl_min;
}

void mobility_notified(struct lisp *l, const struct msg_register *m)
{
	for (unsigned i = 0; i < m->n_records; i++) {
		const struct mapping *rec = &m->record[i];
		struct roamer *r = rec->eid.kind == EID_IP ? mobility_find(l, &rec->eid) : NULL;

		if (!r || r->away || !rec->n_rlocs || same_site(l, rec, r->policy))
			continue;
		lisp_debug(DEBUG_LOCAL_EID, TAG_XTR, (int)l->id,
			   "Local EID IID %u prefix %s, Registered by another xTR, is away.",
			   rec->eid.iid, eid_str(&rec->eid).s);
		roamer_leave(l->mobility, &rec->eid, r->policy, ttl_of(rec));
	}
}

static void take_group_record(struct mobility_port *p, const struct port_prefix *pp,
			      const struct mapping *rec)
{
	struct lisp *l = p->owner->l;
	struct roamer *r = roamer_find(p->owner, &rec->eid);

	if (!same_site(l, rec, pp->policy))
		roamer_leave(p->owner, &rec->eid, pp->policy, ttl_of(rec));
	else if (!r || r->away)
		roamer_arrive(p, pp, &rec->eid.prefix.addr, NULL, ROAMER_NOTIFY);
}

static bool key_fits(struct lisp *l, const struct mobility_port *p, const struct port_prefix *pp,
		     const struct ctl_in *in, const struct msg_register *m)
{
	const struct server_cfg *s = NULL;
	unsigned n = servers_of(l, p->iid, pp->prefix.addr.family, pp->policy, &s);
	bool ok = false;

	for (unsigned i = 0; i < n && !ok; i++) {
		struct auth_key *key = s[i].key.text ? auth_key_new(s[i].key.text) : NULL;

		ok = key && auth_verify(key, m->type, m->nonce, &m->auth, in->data, in->len);
		auth_key_free(key);
	}
	return ok;
}

/* From a neighbour on the port's link. */
static bool is_from_link(const struct mobility_port *p, const struct addr *from)
{
	bool inside = false;

	for (unsigned i = 0; i < p->state.n_addrs; i++) {
		struct prefix subnet = prefix_make(&p->state.addr[i].addr, p->state.addr[i].plen);

		if (addr_equal(&p->state.addr[i].addr, from))
			return false;
		inside |= prefix_contains(&subnet, from);
	}
	return inside;
}

static void remember_peer(struct mobility_port *p, const struct addr *a)
{
	for (unsigned i = 0; i < MOBILITY_MAX_PEERS; i++)
		if (addr_equal(&p->peer[i], a))
			return;
	p->peer[p->next_peer++ % MOBILITY_MAX_PEERS] = *a;
}

static void take_group_notify(struct mobility_port *p, const struct ctl_in *in,
			      const struct msg_register *m)
{
	struct lisp *l = p->owner->l;
	uint64_t now = loop_now_ms(l->env->loop);

	if (!is_from_link(p, &in->from.addr) || !rate_take(&p->owner->group_in, now))
		return;
	for (unsigned i = 0; i < m->n_records; i++) {
		const struct mapping *rec = &m->record[i];
		const struct port_prefix *pp =
			rec->eid.kind == EID_IP && prefix_is_host(&rec->eid.prefix) &&
					rec->eid.iid == p->iid && rec->n_rlocs ?
				port_prefix_of(p, &rec->eid.prefix.addr) :
				NULL;

		if (!pp || !addr_equal(&pp->group, &in->to.addr))
			continue;
		if (!key_fits(l, p, pp, in, m)) {
			refuse(&l->ctl->refusals, REFUSE_AUTH, now, &in->from,
			       "Map-Notify to a group");
			return;
		}
		remember_peer(p, &in->from.addr);
		take_group_record(p, pp, rec);
	}
}

void mobility_group_notify(struct ctl *c, const struct ctl_in *in, const struct msg_register *m)
{
	const struct role_env *env = ctl_env_of(c, in);
	const char *ifname = env->host->ifname(env->host_arg, in->ifindex);
	bool taken = false;
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link) {
		struct mobility_port *p = mobility_port(l, ifname);

		if (p)
			take_group_notify(p, in, m);
		taken |= p != NULL;
	}
	if (!taken)
		refuse(&c->refusals, REFUSE_PEER, loop_now_ms(c->env->loop), &in->from,
		       "Map-Notify to a group");
}
