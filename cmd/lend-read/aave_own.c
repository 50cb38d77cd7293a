/* aave_own.c - what the market pays and costs, and how our own wallets stand in it, in
 * the contracts' own words. */
#include "aave.h"

#include "base/atoms.h"
#include "chain/uniswap.h"
#include "data/rec_lend_rate.h"
#include "own.h"

#include <math.h>

#define YEAR_S 31536000.0
#define RAY    1e27

/* Interest of a year, compounded every second. */
static double compound(double apr)
{
	return expm1(YEAR_S * log1p(apr / YEAR_S));
}

void own_begin(struct reader *r, struct market *m)
{
	struct aave *a = aave_of(m);

	a->own = arena_alloc(r->a, r->conf.n_wallets * sizeof(*a->own));
	for (size_t i = 0; i < r->conf.n_wallets; i++) {
		struct u256 who = own_word(&r->conf.wallets[i]);

		a->own[i] = (struct own_views){
			.account = aave_ask(&r->rounds, &m->at,
					    AAVE_USER_ACCOUNT, who),
			.bits = aave_ask(&r->rounds, &m->at, AAVE_USER, who),
			.emode = aave_ask(&r->rounds, &m->at, AAVE_USER_EMODE,
					  who),
		};
	}
}

void own_ask_asset(struct reader *r, struct asset *x)
{
	size_t n = r->conf.n_wallets;
	const struct evm_view **v = arena_alloc(r->a, 2 * n * sizeof(*v));

	x->views.own_supply = v;
	x->views.own_debt = v + n;
	for (size_t i = 0; i < n; i++) {
		struct u256 who = own_word(&r->conf.wallets[i]);

		x->views.own_supply[i] = aave_ask(&r->rounds, &x->said.a_token,
						  AAVE_BALANCE, who);
		x->views.own_debt[i] = aave_ask(&r->rounds, &x->said.v_token,
						AAVE_BALANCE, who);
	}
}

/* ---- lend_rate ---- */

static bool units(struct dec *out, const struct evm_view *v, int64_t decimals)
{
	const uint8_t *said = evm_view_words(v, 1);

	return said && own_units(out, uniswap_word(said, 0), decimals);
}

static void tell_rate(struct reader *r, struct market *m, const struct asset *x)
{
	struct rec_lend_rate out;
	int64_t decimals = x->said.config.decimals;
	double supplied;

	rec_clear(&rec_lend_rate_type, &out);
	out.ts_ms = r->ts_ms;
	out.chain_id = r->conf.chain_id;
	out.pool = m->address;
	out.asset = x->name;
	out.supply_apr_ratio = (double)x->said.liquidity_rate / RAY;
	out.borrow_apr_ratio = (double)x->said.borrow_rate / RAY;
	out.supply_apy_ratio = compound(out.supply_apr_ratio);
	out.borrow_apy_ratio = compound(out.borrow_apr_ratio);
	out.block = r->chain->block;
	if (decimals > ATOMS_DECIMALS_MAX ||
	    !units(&out.supplied, x->views.supply, decimals) ||
	    !units(&out.borrowed, x->views.debt, decimals) ||
	    !isfinite(out.borrow_apy_ratio) || !isfinite(out.supply_apy_ratio))
		return; /* a token that counts as no other does */
	out.available = dec_make(x->rec.available.v, (int)decimals);
	supplied = dec_to_double(out.supplied);
	out.utilisation_ratio =
		supplied > 0 ? dec_to_double(out.borrowed) / supplied : 0;
	frame_emit(r->f, &rec_lend_rate_type, &out);
}

/* ---- lend_account ---- */

static bool add(struct own_amounts *out, const struct asset *x,
		const struct evm_view *v)
{
	const uint8_t *said = evm_view_words(v, 1);

	return said && own_add(out, x->name, uniswap_word(said, 0),
			       x->said.config.decimals);
}

static bool base_at(struct dec *out, const uint8_t *said, size_t i,
		    struct dec unit)
{
	struct u256 word = uniswap_word(said, i);
	int decimals = 0;

	while (decimals < DEC_SCALE_MAX && dec_ten(decimals) < unit.v)
		decimals++;
	return dec_ten(decimals) == unit.v &&
	       !atoms_amount(out, word, decimals);
}

static bool put_balances(struct rec_lend_account *out, struct reader *r,
			 struct market *m, size_t wallet, struct aave_bits has)
{
	const struct aave *a = aave_of(m);
	struct own own = own_make(r, a->n_assets);

	for (size_t i = 0; i < a->n_assets; i++) {
		const struct asset *x = &a->assets[i];

		if (!add(&own.supplied, x, x->views.own_supply[wallet]) ||
		    !add(&own.owed, x, x->views.own_debt[wallet]))
			return false;
		if (has.collateral >> x->said.id & 1)
			own.pledged[own.n_pledged++] = x->name;
	}
	own_put(out, &own);
	return true;
}

/* The Pool tells of none that uses an asset without a price. */
static bool put_account(struct rec_lend_account *out, struct reader *r,
			struct market *m, size_t wallet)
{
	const struct aave *a = aave_of(m);
	const struct own_views *v = &a->own[wallet];
	const uint8_t *said = evm_view_words(v->account, AAVE_ACCOUNT_WORDS);
	const uint8_t *bits = evm_view_words(v->bits, 1);
	unsigned __int128 category;
	struct u256 hf;

	if (!said || !bits || !aave_amount_said(&category, v->emode) ||
	    !base_at(&out->collateral_base, said, AAVE_ACCOUNT_COLLATERAL,
		     a->base_unit) ||
	    !base_at(&out->debt_base, said, AAVE_ACCOUNT_DEBT, a->base_unit) ||
	    !base_at(&out->available_base, said, AAVE_ACCOUNT_AVAILABLE,
		     a->base_unit) ||
	    category >= AAVE_EMODES_MAX)
		return false;
	if (category)
		out->emode = (int64_t)category;
	hf = uniswap_word(said, AAVE_ACCOUNT_HF);
	if (u256_cmp(hf, U256_MAX) && atoms_amount(&out->hf, hf, 18))
		return false;
	return put_balances(out, r, m, wallet,
			    aave_bits_of(uniswap_word(bits, 0)));
}

void own_tell(struct reader *r, struct market *m)
{
	const struct aave *a = aave_of(m);

	for (size_t i = 0; i < a->n_assets; i++)
		if (a->assets[i].is_named)
			tell_rate(r, m, &a->assets[i]);
	own_tell_accounts(r, m, put_account);
}
