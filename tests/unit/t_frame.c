/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/frame.h"
#include "lib/mem.h"

/* Gives bytes to a receiver as far as it takes them; how many it took. */
static size_t feed(struct frame_rx *rx, const struct out *o, size_t from, size_t len)
{
	size_t room;
	void *space = frame_rx_space(rx, &room);

	len = MIN_OF(len, MIN_OF(room, o->len - from));
	memcpy(space, o->text + from, len);
	frame_rx_added(rx, len);
	return len;
}

static void assert_frame(struct frame_rx *rx, uint8_t type, const char *payload)
{
	struct frame f;

	assert_true(frame_rx_peek(rx, &f));
	assert_int_equal(f.type, type);
	assert_int_equal(f.len, strlen(payload));
	assert_memory_equal(f.payload, payload, f.len);
	frame_rx_drop(rx);
}

static void test_bytes(void **state UNUSED)
{
	struct out o = { 0 };

	frame_put_line(&o, 3, "ab");
	assert_int_equal(o.len, 8);
	assert_memory_equal(o.text,
			    "\x02\x00\x00\x04\x00\x03"
			    "ab",
			    8);
	out_fini(&o);
}

static void test_one_octet_at_a_time(void **state UNUSED)
{
	struct frame_rx rx;
	struct frame f;
	struct out o = { 0 };

	frame_rx_init(&rx, 16);
	frame_put_str(&o, FRAME_HELP, "sh ");
	frame_put(&o, FRAME_CANCEL, NULL, 0);
	frame_put_str(&o, FRAME_ANSWER, "0123456789abcdef");
	for (size_t i = 0; i < o.len; i++) {
		assert_int_equal(feed(&rx, &o, i, 1), 1);
		if (i == 6)
			assert_frame(&rx, FRAME_HELP, "sh ");
		else if (i == 10)
			assert_frame(&rx, FRAME_CANCEL, "");
		else if (i < o.len - 1)
			assert_false(frame_rx_peek(&rx, &f));
	}
	assert_frame(&rx, FRAME_ANSWER, "0123456789abcdef");
	assert_false(frame_rx_peek(&rx, &f));
	frame_rx_fini(&rx);
	out_fini(&o);
}

static void test_full_buffer(void **state UNUSED)
{
	struct frame_rx rx;
	struct frame f;
	struct out o = { 0 };
	size_t sent = 0, room;

	frame_rx_init(&rx, 16);
	for (int i = 0; i < 100; i++)
		frame_put_str(&o, FRAME_HELP, "abcdef");
	for (int i = 0; i < 100; i++) {
		sent += feed(&rx, &o, sent, SIZE_MAX);
		frame_rx_space(&rx, &room);
		assert_true(rx.len <= 20);
		assert_frame(&rx, FRAME_HELP, "abcdef");
	}
	assert_int_equal(sent, o.len);
	assert_false(frame_rx_peek(&rx, &f));
	frame_rx_fini(&rx);
	out_fini(&o);
}

static void test_too_long(void **state UNUSED)
{
	struct frame_rx rx;
	struct frame f;
	struct out o = { 0 };
	size_t room;

	frame_rx_init(&rx, 16);
	out_bytes(&o, "\x02\x00\x00\x11", 4);
	feed(&rx, &o, 0, 4);
	assert_false(frame_rx_peek(&rx, &f));
	assert_true(rx.bad);
	frame_rx_space(&rx, &room);
	assert_int_equal(room, 0);
	frame_rx_drop(&rx);
	frame_rx_fini(&rx);
	out_fini(&o);
}

static struct frame only_frame(struct frame_rx *rx, struct out *o)
{
	struct frame f = { 0 };

	frame_rx_init(rx, FRAME_MAX_DOWN);
	feed(rx, o, 0, SIZE_MAX);
	assert_true(frame_rx_peek(rx, &f));
	return f;
}

static void test_hello(void **state UNUSED)
{
	struct frame_hello in = { .flags = HELLO_LOGIN, .rows = 24, .columns = 511 }, out_h;
	struct frame_rx rx;
	struct frame f;
	struct out o = { 0 };

	memcpy(in.user, "admin", 6);
	memcpy(in.source, "192.0.2.9", 10);
	frame_put_hello(&o, &in);
	f = only_frame(&rx, &o);
	assert_true(frame_get_hello(&f, &out_h));
	assert_memory_equal(&in, &out_h, sizeof(in));
	/* every shorter one is refused, a longer one and another version, too */
	for (size_t len = f.len; len-- > 0;)
		assert_false(frame_get_hello(&(struct frame){ f.type, f.payload, len }, &out_h));
	out_char(&o, 'x');
	assert_false(frame_get_hello(
		&(struct frame){ f.type, (const uint8_t *)o.text + 4, f.len + 1 }, &out_h));
	o.text[4] = 9;
	assert_false(frame_get_hello(&(struct frame){ f.type, (const uint8_t *)o.text + 4, f.len },
				     &out_h));
	frame_rx_fini(&rx);
	out_fini(&o);
}

