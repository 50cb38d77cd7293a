/* op.h - one action on its way into a transaction, and what all of tx-build knows
 * of the frame at hand.  Layer: cmd. */
#ifndef MM_TX_BUILD_OP_H
#define MM_TX_BUILD_OP_H

#include "chain/openbook_ix.h"
#include "chain/openbook_lots.h"
#include "data/frame.h"
#include "data/sol_conf.h"
#include "math/order.h"
#include "seen.h"

/* The order of things within a transaction: what frees money and slots stands
 * before what needs them. */
enum op_phase {
	PHASE_INIT,   /* open-orders accounts, lookup tables                */
	PHASE_CANCEL, /* orders go                                          */
	PHASE_CRANK,  /* their slots are handed back                        */
	PHASE_SETTLE, /* what is free on the market comes home              */
	PHASE_FUND,   /* unwrap, wrap                                       */
	PHASE_ORDER,  /* place, replace                                     */
	PHASE_SPEND,  /* transfer, swap                                     */
	PHASE_CLOSE,  /* accounts that are empty by now                     */
};

enum op_kind {
	OP_FIXED,     /* instructions of its own        */
	OP_CANCEL_ID, /* shares one instruction with 7  */
	OP_ORDER,     /* likewise, of its side          */
};

#define OP_ATAS_MAX 2

/* A market of the frame, as the chain has it. */
struct place {
	const struct rec_market *rec;
	struct openbook_market market;
	struct openbook_lots lots;
};

/* A token account that has to be there: it is made where it is not known to be. */
struct op_ata {
	const struct sol_wallet *owner;
	const char *asset;
	struct pubkey mint;
};

struct op {
	const struct rec_action *act;
	const struct sol_wallet *wallet; /* signs and pays */
	const struct place *place;       /* NULL: not on a market */
	enum op_kind kind;
	enum op_phase phase;
	size_t seq;   /* as it came */
	size_t depth; /* how many it stands behind, in its transaction */
	struct op *before, *behind; /* the chain of `after` */
	bool risk;                  /* it can add risk */
	bool fragile; /* it may fail for reasons of its own: not with others */
	bool alone;   /* it shares a transaction with nothing else */
	bool leads;   /* what comes after it on its wallet needs it */
	bool added;   /* by tx-build: its action is emitted too */
	bool dropped; /* refused, or held back by a refusal */

	struct pubkey oo;            /* CANCEL_ID, ORDER */
	uint64_t client_id;          /* CANCEL_ID */
	struct openbook_order order; /* ORDER */
	struct pubkey payer;         /* ORDER: the side's token account */
	__int128 needs;              /* ORDER: atoms locked, less those freed */

	struct sol_ix *ixs; /* FIXED */
	size_t n_ixs;
	uint64_t units;         /* FIXED: compute units, with margin */
	uint64_t spends;        /* lamports that go elsewhere */
	uint64_t rent;          /* lamports an account of ours is made with */
	bool keeps_reserve;     /* spends leaves FEE_RESERVE_SOL where it is */
	struct rec_list tables; /* of const char *: that it wants */
	struct op_ata atas[OP_ATAS_MAX];
	size_t n_atas;
};

/* An associated token account, remembered: finding one costs 30 us. */
struct ata {
	const struct sol_wallet *owner;
	struct pubkey mint, address;
};

/* A lookup table; LUTS names it, or only a quote does. */
struct table {
	const char *address;
	bool named;
	struct sol_lut lut;
};

/* What one refusal will say, and of whom. */
struct refused_ops {
	const char *reason, *text;
	const char **ids;
	size_t n;
};

struct build_conf {
	struct sol_conf sol;
	uint16_t strategy;
	uint64_t fee_reserve;      /* lamports */
	uint64_t fee_min, fee_max; /* micro-lamports a compute unit */
	const char *fee_pctl;
	bool crank; /* hand out events though no slot is needed */
	bool jito;
	uint64_t tip;           /* lamports a bundle */
	struct dec max_capital; /* quote; DEC_NONE: no limit */
	struct dec settle_min;  /* quote; DEC_NONE: never for that alone */
};

/* A frame in the making; everything in the frame's arena. */
struct build {
	struct frame *f;
	struct arena *a;
	const struct build_conf *conf;
	const struct seen *seen;
	int64_t ts_ms;
	struct op **ops;
	size_t n_ops;
	struct refused_ops *refusals; /* said by ops_say_refused */
	size_t n_refusals;
	struct place *places; /* one per market of the frame */
	size_t n_places;

	struct table *tables; /* those that may be used */
	size_t n_tables;
	struct ata *atas; /* those asked for so far */
	size_t n_atas;

	struct pubkey blockhash;
	uint64_t unit_price; /* micro-lamports a compute unit */
	struct pubkey tip_account;
	const char
		*no_table; /* of LUTS, that no record came of; NULL: all did */
	struct arena scratch; /* of one try */
};

/* op_new: an op for that action, at the end of b->ops. */
struct op *op_new(struct build *b, const struct rec_action *act);

/* op_refuse drops the op; those refused for the same reason in the same words are
 * named by one refusal, which ops_say_refused writes.  Returns false. */
bool op_refuse(struct build *b, struct op *op, const char *reason,
	       const char *fmt, ...) MM_PRINTF(4, 5);

void ops_say_refused(struct build *b);

/* op_add_ix appends an instruction to a FIXED op. */
void op_add_ix(struct build *b, struct op *op, struct sol_ix ix,
	       uint64_t units);

/* op_needs_ata: the token account of owner for an asset has to be there. */
void op_needs_ata(struct op *op, const struct sol_wallet *owner,
		  const char *asset, const struct pubkey *mint);

/* ata_of: where the associated token account of owner for a mint is. */
struct pubkey ata_of(struct build *b, const struct sol_wallet *owner,
		     const struct pubkey *mint);

/* op_mint: the mint of an asset, and its decimals; false: said why. */
bool op_mint(struct build *b, struct op *op, const char *asset,
	     struct pubkey *mint, int *decimals);

/* ---- what each kind of action becomes; false: refused, and said so ---- */

bool op_order(struct build *b, struct op *op); /* place, replace */
bool op_cancel(struct build *b, struct op *op);
bool op_settle(struct build *b, struct op *op);
bool op_crank(struct build *b, struct op *op);
bool op_init_oo(struct build *b, struct op *op);
bool op_close(struct build *b, struct op *op);
bool op_lut_create(struct build *b, struct op *op);
bool op_lut_extend(struct build *b, struct op *op);
bool op_lut_close(struct build *b, struct op *op);
bool op_wrap(struct build *b, struct op *op);
bool op_unwrap(struct build *b, struct op *op);
bool op_transfer(struct build *b, struct op *op);
bool op_swap(struct build *b, struct op *op);

/* op_make: the op of an action of the frame, by its kind. */
void op_make(struct build *b, const struct rec_action *act);

/* op_add: one that nobody asked for, with an action of its own to be emitted.
 * NULL: it cannot be made, and nobody needs to know. */
struct op *op_add(struct build *b, struct rec_action *act);

/* ops_link follows `after`; what stands behind something that is not made is not
 * made either.  To be called again after more was dropped. */
void ops_link(struct build *b);

/* place_of: the market as the chain has it, or NULL, and refused. */
const struct place *place_of(struct build *b, struct op *op);

#endif
