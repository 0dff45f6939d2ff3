/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_WIRE_HEX_H
#define TESTS_UNIT_WIRE_HEX_H

/* Messages of our own making in hexadecimal; blanks separate fields. */

#include <stddef.h>
#include <stdint.h>

#define V4(last) "0001 c63364" last /* 198.51.100.x */
#define V6 "0002 20010db8000000000000000000000007"
#define NONCE "1020304050607080"
#define IDS "00112233445566778899aabbccddeeff 0000000000000042"
#define LOCATOR4 "01 64 ff 00 0005" V4("01")
#define LOCATOR6 "02 32 ff 00 0003" V6
#define RECORD "000005a0 02 18 1000 0000 0001 cb007100" LOCATOR4 LOCATOR6 /* 203.0.113.0/24 */
#define NEGATIVE "0000000f 00 10 2000 0000 0001 cb000000"
#define SHA1_DATA "00010014 a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3"
#define REQUEST "1000 0001" NONCE V4("20") V4("01") "0020 0001 cb007109"

struct bytes {
	uint8_t b[1024];
	size_t len;
};

/* Fails the test on what is not hexadecimal. */
struct bytes hex(const char *text);

#endif
