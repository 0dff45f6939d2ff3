/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_INNER_H
#define DP_INNER_H

/* What the data plane needs to know of an inner IP packet. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lispd/dp/trie.h"

struct inner {
	uint8_t *data;
	uint32_t len; /* as the header says; what stood behind is cut off */
	uint8_t version, ttl, tos;
	uint8_t proto; /* behind IPv6 extension headers */
	bool fragment; /* any, the first one included */
	bool first;    /* not a fragment with an offset */
	bool df;
	uint16_t l4; /* offset of the transport header, 0 = none to be seen */
	struct trie_key src, dst;
};

/* False when data is no complete IP packet. len is what is there. */
bool inner_parse(struct inner *in, uint8_t *data, size_t len);

/*
 * Hash of the flow: addresses, protocol and ports of TCP, UDP and SCTP; of everything else, and
 * of fragments, the addresses only, so that a datagram stays together (RFC 9300
 * section 12). Low 32 bits choose the locator, high ones the source port.
 */
uint64_t inner_hash(const struct inner *in, uint64_t seed);

struct addr inner_src(const struct inner *in);
struct addr inner_dst(const struct inner *in);
/* Source that no host may use: multicast, broadcast, loopback, unspecified. */
bool inner_bad_source(const struct inner *in);
bool inner_to_group(const struct inner *in); /* multicast, broadcast or link-local destination */

/* Writes TTL and TOS back, and mends the IPv4 header checksum. */
void inner_set_ttl_tos(struct inner *in, uint8_t ttl, uint8_t tos);

#endif
