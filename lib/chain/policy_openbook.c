/* policy_openbook.c - the rules for OpenBook v1; see policy.h. */
#include "chain/openbook_ix.h"
#include "chain/openbook_lots.h"
#include "chain/policy_parts.h"

#include <inttypes.h>

/* The market of an instruction as it was pinned, run by this program; NULL: it is
 * not. */
static const struct policy_market *pinned(const struct policy_case *c,
					  const struct openbook_action *act)
{
	const struct policy_known *k = policy_find(c->p, act->market);
	const struct policy_market *m;

	if (k->role != ROLE_MARKET)
		return NULL;
	m = &c->p->markets[k->a];
	return pubkey_eq(&m->program, &c->ix->program) ? m : NULL;
}

static bool same(const struct pubkey *given, const struct pubkey *want)
{
	return !given || pubkey_eq(given, want);
}

/* What the instruction names of the market is what was pinned. */
static bool accounts(struct policy_case *c, const struct policy_market *m,
		     const struct openbook_action *act)
{
	return (same(act->bids, &m->bids) && same(act->asks, &m->asks) &&
		same(act->event_queue, &m->event_queue) &&
		same(act->request_queue, &m->request_queue) &&
		same(act->base_vault, &m->base_vault) &&
		same(act->quote_vault, &m->quote_vault) &&
		same(act->vault_signer, &m->vault_signer)) ||
	       policy_refuse(c, POLICY_EACCOUNT,
			     "an account of the market is not the pinned one");
}

static const struct policy_market *
must_be_pinned(struct policy_case *c, const struct openbook_action *act)
{
	const struct policy_market *m = pinned(c, act);
	char text[PUBKEY_STR_SZ];

	if (!m)
		policy_refuse(c, POLICY_EMARKET, "market %s is not pinned",
			      pubkey_format(text, act->market));
	return m && accounts(c, m, act) ? m : NULL;
}

/* Own token account of that asset; owner < 0: of any wallet. */
static bool own_token(const struct policy_case *c, const struct pubkey *key,
		      size_t asset, int owner)
{
	const struct policy_known *k = policy_find(c->p, key);

	return k->role == ROLE_TOKEN && k->b == asset &&
	       (owner < 0 || k->a == owner);
}

/* ---- orders ---- */

/* Quote atoms an order can pay (a bid) or asks for; false: over 64 bits. */
static bool order_quote(uint64_t *quote, const struct policy_market *m,
			const struct openbook_order *o)
{
	if (openbook_value(quote, o->price, o->size, m->quote_lot))
		return false;
	if (o->side == OPENBOOK_BID && o->max_quote > *quote)
		*quote = o->max_quote;
	return true;
}

static bool order_amount(struct policy_case *c, const struct policy_market *m,
			 const struct openbook_order *o, uint64_t *base,
			 uint64_t *quote)
{
	if (__builtin_mul_overflow(o->size, m->base_lot, base) ||
	    !order_quote(quote, m, o))
		return policy_refuse(c, POLICY_EAMOUNT,
				     "an order of over 2^64 atoms");
	if (*base > m->max_base)
		return policy_refuse(c, POLICY_EAMOUNT, "an order of %s",
				     policy_amount(c, m->base, *base));
	if (*quote > m->max_quote)
		return policy_refuse(c, POLICY_EAMOUNT, "an order for %s",
				     policy_amount(c, m->quote, *quote));
	return true;
}

static bool order_price(struct policy_case *c, const struct policy_market *m,
			const struct openbook_order *o, struct dec *price)
{
	char text[DEC_STR_SZ];

	if (dec_is_none(m->tick) ||
	    dec_mul(price, m->tick, dec_make((__int128)o->price, 0)))
		return policy_refuse(c, POLICY_EPRICE,
				     "a price of %" PRIu64
				     " lots, which is no decimal",
				     o->price);
	if ((dec_is_none(m->min_price) || dec_cmp(*price, m->min_price) >= 0) &&
	    (dec_is_none(m->max_price) || dec_cmp(*price, m->max_price) <= 0))
		return true;
	dec_format(text, *price);
	return policy_refuse(c, POLICY_EPRICE, "a price of %s", text);
}

