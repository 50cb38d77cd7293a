/* test_diff - one rule of the diff at a time; test_diff_worlds has the
 * properties. */
#include "base/mem.h"
#include "check.h"
#include "math/client_id.h"
#include "math/diff.h"

#include <string.h>

#define TAG 7

static struct arena arena;
static const struct diff_rules exact;

static struct order order(int wallet, enum side side, uint16_t number,
			  int64_t price, int64_t size)
{
	return (struct order){
		.price = price,
		.size = size,
		.since_ms = 1000,
		.client_id = client_id_make(TAG, side, number, 1),
		.wallet = wallet,
		.side = side,
	};
}

#define BID(wallet, number, price, size)                                       \
	order(wallet, SIDE_BUY, number, price, size)
#define ASK(wallet, number, price, size)                                       \
	order(wallet, SIDE_SELL, number, price, size)

/* A frame of literal arrays: FRAME(desired, resting, pending). */
#define LIST(type, ...) ((const type[]){ __VA_ARGS__ })
#define SIZED(type, ...)                                                       \
	LIST(type, __VA_ARGS__), sizeof(LIST(type, __VA_ARGS__)) / sizeof(type)
#define NOTHING      NULL, 0
#define DESIRED(...) SIZED(struct order, __VA_ARGS__)
#define RESTING(...) SIZED(struct order, __VA_ARGS__)
#define PENDING(...) SIZED(struct diff_pending, __VA_ARGS__)
#define FRAME(...)   ((struct diff_frame){ __VA_ARGS__, TAG, false, false })

static struct diff run(struct diff_frame frame, struct diff_rules rules)
{
	struct diff d;

	arena_reset(&arena);
	CHECK(diff_orders(&arena, &d, &frame, &rules) == DIFF_OK);
	return d;
}

static void check_action(const struct diff *d, size_t i, enum diff_verb verb,
			 struct order o, int after)
{
	const struct diff_action *a = &d->actions[i];

	CHECK(i < d->n_actions);
	CHECK(a->verb == verb);
	CHECK(a->after == after);
	CHECK(a->order.wallet == o.wallet);
	CHECK(a->order.side == o.side);
	CHECK(a->order.price == o.price);
	CHECK(a->order.size == o.size);
	CHECK(a->order.client_id == o.client_id);
	CHECK(a->order.since_ms == o.since_ms);
}

static void refused(enum diff_err err, struct diff_frame frame)
{
	struct diff d = { .n_actions = 77 };

	arena_reset(&arena);
	CHECK(diff_orders(&arena, &d, &frame, &exact) == err);
	CHECK(d.n_actions == 77);
	CHECK(strlen(diff_strerror(err)) > 0);
}

static void test_bad_input(void)
{
	struct order foreign = BID(0, 1, 10, 1), flipped = BID(0, 1, 10, 1);
	struct order newer = BID(0, 1, 9, 1);

	foreign.client_id = client_id_make(TAG + 1, SIDE_BUY, 1, 1);
	flipped.side = SIDE_SELL;
	newer.client_id = client_id_make(TAG, SIDE_BUY, 1, 2);
	refused(DIFF_EVALUE, FRAME(DESIRED(BID(0, 1, 0, 1)), NOTHING, NOTHING));
	refused(DIFF_EVALUE, FRAME(DESIRED(BID(0, 1, 1, 0)), NOTHING, NOTHING));
	refused(DIFF_EVALUE,
		FRAME(DESIRED(BID(0, 1, PRICE_MAX, 1)), NOTHING, NOTHING));
	refused(DIFF_EVALUE,
		FRAME(DESIRED(BID(0, 1, 1, SIZE_MAX_LOTS)), NOTHING, NOTHING));
	refused(DIFF_EVALUE,
		FRAME(DESIRED(BID(-1, 1, 1, 1)), NOTHING, NOTHING));
	refused(DIFF_EVALUE,
		FRAME(NOTHING, RESTING(BID(0, 1, -1, 1)), NOTHING));
	refused(DIFF_EVALUE,
		FRAME(NOTHING, NOTHING,
		      PENDING({ BID(0, 1, 0, 1), DIFF_PLACE, DIFF_SENT })));
	refused(DIFF_EVALUE,
		FRAME(NOTHING, NOTHING,
		      PENDING({ BID(-1, 1, 1, 1), DIFF_OTHER, DIFF_UNKNOWN })));
	refused(DIFF_ETAG, FRAME(DESIRED(foreign), NOTHING, NOTHING));
	refused(DIFF_ETAG, FRAME(DESIRED(flipped), NOTHING, NOTHING));
	refused(DIFF_ETWICE,
		FRAME(DESIRED(BID(0, 1, 10, 1), newer), NOTHING, NOTHING));
	refused(DIFF_ECROSSED,
		FRAME(DESIRED(BID(0, 1, 10, 1), ASK(1, 1, 10, 1)), NOTHING,
		      NOTHING));
}

