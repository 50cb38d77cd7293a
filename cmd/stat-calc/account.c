/* account.c - what the wallets are worth, span by span.
 *
 * Between two snapshots of a wallet its balances follow its fills.  What a
 * snapshot shows beyond that came from outside or went there: all such changes of
 * a span together, valued at its end, are a deposit or withdrawal if they are
 * large beside the account, else a cost (network fees, rent) or a gain.
 */
#include "job.h"

#include "data/rec_equity.h"

#include <stdlib.h>
#include <string.h>

struct account {
	struct job *job;
	int n_assets, n_wallets;
	struct dec *held;        /* by wallet, then asset              */
	struct dec *unexplained; /* by asset, since the last sample    */
	bool *known;             /* by wallet: a snapshot was seen     */
	struct dec deposits, withdrawals; /* so far                    */
	int missing; /* asset without a price; -1: none    */
	int next_fill, next_snapshot;
};

static bool direct(struct dec *out, const struct job *job, int asset, int quote,
		   int64_t ts_ms)
{
	const struct sample *s = NULL;

	for (int i = 0; i < job->n_pairs && !s; i++)
		if (job->pairs[i].base == asset && job->pairs[i].quote == quote)
			s = samples_at(&job->pairs[i].prices, ts_ms);
	for (int i = 0; i < job->n_markets && !s; i++)
		if (job->markets[i].base == asset &&
		    job->markets[i].quote == quote)
			s = samples_at(&job->markets[i].prices, ts_ms);
	if (s)
		*out = s->value;
	return s != NULL;
}

bool price_of(struct dec *out, const struct job *job, int asset, int quote,
	      int64_t ts_ms)
{
	struct dec first, second;

	if (asset == quote) {
		*out = dec_make(1, 0);
		return true;
	}
	if (direct(out, job, asset, quote, ts_ms))
		return true;
	for (int via = 0; via < job->assets.n; via++)
		if (direct(&first, job, asset, via, ts_ms) &&
		    direct(&second, job, via, quote, ts_ms))
			return dec_mul(out, first, second) == ST_OK;
	return false;
}

/* A sum of money that does not fit 38 digits is no account of ours. */
static void must_fit(enum status st)
{
	if (st)
		mm_die(MM_FAIL, "account: %s", status_text(st));
}

static void add(struct dec *sum, struct dec x)
{
	must_fit(dec_add(sum, *sum, x));
}

static void sub(struct dec *sum, struct dec x)
{
	must_fit(dec_sub(sum, *sum, x));
}

static struct dec *balance(struct account *a, int wallet, int asset)
{
	return &a->held[(size_t)wallet * (size_t)a->n_assets + (size_t)asset];
}

static void apply_fill(struct account *a, const struct own_fill *f)
{
	const struct market *m = &a->job->markets[f->market];
	struct dec notional;

	if (!a->known[f->wallet] || m->base < 0)
		return; /* in its first snapshot already; or not to be told */
	must_fit(dec_mul(&notional, f->price, f->size));
	if (f->side == SIDE_BUY) {
		add(balance(a, f->wallet, m->base), f->size);
		sub(balance(a, f->wallet, m->quote), notional);
	} else {
		sub(balance(a, f->wallet, m->base), f->size);
		add(balance(a, f->wallet, m->quote), notional);
	}
	sub(balance(a, f->wallet, f->fee_asset), f->fee);
}

static void apply_snapshot(struct account *a, const struct snapshot *s)
{
	for (int asset = 0; asset < a->n_assets; asset++) {
		struct dec *had = balance(a, s->wallet, asset), now = DEC_ZERO;

		for (int i = 0; i < s->n; i++)
			if (s->held[i].asset == asset)
				now = s->held[i].amount;
		add(&a->unexplained[asset], now);
		sub(&a->unexplained[asset], *had);
		*had = now;
	}
	a->known[s->wallet] = true;
}

/* Everything up to and including ts_ms; a fill at the time of a snapshot is in
 * it. */
static void advance(struct account *a, int64_t ts_ms)
{
	const struct job *job = a->job;

	for (;;) {
		const struct own_fill *f = a->next_fill < job->n_fills
						   ? &job->fills[a->next_fill]
						   : NULL;
		const struct snapshot *s =
			a->next_snapshot < job->n_snapshots
				? &job->snapshots[a->next_snapshot]
				: NULL;

		if (f && f->ts_ms <= ts_ms && (!s || f->ts_ms <= s->ts_ms)) {
			apply_fill(a, f);
			a->next_fill++;
		} else if (s && s->ts_ms <= ts_ms) {
			apply_snapshot(a, s);
			a->next_snapshot++;
		} else {
			return;
		}
	}
}

/* Adds amount of an asset to *value, in quote.  False: it has no price. */
static bool add_value(struct account *a, struct dec *value, int asset,
		      struct dec amount, int64_t ts_ms)
{
	struct dec price;

	if (dec_sign(amount) == 0)
		return true;
	if (!price_of(&price, a->job, asset, a->job->quote_asset, ts_ms)) {
		a->missing = asset;
		return false;
	}
	must_fit(dec_mul(&amount, amount, price));
	add(value, amount);
	return true;
}

static bool wallet_value(struct account *a, struct dec *value, int wallet,
			 int64_t ts_ms)
{
	*value = DEC_ZERO;
	for (int asset = 0; asset < a->n_assets; asset++)
		if (!add_value(a, value, asset, *balance(a, wallet, asset),
			       ts_ms))
			return false;
	return true;
}

