/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Programs hang on devices and hold their maps, also when the process that loaded them is gone:
 * the kernel goes on to forward by them. The next process finds the maps through the programs,
 * and its own programs take their places. Rows carry the number of the process generation. What
 * has not been set again after a while is stale and goes; its packets come to the workers then.
 */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/dp/bpf_priv.h"
#include "lispd/dp/dp.h"

#define STALE_DEFAULT_MS 60000
#define SLICE 500
#define SLICE_MS 10

/* --- finding maps ----------------------------------------------------------------------------- */

static bool same_kind(const struct bpf_map_info *info, const struct bpf_map *map)
{
	return info->type == (uint32_t)bpf_map__type(map) &&
	       info->key_size == bpf_map__key_size(map) &&
	       info->value_size == bpf_map__value_size(map) &&
	       info->max_entries == bpf_map__max_entries(map);
}

/* Which of ours the map is; FAST_MAPS for none. */
static unsigned which_map(const struct fast *f, int fd)
{
	struct bpf_map_info info = { 0 };
	uint32_t len = sizeof(info);
	unsigned i = 0;

	if (bpf_obj_get_info_by_fd(fd, &info, &len) < 0)
		return FAST_MAPS;
	for (; i < FAST_MAPS; i++) {
		const char *name = fast_map_name(i);
		const struct bpf_map *map = bpf_object__find_map_by_name(f->object, name);

		if (map && !strcmp(info.name, name) && same_kind(&info, map))
			break;
	}
	return i;
}

static void gather_maps(const struct fast *f, uint32_t program, int fd[FAST_MAPS])
{
	int prog = bpf_prog_get_fd_by_id(program);
	uint32_t id[2 * FAST_MAPS], len;
	struct bpf_prog_info info = {
		.nr_map_ids = ARRAY_LEN(id),
		.map_ids = (uint64_t)(uintptr_t)id,
	};

	len = sizeof(info);
	if (prog < 0)
		return;
	if (bpf_obj_get_info_by_fd(prog, &info, &len) < 0)
		info.nr_map_ids = 0;
	for (unsigned i = 0; i < MIN_OF(info.nr_map_ids, ARRAY_LEN(id)); i++) {
		int map = bpf_map_get_fd_by_id(id[i]);
		unsigned which = map < 0 ? FAST_MAPS : which_map(f, map);

		if (which < FAST_MAPS && fd[which] < 0)
			fd[which] = map;
		else if (map >= 0)
			close(map);
	}
	close(prog);
}

/* Maps of this router, in this layout. */
static bool right_maps(const int fd[FAST_MAPS], const char *name)
{
	struct fast_cfg cfg;
	uint32_t zero = 0;

	return fd[FAST_CONFIG] >= 0 && bpf_map_lookup_elem(fd[FAST_CONFIG], &zero, &cfg) == 0 &&
	       cfg.version == FAST_VERSION && !strncmp(cfg.name, name, sizeof(cfg.name));
}

static void gather_devices(const struct fast *f, int fd[FAST_MAPS])
{
	struct if_nameindex *all = if_nameindex();
	uint32_t program;

	for (const struct if_nameindex *i = all; i && i->if_name; i++) {
		if (fast_hook_find((int)i->if_index, BPF_TC_EGRESS, &program) == 0)
			gather_maps(f, program, fd);
		if (fast_hook_find((int)i->if_index, BPF_TC_INGRESS, &program) == 0)
			gather_maps(f, program, fd);
	}
	if (all)
		if_freenameindex(all);
}

bool fast_adopt(struct fast *f, const char *name)
{
	int fd[FAST_MAPS];
	bool right;

	memset(fd, 0xff, sizeof(fd));
	gather_devices(f, fd);
	right = right_maps(fd, name);
	for (unsigned i = 0; i < FAST_MAPS; i++) {
		if (fd[i] < 0)
			continue;
		if (right)
			bpf_map__reuse_fd(bpf_object__find_map_by_name(f->object, fast_map_name(i)),
					  fd[i]);
		close(fd[i]);
	}
	return right;
}

