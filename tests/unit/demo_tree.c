/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/demo_state.h"

#include <stdlib.h>
#include <string.h>

#include "lib/cli/rows.h"
#include "lib/mem.h"

static int store_acl_line(struct cli *c, const char *line, bool fits_above);

static const struct cli_mode modes[N_MODES] = {
	[CLI_MODE_EXEC] = {
		.name = "exec",
		.prompt = "#",
		.parent = -1,
		.heading = "Exec commands:",
	},
	[CLI_MODE_CONFIG] = {
		.name = "config",
		.prompt = "(config)#",
		.parent = CLI_MODE_EXEC,
		.heading = "Configure commands:",
	},
	[MODE_IF] = {
		.name = "interface",
		.prompt = "(config-if)#",
		.parent = CLI_MODE_CONFIG,
		.heading = "Interface configuration commands:",
		.bang = true,
	},
	[MODE_LISP] = {
		.name = "router-lisp",
		.prompt = "(config-router-lisp)#",
		.parent = CLI_MODE_CONFIG,
		.heading = "Router LISP configuration commands:",
		.footer = "exit-router-lisp",
		.bang = true,
		.resumes = true,
	},
	[MODE_SERVICE] = {
		.name = "service",
		.prompt = "(config-router-lisp-serv-%s)#",
		.parent = MODE_LISP,
		.footer = "exit-service-ipv4",
		.bang = true,
	},
	[MODE_INSTANCE] = {
		.name = "instance",
		.prompt = "(config-router-lisp-inst)#",
		.parent = MODE_LISP,
	},
	[MODE_INSTANCE_SERVICE] = {
		.name = "instance-service",
		.prompt = "(config-router-lisp-inst-serv-ipv4)#",
		.parent = MODE_INSTANCE,
	},
	[MODE_SITE] = {
		.name = "site",
		.prompt = "(config-router-lisp-site)#",
		.parent = MODE_LISP,
		.footer = "exit-site",
		.bang = true,
	},
	[MODE_ACL] = {
		.name = "acl",
		.prompt = "(config-ext-nacl)#",
		.parent = CLI_MODE_CONFIG,
		.bang = true,
		.unknown = store_acl_line,
	},
};

/* --- state ------------------------------------------------------------------------------------ */

struct demo *demo_new(void)
{
	struct demo *d = xcalloc(1, sizeof(*d));

	demo_reset(d);
	return d;
}

static void clear_block(struct block *b)
{
	for (unsigned i = 0; i < b->n; i++)
		free(b->line[i]);
	free(b->name);
	memset(b, 0, sizeof(*b));
}

static void clear(struct demo *d)
{
	for (unsigned i = 0; i < d->n_interfaces; i++)
		clear_block(&d->interface[i]);
	for (unsigned i = 0; i < d->n_sites; i++)
		clear_block(&d->site[i]);
	for (unsigned i = 0; i < d->n_resolvers; i++)
		free(d->resolver[i]);
	clear_block(&d->acl);
	free(d->hostname);
	free(d->secret);
	free(d->banner);
	free(d->changed);
	memset(d, 0, sizeof(*d));
}

void demo_free(struct demo *d)
{
	clear(d);
	free(d);
}

void demo_reset(struct demo *d)
{
	clear(d);
	d->hostname = xstrdup("R1");
}

void demo_set_secret(struct demo *d, const char *secret)
{
	str_replace(&d->secret, secret);
}

unsigned demo_times_left(const struct demo *d)
{
	return d->times_left;
}

const char *demo_changed(const struct demo *d)
{
	return d->changed ? d->changed : "";
}

unsigned demo_cancelled(const struct demo *d)
{
	return d->cancelled;
}

static struct block *find_block(struct block *b, unsigned *n, const char *name)
{
	for (unsigned i = 0; i < *n; i++)
		if (strcmp(b[i].name, name) == 0)
			return &b[i];
	if (*n == MAX_ITEMS)
		return NULL;
	b[*n].name = xstrdup(name);
	return &b[(*n)++];
}

