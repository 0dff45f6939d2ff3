/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_MS_TELL_H
#define ROLE_MS_TELL_H

/*
 * Map-Notifies that nobody asked for (RFC 9301 5.7): to the other ETRs of a site whose locators
 * are merged, and to the ETR that had an EID before. Each is repeated until its Map-Notify-Ack
 * comes, three times every 3 seconds and three more with the interval doubled. A newer one for
 * the same ETR and EID takes its place.
 */

#include "lispd/role/ctl.h"

/* The registrations of the EID have changed; r is the one that is new, different or, with
 * gone, about to be removed. */
void ms_tell_others(struct lisp *l, const struct site_reg *r, bool gone);
/* True when the Map-Notify-Ack was for one of ours. */
bool ms_tell_acked(struct ctl *c, const struct ctl_in *in, const struct msg_register *m);
void ms_tell_fini(struct lisp *l);

#endif
