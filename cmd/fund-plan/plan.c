#include "plan.h"

#include "base/conf.h"
#include "data/sol_conf.h"
#include "math/fund.h"
#include "moves.h"

#include <math.h>
#include <string.h>

#define USDC_DECIMALS 6

/* Words of rec_fund.decision, in its order. */
enum decision { HOLD, CONVERT, INJECT, DISTRIBUTE };

struct plan {
	const struct seen *s;
	const struct pocket *treasury;
	struct moves moves;
	struct rec_fund fund;
	struct fund next;
};

static void decide(struct plan *p, enum decision d, const char *reason)
{
	p->fund.decision = (int)d;
	p->fund.reason = reason;
}

/* Rounded down to the unit, at most the exact limit: a plan is a real number, what
 * is signed is not. */
static struct dec floored(double amount, int decimals, struct dec limit)
{
	double atoms = floor(amount * pow(10, decimals));
	struct dec d = dec_make((__int128)fmin(fmax(atoms, 0), 9e18), decimals);

	return dec_cmp(d, limit) > 0 ? limit : d;
}

/* part * ppm / 10^6, rounded down to a lamport. */
static struct dec share_of(struct dec part, int64_t ppm)
{
	int64_t lamports;
	struct dec d;

	if (dec_mul(&d, part, dec_make(ppm, 6)) ||
	    dec_units_floor(&lamports, d, dec_make(1, SOL_DECIMALS)))
		return DEC_ZERO;
	return dec_make(lamports, SOL_DECIMALS);
}

static struct dec minus(struct dec a, struct dec b)
{
	struct dec d;

	return dec_sub(&d, a, b) || dec_sign(d) < 0 ? DEC_ZERO : d;
}

static struct dec smaller(struct dec a, struct dec b)
{
	return dec_cmp(a, b) < 0 ? a : b;
}

/* A wallet without SOL cannot even cancel. */
static bool top_up_fees(struct plan *p)
{
	struct dec reserve = conf_dec("FEE_RESERVE_SOL");
	struct dec low = share_of(reserve, 500000);
	struct dec spare = p->treasury->spare;

	for (size_t i = 0; i < p->s->purse.n; i++) {
		const struct pocket *k = &p->s->purse.v[i];
		struct dec lack = minus(reserve, k->native);

		if (k == p->treasury || dec_cmp(k->native, low) >= 0 ||
		    dec_cmp(lack, spare) > 0)
			continue;
		move_transfer(&p->moves, "SOL", lack, k->wallet, "fee_reserve");
		spare = minus(spare, lack);
		decide(p, DISTRIBUTE, "fee_reserve");
	}
	return p->fund.decision == DISTRIBUTE;
}

static double frac(const char *key)
{
	return (double)conf_ppm(key) / 1e6;
}

static bool value_treasury(struct plan *p, const struct position *at)
{
	const struct purse *purse = &p->s->purse;
	bool above = dec_cmp(at->price, at->pivot) >= 0;
	struct dec sellable;
	struct fund_in in = {
		.buffer = {
			.price = dec_to_double(at->price),
			.pivot = dec_to_double(at->pivot),
			.lower = dec_to_double(at->lower),
			.upper = dec_to_double(at->upper),
			.sol = dec_to_double(purse->sol),
			.usdc = dec_to_double(purse->usdc),
			.sol_usd = dec_to_double(p->s->sol_usd->price),
			.fee = frac("FUND_FEE_PCT"),
			.usdc_max_frac = frac(above ? "UPPER_USDC_RATIO_MAX_PCT"
						    : "LOWER_USDC_RATIO_MAX_PCT"),
			.min_sol_frac = frac("MIN_SOL_RESERVE_PCT"),
			.inject_target_frac = frac("INJECT_TARGET_PCT"),
		},
		.mode = conf_is("LOWER_USDC_MODE", "hold") ? FUND_HOLD
							   : FUND_SPEND,
		.dead_band_frac = frac("FUND_DEAD_BAND_PCT"),
		.min_usdc = dec_to_double(conf_dec("FUND_MIN_USDC")),
		.max_usdc = dec_to_double(conf_dec("FUND_MAX_USDC")),
		.injecting = p->s->last && p->s->last->injecting,
	};

	if (dec_add(&sellable, p->treasury->spare, p->treasury->free))
		return false;
	in.sol_free = fmin(dec_to_double(sellable), in.buffer.sol);
	if (fund_next(&p->next, &in))
		return false;
	p->fund.usdc_target_ppm = llround(p->next.usdc_target_frac * 1e6);
	p->fund.sol_share_ppm = llround(p->next.sol_frac_now * 1e6);
	return true;
}

/* What amount gives at the reference price, less the slippage that is allowed,
 * rounded up: the least that is accepted. */
static struct dec least_out(double out, int decimals)
{
	double keep = 1 - (double)conf_int("FUND_SLIPPAGE_BPS") / 1e4;

	return dec_make((__int128)ceil(out * keep * pow(10, decimals)),
			decimals);
}

static bool sell(struct plan *p, double sol_usd)
{
	struct dec all, sol;

	if (dec_add(&all, p->treasury->spare, p->treasury->free))
		return false;
	sol = floored(p->next.amount_usdc / sol_usd, SOL_DECIMALS, all);
	if (dec_sign(sol) <= 0)
		return false;
	decide(p, CONVERT, "sell_sol");
	p->fund.sell_sol = sol;
	if (dec_cmp(sol, p->treasury->free) > 0) /* swapped in the next frame */
		move_wrap(&p->moves, minus(sol, p->treasury->free), "sell_sol");
	else
		move_swap(
			&p->moves, "wSOL", sol, "USDC",
			least_out(dec_to_double(sol) * sol_usd, USDC_DECIMALS),
			"convert");
	return true;
}

