#include "venue/jupiter.h"

#include "base/base64.h"
#include "base/dec.h"
#include "chain/pubkey.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUTE_MAX        64
#define INSTRUCTIONS_MAX 16
#define ACCOUNTS_MAX     128
#define DATA_MAX         1232

const char *jupiter_quote_url(struct arena *a, const char *base,
			      const struct jupiter_ask *ask)
{
	return arena_printf(
		a,
		"%s/quote?inputMint=%s&outputMint=%s&amount=%" PRIu64
		"&slippageBps=%" PRId64
		"&swapMode=ExactIn&maxAccounts=%" PRId64,
		base, ask->mint, ask->mint_out, ask->amount, ask->slippage_bps,
		ask->max_accounts);
}

/* --- values of a reply; each is false where it is not what is documented */

static const struct json_tok *member(const struct json *j,
				     const struct json_tok *of, const char *key)
{
	const struct json_tok *t =
		of && of->kind == JSON_OBJECT
			? json_member(j, (uint32_t)(of - j->tok), key)
			: NULL;

	return t && t->kind != JSON_NULL ? t : NULL;
}

static bool is_text(const struct json_tok *t, const char *want)
{
	return t && t->kind == JSON_STRING && !strcmp(t->s, want);
}

static bool whole(uint64_t *out, const struct json_tok *t)
{
	struct dec d;

	if (!t || (t->kind != JSON_STRING && t->kind != JSON_NUMBER) ||
	    dec_parse(&d, t->s, t->len) || d.scale != 0 || d.v < 0 ||
	    d.v > UINT64_MAX)
		return false;
	*out = (uint64_t)d.v;
	return true;
}

/* The first element of an array, or NULL; then the one after t. */
static const struct json_tok *element(const struct json *j,
				      const struct json_tok *array,
				      const struct json_tok *t)
{
	const struct json_tok *next = t ? j->tok + t->next : array + 1;

	return next < j->tok + array->next ? next : NULL;
}

static void push(struct rec_list *list, struct arena *a, const char *s)
{
	list->v = arena_grow(a, list->v, list->n * sizeof(s),
			     (list->n + 1) * sizeof(s));
	((const char **)list->v)[list->n++] = s;
}

/* What Jupiter says instead of an answer. */
static const char *complaint(const struct json *j, struct arena *a)
{
	const struct json_tok *t = member(j, j->tok, "error");

	if (!t || t->kind != JSON_STRING)
		return NULL;
	return arena_printf(a, "it says '%.120s'", t->s);
}

/* --- the quote */

static const char *read_route(struct rec_list *route, struct arena *a,
			      const struct json *j)
{
	const struct json_tok *plan = member(j, j->tok, "routePlan");

	if (!plan || plan->kind != JSON_ARRAY || !plan->len ||
	    plan->len > ROUTE_MAX)
		return "'routePlan': no route";
	for (const struct json_tok *t = element(j, plan, NULL); t;
	     t = element(j, plan, t)) {
		const struct json_tok *label =
			member(j, member(j, t, "swapInfo"), "label");

		push(route, a,
		     label && label->kind == JSON_STRING && label->len
			     ? arena_strdup(a, label->s)
			     : "unnamed");
	}
	return NULL;
}

/* A fraction of the price; over 1 or unreadable counts as all of it. */
static int64_t impact_of(const struct json_tok *t)
{
	double x = t && t->len && t->len < 64 ? strtod(t->s, NULL) : 1;

	return isfinite(x) && fabs(x) <= 1 ? (int64_t)ceil(fabs(x) * 1e4)
					   : 10000;
}

const char *jupiter_quote_read(struct jupiter_quote *out, struct arena *a,
			       struct json *j, char *text, size_t len,
			       const struct jupiter_ask *ask)
{
	struct jupiter_quote q = { .slot = REC_NONE_INT };
	const char *why = json_scan(j, text, len);
	uint64_t n;

	if (why)
		return why;
	why = complaint(j, a);
	if (why)
		return why;
	if (!is_text(member(j, j->tok, "inputMint"), ask->mint) ||
	    !is_text(member(j, j->tok, "outputMint"), ask->mint_out) ||
	    !is_text(member(j, j->tok, "swapMode"), "ExactIn"))
		return "the quote is for another swap";
	if (!whole(&n, member(j, j->tok, "inAmount")) || n != ask->amount)
		return "the quote is for another amount";
	if (!whole(&n, member(j, j->tok, "slippageBps")) ||
	    n > (uint64_t)ask->slippage_bps)
		return "the quote allows another slippage";
	if (!whole(&q.out, member(j, j->tok, "outAmount")) ||
	    !whole(&q.least, member(j, j->tok, "otherAmountThreshold")) ||
	    !q.least || q.least > q.out)
		return "the quote has no least amount";
	if (whole(&n, member(j, j->tok, "contextSlot")) && n < REC_INT_MAX)
		q.slot = (int64_t)n;
	q.impact_bps = impact_of(member(j, j->tok, "priceImpactPct"));
	why = read_route(&q.route, a, j);
	if (!why)
		*out = q;
	return why;
}

/* --- the instructions */

void jupiter_swap_write(struct out *o, const char *wallet, const char *quote,
			size_t len)
{
	out_object(o);
	out_key(o, "userPublicKey");
	out_str(o, wallet);
	out_key(o, "wrapAndUnwrapSol");
	out_bool(o, false);
	out_key(o, "dynamicComputeUnitLimit");
	out_bool(o, true);
	out_key(o, "quoteResponse");
	out_bytes(o, quote, len);
	out_object_end(o);
}

