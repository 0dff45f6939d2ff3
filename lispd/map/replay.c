/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/map/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lib/rd.h"
#include "lib/wr.h"

#define RECORD 32

static int present; /* what the set "seen" points to; never written */

uint64_t replay_who(const char *key, const uint8_t xtr_id[16])
{
	uint64_t h = 0xcbf29ce484222325ULL;

	for (; *key; key++)
		h = (h ^ (uint8_t)*key) * 0x100000001b3ULL;
	for (int i = 0; i < 16; i++)
		h = (h ^ xtr_id[i]) * 0x100000001b3ULL;
	return h ^ h >> 31;
}

static uint64_t mix(uint64_t who, uint64_t nonce)
{
	uint64_t h = (nonce ^ who) * 0xBF58476D1CE4E5B9ULL;

	return (h ^ h >> 29) + who;
}

static void remember(struct replay *r, uint64_t who, uint64_t nonce)
{
	uint64_t *highest = hash_find(&r->highest, who);

	if (!highest) {
		highest = xmalloc(sizeof(*highest));
		*highest = nonce;
		hash_add(&r->highest, who, highest);
	} else if (nonce > *highest) {
		*highest = nonce;
	}
	hash_add(&r->seen, mix(who, nonce), &present);
	r->n_records++;
}

static void load(struct replay *r)
{
	uint8_t buf[RECORD * 128];
	off_t whole = 0;
	ssize_t n;

	while ((n = read(r->fd, buf, sizeof(buf))) >= RECORD) {
		for (ssize_t at = 0; at + RECORD <= n; at += RECORD) {
			struct rd rec = rd_init(buf + at, RECORD);
			uint64_t who = rd_u64(&rec);

			rd_skip(&rec, 16);
			remember(r, who, rd_u64(&rec));
			whole += RECORD;
		}
		lseek(r->fd, whole, SEEK_SET);
	}
	if (ftruncate(r->fd, whole) < 0 || lseek(r->fd, whole, SEEK_SET) < 0)
		r->failed = true;
}

void replay_open(struct replay *r, const char *path)
{
	memset(r, 0, sizeof(*r));
	hash_init(&r->highest);
	hash_init(&r->seen);
	r->fd = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
	if (r->fd >= 0)
		load(r);
	else if (path)
		log_msg(SEV_WARNING, "LISP", "STATE",
			"cannot open %s: %s; nonces of Map-Registers are not kept over a restart",
			path, strerror(errno));
}

void replay_close(struct replay *r)
{
	for (size_t i = 0; i < r->highest.size; i++)
		free(r->highest.slot[i].value);
	hash_fini(&r->highest);
	hash_fini(&r->seen);
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
}

bool replay_is_new(const struct replay *r, enum replay_mode mode, uint64_t who, uint64_t nonce)
{
	const uint64_t *highest = hash_find(&r->highest, who);

	if (!highest)
		return true;
	if (mode == REPLAY_STRICT)
		return nonce > *highest;
	return !hash_find(&r->seen, mix(who, nonce));
}

static void store(struct replay *r, uint64_t who, uint64_t nonce)
{
	uint8_t buf[RECORD];
	struct wr w = wr_init(buf, sizeof(buf));
	ssize_t n;

	wr_u64(&w, who);
	wr_zero(&w, 16);
	wr_u64(&w, nonce);
	n = write(r->fd, buf, sizeof(buf));
	if (n == RECORD) {
		r->failed = false;
		return;
	}
	/* A torn record would shift all that follow. */
	if (n > 0 &&
	    (ftruncate(r->fd, lseek(r->fd, 0, SEEK_CUR) - n) < 0 || lseek(r->fd, 0, SEEK_END) < 0))
		r->failed = true;
	if (!r->failed)
		log_msg(SEV_WARNING, "LISP", "STATE",
			"cannot save a Map-Register nonce: %s; it is kept in memory",
			n < 0 ? strerror(errno) : "no space");
	r->failed = true;
}

void replay_add(struct replay *r, uint64_t who, uint64_t nonce)
{
	remember(r, who, nonce);
	if (r->fd >= 0)
		store(r, who, nonce);
}
