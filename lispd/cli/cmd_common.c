/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines that stand below router lisp, for the whole process, and in an instance. */
#include <stdio.h>
#include <string.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/unread_row.h"

static int run_reach(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct common_cfg *cfg = block_common(c, a, &l);

	if (!cfg)
		return CLI_FAIL;
	if (arg_has(a, "count-tcp"))
		cfg->count_tcp = !is_off(a);
	else
		cfg->echo_nonce = !is_off(a);
	lisp_changed(l);
	return CLI_OK;
}

static int run_probing(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct common_cfg *cfg = block_common(c, a, &l);

	if (!cfg)
		return CLI_FAIL;
	cfg->rloc_probing = !is_off(a);
	cfg->probe_period_ms = 0;
	if (cfg->rloc_probing)
		arg_u32(a, "period", &cfg->probe_period_ms);
	cfg->has_probe_retries = cfg->rloc_probing && arg_u32(a, "retries", &cfg->probe_retries);
	lisp_changed(l);
	return CLI_OK;
}

static void write_probing(struct cli_writer *w, const struct common_cfg *cfg)
{
	struct out line;

	if (!cfg->rloc_probing)
		return;
	out_init(&line);
	if (cfg->probe_period_ms)
		out(&line, " period %u", cfg->probe_period_ms);
	if (cfg->has_probe_retries)
		out(&line, " retries %u", cfg->probe_retries);
	cli_line(w, "loc-reach-algorithm rloc-probing%s", out_text(&line));
	out_fini(&line);
}

static int run_lsb_reports(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct common_cfg *cfg = block_common(c, a, &l);

	if (!cfg)
		return CLI_FAIL;
	if (arg_has(a, "ignore"))
		cfg->lsb_ignore = !is_off(a);
	else
		cfg->lsb_do_not_transmit = !is_off(a);
	lisp_changed(l);
	return CLI_OK;
}

static void write_reach(struct cli_writer *w, const void *obj)
{
	const struct common_cfg *cfg = obj;

	if (cfg->count_tcp)
		cli_line(w, "loc-reach-algorithm count-tcp");
	if (cfg->echo_nonce)
		cli_line(w, "loc-reach-algorithm echo-nonce");
	if (cfg->lsb_ignore)
		cli_line(w, "loc-reach-algorithm lsb-reports ignore");
	if (cfg->lsb_do_not_transmit)
		cli_line(w, "loc-reach-algorithm lsb-reports do-not-transmit");
	write_probing(w, cfg);
}

static int run_rloc_probe(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct common_cfg *cfg = block_common(c, a, &l);

	if (!cfg)
		return CLI_FAIL;
	if (arg_has(a, "on-route-change"))
		cfg->probe_on_route_change = !is_off(a);
	else
		cfg->probe_on_membership_change = !is_off(a);
	lisp_changed(l);
	return CLI_OK;
}

static void write_rloc_probe(struct cli_writer *w, const void *obj)
{
	const struct common_cfg *cfg = obj;

	if (cfg->probe_on_membership_change)
		cli_line(w, "remote-rloc-probe on-membership-change");
	if (cfg->probe_on_route_change)
		cli_line(w, "remote-rloc-probe on-route-change");
}

static int run_xtr_probe(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct common_cfg *cfg = block_common(c, a, &l);

	if (!cfg)
		return CLI_FAIL;
	cfg->other_xtr_probe_s = 0;
	if (!is_off(a))
		arg_u32(a, "period", &cfg->other_xtr_probe_s);
	lisp_changed(l);
	return CLI_OK;
}

static void write_xtr_probe(struct cli_writer *w, const void *obj)
{
	const struct common_cfg *cfg = obj;

	if (cfg->other_xtr_probe_s)
		cli_line(w, "other-xtr-probe period %u", cfg->other_xtr_probe_s);
}

