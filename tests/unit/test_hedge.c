/* test_hedge - what is never asked for, by table; then random worlds in which every
 * order is filled, one after the other, and at each step nothing is over a limit, of
 * the wrong sign or off its steps; and the order of what is told does not matter. */
#include "check.h"
#include "math/hedge.h"

#include <string.h>

#define ASSETS 3
#define VENUES 3
#define SEATS  (ASSETS * VENUES)
#define LEVELS 4

/* ---- numbers ---- */

static struct dec d(const char *text)
{
	struct dec x = DEC_ZERO;

	CHECK(dec_parse(&x, text, strlen(text)) == ST_OK);
	return x;
}

static struct dec mul(struct dec a, struct dec b)
{
	struct dec r = DEC_ZERO;

	CHECK(dec_mul(&r, a, b) == ST_OK);
	return r;
}

static struct dec add(struct dec a, struct dec b)
{
	struct dec r = DEC_ZERO;

	CHECK(dec_add(&r, a, b) == ST_OK);
	return r;
}

static struct dec neg(struct dec a)
{
	a.v = -a.v;
	return a;
}

static struct dec size_of(struct dec a)
{
	return a.v < 0 ? neg(a) : a;
}

static bool on(struct dec x, struct dec step)
{
	int64_t n;

	return dec_units(&n, x, step) == ST_OK;
}

/* ---- a world ---- */

struct scene {
	struct hedge_world w;
	struct hedge_asset assets[ASSETS];
	struct hedge_account accounts[VENUES];
	struct hedge_seat seats[SEATS];
	struct hedge_level bids[SEATS][LEVELS], asks[SEATS][LEVELS];
};

static void link(struct scene *s)
{
	s->w.assets = s->assets;
	s->w.accounts = s->accounts;
	s->w.seats = s->seats;
}

static void plain_book(struct scene *s, size_t i, const char *bid,
		       const char *ask, const char *size)
{
	s->bids[i][0] = (struct hedge_level){ d(bid), d(size) };
	s->asks[i][0] = (struct hedge_level){ d(ask), d(size) };
	s->seats[i].bids = (struct hedge_levels){ s->bids[i], 1 };
	s->seats[i].asks = (struct hedge_levels){ s->asks[i], 1 };
}

static void plain_seat(struct scene *s, size_t i, size_t asset, size_t account)
{
	s->seats[i] = (struct hedge_seat){
		.asset = asset,
		.account = account,
		.rank = (int64_t)account,
		.symbol = "ETHUSDT",
		.known = true,
		.rules = { .tick = d("0.01"),
			   .step = d("0.001"),
			   .market_step = DEC_NONE,
			   .min_size = d("0.001"),
			   .max_size = d("1000"),
			   .min_market = DEC_NONE,
			   .max_market = DEC_NONE,
			   .min_notional = d("20"),
			   .multiplier = d("1"),
			   .max_leverage = DEC_NONE,
			   .price_up = DEC_NONE,
			   .price_down = DEC_NONE },
		.mark = d("3000"),
		.taker_ratio = d("0.0005"),
		.funding_ratio = DEC_NONE,
		.leverage = DEC_NONE,
	};
	plain_book(s, i, "2999.9", "3000.1", "100");
}

/* 10 ETH on a chain, two exchanges that hold nothing: binance is preferred. */
static void plain(struct scene *s)
{
	static const char *const venues[] = { "binance", "bybit", "okx" };

	*s = (struct scene){
		.w = { .n_assets = 1,
		       .n_accounts = 2,
		       .n_seats = 2,
		       .limits = { .ratio = d("0.8"),
				   .band_ppm = 50000,
				   .band_notional = d("50"),
				   .interval_ms = 60000,
				   .leverage = d("3"),
				   .max_leverage = d("5"),
				   .max_position = d("1000000"),
				   .max_bound = d("0.8"),
				   .max_order = d("100000"),
				   .max_turnover = d("5000000"),
				   .slippage_bps = 30,
				   .max_age_ms = 10000 } },
		.assets = { { .name = "ETH",
			      .exposure = d("10"),
			      .since_ms = -1,
			      .move_ppm = -1 } },
	};
	for (size_t i = 0; i < VENUES; i++)
		s->accounts[i] = (struct hedge_account){
			.venue = venues[i],
			.name = "key",
			.equity = d("100000"),
			.free = d("100000"),
			.margin = DEC_NONE,
		};
	plain_seat(s, 0, 0, 0);
	plain_seat(s, 1, 0, 1);
	link(s);
}

static struct arena arena;

