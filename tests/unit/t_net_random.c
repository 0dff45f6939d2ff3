/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Operators and kernels at odds: random configuration and random changes by hand, and in the end
 * what was typed is what the kernel has. SEED=N repeats a run.
 */
#include "tests/unit/net_env.h"

#include <stdio.h>
#include <time.h>

#define N_STEPS 400
#define N_LINKS 3

static uint32_t seed;

static uint32_t pick(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

static const char *any_vrf(void)
{
	static const char *const names[] = { "", "RED", "BLUE" };

	return names[pick(3)];
}

static struct iface *any_iface(struct net_env *e)
{
	static const char *const names[] = { "GigabitEthernet0", "GigabitEthernet1",
					     "GigabitEthernet2", "Loopback0",
					     "Loopback1",	 "GigabitEthernet9" };

	return env_iface(e, names[pick(ARRAY_LEN(names))]);
}

static void type_address(struct net_env *e, struct iface *i)
{
	struct addr a = addr_v4(0x0a000001 + (pick(6) << 16) + pick(3));
	struct addr mask = prefix_netmask(AF_INET, pick(2) ? 24 : 32);
	struct iface_cfg_addr v6 = { .addr = env_addr("2001:db8::1"), .plen = 64 };

	v6.addr.b[5] = (uint8_t)pick(6);
	switch (pick(6)) {
	case 0:
		iface_clear_ip(i);
		break;
	case 1:
		iface_set_ipv6(i, &v6, &e->msg);
		break;
	case 2:
		iface_unset_ipv6(i, &v6, &e->msg);
		break;
	case 3:
		iface_unset_ip(i, &a, &mask, pick(2), &e->msg);
		break;
	default:
		iface_set_ip(i, &a, &mask, pick(3) == 0, &e->msg);
	}
}

static void type_something(struct net_env *e)
{
	struct iface *i = any_iface(e);
	struct static_cfg c = { .prefix = env_prefix("172.16.0.0/16") };
	const char *vrf = any_vrf();
	struct vrf *v;

	switch (pick(10)) {
	case 0:
		iface_set_vrf(i, vrf, &e->msg);
		break;
	case 1:
		iface_set_shutdown(i, pick(2));
		break;
	case 2:
		iface_del(i, &e->msg);
		break;
	case 3:
		iface_set_mtu(i, pick(2) ? 1400 : 0, &e->msg);
		break;
	case 4:
		v = vrf_find(&e->vrfs, vrf);
		if (!v)
			vrf_add(&e->vrfs, vrf);
		else if (*vrf && pick(3) == 0)
			vrf_del(&e->vrfs, v);
		break;
	case 5:
		snprintf(c.vrf, sizeof(c.vrf), "%s", vrf);
		c.prefix.addr.b[1] = (uint8_t)pick(3);
		c.gateway = addr_v4(0x0a000009 + (pick(6) << 16));
		c.distance = (uint8_t)(1 + pick(2));
		if (pick(3))
			static_add(&e->statics, &c);
		else
			static_del(&e->statics, &c);
		break;
	default:
		type_address(e, i);
	}
}

static void do_by_hand(void)
{
	uint32_t n = pick(N_LINKS);

	switch (pick(5)) {
	case 0:
		env_sh_ok("ip link add Gi%u type veth peer name p%u 2>/dev/null &&"
			  "ip link set p%u up",
			  n, n, n);
		break;
	case 1:
		env_sh_ok("ip link del p%u 2>/dev/null", n);
		break;
	case 2:
		env_sh_ok("ip link set p%u %s 2>/dev/null", n, pick(2) ? "up" : "down");
		break;
	case 3:
		env_sh_ok("ip addr add 10.%u.0.77/24 dev Gi%u 2>/dev/null", n, n);
		break;
	case 4:
		env_sh_ok("ip addr flush dev Gi%u 2>/dev/null", n);
		break;
	}
}

static bool agrees(const struct iface *i)
{
	bool active = i->present && i->vrf && i->vrf->up && iface_status(i) != IFACE_ADMIN_DOWN;

	for (unsigned k = 0; k < i->n_addrs; k++)
		if (i->addr[k].origin == IFADDR_TYPED && active && !i->addr[k].in_kernel)
			return false;
	return !i->present || !i->configured || !i->vrf || !strcmp(i->vrf->name, i->cfg.vrf);
}

static bool all_agree(const struct net_env *e)
{
	for (struct iface *i = iface_next(&e->ifaces, NULL); i; i = iface_next(&e->ifaces, i))
		if (!agrees(i))
			return false;
	return true;
}

/* Typing shutdown and no shutdown makes a device follow again that was changed by hand. */
static void type_again(struct net_env *e)
{
	for (struct iface *i = iface_next(&e->ifaces, NULL); i; i = iface_next(&e->ifaces, i))
		if (i->configured)
			iface_set_shutdown(i, i->cfg.admin == IFACE_ADMIN_SHUTDOWN);
}

/* No address of our mark is left that nobody typed. */
static bool nothing_is_left_over(struct net_env *e)
{
	struct iface *i;

	for (i = iface_next(&e->ifaces, NULL); i; i = iface_next(&e->ifaces, i)) {
		iface_clear_ip(i);
		iface_clear_ipv6(i);
	}
	iface_apply_now(&e->ifaces);
	return !env_shows("ip addr", "inet 10.") && !env_shows("ip addr", "inet6 2001:");
}

static void test_random(void **state)
{
	ENV(e, state);

	seed = getenv("SEED") ? (uint32_t)atoi(getenv("SEED")) : (uint32_t)time(NULL);
	printf("SEED=%u\n", seed);
	for (unsigned step = 0; step < N_STEPS; step++) {
		if (pick(4) == 0)
			do_by_hand();
		else
			type_something(e);
		for (uint32_t turns = pick(4); turns; turns--)
			env_turn(e);
		out_clear(&e->msg);
	}
	type_again(e);
	WAIT_FOR(e, all_agree(e));
	assert_true(nothing_is_left_over(e));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, env_setup, env_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(test_random) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
