/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_ADDR_H
#define LIB_ADDR_H

/*
 * An IP address as a value: family and octets in network order. Family 0 means "none";
 * unused octets are zero, so that two addresses are equal when their bytes are.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

struct addr {
	uint8_t family; /* 0, AF_INET or AF_INET6 */
	uint8_t b[16];
};

struct endpoint {
	struct addr addr;
	uint16_t port; /* host order */
};

struct addr_buf {
	char s[48];
};

struct endpoint_buf {
	char s[56];
};

struct addr addr_v4(uint32_t host_order);
struct addr addr_v6(const uint8_t b[16]);
uint32_t addr_v4_value(const struct addr *a); /* host order; a is AF_INET */

size_t addr_len(const struct addr *a);	  /* 0, 4 or 16 octets */
unsigned addr_bits(const struct addr *a); /* 0, 32 or 128 */
unsigned family_bits(int family);	  /* the same for a family */

/* Takes dotted or colon form, nothing before or after it. */
bool addr_parse(const char *s, struct addr *out);

/* IPv6 in upper case, compressed, as IOS prints it. */
struct addr_buf addr_str(const struct addr *a);
struct endpoint_buf endpoint_str(const struct endpoint *e); /* A.B.C.D:port, X:X::X.port */

/* None before IPv4 before IPv6, then by value (RFC 9301 section 5.5 order). */
int addr_cmp(const struct addr *a, const struct addr *b);
bool addr_equal(const struct addr *a, const struct addr *b);
uint64_t addr_hash(const struct addr *a, uint64_t seed);

bool addr_is_none(const struct addr *a);
bool addr_is_unspecified(const struct addr *a); /* 0.0.0.0 or :: */
bool addr_is_multicast(const struct addr *a);
bool addr_is_broadcast(const struct addr *a); /* 255.255.255.255 */
bool addr_is_loopback(const struct addr *a);
bool addr_is_link_local(const struct addr *a);
/* Usable as the unicast address of a router: none of the above. */
bool addr_is_unicast(const struct addr *a);

socklen_t addr_to_sockaddr(const struct addr *a, uint16_t port, struct sockaddr_storage *ss);
/* False for a family that is neither IPv4 nor IPv6; IPv4-mapped becomes IPv4. */
bool addr_from_sockaddr(const void *sa, struct endpoint *out);

#endif
