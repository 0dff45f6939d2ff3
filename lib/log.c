/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/mem.h"

#define DEFAULT_BUFFER 4096
#define LINES_PER_SECOND 10

static struct {
	uint64_t (*wall_ms)(void *arg);
	void *arg;
	uint64_t start_ms;
	struct log_stamp debug_stamp, log_stamp;
	uint64_t topics;
	struct out buffer;
	uint32_t buffer_bytes;
	int buffer_level, stderr_level;
	uint64_t buffered, to_stderr, suppressed;
	struct log_sink *sinks;
} g;

static uint64_t real_ms(void *arg UNUSED)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

void log_init(uint64_t (*wall_ms)(void *arg), void *arg)
{
	static const struct log_stamp usual = { .kind = STAMP_DATETIME, .msec = true };

	log_fini();
	g.wall_ms = wall_ms ? wall_ms : real_ms;
	g.arg = arg;
	g.start_ms = g.wall_ms(arg);
	g.debug_stamp = g.log_stamp = usual;
	g.buffer_bytes = DEFAULT_BUFFER;
	g.buffer_level = SEV_DEBUG;
	g.stderr_level = SEV_OFF;
}

void log_fini(void)
{
	out_fini(&g.buffer);
	memset(&g, 0, sizeof(g));
}

void log_set_stamps(const struct log_stamp *debug, const struct log_stamp *log)
{
	g.debug_stamp = *debug;
	g.log_stamp = *log;
}

static void trim_buffer(void)
{
	size_t drop = g.buffer.len > g.buffer_bytes ? g.buffer.len - g.buffer_bytes : 0;
	const char *nl;

	if (!drop)
		return;
	nl = memchr(g.buffer.text + drop - 1, '\n', g.buffer.len - drop + 1);
	out_drop_front(&g.buffer, nl ? (size_t)(nl + 1 - g.buffer.text) : g.buffer.len);
}

void log_set_buffer(uint32_t bytes, int level)
{
	g.buffer_bytes = bytes;
	g.buffer_level = bytes ? level : SEV_OFF;
	trim_buffer();
}

void log_set_stderr(int level)
{
	g.stderr_level = level;
}

void log_add_sink(struct log_sink *s)
{
	s->next = g.sinks;
	g.sinks = s;
}

void log_del_sink(struct log_sink *s)
{
	for (struct log_sink **p = &g.sinks; *p; p = &(*p)->next) {
		if (*p == s) {
			*p = s->next;
			return;
		}
	}
}

static void uptime_text(char *s, size_t len, uint64_t ms)
{
	uint64_t sec = ms / 1000;

	if (sec < 86400)
		snprintf(s, len, "%02u:%02u:%02u", (unsigned)(sec / 3600),
			 (unsigned)(sec / 60 % 60), (unsigned)(sec % 60));
	else if (sec < 604800)
		snprintf(s, len, "%ud%02uh", (unsigned)(sec / 86400), (unsigned)(sec / 3600 % 24));
	else
		snprintf(s, len, "%uw%ud", (unsigned)(sec / 604800), (unsigned)(sec / 86400 % 7));
}

