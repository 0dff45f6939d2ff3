/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The device is made with IFF_MULTI_QUEUE always: the kernel compares that flag when somebody
 * attaches, and a later start may want another number of queues.
 */
#include "lispd/dp/tun.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <linux/virtio_net.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/dp/ns.h"

#ifndef TUN_F_USO4 /* Linux 6.2 */
#define TUN_F_USO4 0x20
#define TUN_F_USO6 0x40
#endif

#define TUN_DEVICE "/dev/net/tun"
/* The default of 500 loses packets whenever a burst meets a busy worker. */
#define TUN_QUEUE_LEN 5000

_Static_assert(sizeof(struct virtio_net_hdr) == TUN_VNET_LEN, "virtio_net_hdr");

static void complain(const char *ifname, const char *what, int error)
{
	const char *remedy = "";

	if (error == ENOENT || error == ENODEV || error == ENXIO)
		remedy = "; load the driver (modprobe tun), or give the container " TUN_DEVICE;
	else if (error == EPERM || error == EACCES)
		remedy = "; lispd needs CAP_NET_ADMIN and access to " TUN_DEVICE;
	else if (error == EBUSY)
		remedy =
			"; another process has it open: stop it, or use another pathspace or namespace";
	else if (error == EINVAL)
		remedy = "; a device of another kind has this name: ip link del it";
	else if (error == EMFILE || error == ENFILE)
		remedy = "; raise the limit of open files (LimitNOFILE=)";
	log_msg(SEV_ERROR, "LISP", "TUN", "%s: %s: %s%s", ifname, what, strerror(error), remedy);
}

static void set_name(struct ifreq *ifr, const char *ifname)
{
	memset(ifr, 0, sizeof(*ifr));
	memcpy(ifr->ifr_name, ifname, strnlen(ifname, IFNAMSIZ - 1));
}

/* Somebody reads from it: the link is up. */
static bool attached(const struct tun *t)
{
	struct ethtool_value link = { .cmd = ETHTOOL_GLINK };
	struct ifreq ifr;

	set_name(&ifr, t->ifname);
	ifr.ifr_data = (void *)&link;
	return ioctl(t->ctl, SIOCETHTOOL, &ifr) == 0 && link.data;
}

static int open_queue(const struct tun *t, bool quiet)
{
	struct ifreq ifr;
	int fd = open(TUN_DEVICE, O_RDWR | O_CLOEXEC | O_NONBLOCK), size = TUN_VNET_LEN, error;

	if (fd < 0) {
		error = errno;
		if (!quiet)
			complain(t->ifname, "open " TUN_DEVICE, error);
		return -error;
	}
	set_name(&ifr, t->ifname);
	ifr.ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR | IFF_MULTI_QUEUE;
	if (ioctl(fd, TUNSETIFF, &ifr) < 0 || ioctl(fd, TUNSETVNETHDRSZ, &size) < 0) {
		error = errno;
		if (!quiet)
			complain(t->ifname, "cannot attach to the TUN device", error);
		close(fd);
		return -error;
	}
	return fd;
}

/* What the kernel may leave for us to do. Older kernels know less. */
static void set_offload(struct tun *t, bool no_offload)
{
	static const unsigned basic = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN;

	if (no_offload) {
		ioctl(t->fd[0], TUNSETOFFLOAD, 0);
		return;
	}
	t->udp_offload = ioctl(t->fd[0], TUNSETOFFLOAD, basic | TUN_F_USO4 | TUN_F_USO6) == 0;
	if (!t->udp_offload && ioctl(t->fd[0], TUNSETOFFLOAD, basic) < 0)
		ioctl(t->fd[0], TUNSETOFFLOAD, 0);
}

int tun_set_mtu(struct tun *t, uint16_t mtu)
{
	struct ifreq ifr;

	set_name(&ifr, t->ifname);
	ifr.ifr_mtu = mtu;
	return ioctl(t->ctl, SIOCSIFMTU, &ifr) < 0 ? -errno : 0;
}

