/* solana_reply.h - the replies of Solana's nodes, decoded.  Layer: venue.
 *
 * Each reader takes a reply that is JSONRPC_OK and returns NULL, or a constant
 * phrase: what came has another shape, and nothing of it may be used.  Lists and
 * bytes go to the arena; a `const char *` points into the reply and lives as long
 * as its request is not begun again.
 */
#ifndef MM_SOLANA_REPLY_H
#define MM_SOLANA_REPLY_H

#include "base/mem.h"
#include "venue/solana_rpc.h"
#include "venue/solana_txerr.h"

struct solana_account {
	struct pubkey address;
	struct pubkey owner;
	uint64_t lamports;
	const uint8_t *data; /* in the arena; never NULL where it exists */
	size_t len;
	bool exists;
	bool executable;
};

struct solana_accounts {
	int64_t slot; /* all of them as of this slot; 0: the node does not say */
	struct solana_account *v;
	size_t n;
};

/* keys: those that were asked for, in that order. */
MM_CHECKED const char *solana_read_accounts(struct solana_accounts *out,
					    struct arena *a,
					    const struct pubkey *keys, size_t n,
					    const struct jsonrpc_reply *r);

/* Of solana_ask_program_accounts and solana_ask_token_accounts: those found. */
MM_CHECKED const char *solana_read_found(struct solana_accounts *out,
					 struct arena *a,
					 const struct jsonrpc_reply *r);

struct solana_blockhash {
	int64_t slot;
	struct pubkey hash;
	int64_t last_valid_height;
};

MM_CHECKED const char *solana_read_blockhash(struct solana_blockhash *out,
					     const struct jsonrpc_reply *r);

/* Of slot, height and rent. */
MM_CHECKED const char *solana_read_number(int64_t *out,
					  const struct jsonrpc_reply *r);

struct solana_status {
	bool found;
	int64_t slot;
	enum solana_commitment commitment;
	struct solana_txerr err;
};

/* out: n of them, in the order asked; *slot: as of when. */
MM_CHECKED const char *solana_read_statuses(struct solana_status *out, size_t n,
					    int64_t *slot,
					    const struct jsonrpc_reply *r);

/* *out: the signature, base58. */
MM_CHECKED const char *solana_read_sent(const char **out,
					const struct jsonrpc_reply *r);

struct solana_logs {
	const char **v;
	size_t n;
};

struct solana_simulation {
	int64_t slot;
	struct solana_txerr err;
	int64_t units; /* -1: not said */
	struct solana_logs logs;
};

MM_CHECKED const char *solana_read_simulation(struct solana_simulation *out,
					      struct arena *a,
					      const struct jsonrpc_reply *r);

/* solana_read_preflight: the simulation in the error data of a send that was
 * refused with SOLANA_ERR_PREFLIGHT. */
MM_CHECKED const char *solana_read_preflight(struct solana_simulation *out,
					     struct arena *a,
					     const struct jsonrpc_reply *r);

/* A token account's balance before or after a transaction. */
struct solana_token_balance {
	int64_t account; /* index of the message's keys, tables included */
	struct pubkey mint;
	struct pubkey owner;
	bool owner_known;
	uint64_t amount;
	int64_t decimals; /* of the mint */
};

struct solana_balances {
	uint64_t *lamports; /* one for each key of the message; none where the
			       node keeps none */
	size_t n;
	struct solana_token_balance *token;
	size_t n_token;
};

struct solana_transaction {
	bool found;
	int64_t slot;
	int64_t block_time_s; /* -1: not known */
	struct solana_txerr err;
	uint64_t fee;
	const uint8_t *raw; /* wire bytes */
	size_t raw_len;
	struct solana_balances before, after;
	struct solana_logs logs; /* empty where the node keeps none */
};

MM_CHECKED const char *solana_read_transaction(struct solana_transaction *out,
					       struct arena *a,
					       const struct jsonrpc_reply *r);

struct solana_signature {
	const char *signature;
	int64_t slot;
	int64_t block_time_s; /* -1: not known */
	bool failed;
};

MM_CHECKED const char *solana_read_signatures(struct solana_signature **out,
					      size_t *n, struct arena *a,
					      const struct jsonrpc_reply *r);

/* Micro-lamports per compute unit, one for each recent slot, ascending. */
struct solana_fees {
	int64_t *v;
	size_t n;
};

MM_CHECKED const char *solana_read_fees(struct solana_fees *out,
					struct arena *a,
					const struct jsonrpc_reply *r);

/* The fee that pct of a hundred of the slots did not exceed; 0 of no slots. */
int64_t solana_fee_percentile(const struct solana_fees *f, int pct);

/* The levels of a fee estimate, about the 25th, 50th, 75th and 95th percentile, in
 * micro-lamports per compute unit, rounded up. */
struct solana_fee_levels {
	int64_t low, medium, high, very_high;
};

MM_CHECKED const char *solana_read_fee_levels(struct solana_fee_levels *out,
					      const struct jsonrpc_reply *r);

#endif