struct log_time_buf log_time_str(const struct log_stamp *stamp, uint64_t wall_ms)
{
	static const char month[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct log_time_buf b = { "" };
	time_t sec = (time_t)(wall_ms / 1000);
	char msec[8] = "", year[8] = "", zone[24] = "";
	struct tm tm;

	if (stamp->kind == STAMP_NONE)
		return b;
	if (stamp->kind == STAMP_UPTIME) {
		uptime_text(b.s, sizeof(b.s), wall_ms > g.start_ms ? wall_ms - g.start_ms : 0);
		return b;
	}
	if (stamp->localtime)
		localtime_r(&sec, &tm);
	else
		gmtime_r(&sec, &tm);
	if (stamp->msec)
		snprintf(msec, sizeof(msec), ".%03u", (unsigned)(wall_ms % 1000));
	if (stamp->year)
		snprintf(year, sizeof(year), "%d ", (tm.tm_year + 1900) % 10000);
	if (stamp->show_timezone)
		snprintf(zone, sizeof(zone), " %s", stamp->localtime ? tm.tm_zone : "UTC");
	snprintf(b.s, sizeof(b.s), "*%.3s %2d %s%02d:%02d:%02d%s%s", month + tm.tm_mon * 3,
		 tm.tm_mday, year, tm.tm_hour, tm.tm_min, tm.tm_sec, msec, zone);
	return b;
}

static void to_buffer(const char *line)
{
	if (strlen(line) + 1 > g.buffer_bytes)
		return;
	out_str(&g.buffer, line);
	out_char(&g.buffer, '\n');
	g.buffered++;
	trim_buffer();
}

static void emit(enum log_severity sev, const struct log_stamp *stamp, const char *text)
{
	struct log_time_buf when = log_time_str(stamp, g.wall_ms ? g.wall_ms(g.arg) : 0);
	struct out line;
	struct log_sink *next;

	out_init(&line);
	out(&line, "%s%s%s", when.s, when.s[0] ? ": " : "", text);
	if ((int)sev <= g.buffer_level)
		to_buffer(line.text);
	if ((int)sev <= g.stderr_level) {
		fprintf(stderr, "%s\n", line.text);
		g.to_stderr++;
	}
	for (struct log_sink *s = g.sinks; s; s = next) {
		next = s->next;
		if ((int)sev > s->level)
			continue;
		s->n_lines++;
		s->line(s->arg, sev, line.text);
	}
	out_fini(&line);
}

static void vmsg(enum log_severity sev, const char *facility, const char *mnemonic,
		 uint32_t suppressed, const char *fmt, va_list ap) PRINTF_LIKE(5, 0);
static void vmsg(enum log_severity sev, const char *facility, const char *mnemonic,
		 uint32_t suppressed, const char *fmt, va_list ap)
{
	struct out text;

	out_init(&text);
	out(&text, "%%%s-%d-%s: ", facility, (int)sev, mnemonic);
	out_v(&text, fmt, ap);
	if (suppressed)
		out(&text, " (%u similar lines were not printed)", suppressed);
	emit(sev, &g.log_stamp, text.text);
	out_fini(&text);
}

void log_msg(enum log_severity sev, const char *facility, const char *mnemonic, const char *fmt,
	     ...)
{
	va_list ap;

	va_start(ap, fmt);
	vmsg(sev, facility, mnemonic, 0, fmt, ap);
	va_end(ap);
}

void log_limited(struct log_limit *limit, enum log_severity sev, const char *facility,
		 const char *mnemonic, const char *fmt, ...)
{
	va_list ap;

	if (!limit->rate.burst)
		rate_init(&limit->rate, LINES_PER_SECOND, LINES_PER_SECOND);
	if (!rate_take(&limit->rate, g.wall_ms ? g.wall_ms(g.arg) : 0)) {
		limit->suppressed++;
		g.suppressed++;
		return;
	}
	va_start(ap, fmt);
	vmsg(sev, facility, mnemonic, limit->suppressed, fmt, ap);
	va_end(ap);
	limit->suppressed = 0;
}

bool log_debug_on(unsigned topic)
{
	return g.topics >> topic & 1;
}

bool log_debug_any(void)
{
	return g.topics != 0;
}

void log_debug_set(unsigned topic, bool on)
{
	if (on)
		g.topics |= 1ULL << topic;
	else
		g.topics &= ~(1ULL << topic);
}

void log_debug(unsigned topic, const char *fmt, ...)
{
	struct out text;
	va_list ap;

	if (!log_debug_on(topic))
		return;
	out_init(&text);
	va_start(ap, fmt);
	out_v(&text, fmt, ap);
	va_end(ap);
	emit(SEV_DEBUG, &g.debug_stamp, out_text(&text));
	out_fini(&text);
}

void log_stats(struct log_stats *s)
{
	*s = (struct log_stats){
		.buffer_bytes = g.buffer_bytes,
		.buffer_level = g.buffer_level,
		.stderr_level = g.stderr_level,
		.buffered = g.buffered,
		.to_stderr = g.to_stderr,
		.suppressed = g.suppressed,
	};
}

void log_buffer_text(struct out *o)
{
	out_str(o, out_text(&g.buffer));
}

void log_buffer_clear(void)
{
	out_clear(&g.buffer);
}

const char *log_severity_name(int sev)
{
	static const char *const name[] = {
		"emergencies", "alerts",	"critical",	 "errors",
		"warnings",    "notifications", "informational", "debugging",
	};

	return sev >= 0 && (size_t)sev < ARRAY_LEN(name) ? name[sev] : "disabled";
}
