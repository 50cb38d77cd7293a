/* test_frame - a million random frames through random stages: every foreign
 * record comes out unchanged and in order, every stage sees what it should. */
#include "check.h"
#include "data/frame.h"
#include "data/rec_alert.h"
#include "data/rec_lane.h"
#include "data/rec_price.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FRAMES 1000000
#define STAGES 4
#define LINES  2 /* of each kind a frame, at most, beside the cycle */

/* Stage k eats or reads one of these. */
static const struct rec_type *const types[] = { &rec_alert_type, &rec_lane_type,
						&rec_price_type };

/* A stage that keeps its records knows the last one of the frame. */
struct counts {
	int64_t taken, frames;
	bool keeps;
	const struct rec_type *type;
	const void *last; /* NULL: none in this frame */
	uint64_t hash;    /* of it as a line */
};

/* FNV-1a over bytes: the foreign lines, in order; a record. */
static uint64_t hashed(uint64_t h, const char *p, size_t n)
{
	while (n--)
		h = (h ^ (unsigned char)*p++) * UINT64_C(0x100000001b3);
	return h;
}

static uint64_t hash_of(const struct rec_type *type, const void *rec)
{
	static struct out out;

	if (!out.buf)
		out_open(&out, -1);
	out.len = 0;
	rec_write(&out, type, rec);
	return hashed(0, out.buf, out.len);
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct counts *c = f->ctx;

	c->taken++;
	if (c->keeps) {
		c->type = type;
		c->last = rec;
		c->hash = hash_of(type, rec);
	}
	return true;
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct counts *c = f->ctx;

	CHECK(cycle->ts_ms == cycle->id);
	CHECK(!f->refused);
	CHECK(!c->last || c->hash == hash_of(c->type, c->last));
	c->last = NULL;
	c->frames++;
}

/* Blanks, escapes, big numbers, a type that does not stand first; the last is no
 * JSON at all, but says early that it is none of our business. */
static int foreign_line(char *buf, size_t size, uint64_t *seed, int64_t i)
{
	long long n = (long long)i;

	switch (check_pick(seed, 0, 2)) {
	case 0:
		return snprintf(buf, size,
				"{\"type\":\"foreign\",\"n\":%lld,"
				"\"x\":[1, 2 ,{\"y\":\"\\u00e9\"}]}\n",
				n);
	case 1:
		return snprintf(buf, size,
				"{\"n\":%lld, \"type\" : \"other\",  "
				"\"big\":123456789012345678901234567890}\n",
				n);
	}
	return snprintf(
		buf, size,
		"{\"type\":\"foreign_2\",\"n\":%lld,\"never\":parsed}\n", n);
}

static int known_line(char *buf, size_t size, uint64_t *seed)
{
	static const char *const lines[] = {
		"{\"type\":\"alert\",\"ts_ms\":1,\"by\":\"t\",\"name\":\"n\","
		"\"text\":\"x\",\"severity\":\"info\"}\n",
		"{\"type\":\"lane\",\"ts_ms\":1,\"lane\":\"m:w\",\"chain\":"
		"\"paper\"}\n",
		"{\"ts_ms\":1,\"type\":\"price\",\"pair\":\"SOL/"
		"USD\",\"price\":\"1.5\",\"age_ms\":1,\"n_sources\":1}\n",
	};

	return snprintf(buf, size, "%s", lines[check_pick(seed, 0, 2)]);
}

/* Writes the frames to fd; returns the hash of its foreign lines. */
static uint64_t produce(int fd, uint64_t seed)
{
	FILE *f = fdopen(fd, "w");
	uint64_t h = 0;
	char line[256];

	for (int64_t i = 1; i <= FRAMES; i++) {
		for (int64_t k = check_pick(&seed, 0, LINES); k; k--) {
			int n = known_line(line, sizeof(line), &seed);

			CHECK(fwrite(line, 1, (size_t)n, f) == (size_t)n);
		}
		for (int64_t k = check_pick(&seed, 0, LINES); k; k--) {
			int n = foreign_line(line, sizeof(line), &seed, i);

			h = hashed(h, line, (size_t)n);
			CHECK(fwrite(line, 1, (size_t)n, f) == (size_t)n);
		}
		CHECK(fprintf(f,
			      "{\"type\":\"cycle\",\"ts_ms\":%lld,\"id\":%lld}"
			      "\n",
			      (long long)i, (long long)i) > 0);
	}
	CHECK(!fclose(f));
	return h;
}

/* Reads to the end; returns the hash of the foreign lines that came. */
static uint64_t consume(int fd, int64_t *cycles)
{
	FILE *f = fdopen(fd, "r");
	uint64_t h = 0;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	*cycles = 0;
	while ((n = getline(&line, &cap, f)) > 0) {
		if (!strncmp(line, "{\"type\":\"cycle\"", 15))
			++*cycles;
		else if (strstr(line, "foreign") || strstr(line, "other"))
			h = hashed(h, line, (size_t)n);
	}
	free(line);
	fclose(f);
	return h;
}

/* A stage as a process between two pipes. */
static void start_stage(int in, int out, enum rec_how how,
			const struct rec_type *type)
{
	struct rec_use uses[] = { { how, type }, { 0, NULL } };
	bool keeps = how == REC_READS;
	struct stage stage = {
		.uses = uses, .keeps = keeps, .take = take, .close = close_frame
	};
	struct frame_options options = { .now_ms = REC_NONE_INT };
	struct counts counts = { .keeps = keeps };

	if (fork())
		return;
	dup2(in, 0);
	dup2(out, 1);
	for (int fd = 3; fd < 64; fd++)
		close(fd);
	mm_prog = "stage";
	if (frame_run(&stage, &options, &counts) != MM_OK)
		_exit(1);
	/* The first of two stages on one type may have eaten it all. */
	_exit(counts.frames == FRAMES ? 0 : 2);
}

/* The producer as a process; its hash comes back through the result pipe. */
static void start_producer(int out, int result, uint64_t seed)
{
	uint64_t h;

	if (fork())
		return;
	for (int fd = 3; fd < 64; fd++)
		if (fd != out && fd != result)
			close(fd);
	h = produce(out, seed);
	_exit(write(result, &h, sizeof(h)) != sizeof(h));
}

int main(void)
{
	uint64_t seed = (uint64_t)getpid(), sent, came;
	int pipes[STAGES + 1][2], result[2], status;
	int64_t cycles;

	CHECK(!pipe(result));
	for (int i = 0; i <= STAGES; i++)
		CHECK(!pipe(pipes[i]));
	for (int i = 0; i < STAGES; i++)
		start_stage(pipes[i][0], pipes[i + 1][1],
			    check_pick(&seed, 0, 3) ? REC_READS : REC_EATS,
			    types[i % (int)COUNT(types)]);
	start_producer(pipes[0][1], result[1], seed);
	for (int i = 0; i <= STAGES; i++) {
		close(pipes[i][1]);
		if (i < STAGES)
			close(pipes[i][0]);
	}
	came = consume(pipes[STAGES][0], &cycles);
	CHECK(read(result[0], &sent, sizeof(sent)) == sizeof(sent));
	CHECK(cycles == FRAMES);
	CHECK(came == sent);
	while (wait(&status) > 0)
		CHECK(WIFEXITED(status) && !WEXITSTATUS(status));
	printf("test_frame: pass\n");
	return 0;
}
