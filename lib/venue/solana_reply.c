#include "venue/solana_parts.h"

#include <stdlib.h>
#include <string.h>

static const struct json_tok *result_of(const struct jsonrpc_reply *r)
{
	return &r->json->tok[r->result];
}

bool solana_slot_in(int64_t *out, const struct json *j,
		    const struct json_tok *result)
{
	return json_int(out, json_in(j, json_in(j, result, "context"), "slot"));
}

const char *solana_read_blockhash(struct solana_blockhash *out,
				  const struct jsonrpc_reply *r)
{
	const struct json *j = r->json;
	const struct json_tok *value = json_in(j, result_of(r), "value");
	const char *hash;

	if (!solana_slot_in(&out->slot, j, result_of(r)) ||
	    !json_str(&hash, json_in(j, value, "blockhash")) ||
	    !pubkey_parse(&out->hash, hash) ||
	    !json_int(&out->last_valid_height,
		      json_in(j, value, "lastValidBlockHeight")))
		return "a blockhash in a shape that is not known";
	return NULL;
}

const char *solana_read_number(int64_t *out, const struct jsonrpc_reply *r)
{
	return json_int(out, result_of(r)) && *out >= 0
		       ? NULL
		       : "not a number where one was asked for";
}

static bool commitment_in(enum solana_commitment *out, const struct json_tok *t)
{
	static const char *const names[] = { "processed", "confirmed",
					     "finalized" };

	for (int i = SOLANA_PROCESSED; i <= SOLANA_FINALIZED; i++)
		if (json_is(t, JSON_STRING) && !strcmp(t->s, names[i])) {
			*out = (enum solana_commitment)i;
			return true;
		}
	return false;
}

/* A node that no longer counts confirmations says null: it is finalized. */
static bool status_in(struct solana_status *out, const struct json *j,
		      const struct json_tok *t)
{
	const struct json_tok *c = json_in(j, t, "confirmationStatus");

	*out = (struct solana_status){ 0 };
	if (json_is(t, JSON_NULL))
		return true;
	out->found = true;
	solana_txerr_read(&out->err, j, json_in(j, t, "err"));
	if (!json_int(&out->slot, json_in(j, t, "slot")))
		return false;
	if (!commitment_in(&out->commitment, c)) {
		if (c && c->kind != JSON_NULL)
			return false;
		out->commitment =
			json_is(json_in(j, t, "confirmations"), JSON_NULL)
				? SOLANA_FINALIZED
				: SOLANA_PROCESSED;
	}
	return json_in(j, t, "err") != NULL;
}

const char *solana_read_statuses(struct solana_status *out, size_t n,
				 int64_t *slot, const struct jsonrpc_reply *r)
{
	static const char bad[] = "statuses in a shape that is not known";
	const struct json *j = r->json;
	const struct json_tok *v = json_in(j, result_of(r), "value");

	if (!json_is(v, JSON_ARRAY) || v->len != n ||
	    !solana_slot_in(slot, j, result_of(r)))
		return bad;
	v++;
	for (size_t i = 0; i < n; i++, v = json_next(j, v))
		if (!status_in(&out[i], j, v))
			return bad;
	return NULL;
}

const char *solana_read_sent(const char **out, const struct jsonrpc_reply *r)
{
	return json_str(out, result_of(r)) && **out
		       ? NULL
		       : "no signature where one was asked for";
}

/* A time may be null or absent. */
static bool time_in(int64_t *out, const struct json_tok *t)
{
	*out = -1;
	return !t || t->kind == JSON_NULL || json_int(out, t);
}

const char *solana_read_signatures(struct solana_signature **out, size_t *n,
				   struct arena *a,
				   const struct jsonrpc_reply *r)
{
	const struct json *j = r->json;
	const struct json_tok *v = result_of(r);
	struct solana_signature *s;

	if (!json_is(v, JSON_ARRAY))
		return "signatures in a shape that is not known";
	*n = v->len;
	*out = s = arena_alloc(a, *n * sizeof(*s));
	v++;
	for (size_t i = 0; i < *n; i++, s++, v = json_next(j, v)) {
		const struct json_tok *err = json_in(j, v, "err");

		if (!json_str(&s->signature, json_in(j, v, "signature")) ||
		    !json_int(&s->slot, json_in(j, v, "slot")) || !err ||
		    !time_in(&s->block_time_s, json_in(j, v, "blockTime")))
			return "signatures in a shape that is not known";
		s->failed = err->kind != JSON_NULL;
	}
	return NULL;
}

static int by_size(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

const char *solana_read_fees(struct solana_fees *out, struct arena *a,
			     const struct jsonrpc_reply *r)
{
	const struct json *j = r->json;
	const struct json_tok *v = result_of(r);

	if (!json_is(v, JSON_ARRAY))
		return "fees in a shape that is not known";
	out->n = v->len;
	out->v = arena_alloc(a, out->n * sizeof(*out->v));
	v++;
	for (size_t i = 0; i < out->n; i++, v = json_next(j, v))
		if (!json_int(&out->v[i], json_in(j, v, "prioritizationFee")) ||
		    out->v[i] < 0)
			return "fees in a shape that is not known";
	if (out->n)
		qsort(out->v, out->n, sizeof(*out->v), by_size);
	return NULL;
}

int64_t solana_fee_percentile(const struct solana_fees *f, int pct)
{
	/* Nearest rank, from 1. */
	size_t rank = (f->n * (size_t)pct + 99) / 100;

	return f->n ? f->v[rank ? rank - 1 : 0] : 0;
}

/* Levels are floating-point numbers, with an exponent where they are large. */
static bool level_in(int64_t *out, const struct json *j,
		     const struct json_tok *levels, const char *key)
{
	struct dec d;

	return json_exp(&d, json_in(j, levels, key)) && dec_sign(d) >= 0 &&
	       dec_units_ceil(out, d, dec_make(1, 0)) == ST_OK;
}

const char *solana_read_fee_levels(struct solana_fee_levels *out,
				   const struct jsonrpc_reply *r)
{
	const struct json *j = r->json;
	const struct json_tok *levels =
		json_in(j, result_of(r), "priorityFeeLevels");

	return level_in(&out->low, j, levels, "low") &&
			       level_in(&out->medium, j, levels, "medium") &&
			       level_in(&out->high, j, levels, "high") &&
			       level_in(&out->very_high, j, levels, "veryHigh")
		       ? NULL
		       : "fee levels in a shape that is not known";
}
