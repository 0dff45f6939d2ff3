/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cli/session.h"
#include "lib/mem.h"

static const char *const jump_word[] = { "", "no", "default", "do" };
static const char *const jump_help[] = {
	"",
	"Negate a command or set its defaults",
	"Set a command to its defaults",
	"To run exec commands in config mode",
};

/* --- help texts ------------------------------------------------------------------------------- */

const char *table_help(const char *lines, const char *key, size_t *len)
{
	size_t key_len = strlen(key);

	while (lines && *lines) {
		const char *end = strchrnul(lines, '\n');

		if (strncmp(lines, key, key_len) == 0 && lines[key_len] == ' ') {
			const char *text = lines + key_len + strspn(lines + key_len, " ");

			*len = (size_t)(end - text);
			return text;
		}
		lines = *end ? end + 1 : end;
	}
	return NULL;
}

static void set_help(const struct cli_engine *e, const struct cli_cmd *cmd, struct syntax_token *t)
{
	char key[128];

	snprintf(key, sizeof(key), "%s%s", t->type ? "$" : "", t->word);
	t->help = table_help(cmd->help, key, &t->help_len);
	if (!t->help)
		t->help = table_help(e->program->common_help, key, &t->help_len);
	if (!t->help)
		t->help = "";
}

static void init_jump_tokens(struct cli_engine *e)
{
	for (int j = JUMP_NO; j <= JUMP_DO; j++) {
		struct syntax_token *t = &e->jump_token[j];

		t->word = t->lower = xstrdup(jump_word[j]);
		t->len = strlen(t->word);
		t->help = table_help(e->program->common_help, t->word, &t->help_len);
		if (t->help)
			continue;
		t->help = jump_help[j];
		t->help_len = strlen(t->help);
	}
}

const struct syntax_token *table_jump(const struct cli_engine *e, enum jump jump)
{
	return &e->jump_token[jump];
}

/* --- rows ------------------------------------------------------------------------------------- */

static size_t count_rows(const struct cli_program *p)
{
	size_t n = 0;

	for (size_t t = 0; p->tables[t]; t++)
		for (const struct cli_cmd *cmd = p->tables[t]; cmd->syntax; cmd++)
			n++;
	return n;
}

static void compile_row(struct cli_engine *e, struct row *row, const struct cli_cmd *cmd)
{
	struct out error;

	out_init(&error);
	row->cmd = cmd;
	if (!syntax_compile(&row->syntax, cmd->syntax, e->program->types, &error)) {
		fprintf(stderr, "command \"%s\": %s\n", cmd->syntax, out_text(&error));
		abort();
	}
	out_fini(&error);
	for (size_t i = 0; i < row->syntax.n_tokens; i++)
		set_help(e, cmd, &row->syntax.token[i]);
}

static void compile_rows(struct cli_engine *e)
{
	e->row = xcalloc(count_rows(e->program), sizeof(*e->row));
	for (size_t t = 0; e->program->tables[t]; t++)
		for (const struct cli_cmd *cmd = e->program->tables[t]; cmd->syntax; cmd++)
			compile_row(e, &e->row[e->n_rows++], cmd);
}

bool table_row_in(const struct row *row, int mode)
{
	if (row->cmd->mode == CLI_ANY_CONFIG)
		return mode != CLI_MODE_EXEC;
	return row->cmd->mode == mode;
}

/* --- index ------------------------------------------------------------------------------------ */

static void add_ref(struct ref **ref, size_t *n, struct ref r)
{
	if ((*n & (*n - 1)) == 0)
		*ref = xrealloc(*ref, (*n ? *n * 2 : 1) * sizeof(**ref));
	(*ref)[(*n)++] = r;
}

/* Sorting comes last; while the index grows the heads are found one by one. */
static struct head *add_head(struct index *x, const struct syntax_token *t)
{
	for (size_t i = 0; i < x->n_heads; i++)
		if (strcmp(x->head[i].lower, t->lower) == 0)
			return &x->head[i];
	x->head = xrealloc(x->head, (x->n_heads + 1) * sizeof(*x->head));
	x->head[x->n_heads] = (struct head){ .lower = t->lower, .token = t };
	return &x->head[x->n_heads++];
}

