#include "io/secret_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE_SZ (SECRET_FILE_MAX + 1)

/* Why the open file is not one to keep a secret in, or NULL. */
static const char *unfit(int fd)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return "cannot be examined";
	if (!S_ISREG(st.st_mode))
		return "not a regular file";
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return "belongs to another user";
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		return "others may read or write it (chmod 600)";
	if (st.st_size < 1 || st.st_size > SECRET_FILE_MAX)
		return "empty or too long";
	return NULL;
}

static bool is_text(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] != '\n' && (p[i] < ' ' || p[i] > '~'))
			return false;
	return true;
}

/* All of the file, whose size may change under us. */
static const char *take(struct secret_file *s, int fd)
{
	ssize_t n;

	while ((n = read(fd, s->text + s->len, PAGE_SZ - s->len)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return "cannot be read";
		s->len += (size_t)n;
		if (s->len == PAGE_SZ)
			return "empty or too long";
	}
	while (s->len &&
	       (s->text[s->len - 1] == '\n' || s->text[s->len - 1] == ' '))
		s->text[--s->len] = '\0';
	if (!s->len)
		return "empty or too long";
	return is_text(s->text, s->len) ? NULL
					: "holds a byte that is no plain text";
}

const char *secret_file_read(struct secret_file *out, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	const char *why = fd < 0 ? "cannot be opened" : unfit(fd);
	void *page;

	*out = (struct secret_file){ 0 };
	if (!why) {
		page = mmap(NULL, PAGE_SZ, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (page == MAP_FAILED) {
			why = "no memory to keep it in";
		} else {
			out->text = page;
			/* Best effort: a limit on locked memory is no reason
			 * not to trade. */
			(void)mlock(page, PAGE_SZ);
			(void)madvise(page, PAGE_SZ, MADV_DONTDUMP);
			why = take(out, fd);
		}
	}
	if (why)
		secret_file_drop(out);
	if (fd >= 0)
		close(fd);
	return why;
}

void secret_file_drop(struct secret_file *s)
{
	if (s->text) {
		explicit_bzero(s->text, PAGE_SZ);
		munmap(s->text, PAGE_SZ);
	}
	*s = (struct secret_file){ 0 };
}
