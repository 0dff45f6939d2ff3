/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "lispd/cli/root.h"
#include "lispd/cli/show_vrf.h"
#include "lispd/cli/sys.h"
#include "lispd/cli/tables.h"
#include "lispd/net/iface.h"

#define IFACE_COLUMN 69

/* --- printing --------------------------------------------------------------------------------- */

static const char *protocols_str(const struct vrf_view *v)
{
	if (v->af_v4 && v->af_v6)
		return "ipv4,ipv6";
	return v->af_v4 ? "ipv4" : v->af_v6 ? "ipv6" : "";
}

void vrf_print_head(struct out *o)
{
	out(o, "  %-33s%-22s%-12s%s\n", "Name", "Default RD", "Protocols", "Interfaces");
}

void vrf_print(struct out *o, const struct vrf_view *v)
{
	out(o, "  %-33s%-22s%-12s%s\n", v->name, v->rd, protocols_str(v),
	    v->n_ifaces ? v->iface[0].s : "");
	for (unsigned i = 1; i < v->n_ifaces; i++)
		out(o, "%*s%s\n", IFACE_COLUMN, "", v->iface[i].s);
}

static void print_ifaces(struct out *o, const struct vrf_view *v)
{
	if (!v->n_ifaces) {
		out_str(o, "  No interfaces\n");
		return;
	}
	out_str(o, "  Interfaces:\n");
	for (unsigned i = 0; i < v->n_ifaces; i++)
		out(o, "%s%-25s%s", i % 3 ? "" : "    ", v->iface[i].s,
		    i % 3 == 2 || i + 1 == v->n_ifaces ? "\n" : "");
}

static void print_targets(struct out *o, const char *kind, const struct vrf_targets *t)
{
	if (!t->n) {
		out(o, "  No %s VPN route-target communities\n", kind);
		return;
	}
	out(o, "  %s VPN route-target communities\n", kind);
	for (unsigned i = 0; i < t->n; i++)
		out(o, "%sRT:%-22s%s", i % 3 ? "" : "    ", t->target[i],
		    i % 3 == 2 || i + 1 == t->n ? "\n" : "");
}

static void print_family(struct out *o, const char *family, bool on, uint32_t table,
			 const struct vrf_rt *rt)
{
	if (!on) {
		out(o, "Address family %s not active\n", family);
		return;
	}
	out(o,
	    "Address family %s (Table ID = 0x%X):\n"
	    "  Flags: 0x0\n",
	    family, table);
	print_targets(o, "Export", &rt->exported);
	print_targets(o, "Import", &rt->imported);
	out_str(o, "  No import route-map\n"
		   "  No global export route-map\n"
		   "  No export route-map\n"
		   "  VRF label distribution protocol: not configured\n"
		   "  VRF label allocation mode: per-prefix\n");
}

void vrf_print_detail(struct out *o, const struct vrf_view *v)
{
	out(o, "VRF %s (VRF Id = %u); default RD %s; default VPNID <not set>\n", v->name, v->id,
	    v->rd);
	if (v->description[0])
		out(o, "  Description: %s\n", v->description);
	out_str(o, v->old_style ? "  Old CLI format, supports IPv4 only\n  Flags: 0xC\n" :
				  "  New CLI format, supports multiple address-families\n"
				  "  Flags: 0x180C\n");
	print_ifaces(o, v);
	print_family(o, "ipv4 unicast", v->af_v4, v->id, &v->rt[0]);
	print_family(o, "ipv6 unicast", v->af_v6, 0x1E000000 + v->id, &v->rt[1]);
	out_str(o, "Address family ipv4 multicast not active\n"
		   "Address family ipv6 multicast not active\n\n");
}

/* --- collecting ------------------------------------------------------------------------------- */

static bool has_family(const struct vrf_cfg *cfg, int family)
{
	for (size_t i = 0; cfg && i < ARRAY_LEN(cfg->af); i++)
		if (cfg->af[i].present && cfg->af[i].family == family)
			return true;
	return false;
}

static void collect_targets(const struct kept *k, struct vrf_rt *rt)
{
	for (unsigned i = 0; i < k->n; i++) {
		char way[8], target[24];
		struct vrf_targets *t;

		if (sscanf(k->line[i].text, "route-target %7s %23s", way, target) != 2)
			continue;
		t = strcmp(way, "export") == 0 ? &rt->exported : &rt->imported;
		if (t->n < VRF_VIEW_TARGETS)
			snprintf(t->target[t->n++], sizeof(t->target[0]), "%s", target);
	}
}

