/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_SITE_ROUTE_H
#define ROLE_SITE_ROUTE_H

/*
 * What a map-server's registrations are to the forwarding of the same router: map-cache entries
 * ("map-cache site-registration"), which a Proxy ITR attracts packets for, and routes of the EID
 * table ("route-export site-registrations").
 */

#include "lispd/map/site.h"
#include "lispd/role/process.h"

struct site_routes;

/* The settings may have changed. */
void site_routes_apply(struct lisp *l);
void site_routes_free(struct lisp *l);
/* A registration of the EID has come, changed or gone. */
void site_routes_changed(struct lisp *l, const struct eid *eid);

#endif
