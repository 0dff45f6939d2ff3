/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dispatcher. Decoding is pure and comes first; then the role that the message is for checks who
 * sent it, then acts. What nobody takes ends in refuse().
 */
#include "lispd/role/ctl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lispd/role/debug.h"
#include "lispd/role/etr.h"
#include "lispd/role/itr.h"
#include "lispd/role/mobility.h"
#include "lispd/role/mr.h"
#include "lispd/role/ms.h"

static bool read_whole(const char *path, void *buf, size_t len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, buf, len) : -1;

	if (fd >= 0)
		close(fd);
	return n == (ssize_t)len;
}

static bool write_whole(const char *path, const void *buf, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ssize_t n = fd >= 0 ? write(fd, buf, len) : -1;

	if (fd >= 0)
		close(fd);
	return n == (ssize_t)len;
}

/* The xTR-ID stays the same over restarts, so that a Map-Server knows us again. */
static void load_xtr_id(struct ctl *c)
{
	char path[512];

	if (c->env->state_dir) {
		snprintf(path, sizeof(path), "%s/xtr-id", c->env->state_dir);
		if (read_whole(path, c->xtr_id, sizeof(c->xtr_id)))
			return;
	}
	c->env->host->random(c->env->host_arg, c->xtr_id, sizeof(c->xtr_id));
	if (c->env->state_dir && !write_whole(path, c->xtr_id, sizeof(c->xtr_id)))
		log_msg(SEV_WARNING, "LISP", "STATE",
			"cannot write %s: %s; the xTR-ID will change at the next start", path,
			strerror(errno));
}

void ctl_init(struct ctl *c, struct role_env *env)
{
	char path[512];

	memset(c, 0, sizeof(*c));
	c->env = env;
	TAILQ_INIT(&c->tables);
	TAILQ_INIT(&c->lisps);
	TAILQ_INIT(&c->ifs);
	c->arena = xcalloc(1, sizeof(*c->arena));
	hash_init(&c->last_register);
	hash_init(&c->tallies.by_table);
	for (int i = 0; i < CTL_REPLY_BUCKETS; i++)
		rate_init(&c->reply_rate[i], 1000, 1000);
	load_xtr_id(c);
	if (env->state_dir)
		snprintf(path, sizeof(path), "%s/register-nonces", env->state_dir);
	replay_open(&c->replay, env->state_dir ? path : NULL);
}

void ctl_fini(struct ctl *c, bool keep_devices)
{
	struct ctl_table *t;
	struct lisp *l;

	while ((l = TAILQ_FIRST(&c->lisps)))
		lisp_free(l, keep_devices);
	while ((t = TAILQ_FIRST(&c->tables))) {
		TAILQ_REMOVE(&c->tables, t, link);
		free(t);
	}
	lisp_ifs_fini(&c->ifs);
	ms_forget_last(c);
	tallies_fini(&c->tallies);
	replay_close(&c->replay);
	free(c->arena);
}

struct lisp *ctl_lisp_find(const struct ctl *c, unsigned id)
{
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link)
		if (l->id == id)
			return l;
	return NULL;
}

struct lisp *ctl_lisp_get(struct ctl *c, unsigned id)
{
	struct lisp *l = ctl_lisp_find(c, id);

	return l ? l : lisp_new(c, id);
}

uint64_t ctl_nonce(struct ctl *c)
{
	uint64_t nonce;

	c->env->host->random(c->env->host_arg, &nonce, sizeof(nonce));
	return nonce;
}

uint64_t ctl_register_nonce(struct ctl *c)
{
	uint64_t ms = loop_wall_ms(c->env->loop);
	/* Seconds above, the part of the second below: higher than before also after a restart. */
	uint64_t by_clock = ms / 1000 << 32 | (ms % 1000) * 4294967;

	c->register_nonce = MAX_OF(c->register_nonce + 1, by_clock);
	return c->register_nonce;
}

struct role_env *ctl_env(struct ctl *c, const char *vrf)
{
	const struct role_host *h = c->env->host;
	struct ctl_table *t;