static int add_line(struct cli *c, struct block *b, const char *line)
{
	if (b->n == MAX_ITEMS)
		return cli_err(c, "Too many lines");
	b->line[b->n++] = xstrdup(line);
	return CLI_OK;
}

static void write_block(struct cli_writer *w, const struct block *b, const char *first_word)
{
	for (unsigned i = 0; i < b->n; i++)
		if (strncmp(b->line[i], first_word, strlen(first_word)) == 0)
			cli_line(w, "%s", b->line[i]);
}

/* --- configuration ---------------------------------------------------------------------------- */

static int run_hostname(struct cli *c, const struct args *a)
{
	struct demo *d = cli_root(c);

	str_replace(&d->hostname, arg_no(a) ? "Router" : arg_str(a, "name"));
	return CLI_OK;
}

static void write_hostname(struct cli_writer *w, const void *obj)
{
	const struct demo *d = obj;

	cli_line(w, "hostname %s", d->hostname);
	cli_bang(w);
	cli_bang(w);
}

static bool take_banner(struct cli *c, const char *line, void *arg UNUSED)
{
	struct demo *d = cli_root(c);
	const char *end = line ? strchr(line, '#') : NULL;
	struct out text;

	if (!line)
		return false;
	out_init(&text);
	out(&text, "%s%.*s", d->banner ? d->banner : "",
	    end ? (int)(end - line) : (int)strlen(line), line);
	if (!end)
		out_char(&text, '\n');
	str_replace(&d->banner, text.text);
	out_fini(&text);
	return !end;
}

static int run_banner(struct cli *c, const struct args *a UNUSED)
{
	struct demo *d = cli_root(c);

	str_replace(&d->banner, NULL);
	cli_print(c, "Enter TEXT message.  End with the character '#'.\n");
	cli_take_lines(c, take_banner, NULL);
	return CLI_OK;
}

static void write_banner(struct cli_writer *w, const void *obj)
{
	const struct demo *d = obj;

	if (d->banner)
		cli_line(w, "banner motd #\n%s#", d->banner);
}

static int run_interface(struct cli *c, const struct args *a)
{
	struct demo *d = cli_root(c);
	const char *name = arg_str(a, "if");

	if (!find_block(d->interface, &d->n_interfaces, name))
		return cli_err(c, "Too many interfaces");
	cli_enter(c, MODE_IF, name);
	return CLI_OK;
}

static void write_interfaces(struct cli_writer *w, const void *obj)
{
	const struct demo *d = obj;

	for (unsigned i = 0; i < d->n_interfaces; i++)
		cli_block(w, MODE_IF, &d->interface[i], "interface %s", d->interface[i].name);
}

static int run_if_line(struct cli *c, const struct args *a)
{
	struct demo *d = cli_root(c);
	struct block *b = find_block(d->interface, &d->n_interfaces, cli_key(c, MODE_IF));
	const char *text = arg_str(a, "text"), *addr = arg_str(a, "addr");
	struct out line;
	int rc;

	if (!b || arg_no(a))
		return CLI_OK;
	out_init(&line);
	if (text)
		out(&line, "description %s", text);
	else if (addr)
		out(&line, "ip address %s %s", addr, arg_str(a, "mask"));
	else
		out_str(&line, "shutdown");
	rc = add_line(c, b, line.text);
	out_fini(&line);
	return rc;
}

static void write_if_description(struct cli_writer *w, const void *obj)
{
	write_block(w, obj, "description");
}

static void write_if_address(struct cli_writer *w, const void *obj)
{
	write_block(w, obj, "ip address");
}

static void write_if_shutdown(struct cli_writer *w, const void *obj)
{
	write_block(w, obj, "shutdown");
}

