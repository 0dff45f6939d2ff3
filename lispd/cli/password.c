/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/password.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/hmac.h"
#include "lib/mem.h"
#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"

void password_fini(struct password *p)
{
	if (p->text)
		hmac_wipe(p->text, strlen(p->text));
	free(p->text);
	*p = (struct password){ 0 };
}

static void set(struct password *p, unsigned type, const char *text)
{
	password_fini(p);
	p->type = type;
	p->text = xstrdup(text);
}

bool password_equal(const struct password *a, const struct password *b)
{
	if (!a->text || !b->text)
		return !a->text && !b->text;
	return a->type == b->type && strcmp(a->text, b->text) == 0;
}

static bool same_text(const char *a, const char *b)
{
	size_t len = strlen(a);

	return strlen(b) == len && hmac_equal(a, b, len);
}

bool password_ok(const struct password *p, const char *answer)
{
	char clear[SECRET_MAX + 1];
	bool ok;

	if (!p->text)
		return false;
	if (p->type == 0)
		return same_text(p->text, answer);
	if (p->type != 7)
		return secret_verify(p->text, answer);
	ok = secret7_decode(p->text, clear) && same_text(clear, answer);
	hmac_wipe(clear, sizeof(clear));
	return ok;
}

void password_hide(struct password *p)
{
	char hidden[SECRET7_SIZE];

	if (p->text && p->type == 0 && secret7_encode(p->text, SECRET7_RANDOM, hidden))
		set(p, 7, hidden);
}

struct password_text password_str(const struct password *p)
{
	struct password_text t;

	if (p->type == 0)
		snprintf(t.s, sizeof(t.s), "%s", p->text ? p->text : "");
	else
		snprintf(t.s, sizeof(t.s), "%u %s", p->type, p->text);
	return t;
}

/* --- typed ------------------------------------------------------------------------------------ */

static bool type7_ok(const char *text)
{
	char clear[SECRET_MAX + 1];
	bool ok = secret7_decode(text, clear);

	hmac_wipe(clear, sizeof(clear));
	return ok;
}

static int bad_encrypted(struct cli *c, const char *text)
{
	cli_print(c, "Invalid encrypted password: %s\n", text);
	return CLI_FAIL;
}

static int too_long(struct cli *c)
{
	return cli_err(c, "A password has at most %d characters", SECRET_MAX);
}

int password_type(struct cli *c, const struct args *a, struct password *p)
{
	const char *text = arg_str(a, "password");

	if (arg_has(a, "7")) {
		if (!type7_ok(text))
			return bad_encrypted(c, text);
		set(p, 7, text);
		return CLI_OK;
	}
	if (strlen(text) > SECRET_MAX)
		return too_long(c);
	set(p, 0, text);
	if (root_of(c)->sys->password_encryption)
		password_hide(p);
	return CLI_OK;
}

static unsigned hash_type_typed(const struct args *a)
{
	return arg_has(a, "5") ? 5 : arg_has(a, "8") ? 8 : arg_has(a, "9") ? 9 : 0;
}

static int bad_secret(struct cli *c, unsigned type)
{
	cli_print(c,
		  "ERROR: The secret you entered is not a valid encrypted secret.\n"
		  "To enter an UNENCRYPTED secret, do not specify type %u encryption.\n"
		  "When you properly enter an UNENCRYPTED secret, it will be encrypted.\n",
		  type);
	return CLI_FAIL;
}

int password_type_secret(struct cli *c, const struct args *a, struct password *p)
{
	const char *text = arg_str(a, "secret");
	unsigned type = hash_type_typed(a);
	char hash[SECRET_HASH_SIZE];

	if (type) {
		if (secret_type(text) != type)
			return bad_secret(c, type);
		set(p, type, text);
		return CLI_OK;
	}
	if (!secret_make(SECRET_SCRYPT, text, hash))
		return too_long(c);
	set(p, SECRET_SCRYPT, hash);
	return CLI_OK;
}

/* --- shared keys ------------------------------------------------------------------------------ */

/* Type 6 is encrypted with a master key that we have not. The line is kept; its key is one that
 * nobody knows, least of all a reader of the configuration. */
static void unreadable_key(struct shared_key *k, const char *text)
{
	uint8_t random[16];

	secret_random(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(k->text + 2 * i, 3, "%02x", random[i]);
	snprintf(k->shown, sizeof(k->shown), "6 %s", text);
	log_msg(SEV_WARNING, "LISP", "KEY6",
		"a key of type 6 cannot be read without its master key: nothing is authenticated "
		"with it until it is typed in clear or as type 7");
}

int password_type_key(struct cli *c, const struct args *a, struct shared_key *k)
{
	const char *text = arg_str(a, "key");

	k->shown[0] = '\0';
	if (strlen(text) > SECRET_MAX)
		return cli_err(c, "%s", cfg_result_str(CFG_KEY));
	if (arg_has(a, "6")) {
		unreadable_key(k, text);
		return CLI_OK;
	}
	if (arg_has(a, "7")) {
		if (!secret7_decode(text, k->text))
			return bad_encrypted(c, text);
		snprintf(k->shown, sizeof(k->shown), "7 %s", text);
		return CLI_OK;
	}
	snprintf(k->text, sizeof(k->text), "%s", text);
	if (root_of(c)->sys->password_encryption) {
		memcpy(k->shown, "7 ", 2);
		secret7_encode(text, SECRET7_RANDOM, k->shown + 2);
	}
	return CLI_OK;
}

void password_hide_key(struct key_cfg *k)
{
	char shown[SECRET7_SIZE + 2] = "7 ";
	char *text;

	if (!k->text || k->shown || !secret7_encode(k->text, SECRET7_RANDOM, shown + 2))
		return;
	text = xstrdup(k->text);
	key_cfg_set(k, text, shown);
	hmac_wipe(text, strlen(text));
	free(text);
}
