/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_IFACE_PRIV_H
#define NET_IFACE_PRIV_H

/* Private to net: what the iface_*.c files share. */

#include "lispd/net/iface.h"
#include "lispd/net/kdev.h"

struct iface *iface_create(struct iface_table *t, const struct ifname *name);
/* An entry with neither device nor configuration goes; a listener still hears of it. */
void iface_bury_if_useless(struct iface *i);
/* Notes a change; listeners hear of it on the next turn. */
void iface_changed(struct iface *i, unsigned what);
/* cfg is to be applied on the next turn. */
void iface_mark_dirty(struct iface *i);
/* Derives what the entry says of itself from its device and cfg; notes what changed. */
void iface_refresh(struct iface *i);
/* The entry of lo itself, after what Loopbacks claim has changed. */
void iface_refresh_lo(struct iface_table *t, struct kdev *lo);
/* Joins an entry that is configured or new with a device; d NULL: parts them. */
void iface_bind(struct iface *i, struct kdev *d, bool on_lo);

/* The VRF that cfg names; NULL while it does not exist. */
struct vrf *iface_wanted_vrf(const struct iface *i);

/* Makes the device agree with cfg. */
void iface_apply(struct iface *i);
/* A typed address as the kernel is to have it. False while it cannot be told (EUI-64 without MAC). */
bool iface_kernel_addr(const struct iface *i, const struct iface_cfg_addr *c, struct nl_addr *out);
/* Removes an address from the device. 0 or -errno. */
int iface_remove_addr(struct iface *i, const struct addr *a, unsigned plen);
/* Removes the device that we made for a Loopback or a sub-interface, if there is one. */
void iface_remove_device(struct iface *i);
/* Whether the address is typed on this interface. */
bool iface_is_typed(const struct iface *i, const struct nl_addr *a);
/* A device back to the default VRF: its own one goes. */
void iface_expel(struct kdev *d);

/* Frees cfg's members. */
void iface_cfg_fini(struct iface_cfg *c);
/* The VRF is going: its interfaces lose addresses and binding. */
void iface_cfg_vrf_removed(struct iface *i);
/* A family was disabled in its VRF: addresses of it go. */
void iface_cfg_af_changed(struct iface *i);

extern const struct kdev_ops iface_kdev_ops;
void iface_watch_vrfs(struct iface_table *t);

#endif
