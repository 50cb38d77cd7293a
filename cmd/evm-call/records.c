/* Questions that come as records: of a frame, or of a file. */
#include "base/clock.h"
#include "base/conf.h"
#include "data/frame.h"
#include "data/rec_chain.h"
#include "data/rec_lane.h"
#include "online.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct rec_use online_uses[] = {
	{ REC_READS, &rec_call_type },
	{ REC_READS, &rec_chain_type },
	{ REC_READS, &rec_lane_type },
	{ REC_MAKES, &rec_result_type },
	{ 0, NULL },
};

/* What a frame asks, until it is over. */
struct asking {
	struct online online;
	struct asked *asked;
	struct evm_view *views;
	size_t n;
	struct evm_block block; /* found: the frame's, by its chain record */
	int64_t landed;         /* the newest block of our own landings */
};

static bool take_call(struct frame *f, const struct rec_call *call)
{
	struct asking *q = f->ctx;
	struct arena *a = &f->arena;
	const char *why;

	if (call->chain_id != conf_int("CHAIN_ID")) {
		frame_bad(f, "'chain_id': %lld is not CHAIN_ID",
			  (long long)call->chain_id);
		return false;
	}
	q->asked = arena_grow(a, q->asked, q->n * sizeof(*q->asked),
			      (q->n + 1) * sizeof(*q->asked));
	q->views = arena_grow(a, q->views, q->n * sizeof(*q->views),
			      (q->n + 1) * sizeof(*q->views));
	why = asked_make(&q->asked[q->n], &q->views[q->n], a,
			 rec_copy(a, &rec_call_type, call));
	if (why)
		frame_bad(f, "%s", why);
	else
		q->n++;
	return !why;
}

/* The first chain record of our chain names the frame's block. */
static void take_chain(struct frame *f, const struct rec_chain *chain)
{
	struct asking *q = f->ctx;

	if (q->block.found || chain->chain_id != conf_int("CHAIN_ID") ||
	    !chain->block_hash || chain->block == REC_NONE_INT)
		return;
	q->block.found = true;
	q->block.block = chain->block;
	q->block.hash = arena_strdup(&f->arena, chain->block_hash);
}

static void take_lane(struct frame *f, const struct rec_lane *lane)
{
	struct asking *q = f->ctx;
	char ours[32];
	int n = snprintf(ours, sizeof(ours),
			 "evm:%lld:", (long long)conf_int("CHAIN_ID"));

	if (!strncmp(lane->lane, ours, (size_t)n) &&
	    lane->landed_slot > q->landed)
		q->landed = lane->landed_slot;
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	if (type == &rec_call_type)
		return take_call(f, rec);
	f->in_frames = true; /* the rest is in no file of questions */
	if (type == &rec_chain_type)
		take_chain(f, rec);
	else
		take_lane(f, rec);
	return true;
}

static void answer(struct frame *f, int64_t ts_ms)
{
	struct asking *q = f->ctx;
	struct rec_result result;
	struct evm_no no;

	if (q->block.found && q->block.block < q->landed) {
		frame_refuse(f, "block_behind",
			     "block %lld is older than %lld, where we landed",
			     (long long)q->block.block, (long long)q->landed);
		return;
	}
	if (!online_ask(&q->online, &f->arena, q->views, q->n, &q->block,
			q->landed, &no)) {
		frame_refuse(f, no.reason, "%s", no.text);
		return;
	}
	for (size_t i = 0; i < q->n; i++) {
		asked_result(&result, &f->arena, &q->asked[i], &q->views[i]);
		result.ts_ms = ts_ms;
		result.block = q->block.block;
		result.block_hash = q->block.hash;
		frame_emit(f, &rec_result_type, &result);
	}
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct asking *q = f->ctx;

	if (q->n)
		answer(f, cycle->ts_ms);
	q->asked = NULL;
	q->views = NULL;
	q->n = 0;
	q->block.found = false;
	q->landed = 0;
}

static void finish(struct frame *f)
{
	struct asking *q = f->ctx;

	if (q->n)
		answer(f, clock_now_ms());
}

int online_records(char **files, const char *block, bool keep_going,
		   int64_t now_ms)
{
	static const struct stage stage = {
		.uses = online_uses,
		.take = take,
		.close = close_frame,
		.finish = finish,
	};
	const struct frame_options frames = { .files = files,
					      .keep_going = keep_going,
					      .now_ms = now_ms };
	struct asking q = { .online = { .batch = { .rpc = NULL } } };
	enum mm_exit code;

	if (!online_at(&q.online.at, block))
		mm_die(MM_USAGE, "--block: '%s' is no block", block);
	code = frame_run(&stage, &frames, &q);
	online_close(&q.online);
	return (int)code;
}
