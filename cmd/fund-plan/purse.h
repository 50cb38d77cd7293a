/* purse.h - what all wallets hold of SOL and USDC, exactly. */
#ifndef MM_FUND_PURSE_H
#define MM_FUND_PURSE_H

#include "base/mem.h"
#include "data/rec_wallet.h"

#include <stdbool.h>
#include <stddef.h>

/* One wallet.  quote is wrapped SOL. */
struct pocket {
	const char *wallet;
	struct dec native;
	struct dec spare; /* native above the reserve, or 0    */
	struct dec free;  /* wrapped, in the token account     */
	struct dec quote; /* wrapped in all: locked, unsettled */
	struct dec usdc;
};

struct purse {
	struct pocket *v;
	size_t n, cap;
	struct dec sol;   /* spare and wrapped of all */
	struct dec quote; /* wrapped of all           */
	struct dec usdc;
};

/* purse_add: false: a balance does not fit.  Owner: a. */
MM_CHECKED bool purse_add(struct purse *p, struct arena *a,
			  const struct rec_wallet *w, struct dec reserve);

/* purse_of: that wallet's pocket, or NULL. */
const struct pocket *purse_of(const struct purse *p, const char *wallet);

#endif
