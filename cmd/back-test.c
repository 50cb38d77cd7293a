/* back-test - the strategy over a recorded tape, in one process; see
 * back-test(1).
 *
 * in:  trade and book records of one market, from files; of lp: pool, event, chain
 * out: fill, equity, grid, order, backtest; of lp: equity, position, il, range, action,
 *      backtest_lp
 */
#include "back-test/lp.h"
#include "back-test/run.h"
#include "back-test/sweep.h"
#include "base/opt.h"
#include "data/frame.h"
#include "data/rec_action.h"
#include "data/rec_backtest_lp.h"
#include "data/rec_book.h"
#include "data/rec_chain.h"
#include "data/rec_equity.h"
#include "data/rec_event.h"
#include "data/rec_fill.h"
#include "data/rec_grid.h"
#include "data/rec_il.h"
#include "data/rec_order.h"
#include "data/rec_position.h"
#include "data/rec_range.h"
#include "data/rec_removed.h"
#include "data/rec_trade.h"

#include <unistd.h>

#define HOUR_MS  INT64_C(3600000)
#define JOBS_MAX 1024

static struct run_options run_over = { .from_ms = REC_NONE_INT,
				       .to_ms = REC_NONE_INT,
				       .step_ms = HOUR_MS };
static struct opt_list sweeps;
static int64_t jobs;
static bool quiet, records;

static const struct opt options[] = {
	OPT_FLAG_('k', "keep-going", &run_over.keep_going,
		  "skip bad lines, exit 3"),
	OPT_STR_('t', "tape", &run_over.tape, "<file>",
		 "the recorded market, instead of the key PAPER_TAPE"),
	OPT_STR_(0, "history", &run_over.history, "<file>",
		 "its prints from before the tape"),
	OPT_INT_(0, "from-ms", &run_over.from_ms, "<ms>", 1, REC_INT_MAX - 1,
		 "the first frame"),
	OPT_INT_(0, "to-ms", &run_over.to_ms, "<ms>", 1, REC_INT_MAX - 1,
		 "no frame after this"),
	OPT_DURATION_(0, "step", &run_over.step_ms, "<time>",
		      "time from frame to frame (default 1h)"),
	OPT_FLAG_('q', "quiet", &quiet, "no fills"),
	OPT_FLAG_(0, "equity", &run_over.equity,
		  "what the wallets are worth, each frame"),
	OPT_FLAG_(0, "grid", &run_over.grid, "each frame's grid and orders"),
	OPT_LIST_(0, "sweep", &sweeps, "<key=value,...>",
		  "run with each of these values"),
	OPT_INT_('j', "jobs", &jobs, "<n>", 1, JOBS_MAX,
		 "runs of a sweep at a time (default one a processor)"),
	OPT_FLAG_(0, "records", &records,
		  "a sweep's backtest records, not a table"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_trade_type },
	{ REC_EATS, &rec_book_type },
	{ REC_MAKES, &rec_fill_type },
	{ REC_MAKES, &rec_equity_type },
	{ REC_MAKES, &rec_grid_type },
	{ REC_MAKES, &rec_order_type },
	{ REC_MAKES, &rec_backtest_type },
	{ REC_EATS, &rec_event_type },
	{ REC_EATS, &rec_removed_type },
	{ REC_EATS, &rec_chain_type },
	{ REC_EATS, &rec_pool_type },
	{ REC_MAKES, &rec_range_type },
	{ REC_MAKES, &rec_action_type },
	{ REC_MAKES, &rec_position_type },
	{ REC_MAKES, &rec_il_type },
	{ REC_MAKES, &rec_backtest_lp_type },
	{ 0, NULL },
};

static void dump_records(void)
{
	uses_dump(uses, false);
}

static void check_usage(int n_operands)
{
	if (n_operands)
		mm_die(MM_USAGE, "an operand: the tape is given with --tape");
	if (run_over.step_ms < 1)
		mm_die(MM_USAGE, "--step: not above 0");
	if (run_over.to_ms != REC_NONE_INT && run_over.from_ms > run_over.to_ms)
		mm_die(MM_USAGE, "--to-ms is before --from-ms");
	if (!sweeps.n && (records || jobs))
		mm_die(MM_USAGE, "--records and --jobs are for --sweep");
	if (sweeps.n && (run_over.equity || run_over.grid))
		mm_die(MM_USAGE, "--equity and --grid are not for --sweep");
}

static enum mm_exit run_whole(const void *o, struct out *out)
{
	struct arena mem = { .limit = 0 };
	struct rec_backtest result;
	enum mm_exit code = run(o, out, &result, &mem);

	if (code == MM_OK || code == MM_PARTIAL || code == MM_REFUSED)
		rec_write(out, &rec_backtest_type, &result);
	arena_free(&mem);
	return code;
}

static enum mm_exit run_once(void)
{
	struct out out;
	enum mm_exit code;

	run_over.fills = !quiet;
	out_open(&out, STDOUT_FILENO);
	code = run_whole(&run_over, &out);
	out_close(&out);
	return code;
}

/* ---- a sweep ---- */

TABLE_CELL(vs_hold, money, rec_backtest, r->pnl_vs_hold)
TABLE_CELL(pnl, money, rec_backtest, r->pnl)
TABLE_CELL(drawdown, percent, rec_backtest, r->max_drawdown_ratio)
TABLE_CELL(fees, money, rec_backtest, r->fees)
TABLE_CELL(fills, number, rec_backtest, r->n_fills)
TABLE_CELL(base_end, money, rec_backtest, r->base_end)
TABLE_CELL(placed, number, rec_backtest, r->n_placed)
TABLE_CELL(replaced, number, rec_backtest, r->n_replaced)
TABLE_CELL(cancelled, number, rec_backtest, r->n_cancelled)
TABLE_CELL(kept, number, rec_backtest, r->n_kept)
TABLE_CELL(pulled, percent, rec_backtest,
	   (double)r->n_pulls / (double)r->n_frames)

static const struct table_column columns[] = {
	{ "pnl_vs_hold", vs_hold }, { "pnl", pnl },
	{ "drawdown_%", drawdown }, { "fees", fees },
	{ "fills", fills },         { "base", base_end },
	{ "placed", placed },       { "replaced", replaced },
	{ "cancelled", cancelled }, { "kept", kept },
	{ "pulled_%", pulled },     { NULL, NULL },
};

static int market_main(int n_operands, char **operands)
{
	static const struct sweep_work work = {
		.run = run_whole,
		.o = &run_over,
		.result = &rec_backtest_type,
		.columns = columns,
	};

	(void)operands;
	check_usage(n_operands);
	if (!sweeps.n)
		return (int)run_once();
	if (!jobs)
		jobs = sysconf(_SC_NPROCESSORS_ONLN);
	return (int)sweep(&work, &sweeps, jobs > 0 ? (int)jobs : 1, records);
}

/* clang-format off */
static const struct opt_verb verbs[] = {
	{ "lp", "pool.jsonl tape.jsonl", "range-roll over the recorded swaps of a pool",
	  lp_options, lp_main, false },
	{ 0 },
};
/* clang-format on */

static const struct opt_prog prog = {
	.name = "back-test",
	.operands = "",
	.verbs = verbs,
	.conf = true,
	.dump_records = dump_records,
	.run = market_main,
	.run_opts = options,
};

int main(int argc, char **argv)
{
	return opt_run_verb(&prog, argc, argv);
}
