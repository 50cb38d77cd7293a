/* test_fsm_reorg - logs told and taken back: small trees exhaustively, large ones at
 * random, against a full scan of the chain after every round. */
#include "check.h"

#include "math/fsm_reorg.h"

#include <string.h>

#define BLOCKS_MAX 400
#define LOGS_MAX   4

/* A world: blocks by id, each with its parent; hashes say the id. */
struct world {
	struct {
		int parent; /* -1: the first */
		int64_t number;
		int n_logs;
	} block[BLOCKS_MAX];
	int n;
	/* What the observer was told, less what was taken back. */
	int64_t turns[BLOCKS_MAX][LOGS_MAX]; /* times told */
	bool live[BLOCKS_MAX][LOGS_MAX];
	int asked; /* headers in the last round */
};

static struct reorg_hash hash_of(int id)
{
	struct reorg_hash h = { { (uint8_t)((id + 2) & 255),
				  (uint8_t)((id + 2) >> 8), 7 } };

	return h;
}

static int id_of(const struct reorg_hash *h)
{
	return (h->b[0] | h->b[1] << 8) - 2;
}

static int add(struct world *w, int parent, int n_logs)
{
	w->block[w->n].parent = parent;
	w->block[w->n].number = parent < 0 ? 0 : w->block[parent].number + 1;
	w->block[w->n].n_logs = n_logs;
	return w->n++;
}

static struct reorg_header header(const struct world *w, int id)
{
	return (struct reorg_header){ .number = w->block[id].number,
				      .time_s = w->block[id].number * 12,
				      .hash = hash_of(id),
				      .parent = hash_of(w->block[id].parent) };
}

static struct reorg_log log_of(const struct world *w, int id, int i)
{
	return (struct reorg_log){ .number = w->block[id].number,
				   .block = hash_of(id),
				   .tx = hash_of(1000 + i / 2),
				   .index = i,
				   .name = "x" };
}

/* The ancestor of head of that number. */
static int ancestor(const struct world *w, int head, int64_t number)
{
	while (w->block[head].number > number)
		head = w->block[head].parent;
	return head;
}

static enum reorg_walk walk(struct world *w, struct reorg *r, int head)
{
	struct reorg_header h = header(w, head);
	enum reorg_walk e = reorg_head(r, &h);

	w->asked = 0;
	while (e == REORG_WANTS) {
		struct reorg_want want = reorg_wanted(r);
		int id = want.hash ? id_of(want.hash)
				   : ancestor(w, head, want.number);

		CHECK(w->block[id].number == want.number);
		h = header(w, id);
		w->asked++;
		e = reorg_block(r, &h);
	}
	return e;
}

static void hear_gone(struct world *w, const struct reorg *r)
{
	const struct reorg_log *gone;
	size_t n = reorg_gone(r, &gone);

	for (size_t i = 0; i < n; i++) {
		int id = id_of(&gone[i].block);

		CHECK(w->live[id][gone[i].index]);
		CHECK(gone[i].turn == w->turns[id][gone[i].index] - 1);
		w->live[id][gone[i].index] = false;
		CHECK(!i || gone[i].number <= gone[i - 1].number);
	}
}

static enum reorg_seen see(struct world *w, struct reorg *r, int id, int i)
{
	struct reorg_log log = log_of(w, id, i);
	enum reorg_seen e = reorg_see(r, &log);

	if (e == REORG_TELL) {
		CHECK(!w->live[id][i]);
		CHECK(log.turn == w->turns[id][i]++);
		w->live[id][i] = true;
	}
	return e;
}

/* What was told is what a full scan of the chain up to head finds. */
static void check_same(const struct world *w, int head)
{
	for (int id = 0; id < w->n; id++)
		for (int i = 0; i < w->block[id].n_logs; i++)
			CHECK(w->live[id][i] ==
			      (w->block[id].number <= w->block[head].number &&
			       ancestor(w, head, w->block[id].number) == id));
}

/* A round that sees every log from block number from on. */
static void scan(struct world *w, struct reorg *r, int head, int64_t from)
{
	for (int64_t n = from; n <= w->block[head].number; n++) {
		int id = ancestor(w, head, n);

		for (int i = 0; i < w->block[id].n_logs; i++)
			CHECK(see(w, r, id, i) != REORG_FOREIGN);
	}
}

static int64_t floor_of(const struct reorg *r)
{
	return reorg_floor(r)->number;
}

