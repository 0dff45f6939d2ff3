/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameter types and the EXEC commands of the demo tree. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cli/session.h"
#include "lib/mem.h"
#include "tests/unit/demo_state.h"

/* --- interface names -------------------------------------------------------------------------- */

static const struct {
	const char *name, *help;
} if_type[] = {
	{ "BDI", "Bridge-Domain interface" },
	{ "GigabitEthernet", "GigabitEthernet IEEE 802.3z" },
	{ "LISP", "Locator/ID Separation Protocol Virtual Interface" },
	{ "Loopback", "Loopback interface" },
};

/* Letters, then digits and what joins them; gives the type or -1. */
static int split_name(const char *s, const char **number)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

	*number = s + len;
	for (size_t i = 0; i < ARRAY_LEN(if_type) && len > 0; i++)
		if (len <= strlen(if_type[i].name) && strncasecmp(s, if_type[i].name, len) == 0)
			return (int)i;
	return -1;
}

static bool is_number(const char *s)
{
	return isdigit((unsigned char)s[0]) && s[strspn(s, "0123456789/.")] == '\0';
}

static int match_interface(void *root UNUSED, const char *const word[], size_t n, struct out *text)
{
	const char *number;
	int type = split_name(word[0], &number);

	if (type < 0)
		return 0;
	if (*number) {
		if (!is_number(number))
			return 0;
		out(text, "%s%s", if_type[type].name, number);
		return 1;
	}
	if (n < 2 || !is_number(word[1]))
		return -1;
	out(text, "%s%s", if_type[type].name, word[1]);
	return 2;
}

static void list_interfaces(void *root UNUSED, const char *first, struct cli_list *l)
{
	const char *number;

	if (first && split_name(first, &number) >= 0) {
		cli_list_add(l, "<0-65535>", "Interface number");
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(if_type); i++)
		cli_list_add(l, if_type[i].name, if_type[i].help);
}

static int match_month(void *root UNUSED, const char *const word[], size_t n UNUSED,
		       struct out *text UNUSED)
{
	return strcasecmp(word[0], "may") == 0;
}

static int match_time(void *root UNUSED, const char *const word[], size_t n UNUSED,
		      struct out *text UNUSED)
{
	return strlen(word[0]) == 8 && word[0][2] == ':' && word[0][5] == ':';
}

static const struct cli_type type_interface = {
	.name = "INTERFACE",
	.rank = CLI_RANK_NAME,
	.match = match_interface,
	.list = list_interfaces,
};

static const struct cli_type type_month = {
	.name = "MONTH",
	.rank = CLI_RANK_VALUE,
	.match = match_month,
};

static const struct cli_type type_time = {
	.name = "hh:mm:ss",
	.rank = CLI_RANK_VALUE,
	.match = match_time,
};

const struct cli_type *const demo_types[] = { &type_interface, &type_month, &type_time, NULL };

/* --- EXEC ------------------------------------------------------------------------------------- */

static int show_version(struct cli *c, const struct args *a UNUSED)
{
	cli_print(c, "demo, Version 1.0\nuptime is 1 minute\n");
	return CLI_OK;
}

static int show_running(struct cli *c, const struct args *a)
{
	struct demo *d = cli_root(c);
	struct out text, config;
	const char *name = arg_str(a, "if");
	unsigned i = 0;

	out_init(&text);
	out_init(&config);
	while (name && i < d->n_interfaces && strcmp(d->interface[i].name, name) != 0)
		i++;
	if (!name) {
		cli_write_config(cli_engine(c), &config, arg_has(a, "all"));
	} else if (i < d->n_interfaces) {
		out(&text, "interface %s", name);
		cli_write_mode(cli_engine(c), &config, MODE_IF, &d->interface[i], text.text, false);
		out_clear(&text);
	}
	out(&text, "Building configuration...\n\nCurrent configuration : %zu bytes\n", config.len);
	out_str(&text, out_text(&config));
	out_str(&text, "end\n\n");
	out_fini(&config);
	return cli_show_text(c, &text);
}

