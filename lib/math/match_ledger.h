/* match_ledger.h - the paper venue's books: what each wallet has, and proof that
 * nothing is made or lost but fees.  Layer: math.
 *
 * Everything is counted in atoms, the smallest unit of its asset.  Fees are in
 * atoms of quote, rounded up against us fill by fill; a negative rate is a
 * rebate, rounded down.
 *
 * A resting BUY locks price * size and the most its fees can come to, which is
 * when every lot fills alone; a SELL locks its lots and pays its fee out of what
 * it gets.  Both are a constant per lot, so every filled or cancelled lot
 * releases exactly what it locked.
 *
 * Bounds: an order is under MONEY_MAX in both assets (ledger_fits), so 2^64
 * fills cannot overflow a 128-bit balance, and balances need no check.
 */
#ifndef MM_MATCH_LEDGER_H
#define MM_MATCH_LEDGER_H

#include "math/order.h"

#include <stdbool.h>

#define MONEY_MAX (INT64_C(1) << 62) /* atoms in one order, exclusive */
#define LOT_MAX   (INT64_C(1) << 40) /* atoms in one lot, exclusive   */

struct purse {
	__int128 free, locked; /* atoms, >= 0 */
};

struct funds {
	struct purse base, quote;
};

struct ledger {
	struct funds *wallets; /* owner: the ledger */
	int n_wallets;
	struct funds start; /* .free: what all wallets began with          */
	__int128 base_in;   /* bought less sold, atoms                     */
	__int128 quote_in;  /* received less paid, before fees, atoms      */
	__int128 fees;      /* paid, less rebates, atoms of quote          */
	int64_t base_lot;   /* atoms of base in one lot, 1..LOT_MAX-1      */
	int64_t quote_lot;  /* atoms of quote in one tick times one lot    */
	int64_t maker_ppm;  /* -PPM..PPM */
	int64_t taker_ppm;  /* 0..PPM    */
};

/* What an order binds, and how its fees are charged. */
struct claim {
	int64_t price, lots;
	int wallet;
	enum side side;
	bool taker;
};

/* ledger_add_wallet: a wallet with that much, >= 0.  Returns its index. */
int ledger_add_wallet(struct ledger *l, __int128 base, __int128 quote);
void ledger_free(struct ledger *l);

/* ledger_fits: the claim is under MONEY_MAX in base and in quote.
 * in: 0 < price < PRICE_MAX, 0 < lots < SIZE_MAX_LOTS. */
bool ledger_fits(const struct ledger *l, const struct claim *c);

/* ledger_lock moves what the claim needs from free to locked.  False: the wallet
 * has less; nothing changed.  in: ledger_fits. */
bool ledger_lock(struct ledger *l, const struct claim *c);

/* ledger_unlock gives back what c->lots locked. */
void ledger_unlock(struct ledger *l, const struct claim *c);

/* ledger_fill settles c->lots of a locked order, at its own price.
 * returns: the fee, atoms of quote. */
int64_t ledger_fill(struct ledger *l, const struct claim *c);

/* ledger_lock_of: what the claim has locked, in its side's asset. */
__int128 ledger_lock_of(const struct ledger *l, const struct claim *c);

/* ledger_balanced: per asset, all wallets (free + locked) + fees = what they
 * began with + what was traded, to the atom, and no purse is negative. */
bool ledger_balanced(const struct ledger *l);

#endif
