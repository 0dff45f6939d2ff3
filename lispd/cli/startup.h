/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_STARTUP_H
#define CLI_STARTUP_H

/*
 * The file startup-config in the configuration folder. Saving is all or nothing: whatever
 * happens on the way (full disk, kill, power), a later start finds the old configuration or the
 * new one. What goes wrong is told in one line, with the file and what to do about it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "lib/out.h"

struct root;

/* dir holds the file. why gets the line (without its end) when the result is not 0. */
int startup_save(const char *dir, const char *text, size_t len, struct out *why); /* 0 or -errno */
int startup_erase(const char *dir, struct out *why); /* no file is fine */
/* Puts the text of the file into text. -ENOENT, without a word in why: there is none. */
int startup_read(const char *dir, struct out *text, struct out *why);

/* Loads it at the start. Refused lines and doubts about the file go to the log. */
void startup_load(struct root *root);
/* Blanks lines of text that are no text; a line about it, and about a missing "end", into
 * messages. path is only named. */
void startup_check(struct out *text, const char *path, struct out *messages);

#endif
