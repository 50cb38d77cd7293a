/* test_secret_file - a secret others could read is none. */
#include "check.h"
#include "io/secret_file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/mm-test-secret-XXXXXX";
static char path[sizeof(dir) + 8];

static void put(const char *text, size_t len, mode_t mode)
{
	FILE *f = fopen(path, "w");

	CHECK(f && fwrite(text, 1, len, f) == len && fclose(f) == 0);
	CHECK(chmod(path, mode) == 0);
}

static void refused(const char *why)
{
	struct secret_file s;
	const char *got = secret_file_read(&s, path);

	CHECK(got && strstr(got, why) && !s.text && !s.len);
	secret_file_drop(&s);
}

int main(void)
{
	static char big[SECRET_FILE_MAX + 1];
	struct secret_file s;

	CHECK(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/key", dir);
	memset(big, 'x', sizeof(big));
	refused("cannot be opened");
	put("key\n", 4, 0640);
	refused("others");
	put("key\n", 4, 0604);
	refused("others");
	put("", 0, 0600);
	refused("empty");
	put("\n \n", 3, 0600);
	refused("empty");
	put(big, sizeof(big), 0600);
	refused("too long");
	put("k\x01y", 3, 0600);
	refused("plain text");
	put("k\0y", 3, 0600);
	refused("plain text");
	put("key\n", 4, 0600);
	CHECK(!secret_file_read(&s, path) && s.len == 3);
	CHECK(!strcmp(s.text, "key"));
	secret_file_drop(&s);
	CHECK(!s.text);
	put(big, SECRET_FILE_MAX, 0400);
	CHECK(!secret_file_read(&s, path) && s.len == SECRET_FILE_MAX);
	secret_file_drop(&s);
	CHECK(unlink(path) == 0 && mkdir(path, 0700) == 0);
	refused("regular");
	CHECK(rmdir(path) == 0 && mkfifo(path, 0600) == 0);
	refused("regular");
	CHECK(unlink(path) == 0 && rmdir(dir) == 0);
	printf("test_secret_file: pass\n");
	return 0;
}
