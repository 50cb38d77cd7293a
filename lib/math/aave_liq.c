/* aave_liq.c - a liquidation: may it be, how much, what is taken, what is left. */
#include "math/aave_liq.h"

#define HALF                                                                   \
	5000 /* basis points: the close factor of a debt not yet hopeless */

const char *aave_verdict_code(enum aave_verdict v)
{
	switch (v) {
	case AAVE_FINE:
		return "fine";
	case AAVE_INACTIVE:
		return "reserve_inactive";
	case AAVE_PAUSED:
		return "reserve_paused";
	case AAVE_SENTINEL:
		return "sentinel";
	case AAVE_GRACE:
		return "grace_period";
	case AAVE_HEALTHY:
		return "health_factor_not_below_threshold";
	case AAVE_NOT_COLLATERAL:
		return "not_collateral";
	case AAVE_NOT_BORROWED:
		return "not_borrowed";
	case AAVE_DUST:
		return "must_not_leave_dust";
	}
	return "unknown";
}

static const struct aave_hold *hold_in(const struct aave_hold *holds, size_t n,
				       uint8_t reserve)
{
	for (size_t i = 0; i < n; i++)
		if (holds[i].reserve == reserve)
			return &holds[i];
	return NULL;
}

static bool above_close(struct u256 hf)
{
	return u256_cmp(hf, u256_of_u64(AAVE_HF_CLOSE)) > 0;
}

static bool in_grace(const struct aave_reserve *r, int64_t time_s)
{
	return r->grace_until_s && r->grace_until_s >= time_s;
}

/* The contract's own checks, in its order. */
static enum aave_verdict look(const struct aave_tick *t, struct u256 hf,
			      const struct aave_hold *c,
			      const struct aave_hold *d, uint8_t collateral,
			      uint8_t debt, bool open)
{
	const struct aave_rules *rules = t->market->rules;
	const struct aave_reserve *rc = &t->market->reserve[collateral];
	const struct aave_reserve *rd = &t->market->reserve[debt];

	if (!rc->active || !rd->active)
		return AAVE_INACTIVE;
	if (rc->paused || rd->paused)
		return AAVE_PAUSED;
	if (!open && u256_cmp(hf, u256_of_u64(AAVE_HF_CLOSE)) >= 0)
		return AAVE_SENTINEL;
	if (rules->grace &&
	    (in_grace(rc, t->time_s) || in_grace(rd, t->time_s)))
		return AAVE_GRACE;
	if (u256_cmp(hf, u256_of_u64(AAVE_WAD)) >= 0)
		return AAVE_HEALTHY;
	if (!c || !c->collateral || (!rules->by_flag && !rc->lt_bps))
		return AAVE_NOT_COLLATERAL;
	if (!d || (!d->debt && !d->stable))
		return AAVE_NOT_BORROWED;
	return AAVE_FINE;
}

/* Up to 3.2 half of the debt, all of it where the account is hopeless.  Later half
 * of all the account owes, unless this debt or this collateral is small. */
static enum status most(struct u256 *max, const struct aave_pair *p,
			struct u256 total_debt)
{
	const struct aave_rules *rules = p->rules;
	struct u256 large = u256_of_u64(AAVE_LIQ_LARGE), base_c, base_d, half;
	enum status st;

	*max = p->user_debt;
	if (!rules->position)
		return aave_percent_mul(max, p->user_debt,
					above_close(p->hf) ? HALF : AAVE_BPS,
					AAVE_HALF_UP);
	st = aave_value(&base_d, p->user_debt, p->price_d, p->unit_d,
			rules->debt_base);
	if (!st)
		st = aave_value(&base_c, p->user_collateral, p->price_c,
				p->unit_c, AAVE_FLOOR);
	if (st || u256_cmp(base_c, large) < 0 || u256_cmp(base_d, large) < 0 ||
	    !above_close(p->hf))
		return st;
	st = aave_percent_mul(&half, total_debt, HALF, AAVE_HALF_UP);
	if (!st && u256_cmp(base_d, half) > 0)
		st = aave_value(max, half, p->unit_d, p->price_d, AAVE_FLOOR);
	return st;
}

