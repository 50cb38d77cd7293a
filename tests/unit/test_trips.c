/* test_trips - round trips: a table by hand, what is refused, and that no cent is
 * made or lost whatever the fills. */
#include "check.h"

#include "math/trips.h"

#include <stdbool.h>
#include <string.h>

static struct dec dec(const char *s)
{
	struct dec d;

	CHECK(dec_parse(&d, s, strlen(s)) == ST_OK);
	return d;
}

static bool is(struct dec d, const char *want)
{
	return dec_cmp(d, dec(want)) == 0;
}

static enum status add(struct trips *t, int64_t ts_ms, enum side side,
		       const char *price, const char *size, const char *fee)
{
	struct trip_fill f = { .ts_ms = ts_ms,
			       .side = side,
			       .price = dec(price),
			       .size = dec(size),
			       .fee = dec(fee) };

	return trips_add(t, &f);
}

static void test_refusals(void)
{
	struct trips t = { 0 };

	CHECK(add(&t, 1, SIDE_BUY, "0", "1", "0") == ST_DOMAIN);
	CHECK(add(&t, 1, SIDE_BUY, "1", "0", "0") == ST_DOMAIN);
	CHECK(add(&t, 1, SIDE_SELL, "1", "-1", "0") == ST_DOMAIN);
	CHECK(t.n == 0 && is(t.inventory, "0"));
	CHECK(add(&t, 1, SIDE_BUY, "99999999999999999999999999999999999999",
		  "2", "0") == ST_OK);
	CHECK(add(&t, 2, SIDE_SELL, "2", "1.5", "0") == ST_OVERFLOW);
	trips_free(&t);
}

static void test_by_hand(void)
{
	struct trips t = { 0 };
	struct dec open;

	/* two lots, closed by one fill and a half */
	CHECK(add(&t, 1000, SIDE_BUY, "100", "2", "0.2") == ST_OK);
	CHECK(add(&t, 2000, SIDE_BUY, "90", "1", "0.1") == ST_OK);
	CHECK(is(t.inventory, "3") && t.n_closed == 0);
	CHECK(add(&t, 5000, SIDE_SELL, "110", "2.5", "0.25") == ST_OK);
	CHECK(t.n_closed == 1 && t.n_won == 1 && t.closed_ms == 4000);
	CHECK(is(t.closed_pnl, "19.6")); /* 2 (110 - 100) - 0.2 - 0.2 */
	CHECK(is(t.realized, "29.5"));   /* and 0.5 (110 - 90) - 0.05 - 0.05 */
	CHECK(trips_open_pnl(&open, &t, dec("80")) == ST_OK);
	CHECK(is(open, "-5.05"));
	/* the rest of the second lot at a loss, and short from there */
	CHECK(add(&t, 8000, SIDE_SELL, "60", "1", "0") == ST_OK);
	CHECK(t.n_closed == 2 && t.n_won == 1 && t.closed_ms == 10000);
	CHECK(is(t.closed_pnl, "14.45") && is(t.inventory, "-0.5"));
	CHECK(trips_open_pnl(&open, &t, dec("50")) == ST_OK);
	CHECK(is(open, "5"));
	/* bought back with a rebate */
	CHECK(add(&t, 8500, SIDE_BUY, "50", "0.5", "-0.01") == ST_OK);
	CHECK(t.n_closed == 3 && is(t.inventory, "0"));
	CHECK(is(t.closed_pnl, "19.46") && is(t.realized, "19.46"));
	CHECK(trips_open_pnl(&open, &t, dec("1")) == ST_OK && is(open, "0"));
	trips_free(&t);
}

