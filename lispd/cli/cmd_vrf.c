/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vrf definition, and the old form ip vrf. */
#include <string.h>

#include "lib/mem.h"
#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
#include "lispd/net/iface.h"

static void clear_interfaces(struct cli *c, const char *vrf)
{
	struct iface_table *t = root_of(c)->ifaces;
	struct iface *i = NULL;

	while ((i = iface_next(t, i)))
		if (strcmp(i->cfg.vrf, vrf) == 0)
			iface_set_vrf(i, NULL, NULL);
	cli_print(c, "%% IPv4 and IPv6 addresses from all interfaces in VRF %s have been removed\n",
		  vrf);
}

static int remove_vrf(struct cli *c, const char *name)
{
	struct root *root = root_of(c);
	struct vrf_cfg *cfg = sys_vrf_find(root->sys, name);
	struct vrf *v = vrf_find(root->vrfs, name);

	if (!cfg)
		return cli_err(c, "VRF %s does not exist", name);
	clear_interfaces(c, name);
	sys_vrf_del(root->sys, cfg);
	if (v && v != vrf_default(root->vrfs))
		vrf_del(root->vrfs, v);
	return CLI_OK;
}

static void apply_af(struct cli *c, const struct vrf_cfg *cfg)
{
	struct vrf *v = vrf_find(root_of(c)->vrfs, cfg->name);

	for (unsigned n = 0; v && n < ARRAY_LEN(cfg->af); n++)
		vrf_set_af(v, cfg->af[n].family, cfg->af[n].present);
}

static int enter_vrf(struct cli *c, const char *name, bool old_style)
{
	struct root *root = root_of(c);
	struct vrf_cfg *cfg = sys_vrf_find(root->sys, name);

	if (!vrf_name_ok(name))
		return cli_err(c, "Invalid VRF name");
	if (cfg && cfg->old_style != old_style)
		return cli_err(c, "VRF %s was configured with \"%s\": use that", name,
			       old_style ? "vrf definition" : "ip vrf");
	if (!vrf_add(root->vrfs, name))
		return cli_err(c, "VRF %s cannot be made", name);
	if (!cfg) {
		cfg = sys_vrf_get(root->sys, name);
		cfg->old_style = old_style;
		cfg->af[0].present = old_style; /* which is for IPv4 only */
		apply_af(c, cfg);
	}
	cli_enter(c, MODE_VRF, name);
	return CLI_OK;
}

static int run_definition(struct cli *c, const struct args *a)
{
	const char *name = arg_str(a, "vrf");

	return arg_no(a) ? remove_vrf(c, name) : enter_vrf(c, name, false);
}

static int run_ip_vrf(struct cli *c, const struct args *a)
{
	const char *name = arg_str(a, "vrf");

	return arg_no(a) ? remove_vrf(c, name) : enter_vrf(c, name, true);
}

static void write_definition(struct cli_writer *w, const void *obj)
{
	const struct root *root = obj;
	const struct vrf_cfg *v;

	TAILQ_FOREACH(v, &root->sys->vrfs, link)
		cli_block(w, MODE_VRF, v, "%s %s", v->old_style ? "ip vrf" : "vrf definition",
			  v->name);
	cli_bang(w);
}

/* --- inside ----------------------------------------------------------------------------------- */

static int run_description(struct cli *c, const struct args *a)
{
	struct vrf_cfg *v = block_vrf(c);

	if (!v)
		return CLI_FAIL;
	str_replace(&v->description, is_off(a) ? NULL : arg_str(a, "text"));
	return CLI_OK;
}

static void write_description(struct cli_writer *w, const void *obj)
{
	const struct vrf_cfg *v = obj;

	if (v->description)
		cli_line(w, "description %s", v->description);
}

/* ASN:nn or A.B.C.D:nn; also ASN as two numbers with a dot between. */
static bool is_ext_community(const char *s)
{
	size_t left = strspn(s, "0123456789.");
	size_t right = left && s[left] == ':' ? strspn(s + left + 1, "0123456789") : 0;

	return right && !s[left + 1 + right];
}

static int run_rd(struct cli *c, const struct args *a)
{
	struct vrf_cfg *v = block_vrf(c);
	const char *rd = arg_str(a, "rd");

	if (!v)
		return CLI_FAIL;
	if (is_off(a)) {
		str_replace(&v->rd, NULL);
		return CLI_OK;
	}
	if (!is_ext_community(rd))
		return cli_err(c, "Malformed RD: use ASN:nn or A.B.C.D:nn");
	if (v->rd && strcmp(v->rd, rd) != 0)
		return cli_err(c, "Do \"no vrf definition %s\" before redefining rd", v->name);
	str_replace(&v->rd, rd);
	return CLI_OK;
}

static void write_rd(struct cli_writer *w, const void *obj)
{
	const struct vrf_cfg *v = obj;

	if (v->rd)
		cli_line(w, "rd %s", v->rd);
}

static void keep_target(struct kept *k, const char *way, const char *target, bool on)
{
	struct out line;

	out_init(&line);
	out(&line, "route-target %s %s", way, target);
	if (on)
		kept_set(k, VRF_ROUTE_TARGET, line.text, line.text);
	else
		kept_drop(k, line.text);
	out_fini(&line);
}

