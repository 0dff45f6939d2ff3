/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Per VRF two lists: the rules of our mark that the kernel has, kept by a dump and news, and the
 * rules that somebody wants. Whatever brings them apart is put right at once, or on the next turn
 * when somebody else removed one.
 */
#include "lispd/net/rule.h"

#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/net/nlmsg.h"
#include "lispd/net/route.h"

#define PUT_BACK_MS 50

struct entry {
	TAILQ_ENTRY(entry) link;
	struct nl_rule rule;
	bool wanted, present;
	bool seen; /* during a resync */
};

struct vrf_rules {
	TAILQ_ENTRY(vrf_rules) link;
	struct vrf *vrf;
	TAILQ_HEAD(entry_list, entry) list;
};

struct rule_table {
	struct loop *loop;
	struct vrf_table *vrfs;
	TAILQ_HEAD(vrf_rules_list, vrf_rules) list;
	struct vrf_watch watch;
	struct timer put_back;
};

/* --- rules as the kernel knows them ---------------------------------------------------------- */

static uint32_t table_of(enum rule_pref pref)
{
	switch (pref) {
	case RULE_DYN:
		return ROUTE_DYN;
	case RULE_AWAY:
		return ROUTE_AWAY;
	case RULE_ROAM:
		return ROUTE_ROAM;
	case RULE_MAIN:
		return ROUTE_MAIN;
	case RULE_PITR:
		return ROUTE_PITR;
	case RULE_ITR:
		return ROUTE_ITR;
	case RULE_NULL0:
		return ROUTE_NULL0;
	}
	return 0;
}

static bool kernel_form(const struct rule_spec *s, struct nl_rule *out)
{
	memset(out, 0, sizeof(*out));
	out->family = s->family;
	out->pref = s->pref;
	out->table = table_of(s->pref);
	out->action = FR_ACT_TO_TBL;
	out->protocol = NL_PROTO;
	out->suppress_plen = s->pref == RULE_MAIN ? 0 : -1;
	memcpy(out->iif, s->iif, sizeof(out->iif));
	if (s->pref == RULE_AWAY)
		memcpy(out->iif, "lo", sizeof("lo"));
	/* "from 0.0.0.0/0" is no selector. */
	if (s->from.plen)
		out->from = s->from;
	return out->table && (s->family == AF_INET || s->family == AF_INET6) &&
	       (!s->from.plen || s->from.addr.family == s->family);
}

static bool same_rule(const struct nl_rule *a, const struct nl_rule *b)
{
	return a->family == b->family && a->pref == b->pref && a->table == b->table &&
	       a->action == b->action && a->suppress_plen == b->suppress_plen &&
	       !strcmp(a->iif, b->iif) && prefix_equal(&a->from, &b->from);
}

static struct vrf_rules *rules_of(const struct rule_table *t, const struct vrf *v)
{
	struct vrf_rules *vr;

	TAILQ_FOREACH(vr, &t->list, link)
		if (vr->vrf == v)
			return vr;
	return NULL;
}

static struct entry *find(const struct vrf_rules *vr, const struct nl_rule *rule)
{
	struct entry *e;

	TAILQ_FOREACH(e, &vr->list, link)
		if (same_rule(&e->rule, rule))
			return e;
	return NULL;
}

static struct entry *need(struct vrf_rules *vr, const struct nl_rule *rule)
{
	struct entry *e = find(vr, rule);

	if (e)
		return e;
	e = xcalloc(1, sizeof(*e));
	e->rule = *rule;
	TAILQ_INSERT_TAIL(&vr->list, e, link);
	return e;
}

static void drop_if_useless(struct vrf_rules *vr, struct entry *e)
{
	if (e->wanted || e->present)
		return;
	TAILQ_REMOVE(&vr->list, e, link);
	free(e);
}

/* --- asking the kernel ----------------------------------------------------------------------- */

