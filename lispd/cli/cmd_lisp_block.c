/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks below router lisp that no role reads: locator-scope, remote-locator-set, prefix-list,
 * extranet. A block's header is its name. */
#include <string.h>

#include "lib/cli/args.h"
#include "lispd/cli/block.h"
#include "lispd/cli/locator_line.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/unread_row.h"

enum { LINES_FIRST, LINES_NEXT, LINES_LAST };

static void spell(const struct args *a, struct out *o)
{
	for (size_t i = 0; i < a->n_bound; i++) {
		const struct syntax_token *t = a->bound[i].token;

		out(o, "%s%s", i ? " " : "",
		    t->type ? a->text.text + a->bound[i].text_off : t->word);
	}
}

/* Goes into the block that the line is the header of, or removes it. */
static int run_header(struct cli *c, const struct args *a, struct unread_blocks *blocks, int mode)
{
	struct unread_block *b;
	struct out header;

	out_init(&header);
	spell(a, &header);
	if (!is_off(a)) {
		unread_block_get(blocks, mode, header.text);
		cli_enter(c, mode, header.text);
	} else {
		b = unread_block_find(blocks, header.text);
		if (b)
			unread_block_del(blocks, b);
	}
	out_fini(&header);
	return CLI_OK;
}

static int run_in_router(struct cli *c, const struct args *a, int mode)
{
	struct lisp *l = block_lisp(c, a);

	return l ? run_header(c, a, &l->cfg.blocks, mode) : CLI_FAIL;
}

static int run_scope(struct cli *c, const struct args *a)
{
	return run_in_router(c, a, MODE_LOCATOR_SCOPE);
}

static int run_remote_set(struct cli *c, const struct args *a)
{
	return run_in_router(c, a, MODE_REMOTE_SET);
}

static int run_prefix_list(struct cli *c, const struct args *a)
{
	return run_in_router(c, a, MODE_PREFIX_LIST);
}

static int run_extranet(struct cli *c, const struct args *a)
{
	return run_in_router(c, a, MODE_EXTRANET);
}

static struct unread_block *block_in(struct unread_blocks *blocks, const struct cli *c, int mode)
{
	const char *key = cli_key(c, mode);

	return key ? unread_block_find(blocks, key) : NULL;
}

/* The block that the session is in; in an extranet it may be one of its own. */
static struct unread_block *here(struct cli *c, const struct args *a)
{
	int mode = cli_mode(c);
	bool nested = mode == MODE_EXTRANET_PROVIDER || mode == MODE_EXTRANET_SUBSCRIBER;
	struct lisp *l = block_lisp(c, a);
	struct unread_block *b;

	if (!l)
		return NULL;
	b = block_in(&l->cfg.blocks, c, nested ? MODE_EXTRANET : mode);
	if (b && nested)
		b = block_in(&b->blocks, c, mode);
	if (!b)
		cli_err(c, "%s was removed meanwhile", cli_key(c, mode));
	return b;
}

static int run_in_extranet(struct cli *c, const struct args *a)
{
	struct unread_block *b = here(c, a);
	int mode = arg_has(a, "eid-record-provider") ? MODE_EXTRANET_PROVIDER :
						       MODE_EXTRANET_SUBSCRIBER;

	return b ? run_header(c, a, &b->blocks, mode) : CLI_FAIL;
}

static int keep(struct cli *c, const struct args *a, enum unread_row kind)
{
	struct unread_block *b = here(c, a);

	if (!b)
		return CLI_FAIL;
	unread_take(a, &b->lines, kind, NULL);
	return CLI_OK;
}

static int run_item(struct cli *c, const struct args *a)
{
	return keep(c, a, UNREAD_ITEM);
}

static int run_typed(struct cli *c, const struct args *a)
{
	return keep(c, a, UNREAD_TYPED);
}

static int run_setting(struct cli *c, const struct args *a)
{
	return keep(c, a, UNREAD_SETTING);
}

