#include "rights_kept.h"

#include "base/clock.h"
#include "base/conf.h"
#include "base/home.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEPT_MS INT64_C(3600000)
#define TEXT_SZ 128

/* Owner: caller, free(). */
static char *path_of(const struct cex_session *s, const char *suffix)
{
	char name[64];

	snprintf(name, sizeof(name), "doctor/%s%s", cex_venue_of(s)->name,
		 suffix);
	return home_path(name);
}

/* What the file says before its time: key and address. */
static void head_of(char out[static TEXT_SZ], const struct cex_session *s)
{
	const struct cex_venue *v = cex_venue_of(s);
	char key[CEX_MARK_SZ], at[CEX_MARK_SZ];

	cex_mark(at, conf_text(v->keys_url_key ? v->keys_url_key : v->url_key));
	snprintf(out, TEXT_SZ, "doctor 1 %s %s ", cex_mark_of(key, s), at);
}

bool rights_kept(const struct cex_session *s)
{
	char *path = path_of(s, "");
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char text[TEXT_SZ], head[TEXT_SZ], *end;
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	int64_t at, age;

	if (fd >= 0)
		close(fd);
	free(path);
	if (n <= 0)
		return false;
	text[n] = '\0';
	head_of(head, s);
	if (strncmp(text, head, strlen(head)) != 0)
		return false;
	errno = 0;
	at = strtoll(text + strlen(head), &end, 10);
	age = clock_now_ms() - at;
	return !errno && !strcmp(end, "\n") && age >= 0 && age < KEPT_MS;
}

void rights_keep(const struct cex_session *s)
{
	char *folder = home_path("doctor"), *path = path_of(s, "");
	char *beside = path_of(s, ".new");
	char head[TEXT_SZ], text[TEXT_SZ + 24];
	int fd, len;

	(void)!mkdir(folder, 0700);
	head_of(head, s);
	len = snprintf(text, sizeof(text), "%s%" PRId64 "\n", head,
		       clock_now_ms());
	unlink(beside);
	fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0) {
		bool ok = write(fd, text, (size_t)len) == len;

		if (close(fd) != 0 || !ok || rename(beside, path) != 0)
			unlink(beside);
	}
	free(folder);
	free(path);
	free(beside);
}
