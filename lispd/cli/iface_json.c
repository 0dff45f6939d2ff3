/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "lispd/cli/iface_view.h"

static const struct json_field counter_fields[] = {
	JSON_FIELD(struct iface_counters, rx_packets, JSON_U64, "inPackets"),
	JSON_FIELD(struct iface_counters, rx_bytes, JSON_U64, "inOctets"),
	JSON_FIELD(struct iface_counters, rx_multicast, JSON_U64, "inMulticastPackets"),
	JSON_FIELD(struct iface_counters, rx_errors, JSON_U64, "inErrors"),
	JSON_FIELD(struct iface_counters, rx_dropped, JSON_U64, "inDiscards"),
	JSON_FIELD(struct iface_counters, rx_crc, JSON_U64, "inCrcErrors"),
	JSON_FIELD(struct iface_counters, tx_packets, JSON_U64, "outPackets"),
	JSON_FIELD(struct iface_counters, tx_bytes, JSON_U64, "outOctets"),
	JSON_FIELD(struct iface_counters, tx_errors, JSON_U64, "outErrors"),
	JSON_FIELD(struct iface_counters, tx_dropped, JSON_U64, "outDiscards"),
	JSON_FIELD(struct iface_counters, speed_mbps, JSON_U32, "speedMbps"),
	JSON_FIELD(struct iface_counters, full_duplex, JSON_BOOL, "fullDuplex"),
	{ 0 },
};

static void write_addresses(struct json *j, const char *key, const struct iface_addr *a, unsigned n)
{
	json_array(j, key);
	for (unsigned i = 0; i < n; i++) {
		json_object(j, NULL);
		json_str(j, "address", addr_str(&a[i].addr).s);
		json_u64(j, "prefixLength", a[i].plen);
		json_bool(j, "secondary", a[i].secondary);
		json_bool(j, "linkLocal", a[i].link_local);
		json_bool(j, "active", a[i].in_kernel && !a[i].tentative && !a[i].duplicate);
		json_end(j);
	}
	json_end(j);
}

static void write_mac(struct json *j, const struct iface_view *v)
{
	char text[24];

	snprintf(text, sizeof(text), "%02x%02x.%02x%02x.%02x%02x", v->mac[0], v->mac[1], v->mac[2],
		 v->mac[3], v->mac[4], v->mac[5]);
	json_str(j, "macAddress", v->has_mac ? text : NULL);
}

void iface_write(struct json *j, const struct iface_view *v, bool counters)
{
	json_object(j, NULL);
	json_str(j, "name", v->name);
	json_str(j, "description", v->description[0] ? v->description : NULL);
	json_str(j, "vrf", v->vrf[0] ? v->vrf : "default");
	json_str(j, "status", iface_status_str(v->status));
	json_str(j, "lineProtocol", iface_line_str(v));
	json_str(j, "hardware", v->hardware);
	write_mac(j, v);
	json_u64(j, "mtu", v->mtu);
	if (v->dot1q)
		json_u64(j, "vlan", v->dot1q);
	json_str(j, "ipv4Method", iface_method_str(v));
	write_addresses(j, "ipv4", v->v4, v->n_v4);
	write_addresses(j, "ipv6", v->v6, v->n_v6);
	if (counters) {
		json_object(j, "counters");
		json_fields(j, counter_fields, &v->counters);
		json_end(j);
	}
	json_end(j);
}
