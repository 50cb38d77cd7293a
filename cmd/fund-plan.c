/* fund-plan - what the treasury does with its SOL and USDC; see fund-plan(1).
 *
 * in:  price, pivot, book, wallet, pending; fund (the last one, eaten)
 * out: fund, action (swap, wrap, transfer), refusal
 */
#include "base/conf.h"
#include "base/opt.h"
#include "data/frame.h"
#include "data/rec_action.h"
#include "data/rec_fund.h"
#include "data/rec_pending.h"
#include "data/rec_price.h"
#include "fund-plan/plan.h"

#include <string.h>

static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_fund_type },
	{ REC_READS, &rec_price_type },
	{ REC_READS, &rec_pivot_type },
	{ REC_READS, &rec_book_type },
	{ REC_READS, &rec_wallet_type },
	{ REC_READS, &rec_pending_type },
	{ REC_MAKES, &rec_fund_type },
	{ REC_MAKES, &rec_action_type },
	{ 0, NULL },
};

/* MARKET, or any where the configuration names none. */
static bool ours(const char *market)
{
	return !conf_isset("MARKET") || conf_is("MARKET", market);
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct seen *s = f->ctx;

	if (type == &rec_fund_type) {
		s->last = rec_copy(&f->arena, type, rec);
	} else if (type == &rec_price_type) {
		const struct rec_price *r = rec;

		if (conf_is("FUND_PAIR", r->pair))
			s->sol_usd = rec_copy(&f->arena, type, r);
	} else if (type == &rec_pivot_type) {
		const struct rec_pivot *r = rec;

		if (ours(r->market))
			s->pivot = rec_copy(&f->arena, type, r);
	} else if (type == &rec_book_type) {
		const struct rec_book *r = rec;

		if (ours(r->market))
			s->book = rec_copy(&f->arena, type, r);
	} else if (type == &rec_pending_type) {
		const struct rec_pending *r = rec;

		s->in_flight |= r->state != PENDING_DONE &&
				!strncmp(r->lane, "solana:", 7);
	} else if (!purse_add(&s->purse, &f->arena, rec,
			      conf_dec("FEE_RESERVE_SOL"))) {
		frame_bad(f, "wallet: a balance is out of range");
		return false;
	}
	return true;
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct seen *s = f->ctx;

	plan_frame(f, s, cycle->ts_ms);
	*s = (struct seen){ .last = NULL };
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "fund-plan",
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
	struct seen seen = { .last = NULL };

	return (int)frame_run(&stage, &frames, &seen);
}
