/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Given back blocks are noted in batches, because readers may still look at the blocks
 * themselves. A full batch gets the epoch of that moment; the writer's next calls look whether
 * the oldest one has been passed by all readers.
 */
#include "lispd/dp/pool.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "lib/base.h"
#include "lib/mem.h"

#define FIRST_CHUNK 1024
#define HUGE_PAGE ((size_t)2 << 20)

struct pool_chunk {
	struct pool_chunk *next;
	uint64_t unused; /* blocks stay aligned */
};

struct pool_free {
	struct pool_free *next;
};

static unsigned class_of(size_t len)
{
	assert(len && len <= (size_t)POOL_UNIT * POOL_CLASSES);
	return (unsigned)((len - 1) / POOL_UNIT);
}

static size_t class_size(unsigned class)
{
	return (class + 1) * (size_t)POOL_UNIT;
}

void pool_init(struct pool *p, struct qsbr *q)
{
	*p = (struct pool){ .qsbr = q };
	STAILQ_INIT(&p->limbo);
}

void pool_fini(struct pool *p)
{
	struct pool_chunk *c;
	struct pool_limbo *l;

	while ((c = p->chunks)) {
		p->chunks = c->next;
		free(c);
	}
	while ((l = STAILQ_FIRST(&p->limbo))) {
		STAILQ_REMOVE_HEAD(&p->limbo, link);
		free(l);
	}
	free(p->filling);
	pool_init(p, p->qsbr);
}

static void add_chunk(struct pool *p)
{
	size_t size = p->chunk_size ? MIN_OF(2 * p->chunk_size, HUGE_PAGE) : FIRST_CHUNK;
	struct pool_chunk *c = aligned_alloc(size < HUGE_PAGE ? 64 : HUGE_PAGE, size);

	if (!c)
		abort();
	/* Refused where the kernel has none: small pages do as well, only slower. */
	if (size == HUGE_PAGE)
		madvise(c, size, MADV_HUGEPAGE);
	c->next = p->chunks;
	p->chunks = c;
	p->chunk_size = size;
	p->reserved += size;
	p->next = (uint8_t *)(c + 1);
	p->left = size - sizeof(*c);
}

/* What is left of the chunk that is being left becomes blocks of some class. */
static void save_rest(struct pool *p)
{
	struct pool_free *f = (struct pool_free *)(void *)p->next;
	unsigned class;

	if (p->left < POOL_UNIT)
		return;
	class = class_of(MIN_OF(p->left, class_size(POOL_CLASSES - 1)));
	f->next = p->free[class];
	p->free[class] = f;
	p->left = 0;
}

static void put_free(struct pool *p, void *block, unsigned class)
{
	struct pool_free *f = block;

	f->next = p->free[class];
	p->free[class] = f;
	p->used -= class_size(class);
}

/* Blocks that all readers have let go of. */
static void collect(struct pool *p)
{
	struct pool_limbo *l;

	while ((l = STAILQ_FIRST(&p->limbo)) && qsbr_passed(p->qsbr, l->epoch)) {
		STAILQ_REMOVE_HEAD(&p->limbo, link);
		for (unsigned i = 0; i < l->n; i++)
			put_free(p, l->row[i].block, l->row[i].class);
		free(l);
	}
}

void *pool_new(struct pool *p, size_t len)
{
	unsigned class = class_of(len);
	size_t size = class_size(class);
	struct pool_free *f = p->free[class];
	void *block;

	p->used += size;
	if (f) {
		p->free[class] = f->next;
		return f;
	}
	if (p->left < size) {
		save_rest(p);
		add_chunk(p);
	}
	block = p->next;
	p->next += size;
	p->left -= size;
	return block;
}

void pool_retire(struct pool *p, void *block, size_t len)
{
	struct pool_limbo *l = p->filling;

	if (!l) {
		collect(p);
		l = p->filling = xmalloc(sizeof(*l));
		l->n = 0;
	}
	l->row[l->n].block = block;
	l->row[l->n++].class = class_of(len);
	if (l->n < POOL_LIMBO)
		return;
	l->epoch = qsbr_advance(p->qsbr);
	STAILQ_INSERT_TAIL(&p->limbo, l, link);
	p->filling = NULL;
}
