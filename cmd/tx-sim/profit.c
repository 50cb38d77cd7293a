#include "profit.h"

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

/* What the slot gains of an asset, without the fee. */
static struct dec gain_of(const struct slot *s, const char *asset)
{
	const struct rec_amount *v = s->out.delta.v;

	for (size_t i = 0; i < s->out.delta.n; i++)
		if (!strcmp(v[i].name, asset))
			return v[i].amount;
	return DEC_ZERO;
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
	if (dec_is_none(price)) {
		*why = arena_printf(a, "no price %s to count the fee with",
				    pair);
		return DEC_NONE;
	}
	return dec_mul(&fee, fee, price) ? DEC_NONE : fee;
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
		struct dec gain = gain_of(s, v[i].name), fee = DEC_ZERO;

		if (i == pays)
			fee = fee_in(a, &why, p, v[i].name, profit_fee(head, s),
				     conf);
		if (dec_is_none(fee))
			return why;
		if (dec_sub(&gain, gain, fee))
			return "what it gains is more than a decimal holds";
		if (dec_cmp(gain, v[i].amount) < 0)
			return too_little(a, &v[i], gain);
	}
	return NULL;
}
