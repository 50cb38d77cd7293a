/* test_window - rolling windows: the rules for a trade in their order, bounds,
 * then long random lives against a list that is added up anew at every step. */
#include "check.h"
#include "math/order.h"
#include "math/window.h"

#include <string.h>

typedef unsigned __int128 u128;

#define SPAN   1000
#define T0     10000
#define ANY    INT64_MAX /* no wall clock */
#define LISTED 4000

static struct trade_key key(uint64_t id)
{
	return (struct trade_key){ .hi = 7, .lo = id };
}

static enum window_verdict add(struct window *w, uint64_t id, int64_t t,
			       int64_t p, int64_t v)
{
	return window_add(w, key(id), t, p, v, ANY);
}

static bool sums_are(const struct window *w, u128 pv, u128 v, uint64_t n)
{
	return w->live.pv == pv && w->live.v == v && w->live.n == n;
}

/* The first rule that applies decides, and only the later ones move the clock. */
static void test_rules(void)
{
	struct window w;

	window_init(&w, SPAN, T0);
	CHECK(add(&w, 1, T0 + 500, 0, 5) == WINDOW_INVALID);
	CHECK(add(&w, 1, T0 + 500, 5, 0) == WINDOW_INVALID);
	CHECK(add(&w, 1, T0 + 500, -5, 5) == WINDOW_INVALID);
	CHECK(add(&w, 1, T0 + 500, 5, INT64_MIN) == WINDOW_INVALID);
	CHECK(w.now == T0 && sums_are(&w, 0, 0, 0));
	CHECK(window_add(&w, key(1), T0 + 11, 0, 5, T0 + 10) == WINDOW_INVALID);
	CHECK(window_add(&w, key(1), T0 + 11, 3, 5, T0 + 10) == WINDOW_FUTURE);
	CHECK(w.now == T0 && sums_are(&w, 0, 0, 0));
	CHECK(window_add(&w, key(1), T0 + 10, 3, 5, T0 + 10) == WINDOW_OK);
	CHECK(w.now == T0 + 10 && sums_are(&w, 15, 5, 1));

	/* The first one wins, and a copy still tells the time. */
	CHECK(add(&w, 1, T0 + 20, 9, 9) == WINDOW_DUP);
	CHECK(w.now == T0 + 20 && sums_are(&w, 15, 5, 1));
	CHECK(add(&w, 1, T0 - 5000, 9, 9) == WINDOW_DUP);
	CHECK(window_add(&w, (struct trade_key){ .hi = 8, .lo = 1 }, T0, 2, 1,
			 ANY) == WINDOW_OK);
	CHECK(sums_are(&w, 17, 6, 2));

	/* Exactly one span old is out; a moment younger is late but in. */
	CHECK(add(&w, 2, T0 + 20 - SPAN, 1, 1) == WINDOW_EXPIRED);
	CHECK(add(&w, 3, T0 + 21 - SPAN, 1, 1) == WINDOW_OK);
	window_advance(&w, T0 + 21);
	CHECK(sums_are(&w, 17, 6, 2));
	window_advance(&w, T0 + 10 + SPAN);
	CHECK(sums_are(&w, 0, 0, 0) && w.traded == 7);

	/* A key that has left may come back. */
	CHECK(add(&w, 1, T0 + 10 + SPAN, 3, 5) == WINDOW_OK);
	CHECK(w.traded == 12);
	window_free(&w);
}

static void test_clock(void)
{
	struct window w;

	window_init(&w, SPAN, T0);
	window_advance(&w, T0 - 1);
	CHECK(w.now == T0);
	CHECK(add(&w, 1, T0 - SPAN, 3, 5) == WINDOW_EXPIRED);
	CHECK(add(&w, 1, T0 - SPAN + 1, 3, 5) == WINDOW_OK);
	CHECK(w.now == T0);
	window_advance(&w, INT64_MAX);
	CHECK(sums_are(&w, 0, 0, 0));
	window_free(&w);

	window_init(&w, INT64_MAX, INT64_MIN);
	CHECK(add(&w, 1, INT64_MIN, 1, 1) == WINDOW_EXPIRED);
	CHECK(add(&w, 1, INT64_MIN + 1, 1, 1) == WINDOW_OK);
	CHECK(add(&w, 2, 5, 1, 1) == WINDOW_OK);
	CHECK(sums_are(&w, 1, 1, 1));
	window_free(&w);
}

static void test_bounds(void)
{
	const int64_t top = INT64_MAX;
	struct window w;
	struct pivot_sums kept;

	window_init(&w, SPAN, T0);
	for (uint64_t id = 0; id < 4; id++)
		CHECK(add(&w, id, T0, top, top) == WINDOW_OK);
	kept = w.live;
	CHECK(add(&w, 4, T0, top, top) == WINDOW_OVERFLOW);
	CHECK(sums_are(&w, kept.pv, kept.v, 4) && w.traded == kept.v);
	CHECK(!window_cancel(&w, key(4)));
	CHECK(window_cancel(&w, key(0)) && !window_cancel(&w, key(0)));
	CHECK(w.live.n == 3 && w.traded == kept.v);
	CHECK(window_rescale(&w, 2, 1) == ST_OVERFLOW);
	CHECK(window_rescale(&w, 1, 2) == ST_OVERFLOW);
	CHECK(add(&w, 4, T0, top, top) == WINDOW_OK);
	CHECK(sums_are(&w, kept.pv, kept.v, 4));
	window_free(&w);
}

