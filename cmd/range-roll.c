/* range-roll - where the ranges of liquidity should be, and the next step to get them
 * there; see range-roll(1).
 *
 * in:  chain, price, pool, pool_ticks, position, closed, il, holding, pending, wallet,
 *      capital; range (the last ones, eaten)
 * out: range, action (burn, decrease, wrap, unwrap, approve, swap, mint, increase),
 *      refusal
 */
#include "base/conf.h"
#include "base/opt.h"
#include "data/frame.h"
#include "data/rec_action.h"
#include "data/roll_plan.h"
#include "io/kill.h"

static bool exit_all;
static bool any_price;
static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_FLAG_(0, "exit-all", &exit_all,
		  "withdraw every position, and do nothing else"),
	OPT_FLAG_(0, "at-any-price", &any_price,
		  "with --exit-all: though nothing confirms the price"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_range_type },
	{ REC_READS, &rec_chain_type },
	{ REC_READS, &rec_price_type },
	{ REC_READS, &rec_pool_type },
	{ REC_READS, &rec_pool_ticks_type },
	{ REC_READS, &rec_position_type },
	{ REC_READS, &rec_closed_type },
	{ REC_READS, &rec_il_type },
	{ REC_READS, &rec_holding_type },
	{ REC_READS, &rec_pending_type },
	{ REC_READS, &rec_wallet_type },
	{ REC_READS, &rec_capital_type },
	{ REC_MAKES, &rec_range_type },
	{ REC_MAKES, &rec_action_type },
	{ 0, NULL },
};

struct program {
	struct roll_knobs knobs;
	struct roll_seen seen;
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct program *p = f->ctx;

	roll_seen_add(&p->seen, &f->arena, type, rec, p->knobs.evm.chain_id);
	return true;
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct program *p = f->ctx;
	char reason[KILL_REASON_SZ];

	roll_plan(f, &p->seen, &p->knobs, kill_switch(reason), cycle->ts_ms);
	p->seen = (struct roll_seen){ .chain = NULL };
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "range-roll",
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
	struct arena memory = { .head = NULL };
	struct program p = { .seen = { .chain = NULL } };
	enum mm_exit code;

	roll_knobs_read(&p.knobs, &memory);
	p.knobs.panic = exit_all;
	p.knobs.any_price = exit_all && any_price;
	code = frame_run(&stage, &frames, &p);
	arena_free(&memory);
	return (int)code;
}
