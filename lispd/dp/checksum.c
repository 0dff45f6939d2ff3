/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/dp/checksum.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE_MIN 128

/* 32-bit words into 64-bit lanes, 64 octets a round; the rest is left to the caller. */
__attribute__((target("avx2"))) static uint64_t add_wide(const uint8_t **data, size_t *len)
{
	const __m256i low = _mm256_set1_epi64x(0xffffffff);
	__m256i a = _mm256_setzero_si256(), b = a, c = a, d = a;
	const uint8_t *p = *data;
	uint64_t lane[4];

	for (; *len >= 64; *len -= 64, p += 64) {
		__m256i v = _mm256_loadu_si256((const __m256i_u *)(const void *)p);
		__m256i w = _mm256_loadu_si256((const __m256i_u *)(const void *)(p + 32));

		a = _mm256_add_epi64(a, _mm256_and_si256(v, low));
		b = _mm256_add_epi64(b, _mm256_srli_epi64(v, 32));
		c = _mm256_add_epi64(c, _mm256_and_si256(w, low));
		d = _mm256_add_epi64(d, _mm256_srli_epi64(w, 32));
	}
	*data = p;
	a = _mm256_add_epi64(_mm256_add_epi64(a, b), _mm256_add_epi64(c, d));
	_mm256_storeu_si256((__m256i_u *)(void *)lane, a);
	return lane[0] + lane[1] + lane[2] + lane[3];
}
#endif

static uint64_t add64(uint64_t sum, uint64_t v)
{
	sum += v;
	return sum + (sum < v);
}

/* 16-bit one's complement sums may be taken over wider words: the carries come round at the end. */
uint64_t checksum_add(uint64_t sum, const void *data, size_t len)
{
	const uint8_t *p = data;
	uint64_t a = sum, b = 0, v, w;

#if defined(__x86_64__)
	if (len >= WIDE_MIN && __builtin_cpu_supports("avx2"))
		b = add_wide(&p, &len);
#endif
	for (; len >= 32; len -= 32, p += 32) {
		memcpy(&v, p, 8);
		memcpy(&w, p + 8, 8);
		a = add64(a, v);
		b = add64(b, w);
		memcpy(&v, p + 16, 8);
		memcpy(&w, p + 24, 8);
		a = add64(a, v);
		b = add64(b, w);
	}
	a = add64(a, b);
	for (; len >= 8; len -= 8, p += 8) {
		memcpy(&v, p, 8);
		a = add64(a, v);
	}
	if (len) {
		v = 0;
		memcpy(&v, p, len);
		a = add64(a, v);
	}
	return a;
}

uint16_t checksum_fold(uint64_t sum)
{
	sum = (sum >> 32) + (sum & 0xffffffff);
	sum = (sum >> 32) + (sum & 0xffffffff);
	sum = (sum >> 16) + (sum & 0xffff);
	sum = (sum >> 16) + (sum & 0xffff);
	return (uint16_t)sum;
}

uint16_t checksum_finish(uint64_t sum)
{
	return (uint16_t)~checksum_fold(sum);
}

uint64_t checksum_pseudo(const uint8_t *ip, uint8_t proto, uint32_t len)
{
	uint8_t tail[8] = { (uint8_t)(len >> 24),
			    (uint8_t)(len >> 16),
			    (uint8_t)(len >> 8),
			    (uint8_t)len,
			    0,
			    0,
			    0,
			    proto };
	bool v4 = ip[0] >> 4 == 4;

	return checksum_add(checksum_add(0, tail, 8), ip + (v4 ? 12 : 8), v4 ? 8 : 32);
}

void checksum_put(uint8_t *at, uint16_t sum)
{
	memcpy(at, &sum, sizeof(sum));
}

void checksum_ip4(uint8_t *hdr)
{
	checksum_put(hdr + 10, 0);
	checksum_put(hdr + 10, checksum_finish(checksum_add(0, hdr, (hdr[0] & 15u) * 4)));
}

bool checksum_ip4_right(const uint8_t *hdr)
{
	return checksum_finish(checksum_add(0, hdr, (hdr[0] & 15u) * 4)) == 0;
}

bool checksum_l4_right(const uint8_t *ip, uint8_t proto, const uint8_t *l4, size_t len)
{
	uint64_t sum = checksum_pseudo(ip, proto, (uint32_t)len);

	return checksum_finish(checksum_add(sum, l4, len)) == 0;
}
