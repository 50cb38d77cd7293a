#include "math/grid_parts.h"
#include "math/improve.h"
#include "math/skew.h"

#define YEAR_MS 31536000000.0

struct drawing {
	struct grid_frame *f;
	struct levels *side; /* two of them */
	int64_t centre;      /* micro: the levels lie around it */
	int64_t bound[2];    /* by side: first price that would meet the other
	                        side of the book; 0: none known */
};

/* ---- where the levels lie ---- */

/* The pivot, moved against the inventory. */
static enum status find_centre(struct drawing *d)
{
	const struct grid_frame *f = d->f;
	const struct grid_plan *plan = f->plan;
	double pivot = (double)plan->pivot, base = 0, quote = 0, centre;
	int64_t low = plan->pivot - (plan->pivot - plan->lower) / 2;
	int64_t high = plan->pivot + (plan->upper - plan->pivot) / 2;
	struct skew_in in = {
		.mid = pivot,
		.gamma = f->p->skew_gamma / pivot,
		.sigma = f->p->skew_volatility * pivot,
		.time_left = (double)f->p->skew_horizon_ms / YEAR_MS,
	};
	enum status st;

	d->centre = plan->pivot;
	for (int i = 0; i < f->in->n_wallets; i++) {
		base += (double)f->in->means[i].base * (pivot / MICRO);
		quote += (double)f->in->means[i].quote;
	}
	if (!(f->p->skew_gamma > 0 && base + quote > 0))
		return ST_OK;
	in.inventory = (base - quote) / (base + quote);
	st = skew_reservation(&centre, &in);
	if (st)
		return st;
	/* At least half of each side of the channel stays. */
	d->centre = centre < (double)low    ? low
		    : centre > (double)high ? high
					    : (int64_t)centre;
	return ST_OK;
}

static int64_t nearer(enum side side, int64_t a, int64_t b)
{
	if (!a || !b)
		return a ? a : b;
	return price_before(side, a, b) ? b : a;
}

/* Prices from bound[side] on would meet somebody: the external book, where its
 * side is empty the last price, or an order of another strategy of ours. */
static void find_bounds(struct drawing *d)
{
	const struct grid_input *in = d->f->in;
	int64_t price = d->f->plan->price;
	int64_t *bound = d->bound;

	bound[SIDE_BUY] = in->book.ask ? in->book.ask : price / MICRO;
	bound[SIDE_SELL] =
		in->book.bid ? in->book.bid : (price + MICRO - 1) / MICRO;
	for (size_t i = 0; i < in->n_resting; i++) {
		const struct order *o = &in->resting[i];
		enum side across = side_other(o->side);

		if (client_id_strategy(o->client_id) != d->f->p->strategy)
			bound[across] = nearer(across, bound[across], o->price);
	}
}

static int levels_wanted(const struct drawing *d, enum side side)
{
	const struct grid_params *p = d->f->p;
	int given = side == SIDE_BUY ? p->buy_levels : p->sell_levels;
	int64_t places = (int64_t)d->f->in->n_wallets * p->orders_per_wallet;
	int64_t buy = places * 2 / 3;
	int64_t n = side == SIDE_BUY ? buy : places - buy;

	if (side_is_pulled(d->f->plan, side))
		return 0;
	if (given != GRID_AUTO)
		return given;
	return n < LADDER_LEVELS_MAX ? (int)n : LADDER_LEVELS_MAX;
}

static void levels_alloc(struct levels *l, struct arena *mem, int n)
{
	size_t k = (size_t)n;

	l->n = n;
	l->price = arena_alloc(mem, k * sizeof(*l->price));
	l->weight = arena_alloc(mem, k * sizeof(*l->weight));
	l->number = arena_alloc(mem, k * sizeof(*l->number));
	l->crosses = arena_alloc(mem, k * sizeof(*l->crosses));
	l->lots = arena_alloc(mem, k * sizeof(*l->lots));
	l->wallet = arena_alloc(mem, k * sizeof(*l->wallet));
	l->id = arena_alloc(mem, k * sizeof(*l->id));
}

