/* policy_basic.c - the rules for system, compute budget, token, token accounts and
 * memo; see policy.h. */
#include "chain/openbook.h"
#include "chain/openbook_ix.h"
#include "chain/policy_parts.h"
#include "chain/sol_ix.h"

static bool to_stranger(struct policy_case *c, const char *what,
			const struct pubkey *key)
{
	char text[PUBKEY_STR_SZ];

	return policy_refuse(c, POLICY_EDESTINATION,
			     "%s %s, which is neither ours nor listed", what,
			     pubkey_format(text, key));
}

/* To one of the wallets: rent that comes back. */
static bool back_to_us(struct policy_case *c, const struct pubkey *key,
		       const char *what)
{
	return policy_wallet_of(c->p, key) >= 0 || to_stranger(c, what, key);
}

/* ---- system ---- */

static bool tip(struct policy_case *c, uint64_t lamports)
{
	if (!policy_may(c, POLICY_TIP))
		return false;
	if (c->tipped)
		return policy_refuse(c, POLICY_ETIP, "a second tip");
	c->tipped = true;
	c->v->sums.tips = lamports;
	policy_say(c, "tips %s", policy_amount(c, POLICY_SOL, lamports));
	return true;
}

static bool pay(struct policy_case *c, const struct policy_known *to,
		size_t asset, uint64_t atoms)
{
	const struct policy_destination *d = &c->p->destinations[to->a];

	if (!policy_may(c, POLICY_PAY))
		return false;
	if (d->asset != asset)
		return policy_refuse(c, POLICY_EDESTINATION,
				     "destination '%s' is listed for %s",
				     d->name, c->p->assets[d->asset].name);
	c->v->risk = true;
	policy_out(c, asset, atoms);
	policy_say(c, "pays %s to %s", policy_amount(c, asset, atoms), d->name);
	return true;
}

static bool sol_transfer(struct policy_case *c, const struct sol_action *act)
{
	const struct policy_known *to = policy_find(c->p, act->destination);
	bool wrap = to->role == ROLE_TOKEN && to->b == POLICY_WSOL;

	if (policy_owner(c, act->source, "the source") < 0)
		return false;
	if (to->role == ROLE_TIP)
		return tip(c, act->amount);
	if (to->role == ROLE_DESTINATION)
		return pay(c, to, POLICY_SOL, act->amount);
	if (to->role != ROLE_WALLET && !wrap)
		return to_stranger(c, "to", act->destination);
	if (!policy_may(c, wrap ? POLICY_WRAP : POLICY_TRANSFER))
		return false;
	c->v->risk = true;
	policy_say(c, "moves %s from %s to %s",
		   policy_amount(c, POLICY_SOL, act->amount),
		   policy_name(c, act->source),
		   policy_name(c, act->destination));
	return true;
}

/* The next instruction opens that account for its owner: one that is made and not
 * opened is whoever's opens it first, and its rent with it. */
static bool opened_next(struct policy_case *c, const struct sol_action *act)
{
	struct openbook_action next;

	if (c->i + 1 < c->n && pubkey_eq(&c->ix[1].program, act->program) &&
	    openbook_ix_read(c->a, &next, &c->ix[1]) == IX_OK &&
	    next.kind == OPENBOOK_INIT_OO &&
	    pubkey_eq(next.open_orders, act->account) &&
	    pubkey_eq(next.owner, act->base))
		return true;
	return policy_refuse(c, POLICY_EACCOUNT,
			     "creates an open-orders account that the next "
			     "instruction does not open");
}

/* The one account that is made here: the open-orders account whose address
 * follows from wallet and market. */
static bool create_seed(struct policy_case *c, const struct sol_action *act)
{
	const struct policy_known *k = policy_find(c->p, act->account);
	int base = policy_owner(c, act->base, "the base");
	const struct policy_market *m;

	if (base < 0 || policy_owner(c, act->payer, "the payer") < 0 ||
	    !policy_may(c, POLICY_INIT_OO))
		return false;
	if (k->role != ROLE_OPEN_ORDERS || k->a != base)
		return policy_refuse(c, POLICY_EACCOUNT,
				     "creates an account that is no "
				     "open-orders account of its base");
	m = &c->p->markets[k->b];
	if (!pubkey_eq(act->program, &m->program) ||
	    act->space != OPENBOOK_OO_LEN || act->amount > OPENBOOK_OO_RENT)
		return policy_refuse(c, POLICY_EACCOUNT,
				     "creates an open-orders account with "
				     "another owner, size or rent");
	if (!opened_next(c, act))
		return false;
	c->v->risk = true;
	policy_say(c, "creates an open-orders account of %s, rent %s",
		   policy_name(c, act->base),
		   policy_amount(c, POLICY_SOL, act->amount));
	return true;
}

