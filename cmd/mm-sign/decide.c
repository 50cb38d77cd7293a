#include "decide.h"

#include "base/home.h"
#include "io/policy_ledger_evm.h"

#include <stdlib.h>

/* What can add risk leaves a part of the ceilings of fees, tips and transactions to
 * what reduces it. */
#define RISK_PART_PCT   80
#define REDUCE_PART_PCT 100

static struct policy_ledger *ledger; /* NULL: not open yet */

void decide_end(void)
{
	policy_ledger_close(ledger);
	ledger = NULL;
}

/* ---- what the frame says ---- */

static void heed(struct frame *f, struct unit *u)
{
	struct rec_list intents = unit_intents(&f->arena, u);
	const char *const *ids = intents.v;

	if (f->refused && u->risk)
		unit_refuse(u, "frame_refused",
			    "a refusal binds the frame: only what reduces "
			    "risk is signed");
	for (size_t i = 0; i < intents.n; i++)
		if (frame_is_bound(f, ids[i]))
			unit_refuse(u, "bound",
				    "a refusal names one of its intents");
}

/* ---- ceilings ---- */

/* What the spans have come to, and what this frame adds to them. */
struct counting {
	struct arena *a;
	const struct decision *d;
	struct policy_sums spans[POLICY_SPANS], all;
	bool evm; /* the policy has a section for it */
	struct policy_evm_sums evm_spans[POLICY_SPANS], evm_adds[POLICY_SPANS];
	bool any; /* something is to be written down */
};

static unsigned part_of(const struct unit *u)
{
	return u->risk ? RISK_PART_PCT : REDUCE_PART_PCT;
}

static void refuse_over(struct arena *a, struct unit *u, const char *what,
			int span)
{
	if (what)
		unit_refuse(
			u, policy_span_words[span],
			arena_printf(a, "%s over the ceiling of the %s%s", what,
				     policy_span_words[span],
				     u->risk ? ", the part that may add risk"
					     : ""));
}

/* Adds u to the spans, or refuses it. */
static void admit_sol(struct counting *c, struct unit *u)
{
	struct policy_sums then[POLICY_SPANS];

	for (int s = POLICY_HOUR; s < POLICY_SPANS; s++) {
		then[s] = c->spans[s];
		policy_add(&then[s], &u->sums);
		refuse_over(c->a, u,
			    policy_over(c->a, c->d->policy, &then[s], &u->sums,
					(enum policy_span)s, part_of(u)),
			    s);
	}
	if (u->risk && then[POLICY_DAY].tips > c->d->tip_budget)
		unit_refuse(u, "tip_budget",
			    "tips of 24 hours over TIP_BUDGET_SOL_DAY");
	if (u->reason)
		return;
	for (int s = POLICY_HOUR; s < POLICY_SPANS; s++)
		c->spans[s] = then[s];
	policy_add(&c->all, &u->sums);
	c->any = true;
}

static const struct policy_evm_sums *sums_of(const struct unit *u, size_t i)
{
	return &u->jobs[i]->evm->sums;
}

/* What each span counted for the nonces of u's jobs, one after the other; and what u
 * adds beyond. */
static enum db_err evm_adds(struct counting *c, const struct unit *u,
			    struct policy_evm_sums *counted,
			    struct policy_evm_sums *adds)
{
	struct policy_evm_sums add;
	enum db_err e = DB_OK;

	for (size_t i = 0; i < u->n && !e; i++) {
		struct policy_evm_sums *of = &counted[i * POLICY_SPANS];
		const struct job *j = u->jobs[i];

		e = policy_ledger_evm_counted(ledger, c->d->policy->evm,
					      &j->from, &j->evm->tx,
					      c->d->now_ms, of);
		for (int s = POLICY_HOUR; s < POLICY_SPANS; s++) {
			policy_evm_less(&add, sums_of(u, i), &of[s]);
			policy_evm_add(&adds[s], &add);
		}
	}
	return e;
}

static enum db_err evm_keep(struct counting *c, const struct unit *u,
			    const struct policy_evm_sums *counted)
{
	enum db_err e = DB_OK;

	for (size_t i = 0; i < u->n && !e; i++) {
		const struct job *j = u->jobs[i];

		e = policy_ledger_evm_count(ledger, c->d->policy->evm, &j->from,
					    &j->evm->tx, c->d->now_ms,
					    sums_of(u, i),
					    &counted[i * POLICY_SPANS]);
	}
	return e;
}

