#include "data/json_get.h"
#include "venue/jito_rpc.h"

#include <string.h>

static const struct json_tok *result_of(const struct jsonrpc_reply *r)
{
	return &r->json->tok[r->result];
}

const char *jito_read_sent(const char **bundle_id,
			   const struct jsonrpc_reply *r)
{
	const char *id;

	if (!json_str(&id, result_of(r)) || !*id ||
	    strlen(id) >= JITO_BUNDLE_ID_SZ)
		return "no bundle id where one was asked for";
	*bundle_id = id;
	return NULL;
}

/* Which of ids a status is of; n: none of them. */
static size_t place(const struct json *j, const struct json_tok *status,
		    const char *const *ids, size_t n)
{
	const char *id;
	size_t i = n;

	if (json_str(&id, json_in(j, status, "bundle_id")))
		for (i = 0; i < n && strcmp(ids[i], id) != 0; i++)
			continue;
	return i;
}

static bool inflight_in(struct jito_inflight_status *out, const struct json *j,
			const struct json_tok *t)
{
	static const char *const names[] = { "Invalid", "Pending", "Failed",
					     "Landed" };
	const struct json_tok *slot = json_in(j, t, "landed_slot");
	const char *status;

	if (!json_str(&status, json_in(j, t, "status")))
		return false;
	*out = (struct jito_inflight_status){ 0 };
	if (slot && slot->kind != JSON_NULL &&
	    !json_int(&out->landed_slot, slot))
		return false;
	for (int i = JITO_INVALID; i <= JITO_LANDED; i++)
		if (!strcmp(status, names[i])) {
			out->state = (enum jito_inflight)i;
			return true;
		}
	return false;
}

/* The list of statuses; one of no bundle has null for it, or for its value. */
static bool list_in(const struct json_tok **first, size_t *n,
		    const struct jsonrpc_reply *r)
{
	const struct json_tok *v = json_in(r->json, result_of(r), "value");

	*n = 0;
	if (json_is(v, JSON_NULL) || json_is(result_of(r), JSON_NULL))
		return true;
	if (!json_is(v, JSON_ARRAY))
		return false;
	*first = v + 1;
	*n = v->len;
	return true;
}

const char *jito_read_inflight(struct jito_inflight_status *out,
			       const char *const *ids, size_t n,
			       const struct jsonrpc_reply *r)
{
	static const char bad[] =
		"bundle statuses in a shape that is not known";
	const struct json_tok *t;
	size_t n_got;

	if (!list_in(&t, &n_got, r))
		return bad;
	for (size_t i = 0; i < n; i++)
		out[i] = (struct jito_inflight_status){ 0 };
	for (; n_got--; t = json_next(r->json, t)) {
		struct jito_inflight_status s;
		size_t i = place(r->json, t, ids, n);

		if (t->kind == JSON_NULL)
			continue;
		if (!inflight_in(&s, r->json, t))
			return bad;
		if (i < n)
			out[i] = s;
	}
	return NULL;
}

static bool signatures_in(struct jito_bundle *out, const struct json *j,
			  const struct json_tok *t)
{
	if (!json_is(t, JSON_ARRAY) || t->len > JITO_BUNDLE_MAX)
		return false;
	out->n = t->len;
	t++;
	for (size_t i = 0; i < out->n; i++, t = json_next(j, t))
		if (!json_str(&out->signature[i], t))
			return false;
	return true;
}

static bool bundle_in(struct jito_bundle *out, const struct json *j,
		      const struct json_tok *t)
{
	static const char *const names[] = { "processed", "confirmed",
					     "finalized" };
	const struct json_tok *err = json_in(j, t, "err");
	const char *status;

	*out = (struct jito_bundle){ .found = true };
	if (!json_str(&status, json_in(j, t, "confirmation_status")) ||
	    !json_int(&out->slot, json_in(j, t, "slot")) ||
	    !signatures_in(out, j, json_in(j, t, "transactions")))
		return false;
	/* {"Ok": null} is none. */
	out->failed = err && err->kind != JSON_NULL && !json_in(j, err, "Ok");
	for (int i = SOLANA_PROCESSED; i <= SOLANA_FINALIZED; i++)
		if (!strcmp(status, names[i])) {
			out->commitment = (enum solana_commitment)i;
			return true;
		}
	return false;
}

