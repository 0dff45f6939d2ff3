/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Locator status bits of received data (RFC 9300 section 10): what a site says of its own
 * locators. Bit i is the i-th locator of the last Map-Reply. A cleared bit stops the use of a
 * locator, only a set one resumes it.
 */
#include "lispd/role/itr_entry.h"

#define BITS 32
#define BITS_WITH_IID 8

/* Only a locator of the site may speak for it. */
static bool is_of_site(const struct mapcache_entry *e, const struct addr *rloc)
{
	for (unsigned i = 0; i < e->map.n_rlocs; i++)
		if (addr_equal(&e->map.rloc[i].addr, rloc))
			return true;
	return false;
}

void itr_lsbs(struct lisp *l, uint32_t iid, const struct addr *src, const struct addr *rloc,
	      uint32_t lsbs)
{
	struct eid eid = eid_host(iid, src);
	struct mapcache_entry *e = mapcache_match(&l->cache, &eid);
	unsigned n = iid ? BITS_WITH_IID : BITS;
	bool changed = false;

	if (!e || e->source != MC_MAP_REPLY || e->state != MC_COMPLETE || !is_of_site(e, rloc))
		return;
	n = MIN_OF(n, e->map.n_rlocs);
	if (!(lsbs & (n == BITS ? UINT32_MAX : (1U << n) - 1)))
		return; /* who has no locator could not have sent it */
	for (unsigned i = 0; i < n; i++) {
		bool down = !(lsbs & 1U << i);

		changed |= e->rloc[i].lsb_down != down;
		e->rloc[i].lsb_down = down;
	}
	if (!changed)
		return;
	eid_debug(l, e, mapcache_state_str(e), "Received RLOC status bits 0x%x from %s", lsbs,
		  addr_str(rloc).s);
	if (itr_update_locators(l, e))
		mapcache_changed(e);
}
