/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_RT_SESSION_H
#define ROLE_RT_SESSION_H

/* Private to the files of the reliable transport: one session, whoever opened it. */

#include "lispd/role/rt.h"
#include "lispd/wire/rtp.h"

#define RT_MESSAGE_ROOM 8192

struct rt_session *rt_session_new(struct lisp *l, bool active, const struct addr *peer);
void rt_session_free(struct rt_session *s);
struct rt_session *rt_session_find(const struct lisp *l, bool active, const struct addr *peer);
void rt_set_state(struct rt_session *s, enum rt_state state);
void rt_note(struct rt_session *s, const char *what); /* the debug line of the session */
void rt_disconnect(struct rt_session *s);	      /* closed() is not called */
void rt_lost(struct rt_session *s);		      /* the connection is gone */
void rt_send_message(struct rt_session *s, uint16_t type, const struct wr *body);
/* Splits what came in into messages for handle(). As conn_ops.data. */
size_t rt_split(struct rt_session *s, const uint8_t *p, size_t len,
		void (*handle)(struct rt_session *s, const struct rtp_msg *m));

/* rt_etr.c */
void rt_active_lost(struct rt_session *s);
void rt_on_no_answer(void *arg);
void rt_on_reconnect(void *arg);
/* rt_ms.c */
void rt_passive_closed(void *arg, const char *why);

#endif
