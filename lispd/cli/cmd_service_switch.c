/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a service can be told to do or not to do. */
#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/no_effect.h"
#include "lispd/cli/service_view.h"
#include "lispd/cli/tables.h"

static int set_switch(struct cli *c, const struct args *a, enum service_switch sw)
{
	struct service_block b;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	lisp_set_switch(b.l, b.s, b.svc, sw, typed_choice(a));
	if (b.s->state[sw] == CHOICE_OFF)
		no_effect_note(c, a);
	return CLI_OK;
}

static void write_switch(struct cli_writer *w, const void *obj, enum service_switch sw,
			 const char *words)
{
	enum choice c = service_of(obj)->state[sw];

	if (c != CHOICE_UNSET)
		service_line(w, obj, "%s%s", c == CHOICE_OFF ? "no " : "", words);
}

#define SWITCH(name, sw, words)                                         \
	static int run_##name(struct cli *c, const struct args *a)      \
	{                                                               \
		return set_switch(c, a, sw);                            \
	}                                                               \
	static void write_##name(struct cli_writer *w, const void *obj) \
	{                                                               \
		write_switch(w, obj, sw, words);                        \
	}

SWITCH(sgt, SWITCH_SGT, "sgt")
SWITCH(sgt_distribution, SWITCH_SGT_DISTRIBUTION, "sgt distribution")
SWITCH(away_eids, SWITCH_AWAY_EIDS, "map-cache away-eids send-map-request")
SWITCH(site_registration, SWITCH_SITE_REGISTRATION, "map-cache site-registration")
SWITCH(publications, SWITCH_PUBLICATIONS, "map-cache publications")
SWITCH(conservative, SWITCH_CONSERVATIVE, "map-cache conservative-allocation")

/* --- etr accept-map-request-mapping, glean-mapping -------------------------------------------- */

static int set_mapping(struct cli *c, const struct args *a, enum service_switch sw,
		       enum service_switch verify)
{
	struct service_block b;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	lisp_set_switch(b.l, b.s, b.svc, sw, typed_choice(a));
	b.s->state[verify] = !is_off(a) && arg_has(a, "verify") ? CHOICE_ON : CHOICE_UNSET;
	return CLI_OK;
}

static int run_accept(struct cli *c, const struct args *a)
{
	return set_mapping(c, a, SWITCH_ACCEPT_MAPPING, SWITCH_VERIFY_MAPPING);
}

static int run_glean(struct cli *c, const struct args *a)
{
	return set_mapping(c, a, SWITCH_GLEAN_MAPPING, SWITCH_VERIFY_GLEANED);
}

static void write_accept(struct cli_writer *w, const void *obj)
{
	bool verify = service_of(obj)->state[SWITCH_VERIFY_MAPPING] == CHOICE_ON;

	write_switch(w, obj, SWITCH_ACCEPT_MAPPING,
		     verify ? "etr accept-map-request-mapping verify" :
			      "etr accept-map-request-mapping");
}

static void write_glean(struct cli_writer *w, const void *obj)
{
	bool verify = service_of(obj)->state[SWITCH_VERIFY_GLEANED] == CHOICE_ON;

	write_switch(w, obj, SWITCH_GLEAN_MAPPING,
		     verify ? "etr glean-mapping verify" : "etr glean-mapping");
}

#define ACTING_ROW(words, texts, fn, rank, how)                                              \
	{                                                                                    \
		.mode = MODE_SERVICE_IPV4, .syntax = "[no] [default] " words, .help = texts, \
		.run = run_##fn, .write = write_##fn, .order = rank, .flags = how            \
	}
#define ROW(words, texts, fn, rank) ACTING_ROW(words, texts, fn, rank, CLI_NO_EFFECT)

#define ETR_HELP "etr           Configure LISP Egress Tunnel Router (ETR) functionality\n"
#define VERIFY_HELP "verify  Ask the map-server before such a mapping is used\n"
#define SGT_HELP "sgt  Security group tags\n"
#define MAP_CACHE_HELP "map-cache  Configure the map-cache\n"

const struct cli_cmd service_switch_rows[] = {
	ROW("etr accept-map-request-mapping ~ [verify]",
	    ETR_HELP
	    "accept-map-request-mapping  Use the mapping that comes with a Map-Request\n" VERIFY_HELP,
	    accept, SERVICE_ACCEPT_MAPPING),
	ROW("etr glean-mapping ~ [verify]",
	    ETR_HELP "glean-mapping  Learn mappings from data packets\n" VERIFY_HELP, glean,
	    SERVICE_GLEAN_MAPPING),
	ROW("sgt", SGT_HELP, sgt, SERVICE_SGT),
	ROW("sgt distribution", SGT_HELP "distribution  Learn tags with mappings\n",
	    sgt_distribution, SERVICE_SGT_DISTRIBUTION),
	ACTING_ROW("map-cache away-eids send-map-request",
		   MAP_CACHE_HELP "away-eids         EIDs that have moved away\n"
				  "send-map-request  Ask where they are\n",
		   away_eids, SERVICE_AWAY_EIDS, 0),
	ACTING_ROW("map-cache site-registration",
		   MAP_CACHE_HELP "site-registration  Take entries from the registrations of this "
				  "Map-Server\n",
		   site_registration, SERVICE_SITE_REGISTRATION, 0),
	ROW("map-cache publications",
	    MAP_CACHE_HELP "publications  Take entries from publications\n", publications,
	    SERVICE_PUBLICATIONS),
	ROW("map-cache conservative-allocation",
	    MAP_CACHE_HELP "conservative-allocation  Make entries for what is used only\n",
	    conservative, SERVICE_CONSERVATIVE),
	{ 0 },
};
