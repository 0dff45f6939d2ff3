/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sites of the Map-Server. */
#include <stdio.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/unread_row.h"

static int run_site(struct cli *c, const struct args *a)
{
	struct lisp *l = block_lisp(c, a);
	const char *name = arg_str(a, "name");

	if (!l)
		return CLI_FAIL;
	if (strlen(name) >= CFG_NAME)
		return cli_err(c, "A site name has at most %d characters", CFG_NAME - 1);
	if (is_off(a)) {
		lisp_del_site(l, name);
		return CLI_OK;
	}
	lisp_get_site(l, name);
	cli_enter(c, cli_mode(c) == CLI_MODE_CONFIG ? MODE_GLOBAL_SITE : MODE_SITE, name);
	return CLI_OK;
}

static void write_site(struct cli_writer *w, const void *obj)
{
	const struct lisp_cfg *cfg = obj;
	const struct site_cfg *s;
	int mode = lisp_cfg_is_classic(cfg) ? MODE_CLASSIC_SITE : MODE_SITE;

	TAILQ_FOREACH(s, &cfg->sites, link)
		cli_block(w, mode, s, "site %s", s->name);
}

static int run_exit(struct cli *c, const struct args *a UNUSED)
{
	cli_leave(c);
	return CLI_OK;
}

/* --- description, key, nonces ------------------------------------------------------------------ */

static int run_description(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct site_cfg *s = block_site(c, a, &l);

	if (!s)
		return CLI_FAIL;
	str_replace(&s->description, is_off(a) ? NULL : arg_str(a, "text"));
	lisp_changed(l);
	return CLI_OK;
}

static void write_description(struct cli_writer *w, const void *obj)
{
	const struct site_cfg *s = obj;

	if (s->description)
		cli_line(w, "description %s", s->description);
}

static int run_key(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct site_cfg *s = block_site(c, a, &l);
	struct shared_key key;

	if (!s)
		return CLI_FAIL;
	if (is_off(a)) {
		lisp_del_site_key(l, s);
		return CLI_OK;
	}
	if (password_type_key(c, a, &key) != CLI_OK)
		return CLI_FAIL;
	return block_result(c, lisp_set_site_key(l, s, key.text, key.shown[0] ? key.shown : NULL));
}

static void write_key(struct cli_writer *w, const void *obj)
{
	const struct site_cfg *s = obj;

	if (s->key.text)
		cli_line(w, "authentication-key %s", s->key.shown ? s->key.shown : s->key.text);
}

static int run_nonce(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct site_cfg *s = block_site(c, a, &l);

	if (!s)
		return CLI_FAIL;
	s->nonce_rule = is_off(a)	     ? NONCE_BY_ALGORITHM :
			arg_has(a, "strict") ? NONCE_STRICT :
					       NONCE_ANY_ORDER;
	lisp_changed(l);
	return CLI_OK;
}

static void write_nonce(struct cli_writer *w, const void *obj)
{
	const struct site_cfg *s = obj;

	if (s->nonce_rule != NONCE_BY_ALGORITHM)
		cli_line(w, "map-register nonce %s",
			 s->nonce_rule == NONCE_STRICT ? "strict" : "any-order");
}

/* --- allowed-locator, eid-record --------------------------------------------------------------- */

static int run_allowed_locator(struct cli *c, const struct args *a)
{
	struct lisp *l;
	struct site_cfg *s = block_site(c, a, &l);
	struct addr addr;

	if (!s)
		return CLI_FAIL;
	arg_addr(a, "rloc", &addr);
	lisp_set_allowed_locator(l, s, &addr, !is_off(a));
	return CLI_OK;
}

static void write_allowed_locator(struct cli_writer *w, const void *obj)
{
	const struct site_cfg *s = obj;

	for (unsigned i = 0; i < s->n_allowed; i++)
		cli_line(w, "allowed-locator %s", addr_str(&s->allowed[i]).s);
}

