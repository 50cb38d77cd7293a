#include "jobs.h"

#include "base/base64.h"
#include "chain/jito.h"
#include "evm.h"
#include "quotes.h"

#include <string.h>

/* Room for one more behind n: twice as much each time there is none. */
static void *append(struct arena *a, void *v, size_t n, size_t size)
{
	return n & (n - 1) ? v : arena_grow(a, v, n * size, (2 * n + 1) * size);
}

/* By decoding. */
static bool can_add_risk(const struct job *j)
{
	return j->evm ? j->evm->risk : j->v.risk;
}

static void sol_job_check(struct arena *a, struct job *j,
			  const struct policy *p, const struct rec_tx *tx,
			  int64_t now_s, bool in_words)
{
	const char *text = tx->message ? tx->message : "";
	size_t text_len = strlen(text);
	uint8_t *msg = arena_alloc(a, BASE64_BYTES(text_len) + 1);

	j->msg = msg;
	if (base64_parse(msg, &j->len, text, text_len)) {
		j->v.reason = POLICY_EMESSAGE;
		j->v.text = "its message is no base64";
	} else {
		policy_check(a, &j->v, p, msg, j->len, now_s, in_words);
	}
}

void job_add(struct arena *a, struct jobs *jobs, const struct policy *p,
	     const struct rec_tx *tx, int64_t now_s, bool in_words)
{
	struct job *j = arena_alloc(a, sizeof(*j));
	struct rec_tx kept = *tx;

	kept.message = NULL;
	kept.data = NULL;
	kept.access_list = (struct rec_list){ NULL, 0 };
	j->tx = rec_copy(a, &rec_tx_type, &kept);
	if (strcmp(tx->chain, "evm") == 0)
		evm_job_check(a, j, p->evm, tx, now_s, in_words);
	else
		sol_job_check(a, j, p, tx, now_s, in_words);
	/* What the stream says can only tighten. */
	j->risk = can_add_risk(j) || tx->class == TX_RISK;
	jobs->v = append(a, jobs->v, jobs->n, sizeof(*jobs->v));
	jobs->v[jobs->n++] = j;
}

void unit_refuse(struct unit *u, const char *reason, const char *text)
{
	if (u->reason)
		return;
	u->reason = reason;
	u->text = text;
}

struct rec_list unit_intents(struct arena *a, const struct unit *u)
{
	struct rec_list all = { NULL, 0 };
	const char **ids;
	size_t n = 0;

	for (size_t i = 0; i < u->n; i++)
		n += u->jobs[i]->tx->intents.n;
	ids = arena_alloc(a, (n + 1) * sizeof(*ids));
	all.v = ids;
	for (size_t i = 0; i < u->n; i++) {
		const struct rec_list *from = &u->jobs[i]->tx->intents;

		if (from->n)
			memcpy(ids + all.n, from->v, from->n * sizeof(*ids));
		all.n += from->n;
	}
	return all;
}

/* ---- units ---- */

static struct unit *unit_of(struct unit *units, size_t n, const char *bundle)
{
	for (size_t i = 0; bundle && i < n; i++) {
		const char *id = units[i].jobs[0]->tx->bundle.id;

		if (id && strcmp(id, bundle) == 0)
			return &units[i];
	}
	return NULL;
}

/* Puts the jobs of a bundle in its order; false: they are not the whole of it. */
static bool order(struct arena *a, struct unit *u)
{
	int64_t count = u->jobs[0]->tx->bundle.count;
	bool evm = u->jobs[0]->evm;
	struct job **sorted = arena_alloc(a, u->n * sizeof(*sorted));

	if (count != (int64_t)u->n ||
	    count > (evm ? EVM_BUNDLE_MAX : JITO_BUNDLE_MAX))
		return false;
	for (size_t i = 0; i < u->n; i++) {
		const struct rec_tx_bundle *b = &u->jobs[i]->tx->bundle;

		if (!u->jobs[i]->evm == evm || b->count != count ||
		    b->index < 0 || b->index >= count || sorted[b->index])
			return false;
		sorted[b->index] = u->jobs[i];
	}
	u->jobs = sorted;
	return true;
}

static void check_job(struct arena *a, struct unit *u, const struct policy *p,
		      const struct job *j, const struct rec_list *quotes)
{
	if (!j->evm && strcmp(j->tx->chain, "solana") != 0)
		unit_refuse(u, "chain",
			    "a transaction of neither Solana nor 'evm'");
	if (j->evm && j->evm->reason)
		unit_refuse(u, j->evm->reason, j->evm->text);
	if (j->v.reason)
		unit_refuse(u, policy_reason_code(j->v.reason), j->v.text);
	if (can_add_risk(j) && j->tx->class == TX_REDUCE)
		unit_refuse(u, "class",
			    "said to reduce risk, and can add to it");
	if (!j->evm && !j->v.reason)
		quotes_check(a, u, p, j, quotes);
}

static void check_unit(struct arena *a, struct unit *u, const struct policy *p,
		       const struct rec_list *quotes)
{
	if (u->jobs[0]->tx->bundle.id && !order(a, u))
		unit_refuse(u, "bundle", "its bundle is not whole");
	for (size_t i = 0; i < u->n; i++) {
		check_job(a, u, p, u->jobs[i], quotes);
		policy_add(&u->sums, &u->jobs[i]->v.sums);
		u->risk |= u->jobs[i]->risk;
	}
}

struct unit *units_of(struct arena *a, size_t *n, const struct jobs *jobs,
		      const struct policy *p, const struct rec_list *quotes)
{
	struct unit *units = arena_alloc(a, (jobs->n + 1) * sizeof(*units));

	*n = 0;
	for (size_t i = 0; i < jobs->n; i++) {
		struct job *j = jobs->v[i];
		struct unit *u = unit_of(units, *n, j->tx->bundle.id);

		if (!u)
			u = &units[(*n)++];
		u->jobs = append(a, u->jobs, u->n, sizeof(*u->jobs));
		u->jobs[u->n++] = j;
	}
	for (size_t i = 0; i < *n; i++)
		check_unit(a, &units[i], p, quotes);
	return units;
}
