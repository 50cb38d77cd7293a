/* aave_assets.c - the reserves of a market of Aave, and the prices of their assets. */
#include "aave.h"

#include "base/conf.h"
#include "chain/uniswap.h"

#include <string.h>

/* ---- asking ---- */

void assets_begin(struct aave *a)
{
	for (size_t i = 0; i < a->n_assets; i++) {
		struct asset *x = &a->assets[i];

		x->views = (struct asset_views){ .data = NULL };
		x->read = false;
	}
}

static bool is_in(const struct evm_address *list, size_t n,
		  const struct evm_address *at)
{
	for (size_t i = 0; i < n; i++)
		if (evm_address_eq(&list[i], at))
			return true;
	return false;
}

static bool has_asset(const struct aave *a, const struct evm_address *at)
{
	for (size_t i = 0; i < a->n_assets; i++)
		if (evm_address_eq(&a->assets[i].at, at))
			return true;
	return false;
}

/* Reserves that came, and those that are no more: what was told of accounts there is
 * void then. */
static void take_list(struct market *m)
{
	struct aave *a = aave_of(m);
	struct evm_address list[AAVE_RESERVES_MAX];
	size_t n, kept = 0;

	if (a->view_list->state != EVM_VIEW_OK ||
	    !aave_list_read(list, &n, a->view_list->data, a->view_list->len))
		return; /* refused by assets_settle */
	for (size_t i = 0; i < a->n_assets; i++) {
		if (is_in(list, n, &a->assets[i].at))
			a->assets[kept++] = a->assets[i];
		else
			m->whole = true;
	}
	a->n_assets = kept;
	for (size_t i = 0; i < n; i++) {
		if (has_asset(a, &list[i]))
			continue;
		a->assets = mem_realloc(a->assets, a->n_assets + 1,
					sizeof(*a->assets));
		a->assets[a->n_assets++] = (struct asset){ .at = list[i] };
	}
}

static void take_data(struct market *m, struct asset *x)
{
	const struct evm_view *v = x->views.data;
	struct aave_said said;

	if (v->state != EVM_VIEW_OK ||
	    !aave_reserve_read(&said, v->data, v->len))
		return; /* refused by assets_settle */
	if (x->met && (!evm_address_eq(&said.a_token, &x->said.a_token) ||
		       !evm_address_eq(&said.v_token, &x->said.v_token) ||
		       said.id != x->said.id)) {
		x->views.scaled_supply = NULL;
		x->treasury.known = false;
		m->whole = true;
	}
	x->said = said;
	x->met = x->read = true;
}

static void ask_tokens(struct reader *r, struct asset *x)
{
	struct evm_rounds *q = &r->rounds;
	const struct evm_address *a = &x->said.a_token, *v = &x->said.v_token;
	struct asset_views *views = &x->views;

	views->scaled_supply = aave_ask(q, a, AAVE_SCALED_SUPPLY, U256_ZERO);
	views->scaled_debt = aave_ask(q, v, AAVE_SCALED_SUPPLY, U256_ZERO);
	views->supply = aave_ask(q, a, AAVE_SUPPLY, U256_ZERO);
	views->debt = aave_ask(q, v, AAVE_SUPPLY, U256_ZERO);
	views->balance = aave_ask(q, &x->at, AAVE_BALANCE, aave_word(a));
	if (!x->treasury.known)
		views->treasury = aave_ask(q, a, AAVE_TREASURY, U256_ZERO);
	own_ask_asset(r, x);
}

static void ask_versions(struct reader *r, struct market *m, struct asset *x)
{
	const struct aave *a = aave_of(m);
	struct evm_rounds *q = &r->rounds;
	struct u256 asset = aave_word(&x->at);

	if (a->revision >= AAVE_REVISION_3_1 && !x->views.grace) {
		x->views.grace = aave_ask(q, &m->at, AAVE_GRACE, asset);
		x->views.counted = aave_ask(q, &m->at, AAVE_VIRTUAL, asset);
	}
	if (a->revision >= AAVE_REVISION_3_3 && !x->views.deficit)
		x->views.deficit = aave_ask(q, &m->at, AAVE_DEFICIT, asset);
}

