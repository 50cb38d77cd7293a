/* lend_market.h - a lending market of Aave in memory: who has to be looked at when a
 * price, a rule or a holding changed.  Layer: math.
 *
 * Whoever owes something has a class (lend_store.h) and bounds (lend_bound.h): one
 * ratio, from which each of its holdings gets a lowest price and a highest price times
 * index.  They stand in queues by reserve, so a price finds those it has reached
 * without looking at the others.  Who is below 1, cannot be reckoned, or has bounds
 * narrower than box_ppm is watched: looked at every time.
 *
 * Use: set what changed, then lend_market_look().  What it finds does not depend on
 * the bounds, only on what was set.
 */
#ifndef MM_LEND_MARKET_H
#define MM_LEND_MARKET_H

#include "math/aave.h"
#include "math/lend_bound.h"
#include "math/lend_queue.h"
#include "math/lend_store.h"

#define LEND_LANES      (2 * AAVE_RESERVES) /* own prices, then categories' */
#define LEND_HOLDS      AAVE_RESERVES       /* of an account */
#define LEND_HF_BUCKETS 14

/* Health factors at most this, 1e-8: a bucket each, one more for those above. */
extern const uint32_t lend_hf_marks[LEND_HF_BUCKETS - 1];

/* An account whose class changed. */
struct lend_change {
	uint32_t account;
	enum lend_class was;
};

struct lend_lists {
	uint32_t *v;
	uint32_t n, cap;
};

struct lend_params {
	unsigned __int128 near; /* health factor below which one is near, wad */
	int64_t box_ppm;        /* bounds narrower than this are not kept */
	int64_t box_s; /* every account is reckoned once in it; 0: never so */
};

struct lend_market {
	struct aave_market aave;
	struct aave_tick tick;
	struct lend_params params;
	struct lend_store store;
	bool priced[AAVE_RESERVES];
	struct u256 price[AAVE_RESERVES];
	bool reserve_changed[AAVE_RESERVES]; /* since the last look */
	bool emode_changed[AAVE_EMODES];
	bool rules_changed;
	struct lend_lane lane[LEND_LANES];
	struct lend_queue low[LEND_LANES];  /* a price falls: keys inverted */
	struct lend_queue high[LEND_LANES]; /* a debt grows */
	struct lend_queue rise[LEND_LANES]; /* a deposit grows */
	struct lend_lists watched, dirty;
	struct lend_change *changed; /* by the last look, in no order */
	uint32_t n_changed, changed_cap;
	uint32_t next; /* account reckoned next for box_s */
	bool partial;
	uint64_t reckoned; /* accounts, exactly, by the last look */
	uint64_t bound;    /* accounts whose bounds it made anew */
	uint32_t classes[LEND_UNKNOWN + 1];
	uint32_t by_hf[LEND_HF_BUCKETS]; /* those of a class with a factor */
	uint64_t hf_sum;                 /* of these, 1e-8 */
};

/* lend_market_new: without rules or reserves.  Owner: caller, lend_market_free. */
struct lend_market *lend_market_new(const struct lend_params *params);
void lend_market_free(struct lend_market *m);

/* What changed; of anything that did not change they cost nothing later.
 * in: reserve < AAVE_RESERVES; rules are not NULL. */
void lend_market_rules(struct lend_market *m, const struct aave_rules *rules);
void lend_market_reserve(struct lend_market *m, uint8_t reserve,
			 const struct aave_reserve *r);
void lend_market_emode(struct lend_market *m, uint8_t id,
		       const struct aave_emode *e);
/* NULL: there is none, and who has the reserve cannot be reckoned. */
void lend_market_price(struct lend_market *m, uint8_t reserve,
		       const struct u256 *price);
/* An account's all in one reserve, and its category: where it has nothing there, that is
 * as it was. */
void lend_market_hold(struct lend_market *m, const struct lend_address *user,
		      const struct aave_hold *hold, uint8_t emode);

/* lend_market_carry: what accounts were known to be and what was said of them, from
 * the market this one takes the place of; who is not in this one owes nothing. */
void lend_market_carry(struct lend_market *m, const struct lend_market *from);

/* What of an account or a leg is to be kept where a process ends. */
struct lend_kept_account {
	struct lend_address address;
	uint8_t emode, class, said;
	bool watched;
	uint32_t hf;
};

struct lend_kept_leg {
	struct lend_leg_kind kind;
	unsigned __int128 amount;
	bool low, high; /* it stands in that queue */
	uint64_t low_key, high_key;
};

/* lend_market_keep, lend_market_keep_leg: of an account, or of a leg of its list.
 * lend_market_restore, lend_market_restore_leg: the way back, into a new market, all
 * accounts in their order; rules, reserves, categories and prices are set as ever.
 * lend_market_resume: all is restored: the market is at that moment, nothing moved. */
void lend_market_keep(struct lend_kept_account *out,
		      const struct lend_market *m, uint32_t account);
void lend_market_keep_leg(struct lend_kept_leg *out,
			  const struct lend_market *m, uint32_t leg);
uint32_t lend_market_restore(struct lend_market *m,
			     const struct lend_kept_account *a);
void lend_market_restore_leg(struct lend_market *m, uint32_t account,
			     const struct lend_kept_leg *l);
void lend_market_resume(struct lend_market *m, int64_t time_s);

/* lend_market_look: the market at that moment, with what was set since the last look.
 * out: m->changed: whose class is another one now.
 *      m->partial: a reserve could not be brought to the moment (aave_tick_time). */
void lend_market_look(struct lend_market *m, int64_t time_s);

/* lend_market_holds: what an account has, by number of reserve; returns how many.
 * lend_market_account: its health at the last look, as aave_account(); ST_NODATA also
 * where it has anything at all in a reserve that is not known. */
size_t lend_market_holds(const struct lend_market *m, uint32_t account,
			 struct aave_hold holds[static LEND_HOLDS]);
MM_CHECKED enum status lend_market_account(struct aave_account *out,
					   const struct lend_market *m,
					   uint32_t account);

#endif
