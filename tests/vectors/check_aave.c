/* check_aave.c - aave_health, aave_liquidation_amounts, liq_optimal_repay;
 * aave_borrow_index, aave_health_factor, aave_state, aave_call: what pools on a chain
 * said. */
#include "check.h"
#include "line.h"

#include "math/aave_liq.h"
#include "math/liq_cpmm.h"

#include <string.h>

#define CATEGORY 1 /* the only one of a line */

/* A market of one account, all of a line. */
struct scene {
	struct aave_market market;
	struct aave_tick tick;
	struct aave_hold *holds;
	const char **names; /* of its reserves, as its holds */
	size_t n;
	uint8_t emode;
	struct aave_account account;
};

static bool flag(const cJSON *o, const char *key)
{
	return vec_has(o, key) && vec_bool(o, key);
}

static unsigned __int128 vec_u128(const cJSON *o, const char *key)
{
	unsigned __int128 n;

	if (u256_to_u128(&n, vec_u256(o, key)))
		line_fail("'%s': over 128 bits", key);
	return n;
}

static uint16_t vec_bps(const cJSON *o, const char *key)
{
	int64_t n = vec_i64(o, key);

	if (n < 0 || n > UINT16_MAX)
		line_fail("'%s': not 16 bits", key);
	return (uint16_t)n;
}

static int64_t optional(const cJSON *o, const char *key)
{
	return vec_has(o, key) ? vec_i64(o, key) : 0;
}

static struct aave_reserve read_reserve(const cJSON *o)
{
	struct aave_reserve r = {
		.known = true,
		.active = true,
		.decimals = (uint8_t)vec_i64(o, "decimals"),
		.ltv_bps = vec_bps(o, "ltv_bp"),
		.lt_bps = vec_bps(o, "lt_bp"),
		.bonus_bps = vec_bps(o, "lb_bp"),
		.fee_bps = vec_bps(o, "protocol_fee_bp"),
		.liquidity_index = vec_u128(o, "liquidity_index"),
		.borrow_index = vec_u128(o, "borrow_index"),
		.updated_s = optional(o, "updated_s"),
	};

	if (vec_has(o, "updated_s")) {
		r.liquidity_rate = vec_u128(o, "liquidity_rate");
		r.borrow_rate = vec_u128(o, "borrow_rate");
	}
	return r;
}

static void read_category(struct scene *s, const cJSON *o)
{
	struct aave_emode *c = &s->market.emode[CATEGORY];

	s->emode = CATEGORY;
	c->ltv_bps = vec_bps(o, "ltv_bp");
	c->lt_bps = vec_bps(o, "lt_bp");
	c->bonus_bps = vec_bps(o, "lb_bp");
	c->isolated = flag(o, "isolated");
	c->price = vec_has(o, "price") ? vec_u256(o, "price") : U256_ZERO;
}

static void read_one(struct scene *s, const cJSON *o, size_t i)
{
	struct aave_emode *c = &s->market.emode[CATEGORY];
	unsigned __int128 bit = (unsigned __int128)1 << i;

	s->names[i] = vec_text(o, "id");
	s->market.reserve[i] = read_reserve(o);
	if (flag(o, "emode_asset"))
		s->market.reserve[i].emode = CATEGORY;
	if (flag(o, "emode_collateral"))
		c->collateral |= bit;
	if (flag(o, "emode_ltvzero"))
		c->ltvzero |= bit;
	s->holds[i] = (struct aave_hold){
		.reserve = (uint8_t)i,
		.supply = vec_u128(o, "scaled_supply"),
		.debt = vec_u128(o, "scaled_debt"),
		.stable = vec_has(o, "stable_debt") ? vec_u128(o, "stable_debt")
						    : 0,
		.collateral = vec_bool(o, "use_as_collateral"),
	};
}

static struct scene *read_scene(const cJSON *in, enum status *st)
{
	struct scene *s = vec_alloc(1, sizeof(*s));
	const cJSON *list = vec_array(in, "reserves"), *e;
	size_t i = 0;

	*s = (struct scene){ .n = (size_t)cJSON_GetArraySize(list) };
	s->market.rules = aave_rules_named(vec_text(in, "version"));
	if (!s->market.rules)
		line_fail("'version': not known");
	if (s->n > AAVE_RESERVES)
		line_fail("'reserves': too many");
	s->market.n = s->n;
	s->holds = vec_alloc(s->n, sizeof(*s->holds));
	s->names = vec_alloc(s->n, sizeof(*s->names));
	if (vec_has(in, "emode"))
		read_category(s, vec_get(in, "emode"));
	cJSON_ArrayForEach(e, list) read_one(s, e, i++);
	aave_market_emodes(&s->market);
	*st = aave_tick_time(&s->tick, &s->market, optional(in, "time_s"));
	i = 0;
	cJSON_ArrayForEach(e, list)
		aave_tick_price(&s->tick, (uint8_t)i++, vec_u256(e, "price"));
	if (!*st)
		*st = aave_account(&s->account, &s->tick, s->holds, s->n,
				   s->emode);
	return s;
}

