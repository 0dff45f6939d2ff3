/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * startup-config: whatever happens while it is saved, a later start finds the old text or the new
 * one. The process is killed at every system call of a save; the disk is full; the file is
 * bind-mounted; what is there is not a configuration.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lispd/cli/startup.h"
#include "tests/unit/box.h"

#define SMALL 32

static struct {
	char dir[64], file[128], new[128];
	struct out text, why;
} t;

static int setup(void **state)
{
	(void)state;
	snprintf(t.dir, sizeof(t.dir), "/tmp/t_startup.XXXXXX");
	assert_non_null(mkdtemp(t.dir));
	snprintf(t.file, sizeof(t.file), "%s/startup-config", t.dir);
	snprintf(t.new, sizeof(t.new), "%s/.startup-config.new", t.dir);
	out_init(&t.text);
	out_init(&t.why);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	chmod(t.dir, 0700);
	unlink(t.file);
	rmdir(t.file);
	unlink(t.new);
	rmdir(t.dir);
	out_fini(&t.text);
	out_fini(&t.why);
	return 0;
}

static char *long_text(char fill)
{
	size_t len = 20000;
	char *text = malloc(len + 1);

	assert_non_null(text);
	memset(text, fill, len);
	for (size_t i = 63; i < len; i += 64)
		text[i] = '\n';
	memcpy(text + len - 5, "\nend\n", 6);
	return text;
}

static void put(const char *path, const char *text, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	fclose(f);
}

static int save(const char *text)
{
	out_clear(&t.why);
	return startup_save(t.dir, text, strlen(text), &t.why);
}

static const char *saved(void)
{
	out_clear(&t.text);
	assert_int_equal(startup_read(t.dir, &t.text, &t.why), 0);
	return out_text(&t.text);
}

/* --- saving ----------------------------------------------------------------------------------- */