static int run_eid_record(struct cli *c, const struct args *a)
{
	struct eid_record_cfg r = {
		.iid_typed = arg_given(a, "iid"),
		.accept_more_specifics = arg_has(a, "accept-more-specifics"),
		.publication_summary_only = arg_has(a, "publication-summary-only"),
	};
	struct lisp *l;
	struct site_cfg *s = block_site(c, a, &l);

	if (!s)
		return CLI_FAIL;
	arg_u32(a, "iid", &r.iid);
	r.has_tag = arg_u32(a, "tag", &r.route_tag);
	arg_prefix(a, "eid", &r.prefix);
	if (is_off(a)) {
		lisp_del_eid_record(l, s, r.iid, &r.prefix);
		return CLI_OK;
	}
	if (arg_has(a, "eid-prefix") && cli_mode(c) == MODE_SITE &&
	    l->cfg.dialect == DIALECT_UNKNOWN)
		l->cfg.dialect = DIALECT_CLASSIC;
	return block_result(c, lisp_set_eid_record(l, s, &r));
}

static void write_records(struct cli_writer *w, const struct site_cfg *s, const char *word)
{
	for (unsigned i = 0; i < s->n_records; i++) {
		const struct eid_record_cfg *r = &s->record[i];
		char iid[32] = "", tag[32] = "";

		if (r->iid)
			snprintf(iid, sizeof(iid), "instance-id %u ", r->iid);
		if (r->has_tag)
			snprintf(tag, sizeof(tag), " route-tag %u", r->route_tag);
		cli_line(w, "%s %s%s%s%s%s", word, iid, prefix_str(&r->prefix).s,
			 r->accept_more_specifics ? " accept-more-specifics" : "", tag,
			 r->publication_summary_only ? " publication-summary-only" : "");
	}
}

static void write_eid_record(struct cli_writer *w, const void *obj)
{
	write_records(w, obj, "eid-record");
}

static void write_eid_prefix(struct cli_writer *w, const void *obj)
{
	write_records(w, obj, "eid-prefix");
}

/* --- kept ------------------------------------------------------------------------------------- */

static int keep(struct cli *c, const struct args *a, enum unread_row kind)
{
	struct lisp *l;
	struct site_cfg *s = block_site(c, a, &l);

	if (!s)
		return CLI_FAIL;
	unread_take(a, &s->unread, kind, NULL);
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

static void write_list(struct cli_writer *w, const void *obj)
{
	unread_write(w, &((const struct site_cfg *)obj)->unread, SITE_ALLOWED_LIST);
}

static void write_unread(struct cli_writer *w, const void *obj)
{
	unread_write(w, &((const struct site_cfg *)obj)->unread, SITE_UNREAD);
}

#define ALLOWED_HELP                                             \
	"allowed-locator   Locator that the site may register\n" \
	"allowed-locators  Locator that the site may register\n"
#define ANY_MAC "[no] [default] eid-record [instance-id <0-16777214>$iid] any-mac"
#define ROW(words, texts, fn) UNREAD_ROW(MODE_SITE, words, texts, fn, SITE_UNREAD, ANY_MAC)
#define DEFAULT_HELP                     \
	"instance-id  EID instance\n"    \
	"$iid         EID instance-ID\n" \
	"ipv4         IPv4 service\n"    \
	"ipv6         IPv6 service\n"

const struct cli_cmd site_rows[] = {
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] site WORD$name",
		.help = "site   Configure a LISP site on a Map-Server\n"
			"$name  Site name\n",
		.run = run_site,
		.write = write_site,
		.order = ROUTER_SITE,
		.flags = CLI_OPENS_MODE,
	},
	{ 0 },
};