static void put_account(cJSON *out, const struct aave_account *a)
{
	vec_put_u256(out, "total_collateral_base", a->collateral);
	vec_put_u256(out, "total_debt_base", a->debt);
	vec_put_i64(out, "avg_ltv_bp", a->ltv_bps);
	vec_put_i64(out, "avg_lt_bp", a->lt_bps);
	vec_put_u256(out, "health_factor", a->hf);
	vec_put_u256(out, "available_borrows_base", a->room);
	vec_put_bool(out, "has_zero_ltv", a->zero_ltv);
	vec_put_bool(out, "liquidatable",
		     u256_cmp(a->hf, u256_of_u64(AAVE_WAD)) < 0);
}

static cJSON *health(const cJSON *in)
{
	enum status st;
	struct scene *s = read_scene(in, &st);
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	put_account(out, &s->account);
	if (vec_has(in, "isolation")) {
		const cJSON *o = vec_get(in, "isolation");
		struct aave_reserve r = {
			.ceiling_cents = vec_u64(o, "debt_ceiling"),
			.isolation_cents = vec_u64(o, "isolation_total_debt"),
		};

		vec_put_i128(out, "isolation_headroom_cents",
			     aave_isolation_room(&r));
	}
	return out;
}

static uint8_t reserve_named(const struct scene *s, const cJSON *in,
			     const char *key)
{
	const char *name = vec_text(in, key);

	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->names[i], name) == 0)
			return (uint8_t)i;
	line_fail("'%s': not one of the reserves", key);
}

static const char *refusal_name(enum aave_verdict v)
{
	switch (v) {
	case AAVE_DUST:
		return "MUST_NOT_LEAVE_DUST";
	case AAVE_HEALTHY:
		return "HEALTH_FACTOR_NOT_BELOW_THRESHOLD";
	case AAVE_NOT_COLLATERAL:
		return "COLLATERAL_CANNOT_BE_LIQUIDATED";
	case AAVE_NOT_BORROWED:
		return "SPECIFIED_CURRENCY_NOT_BORROWED_BY_USER";
	case AAVE_INACTIVE:
		return "RESERVE_INACTIVE";
	case AAVE_PAUSED:
		return "RESERVE_PAUSED";
	case AAVE_SENTINEL:
		return "PRICE_ORACLE_SENTINEL_CHECK_FAILED";
	case AAVE_GRACE:
		return "LIQUIDATION_GRACE_SENTINEL_CHECK_FAILED";
	case AAVE_FINE:
		break;
	}
	return "";
}

/* The liquidation a line asks for; an error is what it answers. */
static cJSON *liquidate(struct aave_liq *l, struct aave_pair *p,
			const struct scene *s, const cJSON *in)
{
	enum aave_verdict v = AAVE_FINE;
	enum status st = aave_pair(p, &v, &s->tick, &s->account, s->holds, s->n,
				   s->emode, reserve_named(s, in, "collateral"),
				   reserve_named(s, in, "debt"), true);

	if (!st && !v)
		st = aave_liquidate(l, &v, p, vec_u256(in, "debt_to_cover"));
	if (st)
		return vec_err(st);
	return v ? vec_refusal(refusal_name(v)) : NULL;
}

static cJSON *amounts(const cJSON *in)
{
	enum status st;
	struct scene *s = read_scene(vec_get(in, "user"), &st);
	struct aave_pair p;
	struct aave_liq l;
	cJSON *out;

	if (st)
		return vec_err(st);
	out = liquidate(&l, &p, s, in);
	if (out)
		return out;
	out = vec_out();
	vec_put_u256(out, "hf", p.hf);
	vec_put_u256(out, "max_liquidatable_debt", p.max);
	vec_put_u256(out, "debt_repaid", l.repay);
	vec_put_u256(out, "collateral_to_liquidator", l.receive);
	vec_put_u256(out, "protocol_fee", l.fee);
	vec_put_u256(out, "collateral_seized", l.seize);
	vec_put_u256(out, "user_debt", p.user_debt);
	vec_put_u256(out, "user_collateral", p.user_collateral);
	return out;
}

/* An account and the reserves it is in, as the pool's views say them. */
static cJSON *state(const cJSON *in)
{
	enum status st;
	struct scene *s = read_scene(in, &st);
	cJSON *out, *list;

	if (st)
		return vec_err(st);
	out = vec_out();
	put_account(out, &s->account);
	list = vec_put_array(out, "reserves");
	for (size_t i = 0; i < s->n; i++) {
		struct u256 supplied, owed;
		cJSON *e = vec_out();

		if (aave_supplied(&supplied, &s->tick, &s->holds[i]) ||
		    aave_owed(&owed, &s->tick, &s->holds[i]))
			line_fail("a balance overflows");
		vec_put_u256(e, "income", s->tick.row[i].income);
		vec_put_u256(e, "debt_index", s->tick.row[i].debt);
		vec_put_u256(e, "supplied", supplied);
		vec_put_u256(e, "owed", owed);
		vec_add(list, e);
	}
	return out;
}