static struct hedge_plan plan(const struct scene *s)
{
	struct hedge_plan p;

	hedge_plan(&p, &arena, &s->w);
	return p;
}

static bool is(struct dec x, const char *text)
{
	return !dec_cmp(x, d(text));
}

/* ---- by table ---- */

static void test_plain(void)
{
	struct scene s;
	struct hedge_plan p;

	plain(&s);
	p = plan(&s);
	CHECK(p.n_orders == 1 && p.orders[0].seat == 0);
	CHECK(!p.orders[0].buy && !p.orders[0].reduce);
	CHECK(is(p.orders[0].size, "8") && is(p.orders[0].price, "2991"));
	CHECK(is(p.orders[0].value, "24000")); /* the mark is higher */
	/* 24000 / 3 + 12 */
	CHECK(is(p.orders[0].margin, "8012"));
	CHECK(p.legs[0].severity == HEDGE_CRITICAL && p.legs[0].priority == 1);
	CHECK(is(p.legs[0].target, "-8") && is(p.legs[0].band, "0.4"));
	CHECK(is(p.legs[0].required_margin, "8000"));
	/* 8 x 2999.9 x 0.0005 + 8 x 0.1 */
	CHECK(is(p.legs[0].cost, "12.7996"));
}

/* Nothing is done about an asset one seat of which may hold anything. */
static void test_not_known(void)
{
	struct scene s;
	struct hedge_plan p;

	plain(&s);
	s.seats[1].known = false;
	p = plan(&s);
	CHECK(!p.n_orders && p.assets[0] == HEDGE_WHY_NOT_READ);
	s.seats[1].stop = HEDGE_WHY_STALE_POSITION;
	p = plan(&s);
	CHECK(!p.n_orders && p.assets[0] == HEDGE_WHY_STALE_POSITION);
	plain(&s);
	s.w.n_seats = 0;
	p = plan(&s);
	CHECK(!p.n_orders && p.assets[0] == HEDGE_WHY_UNHEDGED);
}

static void test_overflow(void)
{
	struct scene s;
	struct hedge_plan p;

	plain(&s);
	s.assets[0].exposure = d("99999999999999999999999999999999999999");
	p = plan(&s);
	CHECK(!p.n_orders && p.assets[0] == HEDGE_WHY_OVERFLOW);
}

/* What opens waits; what reduces does not. */
static void test_held_back(void)
{
	static const enum hedge_why whys[] = { HEDGE_WHY_KILL,
					       HEDGE_WHY_DRAWDOWN,
					       HEDGE_WHY_INTERVAL };
	struct scene s;
	struct hedge_plan p;

	for (size_t i = 0; i < COUNT(whys); i++) {
		bool soon = whys[i] == HEDGE_WHY_INTERVAL;

		plain(&s);
		s.w.hold = soon ? HEDGE_WHY_NONE : whys[i];
		s.assets[0].since_ms = soon ? 59999 : -1;
		p = plan(&s);
		CHECK(!p.n_orders && p.legs[0].why == whys[i]);
		CHECK(is(p.legs[0].target, "-8"));
		s.seats[0].held_short = d("20");
		p = plan(&s);
		CHECK(p.n_orders == 1 && p.orders[0].reduce_only);
		CHECK(p.orders[0].buy && is(p.orders[0].size, "12"));
		s.w.forced = true;
		s.seats[0].held_short = DEC_ZERO;
		CHECK(plan(&s).n_orders == (soon ? 1 : 0));
	}
	plain(&s);
	s.seats[0].stop = HEDGE_WHY_CLOCK;
	p = plan(&s);
	CHECK(p.n_orders == 1 && p.orders[0].seat == 1);
	s.seats[1].stop = HEDGE_WHY_CLOCK;
	s.seats[0].held_short = d("20");
	CHECK(!plan(&s).n_orders);
}

static void test_band(void)
{
	static const struct {
		const char *held;
		size_t n;
	} cases[] = {
		{ "8", 0 },      { "7.6", 0 },   { "7.599", 1 },
		{ "8.4", 0 },    { "8.401", 1 }, { "8.000999", 0 },
		{ "8.4009", 0 },
	};
	struct scene s;

	for (size_t i = 0; i < COUNT(cases); i++) {
		plain(&s);
		s.seats[0].held_short = d(cases[i].held);
		CHECK(plan(&s).n_orders == cases[i].n);
	}
	plain(&s); /* 50 / 3000 rounded up to steps: 0.017 */
	s.assets[0].exposure = d("0.0225");
	CHECK(plan(&s).n_orders == 1);
	s.assets[0].exposure = d("0.0224");
	CHECK(!plan(&s).n_orders);
}