static int run_exit(struct cli *c, const struct args *a UNUSED)
{
	cli_leave(c);
	return CLI_OK;
}

/* --- printing --------------------------------------------------------------------------------- */

static void write_kind(struct cli_writer *w, const struct unread_blocks *blocks, int mode)
{
	const struct unread_block *b;

	TAILQ_FOREACH(b, blocks, link)
		if (b->kind == mode)
			cli_block(w, mode, b, "%s", b->header);
}

static void write_blocks(struct cli_writer *w, const void *obj)
{
	const struct lisp_cfg *cfg = obj;

	write_kind(w, &cfg->blocks, MODE_REMOTE_SET);
	write_kind(w, &cfg->blocks, MODE_PREFIX_LIST);
	write_kind(w, &cfg->blocks, MODE_LOCATOR_SCOPE);
}

static void write_extranets(struct cli_writer *w, const void *obj)
{
	write_kind(w, &((const struct lisp_cfg *)obj)->blocks, MODE_EXTRANET);
}

static void write_in_extranet(struct cli_writer *w, const void *obj)
{
	const struct unread_block *b = obj;

	write_kind(w, &b->blocks, MODE_EXTRANET_PROVIDER);
	write_kind(w, &b->blocks, MODE_EXTRANET_SUBSCRIBER);
}

static void write_first(struct cli_writer *w, const void *obj)
{
	unread_write(w, &((const struct unread_block *)obj)->lines, LINES_FIRST);
}

#define HEADER(words, texts, fn, by)                                                            \
	{                                                                                       \
		.mode = MODE_LISP, .syntax = "[no] [default] " words, .help = texts, .run = fn, \
		.saved_by = by, .flags = CLI_OPENS_MODE | CLI_NO_EFFECT                         \
	}
#define REMOTE_SET "[no] [default] remote-locator-set WORD$name"

const struct cli_cmd lisp_block_rows[] = {
	{
		.mode = MODE_LISP,
		.syntax = REMOTE_SET,
		.help = "remote-locator-set  Configure a named set of locators of other routers\n"
			"$name               Name of the set\n",
		.run = run_remote_set,
		.write = write_blocks,
		.order = ROUTER_BLOCK,
		.flags = CLI_OPENS_MODE | CLI_NO_EFFECT,
	},
	HEADER("prefix-list WORD$name",
	       "prefix-list  Configure a named list of prefixes\n"
	       "$name        Name of the list\n",
	       run_prefix_list, REMOTE_SET),
	HEADER("locator-scope WORD$name",
	       "locator-scope  Configure a scope of locators that reach one another\n"
	       "$name          Name of the scope\n",
	       run_scope, REMOTE_SET),
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] extranet WORD$name",
		.help = "extranet  Configure who may reach what in other instances\n"
			"$name     Name of the policy\n",
		.run = run_extranet,
		.write = write_extranets,
		.order = ROUTER_EXTRANET,
		.flags = CLI_OPENS_MODE | CLI_NO_EFFECT,
	},
	{ 0 },
};

#define LINE(in, words, texts, fn, by) UNREAD_ROW(in, words, texts, fn, LINES_FIRST, by)
#define FIRST(in, row, texts, fn) UNREAD_WRITER(in, row, texts, fn, LINES_FIRST, write_first)
#define EXIT(in, word)                                                               \
	{                                                                            \
		.mode = in, .syntax = word, .help = word "  Exit from this block\n", \
		.run = run_exit, .flags = CLI_NOT_SAVED                              \
	}
#define PREFIX "(A.B.C.D/nn|X:X:X:X::X/<0-128>)$prefix"
#define RLOC_PREFIX "[no] [default] rloc-prefix " PREFIX
#define EXTRANET_LINE "[no] [default] extranet-config-from-transit"
#define PROVIDER "[no] [default] eid-record-provider instance-id <0-16777214>$iid"

