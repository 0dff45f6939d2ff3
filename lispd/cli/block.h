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

static inline enum choice typed_choice(const struct args *a)
{
	return arg_default(a) ? CHOICE_UNSET : arg_no(a) ? CHOICE_OFF : CHOICE_ON;
}

/* These also say in the log when the line is stored without effect. Lines of the old global form
 * ("ip lisp itr") make process 0 when it is not there. */
struct lisp *block_lisp(struct cli *c, const struct args *a);
struct common_cfg *block_common(struct cli *c, const struct args *a, struct lisp **l);
/* Directly below router lisp it is instance 0, which is made. */
struct instance_cfg *block_instance(struct cli *c, const struct args *a, struct lisp **l);
struct site_cfg *block_site(struct cli *c, const struct args *a, struct lisp **l);
struct locator_set_cfg *block_locator_set(struct cli *c, const struct args *a, struct lisp **l);
struct dynamic_eid_cfg *block_dynamic_eid(struct cli *c, const struct args *a, struct lisp **l);

struct service_block {
	struct lisp *l;
	struct service_cfg *s;
	int svc; /* SVC_IPV4, SVC_IPV6, SVC_ETHERNET */
	bool in_instance;
	uint32_t iid;
};
bool block_service(struct cli *c, const struct args *a, struct service_block *b);
/* The service that a line about a prefix belongs to. */
bool block_mapping(struct cli *c, const struct args *a, const struct prefix *p,
		   struct service_block *b);
/* Instance 0 without a block of its own goes with its last line. */
void block_drop_headless(struct lisp *l, uint32_t iid);
/* How many words of the line say which service it is for: "ipv4", "ip lisp". */
unsigned block_service_words(const struct cli *c);

struct iface *block_iface(struct cli *c);
struct vrf_cfg *block_vrf(struct cli *c);
struct vrf_af_cfg *block_vrf_af(struct cli *c);

/* Prints the text of a refusal. */
int block_result(struct cli *c, enum cfg_result r);
/* Log that a line waits for a VRF, an interface, which is not there yet. */
void block_await_vrf(struct cli *c, const struct args *a, const char *vrf);
void block_await_iface(struct cli *c, const struct args *a, const char *ifname);
void block_await_locator_set(const struct args *a, const struct lisp *l, const char *set);
void block_await_dynamic_eid(struct cli *c, const struct args *a, const char *name);

#endif
