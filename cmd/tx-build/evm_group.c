#include "evm_group.h"

#include <string.h>

static bool is_of(const struct rec_action *act, const char *group)
{
	return act->group && group && !strcmp(act->group, group);
}

static bool names(const struct rec_action *act, const char *intent_id)
{
	const char *const *ids = act->alternatives.v;

	for (size_t i = 0; i < act->alternatives.n; i++)
		if (!strcmp(ids[i], intent_id))
			return true;
	return false;
}

/* The group of the action that names it as an alternative; NULL: none does. */
static const char *namer_of(const struct evm_seen *seen, const char *intent_id)
{
	for (size_t i = 0; i < seen->n_actions; i++) {
		const struct rec_action *act = seen->actions[i];

		if (act->group && act->alternatives.n && names(act, intent_id))
			return act->group;
	}
	return NULL;
}

const char *evm_group_turn(const struct evm_seen *seen, const char *group)
{
	const char *turn = NULL;

	for (size_t i = 0; i < seen->n_actions && group && !turn; i++)
		if (is_of(seen->actions[i], group))
			turn = namer_of(seen, seen->actions[i]->intent_id);
	return turn ? turn : group;
}

static const struct evm_op *op_of(const struct evm_build *b,
				  const char *intent_id)
{
	for (size_t i = 0; i < b->n; i++)
		if (!strcmp(b->ops[i].act->intent_id, intent_id))
			return &b->ops[i];
	return NULL;
}

/* It has a transaction of its own. */
static bool is_made(const struct evm_op *op)
{
	return !op->dropped && !op->there;
}

bool evm_group_broken(const struct evm_build *b, const struct evm_op *op)
{
	for (size_t i = 0; i < b->seen->n_actions; i++) {
		const struct rec_action *act = b->seen->actions[i];
		const struct evm_op *other = is_of(act, op->act->group)
						     ? op_of(b, act->intent_id)
						     : op;

		if (!other || other->dropped)
			return true;
	}
	return false;
}

/* ---- what stands in for what ---- */

static void stand_in(struct evm_build *b, const char *group,
		     struct evm_op *root)
{
	for (size_t i = 0; i < b->n; i++)
		if (is_of(b->ops[i].act, group) && b->ops[i].from == root->from)
			b->ops[i].root = root;
}

static void link_of(struct evm_build *b, struct evm_op *op)
{
	const char *const *ids = op->act->alternatives.v;
	struct evm_op *root = op->dropped ? NULL : op;

	for (size_t i = 0; i < op->act->alternatives.n; i++) {
		const struct evm_op *at = op_of(b, ids[i]);
		struct evm_op *alt = at ? &b->ops[at - b->ops] : NULL;

		if (!alt || alt->dropped || !alt->act->group ||
		    is_of(alt->act, op->act->group))
			continue;
		if (!root)
			root = alt;
		else
			stand_in(b, alt->act->group, root);
	}
}

void evm_group_link(struct evm_build *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->ops[i].act->group)
			link_of(b, &b->ops[i]);
}

/* ---- numbers ---- */

bool evm_group_is_last(const struct evm_build *b, const struct evm_op *op)
{
	for (size_t i = 0; i < b->n && op->act->group; i++)
		if (b->ops[i].last && is_of(b->ops[i].act, op->act->group))
			return true;
	return false;
}

/* The nonce of member n of the group, or of its last one. */
static struct dec nonce_of(const struct evm_build *b, const char *group,
			   int64_t n)
{
	struct dec nonce = DEC_NONE;

	for (size_t i = 0; i < b->n && n >= 0; i++)
		if (is_made(&b->ops[i]) && is_of(b->ops[i].act, group)) {
			nonce = b->ops[i].nonce;
			n--;
		}
	return nonce;
}

void evm_group_number(struct evm_build *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct evm_op *op = &b->ops[i];

		if (op->act->group && op->root != op && is_made(op))
			op->nonce = nonce_of(b, op->root->act->group,
					     evm_group_bundle(b, op).index);
	}
}

struct rec_tx_bundle evm_group_bundle(const struct evm_build *b,
				      const struct evm_op *op)
{
	struct rec_tx_bundle out = { .id = op->act->group };

	for (size_t i = 0; i < b->n && out.id; i++) {
		if (!is_made(&b->ops[i]) || !is_of(b->ops[i].act, out.id))
			continue;
		out.index += &b->ops[i] < op;
		out.count++;
	}
	return out;
}

struct dec evm_group_tip(const struct evm_build *b, const struct evm_op *op)
{
	struct dec tip = DEC_NONE;

	for (size_t i = 0; i < b->n && op->act->group; i++) {
		const struct rec_action *act = b->ops[i].act;

		if (is_of(act, op->act->group) &&
		    !dec_is_none(act->max_priority_fee_wei) &&
		    (dec_is_none(tip) ||
		     dec_cmp(tip, act->max_priority_fee_wei) < 0))
			tip = act->max_priority_fee_wei;
	}
	return tip;
}
