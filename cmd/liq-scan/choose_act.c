/* choose_act.c - a liquidation as a group of actions: approve, liquidate, approve the
 * routers, swap; and the same at smaller sizes, for when it fails. */
#include "choose_say.h"

#include "base/atoms.h"
#include "chain/intent.h"
#include "data/rec_action.h"

#include <string.h>

#define LATE_PPM 10 /* of a debt: interest of some blocks more */
#define SMALLER  2  /* sizes: a half and a quarter */

/* One group while it is written. */
struct group {
	struct frame *f;
	struct choose_scene *s;
	const struct choose_job *j;
	const struct liq_offer *o;
	const struct route *route;
	const char *name;
	const char *liquidate; /* the intent of its second action */
	const char *after;     /* the last that was written; NULL: none */
	int place;
	const struct rec_list *alternatives; /* NULL: it is one itself */
};

static const char *id_of(struct arena *a, const struct choose_scene *s,
			 const struct evm_wallet *wallet, const char *action,
			 const char *subject, uint64_t place, int64_t since_ms)
{
	struct intent in = {
		.strategy = s->conf->strategy,
		.action = action,
		.subject = subject,
		.wallet = wallet->name,
		.price = DEC_NONE,
		.size = DEC_NONE,
		.client_id = place,
		.since_ms = since_ms,
	};
	char *out = arena_alloc(a, INTENT_ID_SZ);

	intent_id(out, &in);
	return out;
}

/* What is liquidated, in words. */
static const char *subject_of(const struct choose_job *j,
			      const struct choose_scene *s)
{
	return arena_printf(s->a, "%s/%s/%s/%s", s->view->lend->pool,
			    j->c->user, s->asset[j->offer.pair.debt]->name,
			    s->asset[j->offer.pair.collateral]->name);
}

/* The name of the group of a size; size 0: the one that is asked for. */
static const char *group_of(const struct choose_job *j,
			    const struct choose_scene *s, uint64_t size)
{
	return id_of(s->a, s, j->wallet, "liquidate", subject_of(j, s),
		     size + 1, s->view->cycle->ts_ms);
}

static const char *scaled(const struct choose_scene *s, unsigned __int128 x)
{
	char *out = arena_alloc(s->a, U256_STR_SZ);

	u256_format(out, u256_of_u128(x));
	return out;
}

/* The liquidate of a size is the same intent in every frame, until the account has
 * changed, which interest does not do and a landing does: what was refused is known
 * again, and what may still land is not sent beside it.  Of another place among the
 * groups of its wallet it is another one: it would wait there for its old nonce. */
static const char *liquidate_of(const struct choose_job *j,
				const struct choose_scene *s, uint64_t size)
{
	unsigned __int128 supply = 0, debt = 0;

	for (size_t i = 0; i < j->c->holds; i++) {
		const struct aave_hold *h = &j->c->hold[i];

		if (h->reserve == j->offer.pair.collateral)
			supply = h->supply;
		if (h->reserve == j->offer.pair.debt)
			debt = h->debt;
	}
	return id_of(s->a, s, j->wallet, "liquidate",
		     arena_printf(s->a, "%s/%s/%s/%zu", subject_of(j, s),
				  scaled(s, supply), scaled(s, debt), j->turn),
		     size + 1, 0);
}

void choose_name(struct choose_job *j, const struct choose_scene *s)
{
	j->group = group_of(j, s, 0);
	j->intent_id = liquidate_of(j, s, 0);
}

struct u256 choose_cover(const struct liq_offer *o)
{
	struct u256 more;

	if (o->bound != LIQ_COLLATERAL && o->bound != LIQ_DEBT)
		return o->liq.repay;
	if (u256_mul_div_ceil(&more, o->liq.repay,
			      u256_of_u64(LIQ_PPM + LATE_PPM),
			      u256_of_u64(LIQ_PPM)))
		return o->liq.repay;
	return u256_add_mod(more, u256_of_u64(1));
}

/* ---- one group ---- */

static void begin(struct rec_action *act, const char *action)
{
	rec_clear(&rec_action_type, act);
	act->action = action;
	act->reason = "liquidation";
}