enum status aave_pair(struct aave_pair *out, enum aave_verdict *verdict,
		      const struct aave_tick *t,
		      const struct aave_account *account,
		      const struct aave_hold *holds, size_t n, uint8_t emode,
		      uint8_t collateral, uint8_t debt, bool open)
{
	const struct aave_market *m = t->market;
	const struct aave_hold *c = hold_in(holds, n, collateral);
	const struct aave_hold *d = hold_in(holds, n, debt);
	struct aave_pair p = {
		.rules = m->rules,
		.collateral = collateral,
		.debt = debt,
		.hf = account->hf,
	};
	enum status st;

	if (collateral >= m->n || debt >= m->n)
		return ST_NODATA;
	*verdict = look(t, account->hf, c, d, collateral, debt, open);
	if (*verdict) {
		*out = p;
		return ST_OK;
	}
	p.bonus_bps = aave_in_emode(m, collateral, emode)
			      ? m->emode[emode].bonus_bps
			      : m->reserve[collateral].bonus_bps;
	p.fee_bps = m->reserve[collateral].fee_bps;
	p.price_c = aave_price(t, collateral, emode);
	p.price_d = aave_price(t, debt, emode);
	p.unit_c = aave_pow10(m->reserve[collateral].decimals);
	p.unit_d = aave_pow10(m->reserve[debt].decimals);
	p.income = t->row[collateral].income;
	p.debt_index = t->row[debt].debt;
	p.scaled_c = c->supply;
	p.scaled_d = d->debt;
	p.total_collateral = account->collateral;
	st = aave_supplied(&p.user_collateral, t, c);
	if (!st)
		st = aave_owed(&p.user_debt, t, d);
	if (!st)
		st = most(&p.max, &p, account->debt);
	if (!st)
		*out = p;
	return st;
}

/* price_a * amount * unit_b / (price_b * unit_a), rounded down: each product in 256
 * bits, as the contract. */
static enum status exchange(struct u256 *out, struct u256 amount,
			    struct u256 price_a, struct u256 unit_a,
			    struct u256 price_b, struct u256 unit_b)
{
	struct u256 above, below;
	enum status st = u256_mul(&above, price_a, amount);

	if (!st)
		st = u256_mul(&above, above, unit_b);
	if (!st)
		st = u256_mul(&below, price_b, unit_a);
	return st ? st : u256_divmod(out, NULL, above, below);
}

/* What is seized for a repayment, or what all of the collateral repays. */
static enum status seize(struct aave_liq *l, const struct aave_pair *p,
			 struct u256 repay)
{
	const struct aave_rules *rules = p->rules;
	enum status st = exchange(&l->seize, repay, p->price_d, p->unit_d,
				  p->price_c, p->unit_c);

	l->repay = repay;
	if (!st)
		st = aave_percent_mul(&l->seize, l->seize, p->bonus_bps,
				      rules->seize);
	if (st || u256_cmp(l->seize, p->user_collateral) <= 0)
		return st;
	l->seize = p->user_collateral;
	st = exchange(&l->repay, l->seize, p->price_c, p->unit_c, p->price_d,
		      p->unit_d);
	return st ? st
		  : aave_percent_div(&l->repay, l->repay, p->bonus_bps,
				     rules->need);
}

/* The treasury's share of the bonus. */
static enum status take_fee(struct aave_liq *l, const struct aave_pair *p)
{
	struct u256 bonus;
	enum status st;

	l->fee = U256_ZERO;
	l->receive = l->seize;
	if (!p->fee_bps)
		return ST_OK;
	st = aave_percent_div(&bonus, l->seize, p->bonus_bps,
			      p->rules->fee_base);
	if (!st)
		st = u256_sub(&bonus, l->seize, bonus);
	if (!st)
		st = aave_percent_mul(&l->fee, bonus, p->fee_bps,
				      p->rules->fee);
	return st ? st : u256_sub(&l->receive, l->seize, l->fee);
}

