/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIRE_LCAF_H
#define WIRE_LCAF_H

/* The frame of a LISP Canonical Address Format (RFC 8060 3): everything behind AFI 16387. */

#include "lispd/wire/msg.h"

/* What we do with an address form. The ones that we only hold are kept as octets. */
enum lcaf_use {
	LCAF_HOLD,   /* a known or unknown form that we do not read (RFC 9306 3) */
	LCAF_ONE,    /* some octets, then one address */
	LCAF_MANY,   /* addresses up to the end; the first usable one counts */
	LCAF_GROUP,  /* source and group */
	LCAF_REFUSE, /* vendor form: we know no vendor, the message is dropped (RFC 9306 4) */
};

struct lcaf {
	uint8_t type; /* enum lisp_lcaf */
	enum lcaf_use use;
	struct rd body; /* the octets that Length counts */
};

/* Reads the frame and moves r past it. A body shorter than the form's minimum is truncated. */
enum wire_error lcaf_decode(struct rd *r, struct lcaf *l);

/* Writes AFI and frame; lcaf_end() fills in the length of what was written since. */
size_t lcaf_begin(struct wr *w, unsigned type);
void lcaf_end(struct wr *w, size_t mark);

#endif
