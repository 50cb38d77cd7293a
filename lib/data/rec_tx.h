/* rec_tx.h - tx: a transaction to be signed.
 * Layer: data. */
#ifndef MM_REC_TX_H
#define MM_REC_TX_H

#include "data/rec.h"

/* Whether it can add risk; words as in rec_tx_classes. */
enum tx_class { TX_RISK, TX_REDUCE };

extern const char *const rec_tx_classes[];

/* The bundle a transaction is a member of; absent where id is NULL. */
struct rec_tx_bundle {
	const char *id; /* unique in the frame */
	int64_t index;  /* place in it, from 0 */
	int64_t count;  /* members             */
};

extern const struct rec_shape rec_tx_bundle_shape;

struct rec_tx {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *chain;
	struct rec_list signers;     /* of const char * */
	struct rec_list intents;     /* of const char * */
	int class;                   /* enum tx_class */
	struct rec_tx_bundle bundle; /* optional */
	const char *message;         /* base64 */
	int64_t valid_until_height;
	struct dec fee; /* optional: SOL */
	struct dec tip; /* optional: SOL */
};

extern const struct rec_type rec_tx_type;

#endif
