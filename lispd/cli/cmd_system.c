/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hostname, version, service, and switches of the box as a whole. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
#include "lispd/dp/fib.h"
#include "lispd/net/sysctl.h"
#include "lispd/role/ctl.h"

/* --- version, hostname ------------------------------------------------------------------------ */

static void write_version(struct cli_writer *w, const void *obj UNUSED)
{
	cli_line(w, "version %s", SYS_VERSION);
}

static bool hostname_ok(const char *name)
{
	if (!isalpha((unsigned char)name[0]) || strlen(name) > SYS_NAME_MAX)
		return false;
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && !strchr("-_.", *name))
			return false;
	return true;
}

static int run_hostname(struct cli *c, const struct args *a)
{
	struct sys *sys = root_of(c)->sys;
	const char *name = arg_str(a, "name");

	if (!is_off(a) && !hostname_ok(name))
		return cli_err(c, "Hostname contains one or more illegal characters.");
	snprintf(sys->hostname, sizeof(sys->hostname), "%s", is_off(a) ? "" : name);
	return CLI_OK;
}

static void write_hostname(struct cli_writer *w, const void *obj)
{
	const struct root *root = obj;

	cli_bang(w);
	cli_line(w, "hostname %s", sys_hostname(root->sys));
	cli_bang(w);
}

/* --- service timestamps ------------------------------------------------------------------------ */

static int run_timestamps(struct cli *c, const struct args *a)
{
	struct sys *sys = root_of(c)->sys;
	struct log_stamp *stamp = arg_has(a, "log") ? &sys->log_stamp : &sys->debug_stamp;

	*stamp = (struct log_stamp){
		.kind = arg_has(a, "datetime") ? STAMP_DATETIME : STAMP_UPTIME,
		.msec = arg_has(a, "msec"),
		.localtime = arg_has(a, "localtime"),
		.show_timezone = arg_has(a, "show-timezone"),
		.year = arg_has(a, "year"),
	};
	if (arg_no(a))
		*stamp = (struct log_stamp){ .kind = STAMP_NONE };
	if (arg_default(a))
		*stamp = (struct log_stamp){ .kind = STAMP_DATETIME, .msec = true };
	log_set_stamps(&sys->debug_stamp, &sys->log_stamp);
	return CLI_OK;
}

static void write_stamp(struct cli_writer *w, const char *which, const struct log_stamp *s)
{
	if (s->kind == STAMP_NONE)
		cli_line(w, "no service timestamps %s", which);
	else if (s->kind == STAMP_UPTIME)
		cli_line(w, "service timestamps %s uptime", which);
	else
		cli_line(w, "service timestamps %s datetime%s%s%s%s", which, s->msec ? " msec" : "",
			 s->localtime ? " localtime" : "", s->show_timezone ? " show-timezone" : "",
			 s->year ? " year" : "");
}

static void write_timestamps(struct cli_writer *w, const void *obj)
{
	const struct sys *sys = ((const struct root *)obj)->sys;

	write_stamp(w, "debug", &sys->debug_stamp);
	write_stamp(w, "log", &sys->log_stamp);
}

/* --- service password-encryption ---------------------------------------------------------------- */

static void hide_all(struct root *root)
{
	struct sys *sys = root->sys;
	struct user_cfg *u;
	struct lisp *l;

	for (unsigned i = 0; i < SYS_N_LEVELS; i++)
		password_hide(&sys->enable_password[i]);
	TAILQ_FOREACH(u, &sys->users, link)
		password_hide(&u->password);
	password_hide(&sys->con.password);
	password_hide(&sys->aux.password);
	for (unsigned i = 0; i < SYS_N_VTY; i++)
		password_hide(&sys->vty[i].password);
	TAILQ_FOREACH(l, &root->ctl->lisps, link)
		lisp_cfg_each_key(&l->cfg, password_hide_key);
}

static int run_password_encryption(struct cli *c, const struct args *a)
{
	struct root *root = root_of(c);

	root->sys->password_encryption = !is_off(a);
	if (!is_off(a))
		hide_all(root);
	return CLI_OK;
}

static void write_password_encryption(struct cli_writer *w, const void *obj)
{
	if (((const struct root *)obj)->sys->password_encryption)
		cli_line(w, "service password-encryption");
}

