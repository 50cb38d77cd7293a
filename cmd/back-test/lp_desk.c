#include "lp_desk.h"

#include "base/atoms.h"
#include "math/lp_account.h"
#include "math/univ3_swap.h"
#include "math/univ3_tick.h"

#include <string.h>

#define WHOLE_COIN ((__int128)1000000000000000000) /* wei */

const struct lp_event *lp_desk_pool(const struct lp_desk *d)
{
	return &d->terms->tape->v[d->at];
}

/* ---- money ---- */

static bool price_of(struct lp_price *p, const struct lp_desk *d)
{
	struct u256 sqrt = lp_desk_pool(d)->sqrt_x96;

	return !(d->terms->numeraire_token ? lp_price_in_token1(p, sqrt)
					   : lp_price_in_token0(p, sqrt));
}

__int128 lp_desk_value(const struct lp_desk *d, struct lp_amounts a)
{
	struct lp_price p;
	__int128 v;

	if (!price_of(&p, d) || lp_value_floor(&v, &p, a))
		mm_die(MM_FAIL, "a value over 38 digits");
	return v;
}

static struct lp_amounts plus(struct lp_amounts a, struct lp_amounts b)
{
	if (lp_amounts_add(&a, b))
		mm_die(MM_FAIL, "an amount over 38 digits");
	return a;
}

static struct lp_amounts minus(struct lp_amounts a, struct lp_amounts b)
{
	return plus(a, (struct lp_amounts){ -b.a0, -b.a1 });
}

/* So much of one token. */
static struct lp_amounts of_token(int token, __int128 v)
{
	return token ? (struct lp_amounts){ 0, v }
		     : (struct lp_amounts){ v, 0 };
}

static int decimals(const struct lp_terms *t, int token)
{
	return (int)(token ? t->tape->pool.decimals1 : t->tape->pool.decimals0);
}

struct dec lp_desk_native(const struct lp_desk *d)
{
	const struct lp_terms *t = d->terms;

	if (t->native_token < 0)
		return DEC_NONE;
	return dec_make(lp_desk_value(d, of_token(t->native_token, WHOLE_COIN)),
			decimals(t, t->numeraire_token));
}

/* The newest mark by then, or the first there is. */
static struct dec recorded_gas(const struct lp_tape *tape, int64_t ts_ms)
{
	int low = 0, high = tape->n_gas;

	while (high - low > 1) {
		int mid = low + (high - low) / 2;

		if (tape->gas[mid].ts_ms <= ts_ms)
			low = mid;
		else
			high = mid;
	}
	return tape->gas[low].base_fee_wei;
}

struct dec lp_desk_gas(const struct lp_desk *d, int64_t ts_ms)
{
	const struct lp_terms *t = d->terms;
	struct dec fee = dec_is_none(t->gas_wei) ? recorded_gas(t->tape, ts_ms)
						 : t->gas_wei;

	if (dec_add(&fee, fee, t->tip_wei))
		mm_die(MM_FAIL, "a price of gas over 38 digits");
	return fee;
}

/* So much gas was used: paid apart from the wallet, whose tokens it is not. */
static __int128 pay_gas(struct lp_desk *d, enum lp_step step, int64_t ts_ms,
			__int128 *cost)
{
	const struct lp_terms *t = d->terms;
	struct dec price = lp_desk_gas(d, ts_ms), sum;
	__int128 wei;

	if (dec_mul(&sum, price, dec_make(t->gas_of[step], 0)) ||
	    dec_coef(&wei, sum, 0))
		mm_die(MM_FAIL, "a price of gas that is no whole wei");
	/* Up: the floor of what is below 0. */
	*cost = t->native_token < 0
			? 0
			: -lp_desk_value(d, of_token(t->native_token, -wei));
	d->gas += *cost;
	d->gas_wei += wei;
	return wei;
}

struct lp_amounts lp_desk_holds(const struct lp_desk *d)
{
	return plus(plus(d->wallet, lp_stake_worth(&d->stake, lp_desk_pool(d))),
		    lp_stake_owed(&d->stake));
}

struct lp_amounts lp_desk_full(const struct lp_desk *d)
{
	if (!d->full.liquidity)
		return lp_desk_holds(d);
	return plus(
		plus(d->full_idle, lp_stake_worth(&d->full, lp_desk_pool(d))),
		lp_stake_owed(&d->full));
}

__int128 lp_desk_il(const struct lp_desk *d)
{
	if (!d->stake.liquidity)
		return 0;
	return lp_desk_value(d, lp_stake_worth(&d->stake, lp_desk_pool(d))) -
	       lp_desk_value(d, d->entry.put);
}

