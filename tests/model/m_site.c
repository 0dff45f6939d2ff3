/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Map-Server's store against lists: who may register what, what is there, and until when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base.h"
#include "lispd/map/site.h"

#define N_SITES 4
#define MAX_EIDS 48
#define MAX_REGS 400
#define LIMIT 120
#define ROUNDS 40000

struct allowed { /* a configured EID prefix */
	bool used, more_specifics;
	unsigned site;
	struct eid eid;
};

struct reg {
	bool used;
	unsigned site;
	struct eid eid;
	uint8_t xtr;
	uint64_t expires_ms;
};

static struct {
	uint64_t seed;
	struct loop *loop;
	struct site_db db;
	struct allowed allowed[MAX_EIDS];
	struct reg reg[MAX_REGS];
	unsigned n_removed, n_expected;
} m;

static uint32_t roll(uint32_t n)
{
	m.seed = m.seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(m.seed >> 33) % n;
}

static struct eid some_eid(void)
{
	struct addr a = addr_v4(0x0a000000 | roll(8) << 16 | roll(4) << 8 | roll(2));
	static const uint8_t plen[] = { 8, 12, 16, 20, 24, 32 };
	struct prefix p = prefix_make(&a, plen[roll(6)]);

	return eid_ip(roll(2), &p);
}

static const char *site_name(unsigned i)
{
	static const char *const name[N_SITES] = { "alpha", "beta", "gamma", "delta" };

	return name[i];
}

/* --- the slow version ---------------------------------------------------------------------------- */

static struct allowed *slow_allowed(const struct eid *eid)
{
	struct allowed *best = NULL;

	for (unsigned i = 0; i < MAX_EIDS; i++)
		if (m.allowed[i].used && eid_covers(&m.allowed[i].eid, eid) &&
		    (!best || best->eid.prefix.plen < m.allowed[i].eid.prefix.plen))
			best = &m.allowed[i];
	if (!best || eid_equal(&best->eid, eid))
		return best;
	return best->more_specifics ? best : NULL;
}

static struct allowed *slow_configured(const struct eid *eid)
{
	for (unsigned i = 0; i < MAX_EIDS; i++)
		if (m.allowed[i].used && eid_equal(&m.allowed[i].eid, eid))
			return &m.allowed[i];
	return NULL;
}

static struct reg *slow_reg(const struct eid *eid, uint8_t xtr)
{
	for (unsigned i = 0; i < MAX_REGS; i++)
		if (m.reg[i].used && m.reg[i].xtr == xtr && eid_equal(&m.reg[i].eid, eid))
			return &m.reg[i];
	return NULL;
}

static unsigned count_regs(const struct eid *eid)
{
	unsigned n = 0;

	for (unsigned i = 0; i < MAX_REGS; i++)
		n += m.reg[i].used && (!eid || eid_equal(&m.reg[i].eid, eid));
	return n;
}

static bool slow_present(const struct eid *eid)
{
	return slow_configured(eid) || count_regs(eid);
}

static void slow_drop_regs(const struct eid *eid)
{
	for (unsigned i = 0; i < MAX_REGS; i++) {
		if (!m.reg[i].used || !eid_equal(&m.reg[i].eid, eid))
			continue;
		m.reg[i].used = false;
		m.n_expected++;
	}
}

/* --- what the store calls ------------------------------------------------------------------------- */

static void registered(void *arg, struct site_reg *r, bool is_new)
{
	(void)arg;
	(void)r;
	(void)is_new;
}

static void removed(void *arg, struct site_reg *r, bool expired)
{
	struct reg *it = slow_reg(&r->se->eid, r->xtr_id[0]);

	(void)arg;
	m.n_removed++;
	if (!expired)
		return;
	if (!it)
		fail_msg("%s is not known", eid_str(&r->se->eid).s);
	else
		assert_int_equal(it->expires_ms, loop_now_ms(m.loop));
	if (it)
		it->used = false;
	m.n_expected++;
}