static void take_feed(struct asset *x)
{
	struct evm_address at;

	if (!aave_address_said(&at, x->views.source) ||
	    (x->feed.known && evm_address_eq(&at, &x->feed.at)))
		return;
	x->feed = (struct found){ true, at };
	x->views.round = NULL;
}

static void ask_asset(struct reader *r, struct market *m, struct asset *x)
{
	const struct evm_address none = { .b = { 0 } };
	const struct aave *a = aave_of(m);
	struct evm_rounds *q = &r->rounds;
	struct u256 asset = aave_word(&x->at);

	if (!x->views.data)
		x->views.data = aave_ask(q, &m->at, AAVE_RESERVE, asset);
	else if (is_answered(x->views.data) && !x->read)
		take_data(m, x);
	if (x->met && !x->views.scaled_supply)
		ask_tokens(r, x);
	if (is_answered(x->views.treasury))
		x->treasury.known =
			aave_address_said(&x->treasury.at, x->views.treasury);
	ask_versions(r, m, x);
	if (a->oracle.known && !x->views.price) {
		x->views.price = aave_ask(q, &a->oracle.at, AAVE_PRICE, asset);
		x->views.source =
			aave_ask(q, &a->oracle.at, AAVE_SOURCE, asset);
	}
	take_feed(x);
	if (x->feed.known && !evm_address_eq(&x->feed.at, &none) &&
	    !x->views.round)
		x->views.round =
			aave_ask(q, &x->feed.at, AAVE_FEED_ROUND, U256_ZERO);
}

void assets_ask(struct reader *r, struct market *m)
{
	struct aave *a = aave_of(m);

	if (is_answered(a->view_list))
		take_list(m);
	for (size_t i = 0; i < a->n_assets; i++)
		ask_asset(r, m, &a->assets[i]);
}

/* ---- records ---- */

static bool put_views(struct rec_reserve *out, const struct aave *a,
		      const struct asset *x)
{
	const struct asset_views *v = &x->views;
	const struct evm_view *available =
		a->revision >= AAVE_REVISION_3_1 && x->said.config.counted
			? v->counted
			: v->balance;
	unsigned __int128 supply, debt, left, grace = 0, deficit;

	if (!aave_amount_said(&supply, v->scaled_supply) ||
	    !aave_amount_said(&debt, v->scaled_debt) ||
	    !aave_amount_said(&left, available) ||
	    !reader_dec(&out->scaled_supply, supply) ||
	    !reader_dec(&out->scaled_debt, debt) ||
	    !reader_dec(&out->available, left))
		return false;
	if (v->grace &&
	    (!aave_amount_said(&grace, v->grace) || grace >= REC_INT_MAX))
		return false;
	if (grace)
		out->grace_until_s = (int64_t)grace;
	return !v->deficit || (aave_amount_said(&deficit, v->deficit) &&
			       reader_dec(&out->deficit, deficit));
}

static void put_config(struct rec_reserve *out, const struct aave *a,
		       const struct aave_said *said)
{
	const struct aave_config *c = &said->config;

	out->decimals = c->decimals;
	out->ltv_bps = c->ltv_bps;
	out->lt_bps = c->lt_bps;
	out->bonus_bps = c->bonus_bps;
	out->fee_bps = c->fee_bps;
	out->reserve_factor_bps = c->reserve_factor_bps;
	out->active = c->active;
	out->frozen = c->frozen;
	out->paused = c->paused;
	out->borrowing = c->borrowing;
	out->flash = c->flash;
	if (c->borrow_cap)
		out->borrow_cap = dec_make(c->borrow_cap, 0);
	if (c->supply_cap)
		out->supply_cap = dec_make(c->supply_cap, 0);
	if (a->revision < AAVE_REVISION_3_2 && c->emode)
		out->emode = c->emode;
	if (a->revision >= AAVE_REVISION_3_7)
		return;
	out->siloed = c->siloed;
	out->isolation_borrow = c->isolation_borrow;
	if (c->debt_ceiling) {
		out->debt_ceiling = dec_make(c->debt_ceiling, 2);
		out->isolation_debt =
			dec_make((__int128)said->isolation_debt, 2);
	}
}