static bool order_terms(struct policy_case *c, const struct openbook_order *o)
{
	if (o->self_trade != OPENBOOK_ABORT)
		return policy_refuse(c, POLICY_ESELF_TRADE,
				     "an order that may trade with itself");
	if (o->type != OPENBOOK_POST_ONLY && !policy_allows(c->p, POLICY_TAKE))
		return policy_refuse(c, POLICY_ETYPE,
				     "an order that is not post-only");
	if (o->max_ts == OPENBOOK_NO_EXPIRY ||
	    o->max_ts > c->now_s + c->p->order_ttl_s)
		return policy_refuse(c, POLICY_EEXPIRY,
				     "an order that may enter the book later "
				     "than in %" PRId64 " s",
				     c->p->order_ttl_s);
	return true;
}

/* What trades at once leaves us, and is a swap; what rests is an offer. */
static bool account(struct policy_case *c, const struct policy_market *m,
		    const struct openbook_order *o, uint64_t base,
		    uint64_t quote)
{
	bool bid = o->side == OPENBOOK_BID;
	struct policy_swap s;
	uint64_t value = 0;

	if (o->type != OPENBOOK_POST_ONLY) {
		if (openbook_value(&value, o->price, o->size, m->quote_lot))
			value = UINT64_MAX;
		value -= openbook_taker_fee_ceil(value);
		s = (struct policy_swap){ .in = bid ? m->quote : m->base,
					  .out = bid ? m->base : m->quote,
					  .amount = bid ? quote : base,
					  .min_out = bid ? base : value };
		if (!policy_worth(c, &s))
			return false;
		policy_swapped(c, &s);
	}
	if (o->type != OPENBOOK_IOC)
		policy_placed(c, bid ? m->quote : m->base, bid ? quote : base);
	return true;
}

static bool order(struct policy_case *c, const struct policy_market *m,
		  const struct openbook_order *o)
{
	uint64_t base, quote;
	struct dec price;
	char text[DEC_STR_SZ];

	if (!order_terms(c, o) || !order_amount(c, m, o, &base, &quote) ||
	    !order_price(c, m, o, &price) || !account(c, m, o, base, quote))
		return false;
	if (!c->in_words)
		return true;
	dec_format(text, price);
	policy_say(c, "%s %s at %s %s for up to %s",
		   o->side == OPENBOOK_BID ? "bids for" : "asks",
		   policy_amount(c, m->base, base), text,
		   o->type == OPENBOOK_POST_ONLY ? "post-only" : "at once",
		   policy_amount(c, m->quote, quote));
	return true;
}

static bool place(struct policy_case *c, const struct openbook_action *act)
{
	const struct policy_market *m = must_be_pinned(c, act);
	int owner = m ? policy_owner(c, act->owner, "the owner") : -1;
	bool bid = act->orders[0].side == OPENBOOK_BID;

	if (owner < 0 || !policy_may(c, POLICY_PLACE))
		return false;
	if (!own_token(c, act->payer, bid ? m->quote : m->base, owner))
		return policy_refuse(c, POLICY_EACCOUNT,
				     "paid from an account that is not the "
				     "wallet's own");
	for (size_t i = 0; i < act->n_orders; i++)
		if (!order(c, m, &act->orders[i]))
			return false;
	c->v->risk = true;
	return true;
}

/* ---- what reduces ---- */

static bool cancel(struct policy_case *c, const struct openbook_action *act)
{
	const struct policy_market *m = pinned(c, act);

	if (!policy_may(c, POLICY_CANCEL) ||
	    policy_owner(c, act->owner, "the owner") < 0 ||
	    (m && !accounts(c, m, act)))
		return false;
	policy_say(c, "cancels orders of %s", policy_name(c, act->owner));
	return true;
}

