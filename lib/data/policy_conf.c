#include "data/policy_conf.h"

#include "data/policy_evm_conf.h"
#include "data/policy_values.h"

#include <string.h>

#define VERSION       1
#define BPS_MAX       10000
#define TTL_MAX       INT64_C(31536000) /* a year, s */
#define LAMPORTS_UNIT 9

/* ---- wallets, assets, who may be paid ---- */

static void wallet(struct reader *r, const char *name,
		   const struct json_tok *value, void *ctx)
{
	struct policy_wallet *w = &r->p->wallets[r->p->n_wallets++];

	(void)ctx;
	w->name = name_of(r, name);
	key_of(r, &w->key, name, value);
}

static void asset(struct reader *r, const char *name,
		  const struct json_tok *value, void *ctx)
{
	static const char *const keys[] = { "mint", "decimals" };
	struct policy_asset *as = &r->p->assets[r->p->n_assets];
	const struct json_tok *v[2];

	(void)ctx;
	if (policy_asset_of(r->p, name, strlen(name)) >= 0)
		bad(r, "'%s': an asset of that name is built in", name);
	fields(r, name, value, v, keys, 2, 2);
	if (r->why)
		return;
	as->name = name_of(r, name);
	key_of(r, &as->mint, name, v[0]);
	as->decimals = (int)int_of(r, name, v[1], 0, 18);
	r->p->n_assets++;
}

static void read_assets(struct reader *r, const struct json_tok *t)
{
	struct policy *p = r->p;

	p->assets = arena_alloc(r->a, (members(t) + 2) * sizeof(*p->assets));
	p->assets[POLICY_SOL] =
		(struct policy_asset){ .name = "SOL", .decimals = 9 };
	p->assets[POLICY_WSOL] = (struct policy_asset){ .name = "wSOL",
							.mint = sol_native_mint,
							.decimals = 9 };
	p->n_assets = 2;
	if (members(t) + 2 > POLICY_ASSETS_MAX)
		bad(r, "'assets': over %d", POLICY_ASSETS_MAX - 2);
	else
		each(r, "assets", t, asset, NULL);
}

static void destination(struct reader *r, const char *name,
			const struct json_tok *value, void *ctx)
{
	static const char *const keys[] = { "address", "asset" };
	struct policy_destination *d =
		&r->p->destinations[r->p->n_destinations++];
	const struct json_tok *v[2];

	(void)ctx;
	fields(r, name, value, v, keys, 2, 2);
	if (r->why)
		return;
	d->name = name_of(r, name);
	key_of(r, &d->address, name, v[0]);
	d->asset = asset_of(r, name, v[1]);
}

static void read_programs(struct reader *r, const struct json_tok *t)
{
	static const char *const keys[] = { "openbook", "jupiter" };
	const struct json_tok *v[2];

	if (!t)
		return;
	fields(r, "programs", t, v, keys, 2, 0);
	keys_of(r, &r->p->openbook, "openbook", v[0]);
	keys_of(r, &r->p->jupiter, "jupiter", v[1]);
}

static void read_allow(struct reader *r, const struct json_tok *t)
{
	const struct json_tok *e = t + 1;

	if (t->kind != JSON_ARRAY) {
		bad(r, "'allow': not a list");
		return;
	}
	for (uint32_t i = 0; i < t->len; i++, e = json_next(&r->j, e)) {
		int w = 0;

		while (w < POLICY_ALLOWS &&
		       !(e->kind == JSON_STRING &&
			 strcmp(policy_allow_words[w], e->s) == 0))
			w++;
		if (w == POLICY_ALLOWS)
			bad(r, "'allow': '%s' is no word of it",
			    e->kind == JSON_STRING ? e->s : "?");
		else
			r->p->allow |= UINT32_C(1) << w;
	}
}

/* ---- markets and tables ---- */

enum market_field {
	M_PROGRAM,
	M_BASE,
	M_QUOTE,
	M_BASE_LOT,
	M_QUOTE_LOT,
	M_BIDS,
	M_ASKS,
	M_EVENT_QUEUE,
	M_REQUEST_QUEUE,
	M_BASE_VAULT,
	M_QUOTE_VAULT,
	M_VAULT_SIGNER,
	M_MAX_BASE,
	M_MAX_QUOTE,
	M_MIN_PRICE,
	M_MAX_PRICE,
	M_FIELDS,
};

static void market_numbers(struct reader *r, struct policy_market *m,
			   const struct json_tok **v)
{
	const struct policy_asset *as = r->p->assets;

	m->base = asset_of(r, "base", v[M_BASE]);
	m->quote = asset_of(r, "quote", v[M_QUOTE]);
	m->base_lot = amount_of(r, "base_lot", v[M_BASE_LOT], 0);
	m->quote_lot = amount_of(r, "quote_lot", v[M_QUOTE_LOT], 0);
	if (!m->base_lot || !m->quote_lot || m->base == m->quote ||
	    m->base == POLICY_SOL || m->quote == POLICY_SOL)
		bad(r, "'markets': lots of 0, or one asset on both sides, or "
		       "SOL, which no market has: wSOL");
	m->max_base = amount_of(r, "max_order_base", v[M_MAX_BASE],
				as[m->base].decimals);
	m->max_quote = amount_of(r, "max_order_quote", v[M_MAX_QUOTE],
				 as[m->quote].decimals);
	m->min_price = price_of(r, "min_price", v[M_MIN_PRICE]);
	m->max_price = price_of(r, "max_price", v[M_MAX_PRICE]);
}

