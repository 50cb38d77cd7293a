/* openbook_ix.h - instructions of OpenBook v1.  Layer: chain.
 *
 * As in sol_ix.h, one struct says what an instruction does, openbook_ix_make
 * writes it and openbook_ix_read reads it:
 *
 *	struct openbook_action act = openbook_action(&market, OPENBOOK_SETTLE);
 *	act.open_orders = &oo; act.owner = &wallet;
 *	act.base_wallet = &base_ata; act.quote_wallet = &quote_ata;
 *	ix = openbook_ix_make(a, &market.program, &act);
 *
 * openbook_action fills in what the market says (in brackets below).  (s) signs,
 * (w) is written to; ? may be NULL.
 *
 *	INIT_MARKET   [market(w) request_queue(w) event_queue(w) bids(w) asks(w)
 *	              base_vault(w) quote_vault(w) base_mint quote_mint],
 *	              authority? (oo) prune_authority? crank_authority?, each only
 *	              with the one before; base_lot quote_lot fee_bps nonce dust
 *	CONSUME       oos(w) n_oos, [market(w) event_queue(w)]; limit
 *	SETTLE        [market(w)] open_orders(w) owner(s) [base_vault(w)
 *	              quote_vault(w)] base_wallet(w) quote_wallet(w)
 *	              [vault_signer], referrer?(w), a quote wallet
 *	NEW_ORDER     [market(w)] open_orders(w) [request_queue(w) event_queue(w)
 *	              bids(w) asks(w)] payer(w), the wallet of the side's mint,
 *	              owner(s) [base_vault(w) quote_vault(w)]; orders[0]
 *	CANCEL        [market bids(w) asks(w)] open_orders(w) owner(s)
 *	              [event_queue(w)]; side order_id
 *	CANCEL_ID     as CANCEL; client_ids[0]
 *	CLOSE_OO      open_orders(w) owner(s) destination(w), which gets the rent,
 *	              [market]
 *	INIT_OO       open_orders(w) owner(s) [market], authority?(s)
 *	PRUNE         [market(w) bids(w) asks(w)] authority(s) open_orders(w) owner
 *	              [event_queue(w)]; limit
 *	CONSUME_PERMISSIONED
 *	              oos(w) n_oos, [market(w) event_queue(w)] authority(s); limit
 *	CANCEL_IDS    as CANCEL; client_ids, n_client_ids
 *	REPLACE       as NEW_ORDER; orders[0]
 *	REPLACE_MANY  as NEW_ORDER; orders, n_orders, one side for all
 *
 * Client ids: 0 is none.  CANCEL_IDS ignores what it does not find; REPLACE cancels
 * the orders of the id if there are, then places.
 *
 * source: openbook-dex/program c85e56d, instruction.rs; tried on the program.
 */
#ifndef MM_OPENBOOK_IX_H
#define MM_OPENBOOK_IX_H

#include "chain/openbook.h"
#include "chain/sol_ix.h"

#define OPENBOOK_BATCH_MAX 8 /* orders, or client ids, of one instruction */
#define OPENBOOK_NO_EXPIRY INT64_MAX
#define OPENBOOK_LIMIT_MAX 65535

/* The numbers are the program's. */
enum openbook_kind {
	OPENBOOK_INIT_MARKET = 0,
	OPENBOOK_CONSUME = 3,
	OPENBOOK_SETTLE = 5,
	OPENBOOK_NEW_ORDER = 10, /* NewOrderV3 */
	OPENBOOK_CANCEL = 11,    /* CancelOrderV2 */
	OPENBOOK_CANCEL_ID = 12, /* CancelOrderByClientIdV2 */
	OPENBOOK_CLOSE_OO = 14,
	OPENBOOK_INIT_OO = 15,
	OPENBOOK_PRUNE = 16,
	OPENBOOK_CONSUME_PERMISSIONED = 17,
	OPENBOOK_CANCEL_IDS = 18,   /* CancelOrdersByClientIds */
	OPENBOOK_REPLACE = 19,      /* ReplaceOrderByClientId */
	OPENBOOK_REPLACE_MANY = 20, /* ReplaceOrdersByClientIds */
};

