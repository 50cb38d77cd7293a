/* test_solana_ask - every question to a node and a block engine, as the text that
 * is sent. */
#include "check.h"
#include "venue/jito_rpc.h"
#include "venue/solana_rpc.h"

#include <string.h>

#define TOKEN "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
#define WSOL  "So11111111111111111111111111111111111111112"

static const struct solana_at confirmed = { SOLANA_CONFIRMED, 0 };
static const struct solana_at since = { SOLANA_FINALIZED, 77 };

static struct jsonrpc_request q;

/* The open request's method and params are that; begins the next id. */
static void is(const char *method, const char *params)
{
	char want[1024];
	int n = snprintf(want, sizeof(want),
			 "{\"jsonrpc\":\"2.0\",\"id\":%lld,\"method\":\"%s\","
			 "\"params\":[%s",
			 (long long)q.id, method, params);

	if (q.body.len != (size_t)n || memcmp(q.body.buf, want, (size_t)n) != 0)
		fprintf(stderr, "%.*s\n%s\n", (int)q.body.len, q.body.buf,
			want);
	CHECK(q.body.len == (size_t)n);
	CHECK(!memcmp(q.body.buf, want, (size_t)n));
}

static void accounts(void)
{
	const struct pubkey keys[] = { sol_token_program, sol_native_mint };
	struct solana_want want = { .program = sol_token_program };

	solana_ask_accounts(&q, keys, 2, since);
	is("getMultipleAccounts",
	   "[\"" TOKEN "\",\"" WSOL "\"],{\"encoding\":\"base64\","
	   "\"commitment\":\"finalized\",\"minContextSlot\":77}");
	solana_ask_program_accounts(&q, &want, confirmed);
	is("getProgramAccounts",
	   "\"" TOKEN
	   "\",{\"encoding\":\"base64\",\"commitment\":\"confirmed\","
	   "\"withContext\":true,\"filters\":[]}");
	want.data_size = 165;
	want.filter[0] =
		(struct solana_filter){ 32, (const uint8_t *)"foo", 3 };
	want.n_filters = 1;
	want.slice_at = 1;
	want.slice_len = 2;
	solana_ask_program_accounts(&q, &want, confirmed);
	is("getProgramAccounts",
	   "\"" TOKEN
	   "\",{\"encoding\":\"base64\",\"commitment\":\"confirmed\","
	   "\"withContext\":true,\"dataSlice\":{\"offset\":1,\"length\":2},"
	   "\"filters\":[{\"dataSize\":165},{\"memcmp\":{\"offset\":32,"
	   "\"encoding\":\"base64\",\"bytes\":\"Zm9v\"}}]}");
	solana_ask_token_accounts(&q, &keys[0], &keys[1], NULL, confirmed);
	is("getTokenAccountsByOwner",
	   "\"" TOKEN "\",{\"mint\":\"" WSOL "\"},{\"encoding\":\"base64\","
	   "\"commitment\":\"confirmed\"}");
	solana_ask_token_accounts(&q, &keys[1], NULL, &keys[0], confirmed);
	is("getTokenAccountsByOwner", "\"" WSOL "\",{\"programId\":\"" TOKEN
				      "\"},{\"encoding\":\"base64\","
				      "\"commitment\":\"confirmed\"}");
	solana_ask_rent(&q, 3228);
	is("getMinimumBalanceForRentExemption", "3228");
}

static void blocks(void)
{
	const struct pubkey key = sol_native_mint;

	solana_ask_blockhash(&q, confirmed);
	is("getLatestBlockhash", "{\"commitment\":\"confirmed\"}");
	solana_ask_height(&q, since);
	is("getBlockHeight",
	   "{\"commitment\":\"finalized\",\"minContextSlot\":77}");
	solana_ask_slot(&q, (struct solana_at){ SOLANA_PROCESSED, 0 });
	is("getSlot", "{\"commitment\":\"processed\"}");
	solana_ask_fees(&q, &key, 1);
	is("getRecentPrioritizationFees", "[\"" WSOL "\"]");
	solana_ask_fee_levels(&q, &key, 1);
	is("getPriorityFeeEstimate",
	   "{\"accountKeys\":[\"" WSOL "\"],\"options\":"
	   "{\"includeAllPriorityFeeLevels\":true}}");
}

