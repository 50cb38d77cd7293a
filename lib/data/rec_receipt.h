/* rec_receipt.h - receipt: what became of an attempt.  Layer: data. */
#ifndef MM_REC_RECEIPT_H
#define MM_REC_RECEIPT_H

#include "data/rec.h"

struct rec_receipt {
	int64_t ts_ms;          /* Unix ms, UTC */
	const char *id;         /* transaction id or attempt */
	const char *status;     /* simulated, sent, confirmed, failed, ... */
	const char *block_hash; /* optional */
	int64_t turn;           /* optional */
	int64_t slot;           /* optional: slot or block */
	struct dec fee;         /* optional */
	const char *error;      /* optional: reason code */
	struct rec_list intents;
	struct dec tip;     /* optional */
	const char *bundle; /* optional */
	/* evm */
	int64_t chain_id;    /* optional */
	struct dec nonce;    /* optional */
	struct dec gas_used; /* optional */
	const char *text;    /* optional: the error in words */
};

extern const struct rec_type rec_receipt_type;

#endif
