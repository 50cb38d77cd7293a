#include "swaps.h"

#include "pool_line.h"

#include "base/err.h"
#include "base/mem.h"
#include "data/frame.h"
#include "data/rec_removed.h"
#include "data/rec_swap.h"
#include "data/rec_swaps.h"
#include "math/pool_price.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int64_t decimals[2];
static bool keep_going;

const struct opt swaps_options[] = {
	OPT_INT_('0', "decimals0", &decimals[0], "<n>", 0, DEC_SCALE_MAX,
		 "decimals of token0 (0: its smallest parts)"),
	OPT_INT_('1', "decimals1", &decimals[1], "<n>", 0, DEC_SCALE_MAX,
		 "decimals of token1 (0)"),
	OPT_FLAG_('k', "keep-going", &keep_going,
		  "skip bad records and exit 3"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_event_type },
	{ REC_EATS, &rec_removed_type },
	{ REC_MAKES, &rec_swap_type },
	{ REC_MAKES, &rec_swaps_type },
	{ 0, NULL },
};

static const char *const kinds[] = { "v2", "v3", "v4" };

struct pool {
	char *id;
	enum pool_kind kind;
	/* As of the last event of it; zero: not known. */
	struct u256 sqrt_x96;
	struct u256 reserve[2];
	struct rec_swaps sum; /* its texts are constants or id */
	double moves;         /* of all impacts, either way    */
	int64_t n_moves;
};

struct pools {
	struct pool *v;
	int n, cap;
	int last; /* the one at hand is often the one before */
};

static struct pool *pool_of(struct pools *all, const struct pool_says *says)
{
	struct pool *p;

	for (int i = 0; i < all->n; i++) {
		p = &all->v[(all->last + i) % all->n];
		if (p->kind == says->kind && !strcmp(p->id, says->pool)) {
			all->last = (int)(p - all->v);
			return p;
		}
	}
	all->v = mem_room(all->v, all->n, &all->cap, sizeof(*all->v));
	p = &all->v[all->last = all->n++];
	*p = (struct pool){ .id = mem_strdup(says->pool), .kind = says->kind };
	rec_clear(&rec_swaps_type, &p->sum);
	p->sum.pool = p->id;
	p->sum.kind = kinds[p->kind];
	p->sum.volume0 = p->sum.volume1 = DEC_ZERO;
	p->sum.n = 0;
	return p;
}

/* ---- numbers ---- */

/* In units of the token.  False: more than a decimal holds. */
static bool units(struct dec *out, const struct pool_amount *a, int64_t d)
{
	unsigned __int128 v;

	if (u256_to_u128(&v, a->abs) || v >> 127)
		return false;
	*out = dec_make(a->negative ? -(__int128)v : (__int128)v, (int)d);
	return true;
}

static struct dec price_sqrt(struct u256 sqrt_x96)
{
	struct dec p;

	return pool_price_sqrt(&p, sqrt_x96, (int)decimals[0], (int)decimals[1])
		       ? DEC_NONE
		       : p;
}

static struct dec price_of(struct u256 amount1, struct u256 amount0)
{
	struct dec p;

	return pool_price_ratio(&p, amount1, amount0, (int)decimals[0],
				(int)decimals[1])
		       ? DEC_NONE
		       : p;
}

/* ---- one swap ---- */

/* Before the swap the pair had less of what came in: the fee stays in it. */
static bool before_it(struct u256 out[static 2], const struct pool *p,
		      const struct pool_says *says)
{
	for (int i = 0; i < 2; i++) {
		const struct pool_amount *a = &says->amount[i];

		if (a->negative ? u256_add(&out[i], p->reserve[i], a->abs)
				: u256_sub(&out[i], p->reserve[i], a->abs))
			return false;
	}
	return true;
}

/* A Sync with the reserves behind the swap stands in front of its event. */
static void prices_v2(struct rec_swap *r, const struct pool *p,
		      const struct pool_says *says)
{
	struct u256 was[2];

	if (u256_is_zero(p->reserve[0]) || !before_it(was, p, says))
		return;
	r->price_before = price_of(was[1], was[0]);
	r->price_after = price_of(p->reserve[1], p->reserve[0]);
	r->impact_bps = pool_move_ratio_bps(was[1], was[0], p->reserve[1],
					    p->reserve[0]);
}