static int run_lisp(struct cli *c, const struct args *a)
{
	struct demo *d = cli_root(c);

	d->lisp = !arg_no(a);
	if (!arg_no(a))
		cli_enter(c, MODE_LISP, NULL);
	return CLI_OK;
}

static void write_lisp(struct cli_writer *w, const void *obj)
{
	const struct demo *d = obj;

	if (d->lisp)
		cli_block(w, MODE_LISP, d, "router lisp");
}

static int run_service(struct cli *c, const struct args *a)
{
	const char *key = arg_has(a, "ipv4") ? "ipv4" : "ipv6";

	cli_enter(c, cli_mode(c) == MODE_INSTANCE ? MODE_INSTANCE_SERVICE : MODE_SERVICE, key);
	return CLI_OK;
}

static void write_service(struct cli_writer *w, const void *obj)
{
	const struct demo *d = obj;

	if (d->itr || d->n_resolvers)
		cli_block(w, MODE_SERVICE, d, "service ipv4");
}

static int run_instance(struct cli *c, const struct args *a)
{
	cli_enter(c, MODE_INSTANCE, arg_str(a, "iid"));
	return CLI_OK;
}

static int run_leave(struct cli *c, const struct args *a UNUSED)
{
	cli_leave(c);
	return CLI_OK;
}

static int run_itr(struct cli *c, const struct args *a)
{
	struct demo *d = cli_root(c);

	d->itr = !arg_no(a);
	return CLI_OK;
}

static void write_itr(struct cli_writer *w, const void *obj)
{
	const struct demo *d = obj;

	if (d->itr)
		cli_line(w, "itr");
}

static int run_resolver(struct cli *c, const struct args *a)
{
	struct demo *d = cli_root(c);
	struct addr addr;

	if (!arg_addr(a, "addr", &addr) || d->n_resolvers == MAX_ITEMS || arg_no(a))
		return CLI_OK;
	d->resolver[d->n_resolvers++] = xstrdup(addr_str(&addr).s);
	return CLI_OK;
}

static void write_resolvers(struct cli_writer *w, const void *obj)
{
	const struct demo *d = obj;

	for (unsigned i = 0; i < d->n_resolvers; i++)
		cli_line(w, "itr map-resolver %s", d->resolver[i]);
}

static int run_site(struct cli *c, const struct args *a)
{
	struct demo *d = cli_root(c);

	if (!find_block(d->site, &d->n_sites, arg_str(a, "name")))
		return cli_err(c, "Too many sites");
	cli_enter(c, MODE_SITE, arg_str(a, "name"));
	return CLI_OK;
}

static void write_sites(struct cli_writer *w, const void *obj)
{
	const struct demo *d = obj;

	for (unsigned i = 0; i < d->n_sites; i++)
		cli_block(w, MODE_SITE, &d->site[i], "site %s", d->site[i].name);
}

static int run_site_line(struct cli *c, const struct args *a)
{
	struct demo *d = cli_root(c);
	struct block *b = find_block(d->site, &d->n_sites, cli_key(c, MODE_SITE));
	const char *iid = arg_str(a, "iid");
	struct out line;
	int rc;

	if (!b)
		return CLI_FAIL;
	out_init(&line);
	if (arg_has(a, "description"))
		out(&line, "description %s", arg_str(a, "text"));
	else if (arg_has(a, "authentication-key"))
		out(&line, "authentication-key %s", arg_str(a, "key"));
	else
		out(&line, "eid-record %s%s%s%s%s", iid ? "instance-id " : "", iid ? iid : "",
		    iid ? " " : "", arg_str(a, "prefix"),
		    arg_has(a, "accept-more-specifics") ? " accept-more-specifics" : "");
	rc = add_line(c, b, line.text);
	out_fini(&line);
	return rc;
}

static void write_site_description(struct cli_writer *w, const void *obj)
{
	write_block(w, obj, "description");
}

static void write_site_key(struct cli_writer *w, const void *obj)
{
	write_block(w, obj, "authentication-key");
}

