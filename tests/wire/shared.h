/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_WIRE_SHARED_H
#define TESTS_WIRE_SHARED_H

/* Captured messages that are not part of the project: a folder beside the source tree. */

#include <stddef.h>
#include <stdint.h>

/* The whole file as text, NULL when it is not there. The caller frees it. */
char *shared_read(const char *name);

/* Hexadecimal text, blanks and line ends between octets ignored, up to the first other sign. */
size_t shared_hex(const char *text, uint8_t *buf, size_t size);

#endif
