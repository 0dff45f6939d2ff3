/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_SECRET_H
#define LIB_SECRET_H

/*
 * Passwords as IOS configurations hold them.
 *   type 7  a fixed exclusive-or, two digits of offset and hexadecimal text: hides, protects nothing
 *   type 5  $1$SALT$HASH       MD5-crypt, salt of at most 8 signs
 *   type 8  $8$SALT$HASH       PBKDF2 with SHA-256, 20000 rounds, salt of 14 signs
 *   type 9  $9$SALT$HASH       scrypt N=16384 r=1 p=1, salt of 14 signs
 */

#include "lib/base.h"

#define SECRET_MAX 254	    /* signs of a clear text password; longer ones are refused */
#define SECRET7_SIZE 512    /* of the text of type 7 with its NUL */
#define SECRET_HASH_SIZE 64 /* of the text of types 5, 8 and 9 with its NUL */

#define SECRET7_MAX_OFFSET 15
#define SECRET7_RANDOM (-1)

enum secret_type { SECRET_MD5 = 5, SECRET_PBKDF2 = 8, SECRET_SCRYPT = 9 };

/* offset 0 to 15, or SECRET7_RANDOM as IOS does. False when the text is empty or too long. */
bool secret7_encode(const char *clear, int offset, char out[SECRET7_SIZE]);
/* False when text is not of type 7; out is then "". Offsets up to 52 are read, as IOS does. */
bool secret7_decode(const char *text, char out[SECRET_MAX + 1]);

/* Makes a hash with a random salt. False when clear is too long or OpenSSL refuses. */
bool secret_make(enum secret_type type, const char *clear, char out[SECRET_HASH_SIZE]);
/* The same with a given salt: for tests, and to check a password by making its hash again. */
bool secret_make_salted(enum secret_type type, const char *clear, const char *salt,
			char out[SECRET_HASH_SIZE]);
/* The type by the mark at the front, 0 when the text is none of the three. */
unsigned secret_type(const char *hash);
/* True when clear is the password of hash, compared in constant time. */
bool secret_verify(const char *hash, const char *clear);

/* Octets nobody can guess (nonces, salts); ends the process when the system has none. */
void secret_random(void *p, size_t len);

#endif
