/* paper-trade - a venue with two ends, filled from a recorded tape; see
 * paper-trade(1).
 *
 * read:   in:  trade, fill (the last stored ones)
 *         out: market, lane, pending, receipt, book, trade, wallet, open_order,
 *              fill
 * submit: in:  action
 *         out: receipt
 */
#include "base/err.h"
#include "base/opt.h"
#include "data/frame.h"
#include "data/rec_action.h"
#include "data/rec_pending.h"
#include "data/rec_trade.h"
#include "paper-trade/venue.h"
#include "venue/paper_records.h"

#include <stdio.h>

static const char *tape; /* --tape of read   */
static bool live;        /* --live of submit */
static int64_t now_ms = REC_NONE_INT;

static const struct opt read_options[] = {
	OPT_STR_('t', "tape", &tape, "<file>", "the recorded market"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct opt submit_options[] = {
	OPT_FLAG_(0, "live", &live, "send; else only say what would become"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

/* Of both ends together. */
static const struct rec_use uses[] = {
	{ REC_READS, &rec_trade_type },
	{ REC_READS, &rec_fill_type },
	{ REC_READS, &rec_action_type },
	{ REC_MAKES, &rec_market_type },
	{ REC_MAKES, &rec_lane_type },
	{ REC_MAKES, &rec_pending_type },
	{ REC_MAKES, &rec_receipt_type },
	{ REC_MAKES, &rec_book_type },
	{ REC_MAKES, &rec_trade_type },
	{ REC_MAKES, &rec_wallet_type },
	{ REC_MAKES, &rec_open_order_type },
	{ REC_MAKES, &rec_fill_type },
	{ 0, NULL },
};

static void dump_records(void)
{
	uses_dump(uses, true);
}

static int run_read(int n, char **files)
{
	(void)n;
	if (!tape)
		mm_die(MM_USAGE, "read: --tape is needed");
	return paper_read(tape, files, now_ms);
}

static int run_submit(int n, char **files)
{
	(void)n;
	return paper_submit(live, files, now_ms);
}

/* A new venue, where there is none or, anew, in the place of one. */
static int make_venue(bool anew)
{
	char why[PAPER_WHY_SZ];
	struct venue v;
	enum db_err e;

	venue_conf(&v);
	venue_home();
	e = paper_conf_open(&v.conf, &v.db, false, why);
	if (e)
		mm_die(db_exit(e), "%s", why);
	e = paper_conf_create(&v.conf, v.db, anew);
	if (e == DB_CONFLICT)
		mm_die(MM_FAIL, "there is a venue already; a new one: "
				"paper-trade reset");
	if (e)
		mm_die(db_exit(e), "%s", paper_db_message(v.db));
	venue_close(&v);
	return MM_OK;
}

static int run_init(int n, char **operands)
{
	(void)n, (void)operands;
	return make_venue(false);
}

static int run_reset(int n, char **operands)
{
	(void)n, (void)operands;
	return make_venue(true);
}

/* clang-format off */
static const struct opt_verb verbs[] = {
	{ "read", "[file ...]", "take the tape up to each frame and tell the venue",
	  read_options, run_read, false },
	{ "submit", "[file ...]", "give the venue each frame's actions",
	  submit_options, run_submit, false },
	{ "init", "", "make the venue", NULL, run_init, false },
	{ "reset", "", "make it anew and forget the old one", NULL, run_reset,
	  false },
	{ 0 },
};
/* clang-format on */

static const struct opt_prog prog = {
	.name = "paper-trade",
	.operands = "<verb> ...",
	.verbs = verbs,
	.conf = true,
	.dump_records = dump_records,
};

int main(int argc, char **argv)
{
	return opt_run_verb(&prog, argc, argv);
}