static int run_itr_rlocs(struct cli *c, const struct args *a)
{
	const char *set = is_off(a) ? "" : arg_str(a, "set");
	struct lisp *l;
	struct common_cfg *cfg = block_common(c, a, &l);

	if (!cfg)
		return CLI_FAIL;
	if (strlen(set) >= CFG_NAME)
		return cli_err(c, "A locator-set name has at most %d characters", CFG_NAME - 1);
	snprintf(cfg->itr_rlocs, sizeof(cfg->itr_rlocs), "%s", set);
	if (*set)
		block_await_locator_set(a, l, set);
	lisp_changed(l);
	return CLI_OK;
}

static void write_itr_rlocs(struct cli_writer *w, const void *obj)
{
	const struct common_cfg *cfg = obj;

	if (cfg->itr_rlocs[0])
		cli_line(w, "map-request itr-rlocs %s", cfg->itr_rlocs);
}

static int run_ttl_propagate(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct common_cfg *cfg = block_common(c, a, &l);

	if (!cfg)
		return CLI_FAIL;
	cfg->disable_ttl_propagate = !is_off(a);
	lisp_changed(l);
	return CLI_OK;
}

static void write_ttl_propagate(struct cli_writer *w, const void *obj)
{
	const struct common_cfg *cfg = obj;

	if (cfg->disable_ttl_propagate)
		cli_line(w, "disable-ttl-propagate");
}

/* --- kept ------------------------------------------------------------------------------------- */

static int keep(struct cli *c, const struct args *a, enum unread_row kind)
{
	struct lisp *l;
	struct common_cfg *cfg = block_common(c, a, &l);

	if (!cfg)
		return CLI_FAIL;
	unread_take(a, &cfg->unread, kind, cfg == &l->cfg.common ? NULL : &l->cfg.common.unread);
	return CLI_OK;
}

static int run_setting(struct cli *c, const struct args *a)
{
	return keep(c, a, UNREAD_SETTING);
}

static int run_item(struct cli *c, const struct args *a)
{
	return keep(c, a, UNREAD_ITEM);
}

static void write_unread(struct cli_writer *w, const void *obj)
{
	const struct common_cfg *cfg = obj;

	unread_write(w, &cfg->unread, COMMON_UNREAD);
}

#define REACH_HELP "loc-reach-algorithm  How it is found out whether locators can be reached\n"
#define REACH "[no] [default] loc-reach-algorithm (count-tcp|echo-nonce)"
#define MEMBERS_HELP                                       \
	"map-server  Configure Map-Server functionality\n" \
	"rloc        Locators that were registered\n"      \
	"members     Those of an instance\n"
#define DISTRIBUTE "[no] [default] map-server rloc members distribute"
#define ROW(words, texts, fn) UNREAD_ROW(MODE_LISP, words, texts, fn, COMMON_UNREAD, DISTRIBUTE)

