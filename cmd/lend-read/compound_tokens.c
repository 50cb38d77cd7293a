/* compound_tokens.c - the cTokens of a market of Compound, with interest up to the frame's
 * block, and the prices of their assets. */
#include "compound.h"

#include "base/conf.h"
#include "chain/uniswap.h"

#include <string.h>

#define YEAR_S 31536000

/* ---- asking ---- */

/* Of the token itself, in every frame; what a version does not have fails alone. */
static const enum compound_view of_token[] = {
	COMPOUND_CASH,
	COMPOUND_BORROWS,
	COMPOUND_RESERVES,
	COMPOUND_SUPPLY,
	COMPOUND_INDEX,
	COMPOUND_EXCHANGE,
	COMPOUND_FACTOR,
	COMPOUND_SEIZE_SHARE,
	COMPOUND_MODEL,
	COMPOUND_ACCRUED_BLOCK,
	COMPOUND_BORROW_RATE_BLOCK,
	COMPOUND_SUPPLY_RATE_BLOCK,
	COMPOUND_ACCRUED_S,
	COMPOUND_BORROW_RATE_S,
	COMPOUND_SUPPLY_RATE_S,
	COMPOUND_UNDERLYING,
};

static const enum compound_view of_comptroller[] = {
	COMPOUND_MARKET,
	COMPOUND_MINT_PAUSED,
	COMPOUND_BORROW_PAUSED,
	COMPOUND_BORROW_CAP,
};

static void ask_first(struct reader *r, struct market *m, struct ctoken *t)
{
	struct u256 token = uniswap_of_address(&t->at);

	for (size_t i = 0; i < sizeof(of_token) / sizeof(*of_token); i++)
		t->view[of_token[i]] = compound_ask(&r->rounds, &t->at,
						    of_token[i], U256_ZERO);
	for (size_t i = 0; i < sizeof(of_comptroller) / sizeof(*of_comptroller);
	     i++)
		t->view[of_comptroller[i]] = compound_ask(
			&r->rounds, &m->at, of_comptroller[i], token);
}

/* What hangs on an answer of the token. */
static void ask_second(struct reader *r, struct ctoken *t)
{
	struct evm_rounds *q = &r->rounds;
	struct u256 word;

	if (compound_said(&word, t->view[COMPOUND_MODEL]) &&
	    uniswap_to_address(&t->model, word)) {
		t->view[COMPOUND_YEAR_BLOCKS] = compound_ask(
			q, &t->model, COMPOUND_YEAR_BLOCKS, U256_ZERO);
		t->view[COMPOUND_YEAR_S] =
			compound_ask(q, &t->model, COMPOUND_YEAR_S, U256_ZERO);
	}
	t->native = !compound_said(&word, t->view[COMPOUND_UNDERLYING]) ||
		    !uniswap_to_address(&t->underlying, word);
	if (!t->native)
		t->view[COMPOUND_DECIMALS] = compound_ask(
			q, &t->underlying, COMPOUND_DECIMALS, U256_ZERO);
}

void tokens_ask(struct reader *r, struct market *m)
{
	struct compound *c = compound_of(m);

	for (size_t i = 0; i < c->n; i++) {
		struct ctoken *t = &c->v[i];
		const struct evm_view *model = t->view[COMPOUND_MODEL];

		if (!model)
			ask_first(r, m, t);
		else if (model->state != EVM_VIEW_OPEN &&
			 !t->view[COMPOUND_YEAR_BLOCKS])
			ask_second(r, t);
		if (c->has_oracle && !t->view[COMPOUND_PRICE])
			t->view[COMPOUND_PRICE] = compound_ask(
				&r->rounds, &c->oracle, COMPOUND_PRICE,
				uniswap_of_address(&t->at));
	}
}

/* ---- answers ---- */

static bool number(uint64_t *out, const struct evm_view *v)
{
	struct u256 word;

	return compound_said(&word, v) && !u256_to_u64(out, word);
}

/* The period it counts, what its rates are of, and how many of them a year has: by the
 * market's own model, or else by the time between blocks. */
