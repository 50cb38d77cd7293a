/* aave_event.h - whose balances an event of Aave v3 changed, and of which reserves.
 * Layer: data.
 * source: IPool.sol and IScaledBalanceToken.sol, 3.0 to 3.7. */
#ifndef MM_AAVE_EVENT_H
#define MM_AAVE_EVENT_H

#include "data/rec_event.h"

#define AAVE_EVENT_USERS  2
#define AAVE_EVENT_ASSETS 2

struct aave_says {
	/* Texts in the record; none where nothing of an account changed. */
	const char *user[AAVE_EVENT_USERS];
	size_t n_users;
	const char *asset[AAVE_EVENT_ASSETS]; /* underlying */
	size_t n_assets;
	bool of_token; /* the reserve is the one whose token the contract is */
	bool to_treasury; /* the account is the treasury of the reserve */
};

/* aave_event_read: NULL, or why the arguments are not those of the signature (constant
 * phrase).  out: *out; empty for all other events. */
MM_CHECKED const char *aave_event_read(struct aave_says *out,
				       const struct rec_event *r);

/* aave_events: these events as a watch has them, without a contract: of the Pool, and
 * of the tokens of deposits.  NULL-ended. */
extern const char *const aave_pool_events[];
extern const char *const aave_token_events[];

#endif
