/* Transactions in replies of Solana's nodes: simulated, or on the chain. */
#include "base/text.h"
#include "venue/solana_parts.h"

static const char bad_simulation[] =
	"a simulation in a shape that is not known";
static const char bad_tx[] = "a transaction in a shape that is not known";

/* Log lines may be null or absent: the node keeps none. */
static bool logs_in(struct solana_logs *out, struct arena *a,
		    const struct json *j, const struct json_tok *t)
{
	*out = (struct solana_logs){ 0 };
	if (!t || t->kind == JSON_NULL)
		return true;
	if (t->kind != JSON_ARRAY)
		return false;
	out->n = t->len;
	out->v = arena_alloc(a, out->n * sizeof(*out->v));
	t++;
	for (size_t i = 0; i < out->n; i++, t = json_next(j, t)) {
		if (!json_is(t, JSON_STRING))
			return false;
		text_mask(t->s);
		out->v[i] = t->s;
	}
	return true;
}

static const char *simulation_in(struct solana_simulation *out, struct arena *a,
				 const struct json *j,
				 const struct json_tok *value)
{
	const struct json_tok *err = json_in(j, value, "err");
	const struct json_tok *units = json_in(j, value, "unitsConsumed");

	if (!err || !logs_in(&out->logs, a, j, json_in(j, value, "logs")))
		return bad_simulation;
	solana_txerr_read(&out->err, j, err);
	out->units = -1;
	if (units && units->kind != JSON_NULL && !json_int(&out->units, units))
		return bad_simulation;
	return NULL;
}

const char *solana_read_simulation(struct solana_simulation *out,
				   struct arena *a,
				   const struct jsonrpc_reply *r)
{
	const struct json *j = r->json;
	const struct json_tok *result = &j->tok[r->result];

	if (!solana_slot_in(&out->slot, j, result))
		return bad_simulation;
	return simulation_in(out, a, j, json_in(j, result, "value"));
}

const char *solana_read_preflight(struct solana_simulation *out,
				  struct arena *a,
				  const struct jsonrpc_reply *r)
{
	out->slot = 0;
	if (r->err != JSONRPC_REFUSED || !r->data)
		return bad_simulation;
	return simulation_in(out, a, r->json, &r->json->tok[r->data]);
}

/* Balances may be null or absent: the node keeps none. */
static bool lamports_in(struct solana_balances *out, struct arena *a,
			const struct json *j, const struct json_tok *t)
{
	if (!t || t->kind == JSON_NULL)
		return true;
	if (t->kind != JSON_ARRAY)
		return false;
	out->n = t->len;
	out->lamports = arena_alloc(a, out->n * sizeof(*out->lamports));
	t++;
	for (size_t i = 0; i < out->n; i++, t = json_next(j, t))
		if (!json_u64(&out->lamports[i], t))
			return false;
	return true;
}

/* Digits in a string, below 2^64. */
static bool amount_in(uint64_t *out, const struct json_tok *t)
{
	struct dec v;

	if (!json_is(t, JSON_STRING) || dec_parse(&v, t->s, t->len) ||
	    v.scale || v.v < 0 || v.v > UINT64_MAX)
		return false;
	*out = (uint64_t)v.v;
	return true;
}

static bool token_in(struct solana_token_balance *out, const struct json *j,
		     const struct json_tok *t)
{
	const struct json_tok *ui = json_in(j, t, "uiTokenAmount");
	const char *mint, *owner;

	out->owner_known = json_str(&owner, json_in(j, t, "owner"));
	return json_int(&out->account, json_in(j, t, "accountIndex")) &&
	       json_str(&mint, json_in(j, t, "mint")) &&
	       pubkey_parse(&out->mint, mint) &&
	       (!out->owner_known || pubkey_parse(&out->owner, owner)) &&
	       json_int(&out->decimals, json_in(j, ui, "decimals")) &&
	       out->decimals >= 0 && out->decimals <= UINT8_MAX &&
	       amount_in(&out->amount, json_in(j, ui, "amount"));
}

static bool tokens_in(struct solana_balances *out, struct arena *a,
		      const struct json *j, const struct json_tok *t)
{
	if (!t || t->kind == JSON_NULL)
		return true;
	if (t->kind != JSON_ARRAY)
		return false;
	out->n_token = t->len;
	out->token = arena_alloc(a, out->n_token * sizeof(*out->token));
	t++;
	for (size_t i = 0; i < out->n_token; i++, t = json_next(j, t))
		if (!token_in(&out->token[i], j, t))
			return false;
	return true;
}

static bool meta_in(struct solana_transaction *out, struct arena *a,
		    const struct json *j, const struct json_tok *meta)
{
	const struct json_tok *err = json_in(j, meta, "err");

	if (!err)
		return false;
	solana_txerr_read(&out->err, j, err);
	return json_u64(&out->fee, json_in(j, meta, "fee")) &&
	       lamports_in(&out->before, a, j,
			   json_in(j, meta, "preBalances")) &&
	       lamports_in(&out->after, a, j,
			   json_in(j, meta, "postBalances")) &&
	       out->before.n == out->after.n &&
	       tokens_in(&out->before, a, j,
			 json_in(j, meta, "preTokenBalances")) &&
	       tokens_in(&out->after, a, j,
			 json_in(j, meta, "postTokenBalances")) &&
	       logs_in(&out->logs, a, j, json_in(j, meta, "logMessages"));
}

const char *solana_read_transaction(struct solana_transaction *out,
				    struct arena *a,
				    const struct jsonrpc_reply *r)
{
	const struct json *j = r->json;
	const struct json_tok *t = &j->tok[r->result];
	const struct json_tok *at = json_in(j, t, "blockTime");

	*out = (struct solana_transaction){ .block_time_s = -1 };
	if (t->kind == JSON_NULL)
		return NULL;
	out->found = true;
	if (!json_int(&out->slot, json_in(j, t, "slot")) ||
	    (at && at->kind != JSON_NULL && !json_int(&out->block_time_s, at)))
		return bad_tx;
	if (!meta_in(out, a, j, json_in(j, t, "meta")) ||
	    !solana_bytes_in(&out->raw, &out->raw_len, a, j,
			     json_in(j, t, "transaction")))
		return bad_tx;
	return NULL;
}
