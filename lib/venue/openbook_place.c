#include "venue/openbook_place.h"

#include "chain/token.h"

#include <stdarg.h>
#include <stdio.h>

#define TEXT_SZ   256
#define ID_DIGITS 39 /* of 2^128 */

bool openbook_faulty(struct openbook_fault *f, struct arena *a,
		     const char *reason, const char *fmt, ...)
{
	char *text = arena_alloc(a, TEXT_SZ);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, TEXT_SZ, fmt, ap);
	va_end(ap);
	*f = (struct openbook_fault){ reason, text };
	return false;
}

const char *pubkey_text(struct arena *a, const struct pubkey *k)
{
	return pubkey_format(arena_alloc(a, PUBKEY_STR_SZ), k);
}

const char *openbook_id_text(struct arena *a, openbook_id id)
{
	char *p = arena_alloc(a, ID_DIGITS + 1);

	p += ID_DIGITS;
	do
		*--p = (char)('0' + (int)(id % 10));
	while (id /= 10);
	return p;
}

bool openbook_account_of(const struct solana_account *s,
			 const struct pubkey *program, const char *what,
			 struct arena *a, struct openbook_fault *fault)
{
	if (!s->exists)
		return openbook_faulty(fault, a, "account_absent",
				       "%s '%s' does not exist", what,
				       pubkey_text(a, &s->address));
	if (!pubkey_eq(&s->owner, program))
		return openbook_faulty(fault, a, "account_owner",
				       "%s '%s' is owned by '%s'", what,
				       pubkey_text(a, &s->address),
				       pubkey_text(a, &s->owner));
	return true;
}

bool openbook_place_market(struct openbook_place *p, struct arena *a,
			   const struct solana_account *market,
			   struct openbook_fault *fault)
{
	struct openbook_market *m = &p->market;
	enum openbook_err e;

	if (!openbook_account_of(market, &openbook_program, "market", a, fault))
		return false;
	e = openbook_market_decode(m, market->data, market->len);
	if (!e)
		e = openbook_market_bind(m, &openbook_program);
	if (!e && !pubkey_eq(&m->address, &market->address))
		e = OPENBOOK_CORRUPT;
	if (e)
		return openbook_faulty(
			fault, a, "account_bad", "market '%s': %s",
			pubkey_text(a, &market->address), openbook_strerror(e));
	p->name = pubkey_text(a, &m->address);
	return true;
}

static bool decimals_of(int *out, struct arena *a,
			const struct solana_account *mint,
			struct openbook_fault *fault)
{
	struct token_mint m;
	enum account_err e;

	if (!openbook_account_of(mint, &sol_token_program, "mint", a, fault))
		return false;
	e = token_mint_decode(&m, &mint->owner, mint->data, mint->len);
	if (e)
		return openbook_faulty(fault, a, "account_bad", "mint '%s': %s",
				       pubkey_text(a, &mint->address),
				       account_strerror(e));
	*out = m.decimals;
	return true;
}

bool openbook_place_mints(struct openbook_place *p, struct arena *a,
			  const struct sol_conf *conf,
			  const struct solana_account *base,
			  const struct solana_account *quote,
			  struct openbook_fault *fault)
{
	p->lots = (struct openbook_lots){
		.base_lot = p->market.base_lot,
		.quote_lot = p->market.quote_lot,
	};
	if (!decimals_of(&p->lots.base_decimals, a, base, fault) ||
	    !decimals_of(&p->lots.quote_decimals, a, quote, fault))
		return false;
	if (openbook_tick(&p->tick, &p->lots) ||
	    openbook_step(&p->step, &p->lots))
		return openbook_faulty(fault, a, "market_steps",
				       "the steps of market '%s' cannot be "
				       "written as decimals",
				       p->name);
	p->base = sol_conf_asset(conf, pubkey_text(a, &base->address));
	p->quote = sol_conf_asset(conf, pubkey_text(a, &quote->address));
	return true;
}

bool openbook_place_same(const struct openbook_place *p, struct arena *a,
			 const struct solana_account *market,
			 struct openbook_fault *fault)
{
	const struct openbook_market *m = &p->market;
	struct openbook_place now;
	const struct openbook_market *n = &now.market;

	if (!openbook_place_market(&now, a, market, fault))
		return false;
	if (m->base_lot != n->base_lot || m->quote_lot != n->quote_lot)
		return openbook_faulty(fault, a, "market_changed",
				       "market '%s' has other lots than before",
				       p->name);
	if (!pubkey_eq(&m->base_mint, &n->base_mint) ||
	    !pubkey_eq(&m->quote_mint, &n->quote_mint) ||
	    !pubkey_eq(&m->base_vault, &n->base_vault) ||
	    !pubkey_eq(&m->quote_vault, &n->quote_vault) ||
	    !pubkey_eq(&m->bids, &n->bids) || !pubkey_eq(&m->asks, &n->asks) ||
	    !pubkey_eq(&m->event_queue, &n->event_queue) ||
	    !pubkey_eq(&m->request_queue, &n->request_queue))
		return openbook_faulty(fault, a, "market_changed",
				       "market '%s' names other accounts than "
				       "before",
				       p->name);
	return true;
}

struct rec_market openbook_place_record(const struct openbook_place *p,
					struct arena *a, int64_t ts_ms)
{
	const struct openbook_market *m = &p->market;
	struct rec_market r;

	rec_clear(&rec_market_type, &r);
	r.ts_ms = ts_ms;
	r.market = p->name;
	r.tick = p->tick;
	r.base_lot = p->step;
	r.quote_lot = atoms_dec(m->quote_lot, p->lots.quote_decimals);
	r.base = (struct rec_asset){ p->base, p->lots.base_decimals,
				     pubkey_text(a, &m->base_mint),
				     pubkey_text(a, &m->base_vault) };
	r.quote = (struct rec_asset){ p->quote, p->lots.quote_decimals,
				      pubkey_text(a, &m->quote_mint),
				      pubkey_text(a, &m->quote_vault) };
	r.program = pubkey_text(a, &m->program);
	r.bids = pubkey_text(a, &m->bids);
	r.asks = pubkey_text(a, &m->asks);
	r.event_queue = pubkey_text(a, &m->event_queue);
	r.request_queue = pubkey_text(a, &m->request_queue);
	r.vault_signer = pubkey_text(a, &m->vault_signer);
	return r;
}

static bool fits(enum status st, const struct openbook_place *p,
		 struct arena *a, struct openbook_fault *fault)
{
	return !st || openbook_faulty(fault, a, "market_steps",
				      "a price or size of market '%s' is out "
				      "of range",
				      p->name);
}

bool openbook_price_of(struct dec *out, const struct openbook_place *p,
		       uint64_t lots, struct arena *a,
		       struct openbook_fault *fault)
{
	return fits(openbook_price(out, lots, &p->lots), p, a, fault);
}

bool openbook_size_of(struct dec *out, const struct openbook_place *p,
		      uint64_t lots, struct arena *a,
		      struct openbook_fault *fault)
{
	return fits(openbook_size(out, lots, &p->lots), p, a, fault);
}
