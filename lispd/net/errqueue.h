/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_ERRQUEUE_H
#define NET_ERRQUEUE_H

/* Private to net. ICMP errors about what a socket sent, from its error queue. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"

struct icmp_error {
	int family;
	struct addr from;      /* who says so; family 0: this host */
	struct endpoint about; /* where the packet went; port of UDP */
	int error;	       /* errno */
	uint8_t type, code;    /* of the ICMP message */
	uint32_t mtu;	       /* when it was too big */
	uint8_t data[64];      /* begin of the packet's transport header */
	size_t len;
};

void errqueue_enable(int fd, int family);
bool errqueue_read(int fd, int family, struct icmp_error *out); /* false: no more */
/* Empties the queue and clears the pending error, which the next send would return. */
void errqueue_clear(int fd, int family);

bool icmp_error_is_ttl(const struct icmp_error *e);
bool icmp_error_is_too_big(const struct icmp_error *e);
bool icmp_error_is_prohibited(const struct icmp_error *e);

#endif
