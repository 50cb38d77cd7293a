/* lend_store.h - the accounts of a lending market and what each has and owes, in
 * columns.  Layer: math.
 *
 * An account is a number, given in order of its first sight and kept.  What it has is
 * a list of legs: one deposit, one debt or one stable debt in one reserve; a leg of
 * nothing does not exist.  Columns grow; their addresses do not last.
 */
#ifndef MM_LEND_STORE_H
#define MM_LEND_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LEND_ADDRESS_LEN 20
#define LEND_NONE        UINT32_MAX
#define LEND_HF_ONE      UINT32_C(100000000)
#define LEND_HF_MAX      (10 * LEND_HF_ONE)

struct lend_address {
	uint8_t b[LEND_ADDRESS_LEN];
};

enum lend_side { LEND_SUPPLY, LEND_DEBT, LEND_STABLE };

/* What an account is known to be. */
enum lend_class {
	LEND_FREE,    /* owes nothing, or was not looked at yet */
	LEND_SAFE,    /* health factor not under the mark for near */
	LEND_NEAR,    /* under it, not under 1 */
	LEND_BELOW,   /* under 1 */
	LEND_UNKNOWN, /* cannot be reckoned: never taken for safe */
};

struct lend_leg_kind {
	uint8_t reserve;
	uint8_t side;    /* enum lend_side */
	bool collateral; /* of a deposit: counts as such */
	bool twin;       /* bound under the price of its category */
};

/* Columns of accounts: n of them. */
struct lend_accounts {
	struct lend_address *address;
	uint32_t *first; /* leg, or LEND_NONE */
	uint32_t *watch; /* place in the list of the watched + 1; 0: bound */
	uint8_t *emode;
	uint8_t *class; /* enum lend_class */
	uint8_t *dirty; /* bool: in the list of those to be looked at */
	uint32_t *hf;  /* health factor when it was reckoned last, 1e-8; at most
			   LEND_HF_MAX; of no meaning without debt */
	uint8_t *said; /* what was said of it last: the caller's; 0: nothing */
	uint32_t n, cap;
};

/* Columns of legs: n of them, some of them free. */
struct lend_legs {
	unsigned __int128 *amount; /* scaled; of stable debt smallest parts */
	struct lend_leg_kind *kind;
	uint32_t *account;
	uint32_t *next; /* of the account, or of the free ones; LEND_NONE */
	uint32_t *low;  /* places in queues + 1; 0: not in one */
	uint32_t *high;
	uint32_t n, cap, free;
};

struct lend_store {
	struct lend_accounts a;
	struct lend_legs l;
	uint32_t *slot; /* account + 1 by hash of its address; 0: empty */
	uint32_t slots; /* a power of two */
	uint32_t last;  /* account asked for last: it mostly is again */
};

void lend_store_init(struct lend_store *s);
void lend_store_free(struct lend_store *s);

/* The account of that address; LEND_NONE: never seen. */
uint32_t lend_store_find(const struct lend_store *s,
			 const struct lend_address *a);
/* The same, made where it is new.  Over 2^31 accounts is death. */
uint32_t lend_store_account(struct lend_store *s, const struct lend_address *a);

/* The leg of an account in a reserve; LEND_NONE: it has none. */
uint32_t lend_store_leg(const struct lend_store *s, uint32_t account,
			uint8_t reserve, enum lend_side side);
/* A new leg of that account, the first of its list, in no queue. */
uint32_t lend_store_leg_add(struct lend_store *s, uint32_t account,
			    struct lend_leg_kind kind);
/* in: it is in no queue. */
void lend_store_leg_drop(struct lend_store *s, uint32_t leg);

#endif
