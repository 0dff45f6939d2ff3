/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/filter.h"

#include <stdlib.h>
#include <string.h>

#include "lib/cli/list.h"
#include "lib/mem.h"

/* Longer lines are cut in pieces, so that text without line ends cannot grow us. */
#define LINE_LIMIT 65536
/* What a file can get. */
#define FILE_LIMIT (64u * 1024 * 1024)

static const struct {
	const char *word;
	enum filter_kind kind;
	const char *help;
} keyword[] = {
	{ "append", FILTER_APPEND, "Append redirected output to URL" },
	{ "begin", FILTER_BEGIN, "Begin with the line that matches" },
	{ "count", FILTER_COUNT, "Count number of lines which match regexp" },
	{ "exclude", FILTER_EXCLUDE, "Exclude lines that match" },
	{ "include", FILTER_INCLUDE, "Include lines that match" },
	{ "json", FILTER_JSON, "Output in JSON" },
	{ "redirect", FILTER_REDIRECT, "Redirect output to URL" },
	{ "section", FILTER_SECTION, "Filter a section of output" },
	{ "tee", FILTER_TEE, "Copy output to URL" },
};

void filter_list(struct cli_list *l, const char *typed)
{
	for (size_t i = 0; i < ARRAY_LEN(keyword); i++)
		if (word_abbreviates(typed, keyword[i].word))
			cli_list_add(l, keyword[i].word, keyword[i].help);
}

static int find(const char *typed)
{
	int found = -1;

	for (size_t i = 0; i < ARRAY_LEN(keyword); i++) {
		if (!word_abbreviates(typed, keyword[i].word))
			continue;
		if (found >= 0)
			return -1;
		found = (int)i;
	}
	return found;
}

const char *filter_keyword(const char *typed)
{
	int i = find(typed);

	return i < 0 ? NULL : keyword[i].word;
}

bool filter_is_to_file(enum filter_kind kind)
{
	return kind == FILTER_REDIRECT || kind == FILTER_APPEND || kind == FILTER_TEE;
}

/* --- the expression --------------------------------------------------------------------------- */

/* "section include RE" and "section exclude RE". */
static const char *section_choice(const char *s, enum filter_kind *kind)
{
	if (strncmp(s, "include ", 8) != 0 && strncmp(s, "exclude ", 8) != 0)
		return s;
	if (s[0] == 'e')
		*kind = FILTER_SECTION_EXCLUDE;
	return s + 8 + strspn(s + 8, " ");
}

enum match_kind filter_parse(struct filter *f, const char *s, size_t *caret, struct out *error)
{
	const char *start = s + strspn(s, " \t"), *re, *why;
	size_t len = strcspn(start, " \t"), common = 0;
	char word[16] = "";
	int i;

	memset(f, 0, sizeof(*f));
	*caret = (size_t)(start - s);
	if (len == 0)
		return MATCH_INCOMPLETE;
	memcpy(word, start, MIN_OF(len, sizeof(word) - 1));
	i = len < sizeof(word) ? find(word) : -1;
	for (size_t k = 0; i < 0 && k < ARRAY_LEN(keyword); k++)
		common = MAX_OF(common, word_common(word, keyword[k].word));
	*caret += common;
	if (i < 0)
		return common == len ? MATCH_AMBIGUOUS : MATCH_NONE;
	re = start + len + strspn(start + len, " \t");
	f->kind = keyword[i].kind;
	if (f->kind == FILTER_JSON) {
		*caret = (size_t)(re - s);
		return *re ? MATCH_NONE : MATCH_HIT;
	}
	if (f->kind == FILTER_SECTION)
		re = section_choice(re, &f->kind);
	if (!*re)
		return MATCH_INCOMPLETE;
	if (filter_is_to_file(f->kind)) {
		f->file = xstrdup(re);
		return MATCH_HIT;
	}
	f->pattern = pattern_new(re, &why);
	if (!f->pattern) {
		f->kind = FILTER_NONE;
		out(error, "Invalid input: regular expression: %s", why);
	}
	return MATCH_HIT;
}

/* --- the text --------------------------------------------------------------------------------- */

static bool in_section(struct filter *f, const char *line, bool matches)
{
	size_t indent = strspn(line, " ");

	if (f->on && indent > f->indent)
		return true;
	f->on = matches;
	f->indent = indent;
	return matches;
}

static bool wanted(struct filter *f, const char *line)
{
	bool matches = pattern_matches(f->pattern, line);

	switch (f->kind) {
	case FILTER_BEGIN:
		f->on = f->on || matches;
		return f->on;
	case FILTER_COUNT:
		f->count += matches;
		return false;
	case FILTER_EXCLUDE:
		return !matches;
	case FILTER_INCLUDE:
		return matches;
	case FILTER_SECTION:
		return in_section(f, line, matches);
	case FILTER_SECTION_EXCLUDE:
		return !in_section(f, line, matches);
	case FILTER_NONE:
	case FILTER_REDIRECT:
	case FILTER_APPEND:
	case FILTER_TEE:
	case FILTER_JSON:
		break;
	}
	return true;
}

static void open_lines(struct filter *f, struct out *result)
{
	if (f->json.used)
		return;
	json_init(&f->json, result);
	json_object(&f->json, NULL);
	json_array(&f->json, "lines");
}

static void take_line(struct filter *f, struct out *result)
{
	if (f->kind == FILTER_JSON) {
		open_lines(f, result);
		json_str(&f->json, NULL, out_text(&f->line));
	} else if (wanted(f, out_text(&f->line)))
		out(result, "%s\n", out_text(&f->line));
	out_clear(&f->line);
}

/* The rest of what does not fit is cut off. */
static void collect(struct filter *f, const char *text, size_t len, struct out *result)
{
	if (f->kind == FILTER_TEE)
		out_bytes(result, text, len);
	out_bytes(&f->line, text, MIN_OF(len, FILE_LIMIT - f->line.len));
}

void filter_feed(struct filter *f, const char *text, size_t len, struct out *result)
{
	if (f->file) {
		collect(f, text, len, result);
		return;
	}
	while (len > 0) {
		const char *end = memchr(text, '\n', len);
		size_t n = end ? (size_t)(end - text) : len;

		out_bytes(&f->line, text, n);
		if (end || f->line.len > LINE_LIMIT)
			take_line(f, result);
		n += end != NULL;
		text += n;
		len -= n;
	}
}

void filter_finish(struct filter *f, struct out *result)
{
	if (f->line.len > 0 && !f->file)
		take_line(f, result);
	if (f->kind == FILTER_JSON) {
		open_lines(f, result);
		json_end_all(&f->json);
	}
	if (f->kind == FILTER_COUNT)
		out(result, "Number of lines which match regexp = %lu\n", f->count);
	filter_fini(f);
}

void filter_fini(struct filter *f)
{
	pattern_free(f->pattern);
	f->pattern = NULL;
	free(f->file);
	f->file = NULL;
	out_fini(&f->line);
	f->json.used = false;
	f->kind = FILTER_NONE;
}
