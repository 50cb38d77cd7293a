/* rec_result.h - result: what a contract answered.
 * Layer: data. */
#ifndef MM_REC_RESULT_H
#define MM_REC_RESULT_H

#include "data/rec.h"

struct rec_result {
	int64_t ts_ms; /* Unix ms, UTC */
	/* of the call */
	int64_t chain_id;
	const char *contract;
	const char *signature;
	struct rec_list args; /* optional: of const char * */
	/* as of */
	int64_t block;
	const char *block_hash;
	struct rec_list values; /* of struct rec_text; or */
	const char *error;      /* why there are none */
};

extern const struct rec_type rec_result_type;

#endif