static bool take_periods(struct reader *r, struct ctoken *t, uint64_t *to)
{
	const struct evm_view *const *v = t->view;
	bool blocks = number(&t->stored.at, v[COMPOUND_ACCRUED_BLOCK]);
	uint64_t year;

	if (!blocks && !number(&t->stored.at, v[COMPOUND_ACCRUED_S]))
		return false;
	if (!blocks && r->chain->block_ts_s == REC_NONE_INT)
		return false;
	*to = (uint64_t)(blocks ? r->chain->block : r->chain->block_ts_s);
	if (number(&year, v[blocks ? COMPOUND_YEAR_BLOCKS : COMPOUND_YEAR_S]))
		t->periods = (double)year;
	else
		t->periods = blocks ? YEAR_S / dec_to_double(
						       conf_dec("BLOCK_TIME_S"))
				    : YEAR_S;
	return compound_said(&t->stored.rate,
			     v[blocks ? COMPOUND_BORROW_RATE_BLOCK
				      : COMPOUND_BORROW_RATE_S]) &&
	       compound_said(&t->supply_rate,
			     v[blocks ? COMPOUND_SUPPLY_RATE_BLOCK
				      : COMPOUND_SUPPLY_RATE_S]);
}

/* NULL, or why it cannot be told. */
static const char *take_market(struct reader *r, struct ctoken *t)
{
	const struct evm_view *const *v = t->view;
	struct compound_market *s = &t->stored;
	uint64_t to;

	if (!compound_said(&s->cash, v[COMPOUND_CASH]) ||
	    !compound_said(&s->borrows, v[COMPOUND_BORROWS]) ||
	    !compound_said(&s->reserves, v[COMPOUND_RESERVES]) ||
	    !compound_said(&s->supply, v[COMPOUND_SUPPLY]) ||
	    !compound_said(&s->index, v[COMPOUND_INDEX]) ||
	    !compound_said(&s->reserve_factor, v[COMPOUND_FACTOR]) ||
	    !compound_said(&t->exchange_stored, v[COMPOUND_EXCHANGE]) ||
	    !take_periods(r, t, &to))
		return "it cannot be read";
	s->first_exchange = t->exchange_stored; /* that of no tokens is it */
	t->now = *s;
	if (compound_accrue(&t->now, to) ||
	    compound_exchange(&t->exchange, &t->now))
		return "its interest cannot be reckoned";
	return NULL;
}

/* NULL, or why the asset of ASSETS is not this one. */
static const char *take_asset(struct reader *r, struct ctoken *t)
{
	const struct evm_address none = { .b = { 0 } };
	const char *address =
		reader_address(r, t->native ? &none : &t->underlying);
	const struct evm_asset *asset = evm_conf_asset_at(&r->conf, address);
	uint64_t decimals = BASE_DECIMALS;

	if (!t->native && (!number(&decimals, t->view[COMPOUND_DECIMALS]) ||
			   decimals > UINT8_MAX))
		return "its asset cannot be read";
	t->decimals = (int64_t)decimals;
	t->is_named = asset != NULL;
	t->name = asset ? asset->name : address;
	t->rec.address = address;
	return asset && asset->decimals != t->decimals
		       ? "ASSETS has other decimals"
		       : NULL;
}

/* ---- records ---- */

static bool put(struct dec *out, struct u256 word)
{
	unsigned __int128 n;

	return !u256_to_u128(&n, word) && reader_dec(out, n);
}

/* A mantissa as basis points, rounded down; 0: there is none. */
static int64_t bps(struct u256 mantissa)
{
	uint64_t n;

	if (u256_mul_div_floor(&mantissa, mantissa, u256_of_u64(10000),
			       u256_of_u64(COMPOUND_ONE)) ||
	    u256_to_u64(&n, mantissa) || n > UINT32_MAX)
		return 0;
	return (int64_t)n;
}

static int64_t bps_said(const struct evm_view *v)
{
	struct u256 word;

	return compound_said(&word, v) ? bps(word) : 0;
}

static bool is_set(const struct evm_view *v)
{
	struct u256 word;

	return compound_said(&word, v) && !u256_is_zero(word);
}

/* In whole units, and none of less than one. */
static void put_cap(struct ctoken *t)
{
	struct u256 word;
	unsigned __int128 cap;

	if (t->decimals > DEC_SCALE_MAX ||
	    !compound_said(&word, t->view[COMPOUND_BORROW_CAP]) ||
	    u256_to_u128(&cap, word))
		return;
	cap /= (unsigned __int128)dec_ten((int)t->decimals);
	if (cap && !(cap >> 127))
		t->rec.borrow_cap = dec_make((__int128)cap, 0);
}

