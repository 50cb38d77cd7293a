/* accounts.c - a frame of everything the wallets have opened, on any market. */
#include "base/err.h"
#include "tell.h"

#include <string.h>

/* The markets our accounts are on, each once. */
static struct site *sites_of(struct reader *r, struct solana_accounts *own,
			     size_t *n_sites, struct arena *a)
{
	size_t n = 0;
	struct site *sites;

	for (size_t i = 0; i < r->conf.n_wallets; i++)
		n += own[i].n;
	sites = arena_alloc(a, (n + 1) * sizeof(*sites));
	*n_sites = 0;
	for (size_t i = 0; i < r->conf.n_wallets; i++)
		for (size_t k = 0; k < own[i].n; k++) {
			struct pubkey market;
			struct site *s = sites;

			memcpy(market.b, own[i].v[k].data, PUBKEY_LEN);
			while (s < sites + *n_sites &&
			       !pubkey_eq(&s->address, &market))
				s++;
			if (s == sites + *n_sites) {
				s->address = market;
				s->own = arena_alloc(a, n * sizeof(*s->own));
				(*n_sites)++;
			}
			s->own[s->n_own++] = (struct openbook_own){
				.address = own[i].v[k].address,
				.wallet = &r->conf.wallets[i],
			};
		}
	return sites;
}

static bool find_sites(struct reader *r, struct site **sites, size_t *n_sites,
		       struct arena *a)
{
	struct solana_accounts *own =
		arena_alloc(a, (r->conf.n_wallets + 1) * sizeof(*own));

	if (!find_own(r, own, NULL, a))
		return false;
	for (size_t i = 0; i < r->conf.n_wallets; i++)
		for (size_t k = 0; k < own[i].n; k++)
			if (own[i].v[k].len != PUBKEY_LEN)
				return openbook_faulty(
					&r->fault, a, "rpc_garbage",
					"not the part of an account that was "
					"asked for");
	*sites = sites_of(r, own, n_sites, a);
	for (size_t i = 0; i < *n_sites; i++) {
		if (!find_place(r, &(*sites)[i], a, a))
			return false;
		if ((*sites)[i].n_own + OPENBOOK_AT_OO > SOLANA_ACCOUNTS_MAX)
			mm_die(MM_USAGE,
			       "%zu open-orders accounts on one market",
			       (*sites)[i].n_own);
	}
	return true;
}

static const struct openbook_coin *coin_of(const struct openbook_coins *coins,
					   const struct solana_account *s)
{
	for (size_t i = 0; i < coins->n; i++)
		if (s->len >= PUBKEY_LEN &&
		    !memcmp(coins->v[i].mint.b, s->data, PUBKEY_LEN))
			return &coins->v[i];
	return NULL;
}

/* The token accounts of all wallets. */
static bool find_tokens(struct reader *r, struct rec_list *out,
			const struct openbook_coins *coins, struct arena *a)
{
	struct rec_token_account *v = NULL;
	size_t n = 0;

	for (size_t i = 0; i < r->conf.n_wallets; i++) {
		const struct sol_wallet *w = &r->conf.wallets[i];
		struct jsonrpc_request *q = &r->net.q[0];
		struct solana_accounts got;
		const char *why;

		solana_ask_token_accounts(
			q, &w->key, NULL, &sol_token_program,
			(struct solana_at){ SOLANA_CONFIRMED,
					    reader_min_slot(r) });
		net_run(&r->net, 1);
		if (q->reply.err)
			return net_fault(&r->net, &q->reply, a, &r->fault);
		why = solana_read_found(&got, a, &q->reply);
		if (why)
			return net_garbage(&r->net, &q->reply, why, a,
					   &r->fault);
		v = arena_grow(a, v, n * sizeof(*v), (n + got.n) * sizeof(*v));
		for (size_t k = 0; k < got.n; k++)
			if (!openbook_token_record(&v[n++], w, &got.v[k],
						   coin_of(coins, &got.v[k]),
						   got.slot, a, r->ts_ms,
						   &r->fault))
				return false;
	}
	*out = (struct rec_list){ v, n };
	return true;
}

static bool read_accounts(struct frame *f, struct reader *r)
{
	struct arena *a = &f->arena;
	struct openbook_coins coins;
	struct site *sites = NULL;
	struct rec_list tokens = { NULL, 0 };
	const struct rec_token_account *token;
	struct round round;
	struct told *told;
	size_t n = 0;

	if (!find_sites(r, &sites, &n, a) ||
	    !find_coins(r, &coins, sites, n, a, a) ||
	    !round_read(r, &round, sites, n, &coins, a) ||
	    !find_tokens(r, &tokens, &coins, a))
		return false;
	told = arena_alloc(a, (n + 1) * sizeof(*told));
	for (size_t i = 0; i < n; i++) {
		if (!tell_view(r, &told[i], &round.views[i], a))
			return false;
		if (r->settings->market &&
		    !strcmp(r->settings->market, sites[i].place.name))
			cursor_put(&r->cursor, &told[i].queue);
	}
	emit_chain(f, &round);
	for (size_t i = 0; i < n; i++)
		emit_market(f, &told[i], &round.views[i]);
	emit_wallets(f, r, &round);
	token = tokens.v;
	for (size_t i = 0; i < tokens.n; i++)
		frame_emit(f, &rec_token_account_type, &token[i]);
	return true;
}

void frame_accounts(struct frame *f, struct reader *r)
{
	if (!read_accounts(f, r))
		frame_refuse(f, r->fault.reason, "%s", r->fault.text);
}
