#include "decide.h"

#include "base/home.h"
#include "io/policy_ledger.h"

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

static const char *over(struct arena *a, const char *what, int span, bool risk)
{
	return arena_printf(a, "%s over the ceiling of the %s%s", what,
			    policy_span_words[span],
			    risk ? ", the part that may add risk" : "");
}

/* Adds u to the spans, or refuses it. */
static void admit(struct arena *a, struct unit *u, const struct decision *d,
		  struct policy_sums *spans, struct policy_sums *all)
{
	unsigned part = u->risk ? RISK_PART_PCT : REDUCE_PART_PCT;
	struct policy_sums then[POLICY_SPANS];
	const char *what;

	for (int s = POLICY_HOUR; s < POLICY_SPANS; s++) {
		then[s] = spans[s];
		policy_add(&then[s], &u->sums);
		what = policy_over(a, d->policy, &then[s], &u->sums,
				   (enum policy_span)s, part);
		if (what)
			unit_refuse(u, policy_span_words[s],
				    over(a, what, s, u->risk));
	}
	if (u->risk && then[POLICY_DAY].tips > d->tip_budget)
		unit_refuse(u, "tip_budget",
			    "tips of 24 hours over TIP_BUDGET_SOL_DAY");
	if (u->reason)
		return;
	for (int s = POLICY_HOUR; s < POLICY_SPANS; s++)
		spans[s] = then[s];
	policy_add(all, &u->sums);
}

static void admit_all(struct arena *a, struct unit *units, size_t n,
		      const struct decision *d, struct policy_sums *spans,
		      struct policy_sums *all)
{
	for (size_t i = 0; i < n; i++)
		if (!units[i].reason)
			admit(a, &units[i], d, spans, all);
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

static enum db_err count(struct arena *a, struct unit *units, size_t n,
			 const struct decision *d, bool explain)
{
	struct policy_sums spans[POLICY_SPANS] = { { .count = 0 } };
	struct policy_sums all = { .count = 0 };
	enum db_err e = open_ledger();

	if (!e)
		e = policy_ledger_begin(ledger, d->policy, d->now_ms, spans);
	if (e)
		return e;
	admit_all(a, units, n, d, spans, &all);
	if (!explain && all.count)
		return policy_ledger_commit(ledger, d->policy, d->now_ms, &all);
	policy_ledger_rollback(ledger);
	return DB_OK;
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