static void test_nothing(void)
{
	CHECK(run(FRAME(NOTHING, NOTHING, NOTHING), exact).n_actions == 0);
}

static void test_place_cancel_replace(void)
{
	struct diff d =
		run(FRAME(DESIRED(BID(0, 1, 10, 5), BID(0, 2, 8, 5)),
			  RESTING(BID(0, 2, 7, 5), ASK(0, 3, 20, 5)), NOTHING),
		    exact);

	CHECK(d.n_actions == 3);
	check_action(&d, 0, DIFF_CANCEL, ASK(0, 3, 20, 5), -1);
	check_action(&d, 1, DIFF_PLACE, BID(0, 1, 10, 5), -1);
	check_action(&d, 2, DIFF_REPLACE, BID(0, 2, 8, 5), -1);
	CHECK(d.verdict[0] == DIFF_ACTED && d.verdict[1] == DIFF_ACTED);
}

static void test_tolerance(void)
{
	const struct diff_rules loose = { .tolerance_ticks = 2,
					  .tolerance_size_ppm = 100000 };
	static const struct {
		int64_t price, size;
		bool kept;
	} cases[] = {
		{ 12, 100, true }, { 13, 100, false }, { 8, 100, true },
		{ 7, 100, false }, { 10, 110, true },  { 10, 111, false },
		{ 10, 90, true },  { 10, 89, false },  { 12, 111, false },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct diff d = run(
			FRAME(DESIRED(BID(0, 1, 10, 100)),
			      RESTING(BID(0, 1, cases[i].price, cases[i].size)),
			      NOTHING),
			loose);

		CHECK(d.n_actions == !cases[i].kept);
		CHECK((d.verdict[0] == DIFF_KEPT) == cases[i].kept);
	}
}

/* What is near enough but in the way of the other side has to move. */
static void test_tolerance_does_not_block(void)
{
	const struct diff_rules loose = { .tolerance_ticks = 2 };
	struct diff d = run(FRAME(DESIRED(BID(0, 1, 10, 1), ASK(0, 1, 11, 1)),
				  RESTING(BID(0, 1, 11, 1)), NOTHING),
			    loose);

	CHECK(d.n_actions == 2);
	check_action(&d, 0, DIFF_REPLACE, BID(0, 1, 10, 1), -1);
	check_action(&d, 1, DIFF_PLACE, ASK(0, 1, 11, 1), 0);
}

/* The queue place belongs to the price, whatever number the level now has. */
static void test_same_price_is_kept(void)
{
	struct diff d = run(FRAME(DESIRED(BID(0, 1, 11, 5), BID(0, 2, 10, 5)),
				  RESTING(BID(0, 1, 10, 5)), NOTHING),
			    exact);

	CHECK(d.n_actions == 1);
	check_action(&d, 0, DIFF_PLACE, BID(0, 2, 11, 5), -1);
	d = run(FRAME(DESIRED(BID(0, 1, 11, 5), BID(0, 2, 10, 5)),
		      RESTING(BID(0, 1, 10, 5), BID(0, 2, 9, 5)), NOTHING),
		exact);
	CHECK(d.n_actions == 1);
	check_action(&d, 0, DIFF_REPLACE, BID(0, 2, 11, 5), -1);
}

/* ... but not on another wallet, whose money it is not. */
static void test_wallets_are_apart(void)
{
	struct diff d = run(FRAME(DESIRED(BID(1, 1, 10, 5)),
				  RESTING(BID(0, 1, 10, 5)), NOTHING),
			    exact);

	CHECK(d.n_actions == 2);
	check_action(&d, 0, DIFF_CANCEL, BID(0, 1, 10, 5), -1);
	check_action(&d, 1, DIFF_PLACE, BID(1, 1, 10, 5), -1);
}

