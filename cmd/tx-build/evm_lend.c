/* evm_lend.c - lending markets: what is put in and taken out, owed and paid back, and the
 * liquidation of an account that may no longer owe what it does.
 * source: aave-v3-core 1.19.3, IPool.sol; compound-protocol 2.8.1, CErc20.sol, CEther.sol,
 * Comptroller.sol. */
#include "evm.h"

#include <string.h>

/* Of Aave: interest that varies; nobody referred us. */
#define VARIABLE "2"
#define REFERRAL "0"

/* All there is: of Aave and of a Compound debt. */
#define ALL                                                                    \
	"115792089237316195423570985008687907853269984665640564039457"         \
	"584007913129639935"

/* What an action moves, and where. */
struct lent {
	const struct evm_asset *asset;
	const char *pool;    /* Pool of Aave, or Comptroller */
	const char *c_token; /* NULL: of Aave */
	const char *amount;  /* smallest parts; NULL: all */
};

/* in: all: the amount may be left out. */
static bool lent_of(struct evm_build *b, struct evm_op *op, struct lent *l,
		    bool all)
{
	const struct rec_action *act = op->act;
	bool compound = act->kind && !strcmp(act->kind, "compound");

	*l = (struct lent){ .asset = NULL };
	if (!compound && (!act->kind || strcmp(act->kind, "aave") != 0))
		return evm_op_refuse(b, op, "kind", "'kind': aave or compound");
	l->asset = evm_op_asset(b, op, "asset", act->asset, compound);
	if (!l->asset || !(l->pool = evm_op_account(b, op, "pool", act->pool)))
		return false;
	if (compound &&
	    !(l->c_token = evm_op_account(b, op, "contract", act->contract)))
		return false;
	if (all && dec_is_none(act->amount))
		return true;
	l->amount = evm_op_atoms(b, op, "amount", act->amount,
				 l->asset->decimals, false);
	return l->amount;
}

/* The amount goes with the call where it is the native coin, else as its argument. */
static bool pay_in(struct evm_build *b, struct evm_op *op, const struct lent *l,
		   const char *native, const char *token)
{
	if (l->asset->address)
		return evm_op_encode(
			b, op, l->c_token, token,
			(const char *[]){ l->amount ? l->amount : ALL }, 1);
	if (!l->amount)
		return evm_op_refuse(b, op, "amount",
				     "'amount': of the native coin not all");
	return !dec_parse(&op->value, l->amount, strlen(l->amount)) &&
	       evm_op_encode(b, op, l->c_token, native, NULL, 0);
}

bool evm_op_supply(struct evm_build *b, struct evm_op *op)
{
	struct lent l;

	if (!lent_of(b, op, &l, false))
		return false;
	if (l.c_token)
		return pay_in(b, op, &l, "mint()", "mint(uint256 amount)");
	return evm_op_encode(b, op, l.pool,
			     "supply(address asset, uint256 amount, address "
			     "onBehalfOf, uint16 referralCode)",
			     (const char *[]){ l.asset->address, l.amount,
					       op->from->address, REFERRAL },
			     4);
}

/* Of Compound all of it is a number of its tokens. */
static bool redeem(struct evm_build *b, struct evm_op *op, const struct lent *l)
{
	const char *shares;

	if (l->amount)
		return evm_op_encode(b, op, l->c_token,
				     "redeemUnderlying(uint256 amount)",
				     &l->amount, 1);
	shares = evm_op_atoms(b, op, "liquidity", op->act->liquidity, 0, false);
	return shares && evm_op_encode(b, op, l->c_token,
				       "redeem(uint256 tokens)", &shares, 1);
}

bool evm_op_withdraw(struct evm_build *b, struct evm_op *op)
{
	struct lent l;

	if (!lent_of(b, op, &l, true))
		return false;
	if (l.c_token)
		return redeem(b, op, &l);
	return evm_op_encode(b, op, l.pool,
			     "withdraw(address asset, uint256 amount, address "
			     "to)",
			     (const char *[]){ l.asset->address,
					       l.amount ? l.amount : ALL,
					       op->from->address },
			     3);
}

