/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing what was typed for sites. */
#include <string.h>

#include "lib/mem.h"
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

static int record_order(const struct eid_record_cfg *a, const struct eid_record_cfg *b)
{
	if (a->iid != b->iid)
		return a->iid < b->iid ? -1 : 1;
	return prefix_cmp(&a->prefix, &b->prefix);
}

enum cfg_result lisp_set_eid_record(struct lisp *l, struct site_cfg *s,
				    const struct eid_record_cfg *r)
{
	struct site_cfg *owner = site_cfg_owner(&l->cfg, r->iid, &r->prefix);
	unsigned i = s->n_records;

	if (owner && owner != s)
		return CFG_OTHER_SITE;
	while (i && record_order(&s->record[i - 1], r) > 0)
		i--;
	if (i && record_order(&s->record[i - 1], r) == 0) {
		s->record[i - 1] = *r;
	} else {
		s->record = xrealloc(s->record, (s->n_records + 1) * sizeof(*s->record));
		memmove(&s->record[i + 1], &s->record[i], (s->n_records - i) * sizeof(*s->record));
		s->record[i] = *r;
		s->n_records++;
	}
	lisp_changed(l);
	return CFG_OK;
}

void lisp_del_eid_record(struct lisp *l, struct site_cfg *s, uint32_t iid, const struct prefix *p)
{
	for (unsigned i = 0; i < s->n_records; i++) {
		if (s->record[i].iid != iid || !prefix_equal(&s->record[i].prefix, p))
			continue;
		memmove(&s->record[i], &s->record[i + 1],
			(s->n_records - i - 1) * sizeof(*s->record));
		s->n_records--;
		lisp_changed(l);
		return;
	}
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