/* A lot too many where lots are large is within the band, and not to be bought back
 * where they are small. */
static void test_coarse(void)
{
	struct scene s;
	struct hedge_plan p;

	plain(&s);
	s.seats[1].rules.step = d("1");
	s.seats[1].held_short = d("9");
	s.assets[0].exposure = d("11");
	p = plan(&s);
	CHECK(!p.n_orders && p.n_legs == 2);
	for (size_t i = 0; i < p.n_legs; i++)
		CHECK(!dec_sign(p.legs[i].gap) &&
		      p.legs[i].why == HEDGE_WHY_NONE);
}

/* Closed first; a change of sign is two orders, and the second waits for the first. */
static void test_flip(void)
{
	struct scene s;
	struct hedge_plan p;

	plain(&s);
	s.seats[1].held_long = d("5");
	p = plan(&s);
	CHECK(p.n_orders == 2);
	CHECK(p.orders[0].seat == 1 && p.orders[0].reduce_only);
	CHECK(!p.orders[0].buy && is(p.orders[0].size, "5"));
	CHECK(p.orders[1].seat == 0 && is(p.orders[1].size, "8"));
	s.seats[1].stop = HEDGE_WHY_NOT_TRADING;
	p = plan(&s);
	CHECK(!p.n_orders);
	for (size_t i = 0; i < p.n_legs; i++)
		CHECK(p.legs[i].why == (p.legs[i].seat ? HEDGE_WHY_NOT_TRADING
						       : HEDGE_WHY_OPPOSITE));
	/* Net within the band, but against each other. */
	plain(&s);
	s.seats[0].held_short = d("13");
	s.seats[1].held_long = d("5");
	p = plan(&s);
	CHECK(p.n_orders == 2 && p.orders[0].reduce && p.orders[1].reduce);
}

static void test_two_way(void)
{
	struct scene s;
	struct hedge_plan p;

	plain(&s);
	s.seats[0].two_way = true;
	s.seats[0].held_long = d("2");
	s.seats[0].held_short = d("3");
	p = plan(&s);
	CHECK(p.n_orders == 2);
	CHECK(p.orders[0].side == HEDGE_SIDE_LONG && !p.orders[0].buy);
	CHECK(p.orders[0].reduce && !p.orders[0].reduce_only);
	CHECK(is(p.orders[0].size, "2"));
	CHECK(p.orders[1].side == HEDGE_SIDE_SHORT && !p.orders[1].buy);
	CHECK(is(p.orders[1].size, "5") && !p.orders[1].reduce);
}

/* What is left alone does not count, and may make a smaller position of ours a larger
 * one to the exchange: then it is not said to reduce. */
static void test_base(void)
{
	struct scene s;
	struct hedge_plan p;

	plain(&s);
	s.seats[0].held_long = d("5");
	s.seats[0].base = d("5");
	p = plan(&s);
	CHECK(p.n_orders == 1 && is(p.orders[0].size, "8"));
	s.seats[0].held_long = DEC_ZERO;
	s.seats[0].held_short = d("15"); /* ours: 20 short */
	p = plan(&s);
	CHECK(p.n_orders == 1 && p.orders[0].reduce && p.orders[0].buy);
	CHECK(is(p.orders[0].size, "12") && !p.orders[0].reduce_only);
	s.seats[0].two_way = true;
	s.seats[0].base = d("-7");
	CHECK(!plan(&s).n_orders);
	s.seats[0].held_short = DEC_ZERO;
	s.seats[0].held_long = d("5");
	s.seats[0].base = d("5");
	CHECK(plan(&s).n_orders == 1);
}

/* Fee, funding and depth choose; what one cannot take goes to the next. */
static void test_choice(void)
{
	struct scene s;
	struct hedge_plan p;

	plain(&s);
	s.seats[0].taker_ratio = d("0.0006");
	CHECK(plan(&s).orders[0].seat == 1);
	s.seats[0].funding_ratio = d("0.0002"); /* received */
	CHECK(plan(&s).orders[0].seat == 0);
	s.seats[0].funding_ms = 57600000; /* half of it in 8 h: as good */
	CHECK(plan(&s).orders[0].seat == 0);
	s.seats[0].funding_ms = 57600001;
	s.seats[0].funding_ratio = d("0.00019");
	CHECK(plan(&s).orders[0].seat == 1);
	plain(&s);
	plain_book(&s, 0, "2999.9", "3000.1", "3");
	p = plan(&s);
	CHECK(p.n_orders == 2 && is(p.orders[0].size, "3") &&
	      is(p.orders[1].size, "5"));
	CHECK(p.legs[0].why == HEDGE_WHY_DEPTH ||
	      p.legs[1].why == HEDGE_WHY_DEPTH);
}

