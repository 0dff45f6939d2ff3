/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_DEBUG_H
#define ROLE_DEBUG_H

/* Debug lines in the words of IOS: a role tag of five columns, the process, the event. */

#include "lib/log.h"
#include "lispd/core/mapping.h"

enum debug_topic { /* debug lisp control-plane ... */
		   DEBUG_CONFIG_SYNC,
		   DEBUG_LOCAL_EID,
		   DEBUG_DYNAMIC_EID,
		   DEBUG_FORWARDING,
		   DEBUG_GENERAL,
		   DEBUG_MESSAGES,
		   DEBUG_REMOTE_EID,
		   DEBUG_MS_MAP_CACHE,
		   DEBUG_MS_REGISTRATION,
		   DEBUG_MS_REGISTRATION_ERRORS,
		   DEBUG_PARSER,
		   DEBUG_RIB,
		   DEBUG_RTR,
		   DEBUG_SESSION,
		   DEBUG_SMR,
		   DEBUG_TOPICS,
};

/* The word behind "debug lisp control-plane", and the words of "show debugging". */
const char *debug_topic_word(enum debug_topic t);
const char *debug_topic_text(enum debug_topic t);

#define TAG_MS "[MS]  "
#define TAG_XTR "[XTR] "
#define TAG_NONE "      "

/* process < 0 prints "LISP: ", else "LISP-N: ". */
#define lisp_debug(topic, tag, process, ...)                               \
	do {                                                               \
		if (log_debug_on(topic))                                   \
			lisp_debug_line(topic, tag, process, __VA_ARGS__); \
	} while (0)
void lisp_debug_line(enum debug_topic topic, const char *tag, int process, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

struct text_buf {
	char s[64];
};
struct text_buf nonce_str(uint64_t nonce);	      /* 0xAAAAAAAA-0xBBBBBBBB */
struct text_buf xtr_id_str(const uint8_t xtr_id[16]); /* four such words */
const char *svc_str(const struct eid *e);	      /* SVC_IP_IAF_IPv4 */
const char *family_str(int family);		      /* IPv4, IPv6 */
/* The line of one locator under a record: "    172.16.1.2 pri/wei/dID/mID=1/50/0/0 LpR." */
void debug_locators(enum debug_topic topic, const char *tag, int process, const struct mapping *m);
/* "mapping record for IID 0 SVC... 10.1.1.0/24 LCAF 254, ttl 1440, action none, ..." */
void debug_record(enum debug_topic topic, const char *tag, int process, const char *what,
		  const struct mapping *m);

#endif
