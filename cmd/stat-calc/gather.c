/* gather.c - what each record adds to the job. */
#include "job.h"

#include "data/rec_equity.h"
#include "data/rec_fill.h"
#include "data/rec_market.h"
#include "data/rec_price.h"
#include "data/rec_trade.h"
#include "data/rec_wallet.h"
#include "math/client_id.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void gather_bad(struct frame *f, const char *fmt, ...)
{
	const struct job *job = f->ctx;
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (job->stored_row)
		mm_warn("%s: row %lld: %s", job->store,
			(long long)job->stored_row, text);
	else
		frame_bad(f, "%s", text);
}

int names_id(struct names *names, const char *text)
{
	for (int i = 0; i < names->n; i++)
		if (!strcmp(names->v[i], text))
			return i;
	names->v = mem_room(names->v, names->n, &names->cap, sizeof(char *));
	names->v[names->n] = mem_strdup(text);
	return names->n++;
}

/* "SOL/USDT" or "SOL-USDT" names its assets; an address does not. */
static bool split(struct job *job, const char *name, int *base, int *quote)
{
	size_t n = strcspn(name, "/-");
	char *text;

	*base = *quote = -1;
	if (!n || !name[n] || !name[n + 1] || strpbrk(name + n + 1, "/-"))
		return false;
	text = mem_strdup(name);
	text[n] = '\0';
	*base = names_id(&job->assets, text);
	*quote = names_id(&job->assets, text + n + 1);
	free(text);
	return true;
}

static int market_index(struct job *job, const char *name)
{
	struct market *m;

	for (int i = 0; i < job->n_markets; i++)
		if (!strcmp(job->markets[i].name, name))
			return i;
	job->markets = mem_room(job->markets, job->n_markets, &job->cap_markets,
				sizeof(*job->markets));
	m = &job->markets[job->n_markets];
	*m = (struct market){ .name = mem_strdup(name) };
	split(job, name, &m->base, &m->quote);
	return job->n_markets++;
}

/* Is this the market asked for?  Where none was, the first one seen is, and no
 * other may follow. */
static bool choose_market(struct frame *f, int index, bool *ours)
{
	struct job *job = f->ctx;
	const char *name = job->markets[index].name;

	if (*job->only_market) {
		*ours = !strcmp(job->only_market, name);
		if (*ours)
			job->market = index;
		return true;
	}
	*ours = true;
	if (job->market >= 0 && job->market != index) {
		gather_bad(f,
			   "a second market '%s': choose one with -o MARKET=",
			   name);
		return false;
	}
	job->market = index;
	return true;
}

static bool take_market(struct frame *f, const struct rec_market *r)
{
	struct job *job = f->ctx;
	int i = market_index(job, r->market);

	job->markets[i].base = names_id(&job->assets, r->base.asset);
	job->markets[i].quote = names_id(&job->assets, r->quote.asset);
	return true;
}

static bool take_price(struct frame *f, const struct rec_price *r)
{
	struct job *job = f->ctx;
	int base, quote, i = 0;

	if (!split(job, r->pair, &base, &quote)) {
		gather_bad(f, "'pair': not BASE/QUOTE");
		return false;
	}
	if (dec_sign(r->price) <= 0) {
		gather_bad(f, "'price': not above 0");
		return false;
	}
	while (i < job->n_pairs &&
	       (job->pairs[i].base != base || job->pairs[i].quote != quote))
		i++;
	if (i == job->n_pairs) {
		job->pairs = mem_room(job->pairs, job->n_pairs, &job->cap_pairs,
				      sizeof(*job->pairs));
		job->pairs[job->n_pairs++] =
			(struct pair){ base, quote, { 0 } };
	}
	samples_add(&job->pairs[i].prices, job->every_ms,
		    sample_price(r->ts_ms, r->price));
	return true;
}

/* Adds size to each sum whose condition holds.  False: it does not fit. */
static bool count_print(struct tape *t, const struct rec_trade *r)
{
	enum status st = dec_add(&t->volume, t->volume, r->size);

	if (!st && (r->own_maker || r->own_taker))
		st = dec_add(&t->own, t->own, r->size);
	if (!st && r->own_maker && r->own_taker)
		st = dec_add(&t->own_against_own, t->own_against_own, r->size);
	if (!t->n || r->ts_ms < t->from_ms)
		t->from_ms = r->ts_ms;
	if (!t->n || r->ts_ms > t->to_ms)
		t->to_ms = r->ts_ms;
	t->n++;
	return st == ST_OK;
}

static uint64_t identity_hash(const struct rec_trade *r)
{
	const char *const parts[] = { r->source, r->id };
	uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

	for (int i = 0; i < 2; i++)
		for (const char *s = parts[i];; s++) {
			h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
			if (!*s) /* hashed too: it parts the texts */
				break;
		}
	return h;
}

