/* round.c - one reading of everything.
 *
 * A market's own accounts and ours on it come in one request, so as of one slot.
 * Where everything else fits into that request too it does; else it follows in
 * others, at or past that slot, and what a wallet has on the market is read again
 * beside its balances: a settlement in between would count twice. */
#include "reader.h"

#include "base/err.h"
#include "chain/token.h"

#include <stdlib.h>
#include <string.h>

struct batch {
	struct pubkey key[SOLANA_ACCOUNTS_MAX];
	size_t n;
	struct solana_accounts got;
};

/* Where accounts that belong together stand. */
struct spot {
	int batch;
	size_t at;
};

struct plan {
	const struct reader *r;
	const struct site *sites;
	size_t n_sites;
	const struct openbook_coins *coins;
	bool split;          /* balances do not come with the market */
	struct batch *batch; /* on the heap */
	int n, cap;
	struct spot *wallet; /* its own account, its coins', its open orders' */
	struct spot *lut, *locked, mint;
};

/* ---- what is asked for ---- */

static struct batch *new_batch(struct plan *p)
{
	p->batch = mem_room(p->batch, p->n, &p->cap, sizeof(*p->batch));
	p->batch[p->n].n = 0;
	return &p->batch[p->n++];
}

static void put(struct plan *p, const struct pubkey *key)
{
	struct batch *b = &p->batch[p->n - 1];

	b->key[b->n++] = *key;
}

/* Room for n accounts in one request. */
static struct spot room(struct plan *p, size_t n)
{
	if (n > SOLANA_ACCOUNTS_MAX)
		mm_die(MM_USAGE, "%zu accounts of one wallet", n);
	if (p->batch[p->n - 1].n + n > SOLANA_ACCOUNTS_MAX)
		new_batch(p);
	return (struct spot){ p->n - 1, p->batch[p->n - 1].n };
}

static size_t own_of(const struct plan *p, const struct sol_wallet *w)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_sites; i++)
		for (size_t k = 0; k < p->sites[i].n_own; k++)
			n += p->sites[i].own[k].wallet == w;
	return n;
}

static void put_site(struct plan *p, const struct site *site)
{
	const struct openbook_market *m = &site->place.market;

	new_batch(p);
	put(p, &m->address);
	put(p, &m->bids);
	put(p, &m->asks);
	put(p, &m->event_queue);
	for (size_t i = 0; i < site->n_own; i++)
		put(p, &site->own[i].address);
}

static void put_wallet(struct plan *p, size_t i)
{
	const struct sol_wallet *w = &p->r->conf.wallets[i];

	p->wallet[i] = room(p, 1 + p->coins->n + (p->split ? own_of(p, w) : 0));
	put(p, &w->key);
	for (size_t k = 0; k < p->coins->n; k++) {
		struct pubkey ata =
			openbook_coin_account(&w->key, &p->coins->v[k]);

		put(p, &ata);
	}
	for (size_t s = 0; p->split && s < p->n_sites; s++)
		for (size_t k = 0; k < p->sites[s].n_own; k++)
			if (p->sites[s].own[k].wallet == w)
				put(p, &p->sites[s].own[k].address);
}

static struct spot put_one(struct plan *p, const struct pubkey *key)
{
	struct spot s = room(p, 1);

	put(p, key);
	return s;
}

static void lay_out(struct plan *p, struct arena *a)
{
	const struct sol_conf *c = &p->r->conf;
	size_t n = OPENBOOK_AT_OO + c->n_wallets * (1 + p->coins->n) +
		   c->n_luts + c->n_locked + 1;

	p->wallet = arena_alloc(a, (c->n_wallets + 1) * sizeof(*p->wallet));
	p->lut = arena_alloc(a, (c->n_luts + 1) * sizeof(*p->lut));
	p->locked = arena_alloc(a, (c->n_locked + 1) * sizeof(*p->locked));
	for (size_t i = 0; i < p->n_sites; i++)
		put_site(p, &p->sites[i]);
	p->split =
		p->n_sites != 1 || n + p->sites[0].n_own > SOLANA_ACCOUNTS_MAX;
	if (p->split)
		new_batch(p);
	for (size_t i = 0; i < c->n_wallets; i++)
		put_wallet(p, i);
	for (size_t i = 0; i < c->n_luts; i++)
		p->lut[i] = put_one(p, &c->luts[i].key);
	for (size_t i = 0; i < c->n_locked; i++)
		p->locked[i] = put_one(p, &c->locked[i].key);
	if (p->n_sites)
		p->mint = put_one(p, &p->sites[0].place.market.base_mint);
}

