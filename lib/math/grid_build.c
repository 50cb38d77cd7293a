#include "math/alloc.h"
#include "math/grid_parts.h"

static int64_t share_of(int64_t total, int64_t ppm)
{
	return (int64_t)((__int128)total * ppm / PPM);
}

/* What the side may rest: quote lots or lots. */
static int64_t budget_of(const struct grid_build *b, enum side side)
{
	const struct grid_params *p = b->f->p;
	int64_t funds = 0, budget, most;
	__int128 more;

	for (int i = 0; i < b->f->in->n_wallets; i++) {
		const struct means *w = &b->f->in->means[i];

		funds += side == SIDE_BUY ? w->quote : w->base;
	}
	if (side == SIDE_SELL)
		return share_of(funds, p->sell_budget_ppm);
	budget = share_of(funds, p->buy_budget_ppm);
	most = share_of(funds, p->buy_budget_max_ppm);
	more = (__int128)budget * p->budget_beta_ppm * b->f->plan->control_ppm /
	       (PPM * PPM);
	return budget + more < most ? (int64_t)(budget + more) : most;
}

static enum status size(struct grid_build *b, enum side side)
{
	struct arena *mem = b->f->mem;
	struct levels *l = &b->side[side];
	size_t n = (size_t)l->n;
	int64_t *cap = arena_alloc(mem, n * sizeof(*cap));
	int64_t budget = budget_of(b, side), rest;
	int64_t most = share_of(budget, b->f->p->level_max_ppm);
	int64_t payable = wallets_most(&b->wallets, side);
	int64_t weights = 0;

	for (size_t i = 0; i < n; i++)
		weights += l->weight[i];
	if (!weights) /* no level, or all of them next to nothing */
		return ST_OK;
	if (most > payable)
		most = payable > 0 ? payable : 0;
	for (size_t i = 0; i < n; i++)
		cap[i] = side == SIDE_BUY ? most / l->price[i] : most;
	if (side == SIDE_BUY)
		return alloc_budget(mem, l->lots, &rest, budget, l->price,
				    l->weight, cap, n);
	return alloc_total(mem, l->lots, &rest, budget, l->weight, cap, n,
			   b->f->p->min_lots);
}

/* Levels that get no order, and why.  What they would have got stays unspent. */
static void strike_out(struct grid_build *b, struct levels *l)
{
	int *unplaced = b->f->plan->unplaced[l->side];

	for (int i = 0; i < l->n; i++) {
		l->wallet[i] = -1;
		if (l->crosses[i])
			unplaced[UNPLACED_WOULD_CROSS]++;
		else if (l->lots[i] < b->f->p->min_lots)
			unplaced[UNPLACED_TOO_SMALL]++;
		else
			continue;
		l->lots[i] = 0;
	}
}

static void emit(const struct grid_build *b, const struct levels *l)
{
	for (int i = 0; i < l->n; i++) {
		struct order o = {
			.price = l->price[i],
			.size = l->lots[i],
			.client_id = l->id[i],
			.wallet = l->wallet[i],
			.level = l->number[i],
			.side = l->side,
		};

		if (o.wallet < 0)
			continue;
		o.since_ms = grid_since(b->f, &o);
		grid_add(b->f->plan, &o);
	}
}

enum status grid_build(struct grid_frame *f)
{
	struct grid_build b = { .f = f };
	struct levels *buy = &b.side[SIDE_BUY], *sell = &b.side[SIDE_SELL];
	size_t most;
	enum status st = grid_levels(f, b.side);

	if (st)
		return st;
	wallets_open(&b.wallets, f->mem, f->in->means, f->in->n_wallets,
		     f->p->orders_per_wallet, f->p->order_max_ppm);
	st = size(&b, SIDE_BUY);
	if (!st)
		st = size(&b, SIDE_SELL);
	if (st)
		return st;
	strike_out(&b, buy);
	strike_out(&b, sell);
	grid_wallets(&b);
	grid_ids(&b);
	most = (size_t)(buy->n + sell->n);
	f->plan->orders = arena_alloc(f->mem, most * sizeof(struct order));
	emit(&b, buy);
	emit(&b, sell);
	return ST_OK;
}