/* From 3.3 on what is left of both must be worth something, or one be gone. */
static enum status leaves_dust(bool *dust, const struct aave_liq *l,
			       const struct aave_pair *p)
{
	struct u256 least = u256_of_u64(AAVE_LIQ_LEFT), c, d;
	enum status st;

	*dust = false;
	if (!p->rules->position || u256_cmp(l->repay, p->user_debt) >= 0 ||
	    u256_cmp(l->seize, p->user_collateral) >= 0)
		return ST_OK;
	c = u256_sub_mod(p->user_collateral, l->seize);
	d = u256_sub_mod(p->user_debt, l->repay);
	st = aave_value(&d, d, p->price_d, p->unit_d, p->rules->debt_base);
	if (!st)
		st = aave_value(&c, c, p->price_c, p->unit_c, AAVE_FLOOR);
	*dust = !st && (u256_cmp(c, least) < 0 || u256_cmp(d, least) < 0);
	return st;
}

/* Amount over an index, not over what there is. */
static enum status scaled(unsigned __int128 *out, struct u256 amount,
			  struct u256 index, enum aave_round how,
			  unsigned __int128 all)
{
	struct u256 x;
	enum status st = aave_ray_div(&x, amount, index, how);

	if (!st)
		*out = u256_cmp(x, u256_of_u128(all)) < 0 ? u256_low(x) : all;
	return st;
}

/* What leaves the scaled deposit; of the fee no more than remains. */
static enum status move(struct aave_liq *l, const struct aave_pair *p)
{
	enum aave_round how =
		p->rules->supply == AAVE_FLOOR ? AAVE_CEIL : AAVE_HALF_UP;
	unsigned __int128 left;
	struct u256 fee;
	enum status st =
		scaled(&l->scaled_c, l->receive, p->income, how, p->scaled_c);

	if (!st)
		st = aave_ray_div(&fee, l->fee, p->income, how);
	if (st)
		return st;
	l->fee_moved = l->fee;
	left = p->scaled_c - l->scaled_c;
	if (u256_cmp(fee, u256_of_u128(left)) <= 0) {
		l->scaled_c += u256_low(fee);
		return ST_OK;
	}
	l->scaled_c = p->scaled_c;
	return aave_ray_mul(&l->fee_moved, u256_of_u128(left), p->income,
			    p->rules->supply);
}

/* Debts of an account that has no collateral left are burned, from 3.3 on. */
static enum status burn(struct aave_liq *l, const struct aave_pair *p)
{
	const struct aave_rules *rules = p->rules;
	struct u256 taken = l->seize, base;
	enum status st = ST_OK;

	l->none_left = false;
	l->deficit = U256_ZERO;
	if (rules->consumed)
		st = aave_ray_mul(&taken, u256_of_u128(l->scaled_c), p->income,
				  rules->supply);
	if (!st)
		st = aave_value(&base, taken, p->price_c, p->unit_c,
				AAVE_FLOOR);
	if (st)
		return st;
	l->none_left =
		rules->position && u256_cmp(base, p->total_collateral) == 0;
	if (l->none_left) {
		l->deficit = u256_sub_mod(p->user_debt, l->repay);
		l->scaled_d = p->scaled_d;
		return ST_OK;
	}
	return scaled(&l->scaled_d, l->repay, p->debt_index,
		      rules->debt == AAVE_CEIL ? AAVE_FLOOR : AAVE_HALF_UP,
		      p->scaled_d);
}

enum status aave_liquidate(struct aave_liq *out, enum aave_verdict *verdict,
			   const struct aave_pair *p, struct u256 cover)
{
	struct aave_liq l;
	bool dust;
	enum status st =
		seize(&l, p, u256_cmp(cover, p->max) < 0 ? cover : p->max);

	if (!st)
		st = take_fee(&l, p);
	if (!st)
		st = leaves_dust(&dust, &l, p);
	if (!st)
		st = move(&l, p);
	if (!st)
		st = burn(&l, p);
	if (st)
		return st;
	*verdict = dust ? AAVE_DUST : AAVE_FINE;
	*out = l;
	return ST_OK;
}
