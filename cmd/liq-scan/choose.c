#include "choose.h"

#include "choose_say.h"
#include "data/rec_pool.h"

#include <stdlib.h>
#include <string.h>

#define WEIGHED_MAX 1000 /* accounts of a market and frame: a second's work */

struct chooser {
	struct choose_conf conf;
	/* Of the frame. */
	struct choose_seen seen;
	struct route_told pools;
	struct route_map map;
	bool mapped;
};

struct chooser *choose_open(void)
{
	struct chooser *c = mem_alloc(1, sizeof(*c));

	choose_conf_read(&c->conf);
	return c;
}

void choose_close(struct chooser *c)
{
	choose_conf_free(&c->conf);
	free(c);
}

/* A swap goes through the router the configuration names, or not at all. */
static bool has_router(const struct choose_conf *c, const struct rec_pool *p)
{
	switch ((enum pool_kind)p->kind) {
	case POOL_V2:
		return *c->v2_router;
	case POOL_V3:
		return *c->v3_router;
	case POOL_V4:
		break;
	}
	return *c->v4_router && *c->permit2;
}

bool choose_take(struct chooser *c, struct frame *f,
		 const struct rec_type *type, const void *rec)
{
	if (type != &rec_pool_type || has_router(&c->conf, rec))
		route_told_add(&c->pools, &f->arena, type, rec,
			       c->conf.evm.chain_id);
	choose_seen_take(&c->seen, &f->arena, &c->conf, type, rec);
	return true;
}

/* ---- who is weighed ---- */

/* When it was weighed last nothing of it was worth anything. */
static bool is_hopeless(const struct candidate *v)
{
	static const char *const codes[] = { "no_gain", "no_route" };

	for (size_t i = 0; v->said && i < sizeof(codes) / sizeof(*codes); i++)
		if (!strcmp(v->said, codes[i]))
			return true;
	for (int i = AAVE_INACTIVE; v->said && i <= AAVE_DUST; i++)
		if (!strcmp(v->said, aave_verdict_code((enum aave_verdict)i)))
			return true;
	return false;
}

/* Those without hope last; of the others those that owe most first. */
static int by_debt(const void *a, const void *b)
{
	const struct choose_job *const *x = a, *const *y = b;
	bool hopeless_x = is_hopeless((*x)->c),
	     hopeless_y = is_hopeless((*y)->c);
	int order;

	if (hopeless_x != hopeless_y)
		return hopeless_x ? 1 : -1;
	order = u256_cmp((*y)->c->health.debt, (*x)->c->health.debt);

	return order ? order : strcmp((*x)->c->user, (*y)->c->user);
}

static const char *bar(const struct chooser *c, const struct candidate *v)
{
	return v->blocked ? v->blocked : choose_conf_bars(&c->conf, v->user);
}

/* Weighs those that may be touched, as long as there is time; the others are told why
 * not. */
static void weigh_all(struct chooser *c, struct choose_scene *s,
		      struct choose_job *jobs, struct choose_job **order,
		      size_t n)
{
	size_t weighed = 0;

	for (size_t i = 0; i < n; i++)
		order[i] = &jobs[i];
	qsort(order, n, sizeof(*order), by_debt);
	for (size_t i = 0; i < n; i++) {
		struct choose_job *j = order[i];

		j->decision = LIQUIDATION_SKIP;
		j->why = bar(c, j->c);
		if (!j->why && choose_seen_under_way(&c->seen, j->c->user)) {
			j->decision = LIQUIDATION_WAIT;
			j->why = "under_way";
		}
		if (!j->why && !s->reckons)
			j->why = "gas_price_missing";
		if (!j->why && weighed++ >= WEIGHED_MAX)
			j->why = "not_weighed";
		if (!j->why)
			choose_weigh(j, s, true);
	}
}

/* ---- who gets the capital ---- */

/* Worth it first, best net first; then by address. */
static int by_net(const void *a, const void *b)
{
	const struct choose_job *x = *(const struct choose_job *const *)a;
	const struct choose_job *y = *(const struct choose_job *const *)b;
	bool worth_x = x->decision != LIQUIDATION_SKIP;
	bool worth_y = y->decision != LIQUIDATION_SKIP;

	if (worth_x != worth_y)
		return worth_x ? -1 : 1;
	if (worth_x && x->offer.net != y->offer.net)
		return x->offer.net > y->offer.net ? -1 : 1;
	return strcmp(x->c->user, y->c->user);
}

/* What a flash loan pays needs the contract that takes it, which is not ours to
 * call yet. */
static const char *held(const struct chooser *c, const struct choose_job *j)
{
	return j->why ? j->why : c->conf.flash ? "no_flash" : NULL;
}

