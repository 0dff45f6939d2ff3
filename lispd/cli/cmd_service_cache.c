/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and addresses that a service's map-cache and Map-Requests go by; its encapsulation. */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/no_effect.h"
#include "lispd/cli/service_view.h"
#include "lispd/cli/tables.h"

/* --- map-cache-limit -------------------------------------------------------------------------- */

static int run_limit(struct cli *c, const struct args *a)
{
	const char *list = is_off(a) ? NULL : arg_str(a, "list");
	struct service_block b;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	b.s->map_cache_limit = b.s->warning_threshold = 0;
	b.s->has_cache_limit = !is_off(a) && arg_u32(a, "limit", &b.s->map_cache_limit);
	b.s->has_threshold = !is_off(a) && arg_u32(a, "threshold", &b.s->warning_threshold);
	snprintf(b.s->reserve_list, sizeof(b.s->reserve_list), "%s", list ? list : "");
	lisp_changed(b.l);
	return CLI_OK;
}

static void write_limit(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = service_of(obj);
	char list[CFG_NAME + 16] = "", threshold[40] = "";

	if (!s->has_cache_limit)
		return;
	if (s->reserve_list[0])
		snprintf(list, sizeof(list), " reserve-list %s", s->reserve_list);
	if (s->has_threshold)
		snprintf(threshold, sizeof(threshold), " warning-threshold %u",
			 s->warning_threshold);
	service_line(w, obj, "map-cache-limit %u%s%s", s->map_cache_limit, list, threshold);
}

/* --- map-cache-persistent --------------------------------------------------------------------- */

/* Releases differ in what it is by default: both forms are printed. "no" takes back what was typed
 * first. */
static int run_persistent(struct cli *c, const struct args *a)
{
	struct service_block b;
	enum choice choice = typed_choice(a);

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	if (choice == CHOICE_OFF && b.s->state[SWITCH_CACHE_PERSISTENT] == CHOICE_ON)
		choice = CHOICE_UNSET;
	lisp_set_switch(b.l, b.s, b.svc, SWITCH_CACHE_PERSISTENT, choice);
	b.s->persistent_interval_min = 0;
	if (choice == CHOICE_ON)
		arg_u32(a, "interval", &b.s->persistent_interval_min);
	return CLI_OK;
}

static void write_persistent(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = service_of(obj);

	if (s->persistent_interval_min)
		service_line(w, obj, "map-cache-persistent interval %u",
			     s->persistent_interval_min);
	else if (s->state[SWITCH_CACHE_PERSISTENT] == CHOICE_ON)
		service_line(w, obj, "map-cache-persistent");
	else if (s->state[SWITCH_CACHE_PERSISTENT] == CHOICE_OFF)
		service_line(w, obj, "no map-cache-persistent");
}

/* --- map-request-source ----------------------------------------------------------------------- */

static int run_request_source(struct cli *c, const struct args *a)
{
	struct service_block b;
	struct addr source = { 0 };

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	if (!is_off(a))
		arg_addr(a, "source", &source);
	b.s->map_request_source = source;
	lisp_changed(b.l);
	return CLI_OK;
}

static void write_request_source(struct cli_writer *w, const void *obj)
{
	const struct addr *a = &service_of(obj)->map_request_source;

	if (!addr_is_none(a))
		service_line(w, obj, "map-request-source %s", addr_str(a).s);
}

/* --- solicit-map-request ---------------------------------------------------------------------- */

static void set_solicit(struct service_block *b, const struct args *a)
{
	bool all = is_off(a) && !arg_has(a, "ignore") && !arg_has(a, "max-per-entry") &&
		   !arg_has(a, "suppression-time");

	if (all || arg_has(a, "ignore"))
		lisp_set_switch(b->l, b->s, b->svc, SWITCH_IGNORE_SMR, typed_choice(a));
	if (all || arg_has(a, "max-per-entry")) {
		b->s->smr_max_per_entry = 0;
		if (!is_off(a))
			arg_u32(a, "max", &b->s->smr_max_per_entry);
	}
	if (all || arg_has(a, "suppression-time")) {
		b->s->smr_suppression_s = 0;
		if (!is_off(a))
			arg_u32(a, "time", &b->s->smr_suppression_s);
	}
}

