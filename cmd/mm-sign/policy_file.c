#include "policy_file.h"

#include "base/err.h"
#include "base/home.h"
#include "io/durable.h"
#include "io/homedir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
	struct arena arena;
	struct policy policy;
	struct stat st; /* of the file it came from */
} loaded;

const char *policy_file_path(void)
{
	static char *path;

	if (!path)
		path = home_path("policy.json");
	return path;
}

/* Whoever can write to the policy can sign anything. */
static void trust(const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		mm_die(MM_REFUSED, "%s: not a file", policy_file_path());
	if ((st->st_uid != geteuid() && st->st_uid != 0) ||
	    (st->st_mode & (S_IWGRP | S_IWOTH)))
		mm_die(MM_REFUSED,
		       "%s: others can write to it (chmod 600, chown)",
		       policy_file_path());
}

static char *read_file(struct arena *a, struct stat *st, size_t *len)
{
	const char *path = policy_file_path();
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t n = 1;
	char *text;

	if (fd < 0 && errno == ENOENT)
		mm_die(MM_USAGE,
		       "%s: no policy; 'mm-sign init' writes a first one",
		       path);
	if (fd < 0 || fstat(fd, st) != 0)
		mm_die(MM_FAIL, "%s: %s", path, strerror(errno));
	trust(st);
	if (st->st_size > (off_t)POLICY_FILE_MAX)
		mm_die(MM_USAGE, "%s: over %zu bytes", path, POLICY_FILE_MAX);
	text = arena_alloc(a, (size_t)st->st_size + 1);
	for (*len = 0; n > 0 && *len < (size_t)st->st_size; *len += (size_t)n) {
		n = read(fd, text + *len, (size_t)st->st_size - *len);
		if (n < 0)
			mm_die(MM_FAIL, "%s: %s", path, strerror(errno));
	}
	close(fd);
	return text;
}

const struct policy *policy_file_load(void)
{
	const char *why;
	size_t len;
	char *text;

	arena_reset(&loaded.arena);
	text = read_file(&loaded.arena, &loaded.st, &len);
	why = policy_read(&loaded.arena, &loaded.policy, text, len);
	if (why)
		mm_die(MM_USAGE, "%s: %s", policy_file_path(), why);
	return &loaded.policy;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mode == b->st_mode && a->st_uid == b->st_uid &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

const struct policy *policy_file_fresh(bool *changed)
{
	struct stat st;

	*changed = lstat(policy_file_path(), &st) != 0 ||
		   !same_file(&st, &loaded.st);
	return *changed ? policy_file_load() : &loaded.policy;
}

void policy_file_write(const struct policy *p, bool fresh)
{
	const char *path = policy_file_path();
	char *scratch = home_path("policy.json.new");
	const char *to = fresh ? path : scratch;
	struct buf b;
	int fd;

	buf_init(&b, POLICY_FILE_MAX);
	if (!policy_write(&b, p))
		mm_die(MM_FAIL, "%s: over %zu bytes", path, POLICY_FILE_MAX);
	if (!home_make())
		mm_die(MM_FAIL, "%s: %s", home_dir(), strerror(errno));
	if (!fresh)
		unlink(scratch);
	fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		mm_die(MM_USAGE, "%s: there is one already", to);
	if (fd < 0 || !durable_write(fd, b.p, b.len) || close(fd) != 0 ||
	    (!fresh && rename(scratch, path) != 0) || !durable_entry(path))
		mm_die(MM_FAIL, "%s: %s", to, strerror(errno));
	buf_free(&b);
	free(scratch);
}
