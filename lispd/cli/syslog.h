/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SYSLOG_H
#define CLI_SYSLOG_H

/*
 * Where log lines go as "logging ..." says: to the terminals of sessions that look, and to syslog
 * servers by UDP (RFC 3164) with the level of "logging trap". The buffer is lib/log's own.
 */

struct root;
struct sys;

/* From now on; root stays where it is until syslog_stop(). */
void syslog_start(struct root *root);
void syslog_stop(struct root *root);
/* "logging ..." has changed. */
void syslog_apply(struct sys *sys);

#endif