/* A fee that does not divide is given out whole. */
static void test_fee_is_not_lost(void)
{
	struct trips t = { 0 };

	CHECK(add(&t, 1, SIDE_BUY, "1", "3", "1") == ST_OK);
	for (int i = 0; i < 3; i++)
		CHECK(add(&t, 2, SIDE_SELL, "1", "1", "0") == ST_OK);
	CHECK(is(t.realized, "-1") && is(t.closed_pnl, "-1"));
	/* a rebate is rounded down too: away from zero */
	CHECK(add(&t, 3, SIDE_BUY, "1", "3", "-1") == ST_OK);
	CHECK(add(&t, 4, SIDE_SELL, "1", "1", "0") == ST_OK);
	CHECK(is(t.realized, "-0.666666666666"));
	CHECK(add(&t, 5, SIDE_SELL, "1", "2", "0") == ST_OK);
	CHECK(is(t.realized, "0"));
	CHECK(t.n_closed == 2 && t.n_won == 1);
	/* breaking even is no win */
	CHECK(add(&t, 6, SIDE_BUY, "1", "3", "0") == ST_OK);
	CHECK(add(&t, 7, SIDE_SELL, "1", "3", "0") == ST_OK);
	CHECK(t.n_closed == 3 && t.n_won == 1);
	trips_free(&t);
}

/* Whatever the fills: what was realized and what is open add up to the cash and
 * the inventory at the mark, and the lots left are the inventory. */
static void test_ledger(void)
{
	uint64_t seed = 11;

	for (int round = 0; round < 300; round++) {
		struct trips t = { 0 };
		struct dec cash = DEC_ZERO, mark, open, left, sum;

		for (int i = 0; i < 60; i++) {
			struct trip_fill f = {
				.ts_ms = i,
				.side = check_pick(&seed, 0, 1) ? SIDE_BUY
								: SIDE_SELL,
				.price = dec_make(check_pick(&seed, 1, 99999),
						  (int)check_pick(&seed, 0, 4)),
				.size = dec_make(check_pick(&seed, 1, 500),
						 (int)check_pick(&seed, 0, 3)),
				.fee = dec_make(check_pick(&seed, -99, 999), 5),
			};
			struct dec notional;

			CHECK(trips_add(&t, &f) == ST_OK);
			CHECK(dec_mul(&notional, f.price, f.size) == ST_OK);
			CHECK((f.side == SIDE_SELL
				       ? dec_add(&cash, cash, notional)
				       : dec_sub(&cash, cash, notional)) ==
			      ST_OK);
			CHECK(dec_sub(&cash, cash, f.fee) == ST_OK);
		}
		mark = dec_make(check_pick(&seed, 1, 99999), 2);
		CHECK(trips_open_pnl(&open, &t, mark) == ST_OK);
		CHECK(dec_add(&sum, t.realized, open) == ST_OK);
		CHECK(dec_mul(&left, t.inventory, mark) == ST_OK);
		CHECK(dec_add(&left, left, cash) == ST_OK);
		CHECK(dec_cmp(sum, left) == 0);
		CHECK(t.n_won <= t.n_closed);
		trips_free(&t);
	}
}

/* An independent count, one unit at a time: sizes are whole, a unit remembers
 * which fill opened it. */
static void test_against_units(void)
{
	uint64_t seed = 12;

	for (int round = 0; round < 200; round++) {
		struct trips t = { 0 };
		int64_t at[64], unit_fill[2048], left[64] = { 0 };
		int64_t closed = 0, closed_ms = 0;
		int first = 0, n = 0;
		enum side side = SIDE_BUY;

		for (int i = 0; i < 40; i++) {
			int64_t size = check_pick(&seed, 1, 20);
			struct trip_fill f = {
				.ts_ms = i * i,
				.side = check_pick(&seed, 0, 1) ? SIDE_BUY
								: SIDE_SELL,
				.price = dec_make(1, 0),
				.size = dec_make(size, 0),
				.fee = DEC_ZERO,
			};

			CHECK(trips_add(&t, &f) == ST_OK);
			at[i] = f.ts_ms;
			for (; size > 0; size--) {
				if (first < n && side != f.side) {
					int64_t opener = unit_fill[first++];

					if (--left[opener])
						continue;
					closed++;
					closed_ms += f.ts_ms - at[opener];
				} else {
					side = f.side;
					unit_fill[n++] = i;
					left[i]++;
				}
			}
			CHECK(t.n_closed == closed && t.closed_ms == closed_ms);
		}
		trips_free(&t);
	}
}

int main(void)
{
	test_refusals();
	test_by_hand();
	test_fee_is_not_lost();
	test_ledger();
	test_against_units();
	printf("test_trips: pass\n");
	return 0;
}
