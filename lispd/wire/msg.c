/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/wire/msg.h"

#include "lib/base.h"

const char *wire_error_str(enum wire_error e)
{
	static const char *const text[] = {
		[WIRE_OK] = "ok",
		[WIRE_TRUNCATED] = "truncated message",
		[WIRE_TRAILING] = "octets behind the message",
		[WIRE_TYPE] = "unknown message type",
		[WIRE_AFI] = "unknown AFI",
		[WIRE_LCAF] = "unknown LCAF",
		[WIRE_NESTING] = "LCAF nested too deep",
		[WIRE_PREFIX] = "bad mask length",
		[WIRE_COUNT] = "too many records",
		[WIRE_NO_ITR_RLOC] = "no usable ITR-RLOC",
		[WIRE_NO_IDS] = "xTR-ID and Site-ID missing",
		[WIRE_INNER] = "bad inner packet",
		[WIRE_MARKER] = "bad end marker or length",
	};

	_Static_assert(ARRAY_LEN(text) == WIRE_ERROR_COUNT, "every error has a text");
	return (unsigned)e < ARRAY_LEN(text) ? text[e] : "unknown error";
}

unsigned msg_type(const void *buf, size_t len)
{
	return len ? *(const uint8_t *)buf >> 4 : 0;
}

const char *msg_type_name(unsigned type)
{
	static const char *const name[] = {
		[LISP_MAP_REQUEST] = "Map-Request",
		[LISP_MAP_REPLY] = "Map-Reply",
		[LISP_MAP_REGISTER] = "Map-Register",
		[LISP_MAP_NOTIFY] = "Map-Notify",
		[LISP_MAP_NOTIFY_ACK] = "Map-Notify-Ack",
		[LISP_MAP_REFERRAL] = "Map-Referral",
		[LISP_INFO] = "Info-Request",
		[LISP_ECM] = "Encap-Control",
		[LISP_SHARED_EXTENSION] = "Shared-Extension",
	};

	return type < ARRAY_LEN(name) && name[type] ? name[type] : "Unknown";
}