static void market(struct reader *r, const char *name,
		   const struct json_tok *value, void *ctx)
{
	static const char *const keys[M_FIELDS] = {
		"program",        "base",
		"quote",          "base_lot",
		"quote_lot",      "bids",
		"asks",           "event_queue",
		"request_queue",  "base_vault",
		"quote_vault",    "vault_signer",
		"max_order_base", "max_order_quote",
		"min_price",      "max_price",
	};
	struct policy_market *m = &r->p->markets[r->p->n_markets++];
	const struct json_tok *v[M_FIELDS];

	(void)ctx;
	fields(r, name, value, v, keys, M_FIELDS, M_MIN_PRICE);
	if (r->why)
		return;
	if (!pubkey_parse(&m->address, name))
		bad(r, "'markets': '%s' is not an address", name);
	key_of(r, &m->program, keys[M_PROGRAM], v[M_PROGRAM]);
	key_of(r, &m->bids, keys[M_BIDS], v[M_BIDS]);
	key_of(r, &m->asks, keys[M_ASKS], v[M_ASKS]);
	key_of(r, &m->event_queue, keys[M_EVENT_QUEUE], v[M_EVENT_QUEUE]);
	key_of(r, &m->request_queue, keys[M_REQUEST_QUEUE], v[M_REQUEST_QUEUE]);
	key_of(r, &m->base_vault, keys[M_BASE_VAULT], v[M_BASE_VAULT]);
	key_of(r, &m->quote_vault, keys[M_QUOTE_VAULT], v[M_QUOTE_VAULT]);
	key_of(r, &m->vault_signer, keys[M_VAULT_SIGNER], v[M_VAULT_SIGNER]);
	market_numbers(r, m, v);
}

static void table(struct reader *r, const char *name,
		  const struct json_tok *value, void *ctx)
{
	struct sol_lut *t = &r->p->tables[r->p->n_tables++];
	struct policy_keys keys = { NULL, 0 };

	(void)ctx;
	if (!pubkey_parse(&t->address, name))
		bad(r, "'tables': '%s' is not an address", name);
	keys_of(r, &keys, name, value);
	if (keys.n > SOL_LUT_MAX)
		bad(r, "'%s': over %d addresses", name, SOL_LUT_MAX);
	t->addresses = keys.v;
	t->n = keys.n;
}

/* ---- swaps ---- */

/* "USDC/wSOL": units of the second for one of the first, at least. */
static void reference(struct reader *r, const char *name,
		      const struct json_tok *value, void *ctx)
{
	struct policy_reference *ref = &r->p->references[r->p->n_references++];
	const char *slash = strchr(name, '/');
	int in = -1, out = -1;

	(void)ctx;
	if (slash) {
		in = policy_asset_of(r->p, name, (size_t)(slash - name));
		out = policy_asset_of(r->p, slash + 1, strlen(slash + 1));
	}
	if (in < 0 || out < 0 || in == out)
		bad(r, "'reference': '%s' is not two assets as in 'USDC/wSOL'",
		    name);
	ref->in = in < 0 ? 0 : (size_t)in;
	ref->out = out < 0 ? 0 : (size_t)out;
	ref->price = price_of(r, name, value);
}

static void read_swap(struct reader *r, const struct json_tok *t)
{
	static const char *const keys[] = { "max_slippage_bps", "accounts",
					    "reference" };
	struct policy *p = r->p;
	const struct json_tok *v[3];

	if (!t)
		return;
	fields(r, "swap", t, v, keys, 3, 1);
	if (r->why)
		return;
	p->max_slippage_bps = int_of(r, keys[0], v[0], 0, BPS_MAX);
	keys_of(r, &p->route_accounts, keys[1], v[1]);
	p->references =
		arena_alloc(r->a, (members(v[2]) + 1) * sizeof(*p->references));
	each(r, keys[2], v[2], reference, NULL);
}

/* ---- ceilings ---- */

static void amount(struct reader *r, const char *name,
		   const struct json_tok *value, void *ctx)
{
	uint64_t *sums = ctx;
	int i = policy_asset_of(r->p, name, strlen(name));

	if (i < 0)
		bad(r, "'limits': '%s' is not one of the assets", name);
	else
		sums[i] = amount_of(r, name, value, r->p->assets[i].decimals);
}

