/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "lib/base.h"
#include "lib/cli/engine.h"
#include "lib/cli/runner.h"
#include "lib/mem.h"
#include "lib/out.h"
#include "lispd/lispd.h"

enum { /* options without a letter */
       OPT_CONFIG_DIR = 256,
       OPT_RUN_DIR,
       OPT_STATE_DIR,
       OPT_NO_NET,
       OPT_UDP_ONLY,
       OPT_WORKERS,
       OPT_VTY_GROUP,
};

static const struct option long_options[] = {
	{ "pathspace", required_argument, NULL, 'N' },
	{ "file", required_argument, NULL, 'f' },
	{ "check", no_argument, NULL, 'C' },
	{ "config-dir", required_argument, NULL, OPT_CONFIG_DIR },
	{ "run-dir", required_argument, NULL, OPT_RUN_DIR },
	{ "state-dir", required_argument, NULL, OPT_STATE_DIR },
	{ "no-net", no_argument, NULL, OPT_NO_NET },
	{ "udp-only", no_argument, NULL, OPT_UDP_ONLY },
	{ "workers", required_argument, NULL, OPT_WORKERS },
	{ "vty-group", required_argument, NULL, OPT_VTY_GROUP },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static const char usage[] =
	"Usage: lispd [-N NAME] [OPTION]...\n"
	"A LISP router (RFC 9300, 9301); its terminal is vtysh.\n"
	"\n"
	"  -N, --pathspace NAME  which router: configuration " SYSCONFDIR "/NAME, socket " RUNDIR
	"/NAME,\n"
	"                        state " STATEDIR "/NAME\n"
	"  -f, --file FILE       load FILE instead of the startup-config\n"
	"  -C, --check           load the configuration without sockets, print it as the router\n"
	"                        would show it; status 1 if a line was refused\n"
	"      --config-dir DIR  where startup-config is\n"
	"      --run-dir DIR     where the socket vty.sock is\n"
	"      --state-dir DIR   where the xTR-ID and the nonce memory are\n"
	"      --vty-group NAME  whose members may use the terminal (lispdvty, or lispd)\n"
	"      --no-net          no kernel and no network, only the terminal\n"
	"      --udp-only        no registrations over TCP\n"
	"      --workers N       threads of the data plane\n"
	"  -V, --version         print the version\n"
	"  -h, --help            print this text\n";

struct folders {
	char config[512], run[512], state[512];
};

static void choose_folder(char *out, size_t len, const char *given, const char *usual,
			  const char *name)
{
	if (given)
		snprintf(out, len, "%s", given);
	else if (name[0])
		snprintf(out, len, "%s/%s", usual, name);
	else
		snprintf(out, len, "%s", usual);
}

static void choose_folders(struct lispd_options *o, struct folders *f)
{
	choose_folder(f->config, sizeof(f->config), o->config_dir, SYSCONFDIR, o->name);
	choose_folder(f->run, sizeof(f->run), o->run_dir, RUNDIR, o->name);
	choose_folder(f->state, sizeof(f->state), o->state_dir, STATEDIR, o->name);
	o->config_dir = f->config;
	o->run_dir = f->run;
	o->state_dir = f->state;
}

static bool name_ok(const char *name)
{
	size_t n = strlen(name);

	return n && n <= 48 && name[0] != '.' && name[0] != '-' && !strchr(name, '/');
}

/* Returns an exit status, or -1 to go on. */
static int parse_options(int argc, char **argv, struct lispd_options *o)
{
	int opt;

	while ((opt = getopt_long(argc, argv, "N:f:CVh", long_options, NULL)) >= 0) {
		switch (opt) {
		case 'N':
			o->name = optarg;
			break;
		case 'f':
			o->load_file = optarg;
			break;
		case 'C':
			o->check = true;
			break;
		case OPT_CONFIG_DIR:
			o->config_dir = optarg;
			break;
		case OPT_RUN_DIR:
			o->run_dir = optarg;
			break;
		case OPT_STATE_DIR:
			o->state_dir = optarg;
			break;
		case OPT_VTY_GROUP:
			o->vty_group = optarg;
			break;
		case OPT_NO_NET:
			o->no_net = true;
			break;
		case OPT_UDP_ONLY:
			o->udp_only = true;
			break;
		case OPT_WORKERS:
			o->workers = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 'V':
			printf("lispd %s\n", PACKAGE_VERSION);
			return 0;
		case 'h':
			fputs(usage, stdout);
			return 0;
		default:
			fputs("Try 'lispd --help'.\n", stderr);
			return 2;
		}
	}
	if (optind < argc || (o->name[0] && !name_ok(o->name))) {
		fprintf(stderr,
			optind < argc ? "lispd: unexpected argument %s\n" : "lispd: bad name %s\n",
			optind < argc ? argv[optind] : o->name);
		return 2;
	}
	return -1;
}

/* -C: what a load of this file would give. */
static int check(struct lispd *d)
{
	const char *file = d->options.load_file;
	unsigned n_refused = 0;
	struct out messages, config;
	int err;

	if (!file) {
		fputs("lispd: --check needs -f FILE\n", stderr);
		return 2;
	}
	out_init(&messages);
	out_init(&config);
	err = cli_load_file(d->engine, file, &messages, &n_refused);
	if (err)
		fprintf(stderr, "lispd: cannot read %s: %s\n", file, strerror(-err));
	fputs(out_text(&messages), stderr);
	if (!err)
		cli_write_config(d->engine, &config, false);
	fputs(out_text(&config), stdout);
	out_fini(&messages);
	out_fini(&config);
	return err || n_refused ? 1 : 0;
}

/* A peer that goes away, a file that may not grow: both show as errors where we write. */
static void ignore_write_signals(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGXFSZ, &ignore, NULL);
}

int main(int argc, char **argv)
{
	struct lispd_options options = { .name = "" };
	struct folders folders;
	struct lispd *d = xcalloc(1, sizeof(*d));
	bool restart = false;
	int status = parse_options(argc, argv, &options);

	if (status >= 0)
		goto out;
	choose_folders(&options, &folders);
	ignore_write_signals();
	if (lispd_init(d, &options) < 0) {
		status = 1;
	} else if (options.check) {
		status = check(d);
	} else {
		lispd_load(d);
		lispd_run(d);
		status = 0;
	}
	restart = d->restart;
	lispd_fini(d);
	if (restart) {
		execv("/proc/self/exe", argv);
		perror("lispd: cannot start again");
		status = 1;
	}
out:
	free(d);
	return status;
}