/* Of the same cost the preferred exchange, of the same urgency the name. */
static void test_ties(void)
{
	struct scene s;
	struct hedge_plan p;

	plain(&s);
	s.seats[0].rank = 1;
	s.seats[1].rank = 0;
	CHECK(plan(&s).orders[0].seat == 1);
	plain(&s);
	s.w.n_assets = 2;
	s.assets[1] = s.assets[0];
	s.assets[1].name = "ARB";
	s.seats[1] = s.seats[0];
	s.seats[1].asset = 1;
	s.seats[1].symbol = "ARBUSDT";
	s.w.limits.max_venue = d("24000");
	p = plan(&s);
	CHECK(p.n_orders == 1 && p.orders[0].seat == 1);
}

/* What is closed first makes room. */
static void test_room_of_flip(void)
{
	struct scene s;

	plain(&s);
	s.seats[0].held_long = d("5");
	s.w.limits.max_venue = s.w.limits.max_asset = d("24000");
	s.w.limits.max_position = d("24000");
	s.w.n_seats = 1;
	CHECK(plan(&s).n_orders == 2);
	CHECK(is(plan(&s).orders[1].size, "8"));
}

/* Each limit by itself: what it leaves of 8 ETH at 3000. */
static void test_limits(void)
{
	struct scene s;

#define LIMITED(set, left, code)                                               \
	do {                                                                   \
		struct hedge_plan p;                                           \
		plain(&s);                                                     \
		s.w.n_seats = 1;                                               \
		set;                                                           \
		p = plan(&s);                                                  \
		CHECK(p.n_orders == ((left) != NULL));                         \
		CHECK(!p.n_orders || is(p.orders[0].size, left));              \
		CHECK(p.legs[0].why == (code));                                \
		CHECK(is(p.legs[0].target, "-8"));                             \
	} while (0)

	LIMITED(s.w.limits.max_position = d("3001"), "1",
		HEDGE_WHY_POSITION_LIMIT);
	LIMITED(s.w.limits.max_asset = d("6002"), "2", HEDGE_WHY_ASSET_LIMIT);
	LIMITED(s.w.limits.max_venue = d("9002"), "3", HEDGE_WHY_VENUE_LIMIT);
	LIMITED(s.accounts[0].equity = d("3000.5");
		s.w.limits.max_bound = d("5"), "5", HEDGE_WHY_LEVERAGE_LIMIT);
	/* 1000 = q 3000 (1 / 3 + 0.0005) */
	LIMITED(s.w.limits.max_bound = d("0.01"), "0.998",
		HEDGE_WHY_EXPOSURE_LIMIT);
	LIMITED(s.accounts[0].free = d("1000"); s.accounts[0].margin = DEC_ZERO,
						"0.998",
						HEDGE_WHY_INSUFFICIENT);
	LIMITED(s.accounts[0].free = d("-1");
		s.accounts[0].margin = DEC_ZERO, NULL, HEDGE_WHY_INSUFFICIENT);
	LIMITED(s.w.turnover = d("4997000"), "1", HEDGE_WHY_TURNOVER_LIMIT);
	LIMITED(s.w.limits.max_order = d("19"), NULL, HEDGE_WHY_ORDER_LIMIT);
	LIMITED(plain_book(&s, 0, "2990.99", "3000.1", "100"), NULL,
		HEDGE_WHY_DEPTH);
	LIMITED(s.seats[0].rules.min_size = d("9");
		s.w.limits.band_ppm = 0, NULL, HEDGE_WHY_BAND);
#undef LIMITED
}

