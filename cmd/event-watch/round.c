/* round.c - one look at the chain: its head, what it took back, what is new. */
#include "watcher.h"

#include "base/conf.h"
#include "base/err.h"
#include "data/rec_watch.h"

#include <string.h>

void watcher_open(struct watcher *w, const struct settings *s, int64_t chain_id,
		  struct out *out)
{
	char why[EVM_RPC_WHY_SZ];
	enum mm_exit code;

	w->settings = s;
	w->out = out;
	w->first = w->scanned = -1;
	w->most = w->range = conf_int("LOGS_RANGE");
	watch_id(w->id, &w->watch);
	logs_filter(w);
	evm_events_open(&w->events, &w->watch, chain_id);
	reorg_init(&w->reorg, conf_int("REORG_DEPTH"));
	w->rpc = evm_rpc_open(&code, why);
	if (!w->rpc)
		mm_die(code, "%s", why);
	for (size_t i = 0; i < WATCHER_AT_ONCE; i++)
		jsonrpc_request_init(&w->q[i], EVM_REPLY_MAX);
}

void watcher_close(struct watcher *w)
{
	for (size_t i = 0; i < WATCHER_AT_ONCE; i++)
		jsonrpc_request_free(&w->q[i]);
	jsonrpc_close(w->rpc);
	reorg_free(&w->reorg);
	evm_events_close(&w->events);
	arena_free(&w->life);
}

static bool header_of(struct reorg_header *out, const struct rec_chain *c,
		      struct evm_no *no)
{
	*out = (struct reorg_header){ .number = c->block,
				      .time_s = c->block_ts_s };
	if (evm_hash_read(&out->hash, c->block_hash) &&
	    evm_hash_read(&out->parent, c->parent_hash))
		return true;
	*no = (struct evm_no){ "no_chain", "a hash that is none" };
	return false;
}

static void tell_gone(struct watcher *w, struct arena *a)
{
	const struct reorg_log *gone;
	size_t n = reorg_gone(&w->reorg, &gone);

	for (size_t i = 0; i < n; i++) {
		struct rec_removed r;

		evm_removed_of(&r, a, w->events.chain_id, &gone[i]);
		rec_write(w->out, &rec_removed_type, &r);
	}
}

/* Where a run begins that knows nothing of an earlier one. */
static void begin(struct watcher *w, int64_t head)
{
	const struct settings *s = w->settings;

	if (w->first >= 0)
		return;
	w->first = s->from >= 0 ? s->from : head - s->last_blocks + 1;
	if (w->first < 0)
		w->first = 0;
	w->scanned = w->first - 1;
}

static bool tell_new(struct watcher *w, struct arena *a, struct evm_no *no)
{
	int64_t kept = reorg_kept(&w->reorg);
	int64_t floor = reorg_floor(&w->reorg)->number;
	int64_t head = reorg_top(&w->reorg)->number, from;

	begin(w, head);
	if (kept < w->first)
		kept = w->first - 1;
	if (kept < w->scanned)
		w->scanned = kept;
	/* The window is looked at again and again: a node may have been late. */
	from = floor <= w->scanned ? floor : w->scanned + 1;
	if (from < w->first)
		from = w->first;
	return logs_tell(w, a, from, head - w->settings->confirmations, no) &&
	       walk_still(w, a, no);
}

static void tell_watch(struct watcher *w, struct arena *a, int64_t ts_ms)
{
	const struct reorg_header *floor = reorg_floor(&w->reorg);
	struct rec_watch r;

	rec_clear(&rec_watch_type, &r);
	r.ts_ms = ts_ms;
	r.chain_id = w->events.chain_id;
	r.watch = w->id;
	r.first = w->first;
	r.block = w->scanned;
	r.settled = floor->number;
	r.settled_hash = evm_hash_text(a, &floor->hash);
	r.settled_ts_s = floor->time_s;
	rec_write(w->out, &rec_watch_type, &r);
}

static void tell_chain(struct watcher *w, struct rec_chain *chain,
		       int64_t ts_ms)
{
	chain->ts_ms = ts_ms;
	rec_write(w->out, &rec_chain_type, chain);
}

bool round_run(struct watcher *w, struct arena *a, const struct round *round,
	       struct evm_no *no)
{
	struct evm_chain_want want =
		evm_chain_want_head(round->at_least, round->ts_ms);
	struct rec_chain chain;
	struct reorg_header head;
	bool ok;

	want.at = round->at;
	if (!evm_chain_read(&chain, a, w->rpc, &want, no) ||
	    !header_of(&head, &chain, no))
		return false;
	if (round->in_frame)
		tell_chain(w, &chain, round->ts_ms);
	if (!walk_to(w, a, &head, no))
		return false;
	tell_gone(w, a);
	ok = tell_new(w, a, no);
	reorg_settle(&w->reorg, w->scanned);
	if (round->in_frame)
		tell_watch(w, a, round->ts_ms);
	return ok;
}
