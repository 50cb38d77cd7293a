#include "base/base64.h"
#include "base/mem.h"
#include "data/out_pair.h"
#include "venue/solana_rpc.h"

#include <stdlib.h>

static const char *const commitments[] = { "processed", "confirmed",
					   "finalized" };

static void put_pubkey(struct out *o, const struct pubkey *k)
{
	char text[PUBKEY_STR_SZ];

	out_str(o, pubkey_format(text, k));
}

static void put_pubkeys(struct out *o, const struct pubkey *keys, size_t n)
{
	out_array(o);
	for (size_t i = 0; i < n; i++)
		put_pubkey(o, &keys[i]);
	out_array_end(o);
}

static void put_base64(struct out *o, const uint8_t *bytes, size_t len)
{
	char *text = mem_alloc(BASE64_SZ(len), 1);

	base64_format(text, bytes, len);
	out_str(o, text);
	free(text);
}

/* Members of an options object that is open. */
static void put_at(struct out *o, struct solana_at at)
{
	out_pair_str(o, "commitment", commitments[at.commitment]);
	if (at.min_slot > 0)
		out_pair_int(o, "minContextSlot", at.min_slot);
}

static void put_at_alone(struct out *o, struct solana_at at)
{
	out_object(o);
	put_at(o, at);
	out_object_end(o);
}

static void put_account_options(struct out *o, struct solana_at at)
{
	out_pair_str(o, "encoding", "base64");
	put_at(o, at);
}

void solana_ask_accounts(struct jsonrpc_request *q, const struct pubkey *keys,
			 size_t n, struct solana_at at)
{
	struct out *o = jsonrpc_begin(q, "getMultipleAccounts", BUCKET_PLAIN);

	put_pubkeys(o, keys, n);
	out_object(o);
	put_account_options(o, at);
	out_object_end(o);
}

static void put_filters(struct out *o, const struct solana_want *want)
{
	out_key(o, "filters");
	out_array(o);
	if (want->data_size) {
		out_object(o);
		out_pair_int(o, "dataSize", (int64_t)want->data_size);
		out_object_end(o);
	}
	for (size_t i = 0; i < want->n_filters; i++) {
		const struct solana_filter *f = &want->filter[i];

		out_object(o);
		out_key(o, "memcmp");
		out_object(o);
		out_pair_int(o, "offset", (int64_t)f->offset);
		out_pair_str(o, "encoding", "base64");
		out_key(o, "bytes");
		put_base64(o, f->bytes, f->len);
		out_object_end(o);
		out_object_end(o);
	}
	out_array_end(o);
}

void solana_ask_program_accounts(struct jsonrpc_request *q,
				 const struct solana_want *want,
				 struct solana_at at)
{
	struct out *o = jsonrpc_begin(q, "getProgramAccounts", BUCKET_PLAIN);

	put_pubkey(o, &want->program);
	out_object(o);
	put_account_options(o, at);
	out_pair_bool(o, "withContext", true);
	if (want->slice_len) {
		out_key(o, "dataSlice");
		out_object(o);
		out_pair_int(o, "offset", (int64_t)want->slice_at);
		out_pair_int(o, "length", (int64_t)want->slice_len);
		out_object_end(o);
	}
	put_filters(o, want);
	out_object_end(o);
}

void solana_ask_token_accounts(struct jsonrpc_request *q,
			       const struct pubkey *owner,
			       const struct pubkey *mint,
			       const struct pubkey *token_program,
			       struct solana_at at)
{
	struct out *o =
		jsonrpc_begin(q, "getTokenAccountsByOwner", BUCKET_PLAIN);

	put_pubkey(o, owner);
	out_object(o);
	out_key(o, mint ? "mint" : "programId");
	put_pubkey(o, mint ? mint : token_program);
	out_object_end(o);
	out_object(o);
	put_account_options(o, at);
	out_object_end(o);
}

void solana_ask_blockhash(struct jsonrpc_request *q, struct solana_at at)
{
	put_at_alone(jsonrpc_begin(q, "getLatestBlockhash", BUCKET_PLAIN), at);
}

