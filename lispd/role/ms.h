/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_MS_H
#define ROLE_MS_H

/* Map-Server: takes registrations in and acknowledges them (RFC 9301 8.2, 5.6, 5.7). */

#include "lispd/role/ctl.h"
#include "lispd/wire/auth.h"

struct rt_session;

extern const struct site_db_ops ms_site_ops; /* arg = struct lisp */

void ms_map_register(struct ctl *c, const struct ctl_in *in, const struct msg_register *m);
void ms_map_notify_ack(struct ctl *c, const struct ctl_in *in, const struct msg_register *m);

/* A Map-Register that came on a TCP session: answers with acks and rejects on it. */
void ms_session_register(struct lisp *l, struct rt_session *s, const struct ctl_in *in,
			 const struct msg_register *m);
/* The session is gone: what it brought ages from now on. */
void ms_session_lost(struct lisp *l, const struct endpoint *peer);

/* Brings sites and EID prefixes in line with what is configured. */
void ms_apply(struct lisp *l);
void ms_fini(struct lisp *l);
void ms_clear_site(struct lisp *l, const char *name); /* NULL: all; registrations only */
/* The settings in force for the site; NULL for a site that no map-server made. */
const struct site_cfg *ms_site_cfg(const struct site *s);
void ms_forget_last(struct ctl *c); /* frees the memory of last registers */

#endif
