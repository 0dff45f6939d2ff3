/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_DPFAKE_H
#define TESTS_UNIT_DPFAKE_H

/*
 * A data plane without threads and without a TUN: the device is a pair of local sockets, of which
 * the test holds the other end; what is encapsulated goes over the loopback of a namespace of its
 * own, where the test listens on 4341.
 */

#include "lib/loop.h"
#include "lispd/dp/dp.h"
#include "lispd/dp/punt.h"
#include "lispd/dp/tun.h"

struct dpfake {
	struct loop *loop;
	struct dp *dp;
	struct fib_table *t;
	int host;    /* the kernel's end of the TUN */
	int peer[2]; /* raw UDP sockets by family: what the other router gets */
	unsigned n_punts;
	struct punt_packet punt; /* the last one, without its data */
};

/* False when the environment does not allow it (root is needed): the test should skip. */
bool dpfake_new(struct dpfake *f, const struct fib_table_cfg *cfg);
void dpfake_free(struct dpfake *f);
/* Runs the worker and control until nothing happens any more. */
void dpfake_run(struct dpfake *f);

/* What the kernel hands to the TUN. vnet NULL: nothing special about the packet. */
void dpfake_from_host(struct dpfake *f, const struct tun_vnet *vnet, const uint8_t *data,
		      size_t len);
/* The next packet that was written to the TUN; 0 = none. */
size_t dpfake_to_host(struct dpfake *f, struct tun_vnet *vnet, uint8_t *buf, size_t size);

/* The next packet that went out, from its IPv4 header on; 0 = none. */
size_t dpfake_sent4(struct dpfake *f, uint8_t *buf, size_t size);
/* The same for IPv6, from the UDP header on. */
size_t dpfake_sent6(struct dpfake *f, uint8_t *buf, size_t size, int *hop_limit, int *tclass);
/* Sends a UDP payload to our port as another router would. */
void dpfake_receive(struct dpfake *f, uint16_t port, uint8_t ttl, uint8_t tos, const uint8_t *data,
		    size_t len);

/* An entry for prefix to the locator (or two, evenly). */
void dpfake_entry(struct dpfake *f, const char *prefix, enum fib_encap encap, uint32_t iid,
		  const char *local, const char *remote);
void dpfake_local(struct dpfake *f, const char *prefix, uint32_t lsbs);
struct dp_stats dpfake_stats(const struct dpfake *f);

/* Builds IPv4 or IPv6 packets; returns the length. payload octets count up from 0. */
struct dpfake_ip {
	const char *src, *dst;
	uint8_t proto, ttl, tos;
	uint16_t id, frag; /* IPv4: identification, flags and offset as in the header */
	uint16_t sport, dport;
	uint32_t seq;
	uint8_t flags;	  /* TCP */
	unsigned options; /* octets of TCP options (NOP) */
	bool partial;	  /* checksum of the pseudo header only, as with offload */
};
size_t dpfake_packet(uint8_t *buf, const struct dpfake_ip *ip, size_t payload);
/* Slow and obvious. */
uint16_t dpfake_csum(const uint8_t *ip, size_t len, unsigned proto, size_t l4);

#endif