void solana_ask_height(struct jsonrpc_request *q, struct solana_at at)
{
	put_at_alone(jsonrpc_begin(q, "getBlockHeight", BUCKET_PLAIN), at);
}

void solana_ask_slot(struct jsonrpc_request *q, struct solana_at at)
{
	put_at_alone(jsonrpc_begin(q, "getSlot", BUCKET_PLAIN), at);
}

void solana_ask_rent(struct jsonrpc_request *q, size_t data_len)
{
	out_int(jsonrpc_begin(q, "getMinimumBalanceForRentExemption",
			      BUCKET_PLAIN),
		(int64_t)data_len);
}

void solana_ask_statuses(struct jsonrpc_request *q,
			 const char *const *signatures, size_t n, bool history)
{
	struct out *o = jsonrpc_begin(q, "getSignatureStatuses", BUCKET_PLAIN);

	out_array(o);
	for (size_t i = 0; i < n; i++)
		out_str(o, signatures[i]);
	out_array_end(o);
	out_object(o);
	out_pair_bool(o, "searchTransactionHistory", history);
	out_object_end(o);
}

void solana_ask_send(struct jsonrpc_request *q, const uint8_t *tx, size_t len,
		     bool skip_preflight, int64_t min_slot,
		     enum bucket_class class)
{
	struct out *o = jsonrpc_begin(q, "sendTransaction", class);

	put_base64(o, tx, len);
	out_object(o);
	out_pair_str(o, "encoding", "base64");
	out_pair_bool(o, "skipPreflight", skip_preflight);
	out_pair_str(o, "preflightCommitment", commitments[SOLANA_CONFIRMED]);
	out_pair_int(o, "maxRetries", 0);
	if (min_slot > 0)
		out_pair_int(o, "minContextSlot", min_slot);
	out_object_end(o);
}

void solana_ask_simulate(struct jsonrpc_request *q, const uint8_t *tx,
			 size_t len, bool verify, struct solana_at at)
{
	struct out *o = jsonrpc_begin(q, "simulateTransaction", BUCKET_PLAIN);

	put_base64(o, tx, len);
	out_object(o);
	put_account_options(o, at);
	out_pair_bool(o, "sigVerify", verify);
	out_pair_bool(o, "replaceRecentBlockhash", !verify);
	out_object_end(o);
}

void solana_ask_transaction(struct jsonrpc_request *q, const char *signature,
			    struct solana_at at)
{
	struct out *o = jsonrpc_begin(q, "getTransaction", BUCKET_PLAIN);

	out_str(o, signature);
	out_object(o);
	out_pair_str(o, "encoding", "base64");
	out_pair_str(o, "commitment", commitments[at.commitment]);
	out_pair_int(o, "maxSupportedTransactionVersion", 0);
	out_object_end(o);
}

void solana_ask_signatures(struct jsonrpc_request *q,
			   const struct pubkey *address, size_t limit,
			   const char *before, const char *until,
			   struct solana_at at)
{
	struct out *o =
		jsonrpc_begin(q, "getSignaturesForAddress", BUCKET_PLAIN);

	put_pubkey(o, address);
	out_object(o);
	out_pair_int(o, "limit", (int64_t)limit);
	if (before)
		out_pair_str(o, "before", before);
	if (until)
		out_pair_str(o, "until", until);
	put_at(o, at);
	out_object_end(o);
}

void solana_ask_fees(struct jsonrpc_request *q, const struct pubkey *keys,
		     size_t n)
{
	put_pubkeys(
		jsonrpc_begin(q, "getRecentPrioritizationFees", BUCKET_PLAIN),
		keys, n);
}

void solana_ask_fee_levels(struct jsonrpc_request *q, const struct pubkey *keys,
			   size_t n)
{
	struct out *o =
		jsonrpc_begin(q, "getPriorityFeeEstimate", BUCKET_PLAIN);

	out_object(o);
	out_key(o, "accountKeys");
	put_pubkeys(o, keys, n);
	out_key(o, "options");
	out_object(o);
	out_pair_bool(o, "includeAllPriorityFeeLevels", true);
	out_object_end(o);
	out_object_end(o);
}
