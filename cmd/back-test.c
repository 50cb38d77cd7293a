/* back-test - the strategy over a recorded tape, in one process; see
 * back-test(1).
 *
 * in:  trade and book records of one market, from files
 * out: fill, equity, grid, order, backtest
 */
#include "back-test/run.h"
#include "back-test/sweep.h"
#include "base/opt.h"
#include "data/frame.h"
#include "data/rec_book.h"
#include "data/rec_equity.h"
#include "data/rec_fill.h"
#include "data/rec_grid.h"
#include "data/rec_order.h"
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
	{ REC_EATS, &rec_trade_type },     { REC_EATS, &rec_book_type },
	{ REC_MAKES, &rec_fill_type },     { REC_MAKES, &rec_equity_type },
	{ REC_MAKES, &rec_grid_type },     { REC_MAKES, &rec_order_type },
	{ REC_MAKES, &rec_backtest_type }, { 0, NULL },
};

static void dump_records(void)
{
	uses_dump(uses, false);
}

static const struct opt_prog prog = {
	.name = "back-test",
	.operands = "",
	.opts = options,
	.conf = true,
	.dump_records = dump_records,
};

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

static enum mm_exit run_once(void)
{
	struct arena mem = { .limit = 0 };
	struct rec_backtest result;
	struct out out;
	enum mm_exit code;

	run_over.fills = !quiet;
	out_open(&out, STDOUT_FILENO);
	code = run(&run_over, &out, &result, &mem);
	if (code == MM_OK || code == MM_PARTIAL || code == MM_REFUSED)
		rec_write(&out, &rec_backtest_type, &result);
	out_close(&out);
	arena_free(&mem);
	return code;
}

int main(int argc, char **argv)
{
	check_usage(argc - opt_parse(&prog, argc, argv));
	if (!sweeps.n)
		return (int)run_once();
	if (!jobs)
		jobs = sysconf(_SC_NPROCESSORS_ONLN);
	return (int)sweep(&run_over, &sweeps, jobs > 0 ? (int)jobs : 1,
			  records);
}
