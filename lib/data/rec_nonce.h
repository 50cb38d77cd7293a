/* rec_nonce.h - nonce: where the transactions of a sender go on.
 * Layer: data. */
#ifndef MM_REC_NONCE_H
#define MM_REC_NONCE_H

#include "data/rec.h"

struct rec_nonce {
	int64_t ts_ms; /* Unix ms, UTC */
	int64_t chain_id;
	const char *address; /* of the sender */
	const char *wallet;  /* its name */
	struct dec next;     /* whole: the nonce of a new transaction */
	int64_t in_flight;   /* transactions below it that have not landed */
};

extern const struct rec_type rec_nonce_type;

#endif
