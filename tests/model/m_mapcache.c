/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map-cache against a list: what is in it, for how long, and how much of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base.h"
#include "lispd/map/mapcache.h"

#define MAX_ENTRIES 64
#define LIMIT 40
#define ROUNDS 60000

struct item {
	bool used;
	struct eid eid;
	enum mapcache_source source;
	uint64_t expires_ms; /* UINT64_MAX: never */
	unsigned n_rlocs;
};

static struct {
	uint64_t seed;
	struct loop *loop;
	struct mapcache cache;
	struct item item[MAX_ENTRIES];
	unsigned n_removed, n_expected;
} m;

static uint32_t roll(uint32_t n)
{
	m.seed = m.seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(m.seed >> 33) % n;
}

static struct eid some_eid(void)
{
	struct addr a = addr_v4(0x0a000000 | roll(16) << 16 | roll(2) << 8 | roll(4));
	struct prefix p = prefix_make(&a, 8 + roll(25));

	return eid_ip(roll(3), &p);
}

static struct item *slow_find(const struct eid *eid)
{
	for (unsigned i = 0; i < MAX_ENTRIES; i++)
		if (m.item[i].used && eid_equal(&m.item[i].eid, eid))
			return &m.item[i];
	return NULL;
}

static struct item *slow_match(const struct eid *eid)
{
	struct item *best = NULL;

	for (unsigned i = 0; i < MAX_ENTRIES; i++)
		if (m.item[i].used && eid_covers(&m.item[i].eid, eid) &&
		    (!best || m.item[i].eid.prefix.plen > best->eid.prefix.plen))
			best = &m.item[i];
	return best;
}

static bool learned(enum mapcache_source s)
{
	return s == MC_MAP_REPLY || s == MC_SIGNAL;
}

static unsigned count(bool only_learned)
{
	unsigned n = 0;

	for (unsigned i = 0; i < MAX_ENTRIES; i++)
		n += m.item[i].used && (!only_learned || learned(m.item[i].source));
	return n;
}

static void changed(void *arg, struct mapcache_entry *e)
{
	(void)arg;
	(void)e;
}

static void removed(void *arg, struct mapcache_entry *e)
{
	(void)arg;
	(void)e;
	m.n_removed++;
}

static bool expired(void *arg, struct mapcache_entry *e)
{
	struct item *it = slow_find(&e->eid);

	(void)arg;
	if (!it)
		fail_msg("%s is not known", eid_str(&e->eid).s);
	else
		assert_int_equal(it->expires_ms, loop_now_ms(m.loop));
	if (it)
		it->used = false;
	m.n_expected++;
	return false;
}

static const struct mapcache_ops ops = {
	.changed = changed,
	.removed = removed,
	.expired = expired,
	.idle = changed,
};

static void put(const struct eid *eid)
{
	static const enum mapcache_source source[] = { MC_MAP_REPLY, MC_STATIC, MC_SIGNAL,
						       MC_STATIC_MAP_REQUEST };
	enum mapcache_source s = source[roll(4)];
	struct item *it = slow_find(eid), *place = NULL;
	bool full = !it && learned(s) && count(true) >= LIMIT;
	uint64_t ttl_ms = roll(4) ? roll(100000) + 1 : UINT64_MAX;
	struct mapping map = { .eid = *eid, .ttl_min = 1 };
	struct addr a = addr_v4(roll(4) + 1);
	struct mapcache_entry *e;
	struct rloc rloc;

	for (unsigned i = 0; !it && i < MAX_ENTRIES; i++)
		if (!m.item[i].used)
			place = &m.item[i];
	if (!it && !place)
		return;
	e = mapcache_get(&m.cache, eid, s);
	assert_int_equal(e == NULL, full);
	if (!e)
		return;
	rloc = rloc_make(&a, 1, 1);
	map.rloc = &rloc;
	map.n_rlocs = (uint8_t)roll(2);
	mapcache_fill(e, &map, NULL);
	mapcache_expire_in(e, ttl_ms);
	it = it ? it : place;
	*it = (struct item){
		.used = true,
		.eid = *eid,
		.source = s,
		.n_rlocs = map.n_rlocs,
		.expires_ms = ttl_ms == UINT64_MAX ? ttl_ms : loop_now_ms(m.loop) + ttl_ms,
	};
}

static void drop(const struct eid *eid)
{
	struct mapcache_entry *e = mapcache_find(&m.cache, eid);
	struct item *it = slow_find(eid);

	assert_int_equal(e == NULL, it == NULL);
	if (!e)
		return;
	mapcache_del(e);
	it->used = false;
	m.n_expected++;
}

static void compare(const struct eid *eid)
{
	struct mapcache_entry *e = mapcache_match(&m.cache, eid);
	struct item *it = slow_match(eid);

	assert_int_equal(e == NULL, it == NULL);
	if (!e)
		return;
	assert_true(eid_equal(&e->eid, &it->eid));
	assert_int_equal(e->source, it->source);
	assert_int_equal(e->map.n_rlocs, it->n_rlocs);
	assert_int_equal(e->state, it->n_rlocs ? MC_COMPLETE : MC_NEGATIVE);
	if (it->expires_ms == UINT64_MAX)
		assert_false(timer_armed(&e->expiry));
	else
		assert_int_equal(timer_left_ms(&e->expiry), it->expires_ms - loop_now_ms(m.loop));
}

static void whole(void)
{
	struct mapcache_entry *e = mapcache_first_all(&m.cache);
	struct eid last;
	unsigned n = 0, by_table = 0;

	for (; e; e = mapcache_next_all(&m.cache, &e->eid)) {
		assert_non_null(slow_find(&e->eid));
		if (n++)
			assert_true(eid_cmp(&last, &e->eid) < 0);
		last = e->eid;
	}
	assert_int_equal(n, count(false));
	for (uint32_t iid = 0; iid < 3; iid++)
		by_table += mapcache_count(&m.cache, iid, AF_INET);
	assert_int_equal(by_table, n);
	assert_int_equal(m.cache.n_learned, count(true));
	assert_int_equal(m.n_removed, m.n_expected);
}

static void random_operations(void **state)
{
	(void)state;
	memset(&m, 0, sizeof(m));
	m.seed = 9301;
	m.loop = loop_new_fake(1);
	mapcache_init(&m.cache, m.loop, &ops, NULL);
	m.cache.limit = LIMIT;
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct eid eid = some_eid();

		switch (roll(8)) {
		case 0:
		case 1:
			put(&eid);
			break;
		case 2:
			drop(&eid);
			break;
		case 3:
			loop_advance(m.loop, roll(3000));
			break;
		default:
			compare(&eid);
		}
		if (round % 1000 == 0)
			whole();
	}
	whole();
	assert_true(m.cache.n_refused > 0);
	mapcache_fini(&m.cache);
	loop_free(m.loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_operations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
