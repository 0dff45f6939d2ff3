/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The roles of a service and their servers, below router lisp and below an instance alike. */
#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

/* --- roles ------------------------------------------------------------------------------------ */

static int set_role(struct cli *c, const struct args *a, size_t flag)
{
	struct service_block b;

	if (!block_service(c, &b))
		return CLI_FAIL;
	*(bool *)((char *)b.s + flag) = !is_off(a);
	lisp_changed(b.l);
	return CLI_OK;
}

static int run_itr(struct cli *c, const struct args *a)
{
	return set_role(c, a, offsetof(struct service_cfg, itr));
}

static int run_etr(struct cli *c, const struct args *a)
{
	return set_role(c, a, offsetof(struct service_cfg, etr));
}

static int run_proxy_etr(struct cli *c, const struct args *a)
{
	return set_role(c, a, offsetof(struct service_cfg, proxy_etr));
}

static int run_map_server(struct cli *c, const struct args *a)
{
	return set_role(c, a, offsetof(struct service_cfg, map_server));
}

static int run_map_resolver(struct cli *c, const struct args *a)
{
	return set_role(c, a, offsetof(struct service_cfg, map_resolver));
}

static void write_itr(struct cli_writer *w, const void *obj)
{
	if (((const struct service_cfg *)obj)->itr)
		cli_line(w, "itr");
}

static void write_etr(struct cli_writer *w, const void *obj)
{
	if (((const struct service_cfg *)obj)->etr)
		cli_line(w, "etr");
}

static void write_proxy_etr(struct cli_writer *w, const void *obj)
{
	if (((const struct service_cfg *)obj)->proxy_etr)
		cli_line(w, "proxy-etr");
}

static void write_map_server(struct cli_writer *w, const void *obj)
{
	if (((const struct service_cfg *)obj)->map_server)
		cli_line(w, "map-server");
}

static void write_map_resolver(struct cli_writer *w, const void *obj)
{
	if (((const struct service_cfg *)obj)->map_resolver)
		cli_line(w, "map-resolver");
}

/* --- itr map-resolver ------------------------------------------------------------------------- */

static int run_itr_map_resolver(struct cli *c, const struct args *a)
{
	struct service_block b;
	struct addr addr;

	if (!block_service(c, &b))
		return CLI_FAIL;
	if (!is_off(a)) {
		arg_addr(a, "resolver", &addr);
		return block_result(c, lisp_set_resolver(b.l, b.s, &addr));
	}
	if (arg_addr(a, "resolver", &addr))
		lisp_del_resolver(b.l, b.s, &addr);
	while (!arg_given(a, "resolver") && b.s->n_resolvers) {
		addr = b.s->resolver[0];
		lisp_del_resolver(b.l, b.s, &addr);
	}
	return CLI_OK;
}

static void write_itr_map_resolver(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = obj;

	for (unsigned i = 0; i < s->n_resolvers; i++)
		cli_line(w, "itr map-resolver %s", addr_str(&s->resolver[i]).s);
}

/* --- etr map-server --------------------------------------------------------------------------- */

static int run_etr_map_server(struct cli *c, const struct args *a)
{
	enum lisp_auth algorithm = arg_has(a, "sha2") ? LISP_AUTH_SHA256 : LISP_AUTH_SHA1;
	struct service_block b;
	struct shared_key key;
	struct addr addr;

	if (!block_service(c, &b))
		return CLI_FAIL;
	arg_addr(a, "server", &addr);
	if (is_off(a)) {
		lisp_del_server(b.l, b.s, &addr);
		return CLI_OK;
	}
	if (password_type_key(c, a, &key) != CLI_OK)
		return CLI_FAIL;
	return block_result(c, lisp_set_server(b.l, b.s, &addr, key.text,
					       key.shown[0] ? key.shown : NULL, algorithm,
					       arg_has(a, "hash-function")));
}

static int run_proxy_reply(struct cli *c, const struct args *a)
{
	struct service_block b;
	struct addr addr;

	if (!block_service(c, &b))
		return CLI_FAIL;
	arg_addr(a, "server", &addr);
	return block_result(c, lisp_set_server_proxy_reply(b.l, b.s, &addr, !is_off(a)));
}

