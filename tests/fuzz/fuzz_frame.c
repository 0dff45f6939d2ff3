/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receiver of frames, fed in pieces, and every payload decoder on what comes out. */
#include <string.h>

#include "lib/frame.h"
#include "tests/fuzz/fuzz.h"

static void decode(const struct frame *f)
{
	struct frame_hello hello;
	struct frame_done done;
	uint16_t a, b;
	char *s;
	bool hidden;

	frame_get_hello(f, &hello);
	frame_get_done(f, &done);
	frame_get_resize(f, &a, &b);
	if (frame_get_line(f, &a, &s))
		free(s);
	if (frame_get_ask(f, &hidden, &s))
		free(s);
	free(frame_str(f));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct frame_rx rx;
	struct frame f;

	frame_rx_init(&rx, 256);
	while (len > 0 && !rx.bad) {
		size_t room, n = data[0] % 64u + 1;
		void *space = frame_rx_space(&rx, &room);

		n = MIN_OF(n, MIN_OF(room, len));
		memcpy(space, data, n);
		frame_rx_added(&rx, n);
		data += n;
		len -= n;
		while (frame_rx_peek(&rx, &f)) {
			decode(&f);
			frame_rx_drop(&rx);
		}
	}
	frame_rx_fini(&rx);
	return 0;
}