static int add_rule(struct vrf_rules *vr, struct entry *e)
{
	struct nl_request r;
	int err = vrf_request(vr->vrf, nl_rule_new(&r, &e->rule));

	if (err == -EEXIST)
		err = 0;
	if (err == -EOPNOTSUPP || err == -EAFNOSUPPORT)
		vrf_missing(vr->vrf,
			    e->rule.family == AF_INET ? FEATURE_RULES_V4 : FEATURE_RULES_V6, -err);
	else if (err && err != -EPERM && err != -ENETDOWN)
		log_msg(SEV_WARNING, "NET", "REFUSED", "VRF %s: cannot add policy rule %u: %s",
			vrf_label(vr->vrf), e->rule.pref, vrf_error(vr->vrf, err));
	e->present = !err;
	return err;
}

static int remove_rule(struct vrf_rules *vr, struct entry *e)
{
	struct nl_request r;
	int err = vrf_request(vr->vrf, nl_rule_del(&r, &e->rule));

	if (!err || err == -ENOENT)
		e->present = false;
	return err;
}

/* --- wishes ---------------------------------------------------------------------------------- */

int rule_set(struct rule_table *t, struct vrf *v, const struct rule_spec *s)
{
	struct vrf_rules *vr = rules_of(t, v);
	struct nl_rule rule;
	struct entry *e;

	if (!vr || !kernel_form(s, &rule))
		return -EINVAL;
	e = need(vr, &rule);
	e->wanted = true;
	return e->present ? 0 : add_rule(vr, e);
}

bool rule_del(struct rule_table *t, struct vrf *v, const struct rule_spec *s)
{
	struct vrf_rules *vr = rules_of(t, v);
	struct nl_rule rule;
	struct entry *e = vr && kernel_form(s, &rule) ? find(vr, &rule) : NULL;

	if (!e || !e->wanted)
		return false;
	e->wanted = false;
	if (e->present)
		remove_rule(vr, e);
	drop_if_useless(vr, e);
	return true;
}

bool rule_is_set(const struct rule_table *t, const struct vrf *v, const struct rule_spec *s)
{
	struct vrf_rules *vr = rules_of(t, v);
	struct nl_rule rule;
	struct entry *e = vr && kernel_form(s, &rule) ? find(vr, &rule) : NULL;

	return e && e->wanted && e->present;
}

unsigned rule_count(const struct rule_table *t, const struct vrf *v)
{
	struct vrf_rules *vr = rules_of(t, v);
	struct entry *e;
	unsigned n = 0;

	if (vr)
		TAILQ_FOREACH(e, &vr->list, link)
			n += e->present;
	return n;
}

static void remove_all(struct vrf_rules *vr, bool wanted_too)
{
	struct entry *e, *next;

	for (e = TAILQ_FIRST(&vr->list); e; e = next) {
		next = TAILQ_NEXT(e, link);
		if (!e->present || (e->wanted && !wanted_too))
			continue;
		remove_rule(vr, e);
		drop_if_useless(vr, e);
	}
}

void rule_sweep(struct rule_table *t, struct vrf *v)
{
	struct vrf_rules *vr = rules_of(t, v);

	if (vr)
		remove_all(vr, false);
}

/* --- news ------------------------------------------------------------------------------------ */

static bool is_ours(const struct nlmsghdr *nlh, struct nl_rule *out)
{
	return nl_read_rule(nlh, out) && out->protocol == NL_PROTO && !out->odd;
}

static void rule_seen(struct rule_table *t, struct vrf_rules *vr, const struct nl_rule *rule,
		      bool there)
{
	struct entry *e = there ? need(vr, rule) : find(vr, rule);

	if (!e)
		return;
	e->present = e->seen = there;
	if (!there && e->wanted && !timer_armed(&t->put_back))
		timer_start(&t->put_back, PUT_BACK_MS);
	drop_if_useless(vr, e);
}

