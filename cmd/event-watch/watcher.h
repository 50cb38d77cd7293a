/* watcher.h - what the parts of event-watch share. */
#ifndef MM_EVENT_WATCH_WATCHER_H
#define MM_EVENT_WATCH_WATCHER_H

#include "data/out.h"
#include "venue/evm_chain.h"
#include "venue/evm_event.h"

#define WATCHER_AT_ONCE 16 /* requests */

struct settings {
	const char *store;   /* where an earlier run's events are; NULL: none */
	int64_t from;        /* first block, -1: not given */
	int64_t last_blocks; /* or so many up to the head */
	int64_t confirmations; /* blocks above one whose events are told */
};

struct watcher {
	const struct settings *settings;
	struct arena life; /* what is known until the end */
	struct watch watch;
	char id[WATCH_ID_SZ];
	struct evm_events events;
	struct jsonrpc *rpc;
	struct jsonrpc_request q[WATCHER_AT_ONCE];
	struct out *out;       /* where records go */
	struct evm_filter ask; /* which logs, but for the blocks */

	/* Known between rounds. */
	struct reorg reorg;
	int64_t first;   /* block it began with; -1: not begun */
	int64_t scanned; /* up to this block all logs were seen */
	int64_t most;    /* blocks that may be asked for at a time */
	int64_t range;   /* that nodes answered for */
	int64_t unfit;   /* logs that were not what their topics promise */
};

/* watcher_open, once watch is read: dies MM_USAGE or MM_REFUSED where no node can be
 * asked.  Owner: caller, watcher_close. */
void watcher_open(struct watcher *w, const struct settings *s, int64_t chain_id,
		  struct out *out);
void watcher_close(struct watcher *w);

/* ---- past.c ---- */

/* past_read takes up what the store says was told.  False: it cannot be read. */
MM_CHECKED bool past_read(struct watcher *w, struct arena *a,
			  struct evm_no *no);

/* ---- walk.c ---- */

/* walk_to follows the chain from a head to what is known.  False: the chain moved
 * again and again, went deeper than it may, or no node answers. */
MM_CHECKED bool walk_to(struct watcher *w, struct arena *a,
			const struct reorg_header *head, struct evm_no *no);

/* walk_still: the head is still of the chain. */
MM_CHECKED bool walk_still(struct watcher *w, struct arena *a,
			   struct evm_no *no);

/* ---- logs.c ---- */

/* logs_tell writes the events of the blocks from..to that were not told, and keeps
 * scanned.  False: it ended before. */
MM_CHECKED bool logs_tell(struct watcher *w, struct arena *a, int64_t from,
			  int64_t to, struct evm_no *no);
/* logs_filter: what of nodes is asked for, from the watch. */
void logs_filter(struct watcher *w);

/* ---- round.c ---- */

struct round {
	struct evm_at at; /* the head of the round */
	int64_t at_least; /* the newest block of our own landings; 0: any */
	int64_t ts_ms;    /* of the frame */
	bool in_frame;    /* with the records chain and watch */
};

/* round_run writes what happened since the last round.  False: *no says what it could
 * not do; what was written is true, and the next round goes on behind it. */
MM_CHECKED bool round_run(struct watcher *w, struct arena *a,
			  const struct round *round, struct evm_no *no);

#endif
