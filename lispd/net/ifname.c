/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/net/ifname.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lib/base.h"

#define PHYS IFCLASS_PHYSICAL
#define VIRT IFCLASS_VIRTUAL

/* Alphabetical without regard to case, as the help list stands. */
static const struct ifname_type types[] = {
	{ "AppGigabitEthernet", "Ap", "App-hosting GigabitEthernet interface", PHYS, 14, 4, true,
	  true },
	{ "Async", "As", "Async interface", VIRT, 0, 4, true, false },
	{ "BDI", "BD", "Bridge-domain interface", IFCLASS_VLAN, 0, 1, false, false },
	{ "BVI", "BV", "Bridge-Group Virtual Interface", IFCLASS_VLAN, 0, 1, true, false },
	{ "Cellular", "Ce", "Cellular WAN interface", VIRT, 0, 4, true, false },
	{ "Dialer", "Di", "Dialer interface", VIRT, 0, 1, true, false },
	{ "Ethernet", "Et", "IEEE 802.3", PHYS, 1, 4, false, true },
	{ "FastEthernet", "Fa", "FastEthernet IEEE 802.3", PHYS, 2, 4, false, true },
	{ "FiveGigabitEthernet", "Fi", "Five GigabitEthernet", PHYS, 5, 4, true, true },
	{ "FortyGigabitEthernet", "Fo", "Forty GigabitEthernet", PHYS, 8, 4, true, true },
	{ "FourHundredGigE", "Fou", "Four Hundred GigabitEthernet", PHYS, 11, 4, true, true },
	{ "GigabitEthernet", "Gi", "GigabitEthernet IEEE 802.3z", PHYS, 3, 4, false, true },
	{ "HundredGigE", "Hu", "Hundred GigabitEthernet", PHYS, 10, 4, true, true },
	{ "L2LISP", "L2LI", "Layer 2 Locator/ID Separation Protocol Virtual Interface",
	  IFCLASS_LISP, 1, 1, true, true },
	{ "LISP", "LI", "Locator/ID Separation Protocol Virtual Interface", IFCLASS_LISP, 0, 1,
	  false, true },
	{ "Loopback", "Lo", "Loopback interface", IFCLASS_LOOPBACK, 0, 1, false, false },
	{ "Multilink", "Mu", "Multilink-group interface", VIRT, 0, 1, true, false },
	{ "Null", "Nu", "Null interface", IFCLASS_NULL, 0, 1, false, false },
	{ "nve", "nv", "Network virtualization endpoint interface", VIRT, 0, 1, false, false },
	{ "NVI", "NV", "NAT Virtual Interface", VIRT, 0, 1, true, false },
	{ "Port-channel", "Po", "Ethernet Channel of interfaces", VIRT, 0, 1, false, true },
	{ "Serial", "Se", "Serial", PHYS, 12, 4, false, true },
	{ "TenGigabitEthernet", "Te", "Ten Gigabit Ethernet", PHYS, 6, 4, false, true },
	{ "Tunnel", "Tu", "Tunnel interface", IFCLASS_TUNNEL, 0, 1, false, false },
	{ "TwentyFiveGigE", "Twe", "Twenty Five GigabitEthernet", PHYS, 7, 4, true, true },
	{ "TwoGigabitEthernet", "Tw", "Two GigabitEthernet", PHYS, 4, 4, true, true },
	{ "ucse", "uc", "Cisco UCS-E server interface", PHYS, 15, 4, true, false },
	{ "Virtual-Access", "Vi", "Virtual Access interface", VIRT, 0, 1, true, false },
	{ "Virtual-Template", "Vt", "Virtual Template interface", VIRT, 0, 1, true, false },
	{ "VirtualPortGroup", "VP", "Virtual Port Group", VIRT, 0, 1, true, false },
	{ "Vlan", "Vl", "Catalyst Vlans", IFCLASS_VLAN, 0, 1, false, false },
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* eth1, eth1.100: the kernel's own naming, which would abbreviate Ethernet1. */
static bool is_kernel_eth(const char *s)
{
	if (strncmp(s, "eth", 3) || !is_digit(s[3]))
		return false;
	s += 3;
	s += strspn(s, "0123456789");
	if (*s == '.' && is_digit(s[1]))
		s += 1 + strspn(s + 1, "0123456789");
	return !*s;
}

static bool is_dev_name(const char *s)
{
	size_t n = strlen(s);

	if (n == 0 || n >= IFNAME_DEV_LEN || !strcmp(s, ".") || !strcmp(s, ".."))
		return false;
	for (; *s; s++)
		if (*s <= ' ' || *s > '~' || *s == '/' || *s == ':')
			return false;
	return true;
}

/* What a person may type for a device that is not there yet: no capitals, so that a slip in an
 * IOS name is refused. */
static bool is_typed_dev_name(const char *s)
{
	if (!is_dev_name(s) || !is_lower(*s))
		return false;
	for (; *s; s++)
		if (!is_lower(*s) && !is_digit(*s) && !strchr("._-", *s))
			return false;
	return true;
}

static void set_dev(struct ifname *n, const char *dev)
{
	struct ifname name = { .type = NULL };

	snprintf(name.s, sizeof(name.s), "%s", dev);
	*n = name; /* dev may be in *n */
}

static bool read_number(const char **p, uint32_t *out)
{
	uint64_t v = 0;

	if (!is_digit(**p))
		return false;
	for (; is_digit(**p); (*p)++) {
		v = v * 10 + (uint64_t)(**p - '0');
		if (v > UINT32_MAX)
			return false;
	}
	*out = (uint32_t)v;
	return true;
}

/* False when it is longer than a name has a right to be. */
static bool write_name(struct ifname *n)
{
	char text[80]; /* the longest type and five numbers of ten digits fit */
	size_t len = (size_t)snprintf(text, sizeof(text), "%s", n->type->name);

	for (unsigned i = 0; i < n->n_num; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%u", i ? "/" : "",
					n->num[i]);
	if (n->has_sub)
		len += (size_t)snprintf(text + len, sizeof(text) - len, ".%u", n->sub);
	if (len >= sizeof(n->s))
		return false;
	memcpy(n->s, text, len + 1);
	return true;
}

/* "0/0/1.100" with sep between the numbers; fills in all but the text when it fits the type. */
static bool read_numbers(const char *p, char sep, const struct ifname_type *t, struct ifname *n)
{
	*n = (struct ifname){ .type = t };
	do {
		if (n->n_num && *p == sep)
			p++;
		if (n->n_num == t->max_num || !read_number(&p, &n->num[n->n_num]))
			return false;
		n->n_num++;
	} while (*p == sep);
	if (*p == '.') {
		p++;
		if (!t->sub || !read_number(&p, &n->sub) || n->sub == 0)
			return false;
		n->has_sub = true;
	}
	if (*p || (t->class == IFCLASS_NULL && n->num[0]))
		return false;
	return write_name(n);
}

static size_t common_length(const char *text, const char *name)
{
	size_t n = 0;

	while (name[n] && !strncasecmp(text, name, n + 1))
		n++;
	return n;
}

/* The number's text when text is an abbreviation of t with or without one; else NULL. */
static const char *split(const char *text, const struct ifname_type *t, bool *whole)
{
	size_t n = common_length(text, t->name);

	*whole = !t->name[n];
	text += n;
	if (n == 0 || !(*text == '\0' || *text == ' ' || is_digit(*text)))
		return NULL;
	return text + strspn(text, " ");
}

/* The one type that text abbreviates; NULL with *n_found 0 or more. */
static const struct ifname_type *find_type(const char *text, const char **number, unsigned *n_found)
{
	const struct ifname_type *found = NULL;
	unsigned n_usual = 0, n_rare = 0;

	*number = NULL;
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		const struct ifname_type *t = &types[i];
		bool whole;
		const char *rest = split(text, t, &whole);

		if (!rest)
			continue;
		if (whole) {
			*number = rest;
			*n_found = 1;
			return t;
		}
		if (t->rare)
			n_rare++;
		else
			n_usual++;
		if (!*number || !*rest)
			*number = rest;
		if (!found || (found->rare && !t->rare)) {
			found = t;
			*number = rest;
		}
	}
	*n_found = n_usual ? n_usual : n_rare;
	return *n_found == 1 ? found : NULL;
}

