/* told.h - the events of contracts, of the store and of the frame, that stand: each
 * once, without those taken back, in the order of the chain. */
#ifndef MM_LP_READ_TOLD_H
#define MM_LP_READ_TOLD_H

#include "reader.h"

#include "data/rec_event.h"

/* Which event: what its cause says, shorter. */
struct told_key {
	int64_t block, log_index, turn;
	uint8_t hash[8]; /* of its block: the first bytes */
};

struct told {
	struct told_key key;
	int64_t ts_s; /* of its block */
	void *what;   /* the caller's */
};

struct tolds {
	struct told *v;
	size_t n, cap;
	struct told_key *gone; /* taken back */
	size_t n_gone, cap_gone;
	int64_t since_s; /* the oldest record of the chain that was told: from
			    then on nothing is missing; INT64_MAX: none */
	bool older;      /* there are some from before that was asked for:
			    since_s is 0 */
};

/* told_compare: by their place in the chain, then by which event it is. */
int told_compare(const struct told_key *a, const struct told_key *b);

/* told_key_of_cause: of a record that keeps an event's cause.  False: it is none. */
MM_CHECKED bool told_key_of_cause(struct told_key *out, int64_t block,
				  int64_t log_index, const char *cause);

/* told_is_gone: an event that was taken back, by what was gathered. */
bool told_is_gone(const struct tolds *t, const struct told_key *key);

/* What an event is to the caller, in the arena of the frame; NULL: nothing. */
typedef void *told_read(struct reader *r, const struct rec_event *e, void *ctx);

/* told_gather: the events from from_ms on, up to the frame's block.  False: the store
 * cannot be read; the frame is refused. */
MM_CHECKED bool told_gather(struct tolds *out, struct reader *r,
			    int64_t from_ms, told_read *read, void *ctx);

#endif
