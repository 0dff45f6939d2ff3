/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/type.h"

#include <ctype.h>
#include <string.h>

static int match_word(void *root UNUSED, const char *const word[] UNUSED, size_t n UNUSED,
		      struct out *text UNUSED)
{
	return 1;
}

static bool is_addr(const char *s, int family)
{
	struct addr a;

	return addr_parse(s, &a) && a.family == family;
}

static int match_v4(void *root UNUSED, const char *const word[], size_t n UNUSED,
		    struct out *text UNUSED)
{
	return is_addr(word[0], AF_INET);
}

static int match_v6(void *root UNUSED, const char *const word[], size_t n UNUSED,
		    struct out *text UNUSED)
{
	return is_addr(word[0], AF_INET6);
}

static bool is_prefix(const char *s, int family)
{
	struct prefix p;

	return prefix_parse(s, &p) && p.addr.family == family;
}

static int match_v4_prefix(void *root UNUSED, const char *const word[], size_t n UNUSED,
			   struct out *text UNUSED)
{
	return is_prefix(word[0], AF_INET);
}

static int match_v6_prefix(void *root UNUSED, const char *const word[], size_t n UNUSED,
			   struct out *text UNUSED)
{
	return is_prefix(word[0], AF_INET6);
}

/* Three groups of one to four hex digits. */
static int match_mac(void *root UNUSED, const char *const word[], size_t n UNUSED,
		     struct out *text UNUSED)
{
	const char *s = word[0];

	for (int group = 0; group < 3; group++) {
		int digits = 0;

		if (group && *s++ != '.')
			return 0;
		while (isxdigit((unsigned char)*s)) {
			s++;
			digits++;
		}
		if (digits < 1 || digits > 4)
			return 0;
	}
	return *s == '\0';
}

static int match_none(void *root UNUSED, const char *const word[] UNUSED, size_t n UNUSED,
		      struct out *text UNUSED)
{
	return 0;
}

const struct cli_type type_line = { "LINE", "LINE", CLI_RANK_LINE, match_none, NULL };
const struct cli_type type_range = { "<MIN-MAX>", NULL, CLI_RANK_VALUE, match_none, NULL };

static const struct cli_type type_word = { "WORD", "WORD", CLI_RANK_WORD, match_word, NULL };
static const struct cli_type type_v4 = { "A.B.C.D", "A.B.C.D", CLI_RANK_VALUE, match_v4, NULL };
static const struct cli_type type_v6 = { "X:X::X", "X:X:X:X::X", CLI_RANK_VALUE, match_v6, NULL };
static const struct cli_type type_v4_prefix = { "A.B.C.D/nn", "A.B.C.D/nn", CLI_RANK_VALUE,
						match_v4_prefix, NULL };
static const struct cli_type type_v6_prefix = { "X:X:X:X::X/<0-128>", "X:X:X:X::X/<0-128>",
						CLI_RANK_VALUE, match_v6_prefix, NULL };
static const struct cli_type type_mac = { "H.H.H", "H.H.H", CLI_RANK_VALUE, match_mac, NULL };

static const struct {
	const char *name;
	const struct cli_type *type;
} builtin[] = {
	{ "WORD", &type_word },
	{ "LINE", &type_line },
	{ "A.B.C.D", &type_v4 },
	{ "X:X::X", &type_v6 },
	{ "X:X::X:X", &type_v6 },
	{ "X:X:X:X::X", &type_v6 },
	{ "A.B.C.D/nn", &type_v4_prefix },
	{ "X:X::X/nn", &type_v6_prefix },
	{ "X:X::X:X/nn", &type_v6_prefix },
	{ "X:X:X:X::X/<0-128>", &type_v6_prefix },
	{ "H.H.H", &type_mac },
};

const struct cli_type *type_find(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(builtin); i++)
		if (strlen(builtin[i].name) == len && memcmp(builtin[i].name, name, len) == 0)
			return builtin[i].type;
	return NULL;
}

static bool digits(const char *s, size_t len, uint64_t *value)
{
	uint64_t v = 0;

	if (len == 0 || len > 20)
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned d = (unsigned)(s[i] - '0');

		if (d > 9 || v > (UINT64_MAX - d) / 10)
			return false;
		v = v * 10 + d;
	}
	*value = v;
	return true;
}

bool type_number(const char *s, uint64_t min, uint64_t max, uint64_t *value)
{
	return digits(s, strlen(s), value) && *value >= min && *value <= max;
}

bool type_parse_range(const char *name, size_t len, uint64_t *min, uint64_t *max)
{
	const char *dash;

	if (len < 5 || name[0] != '<' || name[len - 1] != '>')
		return false;
	dash = memchr(name, '-', len);
	return dash && digits(name + 1, (size_t)(dash - name - 1), min) &&
	       digits(dash + 1, (size_t)(name + len - 1 - dash - 1), max) && *min <= *max;
}

static bool made_of(const char *s, size_t len, const char *set)
{
	return strspn(s, set) >= len;
}

bool type_may_begin(const struct cli_type *t, const char *s, size_t len)
{
	static const char hex[] = "0123456789abcdefABCDEF.:/";

	if (t == &type_range)
		return made_of(s, len, "0123456789");
	if (t == &type_v4)
		return made_of(s, len, "0123456789.");
	if (t == &type_v4_prefix)
		return made_of(s, len, "0123456789./");
	if (t == &type_v6 || t == &type_v6_prefix || t == &type_mac)
		return made_of(s, len, hex);
	return t == &type_word || t == &type_line || !t->list;
}
