/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vtysh/term.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "lib/mem.h"

/*
 * The terminal is put into raw mode once and stays so: were it switched for every line, the
 * kernel would echo what is typed ahead. Input is never flushed. Keys are read in one place into
 * the queue and readline takes them from there, so that nothing of a paste is lost while a
 * command runs or a page waits.
 */

#define QUEUE_FULL (1024 * 1024)
#define CTRL_D 4
#define UNLIMITED 32766 /* readline takes no 0 for "no limit" */

static struct {
	const struct term_ops *ops;
	void *arg;
	struct termios saved;
	bool raw;
	bool dumb;
	bool eof;
	bool editing;
	bool follow_window;
	unsigned char *queue;
	size_t start, len, cap;
	int last; /* octet read last, to make one key of CR LF and CR NUL */
	char *line;
	bool have_line;
	enum term_end how;
} term;

static volatile sig_atomic_t ended_by, window_changed;

/* --- raw mode and signals --------------------------------------------------------------------- */

static void enter_raw(void)
{
	struct termios raw = term.saved;

	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | IXON);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	term.raw = true;
}

void term_stop(void)
{
	if (!term.raw)
		return;
	if (term.editing)
		rl_callback_handler_remove();
	term.editing = false;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &term.saved);
	term.raw = false;
}

static void on_end(int signo)
{
	ended_by = signo;
}

static void on_window(int signo)
{
	window_changed = signo;
}

static void on_continue(int signo)
{
	int saved = errno;

	(void)signo;
	if (term.raw)
		enter_raw();
	errno = saved;
}

/* The handler is gone when it runs (SA_RESETHAND): raising again ends us. */
static void on_crash(int signo)
{
	tcsetattr(STDIN_FILENO, TCSANOW, &term.saved);
	raise(signo);
}

static void catch (int signo, void (*fn)(int), int flags)
{
	struct sigaction sa = { .sa_handler = fn, .sa_flags = flags };

	sigemptyset(&sa.sa_mask);
	sigaction(signo, &sa, NULL);
}

static void catch_signals(void)
{
	static const int end[] = { SIGTERM, SIGHUP, SIGINT, SIGQUIT };
	static const int crash[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

	for (size_t i = 0; i < sizeof(end) / sizeof(*end); i++)
		catch (end[i], on_end, 0);
	for (size_t i = 0; i < sizeof(crash) / sizeof(*crash); i++)
		catch (crash[i], on_crash, (int)SA_RESETHAND | SA_NODEFER);
	catch (SIGWINCH, on_window, 0);
	catch (SIGCONT, on_continue, SA_RESTART);
}

int term_signal(void)
{
	return ended_by;
}

/* --- size ------------------------------------------------------------------------------------- */

void term_size(unsigned *rows, unsigned *columns)
{
	struct winsize size = { 0 };

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	*rows = size.ws_row;
	*columns = size.ws_col;
}

bool term_resized(unsigned *rows, unsigned *columns)
{
	if (!window_changed)
		return false;
	window_changed = 0;
	term_size(rows, columns);
	if (term.follow_window && !term.dumb)
		rl_resize_terminal();
	return true;
}

void term_set_width(int columns)
{
	unsigned rows, window;

	term_size(&rows, &window);
	term.follow_window = columns < 0;
	/* A dumb terminal would scroll sideways, and so break the echo that scripts wait for. */
	if (term.dumb || columns == 0)
		window = UNLIMITED;
	else if (columns > 0)
		window = (unsigned)columns;
	else if (window == 0)
		window = 80;
	rl_set_screen_size(rows ? (int)rows : 24, (int)window);
}

void term_set_history(unsigned size)
{
	if (history_is_stifled() && history_max_entries == (int)size)
		return;
	stifle_history((int)size);
}

/* --- keys ------------------------------------------------------------------------------------- */

static void grow_queue(void)
{
	term.cap = term.cap ? term.cap * 2 : 4096;
	term.queue = xrealloc(term.queue, term.cap);
}

static void add_key(unsigned char c)
{
	/* One key each: CR LF of a paste, CR NUL of telnet. */
	bool second = term.last == '\r' && (c == '\n' || c == '\0');

	term.last = c;
	if (second)
		return;
	if (term.len == term.cap)
		grow_queue();
	if (term.start + term.len == term.cap) {
		memmove(term.queue, term.queue + term.start, term.len);
		term.start = 0;
	}
	term.queue[term.start + term.len++] = c;
}

void term_read(void)
{
	unsigned char buf[4096];
	ssize_t n = read(STDIN_FILENO, buf, sizeof(buf));

	if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
		term.eof = true;
	for (ssize_t i = 0; i < n; i++)
		add_key(buf[i]);
}

int term_key(void)
{
	if (term.len == 0)
		return -1;
	term.len--;
	return term.queue[term.start++];
}

void term_unkey(int key)
{
	if (term.len == term.cap)
		grow_queue();
	if (term.start == 0) {
		memmove(term.queue + 1, term.queue, term.len);
		term.start = 1;
	}
	term.queue[--term.start] = (unsigned char)key;
	term.len++;
}

bool term_hung_up(void)
{
	return term.eof && term.len == 0;
}

bool term_full(void)
{
	return term.eof || term.len > QUEUE_FULL;
}

bool term_find_break(void)
{
	for (size_t i = term.len; i-- > 0;) {
		unsigned char *c = term.queue + term.start + i;

		if (*c == KEY_BREAK) {
			term.start += i + 1;
			term.len -= i + 1;
			return true;
		}
		if (*c == KEY_ESCAPE) {
			memmove(c, c + 1, term.len - i - 1);
			term.len--;
			return true;
		}
	}
	return false;
}

/* Only the rest of a key of several octets may have to be waited for here. */
static int next_key(FILE *f)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };

	(void)f;
	while (term.len == 0 && !term.eof && !ended_by)
		if (poll(&p, 1, -1) > 0)
			term_read();
	return term.len ? term_key() : EOF;
}

