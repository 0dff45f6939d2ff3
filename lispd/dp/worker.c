/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/dp/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/dp/decap.h"
#include "lispd/dp/dp.h"
#include "lispd/dp/encap.h"
#include "lispd/dp/punt.h"

#define WAKE_MS 100
#define WORKER_NICE (-10)
#define EVENTS 32
#define PUNT_RING_SIZE (512 << 10)
#define RELEASE_RING_SIZE (1 << 20)

static uint64_t coarse_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

static void drain(int fd)
{
	uint64_t n;

	if (read(fd, &n, sizeof(n)) < 0)
		return;
}

/* What was released is looked for at every turn: the wake-up only ends the wait. */
static void woken(struct worker *w, struct source *s)
{
	(void)w;
	drain(s->fd);
}

static void ring(int fd)
{
	static const uint64_t one = 1;

	/* EAGAIN: the counter is full of unread wake-ups, which is as good. */
	if (write(fd, &one, sizeof(one)) < 0)
		return;
}

void worker_tell_control(struct worker *w)
{
	if (!w->punted)
		return;
	w->punted = false;
	ring(w->dp->punt_event);
}

void worker_wake(struct worker *w)
{
	ring(w->wake.fd);
}

/*
 * The epoch is read before the release ring is looked through, so that records in it that name a
 * table retired since are gone when the epoch is confirmed; and it is confirmed before the wait,
 * because an event that the wait returns may name a source retired during the wait.
 */
void worker_turn(struct worker *w, int wait_ms)
{
	struct epoll_event event[EVENTS];
	uint64_t epoch = qsbr_epoch(w->dp->qsbr);
	int n;

	w->now_ms = coarse_ms();
	encap_released(w);
	qsbr_quiescent(w->dp->qsbr, w->index, epoch);
	n = epoll_wait(w->epoll_fd, event, EVENTS, wait_ms);
	w->now_ms = coarse_ms();
	for (int i = 0; i < n; i++) {
		struct source *s = event[i].data.ptr;

		s->ready(w, s);
	}
}

static void *worker_loop(void *arg)
{
	struct worker *w = arg;

	/* Packets before everything else that wants the processor; harmless where it is refused. */
	setpriority(PRIO_PROCESS, 0, WORKER_NICE);
	while (!atomic_load_explicit(&w->stop, memory_order_relaxed))
		worker_turn(w, WAKE_MS);
	return NULL;
}

int worker_watch(struct worker *w, struct source *s)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = s };

	return epoll_ctl(w->epoll_fd, EPOLL_CTL_ADD, s->fd, &ev) < 0 ? -errno : 0;
}

void worker_unwatch(struct worker *w, struct source *s)
{
	struct epoll_event ev = { 0 };

	epoll_ctl(w->epoll_fd, EPOLL_CTL_DEL, s->fd, &ev);
}

int worker_new(struct worker **out, struct dp *dp, unsigned index)
{
	struct worker *w = xcalloc(1, sizeof(*w));

	*out = w;
	w->dp = dp;
	w->index = index;
	w->now_ms = coarse_ms();
	w->encap = encap_new(dp->n_workers);
	w->decap = decap_new(dp->n_workers);
	w->punt = punt_ring_new(PUNT_RING_SIZE);
	w->release = punt_ring_new(RELEASE_RING_SIZE);
	atomic_init(&w->stop, false);
	w->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	w->wake = (struct source){ .ready = woken, .fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) };
	if (w->epoll_fd < 0 || w->wake.fd < 0)
		return -errno;
	return worker_watch(w, &w->wake);
}

int worker_start(struct worker *w)
{
	sigset_t all, old;
	char name[16];
	int error;

	/* Signals are control's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	error = pthread_create(&w->thread, NULL, worker_loop, w);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (error)
		return -error;
	w->running = true;
	snprintf(name, sizeof(name), "lispd-dp%u", w->index);
	pthread_setname_np(w->thread, name);
	return 0;
}

void worker_stop(struct worker *w)
{
	if (!w || !w->running)
		return;
	atomic_store_explicit(&w->stop, true, memory_order_relaxed);
	worker_wake(w);
	pthread_join(w->thread, NULL);
	w->running = false;
}

void worker_free(struct worker *w)
{
	if (!w)
		return;
	if (w->epoll_fd >= 0)
		close(w->epoll_fd);
	if (w->wake.fd >= 0)
		close(w->wake.fd);
	encap_free(w->encap);
	decap_free(w->decap);
	punt_ring_free(w->punt);
	punt_ring_free(w->release);
	free(w);
}
