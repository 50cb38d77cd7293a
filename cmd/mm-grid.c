/* mm-grid - rebuild, hold or pull the grid, and the orders it wants; see
 * mm-grid(1).
 *
 * in:  the last grid and its orders; market, lane, pending, book, wallet,
 *      open_order, pivot, supply of one market
 * out: grid, order, event GRID_REBUILD, alert, refusal
 */
#include "base/conf.h"
#include "base/opt.h"
#include "data/desk.h"
#include "data/frame.h"
#include "data/rec_alert.h"
#include "data/rec_event.h"
#include "data/rec_lane.h"
#include "data/rec_refusal.h"

#include <stdio.h>
#include <string.h>

#define INT_SZ 21 /* a 64-bit integer as text */

static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_grid_type },     { REC_EATS, &rec_order_type },
	{ REC_READS, &rec_market_type },  { REC_READS, &rec_lane_type },
	{ REC_READS, &rec_pending_type }, { REC_READS, &rec_book_type },
	{ REC_READS, &rec_wallet_type },  { REC_READS, &rec_open_order_type },
	{ REC_READS, &rec_pivot_type },   { REC_READS, &rec_supply_type },
	{ REC_READS, &rec_refusal_type }, { REC_MAKES, &rec_grid_type },
	{ REC_MAKES, &rec_order_type },   { REC_MAKES, &rec_event_type },
	{ REC_MAKES, &rec_alert_type },   { 0, NULL },
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	desk_take(f->ctx, &f->arena,
		  conf_isset("MARKET") ? conf_text("MARKET") : NULL, type, rec);
	return true;
}

/* A frame's decision, and all it was made from. */
struct decision {
	struct frame *f;
	const struct desk *desk;
	struct desk_frame in;
	struct grid_plan plan;
	struct rec_grid grid;
};

static const char *cause_of(const struct decision *d, const char *wallet)
{
	const char *market = d->desk->market;
	size_t n = strlen(market) + strlen(wallet) + sizeof("::") + INT_SZ;
	char *text = arena_alloc(&d->f->arena, n);

	snprintf(text, n, "%lld:%s:%s", (long long)d->grid.ts_ms, market,
		 wallet);
	return text;
}

/* GRID_REBUILD, once for every wallet that holds orders of the new grid. */
static void tell_rebuild(struct decision *d)
{
	const struct grid_plan *plan = &d->plan;
	size_t n = (size_t)d->in.input.n_wallets;
	bool *told = arena_alloc(&d->f->arena, n * sizeof(*told));

	for (size_t i = 0; i < plan->n_orders; i++) {
		int wallet = plan->orders[i].wallet;
		const char *name = d->in.wallets[wallet];
		struct rec_event e;

		rec_clear(&rec_event_type, &e);
		e.ts_ms = d->grid.ts_ms;
		e.name = "GRID_REBUILD";
		e.cause = cause_of(d, name);
		e.market = d->desk->market;
		e.wallet = name;
		e.trigger = d->grid.reason;
		e.pivot = d->grid.pivot;
		if (told[wallet])
			continue;
		told[wallet] = true;
		frame_emit(d->f, &rec_event_type, &e);
	}
	if (d->grid.no_wallet != REC_NONE_INT)
		mm_warn("warning: %lld levels found no wallet with the funds "
			"and a free place",
			(long long)d->grid.no_wallet);
}

/* Once, when the price leaves the channel. */
static void tell_out_of_channel(struct decision *d)
{
	const struct grid_last *last = &d->in.input.last;
	char price[DEC_STR_SZ], lower[DEC_STR_SZ], upper[DEC_STR_SZ];
	char text[3 * DEC_STR_SZ + 64];
	struct rec_alert alert = {
		.ts_ms = d->grid.ts_ms,
		.by = mm_prog,
		.name = d->grid.reason,
		.text = text,
		.severity = "warning",
		.market = d->desk->market,
	};

	if (last->exists && last->reason == GRID_OUT_OF_CHANNEL)
		return;
	dec_format(price, d->grid.price);
	dec_format(lower, d->grid.lower);
	dec_format(upper, d->grid.upper);
	snprintf(text, sizeof(text), "price %s is outside the channel %s - %s",
		 price, lower, upper);
	mm_warn("%s: %s", alert.name, text);
	frame_emit(d->f, &rec_alert_type, &alert);
}

/* What the grid needed and did not have. */
static void tell_lack(struct decision *d)
{
	enum grid_reason r = d->plan.reason;
	const char *why = d->in.why[r];

	if (r == GRID_CROSSED_BOOK)
		why = "the external book's best bid is not below its best ask";
	else if (r == GRID_BAD_INPUT)
		why = "a balance, price or width is out of range";
	if (why)
		frame_refuse(d->f, grid_reason_name(r), "%s", why);
}

static void decide(struct decision *d)
{
	struct frame *f = d->f;

	grid_decide(&f->arena, &d->plan, &d->in.conf.params, &d->in.input);
	d->grid = desk_grid(d->desk, &d->in, &d->plan);
	frame_emit(f, &rec_grid_type, &d->grid);
	for (size_t i = 0; i < d->plan.n_orders; i++) {
		struct rec_order o =
			desk_order(d->desk, &d->in, &d->plan.orders[i]);

		frame_emit(f, &rec_order_type, &o);
	}
	if (d->plan.decision == GRID_REBUILD)
		tell_rebuild(d);
	if (d->plan.reason == GRID_OUT_OF_CHANNEL)
		tell_out_of_channel(d);
	tell_lack(d);
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct desk *desk = f->ctx;
	struct decision d = { .f = f, .desk = desk };

	if (!desk->market && conf_isset("MARKET"))
		desk->market = conf_text("MARKET");
	if (desk->other) {
		frame_refuse(f, "many_markets",
			     "'%s' and '%s': MARKET says which", desk->market,
			     desk->other);
	} else if (!desk->market) {
		frame_refuse(f, "no_market", "no record of any market");
	} else {
		desk_input(&d.in, desk, &f->arena, cycle->ts_ms, cycle->signal);
		decide(&d);
	}
	*desk = (struct desk){ .market = NULL };
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "mm-grid",
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
	struct desk desk = { .market = NULL };

	return (int)frame_run(&stage, &frames, &desk);
}
