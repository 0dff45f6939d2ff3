/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_EID_H
#define CORE_EID_H

/* An endpoint identifier: instance ID and a prefix, a MAC, a name or a source/group pair. */

#include "lib/prefix.h"
#include "lispd/core/lisp.h"

enum eid_kind {
	EID_NONE = 0, /* AFI 0 */
	EID_IP,
	EID_MAC,
	EID_NAME,
	EID_SOURCE_GROUP,
};

struct eid {
	uint32_t iid;
	uint8_t kind;	  /* enum eid_kind */
	uint8_t name_len; /* octets of name, without the NUL */
	bool lcaf_iid;	  /* came in an Instance ID LCAF; not part of the identity */
	union {
		struct prefix prefix;
		uint8_t mac[6];
		char name[LISP_MAX_NAME + 1];
		struct {
			struct prefix source, group;
		} sg;
	};
};

struct eid_buf {
	char s[128];
};

struct eid eid_ip(uint32_t iid, const struct prefix *p);
struct eid eid_host(uint32_t iid, const struct addr *a);
int eid_cmp(const struct eid *a, const struct eid *b); /* IID, kind, value, shorter first */
bool eid_equal(const struct eid *a, const struct eid *b);
/* Same instance and kind, and outer's prefix covers inner's (or is equal). */
bool eid_covers(const struct eid *outer, const struct eid *inner);
/* "10.1.1.0/24", "0011.2233.4455", the name, "(S,G)"; without the instance ID. */
struct eid_buf eid_str(const struct eid *e);

#endif
