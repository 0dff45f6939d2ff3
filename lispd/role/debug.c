/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/debug.h"

#include <stdio.h>

#include "lib/rd.h"

static const struct {
	const char *word, *text;
} topic[DEBUG_TOPICS] = {
	[DEBUG_CONFIG_SYNC] = { "config-sync", "config-sync" },
	[DEBUG_LOCAL_EID] = { "local-eid-database", "local EID database" },
	[DEBUG_DYNAMIC_EID] = { "dynamic-eid", "dynamic EID" },
	[DEBUG_FORWARDING] = { "forwarding", "forwarding" },
	[DEBUG_GENERAL] = { "general", "general" },
	[DEBUG_MESSAGES] = { "messages", "messages" },
	[DEBUG_REMOTE_EID] = { "remote-eid-cache", "remote EID cache" },
	[DEBUG_MS_MAP_CACHE] = { "map-server-map-cache", "map-server map-cache" },
	[DEBUG_MS_REGISTRATION] = { "map-server-registration", "map-server registration" },
	[DEBUG_MS_REGISTRATION_ERRORS] = { "map-server-registration-errors",
					   "map-server registration errors" },
	[DEBUG_PARSER] = { "parser", "parser" },
	[DEBUG_RIB] = { "rib", "RIB" },
	[DEBUG_RTR] = { "rtr", "RTR" },
	[DEBUG_SESSION] = { "session", "session" },
	[DEBUG_SMR] = { "solicit-map-request", "solicit map-request" },
};

const char *debug_topic_word(enum debug_topic t)
{
	return topic[t].word;
}

const char *debug_topic_text(enum debug_topic t)
{
	return topic[t].text;
}

void lisp_debug_line(enum debug_topic t, const char *tag, int process, const char *fmt, ...)
{
	struct out text;
	va_list ap;

	out_init(&text);
	if (process < 0)
		out(&text, "%sLISP: ", tag);
	else
		out(&text, "%sLISP-%d: ", tag, process);
	va_start(ap, fmt);
	out_v(&text, fmt, ap);
	va_end(ap);
	log_debug(t, "%s", text.text);
	out_fini(&text);
}

struct text_buf nonce_str(uint64_t nonce)
{
	struct text_buf b;

	snprintf(b.s, sizeof(b.s), "0x%08X-0x%08X", (unsigned)(nonce >> 32), (unsigned)nonce);
	return b;
}

struct text_buf xtr_id_str(const uint8_t xtr_id[16])
{
	struct rd r = rd_init(xtr_id, 16);
	unsigned a = rd_u32(&r), b = rd_u32(&r), c = rd_u32(&r), d = rd_u32(&r);
	struct text_buf t;

	snprintf(t.s, sizeof(t.s), "0x%08X-0x%08X-0x%08X-0x%08X", a, b, c, d);
	return t;
}

const char *family_str(int family)
{
	return family == AF_INET6 ? "IPv6" : "IPv4";
}

const char *svc_str(const struct eid *e)
{
	if (e->kind != EID_IP)
		return "SVC_L2_IAF_MAC";
	return e->prefix.addr.family == AF_INET6 ? "SVC_IP_IAF_IPv6" : "SVC_IP_IAF_IPv4";
}

void debug_locators(enum debug_topic t, const char *tag, int process, const struct mapping *m)
{
	for (unsigned i = 0; i < m->n_rlocs; i++) {
		const struct rloc *r = &m->rloc[i];

		lisp_debug(t, tag, process, "    %s pri/wei/dID/mID=%u/%u/0/0 %c%c%c.",
			   rloc_str(r).s, r->priority, r->weight, r->flags & RLOC_LOCAL ? 'L' : 'l',
			   r->flags & RLOC_PROBED ? 'P' : 'p',
			   r->flags & RLOC_REACHABLE ? 'R' : 'r');
	}
}

void debug_record(enum debug_topic t, const char *tag, int process, const char *what,
		  const struct mapping *m)
{
	const char *auth = m->authoritative ? "authoritative" : "not authoritative";

	if (!log_debug_on(t))
		return;
	lisp_debug(
		t, tag, process,
		"%s mapping record for IID %u %s %s LCAF %u, ttl %u, action %s, %s, %u locator%s.",
		what, m->eid.iid, svc_str(&m->eid), eid_str(&m->eid).s,
		m->eid.lcaf_iid ? LCAF_INSTANCE_ID : 254, m->ttl_min, action_name(m->action), auth,
		m->n_rlocs, m->n_rlocs == 1 ? "" : "s");
	debug_locators(t, tag, process, m);
}
