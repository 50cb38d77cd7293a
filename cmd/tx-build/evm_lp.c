/* evm_lp.c - mint, increase, decrease, collect, burn: what is wrong with one is found
 * here, before the chain finds it. */
#include "evm_lp.h"

#include "base/u256.h"
#include "math/univ3_tick.h"

#include <string.h>

#define FEE_MAX     1000000  /* all of it, in millionths */
#define FEE_DYNAMIC 0x800000 /* of v4: the hook says it */
#define ZERO        "0x0000000000000000000000000000000000000000"

const char *lp_number(const struct evm_build *b, int64_t n)
{
	return arena_printf(b->a, "%lld", (long long)n);
}

static bool is(const struct evm_op *op, const char *action)
{
	return !strcmp(op->act->action, action);
}

static bool is_v4(const struct evm_op *op)
{
	return !strcmp(op->act->kind, "v4");
}

const char *lp_currency(const struct evm_asset *asset)
{
	return asset->address ? asset->address : ZERO;
}

/* ---- which pool ---- */

static bool manager_of(struct evm_build *b, struct evm_op *op, struct lp *lp)
{
	const char *kind = op->act->kind;

	if (!kind || (strcmp(kind, "v3") && strcmp(kind, "v4")))
		return evm_op_refuse(b, op, "kind", "'kind': v3 or v4");
	lp->manager = is_v4(op) ? b->conf->v4_manager : b->conf->v3_manager;
	return *lp->manager ||
	       evm_op_refuse(b, op, "no_manager", "%s_MANAGER is not set",
			     is_v4(op) ? "V4" : "V3");
}

/* Pools have their tokens in the order of their addresses. */
static bool tokens_of(struct evm_build *b, struct evm_op *op, struct lp *lp)
{
	static const char *const keys[] = { "asset", "asset_b" };
	const char *const names[] = { op->act->asset, op->act->asset_b };
	struct evm_address at[2] = { { { 0 } } };

	for (size_t i = 0; i < 2; i++) {
		const struct evm_asset *asset =
			evm_op_asset(b, op, keys[i], names[i], is_v4(op) && !i);

		if (!asset)
			return false;
		lp->token[i] = lp_currency(asset);
		lp->native |= !asset->address;
		if (!evm_address_parse(&at[i], lp->token[i],
				       strlen(lp->token[i])))
			return false; /* evm_conf_read saw that it is one */
	}
	return memcmp(at[0].b, at[1].b, EVM_ADDRESS_LEN) < 0 ||
	       evm_op_refuse(b, op, "pool",
			     "'asset' is not token0 of a pool with 'asset_b'");
}

/* What v3 has for each fee its factory knows from the start. */
static int64_t spacing_of(const struct rec_action *act)
{
	static const struct {
		int64_t fee, spacing;
	} known[] = { { 100, 1 }, { 500, 10 }, { 3000, 60 }, { 10000, 200 } };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (act->tick_spacing == REC_NONE_INT &&
		    known[i].fee == act->fee && !strcmp(act->kind, "v3"))
			return known[i].spacing;
	return act->tick_spacing;
}

bool lp_pool(struct evm_build *b, struct evm_op *op, struct lp *lp)
{
	const struct rec_action *act = op->act;
	int64_t spacing = spacing_of(act);

	if (act->fee < 0 || act->fee == REC_NONE_INT ||
	    (act->fee > FEE_MAX && !(is_v4(op) && act->fee == FEE_DYNAMIC)))
		return evm_op_refuse(b, op, "pool",
				     "'fee': not a pool's, in millionths");
	if (spacing < 1 || spacing > INT16_MAX)
		return evm_op_refuse(b, op, "pool",
				     "'tick_spacing': missing, or no pool's");
	if (act->hooks && !is_v4(op))
		return evm_op_refuse(b, op, "pool", "'hooks': v3 has none");
	lp->spacing = lp_number(b, spacing);
	lp->hooks =
		!act->hooks ? ZERO : evm_op_account(b, op, "hooks", act->hooks);
	return lp->hooks;
}

/* ---- where ---- */

static bool is_tick(int64_t tick)
{
	return tick >= UNIV3_TICK_MIN && tick <= UNIV3_TICK_MAX;
}

static bool range_of(struct evm_build *b, struct evm_op *op)
{
	const struct rec_action *act = op->act;
	int64_t spacing = spacing_of(act);

	if (!is_tick(act->tick_lower) || !is_tick(act->tick_upper) ||
	    act->tick_lower >= act->tick_upper)
		return evm_op_refuse(b, op, "ticks",
				     "'tick_lower', 'tick_upper': not a range");
	if (act->tick_lower % spacing || act->tick_upper % spacing)
		return evm_op_refuse(b, op, "ticks",
				     "'tick_lower', 'tick_upper': not on the "
				     "pool's spacing");
	return true;
}

static bool interval_of(struct evm_build *b, struct evm_op *op)
{
	const struct rec_action *act = op->act;

	/* One more than the last: the interval is open above. */
	return (is_tick(act->tick_min) && act->tick_min < act->tick_max &&
		act->tick_max <= UNIV3_TICK_MAX + 1) ||
	       evm_op_refuse(b, op, "interval",
			     "'tick_min', 'tick_max': not the ticks it is "
			     "valid at");
}