	if (!vrf[0])
		return c->env;
	TAILQ_FOREACH(t, &c->tables, link)
		if (strcmp(t->vrf, vrf) == 0)
			return &t->env;
	t = xcalloc(1, sizeof(*t));
	snprintf(t->vrf, sizeof(t->vrf), "%s", vrf);
	t->env = *c->env;
	if (h->table)
		t->env.host_arg = h->table(c->env->host_arg, vrf);
	TAILQ_INSERT_TAIL(&c->tables, t, link);
	return &t->env;
}

struct role_env *ctl_env_of(const struct ctl *c, const struct ctl_in *in)
{
	struct ctl_table *t;

	TAILQ_FOREACH(t, &c->tables, link)
		if (t->env.host_arg == in->table)
			return &t->env;
	return c->env;
}

bool ctl_is_for(const struct lisp *l, const struct ctl_in *in)
{
	return l->env->host_arg == ctl_env_of(l->ctl, in)->host_arg;
}

static int send_by(struct ctl *c, struct role_env *env, const struct addr *src,
		   const struct endpoint *to, const void *data, size_t len)
{
	unsigned type = msg_type(data, len);

	c->counters.out[type & 15]++;
	c->counters.out_family[svc_of_family(to->addr.family)]++;
	return env->host->send(env->host_arg, src, to, data, len);
}

int ctl_send(struct lisp *l, const struct addr *src, const struct endpoint *to, const void *data,
	     size_t len)
{
	return send_by(l->ctl, l->env, src, to, data, len);
}

static void note_message(struct ctl *c, const struct ctl_in *in, unsigned type,
			 const struct endpoint *from, const struct endpoint *to)
{
	const char *tag = type == LISP_MAP_NOTIFY ? TAG_XTR : TAG_MS;
	const struct role_env *env = ctl_env_of(c, in);

	c->counters.in[type & 15]++;
	lisp_debug(DEBUG_MESSAGES, tag, 0,
		   "Processing received %s(%u) message on %s from %s to %s.", msg_type_name(type),
		   type, env->host->ifname(env->host_arg, in->ifindex), endpoint_str(from).s,
		   endpoint_str(to).s);
}

static void refuse_wire(struct ctl *c, const struct ctl_in *in, unsigned type, enum wire_error e)
{
	enum refusal why = e == WIRE_INNER	 ? REFUSE_ECM_INNER :
			   e == WIRE_NO_ITR_RLOC ? REFUSE_ITR_RLOC :
						   REFUSE_MALFORMED;

	refuse(&c->refusals, why, loop_now_ms(c->env->loop), &in->from, "%s (%s)",
	       msg_type_name(type), wire_error_str(e));
}

static void on_map_request(struct ctl *c, const struct ctl_in *in, const struct msg_ecm *ecm,
			   const uint8_t *data, size_t len)
{
	struct request_in where = {
		.outer = in,
		.ecm = ecm,
		.reply_port = ecm ? ecm->inner_src.port : in->from.port,
	};
	struct msg_map_request m;
	enum wire_error e = map_request_decode(rd_init(data, len), &m, c->arena);

	note_message(c, in, LISP_MAP_REQUEST, ecm ? &ecm->inner_src : &in->from,
		     ecm ? &ecm->inner_dst : &in->to);
	if (e == WIRE_OK && !m.n_records)
		e = WIRE_COUNT; /* asks for nothing */
	if (e != WIRE_OK)
		refuse_wire(c, in, LISP_MAP_REQUEST, e);
	else
		mr_request(c, &where, &m);
}

static void on_ecm(struct ctl *c, const struct ctl_in *in)
{
	struct msg_ecm ecm;
	enum wire_error e = ecm_decode(rd_init(in->data, in->len), &ecm);

	note_message(c, in, LISP_ECM, &in->from, &in->to);
	if (e != WIRE_OK)
		refuse_wire(c, in, LISP_ECM, e);
	else if (msg_type(ecm.payload, ecm.payload_len) != LISP_MAP_REQUEST)
		refuse(&c->refusals, REFUSE_TYPE, loop_now_ms(c->env->loop), &in->from,
		       "%s inside Encap-Control",
		       msg_type_name(msg_type(ecm.payload, ecm.payload_len)));
	else
		on_map_request(c, in, &ecm, ecm.payload, ecm.payload_len);
}