enum openbook_order_type {
	OPENBOOK_LIMIT = 0,
	OPENBOOK_IOC = 1,
	OPENBOOK_POST_ONLY = 2,
};

enum openbook_self_trade {
	OPENBOOK_DECREMENT_TAKE = 0,
	OPENBOOK_CANCEL_PROVIDE = 1,
	OPENBOOK_ABORT = 2,
};

/* The program refuses a price, size or max_quote of 0, for asks too. */
struct openbook_order {
	enum openbook_side side;
	uint64_t price;     /* lots */
	uint64_t size;      /* base lots */
	uint64_t max_quote; /* quote atoms a bid may lock, fees included */
	enum openbook_self_trade self_trade;
	enum openbook_order_type type;
	uint64_t client_id;
	uint16_t limit; /* matches at most: OPENBOOK_LIMIT_MAX */
	int64_t max_ts; /* refused behind that second of the chain's clock, or
			 * OPENBOOK_NO_EXPIRY */
};

struct openbook_action {
	enum openbook_kind kind;
	const struct pubkey *market, *open_orders, *owner, *payer;
	const struct pubkey *request_queue, *event_queue, *bids, *asks;
	const struct pubkey *base_vault, *quote_vault, *base_mint, *quote_mint;
	const struct pubkey *base_wallet, *quote_wallet, *vault_signer;
	const struct pubkey *referrer, *destination;
	const struct pubkey *authority, *prune_authority, *crank_authority;
	const struct pubkey *oos; /* open-orders accounts; when read: in the */
	size_t n_oos;             /* arena                                   */
	struct openbook_order orders[OPENBOOK_BATCH_MAX];
	size_t n_orders;
	uint64_t client_ids[OPENBOOK_BATCH_MAX];
	size_t n_client_ids;
	enum openbook_side side;
	openbook_id order_id;
	uint16_t limit;
	uint64_t base_lot, quote_lot, nonce, dust;
	uint16_t fee_bps;
};

/* openbook_kind_name: "NewOrderV3"; a constant, never NULL. */
const char *openbook_kind_name(enum openbook_kind kind);

/* openbook_action: of that kind with all the market says; pointers go into m. */
struct openbook_action openbook_action(const struct openbook_market *m,
				       enum openbook_kind kind);

/* openbook_ix_make: the instruction, all of it in the arena.  For a single order or
 * client id n_orders and n_client_ids need not be set.  oos are put in the order
 * the program looks them up (openbook_oo_order), each once.
 * in: every address the kind has is given, 1 <= n <= OPENBOOK_BATCH_MAX. */
struct sol_ix openbook_ix_make(struct arena *a, const struct pubkey *program,
			       const struct openbook_action *act);

/* openbook_ix_read: whatever the program, which is for the caller to check.
 *
 * out: *act, whose addresses stand in ix, oos in the arena; zero unless IX_OK.
 *      A NewOrderV3 without max_ts has OPENBOOK_NO_EXPIRY; n_orders and
 *      n_client_ids are always set.
 * returns: IX_OK, IX_UNKNOWN (a tag not above), IX_MALFORMED. */
MM_CHECKED enum ix_err openbook_ix_read(struct arena *a,
					struct openbook_action *act,
					const struct sol_ix *ix);

/* openbook_oo_order: how ConsumeEvents wants its accounts: four little-endian words
 * each, compared one after the other.  For qsort of struct pubkey. */
int openbook_oo_order(const void *a, const void *b);

/* openbook_error_name: of a program's Custom(code): "InsufficientFunds"; NULL if it
 * is none of the program's.  openbook_assertion: code is an assertion of the
 * program; sets *file ("state.rs") and *line. */
const char *openbook_error_name(uint32_t code);
MM_CHECKED bool openbook_assertion(const char **file, int *line, uint32_t code);

#endif