/* ---- asking ---- */

static struct net_want want_of(const struct batch *b, int64_t min_slot)
{
	return (struct net_want){ b->key, b->n, min_slot };
}

/* The first request goes with the questions about the chain; its slot is the least
 * of the others. */
static bool ask_first(struct reader *r, struct plan *p, struct round *out,
		      struct arena *a)
{
	struct batch *b = &p->batch[0];
	struct net_want want = want_of(b, reader_min_slot(r));
	size_t n_written = b->n < OPENBOOK_AT_OO ? b->n : OPENBOOK_AT_OO;

	net_ask(&r->net, 0, &want);
	chain_ask(&r->net, 1, b->key, n_written, reader_min_slot(r));
	net_run(&r->net, 1 + CHAIN_ASKED);
	return chain_take(&out->chain, &r->net, 1, &r->tips, a, &r->fault) &&
	       net_take(&r->net, 0, &b->got, &want, a, &r->fault);
}

static bool ask_rest(struct reader *r, struct plan *p, struct arena *a)
{
	int64_t slot = p->batch[0].got.slot;

	for (int from = 1; from < p->n; from += NET_AT_ONCE) {
		int n = p->n - from < NET_AT_ONCE ? p->n - from : NET_AT_ONCE;

		for (int i = 0; i < n; i++) {
			struct net_want want =
				want_of(&p->batch[from + i], slot);

			net_ask(&r->net, (size_t)i, &want);
		}
		net_run(&r->net, (size_t)n);
		for (int i = 0; i < n; i++) {
			struct batch *b = &p->batch[from + i];
			struct net_want want = want_of(b, slot);

			if (!net_take(&r->net, (size_t)i, &b->got, &want, a,
				      &r->fault))
				return false;
		}
	}
	return true;
}

/* ---- what it says ---- */

static const struct solana_account *at(const struct plan *p, struct spot s)
{
	return &p->batch[s.batch].got.v[s.at];
}

static bool read_views(struct reader *r, const struct plan *p,
		       struct round *out, struct arena *a)
{
	out->views = arena_alloc(a, (p->n_sites + 1) * sizeof(*out->views));
	out->n_views = p->n_sites;
	for (size_t i = 0; i < p->n_sites; i++) {
		const struct site *site = &p->sites[i];
		struct openbook_view *v = &out->views[i];

		*v = (struct openbook_view){
			.place = &site->place,
			.own = arena_alloc(a,
					   (site->n_own + 1) * sizeof(*v->own)),
			.n_own = site->n_own,
		};
		memcpy(v->own, site->own, site->n_own * sizeof(*v->own));
		if (!openbook_view_read(v, a, &p->batch[i].got, &r->fault))
			return false;
	}
	return true;
}

/* The wallet's accounts on the markets as they were beside its balances. */
static bool own_beside(struct reader *r, const struct plan *p, size_t wallet,
		       struct openbook_view *views, struct arena *a)
{
	const struct sol_wallet *w = &r->conf.wallets[wallet];
	const struct solana_account *s =
		at(p, p->wallet[wallet]) + 1 + p->coins->n;

	for (size_t i = 0; i < p->n_sites; i++) {
		const struct site *site = &p->sites[i];
		struct openbook_view *v = &views[i];

		*v = (struct openbook_view){
			.place = &site->place,
			.own = arena_alloc(a,
					   (site->n_own + 1) * sizeof(*v->own)),
		};
		for (size_t k = 0; k < site->n_own; k++) {
			if (site->own[k].wallet != w)
				continue;
			v->own[v->n_own] = site->own[k];
			if (!openbook_own_read(&v->own[v->n_own++],
					       &site->place, s++, a, &r->fault))
				return false;
		}
	}
	return true;
}

