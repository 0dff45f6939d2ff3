/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_FAST_H
#define DP_FAST_H

/*
 * What lispd and its programs in the kernel share: the keys and values of their maps. Addresses
 * and ports are as on the wire, everything else is the host's.
 */

#include <linux/types.h>

#define FAST_VERSION 1 /* of this layout: maps of another one are not adopted */
#define FAST_BUCKETS 128
#define FAST_PATHS 8 /* entries with more locators stay with the workers */
#define FAST_HDR_LEN 8
#define FAST_NAME 32

enum { FAST_TUNNEL_PORT = 4341, FAST_FIRST_PORT = 0xC000, FAST_PORTS = 16 };

struct fast_cfg {	   /* map "config", one row */
	__u64 valid_until; /* CLOCK_MONOTONIC, ns: nobody has looked after the maps since long */
	__u64 seed;	   /* of the flow hash */
	__u32 version, generation;
	char name[FAST_NAME]; /* of the router */
};

enum {
	FAST_SEND_LSBS = 1,
	FAST_PROCESS_LSBS = 2,
	FAST_DECAP_ANY = 4,
	FAST_TTL = 8,
};

struct fast_table { /* map "tables", by index of the TUN */
	__u32 iid, flags, generation, unused;
};

struct fast_inbound { /* map "inbound", by instance ID: the one table that takes it */
	__u32 ifindex, generation;
};

struct fast_key4 { /* length is that of the prefix, and 32 */
	__u32 length, table;
	__u8 addr[4];
};

struct fast_key6 {
	__u32 length, table;
	__u8 addr[16];
};

struct fast_addr { /* map "own": where encapsulated packets come to; IPv4 is ::ffff:a.b.c.d */
	__u8 b[16];
};

struct fast_path {
	__u8 local[16], remote[16]; /* IPv4: the first four octets */
	__u16 mtu;		    /* what control says of whole outer packets; 0 = nothing */
	__u8 v6, unused;
	__u8 hdr[FAST_HDR_LEN];
};

struct fast_entry { /* maps "remote4", "remote6" */
	__u32 id;   /* of its cell */
	__u32 generation;
	__u32 n_paths; /* 0: not for us, the workers know */
	__u32 iid;
	__u64 lsbs; /* last seen from there, and 1; 0 = none yet */
	__u8 bucket[FAST_BUCKETS];
	struct fast_path path[FAST_PATHS];
};

struct fast_local { /* maps "local4", "local6" */
	__u32 lsbs, generation;
	__u32 away; /* it has moved: the workers tell control who sends */
};

struct fast_cell {		    /* map "cells": per processor, by id of an entry */
	__u64 packets, bytes, last; /* CLOCK_MONOTONIC, ns */
};

struct fast_totals { /* map "totals": per processor, by index of the TUN */
	__u64 encap_packets, encap_bytes, decap_packets, decap_bytes;
};

#endif