static bool crank(struct policy_case *c, const struct openbook_action *act)
{
	const struct policy_market *m = pinned(c, act);

	if (!policy_may(c, POLICY_CRANK) || (m && !accounts(c, m, act)))
		return false;
	policy_say(c, "lets the market work off its events");
	return true;
}

static bool settle(struct policy_case *c, const struct openbook_action *act)
{
	const struct policy_market *m = must_be_pinned(c, act);

	if (!m || !policy_may(c, POLICY_SETTLE) ||
	    policy_owner(c, act->owner, "the owner") < 0)
		return false;
	if (!own_token(c, act->base_wallet, m->base, -1) ||
	    !own_token(c, act->quote_wallet, m->quote, -1) ||
	    (act->referrer && !own_token(c, act->referrer, m->quote, -1)))
		return policy_refuse(c, POLICY_EDESTINATION,
				     "settles to an account that is not ours");
	policy_say(c, "settles what %s is due to %s and %s",
		   policy_name(c, act->owner), policy_name(c, act->base_wallet),
		   policy_name(c, act->quote_wallet));
	return true;
}

static bool close_oo(struct policy_case *c, const struct openbook_action *act)
{
	char text[PUBKEY_STR_SZ];

	if (!policy_may(c, POLICY_CLOSE_OO) ||
	    policy_owner(c, act->owner, "the owner") < 0)
		return false;
	if (policy_wallet_of(c->p, act->destination) < 0)
		return policy_refuse(c, POLICY_EDESTINATION,
				     "closes an open-orders account to %s, "
				     "which is none of the wallets",
				     pubkey_format(text, act->destination));
	policy_say(c, "closes an open-orders account of %s, its rent to %s",
		   policy_name(c, act->owner),
		   policy_name(c, act->destination));
	return true;
}

static bool init_oo(struct policy_case *c, const struct openbook_action *act)
{
	if (!must_be_pinned(c, act) || !policy_may(c, POLICY_INIT_OO) ||
	    policy_owner(c, act->owner, "the owner") < 0)
		return false;
	if (act->authority)
		return policy_refuse(c, POLICY_EDELEGATION,
				     "an open-orders account under another's "
				     "authority");
	c->v->risk = true;
	policy_say(c, "opens an open-orders account of %s",
		   policy_name(c, act->owner));
	return true;
}

static bool dispatch(struct policy_case *c, const struct openbook_action *act)
{
	switch (act->kind) {
	case OPENBOOK_NEW_ORDER:
	case OPENBOOK_REPLACE:
	case OPENBOOK_REPLACE_MANY:
		return place(c, act);
	case OPENBOOK_CANCEL:
	case OPENBOOK_CANCEL_ID:
	case OPENBOOK_CANCEL_IDS:
		return cancel(c, act);
	case OPENBOOK_CONSUME:
		return crank(c, act);
	case OPENBOOK_SETTLE:
		return settle(c, act);
	case OPENBOOK_CLOSE_OO:
		return close_oo(c, act);
	case OPENBOOK_INIT_OO:
		return init_oo(c, act);
	case OPENBOOK_INIT_MARKET:
	case OPENBOOK_PRUNE:
	case OPENBOOK_CONSUME_PERMISSIONED:
		break;
	}
	return policy_refuse(c, POLICY_EINSTRUCTION, "no policy can allow %s",
			     openbook_kind_name(act->kind));
}

bool policy_openbook(struct policy_case *c)
{
	struct openbook_action act;

	c->n_others++;
	switch (openbook_ix_read(c->a, &act, c->ix)) {
	case IX_OK:
		return dispatch(c, &act);
	case IX_UNKNOWN:
		return policy_refuse(c, POLICY_EINSTRUCTION,
				     "an instruction of OpenBook that is not "
				     "known");
	case IX_MALFORMED:
		break;
	}
	return policy_refuse(c, POLICY_EMALFORMED,
			     "data or accounts that it cannot have");
}
