#include "seen.h"

#include <string.h>

static struct kept *place_of(struct seen *s, const struct rec_type *type)
{
	const struct {
		const struct rec_type *type;
		struct kept *to;
	} places[] = {
		{ &rec_market_type, &s->markets },
		{ &rec_wallet_type, &s->wallets },
		{ &rec_oo_type, &s->oos },
		{ &rec_token_account_type, &s->token_accounts },
		{ &rec_lut_type, &s->luts },
		{ &rec_event_queue_type, &s->queues },
		{ &rec_open_order_type, &s->orders },
		{ &rec_pending_type, &s->pending },
		{ &rec_quote_type, &s->quotes },
		{ &rec_action_type, &s->actions },
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (places[i].type == type)
			return places[i].to;
	return NULL;
}

void seen_keep(struct seen *s, struct arena *a, const struct rec_type *type,
	       const void *rec)
{
	struct kept *k;

	if (type == &rec_chain_type) {
		const struct rec_chain *r = rec;

		if (!strcmp(r->chain, "solana"))
			s->chain = rec_copy(a, type, rec);
		return;
	}
	if (type == &rec_wallet_type) {
		const struct rec_wallet *r = rec;

		if (strcmp(r->chain, "solana") != 0)
			return;
	}
	k = place_of(s, type);
	if (!k)
		return;
	if (!(k->n & (k->n - 1)))
		k->v = arena_grow(a, k->v, k->n * sizeof(*k->v),
				  (k->n ? 2 * k->n : 1) * sizeof(*k->v));
	k->v[k->n++] = rec_copy(a, type, rec);
}

/* The first record whose text at that offset is this one. */
static const void *find(const struct kept *k, size_t offset, const char *text)
{
	for (size_t i = 0; i < k->n; i++) {
		const char *const *at =
			(const void *)((const char *)k->v[i] + offset);

		if (!strcmp(*at, text))
			return k->v[i];
	}
	return NULL;
}

const struct rec_market *seen_market(const struct seen *s, const char *market)
{
	return find(&s->markets, offsetof(struct rec_market, market), market);
}

const struct rec_wallet *seen_wallet(const struct seen *s, const char *wallet)
{
	return find(&s->wallets, offsetof(struct rec_wallet, wallet), wallet);
}

const struct rec_oo *seen_oo(const struct seen *s, const char *address)
{
	return find(&s->oos, offsetof(struct rec_oo, address), address);
}

const struct rec_token_account *seen_token_account(const struct seen *s,
						   const char *address)
{
	return find(&s->token_accounts,
		    offsetof(struct rec_token_account, address), address);
}

const struct rec_lut *seen_lut(const struct seen *s, const char *address)
{
	return find(&s->luts, offsetof(struct rec_lut, address), address);
}

const struct rec_event_queue *seen_queue(const struct seen *s,
					 const char *market)
{
	return find(&s->queues, offsetof(struct rec_event_queue, market),
		    market);
}

const struct rec_quote *seen_quote(const struct seen *s, const char *intent_id)
{
	return find(&s->quotes, offsetof(struct rec_quote, intent_id),
		    intent_id);
}

const struct rec_oo *seen_home_oo(const struct seen *s, const char *wallet,
				  const char *market)
{
	for (size_t i = 0; i < s->oos.n; i++) {
		const struct rec_oo *r = s->oos.v[i];

		if (!strcmp(r->wallet, wallet) && !strcmp(r->market, market))
			return r;
	}
	return NULL;
}

const struct rec_balance *seen_balance(const struct seen *s, const char *wallet,
				       const char *asset)
{
	const struct rec_wallet *w = seen_wallet(s, wallet);
	const struct rec_balance *b = w ? w->balances.v : NULL;

	for (size_t i = 0; b && i < w->balances.n; i++)
		if (!strcmp(b[i].asset, asset))
			return &b[i];
	return NULL;
}
