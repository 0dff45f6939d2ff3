/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/block.h"

#include <stdlib.h>
#include <string.h>

#include "lib/cli/args.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/no_effect.h"
#include "lispd/net/iface.h"
#include "lispd/role/ctl.h"

static void gone(struct cli *c, const char *what, const char *key)
{
	cli_err(c, "%s %s was removed meanwhile", what, key ? key : "");
}

static uint32_t key_number(const char *key)
{
	return key ? (uint32_t)strtoul(key, NULL, 10) : 0;
}

/* Lines of different releases: how the process is printed follows from them. */
static void note_dialect(struct cli *c, const struct args *a, struct lisp *l)
{
	if (cli_mode(c) == CLI_MODE_CONFIG && !is_off(a))
		l->cfg.dialect = DIALECT_SERVICE;
}

struct lisp *block_lisp(struct cli *c, const struct args *a)
{
	const char *key = cli_key(c, MODE_LISP);
	struct lisp *l = ctl_lisp_find(root_of(c)->ctl, key_number(key));

	if (!l && key)
		gone(c, "router lisp", key);
	if (!l && !key && !is_off(a))
		l = ctl_lisp_get(root_of(c)->ctl, 0);
	if (!l)
		return NULL;
	note_dialect(c, a, l);
	if (!is_off(a))
		no_effect_note(c, a);
	return l;
}

static const char *instance_key(const struct cli *c)
{
	const char *key = cli_key(c, MODE_INSTANCE);

	return key ? key : cli_key(c, MODE_EID_TABLE);
}

/* Instance 0 for lines that name none. */
static struct instance_cfg *headless_instance(struct cli *c, const struct args *a, struct lisp *l)
{
	struct instance_cfg *i = instance_cfg_find(&l->cfg, 0);

	if (i)
		return i;
	i = instance_cfg_get(&l->cfg, 0);
	i->headless = true;
	if (cli_mode(c) == MODE_LISP && !is_off(a) && l->cfg.dialect == DIALECT_UNKNOWN)
		l->cfg.dialect = DIALECT_CLASSIC;
	return i;
}

/* The default table is its, if no other instance has it. */
static bool take_default_table(struct cli *c, const struct service_block *b)
{
	if (b->s->table != TABLE_NONE)
		return true;
	return block_result(c, lisp_set_eid_table(b->l, b->iid, b->svc, TABLE_DEFAULT, "")) ==
	       CLI_OK;
}

struct instance_cfg *block_instance(struct cli *c, const struct args *a, struct lisp **l)
{
	const char *key = instance_key(c);
	struct instance_cfg *i;

	*l = block_lisp(c, a);
	if (!*l)
		return NULL;
	if (!key)
		return headless_instance(c, a, *l);
	i = instance_cfg_find(&(*l)->cfg, key_number(key));
	if (!i)
		gone(c, "instance-id", key);
	return i;
}

struct common_cfg *block_common(struct cli *c, const struct args *a, struct lisp **l)
{
	struct instance_cfg *i;

	if (instance_key(c)) {
		i = block_instance(c, a, l);
		return i ? &i->common : NULL;
	}
	*l = block_lisp(c, a);
	return *l ? &(*l)->cfg.common : NULL;
}

struct site_cfg *block_site(struct cli *c, const struct args *a, struct lisp **l)
{
	const char *key = cli_key(c, cli_mode(c));
	struct site_cfg *s;

	*l = block_lisp(c, a);
	if (!*l)
		return NULL;
	s = site_cfg_find(&(*l)->cfg, key);
	if (!s)
		gone(c, "site", key);
	return s;
}

struct locator_set_cfg *block_locator_set(struct cli *c, const struct args *a, struct lisp **l)
{
	const char *key = cli_key(c, MODE_LOCATOR_SET);
	struct locator_set_cfg *s;

	*l = block_lisp(c, a);
	if (!*l)
		return NULL;
	s = locator_set_cfg_find(&(*l)->cfg, key);
	if (!s)
		gone(c, "locator-set", key);
	return s;
}

struct dynamic_eid_cfg *block_dynamic_eid(struct cli *c, const struct args *a, struct lisp **l)
{
	const char *key = cli_key(c, cli_mode(c));
	struct instance_cfg *i = block_instance(c, a, l);
	struct dynamic_eid_cfg *d = i ? dynamic_eid_cfg_find(i, key) : NULL;

	if (i && !d)
		gone(c, "dynamic-eid", key);
	return d;
}

/* --- services --------------------------------------------------------------------------------- */

unsigned block_service_words(const struct cli *c)
{
	switch (cli_mode(c)) {
	case CLI_MODE_CONFIG:
		return 2;
	case MODE_LISP:
	case MODE_EID_TABLE:
		return 1;
	}
	return 0;
}

