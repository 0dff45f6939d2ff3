/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lig program as a whole: the test is its Map-Resolver, on an address of 127.0.0.0/8 that no
 * other test has, and compares what it prints. Addresses and columns are those of published
 * outputs of the original program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base.h"
#include "lispd/wire/msg.h"

#define MAX_ARGS 12

/* One request, as the Map-Resolver sees it. */
struct asked {
	struct endpoint from;
	struct msg_ecm ecm;
	struct msg_map_request request;
	uint8_t packet[2048];
};

typedef void answer_fn(const struct asked *q, unsigned nth);

static struct {
	int fd;
	struct endpoint here;
	char name[48];
	unsigned n_asked;
	char out[4096];
	int status;
} t;

static struct wire_arena arena;

static void take_request(answer_fn *answer)
{
	static struct asked q;
	struct sockaddr_storage ss;
	socklen_t ss_len = sizeof(ss);
	ssize_t len =
		recvfrom(t.fd, q.packet, sizeof(q.packet), 0, (struct sockaddr *)&ss, &ss_len);

	assert_true(len > 0 && addr_from_sockaddr(&ss, &q.from));
	assert_int_equal(ecm_decode(rd_init(q.packet, (size_t)len), &q.ecm), WIRE_OK);
	assert_int_equal(map_request_decode(rd_init(q.ecm.payload, q.ecm.payload_len), &q.request,
					    &arena),
			 WIRE_OK);
	t.n_asked++;
	if (answer)
		answer(&q, t.n_asked);
}

/* Goes where a Map-Reply goes: to the ITR-RLOC, at the inner source port. */
static void reply(const struct asked *q, uint64_t nonce, const struct mapping *m, unsigned n)
{
	struct msg_map_reply r = { .nonce = nonce, .n_records = n };
	struct mapping copy[2];
	struct sockaddr_storage ss;
	socklen_t ss_len = addr_to_sockaddr(&q->request.itr_rloc[0], q->ecm.inner_src.port, &ss);
	uint8_t buf[1024];
	struct wr w = wr_init(buf, sizeof(buf));

	memcpy(copy, m, n * sizeof(*m));
	r.record = copy;
	map_reply_encode(&w, &r);
	assert_int_equal(sendto(t.fd, buf, wr_len(&w), 0, (const struct sockaddr *)&ss, ss_len),
			 wr_len(&w));
}

static pid_t start(char *const argv[], int *out)
{
	const char *build = getenv("BUILD");
	char path[4096];
	int pipe_fd[2];
	pid_t pid;

	snprintf(path, sizeof(path), "%s/lispd/lig", build ? build : ".");
	if (access(path, X_OK))
		skip();
	assert_int_equal(pipe(pipe_fd), 0);
	pid = fork();
	if (!pid) {
		dup2(pipe_fd[1], STDOUT_FILENO);
		close(pipe_fd[0]);
		close(pipe_fd[1]);
		execv(path, argv);
		_exit(99);
	}
	assert_true(pid > 0);
	close(pipe_fd[1]);
	*out = pipe_fd[0];
	return pid;
}

