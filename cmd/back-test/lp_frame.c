#include "lp_frame.h"

#include "base/atoms.h"
#include "base/conf.h"
#include "data/rec_chain.h"
#include "data/rec_holding.h"
#include "data/rec_pending.h"
#include "data/rec_position.h"
#include "data/rec_wallet.h"
#include "math/pool_window.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HASH      "0x0" /* of every block: a tape has none to tell */
#define ID_SZ     32
#define OF_NATIVE 1000000 /* of gas there is always enough */

void lp_lasts_keep(struct lp_lasts *l, const char *position, const char *line)
{
	const char *about = position ? position : "";
	int i = 0;

	while (i < l->n && strcmp(l->v[i].about, about) != 0)
		i++;
	if (i == l->n) {
		l->v = mem_room(l->v, l->n++, &l->cap, sizeof(*l->v));
		l->v[i].about = mem_strdup(about);
	} else {
		free(l->v[i].line);
	}
	l->v[i].line = mem_strdup(line);
}

void lp_lasts_free(struct lp_lasts *l)
{
	for (int i = 0; i < l->n; i++) {
		free(l->v[i].about);
		free(l->v[i].line);
	}
	free(l->v);
}

static struct dec amount(__int128 atoms, int64_t decimals)
{
	return dec_make(atoms, (int)decimals);
}

static int64_t chain_id(void)
{
	return conf_int("CHAIN_ID");
}

static void write_chain(struct out *out, const struct lp_desk *d, int64_t ts_ms)
{
	struct dec gas = lp_desk_gas(d, ts_ms);
	struct rec_chain c;

	rec_clear(&rec_chain_type, &c);
	c.ts_ms = ts_ms;
	c.chain = "evm";
	c.chain_id = chain_id();
	c.block = lp_desk_pool(d)->block;
	c.slot = c.block;
	c.block_hash = HASH;
	c.parent_hash = HASH;
	c.block_ts_s = ts_ms / 1000;
	c.target_ts_s = c.block_ts_s;
	c.gas_limit = dec_make(30000000, 0);
	if (dec_sub(&c.next_base_fee_wei, gas, d->terms->tip_wei))
		c.next_base_fee_wei = DEC_NONE;
	rec_write(out, &rec_chain_type, &c);
}

/* ---- the pool ---- */

static struct pool_fee fee_of(const struct rec_pool *p, int token)
{
	struct pool_fee fee = { .fee_ppm = (uint32_t)p->fee };

	if (p->protocol_fee != REC_NONE_INT)
		fee.protocol_part =
			(uint32_t)(p->protocol_fee >> 4 * token & 15);
	return fee;
}

/* What the desk has seen of the tape; the last event before the window opens it. */
static void look_back(struct pool_window *pw, const struct lp_desk *d,
		      struct lp_window *w, int64_t from_s)
{
	const struct lp_tape *t = d->terms->tape;

	while (w->first < d->at && t->v[w->first + 1].ts_ms / 1000 <= from_s)
		w->first++;
	for (int i = w->first; i <= d->at; i++) {
		const struct lp_event *e = &t->v[i];
		const struct pool_fee fee = fee_of(&t->pool, e->token);

		pool_window_price(pw, e->ts_ms / 1000, e->log_price, e->tick);
		if (e->swap)
			pool_window_swap(pw, e->ts_ms / 1000, e->token,
					 e->given, e->taken, &fee);
	}
}

static void put_window(struct rec_pool *p, const struct lp_desk *d,
		       struct lp_window *w, int64_t ts_ms)
{
	int64_t now_s = ts_ms / 1000, since_s, from_s, window_s;
	struct pool_window pw;
	double sigma;

	since_s = d->terms->tape->v[0].ts_ms / 1000;
	window_s = w->window_ms / 1000;
	if (now_s - since_s < window_s)
		window_s = now_s - since_s;
	if (window_s < 1)
		return;
	from_s = now_s - (window_s > w->twap_s ? window_s : w->twap_s);
	pool_window_begin(&pw, now_s, window_s, w->twap_s);
	look_back(&pw, d, w, from_s);
	if (!pool_window_twap(&p->twap_tick, &pw))
		p->twap_s = w->twap_s;
	if (pw.overflow ||
	    atoms_amount(&p->volume0, pw.volume[0], (int)p->decimals0) ||
	    atoms_amount(&p->volume1, pw.volume[1], (int)p->decimals1) ||
	    atoms_amount(&p->fees0, pw.fees[0], (int)p->decimals0) ||
	    atoms_amount(&p->fees1, pw.fees[1], (int)p->decimals1))
		mm_die(MM_FAIL, "a sum of the pool over 38 digits");
	p->window_s = window_s;
	p->n_swaps = pw.n_swaps;
	if (!pool_window_sigma(&sigma, &pw))
		p->sigma_ratio = sigma;
}

