/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIRE_AFI_H
#define WIRE_AFI_H

/*
 * Addresses as they stand in control messages: a 16-bit AFI, then what it announces. Instance ID
 * and AFI list forms (RFC 8060) are looked into, at most LISP_MAX_LCAF_DEPTH deep; an AFI that we
 * do not know drops the message (RFC 9301 5.1), since nobody can tell where its address ends.
 */

#include "lispd/wire/msg.h"

/* Where a mask length is not sent: the address is a host. */
#define AFI_HOST 256u

/* An EID whose mask length, plen, was read before (AFI_HOST where the format has none). */
enum wire_error afi_eid_decode(struct rd *r, unsigned plen, struct eid *e);
void afi_eid_encode(struct wr *w, const struct eid *e);
uint8_t afi_eid_plen(const struct eid *e); /* what the mask length field says for it */

/* Mask length (8 bits) and EID, as in the TCP messages. */
enum wire_error afi_prefix_decode(struct rd *r, struct eid *e);
void afi_prefix_encode(struct wr *w, const struct eid *e);

/*
 * A locator: fills addr, or lcaf with the octets of a form that we do not use (borrowed from the
 * packet), or neither for AFI 0. The other members are left alone.
 */
enum wire_error afi_rloc_decode(struct rd *r, struct rloc *l);
void afi_rloc_encode(struct wr *w, const struct rloc *l);

void afi_addr_encode(struct wr *w, const struct addr *a); /* AFI 0 for family 0 */

#endif
