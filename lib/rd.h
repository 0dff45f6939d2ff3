/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_RD_H
#define LIB_RD_H

/*
 * Bounded read cursor over bytes from the network. A short read gives zero, sets bad, and bad
 * stays. Test bad before a value becomes a count, an index or a length; end a record with
 * rd_done() unless the format allows more bytes there. Nothing is allocated or copied.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rd {
	const uint8_t *p, *end;
	bool bad;
};

struct rd rd_init(const void *buf, size_t len);
size_t rd_left(const struct rd *r); /* octets; 0 when bad */
bool rd_done(const struct rd *r);   /* all read and nothing went wrong */
uint8_t rd_u8(struct rd *r);
uint16_t rd_u16(struct rd *r); /* network order in, host order out, as all below */
uint32_t rd_u32(struct rd *r);
uint64_t rd_u64(struct rd *r);
/* A pointer to len octets inside the buffer, or NULL and bad. len 0 gives a valid pointer. */
const uint8_t *rd_bytes(struct rd *r, size_t len);
void rd_copy(struct rd *r, void *dst, size_t len); /* zeroes dst when short */
void rd_skip(struct rd *r, size_t len);
/* A cursor over the next len octets; r moves past them. Bad when there are fewer. */
struct rd rd_sub(struct rd *r, size_t len);

#endif
