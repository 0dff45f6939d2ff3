/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/save.h"

#include "lispd/cli/archive.h"
#include "lispd/cli/root.h"
#include "lispd/cli/running.h"
#include "lispd/cli/startup.h"
#include "lispd/cli/sys.h"

int save_running(struct cli *c)
{
	struct root *root = root_of(c);
	struct sys_record before = root->sys->record;
	struct out text, why;
	int err;

	cli_print(c, "Building configuration...\n");
	if (root->check_only)
		return cli_err(c, "Nothing is saved in a check");
	out_init(&text);
	out_init(&why);
	/* The time of saving is part of what is saved. */
	sys_saved(root->sys, loop_wall_ms(root->loop), cli_user(c));
	running_text(root, &text, false);
	err = startup_save(root->config_dir, text.text, text.len, &why);
	if (err) {
		root->sys->record = before;
		cli_err(c, "%s", out_text(&why));
	} else {
		cli_print(c, "[OK]\n");
		if (archive_wants_saves(root))
			archive_save(root, &why);
	}
	out_fini(&text);
	out_fini(&why);
	return err ? CLI_FAIL : CLI_OK;
}
