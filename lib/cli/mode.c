/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/mode.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

/* IOS cuts the host name in configuration prompts. */
#define PROMPT_HOST_MAX 20

void mode_init(struct mode_stack *s)
{
	memset(s, 0, sizeof(*s));
	s->resume.mode = -1;
	mode_push(s, CLI_MODE_EXEC, NULL);
}

void mode_fini(struct mode_stack *s)
{
	mode_forget(s);
	while (s->depth > 0)
		free(s->level[--s->depth].key);
}

void mode_push(struct mode_stack *s, int mode, const char *key)
{
	assert(s->depth < MODE_MAX_DEPTH);
	s->level[s->depth++] = (struct mode_level){ mode, key ? xstrdup(key) : NULL };
}

void mode_pop_to(struct mode_stack *s, unsigned depth)
{
	while (s->depth > MAX_OF(depth, 1))
		free(s->level[--s->depth].key);
}

void mode_forget(struct mode_stack *s)
{
	free(s->resume.key);
	s->resume = (struct mode_level){ .mode = -1 };
}

int mode_top(const struct mode_stack *s)
{
	return s->level[s->depth - 1].mode;
}

const char *mode_key(const struct mode_stack *s, int mode)
{
	for (unsigned i = s->depth; i-- > 0;)
		if (s->level[i].mode == mode)
			return s->level[i].key;
	return NULL;
}

static bool try_mode(struct match *m, const struct cli_engine *e, int mode, bool privileged,
		     const struct words *words)
{
	match_line(m, e, mode, privileged, words);
	return m->kind == MATCH_HIT;
}

void mode_match(struct match *m, const struct cli_engine *e, const struct mode_stack *s,
		bool privileged, const struct words *words, unsigned *depth)
{
	struct match outer;

	*depth = s->depth;
	if (try_mode(m, e, mode_top(s), privileged, words))
		return;
	for (unsigned d = s->depth - 1; d > 1; d--) {
		if (!try_mode(&outer, e, s->level[d - 1].mode, privileged, words))
			continue;
		*m = outer;
		*depth = d;
		return;
	}
	if (s->depth > 1 && s->resume.mode >= 0 &&
	    try_mode(&outer, e, s->resume.mode, privileged, words)) {
		*m = outer;
		*depth = MODE_RESUME;
	}
}

/* The outermost of the levels that are left and may resume. */
static void remember(struct mode_stack *s, const struct cli_engine *e, unsigned depth)
{
	for (unsigned d = depth; d < s->depth; d++) {
		if (!e->program->modes[s->level[d].mode].resumes)
			continue;
		mode_forget(s);
		s->resume.mode = s->level[d].mode;
		s->resume.key = s->level[d].key;
		s->level[d].key = NULL;
		return;
	}
}

void mode_go(struct mode_stack *s, const struct cli_engine *e, unsigned depth)
{
	if (depth != MODE_RESUME) {
		remember(s, e, depth);
		mode_pop_to(s, depth);
		return;
	}
	mode_pop_to(s, 2);
	mode_push(s, s->resume.mode, s->resume.key);
	mode_forget(s);
}

void mode_prompt(const struct mode_stack *s, const struct cli_engine *e, bool privileged,
		 struct out *o)
{
	const struct mode_level *top = &s->level[s->depth - 1];
	const struct cli_mode *mode = &e->program->modes[top->mode];
	const char *prompt = mode->prompt, *text = top->key ? top->key : "";
	const char *host = e->program->hostname(e->root);
	const char *key = strstr(prompt, "%s");

	if (s->depth == 1) {
		out(o, "%s%s", host, privileged ? prompt : ">");
		return;
	}
	if (mode->prompt_text)
		text = mode->prompt_text(text);
	out(o, "%.*s", PROMPT_HOST_MAX, host);
	if (!key)
		out_str(o, prompt);
	else
		out(o, "%.*s%s%s", (int)(key - prompt), prompt, text, key + 2);
}
