/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_neigh.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/cli/root.h"
#include "lispd/cli/tables.h"

/* --- printing --------------------------------------------------------------------------------- */

struct mac_text {
	char s[16];
};

static struct mac_text mac_str(const struct neigh_row *r, const char *unknown)
{
	const uint8_t *m = r->mac;
	struct mac_text t;

	if (r->has_mac)
		snprintf(t.s, sizeof(t.s), "%02x%02x.%02x%02x.%02x%02x", m[0], m[1], m[2], m[3],
			 m[4], m[5]);
	else
		snprintf(t.s, sizeof(t.s), "%s", unknown);
	return t;
}

static struct mac_text minutes_str(const struct neigh_row *r)
{
	struct mac_text t = { "-" };

	if (!r->own)
		snprintf(t.s, sizeof(t.s), "%" PRIu64, r->age_ms / 60000);
	return t;
}

static const char *state_str(enum neigh_state s)
{
	static const char *const text[] = { "INCMP", "REACH", "STALE", "DELAY", "PROBE" };

	return text[s];
}

void arp_print_head(struct out *o)
{
	out_str(o, "Protocol  Address          Age (min)  Hardware Addr   Type   Interface\n");
}

void arp_print(struct out *o, const struct neigh_row *r)
{
	out(o, "%-10s%-17s%8s   %-16s%-7s%s\n", "Internet", addr_str(&r->addr).s, minutes_str(r).s,
	    mac_str(r, "Incomplete").s, "ARPA", r->has_mac ? r->ifname : "");
}

void nd_print_head(struct out *o)
{
	out_str(o, "IPv6 Address                              Age Link-layer Addr State "
		   "Interface\n");
}

void nd_print(struct out *o, const struct neigh_row *r)
{
	out(o, "%-39s%6s %-15s %-5s %s\n", addr_str(&r->addr).s, minutes_str(r).s,
	    mac_str(r, "-").s, state_str(r->state), ifname_short(r->ifname).s);
}

static void write_row(struct json *j, const struct neigh_row *r)
{
	json_object(j, NULL);
	json_str(j, "address", addr_str(&r->addr).s);
	json_str(j, "macAddress", r->has_mac ? mac_str(r, "").s : NULL);
	json_bool(j, "own", r->own);
	json_str(j, "state", r->own ? NULL : state_str(r->state));
	json_ms(j, "ageSeconds", r->age_ms);
	json_str(j, "interface", r->ifname);
	json_end(j);
}

/* --- collecting ------------------------------------------------------------------------------- */

struct rows {
	struct neigh_row *row; /* owned */
	size_t n;
};

static struct neigh_row *new_row(struct rows *r)
{
	r->row = xrealloc(r->row, (r->n + 1) * sizeof(*r->row));
	r->row[r->n] = (struct neigh_row){ .age_ms = UINT64_MAX };
	return &r->row[r->n++];
}

static void add_neighbours(struct rows *rows, const struct iface_table *t, struct vrf *v,
			   int family)
{
	struct neigh_list l;

	neigh_collect(v, family, &l);
	for (size_t k = 0; k < l.n; k++) {
		const struct neigh *e = &l.entry[k];
		const struct iface *i = iface_by_index(t, v, e->ifindex);
		struct neigh_row *r;

		if (!i)
			continue; /* a device that is none of this router's interfaces */
		r = new_row(rows);
		r->addr = e->addr;
		r->has_mac = e->has_mac;
		memcpy(r->mac, e->mac, sizeof(r->mac));
		r->state = e->state;
		r->age_ms = e->age_ms;
		r->ifname = i->name.s;
	}
	neigh_fini(&l);
}

static void add_own(struct rows *rows, const struct iface_table *t, const struct vrf *v)
{
	for (const struct iface *i = iface_next(t, NULL); i; i = iface_next(t, i)) {
		enum ifname_class class = ifname_class(&i->name);

		if (i->vrf != v || !i->has_mac || class == IFCLASS_LOOPBACK ||
		    class == IFCLASS_LISP)
			continue;
		for (unsigned k = 0; k < i->n_addrs; k++) {
			struct neigh_row *r;

			if (i->addr[k].addr.family != AF_INET || !i->addr[k].in_kernel)
				continue;
			r = new_row(rows);
			r->addr = i->addr[k].addr;
			r->own = r->has_mac = true;
			memcpy(r->mac, i->mac, sizeof(r->mac));
			r->ifname = i->name.s;
		}
	}
}

