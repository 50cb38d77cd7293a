/* compound_own.c - what the markets of Compound pay and cost, and how our own wallets
 * stand in them. */
#include "compound.h"

#include "base/atoms.h"
#include "chain/uniswap.h"
#include "data/rec_lend_rate.h"
#include "own.h"

#include <math.h>

/* ---- asking ---- */

void compound_own_begin(struct reader *r, struct market *m)
{
	struct compound *c = compound_of(m);

	c->own = arena_alloc(r->a, r->conf.n_wallets * sizeof(*c->own));
	for (size_t i = 0; i < r->conf.n_wallets; i++) {
		struct u256 who = own_word(&r->conf.wallets[i]);

		c->own[i] = (struct compound_own){
			.liquidity = compound_ask(&r->rounds, &m->at,
						  COMPOUND_LIQUIDITY, who),
			.entered = compound_ask(&r->rounds, &m->at,
						COMPOUND_ENTERED, who),
		};
	}
}

void compound_own_ask(struct reader *r, struct market *m)
{
	struct compound *c = compound_of(m);

	for (size_t i = 0; i < r->conf.n_wallets; i++)
		for (size_t k = 0; k < c->n; k++)
			if (!c->own[i].snapshot[k])
				c->own[i].snapshot[k] = compound_ask(
					&r->rounds, &c->v[k].at,
					COMPOUND_SNAPSHOT,
					own_word(&r->conf.wallets[i]));
}

/* ---- lend_rate ---- */

static void tell_rate(struct reader *r, struct market *m,
		      const struct ctoken *t)
{
	const struct compound_year pays =
		compound_year(t->supply_rate, t->periods);
	const struct compound_year costs =
		compound_year(t->now.rate, t->periods);
	struct rec_lend_rate out;
	struct u256 supplied;
	double of;

	rec_clear(&rec_lend_rate_type, &out);
	out.ts_ms = r->ts_ms;
	out.chain_id = r->conf.chain_id;
	out.pool = m->address;
	out.asset = t->name;
	out.supply_apr_ratio = pays.apr;
	out.supply_apy_ratio = pays.apy;
	out.borrow_apr_ratio = costs.apr;
	out.borrow_apy_ratio = costs.apy;
	out.block = r->chain->block;
	if (compound_worth(&supplied, t->now.supply, t->exchange) ||
	    !own_units(&out.supplied, supplied, t->decimals) ||
	    !own_units(&out.borrowed, t->now.borrows, t->decimals) ||
	    !own_units(&out.available, t->now.cash, t->decimals) ||
	    !isfinite(pays.apy) || !isfinite(costs.apy))
		return; /* a token that counts as no other does */
	of = dec_to_double(out.supplied);
	out.utilisation_ratio = of > 0 ? dec_to_double(out.borrowed) / of : 0;
	frame_emit(r->f, &rec_lend_rate_type, &out);
}

/* ---- lend_account ---- */

/* What it has and owes, with interest to the frame's block; and, as the Comptroller
 * counts, without, where it entered. */
struct standing {
	struct own own;
	struct compound_hold holds[AAVE_RESERVES_MAX];
	size_t n_holds;
};

static bool add_token(struct standing *out, const struct ctoken *t,
		      const struct evm_view *v, bool entered)
{
	const uint8_t *said = evm_view_words(v, COMPOUND_SNAPSHOT_WORDS);
	struct u256 worth, debt;
	struct compound_hold h;

	if (!said || !u256_is_zero(uniswap_word(said, COMPOUND_SNAPSHOT_ERROR)))
		return false;
	h = (struct compound_hold){
		.tokens = uniswap_word(said, COMPOUND_SNAPSHOT_TOKENS),
		.debt = uniswap_word(said, COMPOUND_SNAPSHOT_DEBT),
		.exchange = uniswap_word(said, COMPOUND_SNAPSHOT_EXCHANGE),
		.factor = t->factor,
		.price = t->price,
	};
	if (compound_worth(&worth, h.tokens, t->exchange) ||
	    compound_debt(&debt, h.debt, t->stored.index, t->now.index) ||
	    !own_add(&out->own.supplied, t->name, worth, t->decimals) ||
	    !own_add(&out->own.owed, t->name, debt, t->decimals))
		return false;
	if (!entered)
		return true;
	if (!u256_is_zero(h.tokens))
		out->own.pledged[out->own.n_pledged++] = t->name;
	out->holds[out->n_holds++] = h;
	return true;
}

static bool base(struct dec *out, struct u256 word)
{
	return !atoms_amount(out, word, BASE_DECIMALS);
}

/* What is left and what is missing is the Comptroller's own word. */
static bool put_base(struct rec_lend_account *out, const struct standing *s,
		     const struct evm_view *v)
{
	const uint8_t *said = evm_view_words(v, COMPOUND_LIQUIDITY_WORDS);
	struct compound_account sum;
	struct u256 missing, hf;

	if (!said ||
	    !u256_is_zero(uniswap_word(said, COMPOUND_LIQUIDITY_ERROR)) ||
	    compound_account(&sum, s->holds, s->n_holds))
		return false;
	missing = uniswap_word(said, COMPOUND_LIQUIDITY_SHORT);
	if (!base(&out->collateral_base, sum.collateral) ||
	    !base(&out->debt_base, sum.debt) ||
	    !base(&out->available_base,
		  uniswap_word(said, COMPOUND_LIQUIDITY_LEFT)) ||
	    (!u256_is_zero(missing) && !base(&out->shortfall_base, missing)))
		return false;
	return u256_is_zero(sum.debt) ||
	       (!u256_mul_div_floor(&hf, sum.collateral,
				    u256_of_u64(COMPOUND_ONE), sum.debt) &&
		base(&out->hf, hf));
}

/* The Comptroller tells of none that entered a market without a price. */
static bool put_account(struct rec_lend_account *out, struct reader *r,
			struct market *m, size_t wallet)
{
	const struct compound *c = compound_of(m);
	const struct compound_own *own = &c->own[wallet];
	struct standing *s = arena_alloc(r->a, sizeof(*s));
	unsigned __int128 in;

	if (!compound_entered(&in, c, own->entered))
		return false;
	s->own = own_make(r, c->n);
	for (size_t i = 0; i < c->n; i++)
		if (!add_token(s, &c->v[i], own->snapshot[i], in >> i & 1))
			return false;
	own_put(out, &s->own);
	return put_base(out, s, own->liquidity);
}

void compound_own_tell(struct reader *r, struct market *m)
{
	const struct compound *c = compound_of(m);

	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].is_named)
			tell_rate(r, m, &c->v[i]);
	own_tell_accounts(r, m, put_account);
}
