/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/running.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/cli/engine.h"
#include "lispd/cli/cmd_interface.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"
#include "lispd/net/iface.h"

/* "14:57:36 UTC Fri May 16 2025 by admin" */
static void write_when(struct out *o, const char *what, uint64_t wall_ms, const char *by)
{
	time_t seconds = (time_t)(wall_ms / 1000);
	char text[64];
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%H:%M:%S UTC %a %b %-d %Y", &tm);
	out(o, "! %s at %s%s%s\n", what, text, *by ? " by " : "", by);
}

static void write_record(struct out *o, const struct sys_record *r)
{
	out_str(o, "!\n");
	if (r->changed_ms)
		write_when(o, "Last configuration change", r->changed_ms, r->changed_by);
	else
		out_str(o, "! No configuration change since last restart\n");
	if (r->saved_ms)
		write_when(o, "NVRAM config last updated", r->saved_ms, r->saved_by);
	out_str(o, "!\n");
}

void running_text(const struct root *root, struct out *o, bool all)
{
	write_record(o, &root->sys->record);
	cli_write_config(root->engine, o, all);
	out_str(o, "end\n");
}

bool running_interface(const struct root *root, struct out *o, const char *ifname, bool all)
{
	struct if_block b = { iface_find(root->ifaces, ifname), root->sys };
	char header[IFNAME_LEN + 16];

	if (!b.i || !b.i->configured)
		return false;
	snprintf(header, sizeof(header), "interface %s", b.i->name.s);
	out_str(o, "!\n");
	cli_write_mode(root->engine, o, if_block_mode(b.i), &b, header, all);
	out_str(o, "end\n");
	return true;
}

/* The VRF's static routes, which are single lines of the whole. */
static void copy_routes(const char *config, struct out *o, const char *vrf)
{
	char v4[VRF_NAME_MAX + 16], v6[VRF_NAME_MAX + 16];

	snprintf(v4, sizeof(v4), "ip route vrf %s ", vrf);
	snprintf(v6, sizeof(v6), "ipv6 route vrf %s ", vrf);
	while (*config) {
		size_t len = strcspn(config, "\n");

		if (strncmp(config, v4, strlen(v4)) == 0 || strncmp(config, v6, strlen(v6)) == 0)
			out(o, "%.*s\n", (int)len, config);
		config += len + (config[len] == '\n');
	}
}

static void write_vrf_interfaces(const struct root *root, struct out *o, const char *vrf)
{
	const struct iface *i = NULL;

	while ((i = iface_next(root->ifaces, i))) {
		struct if_block b = { i, root->sys };
		char header[IFNAME_LEN + 16];

		if (!i->configured || strcmp(i->cfg.vrf, vrf) != 0)
			continue;
		snprintf(header, sizeof(header), "interface %s", i->name.s);
		cli_write_mode(root->engine, o, if_block_mode(i), &b, header, false);
		out_str(o, "!\n");
	}
}

bool running_vrf(const struct root *root, struct out *o, const char *vrf)
{
	const struct vrf_cfg *v = sys_vrf_find(root->sys, vrf);
	struct out config;
	char header[64];

	if (!v)
		return false;
	snprintf(header, sizeof(header), "%s %s", v->old_style ? "ip vrf" : "vrf definition",
		 v->name);
	cli_write_mode(root->engine, o, MODE_VRF, v, header, false);
	out_str(o, "!\n!\n");
	write_vrf_interfaces(root, o, vrf);
	out_init(&config);
	cli_write_config(root->engine, &config, false);
	copy_routes(out_text(&config), o, vrf);
	out_fini(&config);
	out_str(o, "end\n");
	return true;
}
