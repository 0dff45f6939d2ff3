/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing what was typed for sites. */
#include "lib/mem.h"
#include "lib/sorted.h"
#include "lispd/role/process.h"

struct site_cfg *lisp_get_site(struct lisp *l, const char *name)
{
	struct site_cfg *s = site_cfg_get(&l->cfg, name);

	lisp_changed(l);
	return s;
}

void lisp_del_site(struct lisp *l, const char *name)
{
	struct site_cfg *s = site_cfg_find(&l->cfg, name);

	if (!s)
		return;
	site_cfg_del(&l->cfg, s);
	lisp_changed(l);
	lisp_settle(l); /* the stores point to what was typed */
}

enum cfg_result lisp_set_site_key(struct lisp *l, struct site_cfg *s, const char *key,
				  const char *shown)
{
	if (!key_cfg_ok(key))
		return CFG_KEY;
	key_cfg_set(&s->key, key, shown);
	lisp_changed(l);
	return CFG_OK;
}

void lisp_del_site_key(struct lisp *l, struct site_cfg *s)
{
	key_cfg_fini(&s->key);
	lisp_changed(l);
}

enum cfg_result lisp_set_eid_record(struct lisp *l, struct site_cfg *s,
				    const struct eid_record_cfg *r)
{
	struct site_cfg *owner = site_cfg_owner(&l->cfg, r->iid, &r->prefix);
	bool found;
	size_t i;

	if (owner && owner != s)
		return CFG_OTHER_SITE;
	i = site_cfg_record_at(s, r->iid, &r->prefix, &found);
	if (!found)
		s->record = sorted_insert(s->record, s->n_records++, sizeof(*s->record), i);
	s->record[i] = *r;
	lisp_changed(l);
	return CFG_OK;
}

void lisp_del_eid_record(struct lisp *l, struct site_cfg *s, uint32_t iid, const struct prefix *p)
{
	bool found;
	size_t i = site_cfg_record_at(s, iid, p, &found);

	if (!found)
		return;
	sorted_remove(s->record, s->n_records--, sizeof(*s->record), i);
	lisp_changed(l);
}

void lisp_set_allowed_locator(struct lisp *l, struct site_cfg *s, const struct addr *a, bool on)
{
	if (on) {
		s->allowed = xrealloc(s->allowed, (s->n_allowed + 1) * sizeof(*s->allowed));
		addr_set_add(s->allowed, &s->n_allowed, s->n_allowed + 1, a);
	} else {
		addr_set_del(s->allowed, &s->n_allowed, a);
	}
	lisp_changed(l);
}
