/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Start order: log, loop, kernel tables, data plane, roles, commands, configuration, terminal
 * socket. The end is the reverse. A start adopts what an earlier run left in the kernel; what the
 * configuration does not ask for goes a moment later, when it has been worked out.
 */
#include "lispd/lispd.h"

#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/cli/runner.h"
#include "lib/cli/server.h"
#include "lib/log.h"
#include "lispd/cli/program.h"
#include "lispd/cli/startup.h"
#include "lispd/cli/sys.h"
#include "lispd/dp/punt.h"
#include "lispd/role/fwd.h"

#define RECOVERY_MS 5000
/* The first that exists. */
static const char *const vty_groups[] = { "lispdvty", "lispd" };

static uint64_t wall_ms(void *arg)
{
	return loop_wall_ms(arg);
}

/* Makes one folder; its parent must be there, but for the last-but-one. */
static int make_folder(const char *path, mode_t mode)
{
	char parent[512];
	char *slash;

	if (mkdir(path, mode) == 0 || errno == EEXIST)
		return 0;
	snprintf(parent, sizeof(parent), "%s", path);
	slash = strrchr(parent, '/');
	if (errno == ENOENT && slash && slash != parent) {
		*slash = '\0';
		if ((mkdir(parent, 0755) == 0 || errno == EEXIST) && mkdir(path, mode) == 0)
			return 0;
	}
	log_msg(SEV_ERROR, "SYS", "FOLDER", "cannot make %s: %s", path, strerror(errno));
	return -errno;
}

static void punted(void *arg, const struct punt_packet *p)
{
	struct lispd *d = arg;
	struct lisp *l = ctl_lisp_find(&d->ctl, p->process);

	if (l)
		fwd_punt(l, p);
}

static void start_dp(struct lispd *d)
{
	static const struct dp_ops ops = { .punt = punted };
	struct dp_cfg cfg = { .name = d->options.name, .n_workers = d->options.workers };

	/* Without a data plane the control plane goes on; dp_new() says what is missing. */
	if (dp_new(&d->dp, d->loop, &cfg, &ops, d) < 0)
		d->dp = NULL;
}

static void init_kernel(struct lispd *d)
{
	bool no_net = d->options.no_net || d->options.check;
	struct vrf_opts opts = { .pathspace = d->options.name, .no_net = no_net };

	vrf_init(&d->vrfs, d->loop, &opts);
	iface_init(&d->ifaces, d->loop, &d->vrfs);
	d->routes = route_new(d->loop, &d->vrfs, &d->ifaces);
	d->rules = rule_new(d->loop, &d->vrfs);
	static_init(&d->statics, d->loop, &d->vrfs, &d->ifaces, d->routes);
	if (!no_net)
		start_dp(d);
}

static void init_roles(struct lispd *d)
{
	d->kernel = (struct kernel){
		.loop = d->loop,
		.vrfs = &d->vrfs,
		.ifaces = &d->ifaces,
		.routes = d->routes,
		.rules = d->rules,
		.ctl = &d->ctl,
	};
	d->env = (struct role_env){
		.loop = d->loop,
		.dp = d->dp,
		.host = &kernel_host,
		.host_arg = &d->kernel.main,
		.state_dir = d->options.check ? NULL : d->options.state_dir,
		.reliable_transport = !d->options.udp_only,
	};
	kernel_init(&d->kernel);
	ctl_init(&d->ctl, &d->env);
	kernel_start(&d->kernel);
}

static void reload(void *arg)
{
	struct lispd *d = arg;

	d->restart = true;
	loop_stop(d->loop);
}

static void init_commands(struct lispd *d)
{
	d->root = (struct root){
		.loop = d->loop,
		.ctl = &d->ctl,
		.env = &d->env,
		.dp = d->dp,
		.vrfs = &d->vrfs,
		.ifaces = &d->ifaces,
		.routes = d->routes,
		.rules = d->rules,
		.statics = &d->statics,
		.ctlsock = d->kernel.main.sock,
		.config_dir = d->options.config_dir,
		.start_ms = loop_now_ms(d->loop),
		.check_only = d->options.check,
		.reload = reload,
		.arg = d,
	};
	d->root.sys = sys_new();
	d->engine = lispd_cli_new(&d->root);
	d->root.engine = d->engine;
}

