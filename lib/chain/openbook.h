/* openbook.h - accounts of OpenBook v1 (Serum v3), as bytes.  Layer: chain.
 *
 * All integers little-endian; every account is "serum", its fields, "padding".
 * A decoder checks both marks, the flags and every index it follows: whatever the
 * bytes, it ends, reads nothing outside them and says what is wrong.  Who owns the
 * account is for the caller to check.
 *
 * source: openbook-dex/program c85e56d, state.rs and critbit.rs; tried on bytes
 * the program wrote.
 */
#ifndef MM_OPENBOOK_H
#define MM_OPENBOOK_H

#include "base/mem.h"
#include "base/status.h"
#include "chain/pubkey.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OPENBOOK_MARKET_LEN       388
#define OPENBOOK_PERMISSIONED_LEN 1476
#define OPENBOOK_OO_LEN           3228
#define OPENBOOK_OO_RENT          23357760 /* lamports it holds */
#define OPENBOOK_OO_SLOTS         128

/* Where getProgramAccounts looks (memcmp offsets). */
#define OPENBOOK_OO_OFF_MARKET    13
#define OPENBOOK_OO_OFF_OWNER     45
#define OPENBOOK_MARKET_OFF_BASE  53
#define OPENBOOK_MARKET_OFF_QUOTE 85

enum openbook_err {
	OPENBOOK_OK = 0,
	OPENBOOK_SIZE,    /* not a length this kind of account has      */
	OPENBOOK_MARK,    /* no "serum" in front or no "padding" behind */
	OPENBOOK_FLAGS,   /* another kind, or not initialised           */
	OPENBOOK_COUNT,   /* a count or index outside the account       */
	OPENBOOK_TREE,    /* a node that cannot be where it is          */
	OPENBOOK_CORRUPT, /* fields that contradict each other          */
};

/* openbook_strerror: a constant, lower-case phrase; never NULL. */
const char *openbook_strerror(enum openbook_err e);

/* Flags of an account. */
#define OPENBOOK_INITIALIZED     UINT64_C(1)
#define OPENBOOK_MARKET          UINT64_C(2)
#define OPENBOOK_OPEN_ORDERS     UINT64_C(4)
#define OPENBOOK_REQUEST_QUEUE   UINT64_C(8)
#define OPENBOOK_EVENT_QUEUE     UINT64_C(16)
#define OPENBOOK_BIDS            UINT64_C(32)
#define OPENBOOK_ASKS            UINT64_C(64)
#define OPENBOOK_DISABLED        UINT64_C(128)
#define OPENBOOK_CLOSED          UINT64_C(256)
#define OPENBOOK_PERMISSIONED    UINT64_C(512)
#define OPENBOOK_CRANK_AUTHORITY UINT64_C(1024)

enum openbook_side {
	OPENBOOK_BID = 0, /* buys base */
	OPENBOOK_ASK = 1,
};

typedef unsigned __int128 openbook_id; /* high 64 bits: price in lots */

/* ---- the market ---- */

struct openbook_market {
	uint64_t flags;
	struct pubkey address;
	uint64_t vault_nonce; /* pda.h: openbook_vault_signer */
	struct pubkey base_mint, quote_mint;
	struct pubkey base_vault, quote_vault;
	struct pubkey request_queue, event_queue, bids, asks;
	uint64_t base_deposits, base_fees;   /* atoms */
	uint64_t quote_deposits, quote_fees; /* atoms */
	uint64_t quote_dust;                 /* atoms */
	uint64_t base_lot, quote_lot;        /* atoms a lot, not 0 */
	uint64_t fee_rate_bps;               /* not used by the program */
	uint64_t referrer_rebates;           /* quote atoms */
	/* Of a market with OPENBOOK_PERMISSIONED; else zero. */
	struct pubkey oo_authority, prune_authority, crank_authority;
	/* Not in the account: who runs it, who owns its vaults.  Set by
	 * openbook_market_bind, zero before. */
	struct pubkey program, vault_signer;
};

MM_CHECKED enum openbook_err openbook_market_decode(struct openbook_market *out,
						    const uint8_t *bytes,
						    size_t len);

/* openbook_market_bind sets program and vault_signer.  OPENBOOK_CORRUPT: the nonce
 * makes no address. */
MM_CHECKED enum openbook_err openbook_market_bind(struct openbook_market *m,
						  const struct pubkey *program);

/* ---- bids and asks ---- */

struct openbook_leaf {
	openbook_id order_id;
	uint64_t price; /* lots */
	uint64_t seq;   /* of the request queue; earlier is served first */
	uint64_t size;  /* base lots */
	uint64_t client_id;
	struct pubkey open_orders;
	uint8_t slot; /* of that account, < OPENBOOK_OO_SLOTS */
	uint8_t fee_tier;
	uint32_t node; /* where it stands in the tree */
};

