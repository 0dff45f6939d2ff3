/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_CHECKSUM_H
#define DP_CHECKSUM_H

/* The Internet checksum (RFC 1071). Sums are not folded; order of octets is the memory's. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint64_t checksum_add(uint64_t sum, const void *data, size_t len);
uint16_t checksum_fold(uint64_t sum);	/* not complemented, memory order */
uint16_t checksum_finish(uint64_t sum); /* complemented, memory order */
/* Of the addresses in an IP header, protocol and length. */
uint64_t checksum_pseudo(const uint8_t *ip, uint8_t proto, uint32_t len);
void checksum_put(uint8_t *at, uint16_t sum);

void checksum_ip4(uint8_t *hdr); /* computes and stores */
bool checksum_ip4_right(const uint8_t *hdr);
/* Transport checksum of the packet, from l4 on, including the stored one. */
bool checksum_l4_right(const uint8_t *ip, uint8_t proto, const uint8_t *l4, size_t len);

#endif