bool evm_op_borrow(struct evm_build *b, struct evm_op *op)
{
	struct lent l;

	if (!lent_of(b, op, &l, false))
		return false;
	if (l.c_token)
		return evm_op_encode(b, op, l.c_token, "borrow(uint256 amount)",
				     &l.amount, 1);
	return evm_op_encode(b, op, l.pool,
			     "borrow(address asset, uint256 amount, uint256 "
			     "interestRateMode, uint16 referralCode, address "
			     "onBehalfOf)",
			     (const char *[]){ l.asset->address, l.amount,
					       VARIABLE, REFERRAL,
					       op->from->address },
			     5);
}

bool evm_op_repay(struct evm_build *b, struct evm_op *op)
{
	struct lent l;

	if (!lent_of(b, op, &l, true))
		return false;
	if (l.c_token)
		return pay_in(b, op, &l, "repayBorrow()",
			      "repayBorrow(uint256 amount)");
	return evm_op_encode(b, op, l.pool,
			     "repay(address asset, uint256 amount, uint256 "
			     "interestRateMode, address onBehalfOf)",
			     (const char *[]){ l.asset->address,
					       l.amount ? l.amount : ALL,
					       VARIABLE, op->from->address },
			     4);
}

bool evm_op_collateral(struct evm_build *b, struct evm_op *op)
{
	bool enter = !strcmp(op->act->action, "enter");
	struct lent l;

	if (!lent_of(b, op, &l, true))
		return false;
	if (!l.c_token)
		return evm_op_encode(
			b, op, l.pool,
			"setUserUseReserveAsCollateral(address asset, bool "
			"useAsCollateral)",
			(const char *[]){ l.asset->address,
					  enter ? "true" : "false" },
			2);
	if (!enter)
		return evm_op_encode(b, op, l.pool,
				     "exitMarket(address cToken)", &l.c_token,
				     1);
	return evm_op_encode(
		b, op, l.pool, "enterMarkets(address[] cTokens)",
		(const char *[]){ arena_printf(b->a, "[%s]", l.c_token) }, 1);
}

/* ---- liquidation ---- */

/* What was seized must not be left in our hands because what comes behind it did not go
 * through. */
static bool may_liquidate(struct evm_build *b, struct evm_op *op)
{
	if (b->conf->bundles || b->conf->accept_inventory)
		return true;
	return evm_op_refuse(b, op, "no_bundle",
			     "a liquidation outside a bundle: SUBMIT_VIA is "
			     "not flashbots, and ACCEPT_INVENTORY is not 1");
}

bool evm_op_liquidate(struct evm_build *b, struct evm_op *op)
{
	const struct rec_action *act = op->act;
	const struct evm_asset *seized;
	const char *user;
	struct lent l;

	if (act->kind && strcmp(act->kind, "aave") != 0)
		return evm_op_refuse(b, op, "kind", "'kind': aave");
	if (b->conf->flash)
		return evm_op_refuse(b, op, "no_flash",
				     "LIQ_FUND=flash: not with the call of a "
				     "pool alone");
	if (!lent_of(b, op, &l, false) ||
	    !(seized = evm_op_asset(b, op, "asset_b", act->asset_b, false)) ||
	    !(user = evm_op_account(b, op, "user", act->user)) ||
	    !may_liquidate(b, op))
		return false;
	if (!strcmp(user, op->from->address))
		return evm_op_refuse(b, op, "self",
				     "'user': the wallet itself");
	return evm_op_encode(b, op, l.pool,
			     "liquidationCall(address collateralAsset, address "
			     "debtAsset, address user, uint256 debtToCover, "
			     "bool receiveAToken)",
			     (const char *[]){ seized->address,
					       l.asset->address, user, l.amount,
					       "false" },
			     5);
}