/* While keys rise no table is kept; what is known must not change with it. */
static void test_numbered(void)
{
	struct trade_key other = { .hi = 8, .lo = 5 };
	struct window w;

	for (int how = 0; how < 4; how++) {
		window_init(&w, SPAN, T0);
		for (uint64_t id = 1; id <= 9; id += 2)
			CHECK(add(&w, id, T0 + (int64_t)id, 1, 1) == WINDOW_OK);
		CHECK(add(&w, 5, T0, 1, 1) == WINDOW_DUP);
		CHECK(window_cancel(&w, key(3)) && !window_cancel(&w, key(4)));
		CHECK(w.numbered && w.live.n == 4);
		if (how == 0) /* a late trade, though its number is higher */
			CHECK(add(&w, 10, T0 + 8, 1, 1) == WINDOW_OK);
		if (how == 1) /* a number that had been skipped */
			CHECK(add(&w, 4, T0 + 9, 1, 1) == WINDOW_OK);
		if (how == 2) /* another source */
			CHECK(window_add(&w, other, T0 + 9, 1, 1, ANY) ==
			      WINDOW_OK);
		if (how == 3) /* one that was cancelled */
			CHECK(add(&w, 3, T0 + 9, 1, 1) == WINDOW_OK);
		CHECK(!w.numbered && w.live.n == 5);
		CHECK(add(&w, 10, T0 + 9, 1, 1) ==
		      (how == 0 ? WINDOW_DUP : WINDOW_OK));
		CHECK(add(&w, 4, T0 + 9, 1, 1) ==
		      (how == 1 ? WINDOW_DUP : WINDOW_OK));
		CHECK(window_add(&w, other, T0 + 9, 1, 1, ANY) ==
		      (how == 2 ? WINDOW_DUP : WINDOW_OK));
		CHECK(add(&w, 3, T0 + 9, 1, 1) ==
		      (how == 3 ? WINDOW_DUP : WINDOW_OK));
		CHECK(add(&w, 9, T0 + 9, 1, 1) == WINDOW_DUP);
		CHECK(w.live.n == 8);
		CHECK(add(&w, 1, T0 + 10 + SPAN, 1, 1) == WINDOW_OK);
		CHECK(w.numbered && w.live.n == 1);
		window_free(&w);
	}
}

/* A naive window: every trade ever accepted, searched from end to end. */
struct listed {
	struct trade_key key;
	int64_t t, p, v;
	bool gone;
};

static struct listed list[LISTED];
static size_t n_listed;

static struct listed *list_find(struct trade_key k)
{
	for (size_t i = 0; i < n_listed; i++)
		if (!list[i].gone && !memcmp(&list[i].key, &k, sizeof(k)))
			return &list[i];
	return NULL;
}

static void list_expire(int64_t now)
{
	for (size_t i = 0; i < n_listed; i++)
		list[i].gone |= list[i].t <= now - SPAN;
}

static void check_against_list(const struct window *w, int64_t now)
{
	u128 pv = 0, v = 0;
	uint64_t n = 0;

	list_expire(now);
	for (size_t i = 0; i < n_listed; i++) {
		if (list[i].gone)
			continue;
		pv += (u128)list[i].p * (uint64_t)list[i].v;
		v += (uint64_t)list[i].v;
		n++;
	}
	CHECK(w->now == now && sums_are(w, pv, v, n));
}

/* What the rules say about x; moves the clock as they do. */
static enum window_verdict list_verdict(const struct listed *x, int64_t wall,
					int64_t *now)
{
	if (x->p < 1 || x->v < 1)
		return WINDOW_INVALID;
	if (x->t > wall)
		return WINDOW_FUTURE;
	if (x->t > *now)
		*now = x->t;
	list_expire(*now);
	if (list_find(x->key))
		return WINDOW_DUP;
	return x->t <= *now - SPAN ? WINDOW_EXPIRED : WINDOW_OK;
}

static void list_rescale(int64_t price_factor, int64_t size_factor)
{
	for (size_t i = 0; i < n_listed; i++) {
		list[i].p *= price_factor;
		list[i].v *= size_factor;
	}
}

/* What comes next: mostly in order of time and number, as a venue sends it, or of
 * any of 400 ids (stride apart, so that hashes collide) and times. */
