/* round.h - a frame of liq-scan.  Layer: cmd. */
#ifndef MM_LIQ_SCAN_ROUND_H
#define MM_LIQ_SCAN_ROUND_H

#include "choose.h"
#include "data/lend_line.h"
#include "data/lend_state.h"
#include "tell.h"

struct round {
	const char *shard; /* i/n */
	struct tell_asked asked;
	struct lend_state state;
	struct chooser *chooser;
	int64_t stale_ms; /* age at which a block is stale */
	struct lend_line line;
	/* Of the frame. */
	const struct rec_chain
		*chain; /* that names its block; NULL: none yet */
	bool refused;   /* by an earlier stage */
	bool part;      /* by the reader of the market */
	bool lost;      /* a line that may have been its */
};

/* round_open, after the options were read into r->shard and r->asked and the
 * configuration was loaded.  A shard or key that cannot be used is one line, and exit
 * MM_USAGE. */
void round_open(struct round *r);
void round_free(struct round *r);

/* round_load, round_save: the state from, and to, a file; what does not go is one line
 * and exit MM_FAIL.  The file is there whole, or as it was before. */
void round_load(struct round *r, const char *path);
void round_save(const struct round *r, const char *path);

/* Of struct stage. */
enum frame_quick round_quick(struct frame *f, const char *line, size_t len);
bool round_take(struct frame *f, const struct rec_type *type, const void *rec);
void round_close(struct frame *f, const struct rec_cycle *cycle);

#endif