const struct cli_cmd lisp_block_line_rows[] = {
	FIRST(MODE_LOCATOR_SCOPE, RLOC_PREFIX,
	      "rloc-prefix  Locators of the scope\n"
	      "$prefix      Prefix\n",
	      run_item),
	LINE(MODE_LOCATOR_SCOPE, "rtr-locator-set WORD$set",
	     "rtr-locator-set  Routers between the scopes\n"
	     "$set             Name of a locator-set\n",
	     run_setting, RLOC_PREFIX),
	EXIT(MODE_LOCATOR_SCOPE, "exit-locator-scope"),

	FIRST(MODE_REMOTE_SET,
	      "[no] [default] (A.B.C.D|X:X::X)$rloc [instance-id <0-16777214>$iid] "
	      "[" LOCATOR_SHARES "]",
	      LOCATOR_HELP "instance-id       Instance that it is for\n"
			   "$iid              EID instance-ID\n",
	      run_typed),
	EXIT(MODE_REMOTE_SET, "exit-remote-locator-set"),

	FIRST(MODE_PREFIX_LIST, "[no] [default] " PREFIX, "$prefix  Prefix\n", run_item),
	EXIT(MODE_PREFIX_LIST, "exit-prefix-list"),

	FIRST(MODE_EXTRANET, EXTRANET_LINE,
	      "extranet-config-from-transit  Take the policy from the transit\n", run_setting),
	{
		.mode = MODE_EXTRANET,
		.syntax = PROVIDER,
		.help = "eid-record-provider  Instance that offers something\n"
			"instance-id          EID instance\n"
			"$iid                 EID instance-ID\n",
		.run = run_in_extranet,
		.write = write_in_extranet,
		.order = LINES_NEXT,
		.flags = CLI_OPENS_MODE | CLI_NO_EFFECT,
	},
	{
		.mode = MODE_EXTRANET,
		.syntax = "[no] [default] eid-record-subscriber instance-id <0-16777214>$iid",
		.help = "eid-record-subscriber  Instance that uses something\n"
			"instance-id            EID instance\n"
			"$iid                   EID instance-ID\n",
		.run = run_in_extranet,
		.saved_by = PROVIDER,
		.flags = CLI_OPENS_MODE | CLI_NO_EFFECT,
	},
	EXIT(MODE_EXTRANET, "exit-extranet"),
	EXIT(MODE_EXTRANET_PROVIDER, "exit-eid-record-provider"),
	EXIT(MODE_EXTRANET_SUBSCRIBER, "exit-eid-record-subscriber"),
	{ 0 },
};

#define IP_ANY "[no] [default] ip-any"

/* Of both, providers and subscribers. */
const struct cli_cmd lisp_extranet_rows[] = {
	FIRST(MODE_EXTRANET_PROVIDER, IP_ANY, "ip-any  Everything\n", run_setting),
	LINE(MODE_EXTRANET_PROVIDER, PREFIX, "$prefix  EID prefix\n", run_item, IP_ANY),
	LINE(MODE_EXTRANET_PROVIDER, "map-cache extranet-policy",
	     "map-cache        Configure the map-cache\n"
	     "extranet-policy  Take over the policy\n",
	     run_setting, IP_ANY),
	LINE(MODE_EXTRANET_PROVIDER, "route-export extranet-policy",
	     "route-export     Export routes to the routing table\n"
	     "extranet-policy  Those of the policy\n",
	     run_setting, IP_ANY),
	LINE(MODE_EXTRANET_PROVIDER, "distance extranet-policy ~ <1-255>$distance",
	     "distance         Administrative distance of LISP routes\n"
	     "extranet-policy  Of those of the policy\n"
	     "$distance        Administrative distance\n",
	     run_setting, IP_ANY),
	LINE(MODE_EXTRANET_PROVIDER, "service-insertion [LINE$rest]",
	     "service-insertion  Insert a service\n"
	     "$rest              Kept as it is\n",
	     run_item, IP_ANY),
	{ 0 },
};
