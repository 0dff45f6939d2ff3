/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIRE_RECORD_H
#define WIRE_RECORD_H

/* What several messages are made of: mapping and locator records (5.4), authentication data
 * (5.6), xTR-ID and Site-ID. */

#include "lispd/wire/msg.h"

#define RECORD_MIN_LEN 12 /* with AFI 0 */
#define LOCATOR_MIN_LEN 8 /* with AFI 0 */

void arena_reset(struct wire_arena *a);

enum record_form {
	RECORD_MAPPING,
	RECORD_REFERRAL, /* RFC 8111 6.4: incomplete bit, signatures behind the locators */
};

/* Reads n records into the arena; *first is the first of them (also when n is 0). */
enum wire_error record_decode(struct rd *r, struct wire_arena *a, unsigned n, enum record_form form,
			      struct mapping **first);
/* Signatures of a referral are not written: their count is sent as 0. */
void record_encode(struct wr *w, const struct mapping *m, enum record_form form);
/* All records of a message; more than fit its 8-bit count make w bad. */
void record_encode_all(struct wr *w, const struct mapping *m, unsigned n, enum record_form form);

/* The 24 octets that end a message whose I bit is set. */
enum wire_error xtr_ids_decode(struct rd *r, struct xtr_ids *ids);
void xtr_ids_encode(struct wr *w, const struct xtr_ids *ids); /* nothing unless present */

/* Key ID, algorithm, length and data; start is where the message begins. */
void auth_field_decode(struct rd *r, struct auth_field *f, const uint8_t *start);
/* Writes zeroes where the data will be, and sets f->offset. */
void auth_field_encode(struct wr *w, struct auth_field *f, size_t start);

#endif
