#include "data/roll_steps.h"

#include "base/atoms.h"
#include "chain/intent.h"

#include <string.h>

#define PPM 1000000

/* Of v4 the liquidity is fixed and what is left over stays idle: the interval of a
 * narrow range is narrow too. */
#define NARROW 64 /* of the width */

static void name(char id[static INTENT_ID_SZ], const struct roll_steps_of *s,
		 const char *action, const char *subject, struct dec size)
{
	const struct intent in = {
		.strategy = (uint16_t)s->k->strategy,
		.action = action,
		.subject = subject,
		.wallet = s->wallet,
		.price = DEC_NONE,
		.size = size,
		.since_ms = s->ts_ms,
	};

	intent_id(id, &in);
}

/* What it is about makes its name: the roll and the asset, or the contract. */
static void emit(const struct roll_steps_of *s, struct rec_action *a,
		 const char *action, const char *about, struct dec size)
{
	char id[INTENT_ID_SZ];

	name(id, s, action, arena_printf(&s->f->arena, "%s:%s", s->roll, about),
	     size);
	a->ts_ms = s->ts_ms;
	a->action = action;
	a->intent_id = id;
	a->strategy = s->k->strategy;
	a->chain_id = s->k->evm.chain_id;
	a->wallet = s->wallet;
	a->since_ms = s->ts_ms;
	a->max_ts = s->ts_ms / 1000 + s->k->deadline_s;
	a->reason = s->reason;
	a->roll = s->roll;
	if (!a->position)
		a->position = s->position;
	if (!a->pool)
		a->pool = s->at->pool;
	frame_emit(s->f, &rec_action_type, a);
}

void roll_step_refuse(const struct roll_steps_of *s, const char *action,
		      const char *reason, const char *text)
{
	char id[INTENT_ID_SZ];
	const char *ids[] = { id };

	name(id, s, action, s->roll, DEC_NONE);
	frame_refuse_intents(s->f, reason, ids, 1, "%s: %s",
			     s->position ? s->position : s->at->pool, text);
}

static int32_t reach(const struct roll_steps_of *s)
{
	return range_ticks_of((double)s->k->slippage_ppm / PPM);
}

static void begin(struct rec_action *a, struct range_interval valid)
{
	rec_clear(&rec_action_type, a);
	a->tick_min = valid.min;
	a->tick_max = valid.max;
}

/* The pool of a position, as its contracts know it. */
static void set_pool(const struct roll_steps_of *s, struct rec_action *a,
		     struct range_ticks r)
{
	a->kind = rec_pool_kinds[s->at->kind];
	a->asset = s->at->token0;
	a->asset_b = s->at->token1;
	a->fee = s->at->fee;
	a->tick_spacing = s->at->spacing;
	a->hooks = s->at->hooks;
	a->tick_lower = r.lower;
	a->tick_upper = r.upper;
}

static bool set_dec(struct dec *out, struct u256 atoms, int decimals)
{
	return !atoms_amount(out, atoms, decimals);
}

static bool set_least(const struct roll_steps_of *s, struct rec_action *a,
		      struct univ3_amounts least)
{
	return set_dec(&a->min_a, least.amount0, s->at->decimals0) &&
	       set_dec(&a->min_b, least.amount1, s->at->decimals1);
}

/* ---- out ---- */

/* Of each token it has: to ask for none of either would be no limit at all. */
static struct univ3_amounts an_atom(struct univ3_amounts x)
{
	return (struct univ3_amounts){
		.amount0 = u256_of_u64(!u256_is_zero(x.amount0)),
		.amount1 = u256_of_u64(!u256_is_zero(x.amount1)),
	};
}

