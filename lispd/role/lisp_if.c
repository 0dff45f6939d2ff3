/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/lisp_if.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/ctl.h"

struct lisp_if_cfg *lisp_if_find(const struct lisp_if_list *ifs, const char *ifname)
{
	struct lisp_if_cfg *i;

	TAILQ_FOREACH(i, ifs, link)
		if (strcmp(i->ifname, ifname) == 0)
			return i;
	return NULL;
}

struct lisp_if_cfg *lisp_if_get(struct lisp_if_list *ifs, const char *ifname)
{
	struct lisp_if_cfg *i = lisp_if_find(ifs, ifname);

	if (i)
		return i;
	i = xcalloc(1, sizeof(*i));
	strncat(i->ifname, ifname, sizeof(i->ifname) - 1);
	TAILQ_INSERT_TAIL(ifs, i, link);
	return i;
}

static void drop(struct lisp_if_list *ifs, struct lisp_if_cfg *i)
{
	TAILQ_REMOVE(ifs, i, link);
	free(i->policy);
	free(i);
}

void lisp_ifs_fini(struct lisp_if_list *ifs)
{
	struct lisp_if_cfg *i;

	while ((i = TAILQ_FIRST(ifs)))
		drop(ifs, i);
}

static bool is_empty(const struct lisp_if_cfg *i)
{
	return !i->n_policies && !i->no_liveness_test && !i->liveness_ttl && !i->no_arp_discovery &&
	       !i->extended_subnet_mode && !i->source_locator[0][0] && !i->source_locator[1][0];
}

void lisp_if_changed(struct ctl *c, const char *ifname)
{
	struct lisp_if_cfg *i = lisp_if_find(&c->ifs, ifname);
	struct lisp *l;

	if (i && is_empty(i))
		drop(&c->ifs, i);
	TAILQ_FOREACH(l, &c->lisps, link)
		lisp_changed(l);
}

void lisp_if_del(struct ctl *c, const char *ifname)
{
	struct lisp_if_cfg *i = lisp_if_find(&c->ifs, ifname);

	if (!i)
		return;
	drop(&c->ifs, i);
	lisp_if_changed(c, ifname);
}

void lisp_if_set_mobility(struct ctl *c, const char *ifname, const struct mobility_cfg *m)
{
	struct lisp_if_cfg *i = lisp_if_get(&c->ifs, ifname);
	unsigned at = 0;

	while (at < i->n_policies && strcmp(i->policy[at].name, m->name) < 0)
		at++;
	if (at == i->n_policies || strcmp(i->policy[at].name, m->name) != 0) {
		i->policy = xrealloc(i->policy, (i->n_policies + 1) * sizeof(*m));
		memmove(&i->policy[at + 1], &i->policy[at], (i->n_policies - at) * sizeof(*m));
		i->n_policies++;
	}
	i->policy[at] = *m;
	lisp_if_changed(c, ifname);
}

void lisp_if_del_mobility(struct ctl *c, const char *ifname, const char *name)
{
	struct lisp_if_cfg *i = lisp_if_find(&c->ifs, ifname);
	unsigned kept = 0;

	if (!i)
		return;
	for (unsigned n = 0; n < i->n_policies; n++)
		if (name && strcmp(i->policy[n].name, name) != 0)
			i->policy[kept++] = i->policy[n];
	i->n_policies = kept;
	lisp_if_changed(c, ifname);
}
