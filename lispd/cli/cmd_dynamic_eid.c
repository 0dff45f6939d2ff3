/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies for dynamic EIDs. */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/locator_line.h"
#include "lispd/cli/mapping_line.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/service_view.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/unread_row.h"

static int mode_below(const struct cli *c)
{
	switch (cli_mode(c)) {
	case CLI_MODE_CONFIG:
		return MODE_GLOBAL_DYNAMIC_EID;
	case MODE_LISP:
		return MODE_LISP_DYNAMIC_EID;
	case MODE_EID_TABLE:
		return MODE_TABLE_DYNAMIC_EID;
	}
	return MODE_DYNAMIC_EID;
}

/* Directly below router lisp it is for the default table. */
static bool table_ok(struct cli *c, struct lisp *l, struct instance_cfg *i)
{
	struct service_cfg *s = &i->service[SVC_IPV4];

	if (!i->headless || s->table != TABLE_NONE)
		return true;
	s->present = true;
	return block_result(c, lisp_set_eid_table(l, i->iid, SVC_IPV4, TABLE_DEFAULT, "")) ==
	       CLI_OK;
}

static int run_dynamic_eid(struct cli *c, const struct args *a)
{
	const char *name = arg_str(a, "name");
	struct lisp *l;
	struct instance_cfg *i = block_instance(c, a, &l);

	if (!i || !locator_name_ok(c, "dynamic-eid", name))
		return CLI_FAIL;
	if (is_off(a)) {
		lisp_del_dynamic_eid(l, i, name);
		block_drop_headless(l, i->iid);
		return CLI_OK;
	}
	if (!table_ok(c, l, i)) {
		block_drop_headless(l, i->iid);
		return CLI_FAIL;
	}
	lisp_get_dynamic_eid(l, i, name);
	cli_enter(c, mode_below(c), name);
	return CLI_OK;
}

void dynamic_eid_write(struct cli_writer *w, const struct instance_cfg *i, int mode)
{
	const struct dynamic_eid_cfg *d;

	TAILQ_FOREACH(d, &i->dynamic_eids, link)
		cli_block(w, mode, d, "dynamic-eid %s", d->name);
}

static void write_dynamic_eid(struct cli_writer *w, const void *obj)
{
	dynamic_eid_write(w, obj, MODE_DYNAMIC_EID);
}

static void write_in_table(struct cli_writer *w, const void *obj)
{
	dynamic_eid_write(w, obj, MODE_TABLE_DYNAMIC_EID);
}

static int run_exit(struct cli *c, const struct args *a UNUSED)
{
	cli_leave(c);
	return CLI_OK;
}

/* --- inside ----------------------------------------------------------------------------------- */

static int run_mapping(struct cli *c, const struct args *a)
{
	struct mapping_options options = mapping_read_options(a);
	const char *set = arg_str(a, "set");
	struct lisp *l;
	struct dynamic_eid_cfg *d = block_dynamic_eid(c, a, &l);
	struct prefix eid;

	if (!d || (set && !locator_name_ok(c, "locator-set", set)))
		return CLI_FAIL;
	arg_prefix(a, "eid", &eid);
	if (is_off(a)) {
		lisp_del_dynamic_mapping(l, d, &eid);
		return CLI_OK;
	}
	block_await_locator_set(a, l, set);
	lisp_set_dynamic_mapping(l, d, &eid, set, &options);
	return CLI_OK;
}

static void write_mapping(struct cli_writer *w, const void *obj)
{
	const struct dynamic_eid_cfg *d = obj;

	mapping_write(w, d->mapping, d->n_mappings);
}

static int run_group(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct dynamic_eid_cfg *d = block_dynamic_eid(c, a, &l);
	struct addr group;

	if (!d)
		return CLI_FAIL;
	if (!is_off(a))
		arg_addr(a, "group", &group);
	lisp_set_notify_group(l, d, is_off(a) ? NULL : &group);
	return CLI_OK;
}

