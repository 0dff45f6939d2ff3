/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/syslog.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/cli/session.h"
#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"
#include "lispd/net/vrf.h"

#define SYSLOG_PORT 514
#define FACILITY_LOCAL7 23 /* what IOS uses */

static void to_sessions(struct root *root, int sev, const char *text)
{
	const struct logging_cfg *cfg = &root->sys->logging;
	struct cli *c;

	for (c = cli_session_first(root->engine); c; c = cli_session_next(c)) {
		if (!c->monitor || sev > (c->console ? cfg->console_level : cfg->monitor_level))
			continue;
		cli_session_notify(c, text);
	}
}

/* A lost line is no reason for another one: errors are passed over. */
static void to_host(struct root *root, const struct addr *host, int sev, const char *text)
{
	struct vrf *v = vrf_default(root->vrfs);
	struct sockaddr_storage ss;
	socklen_t len = addr_to_sockaddr(host, SYSLOG_PORT, &ss);
	char packet[1024];
	int fd = vrf_socket(v, host->family, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	int n;

	if (fd < 0)
		return;
	n = snprintf(packet, sizeof(packet), "<%d>%s", FACILITY_LOCAL7 * 8 + sev, text);
	if (n > 0)
		sendto(fd, packet, MIN_OF((size_t)n, sizeof(packet) - 1), MSG_DONTWAIT,
		       (const struct sockaddr *)&ss, len);
	close(fd);
}

static void take_line(void *arg, enum log_severity sev, const char *text)
{
	struct root *root = arg;
	const struct logging_cfg *cfg = &root->sys->logging;

	to_sessions(root, (int)sev, text);
	if (!cfg->n_hosts || (int)sev > cfg->trap_level || root->check_only || root->vrfs->no_net)
		return;
	root->sys->n_trapped++;
	for (unsigned i = 0; i < cfg->n_hosts; i++)
		to_host(root, &cfg->host[i], (int)sev, text);
}

void syslog_apply(struct sys *sys)
{
	const struct logging_cfg *cfg = &sys->logging;

	sys->monitor.level = MAX_OF(cfg->console_level, cfg->monitor_level);
	if (cfg->n_hosts)
		sys->monitor.level = MAX_OF(sys->monitor.level, cfg->trap_level);
}

void syslog_start(struct root *root)
{
	struct sys *sys = root->sys;

	sys->monitor = (struct log_sink){ .line = take_line, .arg = root };
	syslog_apply(sys);
	log_add_sink(&sys->monitor);
}

void syslog_stop(struct root *root)
{
	log_del_sink(&root->sys->monitor);
}
