/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <netinet/in.h>

#include "lib/base.h"
#include "lispd/dp/hold.h"
#include "lispd/dp/worker.h"
#include "tests/unit/dpfake.h"

static struct dpfake_ip packet_to(const char *dst)
{
	struct dpfake_ip ip = {
		.src = "10.1.0.2",
		.dst = dst,
		.proto = IPPROTO_UDP,
		.ttl = 63,
		.frag = 0x4000,
		.sport = 4000,
		.dport = 5000,
	};

	if (strchr(dst, ':'))
		ip.src = "2001:db8:1::2";
	return ip;
}

static struct dpfake *start(void)
{
	static struct dpfake f;

	if (!dpfake_new(&f, &(struct fib_table_cfg){ .propagate_ttl = true }))
		skip();
	return &f;
}

/* Bounds of the test's choice, on a clock of its own. */
static void rebound(struct dpfake *f, struct loop *clock, unsigned per_eid, unsigned total)
{
	hold_free(f->dp->hold);
	f->dp->cfg.hold_per_eid = per_eid;
	f->dp->cfg.hold_total = total;
	f->dp->loop = clock;
	f->dp->hold = hold_new(f->dp);
}

static void stop(struct dpfake *f, struct loop *clock)
{
	f->dp->loop = f->loop;
	dpfake_free(f);
	loop_free(clock);
}

/* Holds a packet; payload tells which one it is. */
static void put(struct dpfake *f, const char *dst, size_t payload)
{
	uint8_t buf[2048];
	struct dpfake_ip ip = packet_to(dst);
	struct punt_packet p = {
		.table = f->t,
		.data = buf,
		.len = (uint16_t)dpfake_packet(buf, &ip, payload),
	};

	assert_true(addr_parse(dst, &p.dst));
	hold_put(f->dp, &p);
}

static unsigned release(struct dpfake *f, const char *prefix, enum hold_verdict v)
{
	struct prefix p;

	assert_true(prefix_parse(prefix, &p));
	return hold_release(f->dp, f->t, &p, v);
}

/* Payload length of the next packet in the release ring; -1 = none. */
static int released(struct dpfake *f)
{
	struct punt_ring *r = f->dp->worker[0]->release;
	const uint8_t *data;
	const struct punt_record *rec = punt_ring_get(r, &data);
	int payload;

	if (!rec)
		return -1;
	payload = (int)rec->len - (data[0] >> 4 == 4 ? 28 : 48);
	punt_ring_next(r);
	return payload;
}

static void oldest_goes_at_the_bounds(void **state)
{
	struct loop *clock = loop_new_fake(0);
	struct dpfake *f = start();

	(void)state;
	rebound(f, clock, 3, 5);
	for (size_t i = 0; i < 5; i++)
		put(f, "10.2.0.2", i);
	assert_int_equal(dpfake_stats(f).drop[DROP_HOLD_FULL], 2);
	put(f, "10.3.0.3", 10);
	put(f, "10.4.0.4", 11);
	put(f, "10.4.0.4", 12); /* the sixth in all: out goes the oldest of all */
	assert_int_equal(dpfake_stats(f).drop[DROP_HOLD_FULL], 3);
	assert_int_equal(release(f, "10.0.0.0/8", HOLD_FORWARD), 5);
	assert_int_equal(released(f), 3);
	assert_int_equal(released(f), 4);
	assert_int_equal(released(f), 10);
	assert_int_equal(released(f), 11);
	assert_int_equal(released(f), 12);
	assert_int_equal(released(f), -1);
	assert_int_equal(dpfake_stats(f).held, 8);
	assert_int_equal(dpfake_stats(f).released, 5);
	stop(f, clock);
}

static void only_what_the_prefix_covers(void **state)
{
	struct loop *clock = loop_new_fake(0);
	struct dpfake *f = start();

	(void)state;
	rebound(f, clock, 0, 0);
	put(f, "10.2.0.2", 1);
	put(f, "10.2.1.2", 2);
	put(f, "10.20.0.2", 3);
	put(f, "2001:db8:2::2", 4);
	assert_int_equal(release(f, "10.2.0.0/24", HOLD_FORWARD), 1);
	assert_int_equal(released(f), 1);
	assert_int_equal(released(f), -1);
	assert_int_equal(release(f, "10.2.0.0/16", HOLD_DROP), 1);
	assert_int_equal(dpfake_stats(f).drop[DROP_FIB], 1);
	assert_int_equal(release(f, "0.0.0.0/0", HOLD_FORWARD), 1);
	assert_int_equal(released(f), 3);
	assert_int_equal(release(f, "::/0", HOLD_FORWARD), 1);
	assert_int_equal(released(f), 4);
	stop(f, clock);
}