static void write_group(struct cli_writer *w, const void *obj)
{
	const struct dynamic_eid_cfg *d = obj;

	if (!addr_is_none(&d->map_notify_group))
		cli_line(w, "map-notify-group %s", addr_str(&d->map_notify_group).s);
}

static int run_server(struct cli *c, const struct args *a)
{
	enum lisp_auth algorithm = arg_has(a, "sha2") ? LISP_AUTH_SHA256 : LISP_AUTH_SHA1;
	struct lisp *l;
	struct dynamic_eid_cfg *d = block_dynamic_eid(c, a, &l);
	struct shared_key key;
	struct addr addr;

	if (!d)
		return CLI_FAIL;
	arg_addr(a, "server", &addr);
	if (is_off(a)) {
		lisp_del_dynamic_server(l, d, &addr);
		return CLI_OK;
	}
	if (password_type_key(c, a, &key) != CLI_OK)
		return CLI_FAIL;
	return block_result(c, lisp_set_dynamic_server(l, d, &addr, key.text,
						       key.shown[0] ? key.shown : NULL, algorithm,
						       arg_has(a, "hash-function")));
}

static int run_proxy_reply(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct dynamic_eid_cfg *d = block_dynamic_eid(c, a, &l);
	struct addr addr;

	if (!d)
		return CLI_FAIL;
	arg_addr(a, "server", &addr);
	return block_result(c, lisp_set_dynamic_proxy_reply(l, d, &addr, !is_off(a)));
}

static void write_server(struct cli_writer *w, const void *obj)
{
	const struct dynamic_eid_cfg *d = obj;

	for (unsigned i = 0; i < d->n_servers; i++) {
		const struct server_cfg *m = &d->server[i];
		const char *hash = m->algorithm == LISP_AUTH_SHA256 ? " hash-function sha2" :
				   m->hash_typed		    ? " hash-function sha1" :
								      "";

		if (m->key.text)
			cli_line(w, "map-server %s key %s%s", addr_str(&m->addr).s,
				 m->key.shown ? m->key.shown : m->key.text, hash);
		if (m->proxy_reply)
			cli_line(w, "map-server %s proxy-reply", addr_str(&m->addr).s);
	}
}

static int keep(struct cli *c, const struct args *a, enum unread_row kind)
{
	struct lisp *l;
	struct dynamic_eid_cfg *d = block_dynamic_eid(c, a, &l);

	if (!d)
		return CLI_FAIL;
	unread_take(a, &d->unread, kind, NULL);
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
	unread_write(w, &((const struct dynamic_eid_cfg *)obj)->unread, DYNAMIC_UNREAD);
}

#define DYNAMIC_EID_HELP                                     \
	"dynamic-eid  Configure a policy for dynamic EIDs\n" \
	"$name        Name of the policy\n"

#define HEADER(in, writer, rank)                                                                  \
	{                                                                                         \
		.mode = in, .syntax = "[no] [default] dynamic-eid WORD$name",                     \
		.help = DYNAMIC_EID_HELP, .run = run_dynamic_eid, .write = writer, .order = rank, \
		.flags = CLI_OPENS_MODE                                                           \
	}

const struct cli_cmd dynamic_eid_rows[] = {
	HEADER(MODE_INSTANCE, write_dynamic_eid, INSTANCE_DYNAMIC_EID),
	HEADER(MODE_EID_TABLE, write_in_table, INSTANCE_DYNAMIC_EID),
	{ 0 },
};

/* In modes where others print it. */
const struct cli_cmd dynamic_eid_header_rows[] = {
	HEADER(MODE_LISP, write_in_table, INSTANCE_DYNAMIC_EID),
	{ 0 },
};

