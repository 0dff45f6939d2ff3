/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_TUN_H
#define DP_TUN_H

/*
 * The TUN device of a table: persistent, several queues (one per worker), with a virtio-net
 * header, so that one read or write moves up to 64 KB of a TCP stream.
 */

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/uio.h>

struct tun_cfg {
	const char *ifname;
	int netns_fd; /* -1 = own */
	unsigned n_queues;
	uint16_t mtu;
	bool no_offload;
	bool ours; /* we have it open ourselves: being attached is no reason to refuse */
};

struct tun {
	char ifname[IFNAMSIZ];
	int ctl;     /* socket in the device's namespace, for ioctl */
	int icmp[2]; /* raw sockets there, by family; -1 = none */
	unsigned n_queues;
	int *fd;	  /* per queue */
	bool udp_offload; /* UDP segmentation both ways */
};

/* virtio_net_hdr with a sane order of bytes; gso_type without the ECN bit. */
struct tun_vnet {
	bool needs_csum, ecn;
	uint8_t gso_type;
	uint16_t hdr_len, gso_size, csum_start, csum_offset;
};

#define TUN_VNET_LEN 10
/* Room before the packet for a tunnel header. */
#define TUN_HEADROOM 32
#define TUN_PACKET_MAX 65535
#define TUN_ARENA_MIN (TUN_HEADROOM + TUN_PACKET_MAX + 1)
#define TUN_BATCH 64

enum { VNET_GSO_NONE = 0, VNET_GSO_TCPV4 = 1, VNET_GSO_TCPV6 = 4, VNET_GSO_UDP_L4 = 5 };

struct tun_packet {
	uint8_t *data; /* TUN_HEADROOM octets before it are free to write */
	uint32_t len;
	struct tun_vnet vnet;
};

/* 0 or -errno, with one log line that names the device and the remedy. */
int tun_open(struct tun *t, const struct tun_cfg *cfg);
void tun_close(struct tun *t);
/* The device was deleted: makes it again behind the same descriptor numbers, which workers may be
 * using meanwhile. 0 or -errno, silently. */
int tun_reopen(struct tun *t, const struct tun_cfg *cfg);
/* Whether the device stays when its last descriptor is closed. */
void tun_set_persist(struct tun *t, bool persist);
int tun_set_mtu(struct tun *t, uint16_t mtu);

/* Workers. Fills packets from the arena until one of them is exhausted or nothing is there; n_bad
 * counts what came with a header that makes no sense. */
unsigned tun_read_batch(int fd, struct tun_packet *p, unsigned max, uint8_t *arena, size_t size,
			unsigned *n_bad);

struct tun_out { /* one packet to write, in pieces */
	struct tun_vnet vnet;
	struct iovec *iov; /* iov[0] is left to tun_write_batch */
	unsigned n_iov;	   /* iov[0] included */
	uint32_t len;
	uint16_t n_packets; /* that were joined */
	bool failed;	    /* result */
};

/* Returns how many the kernel refused. */
unsigned tun_write_batch(int fd, struct tun_out *out, unsigned n);
bool tun_write(int fd, const struct tun_vnet *vnet, const uint8_t *data, size_t len);

/* The header as the kernel has it: pure, for tests and fuzzing. False: nonsense for this packet. */
bool vnet_decode(const uint8_t *hdr, const uint8_t *data, size_t len, struct tun_vnet *v);
void vnet_encode(uint8_t *hdr, const struct tun_vnet *v);

#endif