const struct cli_cmd common_rows[] = {
	{
		.mode = MODE_LISP,
		.syntax = REACH,
		.help = REACH_HELP "count-tcp            Count TCP connections\n"
				   "echo-nonce           Echo of nonces\n",
		.run = run_reach,
		.write = write_reach,
		.order = COMMON_REACH_ALGORITHM,
		.flags = CLI_NO_EFFECT,
	},
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] loc-reach-algorithm rloc-probing ~ "
			  "[period <100-600000>$period] [retries <0-9>$retries]",
		.help = REACH_HELP "rloc-probing         Probe them\n"
				   "period               How often; once a minute otherwise\n"
				   "$period              Milliseconds\n"
				   "retries              Of a probe that is not answered\n"
				   "$retries             Number of repetitions; 2 otherwise\n",
		.run = run_probing,
		.saved_by = REACH,
	},
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] loc-reach-algorithm lsb-reports (ignore|do-not-transmit)",
		.help = REACH_HELP "lsb-reports          Locator status bits of data packets\n"
				   "ignore               Do not look at them\n"
				   "do-not-transmit      Do not send them\n",
		.run = run_lsb_reports,
		.saved_by = REACH,
	},
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] remote-rloc-probe (on-route-change|on-membership-change)",
		.help = "remote-rloc-probe     Probe remote locators\n"
			"on-route-change       When the route to them changes\n"
			"on-membership-change  When they join or leave\n",
		.run = run_rloc_probe,
		.write = write_rloc_probe,
		.order = COMMON_RLOC_PROBE,
		.flags = CLI_NO_EFFECT,
	},
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] other-xtr-probe ~ period <5-900>$period",
		.help = "other-xtr-probe  Probe the other xTRs of the site\n"
			"period           How often\n"
			"$period          Seconds\n",
		.run = run_xtr_probe,
		.write = write_xtr_probe,
		.order = COMMON_XTR_PROBE,
		.flags = CLI_NO_EFFECT,
	},
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] map-request itr-rlocs ~ WORD$set",
		.help = "map-request  Map-Requests that are sent\n"
			"itr-rlocs    Where answers are to be sent\n"
			"$set         Name of a locator-set\n",
		.run = run_itr_rlocs,
		.write = write_itr_rlocs,
		.order = COMMON_ITR_RLOCS,
	},
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] disable-ttl-propagate",
		.help = "disable-ttl-propagate  Do not copy TTLs to and from the outer header\n",
		.run = run_ttl_propagate,
		.write = write_ttl_propagate,
		.order = COMMON_TTL_PROPAGATE,
	},
	UNREAD_WRITER(MODE_LISP, DISTRIBUTE, MEMBERS_HELP "distribute  Tell them to the xTRs\n",
		      run_setting, COMMON_UNREAD, write_unread),
	ROW("map-server rloc members modify-discovered (add|override) locator-set WORD$set",
	    MEMBERS_HELP "modify-discovered  Change what was registered\n"
			 "add                Add locators\n"
			 "override           Replace them\n"
			 "locator-set        Locators\n"
			 "$set               Name of a locator-set\n",
	    run_setting),
	ROW("map-server site-registration limit ~ <1-4294967295>$limit "
	    "[warning-threshold <1-100>$threshold]",
	    "map-server         Configure Map-Server functionality\n"
	    "site-registration  Registrations\n"
	    "limit              Limit their number\n"
	    "$limit             Number of registrations\n"
	    "warning-threshold  Warn when there are that many\n"
	    "$threshold         Percent\n",
	    run_setting),
	ROW("decapsulation filter rloc source (member [locator-set WORD$set]|locator-set WORD$set)",
	    "decapsulation  Decapsulation of data packets\n"
	    "filter         Filter them\n"
	    "rloc           By locator\n"
	    "source         Their outer source\n"
	    "member         It must be a member\n"
	    "locator-set    It must be in a set\n"
	    "$set           Name of a locator-set\n",
	    run_setting),
	ROW("locator-down ((A.B.C.D|X:X::X)$rloc|IPv4-interface IFNAME$interface|"
	    "IPv6-interface IFNAME$interface)",
	    "locator-down    Announce a locator as down\n"
	    "$rloc           Locator address\n"
	    "IPv4-interface  The IPv4 address of an interface\n"
	    "IPv6-interface  The IPv6 address of an interface\n"
	    "$interface      Interface\n",
	    run_item),
	{ 0 },
};

/* Of an instance only. */
const struct cli_cmd instance_unread_rows[] = {
	UNREAD_ROW(MODE_INSTANCE, "extranet policy self rloc-set ~ WORD$set",
		   "extranet  Who may reach what in other instances\n"
		   "policy    Policy of this instance\n"
		   "self      For itself\n"
		   "rloc-set  Locators that are given away\n"
		   "$set      Name of a locator-set\n",
		   run_setting, COMMON_UNREAD, DISTRIBUTE),
	{ 0 },
};