static void site_removed(void *arg, struct site *s)
{
	(void)arg;
	(void)s;
}

static const struct site_db_ops ops = {
	.registered = registered,
	.removed = removed,
	.site_removed = site_removed,
};

/* --- both at once -------------------------------------------------------------------------------- */

/* What another site's cover had let in is not this site's. */
static void slow_drop_others(const struct eid *eid, unsigned site)
{
	for (unsigned i = 0; i < MAX_REGS; i++) {
		if (!m.reg[i].used || !eid_equal(&m.reg[i].eid, eid) || m.reg[i].site == site)
			continue;
		m.reg[i].used = false;
		m.n_expected++;
	}
}

static void configure(const struct eid *eid)
{
	unsigned site = roll(N_SITES);
	struct allowed *there = slow_configured(eid), *place = NULL;
	struct site_eid *se;

	for (unsigned i = 0; i < MAX_EIDS; i++)
		if (!m.allowed[i].used)
			place = &m.allowed[i];
	if (!there && !place)
		return;
	se = site_eid_add(site_add(&m.db, site_name(site)), eid);
	if (there && there->site != site) {
		assert_null(se);
		return;
	}
	assert_non_null(se);
	if (there)
		return;
	slow_drop_others(eid, site);
	se->accept_more_specifics = roll(2);
	*place = (struct allowed){
		.used = true,
		.more_specifics = se->accept_more_specifics,
		.site = site,
		.eid = *eid,
	};
}

/* Its registrations go, and those below it that nobody else lets in. */
static void unconfigure(void)
{
	struct allowed *it = &m.allowed[roll(MAX_EIDS)];
	struct site_eid *se;
	struct eid eid = it->eid;

	if (!it->used)
		return;
	se = site_eid_find(&m.db, &eid);
	assert_non_null(se);
	site_eid_del(se);
	it->used = false;
	slow_drop_regs(&eid);
	for (unsigned i = 0; i < MAX_REGS; i++)
		if (m.reg[i].used && m.reg[i].site == it->site && eid_covers(&eid, &m.reg[i].eid) &&
		    !slow_configured(&m.reg[i].eid) && !slow_allowed(&m.reg[i].eid)) {
			m.reg[i].used = false;
			m.n_expected++;
		}
}

static void register_eid(const struct eid *eid)
{
	struct site_eid *se = site_eid_allowed(&m.db, eid);
	struct allowed *a = slow_allowed(eid);
	uint8_t xtr = (uint8_t)(1 + roll(3));
	uint64_t timeout_ms = roll(5) ? 1 + roll(50000) : 0;
	struct addr rloc_addr = addr_v4(xtr);
	struct rloc rloc = rloc_make(&rloc_addr, 1, 1);
	struct site_reg like = {
		.has_id = true,
		.xtr_id = { xtr },
		.map = { .eid = *eid, .n_rlocs = 1, .rloc = &rloc, .ttl_min = 1440 },
	};
	struct reg *it, *place = NULL;
	struct site_reg *r;
	bool full;

	assert_int_equal(se == NULL, a == NULL);
	if (!se)
		return;
	assert_true(eid_equal(&se->eid, &a->eid));
	slow_drop_others(eid, a->site);
	it = slow_reg(eid, xtr);
	full = !it && count_regs(NULL) >= LIMIT;
	for (unsigned i = 0; i < MAX_REGS; i++)
		if (!m.reg[i].used)
			place = &m.reg[i];
	r = site_register(se, eid, &like, timeout_ms);
	assert_int_equal(r == NULL, full);
	if (!r)
		return;
	assert_true(eid_equal(&r->se->eid, eid));
	it = it ? it : place;
	*it = (struct reg){
		.used = true,
		.site = a->site,
		.eid = *eid,
		.xtr = xtr,
		.expires_ms = timeout_ms ? loop_now_ms(m.loop) + timeout_ms : UINT64_MAX,
	};
}