static int set_link(struct tun *t, uint16_t mtu)
{
	struct ifreq ifr;
	int error = tun_set_mtu(t, mtu);

	set_name(&ifr, t->ifname);
	ifr.ifr_qlen = TUN_QUEUE_LEN;
	if (!error && ioctl(t->ctl, SIOCSIFTXQLEN, &ifr) < 0)
		error = -errno;
	set_name(&ifr, t->ifname);
	if (!error && ioctl(t->ctl, SIOCGIFFLAGS, &ifr) < 0)
		error = -errno;
	ifr.ifr_flags = (short)(ifr.ifr_flags | IFF_UP);
	if (!error && ioctl(t->ctl, SIOCSIFFLAGS, &ifr) < 0)
		error = -errno;
	if (error)
		complain(t->ifname, "cannot set the link up", -error);
	return error;
}

/* For "packet too big": the kernel knows which of its addresses faces the sender. Nothing is
 * received here. */
static void open_icmp(struct tun *t)
{
	struct icmp_filter none4 = { .data = ~0u };
	struct icmp6_filter none6;
	int tiny = 1;

	memset(&none6, 0xff, sizeof(none6));
	t->icmp[0] = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_ICMP);
	t->icmp[1] = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_ICMPV6);
	setsockopt(t->icmp[0], SOL_RAW, ICMP_FILTER, &none4, sizeof(none4));
	setsockopt(t->icmp[1], IPPROTO_ICMPV6, ICMPV6_FILTER, &none6, sizeof(none6));
	for (int i = 0; i < 2; i++)
		setsockopt(t->icmp[i], SOL_SOCKET, SO_RCVBUF, &tiny, sizeof(tiny));
}

static int open_inside(struct tun *t, const struct tun_cfg *cfg)
{
	int error;

	t->ctl = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (t->ctl < 0) {
		error = errno;
		complain(t->ifname, "socket", error);
		return -error;
	}
	if (!cfg->ours && attached(t)) {
		complain(t->ifname, "cannot attach to the TUN device", EBUSY);
		return -EBUSY;
	}
	for (; t->n_queues < cfg->n_queues; t->n_queues++) {
		int fd = open_queue(t, false);

		if (fd < 0)
			return fd;
		t->fd[t->n_queues] = fd;
	}
	set_offload(t, cfg->no_offload);
	open_icmp(t);
	error = set_link(t, cfg->mtu);
	if (!error)
		tun_set_persist(t, true);
	return error;
}

int tun_open(struct tun *t, const struct tun_cfg *cfg)
{
	int back, error;

	*t = (struct tun){ .ctl = -1, .icmp = { -1, -1 } };
	snprintf(t->ifname, sizeof(t->ifname), "%s", cfg->ifname);
	error = ns_enter(cfg->netns_fd, &back);
	if (error) {
		complain(t->ifname, "cannot enter the namespace of the VRF", -error);
		return error;
	}
	t->fd = xcalloc(cfg->n_queues, sizeof(*t->fd));
	error = open_inside(t, cfg);
	ns_leave(back);
	if (error)
		tun_close(t);
	return error;
}

static int reopen_inside(struct tun *t, const struct tun_cfg *cfg)
{
	for (unsigned i = 0; i < t->n_queues; i++) {
		int fd = open_queue(t, true);

		if (fd < 0)
			return fd;
		dup3(fd, t->fd[i], O_CLOEXEC);
		close(fd);
	}
	set_offload(t, cfg->no_offload);
	tun_set_persist(t, true);
	return set_link(t, cfg->mtu);
}

int tun_reopen(struct tun *t, const struct tun_cfg *cfg)
{
	int ns = ioctl(t->ctl, SIOCGSKNS), back, error;

	if (ns < 0)
		return -errno;
	error = ns_enter(ns, &back);
	close(ns);
	if (error)
		return error;
	error = reopen_inside(t, cfg);
	ns_leave(back);
	return error;
}

void tun_set_persist(struct tun *t, bool persist)
{
	if (t->n_queues)
		ioctl(t->fd[0], TUNSETPERSIST, persist ? 1UL : 0UL);
}

static void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

void tun_close(struct tun *t)
{
	for (unsigned i = 0; i < t->n_queues; i++)
		close(t->fd[i]);
	free(t->fd);
	t->fd = NULL;
	t->n_queues = 0;
	close_fd(t->ctl);
	close_fd(t->icmp[0]);
	close_fd(t->icmp[1]);
	t->ctl = t->icmp[0] = t->icmp[1] = -1;
}