const char *jito_read_bundles(struct jito_bundle *out, const char *const *ids,
			      size_t n, const struct jsonrpc_reply *r)
{
	static const char bad[] = "bundles in a shape that is not known";
	const struct json_tok *t;
	size_t n_got;

	if (!list_in(&t, &n_got, r))
		return bad;
	for (size_t i = 0; i < n; i++)
		out[i] = (struct jito_bundle){ 0 };
	for (; n_got--; t = json_next(r->json, t)) {
		struct jito_bundle b;
		size_t i = place(r->json, t, ids, n);

		if (t->kind == JSON_NULL)
			continue;
		if (!bundle_in(&b, r->json, t))
			return bad;
		if (i < n)
			out[i] = b;
	}
	return NULL;
}

const char *jito_read_tip_accounts(struct pubkey *out, size_t *n,
				   const struct jsonrpc_reply *r)
{
	const struct json_tok *t = result_of(r);
	size_t room = *n;

	if (!json_is(t, JSON_ARRAY) || !t->len || t->len > room)
		return "tip accounts in a shape that is not known";
	*n = t->len;
	t++;
	for (size_t i = 0; i < *n; i++, t = json_next(r->json, t))
		if (!json_is(t, JSON_STRING) ||
		    !pubkey_parse_n(&out[i], t->s, t->len))
			return "tip accounts in a shape that is not known";
	return NULL;
}

/* A tip is lamports, written as a floating-point number of SOL: rounded up. */
static bool tip_in(struct dec *out, const struct json *j,
		   const struct json_tok *t, const char *key)
{
	const struct dec lamport = dec_make(1, 9);
	struct dec d;
	int64_t n;

	return json_exp(&d, json_in(j, t, key)) && dec_sign(d) >= 0 &&
	       dec_units_ceil(&n, d, lamport) == ST_OK &&
	       dec_of_units(out, n, lamport) == ST_OK;
}

const char *jito_floor_read(struct jito_floor *out, struct json *j, char *text,
			    size_t len)
{
	const struct json_tok *t;

	if (json_scan_any(j, text, len) != NULL)
		return "a tip floor that is no JSON";
	t = j->tok[0].kind == JSON_ARRAY && j->tok[0].len ? j->tok + 1 : NULL;
	return tip_in(&out->p25, j, t, "landed_tips_25th_percentile") &&
			       tip_in(&out->p50, j, t,
				      "landed_tips_50th_percentile") &&
			       tip_in(&out->p75, j, t,
				      "landed_tips_75th_percentile") &&
			       tip_in(&out->p95, j, t,
				      "landed_tips_95th_percentile") &&
			       tip_in(&out->p99, j, t,
				      "landed_tips_99th_percentile") &&
			       tip_in(&out->ema50, j, t,
				      "ema_landed_tips_50th_percentile")
		       ? NULL
		       : "a tip floor in a shape that is not known";
}

enum jito_refusal jito_refusal(const struct jsonrpc_reply *r)
{
	static const struct {
		const char *words;
		enum jito_refusal is;
	} known[] = {
		{ "tip account", JITO_NO_TIP },
		{ "maximum number of transactions", JITO_TOO_MANY },
		{ "already processed", JITO_STALE },
		{ "blockhash", JITO_STALE },
		{ "decode", JITO_UNDECODABLE },
	};

	for (size_t i = 0; r->why && i < sizeof(known) / sizeof(*known); i++)
		if (strstr(r->why, known[i].words))
			return known[i].is;
	return JITO_OTHER;
}
