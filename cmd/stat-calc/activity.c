/* activity.c - the parts `fills` and `tape`: what we traded, and what all did. */
#include "job.h"

#include "math/trips.h"

#include <math.h>

/* A sum of money that does not fit 38 digits is no sum of ours. */
static void must_fit(enum status st)
{
	if (st)
		mm_die(MM_FAIL, "fills: %s", status_text(st));
}

static double ratio(struct dec part, struct dec whole)
{
	return dec_to_double(part) / dec_to_double(whole);
}

/* The fee of a fill in the quote of its market.  False: it has no price. */
static bool fee_in_quote(struct dec *fee, const struct job *job,
			 const struct own_fill *f)
{
	const struct market *m = &job->markets[f->market];
	struct dec price = f->price;

	*fee = f->fee;
	if (dec_sign(f->fee) == 0 || f->fee_asset == m->quote)
		return true;
	if (f->fee_asset != m->base &&
	    (m->quote < 0 ||
	     !price_of(&price, job, f->fee_asset, m->quote, f->ts_ms)))
		return false;
	must_fit(dec_mul(fee, f->fee, price));
	return true;
}

/* Two own orders met where, at one time and price, we were maker on one side and
 * taker on the other. */
static bool met(const struct own_fill *a, const struct own_fill *b)
{
	return a->counts && b->counts && a->maker && !b->maker &&
	       a->side != b->side && dec_cmp(a->price, b->price) == 0;
}

/* What of the fills first..last, all of one time, was against ourselves. */
static void count_met(struct dec *sum, struct own_fill *fills, int first,
		      int last)
{
	for (int i = first; i < last; i++)
		for (int k = first; k < last; k++) {
			struct own_fill *a = &fills[i], *b = &fills[k];
			struct dec both;

			if (!met(a, b))
				continue;
			both = dec_cmp(a->size, b->size) < 0 ? a->size
							     : b->size;
			must_fit(dec_add(sum, *sum, both));
			must_fit(dec_sub(&a->unmet, a->unmet, both));
			must_fit(dec_sub(&b->unmet, b->unmet, both));
		}
}

static struct dec own_against_own(struct job *job)
{
	struct dec sum = DEC_ZERO;

	for (int i = 0, end; i < job->n_fills; i = end) {
		for (end = i + 1; end < job->n_fills &&
				  job->fills[end].ts_ms == job->fills[i].ts_ms;)
			end++;
		count_met(&sum, job->fills, i, end);
	}
	return sum;
}

static void round_trips(struct rec_stats_fills *out, const struct trips *t,
			const struct job *job)
{
	const struct market *m = &job->markets[job->market];
	struct dec price;

	out->n_round_trips = t->n_closed;
	out->round_trip_pnl = t->closed_pnl;
	out->realized_pnl = t->realized;
	out->inventory = t->inventory;
	out->unrealized_pnl = DEC_NONE;
	out->round_trip_ms = REC_NONE_INT;
	out->round_trip_mean_pnl = out->round_trip_win_ratio = NAN;
	if (t->n_closed) {
		double n = (double)t->n_closed;

		out->round_trip_ms = t->closed_ms / t->n_closed;
		out->round_trip_mean_pnl = dec_to_double(t->closed_pnl) / n;
		out->round_trip_win_ratio = (double)t->n_won / n;
	}
	if (dec_sign(t->inventory) == 0)
		out->unrealized_pnl = DEC_ZERO;
	else if (m->quote >= 0 &&
		 price_of(&price, job, m->base, m->quote, job->newest_ms))
		must_fit(trips_open_pnl(&out->unrealized_pnl, t, price));
}

static void add_fill(struct rec_stats_fills *out, struct dec *made,
		     struct trips *t, const struct own_fill *f,
		     const struct job *job)
{
	struct trip_fill trip = {
		.ts_ms = f->ts_ms,
		.side = f->side,
		.price = f->price,
		.size = f->size,
	};
	struct dec notional;

	if (!fee_in_quote(&trip.fee, job, f)) {
		trip.fee = DEC_ZERO;
		out->warning_fees = "fees in an asset without a price are left "
				    "out";
	}
	must_fit(dec_mul(&notional, f->price, f->size));
	must_fit(dec_add(&out->volume, out->volume, f->size));
	must_fit(dec_add(&out->turnover, out->turnover, notional));
	must_fit(dec_add(&out->fees, out->fees, trip.fee));
	if (f->maker)
		must_fit(dec_add(made, *made, notional));
	must_fit(trips_add(t, &trip));
	if (!out->n++)
		out->from_ms = f->ts_ms;
	out->to_ms = f->ts_ms;
}

void fills_part(struct rec_stats_fills *out, struct job *job)
{
	struct dec made = DEC_ZERO;
	struct trips trips = { 0 };

	for (int i = 0; i < job->n_fills; i++)
		if (job->fills[i].counts)
			add_fill(out, &made, &trips, &job->fills[i], job);
	if (!out->n)
		return;
	out->market = job->markets[job->market].name;
	out->maker_ratio = ratio(made, out->turnover);
	out->cadence_ms = out->n > 1
				  ? (out->to_ms - out->from_ms) / (out->n - 1)
				  : REC_NONE_INT;
	round_trips(out, &trips, job);
	trips_free(&trips);
	out->own_against_own = own_against_own(job);
	if (dec_sign(out->own_against_own))
		mm_warn("warning: own orders traded with each other");
	if (out->warning_fees)
		mm_warn("warning: %s", out->warning_fees);
}

/* Our volume while the tape ran: what it marks as ours, or what was filled if
 * that is more. */
static struct dec own_volume(const struct job *job)
{
	const struct tape *t = &job->tape;
	struct dec filled = DEC_ZERO;

	for (int i = 0; i < job->n_fills; i++) {
		const struct own_fill *f = &job->fills[i];

		if (f->counts && f->ts_ms >= t->from_ms && f->ts_ms <= t->to_ms)
			must_fit(dec_add(&filled, filled, f->size));
	}
	return dec_cmp(filled, t->own) > 0 ? filled : t->own;
}

void tape_part(struct rec_stats_tape *out, struct job *job)
{
	const struct tape *t = &job->tape;
	bool told = job->n_fills || dec_sign(t->own);

	if (!t->n)
		return;
	*out = (struct rec_stats_tape){
		.market = job->markets[job->market].name,
		.from_ms = t->from_ms,
		.to_ms = t->to_ms,
		.n = t->n,
		.volume = t->volume,
		.own_ratio = told ? ratio(own_volume(job), t->volume) : NAN,
		.own_against_own = t->own_against_own,
		.bounced = t->wash.bounced,
		.bounced_ratio = ratio(t->wash.bounced, t->volume),
		.repeated_ratio = ratio(t->wash.repeated, t->volume),
		.wash_window_ms = job->wash_window_ms,
	};
	if (dec_sign(t->own_against_own))
		mm_warn("warning: the tape shows own orders against each "
			"other");
}