static void test_foreign_is_untouched(void)
{
	struct order other = BID(0, 1, 10, 5), nameless = ASK(0, 1, 20, 5);
	struct diff d;

	other.client_id = client_id_make(TAG + 1, SIDE_BUY, 1, 1);
	nameless.client_id = 0;
	d = run(FRAME(NOTHING, RESTING(other, nameless, nameless), NOTHING),
		exact);
	CHECK(d.n_actions == 0);
	/* It is not ours to cancel, and not ours to trade with. */
	d = run(FRAME(DESIRED(BID(1, 1, 20, 5), BID(1, 2, 19, 5)),
		      RESTING(other, nameless), NOTHING),
		exact);
	CHECK(d.n_actions == 1);
	check_action(&d, 0, DIFF_PLACE, BID(1, 2, 19, 5), -1);
	CHECK(d.verdict[0] == DIFF_WAITS_MEET);
}

static void test_a_bid_waits_for_an_ask(void)
{
	const struct order up[] = { BID(0, 1, 20, 1), ASK(1, 1, 25, 1) };
	struct diff d =
		run(FRAME(up, 2, RESTING(BID(0, 1, 10, 1), ASK(1, 1, 15, 1)),
			  NOTHING),
		    exact);

	/* Two wallets, two transactions: the ask first, the bid next frame. */
	CHECK(d.n_actions == 1);
	check_action(&d, 0, DIFF_REPLACE, ASK(1, 1, 25, 1), -1);
	CHECK(d.verdict[0] == DIFF_WAITS_MEET);

	/* In flight both its prices count. */
	d = run(FRAME(up, 2, RESTING(BID(0, 1, 10, 1), ASK(1, 1, 15, 1)),
		      PENDING({ up[1], DIFF_REPLACE, DIFF_SENT })),
		exact);
	CHECK(d.n_actions == 0);
	d = run(FRAME(up, 2, RESTING(BID(0, 1, 10, 1), up[1]), NOTHING), exact);
	CHECK(d.n_actions == 1);
	check_action(&d, 0, DIFF_REPLACE, up[0], -1);
}

static void test_one_wallet_moves_at_once(void)
{
	struct diff d =
		run(FRAME(DESIRED(BID(0, 1, 20, 1), BID(0, 2, 16, 1),
				  ASK(0, 1, 25, 1)),
			  RESTING(BID(0, 1, 10, 1), ASK(0, 1, 15, 1)), NOTHING),
		    exact);

	/* One follower to a leader: the second bid waits. */
	CHECK(d.n_actions == 2);
	check_action(&d, 0, DIFF_REPLACE, ASK(0, 1, 25, 1), -1);
	check_action(&d, 1, DIFF_REPLACE, BID(0, 1, 20, 1), 0);
	CHECK(d.verdict[1] == DIFF_WAITS_MEET);

	/* Two asks in the way are one too many. */
	d = run(FRAME(DESIRED(BID(0, 1, 20, 1)),
		      RESTING(ASK(0, 1, 15, 1), ASK(0, 2, 16, 1)), NOTHING),
		exact);
	CHECK(d.n_actions == 2);
	CHECK(d.verdict[0] == DIFF_WAITS_MEET);
}

static void test_falling_moves_bids_first(void)
{
	struct diff d =
		run(FRAME(DESIRED(BID(0, 1, 5, 1), ASK(0, 1, 9, 1)),
			  RESTING(BID(0, 1, 10, 1), ASK(0, 1, 15, 1)), NOTHING),
		    exact);

	CHECK(d.n_actions == 2);
	check_action(&d, 0, DIFF_REPLACE, BID(0, 1, 5, 1), -1);
	check_action(&d, 1, DIFF_REPLACE, ASK(0, 1, 9, 1), 0);
}

