#include "quote.h"

#include "base/atoms.h"
#include "base/conf.h"
#include "gas.h"
#include "math/route_safe.h"

#include <math.h>
#include <string.h>

#define BPS     10000
#define YEAR_S  31536000.0
#define BLOCKS  2   /* until it is on the chain */
#define SIGMAS  2.0 /* moves of the price that are ordinary */
#define OF_SAFE 0.9 /* how much of what is just safe is used */

static void keep(struct rec_list *list, struct arena *a, const void *rec)
{
	list->v = arena_grow(a, list->v, list->n * sizeof(rec),
			     (list->n + 1) * sizeof(rec));
	((const void **)list->v)[list->n++] = rec;
}

void quote_take(struct quote_seen *s, struct arena *a,
		const struct rec_type *type, const void *rec, int64_t chain_id)
{
	const struct rec_chain *chain = rec;

	if (type == &rec_price_type)
		keep(&s->prices, a, rec_copy(a, type, rec));
	else if (type != &rec_chain_type)
		route_told_add(&s->told, a, type, rec, chain_id);
	else if (!s->chain && chain->chain_id == chain_id)
		s->chain = rec_copy(a, type, rec);
}

/* One question of a frame. */
struct quote {
	const struct quote_conf *c;
	const struct route_map *m;
	struct route_ask ask;
	bool gas_known;
	struct route r;
	bool *beyond; /* by pool */
};

/* ---- slippage ---- */

/* The most a pool of the route moves in a year. */
static double sigma_of(const struct quote *q)
{
	double most = -1;

	for (int i = 0; i < q->r.n; i++)
		for (int k = 0; k < q->r.leg[i].n; k++) {
			double s = q->m->recs[q->r.leg[i].pool[k]]->sigma_ratio;

			if (!isnan(s))
				most = fmax(most, s);
		}
	return most < 0 ? q->c->sigma : most;
}

static int64_t noise_bps(const struct quote *q)
{
	double seconds = BLOCKS * dec_to_double(conf_dec("BLOCK_TIME_S"));
	double move = SIGMAS * sigma_of(q) * sqrt(seconds / YEAR_S);

	return (int64_t)fmin(fmax(ceil(BPS * move), 1), BPS);
}

static void put_slippage(struct rec_route *out, const struct quote *q)
{
	double safe;

	out->noise_slippage_bps = noise_bps(q);
	out->slippage_bps = q->c->slippage_bps != REC_NONE_INT
				    ? q->c->slippage_bps
				    : out->noise_slippage_bps;
	/* what cannot be told is not safe */
	if (route_safe_slippage(&safe, q->m->graph, &q->ask, &q->r))
		safe = 0;
	if (safe >= 1)
		return;
	out->sandwich_slippage_bps = (int64_t)floor(BPS * safe);
	out->private_only = (double)out->slippage_bps > OF_SAFE * BPS * safe ||
			    out->noise_slippage_bps > out->slippage_bps;
}

/* ---- the record ---- */

static enum status put_amounts(struct rec_route *out, const struct quote *q)
{
	int in = q->m->tokens[q->ask.token_in].decimals;
	int to = q->m->tokens[q->ask.token_out].decimals;
	struct u256 least;

	if (u256_mul_div_floor(&least, q->r.amount_out,
			       u256_of_u64((uint64_t)(BPS - out->slippage_bps)),
			       u256_of_u64(BPS)) ||
	    atoms_amount(&out->min_out, least, to) ||
	    atoms_amount(&out->amount_in, q->r.amount_in, in) ||
	    atoms_amount(&out->amount_out, q->r.amount_out, to))
		return ST_OVERFLOW;
	out->net_out = out->amount_out;
	if (!q->gas_known)
		return ST_OK;
	return atoms_amount(&out->gas_out, q->r.gas_out, to) ||
			       dec_sub(&out->net_out, out->amount_out,
				       out->gas_out)
		       ? ST_OVERFLOW
		       : ST_OK;
}

static bool is_used(const struct route *r, int pool)
{
	for (int i = 0; i < r->n; i++)
		for (int k = 0; k < r->leg[i].n; k++)
			if (r->leg[i].pool[k] == pool)
				return true;
	return false;
}

