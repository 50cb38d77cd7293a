#include "venue/openbook_funds.h"

#include "chain/pda.h"
#include "chain/token.h"

#include <string.h>

bool openbook_coin_of(struct openbook_coin *out, uint64_t *supply,
		      const struct sol_conf *conf,
		      const struct solana_account *mint, struct arena *a,
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
	*out = (struct openbook_coin){
		.asset = sol_conf_asset(conf, pubkey_text(a, &mint->address)),
		.mint = mint->address,
		.decimals = m.decimals,
	};
	if (supply)
		*supply = m.supply;
	return true;
}

struct pubkey openbook_coin_account(const struct pubkey *wallet,
				    const struct openbook_coin *coin)
{
	return ata_address(wallet, &coin->mint, &sol_token_program);
}

static bool read_token(struct token_account *out,
		       const struct solana_account *s, struct arena *a,
		       struct openbook_fault *fault)
{
	enum account_err e;

	if (!openbook_account_of(s, &sol_token_program, "token account", a,
				 fault))
		return false;
	e = token_account_decode(out, &s->owner, s->data, s->len);
	return !e || openbook_faulty(
			     fault, a, "account_bad", "token account '%s': %s",
			     pubkey_text(a, &s->address), account_strerror(e));
}

/* An account that nobody has opened, or that was closed and sent lamports. */
static bool is_void(const struct solana_account *s)
{
	return !s->exists ||
	       (pubkey_eq(&s->owner, &sol_system_program) && !s->len);
}

/* The atoms in a wallet's account of a coin. */
static bool amount_of(uint64_t *out, const struct pubkey *wallet,
		      const struct openbook_coin *coin,
		      const struct solana_account *s, struct arena *a,
		      struct openbook_fault *fault)
{
	struct token_account t;

	*out = 0;
	if (is_void(s))
		return true;
	if (!read_token(&t, s, a, fault))
		return false;
	if (!pubkey_eq(&t.mint, &coin->mint) || !pubkey_eq(&t.owner, wallet))
		return openbook_faulty(fault, a, "account_bad",
				       "token account '%s' has another owner "
				       "or mint",
				       pubkey_text(a, &s->address));
	*out = t.amount;
	return true;
}

/* What stands on markets. */
struct parked {
	uint64_t locked, unsettled; /* atoms */
};

static bool park(struct parked *p, uint64_t free, uint64_t total)
{
	return !__builtin_add_overflow(p->unsettled, free, &p->unsettled) &&
	       !__builtin_add_overflow(p->locked, total - free, &p->locked);
}

/* Adds what one view holds of that coin for the wallet. */
static bool park_view(struct parked *p, const struct openbook_view *v,
		      const struct sol_wallet *w,
		      const struct openbook_coin *coin)
{
	const struct openbook_market *m = &v->place->market;
	bool base = pubkey_eq(&m->base_mint, &coin->mint);
	bool quote = pubkey_eq(&m->quote_mint, &coin->mint);

	for (size_t i = 0; i < v->n_own; i++) {
		const struct openbook_own *o = &v->own[i];

		if (!o->exists || strcmp(o->wallet->name, w->name) != 0)
			continue;
		if ((base && !park(p, o->oo.base_free, o->oo.base_total)) ||
		    (quote && !park(p, o->oo.quote_free, o->oo.quote_total)))
			return false;
	}
	return true;
}

static struct rec_balance balance(const struct openbook_coin *coin,
				  uint64_t free, const struct parked *p)
{
	return (struct rec_balance){
		.asset = coin->asset,
		.free = atoms_dec(free, coin->decimals),
		.locked = atoms_dec(p->locked, coin->decimals),
		.unsettled = atoms_dec(p->unsettled, coin->decimals),
	};
}

bool openbook_wallet_record(struct rec_wallet *out, const struct sol_wallet *w,
			    const struct openbook_coins *coins,
			    const struct solana_account *accounts, int64_t slot,
			    const struct openbook_view *views, size_t n_views,
			    struct arena *a, int64_t ts_ms,
			    struct openbook_fault *fault)
{
	struct rec_balance *v = arena_alloc(a, (coins->n + 1) * sizeof(*v));

