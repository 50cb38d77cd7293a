/* books.h - the accounts of one position, from its record.  Layer: cmd. */
#ifndef MM_IL_CALC_BOOKS_H
#define MM_IL_CALC_BOOKS_H

#include "math/lp_account.h"
#include "seen.h"

/* In which asset values are told, seen from a pool. */
enum numeraire_is { IS_TOKEN0, IS_TOKEN1, IS_OTHER };

struct books {
	const struct rec_position *p;
	struct seen_roots *roots;
	bool closed;
	enum numeraire_is in;
	int decimals_n; /* of the numeraire; below 0: not known */
	struct dec
		quote; /* IS_OTHER: numeraire per token1 now; DEC_NONE: none */

	struct lp_amounts
		with; /* what the liquidity is worth now, fees of v2 in it */
	struct lp_amounts now;  /* A: the same without those */
	struct lp_amounts owed; /* U: what can be collected, and those */
	struct lp_share share;  /* v2 */

	bool known; /* all flows: the next ones stand */
	struct lp_flows flows;
	struct lp_tokens tokens;
	struct u256 sqrt_entry; /* at the first deposit; 0: not known */
	bool has_entry;         /* what was put in has a value: */
	__int128 value_entry;   /* V0 */
	__int128 value_put;     /* closed: of the deposits alone */
	bool has_wei, has_gas;
	struct dec gas_wei;
	__int128 gas;

	bool priced; /* there is a price now: the next ones stand */
	struct lp_price price;
	struct lp_values values; /* .now alone where the flows are not known */
};

/* books_make: false: the record contradicts itself; *why says how. */
MM_CHECKED bool books_make(struct books *b, const char **why, struct seen *s,
			   const struct il_conf *c,
			   const struct rec_position *p, bool closed,
			   int64_t now_ms);

/* books_price: of the pool at that root, in the numeraire.  False: there is none. */
MM_CHECKED bool books_price(struct lp_price *out, const struct books *b,
			    struct u256 sqrt_x96, struct dec quote);

#endif
