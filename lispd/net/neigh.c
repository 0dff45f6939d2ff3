/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/net/neigh.h"

#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lispd/net/netlink.h"
#include "lispd/net/nlmsg.h"

static bool state_of(uint16_t kernel, enum neigh_state *out)
{
	static const struct {
		uint16_t kernel;
		enum neigh_state state;
	} known[] = {
		{ NUD_INCOMPLETE, NEIGH_INCMP }, { NUD_REACHABLE, NEIGH_REACH },
		{ NUD_STALE, NEIGH_STALE },	 { NUD_DELAY, NEIGH_DELAY },
		{ NUD_PROBE, NEIGH_PROBE },
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		if (known[i].kernel != kernel)
			continue;
		*out = known[i].state;
		return true;
	}
	return false;
}

static void take(void *arg, const struct nlmsghdr *nlh)
{
	struct neigh_list *l = arg;
	struct nl_neigh n;
	struct neigh *e;
	enum neigh_state state;

	if (!nl_read_neigh(nlh, &n) || !state_of(n.state, &state))
		return;
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 64;
		l->entry = xrealloc(l->entry, l->cap * sizeof(*l->entry));
	}
	e = &l->entry[l->n++];
	*e = (struct neigh){
		.addr = n.addr,
		.ifindex = n.ifindex,
		.has_mac = n.has_mac,
		.state = state,
		.age_ms = (uint64_t)n.confirmed_ticks * 1000 / (uint64_t)sysconf(_SC_CLK_TCK),
	};
	memcpy(e->mac, n.mac, sizeof(e->mac));
}

static int by_addr(const void *a, const void *b)
{
	const struct neigh *x = a, *y = b;
	int c = addr_cmp(&x->addr, &y->addr);

	return c ? c : (x->ifindex > y->ifindex) - (x->ifindex < y->ifindex);
}

/* A dump that a change interrupted is repeated, and entries come again. */
static void sort_and_unite(struct neigh_list *l)
{
	size_t n = 0;

	if (!l->n)
		return;
	qsort(l->entry, l->n, sizeof(*l->entry), by_addr);
	for (size_t i = 0; i < l->n; i++)
		if (!n || by_addr(&l->entry[n - 1], &l->entry[i]) != 0)
			l->entry[n++] = l->entry[i];
	l->n = n;
}

int neigh_collect(struct vrf *v, int family, struct neigh_list *out)
{
	struct nl_request r;
	int err;

	memset(out, 0, sizeof(*out));
	if (!v->up || !v->nl)
		return 0;
	err = netlink_query(v->nl, nl_dump(&r, RTM_GETNEIGH, family), take, out);
	sort_and_unite(out);
	return err;
}

void neigh_fini(struct neigh_list *l)
{
	free(l->entry);
	memset(l, 0, sizeof(*l));
}

int neigh_set(struct vrf *v, int ifindex, const struct addr *a, const uint8_t mac[6])
{
	struct nl_neigh n = { .addr = *a, .ifindex = ifindex, .state = NUD_STALE, .has_mac = true };
	struct nl_request r;

	memcpy(n.mac, mac, sizeof(n.mac));
	return vrf_request(v, nl_neigh_new(&r, &n));
}

int neigh_del(struct vrf *v, int ifindex, const struct addr *a)
{
	struct nl_neigh n = { .addr = *a, .ifindex = ifindex };
	struct nl_request r;

	return vrf_request(v, nl_neigh_del(&r, &n));
}
