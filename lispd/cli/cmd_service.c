/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The roles of a service, its map-resolvers and map-servers, below router lisp and below an
 * instance alike. */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/service_view.h"
#include "lispd/cli/tables.h"

/* --- roles ------------------------------------------------------------------------------------ */

static int set_role(struct cli *c, const struct args *a, enum service_role r)
{
	struct service_block b;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	return block_result(c, lisp_set_role(b.l, b.s, b.svc, r, typed_choice(a)));
}

static void write_role(struct cli_writer *w, const void *obj, enum service_role r,
		       const char *words)
{
	const struct service_cfg *s = service_of(obj);

	if (service_cfg_typed_role(s, r))
		service_line(w, obj, "%s", words);
	else if (s->blocked[r])
		service_line(w, obj, "no %s", words);
}

#define ROLE(name, role, words)                                         \
	static int run_##name(struct cli *c, const struct args *a)      \
	{                                                               \
		return set_role(c, a, role);                            \
	}                                                               \
	static void write_##name(struct cli_writer *w, const void *obj) \
	{                                                               \
		write_role(w, obj, role, words);                        \
	}

ROLE(itr, ROLE_ITR, "itr")
ROLE(etr, ROLE_ETR, "etr")
ROLE(proxy_etr, ROLE_PROXY_ETR, "proxy-etr")
ROLE(map_server, ROLE_MAP_SERVER, "map-server")
ROLE(map_resolver, ROLE_MAP_RESOLVER, "map-resolver")

/* --- itr map-resolver ------------------------------------------------------------------------- */

/* The line with its prefix-list is kept as a whole; that list is not used. */
static void keep_resolver_list(struct service_cfg *s, const struct addr *addr, const char *list)
{
	char key[80], line[80 + CFG_NAME + 20];

	snprintf(key, sizeof(key), "itr map-resolver %s", addr_str(addr).s);
	unread_drop(&s->unread, SERVICE_ITR_MAP_RESOLVER, key);
	if (!list)
		return;
	snprintf(line, sizeof(line), "%s prefix-list %.63s", key, list);
	unread_set(&s->unread, SERVICE_ITR_MAP_RESOLVER, key, line, false);
}

static void drop_resolver(struct service_block *b, const struct addr *addr)
{
	struct addr a = *addr; /* it may be the one in the list */

	keep_resolver_list(b->s, &a, NULL);
	lisp_del_resolver(b->l, b->s, &a);
}

static int run_itr_map_resolver(struct cli *c, const struct args *a)
{
	struct service_block b;
	enum cfg_result result;
	struct addr addr;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	if (!is_off(a)) {
		arg_addr(a, "resolver", &addr);
		result = lisp_set_resolver(b.l, b.s, &addr);
		if (result == CFG_OK)
			keep_resolver_list(b.s, &addr, arg_str(a, "list"));
		return block_result(c, result);
	}
	if (arg_addr(a, "resolver", &addr))
		drop_resolver(&b, &addr);
	while (!arg_given(a, "resolver") && b.s->n_resolvers)
		drop_resolver(&b, &b.s->resolver[0]);
	return CLI_OK;
}

static void write_itr_map_resolver(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = service_of(obj);

	for (unsigned i = 0; i < s->n_resolvers; i++) {
		char plain[80];
		const char *kept;

		snprintf(plain, sizeof(plain), "itr map-resolver %s", addr_str(&s->resolver[i]).s);
		kept = unread_find(&s->unread, SERVICE_ITR_MAP_RESOLVER, plain);
		service_line(w, obj, "%s", kept ? kept : plain);
	}
}

/* --- etr map-server --------------------------------------------------------------------------- */

static void take_options(struct service_block *b, const struct args *a, const struct addr *addr)
{
	struct server_cfg *m = lisp_get_server(b->l, b->s, addr);
	const char *list = arg_str(a, "list");

	m->has_domain = arg_u32(a, "domain", &m->domain_id);
	snprintf(m->prefix_list, sizeof(m->prefix_list), "%s", list ? list : "");
}

