/* rec_token_account.h - token_account: a token account of ours.
 * Layer: data. */
#ifndef MM_REC_TOKEN_ACCOUNT_H
#define MM_REC_TOKEN_ACCOUNT_H

#include "data/rec.h"

struct rec_token_account {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *wallet;
	const char *address;
	const char *mint;
	struct dec amount; /* atoms */
	int64_t decimals;  /* optional */
	struct dec rent_lamports;
	bool associated;             /* optional */
	bool frozen;                 /* optional */
	const char *delegate;        /* optional */
	const char *close_authority; /* optional */
	int64_t slot;
};

extern const struct rec_type rec_token_account_type;

#endif
