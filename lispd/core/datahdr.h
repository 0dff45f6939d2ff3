/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_DATAHDR_H
#define CORE_DATAHDR_H

/* The 8 octets between UDP and the inner packet: LISP (RFC 9300 5.1) and VXLAN (RFC 7348). */

#include <stdbool.h>
#include <stdint.h>

#define DATAHDR_LEN 8

struct lisp_datahdr {
	bool nonce_present, lsbs_present, echo, version_present, iid_present; /* N L E V I */
	uint32_t nonce; /* 24 bits; with V: source version << 12 | destination */
	uint32_t iid;	/* 24 bits */
	uint32_t lsbs;	/* 32 bits, 8 with I */
};

void lisp_datahdr_pack(uint8_t out[DATAHDR_LEN], const struct lisp_datahdr *h);
void lisp_datahdr_unpack(const uint8_t in[DATAHDR_LEN], struct lisp_datahdr *h);

void vxlan_hdr_pack(uint8_t out[DATAHDR_LEN], uint32_t vni);
bool vxlan_hdr_unpack(const uint8_t in[DATAHDR_LEN], uint32_t *vni); /* false without the I flag */

#endif
