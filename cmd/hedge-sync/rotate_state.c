#include "base/hex.h"
#include "base/home.h"
#include "io/durable.h"
#include "rotate.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_SZ  160
#define NAME_LEN 12 /* digits behind "mm-" */

static const char *const steps[] = { "none", "create", "revoke" };

/* Owner: caller, free(). */
static char *path_of(const struct rotation *r, const char *suffix)
{
	char name[64];

	snprintf(name, sizeof(name), "rotate/%s%s", r->venue->name, suffix);
	return home_path(name);
}

/* The word at *p, into out; the blank behind it is taken too. */
static bool take(char *out, size_t room, const char **p)
{
	size_t n = strcspn(*p, " \n");

	if (!n || n >= room || (*p)[n] == '\0')
		return false;
	memcpy(out, *p, n);
	out[n] = '\0';
	*p += n + 1;
	return true;
}

static bool parse(struct rotate_state *s, const char *text)
{
	char head[8], version[4], step[8], ts[24];
	const char *p = text;
	char *end;

	if (!take(head, sizeof(head), &p) ||
	    !take(version, sizeof(version), &p) ||
	    !take(step, sizeof(step), &p) ||
	    !take(s->name, sizeof(s->name), &p) ||
	    !take(s->old, sizeof(s->old), &p) || !take(ts, sizeof(ts), &p) ||
	    *p)
		return false;
	s->step = !strcmp(step, steps[ROTATE_CREATE])   ? ROTATE_CREATE
		  : !strcmp(step, steps[ROTATE_REVOKE]) ? ROTATE_REVOKE
							: ROTATE_NONE;
	errno = 0;
	s->ts_ms = strtoll(ts, &end, 10);
	return !strcmp(head, "rotate") && !strcmp(version, "1") && s->step &&
	       !errno && !*end && s->ts_ms > 0;
}

bool rotate_read(struct rotation *r)
{
	char *path = path_of(r, "");
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool none = fd < 0 && errno == ENOENT;
	char text[TEXT_SZ];
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	free(path);
	r->state = (struct rotate_state){ .step = ROTATE_NONE };
	if (none)
		return true;
	text[n > 0 ? n : 0] = '\0';
	return parse(&r->state, text);
}

/* Whole beside its place, then there. */
static bool put(const char *path, const char *beside, const char *text)
{
	int fd;
	bool ok;

	unlink(beside);
	fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	ok = durable_write(fd, text, strlen(text));
	ok = close(fd) == 0 && ok;
	return ok && rename(beside, path) == 0 && durable_entry(path);
}

static bool make_folder(void)
{
	char *folder = home_path("rotate");
	bool ok = (mkdir(folder, 0700) == 0 || errno == EEXIST) &&
		  durable_entry(folder);

	free(folder);
	return ok;
}

bool rotate_write(struct rotation *r, enum rotate_step step)
{
	char *path = path_of(r, ""), *beside = path_of(r, ".new");
	const struct rotate_state *s = &r->state;
	char text[TEXT_SZ];
	bool ok;

	snprintf(text, sizeof(text), "rotate 1 %s %s %s %" PRId64 "\n",
		 steps[step], s->name, s->old, s->ts_ms);
	if (step == ROTATE_NONE)
		ok = (unlink(path) == 0 || errno == ENOENT) &&
		     durable_entry(path);
	else
		ok = make_folder() && put(path, beside, text);
	if (ok)
		r->state.step = step;
	free(path);
	free(beside);
	return ok;
}

void rotate_name(struct rotation *r)
{
	unsigned char bytes[NAME_LEN / 2];
	char digits[HEX_SZ(NAME_LEN / 2)];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		mm_die(MM_FAIL, "rotate: no randomness");
	hex_format(digits, bytes, sizeof(bytes));
	snprintf(r->state.name, sizeof(r->state.name), "mm-%s", digits);
}
