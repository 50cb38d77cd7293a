/* test_lock - lanes and the kill switch, in a home of their own. */
#include "check.h"
#include "io/homedir.h"
#include "io/kill.h"
#include "io/lock.h"

#include "base/home.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char home[] = "/tmp/mm-test-lock-XXXXXX";

static void write_file(const char *name, const char *text)
{
	char *path = home_path(name);
	FILE *f = fopen(path, "w");

	CHECK(f);
	CHECK(fputs(text, f) >= 0);
	CHECK(fclose(f) == 0);
	free(path);
}

static void remove_file(const char *name)
{
	char *path = home_path(name);

	CHECK(remove(path) == 0);
	free(path);
}

static void test_home_is_made_once(void)
{
	char *lock = home_path("lock");
	struct stat st;

	CHECK(rmdir(home) == 0);
	CHECK(home_make());
	CHECK(home_make());
	CHECK(stat(lock, &st) == 0 && (st.st_mode & 07777) == 0700);
	CHECK(rmdir(lock) == 0);
	write_file("lock", "");
	CHECK(!home_make());
	CHECK(errno == ENOTDIR);
	remove_file("lock");
	CHECK(home_make());
	free(lock);
}

static void test_lane_names(void)
{
	char longest[256], held[64];
	struct lock l, m;
	char *path;

	CHECK(lock_take(&l, "", 0) == LOCK_NAME && l.fd == -1);
	memset(longest, 'a', sizeof(longest));
	longest[255] = '\0';
	CHECK(lock_take(&l, longest, 0) == LOCK_OK);
	lock_drop(&l);
	longest[254] = '/'; /* %2F: two bytes too many */
	CHECK(lock_take(&l, longest, 0) == LOCK_NAME);
	CHECK(lock_holder(longest) == 0);

	/* Two lanes that differ only in an escaped byte are two lanes. */
	CHECK(lock_take(&l, "../BMV/SOL w1", 0) == LOCK_OK);
	CHECK(lock_take(&m, "../BMV%2FSOL w1", 0) == LOCK_OK);
	snprintf(held, sizeof(held), "lock/%s", "%2E.%2FBMV%2FSOL%20w1");
	path = home_path(held);
	CHECK(access(path, F_OK) == 0);
	free(path);
	lock_drop(&l);
	lock_drop(&m);
}

static void test_one_holder(void)
{
	struct lock l, m;

	CHECK(lock_holder("lane") == 0);
	CHECK(lock_take(&l, "lane", 0) == LOCK_OK);
	CHECK(lock_take(&m, "lane", 30) == LOCK_HELD && m.fd == -1);
	CHECK(lock_holder("lane") == getpid());
	lock_drop(&m);
	lock_drop(&l);
	CHECK(lock_holder("lane") == 0); /* the old text counts for nothing */
	CHECK(lock_take(&m, "lane", 0) == LOCK_OK);
	lock_drop(&m);
}

/* However the holder ends, the lane is free. */
static void test_killed_holder(void)
{
	struct lock l;
	int ready[2], status;
	char byte;
	pid_t pid;

	CHECK(pipe(ready) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		byte = lock_take(&l, "lane", 0) == LOCK_OK;
		if (write(ready[1], &byte, 1) == 1)
			pause();
		_exit(1);
	}
	CHECK(read(ready[0], &byte, 1) == 1 && byte);
	CHECK(lock_take(&l, "lane", 0) == LOCK_HELD);
	CHECK(lock_holder("lane") == pid);
	CHECK(kill(pid, SIGKILL) == 0);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(lock_take(&l, "lane", 0) == LOCK_OK);
	lock_drop(&l);
	close(ready[0]);
	close(ready[1]);
}

static void test_no_folder(void)
{
	char *dir = home_path("lock"), *away = home_path("away");
	struct lock l;

	CHECK(rename(dir, away) == 0);
	CHECK(lock_take(&l, "lane", 0) == LOCK_IO && errno == ENOENT);
	CHECK(rename(away, dir) == 0);
	free(dir);
	free(away);
}

static void test_kill_switch(void)
{
	char reason[KILL_REASON_SZ], text[2 * KILL_REASON_SZ];
	char *path = home_path("KILL");

	CHECK(!kill_switch(reason) && !*reason);
	write_file("KILL", "feed is wrong\nsecond line\n");
	CHECK(kill_switch(reason) && strcmp(reason, "feed is wrong") == 0);
	write_file("KILL", "");
	CHECK(kill_switch(reason) && strcmp(reason, "no reason given") == 0);
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	write_file("KILL", text);
	CHECK(kill_switch(reason) && strlen(reason) == KILL_REASON_SZ - 1);
	remove_file("KILL");

	CHECK(symlink("nowhere", path) == 0);
	CHECK(kill_switch(reason) && strstr(reason, "cannot be read"));
	remove_file("KILL");
	CHECK(mkdir(path, 0700) == 0);
	CHECK(kill_switch(reason) && strstr(reason, "cannot be read"));
	remove_file("KILL");
	CHECK(mkfifo(path, 0600) == 0);
	CHECK(kill_switch(reason)); /* and does not wait for a writer */
	remove_file("KILL");
	CHECK(!kill_switch(reason));
	free(path);
}

/* A home that is no folder cannot be examined: on. */
static void test_kill_not_examined(void)
{
	char reason[KILL_REASON_SZ], away[sizeof(home) + 8];
	FILE *f;

	snprintf(away, sizeof(away), "%s.away", home);
	CHECK(rename(home, away) == 0);
	CHECK(!kill_switch(reason));
	CHECK((f = fopen(home, "w")) && fclose(f) == 0);
	CHECK(kill_switch(reason) && strstr(reason, "cannot be examined"));
	CHECK(unlink(home) == 0 && rename(away, home) == 0);
}

int main(void)
{
	char command[sizeof(home) + 16];

	CHECK(mkdtemp(home) && setenv("MM_HOME", home, 1) == 0);
	test_home_is_made_once();
	test_lane_names();
	test_one_holder();
	test_killed_holder();
	test_no_folder();
	test_kill_switch();
	test_kill_not_examined();
	snprintf(command, sizeof(command), "rm -r %s", home);
	CHECK(system(command) == 0);
	printf("test_lock: pass\n");
	return 0;
}
