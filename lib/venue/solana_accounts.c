/* Accounts in replies of Solana's nodes. */
#include "base/base64.h"
#include "venue/solana_parts.h"

#include <string.h>

static const char bad[] = "accounts in a shape that is not known";

static bool key_in(struct pubkey *out, const struct json_tok *t)
{
	return json_is(t, JSON_STRING) && pubkey_parse_n(out, t->s, t->len);
}

bool solana_bytes_in(const uint8_t **out, size_t *len, struct arena *a,
		     const struct json *j, const struct json_tok *pair)
{
	const struct json_tok *text, *encoding;
	uint8_t *bytes;

	if (!json_is(pair, JSON_ARRAY) || pair->len != 2)
		return false;
	text = pair + 1;
	encoding = json_next(j, text);
	if (!json_is(text, JSON_STRING) || !json_is(encoding, JSON_STRING) ||
	    strcmp(encoding->s, "base64") != 0)
		return false;
	bytes = arena_alloc(a, BASE64_BYTES(text->len));
	*out = bytes;
	return base64_parse(bytes, len, text->s, text->len) == ST_OK;
}

static bool account_in(struct solana_account *out, struct arena *a,
		       const struct json *j, const struct json_tok *t)
{
	const struct json_tok *executable = json_in(j, t, "executable");

	out->exists = true;
	out->executable = json_is(executable, JSON_TRUE);
	return (out->executable || json_is(executable, JSON_FALSE)) &&
	       key_in(&out->owner, json_in(j, t, "owner")) &&
	       json_u64(&out->lamports, json_in(j, t, "lamports")) &&
	       solana_bytes_in(&out->data, &out->len, a, j,
			       json_in(j, t, "data"));
}

const char *solana_read_accounts(struct solana_accounts *out, struct arena *a,
				 const struct pubkey *keys, size_t n,
				 const struct jsonrpc_reply *r)
{
	const struct json *j = r->json;
	const struct json_tok *result = &j->tok[r->result], *v;

	v = json_in(j, result, "value");
	if (!json_is(v, JSON_ARRAY) || v->len != n ||
	    !solana_slot_in(&out->slot, j, result))
		return bad;
	out->n = n;
	out->v = arena_alloc(a, n * sizeof(*out->v));
	v++;
	for (size_t i = 0; i < n; i++, v = json_next(j, v)) {
		out->v[i].address = keys[i];
		if (v->kind != JSON_NULL && !account_in(&out->v[i], a, j, v))
			return bad;
	}
	return NULL;
}

const char *solana_read_found(struct solana_accounts *out, struct arena *a,
			      const struct jsonrpc_reply *r)
{
	const struct json *j = r->json;
	const struct json_tok *result = &j->tok[r->result], *v;

	out->slot = 0;
	v = json_is(result, JSON_ARRAY) ? result : json_in(j, result, "value");
	if (!json_is(v, JSON_ARRAY) ||
	    (v != result && !solana_slot_in(&out->slot, j, result)))
		return bad;
	out->n = v->len;
	out->v = arena_alloc(a, out->n * sizeof(*out->v));
	v++;
	for (size_t i = 0; i < out->n; i++, v = json_next(j, v))
		if (!key_in(&out->v[i].address, json_in(j, v, "pubkey")) ||
		    !account_in(&out->v[i], a, j, json_in(j, v, "account")))
			return bad;
	return NULL;
}
