/* reader.h - what the parts of lend-read share: the frame's block, the markets, and the
 * questions that are asked. */
#ifndef MM_LEND_READ_READER_H
#define MM_LEND_READ_READER_H

#include "data/evm_conf.h"
#include "data/frame.h"
#include "data/rec_chain.h"
#include "venue/evm_event.h"
#include "venue/evm_logs.h"
#include "venue/evm_purse.h"
#include "venue/evm_rounds.h"

struct protocol;
struct market;

struct settings {
	bool check; /* all is read, and must be what was held */
};

/* Records of the frame: lists of pointers to copies in its arena. */
struct seen {
	struct rec_list chains, events, removed;
	int64_t landed; /* our newest landing, by `lane` */
};

struct reader {
	const struct settings *settings;
	struct evm_conf conf;
	struct jsonrpc *rpc;
	struct evm_batch batch;
	struct evm_logs logs;
	struct arena life;
	struct evm_spender *spenders; /* who may take what the wallets hold */
	size_t n_spenders;
	bool has_permit2;
	struct evm_address permit2;
	struct market *markets;
	size_t n_markets;

	/* Of the frame; what it points to lives in its arena. */
	struct frame *f;
	struct arena *a;
	int64_t ts_ms;
	const struct rec_chain *chain; /* the frame's block */
	struct seen seen;
	struct evm_rounds rounds;
	struct evm_purses purses;
	const struct evm_view *time; /* of the block, as the nodes run it */
	struct rec_list tokens;      /* const char *: names that were told */
	bool failed; /* refused: nothing is told or remembered */
};

/* reader_open reads the configuration and opens the nodes; a key that cannot be used
 * ends the program.  Owner: caller, reader_close. */
void reader_open(struct reader *r);
void reader_close(struct reader *r);

/* reader_refuse refuses the frame: nothing of this program stands in it. */
void reader_refuse(struct reader *r, const char *reason, const char *fmt, ...)
	MM_PRINTF(3, 4);

/* reader_token tells what a token is called, once a frame.  Texts are of the frame. */
void reader_token(struct reader *r, const char *name, const char *address,
		  int64_t decimals);

/* reader_address: its text, checksummed, in the frame's arena. */
const char *reader_address(struct reader *r, const struct evm_address *at);

/* reader_dec: a whole number as records have it.  False: it is over 127 bits. */
MM_CHECKED bool reader_dec(struct dec *out, unsigned __int128 n);

/* reader_hash: what a record says, but when and at which block that was. */
uint64_t reader_hash(const struct rec_type *type, const void *rec);

#endif
