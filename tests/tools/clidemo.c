/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small daemon on the command engine, for tests of the engine and of vtysh without lispd.
 *
 *	clidemo SOCKET [SECRET]		serves until SIGTERM; "ready" on stdout when it listens
 *	clidemo -r < LINES		runs lines inside the process, as a transcript
 *	clidemo -l FILE			loads a configuration and prints the running one
 *	clidemo -b N			parses N configuration lines and tells how long it took
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/cli/runner.h"
#include "lib/cli/server.h"
#include "tests/unit/demo_tree.h"

struct clock {
	struct timer timer;
	struct demo *demo;
};

static void stop(int signo UNUSED, void *arg)
{
	loop_stop(arg);
}

static void tick(void *arg)
{
	struct clock *c = arg;

	demo_tick(c->demo);
	timer_start(&c->timer, 2000);
}

static int serve(struct demo *d, const char *path)
{
	struct loop *loop = loop_new();
	struct cli_engine *e = cli_engine_new(demo_program(), d, loop);
	struct cli_server *server = cli_server_new(e, loop);
	struct clock clock = { .demo = d };
	int rc = cli_server_listen(server, path, 0600, NULL);

	if (rc == 0) {
		loop_signal_add(loop, SIGTERM, stop, loop);
		timer_init(&clock.timer, loop, tick, &clock);
		timer_start(&clock.timer, 2000);
		puts("ready");
		fflush(stdout);
		loop_run(loop);
		timer_stop(&clock.timer);
	} else {
		fprintf(stderr, "%s: %s\n", path, strerror(-rc));
	}
	cli_server_free(server);
	cli_engine_free(e);
	loop_free(loop);
	return rc ? 1 : 0;
}

static int transcript(struct demo *d)
{
	struct cli_engine *e = cli_engine_new(demo_program(), d, NULL);
	struct cli_runner r;
	struct out o, prompt;
	char line[CLI_MAX_LINE];

	out_init(&o);
	out_init(&prompt);
	cli_runner_init(&r, e, NULL, &o);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		out_clear(&prompt);
		cli_session_prompt(r.c, &prompt);
		printf("%s%s\n", out_text(&prompt), line);
		cli_runner_line(&r, line);
		fputs(out_text(&o), stdout);
		out_clear(&o);
	}
	cli_runner_fini(&r);
	cli_engine_free(e);
	out_fini(&prompt);
	out_fini(&o);
	return 0;
}

static int load(struct demo *d, const char *path)
{
	struct cli_engine *e = cli_engine_new(demo_program(), d, NULL);
	unsigned n_refused = 0;
	struct out o;
	int rc;

	out_init(&o);
	rc = cli_load_file(e, path, &o, &n_refused);
	fputs(out_text(&o), stderr);
	out_clear(&o);
	cli_write_config(e, &o, false);
	fputs(out_text(&o), stdout);
	out_fini(&o);
	cli_engine_free(e);
	return rc || n_refused ? 1 : 0;
}

static int bench(struct demo *d, unsigned n)
{
	static const char *const block[] = {
		"router lisp",
		" service ipv4",
		"  itr",
		"  no itr",
		"  itr",
		" site S1",
		"  description x",
		"ip route 10.0.0.0 255.0.0.0 10.1.1.1",
		"!",
		"no ip route 10.0.0.0 255.0.0.0",
	};
	struct cli_engine *e = cli_engine_new(demo_program(), d, NULL);
	struct timespec from, to;
	struct out text;
	double seconds;

	out_init(&text);
	for (unsigned i = 0; i < n; i++)
		out(&text, "%s\n", block[i % ARRAY_LEN(block)]);
	clock_gettime(CLOCK_MONOTONIC, &from);
	struct out messages;
	out_init(&messages);
	cli_load_text(e, out_text(&text), "bench", &messages);
	clock_gettime(CLOCK_MONOTONIC, &to);
	seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
	printf("%u lines in %.3f s, %zu octets of messages\n", n, seconds, messages.len);
	out_fini(&messages);
	out_fini(&text);
	cli_engine_free(e);
	return 0;
}

int main(int argc, char **argv)
{
	struct demo *d = demo_new();
	int rc = 2;

	if (argc >= 2 && strcmp(argv[1], "-r") == 0) {
		rc = transcript(d);
	} else if (argc == 3 && strcmp(argv[1], "-l") == 0) {
		rc = load(d, argv[2]);
	} else if (argc == 3 && strcmp(argv[1], "-b") == 0) {
		rc = bench(d, (unsigned)strtoul(argv[2], NULL, 10));
	} else if (argc >= 2 && argv[1][0] != '-') {
		demo_set_secret(d, argc > 2 ? argv[2] : NULL);
		rc = serve(d, argv[1]);
	} else {
		fprintf(stderr, "usage: clidemo SOCKET [SECRET] | -r | -l FILE | -b N\n");
	}
	demo_free(d);
	return rc;
}
