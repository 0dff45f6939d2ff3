/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/map/reach.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

void reach_init(struct reach *r, struct loop *l, const struct reach_ops *ops, void *arg)
{
	*r = (struct reach){ .tree = lpm_new(), .loop = l, .ops = ops, .arg = arg };
}

static struct lpm_key key_of(const struct addr *a)
{
	struct prefix host = prefix_host(a);

	return lpm_key(0, &host);
}

static void rloc_free(struct reach_rloc *rl)
{
	timer_stop(&rl->look);
	free(rl);
}

void reach_fini(struct reach *r)
{
	struct reach_rloc *rl;
	struct lpm_key k;

	while ((rl = lpm_first(r->tree))) {
		k = key_of(&rl->addr);
		lpm_del(r->tree, &k);
		rloc_free(rl);
	}
	lpm_free(r->tree);
	r->tree = NULL;
}

static void look(struct reach_rloc *rl)
{
	struct reach *r = rl->reach;
	struct reach_path path = { 0 };
	bool up = r->ops->route(r->arg, &rl->addr, &path);
	bool same_path = strcmp(path.ifname, rl->path.ifname) == 0 &&
			 addr_equal(&path.local, &rl->path.local);
	bool same = rl->known && rl->up == up;

	rl->path = path;
	if (up && !same_path)
		r->ops->event(r->arg, rl, REACH_PATH);
	if (same && up && !same_path)
		r->ops->event(r->arg, rl, REACH_MOVED);
	if (same)
		return;
	rl->known = true;
	rl->up = up;
	rl->changed_ms = loop_now_ms(r->loop);
	rl->n_changes++;
	r->ops->event(r->arg, rl, REACH_CHANGED);
}

static void on_look(void *arg)
{
	struct reach_rloc *rl = arg;

	if (rl->installed) {
		look(rl);
		return;
	}
	rl->installed = true;
	timer_start(&rl->look, 0);
	rl->reach->ops->event(rl->reach->arg, rl, REACH_INSTALLED);
}

void reach_hold(struct reach *r, const struct addr *a)
{
	struct lpm_key k = key_of(a);
	struct reach_rloc *rl = lpm_find(r->tree, &k);

	if (rl) {
		rl->holders++;
		return;
	}
	rl = xcalloc(1, sizeof(*rl));
	rl->addr = *a;
	rl->holders = 1;
	rl->reach = r;
	timer_init(&rl->look, r->loop, on_look, rl);
	lpm_add(r->tree, &k, rl);
	timer_start(&rl->look, 0);
	r->ops->event(r->arg, rl, REACH_CREATED);
}

void reach_release(struct reach *r, const struct addr *a)
{
	struct lpm_key k = key_of(a);
	struct reach_rloc *rl = lpm_find(r->tree, &k);

	if (!rl || --rl->holders)
		return;
	lpm_del(r->tree, &k);
	rloc_free(rl);
}

const struct reach_rloc *reach_find(const struct reach *r, const struct addr *a)
{
	struct lpm_key k = key_of(a);

	return lpm_find(r->tree, &k);
}

const struct reach_rloc *reach_next(const struct reach *r, const struct addr *a)
{
	struct lpm_key k;

	if (!a)
		return lpm_first(r->tree);
	k = key_of(a);
	return lpm_next(r->tree, &k);
}

size_t reach_count(const struct reach *r)
{
	return lpm_count(r->tree);
}

bool reach_up(const struct reach *r, const struct addr *a)
{
	const struct reach_rloc *rl = reach_find(r, a);

	return rl && rl->up;
}

bool reach_usable(const struct reach *r, const struct addr *a)
{
	const struct reach_rloc *rl = reach_find(r, a);

	return rl && rl->up && !rl->silent;
}

void reach_probed(struct reach *r, const struct addr *a, bool answered)
{
	struct lpm_key k = key_of(a);
	struct reach_rloc *rl = lpm_find(r->tree, &k);

	if (!rl || rl->silent == !answered)
		return;
	rl->silent = !answered;
	r->ops->event(r->arg, rl, REACH_PROBED);
}

void reach_look_again(struct reach *r)
{
	struct reach_rloc *rl = lpm_first(r->tree);
	struct lpm_key k;

	while (rl) {
		k = key_of(&rl->addr);
		if (rl->known)
			look(rl);
		rl = lpm_next(r->tree, &k);
	}
}
