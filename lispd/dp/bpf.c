/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loading the programs, and the life of the fast path as a whole. The object is part of this
 * program. Nothing is pinned to a file system: the filters on the devices hold programs and maps,
 * so they live as long as the devices do (bpf_adopt.c), also where no bpffs can be mounted.
 */
#include "lispd/dp/bpf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/dp/bpf_priv.h"
#include "lispd/dp/dp.h"

/* Forwarding by what nobody looks after any more ends then. */
#define VALID_NS (3600ULL * 1000000000)

__asm__(".section .rodata\n"
	".balign 8\n"
	"fast_object:\n"
	".incbin \"lispd/dp/fast.bpf.o\"\n"
	"fast_object_end:\n"
	".previous\n");

extern const char fast_object[], fast_object_end[];

static const char *const map_name[FAST_MAPS] = {
	[FAST_CONFIG] = "config", [FAST_TABLES] = "tables",   [FAST_INBOUND] = "inbound",
	[FAST_OWN] = "own",	  [FAST_REMOTE4] = "remote4", [FAST_REMOTE6] = "remote6",
	[FAST_LOCAL4] = "local4", [FAST_LOCAL6] = "local6",   [FAST_CELLS] = "cells",
	[FAST_TOTALS] = "totals",
};

const char *fast_map_name(enum fast_map m)
{
	return map_name[m];
}

/* What libbpf says goes nowhere: one line of ours names the step that failed. */
static int silence(enum libbpf_print_level level UNUSED, const char *format UNUSED,
		   va_list args UNUSED)
{
	return 0;
}

static uint64_t monotonic_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static int sign_of_life(struct fast *f)
{
	uint32_t zero = 0;

	f->cfg.valid_until = monotonic_ns() + VALID_NS;
	return bpf_map_update_elem(f->map[FAST_CONFIG], &zero, &f->cfg, BPF_ANY) < 0 ? -errno : 0;
}

static int program_fd(const struct fast *f, const char *name)
{
	return bpf_program__fd(bpf_object__find_program_by_name(f->object, name));
}

/* Gives the step that failed, or NULL. */
static const char *load(struct fast *f, const char *name, bool *adopted, int *error)
{
	size_t len = (size_t)(fast_object_end - fast_object);
	struct bpf_object_open_opts opts = { .sz = sizeof(opts), .object_name = "lispd" };

	f->object = bpf_object__open_mem(fast_object, len, &opts);
	if (!f->object) {
		*error = -errno;
		return "programs cannot be read";
	}
	*adopted = fast_adopt(f, name);
	*error = bpf_object__load(f->object);
	if (*error)
		return "the kernel refuses the programs";
	for (unsigned i = 0; i < FAST_MAPS; i++)
		f->map[i] = bpf_object__find_map_fd_by_name(f->object, map_name[i]);
	f->encap = program_fd(f, "lisp_encap");
	f->decap = program_fd(f, "lisp_decap");
	f->driver = program_fd(f, "lisp_xdp");
	f->n_cpus = (unsigned)libbpf_num_possible_cpus();
	f->per_cpu = xcalloc(f->n_cpus, sizeof(struct fast_totals));
	return NULL;
}

static const char *start(struct fast *f, const char *name, bool *adopted, int *error)
{
	const char *what = load(f, name, adopted, error);
	struct fast_cfg former = { 0 };
	uint32_t zero = 0;

	if (what)
		return what;
	bpf_map_lookup_elem(f->map[FAST_CONFIG], &zero, &former);
	f->cfg = (struct fast_cfg){
		.seed = f->dp->hash_seed,
		.version = FAST_VERSION,
		.generation = former.generation + 1,
	};
	snprintf(f->cfg.name, sizeof(f->cfg.name), "%s", name);
	if (*adopted)
		fast_adopt_rows(f);
	*error = sign_of_life(f);
	return *error ? "a map cannot be written" : NULL;
}

int fast_new(struct fast **out, struct dp *dp)
{
	struct fast *f = xcalloc(1, sizeof(*f));
	const char *name = dp->cfg.name ? dp->cfg.name : "", *what;
	bool adopted = false;
	int error = ns_identify(-1, &f->ns);

	f->dp = dp;
	libbpf_set_print(silence);
	what = error ? "own namespace" : start(f, name, &adopted, &error);
	if (what) {
		log_msg(SEV_NOTICE, "LISP", "FASTPATH",
			"no fast path in the kernel: %s: %s; all packets go by the tunnel device%s",
			what, strerror(-error),
			error == -EPERM ? " (lispd needs CAP_BPF and CAP_NET_ADMIN)" : "");
		bpf_object__close(f->object);
		free(f);
		return error;
	}
	fast_ports_look(f);
	log_msg(SEV_INFO, "LISP", "FASTPATH", "packets are forwarded inside the kernel%s",
		adopted ? ", first by what the former process left" : "");
	*out = f;
	return 0;
}

void fast_free(struct fast *f)
{
	struct fib_table *t;

	if (!f)
		return;
	TAILQ_FOREACH(t, &f->dp->tables, link)
		fast_table_del(f, t);
	fast_ports_clear(f);
	timer_stop(&f->aging);
	bpf_object__close(f->object);
	free(f->per_cpu);
	free(f);
}

void fast_tick(struct fast *f)
{
	if (!f)
		return;
	sign_of_life(f);
	fast_ports_look(f);
	fast_age(f);
}

size_t fast_entries(const struct fast *f)
{
	return f ? f->n_entries : 0;
}