static bool nonce(struct policy_case *c, const struct sol_action *act)
{
	if (!policy_may(c, POLICY_NONCE) ||
	    policy_owner(c, act->authority, "the nonce's authority") < 0)
		return false;
	if (policy_find(c->p, act->account)->role != ROLE_NONCE)
		return policy_refuse(c, POLICY_ENONCE,
				     "a nonce account that is not listed");
	if (act->kind == IX_NONCE_ADVANCE) {
		if (c->i != 0)
			return policy_refuse(c, POLICY_ENONCE,
					     "a nonce is advanced first or "
					     "not at all");
		c->v->nonce = true;
		policy_say(c, "advances a nonce: it does not expire");
		return true;
	}
	if (!back_to_us(c, act->destination, "withdraws from a nonce to"))
		return false;
	c->v->risk = true;
	policy_say(c, "withdraws %s of a nonce to %s",
		   policy_amount(c, POLICY_SOL, act->amount),
		   policy_name(c, act->destination));
	return true;
}

/* ---- compute budget ---- */

static bool budget(struct policy_case *c, const struct sol_action *act)
{
	unsigned bit = 1u << act->kind;

	if (c->budget & bit)
		return policy_refuse(c, POLICY_EMALFORMED, "%s twice",
				     ix_name(act->kind));
	c->budget |= bit;
	if (act->kind == IX_BUDGET_LIMIT)
		c->cu_limit = act->amount;
	else if (act->kind == IX_BUDGET_PRICE)
		c->cu_price = act->amount;
	policy_say(c, "sets the %s to %llu", ix_name(act->kind),
		   (unsigned long long)act->amount);
	return true;
}

/* ---- tokens ---- */

static bool token_transfer(struct policy_case *c, const struct sol_action *act)
{
	const struct policy_known *to = policy_find(c->p, act->destination);
	size_t asset = to->b;

	if (policy_owner(c, act->authority, "the authority") < 0)
		return false;
	if (to->role == ROLE_DESTINATION)
		asset = c->p->destinations[to->a].asset;
	else if (to->role != ROLE_TOKEN)
		return to_stranger(c, "to", act->destination);
	/* Without the mint nobody knows what is paid; what comes to an account of
	 * ours stays ours. */
	if (act->mint ? !pubkey_eq(act->mint, &c->p->assets[asset].mint)
		      : to->role == ROLE_DESTINATION)
		return policy_refuse(c, POLICY_EACCOUNT,
				     "a transfer that does not name the mint "
				     "of its destination");
	if (to->role == ROLE_DESTINATION)
		return pay(c, to, asset, act->amount);
	if (!policy_may(c, POLICY_TRANSFER))
		return false;
	c->v->risk = true;
	policy_say(c, "moves %s from %s to %s",
		   policy_amount(c, asset, act->amount),
		   policy_name(c, act->source),
		   policy_name(c, act->destination));
	return true;
}

static bool approve(struct policy_case *c, const struct sol_action *act)
{
	const struct policy_known *from = policy_find(c->p, act->source);
	char text[PUBKEY_STR_SZ];
	bool listed = false;

	for (size_t i = 0; i < c->p->delegates.n; i++)
		listed |= pubkey_eq(&c->p->delegates.v[i], act->delegate);
	if (!listed || !policy_allows(c->p, POLICY_APPROVE))
		return policy_refuse(c, POLICY_EDELEGATION,
				     "delegates to %s, which is not listed",
				     pubkey_format(text, act->delegate));
	if (policy_owner(c, act->authority, "the authority") < 0)
		return false;
	if (from->role != ROLE_TOKEN)
		return policy_refuse(c, POLICY_EACCOUNT,
				     "delegates an account that is not ours");
	c->v->risk = true;
	policy_out(c, from->b, act->amount);
	policy_say(c, "lets %s spend %s", pubkey_format(text, act->delegate),
		   policy_amount(c, from->b, act->amount));
	return true;
}

static bool revoke(struct policy_case *c, const struct sol_action *act)
{
	if (!policy_may(c, POLICY_REVOKE) ||
	    policy_owner(c, act->authority, "the authority") < 0)
		return false;
	policy_say(c, "takes back a delegation of %s",
		   policy_name(c, act->source));
	return true;
}

static bool token_close(struct policy_case *c, const struct sol_action *act)
{
	if (!policy_may(c, POLICY_CLOSE_TOKEN) ||
	    policy_owner(c, act->authority, "the authority") < 0 ||
	    !back_to_us(c, act->destination, "closes a token account to"))
		return false;
	policy_say(c, "closes %s, what it holds goes to %s",
		   policy_name(c, act->account),
		   policy_name(c, act->destination));
	return true;
}

