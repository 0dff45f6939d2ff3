/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "lispd/cli/tables.h"
#include "lispd/role/debug.h"

/* A topic has the name that debug.h gives it, and a shorter or longer one that IOS takes, too. */
static bool names_topic(const struct args *a, enum debug_topic t)
{
	if (arg_has(a, debug_topic_word(t)))
		return true;
	switch (t) {
	case DEBUG_LOCAL_EID:
		return arg_has(a, "database");
	case DEBUG_MESSAGES:
		return arg_has(a, "control-plane-messages");
	default:
		return false;
	}
}

static void set_all(bool on)
{
	for (unsigned t = 0; t < DEBUG_TOPICS; t++)
		log_debug_set(t, on);
}

static bool turns_off(const struct args *a)
{
	return arg_no(a) || arg_has(a, "undebug");
}

static int debug_control_plane(struct cli *c, const struct args *a)
{
	bool on = !turns_off(a);

	if (arg_has(a, "all")) {
		set_all(on);
		cli_print(c, "All LISP control debugging is %s\n", on ? "on" : "off");
		return CLI_OK;
	}
	for (unsigned t = 0; t < DEBUG_TOPICS; t++) {
		if (!names_topic(a, t))
			continue;
		log_debug_set(t, on);
		cli_print(c, "LISP control plane %s debugging is %s\n", debug_topic_text(t),
			  on ? "on" : "off");
	}
	return CLI_OK;
}

static int debug_forwarding(struct cli *c, const struct args *a)
{
	bool on = !turns_off(a);

	log_debug_set(DEBUG_FORWARDING, on);
	cli_print(c, "LISP forwarding debugging is %s\n", on ? "on" : "off");
	return CLI_OK;
}

static int debug_all(struct cli *c, const struct args *a)
{
	bool on = !turns_off(a);

	set_all(on);
	cli_print(c, "All possible debugging has been turned %s\n", on ? "on" : "off");
	return CLI_OK;
}

static void debugging_json(struct json *j)
{
	json_object(j, NULL);
	json_array(j, "lispControlPlane");
	for (unsigned t = 0; t < DEBUG_TOPICS; t++)
		if (log_debug_on(t))
			json_str(j, NULL, debug_topic_word(t));
}

static int show_debugging(struct cli *c, const struct args *a UNUSED)
{
	if (cli_json(c)) {
		debugging_json(cli_json(c));
		return CLI_OK;
	}
	cli_print(c,
		  "IOSXE Conditional Debug Configs:\n\nConditional Debug Global State: Stop\n\n\n"
		  "IOSXE Packet Tracing Configs:\n\n\n\n\n\n");
	if (!log_debug_any())
		return CLI_OK;
	cli_print(c, "LISP:\n");
	for (unsigned t = 0; t < DEBUG_TOPICS; t++)
		if (log_debug_on(t))
			cli_print(c, "  LISP control plane %s debugging is on\n",
				  debug_topic_text(t));
	return CLI_OK;
}

#define TOPICS                                                                             \
	"(all|config-sync|control-plane-messages|database|dynamic-eid|forwarding|general|" \
	"local-eid-database|map-server-map-cache|map-server-registration|"                 \
	"map-server-registration-errors|messages|parser|remote-eid-cache|rib|rtr|session|" \
	"solicit-map-request)"
#define TOPICS_HELP                                                              \
	"lisp                            Locator/ID Separation Protocol\n"       \
	"control-plane                   LISP control plane\n"                   \
	"all                             All of it\n"                            \
	"config-sync                     Configuration changes (no lines yet)\n" \
	"control-plane-messages          Messages in and out\n"                  \
	"database                        Local EID database\n"                   \
	"dynamic-eid                     Dynamic EIDs\n"                         \
	"forwarding                      Forwarding entries (no lines yet)\n"    \
	"general                         General events (no lines yet)\n"        \
	"local-eid-database              Local EID database\n"                   \
	"map-server-map-cache            Map-Server's answers\n"                 \
	"map-server-registration         Registrations\n"                        \
	"map-server-registration-errors  Registrations that are refused\n"       \
	"messages                        Messages in and out\n"                  \
	"parser                          Commands (no lines yet)\n"              \
	"remote-eid-cache                Map-cache\n"                            \
	"rib                             Routes to locators\n"                   \
	"rtr                             Re-encapsulation (no lines yet)\n"      \
	"session                         Reliable transport sessions\n"          \
	"solicit-map-request             Solicit-Map-Requests\n"
#define ASPECTS "[data-signal-discovery|eligibility|punt-errors|remote-eid-prefix|packet]"
#define ASPECTS_HELP                                                   \
	"lisp                   Locator/ID Separation Protocol\n"      \
	"forwarding             LISP forwarding\n"                     \
	"data-signal-discovery  Packets that ask for a mapping\n"      \
	"eligibility            What is forwarded by LISP\n"           \
	"packet                 Packets\n"                             \
	"punt-errors            Packets that control could not take\n" \
	"remote-eid-prefix      Entries of remote EIDs\n"

const struct cli_cmd debug_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "[no] debug lisp control-plane " TOPICS,
		.help = TOPICS_HELP,
		.run = debug_control_plane,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "undebug lisp control-plane " TOPICS,
		.help = "undebug  Disable debugging functions (see also 'debug')\n" TOPICS_HELP,
		.run = debug_control_plane,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "[no] debug lisp forwarding " ASPECTS,
		.help = ASPECTS_HELP,
		.run = debug_forwarding,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "undebug lisp forwarding " ASPECTS,
		.help = "undebug  Disable debugging functions (see also 'debug')\n" ASPECTS_HELP,
		.run = debug_forwarding,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "[no] debug all",
		.help = "all  Everything\n",
		.run = debug_all,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "undebug all",
		.help = "undebug  Disable debugging functions (see also 'debug')\n"
			"all      Everything\n",
		.run = debug_all,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show debugging",
		.help = "debugging  State of each debugging option\n",
		.run = show_debugging,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
