/* fuzz_solana - any reply of a node or a block engine: every reader takes it whole
 * or refuses it, and reads nothing outside it. */
#include "fuzz.h"
#include "venue/jito_rpc.h"
#include "venue/solana_reply.h"

#include <string.h>

static struct arena arena;
static struct json json;
static volatile uint8_t sink; /* so that what is read is read */

static void check_accounts(const struct solana_accounts *a)
{
	for (size_t i = 0; i < a->n; i++) {
		for (size_t k = 0; k < a->v[i].len; k++)
			sink = a->v[i].data[k];
		FUZZ_CHECK(a->v[i].exists || !a->v[i].data);
	}
}

static void read_accounts(const struct jsonrpc_reply *r)
{
	static const struct pubkey keys[3];
	struct solana_accounts a;

	for (size_t n = 0; n <= 3; n++)
		if (!solana_read_accounts(&a, &arena, keys, n, r)) {
			FUZZ_CHECK(a.n == n);
			check_accounts(&a);
		}
	if (!solana_read_found(&a, &arena, r))
		check_accounts(&a);
}

static void read_numbers(const struct jsonrpc_reply *r)
{
	struct solana_blockhash hash;
	struct solana_fee_levels levels;
	struct solana_fees fees;
	struct solana_status status[1];
	const char *sent;
	int64_t n;

	if (!solana_read_number(&n, r))
		FUZZ_CHECK(n >= 0);
	if (!solana_read_fees(&fees, &arena, r))
		FUZZ_CHECK(solana_fee_percentile(&fees, 50) >= 0);
	if (!solana_read_fee_levels(&levels, r))
		FUZZ_CHECK(levels.low >= 0 && levels.very_high >= 0);
	if (!solana_read_sent(&sent, r))
		FUZZ_CHECK(*sent);
	if (!solana_read_statuses(status, 1, &n, r) && status->err.failed)
		FUZZ_CHECK(*status->err.kind);
	if (!solana_read_blockhash(&hash, r))
		FUZZ_CHECK(r->err == JSONRPC_OK);
}

static void read_transactions(const struct jsonrpc_reply *r)
{
	struct solana_transaction tx;
	struct solana_simulation sim;
	struct solana_signature *s;
	size_t n;

	if (!solana_read_transaction(&tx, &arena, r) && tx.found)
		FUZZ_CHECK(tx.raw && tx.before.n == tx.after.n);
	if (!solana_read_simulation(&sim, &arena, r))
		FUZZ_CHECK(!sim.err.failed || *sim.err.kind);
	if (!solana_read_signatures(&s, &n, &arena, r))
		for (size_t i = 0; i < n; i++)
			FUZZ_CHECK(s[i].signature);
}

static void read_bundles(const struct jsonrpc_reply *r)
{
	static const char *const ids[] = { "zz", "" };
	struct jito_inflight_status s[2];
	struct jito_bundle b[2];
	struct pubkey tip[8];
	size_t n = 8;
	const char *id;

	if (!jito_read_sent(&id, r))
		FUZZ_CHECK(strlen(id) < JITO_BUNDLE_ID_SZ);
	if (!jito_read_inflight(s, ids, 2, r))
		FUZZ_CHECK(s[0].state <= JITO_LANDED);
	if (!jito_read_bundles(b, ids, 2, r))
		FUZZ_CHECK(b[0].n <= JITO_BUNDLE_MAX);
	if (!jito_read_tip_accounts(tip, &n, r))
		FUZZ_CHECK(n && n <= 8);
}

static void read_reply(struct http_call *http)
{
	struct solana_simulation sim;
	struct jsonrpc_reply r;

	jsonrpc_read(&r, &json, http, 1);
	if (r.err == JSONRPC_OK) {
		FUZZ_CHECK(r.result && r.result < json.n && !r.why);
		read_accounts(&r);
		read_numbers(&r);
		read_transactions(&r);
		read_bundles(&r);
		return;
	}
	FUZZ_CHECK(r.why && !strpbrk(r.why, "\n\r\033"));
	FUZZ_CHECK(jito_refusal(&r) <= JITO_UNDECODABLE);
	if (!solana_read_preflight(&sim, &arena, &r) && sim.err.failed)
		FUZZ_CHECK(*sim.err.kind);
}

void fuzz_one(const uint8_t *data, size_t len)
{
	static const int statuses[] = { 200, 429, 400, 500 };
	struct http_call http;
	struct jito_floor floor;

	for (size_t i = 0; i < 5; i++) {
		http_call_init(&http, len + 1);
		if (len)
			FUZZ_CHECK(buf_add(&http.answer, data, len));
		FUZZ_CHECK(buf_add(&http.answer, "", 1));
		http.answer.len--;
		http.status = statuses[i % 4];
		if (i < 4)
			read_reply(&http);
		else if (!jito_floor_read(&floor, &json, http.answer.p, len))
			FUZZ_CHECK(dec_sign(floor.p25) >= 0);
		http_call_free(&http);
		arena_reset(&arena);
	}
}
