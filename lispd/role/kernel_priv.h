/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_KERNEL_PRIV_H
#define ROLE_KERNEL_PRIV_H

struct port_host;

/* Private to the files of the kernel host. arg is the struct kernel_table of the locators. */

#include "lispd/role/kernel.h"

struct kernel *kernel_of(void *arg);
struct vrf *kernel_vrf(const struct kernel_table *t); /* NULL: it is not there */

/* kernel_steer.c */
bool kernel_eid_route(void *arg, const char *vrf, const struct prefix *p);
void kernel_tun(void *arg, const struct host_tun *t, int family, bool up);
void kernel_steer(void *arg, const struct host_tun *t, const struct prefix *p, bool on);
void kernel_native(void *arg, const struct host_tun *t, const struct prefix *p, bool on);
void kernel_attract(void *arg, const struct host_tun *t, const struct prefix *p, bool on);

void kernel_export_route(void *arg, const struct host_tun *t, const struct prefix *p,
			 uint8_t distance);

/* kernel_port.c */
extern const struct port_host kernel_port_host;
void kernel_ports_fini(struct kernel *k);

/* kernel_conn.c */
struct host_conn *kernel_connect(void *arg, const struct addr *local, const struct endpoint *peer,
				 const struct conn_ops *ops, void *conn_arg);
int kernel_conn_send(struct host_conn *h, const void *data, size_t len);
void kernel_conn_close(struct host_conn *h);
/* As rtsock_ops.accept. */
void *kernel_accept(void *arg, const struct endpoint *peer, const struct endpoint *local,
		    const struct rtconn_ops **ops);

#endif
