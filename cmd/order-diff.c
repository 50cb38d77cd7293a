/* order-diff - the fewest actions from what rests to what is wanted; see
 * order-diff(1).
 *
 * in:  grid, order, open_order, pending, market, book of one market
 * out: action (cancel, place, replace), refusal
 */
#include "base/conf.h"
#include "base/opt.h"
#include "data/frame.h"
#include "data/rec_action.h"
#include "data/rec_book.h"
#include "math/client_id.h"
#include "order-diff/actions.h"
#include "order-diff/seen.h"

#include <string.h>

static bool cancel_all;  /* --cancel-all  */
static bool expect_none; /* --expect-none */
static int64_t now_ms = REC_NONE_INT;
static struct diff_conf conf;

static const struct opt options[] = {
	OPT_FLAG_(0, "cancel-all", &cancel_all,
		  "cancel every order of ours, whatever the grid says"),
	OPT_FLAG_(0, "expect-none", &expect_none,
		  "refuse if an order of ours rests or may come to rest"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_READS, &rec_market_type },  { REC_READS, &rec_book_type },
	{ REC_READS, &rec_pending_type }, { REC_READS, &rec_open_order_type },
	{ REC_READS, &rec_grid_type },    { REC_READS, &rec_order_type },
	{ REC_MAKES, &rec_action_type },  { 0, NULL },
};

static bool ours(struct frame *f, const char *market)
{
	return seen_is_ours(f->ctx, &f->arena, conf_text("MARKET"), market);
}

static bool take_pending(struct frame *f, const struct rec_pending *r)
{
	const char *market, *wallet, *why;

	if (!pending_where(&f->arena, r, &market, &wallet) || !ours(f, market))
		return true;
	why = seen_pending(f->ctx, &f->arena, r, wallet);
	if (why)
		frame_bad(f, "pending: %s", why);
	return !why;
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct seen *s = f->ctx;

	if (type == &rec_market_type) {
		const struct rec_market *r = rec;

		if (ours(f, r->market))
			s->steps = rec_copy(&f->arena, type, r);
	} else if (type == &rec_book_type) {
		const struct rec_book *r = rec;

		s->book |= ours(f, r->market);
	} else if (type == &rec_pending_type) {
		return take_pending(f, rec);
	} else if (type == &rec_open_order_type) {
		const struct rec_open_order *r = rec;

		if (ours(f, r->market))
			seen_open_order(s, &f->arena, r);
	} else if (type == &rec_grid_type) {
		const struct rec_grid *r = rec;

		if (ours(f, r->market)) {
			s->n_grids++;
			s->n_orders = r->n_orders;
			s->pull = !strcmp(rec_grid_decisions[r->decision],
					  "pull");
		}
	} else {
		const struct rec_order *r = rec;

		if (ours(f, r->market))
			seen_order(s, &f->arena, r);
	}
	return true;
}

/* False, and said why: the grid is not one whole grid. */
static bool grid_is_whole(struct frame *f, const struct seen *s)
{
	if (!s->n_grids)
		frame_refuse(f, "no_grid", "no grid of the market");
	else if (s->n_grids > 1)
		frame_refuse(f, "many_grids", "%zu grids of '%s'", s->n_grids,
			     s->market);
	else if (s->n_orders != (int64_t)s->desired.n)
		frame_refuse(f, "grid_incomplete",
			     "the grid has %lld orders, %zu came",
			     (long long)s->n_orders, s->desired.n);
	else
		return true;
	return false;
}

static void plan(struct frame *f, struct seen *s, int64_t ts_ms)
{
	const struct entry *bad;
	struct ordered by;
	struct diff d;
	enum diff_err e;

	if (!cancel_all && !grid_is_whole(f, s))
		return;
	if (cancel_all || s->pull)
		s->desired.n = 0;
	if (s->desired.n && !s->steps) {
		frame_refuse(f, "no_market", "no market record of '%s'",
			     s->market);
		return;
	}
	if (s->desired.n && !s->book)
		frame_refuse(f, "no_book", "no book of '%s': cancels only",
			     s->market);
	bad = seen_ordered(s, &f->arena, &by);
	if (bad) {
		frame_refuse(
			f, "off_step",
			"order %llu of '%s' is not in whole ticks and lots",
			(unsigned long long)bad->client_id, bad->wallet);
		return;
	}
	by.frame.strategy = conf.strategy;
	by.frame.bound = f->refused;
	e = diff_orders(&f->arena, &d, &by.frame, &conf.rules);
	if (e)
		frame_refuse(f, "bad_grid", "%s", diff_strerror(e));
	else
		actions_emit(f, &conf, s, &by, &d, ts_ms);
}

static size_t count_own(const struct entries *e, bool pending)
{
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++)
		n += client_id_strategy(e->v[i].client_id) == conf.strategy &&
		     !(pending && e->v[i].state == DIFF_DONE);
	return n;
}

static void prove_none(struct frame *f, const struct seen *s)
{
	size_t resting = count_own(&s->resting, false);
	size_t pending = count_own(&s->pending, true);

	if (resting || pending)
		frame_refuse(f, "not_empty",
			     "%zu orders of ours rest, %zu are in flight",
			     resting, pending);
	else if (!s->book)
		frame_refuse(f, "no_book", "no book: what rests is not known");
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct seen *s = f->ctx;

	if (s->other) {
		frame_refuse(f, "many_markets",
			     "'%s' and '%s': MARKET says which", s->market,
			     s->other);
	} else {
		if (cancel_all || !expect_none)
			plan(f, s, cycle->ts_ms);
		if (expect_none)
			prove_none(f, s);
	}
	*s = (struct seen){ .market = NULL };
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "order-diff",
	.operands = "[file ...]",
	.opts = options,
	.conf = true,
	.dump_records = dump_records,
};

int main(int argc, char **argv)
{
	static const struct stage stage = {
		.uses = uses,
		.take = take,
		.close = close_frame,
	};
	int first = opt_parse(&prog, argc, argv);
	const struct frame_options frames = { .files = argv + first,
					      .now_ms = now_ms };
	struct seen seen = { .market = NULL };

	diff_conf_read(&conf);
	return (int)frame_run(&stage, &frames, &seen);
}