static void unregister(const struct eid *eid)
{
	struct site_eid *se = site_eid_find(&m.db, eid);
	struct site_reg like = { .has_id = true, .xtr_id = { (uint8_t)(1 + roll(3)) } };
	struct site_reg *r = se ? site_reg_find(se, &like) : NULL;
	struct reg *it = slow_reg(eid, like.xtr_id[0]);

	assert_int_equal(r == NULL, it == NULL);
	if (!r)
		return;
	site_reg_del(r);
	it->used = false;
	m.n_expected++;
}

static struct prefix slow_hole(const struct eid *eid)
{
	for (unsigned plen = 0;; plen++) {
		struct prefix p = prefix_make(&eid->prefix.addr, plen);
		struct eid hole = eid_ip(eid->iid, &p);
		struct site_eid *se;
		struct site *s;
		bool meets = false;

		if (plen == eid->prefix.plen)
			return p;
		TAILQ_FOREACH(s, &m.db.sites, link)
			TAILQ_FOREACH(se, &s->eids, link)
				meets |= eid_covers(&hole, &se->eid) && !eid_equal(&hole, &se->eid);
		if (!meets)
			return p;
	}
}

static void compare(const struct eid *eid)
{
	struct site_eid *se = site_eid_find(&m.db, eid), *match;
	struct site_reg *r;
	struct prefix hole, expected;
	unsigned n = 0;

	if ((se != NULL) != slow_present(eid))
		fail_msg("%s in instance %u: %s", eid_str(eid).s, eid->iid,
			 se ? "should not be there" : "is not there");
	if (se) {
		assert_int_equal(se->configured, slow_configured(eid) != NULL);
		TAILQ_FOREACH(r, &se->regs, link)
			n++;
		assert_int_equal(n, count_regs(eid));
		return;
	}
	match = site_eid_match(&m.db, eid);
	hole = site_hole(&m.db, eid);
	assert_true(prefix_covers(&hole, &eid->prefix));
	if (match)
		assert_true(hole.plen >= match->eid.prefix.plen);
	expected = slow_hole(eid);
	if (match && match->eid.prefix.plen > expected.plen)
		expected = match->eid.prefix;
	if (!prefix_equal(&hole, &expected))
		fail_msg("hole of %s: %s, not %s", eid_str(eid).s, prefix_str(&hole).s,
			 prefix_str(&expected).s);
}

static void whole(void)
{
	unsigned n_regs = 0;
	struct site_eid *se;
	struct site_reg *r;
	struct site *s;

	TAILQ_FOREACH(s, &m.db.sites, link) {
		const struct site_eid *last = NULL;

		TAILQ_FOREACH(se, &s->eids, link) {
			if (last)
				assert_true(eid_cmp(&last->eid, &se->eid) < 0);
			last = se;
			assert_ptr_equal(site_eid_find(&m.db, &se->eid), se);
			assert_true(se->configured || !TAILQ_EMPTY(&se->regs));
			TAILQ_FOREACH(r, &se->regs, link)
				n_regs++;
		}
	}
	assert_int_equal(n_regs, m.db.n_regs);
	assert_int_equal(n_regs, count_regs(NULL));
	assert_int_equal(m.n_removed, m.n_expected);
}

static void random_operations(void **state)
{
	(void)state;
	memset(&m, 0, sizeof(m));
	m.seed = 6830;
	m.loop = loop_new_fake(1);
	site_db_init(&m.db, m.loop, &ops, NULL);
	m.db.limit = LIMIT;
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct eid eid = some_eid();

		switch (roll(12)) {
		case 0:
			configure(&eid);
			break;
		case 1:
			if (!roll(3))
				unconfigure();
			break;
		case 2:
		case 3:
		case 4:
			register_eid(&eid);
			break;
		case 5:
			unregister(&eid);
			break;
		case 6:
			loop_advance(m.loop, roll(2000));
			break;
		default:
			compare(&eid);
		}
		if (round % 1000 == 0)
			whole();
	}
	whole();
	site_db_fini(&m.db);
	loop_free(m.loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_operations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