/* More than an order may be goes in parts of nearly one size. */
static void test_parts(void)
{
	static const char *const sizes[] = { "2.667", "2.667", "2.666" };
	struct scene s;
	struct hedge_plan p;

	plain(&s);
	s.seats[0].rules.max_size = d("3");
	p = plan(&s);
	CHECK(p.n_orders == 3);
	for (size_t i = 0; i < 3; i++)
		CHECK(is(p.orders[i].size, sizes[i]));
	s.w.limits.market = true;
	s.seats[0].rules.max_market = d("2");
	s.seats[0].rules.market_step = d("0.1");
	p = plan(&s);
	CHECK(p.n_orders == 4 && is(p.orders[3].size, "2"));
	CHECK(dec_is_none(p.orders[0].price));
	plain(&s);
	s.w.limits.max_order = d("60");
	p = plan(&s);
	CHECK(p.n_orders == 200 && is(p.orders[0].size, "0.02"));
	CHECK(p.orders[99].seat != p.orders[100].seat);
	CHECK(p.legs[0].why == HEDGE_WHY_PARTS);
	s.assets[0].exposure = d("2.53"); /* 2.024: 102 parts */
	s.w.n_seats = 1;
	CHECK(plan(&s).n_orders == 100);
	plain(&s); /* three would be too small */
	s.seats[0].rules.max_size = d("3");
	s.seats[0].rules.min_size = d("2.9");
	s.w.n_seats = 1;
	p = plan(&s);
	CHECK(p.n_orders == 2 && is(p.orders[1].size, "3"));
	CHECK(p.legs[0].why == HEDGE_WHY_MINIMUM);
}

static void test_price(void)
{
	struct scene s;

	plain(&s);
	s.w.n_seats = 1;
	s.seats[0].mark = d("3000.017");
	CHECK(is(plan(&s).orders[0].price, "2991.02")); /* 2991.016949 */
	s.seats[0].rules.price_down = d("0.999");
	CHECK(is(plan(&s).orders[0].price, "2997.02")); /* 2997.016983 */
	s.seats[0].held_short = d("20");
	CHECK(is(plan(&s).orders[0].price, "3009.01")); /* 3009.017051 */
	s.seats[0].rules.price_up = d("1.001");
	CHECK(is(plan(&s).orders[0].price, "3003.01")); /* 3003.017017 */
}

static void test_confidence(void)
{
	struct scene s;

	plain(&s);
	s.assets[0].move_ppm = 10000;
	CHECK(is(plan(&s).legs[0].il_reduction, "240"));
	/* the spread: 0.2 / 3000 against 0.006 */
	CHECK(plan(&s).legs[0].confidence > 0.9888 &&
	      plan(&s).legs[0].confidence < 0.9889);
	s.seats[0].age_ms = 2500;
	CHECK(plan(&s).legs[0].confidence > 0.7499 &&
	      plan(&s).legs[0].confidence < 0.7501);
	s.seats[0].bids.n = 0;
	s.w.n_seats = 1;
	CHECK(plan(&s).legs[0].confidence == 0);
}

/* ---- random worlds ---- */

static struct dec pick_dec(uint64_t *r, int64_t lo, int64_t hi, int scale)
{
	return dec_make(check_pick(r, lo, hi), scale);
}

static void random_book(struct scene *s, size_t i, uint64_t *r)
{
	struct dec tick = s->seats[i].rules.tick, mark = s->seats[i].mark;
	int64_t at = check_pick(r, 1, 40), n = check_pick(r, 0, LEVELS);
	struct hedge_seat *x = &s->seats[i];

	for (int64_t k = 0; k < n; k++) {
		struct dec off = mul(dec_make(at, 0), tick);

		s->bids[i][k] =
			(struct hedge_level){ add(mark, neg(off)),
					      pick_dec(r, 1, 200000, 3) };
		s->asks[i][k] =
			(struct hedge_level){ add(mark, off),
					      pick_dec(r, 1, 200000, 3) };
		at += check_pick(r, 1, 300);
	}
	x->bids = (struct hedge_levels){ s->bids[i], (size_t)n };
	x->asks = (struct hedge_levels){ s->asks[i], (size_t)n };
}

static void random_seat(struct scene *s, size_t i, uint64_t *r)
{
	static const char *const multipliers[] = { "1", "0.01", "10" };
	struct hedge_seat *x = &s->seats[i];
	int scale = (int)check_pick(r, 0, 3);
	bool both = check_pick(r, 0, 5) == 0;

	plain_seat(s, i, i / VENUES, i % VENUES);
	x->symbol = i % 2 ? "AUSDT" : "BUSDT";
	x->mark = pick_dec(r, 100000, 400000, 2);
	x->rules.step = dec_make(1, scale);
	x->rules.min_size = mul(x->rules.step, pick_dec(r, 1, 5, 0));
	x->rules.max_size = mul(x->rules.step, pick_dec(r, 20, 90000, 0));
	x->rules.multiplier = d(multipliers[i / VENUES]);
	x->two_way = check_pick(r, 0, 3) == 0;
	if (check_pick(r, 0, 2))
		x->held_short = mul(x->rules.step, pick_dec(r, 0, 9000, 0));
	if ((check_pick(r, 0, 2) == 0 && !dec_sign(x->held_short)) ||
	    (both && x->two_way))
		x->held_long = mul(x->rules.step, pick_dec(r, 0, 9000, 0));
	x->funding_ratio = pick_dec(r, -500, 500, 6);
	x->taker_ratio = pick_dec(r, 0, 10, 4);
	if (check_pick(r, 0, 20) == 0)
		x->stop = HEDGE_WHY_STALE_PRICE;
	if (check_pick(r, 0, 20) == 0)
		x->hold = HEDGE_WHY_MARGIN_TYPE;
	random_book(s, i, r);
}

