/* evm_allow.c - which approvals are needed, by what the wallet's record says is approved
 * already. */
#include "evm_group.h"

#include "base/atoms.h"

#include <string.h>
#include <strings.h>

struct left {
	bool known;
	struct u256 atoms;
};

/* What a spender may take of an asset of a wallet, as the frame goes on.  Of groups that
 * stand in for one another only one is done: each begins where the first did, and behind
 * them there is what the worst of them leaves. */
struct evm_allowed {
	const struct evm_wallet *wallet;
	const char *asset, *spender, *via; /* via: NULL, or permit2 */
	struct left now;
	int64_t expires_s; /* REC_NONE_INT: never */
	const char *turn;  /* what these groups stand in for; NULL: none */
	const char *group; /* the one at hand */
	struct left start; /* where each begins */
	bool others;       /* some are behind us, and leave: */
	struct left worst;
};

struct evm_allowed *evm_allowed_room(struct arena *a, size_t n_actions)
{
	return arena_alloc(a, (n_actions + 1) * sizeof(struct evm_allowed));
}

static bool same(const char *x, const char *y)
{
	return x && y ? !strcmp(x, y) : x == y;
}

/* What the record of a wallet says is what the chain has until something of ours that
 * is on its way changes it. */
static const struct rec_wallet *record_of(const struct evm_build *b,
					  const struct evm_wallet *w)
{
	for (size_t i = 0; i < b->seen->n_pending; i++) {
		const struct rec_pending *p = b->seen->pending[i];

		if (p->state != PENDING_DONE &&
		    (!p->wallet || !strcmp(p->wallet, w->name)))
			return NULL;
	}
	for (size_t i = 0; i < b->seen->n_wallets; i++)
		if (!strcmp(b->seen->wallets[i]->wallet, w->name))
			return b->seen->wallets[i];
	return NULL;
}

static void look_up(const struct evm_build *b, struct evm_allowed *at)
{
	const struct rec_wallet *r = record_of(b, at->wallet);
	const struct rec_allowance *v = r ? r->allowances.v : NULL;

	for (size_t i = 0; v && i < r->allowances.n; i++) {
		if (strcmp(v[i].asset, at->asset) ||
		    strcasecmp(v[i].spender, at->spender) ||
		    !same(v[i].via, at->via))
			continue;
		at->now.known = true;
		at->now.atoms = v[i].atoms.v;
		at->expires_s = v[i].expires_s;
	}
}

static struct evm_allowed *allowed_of(struct evm_build *b,
				      const struct evm_op *op)
{
	const struct rec_action *act = op->act;
	const struct evm_wallet *to = evm_conf_wallet(&b->conf->evm, act->to);
	const char *spender = to ? to->address : act->to;
	struct evm_allowed *at;

	for (size_t i = 0; i < b->n_allowed; i++) {
		at = &b->allowed[i];
		if (at->wallet == op->from && same(at->via, act->kind) &&
		    !strcmp(at->asset, act->asset) &&
		    !strcasecmp(at->spender, spender))
			return at;
	}
	at = &b->allowed[b->n_allowed++];
	*at = (struct evm_allowed){ .wallet = op->from,
				    .asset = act->asset,
				    .spender = spender,
				    .via = act->kind,
				    .expires_s = REC_NONE_INT };
	look_up(b, at);
	return at;
}

/* It is there, and as long as it is asked for. */
static bool is_there(const struct evm_build *b, const struct evm_op *op,
		     const struct evm_allowed *at, struct u256 atoms)
{
	int64_t until = op->act->max_ts == REC_NONE_INT
				? b->ts_ms / 1000 + b->conf->deadline_s
				: op->act->max_ts;

	if (!at->now.known)
		return false;
	if (u256_is_zero(atoms))
		return u256_is_zero(at->now.atoms);
	return u256_cmp(at->now.atoms, atoms) >= 0 &&
	       (at->expires_s == REC_NONE_INT || at->expires_s >= until);
}

static struct left worse(struct left a, struct left b)
{
	return (struct left){ .known = a.known && b.known,
			      .atoms = u256_cmp(a.atoms, b.atoms) < 0
					       ? a.atoms
					       : b.atoms };
}

/* The action's group, and what it stands in for. */
static void enter(const struct evm_build *b, struct evm_allowed *at,
		  const char *group)
{
	const char *turn = evm_group_turn(b->seen, group);

	if (same(group, at->group))
		return;
	if (at->others)
		at->worst = worse(at->worst, at->now);
	else
		at->worst = at->now;
	if (same(turn, at->turn)) {
		at->others = true;
		at->now = at->start;
	} else {
		at->others = false;
		at->now = at->start = at->worst;
	}
	at->turn = turn;
	at->group = group;
}

static bool asks_for_zero(const struct evm_build *b, const char *asset)
{
	for (size_t i = 0; i < b->conf->n_zero_first; i++)
		if (!strcmp(b->conf->zero_first[i], asset))
			return true;
	return false;
}

enum evm_allow evm_allow_of(struct evm_build *b, const struct evm_op *op)
{
	const struct evm_asset *asset =
		evm_conf_asset(&b->conf->evm, op->act->asset);
	struct evm_allowed *at = allowed_of(b, op);
	struct u256 atoms;
	bool over;

	enter(b, at, op->act->group);
	over = !at->now.known || !u256_is_zero(at->now.atoms);
	if (atoms_of(&atoms, op->act->amount, asset->decimals))
		return EVM_ALLOW_SEND; /* evm_op_approve saw that it is one */
	if (is_there(b, op, at, atoms)) {
		/* It is for what comes next: the next approval adds to it. */
		if (u256_sub(&at->now.atoms, at->now.atoms, atoms))
			at->now.atoms = U256_ZERO;
		return EVM_ALLOW_THERE;
	}
	/* How much of it is used by then nobody knows. */
	at->now = (struct left){ u256_is_zero(atoms), atoms };
	return over && !u256_is_zero(atoms) && !at->via &&
			       asks_for_zero(b, at->asset)
		       ? EVM_ALLOW_ZERO_FIRST
		       : EVM_ALLOW_SEND;
}
