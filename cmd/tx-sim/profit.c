#include "profit.h"

#include "base/atoms.h"

#include <string.h>

#define WEI_DECIMALS 18

static struct dec least(struct dec a, struct dec b)
{
	return dec_cmp(a, b) < 0 ? a : b;
}

struct dec profit_price(const struct rec_chain *head, const struct rec_tx *tx)
{
	struct dec price;

	if (!dec_is_none(tx->gas_price_wei))
		return tx->gas_price_wei;
	if (dec_is_none(tx->max_fee_wei) ||
	    dec_is_none(tx->max_priority_fee_wei) ||
	    dec_is_none(head->next_base_fee_wei) ||
	    dec_add(&price, head->next_base_fee_wei, tx->max_priority_fee_wei))
		return tx->max_fee_wei; /* the most it can be */
	return least(price, tx->max_fee_wei);
}

struct dec profit_fee(const struct rec_chain *head, const struct slot *s)
{
	struct dec price = profit_price(head, slot_tx(s)), fee;

	if (dec_is_none(price) ||
	    dec_mul(&fee, price, dec_make((__int128)s->out.gas_used, 0)))
		return DEC_NONE;
	return fee;
}

static const struct rec_amount *amount_of(const struct slot *s,
					  const char *asset)
{
	const struct rec_amount *v = s->out.delta.v;

	for (size_t i = 0; i < s->out.delta.n; i++)
		if (!strcmp(v[i].name, asset))
			return &v[i];
	return NULL;
}

/* What the slot and its group gain of an asset, without the fees.  DEC_NONE: more than
 * a decimal holds. */
static struct dec gain_of(const struct plan *p, const struct slot *s,
			  const char *asset)
{
	struct dec sum = DEC_ZERO;

	for (size_t i = 0; i < p->n; i++) {
		const struct rec_amount *one =
			plan_shares(s, &p->v[i]) ? amount_of(&p->v[i], asset)
						 : NULL;

		if (one && dec_add(&sum, sum, one->amount))
			return DEC_NONE;
	}
	return sum;
}

/* Wei, of all of them. */
static struct dec fees_of(const struct rec_chain *head, const struct plan *p,
			  const struct slot *s)
{
	struct dec sum = DEC_ZERO;

	for (size_t i = 0; i < p->n; i++) {
		struct dec one;

		if (!plan_shares(s, &p->v[i]))
			continue;
		one = profit_fee(head, &p->v[i]);
		if (dec_is_none(one) || dec_add(&sum, sum, one))
			return DEC_NONE;
	}
	return sum;
}

static bool is_coin(const struct profit_conf *conf, const char *asset)
{
	return !strcmp(asset, conf->native) || !strcmp(asset, conf->wrapped);
}

/* The one of the assets asked for that pays the fee. */
static size_t payer(const struct rec_list *asked,
		    const struct profit_conf *conf)
{
	const struct rec_amount *v = asked->v;

	for (size_t i = 0; i < asked->n; i++)
		if (is_coin(conf, v[i].name))
			return i;
	return 0;
}

/* At what a lending market of the frame takes both for. */
static struct dec fee_by_oracle(const struct plan *p, const char *asset,
				struct dec fee_wei,
				const struct profit_conf *conf)
{
	const struct dec one = dec_make(1, 0);
	const struct evm_asset *is = evm_conf_asset(conf->evm, asset);
	struct u256 fee, coin, of, unit, unit_of;
	struct dec out;

	if (!is || !seen_oracle(p->seen, &coin, &of, conf->wrapped, asset) ||
	    atoms_of(&fee, fee_wei, 0) || atoms_of(&unit, one, WEI_DECIMALS) ||
	    atoms_of(&unit_of, one, is->decimals) ||
	    u256_mul(&coin, coin, unit_of) || u256_mul(&of, of, unit) ||
	    u256_mul_div_ceil(&fee, fee, coin, of) ||
	    atoms_amount(&out, fee, is->decimals))
		return DEC_NONE;
	return out;
}

/* The fee in units of that asset; DEC_NONE: it has no price, *why says so. */
static struct dec fee_in(struct arena *a, const char **why,
			 const struct plan *p, const char *asset,
			 struct dec fee_wei, const struct profit_conf *conf)
{
	const struct dec wei = dec_make(1, WEI_DECIMALS);
	const char *pair = arena_printf(a, "%s/%s", conf->native, asset);
	struct dec fee, price;

	*why = "its fee is more than a decimal holds";
	if (dec_is_none(fee_wei) || dec_mul(&fee, fee_wei, wei))
		return DEC_NONE;
	if (is_coin(conf, asset))
		return fee;
	price = seen_price(p->seen, pair);
	if (!dec_is_none(price))
		return dec_mul(&fee, fee, price) ? DEC_NONE : fee;
	fee = fee_by_oracle(p, asset, fee_wei, conf);
	if (dec_is_none(fee))
		*why = arena_printf(a, "no price %s to count the fee with",
				    pair);
	return fee;
}

static const char *too_little(struct arena *a, const struct rec_amount *asked,
			      struct dec gain)
{
	char have[DEC_STR_SZ], want[DEC_STR_SZ];

	dec_format(have, gain);
	dec_format(want, asked->amount);
	return arena_printf(a, "gains %s %s, fees counted; %s asked for", have,
			    asked->name, want);
}

const char *profit_short(struct arena *a, const struct plan *p,
			 const struct slot *s, const struct rec_chain *head,
			 const struct profit_conf *conf)
{
	struct rec_list asked = slot_min_delta(p, s);
	const struct rec_amount *v = asked.v;
	size_t pays = payer(&asked, conf);
	const char *why;

	for (size_t i = 0; i < asked.n; i++) {
		struct dec gain = gain_of(p, s, v[i].name), fee = DEC_ZERO;

		if (i == pays)
			fee = fee_in(a, &why, p, v[i].name, fees_of(head, p, s),
				     conf);
		if (dec_is_none(fee))
			return why;
		if (dec_is_none(gain) || dec_sub(&gain, gain, fee))
			return "what it gains is more than a decimal holds";
		if (dec_cmp(gain, v[i].amount) < 0)
			return too_little(a, &v[i], gain);
	}
	return NULL;
}