static void test_in_flight(void)
{
	const struct order want = BID(0, 1, 10, 5), old = BID(0, 1, 8, 5);
	struct diff d;

	/* A place in flight counts as resting, once. */
	d = run(FRAME(&want, 1, NOTHING,
		      PENDING({ want, DIFF_PLACE, DIFF_SENT })),
		exact);
	CHECK(d.n_actions == 0 && d.verdict[0] == DIFF_KEPT);
	d = run(FRAME(&want, 1, &want, 1,
		      PENDING({ want, DIFF_PLACE, DIFF_SENT })),
		exact);
	CHECK(d.n_actions == 0 && d.verdict[0] == DIFF_KEPT);
	/* Unwanted it is cancelled; to move it, its outcome comes first. */
	d = run(FRAME(NOTHING, NOTHING,
		      PENDING({ old, DIFF_PLACE, DIFF_SENT })),
		exact);
	CHECK(d.n_actions == 1);
	check_action(&d, 0, DIFF_CANCEL, old, -1);
	d = run(FRAME(&want, 1, NOTHING,
		      PENDING({ old, DIFF_PLACE, DIFF_SENT })),
		exact);
	CHECK(d.n_actions == 0 && d.verdict[0] == DIFF_WAITS_FLIGHT);
	/* Landed meanwhile and partly filled: the book knows its size. */
	d = run(FRAME(NOTHING, RESTING(BID(0, 1, 8, 2)),
		      PENDING({ old, DIFF_PLACE, DIFF_SENT })),
		exact);
	CHECK(d.n_actions == 1);
	check_action(&d, 0, DIFF_CANCEL, BID(0, 1, 8, 2), -1);
	/* Of two that could move, the one that need not wait. */
	d = run(FRAME(DESIRED(BID(0, 3, 10, 5)), RESTING(BID(0, 2, 9, 5)),
		      PENDING({ old, DIFF_PLACE, DIFF_SENT })),
		exact);
	CHECK(d.n_actions == 2);
	check_action(&d, 0, DIFF_CANCEL, old, -1);
	check_action(&d, 1, DIFF_REPLACE, BID(0, 2, 10, 5), -1);
	/* A replace that may or may not have landed: either price will do. */
	d = run(FRAME(&want, 1, &want, 1,
		      PENDING({ old, DIFF_REPLACE, DIFF_SENT })),
		exact);
	CHECK(d.n_actions == 0 && d.verdict[0] == DIFF_KEPT);
	d = run(FRAME(&want, 1, &old, 1,
		      PENDING({ want, DIFF_REPLACE, DIFF_SENT })),
		exact);
	CHECK(d.n_actions == 0 && d.verdict[0] == DIFF_KEPT);
	/* A cancel in flight: not there to be kept, and not yet gone. */
	d = run(FRAME(&want, 1, &want, 1,
		      PENDING({ want, DIFF_CANCEL, DIFF_SENT })),
		exact);
	CHECK(d.n_actions == 0 && d.verdict[0] == DIFF_WAITS_FLIGHT);
	d = run(FRAME(DESIRED(ASK(1, 1, 10, 1)), &want, 1,
		      PENDING({ want, DIFF_CANCEL, DIFF_SENT })),
		exact);
	CHECK(d.n_actions == 0 && d.verdict[0] == DIFF_WAITS_MEET);
	d = run(FRAME(NOTHING, NOTHING,
		      PENDING({ want, DIFF_PLACE, DIFF_CANCELLING })),
		exact);
	CHECK(d.n_actions == 0);
}

static void test_unknown_blocks_its_lane(void)
{
	struct diff d = run(
		FRAME(DESIRED(BID(0, 1, 10, 5), BID(1, 1, 10, 5)),
		      RESTING(BID(0, 2, 8, 5), BID(0, 3, 7, 5)),
		      PENDING({ { .wallet = 0 }, DIFF_OTHER, DIFF_UNKNOWN })),
		exact);

	/* No place and no replace on wallet 0; the cancel and wallet 1 go on. */
	CHECK(d.n_actions == 2);
	check_action(&d, 0, DIFF_CANCEL, BID(0, 2, 8, 5), -1);
	check_action(&d, 1, DIFF_PLACE, BID(1, 1, 10, 5), -1);
	CHECK(d.verdict[0] == DIFF_WAITS_FLIGHT);
}

static void test_bound_frame_only_cancels(void)
{
	struct diff_frame f =
		FRAME(DESIRED(BID(0, 1, 11, 5), BID(0, 2, 9, 5)),
		      RESTING(BID(0, 1, 10, 5), ASK(0, 1, 20, 5)), NOTHING);
	struct diff d;

	f.bound = true;
	d = run(f, exact);
	CHECK(d.n_actions == 1);
	check_action(&d, 0, DIFF_CANCEL, ASK(0, 1, 20, 5), -1);
	CHECK(d.verdict[0] == DIFF_WAITS_REFUSAL);
	CHECK(d.verdict[1] == DIFF_WAITS_REFUSAL);
}

