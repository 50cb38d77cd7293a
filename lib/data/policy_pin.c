/* policy_pin.c - a record becomes a pin of the policy; see policy_conf.h. */
#include "chain/openbook_lots.h"
#include "data/policy_conf.h"

#include <string.h>

const char *policy_pin_table(struct arena *a, struct policy *p,
			     const struct rec_lut *r)
{
	const char *const *from = r->addresses.v;
	struct sol_lut t = { .n = r->addresses.n };
	struct pubkey *keys;
	size_t i = 0;

	if (r->deactivated)
		return "it is being closed";
	if (t.n > SOL_LUT_MAX || !pubkey_parse(&t.address, r->address))
		return "not a lookup table";
	t.addresses = keys = arena_alloc(a, (t.n + 1) * sizeof(*keys));
	for (size_t k = 0; k < t.n; k++)
		if (!pubkey_parse(&keys[k], from[k]))
			return arena_printf(a, "'%s' is not an address",
					    from[k]);
	while (i < p->n_tables && !pubkey_eq(&p->tables[i].address, &t.address))
		i++;
	if (i == p->n_tables)
		p->tables = arena_grow(a, p->tables, i * sizeof(t),
				       ++p->n_tables * sizeof(t));
	p->tables[i] = t;
	return NULL;
}

/* The asset with the mint of this side; it becomes one if it is none. */
static const char *side(struct arena *a, struct policy *p, size_t *out,
			const struct rec_asset *r)
{
	struct policy_asset as = { .name = r->asset,
				   .decimals = (int)r->decimals };

	if (!r->mint || !pubkey_parse(&as.mint, r->mint))
		return arena_printf(a, "'%s' has no mint", r->asset);
	if (r->decimals < 0 || r->decimals > 18)
		return arena_printf(a, "'%s' has %lld decimals", r->asset,
				    (long long)r->decimals);
	for (*out = 0; *out < p->n_assets; ++*out) {
		const struct policy_asset *known = &p->assets[*out];

		if (*out == POLICY_SOL || !pubkey_eq(&known->mint, &as.mint))
			continue;
		if (known->decimals != as.decimals)
			return arena_printf(a, "'%s' has other decimals",
					    known->name);
		return NULL;
	}
	if (p->n_assets == POLICY_ASSETS_MAX)
		return "too many assets";
	if (policy_asset_of(p, as.name, strlen(as.name)) >= 0)
		return arena_printf(a, "'%s' is another mint", as.name);
	as.name = arena_strdup(a, as.name);
	p->assets = arena_grow(a, p->assets, p->n_assets * sizeof(as),
			       (p->n_assets + 1) * sizeof(as));
	p->assets[p->n_assets++] = as;
	return NULL;
}

static bool addresses(struct policy_market *m, const struct rec_market *r)
{
	const struct {
		struct pubkey *out;
		const char *text;
	} keys[] = {
		{ &m->address, r->market },
		{ &m->program, r->program },
		{ &m->bids, r->bids },
		{ &m->asks, r->asks },
		{ &m->event_queue, r->event_queue },
		{ &m->request_queue, r->request_queue },
		{ &m->base_vault, r->base.vault },
		{ &m->quote_vault, r->quote.vault },
		{ &m->vault_signer, r->vault_signer },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!keys[i].text || !pubkey_parse(keys[i].out, keys[i].text))
			return false;
	return true;
}

/* A pin anew keeps what the person had allowed there. */
static void keep_amounts(struct policy_market *m,
			 const struct policy_market *old)
{
	m->max_base = old->max_base;
	m->max_quote = old->max_quote;
	m->min_price = old->min_price;
	m->max_price = old->max_price;
}

static bool is_openbook(const struct policy *p, const struct pubkey *program)
{
	for (size_t i = 0; i < p->openbook.n; i++)
		if (pubkey_eq(&p->openbook.v[i], program))
			return true;
	return false;
}

const char *policy_pin_market(struct arena *a, struct policy *p,
			      const struct rec_market *r)
{
	struct policy_market m = { .min_price = DEC_NONE,
				   .max_price = DEC_NONE };
	const char *why;
	size_t i = 0;

	if (!addresses(&m, r))
		return "an address of it is missing or is none";
	if (!is_openbook(p, &m.program))
		return arena_printf(a, "its program '%s' is not listed",
				    r->program);
	why = side(a, p, &m.base, &r->base);
	if (!why)
		why = side(a, p, &m.quote, &r->quote);
	if (why)
		return why;
	if (atoms_of_dec(&m.base_lot, r->base_lot, (int)r->base.decimals) ||
	    atoms_of_dec(&m.quote_lot, r->quote_lot, (int)r->quote.decimals) ||
	    !m.base_lot || !m.quote_lot || m.base == m.quote)
		return "its lots are not whole atoms";
	while (i < p->n_markets &&
	       !pubkey_eq(&p->markets[i].address, &m.address))
		i++;
	if (i < p->n_markets)
		keep_amounts(&m, &p->markets[i]);
	else if (p->n_markets == POLICY_MARKETS_MAX)
		return "too many markets";
	else
		p->markets = arena_grow(a, p->markets, i * sizeof(m),
					++p->n_markets * sizeof(m));
	p->markets[i] = m;
	return NULL;
}

/* ---- what orders may be ---- */

#define TX_ORDERS   16
#define HOUR_ORDERS (TX_ORDERS * 24 * 120)
#define DAY_ORDERS  (HOUR_ORDERS * 24)

static uint64_t times(uint64_t atoms, uint64_t n)
{
	return atoms > UINT64_MAX / n ? UINT64_MAX : atoms * n;
}

static void let_offer(struct policy *p, size_t asset, uint64_t atoms)
{
	static const uint64_t orders[POLICY_SPANS] = {
		[POLICY_TX] = TX_ORDERS,
		[POLICY_HOUR] = HOUR_ORDERS,
		[POLICY_DAY] = DAY_ORDERS,
	};

	for (int s = 0; s < POLICY_SPANS; s++)
		if (!p->ceilings[s].placed[asset])
			p->ceilings[s].placed[asset] = times(atoms, orders[s]);
}

static const char *let(struct arena *a, struct policy *p, uint64_t *most,
		       size_t asset, const char *text)
{
	struct dec d;

	if (text && (dec_parse(&d, text, strlen(text)) ||
		     atoms_of_dec(most, d, p->assets[asset].decimals)))
		return arena_printf(a, "'%s' is no amount of %s", text,
				    p->assets[asset].name);
	if (text)
		let_offer(p, asset, *most);
	return NULL;
}

const char *policy_let_orders(struct arena *a, struct policy *p,
			      const char *market, const char *base,
			      const char *quote)
{
	struct policy_market *m = p->markets;
	struct pubkey address;
	const char *why;

	if (!pubkey_parse(&address, market))
		return "not an address";
	while (m < p->markets + p->n_markets &&
	       !pubkey_eq(&m->address, &address))
		m++;
	if (m == p->markets + p->n_markets)
		return "not pinned";
	why = let(a, p, &m->max_base, m->base, base);
	return why ? why : let(a, p, &m->max_quote, m->quote, quote);
}