static int by_addr(const void *a, const void *b)
{
	return addr_cmp(&((const struct neigh_row *)a)->addr, &((const struct neigh_row *)b)->addr);
}

/* --- commands --------------------------------------------------------------------------------- */

struct wish {
	int family;
	const char *ifname; /* NULL: any */
	struct addr addr;   /* family 0: any */
};

static bool wanted(const struct wish *w, const struct neigh_row *r)
{
	return (!w->ifname || strcmp(w->ifname, r->ifname) == 0) &&
	       (!w->addr.family || addr_equal(&w->addr, &r->addr));
}

static void write_rows(struct json *j, const struct rows *rows, const struct wish *w)
{
	json_object(j, NULL);
	json_array(j, "neighbors");
	for (size_t i = 0; i < rows->n; i++)
		if (wanted(w, &rows->row[i]))
			write_row(j, &rows->row[i]);
}

static int print_rows(struct cli *c, const struct rows *rows, const struct wish *w)
{
	bool v4 = w->family == AF_INET;
	struct out o;

	out_init(&o);
	(v4 ? arp_print_head : nd_print_head)(&o);
	for (size_t i = 0; i < rows->n; i++)
		if (wanted(w, &rows->row[i]))
			(v4 ? arp_print : nd_print)(&o, &rows->row[i]);
	return cli_show_text(c, &o);
}

/* The VRF that was named, or the one of the interface. */
static struct vrf *vrf_of(const struct root *root, const char *name, const char *ifname)
{
	const struct iface *i = ifname && root->ifaces ? iface_find(root->ifaces, ifname) : NULL;

	if (!name && i)
		return i->vrf;
	return root->vrfs ? vrf_find(root->vrfs, name ? name : "") : NULL;
}

static int show(struct cli *c, const struct args *a, int family)
{
	const char *vrf = arg_str(a, "vrf");
	struct root *root = root_of(c);
	struct wish w = { .family = family, .ifname = arg_str(a, "interface") };
	struct vrf *v = vrf_of(root, vrf, w.ifname);
	struct rows rows = { 0 };
	int rc = CLI_OK;

	if (vrf && !v)
		return cli_err(c, "VRF %s does not exist", vrf);
	arg_addr(a, "address", &w.addr);
	if (v && root->ifaces) {
		add_neighbours(&rows, root->ifaces, v, family);
		if (family == AF_INET)
			add_own(&rows, root->ifaces, v);
		if (rows.n)
			qsort(rows.row, rows.n, sizeof(*rows.row), by_addr);
	}
	if (cli_json(c))
		write_rows(cli_json(c), &rows, &w);
	else
		rc = print_rows(c, &rows, &w);
	free(rows.row);
	return rc;
}

static int show_arp(struct cli *c, const struct args *a)
{
	return show(c, a, AF_INET);
}

static int show_nd(struct cli *c, const struct args *a)
{
	return show(c, a, AF_INET6);
}

#define NEIGH_HELP                                      \
	"vrf         VPN Routing/Forwarding instance\n" \
	"$vrf        VRF name\n"                        \
	"$interface  Interface name\n"                  \
	"$address    Address of the neighbour\n"

const struct cli_cmd show_neigh_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show [ip] arp [vrf WORD$vrf] [IFNAME$interface|A.B.C.D$address]",
		.help = "ip          IP information\n"
			"arp         ARP table\n" NEIGH_HELP,
		.run = show_arp,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show ipv6 neighbors [vrf WORD$vrf] [IFNAME$interface|X:X::X$address]",
		.help = "ipv6        IPv6 information\n"
			"neighbors   IPv6 neighbours\n" NEIGH_HELP,
		.run = show_nd,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