static void prices_sqrt(struct rec_swap *r, const struct pool *p,
			const struct pool_says *says)
{
	r->price_after = price_sqrt(says->sqrt_x96);
	if (u256_is_zero(p->sqrt_x96))
		return;
	r->price_before = price_sqrt(p->sqrt_x96);
	r->impact_bps = pool_move_sqrt_bps(p->sqrt_x96, says->sqrt_x96);
}

static bool add(struct dec *sum, struct dec amount)
{
	return !(dec_sign(amount) < 0 ? dec_sub(sum, *sum, amount)
				      : dec_add(sum, *sum, amount));
}

static void count(struct pool *p, const struct rec_swap *r)
{
	struct rec_swaps *s = &p->sum;

	if (!s->n++) {
		s->from_ms = s->to_ms = r->ts_ms;
		s->price_first = r->price_before;
	}
	if (r->ts_ms < s->from_ms)
		s->from_ms = r->ts_ms;
	if (r->ts_ms > s->to_ms)
		s->to_ms = r->ts_ms;
	s->price_last = r->price_after;
	if (!isnan(r->impact_bps)) {
		double move = fabs(r->impact_bps);

		p->moves += move;
		p->n_moves++;
		s->max_impact_bps = fmax(
			isnan(s->max_impact_bps) ? 0 : s->max_impact_bps, move);
	}
	if (!add(&s->volume0, r->amount0) || !add(&s->volume1, r->amount1))
		mm_die(MM_FAIL, "pool '%s': a volume over 38 digits", p->id);
}

static bool swap(struct frame *f, struct pool *p, const struct rec_event *e,
		 const struct pool_says *says)
{
	struct rec_swap r;

	rec_clear(&rec_swap_type, &r);
	r.ts_ms = e->ts_ms;
	r.pool = p->id;
	r.cause = e->cause;
	r.kind = kinds[p->kind];
	if (!units(&r.amount0, &says->amount[0], decimals[0]) ||
	    !units(&r.amount1, &says->amount[1], decimals[1])) {
		frame_bad(f, "an amount over 38 digits");
		return false;
	}
	r.price = price_of(says->amount[1].abs, says->amount[0].abs);
	if (p->kind == POOL_V2)
		prices_v2(&r, p, says);
	else
		prices_sqrt(&r, p, says);
	frame_emit(f, &rec_swap_type, &r);
	count(p, &r);
	return true;
}

/* ---- the stage ---- */

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	const struct rec_event *e = rec;
	struct pools *all = f->ctx;
	struct pool_says says;
	struct pool *p;
	bool good = true;

	if (!pool_line(f, &says, type, rec))
		return false;
	if (says.event == POOL_OTHER)
		return true;
	p = pool_of(all, &says);
	if (says.event == POOL_SWAP)
		good = swap(f, p, e, &says);
	if (says.event == POOL_RESERVES)
		memcpy(p->reserve, says.reserve, sizeof(p->reserve));
	else if (p->kind != POOL_V2)
		p->sqrt_x96 = says.sqrt_x96;
	arena_reset(&f->arena); /* nothing of a line is kept there */
	return good;
}

static void finish(struct frame *f)
{
	struct pools *all = f->ctx;

	for (int i = 0; i < all->n; i++) {
		struct pool *p = &all->v[i];

		if (!p->sum.n)
			continue;
		p->sum.ts_ms = p->sum.to_ms;
		if (p->n_moves)
			p->sum.mean_impact_bps = p->moves / (double)p->n_moves;
		frame_emit(f, &rec_swaps_type, &p->sum);
	}
}

int swaps_run(int n, char **files)
{
	static const struct stage stage = {
		.uses = uses,
		.take = take,
		.finish = finish,
	};
	struct frame_options options = { .files = files,
					 .keep_going = keep_going,
					 .now_ms = REC_NONE_INT };
	struct pools all = { .n = 0 };
	enum mm_exit code;

	(void)n;
	code = frame_run(&stage, &options, &all);
	for (int i = 0; i < all.n; i++)
		free(all.v[i].id);
	free(all.v);
	return (int)code;
}
