/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_BLOCK_H
#define CLI_BLOCK_H

/*
 * The object of the configuration block that the session is in, found anew for every line by the
 * keys of the session's modes. When another session has removed it in the meantime, that is said,
 * and the answer is NULL or false.
 */

#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"
#include "lispd/role/process.h"

struct iface;

/* "no X" and "default X" of what is off or absent by default. */
static inline bool is_off(const struct args *a)
{
	return arg_no(a) || arg_default(a);
}

struct lisp *block_lisp(struct cli *c);
struct instance_cfg *block_instance(struct cli *c, struct lisp **l);
struct site_cfg *block_site(struct cli *c, struct lisp **l);

struct service_block {
	struct lisp *l;
	struct service_cfg *s;
	int svc; /* SVC_IPV4, SVC_IPV6 */
	bool in_instance;
	uint32_t iid;
};
bool block_service(struct cli *c, struct service_block *b);

struct iface *block_iface(struct cli *c);
struct vrf_cfg *block_vrf(struct cli *c);
struct vrf_af_cfg *block_vrf_af(struct cli *c);

/* Prints the text of a refusal. */
int block_result(struct cli *c, enum cfg_result r);
/* Log that a line waits for a VRF, an interface, which is not there yet. */
void block_await_vrf(struct cli *c, const struct args *a, const char *vrf);
void block_await_iface(struct cli *c, const struct args *a, const char *ifname);

#endif
