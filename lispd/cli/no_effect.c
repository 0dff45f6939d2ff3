/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/no_effect.h"

#include <string.h>

#include "lib/cli/args.h"
#include "lib/log.h"
#include "lispd/cli/program.h"
#include "lispd/cli/root.h"

#define AGAIN_MS 300000

/* As typed, in full spelling, but for keys. */
static void spell(const struct args *a, struct out *o)
{
	if (arg_no(a))
		out_str(o, "no ");
	for (size_t i = 0; i < a->n_bound; i++) {
		const struct syntax_token *t = a->bound[i].token;
		const char *text = t->type ? a->text.text + a->bound[i].text_off : t->word;

		if (t->type && strcmp(t->word, "key") == 0)
			text = "*";
		out(o, "%s%s", i ? " " : "", text);
	}
}

void no_effect_note(struct cli *c, const struct args *a)
{
	struct out line;

	if (!(a->row->cmd->flags & CLI_NO_EFFECT) || arg_default(a))
		return;
	if (!program_row_due(root_of(c), a->row, AGAIN_MS))
		return;
	out_init(&line);
	spell(a, &line);
	log_msg(SEV_INFO, "LISP", "NOEFFECT", "\"%s\" is stored, but has no effect yet",
		out_text(&line));
	out_fini(&line);
}
