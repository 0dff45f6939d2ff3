/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map-cache of 1,000,000 entries is shown piece by piece: in little memory, with others served
 * between the pieces, and broken at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/role/itr.h"
#include "tests/unit/fake/fib.c" /* takes the place of lispd/dp in this program */
#include "tests/unit/show_fixture.h"

/* Sanitizers need more memory and time than this is about. */
#ifdef __SANITIZE_ADDRESS__
#define N_ENTRIES 100000u
#else
#define N_ENTRIES 1000000u
#endif
#define PIECE_LIMIT (256 * 1024) /* what a session holds of its answer at any time */

struct fixture {
	struct fake_net *net;
	struct fake *r;
	struct show_fixture other; /* a second terminal */
	struct cli *c;		   /* the one that shows */
	size_t n_bytes, n_lines, longest, n_pieces;
	char last[256];
	bool done, wants_more;
};

/* --- a terminal that takes one piece at a time ------------------------------------------------- */

static void take_text(void *arg, const char *text, size_t len)
{
	struct fixture *f = arg;

	f->n_bytes += len;
	f->longest = len > f->longest ? len : f->longest;
	for (size_t i = 0; i < len; i++)
		f->n_lines += text[i] == '\n';
	if (len >= sizeof(f->last))
		text += len - sizeof(f->last) + 1;
	snprintf(f->last, sizeof(f->last), "%s", text);
}

static void take_done(void *arg, int status)
{
	struct fixture *f = arg;

	assert_int_equal(status, CLI_OK);
	f->done = true;
}

static void take_more(void *arg)
{
	struct fixture *f = arg;

	f->wants_more = true;
	f->n_pieces++;
}

static const struct cli_peer peer = { .text = take_text, .done = take_done, .more = take_more };

static void begin(struct fixture *f, const char *line)
{
	f->n_bytes = f->n_lines = f->longest = f->n_pieces = 0;
	f->done = f->wants_more = false;
	cli_session_line(f->c, line, -1);
}

static void go_on(struct fixture *f)
{
	f->wants_more = false;
	cli_session_resume(f->c);
}

static void to_the_end(struct fixture *f, const char *line)
{
	begin(f, line);
	while (f->wants_more)
		go_on(f);
	assert_true(f->done);
	assert_true(f->longest < PIECE_LIMIT);
}

/* --- the router --------------------------------------------------------------------------------- */

static void fill(struct lisp *l)
{
	struct addr from = fake_addr("172.16.1.3");
	struct rloc rloc = rloc_make(&from, 1, 50);

	l->cache.limit = 2 * N_ENTRIES;
	for (uint32_t i = 0; i < N_ENTRIES; i++) {
		struct addr a = { .family = AF_INET,
				  .b = { 11, (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i } };
		struct mapping m = {
			.eid = eid_host(0, &a), .ttl_min = 1440, .n_rlocs = 1, .rloc = &rloc
		};
		struct mapcache_entry *e = mapcache_get(&l->cache, &m.eid, MC_MAP_REPLY);

		assert_non_null(e);
		mapcache_fill(e, &m, &from);
	}
}

static int set_up(void **state)
{
	static const struct cli_options options = { .trusted = true };
	static struct fixture f;

	f.net = fake_net_new();
	f.r = fake_new(f.net, "R2", "172.16.1.2");
	fake_instance(f.r, 0, AF_INET, "");
	fake_xtr(f.r, AF_INET, "172.16.1.1", "Zaq12wsx!@");
	fake_settle(f.r);
	fill(fake_lisp(f.r));
	show_init(&f.other, f.r);
	f.c = cli_session_new(f.other.engine, &options, &peer, &f);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	cli_session_free(f->c);
	show_fini(&f->other);
	fake_net_free(f->net);
	return 0;
}

/* --- tests -------------------------------------------------------------------------------------- */

static void all_of_it_in_small_pieces(void **state)
{
	struct fixture *f = *state;
	char count[64];

	to_the_end(f, "show ip lisp map-cache");
	assert_true(f->n_lines > 3 * N_ENTRIES);
	assert_true(f->n_pieces > 100);
	to_the_end(f, "show ip lisp map-cache | count complete");
	snprintf(count, sizeof(count), "Number of lines which match regexp = %u\n", N_ENTRIES);
	assert_string_equal(f->last, count);
	to_the_end(f, "show ip lisp map-cache json");
	assert_true(f->n_lines > 3 * N_ENTRIES);
}

static void others_are_served_in_between(void **state)
{
	struct fixture *f = *state;
	struct lisp *l = fake_lisp(f->r);

	begin(f, "show ip lisp map-cache");
	for (unsigned i = 0; i < 10; i++) {
		assert_true(f->wants_more);
		show_has(&f->other, "show lisp session", "total");
		go_on(f);
	}
	/* Entries come and go meanwhile, also the one where the list stands. */
	for (unsigned i = 0; i < 5000; i++)
		mapcache_del(mapcache_first(&l->cache, 0, AF_INET));
	while (f->wants_more)
		go_on(f);
	assert_true(f->done);
	assert_true(f->n_lines > 3 * (N_ENTRIES - 5000));
}

static void it_can_be_broken(void **state)
{
	struct fixture *f = *state;

	begin(f, "show ip lisp map-cache");
	go_on(f);
	assert_false(f->done);
	cli_session_cancel(f->c);
	assert_true(f->done);
	assert_true(f->n_lines < N_ENTRIES);
	to_the_end(f, "show privilege");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_of_it_in_small_pieces),
		cmocka_unit_test(others_are_served_in_between),
		cmocka_unit_test(it_can_be_broken),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
