#include "tell.h"

#include "chain/evm_address.h"
#include "data/rec_health.h"
#include "data/rec_lend_scan.h"

#include <stdlib.h>
#include <string.h>

/* An account to be told of. */
struct told {
	uint32_t account;
	enum lend_class was; /* LEND_FREE: not known before */
	struct lend_address user;
	struct aave_account health;
	enum status status; /* of health */
};

int tell_base_decimals(const struct lend_pool *p)
{
	const struct rec_lend_market *lend = p->lend.rec;
	int n = 0;

	for (__int128 v = lend->base_unit.v; v >= 10; v /= 10)
		n++;
	return n;
}

static const char *address_text(struct frame *f, const struct lend_address *a)
{
	struct evm_address at = evm_address_at(a->b);

	return evm_address_format(arena_alloc(&f->arena, EVM_ADDRESS_STR_SZ),
				  &at);
}

static int by_user(const void *a, const void *b)
{
	const struct told *x = a, *y = b;

	return memcmp(&x->user, &y->user, sizeof(x->user));
}

static int by_health(const void *a, const void *b)
{
	const struct told *x = a, *y = b;
	int order = u256_cmp(x->health.hf, y->health.hf);

	return order ? order : by_user(a, b);
}

static struct told look_at(const struct lend_market *m, uint32_t account,
			   enum lend_class was)
{
	struct told t = { .account = account,
			  .was = was,
			  .user = m->store.a.address[account] };

	t.status = lend_market_account(&t.health, m, account);
	return t;
}

/* What is wrong with a reserve the account has anything in, or with the price of one
 * that counts: a reason code; NULL: nothing.  Anybody may give an account a deposit that
 * counts for nothing. */
static const char *trouble(const struct lend_pool *p, uint32_t account)
{
	static const char *const codes[] = { NULL, "price_missing",
					     "price_zero", "stale_price" };
	struct aave_hold holds[LEND_HOLDS];
	size_t n = lend_market_holds(p->market, account, holds);
	const char *why = NULL;

	for (size_t i = 0; i < n; i++) {
		uint8_t r = holds[i].reserve;

		if (!p->market->aave.reserve[r].known)
			return "reserve_unknown";
		if (!holds[i].collateral && !holds[i].debt && !holds[i].stable)
			continue;
		if (!p->market->tick.row[r].indexed)
			return "index_unknown";
		if (!why || p->price[r] < PRICE_STALE)
			why = p->price[r] ? codes[p->price[r]] : why;
	}
	return why;
}

static enum health_state state_of(enum lend_class class)
{
	switch (class) {
	case LEND_FREE:
		return HEALTH_GONE;
	case LEND_SAFE:
		return HEALTH_SAFE;
	case LEND_NEAR:
		return HEALTH_NEAR;
	case LEND_BELOW:
		return HEALTH_BELOW;
	case LEND_UNKNOWN:
		break;
	}
	return HEALTH_UNKNOWN;
}

static struct dec base_of(struct u256 x, int decimals)
{
	unsigned __int128 v;

	if (u256_to_u128(&v, x) || v >> 127)
		return DEC_NONE;
	return dec_make((__int128)v, decimals);
}

static void tell_one(struct frame *f, const struct lend_pool *p,
		     const struct told *t, int64_t ts_ms)
{
	const struct lend_accounts *a = &p->market->store.a;
	const struct rec_lend_market *lend = p->lend.rec;
	enum lend_class class = a->class[t->account];
	int decimals = tell_base_decimals(p);
	struct rec_health h;

	rec_clear(&rec_health_type, &h);
	h.ts_ms = ts_ms;
	h.chain_id = lend->chain_id;
	h.pool = p->pool;
	h.user = address_text(f, &t->user);
	h.state = (int)state_of(class);
	if (t->was != LEND_FREE)
		h.was = (int)state_of(t->was);
	if (t->status == ST_OK) {
		if (!u256_is_zero(t->health.debt))
			h.hf = base_of(t->health.hf, 18);
		h.collateral_base = base_of(t->health.collateral, decimals);
		h.debt_base = base_of(t->health.debt, decimals);
		h.lt_bps = t->health.lt_bps;
		h.ltv_bps = t->health.ltv_bps;
	}
	if (a->emode[t->account])
		h.emode = a->emode[t->account];
	if (class == LEND_UNKNOWN || class == LEND_BELOW)
		h.why = trouble(p, t->account);
	if (class == LEND_UNKNOWN && !h.why)
		h.why = status_text(t->status);
	h.target_ts_s = p->target_ts_s;
	h.block = lend->block;
	h.state_id = p->id;
	frame_emit(f, &rec_health_type, &h);
}

