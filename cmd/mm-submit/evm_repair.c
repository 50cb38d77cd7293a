/* repair: what stands in the way of a sender's later transactions. */
#include "base/conf.h"
#include "chain/intent.h"
#include "evm.h"
#include "evm_fees.h"
#include "evm_raw.h"
#include "io/kill.h"

#include <inttypes.h>
#include <string.h>

struct mending {
	struct sender *s;
	struct frame *f;
	struct evm_places places;
	struct evm_fees_now fees;
	struct evm_count *counts; /* of each wallet */
	bool killed;
	int64_t ts_ms;
};

/* ---- actions ---- */

static struct dec whole(uint64_t n)
{
	return dec_make((__int128)n, 0);
}

static const char *name_of(struct arena *a, const struct rec_action *r)
{
	const struct intent in = {
		.strategy = (uint16_t)r->strategy,
		.action = r->action,
		.subject = r->attempt ? r->attempt : r->reason,
		.wallet = r->wallet,
		.price = r->max_fee_wei,
		.size = r->nonce,
		.since_ms = r->since_ms,
	};
	char *id = arena_alloc(a, INTENT_ID_SZ);

	intent_id(id, &in);
	return id;
}

static struct rec_action action_of(const struct mending *m, const char *kind,
				   const struct evm_wallet *w, uint64_t nonce,
				   const struct evm_fee *fee,
				   const char *reason)
{
	struct rec_action r;

	rec_clear(&rec_action_type, &r);
	r.ts_ms = m->ts_ms;
	r.action = kind;
	r.strategy = conf_int("STRATEGY_ID");
	r.wallet = w->name;
	r.chain_id = m->s->evm.chain_id;
	r.nonce = whole(nonce);
	r.max_fee_wei = fee->max;
	r.max_priority_fee_wei = fee->priority;
	r.since_ms = m->ts_ms;
	r.reason = reason;
	return r;
}

static void emit(struct mending *m, struct rec_action *r)
{
	r->intent_id = name_of(&m->f->arena, r);
	frame_emit(m->f, &rec_action_type, r);
}

static const struct attempt *newest(const struct evm_place *p)
{
	long i = nonce_resend(p->state, p->n);

	return i < 0 ? NULL : p->v[i];
}

static void cancel(struct mending *m, const struct evm_place *p,
		   const struct evm_fee *fee, const char *reason)
{
	struct rec_action r =
		action_of(m, "cancel_nonce", p->wallet, p->nonce, fee, reason);

	r.attempt = newest(p)->id;
	emit(m, &r);
}

static void bump(struct mending *m, const struct evm_place *p,
		 const struct evm_fee *fee)
{
	struct rec_action r =
		action_of(m, "bump", p->wallet, p->nonce, fee, "stuck");

	r.attempt = newest(p)->id;
	evm_bump_of(&r, &m->f->arena, newest(p));
	emit(m, &r);
}

/* ---- what waits ---- */

static const struct evm_count *count_of(const struct mending *m,
					const struct evm_wallet *w)
{
	return &m->counts[w - m->s->evm.wallets];
}

/* Nothing has its nonce yet, as far as anybody can tell. */
static bool waits(const struct mending *m, const struct evm_place *p)
{
	const struct evm_count *c = count_of(m, p->wallet);

	return evm_is_open(p) && c->known && p->nonce >= c->mined;
}

static bool has_time_out(const struct mending *m, const struct attempt *t)
{
	for (size_t i = 0; i < t->n_parts; i++) {
		int64_t max_ts = t->parts[i].action->max_ts;

		if (max_ts != REC_NONE_INT && m->fees.time_s > max_ts)
			return true;
	}
	return false;
}

static bool is_first(const struct mending *m, const struct evm_place *p)
{
	for (size_t i = 0; i < m->places.n; i++)
		if (m->places.v[i].wallet == p->wallet &&
		    waits(m, &m->places.v[i]))
			return &m->places.v[i] == p;
	return false;
}

static int64_t blocks_since(const struct mending *m, const struct attempt *t)
{
	return m->fees.block - (t->at ? t->at->block : 0);
}

/* It had its time, and it is its turn; or it could not land if it were. */
static bool is_stuck(const struct mending *m, const struct evm_place *p)
{
	const struct attempt *t = newest(p);

	if (blocks_since(m, t) < conf_int("BUMP_AFTER_BLOCKS"))
		return false;
	return is_first(m, p) || evm_is_too_cheap(&m->fees, t);
}

