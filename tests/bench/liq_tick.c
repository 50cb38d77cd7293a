/* liq_tick - ticks of the largest reserve of a market that is loaded: "liq_tick FILE"
 * prints "<what> <ms> <accounts reckoned> <accounts whose class changed>".
 *
 *	load    the lines of a whole frame, as liq-scan reads them; the commit
 *	still   12 s, and a price 0.02 % up or down: the median of 101 that put nobody
 *	        below 1
 *	marks   a fall of its price under which 10,000 go below 1, and more below 1.1 or
 *	        over it: all found and reckoned, those below 1 in order
 *	cross   the same where only 1 is a mark */
#include "base/mem.h"
#include "check.h"
#include "data/in.h"
#include "data/lend_line.h"

#include <string.h>
#include <time.h>

#define TICKS   101
#define CROSSED 10000

static double now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

/* ---- load ---- */

static struct lend_state state = {
	.chain_id = 1,
	.oracle_age_s = 90000,
	.params = { .near = AAVE_WAD / 10 * 11, .box_ppm = 10, .box_s = 86400 },
	.shards = 1,
};
static struct json json;
static struct arena arena;
static struct rec_chain *chain;

static void take_general(char *line, size_t len)
{
	union {
		max_align_t align;
		unsigned char bytes[1024];
	} rec;
	const struct rec_type *type;
	const char *why;

	CHECK(!json_scan(&json, line, len));
	type = rec_find(json_member(&json, 0, "type")->s,
			json_member(&json, 0, "type")->len);
	CHECK(type && !rec_decode(type, &rec, &json, &arena));
	if (type == &rec_chain_type)
		chain = rec_copy(&arena, type, &rec);
	else
		CHECK(lend_state_take(&state, type, &rec, &why) != LEND_BAD);
}

static void load(const char *path)
{
	static struct lend_line l;
	struct in *in = in_open(path);
	const char *text, *why;
	char *line;
	size_t len;

	CHECK(in);
	while (in_next(in, &line, &len, NULL) == IN_LINE)
		if (!lend_line_read(&l, line, len))
			take_general(line, len);
		else
			CHECK(lend_state_hold(&state, l.head + l.pool,
					      l.pool_len, &l.told, l.block,
					      &why) == LEND_TOOK);
	in_close(in);
	CHECK(state.n == 1);
	CHECK(!lend_state_check(state.pool[0], chain, &arena, &text));
	lend_state_commit(state.pool[0], &state, chain);
}

/* ---- ticks ---- */

static struct lend_market *m;
static uint8_t largest;
static int64_t clock_s;

/* The reserve most accounts have a deposit or a debt in. */
static uint8_t find_largest(void)
{
	uint32_t legs[AAVE_RESERVES] = { 0 };
	uint8_t most = 0;

	for (uint32_t i = 0; i < m->store.l.n; i++)
		legs[m->store.l.kind[i].reserve]++;
	for (uint8_t i = 1; i < AAVE_RESERVES; i++)
		if (legs[i] > legs[most])
			most = i;
	return most;
}

static double tick(struct u256 price)
{
	double began = now_ms();

	clock_s += 12;
	lend_market_price(m, largest, &price);
	lend_market_look(m, clock_s);
	return now_ms() - began;
}

static struct u256 scaled(struct u256 price, int64_t ppm)
{
	struct u256 x;

	CHECK(!u256_mul_div_floor(&x, price, u256_of_u64((uint64_t)ppm),
				  u256_of_u64(1000000)));
	return x;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void still(struct u256 price)
{
	double ms[TICKS];
	uint64_t reckoned = 0, changed = 0;

	for (int i = 0; i < TICKS; i++) {
		ms[i] = tick(scaled(price, i % 2 ? 1000200 : 999800));
		CHECK(!m->classes[LEND_BELOW]);
		reckoned += m->reckoned;
		changed += m->n_changed;
	}
	qsort(ms, TICKS, sizeof(*ms), by_size);
	printf("still %.4f %llu %llu\n", ms[TICKS / 2],
	       (unsigned long long)(reckoned / TICKS),
	       (unsigned long long)(changed / TICKS));
}

struct ranked {
	struct u256 hf;
	uint32_t account;
};

static int by_hf(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int order = u256_cmp(x->hf, y->hf);

	return order ? order
		     : (x->account > y->account) - (x->account < y->account);
}

/* Everybody below 1, the lowest health factor first; how many. */
static uint32_t rank(void)
{
	uint32_t n = 0, all = m->classes[LEND_BELOW];
	struct ranked *v = mem_alloc(all + 1, sizeof(*v));

	for (uint32_t i = 0; i < m->watched.n; i++) {
		uint32_t account = m->watched.v[i];
		struct aave_account a;

		if (m->store.a.class[account] != LEND_BELOW)
			continue;
		CHECK(!lend_market_account(&a, m, account));
		v[n++] = (struct ranked){ a.hf, account };
	}
	CHECK(n == all);
	qsort(v, n, sizeof(*v), by_hf);
	free(v);
	return n;
}

/* The fall, in parts in a million, that puts about so many below 1; the market is as
 * before. */
static int64_t find_fall(struct u256 price)
{
	int64_t low = 0, high = 900000;

	while (high - low > 10) {
		int64_t mid = (low + high) / 2;

		tick(scaled(price, 1000000 - mid));
		if (m->classes[LEND_BELOW] < CROSSED)
			low = mid;
		else
			high = mid;
		tick(price);
	}
	return high;
}

static void cross(const char *what, struct u256 price)
{
	struct u256 low = scaled(price, 1000000 - find_fall(price));
	double ms, began;
	uint32_t n;

	tick(price);
	ms = tick(low);
	began = now_ms();
	n = rank();
	ms += now_ms() - began;
	CHECK(n >= CROSSED);
	printf("%s %.3f %llu %u\n", what, ms, (unsigned long long)m->reckoned,
	       m->n_changed);
	tick(price);
}

int main(int argc, char **argv)
{
	double began = now_ms();
	struct u256 price;

	if (argc != 2)
		return 2;
	load(argv[1]);
	m = state.pool[0]->market;
	printf("load %.0f %llu %u\n", now_ms() - began,
	       (unsigned long long)m->reckoned, m->n_changed);
	largest = find_largest();
	price = m->price[largest];
	clock_s = state.pool[0]->target_ts_s;
	still(price);
	cross("marks", price);
	m->params.near = AAVE_WAD;
	m->rules_changed = true;
	cross("cross", price);
	lend_state_free(&state);
	json_free(&json);
	arena_free(&arena);
	return 0;
}
