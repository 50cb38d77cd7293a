/* reader.h - what the parts of lp-read share: the frame's block, and the questions
 * that are asked at it.
 *
 * Each kind of record has a maker, a file of its own.  In a frame all makers are asked
 * in turn what they want to know (ask), then everything asked goes to the node at once
 * (a round), and so on until none asks any more; then each writes its records (tell).
 * So the rounds of a frame are as many as its longest chain of questions, not their
 * sum.  A maker is plugged in in lp-read.c, and has its part in struct reader.
 */
#ifndef MM_LP_READ_READER_H
#define MM_LP_READ_READER_H

#include "chain/uniswap.h"
#include "data/evm_conf.h"
#include "data/frame.h"
#include "data/rec_chain.h"
#include "data/rec_position.h"
#include "past.h"
#include "seen.h"
#include "venue/evm_purse.h"
#include "venue/evm_rounds.h"

struct settings {
	const char *store; /* NULL: none */
	bool pools_only;   /* pool and pool_ticks, nothing of wallets */
	bool all_ticks;    /* the whole map, not TICK_WORDS */
};

/* Contracts of mm.conf(5); known false: the key is empty. */
struct contract {
	bool known;
	struct evm_address at;
};

struct contracts {
	struct contract v2_factory, v3_factory, v3_manager, v4_pools,
		v4_manager, v4_view;
	struct contract v2_router, v3_router, v4_router, permit2;
};

struct v2_part;
struct v3_part;
struct v4_part;
struct pools_part;
struct store;
struct openings;

struct reader {
	const struct settings *settings;
	struct evm_conf conf;
	struct contracts contracts;
	struct jsonrpc *rpc;
	struct evm_batch batch;
	struct arena life;
	struct past past;          /* what the frames before this one said */
	struct store *store;       /* stored.c's; NULL: not open */
	struct openings *openings; /* pool_past.c's */
	int64_t vaults_silent_ms;  /* vaults.c's */

	/* Of the frame; what it points to lives in its arena. */
	struct frame *f;
	struct arena *a;
	int64_t ts_ms;
	const struct rec_chain *chain; /* the frame's block */
	struct seen seen;              /* records that came */
	struct evm_rounds rounds;
	struct v2_part *v2;
	struct v3_part *v3;
	struct v4_part *v4;
	struct evm_purses purses;
	struct pools_part *pools;
	bool store_lost; /* it could not be read: that was refused */
	struct rec_position **positions; /* found in this frame */
	size_t n_positions;
	struct rec_position **gone; /* of the past, and no more */
	size_t n_gone;
	struct rec_list moved;   /* const char *: positions that left us */
	struct rec_list unread;  /* const char *: positions that were refused */
	struct rec_list unnamed; /* const char *: tokens without a name */
	struct rec_list tokens;  /* const struct evm_asset *: that were named */
};

/* reader_ask: the contract is asked with the next round; the answer is there after
 * it. */
const struct evm_view *reader_ask(struct reader *r,
				  const struct evm_address *to,
				  enum uniswap_view what,
				  const struct u256 *words);

/* reader_answer: data of at least n words; NULL: there is no such answer. */
const uint8_t *reader_answer(const struct evm_view *v, size_t n);

/* reader_round asks what was asked since the last one.  False: nothing may be
 * believed; the frame is refused. */
MM_CHECKED bool reader_round(struct reader *r);

/* reader_asset: the asset at that address (zero: the native coin), whose `token` is told with this frame.
 * NULL: ASSETS does not know it, which is refused once a frame. */
const struct evm_asset *reader_asset(struct reader *r,
				     const struct evm_address *at);

/* reader_tokens: the two tokens at these addresses into the record.  NULL, or why
 * not: a constant. */
MM_CHECKED const char *reader_tokens(struct reader *r, struct rec_position *p,
				     const struct u256 address[static 2]);

/* reader_position, reader_gone, reader_moved: one that was found, one that is no more,
 * one that is another's now.  Of a position of the past that is none of these the
 * past stands: it was refused, or is refused as vanished. */
void reader_position(struct reader *r, struct rec_position *p);
void reader_gone(struct reader *r, struct rec_position *p);
void reader_moved(struct reader *r, const char *position);

/* reader_unread refuses a position that cannot be told. */
void reader_unread(struct reader *r, const char *position, const char *reason,
		   const char *why);

/* reader_is_told: it is one of those found, gone or moved. */
bool reader_is_told(const struct reader *r, const char *position);

/* reader_vanished refuses the positions of the past that nothing is known of any
 * more: absent is never zero. */
void reader_vanished(struct reader *r);

/* reader_amount: atoms in units of the asset.  ST_OVERFLOW: more than a record
 * holds. */
MM_CHECKED enum status reader_amount(struct dec *out, struct u256 atoms,
				     int64_t decimals);

/* reader_address: its text, in the frame's arena. */
const char *reader_address(struct reader *r, const struct evm_address *at);

/* reader_word: 0x and its 64 digits, in the frame's arena: a topic, an id of a pool. */
const char *reader_word(struct reader *r, struct u256 word);

/* ---- tell.c: the records token, position and closed; and past is brought up to date
 * ---- */

void tell_all(struct reader *r);

/* ---- v2.c: shares of pairs ---- */

void v2_begin(struct reader *r); /* behind pools_begin */
void v2_ask(struct reader *r);
void v2_make(struct reader *r);

/* ---- v3.c: positions of the NonfungiblePositionManager ---- */

void v3_begin(struct reader *r);
void v3_ask(struct reader *r);  /* what is still to be known */
void v3_make(struct reader *r); /* into positions and gone */

/* ---- v4.c: positions of v4's PositionManager ---- */

void v4_begin(struct reader *r);
void v4_ask(struct reader *r);
void v4_make(struct reader *r);

#endif