static void span(struct reader *r, enum policy_span s, const struct json_tok *t)
{
	static const char *const keys[] = { "fees_sol", "tips_sol",
					    "transactions", "out", "placed" };
	struct policy_sums *max = &r->p->ceilings[s];
	const char *where = policy_span_words[s];
	const struct json_tok *v[5];

	fields(r, where, t, v, keys, 5, s == POLICY_TX ? 2 : 3);
	if (s == POLICY_TX && v[2])
		bad(r, "'%s': 'transactions' is of an hour or a day", where);
	if (r->why)
		return;
	max->fees = amount_of(r, keys[0], v[0], LAMPORTS_UNIT);
	max->tips = amount_of(r, keys[1], v[1], LAMPORTS_UNIT);
	if (v[2])
		max->count = (uint64_t)int_of(r, keys[2], v[2], 0,
					      INT64_C(1000000000));
	each(r, keys[3], v[3], amount, max->out);
	each(r, keys[4], v[4], amount, max->placed);
}

static void read_limits(struct reader *r, const struct json_tok *t)
{
	const struct json_tok *v[POLICY_SPANS];

	fields(r, "limits", t, v, policy_span_words, POLICY_SPANS,
	       POLICY_SPANS);
	for (int s = 0; s < POLICY_SPANS && !r->why; s++)
		span(r, (enum policy_span)s, v[s]);
}

/* ---- the file ---- */

enum top_field {
	T_VERSION,
	T_ALLOW,
	T_WALLETS,
	T_ORDER_TTL,
	T_LIMITS,
	T_ASSETS,
	T_PROGRAMS,
	T_DESTINATIONS,
	T_DELEGATES,
	T_NONCES,
	T_TIPS,
	T_MARKETS,
	T_TABLES,
	T_SWAP,
	T_EVM,
	T_FIELDS,
};

static void lists(struct reader *r, const struct json_tok **v)
{
	struct policy *p = r->p;
	size_t wallets = members(v[T_WALLETS]), markets = members(v[T_MARKETS]);

	if (wallets > POLICY_WALLETS_MAX || markets > POLICY_MARKETS_MAX) {
		bad(r, "over %d wallets or %d markets", POLICY_WALLETS_MAX,
		    POLICY_MARKETS_MAX);
		return;
	}
	p->wallets = arena_alloc(r->a, (wallets + 1) * sizeof(*p->wallets));
	p->markets = arena_alloc(r->a, (markets + 1) * sizeof(*p->markets));
	p->destinations = arena_alloc(r->a, (members(v[T_DESTINATIONS]) + 1) *
						    sizeof(*p->destinations));
	p->tables = arena_alloc(r->a, (members(v[T_TABLES]) + 1) *
					      sizeof(*p->tables));
	each(r, "wallets", v[T_WALLETS], wallet, NULL);
	each(r, "destinations", v[T_DESTINATIONS], destination, NULL);
	each(r, "markets", v[T_MARKETS], market, NULL);
	each(r, "tables", v[T_TABLES], table, NULL);
}

static void read_top(struct reader *r)
{
	static const char *const keys[T_FIELDS] = {
		"version",   "allow",  "wallets",      "order_ttl_s",
		"limits",    "assets", "programs",     "destinations",
		"delegates", "nonces", "tip_accounts", "markets",
		"tables",    "swap",   "evm",
	};
	const struct json_tok *v[T_FIELDS];
	struct policy *p = r->p;

	fields(r, "policy", &r->j.tok[0], v, keys, T_FIELDS, T_ASSETS);
	if (r->why)
		return;
	int_of(r, "version", v[T_VERSION], VERSION, VERSION);
	read_allow(r, v[T_ALLOW]);
	p->order_ttl_s = int_of(r, "order_ttl_s", v[T_ORDER_TTL], 1, TTL_MAX);
	read_assets(r, v[T_ASSETS]);
	read_programs(r, v[T_PROGRAMS]);
	keys_of(r, &p->delegates, "delegates", v[T_DELEGATES]);
	keys_of(r, &p->nonces, "nonces", v[T_NONCES]);
	keys_of(r, &p->tip_accounts, "tip_accounts", v[T_TIPS]);
	lists(r, v);
	read_swap(r, v[T_SWAP]);
	read_limits(r, v[T_LIMITS]);
	if (v[T_EVM] && !r->why) {
		p->evm_text = policy_evm_text(r, v[T_EVM]);
		p->evm = policy_evm_read(r, v[T_EVM]);
	}
}

int policy_asset_of(const struct policy *p, const char *name, size_t len)
{
	for (size_t i = 0; i < p->n_assets; i++)
		if (strlen(p->assets[i].name) == len &&
		    memcmp(p->assets[i].name, name, len) == 0)
			return (int)i;
	return -1;
}

const char *policy_read(struct arena *a, struct policy *p, char *text,
			size_t len)
{
	struct reader r = { .a = a, .p = p };
	const char *why = json_scan(&r.j, text, len);

	memset(p, 0, sizeof(*p));
	if (why)
		r.why = arena_printf(a, "byte %zu: %s", r.j.at + 1, why);
	else
		read_top(&r);
	json_free(&r.j);
	return r.why ? r.why : policy_index(a, p);
}
