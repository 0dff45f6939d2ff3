/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/box.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/cli/program.h"

static void count_reload(void *arg)
{
	struct box *b = arg;

	b->n_reloads++;
}

struct box *box_new(const char *dir)
{
	static const struct vrf_opts no_kernel = { .no_net = true };
	struct box *b = xcalloc(1, sizeof(*b));
	struct loop *loop;

	b->net = fake_net_new();
	b->fake = fake_new(b->net, "R1", "172.16.1.2");
	loop = fake_net_loop(b->net);
	vrf_init(&b->vrfs, loop, &no_kernel);
	iface_init(&b->ifaces, loop, &b->vrfs);
	b->root = (struct root){
		.loop = loop,
		.ctl = &b->fake->ctl,
		.env = &b->fake->env,
		.vrfs = &b->vrfs,
		.ifaces = &b->ifaces,
		.routes = route_new(loop, &b->vrfs, &b->ifaces),
		.rules = NULL,
		.statics = &b->statics,
		.sys = sys_new(),
		.config_dir = dir,
		.start_ms = loop_now_ms(loop),
		.reload = count_reload,
		.arg = b,
	};
	static_init(&b->statics, loop, &b->vrfs, &b->ifaces, b->root.routes);
	lispd_cli_new(&b->root);
	cli_runner_init(&b->runner, b->root.engine, NULL, &b->out);
	return b;
}

void box_free(struct box *b)
{
	cli_runner_fini(&b->runner);
	lispd_cli_free(&b->root);
	sys_free(b->root.sys);
	static_fini(&b->statics);
	route_free(b->root.routes, true);
	iface_fini(&b->ifaces);
	vrf_fini(&b->vrfs);
	fake_net_free(b->net); /* with the loop */
	out_fini(&b->out);
	out_fini(&b->config);
	free(b);
}

void box_session(struct box *b, const struct cli_options *options)
{
	cli_runner_fini(&b->runner);
	out_clear(&b->out);
	cli_runner_init(&b->runner, b->root.engine, options, &b->out);
}

const char *box_say(struct box *b, const char *lines)
{
	out_clear(&b->out);
	while (*lines) {
		size_t len = strcspn(lines, "\n");
		char *line = xstrndup(lines, len);

		cli_runner_line(&b->runner, line);
		free(line);
		lines += len + (lines[len] == '\n');
	}
	return out_text(&b->out);
}

const char *box_config(struct box *b)
{
	out_clear(&b->config);
	cli_write_config(b->root.engine, &b->config, false);
	return out_text(&b->config);
}