/* The account after a liquidation, at the same moment. */
static void apply(struct scene *s, const struct aave_pair *p,
		  const struct aave_liq *l)
{
	for (size_t i = 0; i < s->n; i++) {
		if (i == p->collateral)
			s->holds[i].supply -= l->scaled_c;
		if (l->none_left)
			s->holds[i].debt = 0;
		else if (i == p->debt)
			s->holds[i].debt -= l->scaled_d;
	}
	if (aave_account(&s->account, &s->tick, s->holds, s->n, s->emode))
		line_fail("the account after it overflows");
}

/* liquidationCall, its events and what the account then was. */
static cJSON *call(const cJSON *in)
{
	enum status st;
	struct scene *s = read_scene(in, &st);
	struct aave_pair p;
	struct aave_liq l;
	cJSON *out;

	if (st)
		return vec_err(st);
	out = liquidate(&l, &p, s, in);
	if (out)
		return out;
	apply(s, &p, &l);
	out = vec_out();
	vec_put_u256(out, "debt_repaid", l.repay);
	vec_put_u256(out, "collateral_to_liquidator", l.receive);
	vec_put_u256(out, "protocol_fee_moved", l.fee_moved);
	vec_put_u256(out, "deficit", l.deficit);
	vec_put_u256(out, "collateral_after", s->account.collateral);
	vec_put_u256(out, "debt_after", s->account.debt);
	vec_put_u256(out, "hf_after", s->account.hf);
	return out;
}

static cJSON *optimal_repay(const cJSON *in)
{
	struct liq_cpmm q = {
		.pool_collateral = vec_real(in, "pool_collateral"),
		.pool_debt = vec_real(in, "pool_debt"),
		.pool_fee = vec_real(in, "pool_fee"),
		.price = vec_real(in, "collateral_price_in_debt"),
		.bonus = vec_real(in, "liq_bonus"),
		.protocol_fee = vec_real(in, "protocol_fee"),
		.premium = vec_real(in, "flash_premium"),
		.max_repay = vec_real(in, "max_repay"),
		.gas = vec_real(in, "gas_in_debt"),
	};
	struct liq_cpmm_best got;
	enum status st = liq_cpmm_best(&got, &q);
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_real(out, "repay", got.repay);
	vec_put_real(out, "collateral_received", got.receive);
	vec_put_real(out, "swap_out", got.out);
	vec_put_real(out, "net_profit", got.net);
	vec_put_bool(out, "go", got.go);
	return out;
}

/* An index brought to a moment. */
static cJSON *borrow_index(const cJSON *in)
{
	const struct aave_rules *rules =
		aave_rules_named(vec_text(in, "version"));
	struct aave_reserve r = {
		.borrow_index = vec_u128(in, "borrow_index"),
		.borrow_rate = vec_u128(in, "borrow_rate"),
		.updated_s = vec_i64(in, "updated_s"),
	};
	struct u256 got;
	enum status st;
	cJSON *out;

	if (!rules)
		line_fail("'version': not known");
	st = aave_debt_index(&got, rules, &r, vec_i64(in, "time_s"));
	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_u256(out, "borrow_index", got);
	return out;
}

/* The health of so much collateral, at one threshold, over so much debt, all of it in
 * the parts of one base unit. */
static cJSON *health_factor(const cJSON *in)
{
	struct scene *s = vec_alloc(1, sizeof(*s));
	struct aave_hold h = { .supply = vec_u128(in, "collateral"),
			       .debt = vec_u128(in, "debt"),
			       .collateral = true };
	enum status st;
	cJSON *out;

	*s = (struct scene){ .n = 1 };
	s->market.rules = aave_rules_named(vec_text(in, "version"));
	if (!s->market.rules)
		line_fail("'version': not known");
	s->market.n = 1;
	s->market.reserve[0] = (struct aave_reserve){
		.known = true,
		.lt_bps = vec_bps(in, "lt_bp"),
		.liquidity_index = AAVE_WAD * (unsigned __int128)1000000000,
		.borrow_index = AAVE_WAD * (unsigned __int128)1000000000,
	};
	st = aave_tick_time(&s->tick, &s->market, 0);
	aave_tick_price(&s->tick, 0, u256_of_u64(1));
	if (!st)
		st = aave_account(&s->account, &s->tick, &h, 1, 0);
	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_real(out, "hf",
		     u256_to_double(s->account.hf) / (double)AAVE_WAD);
	return out;
}

const struct checker check_aave[] = {
	{ "aave_health", health },
	{ "aave_liquidation_amounts", amounts },
	{ "liq_optimal_repay", optimal_repay },
	{ "aave_borrow_index", borrow_index },
	{ "aave_health_factor", health_factor },
	{ "aave_state", state },
	{ "aave_call", call },
	{ NULL, NULL },
};