static void on_map_reply(struct ctl *c, const struct ctl_in *in)
{
	struct msg_map_reply m;
	enum wire_error e = map_reply_decode(rd_init(in->data, in->len), &m, c->arena);

	note_message(c, in, LISP_MAP_REPLY, &in->from, &in->to);
	if (e != WIRE_OK)
		refuse_wire(c, in, LISP_MAP_REPLY, e);
	else
		itr_map_reply(c, in, &m);
}

static void on_register(struct ctl *c, const struct ctl_in *in, unsigned type)
{
	struct msg_register m;
	enum wire_error e = register_decode(rd_init(in->data, in->len), &m, c->arena);

	note_message(c, in, type, &in->from, &in->to);
	if (e != WIRE_OK)
		refuse_wire(c, in, type, e);
	else if (type == LISP_MAP_REGISTER)
		ms_map_register(c, in, &m);
	else if (type == LISP_MAP_NOTIFY && addr_is_multicast(&in->to.addr))
		mobility_group_notify(c, in, &m);
	else if (type == LISP_MAP_NOTIFY)
		etr_map_notify(c, in, &m);
	else
		ms_map_notify_ack(c, in, &m);
}

void ctl_receive(struct ctl *c, const struct ctl_in *in)
{
	unsigned type = msg_type(in->data, in->len);

	c->counters.in_family[svc_of_family(in->from.addr.family)]++;
	switch (type) {
	case LISP_MAP_REQUEST:
		on_map_request(c, in, NULL, in->data, in->len);
		return;
	case LISP_MAP_REPLY:
		on_map_reply(c, in);
		return;
	case LISP_MAP_REGISTER:
	case LISP_MAP_NOTIFY:
	case LISP_MAP_NOTIFY_ACK:
		on_register(c, in, type);
		return;
	case LISP_ECM:
		on_ecm(c, in);
		return;
	}
	note_message(c, in, type, &in->from, &in->to);
	refuse(&c->refusals, REFUSE_TYPE, loop_now_ms(c->env->loop), &in->from, "message type %u",
	       type);
}

static bool is_own_request(const struct ctl *c, uint64_t nonce)
{
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link)
		if (pending_find(&l->pending, nonce))
			return true;
	return false;
}

static bool may_answer(const struct ctl *c, const struct request_in *in, uint64_t nonce,
		       const struct addr *a)
{
	const struct role_env *env = ctl_env_of(c, in->outer);
	const struct role_host *h = env->host;

	if (!addr_is_unicast(a))
		return false;
	/* Our own address is fine only for a question of our own: lig self, lig on this router. */
	return !h->is_local(env->host_arg, a) || is_own_request(c, nonce) ||
	       h->is_local(env->host_arg, &in->outer->from.addr);
}

bool ctl_pick_itr_rloc(struct ctl *c, const struct request_in *in, const struct msg_map_request *m,
		       struct addr *out)
{
	const struct role_env *env = ctl_env_of(c, in->outer);
	struct reach_path path;
	bool found = false;

	for (unsigned i = 0; i < m->n_itr_rlocs; i++) {
		const struct addr *a = &m->itr_rloc[i];

		if (!may_answer(c, in, m->nonce, a))
			continue;
		if (!found)
			*out = *a;
		found = true;
		if (m->n_itr_rlocs > 1 && !env->host->route(env->host_arg, a, &path))
			continue;
		*out = *a;
		break;
	}
	return found;
}

void ctl_send_reply(struct ctl *c, const struct request_in *in, const struct addr *itr_rloc,
		    const struct msg_map_reply *r)
{
	struct rate *limit = &c->reply_rate[addr_hash(itr_rloc, 0) % CTL_REPLY_BUCKETS];
	struct endpoint to = { .addr = *itr_rloc, .port = in->reply_port };
	static const struct addr any;
	uint8_t buf[8192];
	struct wr w = wr_init(buf, sizeof(buf));

	if (!r->probe && !rate_take(limit, loop_now_ms(c->env->loop))) {
		refuse(&c->refusals, REFUSE_RATE, loop_now_ms(c->env->loop), &to, "Map-Reply to");
		return;
	}
	map_reply_encode(&w, r);
	if (!w.bad)
		send_by(c, ctl_env_of(c, in->outer), &any, &to, buf, wr_len(&w));
}