/* What came from outside since the last sample, if it is large beside value. */
static void book_flow(struct account *a, struct dec value, struct dec net)
{
	struct dec size = dec_sign(net) < 0 ? dec_make(-net.v, net.scale) : net;
	struct dec part, least;

	must_fit(dec_mul(&part, size, dec_make(10000, 0)));
	must_fit(dec_mul(&least, value, dec_make(a->job->flow_bps, 0)));
	if (dec_cmp(part, least) >= 0)
		add(dec_sign(net) > 0 ? &a->deposits : &a->withdrawals, size);
}

/* One sample of the account at the end of a span.  False: an asset has no
 * price. */
static bool sample_account(struct account *a, int64_t ts_ms)
{
	struct job *job = a->job;
	struct dec value = DEC_ZERO, net = DEC_ZERO, one;

	for (int w = 0; w < a->n_wallets; w++) {
		if (!a->known[w])
			continue;
		if (!wallet_value(a, &one, w, ts_ms))
			return false;
		add(&value, one);
	}
	for (int asset = 0; asset < a->n_assets; asset++)
		if (!add_value(a, &net, asset, a->unexplained[asset], ts_ms))
			return false;
	if (job->equity.n) /* what was there at first is no deposit */
		book_flow(a, value, net);
	memset(a->unexplained, 0, (size_t)a->n_assets * sizeof(struct dec));
	samples_add(
		&job->equity, job->every_ms,
		(struct sample){ ts_ms, value, a->deposits, a->withdrawals });
	return true;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

struct times {
	int64_t *v;
	int n, cap;
	int64_t first; /* nothing before it is kept */
};

static void note(struct times *t, int64_t at)
{
	if (at < t->first)
		return;
	t->v = mem_room(t->v, t->n, &t->cap, sizeof(*t->v));
	t->v[t->n++] = at;
}

static void note_prices(struct times *t, const struct samples *prices)
{
	for (int i = 0; i < prices->n; i++)
		note(t, prices->v[i].ts_ms);
}

/* When something was seen of wallets, fills or prices, ascending, from the first
 * snapshot on.  Owner: caller, free(times.v). */
static struct times times_of(const struct job *job)
{
	struct times t = { .first = job->snapshots[0].ts_ms };

	for (int i = 0; i < job->n_snapshots; i++)
		note(&t, job->snapshots[i].ts_ms);
	for (int i = 0; i < job->n_fills; i++)
		note(&t, job->fills[i].ts_ms);
	for (int i = 0; i < job->n_pairs; i++)
		note_prices(&t, &job->pairs[i].prices);
	for (int i = 0; i < job->n_markets; i++)
		note_prices(&t, &job->markets[i].prices);
	qsort(t.v, (size_t)t.n, sizeof(*t.v), by_number);
	return t;
}

static void emit_equity(struct frame *f)
{
	const struct job *job = f->ctx;

	for (int i = 0; i < job->equity.n; i++) {
		const struct sample *s = &job->equity.v[i];
		struct rec_equity r = {
			.ts_ms = s->ts_ms,
			.strategy = job->strategy,
			.value = s->value,
			.quote = job->assets.v[job->quote_asset],
			.deposits = s->deposits,
			.withdrawals = s->withdrawals,
		};

		frame_emit(f, &rec_equity_type, &r);
	}
}

/* What each wallet is worth at the end, and its share. */
static void emit_exposure(struct account *a, struct arena *arena,
			  struct rec_list *out)
{
	struct rec_exposure *v = NULL;
	double sum = 0;

	for (int w = 0; w < a->n_wallets; w++) {
		struct rec_exposure e = { .wallet = a->job->wallets.v[w] };

		if (!a->known[w] ||
		    !wallet_value(a, &e.value, w, a->job->newest_ms))
			continue;
		v = arena_grow(arena, v, out->n * sizeof(*v),
			       (out->n + 1) * sizeof(*v));
		v[out->n++] = e;
		sum += dec_to_double(e.value);
	}
	for (size_t i = 0; i < out->n; i++)
		v[i].share_ratio =
			sum > 0 ? dec_to_double(v[i].value) / sum : NAN;
	out->v = v;
}

/* Samples of every span with something in it.  False: after the first sample an
 * asset had no price, or there is no sample. */
static bool sample_all(struct account *a)
{
	struct job *job = a->job;
	struct times t = times_of(job);
	bool complete = true;

	for (int i = 0; i < t.n; i++) {
		if (i + 1 < t.n && span_of(t.v[i], job->every_ms) ==
					   span_of(t.v[i + 1], job->every_ms))
			continue;
		advance(a, t.v[i]);
		if (!sample_account(a, t.v[i]) && job->equity.n)
			complete = false;
	}
	free(t.v);
	return complete && job->equity.n;
}

void account_run(struct frame *f, struct rec_list *exposure)
{
	struct job *job = f->ctx;
	struct account a = {
		.job = job,
		.n_assets = job->assets.n,
		.n_wallets = job->wallets.n,
	};
	size_t assets = (size_t)a.n_assets, wallets = (size_t)a.n_wallets;

	if (!job->n_snapshots)
		return;
	if (job->quote_asset < 0) {
		frame_refuse(f, "no_quote",
			     "what to value wallets in is not known: --quote");
		return;
	}
	a.held = mem_alloc(wallets * assets, sizeof(*a.held));
	a.unexplained = mem_alloc(assets, sizeof(*a.unexplained));
	a.known = mem_alloc(wallets, sizeof(*a.known));
	if (job->equity_read) {
		advance(&a, INT64_MAX);
		emit_exposure(&a, &job->arena, exposure);
	} else if (sample_all(&a)) {
		emit_equity(f);
		emit_exposure(&a, &job->arena, exposure);
	} else {
		frame_refuse(f, "no_price", "no price of '%s' in '%s'",
			     job->assets.v[a.missing],
			     job->assets.v[job->quote_asset]);
		job->equity.n = 0;
	}
	free(a.held);
	free(a.unexplained);
	free(a.known);
}
