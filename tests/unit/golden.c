/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/golden.h"

#include <assert.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "tests/wire/shared.h"

#define GOLDEN_FOLDER "reference/golden/"

/* Lines that are the terminal's, or the banner's. */
#define TERMINAL                                           \
	"^[A-Za-z0-9_-]+[#>]|^sh(ow)? [a-z]|%UNICON|^=+$|" \
	"^Output for router lisp"
/* Lines that only newer releases print. */
#define NEWER                                                  \
	"^ *(Service-Insertion|Publish-mode|Extranet IID|SGT|" \
	"Affinity-id|Session RTT|Bytes in/out):?"

/* Words that newer releases added inside a line, and values that say nothing about form. */
static const struct {
	const char *fits, *becomes;
} edits[] = {
	{ "\xc2\xa0", " " }, /* a web page's blank */
	{ "^=+Information", "Information" },
	{ "for LISP [0-9]+ EID-table", "for EID-table" },
	{ ", do-not-register [0-9]+", "" },
	{ ", counters are not accurate", "" },
	{ "Domain-ID:? (local|unset|unspecified|[0-9]+)$", "Domain-ID X" },
	{ "Multihoming-ID (unspecified|[0-9]+)$", "Multihoming-ID X" },
	{ "Entries( total)?:? [0-9]+", "Entries N" },
	{ "[0-9]+ entries", "N entries" },
	{ "Config: [0-9]+", "Config: N" },
	{ "RLOC-probe sent: .*", "RLOC-probe sent: T" },
};

static void compile(regex_t *re, const char *pattern)
{
	int error = regcomp(re, pattern, REG_EXTENDED);

	assert(!error);
}

static bool fits(const char *line, const char *pattern)
{
	regex_t re;
	bool yes;

	if (!pattern)
		return false;
	compile(&re, pattern);
	yes = regexec(&re, line, 0, NULL, 0) == 0;
	regfree(&re);
	return yes;
}

/* Every place of the line that fits becomes the other text. */
static void replace(char *line, size_t size, const char *pattern, const char *by)
{
	char done[1024] = "";
	const char *p = line;
	regmatch_t m;
	regex_t re;

	if (!pattern)
		return;
	compile(&re, pattern);
	while (*p && regexec(&re, p, 1, &m, p == line ? 0 : REG_NOTBOL) == 0 && m.rm_eo) {
		snprintf(done + strlen(done), sizeof(done) - strlen(done), "%.*s%s", (int)m.rm_so,
			 p, by);
		p += m.rm_eo;
	}
	snprintf(done + strlen(done), sizeof(done) - strlen(done), "%s", p);
	snprintf(line, size, "%s", done);
	regfree(&re);
}

static void trim(char *line)
{
	size_t len = strlen(line);

	while (len && (line[len - 1] == ' ' || line[len - 1] == '\r'))
		line[--len] = '\0';
}

static bool is_dropped(const struct golden_row *r, const char *line)
{
	return fits(line, TERMINAL) || fits(line, NEWER) || fits(line, r->drop);
}

struct cleaning {
	const struct golden_row *row;
	struct out *to;
	bool captured, inside, done;
	unsigned n_empty; /* lines that are printed when another follows */
};

static void clean_line(struct cleaning *c, char *line, size_t size)
{
	const struct golden_row *r = c->row;
	bool starts = c->captured && !c->inside && r->from && fits(line, r->from);

	if (c->captured && c->inside && fits(line, r->to))
		c->done = true;
	if (c->done || starts || !c->inside) {
		c->inside |= starts;
		return;
	}
	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++)
		replace(line, size, edits[i].fits, edits[i].becomes);
	if (is_dropped(r, line))
		return;
	replace(line, size, r->cut, "");
	trim(line);
	if (!*line) {
		c->n_empty++;
		return;
	}
	for (; c->n_empty; c->n_empty--)
		if (c->to->len)
			out_char(c->to, '\n');
	out(c->to, "%s\n", line);
}

static void clean(const struct golden_row *r, const char *text, bool captured, struct out *to)
{
	struct cleaning c = { .row = r, .to = to, .captured = captured };
	char line[1024];

	c.inside = !captured || !r->from;
	while (*text) {
		size_t len = strcspn(text, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)len, text);
		clean_line(&c, line, sizeof(line));
		text += len + (text[len] == '\n');
	}
}

static void print_difference(const char *want, const char *got)
{
	unsigned line = 1;

	while (*want && *want == *got) {
		line += *want == '\n';
		want++;
		got++;
	}
	printf("      line %u\n      captured: %.*s\n      ours:     %.*s\n", line,
	       (int)strcspn(want, "\n"), want, (int)strcspn(got, "\n"), got);
}

static bool compare(const struct golden_row *r, const char *captured)
{
	struct out ours, want, got;
	bool same;

	out_init(&ours);
	out_init(&want);
	out_init(&got);
	r->print(&ours);
	clean(r, captured, true, &want);
	clean(r, out_text(&ours), false, &got);
	same = strcmp(out_text(&want), out_text(&got)) == 0;
	printf("%s  %s/%s%s%s\n", same ? "pass" : "FAIL", r->folder, r->file,
	       r->why ? "  less: " : "", r->why ? r->why : "");
	if (!same) {
		print_difference(out_text(&want), out_text(&got));
		printf("--- captured\n%s--- ours\n%s---\n", out_text(&want), out_text(&got));
	}
	out_fini(&ours);
	out_fini(&want);
	out_fini(&got);
	return same;
}

struct tally_of_rows {
	unsigned n_equal, n_part, n_not, n_different;
	bool found;
};

static void run_row(const struct golden_row *r, struct tally_of_rows *n)
{
	char path[256], *captured;

	if (!r->file) {
		printf("not   %s: %s\n", r->folder, r->why);
		n->n_not++;
		return;
	}
	snprintf(path, sizeof(path), GOLDEN_FOLDER "%s/%s", r->folder, r->file);
	captured = shared_read(path);
	if (!captured)
		return;
	n->found = true;
	if (!compare(r, captured))
		n->n_different++;
	else if (r->why)
		n->n_part++;
	else
		n->n_equal++;
	free(captured);
}

unsigned golden_run_all(const struct golden_row *const *tables, bool *found)
{
	struct tally_of_rows n = { 0 };

	for (; *tables; tables++)
		for (const struct golden_row *r = *tables; r->folder; r++)
			run_row(r, &n);
	printf("%u equal, %u equal in part, %u not compared, %u different\n", n.n_equal, n.n_part,
	       n.n_not, n.n_different);
	*found = n.found;
	return n.n_different;
}

unsigned golden_run(const struct golden_row *rows, bool *found)
{
	const struct golden_row *const tables[] = { rows, NULL };

	return golden_run_all(tables, found);
}

static bool is_listed(const struct golden_row *const *tables, const char *folder, size_t len)
{
	for (; *tables; tables++)
		for (const struct golden_row *r = *tables; r->folder; r++)
			if (strlen(r->folder) == len && strncmp(r->folder, folder, len) == 0)
				return true;
	return false;
}

unsigned golden_unlisted(const struct golden_row *const *tables)
{
	char *index = shared_read(GOLDEN_FOLDER "INDEX.tsv");
	unsigned n = 0;

	for (const char *p = index; p && (p = strchr(p, '\n')) && *++p;) {
		size_t len = strcspn(p, "/\t\n");

		if (p[len] != '/' || is_listed(tables, p, len))
			continue;
		printf("no row for %.*s\n", (int)len, p);
		n++;
	}
	free(index);
	return n;
}