/* The position has nothing of token i wherever the action is valid. */
static bool has_none(const struct rec_action *act, size_t i)
{
	if (!is_tick(act->tick_lower) || !is_tick(act->tick_upper))
		return false;
	return i ? act->tick_max <= act->tick_lower
		 : act->tick_min >= act->tick_upper;
}

/* ---- how much ---- */

static bool is_zero(const char *atoms)
{
	return !strcmp(atoms, "0");
}

/* Two amounts in atoms; one is 0 only where there is none of that token to come or go
 * wherever the action is valid. */
static bool pair_of(struct evm_build *b, struct evm_op *op,
		    const char *out[static 2], const char *const keys[static 2],
		    const struct dec amounts[static 2])
{
	const char *const names[] = { op->act->asset, op->act->asset_b };

	for (size_t i = 0; i < 2; i++) {
		const struct evm_asset *asset =
			evm_conf_asset(&b->conf->evm, names[i]);

		out[i] = evm_op_atoms(b, op, keys[i], amounts[i],
				      asset->decimals, true);
		if (!out[i])
			return false;
		if (is_zero(out[i]) && !has_none(op->act, i))
			return evm_op_refuse(b, op, "amount",
					     "'%s': 0, though there is some of "
					     "it within tick_min and tick_max",
					     keys[i]);
	}
	return (!is_zero(out[0]) || !is_zero(out[1])) ||
	       evm_op_refuse(b, op, "amount", "'%s' and '%s' are 0", keys[0],
			     keys[1]);
}

static bool ins_of(struct evm_build *b, struct evm_op *op, struct lp *lp)
{
	static const char *const keys[] = { "amount", "amount_b" };
	const struct dec v[] = { op->act->amount, op->act->amount_b };

	return pair_of(b, op, lp->in, keys, v);
}

static bool mins_of(struct evm_build *b, struct evm_op *op, struct lp *lp)
{
	static const char *const keys[] = { "min_a", "min_b" };
	const struct dec v[] = { op->act->min_a, op->act->min_b };

	return pair_of(b, op, lp->min, keys, v);
}

static bool liquidity_of(struct evm_build *b, struct evm_op *op, struct lp *lp)
{
	/* Of v4 the burn itself does not say it: it could be any. */
	lp->liquidity = evm_op_atoms(b, op, "liquidity", op->act->liquidity, 0,
				     is(op, "burn") && !is_v4(op));
	lp->empty = lp->liquidity && is_zero(lp->liquidity);
	return lp->liquidity;
}

/* ---- which position ---- */

static bool id_of(struct evm_build *b, struct evm_op *op, struct lp *lp)
{
	const struct rec_action *act = op->act;
	struct u256 id;

	if (!act->token_id ||
	    u256_parse(&id, act->token_id, strlen(act->token_id)) ||
	    u256_is_zero(id))
		return evm_op_refuse(b, op, "position",
				     "'token_id': missing, or no number");
	if (act->position &&
	    strcmp(act->position,
		   arena_printf(b->a, "%s:%s", act->kind, act->token_id)) != 0)
		return evm_op_refuse(b, op, "position",
				     "'position' is another one than 'kind' "
				     "and 'token_id' say");
	lp->id = act->token_id;
	return true;
}

/* ---- each action ---- */

/* Of v4 the amounts are the most that goes in, and the liquidity is exact. */
static bool goes_in(struct evm_build *b, struct evm_op *op, struct lp *lp)
{
	return lp_pool(b, op, lp) && range_of(b, op) && interval_of(b, op) &&
	       ins_of(b, op, lp) &&
	       (is_v4(op) ? liquidity_of(b, op, lp) : mins_of(b, op, lp));
}

static bool comes_out(struct evm_build *b, struct evm_op *op, struct lp *lp)
{
	return id_of(b, op, lp) && liquidity_of(b, op, lp) &&
	       (lp->empty || (interval_of(b, op) && mins_of(b, op, lp)));
}

bool evm_op_position(struct evm_build *b, struct evm_op *op)
{
	struct lp lp = { .min = { "0", "0" }, .liquidity = "0" };

	if (!manager_of(b, op, &lp) || !tokens_of(b, op, &lp))
		return false;
	if (is(op, "mint"))
		return goes_in(b, op, &lp) &&
		       (is_v4(op) ? lp_mint_v4 : lp_mint_v3)(b, op, &lp);
	if (is(op, "increase"))
		return id_of(b, op, &lp) && goes_in(b, op, &lp) &&
		       (is_v4(op) ? lp_increase_v4 : lp_increase_v3)(b, op,
								     &lp);
	if (is(op, "collect"))
		return id_of(b, op, &lp) &&
		       (is_v4(op) ? lp_decrease_v4 : lp_collect_v3)(b, op, &lp);
	if (!comes_out(b, op, &lp))
		return false;
	if (is_v4(op))
		return (is(op, "burn") ? lp_burn_v4 : lp_decrease_v4)(b, op,
								      &lp);
	return lp_decrease_v3(b, op, &lp);
}