/* Runs lig with words up to NULL, answers its requests, keeps its output and exit status. */
static void run(answer_fn *answer, ...)
{
	char words[MAX_ARGS][64], *argv[MAX_ARGS + 1] = { words[0] };
	size_t len = 0;
	int out, n = 1, status;
	const char *word;
	va_list ap;
	pid_t pid;

	snprintf(words[0], sizeof(words[0]), "lig");
	va_start(ap, answer);
	for (; (word = va_arg(ap, const char *)) && n < MAX_ARGS; n++) {
		snprintf(words[n], sizeof(words[n]), "%s", word);
		argv[n] = words[n];
	}
	va_end(ap);
	t.n_asked = 0;
	pid = start(argv, &out);
	for (;;) {
		struct pollfd p[2] = { { .fd = t.fd, .events = POLLIN },
				       { .fd = out, .events = POLLIN } };
		ssize_t got;

		assert_true(poll(p, 2, 20000) > 0);
		if (p[0].revents)
			take_request(answer);
		if (!p[1].revents)
			continue;
		got = read(out, t.out + len, sizeof(t.out) - 1 - len);
		if (got <= 0)
			break;
		len += (size_t)got;
	}
	t.out[len] = '\0';
	close(out);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	t.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Compares the output with want; R stands for the resolver's name and # for a digit. */
static void printed(const char *want)
{
	const char *have = t.out;

	for (; *want; want++) {
		if (*want == 'R' && strncmp(have, t.name, strlen(t.name)) == 0) {
			have += strlen(t.name);
			continue;
		}
		if (*want == '#' ? *have < '0' || *have > '9' : *have != *want)
			fail_msg("output differs at '%s', wanted '%s'", have, want);
		have++;
	}
	assert_string_equal(have, "");
}

static struct mapping mapping_of(const char *prefix, struct rloc *rloc, const char *locator)
{
	struct mapping m = { .ttl_min = 1440, .authoritative = true, .rloc = rloc };
	struct prefix p;
	struct addr a;

	assert_true(prefix_parse(prefix, &p));
	m.eid = eid_ip(0, &p);
	if (locator) {
		assert_true(addr_parse(locator, &a));
		*rloc = rloc_make(&a, 1, 100);
		m.n_rlocs = 1;
	}
	return m;
}

static void answer_positive(const struct asked *q, unsigned nth)
{
	struct rloc rloc;
	struct mapping m = mapping_of("153.16.4.0/24", &rloc, "216.129.110.58");

	(void)nth;
	reply(q, q->request.nonce, &m, 1);
}

static void a_positive_reply(void **state)
{
	(void)state;
	run(answer_positive, "-m", t.name, "153.16.4.1", NULL);
	printed("Send map-request to R for 153.16.4.1 ...\n"
		"Received map-reply from R with rtt 0.##### secs\n"
		"\n"
		"Mapping entry for EID '153.16.4.1':\n"
		"153.16.4.0/24, via map-reply, record ttl: 1440, auth, not mobile\n"
		"  Locator                                 State     Priority/Weight\n"
		"  216.129.110.58                          up        1/100     \n");
	assert_int_equal(t.status, 0);
	assert_int_equal(t.n_asked, 1);
}

static void answer_negative(const struct asked *q, unsigned nth)
{
	struct rloc rloc;
	struct mapping m = mapping_of("10.1.0.0/16", &rloc, NULL);

	(void)nth;
	m.authoritative = false;
	m.ttl_min = 15;
	m.action = LISP_ACT_NATIVE;
	reply(q, q->request.nonce, &m, 1);
}

static void a_negative_reply(void **state)
{
	(void)state;
	assert_int_equal(setenv("LISP_MAP_RESOLVER", t.name, 1), 0);
	run(answer_negative, "10.1.2.3", NULL);
	unsetenv("LISP_MAP_RESOLVER");
	printed("Send map-request to R for 10.1.2.3 ...\n"
		"Received map-reply from R with rtt 0.##### secs\n"
		"\n"
		"Mapping entry for EID '10.1.2.3':\n"
		"10.1.0.0/16, via map-reply, record ttl: 15, not auth, not mobile\n"
		"  Negative cache entry, action: forward-native\n");
	assert_int_equal(t.status, 0);
}

static void no_reply(void **state)
{
	(void)state;
	run(NULL, "-m", t.name, "-c", "2", "-t", "1", "153.16.10.254", NULL);
	printed("Send map-request to R for 153.16.10.254 ...\n"
		"Send map-request to R for 153.16.10.254 ...\n"
		"*** No map-reply received ***\n");
	assert_int_equal(t.status, 1);
	assert_int_equal(t.n_asked, 2);
}

/* The first answers have another nonce, another EID, or are none; the last one comes late. */
static void answer_with_noise(const struct asked *q, unsigned nth)
{
	static struct asked first;
	struct sockaddr_storage ss;
	socklen_t ss_len = addr_to_sockaddr(&q->request.itr_rloc[0], q->ecm.inner_src.port, &ss);
	struct rloc rloc;
	struct mapping other = mapping_of("153.16.5.0/24", &rloc, "192.0.2.1");

	if (nth == 1) {
		first = *q;
		reply(q, q->request.nonce, &other, 1);
		other = mapping_of("153.16.4.0/24", &rloc, "192.0.2.1");
		reply(q, q->request.nonce + 1, &other, 1);
		assert_int_equal(sendto(t.fd, "\x20", 1, 0, (const struct sockaddr *)&ss, ss_len),
				 1);
		return;
	}
	assert_true(first.request.nonce != q->request.nonce);
	answer_positive(&first, nth);
}

static void only_the_own_answer_counts_also_a_late_one(void **state)
{
	(void)state;
	run(answer_with_noise, "-m", t.name, "-t", "1", "153.16.4.1", NULL);
	printed("Send map-request to R for 153.16.4.1 ...\n"
		"Send map-request to R for 153.16.4.1 ...\n"
		"Received map-reply from R with rtt 1.##### secs\n"
		"\n"
		"Mapping entry for EID '153.16.4.1':\n"
		"153.16.4.0/24, via map-reply, record ttl: 1440, auth, not mobile\n"
		"  Locator                                 State     Priority/Weight\n"
		"  216.129.110.58                          up        1/100     \n");
	assert_int_equal(t.status, 0);
}

static void answer_v6(const struct asked *q, unsigned nth)
{
	struct rloc rloc[2];
	struct mapping m = mapping_of("2001:db8:1::/48", &rloc[0], "2001:db8::58");
	const struct msg_map_request *r = &q->request;
	struct eid want = m.eid;

	(void)nth;
	/* The inner header has to be IPv6, and the only IPv6 address at hand is the EID. */
	assert_true(addr_equal(&q->ecm.inner_src.addr, &q->ecm.inner_dst.addr));
	assert_int_equal(q->ecm.inner_dst.addr.family, AF_INET6);
	assert_int_equal(r->source.kind, EID_NONE);
	assert_int_equal(r->n_itr_rlocs, 1);
	assert_int_equal(r->itr_rloc[0].family, AF_INET);
	assert_int_equal(r->n_records, 1);
	assert_int_equal(r->record[0].iid, 101);
	assert_string_equal(eid_str(&r->record[0]).s, "2001:DB8:1::9/128");
	assert_int_equal(q->ecm.inner_src.port, q->from.port);
	want.iid = 101;
	m.eid = want;
	m.n_rlocs = 2;
	rloc[1] = rloc[0];
	rloc[1].flags = 0;
	rloc[1].priority = 255;
	reply(q, r->nonce, &m, 1);
}

static void an_ipv6_eid_in_an_instance(void **state)
{
	(void)state;
	run(answer_v6, "-m", t.name, "-i", "101", "-s", "127.0.0.1", "2001:db8:1::9", NULL);
	printed("Send map-request to R for 2001:db8:1::9 ...\n"
		"Received map-reply from R with rtt 0.##### secs\n"
		"\n"
		"Mapping entry for EID '2001:db8:1::9':\n"
		"2001:DB8:1::/48, via map-reply, record ttl: 1440, auth, not mobile\n"
		"  Locator                                 State     Priority/Weight\n"
		"  2001:DB8::58                            up        1/100     \n"
		"  2001:DB8::58                            down      255/100   \n");
	assert_int_equal(t.status, 0);
}

static void wrong_usage(void **state)
{
	(void)state;
	run(NULL, NULL);
	assert_int_equal(t.status, 2);
	run(NULL, "10.1.1.1", NULL); /* no map-resolver */
	assert_int_equal(t.status, 2);
	run(NULL, "-m", t.name, "10.1.1.1", "10.1.1.2", NULL);
	assert_int_equal(t.status, 2);
	run(NULL, "-m", t.name, "-c", "0", "10.1.1.1", NULL);
	assert_int_equal(t.status, 2);
	run(NULL, "-m", t.name, "-c", "3x", "10.1.1.1", NULL);
	assert_int_equal(t.status, 2);
	run(NULL, "-m", t.name, "-i", "16777216", "10.1.1.1", NULL);
	assert_int_equal(t.status, 2);
	run(NULL, "-m", t.name, "-x", "10.1.1.1", NULL);
	assert_int_equal(t.status, 2);
	assert_int_equal(t.n_asked, 0);
	run(NULL, "-m", t.name, "-s", "::1", "10.1.1.1", NULL); /* other family */
	assert_int_equal(t.status, 1);
	printed("");
}

/* An address that hardly anybody else uses at this moment. */
static int setup(void **state)
{
	uint32_t pid = (uint32_t)getpid();
	struct sockaddr_storage ss;

	(void)state;
	t.here.addr = addr_v4(0x7f010000u | (pid & 0xffff) | (pid >> 16 & 0x3f) << 16);
	t.here.port = LISP_CONTROL_PORT;
	t.fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	snprintf(t.name, sizeof(t.name), "%s", addr_str(&t.here.addr).s);
	return bind(t.fd, (const struct sockaddr *)&ss,
		    addr_to_sockaddr(&t.here.addr, t.here.port, &ss));
}

static int teardown(void **state)
{
	(void)state;
	return close(t.fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_positive_reply),
		cmocka_unit_test(a_negative_reply),
		cmocka_unit_test(no_reply),
		cmocka_unit_test(only_the_own_answer_counts_also_a_late_one),
		cmocka_unit_test(an_ipv6_eid_in_an_instance),
		cmocka_unit_test(wrong_usage),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