static enum db_err admit_evm(struct counting *c, struct unit *u)
{
	struct policy_evm_sums adds[POLICY_SPANS] = { { .count = 0 } };
	struct policy_evm_sums then[POLICY_SPANS];
	struct policy_evm_sums *counted =
		arena_alloc(c->a, u->n * POLICY_SPANS * sizeof(*counted));
	enum db_err e = evm_adds(c, u, counted, adds);

	for (int s = POLICY_HOUR; s < POLICY_SPANS && !e; s++) {
		then[s] = c->evm_spans[s];
		policy_evm_add(&then[s], &adds[s]);
		refuse_over(c->a, u,
			    policy_evm_over(c->a, c->d->policy->evm, &then[s],
					    &adds[s], (enum policy_span)s,
					    part_of(u)),
			    s);
	}
	if (e || u->reason)
		return e;
	for (int s = POLICY_HOUR; s < POLICY_SPANS; s++) {
		c->evm_spans[s] = then[s];
		policy_evm_add(&c->evm_adds[s], &adds[s]);
	}
	c->any = true;
	return evm_keep(c, u, counted);
}

static enum db_err admit_all(struct counting *c, struct unit *units, size_t n)
{
	enum db_err e = DB_OK;

	for (size_t i = 0; i < n && !e; i++) {
		if (units[i].reason)
			continue;
		if (units[i].jobs[0]->evm)
			e = admit_evm(c, &units[i]);
		else
			admit_sol(c, &units[i]);
	}
	return e;
}

/* ---- the ledger ---- */

/* Nobody counts: then nothing is signed that could be worth counting, but a cancel
 * without a tip is. */
static void uncounted(struct arena *a, struct unit *units, size_t n,
		      const char *why)
{
	for (size_t i = 0; i < n; i++)
		if (units[i].risk || units[i].sums.tips)
			unit_refuse(&units[i], "ledger", arena_strdup(a, why));
}

static enum db_err open_ledger(void)
{
	char *path;
	enum db_err e;

	if (ledger)
		return DB_OK;
	path = home_path("policy.db");
	e = policy_ledger_open(&ledger, path, DB_BUSY_MS);
	free(path);
	return e;
}

static enum db_err read_spans(struct counting *c)
{
	const struct decision *d = c->d;
	enum db_err e = open_ledger();

	if (!e)
		e = policy_ledger_begin(ledger, d->policy, d->now_ms, c->spans);
	if (!e && c->evm) {
		e = policy_ledger_evm_spans(ledger, d->policy->evm, d->now_ms,
					    c->evm_spans);
		if (e)
			policy_ledger_rollback(ledger);
	}
	return e;
}

static enum db_err write_down(struct counting *c)
{
	const struct decision *d = c->d;
	enum db_err e = DB_OK;

	if (c->evm)
		e = policy_ledger_evm_add(ledger, d->policy->evm, d->now_ms,
					  c->evm_adds);
	return e ? e
		 : policy_ledger_commit(ledger, d->policy, d->now_ms, &c->all);
}

static enum db_err count(struct arena *a, struct unit *units, size_t n,
			 const struct decision *d, bool explain)
{
	struct counting *c = arena_alloc(a, sizeof(*c));
	enum db_err e;

	c->a = a;
	c->d = d;
	c->evm = d->policy->evm != NULL;
	e = read_spans(c);
	if (e)
		return e;
	e = admit_all(c, units, n);
	if (!e && !explain && c->any)
		e = write_down(c);
	policy_ledger_rollback(ledger); /* what is not committed by now */
	return e;
}

void decide(struct frame *f, struct unit *units, size_t n,
	    const struct decision *d, bool explain)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++) {
		heed(f, &units[i]);
		left += !units[i].reason;
	}
	if (!left)
		return;
	if (count(&f->arena, units, n, d, explain)) {
		uncounted(&f->arena, units, n, policy_ledger_message(ledger));
		decide_end(); /* and tried again at the next frame */
	}
}
