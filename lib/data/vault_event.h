/* vault_event.h - what an event of a vault says of the money in it, and who holds how
 * many of its shares then.  Layer: data.
 *
 * A vault tells in one of two forms: DepositMade and WithdrawalExecuted, or Deposit
 * and Withdraw.  WithdrawalExecuted does not say how many shares it took back: that
 * is the Transfer of them to nobody in the same transaction.
 * source: share/watch/vault.watch; ERC-4626, "Events"; ERC-20 for Transfer.
 */
#ifndef MM_VAULT_EVENT_H
#define MM_VAULT_EVENT_H

#include "base/mem.h"
#include "base/u256.h"
#include "data/rec_event.h"

enum vault_event {
	VAULT_OTHER, /* none of these */
	VAULT_DEPOSIT,
	VAULT_WITHDRAWAL,
	VAULT_BURN, /* shares of the owner that are no more */
};

enum vault_form { VAULT_PLAIN = 1, VAULT_ERC4626 = 2 }; /* bits */

struct vault_says {
	enum vault_event event;
	enum vault_form form; /* not of VAULT_BURN */
	const char *owner;    /* of the shares, in the record */
	struct u256 assets;   /* smallest parts; not of VAULT_BURN */
	struct u256 shares;   /* likewise, where they are known */
	bool has_shares;
};

/* vault_event_read: NULL, or why the arguments are not those of the signature
 * (constant phrase).  out: *out; event is VAULT_OTHER for all other events. */
MM_CHECKED const char *vault_event_read(struct vault_says *out,
					const struct rec_event *r);

struct vault_owner {
	const char *owner;
	struct u256 shares;
};

/* Who holds how many.  Zero: nobody any. */
struct vault_shares {
	struct vault_owner *v; /* by owner */
	size_t n, cap;
	struct u256 total;
};

/* vault_shares_give, vault_shares_take: shares that are made for an owner, or that he
 * gives back.
 * out:     *after, what he has then.
 * returns: ST_OK, ST_OVERFLOW, or ST_RANGE: he does not have that many. */
MM_CHECKED enum status vault_shares_give(struct vault_shares *all,
					 struct arena *a, struct u256 *after,
					 const char *owner, struct u256 shares);
MM_CHECKED enum status vault_shares_take(struct vault_shares *all,
					 struct u256 *after, const char *owner,
					 struct u256 shares);

#endif
