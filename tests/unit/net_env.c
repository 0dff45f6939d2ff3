/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/net_env.h"

#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "lib/log.h"
#include "lib/mem.h"

static void on_iface(void *arg, struct iface *i, unsigned what)
{
	struct net_env *e = arg;

	(void)i;
	e->heard |= what;
}

static void on_route(void *arg, struct vrf *v, const struct prefix *p)
{
	struct net_env *e = arg;

	(void)v;
	(void)p;
	e->n_routes_heard++;
}

void env_start(struct net_env *e)
{
	struct vrf_opts opts = { .pathspace = e->pathspace };

	assert_int_equal(vrf_init(&e->vrfs, e->loop, &opts), 0);
	iface_init(&e->ifaces, e->loop, &e->vrfs);
	e->routes = route_new(e->loop, &e->vrfs, &e->ifaces);
	e->rules = rule_new(e->loop, &e->vrfs);
	static_init(&e->statics, e->loop, &e->vrfs, &e->ifaces, e->routes);
	e->iface_listener = (struct iface_listener){ .changed = on_iface, .arg = e };
	iface_listen(&e->ifaces, &e->iface_listener);
	e->route_listener = (struct route_listener){ .changed = on_route, .arg = e };
	route_listen(e->routes, &e->route_listener);
	e->running = true;
}

void env_stop(struct net_env *e, bool withdraw)
{
	if (!e->running)
		return;
	static_fini(&e->statics);
	rule_free(e->rules, withdraw);
	route_free(e->routes, withdraw);
	iface_fini(&e->ifaces);
	vrf_fini(&e->vrfs);
	e->running = false;
}

int env_setup(void **state)
{
	struct net_env *e;

	*state = NULL;
	log_init(NULL, NULL);
	log_set_stderr(getenv("VERBOSE") ? SEV_DEBUG : SEV_OFF);
	if (geteuid() != 0 || unshare(CLONE_NEWNET))
		return 0;
	/* Duplicate address detection takes a second or two each time. */
	env_sh("for i in all default; do echo 0 >/proc/sys/net/ipv6/conf/$i/accept_dad; done");
	e = xcalloc(1, sizeof(*e));
	e->loop = loop_new();
	snprintf(e->pathspace, sizeof(e->pathspace), "test-%d", (int)getpid());
	out_init(&e->msg);
	env_start(e);
	*state = e;
	return 0;
}

static void delete_vrfs(struct net_env *e)
{
	struct vrf *v;

	if (!e->running)
		env_start(e);
	while ((v = vrf_next(&e->vrfs, vrf_default(&e->vrfs))))
		vrf_del(&e->vrfs, v);
	vrf_sweep(&e->vrfs);
}

int env_teardown(void **state)
{
	struct net_env *e = *state;

	if (e) {
		delete_vrfs(e);
		env_stop(e, false);
		loop_free(e->loop);
		out_fini(&e->msg);
		free(e);
	}
	log_fini();
	return 0;
}

static bool run(const char *fmt, va_list ap) PRINTF_LIKE(1, 0);

static bool run(const char *fmt, va_list ap)
{
	char command[1024];

	vsnprintf(command, sizeof(command), fmt, ap);
	return system(command) == 0;
}

void env_sh(const char *fmt, ...)
{
	va_list ap;
	bool ok;

	va_start(ap, fmt);
	ok = run(fmt, ap);
	va_end(ap);
	if (!ok)
		fail_msg("command failed: %s", fmt);
}

bool env_sh_ok(const char *fmt, ...)
{
	va_list ap;
	bool ok;

	va_start(ap, fmt);
	ok = run(fmt, ap);
	va_end(ap);
	return ok;
}

bool env_shows(const char *command, const char *text)
{
	char line[1024];
	FILE *f = popen(command, "r");
	bool found = false;

	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		found |= strstr(line, text) != NULL;
	pclose(f);
	return found;
}

void env_turn(struct net_env *e)
{
	loop_poll(e->loop);
	poll(NULL, 0, 1);
}

void env_settle(struct net_env *e)
{
	uint64_t until = loop_now_ms(e->loop) + 80;

	while (loop_now_ms(e->loop) < until)
		env_turn(e);
}

void env_forget(struct net_env *e)
{
	e->heard = 0;
	e->n_routes_heard = 0;
}

struct iface *env_iface(struct net_env *e, const char *name)
{
	struct ifname n;
	struct iface *i;

	assert_int_equal(ifname_parse(name, &n), IFNAME_OK);
	i = iface_add(&e->ifaces, &n, &e->msg);
	assert_non_null(i);
	return i;
}

struct addr env_addr(const char *text)
{
	struct addr a;

	assert_true(addr_parse(text, &a));
	return a;
}

struct prefix env_prefix(const char *text)
{
	struct prefix p;

	assert_true(prefix_parse(text, &p));
	return p;
}

void env_ip(struct iface *i, const char *text, unsigned plen)
{
	struct addr a = env_addr(text), mask = prefix_netmask(AF_INET, plen);
	struct iface_cfg_addr v6 = { .addr = a, .plen = (uint8_t)plen };

	if (a.family == AF_INET)
		assert_int_equal(iface_set_ip(i, &a, &mask, false, NULL), IFACE_OK);
	else
		assert_int_equal(iface_set_ipv6(i, &v6, NULL), IFACE_OK);
}

const char *env_msg(struct net_env *e)
{
	static char text[1024];

	snprintf(text, sizeof(text), "%s", out_text(&e->msg));
	out_clear(&e->msg);
	return text;
}

const char *env_addrs(const struct iface *i, int family)
{
	static char text[1024];
	size_t len = 0;

	text[0] = '\0';
	for (unsigned k = 0; k < i->n_addrs; k++) {
		const struct iface_addr *a = &i->addr[k];

		if (a->addr.family != family || a->origin == IFADDR_AUTO)
			continue;
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s/%u%s%s%s",
					len ? " " : "", addr_str(&a->addr).s, a->plen,
					a->secondary ? "s" : "",
					a->origin == IFADDR_ADOPTED ? "a" : "",
					a->in_kernel ? "" : "-");
	}
	return text;
}