static void saves_for_its_owner_only(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(startup_read(t.dir, &t.text, &t.why), -ENOENT);
	assert_string_equal(out_text(&t.why), "");
	assert_int_equal(save("hostname A\nend\n"), 0);
	assert_string_equal(saved(), "hostname A\nend\n");
	assert_int_equal(stat(t.file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	chmod(t.file, 0644);
	assert_int_equal(save("hostname B\nend\n"), 0);
	assert_int_equal(stat(t.file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(access(t.new, F_OK), -1);
}

static void makes_the_folder(void **state)
{
	(void)state;
	assert_int_equal(rmdir(t.dir), 0);
	assert_int_equal(save("end\n"), 0);
	assert_string_equal(saved(), "end\n");
}

static void follows_a_symbolic_link(void **state)
{
	char target[128];
	struct stat st;

	(void)state;
	snprintf(target, sizeof(target), "%s/real", t.dir);
	put(target, "old\n", 4);
	assert_int_equal(symlink(target, t.file), 0);
	assert_int_equal(save("end\n"), 0);
	assert_int_equal(lstat(t.file, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_string_equal(saved(), "end\n");
	unlink(target);
}

static void erases(void **state)
{
	(void)state;
	assert_int_equal(startup_erase(t.dir, &t.why), 0);
	assert_int_equal(save("end\n"), 0);
	assert_int_equal(startup_erase(t.dir, &t.why), 0);
	assert_int_equal(startup_read(t.dir, &t.text, &t.why), -ENOENT);
}

/* --- what goes wrong ---------------------------------------------------------------------------- */

/* A file that may not grow is what a full disk looks like. */
static void full_disk_leaves_the_old_file(void **state)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	struct rlimit limit, small;
	char *new = long_text('n'), expected[512];

	(void)state;
	assert_int_equal(save("hostname OLD\nend\n"), 0);
	sigaction(SIGXFSZ, &ignore, &before);
	getrlimit(RLIMIT_FSIZE, &limit);
	small = limit;
	small.rlim_cur = 4096;
	setrlimit(RLIMIT_FSIZE, &small);
	assert_int_equal(save(new), -EFBIG);
	setrlimit(RLIMIT_FSIZE, &limit);
	sigaction(SIGXFSZ, &before, NULL);
	snprintf(expected, sizeof(expected),
		 "Cannot save %s: File too large; make room on that file system and save again",
		 t.file);
	assert_string_equal(out_text(&t.why), expected);
	assert_string_equal(saved(), "hostname OLD\nend\n");
	assert_int_equal(access(t.new, F_OK), -1);
	free(new);
}

static void tells_what_to_do(void **state)
{
	(void)state;
	assert_int_equal(mkdir(t.file, 0700), 0);
	assert_int_equal(save("end\n"), -EISDIR);
	assert_non_null(strstr(out_text(&t.why), t.file));
	assert_non_null(strstr(out_text(&t.why), "remove the folder of that name"));
	assert_null(strchr(out_text(&t.why), '\n'));
	out_clear(&t.why);
	assert_int_equal(startup_read(t.dir, &t.text, &t.why), -EISDIR);
	assert_non_null(strstr(out_text(&t.why), t.file));
}

/* Runs a save in a child that is killed when it is about to make its n-th system call. False when
 * it came to its end before. */
static bool save_killed_at(const char *text, unsigned n)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			_exit(2);
		raise(SIGSTOP);
		_exit(startup_save(t.dir, text, strlen(text), &t.why) ? 1 : 0);
	}
	waitpid(pid, &status, 0);
	if (WIFEXITED(status))
		skip(); /* no tracing here */
	for (unsigned i = 0; i < n; i++) {
		ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
		waitpid(pid, &status, 0);
		if (WIFEXITED(status))
			return false;
	}
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return true;
}

/* The file is put back as it was, the rest lies there as the kill left it. */
static unsigned kill_everywhere(const char *old, const char *new)
{
	unsigned n_old = 0, n_new = 0, n = 1;

	for (;; n++) {
		bool killed;

		put(t.file, old, strlen(old));
		killed = save_killed_at(new, n);
		if (strcmp(saved(), old) == 0)
			n_old++;
		else if (strcmp(saved(), new) == 0)
			n_new++;
		else
			fail_msg("after call %u the file is \"%.100s\"", n, saved());
		if (!killed)
			break;
	}
	assert_true(n_old > 0 && n_new > 0);
	assert_string_equal(saved(), new);
	return n;
}

static void a_kill_leaves_old_or_new(void **state)
{
	char *old = long_text('o'), *new = long_text('n');

	(void)state;
	assert_true(kill_everywhere(old, new) > 10);
	free(old);
	free(new);
}

static bool bind_mount_file(void)
{
	char shelf[128];

	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return false;
	snprintf(shelf, sizeof(shelf), "%s/mounted", t.dir);
	put(shelf, "old\n", 4);
	put(t.file, "", 0);
	return mount(shelf, t.file, NULL, MS_BIND, NULL) == 0;
}

static void end_bind_mount(void)
{
	char shelf[128];

	umount(t.file);
	snprintf(shelf, sizeof(shelf), "%s/mounted", t.dir);
	unlink(shelf);
}

static void a_bind_mounted_file_is_rewritten(void **state)
{
	char *old = long_text('o'), *new = long_text('n');

	(void)state;
	if (!bind_mount_file()) {
		free(old);
		free(new);
		skip();
	}
	assert_int_equal(save(new), 0);
	assert_string_equal(saved(), new);
	assert_int_equal(access(t.new, F_OK), -1);
	assert_int_equal(save("short\nend\n"), 0);
	assert_string_equal(saved(), "short\nend\n");
	kill_everywhere(old, new);
	kill_everywhere(new, "short\nend\n");
	assert_int_equal(startup_erase(t.dir, &t.why), 0);
	assert_int_equal(startup_read(t.dir, &t.text, &t.why), -ENOENT);
	end_bind_mount();
	free(old);
	free(new);
}

/* --- what is found ------------------------------------------------------------------------------ */

static void bad_lines_are_left_out(void **state)
{
	static const char binary[] = "hostname A\n\x7f"
				     "ELF\x01\x00\x02\nip \x01routing\nbanner motd "
				     "\x03hi\x03\nend\n";
	struct out messages;

	(void)state;
	out_init(&messages);
	out_bytes(&t.text, binary, sizeof(binary) - 1);
	startup_check(&t.text, "FILE", &messages);
	assert_string_equal(out_text(&messages),
			    "FILE: 2 lines are not text and left out, the first is line 2\n");
	assert_memory_equal(t.text.text, "hostname A\n       \n           \nbanner", 37);
	out_fini(&messages);
}

static void a_missing_end_is_told(void **state)
{
	struct out messages;

	(void)state;
	out_init(&messages);
	out_str(&t.text, "hostname A\nrouter li");
	startup_check(&t.text, "FILE", &messages);
	assert_non_null(strstr(out_text(&messages), "FILE has no final \"end\""));
	out_fini(&messages);
}

static void good_lines_of_a_broken_file_load(void **state)
{
	static const char text[] = "hostname R9\nno such line\nip host X 192.0.2.1\nrouter lisp\n"
				   " site A\n  authentication-k";
	struct box *b = box_new(t.dir);
	struct out log;

	(void)state;
	log_init(NULL, NULL);
	put(t.file, text, sizeof(text) - 1);
	startup_load(&b->root);
	assert_non_null(strstr(box_config(b), "hostname R9\n"));
	assert_non_null(strstr(box_config(b), "ip host X 192.0.2.1\n"));
	assert_non_null(strstr(box_config(b), " site A\n"));
	assert_false(b->root.sys->record.unsaved);
	out_init(&log);
	log_buffer_text(&log);
	assert_non_null(strstr(out_text(&log), "line 2: no such line\n"));
	assert_non_null(strstr(out_text(&log), "has no final \"end\""));
	assert_non_null(strstr(out_text(&log), "2 lines refused"));
	out_fini(&log);
	box_free(b);
	log_fini();
}

static void written_by_the_command(void **state)
{
	struct box *b = box_new(t.dir);
	char *config;

	(void)state;
	assert_string_equal(box_say(b, "show startup-config"), "startup-config is not present\n");
	box_say(b,
		"configure terminal\nhostname R9\nrouter lisp\nsite A\nauthentication-key k!\nend");
	assert_true(b->root.sys->record.unsaved);
	assert_string_equal(box_say(b, "write memory"), "Building configuration...\n[OK]\n");
	assert_false(b->root.sys->record.unsaved);
	assert_non_null(strstr(saved(), "\n! NVRAM config last updated at "));
	assert_non_null(strstr(saved(), "\nend\n"));
	config = strdup(box_config(b));
	box_free(b);

	b = box_new(t.dir);
	startup_load(&b->root);
	assert_string_equal(box_config(b), config);
	assert_int_equal(b->runner.status, CLI_OK);
	free(config);
	box_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(saves_for_its_owner_only, setup, teardown),
		cmocka_unit_test_setup_teardown(makes_the_folder, setup, teardown),
		cmocka_unit_test_setup_teardown(follows_a_symbolic_link, setup, teardown),
		cmocka_unit_test_setup_teardown(erases, setup, teardown),
		cmocka_unit_test_setup_teardown(full_disk_leaves_the_old_file, setup, teardown),
		cmocka_unit_test_setup_teardown(tells_what_to_do, setup, teardown),
		cmocka_unit_test_setup_teardown(a_kill_leaves_old_or_new, setup, teardown),
		cmocka_unit_test_setup_teardown(a_bind_mounted_file_is_rewritten, setup, teardown),
		cmocka_unit_test_setup_teardown(bad_lines_are_left_out, setup, teardown),
		cmocka_unit_test_setup_teardown(a_missing_end_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(good_lines_of_a_broken_file_load, setup, teardown),
		cmocka_unit_test_setup_teardown(written_by_the_command, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
