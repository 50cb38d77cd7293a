/* stat-calc - statistics of prices, accounts, fills, tapes and pools; see
 * stat-calc(1). */
#include "base/clock.h"
#include "base/conf.h"
#include "base/opt.h"
#include "data/frame.h"
#include "data/rec_equity.h"
#include "data/rec_event.h"
#include "data/rec_fill.h"
#include "data/rec_market.h"
#include "data/rec_pool_span.h"
#include "data/rec_price.h"
#include "data/rec_removed.h"
#include "data/rec_stats.h"
#include "data/rec_swap.h"
#include "data/rec_swaps.h"
#include "data/rec_trade.h"
#include "data/rec_wallet.h"
#include "stat-calc/job.h"
#include "stat-calc/pool.h"
#include "stat-calc/swaps.h"

#include <string.h>

static const char *series = "auto";
static struct job job = {
	.every_ms = DAY_MS,
	.wash_window_ms = 10000,
	.from_ms = INT64_MIN,
	.to_ms = INT64_MAX,
	.confidence_bps = 9500,
	.flow_bps = 100,
	.resamples = 1000,
	.market = -1,
	.equity_quote = -1,
	.newest_ms = INT64_MIN,
};

static const struct opt options[] = {
	OPT_DURATION_('e', "every", &job.every_ms, "<time>",
		      "distance of samples (1d)"),
	OPT_STR_('s', "series", &series, "<name>",
		 "equity, trade or price; auto: the first there is"),
	OPT_STR_('q', "quote", &job.quote, "<asset>",
		 "value accounts in this asset (the market's quote)"),
	OPT_INT_('r', "risk-free-bps", &job.risk_free_bps, "<n>", -10000, 10000,
		 "riskless rate a year (0)"),
	OPT_INT_('a', "confidence-bps", &job.confidence_bps, "<n>", 1, 9999,
		 "confidence of VaR and ES (9500)"),
	OPT_INT_('b', "resamples", &job.resamples, "<n>", 0, 100000,
		 "resamples behind the intervals (1000); 0: none"),
	OPT_INT_('f', "flow-bps", &job.flow_bps, "<n>", 1, 10000,
		 "unexplained change that is a deposit or withdrawal (100)"),
	OPT_DURATION_('w', "wash-window", &job.wash_window_ms, "<time>",
		      "how close prints that bounce are (10s)"),
	OPT_INT_(0, "from-ms", &job.from_ms, "<ms>", INT64_MIN, INT64_MAX,
		 "leave out what is older"),
	OPT_INT_(0, "to-ms", &job.to_ms, "<ms>", INT64_MIN, INT64_MAX,
		 "leave out what is not older"),
	OPT_STR_('S', "store", &job.store, "<file>",
		 "read this store too; without a file operand, it alone"),
	OPT_FLAG_('k', "keep-going", &job.keep_going,
		  "skip bad records and exit 3"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_market_type },
	{ REC_EATS, &rec_price_type },
	{ REC_EATS, &rec_trade_type },
	{ REC_EATS, &rec_fill_type },
	{ REC_EATS, &rec_wallet_type },
	{ REC_READS, &rec_equity_type },
	{ REC_MAKES, &rec_equity_type },
	{ REC_MAKES, &rec_stats_type },
	{ 0, NULL },
};

/* Of all verbs together. */
static const struct rec_use all_uses[] = {
	{ REC_EATS, &rec_market_type },     { REC_EATS, &rec_price_type },
	{ REC_EATS, &rec_trade_type },      { REC_EATS, &rec_fill_type },
	{ REC_EATS, &rec_wallet_type },     { REC_EATS, &rec_event_type },
	{ REC_EATS, &rec_removed_type },    { REC_READS, &rec_equity_type },
	{ REC_MAKES, &rec_equity_type },    { REC_MAKES, &rec_stats_type },
	{ REC_MAKES, &rec_swap_type },      { REC_MAKES, &rec_swaps_type },
	{ REC_MAKES, &rec_pool_span_type }, { 0, NULL },
};

static void dump_records(void)
{
	uses_dump(all_uses, false);
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	bool good = gather(f, type, rec);

	arena_reset(&f->arena); /* nothing of a line is kept there */
	return good;
}

static void finish(struct frame *f)
{
	struct rec_stats stats = { .strategy = job.strategy };

	if ((job.store && !stored(f)) || job.newest_ms == INT64_MIN)
		return;
	stats.ts_ms = job.newest_ms;
	gather_settle(&job);
	account_run(f, &stats.exposure);
	returns_part(&stats.returns, &job);
	fills_part(&stats.fills, &job);
	tape_part(&stats.tape, &job);
	if (job.quote_asset >= 0)
		stats.quote = job.assets.v[job.quote_asset];
	frame_emit(f, &rec_stats_type, &stats);
}

static int stats_run(int n, char **files)
{
	static const struct stage stage = {
		.uses = uses,
		.take = take,
		.finish = finish,
	};
	static char *none[] = { (char *)"/dev/null", NULL };
	struct frame_options frame = { .files = job.store && !n ? none : files,
				       .keep_going = job.keep_going,
				       .now_ms = REC_NONE_INT };
	enum mm_exit code;

	if (strcmp(series, "auto") != 0)
		job.series = series;
	if (job.series && strcmp(series, "equity") != 0 &&
	    strcmp(series, "trade") != 0 && strcmp(series, "price") != 0)
		mm_die(MM_USAGE,
		       "--series: '%.40s' is not auto, equity, trade "
		       "or price",
		       series);
	if (job.every_ms <= 0)
		mm_die(MM_USAGE, "--every: not above 0");
	job.only_market = conf_text("MARKET");
	job.strategy = conf_int("STRATEGY_ID");
	wash_init(&job.tape.wash, job.wash_window_ms);
	code = frame_run(&stage, &frame, &job);
	gather_free(&job);
	return (int)code;
}

/* clang-format off */
static const struct opt_verb verbs[] = {
	{ "swaps", "[file ...]", "what the swaps in pools of Uniswap came to",
	  swaps_options, swaps_run, false },
	{ "pool", "[file ...]", "volatility, fees and time in range of pools, by window",
	  pool_options, pool_run, false },
	{ 0 },
};
/* clang-format on */

static const struct opt_prog prog = {
	.name = "stat-calc",
	.operands = "[file ...]",
	.verbs = verbs,
	.conf = true,
	.dump_records = dump_records,
	.run = stats_run,
	.run_opts = options,
};

int main(int argc, char **argv)
{
	return opt_run_verb(&prog, argc, argv);
}