static bool buy(struct plan *p, double sol_usd, enum decision d,
		const char *reason)
{
	struct dec usdc =
		floored(p->next.amount_usdc, USDC_DECIMALS, p->treasury->usdc);

	if (dec_sign(usdc) <= 0)
		return false;
	decide(p, d, reason);
	p->fund.buy_usdc = usdc;
	move_swap(&p->moves, "USDC", usdc, "wSOL",
		  least_out(dec_to_double(usdc) / sol_usd, SOL_DECIMALS),
		  d == INJECT ? "inject" : "convert");
	return true;
}

static bool swap(struct plan *p)
{
	double sol_usd = dec_to_double(p->s->sol_usd->price);

	switch (p->next.step) {
	case FUND_REST:
		return false;
	case FUND_SELL_SOL:
		return sell(p, sol_usd);
	case FUND_BUY_SOL:
		return buy(p, sol_usd, CONVERT, "buy_sol");
	case FUND_INJECT:
		return buy(p, sol_usd, INJECT, "sol_share");
	}
	return false;
}

/* Every wallet the same wrapped SOL to bid with, from what the treasury has above
 * its own share. */
static bool distribute(struct plan *p)
{
	const struct purse *purse = &p->s->purse;
	int64_t ppm = 1000000 / (int64_t)purse->n;
	struct dec fair = share_of(purse->quote, ppm);
	struct dec low = share_of(fair, 1000000 - conf_ppm("DISTRIBUTE_PCT"));
	struct dec over =
		smaller(minus(p->treasury->quote, fair), p->treasury->free);

	for (size_t i = 0; i < purse->n; i++) {
		const struct pocket *k = &purse->v[i];
		struct dec lack = smaller(minus(fair, k->quote), over);

		if (k == p->treasury || dec_cmp(k->quote, low) >= 0 ||
		    dec_sign(lack) <= 0)
			continue;
		move_transfer(&p->moves, "wSOL", lack, k->wallet,
			      "equal_share");
		over = minus(over, lack);
		decide(p, DISTRIBUTE, "equal_share");
	}
	return p->fund.decision == DISTRIBUTE;
}

/* SOL that is not wrapped buys nothing.  A dead band, for fees nibble at it. */
static bool wrap_idle(struct plan *p)
{
	struct dec band =
		share_of(p->s->purse.sol, conf_ppm("FUND_DEAD_BAND_PCT"));

	if (dec_sign(p->treasury->spare) <= 0 ||
	    dec_cmp(p->treasury->spare, band) < 0)
		return false;
	decide(p, DISTRIBUTE, "wrap_idle");
	move_wrap(&p->moves, p->treasury->spare, "wrap_idle");
	return true;
}

/* The one that is configured; on a machine without WALLETS the first seen. */
static const char *treasury_name(struct arena *a, const struct purse *purse)
{
	struct sol_conf conf;

	sol_conf_read(&conf, a);
	if (conf.treasury)
		return conf.treasury->name;
	return purse->n ? purse->v[0].wallet : "";
}

static bool fresh_price(const struct rec_price *r)
{
	return r && dec_sign(r->price) > 0 &&
	       r->age_ms <= conf_int("INPUT_MAX_AGE_S") * 1000;
}

void plan_frame(struct frame *f, const struct seen *s, int64_t ts_ms)
{
	struct plan p = { .s = s };
	struct position at;
	const char *name = treasury_name(&f->arena, &s->purse);
	const char *why = position_of(&at, s->pivot, s->book, ts_ms);

	rec_clear(&rec_fund_type, &p.fund);
	p.treasury = purse_of(&s->purse, name);
	p.moves = (struct moves){ .f = f, .wallet = name, .ts_ms = ts_ms };
	if (!p.treasury) {
		frame_refuse(f, "no_wallet", "no record of the treasury '%s'",
			     name);
		return;
	}
	if (!fresh_price(s->sol_usd) || why) {
		frame_refuse(f, "no_price", "%s",
			     why ? why : "no fresh price of FUND_PAIR");
		return;
	}
	p.fund.ts_ms = ts_ms;
	p.fund.wallet = name;
	p.fund.sol_usd = s->sol_usd->price;
	p.fund.price = at.price;
	p.fund.pivot = at.pivot;
	p.fund.lower = at.lower;
	p.fund.upper = at.upper;
	p.fund.sol = s->purse.sol;
	p.fund.usdc = s->purse.usdc;
	p.fund.injecting = s->last && s->last->injecting;
	decide(&p, HOLD, "in_band");
	if (!value_treasury(&p, &at)) {
		frame_refuse(f, "bad_input",
			     "a balance or price is out of range");
		return;
	}
	if (f->refused) {
		decide(&p, HOLD, "refused");
	} else if (s->in_flight) {
		decide(&p, HOLD, "in_flight");
	} else if (!top_up_fees(&p)) {
		p.fund.injecting = p.next.injecting;
		if (!swap(&p) && !distribute(&p))
			wrap_idle(&p);
	}
	frame_emit(f, &rec_fund_type, &p.fund);
}
