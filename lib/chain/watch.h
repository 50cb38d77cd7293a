/* watch.h - which events of which contracts are watched for, from text.
 * Layer: chain.
 *
 * A line is one event:
 *
 *     CONTRACT event NAME(TYPE [indexed] NAME, ...) [where NAME=VALUE[|VALUE]... ...]
 *
 * CONTRACT is an address, a name the caller knows or a line NAME = ADDRESS above
 * gave, or `any`.  A filter names an indexed argument that is one word (or the hash
 * of one that is not); its values are written as events have them.  A '#' and what
 * follows it is a comment.
 *
 * Signatures are those of a contract's interface; the topic is the hash of what they
 * come to, so a type that is wrong is an event that never comes.
 */
#ifndef MM_WATCH_H
#define MM_WATCH_H

#include "chain/abi.h"

#define WATCH_EVENTS_MAX 512
#define WATCH_VALUES_MAX 256 /* of one filter */

struct watch_filter {
	uint8_t (*any)[ABI_WORD]; /* one of these; none: anything */
	size_t n;
};

struct watch_event {
	struct abi_item item;
	bool placed;                               /* of one contract */
	struct evm_address contract;               /* where placed */
	struct watch_filter topic[ABI_TOPICS_MAX]; /* 0 stays empty */
};

struct watch {
	struct watch_event *v;
	size_t n, cap;
	uint64_t *key; /* of each: the first bytes of topic 0 */
};

/* Names of contracts that are not in the text.  False: not known. */
typedef bool watch_named(void *ctx, struct evm_address *out, const char *name);

struct watch_no {
	size_t line;     /* 1.. */
	const char *why; /* in the arena or constant */
};

/* watch_add reads a text behind what *w has (zero: nothing yet).
 *
 * out:     *no, where it returns false; *w is undefined then.
 * in:      text of len bytes, of any origin; named may be NULL.
 * owner:   the arena. */
MM_CHECKED bool watch_add(struct watch *w, struct arena *a, const char *text,
			  size_t len, watch_named *named, void *ctx,
			  struct watch_no *no);

/* watch_place: what is of any contract is of these n alone.
 * cost: n times as many events. */
MM_CHECKED bool watch_place(struct watch *w, struct arena *a,
			    const struct evm_address *at, size_t n);

/* watch_find: the first event that log is one of by its topics, contract and filters,
 * from the *at-th on; NULL: none.  *at is behind it. */
const struct watch_event *watch_find(const struct watch *w, size_t *at,
				     const struct evm_address *contract,
				     const struct abi_log *log);

/* watch_id: a name for what is watched, the same for the same events in any order: 16
 * hex digits and a NUL. */
#define WATCH_ID_SZ 17
char *watch_id(char out[static WATCH_ID_SZ], const struct watch *w);

#endif
