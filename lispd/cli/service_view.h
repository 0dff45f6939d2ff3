/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SERVICE_VIEW_H
#define CLI_SERVICE_VIEW_H

#include "lib/cli/cli.h"
#include "lispd/role/cfg.h"

/* What the writers of a service's lines get. */
struct service_view {
	const struct service_cfg *s;
	const char *prefix; /* "ipv4 " where the lines stand without a block of their own; else "" */
};

static inline const struct service_cfg *service_of(const void *obj)
{
	return ((const struct service_view *)obj)->s;
}

/* A line with the prefix in front, behind its "no". */
void service_line(struct cli_writer *w, const void *obj, const char *fmt, ...) PRINTF_LIKE(3, 4);
void service_write_unread(struct cli_writer *w, const void *obj, int slot);
/* The block "service NAME"; svc as in cfg.h, mode that of IPv4. */
void service_write_block(struct cli_writer *w, int mode, int svc, const struct service_cfg *s);
/* All lines of a service as older releases print them: "ipv4 itr". */
void service_write_classic(struct cli_writer *w, int svc, const struct service_cfg *s);

/* What an instance has of mappings, and of policies for dynamic EIDs as blocks of that mode. */
void instance_write_mappings(struct cli_writer *w, const struct instance_cfg *i);
void dynamic_eid_write(struct cli_writer *w, const struct instance_cfg *i, int mode);

#endif
