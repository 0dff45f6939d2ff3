/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_MR_H
#define ROLE_MR_H

/* Map-Resolver and the answering half of the Map-Server (RFC 9301 8.3, 8.4). */

#include "lispd/role/ctl.h"

/* A Map-Request, encapsulated or not: to the ETR that has the EID, else to the mapping system. */
void mr_request(struct ctl *c, const struct request_in *in, const struct msg_map_request *m);

#endif
