/* evm_event.h - the logs of contracts as records.  Layer: venue. */
#ifndef MM_EVM_EVENT_H
#define MM_EVM_EVENT_H

#include "chain/watch.h"
#include "data/rec_event.h"
#include "data/rec_removed.h"
#include "math/fsm_reorg.h"
#include "venue/evm_reply.h"

/* Decodes logs of one chain.  Addresses come again and again: those met last keep
 * their text. */
struct evm_events {
	const struct watch *watch;
	int64_t chain_id;
	struct evm_face *faces;
};

enum evm_heard {
	EVM_EVENT, /* a record */
	EVM_OTHER, /* nothing that is watched for */
	EVM_UNFIT, /* one by its topics, and its data are not what the signature
	              says: of another contract, or hostile; or of a time that
	              no record holds */
};

/* evm_events_open: watch is kept.  Owner: caller, evm_events_close. */
void evm_events_open(struct evm_events *e, const struct watch *w,
		     int64_t chain_id);
void evm_events_close(struct evm_events *e);

/* evm_event_of makes the record of a log but its ts_ms, which is the block's time
 * where the node says it, else REC_NONE_INT.
 * in:      turn: how often the log was told before.
 * out:     texts in the arena, in the log and in the watch. */
MM_CHECKED enum evm_heard evm_event_of(struct rec_event *out, struct arena *a,
				       struct evm_events *e,
				       const struct evm_log *log, int64_t turn);

/* evm_event_log: the same log for the reorg machine; name and ts_ms as the event's. */
struct reorg_log evm_event_log(const struct rec_event *event);

/* evm_event_turn: another turn of the same event. */
void evm_event_turn(struct rec_event *event, struct arena *a, int64_t turn);

/* evm_removed_of: the record that takes an event back. */
void evm_removed_of(struct rec_removed *out, struct arena *a, int64_t chain_id,
		    const struct reorg_log *log);

/* evm_hash_read, evm_hash_text: a hash as it stands in records, "0x" and hex.  False:
 * it is none. */
MM_CHECKED bool evm_hash_read(struct reorg_hash *out, const char *text);
char *evm_hash_text(struct arena *a, const struct reorg_hash *h);

#endif