static int run_etr_map_server(struct cli *c, const struct args *a)
{
	enum lisp_auth algorithm = arg_has(a, "sha2") ? LISP_AUTH_SHA256 : LISP_AUTH_SHA1;
	struct service_block b;
	enum cfg_result result;
	struct shared_key key;
	struct addr addr;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	arg_addr(a, "server", &addr);
	if (is_off(a)) {
		lisp_del_server(b.l, b.s, &addr);
		return CLI_OK;
	}
	if (password_type_key(c, a, &key) != CLI_OK)
		return CLI_FAIL;
	result = lisp_set_server(b.l, b.s, &addr, key.text, key.shown[0] ? key.shown : NULL,
				 algorithm, arg_has(a, "hash-function"));
	if (result == CFG_OK)
		take_options(&b, a, &addr);
	return block_result(c, result);
}

static int run_proxy_reply(struct cli *c, const struct args *a)
{
	struct service_block b;
	struct addr addr;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	arg_addr(a, "server", &addr);
	return block_result(c, lisp_set_server_proxy_reply(b.l, b.s, &addr, !is_off(a)));
}

static int run_sgt_only(struct cli *c, const struct args *a)
{
	struct service_block b;
	struct server_cfg *m;
	struct addr addr;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	arg_addr(a, "server", &addr);
	m = lisp_get_server(b.l, b.s, &addr);
	if (!m)
		return block_result(c, CFG_FULL);
	m->sgt_only = !is_off(a);
	if (!m->sgt_only && !m->key.text && !m->proxy_reply)
		lisp_del_server(b.l, b.s, &addr);
	return CLI_OK;
}

static const char *hash_function(const struct server_cfg *m)
{
	if (m->algorithm == LISP_AUTH_SHA256)
		return " hash-function sha2";
	return m->hash_typed ? " hash-function sha1" : "";
}

static void write_server(struct cli_writer *w, const void *obj, const struct server_cfg *m)
{
	char domain[32] = "", list[CFG_NAME + 16] = "";

	if (m->has_domain)
		snprintf(domain, sizeof(domain), " domain-id %u", m->domain_id);
	if (m->prefix_list[0])
		snprintf(list, sizeof(list), " prefix-list %s", m->prefix_list);
	if (m->key.text)
		service_line(w, obj, "etr map-server %s key %s%s%s%s", addr_str(&m->addr).s,
			     m->key.shown ? m->key.shown : m->key.text, hash_function(m), domain,
			     list);
	if (m->proxy_reply)
		service_line(w, obj, "etr map-server %s proxy-reply", addr_str(&m->addr).s);
	if (m->sgt_only)
		service_line(w, obj, "etr map-server %s sgt-only", addr_str(&m->addr).s);
}

static void write_etr_map_server(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = service_of(obj);

	for (unsigned i = 0; i < s->n_servers; i++)
		write_server(w, obj, &s->server[i]);
}

/* --- etr map-cache-ttl ------------------------------------------------------------------------ */

static int run_etr_ttl(struct cli *c, const struct args *a)
{
	struct service_block b;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	b.s->map_cache_ttl_min = 0;
	if (!is_off(a))
		arg_u32(a, "ttl", &b.s->map_cache_ttl_min);
	lisp_changed(b.l);
	return CLI_OK;
}

static void write_etr_ttl(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = service_of(obj);

	if (s->map_cache_ttl_min)
		service_line(w, obj, "etr map-cache-ttl %u", s->map_cache_ttl_min);
	else if (cli_writer_all(w))
		service_line(w, obj, "etr map-cache-ttl %u", LISP_TTL_DEFAULT_MIN);
}

/* --- leaving ---------------------------------------------------------------------------------- */

static int run_exit(struct cli *c, const struct args *a UNUSED)
{
	cli_leave(c);
	return CLI_OK;
}

#define ITR_HELP "itr           Configure LISP Ingress Tunnel Router (ITR) functionality\n"
#define ETR_HELP "etr           Configure LISP Egress Tunnel Router (ETR) functionality\n"
#define ETR_SERVER_HELP                                             \
	ETR_HELP                                                    \
	"map-server    Configure map-server for ETR registration\n" \
	"$server       Locator address of the map-server\n"
#define ETR_SERVER                                                                        \
	"[no] [default] etr map-server (A.B.C.D|X:X::X)$server ~ key [(0|6|7)] WORD$key " \
	"[hash-function (sha1|sha2)] [domain-id <1-4294967038>$domain] [prefix-list WORD$list]"