static void forget(struct world *w)
{
	memset(w->turns, 0, sizeof(w->turns));
	memset(w->live, 0, sizeof(w->live));
}

/* Every sequence of five heads among the blocks of a tree with three branches. */
static void test_exhaustive(void)
{
	static struct world w;
	const int steps = 5;
	int heads[7], n_heads = 0, all = 1;

	memset(&w, 0, sizeof(w));
	for (int b = add(&w, add(&w, -1, 1), 2), c = 0; c < 1; c++) {
		int x = add(&w, b, 1), y = add(&w, b, 2), z = add(&w, b, 0);

		heads[n_heads++] = add(&w, x, 2);
		heads[n_heads++] = add(&w, y, 1);
		heads[n_heads++] = add(&w, z, 1);
		heads[n_heads++] = add(&w, heads[0], 1);
		heads[n_heads++] = add(&w, heads[1], 0);
		heads[n_heads++] = x;
		heads[n_heads++] = y;
	}
	for (int i = 0; i < steps; i++)
		all *= n_heads;
	for (int k = 0; k < all; k++) {
		struct reorg r;
		int head = -1;

		reorg_init(&r, 8);
		forget(&w);
		for (int i = 0, left = k; i < steps; i++, left /= n_heads) {
			int next = heads[left % n_heads];
			enum reorg_walk e = walk(&w, &r, next);

			hear_gone(&w, &r);
			CHECK(e == REORG_WALKED || e == REORG_BEHIND);
			if (e == REORG_BEHIND)
				CHECK(ancestor(&w, head,
					       w.block[next].number) == next);
			else
				head = next;
			scan(&w, &r, head, 0);
			check_same(&w, head);
		}
		reorg_free(&r);
	}
}

/* A to B to A: the logs of A are told, taken back, and told in turn 1. */
static void test_there_and_back(void)
{
	static struct world w;
	struct reorg r;
	int root = add(&w, -1, 1), a = add(&w, root, 2), b = add(&w, root, 1);
	struct reorg_log log;

	reorg_init(&r, 4);
	for (int i = 0; i < 3; i++) {
		int head = i % 2 ? b : a;

		CHECK(walk(&w, &r, head) == REORG_WALKED);
		hear_gone(&w, &r);
		scan(&w, &r, head, 0);
		scan(&w, &r, head, 0); /* twice told is once told */
		check_same(&w, head);
	}
	CHECK(w.turns[a][0] == 2 && w.turns[b][0] == 1 && !w.live[b][0]);
	log = log_of(&w, b, 0);
	CHECK(reorg_see(&r, &log) == REORG_FOREIGN);
	reorg_free(&r);
}

/* Settled blocks that are replaced are not passed over. */
static void test_deep(void)
{
	static struct world w;
	struct reorg r;
	int root = add(&w, -1, 0), a = root, b, deep = root;

	reorg_init(&r, 3);
	for (int i = 0; i < 8; i++) {
		a = add(&w, a, 1);
		CHECK(walk(&w, &r, a) == REORG_WALKED);
		scan(&w, &r, a, floor_of(&r));
	}
	b = ancestor(&w, a, 5); /* as deep as may be */
	for (int i = 0; i < 4; i++)
		b = add(&w, b, 1);
	for (int i = 0; i < 9; i++)
		deep = add(&w, deep, 1);
	CHECK(walk(&w, &r, deep) == REORG_DEEP);
	CHECK(walk(&w, &r, b) == REORG_WALKED);
	hear_gone(&w, &r);
	scan(&w, &r, b, floor_of(&r));
	check_same(&w, b);
	for (int i = 0; i < 30; i++)
		deep = add(&w, deep, 0);
	CHECK(walk(&w, &r, deep) == REORG_DEEP); /* behind a gap too */
	reorg_free(&r);
}

/* A header that was not asked for. */
static void test_torn(void)
{
	static struct world w;
	struct reorg r;
	int root = add(&w, -1, 0), a = add(&w, root, 0), b = add(&w, a, 0);
	int c = add(&w, b, 0);
	struct reorg_header h = header(&w, c), other = header(&w, a);

	reorg_init(&r, 3);
	CHECK(reorg_block(&r, &h) == REORG_TORN);
	CHECK(reorg_head(&r, &h) == REORG_WANTS);
	CHECK(reorg_block(&r, &other) == REORG_TORN);
	CHECK(reorg_block(&r, &other) == REORG_TORN);
	CHECK(walk(&w, &r, c) == REORG_WALKED);
	reorg_free(&r);
}