static bool take_trade(struct frame *f, const struct rec_trade *r)
{
	struct job *job = f->ctx;
	struct wash_print print = {
		.ts_ms = r->ts_ms,
		.id = identity_hash(r),
		.price = r->price,
		.size = r->size,
		.side = (enum side)r->side,
		.ours = r->own_maker || r->own_taker,
	};
	enum wash_verdict verdict;
	int i = market_index(job, r->market);
	bool ours;

	if (dec_sign(r->price) <= 0 || dec_sign(r->size) <= 0) {
		gather_bad(f, "'price' or 'size': not above 0");
		return false;
	}
	if (!choose_market(f, i, &ours))
		return false;
	samples_add(&job->markets[i].prices, job->every_ms,
		    sample_price(r->ts_ms, r->price));
	if (!ours)
		return true;
	if (wash_add(&verdict, &job->tape.wash, &print) ||
	    (verdict == WASH_NEW && !count_print(&job->tape, r))) {
		gather_bad(f, "volume: %s", status_text(ST_OVERFLOW));
		return false;
	}
	return true;
}

static bool take_fill(struct frame *f, const struct rec_fill *r)
{
	struct job *job = f->ctx;
	bool ours = false, counts;
	int market = market_index(job, r->market);

	if (dec_sign(r->price) <= 0 || dec_sign(r->size) <= 0) {
		gather_bad(f, "'price' or 'size': not above 0");
		return false;
	}
	counts = client_id_strategy(r->client_id) == job->strategy;
	if (counts && !choose_market(f, market, &ours))
		return false;
	job->fills = mem_room(job->fills, job->n_fills, &job->cap_fills,
			      sizeof(*job->fills));
	job->fills[job->n_fills++] = (struct own_fill){
		.ts_ms = r->ts_ms,
		.id = arena_strdup(&job->arena, r->id),
		.market = market,
		.wallet = names_id(&job->wallets, r->wallet),
		.fee_asset = names_id(&job->assets, r->fee_asset),
		.side = (enum side)r->side,
		.maker = r->maker,
		.counts = counts && ours,
		.price = r->price,
		.size = r->size,
		.fee = r->fee,
		.unmet = r->size,
	};
	return true;
}

/* The snapshot of this wallet in this span if it is the newest one there, else a
 * new one. */
static struct snapshot *snapshot_for(struct job *job, int wallet, int64_t ts_ms)
{
	int64_t span = span_of(ts_ms, job->every_ms);
	struct snapshot *s;

	for (int i = job->n_snapshots - 1; i >= 0; i--) {
		s = &job->snapshots[i];
		if (span_of(s->ts_ms, job->every_ms) != span)
			break;
		if (s->wallet == wallet && s->ts_ms <= ts_ms)
			return s;
	}
	job->snapshots = mem_room(job->snapshots, job->n_snapshots,
				  &job->cap_snapshots, sizeof(*s));
	s = &job->snapshots[job->n_snapshots++];
	*s = (struct snapshot){ .wallet = wallet };
	return s;
}

static bool take_wallet(struct frame *f, const struct rec_wallet *r)
{
	struct job *job = f->ctx;
	const struct rec_balance *b = r->balances.v;
	struct snapshot *s =
		snapshot_for(job, names_id(&job->wallets, r->wallet), r->ts_ms);

	s->ts_ms = r->ts_ms;
	s->n = 0;
	for (size_t i = 0; i < r->balances.n; i++) {
		struct dec total = b[i].free;

		if (dec_add(&total, total, b[i].locked) ||
		    dec_add(&total, total, b[i].unsettled)) {
			gather_bad(f, "balance of '%s': %s", b[i].asset,
				   status_text(ST_OVERFLOW));
			return false;
		}
		s->held = mem_room(s->held, s->n, &s->cap, sizeof(*s->held));
		s->held[s->n++] =
			(struct holding){ names_id(&job->assets, b[i].asset),
					  total };
	}
	return true;
}

static bool take_equity(struct frame *f, const struct rec_equity *r)
{
	struct job *job = f->ctx;
	int quote = names_id(&job->assets, r->quote);

	if (r->strategy != job->strategy)
		return true;
	if (job->equity_read && quote != job->equity_quote) {
		gather_bad(f, "'quote': '%s' after '%s'", r->quote,
			   job->assets.v[job->equity_quote]);
		return false;
	}
	job->equity_read = true;
	job->equity_quote = quote;
	samples_add(&job->equity, job->every_ms,
		    (struct sample){
			    r->ts_ms, r->value,
			    dec_is_none(r->deposits) ? DEC_ZERO : r->deposits,
			    dec_is_none(r->withdrawals) ? DEC_ZERO
							: r->withdrawals });
	return true;
}

bool gather(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct job *job = f->ctx;
	int64_t ts_ms = *(const int64_t *)rec; /* every type begins with it */
	bool good;

	if (ts_ms < job->from_ms || ts_ms >= job->to_ms)
		return true;
	if (type == &rec_market_type)
		good = take_market(f, rec);
	else if (type == &rec_price_type)
		good = take_price(f, rec);
	else if (type == &rec_trade_type)
		good = take_trade(f, rec);
	else if (type == &rec_fill_type)
		good = take_fill(f, rec);
	else if (type == &rec_wallet_type)
		good = take_wallet(f, rec);
	else
		good = take_equity(f, rec);
	if (good && type != &rec_market_type && ts_ms > job->newest_ms)
		job->newest_ms = ts_ms;
	return good;
}
