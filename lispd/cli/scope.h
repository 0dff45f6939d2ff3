/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SCOPE_H
#define CLI_SCOPE_H

/*
 * Which EID tables a show command means, in the old style and the new one, and the walk over
 * them. A command about EID tables has two rows of the same text:
 *
 *   show ip lisp [instance-id N | eid-table ...] X [instance-id N | eid-table ...]
 *   show lisp [N | all | locator-table L] instance-id N {ipv4 | ipv6} X
 *
 * With "all" or "*" each part stands under a banner; in JSON there is always an array of them.
 */

#include "lib/cli/cli.h"
#include "lispd/role/process.h"

#define SCOPE_TABLE                          \
	"(instance-id (<0-16777215>$iid|*)|" \
	"eid-table (default|vrf NAME$vrf|vlan <1-4094>$vlan|NAME$vrf))"
#define SCOPE_PROCESS "(<0-31>$process|all|locator-table (default|vrf NAME$rlocs|NAME$rlocs))"
#define SHOW_IP_LISP(x) "show (ip|ipv6) lisp [" SCOPE_TABLE "] " x " [" SCOPE_TABLE "]"
#define SHOW_LISP(x) "show lisp [" SCOPE_PROCESS "] " SCOPE_TABLE " (ipv4|ipv6) " x
#define SHOW_IP_LISP_HELP                 \
	"ip             IP information\n" \
	"ipv6           IPv6 information\n" SCOPE_HELP
#define SHOW_LISP_HELP               \
	SCOPE_HELP                   \
	SCOPE_PROCESS_HELP           \
	"ipv4           IPv4 EIDs\n" \
	"ipv6           IPv6 EIDs\n"
#define SCOPE_HELP                                         \
	"lisp           Locator/ID Separation Protocol\n"  \
	"instance-id    LISP instance ID\n"                \
	"$iid           Instance ID\n"                     \
	"*              All of them\n"                     \
	"eid-table      EID table\n"                       \
	"default        Default table\n"                   \
	"vrf            VPN Routing/Forwarding instance\n" \
	"$vrf           VRF name\n"                        \
	"vlan           VLAN of a layer 2 instance\n"      \
	"$vlan          VLAN\n"
#define SCOPE_PROCESS_HELP                                 \
	"$process       Router LISP process\n"             \
	"all            All router LISP processes\n"       \
	"locator-table  Locator table of the process\n"    \
	"default        Default table\n"                   \
	"vrf            VPN Routing/Forwarding instance\n" \
	"$rlocs         VRF name\n"

/* An EID or a prefix of EIDs, of either family. */
#define ARG_EID "(A.B.C.D|A.B.C.D/nn|X:X::X|X:X:X:X::X/<0-128>)$eid"

struct ctl;

struct scope {
	bool one_process, all_processes, by_locators;
	uint32_t process;
	char locators[CFG_VRF]; /* the table of the locators, "" = default */
	bool all_iids, by_vrf, by_vlan;
	uint32_t iid;
	char vrf[CFG_VRF];
	int family;
	bool any_family; /* a table of either will do */
	/* Tables of another family count, too, and instances that only a map-server's sites name;
	 * for these stand_in takes the place of what is not there. */
	bool registered;
	/* the walk: the table that was last visited */
	bool begun;
	unsigned at_process;
	uint32_t at_iid;
	struct lisp_inst stand_in;
};

void scope_read(struct scope *s, const struct args *a);
bool scope_is_many(const struct scope *s); /* "all" or "*": each table under a banner */
/* The next table in order of process and instance, or NULL. Tables of another family or that
 * are gone since are passed over. */
struct lisp_inst *scope_next(struct scope *s, const struct ctl *ctl);
/* Says why there is no such table. */
int scope_missing(struct cli *c, const struct scope *s);

/* ARG_EID as typed, an address as its host prefix; false when it was not typed. */
bool scope_eid(const struct args *a, struct prefix *p);

/* The process of "show lisp [N]" without a table: process 0, or the only one there is. */
struct lisp *scope_process(const struct scope *s, const struct ctl *ctl);
int scope_no_process(struct cli *c, const struct scope *s);

/* Settles what was typed, so that what is shown agrees with it. */
void show_settle(struct ctl *ctl);

/* Where a show goes: the text's sink, and the writer in JSON when that was asked for. */
struct show {
	struct out *o;
	struct json *json; /* NULL: text */
};

/* Prints one slice of one table and returns true while there is more of it. state is what
 * show_tables() was given, copied anew for each table. In JSON each table is an object of an
 * array: the slice fills it and leaves it open. */
typedef bool table_slice(struct show *v, struct lisp_inst *inst, int family, void *state);
/* Runs a command over the tables of its scope. */
int show_tables(struct cli *c, const struct args *a, table_slice *slice, const void *state,
		size_t len);
/* The same for what is not of a family; a line may name one all the same. */
int show_any_tables(struct cli *c, const struct args *a, table_slice *slice, const void *state,
		    size_t len);
/* The same for what a map-server keeps, see struct scope. */
int show_registered(struct cli *c, const struct args *a, table_slice *slice, const void *state,
		    size_t len);

/* One slice of one process, as table_slice is for a table. */
typedef bool process_slice(struct show *v, struct lisp *l, int family, void *state);
/* Runs a command over the processes of "show lisp [N | all | locator-table L]". */
int show_processes(struct cli *c, const struct args *a, process_slice *slice, const void *state,
		   size_t len);
int show_processes_of(struct cli *c, const struct scope *s, process_slice *slice, const void *state,
		      size_t len);

/* Runs slices of a state of len octets, which is copied. */
typedef bool show_slice(struct show *v, void *state);
int show_slices(struct cli *c, show_slice *slice, const void *state, size_t len);

#endif
