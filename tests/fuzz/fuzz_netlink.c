/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers of the kernel's messages. The kernel is no enemy, but its next version is a stranger. */
#include <string.h>
#include <sys/socket.h>

#include "lispd/net/nlmsg.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	size_t total = (sizeof(struct nlmsghdr) + len + 3) / 4 * 4;
	struct nlmsghdr *nlh = calloc(1, total);
	struct nl_counters counters;
	struct nl_route route;
	struct nl_rule rule;
	struct nl_addr addr;
	struct nl_link link;
	struct nl_neigh neigh;

	memcpy(nlh + 1, data, len);
	nlh->nlmsg_len = (uint32_t)total;
	if (nl_read_route(nlh, &route))
		MUST(route.n_hops <= NL_MAX_HOPS && route.prefix.plen <= 128);
	if (nl_read_addr(nlh, &addr))
		MUST(addr.plen <= addr_bits(&addr.addr));
	if (nl_read_neigh(nlh, &neigh))
		MUST(neigh.addr.family == AF_INET || neigh.addr.family == AF_INET6);
	if (nl_read_rule(nlh, &rule))
		MUST(rule.from.plen <= addr_bits(&rule.from.addr));
	if (nl_read_link(nlh, &link))
		MUST(link.n_altnames <= NL_MAX_ALTNAMES && link.name[0]);
	nl_read_counters(nlh, &counters);
	free(nlh);
	return 0;
}