static int show_interfaces(struct cli *c, const struct args *a)
{
	struct demo *d = cli_root(c);
	const char *name = arg_str(a, "if");

	for (unsigned i = 0; i < d->n_interfaces; i++)
		if (!name || strcmp(name, d->interface[i].name) == 0)
			cli_print(c, "%s is up\n", d->interface[i].name);
	return CLI_OK;
}

static int show_nothing(struct cli *c, const struct args *a)
{
	cli_print(c, "shown: %s\n", arg_line(a));
	return CLI_OK;
}

struct lines {
	uint32_t next, last;
};

static void write_line(struct json *j, uint32_t n)
{
	if (!j->used) {
		json_object(j, NULL);
		json_array(j, "number");
	}
	json_u64(j, NULL, n);
}

static bool print_lines(struct cli *c, void *state)
{
	struct lines *l = state;

	if (cli_json(c)) {
		write_line(cli_json(c), l->next++);
		return l->next <= l->last;
	}
	for (int i = 0; i < 100 && l->next <= l->last; i++, l->next++)
		cli_print(c, "line %u of %u\n", l->next, l->last);
	return l->next <= l->last;
}

static int show_lines(struct cli *c, const struct args *a)
{
	struct lines *l = xcalloc(1, sizeof(*l));

	l->next = 1;
	arg_u32(a, "n", &l->last);
	return cli_slices(c, print_lines, free, l);
}

static void stop_waiting(void *arg)
{
	struct demo *d = arg;

	d->waiting = NULL;
	d->cancelled++;
}

static int run_wait(struct cli *c, const struct args *a UNUSED)
{
	struct demo *d = cli_root(c);

	if (d->waiting)
		return cli_err(c, "Somebody waits already");
	d->waiting = c;
	cli_print(c, "Waiting");
	cli_pending(c, stop_waiting, d);
	return CLI_PENDING;
}

void demo_tick(struct demo *d)
{
	struct cli *c = d->waiting;

	if (!c)
		return;
	d->waiting = NULL;
	cli_print(c, "!\nDone\n");
	cli_done(c, CLI_OK);
}

static int confirmed(struct cli *c, const char *answer, void *arg UNUSED)
{
	if (!answer || (*answer && *answer != 'y'))
		return CLI_FAIL;
	cli_print(c, "[OK]\nErase of nvram: complete\n");
	return CLI_OK;
}

static int run_erase(struct cli *c, const struct args *a UNUSED)
{
	return cli_ask(c, false, confirmed, NULL,
		       "Erasing the nvram filesystem will remove all configuration files! "
		       "Continue? [confirm]");
}

static int copied(struct cli *c, const char *answer, void *arg UNUSED)
{
	if (!answer)
		return CLI_FAIL;
	cli_print(c, "Building configuration...\n[OK] %s\n", *answer ? answer : "startup-config");
	return CLI_OK;
}

static int run_copy(struct cli *c, const struct args *a UNUSED)
{
	return cli_ask(c, false, copied, NULL, "Destination filename [startup-config]? ");
}

static int run_send(struct cli *c, const struct args *a)
{
	cli_monitor(cli_engine(c), arg_str(a, "text"));
	return CLI_OK;
}

/* --- the table --------------------------------------------------------------------------------- */

#define EXEC(...)                                  \
	{                                          \
		.mode = CLI_MODE_EXEC, __VA_ARGS__ \
	}

