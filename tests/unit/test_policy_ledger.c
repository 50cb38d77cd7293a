/* The ledger: sums over spans, buckets that leave them, a file that is none, and
 * what another holds. */
#include "io/policy_ledger.h"
#include "policy_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)

static char path[64];
static struct policy P;
static const int64_t t0 = INT64_C(1700000000000) / (10 * MINUTE) * 10 * MINUTE;

static void no_file(void)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char file[80];

	for (size_t i = 0; i < COUNT(ends); i++) {
		snprintf(file, sizeof(file), "%s%s", path, ends[i]);
		unlink(file);
	}
}

static struct policy_ledger *opened(void)
{
	struct policy_ledger *l;

	CHECK(!policy_ledger_open(&l, path, 0));
	return l;
}

static struct policy_sums some(uint64_t n)
{
	struct policy_sums s = { .fees = n, .tips = 2 * n, .count = 1 };

	s.out[USDC] = 3 * n;
	s.out[POLICY_SOL] = 4 * n;
	s.placed[TOK] = 5 * n;
	return s;
}

static void spend(struct policy_ledger *l, int64_t now_ms, uint64_t n)
{
	struct policy_sums spans[POLICY_SPANS], add = some(n);

	CHECK(!policy_ledger_begin(l, &P, now_ms, spans));
	CHECK(!policy_ledger_commit(l, &P, now_ms, &add));
}

static struct policy_sums span(struct policy_ledger *l, enum policy_span s,
			       int64_t now_ms)
{
	struct policy_sums spans[POLICY_SPANS];

	CHECK(!policy_ledger_begin(l, &P, now_ms, spans));
	policy_ledger_rollback(l);
	return spans[s];
}

static void sums(void)
{
	struct policy_ledger *l = opened();
	struct policy_sums s, want = some(10);

	s = span(l, POLICY_DAY, t0);
	CHECK(!s.count && !s.fees);
	spend(l, t0, 4);
	spend(l, t0 + MINUTE, 6);
	want.count = 2;
	s = span(l, POLICY_HOUR, t0 + MINUTE);
	CHECK(memcmp(&s, &want, sizeof(s)) == 0);
	policy_ledger_close(l);
	l = opened();
	s = span(l, POLICY_DAY, t0 + MINUTE);
	CHECK(memcmp(&s, &want, sizeof(s)) == 0);
	/* A span is never too short, and at most a bucket too long. */
	CHECK(span(l, POLICY_HOUR, t0 + HOUR).count == 2);
	CHECK(span(l, POLICY_HOUR, t0 + HOUR + MINUTE).count == 1);
	CHECK(span(l, POLICY_HOUR, t0 + HOUR + 2 * MINUTE).count == 0);
	CHECK(span(l, POLICY_DAY, t0 + 24 * HOUR).count == 2);
	CHECK(span(l, POLICY_DAY, t0 + 24 * HOUR + 10 * MINUTE).count == 0);
	/* A clock put back forgets nothing. */
	CHECK(span(l, POLICY_HOUR, t0 - 5 * HOUR).count == 2);
	policy_ledger_close(l);
}

static void saturates(void)
{
	struct policy_sums spans[POLICY_SPANS], add = { .tips = UINT64_MAX };
	struct policy_ledger *l;

	no_file();
	l = opened();
	for (int i = 0; i < 2; i++) {
		CHECK(!policy_ledger_begin(l, &P, t0, spans));
		CHECK(!policy_ledger_commit(l, &P, t0, &add));
	}
	CHECK(span(l, POLICY_HOUR, t0).tips == INT64_MAX);
	CHECK(!policy_ledger_begin(l, &P, t0 + MINUTE, spans));
	CHECK(!policy_ledger_commit(l, &P, t0 + MINUTE, &add));
	/* What cannot be summed is not zero. */
	CHECK(policy_ledger_begin(l, &P, t0 + MINUTE, spans));
	policy_ledger_close(l);
	no_file();
}

/* A name is only a name: what was spent is of the mint. */
static void renamed(void)
{
	struct policy_ledger *l = opened();

	spend(l, t0, 1);
	P.assets[USDC].name = "DOLLAR";
	CHECK(span(l, POLICY_HOUR, t0).out[USDC] == 3);
	policy_ledger_close(l);
}

static void held(void)
{
	struct policy_ledger *l = opened(), *other = opened();
	struct policy_sums spans[POLICY_SPANS];

	CHECK(!policy_ledger_begin(l, &P, t0, spans));
	CHECK(policy_ledger_begin(other, &P, t0, spans) == DB_LOCKED);
	CHECK(strstr(policy_ledger_message(other), path));
	policy_ledger_rollback(l);
	CHECK(!policy_ledger_begin(other, &P, t0, spans));
	policy_ledger_rollback(other);
	policy_ledger_close(l);
	policy_ledger_close(other);
	policy_ledger_close(NULL);
}

/* Killed at any moment: what was committed is there, what was not is not. */
static void killed(void)
{
	struct policy_ledger *l;
	uint64_t before, told = 0;
	int says[2], status;
	pid_t pid;

	l = opened();
	before = span(l, POLICY_DAY, t0).count;
	policy_ledger_close(l);
	CHECK(!pipe(says));
	pid = fork();
	if (pid == 0) {
		l = opened();
		for (;;) {
			spend(l, t0, 1);
			if (write(says[1], "x", 1) != 1)
				_exit(1);
		}
	}
	while (told < 20) {
		char c;

		told += (uint64_t)read(says[0], &c, 1);
	}
	CHECK(!kill(pid, 9) && waitpid(pid, &status, 0) == pid);
	close(says[1]);
	for (char c; read(says[0], &c, 1) == 1;)
		told++;
	close(says[0]);
	l = opened();
	CHECK(span(l, POLICY_DAY, t0).count >= before + told);
	CHECK(span(l, POLICY_DAY, t0).count <= before + told + 1);
	policy_ledger_close(l);
}

static void no_ledger(void)
{
	struct policy_ledger *l;
	int fd = open(path, O_WRONLY | O_TRUNC);

	CHECK(write(fd, "no database at all, and long enough to be one", 45) ==
	      45);
	close(fd);
	CHECK(policy_ledger_open(&l, path, 0) == DB_CORRUPT);
	policy_ledger_close(l);
}

int main(void)
{
	snprintf(path, sizeof(path), "/tmp/test_policy_ledger.%d.db",
		 (int)getpid());
	P = fixture();
	sums();
	saturates();
	renamed();
	held();
	killed();
	no_ledger();
	no_file();
	arena_free(&fx);
	puts("pass");
	return 0;
}
