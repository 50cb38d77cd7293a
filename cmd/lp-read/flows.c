/* flows.c - logs as flows: what was put in, taken off and paid out. */
#include "story.h"

#include "base/atoms.h"

#include <string.h>

#define TOO_MUCH "an amount is more than a record holds"

struct rec_flow *flows_add(struct telling *t, struct story *s,
			   const struct log *l, int flow)
{
	struct landed *landed = landed_of(t, l);
	struct rec_flow *f;

	s->flows = arena_grow(t->r->a, s->flows, s->n_flows * sizeof(*f),
			      (s->n_flows + 1) * sizeof(*f));
	f = &s->flows[s->n_flows++];
	*f = (struct rec_flow){
		.block = l->block,
		.log_index = l->index,
		.tx_hash = l->tx_hash,
		.ts_ms = landed->ts_ms,
		.flow = flow,
		.liquidity = DEC_NONE,
		.amount0 = DEC_ZERO,
		.amount1 = DEC_ZERO,
		.quote_price = DEC_NONE,
		.gas_wei = DEC_NONE,
		.native_price = DEC_NONE,
	};
	if (landed->charged || (landed->known && !landed->ours))
		f->gas_wei = DEC_ZERO;
	else if (landed->known && atoms_amount(&f->gas_wei, landed->gas_wei, 0))
		f->gas_wei = DEC_NONE;
	landed->charged = true;
	return f;
}

void flows_amounts(struct story *s, struct rec_flow *f, struct u256 amount0,
		   struct u256 amount1)
{
	if (reader_amount(&f->amount0, amount0, s->p->decimals0) ||
	    reader_amount(&f->amount1, amount1, s->p->decimals1))
		story_unknown(s, TOO_MUCH);
}

void flows_liquidity(struct story *s, struct rec_flow *f,
		     unsigned __int128 liquidity)
{
	if (atoms_amount(&f->liquidity, u256_of_u128(liquidity), 0)) {
		f->liquidity = DEC_NONE;
		story_unknown(s, TOO_MUCH);
	}
}

bool flows_before(struct before *out, struct telling *t, struct story *s,
		  struct rec_flow *f)
{
	if (!before_read(out, t, s, f->block, f->log_index))
		return false;
	if (out->found)
		f->sqrt_price_x96 = (struct rec_u256){ out->sqrt_x96, true };
	else
		story_unknown(s, "nodes do not have the log of the price "
				 "before it");
	return true;
}

enum status flows_principal(struct univ3_amounts *out, const struct before *b,
			    int32_t lower, int32_t upper,
			    unsigned __int128 liquidity, bool negative)
{
	if (liquidity >> 127)
		return ST_OVERFLOW;
	return univ3_modify(out, b->tick, b->sqrt_x96, lower, upper,
			    negative ? -(__int128)liquidity
				     : (__int128)liquidity);
}

/* ---- v3 ---- */

/* What the pool paid: the manager's own log tells what it asked for, which may be a
 * few parts more. */
static const struct uniswap_log *
paid_of(const struct telling *t, const struct story *s, const struct log *l)
{
	const struct landed *landed = landed_of(t, l);
	const struct uniswap_log *paid = NULL;

	for (size_t i = 0; i < landed->logs.n; i++) {
		const struct log *p = &landed->logs.v[i];

		if (p->u.event == LOG_PAID && p->index < l->index &&
		    evm_address_eq(&p->from, &s->pool_at) &&
		    evm_address_eq(&p->u.from, &s->manager) &&
		    p->u.lower == s->p->tick_lower &&
		    p->u.upper == s->p->tick_upper)
			paid = &p->u;
	}
	return paid;
}

/* The price found is the right one if the contract's amounts come of it. */
static void check_v3(struct story *s, const struct log *l,
		     const struct before *b)
{
	struct univ3_amounts due;

	if (flows_principal(&due, b, (int32_t)s->p->tick_lower,
			    (int32_t)s->p->tick_upper, l->u.liquidity,
			    l->u.event == LOG_DECREASE) ||
	    u256_cmp(due.amount0, l->u.amount0) ||
	    u256_cmp(due.amount1, l->u.amount1))
		story_unknown(s, "its amounts are not those of the price "
				 "before it");
}

static bool flow_v3(struct telling *t, struct story *s, const struct log *l)
{
	const struct uniswap_log *u = &l->u;
	struct rec_flow *f =
		flows_add(t, s, l,
			  u->event == LOG_INCREASE   ? FLOW_INCREASE
			  : u->event == LOG_DECREASE ? FLOW_DECREASE
						     : FLOW_COLLECT);
	struct before b;

	if (u->event == LOG_COLLECT) {
		const struct uniswap_log *paid = paid_of(t, s, l);

		u = paid ? paid : u;
	} else {
		flows_liquidity(s, f, u->liquidity);
	}
	flows_amounts(s, f, u->amount0, u->amount1);
	if (!flows_before(&b, t, s, f))
		return false;
	if (b.found && l->u.event != LOG_COLLECT)
		check_v3(s, l, &b);
	return true;
}

/* ---- all ---- */

bool flows_make(struct telling *t)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < t->v[i].n_logs; k++) {
			struct story *s = &t->v[i];
			const struct log *l = s->logs[k];

			if (!(s->p->kind == POOL_V2   ? flows_v2(t, s, l)
			      : s->p->kind == POOL_V4 ? flows_v4(t, s, l)
						      : flow_v3(t, s, l)))
				return false;
		}
	return true;
}
