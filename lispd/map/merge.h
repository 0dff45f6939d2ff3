/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAP_MERGE_H
#define MAP_MERGE_H

/* Several registrations of one EID prefix as one mapping. */

#include "lispd/map/site.h"

/* What the Map-Server says about the EID: the latest registration; where that asks for merging
 * (the a bit), the union of all that do, no RLOC twice, each as its own router says it is. False
 * when nobody registered. The caller frees out with mapping_fini(). */
bool merge_answer(const struct site_eid *se, struct mapping *out);
/* No locator address of one is in the other. */
bool merge_is_disjoint(const struct mapping *a, const struct mapping *b);

#endif