static int service_svc(const struct cli *c, const struct args *a)
{
	switch (cli_mode(c)) {
	case MODE_SERVICE_ETHERNET:
	case MODE_INST_ETHERNET:
		return SVC_ETHERNET;
	case MODE_SERVICE_IPV6:
	case MODE_INST_IPV6:
		return SVC_IPV6;
	case MODE_SERVICE_IPV4:
	case MODE_INST_IPV4:
		return SVC_IPV4;
	}
	return strcmp(a->bound[0].token->word, "ipv6") == 0 ? SVC_IPV6 : SVC_IPV4;
}

/* A line of an older release makes the block that it stands for. */
static void begin_service(struct cli *c, const struct args *a, struct service_block *b)
{
	if (is_off(a) || !block_service_words(c))
		return;
	b->s->present = true;
	if (b->l->cfg.dialect == DIALECT_UNKNOWN)
		b->l->cfg.dialect = DIALECT_CLASSIC;
}

bool block_service(struct cli *c, const struct args *a, struct service_block *b)
{
	struct instance_cfg *i;

	b->svc = service_svc(c, a);
	b->in_instance = instance_key(c) != NULL;
	if (b->in_instance) {
		i = block_instance(c, a, &b->l);
		if (!i)
			return false;
		b->iid = i->iid;
		b->s = b->svc == SVC_ETHERNET ? &i->ethernet : &i->service[b->svc];
	} else {
		b->l = block_lisp(c, a);
		if (!b->l)
			return false;
		b->s = b->svc == SVC_ETHERNET ? &b->l->cfg.ethernet : &b->l->cfg.service[b->svc];
	}
	begin_service(c, a, b);
	if (!b->s->present && !block_service_words(c))
		gone(c, "service", NULL);
	return b->s->present || block_service_words(c);
}

bool block_mapping(struct cli *c, const struct args *a, const struct prefix *p,
		   struct service_block *b)
{
	struct instance_cfg *i;

	if (!block_service_words(c))
		return block_service(c, a, b);
	i = block_instance(c, a, &b->l);
	if (!i)
		return false;
	b->svc = svc_of_family(p->addr.family);
	b->in_instance = true;
	b->iid = i->iid;
	b->s = &i->service[b->svc];
	begin_service(c, a, b);
	if (is_off(a) || instance_key(c) || take_default_table(c, b))
		return true;
	block_drop_headless(b->l, b->iid);
	return false;
}

void block_drop_headless(struct lisp *l, uint32_t iid)
{
	const struct instance_cfg *i = instance_cfg_find(&l->cfg, iid);

	if (!i->headless || !TAILQ_EMPTY(&i->dynamic_eids))
		return;
	for (int svc = 0; svc < SVC_COUNT; svc++)
		if (i->service[svc].n_mappings || i->service[svc].n_static)
			return;
	lisp_del_instance(l, iid);
}

/* --- others ----------------------------------------------------------------------------------- */

struct iface *block_iface(struct cli *c)
{
	const char *key = cli_key(c, cli_mode(c) == MODE_SUBIF ? MODE_SUBIF : MODE_IF);
	struct iface *i = iface_find(root_of(c)->ifaces, key);

	if (i && i->configured)
		return i;
	gone(c, "interface", key);
	return NULL;
}

struct vrf_cfg *block_vrf(struct cli *c)
{
	const char *key = cli_key(c, MODE_VRF);
	struct vrf_cfg *v = sys_vrf_find(root_of(c)->sys, key);

	if (!v)
		gone(c, "vrf definition", key);
	return v;
}

struct vrf_af_cfg *block_vrf_af(struct cli *c)
{
	struct vrf_cfg *v = block_vrf(c);
	const char *key = cli_key(c, MODE_VRF_AF);

	return v ? &v->af[strcmp(key, "ipv6") == 0] : NULL;
}

int block_result(struct cli *c, enum cfg_result r)
{
	return r == CFG_OK ? CLI_OK : cli_err(c, "%s", cfg_result_str(r));
}

static void await(const struct args *a, const char *what, const char *name)
{
	log_msg(SEV_INFO, "PARSER", "PENDING", "%s %s is not configured yet: \"%s\" waits for it",
		what, name, arg_line(a));
}

void block_await_vrf(struct cli *c, const struct args *a, const char *vrf)
{
	if (!vrf_find(root_of(c)->vrfs, vrf))
		await(a, "vrf", vrf);
}

void block_await_iface(struct cli *c, const struct args *a, const char *ifname)
{
	if (!iface_find(root_of(c)->ifaces, ifname))
		await(a, "interface", ifname);
}

void block_await_locator_set(const struct args *a, const struct lisp *l, const char *set)
{
	if (!locator_set_cfg_find(&l->cfg, set))
		await(a, "locator-set", set);
}

void block_await_dynamic_eid(struct cli *c, const struct args *a, const char *name)
{
	const struct lisp *l;

	TAILQ_FOREACH(l, &root_of(c)->ctl->lisps, link)
		if (lisp_dynamic_eid_instance(l, name))
			return;
	await(a, "dynamic-eid", name);
}
