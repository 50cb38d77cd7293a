/* test_quota - what a venue allows, over processes, boots, clocks that jump and
 * files that are damaged. */
#include "check.h"
#include "io/quota_parts.h"

#include "base/home.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MINUTE INT64_C(60000)

static char home[] = "/tmp/mm-test-quota-XXXXXX";

static const struct quota_rule rules[QUOTA_RULES_MAX] = {
	{ MINUTE, 100 },
	{ 1000, 3 },
};
static const int64_t one[QUOTA_RULES_MAX] = { 1, 1 };
static const int64_t ten[QUOTA_RULES_MAX] = { 10 };

static void remove_file(const char *name)
{
	char *path = home_path(name);

	CHECK(unlink(path) == 0 || errno == ENOENT);
	free(path);
}

static void write_file(const char *name, const void *text, size_t len)
{
	char *path = home_path(name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	CHECK(fd >= 0 && write(fd, text, len) == (ssize_t)len);
	CHECK(close(fd) == 0);
	free(path);
}

static size_t read_file(const char *name, char text[static QUOTA_FILE_SZ])
{
	char *path = home_path(name);
	int fd = open(path, O_RDONLY);
	ssize_t n;

	CHECK(fd >= 0);
	n = read(fd, text, QUOTA_FILE_SZ);
	CHECK(n >= 0 && close(fd) == 0);
	free(path);
	return (size_t)n;
}

/* ---- bad files ---- */

/* A file that says what it should not: everything waits, and the file is whole
 * again. */
static void waits(const char *text, size_t len)
{
	struct quota *q = quota_open("bad", rules, 2);
	int64_t wait;

	write_file("quota/bad", text, len);
	CHECK(quota_take(q, one, &wait) == QUOTA_HELD);
	CHECK(wait > QUOTA_DOUBT_MS - 1000 && wait <= QUOTA_DOUBT_MS);
	CHECK(quota_take(q, one, &wait) == QUOTA_HELD);
	CHECK(wait > QUOTA_DOUBT_MS - 1000 && wait <= QUOTA_DOUBT_MS);
	quota_close(q);
}

static void bad_files(void)
{
	struct quota *q = quota_open("good", rules, 2);
	char text[QUOTA_FILE_SZ];
	struct quota_state s;
	uint64_t seed = 7;
	int64_t wait;

	CHECK(quota_take(q, one, &wait) == QUOTA_OK);
	CHECK(read_file("quota/good", text) == QUOTA_FILE_SZ);
	CHECK(quota_read(&s, text, QUOTA_FILE_SZ));
	waits("", 0);
	waits("free\n", 5);
	waits(text, QUOTA_FILE_SZ - 1);
	text[20] ^= 1;
	waits(text, QUOTA_FILE_SZ);
	text[20] ^= 1;
	for (int64_t i = 0; i < check_times(20000); i++) {
		size_t at = (size_t)check_pick(&seed, 0, QUOTA_FILE_SZ - 2);
		char was = text[at];
		size_t len = QUOTA_FILE_SZ;

		text[at] = (char)check_rand(&seed);
		if (text[at] == was)
			len = at;
		CHECK(!quota_read(&s, text, len));
		text[at] = was;
	}
	quota_close(q);
	quota_close(NULL);
}

/* No file, a folder in its place, a link: nothing may be asked. */
static void no_file(void)
{
	struct quota *q;
	char *path = home_path("quota/folder");
	int64_t wait = 0;

	q = quota_open("folder", rules, 2);
	CHECK(mkdir(path, 0700) == 0);
	CHECK(quota_take(q, one, &wait) == QUOTA_IO && wait > 0);
	CHECK(quota_saw(q, one) == QUOTA_IO && quota_hold(q, 5) == QUOTA_IO);
	CHECK(rmdir(path) == 0);
	CHECK(symlink("/dev/null", path) == 0);
	CHECK(quota_take(q, one, &wait) == QUOTA_IO);
	CHECK(unlink(path) == 0);
	CHECK(quota_take(q, one, &wait) == QUOTA_OK && !wait);
	quota_close(q);
	free(path);
}

/* ---- time, by numbers ---- */

static struct quota_state at(int64_t now)
{
	struct quota_state s;

	quota_fresh(&s, "boot", now, 1000000);
	quota_turn(&s, rules, "boot", now, 1000000);
	return s;
}

static void windows(void)
{
	struct quota_state s = at(5000000);
	int64_t wait;

	CHECK(!quota_room(&s, rules, one));
	for (int i = 0; i < 3; i++)
		quota_add(&s, rules, one);
	wait = quota_room(&s, rules, one);
	CHECK(wait >= 1000 && wait <= 1200);
	quota_turn(&s, rules, "boot", 5000999, 1000000);
	CHECK(quota_room(&s, rules, one));
	quota_turn(&s, rules, "boot", 5000000 + wait, 1000000);
	CHECK(!quota_room(&s, rules, one));
	/* The weight is still there: 3 of 100. */
	for (int i = 0; i < 9; i++) {
		CHECK(!quota_room(&s, rules, ten));
		quota_add(&s, rules, ten);
	}
	wait = quota_room(&s, rules, ten);
	CHECK(wait > 55000 && wait <= 70000);
	quota_turn(&s, rules, "boot", s.at_ms + wait - 1, 1000000);
	CHECK(quota_room(&s, rules, ten) == 1);
	quota_turn(&s, rules, "boot", s.at_ms + 1, 1000000);
	CHECK(!quota_room(&s, rules, ten));
	/* What others used with it. */
	s = at(5000000);
	quota_raise(&s, rules, (int64_t[QUOTA_RULES_MAX]){ 95, -1 });
	CHECK(quota_room(&s, rules, ten) && !quota_room(&s, rules, one));
	quota_raise(&s, rules, (int64_t[QUOTA_RULES_MAX]){ 4, INT64_MAX });
	CHECK(quota_room(&s, rules, one));
}

/* A window of the venue never sees more than max, whenever it begins. */
static void never_more(void)
{
	struct quota_state s = at(5000000);
	int64_t times[2000];
	uint64_t seed = 3;
	size_t n = 0;

	for (int64_t now = 5000000; n < COUNT(times);
	     now += check_pick(&seed, 0, 150)) {
		const int64_t cost[QUOTA_RULES_MAX] = { 0, 1 };

		quota_turn(&s, rules, "boot", now, 1000000);
		if (quota_room(&s, rules, cost))
			continue;
		quota_add(&s, rules, cost);
		times[n] = now;
		CHECK(n < 3 || times[n] - times[n - 3] >= 1000);
		n++;
	}
}

static void clocks(void)
{
	struct quota_state s = at(5000000), was;

	/* The wall clock jumps, either way: the boot's does not. */
	s.until_ms = s.at_ms + 100000;
	was = s;
	quota_turn(&s, rules, "boot", 5001000, 1);
	CHECK(s.until_ms == was.until_ms);
	quota_turn(&s, rules, "boot", 5002000, INT64_C(9000000000000));
	CHECK(s.until_ms == was.until_ms);
	/* Another boot: what is left, less what passed by the wall clock, never
	 * more than was left. */
	s = was;
	quota_turn(&s, rules, "other", 10, was.wall_ms + 40000);
	CHECK(s.until_ms == 10 + 60000);
	s = was;
	quota_turn(&s, rules, "other", 10, was.wall_ms - 40000);
	CHECK(s.until_ms == 10 + 100000);
	s = was;
	quota_turn(&s, rules, "boot", 10, was.wall_ms);
	CHECK(s.until_ms == 10 + 100000);
	s = was;
	quota_add(&s, rules, ten);
	quota_turn(&s, rules, "other", 10, was.wall_ms + 200000);
	CHECK(s.until_ms == 0);
	for (int i = 0; i < 9; i++)
		quota_add(&s, rules, ten);
	CHECK(quota_room(&s, rules, one));
}

static void as_text(void)
{
	struct quota_state s = at(INT64_C(999999999999)), back;
	char text[QUOTA_FILE_SZ];

	s.until_ms = s.at_ms + QUOTA_HOLD_MAX;
	for (size_t i = 0; i < QUOTA_RULES_MAX; i++) {
		s.counts[i].slot = INT64_C(999999999999999);
		for (size_t k = 0; k < QUOTA_SLOTS; k++)
			s.counts[i].n[k] = 1000000000;
	}
	memset(s.boot, 'a', 36);
	s.boot[36] = '\0';
	quota_write(text, &s);
	CHECK(quota_read(&back, text, sizeof(text)));
	CHECK(!strcmp(back.boot, s.boot) && back.until_ms == s.until_ms);
	CHECK(!memcmp(back.counts, s.counts, sizeof(s.counts)));
	s.until_ms++;
	quota_write(text, &s);
	CHECK(!quota_read(&back, text, sizeof(text)));
}

/* ---- processes ---- */

/* As many as are allowed go through, by whomever. */
static void shared(void)
{
	struct quota *q = quota_open("shared", rules, 1);
	int64_t wait;
	int taken = 0;

	for (int p = 0; p < 4; p++) {
		pid_t pid = fork();

		CHECK(pid >= 0);
		if (pid)
			continue;
		for (int i = 0; i < 60; i++)
			taken += quota_take(q, one, &wait) == QUOTA_OK;
		_exit(taken);
	}
	for (int p = 0; p < 4; p++) {
		int status;

		CHECK(wait4(-1, &status, 0, NULL) > 0 && WIFEXITED(status));
		taken += WEXITSTATUS(status);
	}
	CHECK(taken == 100);
	CHECK(quota_take(q, one, &wait) == QUOTA_FULL && wait > 0);
	quota_close(q);
}

/* Killed at any moment: the file is whole, and what was taken is counted. */
static void killed(void)
{
	struct quota *q = quota_open("killed", rules, 1);
	struct quota_state s;
	char text[QUOTA_FILE_SZ];
	int64_t wait;

	CHECK(quota_hold(q, 1) == QUOTA_OK);
	for (int i = 0; i < 20; i++) {
		pid_t pid = fork();

		CHECK(pid >= 0);
		if (!pid)
			for (;;)
				if (quota_hold(q, 1) || quota_saw(q, one))
					_exit(1);
		usleep((useconds_t)(500 + 300 * i));
		CHECK(kill(pid, SIGKILL) == 0);
		CHECK(waitpid(pid, NULL, 0) == pid);
		CHECK(read_file("quota/killed", text) == QUOTA_FILE_SZ);
		CHECK(quota_read(&s, text, QUOTA_FILE_SZ));
	}
	/* A hold that is longer stands. */
	CHECK(quota_hold(q, 500000) == QUOTA_OK);
	CHECK(quota_hold(q, 10) == QUOTA_OK);
	CHECK(quota_take(q, one, &wait) == QUOTA_HELD && wait > 490000);
	CHECK(quota_hold(q, INT64_MAX) == QUOTA_OK);
	CHECK(quota_take(q, one, &wait) == QUOTA_HELD);
	CHECK(wait <= QUOTA_HOLD_MAX && wait > QUOTA_HOLD_MAX - 10000);
	remove_file("quota/killed");
	CHECK(quota_take(q, one, &wait) == QUOTA_OK);
	quota_close(q);
}

static void clean(void)
{
	static const char *const names[] = { "quota/bad",    "quota/good",
					     "quota/folder", "quota/shared",
					     "quota/killed", "quota",
					     "lock" };

	for (size_t i = 0; i < COUNT(names); i++) {
		char *path = home_path(names[i]);

		CHECK(remove(path) == 0);
		free(path);
	}
	CHECK(rmdir(home) == 0);
}

int main(void)
{
	CHECK(mkdtemp(home) && setenv("MM_HOME", home, 1) == 0);
	bad_files();
	no_file();
	windows();
	never_more();
	clocks();
	as_text();
	shared();
	killed();
	clean();
	printf("test_quota: pass\n");
	return 0;
}
