/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_FLASH_H
#define CLI_FLASH_H

/*
 * flash: is the folder "flash" beside startup-config, made when the first file is written. It has
 * no folders below. "bootflash:", "disk0:" and a name alone mean the same.
 */

#include <stdbool.h>
#include <stddef.h>

#include "lib/out.h"

struct root;

#define FLASH_NAME_MAX 128

/* The name of a file in flash:, or false when url is something else or no good name. */
bool flash_name(const char *url, char name[FLASH_NAME_MAX]);
/* The path of flash: itself (name "") or of a file in it. False when there is no place for it. */
bool flash_path(const struct root *root, const char *name, char *path, size_t size);

/* Reads flash:NAME, running-config or startup-config, with or without "system:" or "nvram:". False
 * with a line (without its end) in why. */
bool flash_read(const struct root *root, const char *url, struct out *text, struct out *why);
/* Writes a file of flash:, all or nothing; append adds to what is there. */
bool flash_write(const struct root *root, const char *url, const struct out *text, bool append,
		 struct out *why);
bool flash_exists(const struct root *root, const char *url);

/* As cli_program.write_file: why gets the reason only. */
bool flash_write_filtered(void *root, const char *url, const struct out *text, bool append,
			  struct out *why);

#endif
