/* pairs.h - which prices are wanted, and from where (PRICE_PAIRS, PRICE_SOURCES of
 * mm.conf(5)), and what each source said in this frame. */
#ifndef PRICE_READ_PAIRS_H
#define PRICE_READ_PAIRS_H

#include "base/mem.h"
#include "chain/evm_address.h"
#include "chain/pyth.h"
#include "math/consensus.h"

enum source_kind {
	SOURCE_PYTH,        /* account of Pyth on the chain */
	SOURCE_HERMES,      /* the same over HTTP            */
	SOURCE_SWITCHBOARD, /* account of Switchboard        */
	SOURCE_CHAINLINK,   /* feed of Chainlink, on EVM_RPC */
	SOURCE_BINANCE,
	SOURCE_BYBIT,
	SOURCE_JUPITER, /* what a swap would give         */
	SOURCE_BOOK,    /* middle of a `book` of the frame */
	SOURCE_VIA,     /* cross of two other pairs        */
};

struct source {
	enum source_kind kind;
	const char *text; /* as configured: "binance:SOLUSDT" */
	const char *arg;  /* symbol, market or asset between; "" if none */
	uint8_t feed[PYTH_FEED_LEN]; /* Pyth's, either way */
	struct pubkey account;       /* on the chain       */
	struct evm_address contract; /* Chainlink: feed   */
	int64_t heartbeat_ms;        /* Chainlink: it speaks so often */
	const char *mint, *mint_out; /* Jupiter: assets    */
	struct dec amount;           /* Jupiter: of the first */

	/* Of this frame. */
	const char *why; /* NULL: said is what it says */
	struct consensus_source said;
};

enum pair_state { PAIR_OPEN, PAIR_BUSY, PAIR_SETTLED };

struct pair {
	const char *name; /* "SOL/USD" */
	const char *base, *quote;
	bool wanted;   /* named by PRICE_PAIRS */
	bool optional; /* if there is no price, the frame goes on */
	bool needed;   /* wanted, or a wanted one's cross needs it */
	int agree;     /* sources that must */
	struct source *source[CONSENSUS_MAX];
	size_t n;

	/* Of this frame. */
	enum pair_state state;
	const char *why; /* NULL: price is known */
	struct consensus price;
};

struct pairs {
	struct pair *v;
	size_t n;
};

/* pairs_read: a key that cannot be used is one line, and exit MM_USAGE. */
void pairs_read(struct pairs *p, struct arena *a);

struct pair *pairs_find(const struct pairs *p, const char *base,
			const char *quote);

/* The pairs a cross of pair via an asset is made of: the price is that of first
 * times that of second, each turned over where the pair is listed the other way
 * round.  False: they are not listed. */
struct leg {
	struct pair *pair;
	bool over; /* 1 / price */
};

bool pairs_legs(const struct pairs *p, struct leg legs[static 2],
		const struct pair *pair, const char *via);

#endif
