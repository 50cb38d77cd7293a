/* scan - lines through the in-place scanner and through cJSON, the same lines in
 * the same process, by turns: "scan <ns a line> <ns a line of the peer>".
 *
 * usage: scan FILE: at most 1,000,000 lines of records.  cJSON gets the line with
 * its length, as it would in use, and its object is freed. */
#include "base/mem.h"
#include "data/json.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINES_MAX 1000000
#define ROUNDS    5

struct lines {
	char *text;
	size_t bytes;
	size_t *start; /* n + 1 of them */
	size_t n;
};

static double now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static struct lines load(const char *path)
{
	struct lines l = { .start = mem_alloc(LINES_MAX + 1, sizeof(size_t)) };
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0, room = 0;
	ssize_t n;

	if (!f)
		exit(2);
	while (l.n < LINES_MAX && (n = getline(&line, &cap, f)) > 0) {
		while (room < l.bytes + (size_t)n) {
			room = room ? room * 2 : 1 << 20;
			l.text = mem_realloc(l.text, room, 1);
		}
		memcpy(l.text + l.bytes, line, (size_t)n);
		l.bytes += (size_t)n;
		l.text[l.bytes - 1] = '\0';
		l.start[++l.n] = l.bytes;
	}
	free(line);
	fclose(f);
	return l;
}

/* The scanner writes into its line, so each round has a fresh copy. */
static double ours(const struct lines *l, char *copy)
{
	struct json j = { 0 };
	double began;

	memcpy(copy, l->text, l->bytes);
	began = now_ns();
	for (size_t i = 0; i < l->n; i++)
		if (json_scan(&j, copy + l->start[i],
			      l->start[i + 1] - l->start[i] - 1))
			exit(1);
	began = now_ns() - began;
	json_free(&j);
	return began / (double)l->n;
}

static double peer(const struct lines *l)
{
	double began = now_ns();

	for (size_t i = 0; i < l->n; i++) {
		cJSON *o = cJSON_ParseWithLength(l->text + l->start[i],
						 l->start[i + 1] - l->start[i]);

		if (!o)
			exit(1);
		cJSON_Delete(o);
	}
	return (now_ns() - began) / (double)l->n;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	double a[ROUNDS], b[ROUNDS];
	struct lines l;
	char *copy;

	if (argc != 2)
		return 2;
	l = load(argv[1]);
	copy = mem_alloc(l.bytes, 1);
	for (int i = 0; i < ROUNDS; i++) {
		a[i] = ours(&l, copy);
		b[i] = peer(&l);
	}
	qsort(a, ROUNDS, sizeof(*a), by_size);
	qsort(b, ROUNDS, sizeof(*b), by_size);
	printf("scan %.1f %.1f\n", a[ROUNDS / 2], b[ROUNDS / 2]);
	free(copy);
	free(l.text);
	free(l.start);
	return 0;
}