/* --- stale rows ------------------------------------------------------------------------------- */

union row {
	struct fast_entry entry;
	struct fast_local local;
	struct fast_table table;
	struct fast_inbound inbound;
};

static const enum fast_map aging_order[] = {
	FAST_REMOTE4, FAST_REMOTE6, FAST_LOCAL4, FAST_LOCAL6, FAST_INBOUND, FAST_TABLES,
};

static uint32_t generation_of(enum fast_map m, const union row *row)
{
	if (m == FAST_REMOTE4 || m == FAST_REMOTE6)
		return row->entry.generation;
	if (m == FAST_LOCAL4 || m == FAST_LOCAL6)
		return row->local.generation;
	return m == FAST_TABLES ? row->table.generation : row->inbound.generation;
}

static void age_row(struct fast *f, enum fast_map m, const void *key)
{
	union row row;

	if (bpf_map_lookup_elem(f->map[m], key, &row) < 0 ||
	    generation_of(m, &row) == f->cfg.generation)
		return;
	bpf_map_delete_elem(f->map[m], key);
	f->n_aged++;
	if (m == FAST_REMOTE4 || m == FAST_REMOTE6)
		bpf_map_delete_elem(f->map[FAST_CELLS], &row.entry.id);
	if (m == FAST_TABLES)
		bpf_map_delete_elem(f->map[FAST_TOTALS], key);
}

/* Some rows more; false when there are none. The next key is asked for before a row goes. */
static bool age_slice(struct fast *f)
{
	enum fast_map m = aging_order[f->aging_map];
	struct fast_key6 next;

	if (!f->aging_begun && bpf_map_get_next_key(f->map[m], NULL, &f->aging_key) < 0)
		return false;
	f->aging_begun = true;
	for (unsigned i = 0; i < SLICE; i++) {
		int last = bpf_map_get_next_key(f->map[m], &f->aging_key, &next);

		age_row(f, m, &f->aging_key);
		if (last)
			return false;
		f->aging_key = next;
	}
	return true;
}

static void on_aging(void *arg)
{
	struct fast *f = arg;

	if (!age_slice(f)) {
		f->aging_begun = false;
		f->aging_map++;
	}
	if (f->aging_map < ARRAY_LEN(aging_order))
		timer_start(&f->aging, SLICE_MS);
	else
		log_msg(SEV_INFO, "LISP", "FASTPATH",
			"%zu rows of the former process were not confirmed and are gone",
			f->n_aged);
}

void fast_age(struct fast *f)
{
	if (!f->stale_at_ms || loop_now_ms(f->dp->loop) < f->stale_at_ms)
		return;
	f->stale_at_ms = 0;
	timer_start(&f->aging, SLICE_MS);
}

/* Numbers of cells must not meet. */
static void highest_id(struct fast *f)
{
	uint32_t id, next;
	int error = bpf_map_get_next_key(f->map[FAST_CELLS], NULL, &next);

	for (; !error; error = bpf_map_get_next_key(f->map[FAST_CELLS], &id, &next)) {
		id = next;
		f->next_id = MAX_OF(f->next_id, id);
	}
}

static void read_addresses(struct fast *f)
{
	struct fast_addr a, next;
	int error = bpf_map_get_next_key(f->map[FAST_OWN], NULL, &next);

	for (; !error; error = bpf_map_get_next_key(f->map[FAST_OWN], &a, &next)) {
		a = next;
		f->own = xrealloc(f->own, (f->n_own + 1) * sizeof(a));
		f->own[f->n_own++] = a;
	}
}

void fast_adopt_rows(struct fast *f)
{
	timer_init(&f->aging, f->dp->loop, on_aging, f);
	highest_id(f);
	read_addresses(f);
	f->stale_at_ms = loop_now_ms(f->dp->loop) +
			 (f->dp->cfg.stale_ms ? f->dp->cfg.stale_ms : STALE_DEFAULT_MS);
}