/* Grows somewhere not deeper than depth below the head; returns the new head. */
static int grow(struct world *w, int head, int64_t depth, uint64_t *seed)
{
	int64_t back = check_pick(seed, 0, 3) ? 0 : check_pick(seed, 1, depth);
	int64_t number = w->block[head].number;
	int at = ancestor(w, head, number > back ? number - back : 0);
	int more = (int)check_pick(seed, 1, 3) + (int)back;

	for (int i = 0; i < more && w->n < BLOCKS_MAX; i++)
		at = add(w, at, (int)check_pick(seed, 0, LOGS_MAX));
	return w->n < BLOCKS_MAX ? at : head;
}

/* All of the told is given to a new observer, in any order. */
static void restart(const struct world *w, struct reorg *r, uint64_t *seed)
{
	struct reorg_header base = *reorg_floor(r);
	int64_t depth = r->depth;
	int first = (int)check_pick(seed, 0, w->n - 1);

	reorg_free(r);
	reorg_init(r, depth);
	reorg_base(r, &base);
	for (int k = 0; k < w->n; k++) {
		int id = (first + k) % w->n;

		if (w->block[id].number < base.number)
			continue;
		for (int i = 0; i < LOGS_MAX; i++)
			for (int64_t t = 0; t < w->turns[id][i]; t++) {
				struct reorg_log log = log_of(w, id, i);
				bool last = t == w->turns[id][i] - 1;

				log.turn = t;
				if (!last || !w->live[id][i])
					reorg_was(r, &log, false);
				reorg_was(r, &log, true);
			}
	}
}

/* Rounds at random: logs twice, in any order, missing until later, of other branches;
 * rounds that are never held; observers that are started anew. */
static void test_random(void)
{
	static struct world w;

	for (int64_t run = 0; run < check_times(300); run++) {
		uint64_t seed = (uint64_t)run;
		int64_t depth = check_pick(&seed, 1, 12);
		int64_t scanned = -1;
		struct reorg r;
		int head;

		memset(&w, 0, sizeof(w));
		head = add(&w, -1, 2);
		reorg_init(&r, depth);
		while (w.n < BLOCKS_MAX - 40) {
			int64_t from, late = check_pick(&seed, 0, 4);

			/* Out of sight it may only do what depth allows. */
			head = grow(&w, head, depth, &seed);
			if (!check_pick(&seed, 0, 9))
				for (int i = 0; i < 25; i++)
					head = add(&w, head, i % 2);
			CHECK(walk(&w, &r, head) == REORG_WALKED);
			hear_gone(&w, &r);
			if (reorg_kept(&r) < scanned)
				scanned = reorg_kept(&r);
			from = floor_of(&r) < scanned + 1 ? floor_of(&r)
							  : scanned + 1;
			for (int i = 0; i < 40; i++) {
				int id = (int)check_pick(&seed, 0, w.n - 1);

				if (w.block[id].n_logs &&
				    w.block[id].number >= floor_of(&r))
					see(&w, &r, id, 0);
			}
			if (late) { /* else its logs are missing this time */
				scan(&w, &r, head, from);
				scanned = w.block[head].number;
				check_same(&w, head);
			}
			reorg_settle(&r, scanned);
			if (late && !check_pick(&seed, 0, 5))
				restart(&w, &r, &seed);
		}
		reorg_free(&r);
	}
}

/* A chain without change costs a header a block, however long the window is. */
static void test_cost(void)
{
	static struct world w;
	struct reorg r;
	int head = add(&w, -1, 0);

	reorg_init(&r, 64);
	for (int i = 0; i < 300; i++) {
		head = add(&w, head, 1);
		CHECK(walk(&w, &r, head) == REORG_WALKED);
		CHECK(w.asked <= 1);
		scan(&w, &r, head, floor_of(&r));
		reorg_settle(&r, w.block[head].number);
		CHECK(r.n_told <= 66 && r.n <= 65);
	}
	reorg_free(&r);
}

int main(void)
{
	test_exhaustive();
	test_there_and_back();
	test_deep();
	test_torn();
	test_random();
	test_cost();
	printf("test_fsm_reorg: pass\n");
	return 0;
}
