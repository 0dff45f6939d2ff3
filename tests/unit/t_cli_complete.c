/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "?" and TAB at every place of every row: there is always an answer, and soon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "lib/cli/table.h"
#include "tests/unit/box.h"

#define ROUNDS 3
#define MAX_WORDS 24
#define LIMIT_MS 10.0

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SLOWED_DOWN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SLOWED_DOWN 1
#endif
#endif

static struct {
	double ms;
	char line[512];
	unsigned n;
} slowest;

static unsigned pick(unsigned n)
{
	static uint32_t state = 1;

	state = state * 1664525u + 1013904223u;
	return (state >> 8) % n;
}

/* --- words ------------------------------------------------------------------------------------ */

static void add_value(const struct syntax_token *t, struct out *line)
{
	static const struct {
		const char *label, *value;
	} sample[] = {
		{ "A.B.C.D", "10.1.1.1" },	 { "A.B.C.D/nn", "10.1.0.0/16" },
		{ "X:X:X:X::X", "2001:DB8::1" }, { "X:X:X:X::X/<0-128>", "2001:DB8::/48" },
		{ "H.H.H", "0200.5e00.0001" },
	};

	if (t->label[0] == '<') {
		out(line, "%llu", (unsigned long long)t->min);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(sample); i++)
		if (strcmp(t->label, sample[i].label) == 0) {
			out_str(line, sample[i].value);
			return;
		}
	out_str(line, strcmp(t->type->name, "IFNAME") == 0 ? "GigabitEthernet2" : "x1");
}

/* One of the tokens of a set. */
static int pick_token(uint64_t set)
{
	unsigned n = pick((unsigned)__builtin_popcountll(set));

	for (; n > 0; n--)
		set &= set - 1;
	return __builtin_ctzll(set);
}

/* Those of a set that may still come: alternatives of "{}" come once. */
static uint64_t still_possible(const struct syntax *s, uint64_t set, uint64_t used)
{
	for (size_t i = 0; i < s->n_tokens; i++) {
		const struct syntax_token *t = &s->token[i];

		for (uint8_t n = t->once; n < t->once_end; n++)
			if (used >> n & 1)
				set &= ~(1ULL << i);
	}
	return set;
}

/* --- one question ----------------------------------------------------------------------------- */

static double cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void note(const char *what, const char *line, double ms)
{
	slowest.n++;
	if (ms <= slowest.ms)
		return;
	slowest.ms = ms;
	snprintf(slowest.line, sizeof(slowest.line), "%s \"%s\"", what, line);
}

static void ask(struct box *b, const char *line, bool has_answer)
{
	struct out completed;
	double before = cpu_ms();

	out_clear(&b->out);
	cli_session_help(b->runner.c, line);
	note("?", line, cpu_ms() - before);
	if (has_answer && strstr(out_text(&b->out), "% Unrecognized"))
		fail_msg("no help for \"%s\" in mode %d", line, cli_mode(b->runner.c));
	out_init(&completed);
	before = cpu_ms();
	cli_session_complete(b->runner.c, line, &completed);
	note("TAB", line, cpu_ms() - before);
	if (strncasecmp(out_text(&completed), line, strlen(line)) != 0)
		fail_msg("\"%s\" completed to \"%s\"", line, out_text(&completed));
	out_fini(&completed);
}

/* Goes from word to word along the row, asking behind each blank and each word. */
static void walk_row(struct box *b, const struct row *row)
{
	bool shown = !(row->cmd->flags & CLI_HIDDEN);
	uint64_t next = row->syntax.first, used = 0;
	struct out line;

	out_init(&line);
	if (!row->syntax.plain)
		out_str(&line, row->syntax.no ? "no " : "default ");
	for (unsigned words = 0; next && words < MAX_WORDS; words++) {
		int i = pick_token(next);
		const struct syntax_token *t = &row->syntax.token[i];

		ask(b, out_text(&line), shown);
		if (t->type)
			add_value(t, &line);
		else
			out_str(&line, t->word);
		ask(b, out_text(&line), false);
		out_char(&line, ' ');
		used |= 1ULL << i;
		next = still_possible(&row->syntax, t->follow, used);
	}
	if (!next)
		ask(b, out_text(&line), shown);
	out_fini(&line);
}

static void enter(struct cli *c, int mode)
{
	mode_pop_to(&c->modes, 1);
	if (mode == CLI_MODE_EXEC)
		return;
	mode_push(&c->modes, CLI_MODE_CONFIG, NULL);
	if (mode > CLI_MODE_CONFIG)
		mode_push(&c->modes, mode, "x");
}

static void every_place_has_an_answer_in_time(void **state)
{
	struct box *b = box_new(NULL);
	const struct cli_engine *e = b->root.engine;

	(void)state;
	for (size_t i = 0; i < ROUNDS * e->n_rows; i++) {
		const struct row *row = &e->row[i % e->n_rows];

		enter(b->runner.c,
		      row->cmd->mode == CLI_ANY_CONFIG ? CLI_MODE_CONFIG : row->cmd->mode);
		walk_row(b, row);
	}
	mode_pop_to(&b->runner.c->modes, 1);
	printf("%u questions, the slowest took %.2f ms: %s\n", slowest.n, slowest.ms, slowest.line);
#ifndef SLOWED_DOWN
	assert_true(slowest.ms < LIMIT_MS);
#endif
	box_free(b);
}

/* Lines that nobody means must not hurt, either. */
static void nonsense_does_no_harm(void **state)
{
	static const char *const piece[] = { "show",   "ip", "no",	  "default", "do", "|",
					     "inc",    "",   "interface", "Gi",	     "2",  "x",
					     "10.1.1", "?",  "!",	  "\t" };
	struct box *b = box_new(NULL);
	char line[256];

	(void)state;
	for (unsigned i = 0; i < 3000; i++) {
		line[0] = '\0';
		for (unsigned n = pick(8); n > 0; n--) {
			strcat(line, piece[pick(ARRAY_LEN(piece))]);
			strcat(line, pick(3) ? " " : "");
		}
		enter(b->runner.c, (int)pick((unsigned)b->root.engine->program->n_modes));
		ask(b, line, false);
	}
	mode_pop_to(&b->runner.c->modes, 1);
	box_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_place_has_an_answer_in_time),
		cmocka_unit_test(nonsense_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