static const char *read_account(struct buf *line, const struct json *j,
				const struct json_tok *t, const char *wallet)
{
	const struct json_tok *key = member(j, t, "pubkey");
	const struct json_tok *signs = member(j, t, "isSigner");
	const struct json_tok *written = member(j, t, "isWritable");
	struct pubkey k;

	if (!key || key->kind != JSON_STRING || !pubkey_parse(&k, key->s))
		return "an account is no address";
	if (!signs || !written)
		return "an account does not say how it is used";
	if (signs->kind == JSON_TRUE && strcmp(key->s, wallet))
		return "somebody else would have to sign";
	return buf_addf(line, " %s%s%s", key->s,
			signs->kind == JSON_TRUE ? "/s" : "",
			written->kind == JSON_TRUE ? "/w" : "")
		       ? NULL
		       : "an instruction is too long";
}

/* The data's bytes are in data, DATA_MAX of them at most. */
static const char *read_data(uint8_t *data, size_t *n, const struct json_tok *t)
{
	if (!t || t->kind != JSON_STRING || t->len > BASE64_LEN(DATA_MAX) ||
	    base64_parse(data, n, t->s, t->len))
		return "an instruction's data is not base64";
	return NULL;
}

static const char *read_instruction(struct rec_list *list, struct arena *a,
				    const struct json *j,
				    const struct json_tok *t,
				    const char *wallet)
{
	const struct json_tok *program = member(j, t, "programId");
	const struct json_tok *data = member(j, t, "data");
	const struct json_tok *accounts = member(j, t, "accounts");
	uint8_t bytes[BASE64_BYTES(BASE64_LEN(DATA_MAX))];
	const char *why;
	struct pubkey k;
	struct buf line;
	size_t n;

	if (!program || program->kind != JSON_STRING ||
	    !pubkey_parse(&k, program->s))
		return "an instruction names no program";
	if (!accounts || accounts->kind != JSON_ARRAY ||
	    accounts->len > ACCOUNTS_MAX)
		return "an instruction has no list of accounts";
	why = read_data(bytes, &n, data);
	if (why)
		return why;
	buf_init(&line, 1 << 16);
	if (!buf_addf(&line, "%s %s", program->s, data->len ? data->s : "-"))
		why = "an instruction is too long";
	for (t = element(j, accounts, NULL); t && !why;
	     t = element(j, accounts, t))
		why = read_account(&line, j, t, wallet);
	if (!why)
		push(list, a, arena_strndup(a, line.p, line.len));
	buf_free(&line);
	return why;
}

/* An array of instructions under that key; absent is none. */
static const char *read_all(struct rec_list *list, struct arena *a,
			    const struct json *j, const char *key,
			    const char *wallet)
{
	const struct json_tok *all = member(j, j->tok, key);
	const char *why = NULL;

	if (!all)
		return NULL;
	if (all->kind != JSON_ARRAY || all->len > INSTRUCTIONS_MAX)
		return arena_printf(a, "'%s': no list", key);
	for (const struct json_tok *t = element(j, all, NULL); t && !why;
	     t = element(j, all, t))
		why = read_instruction(list, a, j, t, wallet);
	return why;
}

/* The limit its compute-budget instructions set; those are not taken over, for a
 * transaction has one of each. */
static int64_t units_of(const struct json *j)
{
	const struct json_tok *all =
		member(j, j->tok, "computeBudgetInstructions");
	uint8_t d[BASE64_BYTES(BASE64_LEN(DATA_MAX))];
	size_t n;

	if (!all || all->kind != JSON_ARRAY)
		return REC_NONE_INT;
	for (const struct json_tok *t = element(j, all, NULL); t;
	     t = element(j, all, t))
		if (!read_data(d, &n, member(j, t, "data")) && n == 5 &&
		    d[0] == 2)
			return (int64_t)(d[1] | (uint32_t)d[2] << 8 |
					 (uint32_t)d[3] << 16 |
					 (uint32_t)d[4] << 24);
	return REC_NONE_INT;
}

static const char *read_tables(struct rec_list *tables, struct arena *a,
			       const struct json *j)
{
	const struct json_tok *all =
		member(j, j->tok, "addressLookupTableAddresses");
	struct pubkey k;

	if (!all)
		return NULL;
	if (all->kind != JSON_ARRAY || all->len > INSTRUCTIONS_MAX)
		return "'addressLookupTableAddresses': no list";
	for (const struct json_tok *t = element(j, all, NULL); t;
	     t = element(j, all, t)) {
		if (t->kind != JSON_STRING || !pubkey_parse(&k, t->s))
			return "a lookup table is no address";
		push(tables, a, arena_strdup(a, t->s));
	}
	return NULL;
}

const char *jupiter_swap_read(struct jupiter_swap *out, struct arena *a,
			      struct json *j, char *text, size_t len,
			      const char *wallet)
{
	struct jupiter_swap s = { .units = REC_NONE_INT };
	const char *why = json_scan(j, text, len);
	const struct json_tok *t;

	if (why)
		return why;
	why = complaint(j, a);
	if (why)
		return why;
	why = read_all(&s.instructions, a, j, "setupInstructions", wallet);
	if (why)
		return why;
	t = member(j, j->tok, "swapInstruction");
	why = read_instruction(&s.instructions, a, j, t, wallet);
	if (why)
		return why;
	t = member(j, j->tok, "cleanupInstruction");
	if (t)
		why = read_instruction(&s.instructions, a, j, t, wallet);
	if (!why)
		why = read_all(&s.instructions, a, j, "otherInstructions",
			       wallet);
	if (!why)
		why = read_tables(&s.tables, a, j);
	s.units = units_of(j);
	if (!why)
		*out = s;
	return why;
}
