/* rec_token.h - token: what a token on a chain is called here.  Layer: data. */
#ifndef MM_REC_TOKEN_H
#define MM_REC_TOKEN_H

#include "data/rec.h"

struct rec_token {
	int64_t ts_ms;       /* when the frame was, Unix ms */
	int64_t chain_id;    /* chain */
	const char *address; /* its contract */
	const char *asset;   /* its name in ASSETS */
	int64_t decimals;    /* decimals */
};

extern const struct rec_type rec_token_type;

#endif