static void put_rules(struct ctoken *t, const struct compound *c)
{
	const struct evm_view *const *v = t->view;
	struct rec_reserve *out = &t->rec;

	out->ltv_bps = out->lt_bps = bps(t->factor);
	out->bonus_bps = bps(c->bonus);
	out->fee_bps = bps_said(v[COMPOUND_SEIZE_SHARE]);
	out->reserve_factor_bps = bps(t->stored.reserve_factor);
	out->active = is_set(v[COMPOUND_MARKET]);
	out->frozen = is_set(v[COMPOUND_MINT_PAUSED]);
	out->paused = false;
	out->borrowing = !is_set(v[COMPOUND_BORROW_PAUSED]);
	out->flash = false;
	put_cap(t);
}

/* False: over what a record holds. */
static bool put_reserve(struct reader *r, struct market *m, struct ctoken *t,
			size_t id)
{
	struct rec_reserve *out = &t->rec;

	out->ts_ms = r->ts_ms;
	out->chain_id = r->conf.chain_id;
	out->pool = m->address;
	out->id = (int64_t)id;
	out->asset = t->name;
	out->decimals = t->decimals;
	out->a_token = reader_address(r, &t->at);
	put_rules(t, compound_of(m));
	out->updated_s = (int64_t)t->now.at;
	out->block = r->chain->block;
	return put(&out->liquidity_index, t->exchange) &&
	       put(&out->liquidity_rate, t->supply_rate) &&
	       put(&out->borrow_index, t->now.index) &&
	       put(&out->borrow_rate, t->now.rate) &&
	       put(&out->scaled_supply, t->now.supply) &&
	       put(&out->scaled_debt, t->now.borrows) &&
	       put(&out->available, t->now.cash);
}

/* The price of a unit: the oracle's is of a smallest part.  One that cannot be read is
 * none. */
static void put_oracle(struct reader *r, struct market *m, struct ctoken *t)
{
	struct rec_oracle *out = &t->oracle;
	struct u256 unit = u256_of_u64(1);

	rec_clear(&rec_oracle_type, out);
	out->ts_ms = r->ts_ms;
	out->chain_id = r->conf.chain_id;
	out->pool = m->address;
	out->asset = t->name;
	out->price_base = DEC_ZERO;
	out->source = compound_of(m)->oracle_text;
	out->block = r->chain->block;
	if (!compound_said(&t->price, t->view[COMPOUND_PRICE]))
		t->price = U256_ZERO;
	if (t->decimals <= DEC_SCALE_MAX)
		unit = u256_of_u128(
			(unsigned __int128)dec_ten((int)t->decimals));
	if (u256_mul_div_floor(&unit, t->price, unit,
			       u256_of_u64(COMPOUND_ONE)) ||
	    !put(&out->price_base, unit))
		out->price_base = DEC_ZERO;
}

static const char *settle_one(struct reader *r, struct market *m, size_t id)
{
	struct ctoken *t = &compound_of(m)->v[id];
	const uint8_t *said =
		evm_view_words(t->view[COMPOUND_MARKET], COMPOUND_MARKET_WORDS);
	const char *why = said ? take_market(r, t) : "it cannot be read";

	rec_clear(&rec_reserve_type, &t->rec);
	if (!why)
		why = take_asset(r, t);
	if (why)
		return why;
	t->factor = uniswap_word(said, COMPOUND_MARKET_FACTOR);
	if (!put_reserve(r, m, t, id))
		return "it is over what a record holds";
	put_oracle(r, m, t);
	return NULL;
}

bool tokens_settle(struct reader *r, struct market *m)
{
	const struct compound *c = compound_of(m);

	for (size_t i = 0; i < c->n; i++) {
		const char *why = settle_one(r, m, i);

		if (why) {
			reader_refuse(r, "reserve_unread", "%s: %s: %s",
				      m->address,
				      reader_address(r, &c->v[i].at), why);
			return false;
		}
	}
	return true;
}

void tokens_tell(struct reader *r, struct market *m)
{
	const struct compound *c = compound_of(m);

	for (size_t i = 0; i < c->n; i++) {
		const struct ctoken *t = &c->v[i];

		if (t->is_named)
			reader_token(r, t->name, t->rec.address, t->decimals);
		frame_emit(r->f, &rec_reserve_type, &t->rec);
	}
	for (size_t i = 0; i < c->n; i++)
		frame_emit(r->f, &rec_oracle_type, &c->v[i].oracle);
}
