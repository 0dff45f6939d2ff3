/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_IFNAME_H
#define NET_IFNAME_H

/*
 * Names of interfaces: pure text. An interface has one canonical name: the long IOS form
 * (GigabitEthernet0/0/1.100) or, for what IOS has no word for, its Linux name (eth1, ens3).
 *
 * Which is which depends on the text alone, not on the kernel:
 *   - "eth" and digits in lower case is a Linux name, never Ethernet;
 *   - a word that abbreviates a type of IOS, with numbers, is an IOS name (tun0 is Tunnel0);
 *   - other words in lower case, 1-15 characters of a-z 0-9 . _ -, are Linux names.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IFNAME_LEN 44	  /* a canonical name and its NUL */
#define IFNAME_DEV_LEN 16 /* a Linux device's: IFNAMSIZ */

enum ifname_class {
	IFCLASS_PHYSICAL,
	IFCLASS_LOOPBACK,
	IFCLASS_LISP, /* LISP0, LISP0.101: TUN devices of the data plane; L2LISP0.8188 */
	IFCLASS_TUNNEL,
	IFCLASS_NULL,
	IFCLASS_VLAN,	 /* Vlan, BDI, BVI: routed interfaces of a bridge */
	IFCLASS_VIRTUAL, /* Port-channel, nve, Dialer ...: up by themselves */
	IFCLASS_LINUX,	 /* named as Linux names it */
};

/* One row of the list for "interface ?". Rows are in alphabetical order. */
struct ifname_type {
	const char *name;   /* "GigabitEthernet" */
	const char *abbrev; /* "Gi" */
	const char *help;   /* "GigabitEthernet IEEE 802.3z" */
	enum ifname_class class;
	uint8_t rank;	 /* order of types of one class in show ip interface brief */
	uint8_t max_num; /* how many numbers it takes between slashes */
	bool rare;	 /* loses against a type that is not, when an abbreviation fits both */
	bool sub;	 /* may have .N behind the number */
};

/* A parsed name. */
struct ifname {
	char s[IFNAME_LEN];		/* canonical */
	const struct ifname_type *type; /* NULL: a Linux name */
	uint8_t n_num;			/* 1-4 numbers between slashes */
	uint32_t num[4];
	bool has_sub;
	uint32_t sub; /* behind the dot */
};

enum ifname_result {
	IFNAME_OK,
	IFNAME_INCOMPLETE, /* a type without its number: the next word is wanted */
	IFNAME_AMBIGUOUS,
	IFNAME_INVALID,
};

struct ifname_buf {
	char s[IFNAME_LEN];
};

struct ifname_dev_buf {
	char s[IFNAME_DEV_LEN];
};

/* Takes any unambiguous abbreviation in any case, with or without blanks before the number.
 * *out is set with IFNAME_OK only. */
enum ifname_result ifname_parse(const char *text, struct ifname *out);
/* The canonical name of a Linux device that has no alternative name for us: IOS short or long form
 * with "-" for "/", in any case (Gi0-0, Gi2, Tunnel0, tun0, vlan10), else the device's own name.
 * False for names that cannot be an interface of ours (longer than 15, odd characters). */
bool ifname_from_dev(const char *dev, struct ifname *out);
enum ifname_class ifname_class(const struct ifname *n);

/* "Gi0/0/1.100", "Lo0", "LI0.101", "Vl101"; a Linux name as it is. name is canonical. */
struct ifname_buf ifname_short(const char *name);
/* The name for a device that we make, or that stands for it without alternative name: "Lo0",
 * "Gi0-0.100"; LISP interfaces keep their long name. Empty when it does not fit 15 characters. */
struct ifname_dev_buf ifname_dev(const char *name);
/* The main interface of a sub-interface; false when it is none. */
bool ifname_parent(const char *name, struct ifname_buf *out);

/* Order of blocks in the running-config: Loopback, LISP, Tunnel, other virtual ones, physical by
 * type and slot, Linux names, Vlan; within by number. Negative, zero or positive. */
int ifname_cmp(const char *a, const char *b);
/* Order of show ip interface brief: physical by type and slot, Linux names, then the virtual ones,
 * which compare equal: they stand in the order of their creation (iface.h). */
int ifname_cmp_brief(const char *a, const char *b);

/* For help lists: i = 0, 1, ...; NULL behind the last. */
const struct ifname_type *ifname_type(size_t i);

#endif
