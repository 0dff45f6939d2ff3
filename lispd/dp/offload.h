/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_OFFLOAD_H
#define DP_OFFLOAD_H

/*
 * What the kernel left for us to do: completing a checksum, cutting a super-packet into segments.
 * A segment is a header of its own and a slice of the super-packet's payload.
 */

#include "lispd/dp/inner.h"
#include "lispd/dp/tun.h"

#define GSO_HDR_MAX 320

struct gso {
	const uint8_t *data;
	bool udp, v6;
	uint16_t l4, hdr_len; /* hdr_len: IP and transport header */
	uint16_t csum_at;     /* of the transport checksum */
	uint32_t payload, mss;
	unsigned n_segments;
};

/* False when the packet is not what its virtio-net header says. */
bool gso_init(struct gso *g, const struct inner *in, const struct tun_vnet *v);
/* Payload of segment i. */
const uint8_t *gso_slice(const struct gso *g, unsigned i, uint32_t *len);
/* Writes the hdr_len octets of segment i's header, all checksums right. */
void gso_header(const struct gso *g, unsigned i, uint8_t *out);

/* For a single packet; a request that does not fit the packet changes nothing. */
void offload_complete_csum(uint8_t *data, uint32_t len, const struct tun_vnet *v);

#endif
