/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vtysh: the terminal of lispd. Knows no commands: lines, "?" and tabs go to the daemon, which
 * answers with text. With -c, -f or a pipe it works without a terminal and its exit status tells
 * whether every line was taken.
 */
#include <errno.h>
#include <getopt.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "config.h"
#include "lib/mem.h"
#include "vtysh/options.h"

#define SOCKET_NAME "vty.sock"

static const char usage_text[] =
	"usage: vtysh [-N NAME] [-s SOCKET] [--run-dir DIR] [--login] [--console]\n"
	"             [-c COMMAND]... | -f FILE | -C [-f FILE]\n"
	"  -c COMMAND      run it and end; may be given several times\n"
	"  -f FILE         run the lines of FILE (- is standard input); names refused lines\n"
	"  -C              only check the configuration in FILE, without a running lispd\n"
	"  -N NAME         the router of that name: socket RUN-DIR/NAME/" SOCKET_NAME "\n"
	"  --run-dir DIR   where the socket is, instead of " RUNDIR "[/NAME]\n"
	"  -s SOCKET       the socket itself\n"
	"  --login         start unprivileged (for a login shell or sshd's ForceCommand)\n"
	"  --console       be the console, not a vty\n"
	"  -h, -V          this help; the version\n"
	"exit status: 0, 1 when a line was refused, 2 when lispd cannot be reached\n";

void tell_no_daemon(const char *socket, int error)
{
	const char *remedy = "is lispd running? start it: systemctl start lispd";

	if (error == EACCES || error == EPERM)
		remedy = "be root, or a member of group lispd: sudo usermod -aG lispd $USER";
	else if (error == ENAMETOOLONG)
		remedy = "choose a shorter path (--run-dir, -s)";
	fprintf(stderr, "vtysh: %s: %s; %s\n", socket, strerror(error), remedy);
}

static void copy(char *dst, size_t size, const char *src)
{
	snprintf(dst, size, "%s", src ? src : "");
}

static const char *user_name(void)
{
	const char *name = getuid() == 0 ? getenv("SUDO_USER") : NULL;
	const struct passwd *pw = name ? NULL : getpwuid(getuid());

	return name ? name : pw ? pw->pw_name : NULL;
}

void fill_hello(const struct options *o, bool interactive, struct frame_hello *h)
{
	const char *ssh = getenv("SSH_CONNECTION");
	struct winsize size = { 0 };

	memset(h, 0, sizeof(*h));
	h->flags = (uint8_t)((interactive ? HELLO_INTERACTIVE : 0) | (o->login ? HELLO_LOGIN : 0) |
			     (o->console ? HELLO_CONSOLE : 0));
	copy(h->user, sizeof(h->user), user_name());
	copy(h->source, sizeof(h->source), ssh);
	h->source[strcspn(h->source, " ")] = '\0';
	if (interactive && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
		h->rows = size.ws_row;
		h->columns = size.ws_col;
	}
}

/* --- options ---------------------------------------------------------------------------------- */

static void add_command(struct options *o, const char *command)
{
	out(&o->commands, "%s\n", command);
	o->has_commands = true;
}

static void set_socket(struct options *o, const char *run_dir, const char *name)
{
	struct out path;

	if (o->socket)
		return;
	out_init(&path);
	if (run_dir)
		out(&path, "%s/" SOCKET_NAME, run_dir);
	else
		out(&path, RUNDIR "/%s%s" SOCKET_NAME, name ? name : "", name ? "/" : "");
	o->socket = path.text;
}

/* A login shell is started as "-vtysh"; sshd's ForceCommand hides the command in a variable. */
static void look_around(struct options *o, const char *program)
{
	const char *command = getenv("SSH_ORIGINAL_COMMAND");

	o->login = o->login || program[0] == '-';
	if (command && *command && !o->has_commands && !o->file)
		add_command(o, command);
}

static bool name_is_good(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/');
}

/* 0, or the exit status + 1. */
static int parse(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "run-dir", required_argument, NULL, 'R' },
		{ "socket", required_argument, NULL, 's' },
		{ "command", required_argument, NULL, 'c' },
		{ "file", required_argument, NULL, 'f' },
		{ "check", no_argument, NULL, 'C' },
		{ "login", no_argument, NULL, 'L' },
		{ "console", no_argument, NULL, 'O' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ 0 },
	};
	const char *run_dir = NULL, *name = NULL;
	int c;

	while ((c = getopt_long(argc, argv, "N:s:c:f:ChV", longs, NULL)) >= 0) {
		if (c == 'N')
			name = optarg;
		else if (c == 'R')
			run_dir = optarg;
		else if (c == 's')
			str_replace(&o->socket, optarg);
		else if (c == 'c')
			add_command(o, optarg);
		else if (c == 'f')
			o->file = optarg;
		else if (c == 'C')
			o->check = true;
		else if (c == 'L')
			o->login = true;
		else if (c == 'O')
			o->console = true;
		else if (c == 'h' || c == 'V')
			return fputs(c == 'h' ? usage_text : "vtysh " PACKAGE_VERSION "\n",
				     stdout) < 0 ?
				       2 :
				       1;
		else
			return 3;
	}
	if (optind < argc || (o->has_commands && o->file) || (name && !name_is_good(name))) {
		fputs(usage_text, stderr);
		return 3;
	}
	set_socket(o, run_dir, name);
	look_around(o, argv[0] ? argv[0] : "");
	return 0;
}

/* --- checking without a daemon ---------------------------------------------------------------- */

/* The daemon of the same build or installation first, then the one on the way. */
static int check(const struct options *o)
{
	static const char *const beside[] = { "lispd", "../lispd/lispd", "../sbin/lispd" };
	const char *file = o->file ? o->file : "-";
	char *argv[] = { xstrdup("lispd"), xstrdup("-C"), xstrdup("-f"), xstrdup(file), NULL };
	char self[4096];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	struct out path;

	out_init(&path);
	while (len > 0 && self[len - 1] != '/')
		len--;
	for (size_t i = 0; i < ARRAY_LEN(beside) && len > 0; i++) {
		out_clear(&path);
		out(&path, "%.*s%s", (int)len, self, beside[i]);
		execv(path.text, argv);
	}
	execvp("lispd", argv);
	execv("/usr/sbin/lispd", argv);
	fprintf(stderr, "vtysh: cannot run lispd -C -f %s: %s; is it installed?\n", file,
		strerror(errno));
	out_fini(&path);
	for (size_t i = 0; argv[i]; i++)
		free(argv[i]);
	return VTYSH_NO_DAEMON;
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	int rc = parse(&o, argc, argv);
	bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);

	if (rc != 0)
		rc--;
	else if (o.check)
		rc = check(&o);
	else if (o.has_commands || o.file || !terminal)
		rc = batch_run(&o);
	else
		rc = shell_run(&o);
	free(o.socket);
	out_fini(&o.commands);
	return rc;
}