/* --- packets ---------------------------------------------------------------------------------- */

bool vnet_decode(const uint8_t *hdr, const uint8_t *data, size_t len, struct tun_vnet *v)
{
	struct virtio_net_hdr h;
	unsigned version;

	memcpy(&h, hdr, sizeof(h));
	*v = (struct tun_vnet){
		.needs_csum = h.flags & VIRTIO_NET_HDR_F_NEEDS_CSUM,
		.ecn = h.gso_type & VIRTIO_NET_HDR_GSO_ECN,
		.gso_type = h.gso_type & (uint8_t)~VIRTIO_NET_HDR_GSO_ECN,
		.hdr_len = h.hdr_len,
		.gso_size = h.gso_size,
		.csum_start = h.csum_start,
		.csum_offset = h.csum_offset,
	};
	if (len < 20)
		return false;
	version = data[0] >> 4;
	if (v->needs_csum && (size_t)v->csum_start + v->csum_offset + 2 > len)
		return false;
	switch (v->gso_type) {
	case VNET_GSO_NONE:
		return true;
	case VNET_GSO_TCPV4:
		return version == 4 && v->needs_csum && v->gso_size;
	case VNET_GSO_TCPV6:
		return version == 6 && v->needs_csum && v->gso_size;
	case VNET_GSO_UDP_L4:
		return v->needs_csum && v->gso_size;
	}
	return false;
}

void vnet_encode(uint8_t *hdr, const struct tun_vnet *v)
{
	struct virtio_net_hdr h = {
		.flags = v->needs_csum ? VIRTIO_NET_HDR_F_NEEDS_CSUM : 0,
		.gso_type = v->gso_type,
		.hdr_len = v->hdr_len,
		.gso_size = v->gso_size,
		.csum_start = v->csum_start,
		.csum_offset = v->csum_offset,
	};

	if (v->ecn)
		h.gso_type |= VIRTIO_NET_HDR_GSO_ECN;
	memcpy(hdr, &h, sizeof(h));
}

unsigned tun_read_batch(int fd, struct tun_packet *p, unsigned max, uint8_t *arena, size_t size,
			unsigned *n_bad)
{
	size_t used = 0;
	unsigned n = 0;

	*n_bad = 0;
	while (n + *n_bad < max && size - used >= TUN_ARENA_MIN) {
		uint8_t *data = arena + used + TUN_HEADROOM;
		ssize_t got = read(fd, data - TUN_VNET_LEN, TUN_VNET_LEN + TUN_PACKET_MAX + 1);

		if (got <= 0)
			break;
		p[n].data = data;
		p[n].len = got > TUN_VNET_LEN ? (uint32_t)got - TUN_VNET_LEN : 0;
		if (p[n].len > TUN_PACKET_MAX ||
		    !vnet_decode(data - TUN_VNET_LEN, data, p[n].len, &p[n].vnet)) {
			++*n_bad;
			continue;
		}
		/* The next packet begins on a cache line of its own. */
		used += (TUN_HEADROOM + p[n].len + 63) / 64 * 64;
		n++;
	}
	return n;
}

static bool write_one(int fd, const struct iovec *iov, unsigned n)
{
	return writev(fd, iov, (int)n) >= 0;
}

unsigned tun_write_batch(int fd, struct tun_out *out, unsigned n)
{
	uint8_t hdr[TUN_VNET_LEN];
	unsigned refused = 0;

	for (unsigned i = 0; i < n; i++) {
		vnet_encode(hdr, &out[i].vnet);
		out[i].iov[0] = (struct iovec){ .iov_base = hdr, .iov_len = sizeof(hdr) };
		out[i].failed = !write_one(fd, out[i].iov, out[i].n_iov);
		refused += out[i].failed;
	}
	return refused;
}

bool tun_write(int fd, const struct tun_vnet *vnet, const uint8_t *data, size_t len)
{
	uint8_t hdr[TUN_VNET_LEN];
	struct iovec iov[2] = {
		{ .iov_base = hdr, .iov_len = sizeof(hdr) },
		{ .iov_base = (void *)(uintptr_t)data, .iov_len = len },
	};

	vnet_encode(hdr, vnet);
	return write_one(fd, iov, 2);
}
