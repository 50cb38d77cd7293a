/* rec_wallet.h - wallet: what a wallet holds.  Layer: data. */
#ifndef MM_REC_WALLET_H
#define MM_REC_WALLET_H

#include "data/rec.h"

/* One asset of a wallet. */
struct rec_balance {
	const char *asset;
	struct dec free;      /* may be spent now           */
	struct dec locked;    /* behind open orders         */
	struct dec unsettled; /* ours, still on the market  */
};

/* What a contract may take of an asset. */
struct rec_allowance {
	const char *asset;
	const char *spender;   /* address */
	const char *via;       /* optional: permit2; absent: the token itself */
	struct rec_u256 atoms; /* smallest parts */
	int64_t expires_s;     /* optional: Unix s */
};

struct rec_wallet {
	int64_t ts_ms;       /* Unix ms, UTC */
	const char *wallet;  /* its name */
	const char *address; /* optional */
	const char *chain;
	struct rec_list balances;   /* struct rec_balance by asset */
	int64_t slot;               /* optional: slot or block */
	struct rec_list allowances; /* optional: struct rec_allowance */
};

extern const struct rec_type rec_wallet_type;

#endif
