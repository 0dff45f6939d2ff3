/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show interfaces and its relatives: each walks the interfaces and prints one of their forms. */
#include <stdio.h>
#include <string.h>

#include "lispd/cli/iface_view.h"
#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"

#define ROWS_PER_SLICE 64

struct iface_form {
	void (*head)(struct out *o);
	void (*print)(struct out *o, const struct iface_view *v);
	bool counters; /* the kernel is asked for them */
};

static const struct iface_form brief = { iface_print_brief_head, iface_print_brief, false };
static const struct iface_form brief6 = { NULL, iface_print_brief6, false };
static const struct iface_form description = { iface_print_description_head,
					       iface_print_description, false };
static const struct iface_form full = { NULL, iface_print, true };
static const struct iface_form ip = { NULL, iface_print_ip, false };
static const struct iface_form ipv6 = { NULL, iface_print_ipv6, false };

struct iface_state {
	const struct iface_table *table;
	const struct iface_form *form;
	char vrf[VRF_NAME_MAX + 1]; /* with by_vrf */
	bool by_vrf, begun;
	char at[IFNAME_LEN];
};

static void begin(struct show *w, const struct iface_form *form)
{
	if (w->json) {
		json_object(w->json, NULL);
		json_array(w->json, "interfaces");
	} else if (form->head) {
		form->head(w->o);
	}
}

static void show_one(struct show *w, const struct iface_form *form, const struct iface *i)
{
	struct iface_view v;

	iface_view_collect(i, form->counters, &v);
	if (w->json)
		iface_write(w->json, &v, form->counters);
	else
		form->print(w->o, &v);
}

static bool iface_slice(struct show *w, void *state)
{
	struct iface_state *s = state;
	const struct iface *i = s->begun ? iface_find(s->table, s->at) : NULL;

	if (s->begun && !i)
		return false; /* it was removed while the list was on its way */
	if (!s->begun)
		begin(w, s->form);
	s->begun = true;
	for (unsigned n = 0; n < ROWS_PER_SLICE; n++) {
		i = iface_next_brief(s->table, i);
		if (!i)
			return false;
		snprintf(s->at, sizeof(s->at), "%s", i->name.s);
		if (s->by_vrf && strcmp(i->cfg.vrf, s->vrf) != 0)
			continue;
		show_one(w, s->form, i);
	}
	return true;
}

static int run(struct cli *c, const struct args *a, const struct iface_form *form)
{
	const char *name = arg_str(a, "interface"), *vrf = arg_str(a, "vrf");
	struct iface_table *t = root_of(c)->ifaces;
	struct iface_state s = { .table = t, .form = form, .by_vrf = vrf != NULL };
	struct show w = { cli_out(c), cli_json(c) };
	struct iface *i;

	if (!t)
		return CLI_OK;
	snprintf(s.vrf, sizeof(s.vrf), "%s", vrf ? vrf : "");
	if (!name)
		return show_slices(c, iface_slice, &s, sizeof(s));
	i = iface_find(t, name);
	if (!i)
		return cli_err(c, "Interface %s does not exist", name);
	begin(&w, form);
	show_one(&w, form, i);
	return CLI_OK;
}

static int show_interfaces(struct cli *c, const struct args *a)
{
	return run(c, a, arg_has(a, "description") ? &description : &full);
}

static int show_ip_interface(struct cli *c, const struct args *a)
{
	return run(c, a, arg_has(a, "brief") ? &brief : &ip);
}

static int show_ipv6_interface(struct cli *c, const struct args *a)
{
	return run(c, a, arg_has(a, "brief") ? &brief6 : &ipv6);
}

#define INTERFACE_HELP                                      \
	"interface    Interface status and configuration\n" \
	"$interface   Interface name\n"                     \
	"vrf          VPN Routing/Forwarding instance\n"    \
	"$vrf         VRF name\n"                           \
	"brief        Brief summary\n"

const struct cli_cmd show_interfaces_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show interfaces [IFNAME$interface] [description]",
		.help = "interfaces   Interface status and configuration\n"
			"$interface   Interface name\n"
			"description  Descriptions\n",
		.run = show_interfaces,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show ip interface [vrf WORD$vrf|IFNAME$interface] [brief]",
		.help = "ip           IP information\n" INTERFACE_HELP,
		.run = show_ip_interface,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show ip interface brief IFNAME$interface",
		.help = "ip           IP information\n"
			"interface    Interface status and configuration\n"
			"$interface   Interface name\n"
			"brief        Brief summary\n",
		.run = show_ip_interface,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show ipv6 interface [vrf WORD$vrf|IFNAME$interface] [brief]",
		.help = "ipv6         IPv6 information\n" INTERFACE_HELP,
		.run = show_ipv6_interface,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
