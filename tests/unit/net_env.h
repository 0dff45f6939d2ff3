/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_NET_ENV_H
#define TESTS_NET_ENV_H

/*
 * A network namespace of its own for tests of lispd/net, with a real loop and all tables. It
 * begins with nothing but a lo that is down, and goes with the process. Without root the tests
 * are skipped.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base.h"
#include "lib/loop.h"
#include "lib/out.h"
#include "lispd/net/iface.h"
#include "lispd/net/route.h"
#include "lispd/net/rule.h"
#include "lispd/net/static.h"
#include "lispd/net/vrf.h"

struct net_env {
	struct loop *loop;
	struct vrf_table vrfs;
	struct iface_table ifaces;
	struct route_table *routes;
	struct rule_table *rules;
	struct static_table statics;
	struct out msg;
	bool running;
	char pathspace[32];
	/* What listeners heard since env_forget(): bits of all interfaces, number of routes. */
	unsigned heard;
	struct iface_listener iface_listener;
	unsigned n_routes_heard;
	struct route_listener route_listener;
};

/* cmocka's setup and teardown of one test: *state becomes the environment, its tables up. NULL
 * where we may not have one: begin tests with ENV(). */
int env_setup(void **state);
int env_teardown(void **state);

#define ENV(e, state)                 \
	struct net_env *e = *(state); \
	if (!(e))                     \
	skip()

/* The tables, as a start and an end of the daemon have them. */
void env_start(struct net_env *e);
void env_stop(struct net_env *e, bool withdraw);

/* Runs a shell command; fails the test when it fails. */
void env_sh(const char *fmt, ...) PRINTF_LIKE(1, 2);
bool env_sh_ok(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* Whether the output of a command holds text. */
bool env_shows(const char *command, const char *text);

/* Turns the loop until cond holds; fails after 5 seconds. */
#define WAIT_FOR(e, cond)                                                                      \
	do {                                                                                   \
		uint64_t until_ = loop_now_ms((e)->loop) + 5000;                               \
		while (!(cond)) {                                                              \
			if (loop_now_ms((e)->loop) > until_)                                   \
				fail_msg("%s:%d: not reached: %s", __FILE__, __LINE__, #cond); \
			env_turn(e);                                                           \
		}                                                                              \
	} while (0)

void env_turn(struct net_env *e);   /* waits a millisecond at most */
void env_settle(struct net_env *e); /* until the kernel has no more news for us */
void env_forget(struct net_env *e);

/* "interface NAME". */
struct iface *env_iface(struct net_env *e, const char *name);
void env_ip(struct iface *i, const char *addr, unsigned plen);
const char *env_msg(struct net_env *e); /* what the last calls with e->msg said; cleared */
struct addr env_addr(const char *text);
struct prefix env_prefix(const char *text);
/* "10.1.1.1/24 10.2.2.2/24s": addresses of the entry, s = secondary, a = adopted, - = not in the
 * kernel. In a static buffer. */
const char *env_addrs(const struct iface *i, int family);

#endif
