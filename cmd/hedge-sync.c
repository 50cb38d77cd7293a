/* hedge-sync - positions at exchanges of futures as the liquidity needs them; see
 * hedge-sync(1).
 *
 *       in:  il, holding, hedge (the last)
 *       out: venue_account, venue_position, instrument, funding, hedge, sync, fill,
 *            alert
 */
#include "base/conf.h"
#include "base/err.h"
#include "base/opt.h"
#include "data/frame.h"
#include "data/rec_alert.h"
#include "data/rec_fill.h"
#include "data/rec_funding.h"
#include "data/rec_hedge.h"
#include "data/rec_hedge_report.h"
#include "data/rec_holding.h"
#include "data/rec_il.h"
#include "data/rec_instrument.h"
#include "data/rec_sync.h"
#include "data/rec_venue_account.h"
#include "data/rec_venue_position.h"
#include "hedge-sync/report.h"
#include "hedge-sync/verbs.h"

static struct rotate_options rotate = { .master_fd = -1 };
static struct sync_options sync = { .now_ms = REC_NONE_INT };

/* clang-format off */
#define NOW_OPTION \
	OPT_INT_(0, "now-ms", &sync.now_ms, "<ms>", 0, REC_INT_MAX - 1, \
		 "let end of file close the frame, at this time")

#define RIGHTS_OPTION \
	OPT_FLAG_(0, "any-rights", &sync.any_rights, \
		  "go on with a key that may withdraw or transfer")

#define AGAIN_OPTION \
	OPT_STR_(0, "again", &sync.again, "<what>", \
		 "take an exchange:symbol, or the positions, once more")

static const struct opt sync_options[] = {
	OPT_FLAG_(0, "live", &sync.live, "send orders; else only print the plan"),
	OPT_FLAG_(0, "adopt", &sync.adopt,
		  "take over what is there: the frame's positions, the accounts'"),
	OPT_FLAG_(0, "baseline", &sync.baseline,
		  "leave what is in the accounts alone, and hedge on top of it"),
	AGAIN_OPTION,
	RIGHTS_OPTION,
	NOW_OPTION,
	OPT_END_,
};

static const struct opt plan_options[] = {
	OPT_FLAG_(0, "adopt", &sync.adopt,
		  "the positions of the frame are those to cover"),
	AGAIN_OPTION,
	NOW_OPTION,
	OPT_END_,
};

static int64_t wait_ms = 60000;

static const struct opt resume_options[] = {
	OPT_INT_(0, "wait-ms", &wait_ms, "<ms>", 0, INT64_C(86400000),
		 "how long an outcome is waited for (default 60000)"),
	OPT_END_,
};

static const struct opt close_options[] = {
	OPT_FLAG_(0, "live", &sync.live, "send orders; else only print which"),
	OPT_END_,
};

static const struct opt setup_options[] = {
	OPT_FLAG_(0, "live", &sync.live, "set them; else only print which"),
	OPT_END_,
};

static const struct opt frame_options_[] = { NOW_OPTION, OPT_END_ };
static const struct opt doctor_options[] = { RIGHTS_OPTION, OPT_END_ };

static const struct opt rotate_options_[] = {
	OPT_FLAG_(0, "live", &rotate.live,
		  "make and revoke keys; else only list them"),
	OPT_STR_(0, "venue", &rotate.venue, "<exchange>",
		 "whose key it is: binance or bybit"),
	OPT_STR_(0, "account", &rotate.account, "<name>",
		 "the sub-account: an e-mail address, or a number"),
	OPT_INT_(0, "master-fd", &rotate.master_fd, "<n>", 0, 1023,
		 "read the key of the master account from this descriptor"),
	OPT_END_,
};
/* clang-format on */

