/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_LISP_H
#define CORE_LISP_H

/* Numbers of the protocol. Sections are those of RFC 9300, 9301 and 8060 unless said. */

#define LISP_DATA_PORT 4341    /* RFC 9300 5.3 */
#define LISP_CONTROL_PORT 4342 /* RFC 9301 5; TCP 4342 is the reliable transport */
#define VXLAN_PORT 4789	       /* RFC 7348 */

#define LISP_IID_MAX 0xffffffu /* in the data header (RFC 9300 5.3) */
#define LISP_IID_CONFIG_MAX 16777214u
#define LISP_PRIORITY_UNUSED 255 /* do not use this locator */

/* Control message types, RFC 9301 5.1 */
enum lisp_type {
	LISP_MAP_REQUEST = 1,
	LISP_MAP_REPLY = 2,
	LISP_MAP_REGISTER = 3,
	LISP_MAP_NOTIFY = 4,
	LISP_MAP_NOTIFY_ACK = 5,
	LISP_MAP_REFERRAL = 6,
	LISP_INFO = 7,
	LISP_ECM = 8,
	LISP_SHARED_EXTENSION = 15,
};

/* Actions of a record without locators, RFC 9301 5.4 */
enum lisp_action {
	LISP_ACT_NONE = 0,
	LISP_ACT_NATIVE = 1,
	LISP_ACT_MAP_REQUEST = 2,
	LISP_ACT_DROP = 3,
	LISP_ACT_POLICY_DENIED = 4,
	LISP_ACT_AUTH_FAILURE = 5,
};

/* Algorithm IDs, RFC 9301 12.5 */
enum lisp_auth {
	LISP_AUTH_NONE = 0,
	LISP_AUTH_SHA1 = 1,
	LISP_AUTH_SHA256 = 2,
	LISP_AUTH_HKDF_SHA256 = 3,
};

/* Address families on the wire */
enum lisp_afi {
	LISP_AFI_NONE = 0,
	LISP_AFI_IPV4 = 1,
	LISP_AFI_IPV6 = 2,
	LISP_AFI_MAC = 6,
	LISP_AFI_NAME = 17,
	LISP_AFI_LCAF = 16387,
	LISP_AFI_EUI48 = 16389, /* another spelling of MAC, accepted */
};

/* LCAF types, RFC 8060 */
enum lisp_lcaf {
	LCAF_NULL = 0,
	LCAF_AFI_LIST = 1,
	LCAF_INSTANCE_ID = 2,
	LCAF_AS_NUMBER = 3,
	LCAF_APPLICATION = 4,
	LCAF_GEO = 5,
	LCAF_OPAQUE_KEY = 6,
	LCAF_NAT = 7,
	LCAF_NONCE = 8,
	LCAF_MULTICAST = 9,
	LCAF_ELP = 10,
	LCAF_SECURITY_KEY = 11,
	LCAF_SOURCE_DEST = 12,
	LCAF_REPLICATION_LIST = 13,
	LCAF_JSON = 14,
	LCAF_KEY_VALUE = 15,
	LCAF_ENCAPSULATION = 16,
	LCAF_VENDOR = 255,
};

#define LISP_TTL_DEFAULT_MIN 1440
#define LISP_TTL_RECIPIENT_DECIDES 0xffffffffu
#define LISP_TTL_NEGATIVE_MIN 15    /* EID not in the mapping system, RFC 9301 8.1 */
#define LISP_TTL_UNREGISTERED_MIN 1 /* configured, nobody registered, RFC 9301 8.3 */

#define LISP_REGISTER_PERIOD_MS 60000 /* RFC 9301 8.2 */
#define LISP_REGISTRATION_TIMEOUT_MS 180000
#define LISP_REGISTER_RETRY_MS 1000 /* doubling up to LISP_REGISTER_RETRY_MAX_MS, 5.7 */
#define LISP_REGISTER_RETRY_MAX_MS 60000

/* Limits of what a peer can make us hold; own decisions. */
#define LISP_MAX_LCAF_DEPTH 4
#define LISP_MAX_MESSAGE 65535
#define LISP_MAX_RECORDS 255
#define LISP_MAX_LOCATORS 255	 /* of one record */
#define LISP_MAX_ITR_RLOCS 32	 /* IRC is 5 bits */
#define LISP_MAX_NAME 64	 /* distinguished name, octets */
#define LISP_MAX_CFG_LOCATORS 16 /* of one database-mapping */
#define LISP_MAX_KEY 80		 /* octets of a shared key */

/* Whole IP packets without path MTU knowledge, protocol rule of RFC 9301 (576 / 1280). */
#define LISP_CONTROL_MTU_V4 576
#define LISP_CONTROL_MTU_V6 1280

#endif
