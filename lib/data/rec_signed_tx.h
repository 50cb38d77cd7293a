/* rec_signed_tx.h - signed_tx: a transaction that can be sent.
 * Layer: data. */
#ifndef MM_REC_SIGNED_TX_H
#define MM_REC_SIGNED_TX_H

#include "data/rec_tx.h"

struct rec_signed_tx {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *chain;
	const char *id;
	const char *raw;     /* base64; of evm "0x" and hex */
	int64_t valid_until; /* optional: height; the last block of a bundle */
	int class;           /* enum tx_class */
	struct rec_list intents;     /* of const char * */
	struct rec_tx_bundle bundle; /* optional */
	struct dec fee;              /* optional: native coin */
	struct dec tip;              /* optional: native coin */
	/* evm */
	int64_t chain_id; /* optional */
	const char *from; /* optional: address */
	struct dec nonce; /* optional */
};

extern const struct rec_type rec_signed_tx_type;

#endif