static void on_message(void *arg, struct vrf *v, const struct nlmsghdr *nlh)
{
	struct rule_table *t = arg;
	struct vrf_rules *vr = rules_of(t, v);
	struct nl_rule rule;

	if (vr && (nlh->nlmsg_type == RTM_NEWRULE || nlh->nlmsg_type == RTM_DELRULE) &&
	    is_ours(nlh, &rule))
		rule_seen(t, vr, &rule, nlh->nlmsg_type == RTM_NEWRULE);
}

static void on_put_back(void *arg)
{
	struct rule_table *t = arg;
	struct vrf_rules *vr;
	struct entry *e;

	TAILQ_FOREACH(vr, &t->list, link)
		TAILQ_FOREACH(e, &vr->list, link)
			if (e->wanted && !e->present)
				add_rule(vr, e);
}

struct dump {
	struct rule_table *table;
	struct vrf_rules *rules;
};

static void dumped(void *arg, const struct nlmsghdr *nlh)
{
	struct dump *d = arg;
	struct nl_rule rule;

	if (is_ours(nlh, &rule))
		rule_seen(d->table, d->rules, &rule, true);
}

static void resync(struct rule_table *t, struct vrf_rules *vr)
{
	struct dump d = { t, vr };
	struct nl_request r;
	struct entry *e, *next;

	if (!vr->vrf->up)
		return;
	TAILQ_FOREACH(e, &vr->list, link)
		e->seen = false;
	if (vrf_query(vr->vrf, nl_dump(&r, RTM_GETRULE, AF_INET), dumped, &d))
		return;
	/* -EOPNOTSUPP where the kernel has no IPv6 rules: then there are none. */
	vrf_query(vr->vrf, nl_dump(&r, RTM_GETRULE, AF_INET6), dumped, &d);
	for (e = TAILQ_FIRST(&vr->list); e; e = next) {
		next = TAILQ_NEXT(e, link);
		if (e->present && !e->seen)
			rule_seen(t, vr, &e->rule, false);
	}
}

static void on_resync(void *arg, struct vrf *v)
{
	struct rule_table *t = arg;
	struct vrf_rules *vr = rules_of(t, v);

	if (vr)
		resync(t, vr);
}

static void on_vrf_added(void *arg, struct vrf *v)
{
	struct rule_table *t = arg;
	struct vrf_rules *vr = xcalloc(1, sizeof(*vr));

	vr->vrf = v;
	TAILQ_INIT(&vr->list);
	TAILQ_INSERT_TAIL(&t->list, vr, link);
	resync(t, vr);
}

static void free_rules(struct rule_table *t, struct vrf_rules *vr)
{
	struct entry *e;

	while ((e = TAILQ_FIRST(&vr->list))) {
		TAILQ_REMOVE(&vr->list, e, link);
		free(e);
	}
	TAILQ_REMOVE(&t->list, vr, link);
	free(vr);
}

static void on_vrf_removing(void *arg, struct vrf *v)
{
	struct rule_table *t = arg;
	struct vrf_rules *vr = rules_of(t, v);

	if (vr)
		free_rules(t, vr);
}

/* --- life ------------------------------------------------------------------------------------ */

struct rule_table *rule_new(struct loop *loop, struct vrf_table *vrfs)
{
	struct rule_table *t = xcalloc(1, sizeof(*t));

	t->loop = loop;
	t->vrfs = vrfs;
	TAILQ_INIT(&t->list);
	timer_init(&t->put_back, loop, on_put_back, t);
	t->watch = (struct vrf_watch){ .arg = t,
				       .added = on_vrf_added,
				       .removing = on_vrf_removing,
				       .message = on_message,
				       .resync = on_resync };
	vrf_watch(vrfs, &t->watch);
	return t;
}

void rule_free(struct rule_table *t, bool withdraw)
{
	struct vrf_rules *vr;

	if (!t)
		return;
	vrf_unwatch(t->vrfs, &t->watch);
	while ((vr = TAILQ_FIRST(&t->list))) {
		if (withdraw && vr->vrf->up)
			remove_all(vr, true);
		free_rules(t, vr);
	}
	timer_stop(&t->put_back);
	free(t);
}
