/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing what was typed for services and instances: the rules that hold whoever types it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/process.h"

const char *cfg_result_str(enum cfg_result r)
{
	static const char *const text[] = {
		[CFG_OK] = "",
		[CFG_FULL] = "Limit of this list reached",
		[CFG_WRONG_FAMILY] =
			"Invalid input: the prefix is not of this service's address family",
		[CFG_OTHER_SITE] = "Invalid input: the EID prefix belongs to another site",
		[CFG_TABLE_TAKEN] = "Invalid input: the EID table is bound to another instance-id",
		[CFG_NOT_FOUND] = "Invalid input: no such entry",
		[CFG_PITR_ACTIVE] = "Disable PITR functionality first.",
		[CFG_ITR_ACTIVE] = "Disable ITR functionality first.",
		[CFG_KEY] = "Invalid input: a key has 1 to 80 characters",
	};

	return text[r];
}

/* --- roles ------------------------------------------------------------------------------------ */

/* What the part of an instance takes over; the service's own when s is it already. */
static struct service_cfg *top_of(struct lisp *l, int svc)
{
	return svc == SVC_ETHERNET ? &l->cfg.ethernet : &l->cfg.service[svc];
}

static bool is_top(struct lisp *l, const struct service_cfg *s, int svc)
{
	return s == top_of(l, svc);
}

static struct service_cfg *part_of(struct instance_cfg *ic, int svc)
{
	return svc == SVC_ETHERNET ? &ic->ethernet : &ic->service[svc];
}

/* A "no" in an instance has nothing to keep away any more when the service's own is gone. */
static void unblock(struct lisp *l, int svc, enum service_role r)
{
	struct instance_cfg *ic;

	TAILQ_FOREACH(ic, &l->cfg.instances, link)
		part_of(ic, svc)->blocked[r] = false;
}

enum cfg_result lisp_set_role(struct lisp *l, struct service_cfg *s, int svc, enum service_role r,
			      enum choice c)
{
	const struct service_cfg *top = top_of(l, svc);

	if (r == ROLE_ITR && c == CHOICE_ON && (s->proxy_itr || top->proxy_itr))
		return CFG_PITR_ACTIVE;
	*service_cfg_role(s, r) = c == CHOICE_ON;
	s->blocked[r] = c == CHOICE_OFF && s != top && service_cfg_typed_role(top, r);
	if (s == top && c != CHOICE_ON)
		unblock(l, svc, r);
	lisp_changed(l);
	return CFG_OK;
}

enum cfg_result lisp_set_proxy_itr(struct lisp *l, struct service_cfg *s, int svc,
				   const struct addr rloc[2])
{
	if (service_cfg_has_role(s, top_of(l, svc), ROLE_ITR))
		return CFG_ITR_ACTIVE;
	s->proxy_itr = true;
	s->proxy_rloc[0] = rloc[0];
	s->proxy_rloc[1] = rloc[1];
	lisp_changed(l);
	return CFG_OK;
}

void lisp_del_proxy_itr(struct lisp *l, struct service_cfg *s)
{
	s->proxy_itr = false;
	memset(s->proxy_rloc, 0, sizeof(s->proxy_rloc));
	lisp_changed(l);
}

/* Of what is on anyway only "no" is kept, and the other way round. */
static enum choice worth_keeping(enum service_switch sw, enum choice c, bool by_itself)
{
	if (sw == SWITCH_CACHE_PERSISTENT)
		return c;
	if (c == CHOICE_OFF && !by_itself)
		return CHOICE_UNSET;
	if (c == CHOICE_ON && by_itself && sw == SWITCH_AWAY_EIDS)
		return CHOICE_UNSET;
	return c;
}

void lisp_set_switch(struct lisp *l, struct service_cfg *s, int svc, enum service_switch sw,
		     enum choice c)
{
	static const struct service_cfg nothing;
	struct service_cfg *top = top_of(l, svc);
	struct instance_cfg *ic;

	s->state[sw] = worth_keeping(
		sw, c, service_cfg_is_on(&nothing, is_top(l, s, svc) ? &nothing : top, sw));
	lisp_changed(l);
	if (s != top)
		return;
	TAILQ_FOREACH(ic, &l->cfg.instances, link) {
		enum choice *state = &part_of(ic, svc)->state[sw];

		*state = worth_keeping(sw, *state, service_cfg_is_on(&nothing, top, sw));
	}
}

/* --- Proxy-ETRs ------------------------------------------------------------------------------- */

enum cfg_result lisp_set_petr(struct lisp *l, struct service_cfg *s, const struct petr_cfg *p)
{
	unsigned i = 0;

