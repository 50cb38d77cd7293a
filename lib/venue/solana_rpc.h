/* solana_rpc.h - the JSON-RPC of Solana's nodes: what can be asked.  Layer: venue.
 * source: solana.com/docs/rpc/http.  Replies: venue/solana_reply.h.
 *
 * A question is written into a request, sent, and its reply read:
 *
 *     solana_ask_accounts(&q, keys, n, at);
 *     if (jsonrpc_call(rpc, &q))
 *             ... q.reply.err, q.reply.why
 *     else if ((why = solana_read_accounts(&got, a, n, &q.reply)))
 *             ... the node answers something else
 *
 * or several at the same time with jsonrpc_run, or to all nodes with jsonrpc_cast.
 */
#ifndef MM_SOLANA_RPC_H
#define MM_SOLANA_RPC_H

#include "chain/pubkey.h"
#include "io/jsonrpc.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SOLANA_ACCOUNTS_MAX   100  /* in one getMultipleAccounts              */
#define SOLANA_STATUSES_MAX   256  /* in one getSignatureStatuses             */
#define SOLANA_SIGNATURES_MAX 1000 /* in one getSignaturesForAddress         */
#define SOLANA_FILTERS_MAX    4
#define SOLANA_REPLY_MAX      ((size_t)64 << 20)

/* Errors a caller may want to tell apart: jsonrpc_reply.code. */
#define SOLANA_ERR_PREFLIGHT    (-32002) /* simulation failed: data.err      */
#define SOLANA_ERR_UNHEALTHY    (-32005) /* the node is behind               */
#define SOLANA_ERR_MIN_SLOT     (-32016) /* min_slot not reached yet         */
#define SOLANA_ERR_BLOCK_ABSENT (-32004)

enum solana_commitment {
	SOLANA_PROCESSED,
	SOLANA_CONFIRMED,
	SOLANA_FINALIZED,
};

/* As of when an answer is wanted. */
struct solana_at {
	enum solana_commitment commitment;
	int64_t min_slot; /* 0: any */
};

/* solana_rpc_open: the nodes of SOLANA_RPC with RPC_RPS, HTTP_TIMEOUT and
 * HTTP_PLAIN.
 *
 * returns: NULL, and *why (constant phrase), where a key, a file or a URL cannot be
 *          used.  Owner: caller, jsonrpc_close. */
struct jsonrpc *solana_rpc_open(const char **why);

void solana_ask_accounts(struct jsonrpc_request *q, const struct pubkey *keys,
			 size_t n, struct solana_at at);

/* What an account's bytes must be to be wanted. */
struct solana_filter {
	size_t offset;
	const uint8_t *bytes;
	size_t len; /* at most 128 */
};

struct solana_want {
	struct pubkey program;
	size_t data_size; /* 0: any */
	struct solana_filter filter[SOLANA_FILTERS_MAX];
	size_t n_filters;
	size_t slice_at, slice_len; /* part of the data wanted; 0, 0: all */
};

void solana_ask_program_accounts(struct jsonrpc_request *q,
				 const struct solana_want *want,
				 struct solana_at at);

/* By mint, or (mint NULL) all of a token program. */
void solana_ask_token_accounts(struct jsonrpc_request *q,
			       const struct pubkey *owner,
			       const struct pubkey *mint,
			       const struct pubkey *token_program,
			       struct solana_at at);

void solana_ask_blockhash(struct jsonrpc_request *q, struct solana_at at);
void solana_ask_height(struct jsonrpc_request *q, struct solana_at at);
void solana_ask_slot(struct jsonrpc_request *q, struct solana_at at);
void solana_ask_rent(struct jsonrpc_request *q, size_t data_len);

/* signatures: base58.  history: look further back than the last 150 blocks. */
void solana_ask_statuses(struct jsonrpc_request *q,
			 const char *const *signatures, size_t n, bool history);

/* Not retried by the node: what is sent again is the caller's to say.
 * class:   BUCKET_URGENT for what reduces risk. */
void solana_ask_send(struct jsonrpc_request *q, const uint8_t *tx, size_t len,
		     bool skip_preflight, int64_t min_slot,
		     enum bucket_class class);

/* verify: the signatures too; else the blockhash is replaced by a recent one. */
void solana_ask_simulate(struct jsonrpc_request *q, const uint8_t *tx,
			 size_t len, bool verify, struct solana_at at);

/* at.commitment: confirmed or finalized. */
void solana_ask_transaction(struct jsonrpc_request *q, const char *signature,
			    struct solana_at at);

/* Newest first.  before, until: signatures, or NULL; limit: 1..1000. */
void solana_ask_signatures(struct jsonrpc_request *q,
			   const struct pubkey *address, size_t limit,
			   const char *before, const char *until,
			   struct solana_at at);

/* What transactions that wrote these accounts paid lately; n at most 128. */
void solana_ask_fees(struct jsonrpc_request *q, const struct pubkey *keys,
		     size_t n);
/* The same as an estimate, where the node has the method (Helius). */
void solana_ask_fee_levels(struct jsonrpc_request *q, const struct pubkey *keys,
			   size_t n);

#endif
