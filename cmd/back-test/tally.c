#include "tally.h"

#include "base/conf.h"
#include "base/err.h"
#include "venue/paper_records.h"

static void must_fit(enum status st)
{
	if (st)
		mm_die(MM_FAIL, "the worth of the wallets has over 38 digits");
}

static struct dec sum_of(const struct paper_state *s, bool base)
{
	const struct ledger *l = &s->match.ledger;
	__int128 atoms = 0;

	for (int i = 0; i < l->n_wallets; i++) {
		const struct purse *p =
			base ? &l->wallets[i].base : &l->wallets[i].quote;

		atoms += p->free + p->locked;
	}
	return paper_amount(base ? &s->terms.base : &s->terms.quote, atoms);
}

static struct dec worth(struct dec base, struct dec quote, struct dec price)
{
	struct dec sum;

	must_fit(dec_mul(&sum, base, price));
	must_fit(dec_add(&sum, sum, quote));
	return sum;
}

static struct dec less(struct dec a, struct dec b)
{
	struct dec rest;

	must_fit(dec_sub(&rest, a, b));
	return rest;
}

void tally_open(struct tally *t, const struct paper_state *venue)
{
	*t = (struct tally){
		.venue = venue,
		.price = DEC_NONE,
		.base = sum_of(venue, true),
		.quote = sum_of(venue, false),
		.start = DEC_NONE,
		.equity = DEC_NONE,
		.fall = DEC_ZERO,
	};
}

void tally_event(struct tally *t, const struct match_event *e)
{
	const struct order *o = &e->order;

	if (e->what == MATCH_FILLED) {
		t->n_fills++;
		t->lots[o->side] += o->size;
		t->turnover += (__int128)o->price * o->size *
			       t->venue->terms.quote_lot;
	}
	t->n_refused += !match_landed(e->what, e->why);
}

static void look_at_peak(struct tally *t)
{
	struct dec fall;
	double ratio;

	if (dec_cmp(t->equity, t->peak) >= 0) {
		t->peak = t->equity;
		return;
	}
	fall = less(t->peak, t->equity);
	if (dec_cmp(fall, t->fall) > 0)
		t->fall = fall;
	ratio = dec_to_double(fall) / dec_to_double(t->peak);
	if (ratio > t->fall_ratio)
		t->fall_ratio = ratio;
}

void tally_frame(struct tally *t, enum grid_decision decision, bool pivot)
{
	t->n_frames++;
	t->n_no_pivot += !pivot;
	t->decisions[decision]++;
	if (dec_is_none(t->price))
		return;
	t->equity = worth(sum_of(t->venue, true), sum_of(t->venue, false),
			  t->price);
	if (dec_is_none(t->start))
		t->start = t->peak = t->equity;
	look_at_peak(t);
}

bool tally_equity(const struct tally *t, struct rec_equity *out, int64_t ts_ms)
{
	*out = (struct rec_equity){
		.ts_ms = ts_ms,
		.strategy = conf_int("STRATEGY_ID"),
		.value = t->equity,
		.quote = t->venue->terms.quote.name,
		.deposits = DEC_NONE,
		.withdrawals = DEC_NONE,
	};
	return !dec_is_none(t->equity);
}

static void close_money(const struct tally *t, struct rec_backtest *r)
{
	r->equity_start = t->start;
	r->equity_end = t->equity;
	r->hold_end = r->pnl = r->pnl_vs_hold = r->max_drawdown = DEC_NONE;
	r->max_drawdown_ratio = NAN;
	if (dec_is_none(t->equity))
		return;
	r->hold_end = worth(t->base, t->quote, t->price);
	r->pnl = less(t->equity, t->start);
	r->pnl_vs_hold = less(t->equity, r->hold_end);
	r->max_drawdown = t->fall;
	r->max_drawdown_ratio = t->fall_ratio;
}

void tally_close(const struct tally *t, struct rec_backtest *r)
{
	const struct paper_terms *terms = &t->venue->terms;

	close_money(t, r);
	r->quote = terms->quote.name;
	r->n_frames = t->n_frames;
	r->base_start = t->base;
	r->base_end = sum_of(t->venue, true);
	r->quote_start = t->quote;
	r->quote_end = sum_of(t->venue, false);
	r->n_fills = t->n_fills;
	r->bought = paper_size(terms, t->lots[SIDE_BUY]);
	r->sold = paper_size(terms, t->lots[SIDE_SELL]);
	r->turnover = paper_amount(&terms->quote, t->turnover);
	r->fees = paper_amount(&terms->quote, t->venue->match.ledger.fees);
	r->n_rebuilds = t->decisions[GRID_REBUILD];
	r->n_holds = t->decisions[GRID_HOLD];
	r->n_pulls = t->decisions[GRID_PULL];
	r->n_no_pivot = t->n_no_pivot;
	r->n_refused = t->n_refused;
}
