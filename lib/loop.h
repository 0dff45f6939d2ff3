/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_LOOP_H
#define LIB_LOOP_H

/*
 * The event loop of the control thread: a thin cover over libevent, with one timer wheel.
 * A fake loop has no descriptors and no clock of its own: tests move its time by hand, so that
 * a timer of 24 hours is tested in microseconds.
 */

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/wheel.h"

struct loop;
struct loop_fd;

enum { LOOP_READ = 1, LOOP_WRITE = 2 };

typedef void loop_fd_fn(int fd, int events, void *arg);
typedef void loop_signal_fn(int signo, void *arg);
typedef void timer_fn(void *arg);

/* A timer lives inside the object it serves; stop it before that object goes. */
struct timer {
	struct wheel_node node;
	struct loop *loop;
	timer_fn *fn;
	void *arg;
};

struct loop *loop_new(void);
struct loop *loop_new_fake(uint64_t wall_ms); /* CLOCK_REALTIME at the start, milliseconds */
void loop_free(struct loop *l);
void loop_run(struct loop *l); /* until loop_stop() */
void loop_stop(struct loop *l);
/* Runs what is ready now without waiting; used by tests. */
void loop_poll(struct loop *l);

uint64_t loop_now_ms(const struct loop *l);  /* monotonic */
uint64_t loop_wall_ms(const struct loop *l); /* since 1970, UTC */

/* Fake loop only: moves time, running due timers in order at their own times. */
void loop_advance(struct loop *l, uint64_t ms);

/* fn is called with the events that are ready. The descriptor stays the caller's to close,
 * after loop_fd_del(). On a fake loop the registration is kept but never fires. */
struct loop_fd *loop_fd_add(struct loop *l, int fd, int events, loop_fd_fn *fn, void *arg);
void loop_fd_events(struct loop_fd *f, int events); /* 0 pauses */
void loop_fd_del(struct loop_fd *f);		    /* NULL is fine */

void loop_signal_add(struct loop *l, int signo, loop_signal_fn *fn, void *arg);

void timer_init(struct timer *t, struct loop *l, timer_fn *fn, void *arg);
/* Arms or re-arms: fn(arg) once, delay_ms from now (0: on the next turn of the loop). */
void timer_start(struct timer *t, uint64_t delay_ms);
void timer_stop(struct timer *t); /* harmless when it is not armed */
bool timer_armed(const struct timer *t);
uint64_t timer_left_ms(const struct timer *t); /* 0 when not armed or due */

#endif
