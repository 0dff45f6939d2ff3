/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_KEPT_ROWS_H
#define CLI_KEPT_ROWS_H

/* The rows that print for the slots which cmd_kept.c and cmd_kept_block.c share. */
#define KEPT_AAA_ROW "[no] [default] aaa ~ LINE$line"
#define KEPT_DHCP_ROW "[no] [default] ip dhcp LINE$line"
#define KEPT_MIDDLE_ROW "[no] [default] multilink ~ LINE$line"
#define KEPT_VLAN_ROW "[no] [default] vlan WORD$list"
#define KEPT_IP_ROW "[no] [default] ip forward-protocol LINE$line"
#define KEPT_ACL_ROW "[no] [default] ip access-list (standard|extended|role-based|fqdn) WORD$name"
#define KEPT_ROUTE_MAP_ROW "[no] [default] route-map WORD$name [(permit|deny)] [<0-65535>$n]"
#define KEPT_CONTROL_ROW "[no] [default] control-plane [LINE$line]"
#define KEPT_END_ROW "[no] [default] snmp-server ~ LINE$line"
#define KEPT_NTP_ROW "[no] [default] ntp ~ LINE$line"

#endif
