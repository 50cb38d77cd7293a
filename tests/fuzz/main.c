/* main - drives one fuzz target without any fuzzing engine.
 *
 *   fuzz_x [--runs N] [--seed S] [--crash FILE] [file or folder ...]
 *
 * Every file given is one input and a seed; after them N inputs made from the
 * seeds by small edits.  The input that kills the target is written to FILE, so
 * that "fuzz_x FILE" repeats it.
 */
#include "check.h"
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define SEEDS_MAX 4096
#define INPUT_MAX 4096

struct input {
	uint8_t *p;
	size_t len;
};

static struct input seeds[SEEDS_MAX];
static size_t n_seeds;
static const char *crash_path = "fuzz.crash";
static struct input now; /* what the target is being fed */

/* Bytes and words that parsers of records trip over. */
static const char *const words[] = {
	"{",
	"}",
	"[",
	"]",
	"\"",
	":",
	",",
	"\\",
	"\\u0000",
	"\\ud800",
	"\xff",
	"\xc0\x80",
	"\n",
	" ",
	"0",
	"-0",
	"1e309",
	"0.10",
	"9007199254740993",
	"true",
	"null",
	"\"type\":\"trade\",",
	"\"a\":1,\"a\":2",
};

static void on_death(int sig)
{
	int fd = open(crash_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd < 0 || write(fd, now.p, now.len) != (ssize_t)now.len)
		_exit(2);
	signal(sig, SIG_DFL);
	raise(sig);
}

/* A block of exactly len bytes, so that a sanitizer sees one byte too far. */
static void feed(const uint8_t *p, size_t len)
{
	now.p = malloc(len ? len : 1);
	now.len = len;
	CHECK(now.p);
	memcpy(now.p, p, len);
	fuzz_one(now.p, now.len);
	free(now.p);
}

static void add_seed(const char *path)
{
	uint8_t buf[INPUT_MAX];
	int fd = open(path, O_RDONLY);
	ssize_t n;

	CHECK(fd >= 0 && n_seeds < SEEDS_MAX);
	n = read(fd, buf, sizeof(buf));
	CHECK(n >= 0);
	close(fd);
	seeds[n_seeds].p = malloc((size_t)n + 1);
	CHECK(seeds[n_seeds].p);
	memcpy(seeds[n_seeds].p, buf, (size_t)n);
	seeds[n_seeds++].len = (size_t)n;
	feed(buf, (size_t)n);
}

static void add_path(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *e;
	char name[1024];

	if (!dir) {
		add_seed(path);
		return;
	}
	while ((e = readdir(dir))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
		add_seed(name);
	}
	closedir(dir);
}

static size_t pick(uint64_t *rng, size_t n)
{
	return n ? check_rand(rng) % n : 0;
}

/* Puts n bytes in place of the cut bytes at at; keeps within INPUT_MAX. */
static size_t splice(uint8_t *b, size_t len, size_t at, size_t cut,
		     const uint8_t *src, size_t n)
{
	if (len - cut + n > INPUT_MAX)
		return len;
	memmove(b + at + n, b + at + cut, len - at - cut);
	memcpy(b + at, src, n);
	return len - cut + n;
}

/* Another byte of the same kind, so that the form may stay good. */
static uint8_t alike(uint64_t *rng, uint8_t c)
{
	if (c >= '0' && c <= '9')
		return (uint8_t)('0' + pick(rng, 10));
	if ((c | 32) >= 'a' && (c | 32) <= 'z')
		return (uint8_t)((c & 0xe0) + 1 + pick(rng, 26));
	return c;
}

static size_t edit(uint64_t *rng, uint8_t *b, size_t len)
{
	const struct input *other = &seeds[pick(rng, n_seeds)];
	size_t at = pick(rng, len + 1), cut = pick(rng, 9), from;
	const char *w = words[pick(rng, COUNT(words))];
	uint8_t copy[64];

	cut = cut > len - at ? len - at : cut;
	switch (check_rand(rng) % 8) {
	case 0:
		if (at < len)
			b[at] ^= (uint8_t)(1 << pick(rng, 8));
		return len;
	case 1:
		if (at < len)
			b[at] = (uint8_t)check_rand(rng);
		return len;
	case 2:
		return splice(b, len, at, cut, copy, 0);
	case 3:
		return splice(b, len, at, cut, (const uint8_t *)w, strlen(w));
	case 4: /* a piece of itself again */
		from = pick(rng, len + 1);
		cut = len - from < sizeof(copy) ? len - from : sizeof(copy);
		memcpy(copy, b + from, cut);
		return splice(b, len, at, 0, copy, cut);
	case 5: /* the tail of another seed */
		from = pick(rng, other->len + 1);
		return splice(b, len, at, len - at, other->p + from,
			      other->len - from);
	default:
		for (; cut > 0; cut--)
			b[at + cut - 1] = alike(rng, b[at + cut - 1]);
		return len;
	}
}

static void fuzz(uint64_t runs, uint64_t rng)
{
	uint8_t b[INPUT_MAX];

	for (uint64_t i = 0; i < runs; i++) {
		const struct input *seed = &seeds[pick(&rng, n_seeds)];
		size_t len = seed->len;

		memcpy(b, seed->p, len);
		for (size_t n = 1 + pick(&rng, 1 + pick(&rng, 6)); n; n--)
			len = edit(&rng, b, len);
		feed(b, len);
	}
}

int main(int argc, char **argv)
{
	uint64_t runs = 0, seed = 1;

	signal(SIGABRT, on_death);
	signal(SIGSEGV, on_death);
	seeds[n_seeds++].p = (uint8_t *)""; /* there is always one */
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--runs") && i + 1 < argc)
			runs = strtoull(argv[++i], NULL, 10);
		else if (!strcmp(argv[i], "--seed") && i + 1 < argc)
			seed = strtoull(argv[++i], NULL, 10);
		else if (!strcmp(argv[i], "--crash") && i + 1 < argc)
			crash_path = argv[++i];
		else
			add_path(argv[i]);
	}
	fuzz(runs, seed);
	printf("%s: %zu files, %" PRIu64 " runs: pass\n", argv[0], n_seeds - 1,
	       runs);
	return 0;
}