const struct cli_cmd dynamic_eid_exit_rows[] = {
	{
		.mode = MODE_DYNAMIC_EID,
		.syntax = "exit-dynamic-eid",
		.help = "exit-dynamic-eid  Exit from the dynamic EID configuration mode\n",
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{ 0 },
};

#define SERVER                                                 \
	"[no] [default] map-server (A.B.C.D|X:X::X)$server ~ " \
	"key [(0|6|7)] WORD$key [hash-function (sha1|sha2)]"
#define KEY_HELP                                                          \
	"key            Authentication key\n"                             \
	"0              Specifies an UNENCRYPTED password will follow\n"  \
	"6              Specifies an ENCRYPTED password will follow\n"    \
	"7              Specifies a HIDDEN password will follow\n"        \
	"$key           The UNENCRYPTED (cleartext) authentication key\n" \
	"hash-function  Hash function of the authentication\n"            \
	"sha1           HMAC-SHA-1-96\n"                                  \
	"sha2           HMAC-SHA-256-128\n"
#define SERVER_HELP                                                              \
	"map-server   Map-server for these EIDs, in place of those of the ETR\n" \
	"$server      Locator address of the map-server\n"
#define EID_NOTIFY                                              \
	"[no] [default] eid-notify (A.B.C.D|X:X::X)$gateway ~ " \
	"key [(0|6|7)] WORD$key [hash-function (sha1|sha2)]"
#define EID_NOTIFY_HELP "eid-notify  Tell a gateway of the site about dynamic EIDs\n"
#define ROW(words, texts, fn) \
	UNREAD_ROW(MODE_DYNAMIC_EID, words, texts, fn, DYNAMIC_UNREAD, EID_NOTIFY)

const struct cli_cmd dynamic_eid_block_rows[] = {
	{
		.mode = MODE_DYNAMIC_EID,
		.syntax = "[no] [default] database-mapping "
			  "(A.B.C.D/nn|X:X:X:X::X/<0-128>)$eid ~ " MAPPING_SET " " MAPPING_OPTIONS,
		.help = "database-mapping  Configure an EID-to-RLOC mapping of this site\n"
			"$eid              EID prefix\n" MAPPING_SET_HELP,
		.run = run_mapping,
		.write = write_mapping,
		.order = DYNAMIC_MAPPING,
	},
	{
		.mode = MODE_DYNAMIC_EID,
		.syntax = "[no] [default] map-notify-group ~ (A.B.C.D|X:X::X)$group",
		.help = "map-notify-group  Tell the site's other xTRs about dynamic EIDs\n"
			"$group            Multicast group\n",
		.run = run_group,
		.write = write_group,
		.order = DYNAMIC_GROUP,
	},
	{
		.mode = MODE_DYNAMIC_EID,
		.syntax = SERVER,
		.help = SERVER_HELP KEY_HELP,
		.run = run_server,
		.write = write_server,
		.order = DYNAMIC_SERVER,
	},
	{
		.mode = MODE_DYNAMIC_EID,
		.syntax = "[no] [default] map-server (A.B.C.D|X:X::X)$server proxy-reply",
		.help = SERVER_HELP "proxy-reply  Ask it to reply on behalf of this ETR\n",
		.run = run_proxy_reply,
		.saved_by = SERVER,
	},
	UNREAD_WRITER(MODE_DYNAMIC_EID, EID_NOTIFY,
		      EID_NOTIFY_HELP "$gateway       Address of the gateway\n" KEY_HELP, run_item,
		      DYNAMIC_UNREAD, write_unread),
	ROW("eid-notify authentication-key ~ [(0|6|7)] WORD$key",
	    EID_NOTIFY_HELP "authentication-key  Key of those who tell this router\n"
			    "0     Specifies an UNENCRYPTED password will follow\n"
			    "6     Specifies an ENCRYPTED password will follow\n"
			    "7     Specifies a HIDDEN password will follow\n"
			    "$key  The UNENCRYPTED (cleartext) authentication key\n",
	    run_setting),
	ROW("register-database-mapping", "register-database-mapping  Register the prefixes, too\n",
	    run_setting),
	ROW("roaming-eid-prefix (A.B.C.D/nn|X:X:X:X::X/<0-128>)$eid",
	    "roaming-eid-prefix  EIDs that may come\n"
	    "$eid                EID prefix\n",
	    run_item),
	{ 0 },
};