static int run_solicit(struct cli *c, const struct args *a)
{
	struct service_block b;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	set_solicit(&b, a);
	lisp_changed(b.l);
	return CLI_OK;
}

static void write_solicit(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = service_of(obj);

	if (s->state[SWITCH_IGNORE_SMR] != CHOICE_UNSET)
		service_line(w, obj, "%ssolicit-map-request ignore",
			     s->state[SWITCH_IGNORE_SMR] == CHOICE_OFF ? "no " : "");
	if (s->smr_max_per_entry)
		service_line(w, obj, "solicit-map-request max-per-entry %u", s->smr_max_per_entry);
	if (s->smr_suppression_s)
		service_line(w, obj, "solicit-map-request suppression-time %u",
			     s->smr_suppression_s);
}

/* --- encapsulation ---------------------------------------------------------------------------- */

static int run_encapsulation(struct cli *c, const struct args *a)
{
	struct service_block b;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	b.s->encapsulation = is_off(a)		 ? ENCAP_UNSET :
			     arg_has(a, "vxlan") ? ENCAP_VXLAN :
						   ENCAP_LISP;
	lisp_changed(b.l);
	return CLI_OK;
}

static void write_encapsulation(struct cli_writer *w, const void *obj)
{
	enum encapsulation e = service_of(obj)->encapsulation;

	if (e != ENCAP_UNSET)
		service_line(w, obj, "encapsulation %s", e == ENCAP_VXLAN ? "vxlan" : "lisp");
}

const struct cli_cmd service_cache_rows[] = {
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] map-cache-limit ~ <0-100000>$limit "
			  "[reserve-list WORD$list] "
			  "[[(warning-threshold|threshold)] <0-100>$threshold]",
		.help = "map-cache-limit    Limit the number of map-cache entries\n"
			"$limit             Number of entries\n"
			"reserve-list       Prefixes that have the right to an entry\n"
			"$list              Name of a prefix-list\n"
			"warning-threshold  Warn when the cache is that full\n"
			"threshold          Warn when the cache is that full\n"
			"$threshold         Percent\n",
		.run = run_limit,
		.write = write_limit,
		.order = SERVICE_MAP_CACHE_LIMIT,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] map-cache-persistent ~ [interval <1-1440>$interval]",
		.help = "map-cache-persistent  Keep the map-cache over restarts\n"
			"interval              How often it is saved\n"
			"$interval             Minutes\n",
		.run = run_persistent,
		.write = write_persistent,
		.order = SERVICE_CACHE_PERSISTENT,
		.flags = CLI_NO_EFFECT,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] map-request-source ~ (A.B.C.D|X:X::X)$source",
		.help = "map-request-source  Source address inside Map-Requests\n"
			"$source             Address\n",
		.run = run_request_source,
		.write = write_request_source,
		.order = SERVICE_MAP_REQUEST_SOURCE,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] solicit-map-request ~ (ignore|"
			  "max-per-entry <1-100>$max|suppression-time <1-600>$time)",
		.help = "solicit-map-request  Handling of Solicit-Map-Requests\n"
			"ignore               Do not follow them\n"
			"max-per-entry        More specific entries that one may lead to\n"
			"$max                 Number of entries\n"
			"suppression-time     Least time between two for one entry\n"
			"$time                Seconds\n",
		.run = run_solicit,
		.write = write_solicit,
		.order = SERVICE_SOLICIT,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] encapsulation ~ (lisp|vxlan)",
		.help = "encapsulation  Format of data packets\n"
			"vxlan          VXLAN with the group policy extension\n",
		.run = run_encapsulation,
		.write = write_encapsulation,
		.order = SERVICE_ENCAPSULATION,
	},
	{ 0 },
};
