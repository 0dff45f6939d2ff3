/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One event base, one libevent timer for the whole wheel. A loop without a base is a fake one:
 * its clock is the wheel's and moves only by loop_advance().
 */
#include "lib/loop.h"

#include <event2/event.h>
#include <stdlib.h>
#include <time.h>

#include "lib/base.h"
#include "lib/mem.h"

/* Timers run per turn before descriptors get their chance again. */
#define TIMERS_PER_TURN 1000
#define MAX_SIGNALS 8

struct loop_fd {
	struct loop *loop;
	struct event *ev;
	int fd, events;
	loop_fd_fn *fn;
	void *arg;
};

struct signal_hook {
	struct event *ev;
	loop_signal_fn *fn;
	void *arg;
};

struct loop {
	struct event_base *base; /* NULL: fake */
	struct event *tick;
	uint64_t tick_ms; /* when tick is armed for; UINT64_MAX = not */
	struct wheel wheel;
	uint64_t fake_wall_ms; /* wall clock minus monotonic clock of a fake loop */
	struct signal_hook signal[MAX_SIGNALS];
	unsigned n_signals;
};

static uint64_t clock_ms(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

uint64_t loop_now_ms(const struct loop *l)
{
	return l->base ? clock_ms(CLOCK_MONOTONIC) : l->wheel.now_ms;
}

uint64_t loop_wall_ms(const struct loop *l)
{
	return l->base ? clock_ms(CLOCK_REALTIME) : l->wheel.now_ms + l->fake_wall_ms;
}

static void arm_tick(struct loop *l)
{
	uint64_t next = wheel_next_ms(&l->wheel), now, wait;
	struct timeval tv;

	if (!l->base || next == l->tick_ms)
		return;
	l->tick_ms = next;
	if (next == UINT64_MAX) {
		evtimer_del(l->tick);
		return;
	}
	now = loop_now_ms(l);
	wait = next > now ? next - now : 0;
	tv.tv_sec = (time_t)(wait / 1000);
	tv.tv_usec = (suseconds_t)(wait % 1000 * 1000);
	evtimer_add(l->tick, &tv);
}

static void run_node(struct wheel_node *n)
{
	struct timer *t = container_of(n, struct timer, node);

	t->fn(t->arg);
}

static void on_tick(evutil_socket_t fd UNUSED, short what UNUSED, void *arg)
{
	struct loop *l = arg;
	uint64_t now = loop_now_ms(l);
	struct wheel_node *n;

	l->tick_ms = UINT64_MAX;
	for (int i = 0; i < TIMERS_PER_TURN && (n = wheel_pop(&l->wheel, now)); i++)
		run_node(n);
	arm_tick(l);
}

static struct loop *loop_alloc(uint64_t now_ms)
{
	struct loop *l = xcalloc(1, sizeof(*l));

	l->tick_ms = UINT64_MAX;
	wheel_init(&l->wheel, now_ms);
	return l;
}

struct loop *loop_new(void)
{
	struct loop *l = loop_alloc(clock_ms(CLOCK_MONOTONIC));

	l->base = event_base_new();
	l->tick = evtimer_new(l->base, on_tick, l);
	return l;
}

struct loop *loop_new_fake(uint64_t wall_ms)
{
	struct loop *l = loop_alloc(1000);

	l->fake_wall_ms = wall_ms - l->wheel.now_ms;
	return l;
}

void loop_free(struct loop *l)
{
	if (!l)
		return;
	for (unsigned i = 0; i < l->n_signals; i++)
		event_free(l->signal[i].ev);
	if (l->base) {
		event_free(l->tick);
		event_base_free(l->base);
	}
	free(l);
}

void loop_run(struct loop *l)
{
	event_base_loop(l->base, EVLOOP_NO_EXIT_ON_EMPTY);
}

void loop_stop(struct loop *l)
{
	if (l->base)
		event_base_loopbreak(l->base);
}

void loop_poll(struct loop *l)
{
	if (l->base)
		event_base_loop(l->base, EVLOOP_NONBLOCK);
	else
		loop_advance(l, 0);
}

void loop_advance(struct loop *l, uint64_t ms)
{
	uint64_t until = l->wheel.now_ms + ms;
	struct wheel_node *n;

	while ((n = wheel_pop(&l->wheel, until)))
		run_node(n);
}

static void on_fd(evutil_socket_t fd, short what, void *arg)
{
	struct loop_fd *f = arg;
	int events = (what & EV_READ ? LOOP_READ : 0) | (what & EV_WRITE ? LOOP_WRITE : 0);

	f->fn((int)fd, events, f->arg);
}

struct loop_fd *loop_fd_add(struct loop *l, int fd, int events, loop_fd_fn *fn, void *arg)
{
	struct loop_fd *f = xcalloc(1, sizeof(*f));

	f->loop = l;
	f->fd = fd;
	f->fn = fn;
	f->arg = arg;
	loop_fd_events(f, events);
	return f;
}

void loop_fd_events(struct loop_fd *f, int events)
{
	short what = EV_PERSIST;

	if (f->events == events)
		return;
	f->events = events;
	if (!f->loop->base)
		return;
	if (f->ev)
		event_free(f->ev);
	f->ev = NULL;
	if (!events)
		return;
	if (events & LOOP_READ)
		what |= EV_READ;
	if (events & LOOP_WRITE)
		what |= EV_WRITE;
	f->ev = event_new(f->loop->base, f->fd, what, on_fd, f);
	event_add(f->ev, NULL);
}

void loop_fd_del(struct loop_fd *f)
{
	if (!f)
		return;
	if (f->ev)
		event_free(f->ev);
	free(f);
}

static void on_signal(evutil_socket_t signo, short what UNUSED, void *arg)
{
	struct signal_hook *h = arg;

	h->fn((int)signo, h->arg);
}

void loop_signal_add(struct loop *l, int signo, loop_signal_fn *fn, void *arg)
{
	struct signal_hook *h;

	if (!l->base || l->n_signals == MAX_SIGNALS)
		return;
	h = &l->signal[l->n_signals++];
	h->fn = fn;
	h->arg = arg;
	h->ev = evsignal_new(l->base, signo, on_signal, h);
	event_add(h->ev, NULL);
}

void timer_init(struct timer *t, struct loop *l, timer_fn *fn, void *arg)
{
	*t = (struct timer){ .loop = l, .fn = fn, .arg = arg };
}

void timer_start(struct timer *t, uint64_t delay_ms)
{
	struct wheel *w = &t->loop->wheel;

	wheel_del(w, &t->node);
	wheel_add(w, &t->node, loop_now_ms(t->loop) + delay_ms);
	arm_tick(t->loop);
}

void timer_stop(struct timer *t)
{
	if (t->loop)
		wheel_del(&t->loop->wheel, &t->node);
}

bool timer_armed(const struct timer *t)
{
	return wheel_has(&t->node);
}

uint64_t timer_left_ms(const struct timer *t)
{
	uint64_t now;

	if (!timer_armed(t))
		return 0;
	now = loop_now_ms(t->loop);
	return t->node.due_ms > now ? t->node.due_ms - now : 0;
}
