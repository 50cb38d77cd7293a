#include "steps.h"

#include "chain/intent.h"

#include <string.h>

#define LAMPORTS_DECIMALS 9
#define EVENTS_MAX        36 /* that a crank of tx-build always hands out */
#define CANCELS_MAX       16 /* whose events it allows for */
#define OO_SLOTS          128

/* ---- one step ---- */

static struct rec_action *step(struct steps *s, const char *kind,
			       const char *wallet, const char *account)
{
	struct rec_action *r;

	if (s->n == s->cap) {
		size_t cap = s->cap ? 2 * s->cap : 16;

		s->v = arena_grow(&s->f->arena, s->v, s->cap * sizeof(*s->v),
				  cap * sizeof(*s->v));
		s->cap = cap;
	}
	r = &s->v[s->n++];
	rec_clear(&rec_action_type, r);
	r->ts_ms = s->ts_ms;
	r->action = kind;
	r->wallet = wallet;
	r->account = account;
	r->strategy = s->conf->strategy;
	r->since_ms = s->ts_ms;
	r->reason = "rent";
	return r;
}

/* Names the last step, which stands behind the one before if it is not the first
 * of its account. */
static void name(struct steps *s, size_t first)
{
	struct rec_action *r = &s->v[s->n - 1];
	char *id = arena_alloc(&s->f->arena, INTENT_ID_SZ);
	const struct intent in = {
		.strategy = (uint16_t)r->strategy,
		.action = r->action,
		.subject = r->order_id ? r->order_id : r->account,
		.wallet = r->wallet,
		.price = DEC_NONE,
		.size = r->amount,
		.client_id = r->client_id,
		.since_ms = r->since_ms,
	};

	intent_id(id, &in);
	r->intent_id = id;
	if (s->n - 1 > first)
		r->after = s->v[s->n - 2].intent_id;
}

static void close_account(struct steps *s, size_t first, const char *wallet,
			  const char *account, const char *market,
			  const char *mint, struct dec rent_lamports)
{
	struct rec_action *r = step(s, "close", wallet, account);

	r->market = market;
	r->mint = mint;
	r->asset = SOL_ASSET;
	r->amount = dec_make(rent_lamports.v, LAMPORTS_DECIMALS);
	name(s, first);
	if (dec_add(&s->rent, s->rent, r->amount))
		mm_die(MM_FAIL, "rent out of range");
}

/* ---- open-orders accounts ---- */

static void cancel_all(struct steps *s, size_t first, const struct rec_oo *oo,
		       const struct rec_open_order *const *orders, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct rec_action *r =
			step(s, "cancel", oo->wallet, oo->address);

		r->market = oo->market;
		r->side = orders[i]->side;
		r->client_id = orders[i]->client_id;
		r->order_id = orders[i]->order_id;
		name(s, first);
	}
}

static void crank(struct steps *s, size_t first, const struct rec_oo *oo)
{
	struct rec_action *r = step(s, "crank", oo->wallet, NULL);
	const char **account = arena_alloc(&s->f->arena, sizeof(*account));

	*account = oo->address;
	r->account = oo->address;
	r->market = oo->market;
	r->accounts = (struct rec_list){ account, 1 };
	name(s, first);
}

static void settle(struct steps *s, size_t first, const struct rec_oo *oo)
{
	struct rec_action *r = step(s, "settle", oo->wallet, oo->address);

	r->market = oo->market;
	name(s, first);
}

/* Cancel, consume, settle, close.  Where more events wait than one crank hands
 * out, a frame does no more than the crank. */
void steps_oo(struct steps *s, const struct rec_oo *oo)
{
	const struct rec_open_order **orders = arena_alloc(
		&s->f->arena, (s->h->orders.n + 1) * sizeof(void *));
	const struct rec_event_queue *q = holdings_queue(s->h, oo->market);
	size_t n = holdings_orders(s->h, oo, orders), first = s->n;
	bool holds = oo_holds(s->h, oo);

	if (!oo_is_free(s->h, s->conf, oo) || (holds && !s->conf->all) ||
	    (!q && (n || oo->slots_free < OO_SLOTS)))
		return;
	cancel_all(s, first, oo, orders, n);
	if (n || oo->slots_free < OO_SLOTS)
		crank(s, first, oo);
	if (s->n > first && (q->count > EVENTS_MAX || n > CANCELS_MAX))
		return;
	if (holds)
		settle(s, first, oo);
	close_account(s, first, oo->wallet, oo->address, oo->market, NULL,
		      oo->rent_lamports);
}

/* ---- token accounts ---- */

static bool wraps_sol(const struct rec_token_account *t)
{
	return !strcmp(t->mint, SOL_WRAPPED_MINT);
}

/* To the wallet's own account of the mint; false: it is that, or its decimals are
 * not known. */
static bool move(struct steps *s, size_t first,
		 const struct rec_token_account *t)
{
	struct rec_action *r;

	if (t->associated || t->decimals < 0 || t->decimals > DEC_SCALE_MAX)
		return false;
	r = step(s, "transfer", t->wallet, t->address);
	r->asset = sol_conf_asset(&s->conf->sol, t->mint);
	r->amount = dec_make(t->amount.v, (int)t->decimals);
	r->to = t->wallet;
	name(s, first);
	return true;
}

/* Wrapped SOL comes out with the rent; of anything else an account that is closed
 * holds nothing. */
void steps_token(struct steps *s, const struct rec_token_account *t)
{
	bool holds = dec_sign(t->amount) > 0;
	size_t first = s->n;

	if (!token_is_free(s->h, s->conf, t) || (holds && !s->conf->all))
		return;
	if (holds && !wraps_sol(t) && !move(s, first, t))
		return;
	close_account(s, first, t->wallet, t->address, NULL, t->mint,
		      t->rent_lamports);
}

void steps_emit(struct steps *s)
{
	if (dec_cmp(s->rent, s->conf->cost) <= 0 && dec_sign(s->rent) > 0)
		return;
	for (size_t i = 0; i < s->n; i++)
		frame_emit(s->f, &rec_action_type, &s->v[i]);
}