/* The liquidity in range with ours in it, as a chain would tell it. */
static struct dec liquidity(const struct lp_desk *d)
{
	const struct lp_event *at = lp_desk_pool(d);
	unsigned __int128 l = at->liquidity;

	if (d->stake.tick_lower <= at->tick && at->tick < d->stake.tick_upper)
		l += d->stake.liquidity;
	if (l >> 127)
		mm_die(MM_FAIL, "liquidity over 127 bits");
	return dec_make((__int128)l, 0);
}

static void write_pool(struct out *out, const struct lp_desk *d,
		       struct lp_window *w, int64_t ts_ms)
{
	const struct rec_pool *of = &d->terms->tape->pool;
	const struct lp_event *at = lp_desk_pool(d);
	struct rec_pool p;

	rec_clear(&rec_pool_type, &p);
	p.ts_ms = ts_ms;
	p.chain_id = chain_id();
	p.pool = of->pool;
	p.venue = of->venue;
	p.kind = of->kind;
	p.token0 = of->token0;
	p.token1 = of->token1;
	p.decimals0 = of->decimals0;
	p.decimals1 = of->decimals1;
	p.fee = of->fee;
	p.tick_spacing = of->tick_spacing;
	p.protocol_fee = of->protocol_fee;
	p.sqrt_price_x96 = (struct rec_u256){ at->sqrt_x96, true };
	p.tick = at->tick;
	p.liquidity = liquidity(d);
	p.block = at->block;
	p.block_hash = HASH;
	put_window(&p, d, w, ts_ms);
	rec_write(out, &rec_pool_type, &p);
}

/* ---- what is ours ---- */

static void write_wallet(struct out *out, const struct lp_desk *d,
			 int64_t ts_ms)
{
	const struct rec_pool *p = &d->terms->tape->pool;
	struct rec_balance b[] = {
		{ p->token0, amount(d->wallet.a0, p->decimals0), DEC_ZERO,
		  DEC_ZERO },
		{ p->token1, amount(d->wallet.a1, p->decimals1), DEC_ZERO,
		  DEC_ZERO },
		{ conf_text("NATIVE_ASSET"), dec_make(OF_NATIVE, 0), DEC_ZERO,
		  DEC_ZERO },
	};
	struct rec_wallet w;

	rec_clear(&rec_wallet_type, &w);
	w.ts_ms = ts_ms;
	w.wallet = d->terms->wallet;
	w.chain = "evm";
	w.balances = (struct rec_list){ b, sizeof(b) / sizeof(*b) };
	rec_write(out, &rec_wallet_type, &w);
}

static struct rec_flow entry_flow(const struct lp_desk *d)
{
	const struct rec_pool *of = &d->terms->tape->pool;
	const struct lp_deposit *e = &d->entry;

	return (struct rec_flow){
		.block = e->block,
		.log_index = 0,
		.tx_hash = HASH,
		.ts_ms = e->ts_ms,
		.flow = FLOW_INCREASE,
		.liquidity = dec_make((__int128)d->stake.liquidity, 0),
		.amount0 = amount(e->put.a0, of->decimals0),
		.amount1 = amount(e->put.a1, of->decimals1),
		.sqrt_price_x96 = { e->sqrt_x96, true },
		.quote_price = DEC_NONE,
		.gas_wei = dec_make(e->gas_wei, 0),
		.native_price = e->native_price,
	};
}