static void write_site_records(struct cli_writer *w, const void *obj)
{
	write_block(w, obj, "eid-record");
}

static int run_acl(struct cli *c, const struct args *a)
{
	struct demo *d = cli_root(c);

	clear_block(&d->acl);
	d->acl.name = xstrdup(arg_str(a, "name"));
	cli_enter(c, MODE_ACL, d->acl.name);
	return CLI_OK;
}

static int store_acl_line(struct cli *c, const char *line, bool fits_above)
{
	struct demo *d = cli_root(c);

	if (fits_above && strncmp(line, "permit", 6) != 0)
		return CLI_FAIL;
	return add_line(c, &d->acl, line);
}

static void write_acl(struct cli_writer *w, const void *obj)
{
	const struct demo *d = obj;

	if (d->acl.name)
		cli_block(w, MODE_ACL, &d->acl, "ip access-list extended %s", d->acl.name);
}

static void write_acl_lines(struct cli_writer *w, const void *obj)
{
	write_block(w, obj, "");
}

/* --- the tables ------------------------------------------------------------------------------- */

#define CONFIG(...)                                  \
	{                                            \
		.mode = CLI_MODE_CONFIG, __VA_ARGS__ \
	}

static const struct cli_cmd config_rows[] = {
	CONFIG(.syntax = "[no] hostname ~ WORD$name", .run = run_hostname, .write = write_hostname,
	       .order = 1,
	       .help = "hostname  Set system's network name\n"
		       "$name     This system's network name\n"),
	CONFIG(.syntax = "banner motd LINE$delimiter", .run = run_banner, .write = write_banner,
	       .order = 2,
	       .help = "banner      Define a login banner\n"
		       "motd        Set Message of the Day banner\n"
		       "$delimiter  c banner-text c, where 'c' is a delimiting character\n"),
	CONFIG(.syntax = "version LINE$text", .flags = CLI_NOT_SAVED | CLI_HIDDEN,
	       .help = "version  Version of a pasted configuration\n"
		       "$text    Number\n"),
	CONFIG(.syntax = "Building LINE$text", .flags = CLI_NOT_SAVED | CLI_HIDDEN,
	       .help = "Building  First line of a pasted configuration\n"
		       "$text     Text\n"),
	CONFIG(.syntax = "service timestamps (debug|log) datetime", .flags = CLI_NOT_SAVED,
	       .help = "service     Modify use of network based services\n"
		       "timestamps  Timestamp debug/log messages\n"
		       "debug       Timestamp debug messages\n"
		       "log         Timestamp log messages\n"
		       "datetime    Timestamp with date and time\n"),
	CONFIG(.syntax = "[no] [default] logging (A.B.C.D$host|buffered|console)",
	       .flags = CLI_NOT_SAVED,
	       .help = "logging   Modify message logging facilities\n"
		       "$host     IP address of the syslog server\n"
		       "buffered  Set buffered logging parameters\n"
		       "console   Set console logging parameters\n"),
	CONFIG(.syntax = "default interface INTERFACE$if", .flags = CLI_NOT_SAVED,
	       .help = "interface  Select an interface to configure\n"
		       "$if        Interface\n"),
	CONFIG(.syntax = "enable secret LINE$text", .flags = CLI_NOT_SAVED,
	       .help = "enable  Modify enable password parameters\n"
		       "secret  Assign the privileged level secret\n"
		       "$text   The secret\n"),
	CONFIG(.syntax = "interface INTERFACE$if", .run = run_interface, .write = write_interfaces,
	       .order = 3, .flags = CLI_OPENS_MODE,
	       .help = "interface  Select an interface to configure\n"
		       "$if        Interface\n"),
	CONFIG(.syntax = "[no] router lisp [<0-65520>$n]", .run = run_lisp, .write = write_lisp,
	       .order = 4, .flags = CLI_OPENS_MODE,
	       .help = "router  Enable a routing process\n"
		       "lisp    Locator/ID Separation Protocol\n"
		       "$n      Process number\n"),
	CONFIG(.syntax =
		       "[no] ip route A.B.C.D$dest ~ A.B.C.D$mask (A.B.C.D$via|Null0) [<1-255>$ad]",
	       .flags = CLI_NOT_SAVED,
	       .help = "route  Establish static routes\n"
		       "$dest  Destination prefix\n"
		       "$mask  Destination prefix mask\n"
		       "$via   Forwarding router's address\n"
		       "Null0  Null interface\n"
		       "$ad    Distance metric for this route\n"),
	CONFIG(.syntax = "ip default-gateway A.B.C.D$gw", .flags = CLI_NOT_SAVED,
	       .help = "default-gateway  Specify default gateway\n"
		       "$gw              IP address of default gateway\n"),
	CONFIG(.syntax = "ip access-list extended WORD$name", .run = run_acl, .write = write_acl,
	       .order = 5, .flags = CLI_OPENS_MODE,
	       .help = "access-list  Named access-list\n"
		       "extended     Extended access list\n"
		       "$name        Access-list name\n"),
	CONFIG(.syntax = "username WORD$name password WORD$password",
	       .flags = CLI_NOT_SAVED | CLI_FREE_TEXT,
	       .help = "username   Establish User Name Authentication\n"
		       "$name      User name\n"
		       "password   Specify the password for the user\n"
		       "$password  The password\n"),
	{ 0 },
};