static void test_long_names_are_refused(void **state UNUSED)
{
	uint8_t buf[300] = { FRAME_VERSION, 0, 0, 24, 0, 80, 64 };
	struct frame_hello h;

	assert_false(frame_get_hello(&(struct frame){ FRAME_HELLO, buf, 7 + 64 + 1 }, &h));
	buf[6] = 63;
	memset(buf + 7, 'a', 63);
	assert_true(frame_get_hello(&(struct frame){ FRAME_HELLO, buf, 7 + 63 + 1 }, &h));
	buf[20] = 0;
	assert_false(frame_get_hello(&(struct frame){ FRAME_HELLO, buf, 7 + 63 + 1 }, &h));
}

static void test_done(void **state UNUSED)
{
	struct frame_done in = { .flags = DONE_CONFIG,
				 .length = 24,
				 .width = FRAME_FOLLOW,
				 .history = 20 },
			  out_d;
	struct frame_rx rx;
	struct frame f;
	struct out o = { 0 };

	memcpy(in.prompt, "R1(config)#", 12);
	frame_put_done(&o, &in);
	f = only_frame(&rx, &o);
	assert_true(frame_get_done(&f, &out_d));
	assert_int_equal(out_d.flags, DONE_CONFIG);
	assert_int_equal(out_d.length, 24);
	assert_int_equal(out_d.width, FRAME_FOLLOW);
	assert_int_equal(out_d.history, 20);
	assert_string_equal(out_d.prompt, "R1(config)#");
	for (size_t len = f.len; len-- > 0;)
		assert_false(frame_get_done(&(struct frame){ f.type, f.payload, len }, &out_d));
	frame_rx_fini(&rx);
	out_fini(&o);
}

static void test_lines(void **state UNUSED)
{
	struct frame_rx rx;
	struct frame f;
	struct out o = { 0 };
	uint16_t column, rows;
	bool hidden;
	char *s;

	frame_put_line(&o, FRAME_NO_COLUMN, "");
	f = only_frame(&rx, &o);
	assert_true(frame_get_line(&f, &column, &s));
	assert_int_equal(column, FRAME_NO_COLUMN);
	assert_string_equal(s, "");
	free(s);
	frame_rx_fini(&rx);
	assert_false(frame_get_line(&(struct frame){ FRAME_LINE, (const uint8_t *)"x", 1 }, &column,
				    &s));
	/* a NUL ends the text */
	assert_true(frame_get_line(&(struct frame){ FRAME_LINE, (const uint8_t *)"\0\5ab\0cd", 7 },
				   &column, &s));
	assert_int_equal(column, 5);
	assert_string_equal(s, "ab");
	free(s);

	out_clear(&o);
	frame_put_ask(&o, true, "Password: ");
	f = only_frame(&rx, &o);
	assert_true(frame_get_ask(&f, &hidden, &s));
	assert_true(hidden);
	assert_string_equal(s, "Password: ");
	free(s);
	assert_false(frame_get_ask(&(struct frame){ FRAME_ASK, NULL, 0 }, &hidden, &s));
	frame_rx_fini(&rx);

	out_clear(&o);
	frame_put_resize(&o, 50, 132);
	f = only_frame(&rx, &o);
	assert_true(frame_get_resize(&f, &rows, &column));
	assert_int_equal(rows, 50);
	assert_int_equal(column, 132);
	frame_rx_fini(&rx);
	out_fini(&o);
}

static void test_long_text_is_cut_at_line_ends(void **state UNUSED)
{
	struct out text = { 0 }, o = { 0 }, joined = { 0 };
	struct frame_rx rx;
	struct frame f;
	size_t sent = 0, n = 0;

	for (int i = 0; i < 20000; i++)
		out(&text, "line %d\n", i);
	frame_put_text(&o, text.text, text.len);
	frame_rx_init(&rx, FRAME_MAX_DOWN);
	while (joined.len < text.len) {
		sent += feed(&rx, &o, sent, SIZE_MAX);
		while (frame_rx_peek(&rx, &f)) {
			out_bytes(&joined, (const char *)f.payload, f.len);
			assert_int_equal(f.payload[f.len - 1], '\n');
			frame_rx_drop(&rx);
			n++;
		}
	}
	assert_string_equal(joined.text, text.text);
	assert_true(n > 3 && n < 10);
	frame_rx_fini(&rx);
	out_fini(&o);
	out_fini(&text);
	out_fini(&joined);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_one_octet_at_a_time),
		cmocka_unit_test(test_full_buffer),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_hello),
		cmocka_unit_test(test_long_names_are_refused),
		cmocka_unit_test(test_done),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_long_text_is_cut_at_line_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