static const char *withdraw(const struct roll_steps_of *s,
			    const struct rec_position *p, const char *action,
			    unsigned __int128 liquidity, bool final)
{
	const struct range_ticks r = { (int32_t)p->tick_lower,
				       (int32_t)p->tick_upper };
	const struct range_interval valid =
		range_interval(s->at->tick, r, reach(s));
	struct univ3_amounts least = { .amount0 = U256_ZERO };
	struct rec_action a;
	enum status st = liquidity ? range_burn_least(&least, s->at->sqrt_x96,
						      r, valid, liquidity)
				   : ST_OK;

	if (st)
		return st == ST_NODATA ? "boundary" : "bad_position";
	if (s->k->any_price)
		least = an_atom(least);
	begin(&a, valid);
	set_pool(s, &a, r);
	a.position = p->position;
	a.token_id = p->token_id;
	a.final = final;
	if (!set_dec(&a.liquidity, u256_of_u128(liquidity), 0) ||
	    !set_least(s, &a, least))
		return "bad_position";
	emit(s, &a, action, p->position, a.liquidity);
	return NULL;
}

const char *roll_step_burn(const struct roll_steps_of *s,
			   const struct rec_position *p, bool final)
{
	__int128 all;

	if (dec_coef(&all, p->liquidity, 0) || all < 0)
		return "bad_position";
	return withdraw(s, p, "burn", (unsigned __int128)all, final);
}

const char *roll_step_decrease(const struct roll_steps_of *s,
			       const struct rec_position *p,
			       unsigned __int128 liquidity)
{
	return withdraw(s, p, "decrease", liquidity, true);
}

/* ---- between ---- */

static void approve(const struct roll_steps_of *s, struct range_interval valid,
		    const char *asset, struct dec amount, const char *to,
		    const char *kind)
{
	struct rec_action a;

	begin(&a, valid);
	a.kind = kind;
	a.asset = asset;
	a.amount = amount;
	a.to = to;
	emit(s, &a, "approve",
	     arena_printf(&s->f->arena, "%s:%s:%s", asset, to,
			  kind ? kind : ""),
	     amount);
}

/* For who takes the tokens: of v4 through Permit2. */
static void allow(const struct roll_steps_of *s, struct range_interval valid,
		  const char *asset, struct dec amount, const char *to,
		  bool by_permit2)
{
	if (!dec_sign(amount) || roll_knobs_is_native(s->k, asset))
		return;
	approve(s, valid, asset, amount, by_permit2 ? s->k->permit2 : to, NULL);
	if (by_permit2)
		approve(s, valid, asset, amount, to, "permit2");
}

static void convert(const struct roll_steps_of *s, struct range_interval valid,
		    const char *action, struct dec amount)
{
	struct rec_action a;

	begin(&a, valid);
	a.asset = s->k->evm.native->name;
	a.amount = amount;
	emit(s, &a, action, a.asset, amount);
}

/* What the quote says less the slippage, rounded down; at least an atom. */
static struct u256 least_out(const struct roll_steps_of *s, struct u256 out)
{
	const uint64_t keep = (uint64_t)(PPM - s->k->slippage_ppm);
	struct u256 least;

	if (u256_mul_div_floor(&least, out, u256_of_u64(keep),
			       u256_of_u64(PPM)) ||
	    u256_is_zero(least))
		return u256_of_u64(1);
	return least;
}

/* The pool it goes through, as the router wants to be told. */
static void set_way(const struct roll_steps_of *s, struct rec_action *a,
		    const struct roll_market *m)
{
	const char **path = arena_alloc(&s->f->arena, 3 * sizeof(*path));
	size_t n = 0;

	a->pool = m->pool;
	if (m->way == MARKET_V4) {
		a->kind = "v4";
		a->fee = s->at->fee;
		a->tick_spacing = s->at->spacing;
		a->hooks = s->at->hooks;
		return;
	}
	a->kind = m->way == MARKET_V3 ? "v3" : "v2";
	path[n++] = a->asset;
	if (m->way == MARKET_V3)
		path[n++] =
			arena_printf(&s->f->arena, "%lld", (long long)m->fee);
	path[n++] = a->asset_out;
	a->path = (struct rec_list){ path, n };
}

