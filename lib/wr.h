/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_WR_H
#define LIB_WR_H

/*
 * Bounded write cursor, the mirror of lib/rd.h: when the buffer is full nothing more is written
 * and bad stays set. Lengths and counts are filled in afterwards through marks.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wr {
	uint8_t *start, *p, *end;
	bool bad;
};

struct wr wr_init(void *buf, size_t len);
size_t wr_len(const struct wr *w); /* octets written so far */
void wr_u8(struct wr *w, uint8_t v);
void wr_u16(struct wr *w, uint16_t v); /* host order in, network order out, as all below */
void wr_u32(struct wr *w, uint32_t v);
void wr_u64(struct wr *w, uint64_t v);
void wr_bytes(struct wr *w, const void *src, size_t len);
void wr_zero(struct wr *w, size_t len);
size_t wr_mark(const struct wr *w); /* the offset of the next octet */
void wr_set_u8(struct wr *w, size_t mark, uint8_t v);
void wr_set_u16(struct wr *w, size_t mark, uint16_t v);

#endif