static void write_position(struct out *out, const struct lp_desk *d,
			   int64_t ts_ms)
{
	const struct rec_pool *of = &d->terms->tape->pool;
	const struct lp_event *at = lp_desk_pool(d);
	struct lp_amounts now = lp_stake_worth(&d->stake, at);
	struct lp_amounts owed = lp_stake_owed(&d->stake);
	struct rec_flow flow = entry_flow(d);
	char name[ID_SZ];
	struct rec_position p;

	snprintf(name, sizeof(name), "v3:%lld", (long long)d->id);
	rec_clear(&rec_position_type, &p);
	p.ts_ms = ts_ms;
	p.chain_id = chain_id();
	p.position = name;
	p.strategy = conf_int("STRATEGY_ID");
	p.kind = POOL_V3;
	p.wallet = d->terms->wallet;
	p.manager = conf_text("V3_MANAGER");
	p.token_id = name + strlen("v3:");
	p.pool = of->pool;
	p.token0 = of->token0;
	p.token1 = of->token1;
	p.decimals0 = of->decimals0;
	p.decimals1 = of->decimals1;
	p.fee = of->fee;
	p.tick_spacing = of->tick_spacing;
	p.tick_lower = d->stake.tick_lower;
	p.tick_upper = d->stake.tick_upper;
	p.liquidity = dec_make((__int128)d->stake.liquidity, 0);
	p.sqrt_price_x96 = (struct rec_u256){ at->sqrt_x96, true };
	p.tick = at->tick;
	p.pool_liquidity = liquidity(d);
	p.amount0 = amount(now.a0, of->decimals0);
	p.amount1 = amount(now.a1, of->decimals1);
	p.uncollected0 = amount(owed.a0, of->decimals0);
	p.uncollected1 = amount(owed.a1, of->decimals1);
	p.flows = (struct rec_list){ &flow, 1 };
	p.entry = ENTRY_KNOWN;
	p.history_block = at->block;
	p.block = at->block;
	p.block_hash = HASH;
	rec_write(out, &rec_position_type, &p);
}

/* ---- a roll under way ---- */

static void write_step(struct out *out, const struct lp_desk *d,
		       const struct lp_try *t, enum pending_state state,
		       int64_t ts_ms)
{
	const struct rec_action *a = t->action;
	struct rec_pending p;

	rec_clear(&rec_pending_type, &p);
	p.ts_ms = ts_ms;
	p.intent_id = a->intent_id;
	p.attempt = a->intent_id;
	p.lane = "evm";
	p.action = a->action;
	p.class = t->step == LP_BURN ? "reduce" : "risk";
	p.state = (int)state;
	p.wallet = d->terms->wallet;
	p.subject = a->position;
	p.since_ms = a->ts_ms;
	p.chain_id = chain_id();
	p.roll = a->roll;
	rec_write(out, &rec_pending_type, &p);
}

static void write_holding(struct out *out, const struct lp_desk *d, int token,
			  int64_t ts_ms)
{
	const struct rec_pool *of = &d->terms->tape->pool;
	struct rec_holding h;

	rec_clear(&rec_holding_type, &h);
	h.ts_ms = ts_ms;
	h.chain_id = chain_id();
	h.roll = d->roll.id;
	h.asset = token ? of->token1 : of->token0;
	h.wallet = d->terms->wallet;
	h.position = d->roll.subject;
	h.pool = of->pool;
	h.decimals = token ? of->decimals1 : of->decimals0;
	h.amount = amount(token ? d->roll.holding.a1 : d->roll.holding.a0,
			  h.decimals);
	h.block = d->roll.block;
	rec_write(out, &rec_holding_type, &h);
}

void lp_frame_write(struct out *out, const struct lp_desk *d,
		    const struct lp_lasts *lasts, struct lp_window *w,
		    int64_t ts_ms)
{
	write_chain(out, d, ts_ms);
	write_pool(out, d, w, ts_ms);
	write_wallet(out, d, ts_ms);
	if (d->stake.liquidity)
		write_position(out, d, ts_ms);
	for (int i = 0; i < d->roll.n_landed; i++)
		write_step(out, d, &d->roll.landed[i], PENDING_DONE, ts_ms);
	for (int i = 0; i < d->n_tries; i++)
		write_step(out, d, &d->tries[i], PENDING_SENT, ts_ms);
	for (int token = 0; d->roll.n_landed && token < 2; token++)
		write_holding(out, d, token, ts_ms);
	for (int i = 0; i < lasts->n; i++)
		out_bytes(out, lasts->v[i].line, strlen(lasts->v[i].line));
}