static enum status draw(struct drawing *d, enum side side)
{
	const struct grid_params *p = d->f->p;
	struct levels *l = &d->side[side];
	struct ladder ladder = {
		.side = side,
		.spacing = p->spacing,
		.n = levels_wanted(d, side),
		.pivot = d->centre,
		.tick = MICRO,
		.edge = d->f->edge[side],
	};
	double control = (double)d->f->plan->control_ppm / (double)PPM;
	double steepness =
		side == SIDE_BUY
			? ladder_steepness(p->density, p->density_beta, control)
			: 0;
	enum status st;

	l->side = side;
	levels_alloc(l, d->f->mem, ladder.n);
	if (!ladder.n)
		return ST_OK;
	st = ladder_prices(l->price, &ladder);
	if (!st)
		st = ladder_weights(l->weight, steepness, ladder.n);
	if (st)
		return st;
	for (int i = 0; i < ladder.n; i++) {
		l->price[i] /= MICRO;
		if (l->price[i] >= PRICE_MAX)
			return ST_OVERFLOW;
	}
	l->n = ladder_merge(l->price, l->weight, l->number, ladder.n);
	return ST_OK;
}

/* ---- what the market allows ---- */

/* Post-only: of the levels that would meet the other side, the one nearest it
 * steps back behind it if a price is free there; the others go. */
static void keep_clear(struct levels *l, int64_t bound)
{
	int64_t behind = bound + (l->side == SIDE_BUY ? -1 : 1);
	int last = -1;

	if (!bound)
		return;
	while (last + 1 < l->n &&
	       !price_before(l->side, bound, l->price[last + 1]))
		l->crosses[++last] = true;
	if (last < 0 || last + 1 == l->n ||
	    !price_before(l->side, behind, l->price[last + 1]))
		return;
	l->price[last] = behind;
	l->crosses[last] = false;
}

static int first_level(const struct levels *l)
{
	int i = 0;

	while (i < l->n && l->crosses[i])
		i++;
	return i;
}

static bool rests_at(const struct slots *slots, enum side side, int64_t price)
{
	for (size_t i = 0; i < slots->n; i++) {
		const struct slot *s = &slots->v[i];
		const struct order *o = s->flying ? s->flying : s->rests;

		if (o && o->side == side && o->price == price)
			return true;
	}
	return false;
}

/* Puts the best level one tick before the best external order: a step at most
 * once per improve_min_ms; where the step was made before, it stays. */
static void step_before(struct drawing *d, enum side side)
{
	const struct grid_params *p = d->f->p;
	const struct grid_input *in = d->f->in;
	struct grid_plan *plan = d->f->plan;
	struct levels *l = &d->side[side], *other = &d->side[side_other(side)];
	bool buy = side == SIDE_BUY;
	int first = first_level(l), across = first_level(other);
	struct improve_in i = {
		.side = side,
		.tick = 1,
		.competitor_price = buy ? in->book.bid : in->book.ask,
		.competitor_lots = buy ? in->book.bid_lots : in->book.ask_lots,
		.threshold_lots = p->improve_min_lots,
		.opposite_best = d->bound[side],
		.limit_price = buy ? d->centre / MICRO
				   : (d->centre + MICRO - 1) / MICRO,
	};
	int64_t price;

	if (!p->improve || first == l->n || !i.competitor_price)
		return;
	i.own_best = l->price[first];
	if (improve_one_tick(&price, &i) != IMPROVE_QUOTE)
		return;
	if (across < other->n &&
	    !price_before(side, other->price[across], price))
		return;
	if (!rests_at(&d->f->slots, side, price)) {
		if (plan->improved_ms &&
		    in->now_ms - plan->improved_ms < p->improve_min_ms)
			return;
		plan->improved_ms = in->now_ms;
	}
	l->price[first] = price;
}

enum status grid_levels(struct grid_frame *f, struct levels side[2])
{
	struct drawing d = { .f = f, .side = side };
	enum status st = find_centre(&d);

	if (!st)
		st = draw(&d, SIDE_BUY);
	if (!st)
		st = draw(&d, SIDE_SELL);
	if (st)
		return st;
	find_bounds(&d);
	keep_clear(&side[SIDE_BUY], d.bound[SIDE_BUY]);
	keep_clear(&side[SIDE_SELL], d.bound[SIDE_SELL]);
	step_before(&d, SIDE_BUY);
	step_before(&d, SIDE_SELL);
	return ST_OK;
}
