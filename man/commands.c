/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints the chapter about commands of a manual page, at build time: commands exec|config. */
#include <stdio.h>
#include <string.h>

#include "lib/cli/manual.h"
#include "lispd/cli/program.h"
#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"

int main(int argc, char **argv)
{
	struct root root = { .sys = sys_new() };
	struct out o;

	if (argc != 2 || (strcmp(argv[1], "exec") != 0 && strcmp(argv[1], "config") != 0)) {
		fputs("usage: commands exec|config\n", stderr);
		return 2;
	}
	out_init(&o);
	lispd_cli_new(&root);
	cli_manual(root.engine, strcmp(argv[1], "exec") == 0 ? MANUAL_EXEC : MANUAL_CONFIG, &o);
	fputs(out_text(&o), stdout);
	lispd_cli_free(&root);
	sys_free(root.sys);
	out_fini(&o);
	return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
