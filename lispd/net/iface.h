/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_IFACE_H
#define NET_IFACE_H

/*
 * The interfaces of the router. An entry exists because the operator configured it, because the
 * kernel has such a device, or both. What was typed (struct iface_cfg) is applied to the device
 * as soon as there is one and again when it comes back; devices that nobody configured are only
 * watched. News from the kernel and effects of configuration reach the listeners.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "lib/loop.h"
#include "lib/out.h"
#include "lib/prefix.h"
#include "lispd/net/ifname.h"
#include "lispd/net/vrf.h"

#define IFACE_MAX_ADDRS 64 /* typed, per interface and family */

struct iface_table;
struct kdev;
struct kdev_table;

/* --- what the operator typed ----------------------------------------------------------------- */

struct iface_cfg_addr {
	struct addr addr; /* with eui64: as typed, the lower half is filled in from the MAC */
	uint8_t plen;
	bool secondary;	 /* IPv4 */
	bool eui64;	 /* IPv6 */
	bool link_local; /* IPv6: "... link-local" */
	bool anycast;	 /* IPv6; stored only */
};

enum iface_admin {
	IFACE_ADMIN_DEFAULT, /* nothing typed, or "no shutdown": up */
	IFACE_ADMIN_SHUTDOWN,
};

/* Changed by the iface_set_ functions only; the writers of the running-config read it. */
struct iface_cfg {
	char name[IFNAME_LEN];	    /* canonical; heads the block */
	char *description;	    /* NULL: none */
	char vrf[VRF_NAME_MAX + 1]; /* "" = the default VRF; may name one that is not there yet */
	enum iface_admin admin;
	struct iface_cfg_addr *v4, *v6; /* primary first, then as typed */
	unsigned n_v4, n_v6;
	bool v4_dhcp; /* "ip address dhcp": somebody else's client sets the address */
	bool ipv6_enable;
	uint32_t mtu, ip_mtu, ipv6_mtu; /* 0: not typed */
	bool has_mac;
	uint8_t mac[6];
	uint16_t dot1q; /* sub-interface: VLAN id; 0 none */
};

/* --- what is --------------------------------------------------------------------------------- */

enum iface_origin {
	IFADDR_TYPED,	/* in cfg; ours to add and to remove */
	IFADDR_ADOPTED, /* in the kernel, not typed: shown like typed, left alone */
	IFADDR_AUTO,	/* IPv6 link-local address that the kernel made */
};

struct iface_addr {
	struct addr addr;
	uint8_t plen;
	enum iface_origin origin;
	bool secondary;
	bool link_local;
	bool in_kernel; /* false: typed, but there is no device, or it is shut down, or refused */
	bool tentative; /* duplicate address detection still runs */
	bool duplicate; /* ... and found another owner */
	bool expires;	/* has a lifetime: DHCP or SLAAC gave it */
};

struct iface {
	TAILQ_ENTRY(iface) link; /* ifname_cmp() order */
	struct iface_table *table;
	struct ifname name; /* name.s is the key; stable for the life of the entry */
	unsigned created;   /* ever growing: order of creation */
	bool configured; /* the operator typed "interface X", and not "no interface X" after it */
	struct iface_cfg cfg;
	void *user; /* for the layer above; it frees it when told IFACE_DELETED */

	/* The VRF it is in. NULL while the one that cfg names does not exist or cannot be made: the
	 * interface is then held out of the other ones, its addresses are not active. */
	struct vrf *vrf;

	/* The kernel's side. A Loopback without a device of its own is present with dev "lo". */
	bool present; /* bound to a device; false: the following are the last ones known or zero */
	char dev[IFNAME_DEV_LEN];
	int ifindex;
	unsigned flags;	  /* IFF_UP ...; use iface_status() for questions */
	bool running;	  /* carrier: IFF_LOWER_UP and operational */
	uint32_t mtu;	  /* of the device */
	uint16_t hw_type; /* ARPHRD_ETHER ... */
	bool has_mac;
	uint8_t mac[6];
	struct iface_addr *addr; /* IPv4 primary, secondaries, then IPv6: link-local, others */
	unsigned n_addrs;

