/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_WIRE_SAME_H
#define TESTS_WIRE_SAME_H

/*
 * Whether two decoded messages say the same. Left out is what the encoder does not keep: whether
 * instance ID 0 came in an LCAF, the signatures of a referral, places in the packet.
 */

#include <string.h>

#include "lispd/wire/msg.h"

static inline bool same_ids(const struct xtr_ids *a, const struct xtr_ids *b)
{
	return a->present == b->present && a->site_id == b->site_id &&
	       memcmp(a->xtr_id, b->xtr_id, sizeof(a->xtr_id)) == 0;
}

static inline bool same_auth(const struct auth_field *a, const struct auth_field *b)
{
	return a->key_id == b->key_id && a->algorithm == b->algorithm && a->len == b->len &&
	       a->offset == b->offset;
}

static inline bool same_octets(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len)
{
	return a_len == b_len && (!a_len || memcmp(a, b, a_len) == 0);
}

/* mapping_equal() knows neither the IID form nor the incomplete bit. */
static inline bool same_records(const struct mapping *a, unsigned n_a, const struct mapping *b,
				unsigned n_b)
{
	if (n_a != n_b)
		return false;
	for (unsigned i = 0; i < n_a; i++)
		if (!mapping_equal(&a[i], &b[i]) || a[i].incomplete != b[i].incomplete)
			return false;
	return true;
}

static inline bool same_map_request(const struct msg_map_request *a,
				    const struct msg_map_request *b)
{
	if (a->authoritative != b->authoritative || a->map_data != b->map_data ||
	    a->probe != b->probe || a->smr != b->smr || a->pitr != b->pitr ||
	    a->smr_invoked != b->smr_invoked || a->local_xtr != b->local_xtr ||
	    a->dont_reply != b->dont_reply || a->nonce != b->nonce ||
	    !eid_equal(&a->source, &b->source) || a->n_itr_rlocs != b->n_itr_rlocs ||
	    a->n_records != b->n_records || !same_ids(&a->ids, &b->ids))
		return false;
	for (unsigned i = 0; i < a->n_itr_rlocs; i++)
		if (!addr_equal(&a->itr_rloc[i], &b->itr_rloc[i]))
			return false;
	for (unsigned i = 0; i < a->n_records; i++)
		if (!eid_equal(&a->record[i], &b->record[i]) || a->notify[i] != b->notify[i])
			return false;
	return !a->map_data || same_records(a->reply_record, 1, b->reply_record, 1);
}

static inline bool same_map_reply(const struct msg_map_reply *a, const struct msg_map_reply *b)
{
	return a->probe == b->probe && a->echo_nonce == b->echo_nonce &&
	       a->security == b->security && a->nonce == b->nonce &&
	       same_records(a->record, a->n_records, b->record, b->n_records) &&
	       same_octets(a->sec, a->sec_len, b->sec, b->sec_len);
}

static inline bool same_register(const struct msg_register *a, const struct msg_register *b)
{
	return a->type == b->type && a->proxy_reply == b->proxy_reply &&
	       a->security == b->security && a->to_rtr == b->to_rtr && a->reliable == b->reliable &&
	       a->eid_notify == b->eid_notify && a->ttl_timeout == b->ttl_timeout &&
	       a->merge == b->merge && a->mobile_node == b->mobile_node &&
	       a->want_notify == b->want_notify && a->nonce == b->nonce &&
	       same_auth(&a->auth, &b->auth) && same_ids(&a->ids, &b->ids) &&
	       same_records(a->record, a->n_records, b->record, b->n_records);
}

static inline bool same_endpoint(const struct endpoint *a, const struct endpoint *b)
{
	return addr_equal(&a->addr, &b->addr) && a->port == b->port;
}

static inline bool same_ecm(const struct msg_ecm *a, const struct msg_ecm *b)
{
	return a->security == b->security && a->ddt == b->ddt && a->to_etr == b->to_etr &&
	       a->to_ms == b->to_ms && same_endpoint(&a->inner_src, &b->inner_src) &&
	       same_endpoint(&a->inner_dst, &b->inner_dst) &&
	       same_octets(a->inner_packet, a->inner_packet_len, b->inner_packet,
			   b->inner_packet_len) &&
	       same_octets(a->payload, a->payload_len, b->payload, b->payload_len) &&
	       same_octets(a->sec, a->sec_len, b->sec, b->sec_len);
}

static inline bool same_referral(const struct msg_referral *a, const struct msg_referral *b)
{
	return a->nonce == b->nonce &&
	       same_records(a->record, a->n_records, b->record, b->n_records);
}

static inline bool same_info(const struct msg_info *a, const struct msg_info *b)
{
	if (a->reply != b->reply || a->nonce != b->nonce || !same_auth(&a->auth, &b->auth) ||
	    a->ttl_min != b->ttl_min || !eid_equal(&a->eid, &b->eid) || a->ms_port != b->ms_port ||
	    a->etr_port != b->etr_port || !addr_equal(&a->global_etr, &b->global_etr) ||
	    !addr_equal(&a->ms, &b->ms) || !addr_equal(&a->private_etr, &b->private_etr) ||
	    a->n_rtrs != b->n_rtrs)
		return false;
	for (unsigned i = 0; i < a->n_rtrs; i++)
		if (!addr_equal(&a->rtr[i], &b->rtr[i]))
			return false;
	return true;
}

#endif
