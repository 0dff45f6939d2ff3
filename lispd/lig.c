/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lig, the LISP Internet Groper of RFC 6835 as a Unix program: asks a Map-Resolver where an EID is
 * and prints the answer. It needs no LISP router on the host: the request carries the host's own
 * address as ITR-RLOC and the port of our socket as inner source port, so the answer, which may
 * come from any ETR, arrives here.
 */
#include <errno.h>
#include <getopt.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lib/secret.h"
#include "lispd/wire/msg.h"

#define DEFAULT_TRIES 3
#define MAX_TRIES 100
#define DEFAULT_TIMEOUT_S 2
#define MAX_TIMEOUT_S 3600
#define REQUEST_SIZE 512

enum { EXIT_REPLY = 0, EXIT_NO_REPLY = 1, EXIT_USAGE = 2 };

struct lig {
	const char *resolver_name, *eid_name, *source_name;
	unsigned n_tries, timeout_s;
	uint32_t iid;
	bool debug;

	struct endpoint resolver, local;
	struct eid eid;
	struct addr eid_addr;
	int fd;
	unsigned n_sent;
	uint64_t nonce[MAX_TRIES]; /* of each try: a late answer still counts */
	uint64_t sent_us[MAX_TRIES];
	struct wire_arena *arena;
	uint8_t *packet; /* LISP_MAX_MESSAGE octets */
};

static void usage(void)
{
	fputs("Usage: lig [-m MAP-RESOLVER] [-s SOURCE] [-c COUNT] [-i IID] [-t TIMEOUT] [-d] EID|NAME\n"
	      "\n"
	      "  -m MAP-RESOLVER  whom to ask (default: $LISP_MAP_RESOLVER)\n"
	      "  -s SOURCE        own address, sent from and answered to\n"
	      "  -c COUNT         tries, 1 to 100 (default 3)\n"
	      "  -i IID           instance ID of the EID (default 0)\n"
	      "  -t TIMEOUT       seconds to wait for each answer (default 2)\n"
	      "  -d               show the messages on standard error\n"
	      "\n"
	      "Exit status: 0 a reply came, 1 no reply, 2 wrong usage.\n",
	      stderr);
}

static uint64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static bool number(const char *text, uint32_t min, uint32_t max, uint32_t *out)
{
	unsigned long long v;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	v = strtoull(text, &end, 10);
	if (*end || v < min || v > max)
		return false;
	*out = (uint32_t)v;
	return true;
}

static bool set_option(struct lig *l, int option, const char *value)
{
	switch (option) {
	case 'm':
		l->resolver_name = value;
		return true;
	case 's':
		l->source_name = value;
		return true;
	case 'c':
		return number(value, 1, MAX_TRIES, &l->n_tries);
	case 'i':
		return number(value, 0, LISP_IID_MAX, &l->iid);
	case 't':
		return number(value, 1, MAX_TIMEOUT_S, &l->timeout_s);
	case 'd':
		l->debug = true;
		return true;
	}
	return false;
}

static bool parse_arguments(struct lig *l, int argc, char **argv)
{
	int option;

	l->resolver_name = getenv("LISP_MAP_RESOLVER");
	l->n_tries = DEFAULT_TRIES;
	l->timeout_s = DEFAULT_TIMEOUT_S;
	while ((option = getopt(argc, argv, "m:s:c:i:t:d")) != -1)
		if (!set_option(l, option, optarg))
			return false;
	if (optind != argc - 1)
		return false;
	l->eid_name = argv[optind];
	if (l->resolver_name && *l->resolver_name)
		return true;
	fputs("lig: no map-resolver: give -m or set LISP_MAP_RESOLVER\n", stderr);
	return false;
}

/* An address, or the first one of a host name. family 0 takes any. */
static bool resolve(const char *name, int family, struct addr *a)
{
	struct addrinfo hints = { .ai_family = family, .ai_socktype = SOCK_DGRAM }, *list;
	struct endpoint e;
	int err;
	bool ok;

	if (addr_parse(name, a)) {
		if (!family || a->family == family)
			return true;
		fprintf(stderr, "lig: %s: not of the map-resolver's address family\n", name);
		return false;
	}
	err = getaddrinfo(name, NULL, &hints, &list);
	if (err) {
		fprintf(stderr, "lig: %s: %s\n", name, gai_strerror(err));
		return false;
	}
	ok = addr_from_sockaddr(list->ai_addr, &e);
	*a = e.addr;
	freeaddrinfo(list);
	return ok;
}

