/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_BPF_PRIV_H
#define DP_BPF_PRIV_H

/* What bpf*.c share: the maps and programs of the fast path. */

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "lispd/dp/bpf.h"
#include "lispd/dp/fast.h"
#include "lispd/dp/ns.h"

enum fast_map {
	FAST_CONFIG,
	FAST_TABLES,
	FAST_INBOUND,
	FAST_OWN,
	FAST_REMOTE4,
	FAST_REMOTE6,
	FAST_LOCAL4,
	FAST_LOCAL6,
	FAST_CELLS,
	FAST_TOTALS,
	FAST_MAPS,
};

/* A device of the underlay that encapsulated packets come in by. */
struct fast_port {
	int ifindex;
	bool made_hook; /* the qdisc is ours, too */
	bool driver;	/* a program hangs in the driver, too */
	bool seen;
};

struct fast {
	struct dp *dp;
	struct ns_id ns; /* of the daemon: the only one that is served */
	struct bpf_object *object;
	int encap, decap, driver; /* programs */
	int map[FAST_MAPS];
	unsigned n_cpus;
	void *per_cpu; /* room for a value of each processor */
	struct fast_cfg cfg;
	uint32_t next_id;
	size_t n_entries;

	struct fast_port *port;
	size_t n_ports;
	struct fast_addr *own;
	size_t n_own;

	/* Rows that a former process left, looked for in slices once they are old enough. */
	uint64_t stale_at_ms; /* 0: nothing is left */
	struct timer aging;
	unsigned aging_map; /* index into the maps with prefixes */
	struct fast_key6 aging_key;
	bool aging_begun;
	size_t n_aged;
};

/* --- bpf_hook.c: programs on devices ---------------------------------------------------------- */

/* Where a program of ours hangs: 0 and its number, or -errno. */
int fast_hook_find(int ifindex, enum bpf_tc_attach_point where, uint32_t *program_id);
/* Puts a program there, in place of one of ours. *made: the device had no such qdisc before. */
int fast_hook_set(int ifindex, enum bpf_tc_attach_point where, int program, bool *made);
void fast_hook_clear(int ifindex, enum bpf_tc_attach_point where, bool qdisc_too);

/* The same in the driver (native XDP). False: the driver has no place for it, or it is taken. */
bool fast_driver_set(int ifindex, int program);
void fast_driver_clear(int ifindex);

/* --- bpf_adopt.c: what a former process left -------------------------------------------------- */

/* Lets the object use the maps of programs that hang on some device under the same name; true if
 * there are any. */
bool fast_adopt(struct fast *f, const char *name);
/* After loading: what is there now is stale from some time on. */
void fast_adopt_rows(struct fast *f);
void fast_age(struct fast *f);

/* --- bpf_port.c: the underlay ----------------------------------------------------------------- */

void fast_ports_look(struct fast *f);
void fast_ports_clear(struct fast *f);

/* --- bpf.c ------------------------------------------------------------------------------------ */

const char *fast_map_name(enum fast_map m);

#endif