static void random_world(struct scene *s, uint64_t *r)
{
	static const char *const names[] = { "ETH", "ARB", "BTC" };
	struct hedge_limits *l = &s->w.limits;

	plain(s);
	s->w.n_assets = ASSETS;
	s->w.n_accounts = VENUES;
	s->w.n_seats = SEATS;
	for (size_t i = 0; i < ASSETS; i++)
		s->assets[i] = (struct hedge_asset){
			.name = names[i],
			.exposure = pick_dec(r, -500000, 2000000, 3),
			.since_ms = check_pick(r, -1, 100000),
			.move_ppm = check_pick(r, -1, 9999),
		};
	for (size_t i = 0; i < VENUES; i++) {
		s->accounts[i].equity = pick_dec(r, 10000, 40000000, 0);
		s->accounts[i].free = s->accounts[i].equity;
		if (check_pick(r, 0, 1)) {
			s->accounts[i].free = pick_dec(r, -9, 1000000, 0);
			s->accounts[i].margin = DEC_ZERO;
		}
	}
	for (size_t i = 0; i < SEATS; i++)
		random_seat(s, i, r);
	l->market = check_pick(r, 0, 4) == 0;
	l->max_order = pick_dec(r, 1000, 3000000, 0);
	l->max_position = pick_dec(r, 0, 9000000, 0);
	l->max_asset =
		check_pick(r, 0, 1) ? pick_dec(r, 1, 9000000, 0) : DEC_ZERO;
	l->max_venue =
		check_pick(r, 0, 1) ? pick_dec(r, 1, 20000000, 0) : DEC_ZERO;
	l->max_turnover =
		check_pick(r, 0, 1) ? pick_dec(r, 1, 20000000, 0) : DEC_ZERO;
	s->w.turnover = pick_dec(r, 0, 100000, 0);
	s->w.forced = check_pick(r, 0, 1);
}

/* What is held is nearly right: exposures are what it is the hedge of, and a bit. */
static void nearly_hedged(struct scene *s, uint64_t *r)
{
	for (size_t a = 0; a < ASSETS; a++)
		s->assets[a].exposure = pick_dec(r, -60, 60, 3);
	for (size_t i = 0; i < SEATS; i++) {
		const struct hedge_seat *x = &s->seats[i];
		struct dec *e = &s->assets[x->asset].exposure;
		struct dec held = add(x->held_short, neg(x->held_long));

		/* 1.25: a ratio of 0.8 is hedged. */
		held = mul(mul(held, x->rules.multiplier), d("1.25"));
		*e = add(*e, held);
	}
}

/* ---- what is wanted ---- */

static bool opposite(const struct scene *s, size_t asset)
{
	bool longs = false, shorts = false;

	for (size_t i = 0; i < SEATS; i++)
		if (s->seats[i].asset == asset) {
			longs |= dec_sign(s->seats[i].held_long) > 0;
			shorts |= dec_sign(s->seats[i].held_short) > 0;
		}
	return longs && shorts;
}

/* No seat is to hold the other sign; and where a small gap is all there is, nothing is
 * missing anywhere. */
static size_t check_wanted(const struct scene *s, const struct hedge_plan *p)
{
	size_t small = 0;

	for (size_t i = 0; i < p->n_legs; i++) {
		const struct hedge_leg *l = &p->legs[i];
		size_t a = s->seats[l->seat].asset;
		bool within = l->severity == HEDGE_LOW && !opposite(s, a);

		if (p->assets[a])
			continue;
		CHECK(dec_sign(l->target) * dec_sign(s->assets[a].exposure) <=
		      0);
		for (size_t k = 0; k < p->n_legs; k++)
			if (s->seats[p->legs[k].seat].asset == a)
				within &= !dec_sign(p->legs[k].size) &&
					  p->legs[k].severity == HEDGE_LOW;
		small += within;
		CHECK(!within || l->why == HEDGE_WHY_NONE ||
		      l->why == HEDGE_WHY_BAND);
	}
	return small;
}

/* ---- filling a plan, order by order ---- */

