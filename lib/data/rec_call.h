/* rec_call.h - call: a question to a contract.
 * Layer: data. */
#ifndef MM_REC_CALL_H
#define MM_REC_CALL_H

#include "data/rec.h"

struct rec_call {
	int64_t ts_ms; /* Unix ms, UTC */
	int64_t chain_id;
	const char *contract;  /* address */
	const char *signature; /* of a view function, with its results */
	struct rec_list args;  /* optional: of const char *: evm-call(1) */
};

extern const struct rec_type rec_call_type;

#endif