static const char *vty_group(const struct lispd *d)
{
	if (d->options.vty_group)
		return d->options.vty_group;
	return getgrnam(vty_groups[0]) ? vty_groups[0] : vty_groups[1];
}

static int listen_terminal(struct lispd *d)
{
	char path[512];
	int err;

	d->server = cli_server_new(d->engine, d->loop);
	snprintf(path, sizeof(path), "%s/vty.sock", d->options.run_dir);
	err = cli_server_listen(d->server, path, 0660, vty_group(d));
	if (err == -EADDRINUSE)
		log_msg(SEV_ERROR, "SYS", "VTY",
			"%s is served by another lispd; stop it, or give this one a name with -N",
			path);
	else if (err)
		log_msg(SEV_ERROR, "SYS", "VTY", "cannot listen on %s: %s", path, strerror(-err));
	return err;
}

static void on_stop(int signo UNUSED, void *arg)
{
	loop_stop(arg);
}

/* What an earlier run left and nobody asked for by now goes. */
static void on_recovered(void *arg)
{
	struct lispd *d = arg;

	vrf_sweep(&d->vrfs);
	iface_sweep(&d->ifaces);
	for (struct vrf *v = vrf_next(&d->vrfs, NULL); v; v = vrf_next(&d->vrfs, v)) {
		rule_sweep(d->rules, v);
		route_sweep(d->routes, v);
	}
}

static int prepare_folders(const struct lispd_options *o)
{
	int err;

	if (o->check)
		return 0;
	err = make_folder(o->run_dir, 0755);
	/* Without these two the router works, but forgets. */
	make_folder(o->config_dir, 0750);
	make_folder(o->state_dir, 0750);
	return err;
}

int lispd_init(struct lispd *d, const struct lispd_options *options)
{
	int err;

	memset(d, 0, sizeof(*d));
	d->options = *options;
	d->loop = loop_new();
	log_init(wall_ms, d->loop);
	log_set_stderr(SEV_INFO);
	err = prepare_folders(options);
	if (err)
		return err;
	init_kernel(d);
	init_roles(d);
	init_commands(d);
	timer_init(&d->recovered, d->loop, on_recovered, d);
	if (options->check)
		return 0;
	loop_signal_add(d->loop, SIGTERM, on_stop, d->loop);
	loop_signal_add(d->loop, SIGINT, on_stop, d->loop);
	return listen_terminal(d);
}

/* Lines that were refused go to the log, one each. */
static void load_given_file(struct lispd *d)
{
	struct out messages;
	unsigned n_refused;
	char *line, *rest;
	int err;

	out_init(&messages);
	err = cli_load_file(d->engine, d->options.load_file, &messages, &n_refused);
	if (err)
		log_msg(SEV_ERROR, "SYS", "CONFIG", "cannot read %s: %s", d->options.load_file,
			strerror(-err));
	for (rest = messages.text; rest && (line = strsep(&rest, "\n"));)
		if (*line)
			log_msg(SEV_WARNING, "SYS", "CONFIG", "%s: %s", d->options.load_file, line);
	out_fini(&messages);
}

void lispd_load(struct lispd *d)
{
	if (d->options.load_file)
		load_given_file(d);
	else
		startup_load(&d->root);
	timer_start(&d->recovered, RECOVERY_MS);
	drop_log_start(&d->drops, d->loop, d->dp);
	log_msg(SEV_NOTICE, "SYS", "RESTART", "System restarted --");
}

void lispd_run(struct lispd *d)
{
	loop_run(d->loop);
}

void lispd_fini(struct lispd *d)
{
	if (d->recovered.loop)
		timer_stop(&d->recovered);
	drop_log_stop(&d->drops);
	cli_server_free(d->server);
	if (d->engine) {
		ctl_fini(&d->ctl, d->restart);
		kernel_stop(&d->kernel);
		lispd_cli_free(&d->root);
		sys_free(d->root.sys);
		static_fini(&d->statics);
		rule_free(d->rules, !d->restart);
		route_free(d->routes, !d->restart);
		iface_fini(&d->ifaces);
		vrf_fini(&d->vrfs);
	}
	if (d->dp)
		dp_free(d->dp);
	loop_free(d->loop);
	log_fini();
}