/* ---- landing ---- */

/* Atoms of a record's amount; below 0: none that can be. */
static __int128 atoms(const struct lp_desk *d, struct dec amount, int token)
{
	unsigned __int128 v;
	struct u256 x;

	if (dec_is_none(amount))
		return 0;
	if (atoms_of(&x, amount, decimals(d->terms, token)) ||
	    u256_to_u128(&v, x) || v >> 127)
		return -1;
	return (__int128)v;
}

static bool reached(const struct lp_desk *d, const struct rec_action *a,
		    struct lp_amounts got)
{
	return got.a0 >= atoms(d, a->min_a, 0) &&
	       got.a1 >= atoms(d, a->min_b, 1);
}

static bool burn(struct lp_desk *d, const struct rec_action *a, int64_t ts_ms)
{
	struct lp_amounts got = lp_stake_worth(&d->stake, lp_desk_pool(d));
	struct lp_amounts fees = lp_stake_owed(&d->stake);
	__int128 cost;

	if (!d->stake.liquidity || !reached(d, a, got))
		return false;
	d->il += lp_desk_il(d);
	d->fees = plus(d->fees, fees);
	d->stake = (struct lp_stake){ .liquidity = 0 };
	got = plus(got, fees);
	d->wallet = plus(d->wallet, got);
	d->roll.holding = plus(d->roll.holding, got);
	pay_gas(d, LP_BURN, ts_ms, &cost);
	if (a->final)
		d->n_exits++;
	return true;
}

static bool swap(struct lp_desk *d, const struct rec_action *a, int64_t ts_ms)
{
	const struct rec_pool *pool = &d->terms->tape->pool;
	const struct lp_event *at = lp_desk_pool(d);
	const int in = a->asset && !strcmp(a->asset, pool->token1);
	const __int128 amount = atoms(d, a->amount, in);
	const struct univ3_pool through = {
		.version = UNIV3,
		.sqrt_x96 = at->sqrt_x96,
		.tick = at->tick,
		.spacing = (int32_t)pool->tick_spacing,
		.liquidity = at->liquidity,
		.fee_pips = (uint32_t)pool->fee,
	};
	const struct univ3_order order = {
		.zero_for_one = !in,
		.exact_in = true,
		.amount = u256_of_u128((unsigned __int128)amount),
	};
	struct lp_amounts moved;
	struct univ3_swap s;
	unsigned __int128 out;
	__int128 cost;

	if (amount <= 0 || amount > (in ? d->wallet.a1 : d->wallet.a0) ||
	    univ3_swap(&s, &through, &order) || !s.filled ||
	    u256_to_u128(&out, s.amount_out) || out >> 127 ||
	    (__int128)out < atoms(d, a->min_out, !in))
		return false;
	moved = minus(of_token(!in, (__int128)out), of_token(in, amount));
	d->wallet = plus(d->wallet, moved);
	d->roll.holding = plus(d->roll.holding, moved);
	d->swap_cost -= (double)lp_desk_value(d, moved);
	pay_gas(d, LP_SWAP, ts_ms, &cost);
	d->n_swaps++;
	return true;
}

/* The first position begins: what would the money make over all ticks? */
static void open_full(struct lp_desk *d, struct lp_amounts have)
{
	const int32_t spacing = (int32_t)d->terms->tape->pool.tick_spacing;
	struct lp_amounts cost;

	if (lp_stake_open(&d->full, &cost, univ3_tick_first(spacing),
			  univ3_tick_last(spacing), lp_desk_pool(d), have))
		return;
	d->full_idle = minus(have, cost);
	d->full_gas = d->gas;
}

static bool mint(struct lp_desk *d, const struct rec_action *a, int64_t ts_ms)
{
	const struct lp_event *at = lp_desk_pool(d);
	struct lp_amounts have = { atoms(d, a->amount, 0),
				   atoms(d, a->amount_b, 1) };
	struct lp_amounts cost, before = d->wallet;
	struct lp_stake stake;
	__int128 gas, gas_wei;

	if (d->stake.liquidity || have.a0 < 0 || have.a1 < 0 ||
	    have.a0 > d->wallet.a0 || have.a1 > d->wallet.a1 ||
	    lp_stake_open(&stake, &cost, (int32_t)a->tick_lower,
			  (int32_t)a->tick_upper, at, have) ||
	    !reached(d, a, cost))
		return false;
	d->stake = stake;
	d->wallet = minus(d->wallet, cost);
	d->roll.holding = minus(d->roll.holding, cost);
	gas_wei = pay_gas(d, LP_MINT, ts_ms, &gas);
	d->entry = (struct lp_deposit){
		.ts_ms = ts_ms,
		.block = at->block,
		.sqrt_x96 = at->sqrt_x96,
		.put = cost,
		.gas_wei = gas_wei,
		.native_price = lp_desk_native(d),
	};
	d->id++;
	if (d->n_mints++)
		d->n_rolls++;
	else
		open_full(d, before);
	return true;
}