static void collect_rt(const struct vrf_cfg *cfg, int family, struct vrf_rt *rt)
{
	for (size_t i = 0; i < ARRAY_LEN(cfg->af); i++)
		if (cfg->af[i].present && cfg->af[i].family == family)
			collect_targets(&cfg->af[i].kept, rt);
	collect_targets(&cfg->kept, rt);
}

static void collect(const struct root *r, const struct vrf *v, struct vrf_view *out)
{
	const struct vrf_cfg *cfg = r->sys ? sys_vrf_find(r->sys, v->name) : NULL;
	struct iface *i = NULL;

	memset(out, 0, sizeof(*out));
	snprintf(out->name, sizeof(out->name), "%s", v->name);
	snprintf(out->rd, sizeof(out->rd), "%s", cfg && cfg->rd ? cfg->rd : "<not set>");
	snprintf(out->description, sizeof(out->description), "%s",
		 cfg && cfg->description ? cfg->description : "");
	if (cfg) {
		collect_rt(cfg, AF_INET, &out->rt[0]);
		collect_rt(cfg, AF_INET6, &out->rt[1]);
	}
	out->id = v->id;
	out->old_style = cfg && cfg->old_style;
	out->af_v4 = v->af_v4 && (out->old_style || has_family(cfg, AF_INET));
	out->af_v6 = v->af_v6 && !out->old_style && has_family(cfg, AF_INET6);
	while (r->ifaces && (i = iface_next_brief(r->ifaces, i)))
		if (strcmp(i->cfg.vrf, v->name) == 0 && out->n_ifaces < VRF_VIEW_IFACES)
			out->iface[out->n_ifaces++] = ifname_short(i->name.s);
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void write_targets(struct json *j, const char *key, const struct vrf_targets *t)
{
	json_array(j, key);
	for (unsigned i = 0; i < t->n; i++)
		json_str(j, NULL, t->target[i]);
	json_end(j);
}

static void write_family(struct json *j, const char *key, const struct vrf_rt *rt)
{
	json_object(j, key);
	write_targets(j, "exportTargets", &rt->exported);
	write_targets(j, "importTargets", &rt->imported);
	json_end(j);
}

static void write_vrf(struct json *j, const struct vrf_view *v)
{
	json_object(j, NULL);
	json_str(j, "name", v->name);
	json_u64(j, "id", v->id);
	json_str(j, "routeDistinguisher", strcmp(v->rd, "<not set>") ? v->rd : NULL);
	json_str(j, "description", v->description[0] ? v->description : NULL);
	if (v->af_v4)
		write_family(j, "ipv4", &v->rt[0]);
	if (v->af_v6)
		write_family(j, "ipv6", &v->rt[1]);
	json_array(j, "interfaces");
	for (unsigned i = 0; i < v->n_ifaces; i++)
		json_str(j, NULL, v->iface[i].s);
	json_end(j);
	json_end(j);
}

/* --- commands --------------------------------------------------------------------------------- */

static void show_one(struct cli *c, const struct vrf *v, bool detail)
{
	struct vrf_view view;

	collect(root_of(c), v, &view);
	if (cli_json(c))
		write_vrf(cli_json(c), &view);
	else if (detail)
		vrf_print_detail(cli_out(c), &view);
	else
		vrf_print(cli_out(c), &view);
}

static int show_vrf(struct cli *c, const struct args *a)
{
	const char *name = arg_str(a, "vrf");
	bool detail = arg_has(a, "detail");
	struct vrf_table *t = root_of(c)->vrfs;
	struct vrf *v = t ? vrf_find(t, name) : NULL;

	if (name && !v)
		return cli_err(c, "No VRF named %s", name);
	if (cli_json(c)) {
		json_object(cli_json(c), NULL);
		json_array(cli_json(c), "vrfs");
	} else if (!detail) {
		vrf_print_head(cli_out(c));
	}
	if (name) {
		show_one(c, v, detail);
		return CLI_OK;
	}
	for (v = t ? vrf_next(t, NULL) : NULL; v; v = vrf_next(t, v))
		if (v->name[0])
			show_one(c, v, detail);
	return CLI_OK;
}

const struct cli_cmd show_vrf_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show [ip] vrf [detail] [WORD$vrf]",
		.help = "ip      IP information\n"
			"vrf     VPN Routing/Forwarding instances\n"
			"detail  Detailed information\n"
			"$vrf    VRF name\n",
		.run = show_vrf,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