enum ifname_result ifname_parse(const char *text, struct ifname *out)
{
	const struct ifname_type *t;
	const char *number;
	unsigned n_found;
	struct ifname n;

	if (is_kernel_eth(text) && is_dev_name(text)) {
		set_dev(out, text);
		return IFNAME_OK;
	}
	t = find_type(text, &number, &n_found);
	if (n_found && !*number)
		return IFNAME_INCOMPLETE;
	if (t && read_numbers(number, '/', t, &n)) {
		*out = n;
		return IFNAME_OK;
	}
	if (n_found && strspn(number, "0123456789/.") == strlen(number))
		return n_found > 1 ? IFNAME_AMBIGUOUS : IFNAME_INVALID;
	if (!is_typed_dev_name(text))
		return IFNAME_INVALID;
	set_dev(out, text);
	return IFNAME_OK;
}

/* dev begins with word in any case, a number behind it: the number's text. */
static const char *after_word(const char *dev, const char *word)
{
	size_t n = strlen(word);

	return !strncasecmp(dev, word, n) && is_digit(dev[n]) ? dev + n : NULL;
}

bool ifname_from_dev(const char *dev, struct ifname *out)
{
	if (!is_dev_name(dev))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(types) && !is_kernel_eth(dev); i++) {
		const struct ifname_type *t = &types[i];
		const char *number = after_word(dev, t->name);

		if (!number)
			number = after_word(dev, t->abbrev);
		if (!number && t->class == IFCLASS_TUNNEL)
			number = after_word(dev, "tun");
		if (number && read_numbers(number, '-', t, out))
			return true;
	}
	set_dev(out, dev);
	return true;
}

