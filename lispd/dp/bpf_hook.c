/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <linux/if_link.h>
#include <string.h>
#include <unistd.h>

#include "lispd/dp/bpf_priv.h"

/* Behind filters that somebody else may have put before ours. */
#define PRIORITY 4341
#define HANDLE 1

static struct bpf_tc_hook hook_of(int ifindex, enum bpf_tc_attach_point where)
{
	return (struct bpf_tc_hook){
		.sz = sizeof(struct bpf_tc_hook),
		.ifindex = ifindex,
		.attach_point = where,
	};
}

static struct bpf_tc_opts opts_of(int program)
{
	return (struct bpf_tc_opts){
		.sz = sizeof(struct bpf_tc_opts),
		.prog_fd = program,
		.handle = HANDLE,
		.priority = PRIORITY,
	};
}

int fast_hook_find(int ifindex, enum bpf_tc_attach_point where, uint32_t *program_id)
{
	struct bpf_tc_hook hook = hook_of(ifindex, where);
	struct bpf_tc_opts opts = opts_of(0);
	int error = bpf_tc_query(&hook, &opts);

	*program_id = opts.prog_id;
	return error;
}

int fast_hook_set(int ifindex, enum bpf_tc_attach_point where, int program, bool *made)
{
	struct bpf_tc_hook hook = hook_of(ifindex, where);
	struct bpf_tc_opts opts = opts_of(program);
	int error = bpf_tc_hook_create(&hook);

	*made = error == 0;
	if (error && error != -EEXIST)
		return error;
	opts.flags = BPF_TC_F_REPLACE;
	return bpf_tc_attach(&hook, &opts);
}

void fast_hook_clear(int ifindex, enum bpf_tc_attach_point where, bool qdisc_too)
{
	struct bpf_tc_hook hook = hook_of(ifindex, where);
	struct bpf_tc_opts opts = opts_of(0);

	bpf_tc_detach(&hook, &opts);
	if (!qdisc_too)
		return;
	hook.attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS;
	bpf_tc_hook_destroy(&hook);
}

static bool is_ours(uint32_t program)
{
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);
	int fd = bpf_prog_get_fd_by_id(program);
	bool ours;

	if (fd < 0)
		return false;
	ours = bpf_obj_get_info_by_fd(fd, &info, &len) == 0 && !strcmp(info.name, "lisp_xdp");
	close(fd);
	return ours;
}

bool fast_driver_set(int ifindex, int program)
{
	uint32_t there = 0;

	if (bpf_xdp_query_id(ifindex, 0, &there) < 0 || (there && !is_ours(there)))
		return false;
	return bpf_xdp_attach(ifindex, program,
			      XDP_FLAGS_DRV_MODE | (there ? 0 : XDP_FLAGS_UPDATE_IF_NOEXIST),
			      NULL) == 0;
}

void fast_driver_clear(int ifindex)
{
	bpf_xdp_detach(ifindex, XDP_FLAGS_DRV_MODE, NULL);
}
