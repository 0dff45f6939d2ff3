/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_CEF_H
#define CLI_SHOW_CEF_H

/* show ip cef: one prefix as forwarding has it, by LISP, by the routing table, or by both. */

#include "lib/json.h"
#include "lib/out.h"
#include "lispd/dp/fib.h"
#include "lispd/map/mapcache.h"
#include "lispd/net/route.h"

enum cef_action { CEF_SIGNAL, CEF_ENCAP, CEF_NATIVE, CEF_PETR, CEF_DROP };

struct cef_entry {
	struct prefix prefix;
	bool lisp; /* a remote EID; the next members say more */
	enum cef_action action;
	char ifname[IFNAME_LEN]; /* LISP0, LISP0.101 */
	uint32_t lsbs;
	struct fib_counters counters;
	bool eid_space; /* below a prefix that is configured as EID space */
	unsigned n_paths;
	struct addr path[FIB_MAX_LOCATORS];
	unsigned n_dependents; /* other LISP entries below this one */
	bool local_eid;	       /* below a local EID prefix */
	bool routed;	       /* rib is the route of the prefix, or what covers it */
	struct route_info rib;
};

void cef_print(struct out *o, const struct cef_entry *e, bool detail);
void cef_print_row(struct out *o, const struct cef_entry *e);
/* n prefixes, of which n_drops lead nowhere; vrf "" is the default one. */
void cef_print_summary(struct out *o, int family, const char *vrf, unsigned id, unsigned n,
		       unsigned n_drops);
void cef_write(struct json *j, const struct cef_entry *e);

#endif
