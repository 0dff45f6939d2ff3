/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/mapping_line.h"

#include <stdio.h>

#include "lispd/cli/locator_line.h"

struct mapping_options mapping_read_options(const struct args *a)
{
	struct mapping_options o = {
		.proxy = arg_has(a, "proxy"),
		.summary = arg_has(a, "summary"),
		.default_etr = arg_has(a, "default-etr"),
		.local = arg_has(a, "local"),
		.silent_host_detection = arg_has(a, "silent-host-detection"),
	};
	const char *map = arg_str(a, "map");

	o.has_sgt = arg_u32(a, "sgt", &o.sgt);
	o.has_tag = arg_u32(a, "tag", &o.route_tag);
	snprintf(o.route_map, sizeof(o.route_map), "%s", map ? map : "");
	return o;
}

void mapping_set_str(struct out *o, const struct db_mapping_cfg *m)
{
	const struct mapping_options *p = &m->options;

	out(o, "database-mapping %s locator-set %s", prefix_str(&m->prefix).s, m->set);
	if (p->proxy)
		out_str(o, " proxy");
	if (p->has_sgt)
		out(o, " sgt %u", p->sgt);
	if (p->summary)
		out_str(o, " summary");
	if (p->has_tag)
		out(o, " route-tag %u", p->route_tag);
	if (p->default_etr)
		out_str(o, " default-etr");
	if (p->route_map[0])
		out(o, " route-map %s", p->route_map);
	if (p->local)
		out_str(o, " local");
	if (p->silent_host_detection)
		out_str(o, " silent-host-detection");
}

static void write_one(struct cli_writer *w, const struct db_mapping_cfg *m)
{
	struct prefix_buf eid = prefix_str(&m->prefix);
	struct out line;

	if (m->set[0]) {
		out_init(&line);
		mapping_set_str(&line, m);
		cli_line(w, "%s", line.text);
		out_fini(&line);
	}
	for (unsigned i = 0; i < m->n_locators; i++)
		cli_line(w, "database-mapping %s %s", eid.s, locator_str(&m->locator[i]).s);
	if (m->auto_discover)
		cli_line(w, "database-mapping %s auto-discover-rlocs", eid.s);
}

void mapping_write(struct cli_writer *w, const struct db_mapping_cfg *m, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		write_one(w, &m[i]);
}

void static_map_write(struct cli_writer *w, const struct static_map_cfg *m, unsigned n)
{
	static const char *const action[] = {
		[STATIC_MAP_REQUEST] = "map-request",
		[STATIC_DROP] = "drop",
		[STATIC_NATIVE] = "native-forward",
	};

	for (unsigned i = 0; i < n; i++) {
		struct prefix_buf eid = prefix_str(&m[i].prefix);

		if (m[i].action != STATIC_LOCATORS)
			cli_line(w, "map-cache %s %s", eid.s, action[m[i].action]);
		for (unsigned j = 0; j < m[i].n_locators; j++)
			cli_line(w, "map-cache %s %s", eid.s, locator_str(&m[i].locator[j]).s);
	}
}