/* --- routing ---------------------------------------------------------------------------------- */

static int run_ip_routing(struct cli *c, const struct args *a)
{
	struct root *root = root_of(c);
	bool was_off = root->sys->no_ip_routing;

	root->sys->no_ip_routing = arg_no(a);
	if (!root->ctlsock || was_off == arg_no(a))
		return CLI_OK;
	if (arg_no(a))
		sysctl_set(vrf_default(root->vrfs), "ipv4/ip_forward", 0);
	else
		sysctl_make_router(vrf_default(root->vrfs));
	return CLI_OK;
}

static void write_ip_routing(struct cli_writer *w, const void *obj)
{
	if (((const struct root *)obj)->sys->no_ip_routing)
		cli_line(w, "no ip routing");
	else if (cli_writer_all(w))
		cli_line(w, "ip routing");
}

/* "ip cef" puts forwarding into the kernel where that can be had; untyped, workers forward. */
static int run_ip_cef(struct cli *c, const struct args *a)
{
	struct root *root = root_of(c);

	root->sys->no_ip_cef = arg_no(a);
	root->sys->ip_cef_typed = !is_off(a);
	if (root->dp)
		dp_set_fast_path(root->dp, root->sys->ip_cef_typed);
	return CLI_OK;
}

static void write_ip_cef(struct cli_writer *w, const void *obj)
{
	const struct sys *sys = ((const struct root *)obj)->sys;

	if (sys->no_ip_cef)
		cli_line(w, "no ip cef");
	else if (sys->ip_cef_typed)
		cli_line(w, "ip cef");
	cli_bang(w);
}

static int run_ipv6_routing(struct cli *c, const struct args *a)
{
	root_of(c)->sys->ipv6_routing = !is_off(a);
	return CLI_OK;
}

static void write_ipv6_routing(struct cli_writer *w, const void *obj)
{
	if (((const struct root *)obj)->sys->ipv6_routing)
		cli_line(w, "ipv6 unicast-routing");
	cli_bang(w);
}

#define IP_HELP "ip  Global IP configuration subcommands\n"

const struct cli_cmd system_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "version LINE$version",
		.help = "version   Version of the configuration's format\n"
			"$version  Accepted and replaced by ours\n",
		.write = write_version,
		.order = GLOBAL_VERSION,
		.flags = CLI_HIDDEN,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] hostname ~ WORD$name",
		.help = "hostname  Set system's network name\n"
			"$name     This system's network name\n",
		.run = run_hostname,
		.write = write_hostname,
		.order = GLOBAL_HOSTNAME,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] service timestamps (debug|log) ~ "
			  "[(uptime|datetime {msec|localtime|show-timezone|year})]",
		.help = "timestamps     Timestamp debug/log messages\n"
			"debug          Timestamp debug messages\n"
			"log            Timestamp log messages\n"
			"uptime         Timestamp with system uptime\n"
			"datetime       Timestamp with date and time\n"
			"msec           Include milliseconds in timestamp\n"
			"localtime      Use local time zone for timestamps\n"
			"show-timezone  Add time zone information to timestamp\n"
			"year           Include year in timestamp\n",
		.run = run_timestamps,
		.write = write_timestamps,
		.order = GLOBAL_TIMESTAMPS,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] service password-encryption",
		.help = "password-encryption  Encrypt system passwords\n",
		.run = run_password_encryption,
		.write = write_password_encryption,
		.order = GLOBAL_PASSWORD_ENCRYPTION,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] ip routing",
		.help = IP_HELP "routing  Enable IP routing\n",
		.run = run_ip_routing,
		.write = write_ip_routing,
		.order = GLOBAL_IP_ROUTING,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] ip cef [distributed]",
		.help = IP_HELP "cef          Cisco Express Forwarding\n"
				"distributed  Distributed Cisco Express Forwarding\n",
		.run = run_ip_cef,
		.write = write_ip_cef,
		.order = GLOBAL_IP_CEF,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] ipv6 unicast-routing",
		.help = "ipv6             Global IPv6 configuration commands\n"
			"unicast-routing  Enable unicast routing\n",
		.run = run_ipv6_routing,
		.write = write_ipv6_routing,
		.order = GLOBAL_IPV6_ROUTING,
	},
	{ 0 },
};