static bool read_wallets(struct reader *r, const struct plan *p,
			 struct round *out, struct arena *a)
{
	size_t n = r->conf.n_wallets;
	struct openbook_view *beside =
		arena_alloc(a, (p->n_sites + 1) * sizeof(*beside));

	out->wallets = arena_alloc(a, (n + 1) * sizeof(*out->wallets));
	for (size_t i = 0; i < n; i++) {
		struct spot s = p->wallet[i];

		if (p->split && !own_beside(r, p, i, beside, a))
			return false;
		if (!openbook_wallet_record(
			    &out->wallets[i], &r->conf.wallets[i], p->coins,
			    at(p, s), p->batch[s.batch].got.slot,
			    p->split ? beside : out->views, p->n_sites, a,
			    r->ts_ms, &r->fault))
			return false;
	}
	return true;
}

static bool read_lut(struct reader *r, const struct plan *p, size_t i,
		     struct rec_lut *out, struct arena *a)
{
	const struct solana_account *s = at(p, p->lut[i]);
	struct lut_account lut;
	enum account_err e;
	const char **text;

	if (!openbook_account_of(s, &sol_alt_program, "lookup table", a,
				 &r->fault))
		return false;
	e = lut_account_decode(&lut, &s->owner, s->data, s->len);
	if (e)
		return openbook_faulty(
			&r->fault, a, "account_bad", "lookup table '%s': %s",
			r->conf.luts[i].text, account_strerror(e));
	text = arena_alloc(a, (lut.n + 1) * sizeof(*text));
	for (size_t k = 0; k < lut.n; k++)
		text[k] = pubkey_text(a, &lut.addresses[k]);
	rec_clear(&rec_lut_type, out);
	out->ts_ms = r->ts_ms;
	out->address = r->conf.luts[i].text;
	out->addresses = (struct rec_list){ text, lut.n };
	out->last_extended_slot = (int64_t)lut.last_extended_slot;
	out->deactivated = lut.deactivation_slot != LUT_ACTIVE;
	out->slot = p->batch[p->lut[i].batch].got.slot;
	return true;
}

static bool read_luts(struct reader *r, const struct plan *p, struct round *out,
		      struct arena *a)
{
	out->n_luts = r->conf.n_luts;
	out->luts = arena_alloc(a, (out->n_luts + 1) * sizeof(*out->luts));
	for (size_t i = 0; i < out->n_luts; i++)
		if (!read_lut(r, p, i, &out->luts[i], a))
			return false;
	return true;
}

static bool read_supply(struct reader *r, const struct plan *p,
			struct round *out, struct arena *a)
{
	size_t n = r->conf.n_locked;
	struct solana_account *locked =
		arena_alloc(a, (n + 1) * sizeof(*locked));
	struct openbook_coin coin;
	uint64_t supply;

	if (!p->n_sites)
		return true;
	for (size_t i = 0; i < n; i++)
		locked[i] = *at(p, p->locked[i]);
	return openbook_coin_of(&coin, &supply, &r->conf, at(p, p->mint), a,
				&r->fault) &&
	       openbook_supply_record(&out->supply, &coin, supply, locked, n,
				      out->wallets, r->conf.n_wallets, a,
				      r->ts_ms, &r->fault);
}

static bool read_all(struct reader *r, struct plan *p, struct round *out,
		     struct arena *a)
{
	lay_out(p, a);
	tips_ask(&r->tips, r->ts_ms);
	if (!ask_first(r, p, out, a) || !ask_rest(r, p, a) ||
	    !read_views(r, p, out, a) || !read_wallets(r, p, out, a) ||
	    !read_luts(r, p, out, a) || !read_supply(r, p, out, a))
		return false;
	out->chain.ts_ms = r->ts_ms;
	if (p->batch[0].got.slot > r->slot)
		r->slot = p->batch[0].got.slot;
	return true;
}

bool round_read(struct reader *r, struct round *out, const struct site *sites,
		size_t n_sites, const struct openbook_coins *coins,
		struct arena *a)
{
	struct plan p = {
		.r = r,
		.sites = sites,
		.n_sites = n_sites,
		.coins = coins,
	};
	bool ok;

	*out = (struct round){ .n_views = 0 };
	ok = read_all(r, &p, out, a);
	free(p.batch);
	return ok;
}