static void put(struct group *g, struct rec_action *act)
{
	const struct choose_scene *s = g->s;

	act->ts_ms = s->view->cycle->ts_ms;
	act->strategy = s->conf->strategy;
	act->since_ms = s->view->cycle->ts_ms;
	act->wallet = g->j->wallet->name;
	act->chain_id = s->view->lend->chain_id;
	act->group = g->name;
	act->after = g->after;
	g->place++;
	if (!act->intent_id)
		act->intent_id =
			id_of(s->a, s, g->j->wallet, act->action, g->name,
			      (uint64_t)g->place, s->view->cycle->ts_ms);
	frame_emit(g->f, &rec_action_type, act);
	g->after = act->intent_id;
}

static void approve(struct group *g, const char *asset, const char *kind,
		    const char *to, struct dec amount)
{
	struct rec_action act;

	begin(&act, "approve");
	act.kind = kind;
	act.asset = asset;
	act.to = to;
	act.amount = amount;
	put(g, &act);
}

/* The least the whole group has to gain, in the debt's asset. */
static struct rec_amount *floor_of(const struct group *g)
{
	const struct aave_pair *p = &g->o->pair;
	const struct evm_asset *debt = g->s->asset[p->debt];
	struct rec_amount *least = arena_alloc(g->s->a, sizeof(*least));
	struct u256 parts;

	*least = (struct rec_amount){ debt->name, DEC_NONE };
	if (!aave_value(&parts, u256_of_u128((unsigned __int128)g->s->min_net),
			p->unit_d, p->price_d, AAVE_CEIL))
		least->amount = choose_dec(parts, debt->decimals);
	return least;
}

/* What the tip is a share of goes to the builder with every unit of gas. */
static struct dec priority_of(const struct group *g)
{
	const struct choose_scene *s = g->s;
	struct u256 wei;
	struct dec tip;

	if (!g->o->tip || !g->o->gas ||
	    u256_mul_div_floor(&wei, u256_of_u128((unsigned __int128)g->o->tip),
			       u256_of_u64(AAVE_WAD), s->native) ||
	    u256_divmod(&wei, NULL, wei, u256_of_u64(g->o->gas)))
		return DEC_NONE;
	tip = choose_dec(wei, 0);
	if (dec_is_none(tip) || dec_add(&tip, tip, s->priority))
		return DEC_NONE;
	return dec_cmp(tip, s->conf->priority.most) < 0
		       ? tip
		       : s->conf->priority.most;
}

static void liquidate(struct group *g)
{
	const struct liq_offer *o = g->o;
	const struct evm_asset *c = g->s->asset[o->pair.collateral];
	const struct evm_asset *d = g->s->asset[o->pair.debt];
	struct rec_action act;

	begin(&act, "liquidate");
	act.intent_id = g->liquidate;
	act.kind = "aave";
	act.pool = g->s->view->lend->pool;
	act.user = g->j->c->user;
	act.asset = d->name;
	act.asset_b = c->name;
	act.amount = choose_dec(choose_cover(o), d->decimals);
	act.amount_b = choose_dec(o->liq.receive, c->decimals);
	act.max_priority_fee_wei = priority_of(g);
	if (g->alternatives)
		act.alternatives = *g->alternatives;
	if (!g->route->n)
		act.min_delta = (struct rec_list){ floor_of(g), 1 };
	put(g, &act);
}

static const char *router_of(const struct choose_conf *c, int kind)
{
	switch ((enum pool_kind)kind) {
	case POOL_V2:
		return c->v2_router;
	case POOL_V3:
		return c->v3_router;
	case POOL_V4:
		break;
	}
	return c->v4_router;
}

