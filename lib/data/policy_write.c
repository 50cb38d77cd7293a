/* policy_write.c - a policy as the text of its file; see policy_conf.h. */
#include "chain/openbook_lots.h"
#include "data/policy_conf.h"

#include <inttypes.h>

/* Names hold nothing that JSON escapes.  The first text that does not fit is
 * remembered, and nothing is written behind it. */
struct writer {
	struct buf *b;
	const struct policy *p;
	bool full;
};

#define put(w, ...)                                                            \
	do {                                                                   \
		if (!(w)->full)                                                \
			(w)->full = !buf_addf((w)->b, __VA_ARGS__);            \
	} while (0)

static void put_key(struct writer *w, const struct pubkey *k)
{
	char text[PUBKEY_STR_SZ];

	put(w, "\"%s\"", pubkey_format(text, k));
}

static void put_named_key(struct writer *w, const char *name,
			  const struct pubkey *k)
{
	put(w, "\"%s\": ", name);
	put_key(w, k);
}

static void put_amount(struct writer *w, const char *name, uint64_t atoms,
		       int decimals)
{
	char text[DEC_STR_SZ];

	dec_format(text, atoms_dec(atoms, decimals));
	put(w, "\"%s\": \"%s\"", name, text);
}

static void put_dec(struct writer *w, const char *name, struct dec d)
{
	char text[DEC_STR_SZ];

	dec_format(text, d);
	put(w, "\"%s\": \"%s\"", name, text);
}

/* A list, a line for each address. */
static void put_keys(struct writer *w, const struct pubkey *v, size_t n,
		     const char *indent)
{
	put(w, "[");
	for (size_t i = 0; i < n; i++) {
		put(w, "%s\n%s\t", i ? "," : "", indent);
		put_key(w, &v[i]);
	}
	put(w, n ? "\n%s]" : "]", indent);
}

static void put_list(struct writer *w, const char *name,
		     const struct policy_keys *keys)
{
	put(w, ",\n\t\"%s\": ", name);
	put_keys(w, keys->v, keys->n, "\t");
}

static void put_allow(struct writer *w)
{
	const char *comma = "";

	put(w, "\t\"allow\": [");
	for (int i = 0; i < POLICY_ALLOWS; i++) {
		if (!policy_allows(w->p, (enum policy_allow)i))
			continue;
		put(w, "%s\"%s\"", comma, policy_allow_words[i]);
		comma = ", ";
	}
	put(w, "],\n");
}

static void put_names(struct writer *w)
{
	const struct policy *p = w->p;

	put(w, "\t\"wallets\": {");
	for (size_t i = 0; i < p->n_wallets; i++) {
		put(w, "%s\n\t\t", i ? "," : "");
		put_named_key(w, p->wallets[i].name, &p->wallets[i].key);
	}
	put(w, "\n\t},\n\t\"assets\": {");
	for (size_t i = POLICY_WSOL + 1; i < p->n_assets; i++) {
		put(w, "%s\n\t\t\"%s\": { ", i > POLICY_WSOL + 1 ? "," : "",
		    p->assets[i].name);
		put_named_key(w, "mint", &p->assets[i].mint);
		put(w, ", \"decimals\": %d }", p->assets[i].decimals);
	}
	put(w, "\n\t},\n\t\"destinations\": {");
	for (size_t i = 0; i < p->n_destinations; i++) {
		const struct policy_destination *d = &p->destinations[i];

		put(w, "%s\n\t\t\"%s\": { ", i ? "," : "", d->name);
		put_named_key(w, "address", &d->address);
		put(w, ", \"asset\": \"%s\" }", p->assets[d->asset].name);
	}
	put(w, "\n\t},\n\t\"programs\": {\n\t\t\"openbook\": ");
	put_keys(w, p->openbook.v, p->openbook.n, "\t\t");
	put(w, ",\n\t\t\"jupiter\": ");
	put_keys(w, p->jupiter.v, p->jupiter.n, "\t\t");
	put(w, "\n\t}");
}