struct openbook_slab {
	enum openbook_side side;
	struct openbook_leaf *leaves; /* best price first, then the earlier */
	size_t n;
	uint32_t capacity; /* nodes */
	uint32_t bump_index, free_list_len, free_list_head, root;
};

/* openbook_slab_decode: the whole side, which the flags name.
 *
 * out:     *out, leaves in the arena; undefined unless OPENBOOK_OK.
 * cost:    O(nodes); 455 leaves take about 5 us. */
MM_CHECKED enum openbook_err openbook_slab_decode(struct arena *a,
						  struct openbook_slab *out,
						  const uint8_t *bytes,
						  size_t len);

static inline uint64_t openbook_id_price(openbook_id id)
{
	return (uint64_t)(id >> 64);
}

/* openbook_id_seq: the sequence number an order of that side was given. */
static inline uint64_t openbook_id_seq(openbook_id id, enum openbook_side side)
{
	return side == OPENBOOK_BID ? ~(uint64_t)id : (uint64_t)id;
}

/* ---- open orders ---- */

struct openbook_oo {
	uint64_t flags;
	struct pubkey market;
	struct pubkey owner;                   /* the wallet */
	uint64_t base_free, base_total;        /* atoms; free <= total */
	uint64_t quote_free, quote_total;      /* atoms; free <= total */
	unsigned __int128 free_slots;          /* bit set: free */
	unsigned __int128 is_bid;              /* bit set: a bid */
	openbook_id orders[OPENBOOK_OO_SLOTS]; /* 0 where free */
	uint64_t client_ids[OPENBOOK_OO_SLOTS];
	uint64_t referrer_rebates; /* quote atoms */
};

MM_CHECKED enum openbook_err
openbook_oo_decode(struct openbook_oo *out, const uint8_t *bytes, size_t len);

/* A slot is used from placing until ConsumeEvents has seen its last event, so
 * also by orders that are no longer on the book. */
static inline bool openbook_oo_used(const struct openbook_oo *oo, int slot)
{
	return !(oo->free_slots >> slot & 1);
}

static inline enum openbook_side openbook_oo_side(const struct openbook_oo *oo,
						  int slot)
{
	return oo->is_bid >> slot & 1 ? OPENBOOK_BID : OPENBOOK_ASK;
}

/* openbook_oo_slots_free: 0..OPENBOOK_OO_SLOTS. */
int openbook_oo_slots_free(const struct openbook_oo *oo);

/* ---- the event queue ---- */

#define OPENBOOK_EVENT_FILL    1
#define OPENBOOK_EVENT_OUT     2
#define OPENBOOK_EVENT_BID     4
#define OPENBOOK_EVENT_MAKER   8
#define OPENBOOK_EVENT_RELEASE 16

struct openbook_event {
	uint64_t seq;  /* its number since the market began, from 0 */
	uint8_t flags; /* OPENBOOK_EVENT_* */
	uint8_t slot;
	uint8_t fee_tier;
	uint64_t released; /* atoms: received by a fill, unlocked by an out */
	uint64_t paid;     /* atoms: paid by a fill, still locked by an out */
	uint64_t fee;      /* quote atoms: a taker's fee, a maker's rebate  */
	openbook_id order_id;
	struct pubkey open_orders;
	uint64_t client_id;
};

/* A ring: events first..next-1 are still in it, of which the last `count` wait
 * for ConsumeEvents.  Sequence numbers count all events there ever were. */
struct openbook_events {
	uint64_t first; /* the oldest the ring still holds */
	uint64_t next;  /* of the next event */
	uint64_t count;
	uint64_t head, capacity;
	const uint8_t *bytes; /* of the events, in what was decoded */
};

MM_CHECKED enum openbook_err openbook_events_decode(struct openbook_events *out,
						    const uint8_t *bytes,
						    size_t len);

/* openbook_events_get: OPENBOOK_OK, OPENBOOK_COUNT if the ring does not hold that
 * number, OPENBOOK_CORRUPT if what stands there is no event. */
MM_CHECKED enum openbook_err
openbook_events_get(struct openbook_event *out, const struct openbook_events *q,
		    uint64_t seq);

/* ---- the request queue ---- */

struct openbook_requests {
	uint64_t head, count, capacity;
	uint64_t next_seq; /* of the next order */
};

MM_CHECKED enum openbook_err
openbook_requests_decode(struct openbook_requests *out, const uint8_t *bytes,
			 size_t len);

#endif