#define BLOCK(m, ...)                  \
	{                              \
		.mode = m, __VA_ARGS__ \
	}

static const struct cli_cmd block_rows[] = {
	BLOCK(MODE_IF, .syntax = "[no] description ~ LINE$text", .run = run_if_line,
	      .write = write_if_description, .order = 1,
	      .help = "description  Interface specific description\n"
		      "$text        Up to 240 characters describing this interface\n"),
	BLOCK(MODE_IF, .syntax = "[no] ip address ~ A.B.C.D$addr A.B.C.D$mask", .run = run_if_line,
	      .write = write_if_address, .order = 2,
	      .help = "address  Set the IP address of an interface\n"
		      "$addr    IP address\n"
		      "$mask    IP subnet mask\n"),
	BLOCK(MODE_IF, .syntax = "[no] shutdown", .run = run_if_line, .write = write_if_shutdown,
	      .order = 3, .help = "shutdown  Shutdown the selected interface\n"),
	BLOCK(MODE_LISP, .syntax = "service (ipv4|ipv6)", .run = run_service,
	      .write = write_service, .order = 1, .flags = CLI_OPENS_MODE,
	      .help = "service  Configure LISP service\n"
		      "ipv4     IPv4 service\n"
		      "ipv6     IPv6 service\n"),
	BLOCK(MODE_LISP, .syntax = "instance-id <0-16777214>$iid", .run = run_instance,
	      .flags = CLI_NOT_SAVED,
	      .help = "instance-id  Configure LISP EID instance-ID\n"
		      "$iid         EID instance-ID\n"),
	BLOCK(MODE_LISP, .syntax = "site WORD$name", .run = run_site, .write = write_sites,
	      .order = 2, .flags = CLI_OPENS_MODE,
	      .help = "site   Configure a LISP Site on a Map-Server\n"
		      "$name  Site name\n"),
	BLOCK(MODE_LISP, .syntax = "exit-router-lisp", .run = run_leave, .flags = CLI_NOT_SAVED,
	      .help = "exit-router-lisp  Exit from LISP router configuration\n"),
	BLOCK(MODE_INSTANCE, .syntax = "service (ipv4|ipv6)", .run = run_service,
	      .flags = CLI_NOT_SAVED,
	      .help = "service  Configure LISP service\n"
		      "ipv4     IPv4 service\n"
		      "ipv6     IPv6 service\n"),
	BLOCK(MODE_INSTANCE_SERVICE, .syntax = "eid-table default", .flags = CLI_NOT_SAVED,
	      .help = "eid-table  Bind an EID table\n"
		      "default    Set a command to its defaults\n"),
	BLOCK(MODE_SERVICE, .syntax = "[no] itr map-resolver ~ (A.B.C.D|X:X::X)$addr",
	      .run = run_resolver, .write = write_resolvers, .order = 1,
	      .help = "itr           Configures LISP Ingress Tunnel Router (ITR)\n"
		      "map-resolver  Configures map-resolver\n"
		      "$addr         Locator address of the map-resolver\n"),
	BLOCK(MODE_SERVICE, .syntax = "[no] itr", .run = run_itr, .write = write_itr, .order = 2,
	      .help = "itr  Configures LISP Ingress Tunnel Router (ITR)\n"),
	BLOCK(MODE_SERVICE, .syntax = "exit-service-ipv4", .run = run_leave, .flags = CLI_NOT_SAVED,
	      .help = "exit-service-ipv4  Exit from this mode\n"),
	BLOCK(MODE_SITE, .syntax = "description LINE$text", .run = run_site_line,
	      .write = write_site_description, .order = 1,
	      .help = "description  Site description\n"
		      "$text        Description\n"),
	BLOCK(MODE_SITE, .syntax = "authentication-key WORD$key", .run = run_site_line,
	      .write = write_site_key, .order = 2, .flags = CLI_FREE_TEXT,
	      .help = "authentication-key  Configures the authentication key\n"
		      "$key                The key\n"),
	BLOCK(MODE_SITE,
	      .syntax = "eid-record [instance-id <0-16777214>$iid] "
			"(A.B.C.D/nn|X:X:X:X::X/<0-128>)$prefix [accept-more-specifics]",
	      .run = run_site_line, .write = write_site_records, .order = 3,
	      .help = "eid-record             Configures an EID record\n"
		      "instance-id            EID instance-ID\n"
		      "$iid                   EID instance-ID\n"
		      "$prefix                EID prefix\n"
		      "accept-more-specifics  Accept more specific prefixes\n"),
	BLOCK(MODE_SITE, .syntax = "exit-site", .run = run_leave, .flags = CLI_NOT_SAVED,
	      .help = "exit-site  Exit from LISP site configuration\n"),
	BLOCK(MODE_ACL, .syntax = "permit ip any any", .write = write_acl_lines, .order = 1,
	      .help = "permit  Specify packets to forward\n"
		      "any     Any host\n"),
	{ 0 },
};