/* The collateral to each router the legs go through, once. */
static void approve_routers(struct group *g, const struct route_leg *leg,
			    size_t n)
{
	const struct choose_conf *c = g->s->conf;
	const char *asset = g->s->asset[g->o->pair.collateral]->name;

	for (int kind = POOL_V2; kind <= POOL_V4; kind++) {
		struct dec sum = DEC_ZERO;

		for (size_t i = 0; i < n; i++)
			if (leg[i].kind == kind &&
			    dec_add(&sum, sum, leg[i].amount_in))
				sum = DEC_NONE;
		if (!dec_sign(sum))
			continue;
		if (kind == POOL_V4) {
			approve(g, asset, NULL, c->permit2, sum);
			approve(g, asset, "permit2", c->v4_router, sum);
		} else {
			approve(g, asset, NULL, router_of(c, kind), sum);
		}
	}
}

static const struct rec_pool *pool_of(const struct route_map *m,
				      const struct route_way *way)
{
	return m->recs[way->pool[0]];
}

/* Of v2 without the fees: there is one pool of a pair. */
static struct rec_list path_of(struct arena *a, const struct route_leg *leg)
{
	const char *const *v = leg->path.v;
	const char **assets;
	size_t n = (leg->path.n + 1) / 2;

	if (leg->kind != POOL_V2)
		return leg->path;
	assets = arena_alloc(a, n * sizeof(*assets));
	for (size_t i = 0; i < n; i++)
		assets[i] = v[2 * i];
	return (struct rec_list){ assets, n };
}

static void swap(struct group *g, const struct route_leg *leg,
		 const struct route_way *way, bool last)
{
	const struct choose_scene *s = g->s;
	const struct evm_asset *d = s->asset[g->o->pair.debt];
	struct rec_action act;

	begin(&act, "swap");
	act.kind = rec_pool_kinds[leg->kind];
	act.asset = s->asset[g->o->pair.collateral]->name;
	act.asset_out = d->name;
	act.amount = leg->amount_in;
	act.min_out = choose_min_out(s, g->o, g->route, way);
	act.exact = "in";
	if (leg->kind == POOL_V4) {
		const struct rec_pool *pool = pool_of(s->map, way);

		act.fee = pool->fee;
		act.tick_spacing = pool->tick_spacing;
		act.hooks = pool->hooks;
	} else {
		act.path = path_of(s->a, leg);
	}
	if (last)
		act.min_delta = (struct rec_list){ floor_of(g), 1 };
	put(g, &act);
}

static void write_group(struct group *g)
{
	const struct evm_asset *d = g->s->asset[g->o->pair.debt];
	const struct route_leg *leg;
	struct rec_list legs;

	if (route_map_legs(&legs, g->s->a, g->s->map, g->route))
		return;
	leg = legs.v;
	approve(g, d->name, NULL, g->s->view->lend->pool,
		choose_dec(choose_cover(g->o), d->decimals));
	liquidate(g);
	approve_routers(g, leg, legs.n);
	for (size_t i = 0; i < legs.n; i++)
		swap(g, &leg[i], &g->route->leg[i], i + 1 == legs.n);
}

/* ---- all sizes of a job ---- */

void choose_act(struct frame *f, const struct choose_job *j,
		struct choose_scene *s)
{
	struct liq_offer offer[SMALLER];
	struct route route[SMALLER];
	const char *name[SMALLER], *id[SMALLER];
	struct rec_list ids = { id, 0 };
	struct group g = { .f = f,
			   .s = s,
			   .j = j,
			   .o = &j->offer,
			   .route = &j->route,
			   .name = j->group,
			   .liquidate = j->intent_id,
			   .alternatives = &ids };

	for (int i = 0; i < SMALLER; i++) {
		if (!choose_size(&offer[ids.n], &route[ids.n], s,
				 &j->offer.pair,
				 u256_shr(j->offer.liq.repay, i + 1)))
			continue;
		name[ids.n] = group_of(j, s, (uint64_t)i + 1);
		id[ids.n] = liquidate_of(j, s, (uint64_t)i + 1);
		ids.n++;
	}
	write_group(&g);
	for (size_t i = 0; i < ids.n; i++) {
		struct group smaller = { .f = f,
					 .s = s,
					 .j = j,
					 .o = &offer[i],
					 .route = &route[i],
					 .name = name[i],
					 .liquidate = id[i] };

		write_group(&smaller);
	}
}