static struct listed next_trade(uint64_t *seed, int64_t now, uint64_t stride,
				bool orderly)
{
	struct listed x = {
		.key = { .hi = check_rand(seed) % 2 },
		.t = now +
		     (check_pick(seed, 0, 2) ? 2 : check_pick(seed, -1050, 10)),
		.p = check_pick(seed, 0, 1000),
		.v = check_pick(seed, 0, 1000),
	};

	x.key.lo = (uint64_t)check_pick(seed, 1, 400) * stride;
	if (orderly) {
		size_t at = n_listed % 500;

		x.key = (struct trade_key){ .hi = 0, .lo = 10 * n_listed };
		if (at && check_pick(seed, 0, 9) == 0)
			x.key.lo -= 10 * (check_rand(seed) % at);
		x.key.lo += at > 450 && at % 7 == 0; /* was skipped */
		x.t = now + check_pick(seed, 0, 3);
		if (at == 0)
			x.t += SPAN; /* so that what came before is gone */
	}
	return x;
}

/* One random life: keys that repeat, times that jump back and forth, cancels, a
 * finer scale. */
static void test_against_list(uint64_t seed, uint64_t stride)
{
	struct window w;
	int64_t now = T0, wall;
	int seen[WINDOW_OVERFLOW] = { 0 }, ways[2] = { 0 };

	n_listed = 0;
	window_init(&w, SPAN, T0);
	while (n_listed < LISTED) {
		bool orderly = n_listed / 500 % 2;
		struct listed *found,
			x = next_trade(&seed, now, stride, orderly);
		enum window_verdict want;

		wall = now + check_pick(&seed, 1, 20) + SPAN * orderly;
		if (check_pick(&seed, 0, 15) == 0) {
			found = list_find(x.key);
			CHECK(window_cancel(&w, x.key) == (found != NULL));
			if (found)
				found->gone = true;
		}
		want = list_verdict(&x, wall, &now);
		CHECK(window_add(&w, x.key, x.t, x.p, x.v, wall) == want);
		seen[want]++;
		ways[w.numbered] += !want;
		if (!want)
			list[n_listed++] = x;
		check_against_list(&w, now);
		if (!want && n_listed == LISTED / 2) {
			CHECK(window_rescale(&w, 10, 1000) == ST_OK);
			list_rescale(10, 1000);
			check_against_list(&w, now);
		}
	}
	for (int i = 0; i < WINDOW_OVERFLOW; i++)
		CHECK(seen[i]);
	CHECK(ways[false] > 100 && ways[true] > 100);
	window_free(&w);
}

/* Any order of the same trades ends in the same sums. */
static void test_order(void)
{
	struct listed set[500];
	struct window first, w;
	uint64_t seed = 9;

	for (size_t i = 0; i < COUNT(set); i++)
		set[i] = (struct listed){
			.t = T0 + check_pick(&seed, 1, SPAN),
			.p = check_pick(&seed, 1, 1000000),
			.v = check_pick(&seed, 1, 1000000),
			.key = { .lo = i },
		};
	for (int round = 0; round < 20; round++) {
		window_init(&w, SPAN, T0);
		for (size_t i = 0; i < COUNT(set); i++)
			CHECK(window_add(&w, set[i].key, set[i].t, set[i].p,
					 set[i].v, ANY) == WINDOW_OK);
		window_advance(&w, T0 + SPAN * 3 / 2);
		if (!round)
			first = w;
		CHECK(sums_are(&w, first.live.pv, first.live.v, first.live.n));
		CHECK(w.live.n > 0 && w.live.n < COUNT(set));
		window_free(&w);
		for (size_t i = COUNT(set) - 1; i; i--) {
			size_t j = check_rand(&seed) % (i + 1);
			struct listed swap = set[i];

			set[i] = set[j];
			set[j] = swap;
		}
	}
}

/* Many trades through a window whose traffic doubles twice: storage grows with
 * what is live and no further, and nothing drifts.  Keys that differ in their high
 * half alone are different. */
static void test_drift(bool numbered)
{
	struct window w;
	uint64_t seed = 5, id = 0;
	int64_t t = T0;

	window_init(&w, SPAN, T0);
	for (int rate = 4; rate <= 16; rate *= 2) {
		for (int i = 0; i < 200000; i++) {
			struct trade_key k = { .hi = 5, .lo = 5 };

			*(numbered ? &k.lo : &k.hi) = ++id;
			t += i % rate == 0;
			CHECK(window_add(&w, k, t,
					 check_pick(&seed, 1, PRICE_MAX),
					 check_pick(&seed, 1, SIZE_MAX_LOTS),
					 ANY) == WINDOW_OK);
		}
		CHECK(w.numbered == numbered);
		CHECK(w.live.n > (uint64_t)rate * (SPAN - 1));
		CHECK(w.cap == 1024u * (uint32_t)rate);
	}
	if (numbered) /* the table is made for all of them at once */
		CHECK(add(&w, 1, t, 1, 1) == WINDOW_OK && !w.numbered);
	window_advance(&w, t + SPAN - 1);
	CHECK(w.live.n > 0 && w.live.n <= 17);
	window_advance(&w, t + SPAN);
	CHECK(sums_are(&w, 0, 0, 0));
	window_free(&w);
}

int main(void)
{
	test_rules();
	test_clock();
	test_bounds();
	test_numbered();
	test_against_list(1, 1);
	test_against_list(2, UINT64_C(1) << 32);
	test_order();
	test_drift(false);
	test_drift(true);
	printf("test_window: pass\n");
	return 0;
}