static int key_is_there(void)
{
	return term.len > 0;
}

/* --- keys with a meaning of ours ---------------------------------------------------------------- */

static char *text_before_cursor(void)
{
	return xstrndup(rl_line_buffer, (size_t)rl_point);
}

/* The cursor goes behind the line, so that what is printed next does not write over it. */
static void move_to_end(void)
{
	rl_point = rl_end;
	rl_redisplay();
}

static int on_question(int count, int key)
{
	char *line = text_before_cursor();
	int point = rl_point;

	(void)count;
	(void)key;
	move_to_end();
	fputs("?\n", rl_outstream);
	term.ops->help(term.arg, line);
	free(line);
	rl_point = point;
	rl_on_new_line();
	rl_redisplay();
	return 0;
}

static int on_tab(int count, int key)
{
	char *line, *completed;
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };

	(void)count;
	(void)key;
	/* In a paste a tab is just white space. */
	if (term.len > 0 || poll(&p, 1, 0) > 0) {
		rl_insert_text(" ");
		return 0;
	}
	line = text_before_cursor();
	completed = term.ops->complete(term.arg, line);
	if (completed && rl_point == rl_end) {
		rl_replace_line(completed, 0);
		rl_point = rl_end;
	} else if (completed && strncmp(completed, line, strlen(line)) == 0) {
		rl_insert_text(completed + strlen(line));
	}
	free(completed);
	free(line);
	fputs("\n", rl_outstream);
	rl_on_new_line();
	rl_redisplay();
	return 0;
}

static int on_ctrl_z(int count, int key)
{
	move_to_end();
	fputs("^Z", rl_outstream);
	term.how = TERM_CTRL_Z;
	return rl_newline(count, key);
}

static int on_ctrl_c(int count, int key)
{
	move_to_end();
	fputs("^C", rl_outstream);
	term.how = TERM_CTRL_C;
	return rl_newline(count, key);
}

/* At the end of the line it does nothing; the session is not left by accident. */
static int on_ctrl_d(int count, int key)
{
	return rl_point < rl_end ? rl_delete(count, key) : 0;
}

static int on_refresh(int count, int key)
{
	(void)count;
	(void)key;
	fputs("\n", rl_outstream);
	rl_on_new_line();
	rl_redisplay();
	return 0;
}

static int on_escape_key(int count, int key)
{
	(void)count;
	(void)key;
	return 0;
}