static int set_target(struct cli *c, const struct args *a, struct kept *k)
{
	const char *target = arg_str(a, "target");

	if (!k)
		return CLI_FAIL;
	if (!is_ext_community(target))
		return cli_err(c, "Malformed route-target: use ASN:nn or A.B.C.D:nn");
	/* Without a word it is both, which is kept as two lines. */
	if (!arg_has(a, "import"))
		keep_target(k, "export", target, !is_off(a));
	if (!arg_has(a, "export"))
		keep_target(k, "import", target, !is_off(a));
	return CLI_OK;
}

static int run_target(struct cli *c, const struct args *a)
{
	struct vrf_cfg *v = block_vrf(c);

	return set_target(c, a, v ? &v->kept : NULL);
}

static int run_af_target(struct cli *c, const struct args *a)
{
	struct vrf_af_cfg *af = block_vrf_af(c);

	return set_target(c, a, af ? &af->kept : NULL);
}

static void write_target(struct cli_writer *w, const void *obj)
{
	kept_write(w, &((const struct vrf_cfg *)obj)->kept, VRF_ROUTE_TARGET);
}

static void write_af_target(struct cli_writer *w, const void *obj)
{
	kept_write(w, &((const struct vrf_af_cfg *)obj)->kept, VRF_ROUTE_TARGET);
}

/* --- address-family --------------------------------------------------------------------------- */

static int run_af(struct cli *c, const struct args *a)
{
	struct vrf_cfg *v = block_vrf(c);
	bool v6 = arg_has(a, "ipv6");

	if (!v)
		return CLI_FAIL;
	if (v->old_style)
		return cli_err(c, "\"ip vrf\" has no address families: use \"vrf definition\"");
	v->af[v6].present = !is_off(a);
	if (is_off(a))
		kept_fini(&v->af[v6].kept);
	apply_af(c, v);
	if (!is_off(a))
		cli_enter(c, MODE_VRF_AF, v6 ? "ipv6" : "ipv4");
	return CLI_OK;
}

static void write_af(struct cli_writer *w, const void *obj)
{
	const struct vrf_cfg *v = obj;

	for (unsigned n = 0; n < ARRAY_LEN(v->af) && !v->old_style; n++) {
		if (!v->af[n].present)
			continue;
		cli_bang(w);
		cli_block(w, MODE_VRF_AF, &v->af[n], "address-family %s", n ? "ipv6" : "ipv4");
		cli_line(w, "exit-address-family");
	}
}

static int run_exit(struct cli *c, const struct args *a UNUSED)
{
	cli_leave(c);
	return CLI_OK;
}

#define TARGET "[no] [default] route-target [(import|export|both)] WORD$target"
#define TARGET_HELP                                                   \
	"route-target  Specify Target VPN Extended Communities\n"     \
	"import        Import Target-VPN community\n"                 \
	"export        Export Target-VPN community\n"                 \
	"both          Both import and export Target-VPN community\n" \
	"$target       ASN:nn or IP-address:nn\n"

const struct cli_cmd vrf_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] vrf definition WORD$vrf",
		.help = "vrf         VRF commands\n"
			"definition  VRF definition\n"
			"$vrf        VRF name\n",
		.run = run_definition,
		.write = write_definition,
		.order = GLOBAL_VRF,
		.flags = CLI_OPENS_MODE,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] ip vrf WORD$vrf",
		.help = "ip    Global IP configuration subcommands\n"
			"vrf   Configure an IP VPN Routing/Forwarding instance\n"
			"$vrf  VRF name\n",
		.run = run_ip_vrf,
		.saved_by = "[no] vrf definition WORD$vrf",
		.flags = CLI_OPENS_MODE,
	},
	{
		.mode = MODE_VRF,
		.syntax = "[no] [default] description ~ LINE$text",
		.help = "description  VRF specific description\n"
			"$text        Description, up to the end of the line\n",
		.run = run_description,
		.write = write_description,
		.order = VRF_DESCRIPTION,
		.flags = CLI_FREE_TEXT,
	},
	{
		.mode = MODE_VRF,
		.syntax = "[no] [default] rd ~ WORD$rd",
		.help = "rd   Specify Route Distinguisher\n"
			"$rd  ASN:nn or IP-address:nn\n",
		.run = run_rd,
		.write = write_rd,
		.order = VRF_RD,
	},
	{
		.mode = MODE_VRF,
		.syntax = TARGET,
		.help = TARGET_HELP,
		.run = run_target,
		.write = write_target,
		.order = VRF_ROUTE_TARGET,
	},
	{
		.mode = MODE_VRF,
		.syntax = "[no] [default] address-family (ipv4|ipv6) [unicast]",
		.help = "unicast  Address Family Modifier\n",
		.run = run_af,
		.write = write_af,
		.order = VRF_ADDRESS_FAMILY,
		.flags = CLI_OPENS_MODE,
	},
	{
		.mode = MODE_VRF_AF,
		.syntax = TARGET,
		.help = TARGET_HELP,
		.run = run_af_target,
		.write = write_af_target,
		.order = VRF_ROUTE_TARGET,
	},
	{
		.mode = MODE_VRF_AF,
		.syntax = "exit-address-family",
		.help = "exit-address-family  Exit from vrf address-family configuration submode\n",
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{ 0 },
};
