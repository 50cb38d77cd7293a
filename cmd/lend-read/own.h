/* own.h - how our own wallets stand in a market: what lend_account has of any kind. */
#ifndef MM_LEND_READ_OWN_H
#define MM_LEND_READ_OWN_H

#include "base/u256.h"
#include "data/rec_lend_account.h"
#include "market.h"

/* What a wallet has and owes, and its collateral. */
struct own {
	struct own_amounts {
		struct rec_amount *v;
		size_t n;
	} supplied, owed;
	const char **pledged; /* names of assets */
	size_t n_pledged;
};

/* own_make: for up to n assets, of the frame. */
struct own own_make(struct reader *r, size_t n);

/* own_units: smallest parts as a record has them; false: it holds none such. */
MM_CHECKED bool own_units(struct dec *out, struct u256 atoms, int64_t decimals);

/* own_add: so much of an asset, if any; false: as own_units. */
MM_CHECKED bool own_add(struct own_amounts *out, const char *name,
			struct u256 atoms, int64_t decimals);

/* own_put: into the record. */
void own_put(struct rec_lend_account *out, const struct own *own);

/* own_word: the address of a wallet, as a word. */
struct u256 own_word(const struct evm_wallet *w);

/* own_tell_accounts: lend_account of each wallet, by what put says of it; put is false where its
 * account cannot be read, which is a warning. */
typedef bool own_put_fn(struct rec_lend_account *out, struct reader *r,
			struct market *m, size_t wallet);

void own_tell_accounts(struct reader *r, struct market *m, own_put_fn *put);

#endif