/* ---- who changed ---- */

/* Who is safe from the first on, and was never told of, is no news. */
static bool is_news(const struct lend_accounts *a, const struct lend_change *c)
{
	enum lend_class now = a->class[c->account];

	return a->said[c->account] || (now != LEND_FREE && now != LEND_SAFE) ||
	       (c->was != LEND_FREE && c->was != LEND_SAFE);
}

static void tell_changes(struct frame *f, const struct lend_pool *p,
			 int64_t ts_ms)
{
	struct lend_market *m = p->market;
	struct lend_accounts *a = &m->store.a;
	struct told *v =
		arena_alloc(&f->arena, (m->n_changed + 1) * sizeof(*v));
	size_t n = 0;

	for (uint32_t i = 0; i < m->n_changed; i++)
		if (is_news(a, &m->changed[i]))
			v[n++] = look_at(m, m->changed[i].account,
					 m->changed[i].was);
	qsort(v, n, sizeof(*v), by_user);
	for (size_t i = 0; i < n; i++) {
		tell_one(f, p, &v[i], ts_ms);
		a->said[v[i].account] = a->class[v[i].account] != LEND_FREE
						? LEND_SAID_HEALTH
						: 0;
	}
}

/* ---- who was asked for ---- */

static void tell_users(struct frame *f, const struct lend_pool *p,
		       const struct tell_asked *asked, int64_t ts_ms)
{
	const struct lend_market *m = p->market;

	for (size_t i = 0; i < asked->n_users; i++) {
		uint32_t at = lend_store_find(&m->store, &asked->user[i]);
		struct told t;

		if (at == LEND_NONE)
			continue;
		t = look_at(m, at, m->store.a.class[at]);
		tell_one(f, p, &t, ts_ms);
	}
}

/* All accounts of the classes from one to another, in no order. */
static struct told *of_classes(struct frame *f, const struct lend_market *m,
			       enum lend_class from, enum lend_class to,
			       size_t *n)
{
	const struct lend_accounts *a = &m->store.a;
	struct told *v;
	size_t all = 0;

	for (int c = (int)from; c <= (int)to; c++)
		all += m->classes[c];
	v = arena_alloc(&f->arena, (all + 1) * sizeof(*v));
	*n = 0;
	for (uint32_t i = 0; i < a->n; i++)
		if (a->class[i] >= from && a->class[i] <= to)
			v[(*n)++] = look_at(m, i, a->class[i]);
	return v;
}

static void tell_top(struct frame *f, const struct lend_pool *p, int64_t top,
		     int64_t ts_ms)
{
	const struct lend_market *m = p->market;
	bool few =
		m->classes[LEND_NEAR] + m->classes[LEND_BELOW] < (uint64_t)top;
	size_t n;
	struct told *v =
		of_classes(f, m, few ? LEND_SAFE : LEND_NEAR, LEND_BELOW, &n);

	qsort(v, n, sizeof(*v), by_health);
	for (size_t i = 0; i < n && i < (size_t)top; i++)
		tell_one(f, p, &v[i], ts_ms);
}

void tell_health(struct frame *f, const struct lend_pool *p,
		 const struct tell_asked *asked, int64_t ts_ms)
{
	if (!asked->n_users && !asked->top)
		tell_changes(f, p, ts_ms);
	tell_users(f, p, asked, ts_ms);
	if (asked->top)
		tell_top(f, p, asked->top, ts_ms);
}

/* ---- all of it ---- */