static void spend(struct chooser *c, struct choose_scene *s,
		  struct choose_job *j)
{
	const struct liq_offer *o = &j->offer;
	struct dec wei;

	j->turn = choose_seen_groups(&c->seen, j->wallet->name);
	choose_seen_pays(&c->seen, j->wallet->name);
	choose_name(j, s);
	j->decision = LIQUIDATION_GO;
	choose_seen_spend(
		&c->seen, j->wallet->name, s->asset[o->pair.debt]->name,
		choose_dec(choose_cover(o), s->asset[o->pair.debt]->decimals));
	if (!dec_mul(&wei, s->gas_wei, dec_make((__int128)o->gas, 0)) &&
	    wei.scale + EVM_NATIVE_DECIMALS <= DEC_SCALE_MAX)
		choose_seen_spend(
			&c->seen, j->wallet->name, c->conf.evm.native->name,
			dec_make(wei.v, wei.scale + EVM_NATIVE_DECIMALS));
	choose_capital(s);
}

/* Too little is left: weighed anew with what there is, and back to its place.
 * False: nothing of it is left that is worth it. */
static bool again(struct choose_scene *s, struct choose_job *j)
{
	struct choose_job smaller = { .c = j->c };

	choose_weigh(&smaller, s, false);
	if (smaller.decision == LIQUIDATION_SKIP ||
	    !choose_payer(s, &smaller.offer))
		return false;
	*j = smaller;
	return true;
}

/* Moves order[i] behind those that gain more. */
static void sink(struct choose_job **order, size_t i, size_t n)
{
	for (; i + 1 < n && by_net(&order[i], &order[i + 1]) > 0; i++) {
		struct choose_job *j = order[i];

		order[i] = order[i + 1];
		order[i + 1] = j;
	}
}

static void share_out(struct chooser *c, struct choose_scene *s,
		      struct choose_job **order, size_t n)
{
	for (size_t i = 0; i < n;) {
		struct choose_job *j = order[i];

		if (j->decision == LIQUIDATION_SKIP)
			break;
		j->why = held(c, j);
		j->wallet = j->why ? NULL : choose_payer(s, &j->offer);
		if (!j->why && !j->wallet) {
			if (again(s, j)) {
				sink(order, i, n);
				continue;
			}
			j->why = "capital_taken";
		}
		if (j->wallet)
			spend(c, s, j);
		i++;
		if (j->offered)
			j->rank = (int64_t)i;
	}
}

/* ---- what is told ---- */

/* A skip is told where the account is first below, or for another reason than last
 * time. */
static bool is_news(const struct choose_job *j)
{
	return j->c->first || !j->c->said || strcmp(j->c->said, j->why) != 0;
}

static void tell(struct frame *f, struct choose_scene *s,
		 struct choose_job **order, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (order[i]->decision != LIQUIDATION_SKIP || is_news(order[i]))
			choose_say(f, order[i], s);
	for (size_t i = 0; i < n; i++)
		if (order[i]->decision == LIQUIDATION_GO)
			choose_act(f, order[i], s);
}

void choose_frame(struct chooser *c, struct frame *f, struct liq_view *view)
{
	static const char *const venue[] = { "uniswap" };
	const struct rec_list venues = { (void *)venue, 1 };
	struct choose_job *jobs, **order;
	struct choose_scene s;

	c->seen.a = &f->arena;
	if (!view->n)
		return;
	if (!c->mapped)
		route_map_make(&c->map, &f->arena, &c->pools, &venues,
			       view->chain->block);
	c->mapped = true;
	choose_scene_make(&s, &f->arena, &c->conf, &c->seen, view, &c->map);
	if (c->conf.flash && !c->conf.contract) {
		frame_refuse(f, "no_flash",
			     "LIQ_FUND is flash and LIQUIDATOR_CONTRACT is "
			     "not set");
		return;
	}
	jobs = arena_alloc(&f->arena, view->n * sizeof(*jobs));
	order = arena_alloc(&f->arena, view->n * sizeof(*order));
	for (size_t i = 0; i < view->n; i++)
		jobs[i].c = &view->v[i];
	weigh_all(c, &s, jobs, order, view->n);
	qsort(order, view->n, sizeof(*order), by_net);
	share_out(c, &s, order, view->n);
	tell(f, &s, order, view->n);
	for (size_t i = 0; i < view->n; i++)
		view->v[i].why = jobs[i].decision == LIQUIDATION_SKIP
					 ? jobs[i].why
					 : NULL;
}

void choose_end(struct chooser *c)
{
	c->seen = (struct choose_seen){ .a = NULL };
	c->pools = (struct route_told){ .pools = { NULL, 0 } };
	c->mapped = false;
}
