/* fsm_reorg.h - which logs of a chain are told and taken back, as it reorganises.
 * Layer: math.
 *
 * The observer's view is a window: the blocks of the chain from a floor, below which
 * nothing changes any more, up to the head, and the logs told of them.  A round is
 *
 *     reorg_head      a new head: the walk down its parents begins
 *     reorg_block     a header that was asked for; until nothing more is
 *     reorg_gone      logs that were told and are no longer of the chain, each once
 *     reorg_see       a log, in any order, as often as it is met
 *     reorg_settle    what lies below the floor is forgotten
 *
 * A log is known by the hash of its block, the hash of its transaction and its index.
 * Told, it has a turn: 0, and one more each time it is told again after it was taken
 * back (A, B, A).  So what was told less what was taken back is, after every round
 * that saw all logs of the chain, exactly the logs of the chain.  A log missed in one
 * round is told in the first that meets it.
 *
 * Blocks are immutable: a log that is missing from a later answer is not gone.  Only a
 * header can take back.
 */
#ifndef MM_FSM_REORG_H
#define MM_FSM_REORG_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REORG_HASH_LEN 32

struct reorg_hash {
	uint8_t b[REORG_HASH_LEN];
};

struct reorg_header {
	int64_t number; /* >= 0 */
	int64_t time_s;
	struct reorg_hash hash, parent;
};

struct reorg_log {
	int64_t number; /* of its block */
	struct reorg_hash block, tx;
	int64_t index;
	int64_t turn; /* set by reorg_see */
	/* Carried along, not looked at. */
	int64_t ts_ms;
	const char *name; /* outlives the log */
};

enum reorg_walk {
	REORG_WANTS,  /* the header of reorg_wanted */
	REORG_WALKED, /* the window is that of the head */
	REORG_BEHIND, /* the head is an ancestor of the last one: nothing changed */
	REORG_TORN, /* a header is none that was asked for: the chain moved
	                 while it was walked, and the round begins anew */
	REORG_DEEP, /* what was settled is no longer of the chain */
};

/* A header that is asked for: by its hash, or where that is not known as that of
 * the chain at this number. */
struct reorg_want {
	int64_t number;
	const struct reorg_hash
		*hash; /* NULL: by number; until the next call */
};

enum reorg_seen {
	REORG_TELL,    /* a log to be told, in log->turn */
	REORG_KNOWN,   /* it was told */
	REORG_FOREIGN, /* its block is not of the chain, or above the head */
};

struct reorg_told; /* a block and the logs told of it */

/* Which question by number is open. */
enum reorg_check { REORG_NONE, REORG_TOP, REORG_FLOOR, REORG_TOLD };

/* Members are private. */
struct reorg {
	int64_t depth;               /* blocks below the head that may change */
	struct reorg_header *window; /* by number, without a gap */
	size_t n, cap;
	struct reorg_header *walk; /* from the new head down */
	size_t n_walk, cap_walk;
	struct reorg_told *told; /* by number */
	size_t n_told, cap_told;
	struct reorg_log *gone;
	size_t n_gone, cap_gone;
	enum reorg_check check;
	size_t checked; /* REORG_TOLD: which one */
	int64_t kept;
};

/* reorg_init: depth 1..; a reorganisation of up to so many blocks is followed.
 * Owner: caller, reorg_free. */
void reorg_init(struct reorg *r, int64_t depth);
void reorg_free(struct reorg *r);

/* ---- What an earlier run told, before the first head. ---- */

/* reorg_base: the newest block that run held for settled. */
void reorg_base(struct reorg *r, const struct reorg_header *settled);
/* reorg_was: a log of that block or one above that it told (live) or took back,
 * with its turn; in any order, the newest turn counts. */
void reorg_was(struct reorg *r, const struct reorg_log *log, bool live);

/* ---- A round ---- */

MM_CHECKED enum reorg_walk reorg_head(struct reorg *r,
				      const struct reorg_header *head);
/* After REORG_WANTS. */
struct reorg_want reorg_wanted(const struct reorg *r);
MM_CHECKED enum reorg_walk reorg_block(struct reorg *r,
				       const struct reorg_header *h);

/* reorg_gone: after REORG_WALKED, the logs that are taken back, the last told
 * first; until the next head. */
size_t reorg_gone(const struct reorg *r, const struct reorg_log **logs);

/* reorg_kept: after REORG_WALKED, the highest block known to have been of the chain
 * before; all above it are to be scanned (again).  -1: none. */
int64_t reorg_kept(const struct reorg *r);

/* reorg_see: after REORG_WALKED.  A log below the floor is told whenever it is
 * met. */
MM_CHECKED enum reorg_seen reorg_see(struct reorg *r, struct reorg_log *log);

/* reorg_floor: the lowest block of the window; nothing below it changes. */
const struct reorg_header *reorg_floor(const struct reorg *r);
/* reorg_top: the head; NULL before the first. */
const struct reorg_header *reorg_top(const struct reorg *r);

/* reorg_settle forgets what lies below the floor and was scanned: every log up to
 * that block was seen. */
void reorg_settle(struct reorg *r, int64_t scanned);

#endif