void tell_scan(struct frame *f, const struct lend_pool *p, const char *shard,
	       int64_t ts_ms)
{
	static const char *const marks[LEND_HF_BUCKETS - 1] = {
		"0.5",  "0.8", "0.9", "0.95", "1", "1.05", "1.1",
		"1.25", "1.5", "2",   "3",    "5", "10"
	};
	const struct lend_market *m = p->market;
	const struct rec_lend_market *lend = p->lend.rec;
	struct rec_amount hf[LEND_HF_BUCKETS - 1];
	struct rec_lend_scan r = { .ts_ms = ts_ms,
				   .chain_id = lend->chain_id,
				   .pool = p->pool,
				   .shard = shard,
				   .users = m->store.a.n,
				   .evaluated = (int64_t)m->reckoned,
				   .below = m->classes[LEND_BELOW],
				   .near = m->classes[LEND_NEAR],
				   .hf = { hf, LEND_HF_BUCKETS - 1 },
				   .block = lend->block,
				   .state_id = p->id };
	int64_t up_to = 0;

	for (int i = 0; i < LEND_HF_BUCKETS - 1; i++) {
		up_to += m->by_hf[i];
		hf[i] = (struct rec_amount){ marks[i], dec_make(up_to, 0) };
	}
	for (int c = LEND_SAFE; c <= LEND_UNKNOWN; c++)
		r.debtors += m->classes[c];
	r.hf_sum = dec_make((__int128)m->hf_sum, 8);
	frame_emit(f, &rec_lend_scan_type, &r);
}

/* ---- for choose ---- */

static struct candidate candidate_of(struct frame *f, const struct lend_pool *p,
				     const struct lend_state *s,
				     const struct told *t)
{
	const struct lend_market *m = p->market;
	struct aave_hold holds[LEND_HOLDS];
	struct aave_hold *kept;
	size_t n = lend_market_holds(m, t->account, holds);

	kept = arena_alloc(&f->arena, n * sizeof(*kept));
	memcpy(kept, holds, n * sizeof(*kept));
	return (struct candidate){ .account = t->account,
				   .user = address_text(f, &t->user),
				   .health = t->health,
				   .hold = kept,
				   .holds = n,
				   .emode = m->store.a.emode[t->account],
				   .blocked = trouble(p, t->account),
				   .said = lend_state_reason(
					   s, m->store.a.said[t->account]) };
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void mark_first(struct frame *f, const struct lend_market *m,
		       struct liq_view *view)
{
	uint32_t *new =
		arena_alloc(&f->arena, (m->n_changed + 1) * sizeof(*new));

	for (uint32_t i = 0; i < m->n_changed; i++)
		new[i] = m->changed[i].account;
	qsort(new, m->n_changed, sizeof(*new), by_number);
	for (size_t i = 0; i < view->n; i++)
		view->v[i].first =
			bsearch(&view->v[i].account, new, m->n_changed,
				sizeof(*new), by_number) != NULL;
}

struct liq_view tell_view(struct frame *f, const struct lend_pool *p,
			  const struct lend_state *s,
			  const struct rec_cycle *cycle,
			  const struct rec_chain *chain)
{
	const struct lend_market *m = p->market;
	const struct rec_reserve **reserve =
		arena_alloc(&f->arena, AAVE_RESERVES * sizeof(*reserve));
	struct liq_view view = { .cycle = cycle,
				 .chain = chain,
				 .lend = p->lend.rec,
				 .market = m,
				 .reserve = reserve,
				 .base_decimals = tell_base_decimals(p),
				 .state_id = p->id };
	struct told *v;

	for (int i = 0; i < AAVE_RESERVES; i++)
		reserve[i] = p->reserve[i].rec;
	v = of_classes(f, m, LEND_BELOW, LEND_BELOW, &view.n);
	qsort(v, view.n, sizeof(*v), by_health);
	view.v = arena_alloc(&f->arena, (view.n + 1) * sizeof(*view.v));
	for (size_t i = 0; i < view.n; i++)
		view.v[i] = candidate_of(f, p, s, &v[i]);
	mark_first(f, m, &view);
	return view;
}

void tell_remember(struct lend_pool *p, struct lend_state *s,
		   const struct liq_view *view)
{
	for (size_t i = 0; i < view->n; i++)
		p->market->store.a.said[view->v[i].account] =
			lend_state_said(s, view->v[i].why);
}