	while (i < s->n_petrs && addr_cmp(&s->petr[i].addr, &p->addr) < 0)
		i++;
	if (i == s->n_petrs || !addr_equal(&s->petr[i].addr, &p->addr)) {
		if (s->n_petrs == CFG_MAX_SERVERS)
			return CFG_FULL;
		memmove(&s->petr[i + 1], &s->petr[i], (s->n_petrs - i) * sizeof(*p));
		s->n_petrs++;
	}
	s->petr[i] = *p;
	s->no_petr = false;
	lisp_changed(l);
	return CFG_OK;
}

void lisp_del_petr(struct lisp *l, struct service_cfg *s, int svc, const struct addr *a)
{
	bool had_some = s->n_petrs > 0;
	unsigned kept = 0;

	for (unsigned i = 0; i < s->n_petrs; i++)
		if (a && !addr_equal(&s->petr[i].addr, a))
			s->petr[kept++] = s->petr[i];
	s->n_petrs = kept;
	if (!a)
		s->no_petr = !had_some && !is_top(l, s, svc);
	lisp_changed(l);
}

/* --- routes ----------------------------------------------------------------------------------- */

static void unblock_export(struct lisp *l, int svc, enum lisp_routes k)
{
	struct instance_cfg *ic;

	TAILQ_FOREACH(ic, &l->cfg.instances, link) {
		struct route_export_cfg *e = &part_of(ic, svc)->route_export[k];

		if (e->state == CHOICE_OFF)
			e->state = CHOICE_UNSET;
	}
}

void lisp_set_route_export(struct lisp *l, struct service_cfg *s, int svc, enum lisp_routes k,
			   enum choice c, const uint32_t *tag)
{
	const struct service_cfg *top = top_of(l, svc);

	if (c == CHOICE_OFF && (s == top || top->route_export[k].state != CHOICE_ON))
		c = CHOICE_UNSET;
	s->route_export[k] = (struct route_export_cfg){
		.state = c,
		.has_tag = tag != NULL,
		.tag = tag ? *tag : 0,
	};
	lisp_changed(l);
	if (s == top && c != CHOICE_ON)
		unblock_export(l, svc, k);
}

void lisp_set_distance(struct lisp *l, struct service_cfg *s, enum lisp_routes k, uint8_t distance)
{
	s->distance[k] = distance;
	lisp_changed(l);
}

/* --- map-resolvers, tables -------------------------------------------------------------------- */

enum cfg_result lisp_set_resolver(struct lisp *l, struct service_cfg *s, const struct addr *a)
{
	if (!addr_set_add(s->resolver, &s->n_resolvers, CFG_MAX_SERVERS, a))
		return CFG_FULL;
	lisp_changed(l);
	return CFG_OK;
}

void lisp_set_locator_table(struct lisp *l, enum eid_table_kind kind, const char *vrf)
{
	l->cfg.locator_table = kind;
	snprintf(l->cfg.locator_vrf, sizeof(l->cfg.locator_vrf), "%s",
		 kind == TABLE_VRF ? vrf : "");
	lisp_changed(l);
}

void lisp_del_resolver(struct lisp *l, struct service_cfg *s, const struct addr *a)
{
	addr_set_del(s->resolver, &s->n_resolvers, a);
	lisp_changed(l);
}

static bool table_taken(const struct lisp *l, uint32_t iid, int svc, enum eid_table_kind kind,
			const char *vrf)
{
	const struct instance_cfg *ic;

	TAILQ_FOREACH(ic, &l->cfg.instances, link)
		if (ic->iid != iid && ic->service[svc].table == kind &&
		    (kind == TABLE_DEFAULT || strcmp(ic->service[svc].vrf, vrf) == 0))
			return true;
	return false;
}

enum cfg_result lisp_set_eid_table(struct lisp *l, uint32_t iid, int svc, enum eid_table_kind kind,
				   const char *vrf)
{
	struct instance_cfg *ic = instance_cfg_get(&l->cfg, iid);
	struct service_cfg *s = &ic->service[svc];

	if (kind != TABLE_NONE && table_taken(l, iid, svc, kind, vrf))
		return CFG_TABLE_TAKEN;
	s->table = kind;
	s->vrf[0] = '\0';
	if (kind == TABLE_VRF)
		strncat(s->vrf, vrf, sizeof(s->vrf) - 1);
	lisp_changed(l);
	return CFG_OK;
}

void lisp_clear_service(struct lisp *l, struct service_cfg *s)
{
	service_cfg_clear(s);
	lisp_changed(l);
}

void lisp_del_instance(struct lisp *l, uint32_t iid)
{
	struct instance_cfg *ic = instance_cfg_find(&l->cfg, iid);

	if (!ic)
		return;
	/* af->servers and af->resolvers may point into it: work out at once. */
	instance_cfg_del(&l->cfg, ic);
	lisp_changed(l);
	lisp_settle(l);
}