static void forget_roll(struct lp_desk *d)
{
	d->roll = (struct lp_roll){ .id = NULL };
	if (!d->n_tries)
		arena_reset(&d->mem);
}

static bool does(struct lp_desk *d, const struct lp_try *t)
{
	const struct rec_action *a = t->action;
	const int32_t tick = lp_desk_pool(d)->tick;

	if ((a->tick_min != REC_NONE_INT && tick < a->tick_min) ||
	    (a->tick_max != REC_NONE_INT && tick >= a->tick_max))
		return false;
	switch (t->step) {
	case LP_BURN:
		return burn(d, a, t->due_ms);
	case LP_SWAP:
		return swap(d, a, t->due_ms);
	case LP_MINT:
		return mint(d, a, t->due_ms);
	}
	return false;
}

static void land(struct lp_desk *d, const struct lp_try *t)
{
	struct lp_roll *r = &d->roll;

	if (!r->id) {
		r->id = arena_strdup(&d->mem, t->action->roll);
		if (t->action->position)
			r->subject = arena_strdup(&d->mem, t->action->position);
	}
	if (!does(d, t)) {
		d->n_failed++;
		if (!r->n_landed)
			forget_roll(d);
		return;
	}
	r->block = lp_desk_pool(d)->block;
	if (r->n_landed < LP_STEPS_MAX)
		r->landed[r->n_landed++] = *t;
	if (t->action->final)
		forget_roll(d);
}

/* ---- time ---- */

static void count_time(struct lp_desk *d, int64_t ts_ms)
{
	const int32_t tick = lp_desk_pool(d)->tick;
	int64_t by = ts_ms - d->clock_ms;

	if (by <= 0)
		return;
	d->clock_ms = ts_ms;
	if (!d->stake.liquidity)
		return;
	d->put_ms += by;
	if (d->stake.tick_lower <= tick && tick < d->stake.tick_upper)
		d->in_ms += by;
}

static void play_until(struct lp_desk *d, int64_t ts_ms)
{
	const struct lp_tape *tape = d->terms->tape;

	while (d->at + 1 < tape->n && tape->v[d->at + 1].ts_ms < ts_ms) {
		const struct lp_event *before = lp_desk_pool(d);
		const struct lp_event *e = before + 1;

		count_time(d, e->ts_ms);
		lp_stake_pay(&d->stake, &tape->pool, before, e);
		lp_stake_pay(&d->full, &tape->pool, before, e);
		d->at++;
	}
	count_time(d, ts_ms);
}

void lp_desk_advance(struct lp_desk *d, int64_t ts_ms)
{
	while (d->n_tries && d->tries[0].due_ms <= ts_ms) {
		struct lp_try t = d->tries[0];

		play_until(d, t.due_ms);
		memmove(d->tries, d->tries + 1,
			(size_t)--d->n_tries * sizeof(*d->tries));
		land(d, &t);
	}
	play_until(d, ts_ms);
}

void lp_desk_act(struct lp_desk *d, const struct rec_action *a, int64_t ts_ms)
{
	static const char *const names[] = { "burn", "swap", "mint" };
	struct lp_try t = { .due_ms = ts_ms + d->terms->latency_ms };

	if (!a->roll || d->n_tries == LP_STEPS_MAX)
		return;
	for (int i = 0; i < 3; i++) {
		if (strcmp(a->action, names[i]) != 0)
			continue;
		t.step = (enum lp_step)i;
		t.action = rec_copy(&d->mem, &rec_action_type, a);
		d->tries[d->n_tries++] = t;
	}
}

void lp_desk_open(struct lp_desk *d, const struct lp_terms *t, int64_t ts_ms)
{
	*d = (struct lp_desk){ .terms = t, .wallet = t->funds };
	d->clock_ms = ts_ms;
	play_until(d, ts_ms);
	d->clock_ms = ts_ms;
}

void lp_desk_free(struct lp_desk *d)
{
	arena_free(&d->mem);
}
