/* find.c - what has to be known before a book is asked for: the market's addresses
 * and mints, and which open-orders accounts are ours. */
#include "reader.h"

#include "base/err.h"
#include "chain/pda.h"

#include <stdlib.h>
#include <string.h>

#define FIND_MS INT64_C(600000) /* between two looks for accounts of ours */

int64_t reader_min_slot(const struct reader *r)
{
	int64_t slot = r->slot;

	if (r->landed_slot > slot)
		slot = r->landed_slot;
	if (r->cursor.has_told && r->cursor.told_slot > slot)
		slot = r->cursor.told_slot;
	return slot;
}

bool find_place(struct reader *r, struct site *site, struct arena *life,
		struct arena *a)
{
	struct openbook_place *p = &site->place;
	struct net_want want = { &site->address, 1, reader_min_slot(r) };
	struct solana_accounts got;
	struct pubkey mints[2];

	if (!net_accounts(&r->net, &got, &want, a, &r->fault) ||
	    !openbook_place_market(p, life, got.v, &r->fault))
		return false;
	mints[0] = p->market.base_mint;
	mints[1] = p->market.quote_mint;
	want = (struct net_want){ mints, 2, got.slot };
	if (!net_accounts(&r->net, &got, &want, a, &r->fault) ||
	    !openbook_place_mints(p, life, &r->conf, &got.v[0], &got.v[1],
				  &r->fault))
		return false;
	return true;
}

/* ---- coins ---- */

struct mints {
	struct pubkey v[SOLANA_ACCOUNTS_MAX];
	size_t n;
	size_t n_must; /* of the first: the markets' */
};

static void add_mint(struct mints *m, const struct pubkey *mint)
{
	for (size_t i = 0; i < m->n; i++)
		if (pubkey_eq(&m->v[i], mint))
			return;
	if (m->n == SOLANA_ACCOUNTS_MAX)
		mm_die(MM_USAGE, "more than %d mints", SOLANA_ACCOUNTS_MAX);
	m->v[m->n++] = *mint;
}

static void list_mints(struct reader *r, struct mints *m,
		       const struct site *sites, size_t n_sites)
{
	m->n = 0;
	for (size_t i = 0; i < n_sites; i++) {
		add_mint(m, &sites[i].place.market.base_mint);
		add_mint(m, &sites[i].place.market.quote_mint);
	}
	m->n_must = m->n;
	for (size_t i = 0; i < r->conf.n_assets; i++) {
		struct pubkey mint;

		if (!pubkey_parse(&mint, r->conf.assets[i].mint))
			mm_die(MM_USAGE, "ASSETS: '%s' is no address",
			       r->conf.assets[i].mint);
		add_mint(m, &mint);
	}
}

bool find_coins(struct reader *r, struct openbook_coins *out,
		const struct site *sites, size_t n_sites, struct arena *life,
		struct arena *a)
{
	struct mints m;
	struct net_want want = { m.v, 0, reader_min_slot(r) };
	struct solana_accounts got;

	list_mints(r, &m, sites, n_sites);
	want.n = m.n;
	if (!net_accounts(&r->net, &got, &want, a, &r->fault))
		return false;
	*out = (struct openbook_coins){
		.v = arena_alloc(life, m.n * sizeof(*out->v)),
	};
	for (size_t i = 0; i < m.n; i++) {
		/* A name for a mint of another cluster: nobody holds it. */
		if (i >= m.n_must && !got.v[i].exists)
			continue;
		if (!openbook_coin_of(&out->v[out->n++], NULL, &r->conf,
				      &got.v[i], life, &r->fault))
			return false;
	}
	return true;
}

/* ---- our accounts ---- */