/* Of all verbs together. */
static const struct rec_use uses[] = {
	{ REC_READS, &rec_il_type },
	{ REC_READS, &rec_holding_type },
	{ REC_READS, &rec_funding_type },
	{ REC_READS, &rec_fill_type },
	{ REC_EATS, &rec_hedge_type },
	{ REC_READS, &rec_venue_account_type },
	{ REC_READS, &rec_venue_position_type },
	{ REC_READS, &rec_instrument_type },
	{ REC_MAKES, &rec_hedge_type },
	{ REC_MAKES, &rec_hedge_report_type },
	{ REC_MAKES, &rec_sync_type },
	{ REC_MAKES, &rec_alert_type },
	{ REC_MAKES, &rec_venue_account_type },
	{ REC_MAKES, &rec_venue_position_type },
	{ REC_MAKES, &rec_instrument_type },
	{ REC_MAKES, &rec_funding_type },
	{ REC_MAKES, &rec_fill_type },
	{ 0, NULL },
};

static void dump_records(void)
{
	uses_dump(uses, true);
}

static void need_venues(void)
{
	if (!conf_isset("HEDGE_VENUES"))
		mm_die(MM_USAGE, "HEDGE_VENUES names no exchange");
}

static int run_sync(int n, char **files)
{
	(void)n;
	need_venues();
	if (sync.adopt && sync.baseline)
		mm_die(MM_USAGE, "--adopt and --baseline: one of them");
	if (sync.again && !sync.adopt && !sync.baseline)
		mm_die(MM_USAGE, "--again: with --adopt or --baseline");
	sync.files = files;
	return sync_run(&sync);
}

static int run_plan(int n, char **files)
{
	(void)n;
	sync.files = files;
	return plan_run(&sync);
}

static int run_read(int n, char **files)
{
	(void)n;
	need_venues();
	return read_run(files, sync.now_ms);
}

static int run_resume(int n, char **operands)
{
	(void)n, (void)operands;
	need_venues();
	return resume_run(wait_ms);
}

static int run_list(int n, char **operands)
{
	(void)n, (void)operands;
	return list_run();
}

static int run_close(int n, char **operands)
{
	(void)n, (void)operands;
	need_venues();
	return close_run(&sync);
}

static int run_setup(int n, char **operands)
{
	(void)n, (void)operands;
	need_venues();
	return setup_run(&sync);
}

static int run_clear(int n, char **operands)
{
	(void)n, (void)operands;
	return clear_run();
}

static int run_doctor(int n, char **operands)
{
	(void)operands;
	if (n)
		mm_die(MM_USAGE, "doctor: takes no operand");
	need_venues();
	return doctor_run(sync.any_rights);
}

static int run_rotate(int n, char **operands)
{
	(void)operands;
	if (n)
		mm_die(MM_USAGE, "rotate: takes no operand");
	need_venues();
	return rotate_run(&rotate);
}

/* Each verb stands in a file of its own in hedge-sync/. */
/* clang-format off */
static const struct opt_verb verbs[] = {
	{ "plan", "[file ...]", "what the records of a frame ask for; opens no socket",
	  plan_options, run_plan, false },
	{ "read", "[file ...]", "read what the accounts hold, and nothing else",
	  frame_options_, run_read, false },
	{ "resume", "", "look up what is not known until it is",
	  resume_options, run_resume, false },
	{ "list", "", "print the orders that are open", NULL, run_list, false },
	{ "close", "", "close every hedge, and prove it", close_options,
	  run_close, false },
	{ "setup", "", "set leverage and margin type as configured",
	  setup_options, run_setup, false },
	{ "clear", "", "let accounts trade again that lost MAX_DRAWDOWN", NULL,
	  run_clear, false },
	{ "doctor", "", "whether keys, clocks and accounts are fit to hedge with",
	  doctor_options, run_doctor, false },
	{ "rotate", "", "a new API key in the place of the old one",
	  rotate_options_, run_rotate, false },
	{ "report", "[file ...]", "how good the hedge was, from the store",
	  report_options, report_run, false },
	{ 0 },
};
/* clang-format on */

static const struct opt_prog prog = {
	.name = "hedge-sync",
	.operands = "[file ...]",
	.verbs = verbs,
	.conf = true,
	.dump_records = dump_records,
	.run = run_sync,
	.run_opts = sync_options,
};

int main(int argc, char **argv)
{
	return opt_run_verb(&prog, argc, argv);
}