static void put_market(struct writer *w, const struct policy_market *m)
{
	const struct policy_asset *base = &w->p->assets[m->base];
	const struct policy_asset *quote = &w->p->assets[m->quote];
	const struct {
		const char *name;
		const struct pubkey *key;
	} keys[] = {
		{ "bids", &m->bids },
		{ "asks", &m->asks },
		{ "event_queue", &m->event_queue },
		{ "request_queue", &m->request_queue },
		{ "base_vault", &m->base_vault },
		{ "quote_vault", &m->quote_vault },
		{ "vault_signer", &m->vault_signer },
	};

	put(w, "\n\t\t");
	put_key(w, &m->address);
	put(w, ": {\n\t\t\t");
	put_amount(w, "max_order_base", m->max_base, base->decimals);
	put(w, ",\n\t\t\t");
	put_amount(w, "max_order_quote", m->max_quote, quote->decimals);
	if (!dec_is_none(m->min_price)) {
		put(w, ",\n\t\t\t");
		put_dec(w, "min_price", m->min_price);
	}
	if (!dec_is_none(m->max_price)) {
		put(w, ",\n\t\t\t");
		put_dec(w, "max_price", m->max_price);
	}
	put(w,
	    ",\n\t\t\t\"base\": \"%s\",\n\t\t\t\"quote\": \"%s\","
	    "\n\t\t\t\"base_lot\": \"%" PRIu64
	    "\",\n\t\t\t\"quote_lot\": \"%" PRIu64 "\",\n\t\t\t",
	    base->name, quote->name, m->base_lot, m->quote_lot);
	put_named_key(w, "program", &m->program);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		put(w, ",\n\t\t\t");
		put_named_key(w, keys[i].name, keys[i].key);
	}
	put(w, "\n\t\t}");
}

static void put_pins(struct writer *w)
{
	const struct policy *p = w->p;

	put(w, ",\n\t\"markets\": {");
	for (size_t i = 0; i < p->n_markets; i++) {
		put(w, "%s", i ? "," : "");
		put_market(w, &p->markets[i]);
	}
	put(w, "\n\t},\n\t\"tables\": {");
	for (size_t i = 0; i < p->n_tables; i++) {
		put(w, "%s\n\t\t", i ? "," : "");
		put_key(w, &p->tables[i].address);
		put(w, ": ");
		put_keys(w, p->tables[i].addresses, p->tables[i].n, "\t\t");
	}
	put(w, "\n\t}");
}

static void put_swap(struct writer *w)
{
	const struct policy *p = w->p;

	put(w,
	    ",\n\t\"swap\": {\n\t\t\"max_slippage_bps\": %" PRId64
	    ",\n\t\t\"accounts\": ",
	    p->max_slippage_bps);
	put_keys(w, p->route_accounts.v, p->route_accounts.n, "\t\t");
	put(w, ",\n\t\t\"reference\": {");
	for (size_t i = 0; i < p->n_references; i++) {
		const struct policy_reference *r = &p->references[i];
		char text[DEC_STR_SZ];

		dec_format(text, r->price);
		put(w, "%s\n\t\t\t\"%s/%s\": \"%s\"", i ? "," : "",
		    p->assets[r->in].name, p->assets[r->out].name, text);
	}
	put(w, "\n\t\t}\n\t}");
}

static void put_sums(struct writer *w, const char *name, const uint64_t *sums)
{
	const char *comma = "";

	put(w, ",\n\t\t\t\"%s\": {", name);
	for (size_t i = 0; i < w->p->n_assets; i++) {
		const struct policy_asset *as = &w->p->assets[i];

		if (!sums[i])
			continue;
		put(w, "%s ", comma);
		put_amount(w, as->name, sums[i], as->decimals);
		comma = ",";
	}
	put(w, *comma ? " }" : "}");
}

static void put_limits(struct writer *w)
{
	put(w, ",\n\t\"limits\": {");
	for (int i = 0; i < POLICY_SPANS; i++) {
		const struct policy_sums *max = &w->p->ceilings[i];

		put(w, "%s\n\t\t\"%s\": {\n\t\t\t", i ? "," : "",
		    policy_span_words[i]);
		put_amount(w, "fees_sol", max->fees, 9);
		put(w, ",\n\t\t\t");
		put_amount(w, "tips_sol", max->tips, 9);
		if (i != POLICY_TX)
			put(w, ",\n\t\t\t\"transactions\": %" PRIu64,
			    max->count);
		put_sums(w, "out", max->out);
		put_sums(w, "placed", max->placed);
		put(w, "\n\t\t}");
	}
	put(w, "\n\t}");
}

bool policy_write(struct buf *b, const struct policy *p)
{
	struct writer w = { .b = b, .p = p };

	put(&w, "{\n\t\"version\": 1,\n");
	put_allow(&w);
	put(&w, "\t\"order_ttl_s\": %" PRId64 ",\n", p->order_ttl_s);
	put_names(&w);
	put_limits(&w);
	put_list(&w, "tip_accounts", &p->tip_accounts);
	put_list(&w, "nonces", &p->nonces);
	put_list(&w, "delegates", &p->delegates);
	put_swap(&w);
	put_pins(&w);
	if (p->evm_text)
		put(&w, ",\n\t\"evm\": %s", p->evm_text);
	put(&w, "\n}\n");
	return !w.full;
}