static void ask_own(struct reader *r, size_t at, const struct pubkey *wallet,
		    const struct pubkey *market)
{
	struct solana_want want = {
		.program = openbook_program,
		.data_size = OPENBOOK_OO_LEN,
		.filter = { { OPENBOOK_OO_OFF_OWNER, wallet->b, PUBKEY_LEN } },
		.n_filters = 1,
		.slice_at = OPENBOOK_OO_OFF_MARKET,
		.slice_len = PUBKEY_LEN,
	};

	if (market)
		want.filter[want.n_filters++] =
			(struct solana_filter){ OPENBOOK_OO_OFF_MARKET,
						market->b, PUBKEY_LEN };
	solana_ask_program_accounts(
		&r->net.q[at], &want,
		(struct solana_at){ SOLANA_CONFIRMED, reader_min_slot(r) });
}

bool find_own(struct reader *r, struct solana_accounts *out,
	      const struct pubkey *market, struct arena *a)
{
	size_t n = r->conf.n_wallets;

	for (size_t from = 0; from < n; from += NET_AT_ONCE) {
		size_t some = n - from < NET_AT_ONCE ? n - from : NET_AT_ONCE;

		for (size_t i = 0; i < some; i++)
			ask_own(r, i, &r->conf.wallets[from + i].key, market);
		net_run(&r->net, some);
		for (size_t i = 0; i < some; i++) {
			const struct jsonrpc_reply *reply = &r->net.q[i].reply;
			const char *why;

			if (reply->err)
				return net_fault(&r->net, reply, a, &r->fault);
			why = solana_read_found(&out[from + i], a, reply);
			if (why)
				return net_garbage(&r->net, reply, why, a,
						   &r->fault);
		}
	}
	return true;
}

static int by_address(const void *pa, const void *pb)
{
	const struct solana_account *a = pa, *b = pb;

	return pubkey_cmp(&a->address, &b->address);
}

static void add_own(struct site *site, const struct sol_wallet *w,
		    const struct pubkey *address)
{
	site->own[site->n_own++] =
		(struct openbook_own){ .address = *address, .wallet = w };
}

/* The accounts of one market: of each wallet the one we would make ourselves, then
 * others that were found, in the order of their addresses. */
static bool find_site_own(struct reader *r, struct site *site, struct arena *a)
{
	size_t n_wallets = r->conf.n_wallets, n = n_wallets;
	struct solana_accounts *got =
		arena_alloc(a, (n_wallets + 1) * sizeof(*got));

	if (!find_own(r, got, &site->address, a))
		return false;
	for (size_t i = 0; i < n_wallets; i++)
		n += got[i].n;
	arena_reset(&r->found);
	site->own = arena_alloc(&r->found, (n + 1) * sizeof(*site->own));
	site->n_own = 0;
	for (size_t i = 0; i < n_wallets; i++) {
		const struct sol_wallet *w = &r->conf.wallets[i];
		struct pubkey derived = openbook_oo_address(
			&w->key, &site->address, &openbook_program);

		add_own(site, w, &derived);
		qsort(got[i].v, got[i].n, sizeof(*got[i].v), by_address);
		for (size_t k = 0; k < got[i].n; k++)
			if (!pubkey_eq(&got[i].v[k].address, &derived))
				add_own(site, w, &got[i].v[k].address);
	}
	if (site->n_own + OPENBOOK_AT_OO > SOLANA_ACCOUNTS_MAX)
		mm_die(MM_USAGE,
		       "%zu open-orders accounts on one market: at most %d can "
		       "be read as of one slot",
		       site->n_own, SOLANA_ACCOUNTS_MAX - OPENBOOK_AT_OO);
	return true;
}

bool find_site(struct reader *r, struct arena *a)
{
	struct site *site = &r->site;

	if (!site->known && (!find_place(r, site, &r->life, a) ||
			     !find_coins(r, &r->coins, site, 1, &r->life, a)))
		return false;
	site->known = true;
	if (r->found_ms && r->ts_ms - r->found_ms < FIND_MS)
		return true;
	if (!find_site_own(r, site, a))
		return false;
	r->found_ms = r->ts_ms;
	return true;
}
