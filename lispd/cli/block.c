/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/block.h"

#include <stdlib.h>
#include <string.h>

#include "lispd/cli/modes.h"
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

struct lisp *block_lisp(struct cli *c)
{
	const char *key = cli_key(c, MODE_LISP);
	struct lisp *l = ctl_lisp_find(root_of(c)->ctl, key_number(key));

	if (!l)
		gone(c, "router lisp", key);
	return l;
}

struct instance_cfg *block_instance(struct cli *c, struct lisp **l)
{
	const char *key = cli_key(c, MODE_INSTANCE);
	struct instance_cfg *i;

	*l = block_lisp(c);
	if (!*l)
		return NULL;
	i = instance_cfg_find(&(*l)->cfg, key_number(key));
	if (!i)
		gone(c, "instance-id", key);
	return i;
}

struct site_cfg *block_site(struct cli *c, struct lisp **l)
{
	const char *key = cli_key(c, MODE_SITE);
	struct site_cfg *s;

	*l = block_lisp(c);
	if (!*l)
		return NULL;
	s = site_cfg_find(&(*l)->cfg, key);
	if (!s)
		gone(c, "site", key);
	return s;
}

bool block_service(struct cli *c, struct service_block *b)
{
	int mode = cli_mode(c);
	struct instance_cfg *i;

	b->svc = mode == MODE_SERVICE_IPV6 || mode == MODE_INST_IPV6 ? SVC_IPV6 : SVC_IPV4;
	b->in_instance = mode == MODE_INST_IPV4 || mode == MODE_INST_IPV6;
	if (b->in_instance) {
		i = block_instance(c, &b->l);
		if (!i)
			return false;
		b->iid = i->iid;
		b->s = &i->service[b->svc];
	} else {
		b->l = block_lisp(c);
		if (!b->l)
			return false;
		b->s = &b->l->cfg.service[b->svc];
	}
	if (!b->s->present)
		gone(c, "service", b->svc == SVC_IPV6 ? "ipv6" : "ipv4");
	return b->s->present;
}

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
