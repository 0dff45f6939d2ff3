/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_JSON_CHECK_H
#define TESTS_UNIT_JSON_CHECK_H

/* One JSON value and nothing else, by the letter of RFC 8259; names of an object only once. NULL
 * when it is, else where it is not. */
const char *json_check(const char *text);

#endif
