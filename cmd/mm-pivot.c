/* mm-pivot - the volume-weighted price a grid is built around; see mm-pivot(1).
 *
 * in:  trade, price
 * out: pivot {price, window, sums}, or the refusal no_history, stale_history,
 *      no_reference, stale_reference, out_of_range, store_unreadable
 */
#include "base/conf.h"
#include "base/err.h"
#include "base/opt.h"
#include "data/pivot_conf.h"
#include "data/rec_pivot.h"
#include "mm-pivot/pivot_cmd.h"

static struct settings settings = { .now_ms = REC_NONE_INT };
static struct frame_options run = { .now_ms = REC_NONE_INT };

static const struct opt options[] = {
	OPT_FLAG_('k', "keep-going", &run.keep_going,
		  "skip bad lines of a file, exit 3"),
	OPT_STR_('m', "market", &settings.market, "<name>",
		 "market, instead of the key MARKET"),
	OPT_INT_(0, "now-ms", &settings.now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "time of the pivot; end of file closes the frame"),
	OPT_STR_('s', "store", &settings.store, "<db>",
		 "work on frames, with the history of this store"),
	OPT_FLAG_(0, "make-seed", &settings.make_seed,
		  "print the SEED_ keys a trade file amounts to"),
	OPT_FLAG_(0, "explain", &settings.explain,
		  "show the sums on standard error"),
	OPT_END_,
};

/* A file's trades are eaten; what a pipe sees of mm-pivot is its frames. */
static void dump_records(void)
{
	uses_dump(frame_stage.uses, true);
}

static const struct opt_prog prog = {
	.name = "mm-pivot",
	.operands = "[file ...]",
	.opts = options,
	.conf = true,
	.dump_records = dump_records,
};

static void read_settings(struct settings *s)
{
	char why[PIVOT_WHY_SZ];

	if (!s->market && conf_isset("MARKET"))
		s->market = conf_text("MARKET");
	s->ref_pair = conf_text("REF_PAIR");
	s->window_days = conf_int("HISTORY_WINDOW_DAYS");
	s->future_ms = conf_int("FUTURE_SKEW_S") * 1000;
	pivot_conf_read(&s->rules);
	/* A seed that is to be made may be missing. */
	if (!s->make_seed && !pivot_conf_seed(&s->rules, why))
		mm_die(MM_USAGE, "%s", why);
}

static void check_usage(const struct settings *s)
{
	if (!s->store)
		return;
	if (s->make_seed)
		mm_die(MM_USAGE, "--make-seed reads a file, not a store");
	if (run.keep_going)
		mm_die(MM_USAGE, "-k is for files, not for frames");
	if (!s->market)
		mm_die(MM_USAGE, "neither --market nor MARKET says which");
}

int main(int argc, char **argv)
{
	enum mm_exit code;
	void *ctx;

	run.files = argv + opt_parse(&prog, argc, argv);
	read_settings(&settings);
	check_usage(&settings);
	run.now_ms = settings.now_ms;
	if (settings.store) {
		ctx = history_open(&settings);
		code = frame_run(&frame_stage, &run, ctx);
		history_close(ctx);
	} else {
		ctx = tape_open(&settings);
		code = frame_run(&tape_stage, &run, ctx);
		tape_close(ctx);
	}
	return (int)code;
}
