/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "lib/cli/table.h"
#include "lib/mem.h"

/*
 * The running-config walk. The rows of a mode print in the order of their ranks; a row that opens
 * a mode prints a block for each instance, and the block's lines come from the rows of that mode
 * in the same way. Indentation, "!" and closing lines are added here, never by a row.
 */

struct cli_writer {
	const struct cli_engine *e;
	struct out *o;
	unsigned depth;
	bool all;
	bool after_bang; /* the last line was a "!" */
};

static int compare_order(const void *a, const void *b)
{
	const struct cli_cmd *const *x = a, *const *y = b;

	return ((*x)->order > (*y)->order) - ((*x)->order < (*y)->order);
}

/* The rows of a mode that write, in order; the array is the caller's to free. */
static const struct cli_cmd **writers(const struct cli_engine *e, int mode, size_t *n)
{
	const struct cli_cmd **list = xmalloc(e->n_rows * sizeof(*list));

	*n = 0;
	for (size_t i = 0; i < e->n_rows; i++)
		if (e->row[i].cmd->write && e->row[i].cmd->mode == mode)
			list[(*n)++] = e->row[i].cmd;
	qsort(list, *n, sizeof(*list), compare_order);
	return list;
}

static void write_rows(struct cli_writer *w, int mode, const void *obj)
{
	size_t n;
	const struct cli_cmd **list = writers(w->e, mode, &n);

	for (size_t i = 0; i < n; i++)
		list[i]->write(w, obj);
	free(list);
}

static void line_v(struct cli_writer *w, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);

static void line_v(struct cli_writer *w, const char *fmt, va_list ap)
{
	out(w->o, "%*s", (int)w->depth, "");
	out_v(w->o, fmt, ap);
	out_char(w->o, '\n');
	w->after_bang = false;
}

void cli_line(struct cli_writer *w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line_v(w, fmt, ap);
	va_end(ap);
}

void cli_bang(struct cli_writer *w)
{
	if (w->after_bang)
		return;
	cli_line(w, "!");
	w->after_bang = true;
}

void cli_block(struct cli_writer *w, int mode, const void *obj, const char *fmt, ...)
{
	const struct cli_mode *m = &w->e->program->modes[mode];
	va_list ap;

	va_start(ap, fmt);
	line_v(w, fmt, ap);
	va_end(ap);
	w->depth++;
	write_rows(w, mode, obj);
	if (m->footer)
		cli_line(w, "%s", m->footer);
	w->depth--;
	if (m->bang)
		cli_bang(w);
}

bool cli_writer_all(const struct cli_writer *w)
{
	return w->all;
}

void cli_write_config(const struct cli_engine *e, struct out *o, bool all)
{
	struct cli_writer w = { .e = e, .o = o, .all = all };
	const void *obj = e->program->config ? e->program->config(e->root) : e->root;

	write_rows(&w, CLI_MODE_CONFIG, obj);
}

void cli_write_mode(const struct cli_engine *e, struct out *o, int mode, const void *obj,
		    const char *header, bool all)
{
	struct cli_writer w = { .e = e, .o = o, .all = all };

	if (header) {
		cli_line(&w, "%s", header);
		w.depth = 1;
	}
	write_rows(&w, mode, obj);
}
