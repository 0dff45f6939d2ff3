/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/fake_msg.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/fake_host.h"

static struct wire_arena arena;

static unsigned fill_rlocs(struct rloc *set, const char *const *text)
{
	unsigned n = 0;

	for (; n < 4 && text[n]; n++) {
		struct addr a = fake_addr(text[n]);

		set[n] = rloc_make(&a, 1, 50);
		set[n].flags |= RLOC_LOCAL;
	}
	return n;
}

void fake_build_register(struct fake_msg *out, const struct fake_register *r)
{
	struct auth_key *key = auth_key_new(r->key);
	struct mapping record[4] = { { .ttl_min = 0 } };
	struct rloc rloc[4];
	struct msg_register m = {
		.type = r->type ? r->type : LISP_MAP_REGISTER,
		.want_notify = !r->no_notify && !r->type,
		.proxy_reply = r->proxy,
		.nonce = r->nonce,
		.auth = { .algorithm = (uint8_t)(r->algorithm ? r->algorithm : LISP_AUTH_SHA1) },
		.record = record,
		.ids = { .present = r->xtr != 0, .xtr_id = { [15] = r->xtr } },
	};
	struct wr w = wr_init(out->data, sizeof(out->data));
	unsigned n_rlocs = fill_rlocs(rloc, r->rloc);

	m.auth.len = auth_len(m.auth.algorithm);
	for (; m.n_records < 4 && r->eid[m.n_records]; m.n_records++) {
		struct prefix p = fake_prefix(r->eid[m.n_records]);

		record[m.n_records] = (struct mapping){
			.eid = eid_ip(r->iid, &p),
			.ttl_min = r->withdraw ? 0 :
				   r->ttl_min  ? r->ttl_min :
						 1440,
			.authoritative = true,
			.n_rlocs = (uint8_t)n_rlocs,
			.rloc = rloc,
		};
		record[m.n_records].eid.lcaf_iid = r->iid != 0;
	}
	register_encode(&w, &m);
	if (w.bad || !auth_sign(key, m.type, m.nonce, &m.auth, out->data, wr_len(&w)))
		abort();
	out->len = wr_len(&w);
	auth_key_free(key);
}

void fake_build_request(struct fake_msg *out, const struct fake_request *r)
{
	struct prefix p = fake_prefix(r->eid);
	struct msg_map_request m = {
		.nonce = r->nonce,
		.n_records = 1,
		.authoritative = r->authoritative,
		.probe = r->probe,
		.smr = r->smr,
	};
	struct endpoint src = { .addr = p.addr, .port = r->port ? r->port : LISP_CONTROL_PORT };
	struct endpoint dst = { .addr = p.addr, .port = LISP_CONTROL_PORT };
	uint8_t body[1024];
	struct wr w = wr_init(body, sizeof(body));
	struct wr whole = wr_init(out->data, sizeof(out->data));

	m.record = m.record_store;
	m.record_store[0] = eid_ip(r->iid, &p);
	m.record_store[0].lcaf_iid = r->iid != 0;
	if (r->source) {
		struct addr a = fake_addr(r->source);

		m.source = eid_host(r->iid, &a);
	}
	for (; m.n_itr_rlocs < 4 && r->itr_rloc[m.n_itr_rlocs]; m.n_itr_rlocs++)
		m.itr_rloc[m.n_itr_rlocs] = fake_addr(r->itr_rloc[m.n_itr_rlocs]);
	map_request_encode(&w, &m);
	if (r->bare)
		wr_bytes(&whole, body, wr_len(&w));
	else
		ecm_encode(&whole, &src, &dst, body, wr_len(&w));
	if (w.bad || whole.bad)
		abort();
	out->len = wr_len(&whole);
}

void fake_build_reply(struct fake_msg *out, const struct fake_reply *r)
{
	struct prefix p = fake_prefix(r->eid);
	struct rloc rloc[4];
	struct mapping record = {
		.eid = eid_ip(r->iid, &p),
		.ttl_min = r->ttl_min,
		.action = (uint8_t)r->action,
		.authoritative = true,
		.rloc = rloc,
	};
	struct msg_map_reply m = { .nonce = r->nonce, .n_records = 1, .record = &record };
	struct wr w = wr_init(out->data, sizeof(out->data));

	record.n_rlocs = (uint8_t)fill_rlocs(rloc, r->rloc);
	for (unsigned i = 0; i < record.n_rlocs; i++) {
		if (r->priority[i])
			rloc[i].priority = (uint8_t)r->priority[i];
		if (r->weight[i])
			rloc[i].weight = (uint8_t)r->weight[i];
		if (r->down)
			rloc[i].flags = RLOC_LOCAL;
	}
	map_reply_encode(&w, &m);
	if (w.bad)
		abort();
	out->len = wr_len(&w);
}

void fake_read_request(const void *data, size_t len, struct msg_ecm *ecm, struct msg_map_request *m)
{
	if (ecm_decode(rd_init(data, len), ecm) != WIRE_OK ||
	    map_request_decode(rd_init(ecm->payload, ecm->payload_len), m, &arena) != WIRE_OK)
		abort();
}