static bool sync_native(struct policy_case *c, const struct sol_action *act)
{
	const struct policy_known *k = policy_find(c->p, act->account);

	if (!policy_may(c, POLICY_WRAP))
		return false;
	if (k->role != ROLE_TOKEN || k->b != POLICY_WSOL)
		return policy_refuse(c, POLICY_EACCOUNT,
				     "wraps into an account that is not ours");
	policy_say(c, "wraps what came to %s", policy_name(c, act->account));
	return true;
}

static bool create_ata(struct policy_case *c, const struct sol_action *act)
{
	const struct policy_known *k = policy_find(c->p, act->account);
	int owner = policy_owner(c, act->owner, "the owner");

	if (owner < 0 || policy_owner(c, act->payer, "the payer") < 0 ||
	    !policy_may(c, POLICY_CREATE_ATA))
		return false;
	if (k->role != ROLE_TOKEN || k->a != owner ||
	    !pubkey_eq(act->mint, &c->p->assets[k->b].mint) ||
	    !pubkey_eq(act->program, &sol_token_program))
		return policy_refuse(c, POLICY_EACCOUNT,
				     "creates a token account that is not the "
				     "wallet's own of a listed asset");
	policy_say(c, "creates %s if it is not there",
		   policy_name(c, act->account));
	return true;
}

static bool memo(struct policy_case *c)
{
	if (!policy_may(c, POLICY_MEMO))
		return false;
	policy_say(c, "carries a memo");
	return true;
}

/* Lookup tables: what they hold moves nothing, and nothing goes through them that is
 * not pinned. */
static bool lut(struct policy_case *c, const struct sol_action *act)
{
	if (!policy_may(c, POLICY_TABLE) ||
	    policy_owner(c, act->authority, "the table's authority") < 0 ||
	    (act->payer && policy_owner(c, act->payer, "the payer") < 0) ||
	    (act->destination &&
	     !back_to_us(c, act->destination, "closes a table to")))
		return false;
	c->v->risk = true;
	policy_say(c, "%s %s", ix_name(act->kind),
		   policy_name(c, act->account));
	return true;
}

/* ---- one of them ---- */

static bool dispatch(struct policy_case *c, const struct sol_action *act)
{
	switch (act->kind) {
	case IX_SYS_TRANSFER:
		return sol_transfer(c, act);
	case IX_SYS_CREATE_SEED:
		return create_seed(c, act);
	case IX_NONCE_ADVANCE:
	case IX_NONCE_WITHDRAW:
		return nonce(c, act);
	case IX_BUDGET_HEAP:
	case IX_BUDGET_LIMIT:
	case IX_BUDGET_PRICE:
	case IX_BUDGET_LOADED:
		return budget(c, act);
	case IX_TOKEN_TRANSFER:
	case IX_TOKEN_TRANSFER_CHECKED:
		return token_transfer(c, act);
	case IX_TOKEN_APPROVE:
		return approve(c, act);
	case IX_TOKEN_REVOKE:
		return revoke(c, act);
	case IX_TOKEN_CLOSE:
		return token_close(c, act);
	case IX_TOKEN_SYNC_NATIVE:
		return sync_native(c, act);
	case IX_ATA_CREATE:
	case IX_ATA_CREATE_IDEMPOTENT:
		return create_ata(c, act);
	case IX_LUT_CREATE:
	case IX_LUT_EXTEND:
	case IX_LUT_DEACTIVATE:
	case IX_LUT_CLOSE:
		return lut(c, act);
	case IX_MEMO:
		return memo(c);
	case IX_NONE:
	case IX_SYS_CREATE:
	case IX_NONCE_INIT:
	case IX_TOKEN_MINT_TO:
	case IX_TOKEN_BURN:
	case IX_TOKEN_INIT_ACCOUNT3:
	case IX_TOKEN_INIT_MINT2:
	case IX_LUT_FREEZE:
		break;
	}
	return policy_refuse(c, POLICY_EINSTRUCTION, "no policy can allow a %s",
			     ix_name(act->kind));
}

bool policy_basic(struct policy_case *c)
{
	struct sol_action act;

	c->n_others += !pubkey_eq(&c->ix->program, &sol_compute_budget);
	switch (sol_ix_read(&act, c->ix)) {
	case IX_OK:
		return dispatch(c, &act);
	case IX_UNKNOWN:
		return policy_refuse(c, POLICY_EINSTRUCTION,
				     "an instruction that is not known");
	case IX_MALFORMED:
		break;
	}
	return policy_refuse(c, POLICY_EMALFORMED,
			     "data or accounts that it cannot have");
}
