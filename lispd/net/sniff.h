/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_SNIFF_H
#define NET_SNIFF_H

/*
 * Who is behind an interface: a view of ARP, neighbour discovery, and of packets whose source is
 * in given prefixes. The kernel's filter drops all else, and under load packets beyond a small
 * queue are lost without a word, while ARP and ND have a queue of their own.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/loop.h"
#include "lib/prefix.h"

struct sniff;
struct vrf;

#define SNIFF_MAX_PREFIXES 64 /* of one interface; the filter would grow too long */

enum sniff_kind {
	SNIFF_PACKET, /* an IP packet; target is its destination */
	SNIFF_ASK,    /* ARP request or neighbour solicitation for the target */
	SNIFF_CLAIM,  /* ARP reply, gratuitous ARP, neighbour advertisement */
};

struct sniff_frame {
	enum sniff_kind kind;
	struct addr sender, target;
	uint8_t mac[6]; /* of the frame's sender */
	bool to_us;	/* to the interface's own MAC */
};

struct sniff_cfg {
	int ifindex;
	uint8_t mac[6]; /* the interface's */
	unsigned n_prefixes;
	const struct prefix *prefix;
};

typedef void sniff_fn(void *arg, const struct sniff_frame *f);

/* NULL with a log line when the kernel refuses. */
struct sniff *sniff_new(struct loop *loop, struct vrf *v, const struct sniff_cfg *cfg, sniff_fn *fn,
			void *arg);
void sniff_free(struct sniff *s); /* NULL is fine */
/* An ICMP echo request straight to a MAC on the interface. 0 or -errno. */
int sniff_echo(struct sniff *s, const struct addr *from, const struct addr *to,
	       const uint8_t mac[6], uint8_t ttl);

/* Pure: what a frame says; false for one that says nothing of interest. own: our MAC. */
bool sniff_decode(const uint8_t *p, size_t len, const uint8_t own[6], struct sniff_frame *f);

#endif