const struct cli_cmd demo_exec_rows[] = {
	EXEC(.syntax = "show version", .help = "version  System hardware and software status\n",
	     .run = show_version, .flags = CLI_UNPRIV),
	EXEC(.syntax = "show running-config [all|interface INTERFACE$if]",
	     .help = "running-config  Current operating configuration\n"
		     "all             Configuration with defaults\n"
		     "interface       Show interface configuration\n"
		     "$if             Interface\n",
	     .run = show_running),
	EXEC(.syntax = "show interfaces [INTERFACE$if]",
	     .help = "interfaces  Interface status and configuration\n"
		     "$if         Interface\n",
	     .run = show_interfaces, .flags = CLI_UNPRIV),
	EXEC(.syntax = "show ip interface [INTERFACE$if]",
	     .help = "interface  IP interface status and configuration\n"
		     "$if        Interface\n",
	     .run = show_nothing, .flags = CLI_UNPRIV),
	EXEC(.syntax = "show ip lisp [map-cache [A.B.C.D$eid|A.B.C.D/nn$prefix|detail]|database]",
	     .help = "lisp       Locator/ID Separation Protocol\n"
		     "map-cache  Map cache\n"
		     "database   Local mappings\n"
		     "detail     All there is to know\n"
		     "$eid       Address to look up\n"
		     "$prefix    Prefix to look up\n",
	     .run = show_nothing, .flags = CLI_UNPRIV),
	EXEC(.syntax = "show ip local pool", .run = show_nothing,
	     .help = "local  IP local options\n"
		     "pool   IP local pool information\n"),
	EXEC(.syntax = "show ipv6 route", .run = show_nothing,
	     .help = "ipv6   IPv6 information\n"
		     "route  Show IPv6 routing table entries\n"),
	EXEC(.syntax = "show lines <1-1000000>$n", .run = show_lines,
	     .help = "lines  Many lines\n"
		     "$n     How many\n"),
	EXEC(.syntax = "show secrets", .run = show_nothing, .flags = CLI_HIDDEN,
	     .help = "secrets  Nobody knows\n"),
	EXEC(.syntax = "calendar set hh:mm:ss$time (<1-31>$day MONTH$month|MONTH$month <1-31>$day)",
	     .help = "calendar  Manage the hardware calendar\n"
		     "set       Set the time and date\n"
		     "$time     Current time (hh:mm:ss)\n"
		     "$day      Day of the month\n"
		     "$month    Month of the year\n",
	     .run = show_nothing),
	EXEC(.syntax = "clock set hh:mm:ss$time", .run = show_nothing,
	     .help = "clock  Manage the system clock\n"
		     "set    Set the time and date\n"
		     "$time  Current time (hh:mm:ss)\n"),
	EXEC(.syntax = "connect WORD$host", .run = show_nothing,
	     .help = "connect  Open a terminal connection\n"
		     "$host    IP address or hostname of a remote system\n"),
	EXEC(.syntax = "copy running-config startup-config", .run = run_copy,
	     .help = "copy            Copy from one file to another\n"
		     "running-config  Copy from current system configuration\n"
		     "startup-config  Copy to startup configuration\n"),
	EXEC(.syntax = "erase startup-config", .run = run_erase,
	     .help = "erase           Erase a filesystem\n"
		     "startup-config  Erase contents of configuration memory\n"),
	EXEC(.syntax =
		     "ping (A.B.C.D|X:X::X|WORD)$host {source A.B.C.D$source|repeat <1-100>$n|df-bit}",
	     .help = "ping     Send echo messages\n"
		     "$host    Ping destination address or hostname\n"
		     "source   Source address\n"
		     "$source  Source address\n"
		     "repeat   Repeat count\n"
		     "$n       Repeat count\n"
		     "df-bit   Do not fragment\n",
	     .run = show_nothing, .flags = CLI_UNPRIV),
	EXEC(.syntax = "send log LINE$text", .run = run_send,
	     .help = "send   Send a message\n"
		     "log    Logging message\n"
		     "$text  The message\n"),
	EXEC(.syntax = "wait", .run = run_wait, .help = "wait  Wait for the clock\n"),
	EXEC(.syntax = "no debug all", .run = show_nothing,
	     .help = "debug  Debugging functions\n"
		     "all    All debugging\n"),
	{ 0 },
};
