/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_MS_SITE_H
#define ROLE_MS_SITE_H

/* Private to the Map-Server's files: what a site needs beside its prefixes. */

#include "lispd/role/ms.h"

struct ms_site {
	const struct site_cfg *cfg; /* as long as the site is configured */
	char *key_text;
	struct auth_key *key;
};

/* The records that were accepted go back on the next turn of the loop, with the same nonce, key
 * and algorithm (RFC 9301 5.7). */
void ms_schedule_notify(struct lisp *l, const struct ctl_in *in, const struct site *s,
			const struct msg_register *m, const bool *accepted);

#endif
