#include "rounds.h"

#include "base/atoms.h"
#include "math/gas_limit.h"

#include <strings.h>

/* What a check of the plan comes to. */
enum verdict { FITS, AGAIN, BROKEN };

/* ---- failures ---- */

/* Nothing of its group has moved anything: what comes behind it was run as it would be
 * without it. */
static bool has_no_trace(const struct plan *p, const struct slot *s)
{
	for (size_t i = 0; i < p->n; i++)
		if (plan_shares(s, &p->v[i]) && !p->v[i].out.reason &&
		    p->v[i].out.delta.n)
			return false;
	return s->group;
}

/* Up to the first that has an alternative, or of whose group a part went through: what
 * stands behind it may go through then. */
static enum verdict judge(struct plan *p)
{
	enum verdict v = FITS;

	for (size_t i = 0; i < p->n; i++) {
		struct slot *s = &p->v[i];
		bool no_trace;

		if (!slot_runs(s) || !s->out.reason)
			continue;
		v = AGAIN;
		no_trace = has_no_trace(p, s);
		if ((plan_fail(p, s, s->out.reason, s->out.text) || s->group) &&
		    !no_trace)
			break;
	}
	return v;
}

static enum verdict judge_profit(struct plan *p, const struct rec_chain *head,
				 const struct rounds_conf *conf)
{
	for (size_t i = 0; i < p->n; i++) {
		struct slot *s = &p->v[i];
		const char *why = slot_runs(s)
					  ? profit_short(&p->f->arena, p, s,
							 head, &conf->profit)
					  : NULL;

		if (!why)
			continue;
		plan_fail(p, s, "not_profitable", why);
		return AGAIN;
	}
	return FITS;
}

/* ---- funds ---- */

/* Wei the sender has to have before it runs: value and all of its gas. */
static bool cost(struct u256 *out, const struct slot *s)
{
	const struct rec_tx *tx = slot_tx(s);
	struct dec fee = dec_is_none(tx->gas_price_wei) ? tx->max_fee_wei
							: tx->gas_price_wei;
	struct u256 value = U256_ZERO, price;

	return !dec_is_none(fee) && !atoms_of(&price, fee, 0) &&
	       (dec_is_none(tx->value_wei) ||
		!atoms_of(&value, tx->value_wei, 0)) &&
	       !u256_mul(out, price, u256_of_u64(s->gas)) &&
	       !u256_add(out, *out, value);
}

/* A node takes a transaction only where the balance covers it and all before it of
 * the same sender, whatever they would bring in. */
static bool covered(const struct plan *p, size_t i, struct u256 balance)
{
	const char *from = slot_tx(&p->v[i])->from;
	struct u256 sum = U256_ZERO, one;

	for (size_t k = 0; k <= i; k++) {
		const struct slot *s = &p->v[k];

		if (!slot_runs(s) || strcasecmp(slot_tx(s)->from, from))
			continue;
		if (!cost(&one, s) || u256_add(&sum, sum, one))
			return false;
	}
	return u256_cmp(sum, balance) <= 0;
}

static enum verdict judge_funds(struct runner *r, struct plan *p,
				const struct rec_chain *head, struct evm_no *no)
{
	struct u256 *balance =
		arena_alloc(&p->f->arena, (p->n + 1) * sizeof(*balance));

	if (p->n && !runner_balances(r, p, head, balance, no))
		return BROKEN;
	for (size_t i = 0; i < p->n; i++)
		if (slot_runs(&p->v[i]) && !covered(p, i, balance[i])) {
			plan_fail(p, &p->v[i], "insufficient_funds",
				  "its sender cannot pay for its value and "
				  "all of its gas, and what goes before it");
			return AGAIN;
		}
	return FITS;
}

/* ---- rounds ---- */

/* With all the gas that was asked for. */
static enum verdict run_wide(struct runner *r, struct plan *p,
			     const struct rec_chain *head,
			     const struct rounds_conf *conf, struct evm_no *no)
{
	enum verdict v;

	plan_number(p);
	for (size_t i = 0; i < p->n; i++)
		p->v[i].gas = slot_ceiling(&p->v[i]);
	if (!runner_run(r, p, head, no))
		return BROKEN;
	v = judge(p);
	return v ? v : judge_profit(p, head, conf);
}

/* With the gas it will be given. */
static enum verdict run_tight(struct runner *r, struct plan *p,
			      const struct rec_chain *head,
			      const struct rounds_conf *conf, struct evm_no *no)
{
	enum verdict v;

	for (size_t i = 0; i < p->n; i++)
		p->v[i].gas = gas_limit(p->v[i].out.gas_used, conf->gas_margin,
					slot_ceiling(&p->v[i]));
	if (!runner_run(r, p, head, no))
		return BROKEN;
	v = judge(p);
	if (!v)
		v = judge_profit(p, head, conf);
	return v ? v : judge_funds(r, p, head, no);
}

bool rounds_run(struct runner *r, struct plan *p, const struct rec_chain *head,
		const struct rounds_conf *conf, struct evm_no *no)
{
	enum verdict v;

	do {
		v = run_wide(r, p, head, conf, no);
		if (!v)
			v = run_tight(r, p, head, conf, no);
	} while (v == AGAIN);
	return v == FITS;
}
