/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/dp/oversize.h"

#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <string.h>

#include "lib/base.h"
#include "lispd/dp/checksum.h"
#include "lispd/dp/table.h"

#define ICMP_HDR_LEN 8
/* The whole message fits what every host takes: 576 (RFC 1812 4.3.2.3) and 1280 octets. */
#define QUOTE_V4 (576 - 20 - ICMP_HDR_LEN)
#define QUOTE_V6 (1280 - 40 - ICMP_HDR_LEN)

_Static_assert(ICMP_HDR_LEN + QUOTE_V6 <= ICMP_MAX, "buffer for the larger one");

enum { IP_MORE = 0x2000, IP_OFFSET = 0x1fff, OPTION_END = 0, OPTION_NOP = 1, OPTION_COPY = 0x80 };

unsigned oversize_limit(const struct fib_path *p)
{
	unsigned mtu = path_mtu(p);

	if (!mtu)
		mtu = UINT16_MAX;
	return mtu > p->overhead ? mtu - p->overhead : 1;
}

unsigned oversize_floor(const struct inner *in)
{
	return in->version == 4 ? 576 : 1280;
}

static unsigned get16(const uint8_t *p)
{
	return (unsigned)(p[0] << 8 | p[1]);
}

static void put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

void fragments_init(struct fragments *f, const struct inner *in, unsigned limit)
{
	unsigned most;

	f->hdr_len = (in->data[0] & 15u) * 4;
	f->payload = in->len - f->hdr_len;
	most = limit > f->hdr_len + 8 ? (limit - f->hdr_len) / 8 * 8 : 8;
	f->n = f->payload ? (f->payload + most - 1) / most : 1;
	/* Equal shares, as RFC 9300 7.1 wants the two halves. */
	f->piece = (f->payload / f->n + (f->payload % f->n > 0) + 7) / 8 * 8;
	f->n = f->piece ? (f->payload + f->piece - 1) / f->piece : 1;
}

/* Later fragments carry only the options that say so. */
static void drop_options(uint8_t *opt, unsigned len)
{
	unsigned i = 0;

	while (i < len && opt[i] != OPTION_END) {
		unsigned size = opt[i] == OPTION_NOP ? 1 : i + 1 < len ? opt[i + 1] : 0;

		if (opt[i] != OPTION_NOP && size < 2)
			break;
		size = MIN_OF(size, len - i);
		if (!(opt[i] & OPTION_COPY))
			memset(opt + i, OPTION_NOP, size);
		i += size;
	}
}

unsigned fragments_header(const struct fragments *f, const struct inner *in, unsigned i,
			  uint8_t hdr[FRAGMENT_HDR_MAX], const uint8_t **slice, uint32_t *len)
{
	unsigned at = i * f->piece, word = get16(in->data + 6);
	bool last = i + 1 == f->n;

	*len = last ? f->payload - at : f->piece;
	*slice = in->data + f->hdr_len + at;
	memcpy(hdr, in->data, f->hdr_len);
	if (i)
		drop_options(hdr + 20, f->hdr_len - 20);
	put16(hdr + 2, f->hdr_len + *len);
	put16(hdr + 6,
	      (word & ~(unsigned)IP_OFFSET) | ((word & IP_OFFSET) + at / 8) | (last ? 0 : IP_MORE));
	checksum_ip4(hdr);
	return f->hdr_len;
}

/* Errors are not answered with errors, nor is what came to or from no single host. */
bool oversize_may_answer(const struct inner *in)
{
	unsigned type;

	if (!in->first || inner_bad_source(in) || inner_to_group(in))
		return false;
	if (!in->l4 || in->l4 >= in->len)
		return true;
	type = in->data[in->l4];
	if (in->version == 6)
		return in->proto != IPPROTO_ICMPV6 || type >= 128;
	return in->proto != IPPROTO_ICMP || type == ICMP_ECHO || type == ICMP_ECHOREPLY ||
	       type > ICMP_PARAMETERPROB;
}

unsigned oversize_icmp(const struct inner *in, unsigned mtu, uint8_t out[ICMP_MAX])
{
	bool v4 = in->version == 4;
	unsigned quote = MIN_OF(in->len, v4 ? QUOTE_V4 : QUOTE_V6);

	memset(out, 0, ICMP_HDR_LEN);
	out[0] = v4 ? ICMP_DEST_UNREACH : ICMP6_PACKET_TOO_BIG;
	out[1] = v4 ? ICMP_FRAG_NEEDED : 0;
	put16(out + 6, mtu);
	memcpy(out + ICMP_HDR_LEN, in->data, quote);
	if (v4) /* the kernel fills in that of ICMPv6 */
		checksum_put(out + 2, checksum_finish(checksum_add(0, out, ICMP_HDR_LEN + quote)));
	return ICMP_HDR_LEN + quote;
}