struct purse {
	struct dec free, opened;
};

static void fill(struct scene *s, const struct hedge_order *o)
{
	struct hedge_seat *x = &s->seats[o->seat];
	bool grows = !o->reduce;
	struct dec size = grows ? o->size : neg(o->size);
	bool is_long = o->buy == grows;

	if (is_long)
		x->held_long = add(x->held_long, size);
	else
		x->held_short = add(x->held_short, size);
	/* Never across zero, never a long beside a short in a one-way account. */
	CHECK(dec_sign(x->held_long) >= 0 && dec_sign(x->held_short) >= 0);
	CHECK(x->two_way || !dec_sign(x->held_long) ||
	      !dec_sign(x->held_short));
}

static struct dec value(const struct hedge_seat *x)
{
	return mul(add(x->held_long, x->held_short), x->mark);
}

static struct dec value_where(const struct scene *s, size_t asset,
			      size_t account)
{
	struct dec sum = DEC_ZERO;

	for (size_t i = 0; i < SEATS; i++)
		if ((asset == SEATS || s->seats[i].asset == asset) &&
		    (account == SEATS || s->seats[i].account == account))
			sum = add(sum, value(&s->seats[i]));
	return sum;
}

static bool at_most(struct dec x, struct dec limit)
{
	return !dec_sign(limit) || dec_cmp(x, limit) <= 0;
}

static void check_limits(const struct scene *s, const struct hedge_order *o,
			 const struct purse *p)
{
	const struct hedge_limits *l = &s->w.limits;
	const struct hedge_seat *x = &s->seats[o->seat];
	const struct hedge_account *a = &s->accounts[x->account];

	CHECK(dec_cmp(value(x), l->max_position) <= 0);
	CHECK(at_most(value_where(s, x->asset, SEATS), l->max_asset));
	CHECK(at_most(value_where(s, SEATS, x->account), l->max_venue));
	CHECK(dec_cmp(value_where(s, SEATS, x->account),
		      mul(l->max_leverage, a->equity)) <= 0);
	CHECK(dec_sign(p[x->account].free) >= 0);
	CHECK(dec_cmp(p[x->account].opened, mul(l->max_bound, a->equity)) <= 0);
}

static void check_order(const struct scene *s, const struct hedge_order *o)
{
	const struct hedge_seat *x = &s->seats[o->seat];
	const struct hedge_rules *r = &x->rules;
	bool market = s->w.limits.market;

	CHECK(on(o->size, r->step));
	CHECK(dec_cmp(o->size, r->min_size) >= 0);
	CHECK(dec_cmp(o->size, r->max_size) <= 0);
	CHECK(market == dec_is_none(o->price));
	CHECK(market || (on(o->price, r->tick) && dec_sign(o->price) > 0));
	CHECK(o->reduce_only == (o->reduce && !x->two_way));
	CHECK((o->side == HEDGE_SIDE_BOTH) == !x->two_way);
	CHECK(!x->stop);
	if (o->reduce)
		return;
	CHECK(at_most(o->value, s->w.limits.max_order));
	CHECK(!x->hold);
	CHECK(dec_cmp(mul(o->size, x->mark), r->min_notional) >= 0);
	CHECK(s->w.forced || s->assets[x->asset].since_ms < 0 ||
	      s->assets[x->asset].since_ms >= s->w.limits.interval_ms);
}

/* Where nothing is in the way, what is left is within the band. */
static void check_end(const struct scene *s, const struct hedge_plan *p)
{
	for (size_t a = 0; a < ASSETS; a++) {
		struct dec held = DEC_ZERO, gap, band = DEC_NONE;
		bool free = !p->assets[a];

		for (size_t i = 0; i < p->n_legs; i++) {
			const struct hedge_leg *l = &p->legs[i];
			const struct hedge_seat *x = &s->seats[l->seat];

			if (x->asset != a)
				continue;
			free &= l->why == HEDGE_WHY_NONE ||
				l->why == HEDGE_WHY_BAND;
			held = add(held,
				   mul(add(x->held_long, neg(x->held_short)),
				       x->rules.multiplier));
			gap = mul(add(l->band, x->rules.step),
				  x->rules.multiplier);
			if (dec_is_none(band) || dec_cmp(gap, band) < 0)
				band = gap;
		}
		gap = add(held, mul(s->w.limits.ratio, s->assets[a].exposure));
		CHECK(!free || dec_cmp(size_of(gap), band) <= 0);
	}
}

/* Orders that do not fill happen: what then may not be sent is dropped, as it is by
 * who sends them. */