static void bind_keys(void)
{
	rl_bind_key('?', on_question);
	rl_bind_key('\t', on_tab);
	rl_bind_key(26, on_ctrl_z);
	rl_bind_key(KEY_BREAK, on_ctrl_c);
	rl_bind_key(KEY_ESCAPE, on_escape_key);
	rl_bind_key(CTRL_D, on_ctrl_d);
	rl_bind_key(12, on_refresh);
	rl_bind_key(18, on_refresh);
	rl_bind_key(21, rl_unix_line_discard);
	rl_bind_key(22, rl_quoted_insert);
	rl_bind_key(24, rl_unix_line_discard);
}

/* --- readline ---------------------------------------------------------------------------------- */

static void leave_terminal_alone(int meta)
{
	(void)meta;
}

static void leave_terminal_alone_too(void)
{
}

static void set_variables(void)
{
	static const char *const setting[][2] = {
		{ "editing-mode", "emacs" },
		{ "enable-bracketed-paste", "off" },
		{ "bind-tty-special-chars", "off" },
		{ "bell-style", "none" },
		{ "enable-keypad", "off" },
		{ "enable-meta-key", "off" },
		{ "show-mode-in-prompt", "off" },
		{ "input-meta", "on" },
		{ "output-meta", "on" },
		{ "convert-meta", "off" },
	};

	for (size_t i = 0; i < sizeof(setting) / sizeof(*setting); i++)
		rl_variable_bind(setting[i][0], setting[i][1]);
}

static void start_readline(void)
{
	/* Nobody's own key bindings: they would turn on what must be off. */
	setenv("INPUTRC", "/dev/null", 1);
	rl_readline_name = "vtysh";
	rl_prep_term_function = leave_terminal_alone;
	rl_deprep_term_function = leave_terminal_alone_too;
	rl_getc_function = next_key;
	rl_input_available_hook = key_is_there;
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_outstream = stdout;
	set_variables();
	rl_initialize();
	set_variables();
	rl_tty_set_echoing(1);
	bind_keys();
}

static bool is_dumb(const char *name)
{
	return !name || !*name || strcmp(name, "dumb") == 0 || strcmp(name, "network") == 0 ||
	       strcmp(name, "unknown") == 0;
}

bool term_start(const struct term_ops *ops, void *arg)
{
	if (tcgetattr(STDIN_FILENO, &term.saved) != 0)
		return false;
	term.ops = ops;
	term.arg = arg;
	term.dumb = is_dumb(getenv("TERM"));
	if (term.dumb)
		setenv("TERM", "dumb", 1);
	setlocale(LC_CTYPE, "");
	catch_signals();
	atexit(term_stop);
	enter_raw();
	start_readline();
	term_set_width(-1);
	using_history();
	return true;
}

static void on_line(char *line)
{
	term.line = line;
	term.have_line = true;
	term.editing = false;
	rl_callback_handler_remove();
}

void term_prompt(const char *prompt)
{
	term.how = TERM_ENTER;
	term.have_line = false;
	term.editing = true;
	rl_callback_handler_install(prompt, on_line);
}

bool term_editing(void)
{
	return term.editing;
}

char *term_line(enum term_end *how)
{
	while (!term.have_line && term.len > 0) {
		/* readline itself would end the input at ^D on an empty line. */
		if (term.queue[term.start] == CTRL_D && rl_end == 0)
			term_key();
		else
			rl_callback_read_char();
	}
	if (!term.have_line)
		return NULL;
	term.have_line = false;
	*how = term.line ? term.how : TERM_HANGUP;
	return term.line ? term.line : xstrdup("");
}

void term_add_history(const char *line)
{
	HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) :
						NULL;

	if (line[strspn(line, " \t")] && (!last || strcmp(last->line, line) != 0))
		add_history(line);
}

void term_above(const char *text)
{
	if (!term.editing) {
		printf("%s\n", text);
		fflush(stdout);
		return;
	}
	if (term.dumb)
		fputs("\n", rl_outstream);
	else
		rl_clear_visible_line();
	fprintf(rl_outstream, "%s\n", text);
	rl_on_new_line();
	rl_redisplay();
}

void term_between(const char *text)
{
	fprintf(rl_outstream, "%s%s\n", term.editing ? "\n" : "", text);
	if (term.editing)
		rl_on_new_line();
	fflush(rl_outstream);
}
