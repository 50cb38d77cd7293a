#include "lp.h"

#include "lp_run.h"
#include "sweep.h"

#include <string.h>
#include <unistd.h>

#define MINUTE_MS     INT64_C(60000)
#define BLOCK_MS      INT64_C(12000)
#define JOBS_MAX      1024
#define GWEI_DECIMALS 9

static struct lp_run_options over = { .from_ms = REC_NONE_INT,
				      .to_ms = REC_NONE_INT,
				      .step_ms = MINUTE_MS,
				      .latency_ms = BLOCK_MS };
static const char *gas_gwei;
static struct opt_list sweeps;
static int64_t jobs;
static bool records;

const struct opt lp_options[] = {
	OPT_FLAG_('k', "keep-going", &over.keep_going,
		  "skip bad lines, exit 3"),
	OPT_STR_('g', "gas-gwei", &gas_gwei, "<gwei>",
		 "base fee, instead of the tape's chain records"),
	OPT_INT_(0, "from-ms", &over.from_ms, "<ms>", 1, REC_INT_MAX - 1,
		 "the first frame"),
	OPT_INT_(0, "to-ms", &over.to_ms, "<ms>", 1, REC_INT_MAX - 1,
		 "no frame after this"),
	OPT_DURATION_(0, "step", &over.step_ms, "<time>",
		      "time from frame to frame (default 1m)"),
	OPT_DURATION_(0, "latency", &over.latency_ms, "<time>",
		      "time from a frame to the chain (default 12s)"),
	OPT_FLAG_(0, "equity", &over.equity,
		  "what everything is worth, each frame"),
	OPT_FLAG_(0, "positions", &over.positions,
		  "each frame's position, il, range and actions"),
	OPT_LIST_(0, "sweep", &sweeps, "<key=value,...>",
		  "run with each of these values"),
	OPT_INT_('j', "jobs", &jobs, "<n>", 1, JOBS_MAX,
		 "runs of a sweep at a time (default one a processor)"),
	OPT_FLAG_(0, "records", &records,
		  "a sweep's backtest_lp records, not a table"),
	OPT_END_,
};

TABLE_CELL(vs_hold, money, rec_backtest_lp, r->pnl_vs_hold)
TABLE_CELL(vs_full, money, rec_backtest_lp, r->pnl_vs_full)
TABLE_CELL(pnl, money, rec_backtest_lp, r->pnl)
TABLE_CELL(gained, percent, rec_backtest_lp, r->return_ratio)
TABLE_CELL(drawdown, percent, rec_backtest_lp, r->max_drawdown_ratio)
TABLE_CELL(sharpe, real, rec_backtest_lp, r->sharpe)
TABLE_CELL(fees, money, rec_backtest_lp, r->fees)
TABLE_CELL(il, money, rec_backtest_lp, r->il_amount)
TABLE_CELL(gas, money, rec_backtest_lp, r->gas)
TABLE_CELL(rolls, number, rec_backtest_lp, r->n_rolls)
TABLE_CELL(in_range, percent, rec_backtest_lp, r->in_range_ratio)

static const struct table_column columns[] = {
	{ "pnl_vs_hold", vs_hold },
	{ "pnl_vs_full", vs_full },
	{ "pnl", pnl },
	{ "return_%", gained },
	{ "drawdown_%", drawdown },
	{ "sharpe", sharpe },
	{ "fees", fees },
	{ "il", il },
	{ "gas", gas },
	{ "rolls", rolls },
	{ "in_range_%", in_range },
	{ NULL, NULL },
};

static struct dec wei_of(const char *gwei)
{
	struct dec d;

	if (!gwei)
		return DEC_NONE;
	if (dec_parse(&d, gwei, strlen(gwei)) || dec_sign(d) < 0 ||
	    d.scale > GWEI_DECIMALS || dec_mul(&d, d, dec_make(1000000000, 0)))
		mm_die(MM_USAGE, "--gas-gwei: '%s' is no price of gas", gwei);
	return d;
}

static void check_usage(int n, char **operands)
{
	if (n != 2)
		mm_die(MM_USAGE, "two operands: the file of the pool and the "
				 "tape");
	over.pool = operands[0];
	over.tape = operands[1];
	over.gas_wei = wei_of(gas_gwei);
	if (over.step_ms < 1000)
		mm_die(MM_USAGE, "--step: less than a second");
	if (over.to_ms != REC_NONE_INT && over.from_ms > over.to_ms)
		mm_die(MM_USAGE, "--to-ms is before --from-ms");
	if (!sweeps.n && (records || jobs))
		mm_die(MM_USAGE, "--records and --jobs are for --sweep");
	if (sweeps.n && (over.equity || over.positions))
		mm_die(MM_USAGE, "--equity and --positions are not for "
				 "--sweep");
}

static enum mm_exit run_one(const void *o, struct out *out)
{
	return lp_run(o, out);
}

int lp_main(int n_operands, char **operands)
{
	static const struct sweep_work work = {
		.run = run_one,
		.o = &over,
		.result = &rec_backtest_lp_type,
		.columns = columns,
	};
	struct out out;
	enum mm_exit code;

	check_usage(n_operands, operands);
	if (sweeps.n) {
		if (!jobs)
			jobs = sysconf(_SC_NPROCESSORS_ONLN);
		return (int)sweep(&work, &sweeps, jobs > 0 ? (int)jobs : 1,
				  records);
	}
	out_open(&out, STDOUT_FILENO);
	code = lp_run(&over, &out);
	out_close(&out);
	return (int)code;
}
