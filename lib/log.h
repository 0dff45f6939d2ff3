/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_LOG_H
#define LIB_LOG_H

/*
 * Log and debug lines in the form of IOS: "*May 16 14:57:36.188: %FAC-5-MNEMONIC: text", debug
 * lines without the facility. Lines go to the buffer, to standard error and to the sinks
 * that sessions add. The log is the one global object of the program: it is a sink.
 */

#include <stdbool.h>
#include <stdint.h>

#include "lib/base.h"
#include "lib/out.h"
#include "lib/rate.h"

enum log_severity {
	SEV_EMERGENCY,
	SEV_ALERT,
	SEV_CRITICAL,
	SEV_ERROR,
	SEV_WARNING,
	SEV_NOTICE,
	SEV_INFO,
	SEV_DEBUG,
	SEV_OFF = -1, /* as a sink's level: nothing */
};

/* service timestamps {debug|log} ... */
struct log_stamp {
	enum { STAMP_NONE, STAMP_UPTIME, STAMP_DATETIME } kind;
	bool msec, localtime, show_timezone, year;
};

struct log_sink {
	void (*line)(void *arg, enum log_severity sev, const char *text); /* without line end */
	void *arg;
	int level; /* lines up to this severity; SEV_OFF none */
	uint64_t n_lines;
	struct log_sink *next; /* the log's */
};

/* wall_ms gives milliseconds since 1970; NULL = the real clock. */
void log_init(uint64_t (*wall_ms)(void *arg), void *arg);
void log_fini(void);
void log_set_stamps(const struct log_stamp *debug, const struct log_stamp *log);
/* bytes 0 = off. The buffer drops its oldest lines. */
void log_set_buffer(uint32_t bytes, int level);
void log_set_stderr(int level);
void log_add_sink(struct log_sink *s); /* s stays the caller's until log_del_sink() */
void log_del_sink(struct log_sink *s);

/* "%FAC-SEV-MNEMONIC: text"; one event, one line. */
void log_msg(enum log_severity sev, const char *facility, const char *mnemonic, const char *fmt,
	     ...) PRINTF_LIKE(4, 5);
/* The same, for events that a peer can cause: over ten a second per limit they are counted, and
 * the count is told with the next line. A limit is zeroed memory at first. */
struct log_limit {
	struct rate rate;
	uint32_t suppressed;
};
void log_limited(struct log_limit *limit, enum log_severity sev, const char *facility,
		 const char *mnemonic, const char *fmt, ...) PRINTF_LIKE(5, 6);

/* Debug topics are the program's numbers 0..63; a line is printed while its topic is on. */
bool log_debug_on(unsigned topic);
void log_debug_set(unsigned topic, bool on);
bool log_debug_any(void);
void log_debug(unsigned topic, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* What show logging needs. */
struct log_stats {
	uint32_t buffer_bytes;
	int buffer_level, stderr_level;
	uint64_t buffered, to_stderr, suppressed;
};
void log_stats(struct log_stats *s);
void log_buffer_text(struct out *o); /* the buffer's lines, oldest first */
void log_buffer_clear(void);

const char *log_severity_name(int sev); /* "debugging", "informational" ... */
/* A time stamp as the log prints it, without the colon: "*May 16 14:57:36.188". */
struct log_time_buf {
	char s[64];
};
struct log_time_buf log_time_str(const struct log_stamp *stamp, uint64_t wall_ms);

#endif