static void test_blind_cancels_what_is_done(void)
{
	struct diff_frame f =
		FRAME(NOTHING, NOTHING,
		      PENDING({ BID(0, 1, 10, 5), DIFF_REPLACE, DIFF_DONE },
			      { ASK(0, 1, 20, 5), DIFF_CANCEL, DIFF_DONE },
			      { BID(0, 2, 9, 5), DIFF_PLACE, DIFF_UNKNOWN }));
	struct diff d = run(f, exact);

	CHECK(d.n_actions == 1);
	check_action(&d, 0, DIFF_CANCEL, BID(0, 2, 9, 5), -1);
	f.blind = true;
	d = run(f, exact);
	CHECK(d.n_actions == 2);
	check_action(&d, 0, DIFF_CANCEL, BID(0, 1, 10, 5), -1);
	check_action(&d, 1, DIFF_CANCEL, BID(0, 2, 9, 5), -1);
}

static void test_budget(void)
{
	const struct diff_rules two = { .budget = 2 };
	struct diff d = run(FRAME(DESIRED(BID(0, 1, 8, 5), BID(0, 2, 9, 5),
					  BID(0, 3, 10, 5)),
				  RESTING(ASK(0, 1, 20, 5)), NOTHING),
			    two);

	/* The cancel counts; of the bids the one nearest the market goes. */
	CHECK(d.n_actions == 2);
	check_action(&d, 0, DIFF_CANCEL, ASK(0, 1, 20, 5), -1);
	check_action(&d, 1, DIFF_PLACE, BID(0, 3, 10, 5), -1);
	CHECK(d.verdict[0] == DIFF_WAITS_BUDGET);
	/* Cancels are never held back. */
	d = run(FRAME(NOTHING,
		      RESTING(BID(0, 1, 1, 1), BID(0, 2, 1, 1),
			      BID(0, 3, 1, 1)),
		      NOTHING),
		two);
	CHECK(d.n_actions == 3);
}

/* A slot holds one order: what should not be there goes before it is used. */
static void test_strays(void)
{
	struct order old = BID(0, 1, 10, 5), want = BID(0, 1, 11, 5);
	struct diff d;

	want.client_id = client_id_make(TAG, SIDE_BUY, 1, 2);
	d = run(FRAME(&want, 1, RESTING(old, want), NOTHING), exact);
	CHECK(d.n_actions == 1);
	check_action(&d, 0, DIFF_CANCEL, old, -1);
	d = run(FRAME(&old, 1, RESTING(old, old), NOTHING), exact);
	CHECK(d.n_actions == 1);
	check_action(&d, 0, DIFF_CANCEL, old, -1);
	CHECK(d.verdict[0] == DIFF_WAITS_FLIGHT);
	/* Neither the older generation's price nor the double's is worth
	 * keeping, and a cancel takes away only one of the double. */
	want.price = 10;
	d = run(FRAME(DESIRED(want), RESTING(old, BID(0, 1, 9, 5)), NOTHING),
		exact);
	CHECK(d.n_actions == 1 && d.actions[0].verb == DIFF_CANCEL);
	want.price = 12;
	d = run(FRAME(DESIRED(BID(0, 1, 10, 5)), RESTING(old, want), NOTHING),
		exact);
	CHECK(d.n_actions == 2);
	check_action(&d, 0, DIFF_CANCEL, old, -1);
	check_action(
		&d, 1, DIFF_REPLACE,
		(struct order){ 10, 5, 1000, want.client_id, 0, 0, SIDE_BUY },
		-1);
	want.price = 11;
	d = run(FRAME(DESIRED(ASK(0, 1, 10, 5)), RESTING(old, old), NOTHING),
		exact);
	CHECK(d.n_actions == 1 && d.verdict[0] == DIFF_WAITS_MEET);
	/* One order of an older generation is moved under the id it has. */
	d = run(FRAME(&want, 1, &old, 1, NOTHING), exact);
	CHECK(d.n_actions == 1);
	want.client_id = old.client_id;
	check_action(&d, 0, DIFF_REPLACE, want, -1);
}

int main(void)
{
	test_bad_input();
	test_nothing();
	test_place_cancel_replace();
	test_tolerance();
	test_tolerance_does_not_block();
	test_same_price_is_kept();
	test_wallets_are_apart();
	test_foreign_is_untouched();
	test_a_bid_waits_for_an_ask();
	test_one_wallet_moves_at_once();
	test_falling_moves_bids_first();
	test_in_flight();
	test_unknown_blocks_its_lane();
	test_bound_frame_only_cancels();
	test_blind_cancels_what_is_done();
	test_budget();
	test_strays();
	arena_free(&arena);
	printf("test_diff: pass\n");
	return 0;
}