static const char *hash_function(const struct server_cfg *m)
{
	if (m->algorithm == LISP_AUTH_SHA256)
		return " hash-function sha2";
	return m->hash_typed ? " hash-function sha1" : "";
}

static void write_etr_map_server(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = obj;

	for (unsigned i = 0; i < s->n_servers; i++) {
		const struct server_cfg *m = &s->server[i];

		if (m->key.text)
			cli_line(w, "etr map-server %s key %s%s", addr_str(&m->addr).s,
				 m->key.shown ? m->key.shown : m->key.text, hash_function(m));
		if (m->proxy_reply)
			cli_line(w, "etr map-server %s proxy-reply", addr_str(&m->addr).s);
	}
}

/* --- numbers ---------------------------------------------------------------------------------- */

static int run_etr_ttl(struct cli *c, const struct args *a)
{
	struct service_block b;

	if (!block_service(c, &b))
		return CLI_FAIL;
	b.s->map_cache_ttl_min = 0;
	if (!is_off(a))
		arg_u32(a, "ttl", &b.s->map_cache_ttl_min);
	lisp_changed(b.l);
	return CLI_OK;
}

static void write_etr_ttl(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = obj;

	if (s->map_cache_ttl_min)
		cli_line(w, "etr map-cache-ttl %u", s->map_cache_ttl_min);
	else if (cli_writer_all(w))
		cli_line(w, "etr map-cache-ttl %u", LISP_TTL_DEFAULT_MIN);
}

static int run_map_cache_limit(struct cli *c, const struct args *a)
{
	struct service_block b;

	if (!block_service(c, &b))
		return CLI_FAIL;
	b.s->map_cache_limit = 0;
	if (!is_off(a))
		arg_u32(a, "limit", &b.s->map_cache_limit);
	lisp_changed(b.l);
	return CLI_OK;
}

static void write_map_cache_limit(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = obj;

	if (s->map_cache_limit)
		cli_line(w, "map-cache-limit %u", s->map_cache_limit);
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
		.syntax = "[no] [default] itr map-resolver ~ (A.B.C.D|X:X::X)$resolver",
		.help = ITR_HELP "map-resolver  Configure map-resolver for ITR Map-Requests\n"
				 "$resolver     Locator address of the map-resolver\n",
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
		.syntax = "[no] [default] etr map-server (A.B.C.D|X:X::X)$server ~ "
			  "key [(0|6|7)] WORD$key [hash-function (sha1|sha2)]",
		.help = ETR_SERVER_HELP
		"key           Authentication key shared with the map-server\n"
		"0             Specifies an UNENCRYPTED password will follow\n"
		"6             Specifies an ENCRYPTED password will follow\n"
		"7             Specifies a HIDDEN password will follow\n"
		"$key          The UNENCRYPTED (cleartext) authentication key\n"
		"hash-function Hash function of the authentication\n"
		"sha1          HMAC-SHA-1-96\n"
		"sha2          HMAC-SHA-256-128\n",
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
		.saved_by = "[no] [default] etr map-server (A.B.C.D|X:X::X)$server ~ "
			    "key [(0|6|7)] WORD$key [hash-function (sha1|sha2)]",
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
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] map-cache-limit ~ <1-100000>$limit",
		.help = "map-cache-limit  Limit the number of map-cache entries\n"
			"$limit           Number of entries\n",
		.run = run_map_cache_limit,
		.write = write_map_cache_limit,
		.order = SERVICE_MAP_CACHE_LIMIT,
	},
	{ 0 },
};

#define EXIT_HELP "  Exit from the service configuration mode\n"

const struct cli_cmd service_exit_rows[] = {
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "exit-service-ipv4",
		.help = "exit-service-ipv4" EXIT_HELP,
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{
		.mode = MODE_INST_IPV4,
		.syntax = "exit-service-ipv4",
		.help = "exit-service-ipv4" EXIT_HELP,
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{
		.mode = MODE_SERVICE_IPV6,
		.syntax = "exit-service-ipv6",
		.help = "exit-service-ipv6" EXIT_HELP,
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{
		.mode = MODE_INST_IPV6,
		.syntax = "exit-service-ipv6",
		.help = "exit-service-ipv6" EXIT_HELP,
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{ 0 },
};