const struct cli_cmd site_exit_rows[] = {
	{
		.mode = MODE_SITE,
		.syntax = "exit-site",
		.help = "exit-site  Exit from the site configuration mode\n",
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{ 0 },
};

const struct cli_cmd site_block_rows[] = {
	{
		.mode = MODE_SITE,
		.syntax = "[no] [default] description ~ LINE$text",
		.help = "description  Site description\n"
			"$text        Description, up to the end of the line\n",
		.run = run_description,
		.write = write_description,
		.order = SITE_DESCRIPTION,
		.flags = CLI_FREE_TEXT,
	},
	{
		.mode = MODE_SITE,
		.syntax = "[no] [default] authentication-key ~ [(0|6|7)] WORD$key",
		.help = "authentication-key  Authentication key shared with the site's ETRs\n"
			"0                   Specifies an UNENCRYPTED password will follow\n"
			"6                   Specifies an ENCRYPTED password will follow\n"
			"7                   Specifies a HIDDEN password will follow\n"
			"$key                The UNENCRYPTED (cleartext) authentication key\n",
		.run = run_key,
		.write = write_key,
		.order = SITE_KEY,
	},
	{
		.mode = MODE_SITE,
		.syntax = "[no] [default] map-register nonce ~ (strict|any-order)",
		.help = "map-register  Map-Registers of this site\n"
			"nonce         Protection against replay by the nonce\n"
			"strict        The nonce must grow with each Map-Register\n"
			"any-order     A nonce must only be new\n",
		.run = run_nonce,
		.write = write_nonce,
		.order = SITE_MAP_REGISTER,
	},
	{
		.mode = MODE_SITE,
		.syntax = "[no] [default] (allowed-locator|allowed-locators) "
			  "(A.B.C.D|X:X::X)$rloc",
		.help = ALLOWED_HELP "$rloc             Locator address\n",
		.run = run_allowed_locator,
		.write = write_allowed_locator,
		.order = SITE_ALLOWED_LOCATOR,
	},
	UNREAD_WRITER(MODE_SITE, "[no] [default] allowed-locator list (ipv4|ipv6) ~ WORD$list",
		      "allowed-locator   Locator that the site may register\n"
		      "list              Those of a prefix-list\n"
		      "ipv4              IPv4\n"
		      "ipv6              IPv6\n"
		      "$list             Name of a prefix-list\n",
		      run_item, SITE_ALLOWED_LIST, write_list),
	UNREAD_WRITER(MODE_SITE, ANY_MAC,
		      "eid-record   EID prefix that the site may register\n"
		      "instance-id  EID instance\n"
		      "$iid         EID instance-ID\n"
		      "any-mac      Every MAC address\n",
		      run_item, SITE_UNREAD, write_unread),
	ROW("allow-locator-default-etr ~ instance-id <0-16777214>$iid (ipv4|ipv6)",
	    "allow-locator-default-etr  Locators that may be default ETRs\n" DEFAULT_HELP,
	    run_item),
	ROW("allow-locator-service-etr ~ instance-id <0-16777214>$iid (ipv4|ipv6)",
	    "allow-locator-service-etr  Locators that may be service ETRs\n" DEFAULT_HELP,
	    run_item),
	ROW("site-id ~ <0-4294967295>$id",
	    "site-id  Number of the site\n"
	    "$id      Site number\n",
	    run_setting),
	{ 0 },
};

#define RECORD(word)                                              \
	"[no] [default] " word " [instance-id <0-16777214>$iid] " \
	"(A.B.C.D/nn|X:X:X:X::X/<0-128>)$eid "                    \
	"{accept-more-specifics|route-tag <1-4294967295>$tag|publication-summary-only}"
#define RECORD_HELP                                                                \
	"instance-id            EID instance\n"                                    \
	"$iid                   EID instance-ID\n"                                 \
	"$eid                   EID prefix\n"                                      \
	"accept-more-specifics  Accept registrations for more specific prefixes\n" \
	"route-tag              Tag of routes to this prefix\n"                    \
	"$tag                   Route tag\n"                                       \
	"publication-summary-only  Publish the prefix, not what is below it\n"

const struct cli_cmd eid_record_rows[] = {
	{
		.mode = MODE_SITE,
		.syntax = RECORD("eid-record"),
		.help = "eid-record             EID prefix that the site may register\n" RECORD_HELP,
		.run = run_eid_record,
		.write = write_eid_record,
		.order = SITE_EID_RECORD,
	},
	{ 0 },
};

const struct cli_cmd eid_prefix_rows[] = {
	{
		.mode = MODE_CLASSIC_SITE,
		.syntax = RECORD("eid-prefix"),
		.help = "eid-prefix             EID prefix that the site may register\n" RECORD_HELP,
		.run = run_eid_record,
		.write = write_eid_prefix,
		.order = SITE_EID_RECORD,
	},
	{ 0 },
};