	v[0] = (struct rec_balance){
		.asset = SOL_ASSET,
		.free = atoms_dec(accounts[0].exists ? accounts[0].lamports : 0,
				  SOL_DECIMALS),
		.locked = DEC_ZERO,
		.unsettled = DEC_ZERO,
	};
	for (size_t i = 0; i < coins->n; i++) {
		struct parked p = { 0, 0 };
		uint64_t free;

		if (!amount_of(&free, &w->key, &coins->v[i], &accounts[1 + i],
			       a, fault))
			return false;
		for (size_t k = 0; k < n_views; k++)
			if (!park_view(&p, &views[k], w, &coins->v[i]))
				return openbook_faulty(
					fault, a, "account_bad",
					"wallet '%s' holds more '%s' than can "
					"be",
					w->name, coins->v[i].asset);
		v[1 + i] = balance(&coins->v[i], free, &p);
	}
	rec_clear(&rec_wallet_type, out);
	out->ts_ms = ts_ms;
	out->wallet = w->name;
	out->address = w->address;
	out->chain = "solana";
	out->balances = (struct rec_list){ v, coins->n + 1 };
	out->slot = slot;
	return true;
}

static bool add_owned(struct dec *sum, const struct rec_wallet *w,
		      const char *asset)
{
	const struct rec_balance *b = w->balances.v;

	for (size_t i = 0; i < w->balances.n; i++)
		if (!strcmp(b[i].asset, asset) &&
		    (dec_add(sum, *sum, b[i].free) ||
		     dec_add(sum, *sum, b[i].locked) ||
		     dec_add(sum, *sum, b[i].unsettled)))
			return false;
	return true;
}

bool openbook_supply_record(struct rec_supply *out,
			    const struct openbook_coin *coin, uint64_t supply,
			    const struct solana_account *locked,
			    size_t n_locked, const struct rec_wallet *wallets,
			    size_t n_wallets, struct arena *a, int64_t ts_ms,
			    struct openbook_fault *fault)
{
	struct dec owned = DEC_ZERO, held = DEC_ZERO;
	bool fits = true;

	for (size_t i = 0; i < n_locked; i++) {
		struct token_account t;

		if (is_void(&locked[i]))
			continue;
		if (!read_token(&t, &locked[i], a, fault))
			return false;
		if (pubkey_eq(&t.mint, &coin->mint))
			fits &= !dec_add(&held, held,
					 atoms_dec(t.amount, coin->decimals));
	}
	for (size_t i = 0; i < n_wallets; i++)
		fits &= add_owned(&owned, &wallets[i], coin->asset);
	if (!fits)
		return openbook_faulty(fault, a, "account_bad",
				       "more '%s' than can be", coin->asset);
	rec_clear(&rec_supply_type, out);
	out->ts_ms = ts_ms;
	out->mint = pubkey_text(a, &coin->mint);
	out->total = atoms_dec(supply, coin->decimals);
	out->locked = held;
	out->owned = owned;
	return true;
}

bool openbook_token_record(struct rec_token_account *out,
			   const struct sol_wallet *w,
			   const struct solana_account *s,
			   const struct openbook_coin *coin, int64_t slot,
			   struct arena *a, int64_t ts_ms,
			   struct openbook_fault *fault)
{
	struct token_account t;
	struct pubkey ata;

	if (!read_token(&t, s, a, fault))
		return false;
	if (!pubkey_eq(&t.owner, &w->key))
		return openbook_faulty(fault, a, "account_bad",
				       "token account '%s' is not of wallet "
				       "'%s'",
				       pubkey_text(a, &s->address), w->name);
	if (t.native && t.amount > s->lamports)
		return openbook_faulty(fault, a, "account_bad",
				       "token account '%s' wraps more than it "
				       "has",
				       pubkey_text(a, &s->address));
	ata = ata_address(&w->key, &t.mint, &sol_token_program);
	rec_clear(&rec_token_account_type, out);
	out->ts_ms = ts_ms;
	out->wallet = w->name;
	out->address = pubkey_text(a, &s->address);
	out->mint = pubkey_text(a, &t.mint);
	out->amount = dec_make((__int128)t.amount, 0);
	if (coin)
		out->decimals = coin->decimals;
	out->rent_lamports = dec_make(
		(__int128)(s->lamports - (t.native ? t.amount : 0)), 0);
	out->associated = pubkey_eq(&ata, &s->address);
	out->frozen = t.frozen;
	if (t.has_delegate)
		out->delegate = pubkey_text(a, &t.delegate);
	if (t.has_close_authority)
		out->close_authority = pubkey_text(a, &t.close_authority);
	out->slot = slot;
	return true;
}