/* The routers of v2 and v3 take the wrapped coin. */
static bool wrap(const struct roll_steps_of *s, const struct roll_market *m,
		 struct range_interval valid, const struct range_swap *swap,
		 const struct roll_have *have)
{
	struct u256 lack;
	struct dec amount;

	if (!swap->zero_for_one || !roll_knobs_is_native(s->k, s->at->token0) ||
	    roll_knobs_is_native(s->k, m->token0) ||
	    u256_cmp(swap->amount, have->wrapped0) <= 0)
		return true;
	if (u256_sub(&lack, swap->amount, have->wrapped0) ||
	    !set_dec(&amount, lack, s->at->decimals0))
		return false;
	convert(s, valid, "wrap", amount);
	return true;
}

const char *roll_step_swap(const struct roll_steps_of *s,
			   const struct roll_market *m,
			   const struct range_swap *swap,
			   const struct roll_have *have)
{
	const bool down = swap->zero_for_one;
	const struct range_interval valid = {
		.min = s->at->tick - reach(s),
		.max = s->at->tick + reach(s) + 1,
	};
	struct rec_action a;

	begin(&a, valid);
	a.exact = "in";
	a.asset = down ? m->token0 : m->token1;
	a.asset_out = down ? m->token1 : m->token0;
	if (!set_dec(&a.amount, swap->amount,
		     down ? s->at->decimals0 : s->at->decimals1) ||
	    !set_dec(&a.min_out, least_out(s, swap->out),
		     down ? s->at->decimals1 : s->at->decimals0) ||
	    !wrap(s, m, valid, swap, have))
		return "amount";
	set_way(s, &a, m);
	allow(s, valid, a.asset, a.amount, m->router, m->way == MARKET_V4);
	emit(s, &a, "swap", a.asset, a.amount);
	return NULL;
}

/* ---- in ---- */

/* What it asks for, and what limits that. */
static const char *set_in(const struct roll_steps_of *s, struct rec_action *a,
			  struct range_ticks r, struct range_interval valid,
			  const struct roll_have *have)
{
	struct univ3_amounts least;
	unsigned __int128 liquidity;
	enum status st;

	if (s->at->kind == POOL_V4) {
		st = range_mint_liquidity(&liquidity, r, valid, have->all);
		if (!st && !set_dec(&a->liquidity, u256_of_u128(liquidity), 0))
			st = ST_OVERFLOW;
	} else {
		st = range_mint_least(&least, s->at->sqrt_x96, r, valid,
				      have->all);
		if (!st && !set_least(s, a, least))
			st = ST_OVERFLOW;
	}
	if (st)
		return st == ST_NODATA ? "dust" : "amount";
	return set_dec(&a->amount, have->all.amount0, s->at->decimals0) &&
			       set_dec(&a->amount_b, have->all.amount1,
				       s->at->decimals1)
		       ? NULL
		       : "amount";
}

/* Native coins that a swap brought wrapped. */
static void unwrap(const struct roll_steps_of *s, struct range_interval valid,
		   const struct roll_have *have)
{
	struct dec amount;

	if (roll_knobs_is_native(s->k, s->at->token0) &&
	    !u256_is_zero(have->wrapped0) &&
	    set_dec(&amount, have->wrapped0, s->at->decimals0))
		convert(s, valid, "unwrap", amount);
}

const char *roll_step_mint(const struct roll_steps_of *s,
			   struct range_ticks range,
			   const struct roll_have *have,
			   const struct rec_position *into)
{
	const int32_t narrow = (range.upper - range.lower) / NARROW;
	const bool v4 = s->at->kind == POOL_V4;
	const char *manager = v4 ? s->k->v4_manager : s->k->v3_manager;
	int32_t most = reach(s);
	struct range_interval valid;
	struct rec_action a;
	const char *why;

	if (v4 && narrow < most)
		most = narrow;
	valid = range_interval(s->at->tick, range, most);
	begin(&a, valid);
	set_pool(s, &a, range);
	a.final = true;
	if (into) {
		a.position = into->position;
		a.token_id = into->token_id;
	}
	if ((why = set_in(s, &a, range, valid, have)))
		return why;
	unwrap(s, valid, have);
	allow(s, valid, a.asset, a.amount, manager, v4);
	allow(s, valid, a.asset_b, a.amount_b, manager, v4);
	emit(s, &a, into ? "increase" : "mint", a.pool ? a.pool : s->at->pool,
	     a.amount);
	return NULL;
}