/* It would fail, and has for long enough not to be a moment's: then nobody who tries it
 * first takes it, no higher fee helps, and nothing of its sender would land any more. */
static bool is_hopeless(const struct mending *m, const struct evm_place *p)
{
	const struct attempt *t = newest(p);

	return t->at && blocks_since(m, t) >= conf_int("CANCEL_AFTER_BLOCKS") &&
	       is_first(m, p) && evm_fails_now(m->s, &m->f->arena, t);
}

static bool only_reduces(const struct attempt *t)
{
	return t->tx->class == TX_REDUCE;
}

static void refuse(struct mending *m, const struct attempt *t,
		   const char *reason, const char *why)
{
	frame_refuse_intents(m->f, reason, t->tx->intents.v, t->tx->intents.n,
			     "transaction '%s': %s", t->id, why);
}

static void mend(struct mending *m, const struct evm_place *p)
{
	const struct attempt *t = newest(p);
	bool stuck = is_stuck(m, p);
	/* With the kill switch nothing that adds risk may still land. */
	bool unwanted = m->killed && !only_reduces(t);
	bool late = has_time_out(m, t), hopeless;
	struct evm_fee fee;

	if ((!stuck || evm_is_given_up(p)) && !unwanted)
		return;
	hopeless = !unwanted && !late && is_hopeless(m, p);
	if (!m->killed && !hopeless && p->n > (size_t)conf_int("BUMP_MAX"))
		refuse(m, t, "bump_max",
		       "it was replaced as often as it may be");
	else if (!evm_fee_above(&fee, &m->fees, p))
		refuse(m, t, "fee_ceiling",
		       "no higher fee is below MAX_FEE_GWEI and "
		       "PRIORITY_MAX_GWEI");
	else if (unwanted || late)
		cancel(m, p, &fee, unwanted ? "kill_switch" : "expired");
	else if (hopeless)
		cancel(m, p, &fee, "fails");
	else
		bump(m, p, &fee);
}

/* ---- what is missing ---- */

static bool has_place(const struct mending *m, const struct evm_wallet *w,
		      uint64_t nonce)
{
	for (size_t i = 0; i < m->places.n; i++)
		if (m->places.v[i].wallet == w && m->places.v[i].nonce == nonce)
			return true;
	return false;
}

static void fill(struct mending *m, const struct evm_wallet *w)
{
	const struct evm_count *c = count_of(m, w);
	struct evm_fee fee;

	if (!c->known) {
		frame_refuse(m->f, "no_nonce",
			     "no node says where '%s' goes on", w->name);
		return;
	}
	for (uint64_t nonce = c->pooled; nonce < c->next; nonce++) {
		struct rec_action r;

		if (has_place(m, w, nonce))
			continue;
		if (!evm_fee_plain(&fee, &m->fees)) {
			frame_refuse(m->f, "fee_ceiling",
				     "nonce %" PRIu64 " of '%s' is missing: "
				     "no fee is below MAX_FEE_GWEI",
				     nonce, w->name);
			return;
		}
		r = action_of(m, "fill_nonce", w, nonce, &fee, "gap");
		emit(m, &r);
	}
}

void evm_repair(struct sender *s, struct frame *f, const struct attempts *all,
		int64_t ts_ms)
{
	char reason[KILL_REASON_SZ];
	struct mending m = {
		.s = s,
		.f = f,
		.places = evm_places_of(&f->arena, all),
		.killed = kill_switch(reason),
		.ts_ms = ts_ms,
	};
	const char *why = evm_fees_read(&m.fees, s, &f->arena);

	if (why) {
		frame_refuse(f, "no_chain", "%s", why);
		return;
	}
	m.counts = arena_alloc(&f->arena, s->evm.n_wallets * sizeof(*m.counts));
	for (size_t i = 0; i < s->evm.n_wallets; i++)
		m.counts[i] =
			evm_count_of(s, &f->arena, &s->evm.wallets[i], all);
	for (size_t i = 0; i < m.places.n; i++)
		if (waits(&m, &m.places.v[i]))
			mend(&m, &m.places.v[i]);
	for (size_t i = 0; i < s->evm.n_wallets; i++)
		fill(&m, &s->evm.wallets[i]);
}
