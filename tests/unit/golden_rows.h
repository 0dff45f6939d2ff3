/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_GOLDEN_ROWS_H
#define TESTS_UNIT_GOLDEN_ROWS_H

/* The folders of the captures by subject, and values as the captures write them. */

#include <stdio.h>

#include "lispd/core/eid.h"
#include "lispd/core/rloc.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/golden.h"

extern const struct golden_row golden_site_rows[], golden_xtr_rows[], golden_service_rows[],
	golden_absent_rows[], golden_base_rows[];

#define NEVER UINT64_MAX
#define HMS(h, m, s) ((((h)*60ull + (m)) * 60 + (s)) * 1000)
#define DH(d, h) HMS((d)*24 + (h), 0, 0)
#define WD(w, d) DH((w)*7 + (d), 0)

#define OF(rest) "show-lisp-instance-id-INSTANCE-ID-" rest
#define OF_ALL(rest) "show-lisp-all-instance-id-INSTANCE-ID-" rest
#define ROWS "rows of what this router does not have"

struct eid_buf golden_eid(const char *text);
struct rloc_buf golden_rloc(const char *text);
struct endpoint golden_endpoint(const char *addr, uint16_t port);
void golden_id(uint8_t id[16], uint32_t a, uint32_t b, uint32_t c, uint32_t d);

#endif