static void index_row(struct index *x, const struct row *row)
{
	for (size_t i = 0; i < row->syntax.n_tokens; i++) {
		const struct syntax_token *t = &row->syntax.token[i];
		struct ref ref = { row, (uint8_t)i };

		if (!(row->syntax.first >> i & 1))
			continue;
		if (t->type) {
			add_ref(&x->param, &x->n_params, ref);
		} else {
			struct head *h = add_head(x, t);

			add_ref(&h->ref, &h->n_refs, ref);
		}
	}
}

static void index_jump(struct cli_engine *e, struct index *x, enum jump jump)
{
	add_head(x, &e->jump_token[jump])->jump = jump;
}

static int compare_heads(const void *a, const void *b)
{
	return strcmp(((const struct head *)a)->lower, ((const struct head *)b)->lower);
}

static bool has_form(const struct syntax *s, int form)
{
	return form == FORM_NO ? s->no : form == FORM_DEFAULT ? s->dflt : s->plain;
}

static void build_index(struct cli_engine *e, int mode, int form)
{
	struct index *x = &e->index[mode * N_FORMS + form];
	bool no = false, dflt = false;

	for (size_t i = 0; i < e->n_rows; i++) {
		const struct row *row = &e->row[i];

		if (!table_row_in(row, mode))
			continue;
		if (has_form(&row->syntax, form))
			index_row(x, row);
		no = no || row->syntax.no;
		dflt = dflt || row->syntax.dflt;
	}
	if (form == FORM_PLAIN) {
		if (no)
			index_jump(e, x, JUMP_NO);
		if (dflt)
			index_jump(e, x, JUMP_DEFAULT);
		if (mode != CLI_MODE_EXEC)
			index_jump(e, x, JUMP_DO);
	}
	if (x->n_heads)
		qsort(x->head, x->n_heads, sizeof(*x->head), compare_heads);
}

const struct index *table_index(const struct cli_engine *e, int mode, int form)
{
	return &e->index[mode * N_FORMS + form];
}

void table_heads(const struct index *x, const char *lower, size_t len, size_t *from, size_t *to)
{
	size_t lo = 0, hi = x->n_heads;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strncmp(x->head[mid].lower, lower, len) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*from = lo;
	while (lo < x->n_heads && strncmp(x->head[lo].lower, lower, len) == 0)
		lo++;
	*to = lo;
}

static void free_index(struct index *x)
{
	for (size_t i = 0; i < x->n_heads; i++)
		free(x->head[i].ref);
	free(x->head);
	free(x->param);
}

/* --- the engine ------------------------------------------------------------------------------- */

struct cli_engine *cli_engine_new(const struct cli_program *p, void *root, struct loop *loop)
{
	struct cli_engine *e = xcalloc(1, sizeof(*e));

	e->program = p;
	e->root = root;
	e->loop = loop;
	LIST_INIT(&e->sessions);
	init_jump_tokens(e);
	compile_rows(e);
	e->index = xcalloc((size_t)p->n_modes * N_FORMS, sizeof(*e->index));
	for (int mode = 0; mode < p->n_modes; mode++)
		for (int form = 0; form < N_FORMS; form++)
			build_index(e, mode, form);
	return e;
}

void cli_engine_free(struct cli_engine *e)
{
	struct cli *c;

	if (!e)
		return;
	while ((c = LIST_FIRST(&e->sessions)))
		cli_session_free(c);
	for (int i = 0; i < e->program->n_modes * N_FORMS; i++)
		free_index(&e->index[i]);
	for (size_t i = 0; i < e->n_rows; i++)
		syntax_fini(&e->row[i].syntax);
	for (int j = JUMP_NO; j <= JUMP_DO; j++)
		free(e->jump_token[j].word);
	free(e->index);
	free(e->row);
	free(e);
}