	/* --- private to net --- */
	struct kdev *kdev; /* the device; lo's when on_lo */
	bool on_lo;	   /* Loopback whose addresses are on lo */
	bool dirty;	   /* cfg is to be applied */
	bool dead;
	unsigned pending;   /* enum iface_change not yet told */
	bool told, told_up; /* state of the line as logged */
	enum { IFACE_PUSHED_NOTHING, IFACE_PUSHED_UP, IFACE_PUSHED_DOWN } pushed;
	uint32_t first_mtu; /* before we changed it; 0 = we did not */
	bool has_first_mac;
	uint8_t first_mac[6];
};

TAILQ_HEAD(iface_list, iface);

enum iface_change {
	IFACE_NEW = 0x01,    /* the entry */
	IFACE_DEVICE = 0x02, /* bound to a device, or its device has gone or was renamed */
	IFACE_STATE = 0x04,  /* iface_status() or iface_line_up() */
	IFACE_ADDR = 0x08,   /* added, removed, became usable */
	IFACE_MTU = 0x10,
	IFACE_VRF = 0x20,     /* moved to another VRF: ifindex may be another, too */
	IFACE_CONFIG = 0x40,  /* cfg */
	IFACE_DELETED = 0x80, /* the entry goes when the call returns */
};

/* In the caller's memory. Called from the loop, never from inside a function of this header;
 * several changes of one interface come as one call. Anything may be called from it. */
struct iface_listener {
	void (*changed)(void *arg, struct iface *i, unsigned what); /* enum iface_change bits */
	void *arg;
	struct iface_listener *next; /* the table's */
};

struct iface_table {
	struct loop *loop;
	struct vrf_table *vrfs;
	struct iface_list list;
	struct iface_list graveyard; /* deleted, not yet told */
	struct iface_listener *listeners;
	struct kdev_table *kdevs;
	struct vrf_watch watch;
	struct timer tell;   /* delivers pending changes */
	struct timer work;   /* applies what is dirty */
	struct timer search; /* looks for devices that are awaited */
	unsigned n_created;
	bool swept;		   /* the start's configuration is complete */
	const char *loopback_kind; /* of the device behind a Loopback: "dummy"; tests use another */
};

void iface_init(struct iface_table *t, struct loop *loop, struct vrf_table *vrfs);
/* Leaves devices and addresses as they are. */
void iface_fini(struct iface_table *t);
/* Configuration is applied to devices on the next turn of the loop: all of a loaded file at once,
 * so that a start does not undo and redo what an earlier run left. This does it now. */
void iface_apply_now(struct iface_table *t);
/* After the start's configuration: applies it, and removes addresses and Loopback devices that an
 * earlier run of ours left and that nobody asked for. */
void iface_sweep(struct iface_table *t);
void iface_listen(struct iface_table *t, struct iface_listener *l);
void iface_unlisten(struct iface_table *t, struct iface_listener *l);

/* --- finding --------------------------------------------------------------------------------- */

struct iface *iface_find(const struct iface_table *t, const char *name); /* canonical name */
/* What a person typed: any abbreviation, or the Linux name of a device that is present. NULL when
 * there is no such entry. */
struct iface *iface_resolve(const struct iface_table *t, const char *text);
struct iface *iface_by_index(const struct iface_table *t, const struct vrf *v, int ifindex);
/* Whose address it is: in the kernel of that VRF, not tentative. NULL: not ours. */
struct iface *iface_by_addr(const struct iface_table *t, const struct vrf *v, const struct addr *a);
/* The interface whose subnet (of an address in the kernel) holds a; the longest one. */
struct iface *iface_by_subnet(const struct iface_table *t, const struct vrf *v,
			      const struct addr *a);
/* Walks: NULL begins, NULL ends. In the order of the running-config; of show ip interface brief.
 * Linux's own "lo" has no entry unless somebody put addresses there that no Loopback claims. */
struct iface *iface_next(const struct iface_table *t, const struct iface *after);
struct iface *iface_next_brief(const struct iface_table *t, const struct iface *after);

/* --- asking ---------------------------------------------------------------------------------- */

enum iface_status { IFACE_UP, IFACE_DOWN, IFACE_ADMIN_DOWN };

enum iface_status iface_status(const struct iface *i);
bool iface_line_up(const struct iface *i); /* "line protocol" */
/* The address to use as its locator or source: IPv4 primary; first IPv6 address that is not
 * link-local. Only while the line is up and the address usable. */
