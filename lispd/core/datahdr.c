/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/core/datahdr.h"

#include <string.h>

enum { FLAG_N = 0x80, FLAG_L = 0x40, FLAG_E = 0x20, FLAG_V = 0x10, FLAG_I = 0x08 };

#define VXLAN_FLAG_I 0x08

static void put24(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 16);
	p[1] = (uint8_t)(v >> 8);
	p[2] = (uint8_t)v;
}

static uint32_t get24(const uint8_t *p)
{
	return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

void lisp_datahdr_pack(uint8_t out[DATAHDR_LEN], const struct lisp_datahdr *h)
{
	memset(out, 0, DATAHDR_LEN);
	if (h->nonce_present)
		out[0] |= FLAG_N;
	else if (h->version_present) /* never both, RFC 9300 5.3 */
		out[0] |= FLAG_V;
	if (h->nonce_present && h->echo)
		out[0] |= FLAG_E;
	if (h->nonce_present || h->version_present)
		put24(out + 1, h->nonce);
	if (h->lsbs_present)
		out[0] |= FLAG_L;
	if (h->iid_present) {
		out[0] |= FLAG_I;
		put24(out + 4, h->iid);
	} else if (h->lsbs_present) {
		put24(out + 4, h->lsbs >> 8);
	}
	if (h->lsbs_present)
		out[7] = (uint8_t)h->lsbs;
}

void lisp_datahdr_unpack(const uint8_t in[DATAHDR_LEN], struct lisp_datahdr *h)
{
	uint32_t word = get24(in + 4) << 8 | in[7];

	*h = (struct lisp_datahdr){
		.nonce_present = in[0] & FLAG_N,
		.lsbs_present = in[0] & FLAG_L,
		.iid_present = in[0] & FLAG_I,
	};
	/* N and V together are forbidden: what comes is read as a nonce. E alone says nothing. */
	h->version_present = !h->nonce_present && (in[0] & FLAG_V);
	h->echo = h->nonce_present && (in[0] & FLAG_E);
	if (h->nonce_present || h->version_present)
		h->nonce = get24(in + 1);
	if (h->iid_present)
		h->iid = word >> 8;
	if (h->lsbs_present)
		h->lsbs = h->iid_present ? word & 0xff : word;
}

void vxlan_hdr_pack(uint8_t out[DATAHDR_LEN], uint32_t vni)
{
	memset(out, 0, DATAHDR_LEN);
	out[0] = VXLAN_FLAG_I;
	put24(out + 4, vni);
}

bool vxlan_hdr_unpack(const uint8_t in[DATAHDR_LEN], uint32_t *vni)
{
	*vni = get24(in + 4);
	return in[0] & VXLAN_FLAG_I;
}
