/* event-watch - what contracts say, and what of it a chain takes back; see
 * event-watch(1).
 *
 * in:  lane (our newest landing); with --drive price
 * out: chain, event, removed, watch; with --drive cycle; or the refusal no_chain, no_logs, block_gone,
 *      block_behind, reorg_deep, store_unreadable
 */
#include "base/conf.h"
#include "base/err.h"
#include "base/opt.h"
#include "data/evm_conf.h"
#include "data/frame.h"
#include "data/rec_lane.h"
#include "data/rec_price.h"
#include "data/rec_watch.h"
#include "event-watch/decode.h"
#include "event-watch/drive.h"
#include "event-watch/plan.h"
#include "event-watch/watcher.h"

#include <string.h>
#include <unistd.h>

static struct opt_list files, at;
static struct settings settings = { .from = -1, .last_blocks = 1 };
static struct frame_options run = { .now_ms = REC_NONE_INT };
static int64_t to = -1;
static bool decode, drive;
static struct drive_options driving = { .timeout_ms = 120000 };

static const struct opt options[] = {
	OPT_LIST_('w', "watch", &files, "<file>",
		  "what is watched; repeatable"),
	OPT_LIST_('a', "at", &at, "<contract>",
		  "the contracts that 'any' means: addresses or names of "
		  "ASSETS; repeatable"),
	OPT_STR_('s', "store", &settings.store, "<file>",
		 "go on where this store says"),
	OPT_INT_('f', "from", &settings.from, "<block>", 0, REC_INT_MAX - 1,
		 "begin with this block"),
	OPT_INT_('n', "last-blocks", &settings.last_blocks, "<n>", 1,
		 REC_INT_MAX - 1, "begin so many blocks back (default 1)"),
	OPT_INT_('t', "to", &to, "<block>", 0, REC_INT_MAX - 1,
		 "no frames: the events up to this block, and end"),
	OPT_INT_('d', "confirmations", &settings.confirmations, "<blocks>", 0,
		 10000, "tell events that are so deep (default 0)"),
	OPT_FLAG_(0, "decode", &decode,
		  "decode logs from files, without a node"),
	OPT_FLAG_(0, "drive", &drive, "open a frame for each new block"),
	OPT_STR_(0, "ack", &driving.fifo, "<fifo>",
		 "with --drive: go on when the last cycle comes back through "
		 "this"),
	OPT_DURATION_(0, "timeout", &driving.timeout_ms, "<time>",
		      "with --ack: wait this long (default 2m)"),
	OPT_FLAG_(0, "prices", &driving.prices,
		  "with --drive: a frame for price records on standard input "
		  "too"),
	OPT_FLAG_('k', "keep-going", &run.keep_going,
		  "with --decode: skip bad lines, exit 3"),
	OPT_INT_(0, "now-ms", &run.now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_READS, &rec_lane_type },    { REC_READS, &rec_price_type },
	{ REC_MAKES, &rec_chain_type },   { REC_MAKES, &rec_event_type },
	{ REC_MAKES, &rec_removed_type }, { REC_MAKES, &rec_watch_type },
	{ REC_MAKES, &rec_cycle_type },   { 0, NULL },
};

struct filter {
	struct watcher watcher;
	struct evm_conf conf;
	int64_t landed; /* our newest landing; of the frame */
	bool past;      /* the store was read */
};

/* ---- frames ---- */

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct filter *s = f->ctx;
	const struct rec_lane *l = rec;

	if (type == &rec_lane_type && !strcmp(l->chain, "evm") &&
	    l->landed_slot > s->landed)
		s->landed = l->landed_slot;
	return true;
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct filter *s = f->ctx;
	struct round round = { .at = evm_latest(),
			       .at_least = s->landed,
			       .ts_ms = cycle->ts_ms,
			       .in_frame = true };
	struct evm_no no;

	s->watcher.out = &f->out;
	if (!s->past && settings.store)
		s->past = past_read(&s->watcher, &f->arena, &no);
	else
		s->past = true;
	if (!s->past || !round_run(&s->watcher, &f->arena, &round, &no))
		frame_refuse(f, no.reason, "%s", no.text);
	s->landed = 0;
}

static enum mm_exit run_frames(struct filter *s)
{
	static const struct stage stage = {
		.uses = uses,
		.take = take,
		.close = close_frame,
	};

	return frame_run(&stage, &run, s);
}

/* ---- the other ways ---- */

static enum mm_exit run_range(struct filter *s)
{
	struct round round = { .at = evm_at_block(to) };
	struct arena a = { 0 };
	struct evm_no no;
	struct out out;
	bool ok;

	out_open(&out, STDOUT_FILENO);
	s->watcher.out = &out;
	ok = round_run(&s->watcher, &a, &round, &no);
	out_close(&out);
	if (!ok)
		mm_warn("%s: %s", no.reason, no.text);
	arena_free(&a);
	return ok ? MM_OK : MM_RETRY;
}

static enum mm_exit run_decode(struct filter *s)
{
	struct evm_events e;
	enum mm_exit code;

	evm_events_open(&e, &s->watcher.watch, s->conf.chain_id);
	code = decode_run(&e, run.files, run.now_ms, run.keep_going);
	evm_events_close(&e);
	arena_free(&s->watcher.life);
	return code;
}

static void check_usage(void)
{
	if (decode && (to >= 0 || settings.store))
		mm_die(MM_USAGE, "--decode has no --to and no --store");
	if (to >= 0 && settings.store)
		mm_die(MM_USAGE, "--to begins anew: no --store");
	if (to >= 0 && *run.files)
		mm_die(MM_USAGE, "--to reads no files");
	if (drive && (decode || to >= 0 || *run.files))
		mm_die(MM_USAGE, "--drive reads no files, and has no --to and "
				 "no --decode");
	if (!drive && (driving.fifo || driving.prices))
		mm_die(MM_USAGE, "--ack and --prices go with --drive");
	if (driving.timeout_ms <= 0)
		mm_die(MM_USAGE, "--timeout: more than nothing");
	if (run.keep_going && !decode)
		mm_die(MM_USAGE, "-k is for files, not for frames");
	if (to >= 0 && settings.from > to)
		mm_die(MM_USAGE, "--from is behind --to");
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "event-watch",
	.operands = "[file ...]",
	.opts = options,
	.conf = true,
	.dump_records = dump_records,
};

int main(int argc, char **argv)
{
	struct filter s = { .landed = 0 };
	enum mm_exit code;

	run.files = argv + opt_parse(&prog, argc, argv);
	check_usage();
	evm_conf_read(&s.conf, &s.watcher.life);
	plan_read(&s.watcher.watch, &s.watcher.life, &files, &at, &s.conf);
	if (decode)
		return (int)run_decode(&s);
	watcher_open(&s.watcher, &settings, s.conf.chain_id, NULL);
	if (drive)
		code = drive_run(&s.watcher, &driving);
	else
		code = to >= 0 ? run_range(&s) : run_frames(&s);
	if (s.watcher.unfit)
		mm_warn("warning: %lld logs were not what their signature says",
			(long long)s.watcher.unfit);
	watcher_close(&s.watcher);
	return (int)code;
}