bool iface_address(const struct iface *i, int family, struct addr *out);
uint32_t iface_ip_mtu(const struct iface *i, int family); /* 0: unknown */

struct iface_counters {
	uint64_t rx_packets, rx_bytes, rx_errors, rx_dropped, rx_multicast, rx_crc, rx_frame,
		rx_over, rx_fifo;
	uint64_t tx_packets, tx_bytes, tx_errors, tx_dropped, tx_carrier, tx_collisions;
	uint32_t speed_mbps; /* 0: unknown */
	bool full_duplex;
};

/* Asks the kernel now. Zeros when there is no device. */
void iface_counters(const struct iface *i, struct iface_counters *out);

/* --- configuration --------------------------------------------------------------------------- */

/* What a line of configuration may be answered. Where the answer is a refusal or a remark, its
 * text, lines ended by a newline as IOS words it, is printed into msg (NULL: thrown away). */
enum iface_result {
	IFACE_OK,      /* done, or kept until the kernel can; a remark may be in msg */
	IFACE_REFUSED, /* nothing has changed */
};

/* "interface X": the entry, configured from now on; a Loopback's device is made. NULL (and text in
 * msg) for what cannot be configured. name comes from ifname_parse(). */
struct iface *iface_add(struct iface_table *t, const struct ifname *name, struct out *msg);
/* "no interface X": logical ones go, with their device if we made it; physical ones refuse. */
enum iface_result iface_del(struct iface *i, struct out *msg);
/* "default interface X" (prints nothing): the block is empty again. Addresses typed are removed. */
enum iface_result iface_set_default(struct iface *i);

enum iface_result iface_set_description(struct iface *i, const char *text); /* NULL: none */
enum iface_result iface_set_shutdown(struct iface *i, bool shutdown);
/* name NULL or "": the default VRF. Addresses typed are removed, with IOS's line about it. */
enum iface_result iface_set_vrf(struct iface *i, const char *name, struct out *msg);

/* ip address A MASK [secondary]. mask may be non-contiguous: that is what is refused. A new primary
 * replaces the typed one. */
enum iface_result iface_set_ip(struct iface *i, const struct addr *a, const struct addr *mask,
			       bool secondary, struct out *msg);
/* no ip address A MASK [secondary]: typed or adopted. */
enum iface_result iface_unset_ip(struct iface *i, const struct addr *a, const struct addr *mask,
				 bool secondary, struct out *msg);
/* no ip address: all of them, typed and adopted. */
enum iface_result iface_clear_ip(struct iface *i);
enum iface_result iface_set_ip_dhcp(struct iface *i, bool on);

/* ipv6 address PFX [eui-64|anycast], ipv6 address A link-local (plen is then ignored). addr keeps
 * its host bits. */
enum iface_result iface_set_ipv6(struct iface *i, const struct iface_cfg_addr *a, struct out *msg);
enum iface_result iface_unset_ipv6(struct iface *i, const struct iface_cfg_addr *a,
				   struct out *msg);
enum iface_result iface_clear_ipv6(struct iface *i);
enum iface_result iface_set_ipv6_enable(struct iface *i, bool on);

/* 0: back to what the device had. "ip mtu" lowers the device's MTU where it is smaller than mtu:
 * Linux knows no other. */
enum iface_result iface_set_mtu(struct iface *i, uint32_t mtu, struct out *msg);
enum iface_result iface_set_ip_mtu(struct iface *i, int family, uint32_t mtu, struct out *msg);
enum iface_result iface_set_mac(struct iface *i, const uint8_t mac[6],
				struct out *msg); /* NULL: own */
/* encapsulation dot1Q N on a sub-interface; 0: none. Makes a VLAN device where there is none. */
enum iface_result iface_set_dot1q(struct iface *i, unsigned vid, struct out *msg);

/* --- for the data plane's devices ------------------------------------------------------------ */

/* A TUN that dp has made in v: up, MTU, rp_filter off, forwarding on, no IPv6 address of its own
 * making. 0 or -errno. The entry (LISP0.101) is there when it returns 0. */
int iface_setup_tun(struct iface_table *t, struct vrf *v, const char *dev, uint32_t mtu);
/* Removes a device by name (a persistent TUN that nobody wants any more). 0 or -errno. */
int iface_del_device(struct iface_table *t, struct vrf *v, const char *dev);

#endif
