/* openbook_funds.h - what our wallets hold, in their accounts and on OpenBook v1
 * markets, and how the supply of a token is held.  Layer: venue.
 *
 * Absent is not zero: a token account counts as empty only because a node said, as
 * of a slot, that it does not exist.
 */
#ifndef MM_OPENBOOK_FUNDS_H
#define MM_OPENBOOK_FUNDS_H

#include "data/rec_supply.h"
#include "data/rec_token_account.h"
#include "data/rec_wallet.h"
#include "venue/openbook_view.h"

/* A token that wallets hold, in the associated account of each. */
struct openbook_coin {
	const char *asset;
	struct pubkey mint;
	int decimals;
};

struct openbook_coins {
	struct openbook_coin *v;
	size_t n;
};

/* openbook_coin_of reads a mint's account.
 * out:     *supply, in atoms; may be NULL.
 * returns: false: account_absent, account_owner, account_bad. */
MM_CHECKED bool openbook_coin_of(struct openbook_coin *out, uint64_t *supply,
				 const struct sol_conf *conf,
				 const struct solana_account *mint,
				 struct arena *a, struct openbook_fault *fault);

/* openbook_coin_account: the wallet's token account for that coin. */
struct pubkey openbook_coin_account(const struct pubkey *wallet,
				    const struct openbook_coin *coin);

/* openbook_wallet_record: SOL and every coin; locked and unsettled are what stands
 * in the wallet's open-orders accounts of all the views.
 *
 * in:      accounts: the wallet's own, then its openbook_coin_account of each coin.
 * returns: false: account_owner, account_bad (another owner or mint than asked
 *          for, a sum over 64 bits). */
MM_CHECKED bool
openbook_wallet_record(struct rec_wallet *out, const struct sol_wallet *w,
		       const struct openbook_coins *coins,
		       const struct solana_account *accounts, int64_t slot,
		       const struct openbook_view *views, size_t n_views,
		       struct arena *a, int64_t ts_ms,
		       struct openbook_fault *fault);

/* openbook_supply_record: of a coin, with what the locked accounts and the wallets
 * hold.
 *
 * in:      locked: accounts; one that does not exist holds nothing, one of another
 *          mint does not count; supply: in atoms.
 * returns: false: account_owner, account_bad. */
MM_CHECKED bool
openbook_supply_record(struct rec_supply *out, const struct openbook_coin *coin,
		       uint64_t supply, const struct solana_account *locked,
		       size_t n_locked, const struct rec_wallet *wallets,
		       size_t n_wallets, struct arena *a, int64_t ts_ms,
		       struct openbook_fault *fault);

/* openbook_token_record: a token account of a wallet.
 * in:      coin: of its mint; NULL: its decimals are not known. */
MM_CHECKED bool openbook_token_record(struct rec_token_account *out,
				      const struct sol_wallet *w,
				      const struct solana_account *account,
				      const struct openbook_coin *coin,
				      int64_t slot, struct arena *a,
				      int64_t ts_ms,
				      struct openbook_fault *fault);

#endif