static void nobody_waits_for_ever(void **state)
{
	struct loop *clock = loop_new_fake(0);
	struct dpfake *f = start();

	(void)state;
	rebound(f, clock, 0, 0);
	put(f, "10.2.0.2", 1);
	loop_advance(clock, 6000);
	put(f, "10.2.0.2", 2);
	put(f, "10.3.0.2", 3);
	loop_advance(clock, 3000);
	assert_int_equal(dpfake_stats(f).drop[DROP_HOLD_EXPIRED], 0);
	loop_advance(clock, 2500);
	assert_int_equal(dpfake_stats(f).drop[DROP_HOLD_EXPIRED], 1);
	assert_int_equal(release(f, "10.2.0.2/32", HOLD_FORWARD), 1);
	assert_int_equal(released(f), 2);
	loop_advance(clock, 10000);
	assert_int_equal(dpfake_stats(f).drop[DROP_HOLD_EXPIRED], 2);
	assert_int_equal(release(f, "0.0.0.0/0", HOLD_FORWARD), 0);
	stop(f, clock);
}

static void native_goes_back_to_the_kernel(void **state)
{
	struct loop *clock = loop_new_fake(0);
	struct dpfake *f = start();
	struct dpfake_ip ip = packet_to("10.2.0.2");
	uint8_t out[2048], want[2048];
	struct tun_vnet v;
	size_t len = dpfake_packet(want, &ip, 5);

	(void)state;
	rebound(f, clock, 0, 0);
	put(f, "10.2.0.2", 5);
	assert_int_equal(release(f, "10.2.0.0/16", HOLD_NATIVE), 1);
	assert_int_equal(dpfake_to_host(f, &v, out, sizeof(out)), len);
	assert_memory_equal(out, want, len);
	stop(f, clock);
}

/* Miss, punt, hold, answer, release, in order. */
static void first_packets_are_not_lost(void **state)
{
	struct dpfake *f = start();
	uint8_t sent[256];
	struct loop *clock = loop_new_fake(0);

	(void)state;
	rebound(f, f->loop, 0, 0);
	for (size_t i = 0; i < 3; i++)
		put(f, "10.2.0.2", i);
	dpfake_entry(f, "10.2.0.0/16", FIB_ENCAP_LISP, 0, "127.0.0.1", "127.0.0.2");
	assert_int_equal(release(f, "10.2.0.0/16", HOLD_FORWARD), 3);
	dpfake_run(f);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(dpfake_sent4(f, sent, sizeof(sent)), 36 + 28 + i);
	stop(f, clock);
}

/* --- the ring --------------------------------------------------------------------------------- */

static void a_ring_keeps_order_and_says_when_it_is_full(void **state)
{
	struct punt_ring *r = punt_ring_new(4096);
	uint8_t data[2000];
	uint32_t put_n = 0, got_n = 0;

	(void)state;
	srandom(7);
	for (int i = 0; i < 100000; i++) {
		if (random() % 2) {
			struct punt_record rec = { .lsbs = put_n,
						   .len = (uint32_t)(random() % 1500) };

			memset(data, (int)put_n, rec.len);
			put_n += punt_ring_put(r, &rec, data);
		} else {
			const uint8_t *p;
			const struct punt_record *rec = punt_ring_get(r, &p);

			if (!rec) {
				assert_int_equal(put_n, got_n);
				continue;
			}
			assert_int_equal(rec->lsbs, got_n);
			for (uint32_t j = 0; j < rec->len; j++)
				assert_int_equal(p[j], (uint8_t)got_n);
			got_n++;
			punt_ring_next(r);
		}
	}
	assert_true(got_n > 20000);
	punt_ring_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(oldest_goes_at_the_bounds),
		cmocka_unit_test(only_what_the_prefix_covers),
		cmocka_unit_test(nobody_waits_for_ever),
		cmocka_unit_test(native_goes_back_to_the_kernel),
		cmocka_unit_test(first_packets_are_not_lost),
		cmocka_unit_test(a_ring_keeps_order_and_says_when_it_is_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