const struct cli_cmd service_rows[] = {
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] itr",
		.help = ITR_HELP,
		.run = run_itr,
		.write = write_itr,
		.order = SERVICE_ITR,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] itr map-resolver ~ (A.B.C.D|X:X::X)$resolver "
			  "[prefix-list WORD$list]",
		.help = ITR_HELP "map-resolver  Configure map-resolver for ITR Map-Requests\n"
				 "$resolver     Locator address of the map-resolver\n"
				 "prefix-list   EIDs to ask it for\n"
				 "$list         Name of a prefix-list\n",
		.run = run_itr_map_resolver,
		.write = write_itr_map_resolver,
		.order = SERVICE_ITR_MAP_RESOLVER,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] etr",
		.help = ETR_HELP,
		.run = run_etr,
		.write = write_etr,
		.order = SERVICE_ETR,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = ETR_SERVER,
		.help = ETR_SERVER_HELP
		"key           Authentication key shared with the map-server\n"
		"0             Specifies an UNENCRYPTED password will follow\n"
		"6             Specifies an ENCRYPTED password will follow\n"
		"7             Specifies a HIDDEN password will follow\n"
		"$key          The UNENCRYPTED (cleartext) authentication key\n"
		"hash-function Hash function of the authentication\n"
		"sha1          HMAC-SHA-1-96\n"
		"sha2          HMAC-SHA-256-128\n"
		"domain-id     Domain of the map-server\n"
		"$domain       Domain number\n"
		"prefix-list   EIDs to register there\n"
		"$list         Name of a prefix-list\n",
		.run = run_etr_map_server,
		.write = write_etr_map_server,
		.order = SERVICE_ETR_MAP_SERVER,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] etr map-server (A.B.C.D|X:X::X)$server proxy-reply",
		.help = ETR_SERVER_HELP
		"proxy-reply   Ask the map-server to reply on behalf of this ETR\n",
		.run = run_proxy_reply,
		.saved_by = ETR_SERVER,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] etr map-server (A.B.C.D|X:X::X)$server sgt-only",
		.help = ETR_SERVER_HELP "sgt-only      Register security group tags only\n",
		.run = run_sgt_only,
		.saved_by = ETR_SERVER,
		.flags = CLI_NO_EFFECT,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] etr map-cache-ttl ~ <60-10080>$ttl",
		.help = ETR_HELP "map-cache-ttl Time-to-live of the mappings we announce\n"
				 "$ttl          Minutes\n",
		.run = run_etr_ttl,
		.write = write_etr_ttl,
		.order = SERVICE_ETR_TTL,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] map-server",
		.help = "map-server  Configure LISP Map-Server functionality\n",
		.run = run_map_server,
		.write = write_map_server,
		.order = SERVICE_MAP_SERVER,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] map-resolver",
		.help = "map-resolver  Configure LISP Map-Resolver functionality\n",
		.run = run_map_resolver,
		.write = write_map_resolver,
		.order = SERVICE_MAP_RESOLVER,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] proxy-etr",
		.help = "proxy-etr  Configure LISP Proxy ETR (PETR) functionality\n",
		.run = run_proxy_etr,
		.write = write_proxy_etr,
		.order = SERVICE_PROXY_ETR,
	},
	{ 0 },
};

#define EXIT(in, word)                                                                        \
	{                                                                                     \
		.mode = in, .syntax = word,                                                   \
		.help = word "  Exit from the service configuration mode\n", .run = run_exit, \
		.flags = CLI_NOT_SAVED                                                        \
	}

const struct cli_cmd service_exit_rows[] = {
	EXIT(MODE_SERVICE_IPV4, "exit-service-ipv4"),
	EXIT(MODE_INST_IPV4, "exit-service-ipv4"),
	EXIT(MODE_SERVICE_IPV6, "exit-service-ipv6"),
	EXIT(MODE_INST_IPV6, "exit-service-ipv6"),
	EXIT(MODE_SERVICE_ETHERNET, "exit-service-ethernet"),
	EXIT(MODE_INST_ETHERNET, "exit-service-ethernet"),
	{ 0 },
};
