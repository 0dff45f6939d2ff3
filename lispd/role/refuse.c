/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/refuse.h"

#include "lispd/role/debug.h"

static const struct {
	const char *text, *remedy;
} reason[REFUSALS] = {
	[REFUSE_MALFORMED] = { "malformed message", "" },
	[REFUSE_TYPE] = { "message type not served", "" },
	[REFUSE_ECM_INNER] = { "bad packet inside an encapsulated control message", "" },
	[REFUSE_NO_MAP_SERVER] = { "map-server is not enabled here",
				   "configure map-server under router lisp, service" },
	[REFUSE_NO_MAP_RESOLVER] = { "map-resolver is not enabled here",
				     "configure map-resolver under router lisp, service" },
	[REFUSE_NO_SITE] = { "no site has this EID prefix",
			     "add an eid-record to the site, or accept-more-specifics" },
	[REFUSE_NO_KEY] = { "the site has no authentication-key", "configure one in the site" },
	[REFUSE_ALGORITHM] = { "authentication algorithm not acceptable",
			       "use hash-function sha1 or sha2" },
	[REFUSE_AUTH] = { "authentication failed",
			  "compare the site's authentication-key with the ETR's key" },
	[REFUSE_REPLAY] = { "nonce was used before",
			    "a repeated message, or an ETR that lost its nonce; a site can be set to "
			    "map-register nonce any-order" },
	[REFUSE_LOCATORS] = { "a locator is not among the site's allowed-locators",
			      "compare allowed-locator with the ETR's database-mapping" },
	[REFUSE_LIMIT] = { "a limit is reached", "" },
	[REFUSE_NONCE] = { "nonce matches no outstanding request", "" },
	[REFUSE_COVER] = { "record does not cover the EID that was asked", "" },
	[REFUSE_NOT_OURS] = { "EID is not in the local database", "" },
	[REFUSE_ITR_RLOC] = { "no usable ITR-RLOC", "" },
	[REFUSE_PROBE] = { "RLOC-probe at a map-resolver or map-server", "" },
	[REFUSE_NO_REPLY] = { "sender wants no Map-Reply", "" },
	[REFUSE_RATE] = { "rate limit", "" },
	[REFUSE_SESSION] = { "no authenticated registration from this RLOC", "" },
	[REFUSE_PEER] = { "sender is no configured map-server", "" },
};

/* Counted and debugged, not logged: ordinary life on a network. */
static const bool quiet[REFUSALS] = {
	[REFUSE_TYPE] = true,  [REFUSE_NONCE] = true,	 [REFUSE_NOT_OURS] = true,
	[REFUSE_PROBE] = true, [REFUSE_NO_REPLY] = true, [REFUSE_SESSION] = true,
};

const char *refusal_str(enum refusal r)
{
	return reason[r].text;
}

const char *refusal_remedy(enum refusal r)
{
	return reason[r].remedy;
}

void refuse(struct refusals *c, enum refusal why, uint64_t now_ms, const struct endpoint *from,
	    const char *what, ...)
{
	struct refusal_count *n = &c->count[why];
	struct out text;
	va_list ap;

	n->n++;
	n->last_ms = now_ms;
	n->last_from = *from;
	if (quiet[why] && !log_debug_any())
		return;
	out_init(&text);
	va_start(ap, what);
	out_v(&text, what, ap);
	va_end(ap);
	lisp_debug(DEBUG_MS_REGISTRATION_ERRORS, TAG_NONE, -1, "Refused %s from %s: %s.", text.text,
		   endpoint_str(from).s, reason[why].text);
	if (!quiet[why])
		log_limited(&c->limit[why], SEV_WARNING, "LISP", "REFUSED", "%s from %s: %s%s%s",
			    text.text, endpoint_str(from).s, reason[why].text,
			    reason[why].remedy[0] ? "; " : "", reason[why].remedy);
	out_fini(&text);
}
