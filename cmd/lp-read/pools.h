/* pools.h - the pools of POOLS: how they stand, what was swapped in them, where their
 * liquidity begins and ends. */
#ifndef MM_LP_READ_POOLS_H
#define MM_LP_READ_POOLS_H

#include "chain/univ4_state.h"
#include "data/rec_pool.h"
#include "reader.h"

/* A word of the map of ticks, and those of its ticks that are initialised. */
struct pool_word {
	int32_t at;
	const struct evm_view *map;
	const struct evm_view **ticks; /* by the bits set, rising */
	int32_t *tick;
	size_t n;
};

struct pool {
	enum pool_kind kind;
	const char *conf;      /* its element of POOLS */
	const char *name;      /* what records call it */
	struct evm_address at; /* of v4 the manager */
	struct univ4_key key;  /* of v4 */
	struct u256 id;        /* of v4 */

	/* Questions; those of other kinds are NULL. */
	const struct evm_view *token[2], *fee_view, *spacing_view;
	const struct evm_view *slot0, *in_range, *growth[2], *observe;
	const struct evm_view *core; /* v4: storage, slot0 to liquidity */
	const struct evm_view *reserves, *fee_to;
	struct pool_word *words; /* that follow each other */
	size_t n_words;
	bool mapped; /* their ticks were asked for */

	/* Answers, where pool_state said that they are good. */
	const struct evm_asset *asset[2];
	int64_t fee, spacing;
	struct u256 sqrt_x96, liquidity, grown[2], reserve[2];
	int32_t tick;
	uint32_t protocol_fee; /* as the contract keeps it */
	bool v2_share;         /* a sixth of v2's fee is the protocol's */
	struct univ4_slot0 v4; /* of v4 */
};

struct pools_part {
	struct pool *v;
	size_t n;
};

/* ---- pools.c: the maker of `pool` and `pool_ticks` ---- */

void pools_begin(struct reader *r);
void pools_ask(struct reader *r);
void pools_make(struct reader *r);

/* ---- pool_state.c ---- */

void pool_state_ask(struct reader *r, struct pool *p);

/* pool_state: the answers, as numbers.  NULL, or what is missing or wrong: a constant.
 * An asset without a name is refused and leaves asset NULL. */
MM_CHECKED const char *pool_state(struct reader *r, struct pool *p);

/* pool_state_put: into the record.  NULL, or why not: a constant. */
MM_CHECKED const char *pool_state_put(struct rec_pool *out, struct reader *r,
				      const struct pool *p);

/* pool_tick: of a pool that answered, NULL-safe.  False: it has none that is known. */
MM_CHECKED bool pool_tick(int32_t *tick, int32_t *spacing,
			  const struct pool *p);

/* ---- pool_ticks.c ---- */

void pool_ticks_ask(struct reader *r, struct pool *p);

/* pool_ticks_check: NULL, or what in the map cannot be: a constant. */
MM_CHECKED const char *pool_ticks_check(const struct pool *p);
void pool_ticks_tell(struct reader *r, const struct pool *p);

/* ---- pool_past.c ---- */

/* pool_past_put: the window and the mean tick of every pool, from the events of the
 * store and of the frame.
 * in: out[i] of pools[i], filled by pool_state_put. */
void pool_past_put(struct rec_pool *out, struct reader *r,
		   const struct pool *const *pools, size_t n);

#endif
