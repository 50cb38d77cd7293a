/* aave_abi.h - what the contracts of Aave v3 are asked, and what they answer.
 * Layer: chain.
 *
 * A question takes words and is answered in words of 32 bytes; what they mean stands
 * beside each.  Amounts are smallest parts, indexes and rates ray (1e27), prices the
 * oracle's base unit.  An answer comes from outside: it is only what a reader here
 * makes of it.
 *
 * source: aave-v3-core 1.19.3 (Pool of 3.0) and aave-v3-origin 3.1 to 3.7; the answer
 * of getReserveData has the same 15 words in all of them.
 */
#ifndef MM_AAVE_ABI_H
#define MM_AAVE_ABI_H

#include "chain/abi.h"
#include "chain/evm_address.h"

/* POOL_REVISION: the first one that ... */
#define AAVE_REVISION_3_1 4 /* has grace periods and counts what it holds */
#define AAVE_REVISION_3_2                                                      \
	5 /* has categories of eMode as bitmaps; no stable debt */
#define AAVE_REVISION_3_3 7  /* has deficits                            */
#define AAVE_REVISION_3_6 10 /* has reserves without value in a category */
#define AAVE_REVISION_3_7 11 /* has isolated categories, no isolation mode */

#define AAVE_RESERVES_MAX 128 /* numbers of reserves are below it */
#define AAVE_EMODES_MAX   256 /* those of categories; 0 is none   */

enum aave_view {
	/* Of the Pool. */
	AAVE_REVISION,      /* number */
	AAVE_PROVIDER,      /* address of the PoolAddressesProvider */
	AAVE_LIST,          /* aave_list_read: assets */
	AAVE_FLASH_PREMIUM, /* bp */
	AAVE_RESERVE,       /* asset: aave_reserve_read */
	AAVE_GRACE,         /* asset: Unix s, 0: none; from 3.1 on */
	AAVE_VIRTUAL,       /* asset: amount; from 3.1 on */
	AAVE_DEFICIT,       /* asset: amount; from 3.3 on */
	AAVE_USER,          /* account: aave_bits_of */
	AAVE_USER_EMODE,    /* account: category */
	AAVE_USER_ACCOUNT,  /* account: enum aave_account_word */
	AAVE_EMODE,         /* category: aave_emode_read; up to 3.1 */
	AAVE_EMODE_RULES, /* category: ltv, threshold, bonus in bp; from 3.2 on */
	AAVE_EMODE_LABEL,    /* category: aave_label_read; from 3.2 on */
	AAVE_EMODE_PLEDGED,  /* category: bitmap of its collateral */
	AAVE_EMODE_BORROWED, /* category: bitmap of what may be borrowed */
	AAVE_EMODE_WORTHLESS, /* category: bitmap of loan to value 0; from 3.6 on */
	AAVE_EMODE_ISOLATED, /* category: 0 or 1; from 3.7 on */
	/* Of the PoolAddressesProvider. */
	AAVE_ORACLE,   /* address */
	AAVE_SENTINEL, /* address, 0: none */
	/* Of the sentinel. */
	AAVE_LIQUIDATIONS, /* 0 or 1 */
	/* Of the oracle. */
	AAVE_BASE_UNIT, /* number */
	AAVE_PRICE,     /* asset: price */
	AAVE_SOURCE,    /* asset: address of its feed, 0: none */
	/* Of the feed. */
	AAVE_FEED_ROUND, /* enum aave_round_word */
	/* Of the tokens of deposits and debts. */
	AAVE_SCALED,        /* account: balance over the index */
	AAVE_SCALED_SUPPLY, /* of all */
	AAVE_SUPPLY,        /* of all, with interest */
	AAVE_BALANCE,       /* account: balance with interest */
	AAVE_TREASURY,      /* address; of deposits only */
	/* Of Multicall3. */
	AAVE_TIME, /* of the block, Unix s */
	AAVE_VIEWS,
};

enum aave_account_word {
	AAVE_ACCOUNT_COLLATERAL, /* base unit */
	AAVE_ACCOUNT_DEBT,
	AAVE_ACCOUNT_AVAILABLE,
	AAVE_ACCOUNT_LT,  /* bp */
	AAVE_ACCOUNT_LTV, /* bp */
	AAVE_ACCOUNT_HF,  /* wad; 2^256-1: no debt */
	AAVE_ACCOUNT_WORDS,
};

enum aave_round_word { AAVE_ROUND_UPDATED = 3, AAVE_ROUND_WORDS = 5 };

/* aave_call: the data of a call, with as many words as it takes. */
struct abi_bytes aave_call(struct arena *a, enum aave_view what,
			   const struct u256 *words);

/* The configuration word of a reserve.  Caps are whole tokens, 0: none. */
struct aave_config {
	int64_t ltv_bps, lt_bps, bonus_bps, reserve_factor_bps, fee_bps;
	int64_t decimals; /* of the asset: 0..255 */
	bool active, frozen, paused, borrowing, flash;
	bool siloed, isolation_borrow; /* up to 3.6 */
	bool counted; /* from 3.1 on: the Pool counts what it holds */
	int64_t borrow_cap, supply_cap;
	int64_t debt_ceiling; /* hundredths of the base currency; up to 3.6 */
	int64_t emode;        /* category, 0: none; up to 3.1 */
};

struct aave_config aave_config_of(struct u256 word);

/* What getReserveData says.  stable is zero from 3.2 on. */
struct aave_said {
	struct aave_config config;
	unsigned __int128 liquidity_index, liquidity_rate;
	unsigned __int128 borrow_index, borrow_rate;
	unsigned __int128 isolation_debt; /* hundredths of the base currency */
	int64_t updated_s;
	int64_t id; /* below AAVE_RESERVES_MAX */
	struct evm_address a_token, v_token, s_token;
};

/* aave_reserve_read: false: it is not that, or of an asset that is no reserve; *out is
 * undefined. */
MM_CHECKED bool aave_reserve_read(struct aave_said *out, const uint8_t *data,
				  size_t len);

/* Which reserves an account uses: bit by number. */
struct aave_bits {
	unsigned __int128 borrowing, collateral;
};

struct aave_bits aave_bits_of(struct u256 word);

/* A category up to 3.1. */
struct aave_emode_said {
	int64_t ltv_bps, lt_bps, bonus_bps;
	struct evm_address source; /* whose price its assets have; 0: none */
	const char *label;         /* in the arena; NULL: empty */
};

MM_CHECKED bool aave_emode_read(struct aave_emode_said *out, struct arena *a,
				const uint8_t *data, size_t len);

/* aave_label_read: its text, in the arena, what is no UTF-8 replaced; NULL: empty, or
 * none. */
const char *aave_label_read(struct arena *a, const uint8_t *data, size_t len);

/* aave_list_read: a list of at most AAVE_RESERVES_MAX addresses; false: it is none. */
MM_CHECKED bool aave_list_read(struct evm_address *out, size_t *n,
			       const uint8_t *data, size_t len);

#endif