static void transactions(void)
{
	static const char *const ids[] = { "sig1", "sig2" };
	const uint8_t *tx = (const uint8_t *)"foobar";
	const struct pubkey key = sol_native_mint;

	solana_ask_send(&q, tx, 6, true, 0, BUCKET_URGENT);
	is("sendTransaction",
	   "\"Zm9vYmFy\",{\"encoding\":\"base64\",\"skipPreflight\":true,"
	   "\"preflightCommitment\":\"confirmed\",\"maxRetries\":0}");
	CHECK(q.class == BUCKET_URGENT && !*q.path);
	solana_ask_send(&q, tx, 4, false, 77, BUCKET_PLAIN);
	is("sendTransaction",
	   "\"Zm9vYg==\",{\"encoding\":\"base64\",\"skipPreflight\":false,"
	   "\"preflightCommitment\":\"confirmed\",\"maxRetries\":0,"
	   "\"minContextSlot\":77}");
	solana_ask_simulate(&q, tx, 6, true, confirmed);
	is("simulateTransaction",
	   "\"Zm9vYmFy\",{\"encoding\":\"base64\",\"commitment\":\"confirmed\","
	   "\"sigVerify\":true,\"replaceRecentBlockhash\":false}");
	solana_ask_statuses(&q, ids, 2, true);
	is("getSignatureStatuses",
	   "[\"sig1\",\"sig2\"],{\"searchTransactionHistory\":true}");
	solana_ask_transaction(&q, "sig1", confirmed);
	is("getTransaction",
	   "\"sig1\",{\"encoding\":\"base64\",\"commitment\":\"confirmed\","
	   "\"maxSupportedTransactionVersion\":0}");
	solana_ask_signatures(&q, &key, 1000, "sig1", NULL, since);
	is("getSignaturesForAddress",
	   "\"" WSOL "\",{\"limit\":1000,\"before\":\"sig1\","
	   "\"commitment\":\"finalized\",\"minContextSlot\":77}");
}

static void bundles(void)
{
	static const char *const ids[] = { "b1", "b2" };
	const struct jito_tx tx[] = { { (const uint8_t *)"foo", 3 },
				      { (const uint8_t *)"fo", 2 } };

	jito_ask_send(&q, tx, 2, BUCKET_PLAIN);
	is("sendBundle", "[\"Zm9v\",\"Zm8=\"],{\"encoding\":\"base64\"}");
	CHECK(q.class == BUCKET_PLAIN && !strcmp(q.path, "/bundles"));
	CHECK(q.wait_ms == 10000); /* for its turn */
	jito_ask_send_one(&q, tx, BUCKET_URGENT);
	is("sendTransaction", "\"Zm9v\",{\"encoding\":\"base64\"}");
	CHECK(!strcmp(q.path, "/transactions?bundleOnly=true"));
	jito_ask_inflight(&q, ids, 2);
	is("getInflightBundleStatuses", "[\"b1\",\"b2\"]");
	CHECK(q.wait_ms == -1); /* the service's: not at all */
	jito_ask_bundles(&q, ids, 1);
	is("getBundleStatuses", "[\"b1\"]");
	jito_ask_tip_accounts(&q);
	is("getTipAccounts", "");
	CHECK(!strcmp(q.path, "/bundles"));
	solana_ask_rent(&q, 1); /* a path is one request's */
	CHECK(!*q.path);
}

int main(void)
{
	jsonrpc_request_init(&q, 1000);
	accounts();
	blocks();
	transactions();
	bundles();
	jsonrpc_request_free(&q);
	printf("test_solana_ask: pass\n");
	return 0;
}
