/* mm-submit - the one program that sends transactions; see mm-submit(1).
 *
 *          in:  signed_tx, action, market, oo
 *          out: receipt, event
 * pending: out: lane, nonce, pending, receipt, event
 * repair:  out: action
 */
#include "base/conf.h"
#include "base/err.h"
#include "base/opt.h"
#include "data/rec_lane.h"
#include "data/rec_nonce.h"
#include "mm-submit/attempt.h"
#include "mm-submit/chain.h"
#include "mm-submit/tell.h"
#include "mm-submit/verbs.h"
#include "mm-submit/way.h"

static const char *via; /* --via, or SUBMIT_VIA */
static bool live;
static int64_t wait_ms = WAIT_DEFAULT_MS;
static int64_t now_ms = REC_NONE_INT;

/* clang-format off */
#define WAIT_OPTION \
	OPT_INT_(0, "wait-ms", &wait_ms, "<ms>", 0, 3600000, \
		 "wait this long for outcomes (default 180000)")
#define NOW_OPTION \
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1, \
		 "let end of file close the frame, at this time")

static const struct opt submit_options[] = {
	OPT_STR_(0, "via", &via, "<way>", "way to the chain (default SUBMIT_VIA)"),
	OPT_FLAG_(0, "live", &live, "send; else only let a node simulate"),
	WAIT_OPTION,
	NOW_OPTION,
	OPT_END_,
};

static const struct opt resume_options[] = { WAIT_OPTION, OPT_END_ };
static const struct opt frame_options_[] = { NOW_OPTION, OPT_END_ };
/* clang-format on */

/* Of all verbs together. */
static const struct rec_use uses[] = {
	{ REC_EATS, &rec_signed_tx_type },
	{ REC_READS, &rec_action_type },
	{ REC_READS, &rec_market_type },
	{ REC_READS, &rec_oo_type },
	{ REC_MAKES, &rec_lane_type },
	{ REC_MAKES, &rec_pending_type },
	{ REC_MAKES, &rec_receipt_type },
	{ REC_MAKES, &rec_event_type },
	{ REC_MAKES, &rec_nonce_type },
	{ REC_MAKES, &rec_action_type },
	{ 0, NULL },
};

static void dump_records(void)
{
	uses_dump(uses, true);
}

static int run_submit(int n, char **files)
{
	struct submit_options o = {
		.live = live,
		.wait_ms = wait_ms,
		.now_ms = now_ms,
		.files = files,
	};

	(void)n;
	if (!via)
		via = conf_text("SUBMIT_VIA");
	o.via = way_find(chain_of_venue(), via);
	if (live && o.via->shown && !conf_bool("ALLOW_PUBLIC"))
		mm_die(MM_USAGE,
		       "--via %s shows every transaction to others "
		       "before it lands: ALLOW_PUBLIC=1 allows it",
		       via);
	return submit_run(&o);
}

static int run_pending(int n, char **files)
{
	(void)n;
	return pending_run(files, now_ms);
}

static int run_repair(int n, char **files)
{
	(void)n;
	return repair_run(files, now_ms);
}

static int run_resume(int n, char **operands)
{
	(void)n, (void)operands;
	return resume_run(wait_ms);
}

static int run_list(int n, char **operands)
{
	(void)n, (void)operands;
	return list_run();
}

/* clang-format off */
static const struct opt_verb verbs[] = {
	{ "pending", "[file ...]", "look up what was sent, and show it",
	  frame_options_, run_pending, false },
	{ "resume", "", "look up what is not known until it is",
	  resume_options, run_resume, false },
	{ "repair", "[file ...]", "ask for what has to be done about it",
	  frame_options_, run_repair, false },
	{ "list", "", "print what is on its way", NULL, run_list, false },
	{ 0 },
};
/* clang-format on */

static const struct opt_prog prog = {
	.name = "mm-submit",
	.operands = "[file ...]",
	.verbs = verbs,
	.conf = true,
	.dump_records = dump_records,
	.run = run_submit,
	.run_opts = submit_options,
};

int main(int argc, char **argv)
{
	return opt_run_verb(&prog, argc, argv);
}
