/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_PASSWORD_H
#define CLI_PASSWORD_H

/* Passwords of people and lines, and shared keys of LISP, as they are typed and printed. */

#include "lib/cli/cli.h"
#include "lib/secret.h"
#include "lispd/role/process.h"

struct sys;

struct password {
	unsigned type; /* 0 clear, 7 hidden, 5 8 9 hashed */
	char *text;    /* as it is printed; NULL: none; owned */
};

void password_fini(struct password *p); /* wipes */
bool password_equal(const struct password *a, const struct password *b);
/* Is it the password? False when there is none. */
bool password_ok(const struct password *p, const char *answer);
/* Clear text becomes type 7. */
void password_hide(struct password *p);
/* Prints "7 HEX", "9 HASH" or clear text. */
struct password_text {
	char s[SECRET7_SIZE + 2];
};
struct password_text password_str(const struct password *p);

/* [(0|7)] LINE$password, [(0|5|8|9)] LINE$secret. CLI_OK or the complaint printed. */
int password_type(struct cli *c, const struct args *a, struct password *p);
int password_type_secret(struct cli *c, const struct args *a, struct password *p);

/* [(0|6|7)] WORD$key of LISP. */
struct shared_key {
	char text[SECRET_MAX + 1];
	char shown[SECRET7_SIZE + 2]; /* "7 HEX", "6 TEXT"; "" = as text */
};
int password_type_key(struct cli *c, const struct args *a, struct shared_key *k);
/* For "service password-encryption": hides the clear keys that are there. */
void password_hide_key(struct key_cfg *k);

#endif