/* --- the program ------------------------------------------------------------------------------ */

static const char *demo_hostname(void *root)
{
	return ((struct demo *)root)->hostname;
}

static const void *demo_config(void *root)
{
	return root;
}

static bool demo_secret_set(void *root, unsigned level UNUSED)
{
	return ((struct demo *)root)->secret;
}

static bool demo_secret_ok(void *root, unsigned level UNUSED, const char *answer)
{
	return strcmp(((struct demo *)root)->secret, answer) == 0;
}

static void demo_left(struct cli *c)
{
	struct demo *d = cli_root(c);

	d->times_left++;
}

static void demo_was_changed(struct cli *c, const char *line)
{
	struct demo *d = cli_root(c);

	str_replace(&d->changed, line);
}

static const struct cli_cmd *const tables[] = {
	cli_exec_rows, cli_config_rows, demo_exec_rows, config_rows, block_rows, NULL,
};

const struct cli_program *demo_program(void)
{
	static const struct cli_program program = {
		.modes = modes,
		.n_modes = N_MODES,
		.tables = tables,
		.types = demo_types,
		.common_help = CLI_COMMON_HELP "ip         IP information\n",
		.hostname = demo_hostname,
		.config = demo_config,
		.secret_set = demo_secret_set,
		.secret_ok = demo_secret_ok,
		.left_config = demo_left,
		.changed = demo_was_changed,
	};

	return &program;
}