/* The address that the kernel would send from; connecting a UDP socket sends nothing. */
static bool find_local(const struct endpoint *to, struct addr *local)
{
	struct sockaddr_storage ss;
	socklen_t len = addr_to_sockaddr(&to->addr, to->port, &ss);
	int fd = socket(to->addr.family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct endpoint e;
	bool ok = fd >= 0 && connect(fd, (const struct sockaddr *)&ss, len) == 0;

	len = sizeof(ss);
	ok = ok && getsockname(fd, (struct sockaddr *)&ss, &len) == 0 &&
	     addr_from_sockaddr(&ss, &e);
	if (ok)
		*local = e.addr;
	else
		fprintf(stderr, "lig: no way to %s: %s\n", addr_str(&to->addr).s, strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool open_socket(struct lig *l)
{
	struct sockaddr_storage ss;
	socklen_t len = addr_to_sockaddr(&l->local.addr, 0, &ss);

	l->fd = socket(l->local.addr.family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (l->fd < 0 || bind(l->fd, (const struct sockaddr *)&ss, len)) {
		fprintf(stderr, "lig: cannot use %s: %s\n", addr_str(&l->local.addr).s,
			strerror(errno));
		return false;
	}
	len = sizeof(ss);
	return getsockname(l->fd, (struct sockaddr *)&ss, &len) == 0 &&
	       addr_from_sockaddr(&ss, &l->local);
}

static bool prepare(struct lig *l)
{
	l->resolver.port = LISP_CONTROL_PORT;
	if (!resolve(l->resolver_name, 0, &l->resolver.addr) ||
	    !resolve(l->eid_name, 0, &l->eid_addr))
		return false;
	l->eid = eid_host(l->iid, &l->eid_addr);
	if (l->source_name) {
		if (!resolve(l->source_name, l->resolver.addr.family, &l->local.addr))
			return false;
	} else if (!find_local(&l->resolver, &l->local.addr)) {
		return false;
	}
	return open_socket(l);
}

static void show_octets(const struct lig *l, const char *what, const uint8_t *p, size_t len)
{
	if (!l->debug)
		return;
	fprintf(stderr, "%s, %zu octets", what, len);
	for (size_t i = 0; i < len; i++)
		fprintf(stderr, "%s%02x", i % 32 == 0 ? "\n  " : "", p[i]);
	fputc('\n', stderr);
}

/* The inner header has to be of one family: where EID and ITR-RLOC differ the EID is both. */
static size_t build_request(const struct lig *l, uint64_t nonce, uint8_t *buf, size_t size)
{
	struct endpoint src = { .addr = l->local.addr, .port = l->local.port };
	struct endpoint dst = { .addr = l->eid_addr, .port = LISP_CONTROL_PORT };
	struct msg_map_request m = { .nonce = nonce, .n_itr_rlocs = 1, .n_records = 1 };
	uint8_t request[REQUEST_SIZE];
	struct wr inner = wr_init(request, sizeof(request)), w = wr_init(buf, size);

	if (src.addr.family != dst.addr.family)
		src.addr = dst.addr;
	m.itr_rloc[0] = l->local.addr;
	m.record_store[0] = l->eid;
	m.record = m.record_store;
	map_request_encode(&inner, &m);
	ecm_encode(&w, &src, &dst, request, wr_len(&inner));
	return wr_len(&w);
}

static bool send_request(struct lig *l)
{
	uint8_t buf[REQUEST_SIZE];
	struct sockaddr_storage ss;
	socklen_t ss_len = addr_to_sockaddr(&l->resolver.addr, l->resolver.port, &ss);
	size_t len;

	secret_random(&l->nonce[l->n_sent], sizeof(l->nonce[0]));
	len = build_request(l, l->nonce[l->n_sent], buf, sizeof(buf));
	printf("Send map-request to %s for %s ...\n", l->resolver_name, l->eid_name);
	show_octets(l, "Sent", buf, len);
	l->sent_us[l->n_sent] = now_us();
	l->n_sent++;
	if (sendto(l->fd, buf, len, 0, (const struct sockaddr *)&ss, ss_len) >= 0)
		return true;
	fprintf(stderr, "lig: cannot send to %s: %s\n", addr_str(&l->resolver.addr).s,
		strerror(errno));
	return false;
}

static void print_record(const struct mapping *m)
{
	printf("%s, via map-reply, record ttl: %u, %sauth, not mobile\n", eid_str(&m->eid).s,
	       m->ttl_min, m->authoritative ? "" : "not ");
	if (!m->n_rlocs) {
		printf("  Negative cache entry, action: %s\n", action_name(m->action));
		return;
	}
	printf("  %-40s%-10s%s\n", "Locator", "State", "Priority/Weight");
	for (unsigned i = 0; i < m->n_rlocs; i++) {
		const struct rloc *r = &m->rloc[i];
		char weights[16];

		snprintf(weights, sizeof(weights), "%u/%u", r->priority, r->weight);
		printf("  %-40s%-10s%-10s\n", rloc_str(r).s,
		       r->flags & RLOC_REACHABLE ? "up" : "down", weights);
	}
}

static void print_reply(const struct lig *l, const struct msg_map_reply *m, const struct addr *from,
			uint64_t rtt_us)
{
	printf("Received map-reply from %s with rtt %u.%05u secs\n\n", addr_str(from).s,
	       (unsigned)(rtt_us / 1000000), (unsigned)(rtt_us % 1000000 / 10));
	printf("Mapping entry for EID '%s':\n", l->eid_name);
	for (unsigned i = 0; i < m->n_records; i++)
		print_record(&m->record[i]);
}

/* The try that the reply answers, or NULL: its nonce, and a record that covers the EID. */
static const uint64_t *find_try(const struct lig *l, const struct msg_map_reply *m)
{
	bool covers = false;

	for (unsigned i = 0; i < m->n_records; i++)
		covers = covers || eid_covers(&m->record[i].eid, &l->eid);
	for (unsigned i = 0; covers && i < l->n_sent; i++)
		if (l->nonce[i] == m->nonce)
			return &l->sent_us[i];
	return NULL;
}

static bool take_packet(const struct lig *l, const struct addr *from, size_t len)
{
	uint64_t arrived_us = now_us();
	const uint64_t *sent_us;
	struct msg_map_reply m;
	enum wire_error err;

	show_octets(l, "Received", l->packet, len);
	err = map_reply_decode(rd_init(l->packet, len), &m, l->arena);
	sent_us = err ? NULL : find_try(l, &m);
	if (sent_us)
		print_reply(l, &m, from, arrived_us - *sent_us);
	else if (l->debug)
		fprintf(stderr, "Not our answer: %s\n",
			err ? wire_error_str(err) : "nonce or EID-prefix differs");
	return sent_us;
}

static bool wait_reply(const struct lig *l)
{
	uint64_t deadline_us = now_us() + (uint64_t)l->timeout_s * 1000000;

	for (;;) {
		struct pollfd p = { .fd = l->fd, .events = POLLIN };
		uint64_t now = now_us();
		struct sockaddr_storage ss;
		socklen_t ss_len = sizeof(ss);
		struct endpoint from;
		ssize_t len;

		if (now >= deadline_us)
			return false;
		if (poll(&p, 1, (int)((deadline_us - now + 999) / 1000)) <= 0)
			continue;
		len = recvfrom(l->fd, l->packet, LISP_MAX_MESSAGE, 0, (struct sockaddr *)&ss,
			       &ss_len);
		if (len >= 0 && addr_from_sockaddr(&ss, &from) &&
		    take_packet(l, &from.addr, (size_t)len))
			return true;
	}
}

static bool ask(struct lig *l)
{
	while (l->n_sent < l->n_tries) {
		if (!send_request(l))
			return false;
		if (wait_reply(l))
			return true;
	}
	puts("*** No map-reply received ***");
	return false;
}

int main(int argc, char **argv)
{
	struct lig l = { .fd = -1 };
	int status = EXIT_NO_REPLY;

	if (!parse_arguments(&l, argc, argv)) {
		usage();
		return EXIT_USAGE;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	l.arena = xmalloc(sizeof(*l.arena));
	l.packet = xmalloc(LISP_MAX_MESSAGE);
	if (prepare(&l) && ask(&l))
		status = EXIT_REPLY;
	if (l.fd >= 0)
		close(l.fd);
	free(l.arena);
	free(l.packet);
	return status;
}
