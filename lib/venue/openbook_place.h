/* openbook_place.h - one OpenBook v1 market, in names, steps and addresses.
 * Layer: venue.
 *
 * Pure: accounts in, records out; the bytes move elsewhere.  What cannot be used is
 * a fault: a reason code for a refusal and a text for people, and nothing of the
 * account is used.
 */
#ifndef MM_OPENBOOK_PLACE_H
#define MM_OPENBOOK_PLACE_H

#include "chain/openbook_lots.h"
#include "data/rec_market.h"
#include "data/sol_conf.h"
#include "math/order.h"
#include "venue/solana_reply.h"

struct openbook_fault {
	const char *reason; /* snake_case, constant */
	const char *text;   /* in the arena         */
};

/* Makes *f; returns false, so that a check can end with it. */
bool openbook_faulty(struct openbook_fault *f, struct arena *a,
		     const char *reason, const char *fmt, ...) MM_PRINTF(4, 5);

/* What does not change as long as the market exists. */
struct openbook_place {
	struct openbook_market market;
	struct openbook_lots lots;
	struct dec tick;  /* price step, quote a base   */
	struct dec step;  /* size step, base            */
	const char *name; /* its address, base58        */
	const char *base; /* assets, as records call them */
	const char *quote;
};

/* openbook_place_market reads the market's account.
 *
 * out:     p->market, p->name (in the arena).
 * returns: false: account_absent, account_owner, account_bad. */
MM_CHECKED bool openbook_place_market(struct openbook_place *p, struct arena *a,
				      const struct solana_account *market,
				      struct openbook_fault *fault);

/* openbook_place_mints reads base and quote mint: the rest of *p.
 * returns: false: also market_steps, where its steps are no finite decimals. */
MM_CHECKED bool openbook_place_mints(struct openbook_place *p, struct arena *a,
				     const struct sol_conf *conf,
				     const struct solana_account *base,
				     const struct solana_account *quote,
				     struct openbook_fault *fault);

/* openbook_place_same: a later account of the market still says what *p says;
 * false: market_changed, or as openbook_place_market. */
MM_CHECKED bool openbook_place_same(const struct openbook_place *p,
				    struct arena *a,
				    const struct solana_account *market,
				    struct openbook_fault *fault);

/* openbook_place_record: its strings are in the arena. */
struct rec_market openbook_place_record(const struct openbook_place *p,
					struct arena *a, int64_t ts_ms);

/* Lots of this market as decimals; false: market_steps. */
MM_CHECKED bool openbook_price_of(struct dec *out,
				  const struct openbook_place *p, uint64_t lots,
				  struct arena *a,
				  struct openbook_fault *fault);
MM_CHECKED bool openbook_size_of(struct dec *out,
				 const struct openbook_place *p, uint64_t lots,
				 struct arena *a, struct openbook_fault *fault);

static inline enum side openbook_side_of(enum openbook_side side)
{
	return side == OPENBOOK_BID ? SIDE_BUY : SIDE_SELL;
}

/* An address as text in the arena. */
const char *pubkey_text(struct arena *a, const struct pubkey *k);

/* An order id as decimal text in the arena. */
const char *openbook_id_text(struct arena *a, openbook_id id);

/* openbook_account_of: the account is there and owned by that program; false:
 * account_absent, account_owner.  what: names it in the text. */
MM_CHECKED bool openbook_account_of(const struct solana_account *s,
				    const struct pubkey *program,
				    const char *what, struct arena *a,
				    struct openbook_fault *fault);

#endif
