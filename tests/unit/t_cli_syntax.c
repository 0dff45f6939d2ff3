/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/cli/syntax.h"
#include "lib/cli/type.h"

/* Which token of s is spelled so; -1 when none is. */
static int token(const struct syntax *s, const char *word)
{
	for (size_t i = 0; i < s->n_tokens; i++)
		if (strcmp(s->token[i].word, word) == 0)
			return (int)i;
	return -1;
}

/* The words that may follow a token, in the order of the syntax, one blank between. */
static const char *set_text(const struct syntax *s, uint64_t set)
{
	static char text[256];
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < s->n_tokens; i++)
		if (set >> i & 1)
			n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s", n ? " " : "",
					      s->token[i].word);
	return text;
}

static const char *follow(const struct syntax *s, const char *word)
{
	return set_text(s, s->token[token(s, word)].follow);
}

static struct syntax compile(const char *text)
{
	struct out error = { 0 };
	struct syntax s;

	if (!syntax_compile(&s, text, NULL, &error))
		fail_msg("%s: %s", text, out_text(&error));
	return s;
}

static void test_sequence(void **state UNUSED)
{
	struct syntax s = compile("itr map-resolver A.B.C.D$addr");

	assert_string_equal(set_text(&s, s.first), "itr");
	assert_string_equal(follow(&s, "itr"), "map-resolver");
	assert_string_equal(follow(&s, "map-resolver"), "addr");
	assert_string_equal(set_text(&s, s.accept), "addr");
	assert_string_equal(s.token[2].label, "A.B.C.D");
	assert_true(s.plain && !s.no && !s.dflt);
	syntax_fini(&s);
}

static void test_optional_and_choice(void **state UNUSED)
{
	struct syntax s = compile("a [b c] (d|e f)");

	assert_string_equal(follow(&s, "a"), "b d e");
	assert_string_equal(follow(&s, "b"), "c");
	assert_string_equal(follow(&s, "c"), "d e");
	assert_string_equal(set_text(&s, s.accept), "d f");
	syntax_fini(&s);
	s = compile("(a|b [c])");
	assert_string_equal(set_text(&s, s.first), "a b");
	assert_string_equal(set_text(&s, s.accept), "a b c");
	syntax_fini(&s);
}

static void test_any_order(void **state UNUSED)
{
	struct syntax s = compile("ping {x <1-5>$n|y|z}");

	assert_string_equal(follow(&s, "ping"), "x y z");
	assert_string_equal(follow(&s, "n"), "y z");
	assert_string_equal(follow(&s, "y"), "x z");
	assert_string_equal(set_text(&s, s.accept), "ping n y z");
	assert_int_equal(s.token[token(&s, "x")].once, 1);
	assert_int_equal(s.token[token(&s, "x")].once_end, 3);
	syntax_fini(&s);
}

static void test_forms(void **state UNUSED)
{
	struct syntax s = compile("[no] [default] a ~ b WORD$c");

	assert_true(s.plain && s.no && s.dflt);
	assert_string_equal(set_text(&s, s.accept), "c");
	assert_string_equal(set_text(&s, s.accept_short), "a b c");
	syntax_fini(&s);
	s = compile("no debug all");
	assert_true(!s.plain && s.no && !s.dflt);
	assert_string_equal(set_text(&s, s.first), "debug");
	syntax_fini(&s);
	s = compile("default interface WORD$if");
	assert_true(!s.plain && !s.no && s.dflt);
	syntax_fini(&s);
	/* "no" deeper in is a word like any other */
	s = compile("terminal [no] monitor");
	assert_true(s.plain && !s.no);
	assert_string_equal(follow(&s, "terminal"), "no monitor");
	syntax_fini(&s);
}

static void test_named_choice_of_types(void **state UNUSED)
{
	struct syntax s = compile("x (A.B.C.D|X:X::X:X)$addr");

	assert_int_equal(s.n_tokens, 3);
	assert_string_equal(s.token[1].word, "addr");
	assert_string_equal(s.token[2].word, "addr");
	assert_string_equal(s.token[2].label, "X:X:X:X::X");
	syntax_fini(&s);
}

static void test_range(void **state UNUSED)
{
	struct syntax s = compile("x <0-16777214>$iid");
	uint64_t v;

	assert_string_equal(s.token[1].label, "<0-16777214>");
	assert_int_equal(s.token[1].max, 16777214);
	assert_true(type_number("16777214", s.token[1].min, s.token[1].max, &v));
	assert_int_equal(v, 16777214);
	assert_false(type_number("16777215", s.token[1].min, s.token[1].max, &v));
	assert_false(type_number("", 0, 5, &v));
	assert_false(type_number("-1", 0, 5, &v));
	assert_false(type_number("1x", 0, 5, &v));
	assert_true(type_number("18446744073709551615", 0, UINT64_MAX, &v));
	assert_false(type_number("18446744073709551616", 0, UINT64_MAX, &v));
	syntax_fini(&s);
}

static void test_mistakes(void **state UNUSED)
{
	static const char *const bad[] = {
		"",	   "a (b", "a b)",	"a WORD", "a NOSUCH$x",	       "a (b|c)$x",
		"[a] [b]", "{a}",  "a {b|[c]}", "[no]",	  "a (WORD|LINE$y)$x",
	};
	struct syntax s;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct out error = { 0 };

		if (syntax_compile(&s, bad[i], NULL, &error))
			fail_msg("\"%s\" was compiled", bad[i]);
		assert_true(error.len > 0);
		out_fini(&error);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sequence),
		cmocka_unit_test(test_optional_and_choice),
		cmocka_unit_test(test_any_order),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_named_choice_of_types),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_mistakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
