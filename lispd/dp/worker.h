/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_WORKER_H
#define DP_WORKER_H

/*
 * A worker is a thread with an epoll set: one queue of every TUN, its receive sockets, and what
 * control releases. Each turn takes one batch from each ready source, in both directions.
 */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct decap;
struct dp;
struct encap;
struct punt_ring;
struct worker;

/* Something readable. Lives inside its owner, which control retires after worker_unwatch(). */
struct source {
	void (*ready)(struct worker *w, struct source *s);
	int fd;
};

struct worker {
	struct dp *dp;
	unsigned index;
	uint64_t now_ms; /* coarse, monotonic, once per turn */
	struct encap *encap;
	struct decap *decap;
	struct punt_ring *punt;	   /* to control */
	struct punt_ring *release; /* from control */
	bool punted;		   /* something is in punt that control was not told of */
	/* of worker.c */
	pthread_t thread;
	bool running;
	int epoll_fd;
	struct source wake;
	_Atomic bool stop; /* w: control, r: worker */
};

/* 0 or -errno with a log line. Creates, but worker_start() lets it run. */
int worker_new(struct worker **w, struct dp *dp, unsigned index);
int worker_start(struct worker *w);
/* What the thread does over and over: waits for sources, takes one batch from each. */
void worker_turn(struct worker *w, int wait_ms);
void worker_stop(struct worker *w); /* NULL and one that never ran are fine */
void worker_free(struct worker *w);

/* Control: adds or removes a source; after removal, retire what it is part of. 0 or -errno. */
int worker_watch(struct worker *w, struct source *s);
void worker_unwatch(struct worker *w, struct source *s);
/* Control: there is something to see, or to forget. */
void worker_wake(struct worker *w);

/* The worker itself, at the end of a batch: control is woken if something was punted. */
void worker_tell_control(struct worker *w);

#endif