static void run(struct scene *s, const struct hedge_plan *p, uint64_t *r,
		bool whole)
{
	struct purse purses[VENUES];
	struct dec traded = s->w.turnover;
	bool failed[ASSETS] = { false }, opened = false;

	for (size_t i = 0; i < VENUES; i++)
		purses[i] = (struct purse){ s->accounts[i].free, DEC_ZERO };
	for (size_t i = 0; i < p->n_orders; i++) {
		const struct hedge_order *o = &p->orders[i];
		size_t asset = s->seats[o->seat].asset;
		struct purse *of = &purses[s->seats[o->seat].account];
		bool before = opposite(s, asset);

		check_order(s, o);
		CHECK(p->legs[o->leg].seat == o->seat);
		CHECK(!o->reduce || !opened);
		opened |= !o->reduce;
		if (!whole && check_pick(r, 0, 3) == 0) {
			failed[asset] |= o->reduce;
			continue;
		}
		if (!o->reduce && failed[asset])
			continue;
		CHECK(o->reduce || !before);
		fill(s, o);
		CHECK(before || !opposite(s, asset));
		if (o->reduce)
			continue;
		of->free = add(of->free, neg(o->margin));
		of->opened = add(of->opened, o->margin);
		traded = add(traded, o->value);
		check_limits(s, o, purses);
		CHECK(at_most(traded, s->w.limits.max_turnover));
	}
	if (whole)
		check_end(s, p);
}

/* ---- the same world, told in another order ---- */

static void shuffle(size_t *v, size_t n, uint64_t *r)
{
	for (size_t i = 0; i < n; i++)
		v[i] = i;
	for (size_t i = n; i-- > 1;) {
		size_t k = (size_t)check_pick(r, 0, (int64_t)i), x = v[i];

		v[i] = v[k];
		v[k] = x;
	}
}

static void test_order_of(const struct scene *s, const struct hedge_plan *p,
			  uint64_t *r)
{
	struct scene t = *s;
	size_t a[ASSETS], v[VENUES], x[SEATS];
	struct hedge_plan q;

	shuffle(a, ASSETS, r);
	shuffle(v, VENUES, r);
	shuffle(x, SEATS, r);
	for (size_t i = 0; i < ASSETS; i++)
		t.assets[a[i]] = s->assets[i];
	for (size_t i = 0; i < VENUES; i++)
		t.accounts[v[i]] = s->accounts[i];
	for (size_t i = 0; i < SEATS; i++) {
		t.seats[x[i]] = s->seats[i];
		t.seats[x[i]].asset = a[s->seats[i].asset];
		t.seats[x[i]].account = v[s->seats[i].account];
	}
	link(&t);
	q = plan(&t);
	CHECK(q.n_orders == p->n_orders && q.n_legs == p->n_legs);
	for (size_t i = 0; i < p->n_orders; i++) {
		CHECK(q.orders[i].seat == x[p->orders[i].seat]);
		CHECK(q.orders[i].buy == p->orders[i].buy);
		CHECK(!dec_cmp(q.orders[i].size, p->orders[i].size));
	}
	for (size_t i = 0; i < p->n_legs; i++) {
		CHECK(q.legs[i].seat == x[p->legs[i].seat]);
		CHECK(q.legs[i].why == p->legs[i].why);
		CHECK(!dec_cmp(q.legs[i].target, p->legs[i].target));
	}
}

static void test_random(void)
{
	uint64_t r = 7;
	size_t orders = 0, whole = 0, small = 0;

	for (int64_t i = 0; i < check_times(4000); i++) {
		struct scene s, t;
		struct hedge_plan p;

		random_world(&s, &r);
		if (i % 2)
			nearly_hedged(&s, &r);
		p = plan(&s);
		small += check_wanted(&s, &p);
		orders += p.n_orders;
		whole += p.assets[0] == HEDGE_WHY_NONE;
		test_order_of(&s, &p, &r);
		t = s;
		link(&t);
		run(&t, &p, &r, false);
		run(&s, &p, &r, true);
		arena_reset(&arena);
	}
	CHECK(orders > 10000 && whole > 1000 && small > 1000);
}

int main(void)
{
	test_plain();
	test_not_known();
	test_overflow();
	test_held_back();
	test_band();
	test_coarse();
	test_flip();
	test_two_way();
	test_base();
	test_choice();
	test_ties();
	test_room_of_flip();
	test_limits();
	test_parts();
	test_price();
	test_confidence();
	test_random();
	arena_free(&arena);
	printf("test_hedge: pass\n");
	return 0;
}