/* False: it cannot be told. */
static bool put(struct reader *r, struct market *m, struct asset *x)
{
	const struct aave *a = aave_of(m);
	const struct evm_address none = { .b = { 0 } };
	struct rec_reserve *out = &x->rec;

	rec_clear(&rec_reserve_type, out);
	out->ts_ms = r->ts_ms;
	out->chain_id = r->conf.chain_id;
	out->pool = m->address;
	out->id = x->said.id;
	out->asset = x->name;
	out->address = x->address;
	out->a_token = reader_address(r, &x->said.a_token);
	out->v_token = reader_address(r, &x->said.v_token);
	if (a->revision < AAVE_REVISION_3_2 &&
	    !evm_address_eq(&x->said.s_token, &none))
		out->s_token = reader_address(r, &x->said.s_token);
	put_config(out, a, &x->said);
	out->updated_s = x->said.updated_s;
	out->block = r->chain->block;
	return !(x->said.isolation_debt >> 127) &&
	       reader_dec(&out->liquidity_index, x->said.liquidity_index) &&
	       reader_dec(&out->liquidity_rate, x->said.liquidity_rate) &&
	       reader_dec(&out->borrow_index, x->said.borrow_index) &&
	       reader_dec(&out->borrow_rate, x->said.borrow_rate) &&
	       put_views(out, a, x);
}

/* A price that cannot be read is none. */
static void put_oracle(struct reader *r, struct market *m, struct asset *x)
{
	const uint8_t *round = evm_view_words(x->views.round, AAVE_ROUND_WORDS);
	struct rec_oracle *out = &x->oracle;
	unsigned __int128 price;
	uint64_t updated;

	rec_clear(&rec_oracle_type, out);
	out->ts_ms = r->ts_ms;
	out->chain_id = r->conf.chain_id;
	out->pool = m->address;
	out->asset = x->name;
	out->price_base = DEC_ZERO;
	if (aave_amount_said(&price, x->views.price))
		out->price_base = dec_make((__int128)price, 0);
	out->source = reader_address(r, &x->feed.at);
	if (round &&
	    !u256_to_u64(&updated, uniswap_word(round, AAVE_ROUND_UPDATED)) &&
	    updated && updated < REC_INT_MAX)
		out->updated_s = (int64_t)updated;
	out->block = r->chain->block;
}

/* NULL, or why the asset of ASSETS is not this one. */
static const char *name(struct reader *r, struct asset *x)
{
	const struct evm_asset *asset;

	x->address = reader_address(r, &x->at);
	asset = evm_conf_asset_at(&r->conf, x->address);
	x->is_named = asset != NULL;
	x->name = asset ? asset->name : x->address;
	return asset && asset->decimals != x->said.config.decimals
		       ? "ASSETS has other decimals"
		       : NULL;
}

bool assets_settle(struct reader *r, struct market *m)
{
	struct aave *a = aave_of(m);
	struct evm_address list[AAVE_RESERVES_MAX];
	size_t n;

	if (a->view_list->state != EVM_VIEW_OK ||
	    !aave_list_read(list, &n, a->view_list->data, a->view_list->len)) {
		reader_refuse(r, "market_unread",
			      "%s: its reserves cannot be listed", m->address);
		return false;
	}
	for (size_t i = 0; i < a->n_assets; i++) {
		struct asset *x = &a->assets[i];
		const char *why = x->read ? name(r, x) : NULL;

		if (!why && !(x->read && put(r, m, x)))
			why = "it cannot be read";
		if (why) {
			reader_refuse(r, "reserve_unread", "%s: %s: %s",
				      m->address, reader_address(r, &x->at),
				      why);
			return false;
		}
		put_oracle(r, m, x);
	}
	return true;
}

static uint64_t hash_of(const struct asset *x)
{
	struct rec_reserve rec = x->rec;

	rec.ts_ms = rec.block = 0;
	return reader_hash(&rec_reserve_type, &rec);
}

void assets_tell(struct reader *r, struct market *m)
{
	const struct aave *a = aave_of(m);

	for (size_t i = 0; i < a->n_assets; i++) {
		const struct asset *x = &a->assets[i];

		if (x->is_named)
			reader_token(r, x->name, x->address,
				     x->said.config.decimals);
		if (m->whole || hash_of(x) != x->told)
			frame_emit(r->f, &rec_reserve_type, &x->rec);
	}
}

void assets_commit(struct aave *a)
{
	for (size_t i = 0; i < a->n_assets; i++)
		a->assets[i].told = hash_of(&a->assets[i]);
}
