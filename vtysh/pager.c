/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vtysh/pager.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vtysh/term.h"

static const char more[] = " --More-- ";

void pager_init(struct pager *p, int (*key)(void *arg), void *arg)
{
	memset(p, 0, sizeof(*p));
	p->key = key;
	p->arg = arg;
}

static void clear_filter(struct pager *p)
{
	if (p->filter != PAGER_ALL)
		regfree(&p->re);
	p->filter = PAGER_ALL;
}

void pager_fini(struct pager *p)
{
	clear_filter(p);
	out_fini(&p->line);
}

void pager_begin(struct pager *p, unsigned length, unsigned width)
{
	clear_filter(p);
	out_clear(&p->line);
	p->length = length;
	p->width = width;
	p->rows = 0;
	p->column = 0;
	p->stopped = false;
}

bool pager_at_margin(const struct pager *p)
{
	return p->column == 0;
}

static void erase(size_t n)
{
	for (size_t i = 0; i < n; i++)
		putchar('\b');
	for (size_t i = 0; i < n; i++)
		putchar(' ');
	for (size_t i = 0; i < n; i++)
		putchar('\b');
}

/* The expression behind "/", "+" or "-"; what was printed for it is erased. */
static void read_expression(struct pager *p, int kind)
{
	struct out re;
	int key;

	out_init(&re);
	putchar(kind);
	fflush(stdout);
	while ((key = p->key(p->arg)) >= 0 && key != '\r' && key != '\n' && key != KEY_BREAK) {
		if ((key == 8 || key == 127) && re.len > 0) {
			re.text[--re.len] = '\0';
			fputs("\b \b", stdout);
		} else if (key >= ' ' && key != 127 && re.len < 200) {
			out_char(&re, (char)key);
			putchar(key);
		}
		fflush(stdout);
	}
	erase(re.len + 1);
	clear_filter(p);
	if (re.len > 0 && regcomp(&p->re, re.text, REG_EXTENDED | REG_NOSUB) == 0)
		p->filter = kind == '/' ? PAGER_SEARCH : kind == '+' ? PAGER_ONLY : PAGER_NOT;
	out_fini(&re);
}

static void obey(struct pager *p, int key)
{
	switch (key) {
	case ' ':
		p->rows = 0;
		break;
	case '\r':
	case '\n':
		if (p->rows > 0)
			p->rows--;
		break;
	case '/':
	case '+':
	case '-':
		read_expression(p, key);
		p->rows = 0;
		break;
	default:
		p->stopped = true;
		/* A letter is perhaps the beginning of a line that was typed ahead. */
		if (key > ' ' && key != 127 && key != 'q' && key != 'Q')
			term_unkey(key);
	}
}

static void stop_at_page(struct pager *p)
{
	int key;

	if (p->length == 0 || p->rows < p->length - 1)
		return;
	fputs(more, stdout);
	fflush(stdout);
	key = p->key(p->arg);
	erase(sizeof(more) - 1);
	obey(p, key);
	fflush(stdout);
}

static unsigned rows_of(const struct pager *p, size_t len)
{
	if (p->width == 0 || len <= p->width + 1)
		return 1;
	return (unsigned)((len + p->width - 1) / p->width);
}

static bool wanted(struct pager *p, const char *line)
{
	bool matches;

	if (p->filter == PAGER_ALL)
		return true;
	matches = regexec(&p->re, line, 0, NULL, 0) == 0;
	if (p->filter == PAGER_SEARCH && matches)
		clear_filter(p);
	return p->filter == PAGER_NOT ? !matches : matches;
}

static void end_line(struct pager *p)
{
	p->rows += rows_of(p, p->column);
	p->column = 0;
}

/* Text goes out as it comes, ping's "!" too. Only what begins a line may have to wait. */
static size_t print_some(struct pager *p, const char *text, size_t len)
{
	const char *end = memchr(text, '\n', len);
	size_t n = end ? (size_t)(end - text) + 1 : len;

	if (!p->stopped)
		fwrite(text, 1, n, stdout);
	p->column += n;
	if (end)
		end_line(p);
	return n;
}

/* A line has to be there as a whole before a filter can decide. */
static size_t filter_some(struct pager *p, const char *text, size_t len)
{
	const char *end = memchr(text, '\n', len);
	size_t n = end ? (size_t)(end - text) + 1 : len;

	out_bytes(&p->line, text, end ? n - 1 : n);
	if (!end)
		return n;
	if (wanted(p, out_text(&p->line))) {
		printf("%s\n", out_text(&p->line));
		p->column = p->line.len;
		end_line(p);
	}
	out_clear(&p->line);
	return n;
}

void pager_text(struct pager *p, const char *text, size_t len)
{
	while (len > 0) {
		size_t n;

		if (!p->stopped && p->column == 0 && p->line.len == 0)
			stop_at_page(p);
		if (p->filter == PAGER_ALL || p->stopped)
			n = print_some(p, text, len);
		else
			n = filter_some(p, text, len);
		text += n;
		len -= n;
	}
}