static void put_skipped(struct rec_route *out, struct arena *a,
			const struct quote *q)
{
	const struct route_map *m = q->m;
	const char **v = arena_alloc(
		a, (m->skipped.n + (size_t)m->n_pools + 1) * sizeof(*v));
	size_t n = m->skipped.n;

	if (n)
		memcpy(v, m->skipped.v, n * sizeof(*v));
	for (int i = 0; i < m->n_pools; i++)
		if (q->beyond[i] && !is_used(&q->r, i))
			v[n++] = arena_printf(
				a, "%s: its ticks are not told as far",
				m->recs[i]->pool);
	out->skipped = (struct rec_list){ n ? v : NULL, n };
}

static enum status put(struct rec_route *out, struct arena *a,
		       const struct quote *q)
{
	enum status st;

	out->chain_id = q->c->chain_id;
	out->asset_in = q->c->from;
	out->asset_out = q->c->to;
	out->gas = (int64_t)q->r.gas;
	out->impact_ratio = route_impact(q->m->graph, &q->r);
	put_slippage(out, q);
	put_skipped(out, a, q);
	st = put_amounts(out, q);
	return st ? st : route_map_legs(&out->legs, a, q->m, &q->r);
}

/* ---- the frame ---- */

/* One of REC_NONE_INT: no pool was told. */
static int64_t block_of(const struct quote_seen *s)
{
	const struct rec_pool *const *v = s->told.pools.v;

	if (s->chain)
		return s->chain->block;
	return s->told.pools.n ? v[0]->block : REC_NONE_INT;
}

static int64_t time_of(const struct quote_seen *s)
{
	const struct rec_pool *const *v = s->told.pools.v;

	if (s->chain)
		return s->chain->ts_ms;
	return s->told.pools.n ? v[0]->ts_ms : 0;
}

static void one(struct frame *f, struct quote *q, struct dec amount,
		int64_t ts_ms, int64_t block)
{
	struct rec_route out;
	enum status st;

	memset(q->beyond, 0, (size_t)q->m->n_pools * sizeof(*q->beyond));
	if (atoms_of(&q->ask.amount_in, amount,
		     q->m->tokens[q->ask.token_in].decimals)) {
		frame_refuse(f, "amount_unit",
			     "'%s' has fewer decimals than the amount",
			     q->c->from);
		return;
	}
	st = route_quote(&q->r, q->m->graph, &q->ask, q->beyond);
	if (st) {
		frame_refuse(f, "no_route",
			     "no way from '%s' to '%s' takes that much: %s",
			     q->c->from, q->c->to, status_text(st));
		return;
	}
	rec_clear(&rec_route_type, &out);
	out.ts_ms = ts_ms;
	out.block = block;
	if (put(&out, &f->arena, q))
		frame_refuse(f, "no_route", "amounts over 127 bits");
	else
		frame_emit(f, &rec_route_type, &out);
}

void quote_tell(struct frame *f, const struct quote_seen *s,
		const struct quote_conf *c, int64_t ts_ms)
{
	int64_t block = block_of(s);
	struct route_map m;
	struct quote q = { .c = c, .m = &m };

	route_map_make(&m, &f->arena, &s->told, &c->venues, block);
	q.ask = (struct route_ask){
		.token_in = route_map_token(&m, c->from),
		.token_out = route_map_token(&m, c->to),
		.max_hops = c->max_hops,
		.max_legs = c->max_legs,
		.executable = !c->mixed,
		.gas_leg = ROUTE_GAS_LEG,
	};
	if (q.ask.token_in < 0 || q.ask.token_out < 0) {
		frame_refuse(f, "no_pool",
			     "no pool that can be quoted has '%s'",
			     q.ask.token_in < 0 ? c->from : c->to);
		return;
	}
	q.gas_known = gas_price(&q.ask.gas_price, s, c, &m, q.ask.token_out);
	q.beyond = arena_alloc(&f->arena,
			       ((size_t)m.n_pools + 1) * sizeof(*q.beyond));
	for (int i = 0; i < c->n_amounts; i++)
		one(f, &q, c->amounts[i],
		    ts_ms == REC_NONE_INT ? time_of(s) : ts_ms, block);
}