enum ifname_class ifname_class(const struct ifname *n)
{
	return n->type ? n->type->class : IFCLASS_LINUX;
}

/* Names that reach us here are canonical; others are taken for a Linux name. */
static struct ifname canonical(const char *name)
{
	struct ifname n;

	if (ifname_parse(name, &n) != IFNAME_OK)
		set_dev(&n, name);
	return n;
}

struct ifname_buf ifname_short(const char *name)
{
	struct ifname n = canonical(name);
	struct ifname_buf buf;

	if (!n.type)
		snprintf(buf.s, sizeof(buf.s), "%s", name);
	else
		snprintf(buf.s, sizeof(buf.s), "%s%s", n.type->abbrev, n.s + strlen(n.type->name));
	return buf;
}

struct ifname_dev_buf ifname_dev(const char *name)
{
	struct ifname n = canonical(name);
	struct ifname_buf text = n.type && n.type->class != IFCLASS_LISP ?
					 ifname_short(name) :
					 (struct ifname_buf){ "" };
	struct ifname_dev_buf buf = { "" };

	if (!text.s[0])
		snprintf(text.s, sizeof(text.s), "%s", name);
	for (char *p = text.s; *p; p++)
		if (*p == '/')
			*p = '-';
	if (strlen(text.s) < sizeof(buf.s))
		memcpy(buf.s, text.s, strlen(text.s) + 1);
	return buf;
}

bool ifname_parent(const char *name, struct ifname_buf *out)
{
	struct ifname n = canonical(name);
	const char *dot = strrchr(name, '.');

	if (!dot || (n.type && !n.has_sub) || (!n.type && !is_digit(dot[1])))
		return false;
	snprintf(out->s, sizeof(out->s), "%.*s", (int)(dot - name), name);
	return true;
}

static int cmp_u32(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int cmp_numbers(const struct ifname *a, const struct ifname *b)
{
	int c = cmp_u32(a->type->rank, b->type->rank);

	if (!c)
		c = strcmp(a->type->name, b->type->name);
	for (unsigned i = 0; !c && i < MIN_OF(a->n_num, b->n_num); i++)
		c = cmp_u32(a->num[i], b->num[i]);
	if (!c)
		c = cmp_u32(a->n_num, b->n_num);
	return c ? c : cmp_u32(a->sub, b->sub);
}

static unsigned config_rank(const struct ifname *n)
{
	switch (ifname_class(n)) {
	case IFCLASS_LOOPBACK:
		return 0;
	case IFCLASS_LISP:
		return 1;
	case IFCLASS_TUNNEL:
		return 2;
	case IFCLASS_VIRTUAL:
		return 3;
	case IFCLASS_PHYSICAL:
		return 4;
	case IFCLASS_LINUX:
		return 5;
	case IFCLASS_VLAN:
		return 6;
	case IFCLASS_NULL:
		return 7;
	}
	return 8;
}

static int cmp_same_rank(const struct ifname *a, const struct ifname *b)
{
	return a->type && b->type ? cmp_numbers(a, b) : strverscmp(a->s, b->s);
}

int ifname_cmp(const char *a, const char *b)
{
	struct ifname na = canonical(a), nb = canonical(b);
	int c = cmp_u32(config_rank(&na), config_rank(&nb));

	return c ? c : cmp_same_rank(&na, &nb);
}

static unsigned brief_rank(const struct ifname *n)
{
	enum ifname_class class = ifname_class(n);

	return class == IFCLASS_PHYSICAL ? 0 : class == IFCLASS_LINUX ? 1 : 2;
}

int ifname_cmp_brief(const char *a, const char *b)
{
	struct ifname na = canonical(a), nb = canonical(b);
	unsigned ra = brief_rank(&na), rb = brief_rank(&nb);

	if (ra != rb)
		return cmp_u32(ra, rb);
	return ra == 2 ? 0 : cmp_same_rank(&na, &nb);
}

const struct ifname_type *ifname_type(size_t i)
{
	return i < ARRAY_LEN(types) ? &types[i] : NULL;
}
