/* compound.h - the parts of lend-read that know Compound v2.
 *
 * A market's number is its place in getAllMarkets.  Interest is added to the frame's
 * block as accrueInterest would; what the Comptroller says of an account is without it,
 * for it asks the tokens as they are stored. */
#ifndef MM_LEND_READ_COMPOUND_H
#define MM_LEND_READ_COMPOUND_H

#include "chain/aave_abi.h"
#include "chain/compound_abi.h"
#include "data/rec_oracle.h"
#include "data/rec_reserve.h"
#include "market.h"
#include "math/compound.h"

#define BASE_DECIMALS 18 /* of the base currency */

/* A cToken and its asset. */
struct ctoken {
	/* Known from frame to frame. */
	struct evm_address at;
	bool native; /* it has none: the chain's coin */
	struct evm_address underlying, model;

	/* Of the frame. */
	const struct evm_view
		*view[COMPOUND_VIEWS];         /* of it; NULL: not asked */
	struct compound_market stored, now;    /* now: at the frame's block */
	struct u256 exchange, exchange_stored; /* likewise */
	struct u256 factor, price, supply_rate;
	double periods; /* a year */
	int64_t decimals;
	const char *name; /* in ASSETS, or its address */
	bool is_named;
	struct rec_reserve rec;
	struct rec_oracle oracle;
};

/* What is asked of an own wallet: the Comptroller, and each token by number. */
struct compound_own {
	const struct evm_view *liquidity, *entered;
	const struct evm_view *snapshot[AAVE_RESERVES_MAX];
};

struct compound {
	struct ctoken *v; /* by number */
	size_t n;
	bool has_oracle;
	struct evm_address oracle;

	/* Of the frame. */
	const struct evm_view *list, *view_oracle, *close, *incentive;
	struct compound_own *own; /* by wallet */
	struct u256 close_factor, bonus;
	const char *oracle_text;
};

static inline struct compound *compound_of(const struct market *m)
{
	return m->part;
}

/* compound_ask: a question of the frame. */
const struct evm_view *compound_ask(struct evm_rounds *rounds,
				    const struct evm_address *to,
				    enum compound_view what, struct u256 word);

/* compound_said: the first word of an answer; false: there is none. */
MM_CHECKED bool compound_said(struct u256 *out, const struct evm_view *v);

/* compound_token: the number of a cToken; -1: of another market. */
int compound_token(const struct compound *c, const struct evm_address *at);

/* ---- compound_tokens.c: the cTokens and the prices ---- */

void tokens_ask(struct reader *r, struct market *m);
bool tokens_settle(struct reader *r, struct market *m);
void tokens_tell(struct reader *r, struct market *m);

/* ---- compound_users.c ---- */

extern const char *const compound_events[];
extern const char *const compound_token_events[];

void compound_hear(struct heard_users *out, struct market *m,
		   const struct rec_event *e);
bool compound_read(struct slice *s);

/* compound_entered: which cTokens an account entered, bit by number; false: that is no
 * answer. */
MM_CHECKED bool compound_entered(unsigned __int128 *out,
				 const struct compound *c,
				 const struct evm_view *v);

/* ---- compound_own.c: lend_rate, lend_account ---- */

void compound_own_begin(struct reader *r, struct market *m);
void compound_own_ask(struct reader *r, struct market *m);
void compound_own_tell(struct reader *r, struct market *m);

#endif
