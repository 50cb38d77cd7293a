/* protocol.h - what lend-read must know of a kind of lending market: Aave, Compound.
 *
 * A frame of a market goes through these, in order: begin and ask (with the questions
 * of all markets, in rounds) learn what stands at the block of the market, its
 * reserves and prices; settle says whether that can be told; hear learns from the logs
 * which accounts changed; read asks for those.  Then tell writes what changed, and
 * commit remembers that it was told.  A frame that is refused on the way commits
 * nothing: the next one tells it.
 */
#ifndef MM_LEND_READ_PROTOCOL_H
#define MM_LEND_READ_PROTOCOL_H

#include "data/rec_event.h"
#include "data/rec_lend_market.h"
#include "reader.h"
#include "rows.h"

/* Places of accounts whose balances a log changed, in the market's list. */
#define HEARD_MAX 2

struct heard_users {
	uint32_t v[HEARD_MAX];
	size_t n;
};

struct protocol {
	/* Makes m->part, once; and frees it. */
	void (*open)(struct market *m);
	void (*close)(struct market *m);

	/* events: of the contract at m->at, as a watch has them, without it.
	 * token_events: of the contracts that contracts() adds. */
	const char *const *events;
	const char *const *token_events;

	/* contracts: the market's tokens, after settle.  Returns how many; *out is in
	 * the frame's arena. */
	size_t (*contracts)(struct market *m, struct arena *a,
			    struct evm_address **out);

	void (*begin)(struct reader *r, struct market *m);
	void (*ask)(struct reader *r, struct market *m); /* after each round */
	bool (*settle)(struct reader *r, struct market *m); /* false: refused */

	/* hear: the accounts an event names, added to the list where they are new. */
	void (*hear)(struct heard_users *out, struct market *m,
		     const struct rec_event *e);

	/* read: the rows of the slice's accounts.  False: refused. */
	bool (*read)(struct slice *s);

	/* tell: lend_market's own members; then the reserves, categories and prices
	 * (whole: all of them); own: lend_rate and lend_account. */
	void (*tell_market)(struct rec_lend_market *out, struct market *m);
	void (*tell)(struct reader *r, struct market *m);
	void (*tell_own)(struct reader *r, struct market *m);
	void (*commit)(struct market *m);
};

extern const struct protocol aave_protocol;
extern const struct protocol compound_protocol;

#endif
