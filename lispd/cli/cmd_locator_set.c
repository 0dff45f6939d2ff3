/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locator-sets, and the one that is used by default. */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/locator_line.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/unread_row.h"

static int run_locator_set(struct cli *c, const struct args *a)
{
	struct lisp *l = block_lisp(c, a);
	const char *name = arg_str(a, "name");

	if (!l || !locator_name_ok(c, "locator-set", name))
		return CLI_FAIL;
	if (is_off(a)) {
		lisp_del_locator_set(l, name);
		return CLI_OK;
	}
	lisp_get_locator_set(l, name);
	cli_enter(c, MODE_LOCATOR_SET, name);
	return CLI_OK;
}

static void write_locator_set(struct cli_writer *w, const void *obj)
{
	const struct lisp_cfg *cfg = obj;
	const struct locator_set_cfg *s;
	int mode = lisp_cfg_is_classic(cfg) ? MODE_CLASSIC_LOCATOR_SET : MODE_LOCATOR_SET;

	TAILQ_FOREACH(s, &cfg->locator_sets, link)
		cli_block(w, mode, s, "locator-set %s", s->name);
}

static int run_default_set(struct cli *c, const struct args *a)
{
	const char *name = is_off(a) ? "" : arg_str(a, "name");
	struct lisp *l = block_lisp(c, a);

	if (!l || !locator_name_ok(c, "locator-set", name))
		return CLI_FAIL;
	snprintf(l->cfg.default_set, sizeof(l->cfg.default_set), "%s", name);
	if (*name)
		block_await_locator_set(a, l, name);
	lisp_changed(l);
	return CLI_OK;
}

static void write_default_set(struct cli_writer *w, const void *obj)
{
	const struct lisp_cfg *cfg = obj;

	if (cfg->default_set[0])
		cli_line(w, "locator default-set %s", cfg->default_set);
}

static int run_exit(struct cli *c, const struct args *a UNUSED)
{
	cli_leave(c);
	return CLI_OK;
}

/* --- inside ----------------------------------------------------------------------------------- */

static int run_locator(struct cli *c, const struct args *a)
{
	struct locator_cfg loc;
	struct lisp *l;
	struct locator_set_cfg *s = block_locator_set(c, a, &l);

	if (!s)
		return CLI_FAIL;
	locator_read(a, &loc);
	if (is_off(a)) {
		lisp_del_set_locator(l, s, &loc);
		return CLI_OK;
	}
	if (loc.kind == LOCATOR_INTERFACE)
		block_await_iface(c, a, loc.ifname);
	return block_result(c, lisp_set_set_locator(l, s, &loc));
}

static void write_locator(struct cli_writer *w, const void *obj)
{
	const struct locator_set_cfg *s = obj;

	for (unsigned i = 0; i < s->n_locators; i++)
		cli_line(w, "%s", locator_str(&s->locator[i]).s);
}

static int run_auto_discover(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct locator_set_cfg *s = block_locator_set(c, a, &l);

	if (!s)
		return CLI_FAIL;
	s->auto_discover = !is_off(a);
	lisp_changed(l);
	return CLI_OK;
}

static void write_auto_discover(struct cli_writer *w, const void *obj)
{
	if (((const struct locator_set_cfg *)obj)->auto_discover)
		cli_line(w, "auto-discover-rlocs");
}

static int run_track_peers(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct locator_set_cfg *s = block_locator_set(c, a, &l);

	if (!s)
		return CLI_FAIL;
	unread_take(a, &s->unread, UNREAD_SETTING, NULL);
	return CLI_OK;
}

static void write_unread(struct cli_writer *w, const void *obj)
{
	unread_write(w, &((const struct locator_set_cfg *)obj)->unread, SET_UNREAD);
}

const struct cli_cmd locator_set_rows[] = {
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] locator-set WORD$name",
		.help = "locator-set  Configure a named set of locators\n"
			"$name        Locator-set name\n",
		.run = run_locator_set,
		.write = write_locator_set,
		.order = ROUTER_LOCATOR_SET,
		.flags = CLI_OPENS_MODE,
	},
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] locator default-set ~ WORD$name",
		.help = "locator      Locators\n"
			"default-set  For mappings that have none of their own\n"
			"$name        Locator-set name\n",
		.run = run_default_set,
		.write = write_default_set,
		.order = ROUTER_DEFAULT_SET,
	},
	{ 0 },
};

const struct cli_cmd locator_set_exit_rows[] = {
	{
		.mode = MODE_LOCATOR_SET,
		.syntax = "exit-locator-set",
		.help = "exit-locator-set  Exit from the locator-set configuration mode\n",
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{ 0 },
};

#define SHARES                                                 \
	"[" LOCATOR_SHARES " [affinity-id <0-65535>$affinity " \
	"[, <0-65535>$affinity2]]]"
#define AFFINITY_HELP                                 \
	"affinity-id       Affinity of the locator\n" \
	"$affinity         Affinity\n"                \
	",                 Another one\n"             \
	"$affinity2        Affinity\n"

const struct cli_cmd locator_rows[] = {
	{
		.mode = MODE_LOCATOR_SET,
		.syntax = "[no] [default] (" LOCATOR_RLOC "|" LOCATOR_INTERFACE_ROWS ") ~ " SHARES,
		.help = LOCATOR_HELP LOCATOR_INTERFACE_HELP AFFINITY_HELP,
		.run = run_locator,
		.write = write_locator,
		.order = SET_LOCATOR,
	},
	{
		.mode = MODE_LOCATOR_SET,
		.syntax = "[no] [default] auto-discover-rlocs",
		.help = "auto-discover-rlocs  Add the locators of the site's other xTRs\n",
		.run = run_auto_discover,
		.write = write_auto_discover,
		.order = SET_AUTO_DISCOVER,
	},
	UNREAD_WRITER(MODE_LOCATOR_SET,
		      "[no] [default] priority track-peers ~ base-value <0-255>$base "
		      "decrement <0-255>$step",
		      "priority     Priority of the locators\n"
		      "track-peers  Follow the number of peers\n"
		      "base-value   With all of them\n"
		      "$base        Priority\n"
		      "decrement    For each that is missing\n"
		      "$step        Step\n",
		      run_track_peers, SET_UNREAD, write_unread),
	{ 0 },
};
