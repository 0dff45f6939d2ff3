/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <regex.h>

#include <cmocka.h>

#include "lib/cli/pattern.h"
#include "lib/base.h"
#include "lib/mem.h"

static bool matches(const char *re, const char *line)
{
	const char *error = "";
	struct pattern *p = pattern_new(re, &error);
	bool result;

	if (!p)
		fail_msg("%s: %s", re, error);
	result = pattern_matches(p, line);
	pattern_free(p);
	return result;
}

static void test_elements(void **state UNUSED)
{
	static const struct {
		const char *re, *line;
		bool matches;
	} row[] = {
		{ "lisp", "router lisp", true },
		{ "lisp", "router LISP", false },
		{ "^router", "router lisp", true },
		{ "^lisp", "router lisp", false },
		{ "lisp$", "router lisp", true },
		{ "router$", "router lisp", false },
		{ "^$", "", true },
		{ "^$", "x", false },
		{ "^ *!$", "  !", true },
		{ "a.c", "xabcx", true },
		{ "a.c", "ac", false },
		{ "ab*c", "ac", true },
		{ "ab*c", "abbbc", true },
		{ "ab+c", "ac", false },
		{ "ab+c", "abbc", true },
		{ "ab?c", "abc", true },
		{ "ab?c", "abbc", false },
		{ "a|b", "xxb", true },
		{ "(ab)+c", "ababc", true },
		{ "^(ab)+c", "abac", false },
		{ "x(a|b)*y", "xababy", true },
		{ "x(a|b)*y", "xabcy", false },
		{ "[0-9]+", "abc7", true },
		{ "^[^0-9]+$", "abc7", false },
		{ "[]]", "a]", true },
		{ "[^]a]", "]a", false },
		{ "[a-]", "-", true },
		{ "_10_", "10", true },
		{ "_10_", "x 10,", true },
		{ "_10_", "110", false },
		{ "_10_", "(10)", true },
		{ "_10_20_", "10 20", true },
		{ "\\.", "a.b", true },
		{ "\\.", "ab", false },
		{ "a\\_b", "a_b", true },
		{ "a\\_b", "a b", false },
		{ "{1}", "{1}", true },
		{ "*a", "*a", true },
		{ "a|", "zzz", true },
		{ "x*", "", true },
		{ "(^| )b", "a b", true },
		{ "(^| )b", "ab", false },
		{ "10\\.1\\.[0-9]+\\.0/24", "eid-record 10.1.250.0/24", true },
		{ "\xc3\xa4", "l\xc3\xa4nge", true },
	};

	for (size_t i = 0; i < ARRAY_LEN(row); i++)
		if (matches(row[i].re, row[i].line) != row[i].matches)
			fail_msg("\"%s\" on \"%s\"", row[i].re, row[i].line);
}

static void test_malformed(void **state UNUSED)
{
	static const char *const bad[] = { "(", "a(b", ")", "a)b", "[", "[a", "[]", "(()" };
	char *deep = xmalloc(101), *longer = xmalloc(301);
	const char *error = NULL;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_null(pattern_new(bad[i], &error));
		assert_non_null(error);
	}
	memset(deep, '(', 100);
	deep[100] = '\0';
	assert_null(pattern_new(deep, &error));
	memset(longer, 'x', 300);
	longer[300] = '\0';
	assert_null(pattern_new(longer, &error));
	free(deep);
	free(longer);
}

/* What drives other engines mad is harmless. */
static void test_evil(void **state UNUSED)
{
	static const char *const evil[] = {
		"con7se+++++++++++++++++++++nfa",
		"((((((((((((((((((a+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+$",
		"(a*)*(a*)*(a*)*(a*)*(a*)*b",
		"(a|b)*a(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)c",
	};
	char *line = xmalloc(100001);

	for (size_t i = 0; i < 100000; i++)
		line[i] = i * 7919 % 13 < 6 ? 'a' : 'b';
	line[100000] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(evil); i++)
		matches(evil[i], line);
	free(line);
}

static char random_of(const char *set, uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return set[(*seed >> 16) % strlen(set)];
}

/* Against the C library, where the two agree on the meaning. */
static void test_like_posix(void **state UNUSED)
{
	uint32_t seed = 1;
	unsigned compared = 0;

	for (unsigned i = 0; i < 20000; i++) {
		char re[9] = "", line[9] = "";
		const char *error;
		struct pattern *p;
		regex_t posix;

		for (unsigned k = 0; k < 8 && (k < 3 || i % 3); k++)
			re[k] = random_of("aab.c|()*?[b]", &seed);
		for (unsigned k = 0; k < 8; k++)
			line[k] = random_of("aabbc", &seed);
		if (strstr(re, "**") || strstr(re, "()") || strchr("*?", re[0]) ||
		    strstr(re, "(*") || strstr(re, "(?") || strstr(re, "|*") || strstr(re, "|?"))
			continue;
		p = pattern_new(re, &error);
		if (regcomp(&posix, re, REG_EXTENDED | REG_NOSUB) == 0) {
			if (p &&
			    pattern_matches(p, line) != (regexec(&posix, line, 0, NULL, 0) == 0))
				fail_msg("\"%s\" on \"%s\"", re, line);
			compared += p != NULL;
			regfree(&posix);
		}
		pattern_free(p);
	}
	assert_true(compared > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_elements),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_evil),
		cmocka_unit_test(test_like_posix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
