/* evm_uniswap.c - swaps and liquidity through Uniswap's routers.
 * source: v2-periphery, UniswapV2Router02; v3-periphery, SwapRouter;
 * swap-router-contracts, SwapRouter02. */
#include "evm.h"

#include <stdio.h>
#include <string.h>

#define HOPS_MAX 8

/* A way from asset to asset_out; fees between the tokens on v3. */
struct way {
	const struct evm_asset *token[HOPS_MAX + 1];
	uint32_t fee[HOPS_MAX]; /* millionths */
	size_t hops;
	bool v3;
};

/* What a swap gives and wants, as text. */
struct terms {
	bool exact_in;
	const char *in, *out; /* exactly, or at most; exactly, or at least */
};

static bool no_way(struct evm_build *b, struct evm_op *op)
{
	return evm_op_refuse(b, op, "path",
			     "'path': not from asset to asset_out, with fees "
			     "between them on v3 only");
}

static bool fee_of(uint32_t *out, const char *text)
{
	uint32_t fee = 0;

	for (; *text >= '0' && *text <= '9' && fee < 1000000; text++)
		fee = fee * 10 + (uint32_t)(*text - '0');
	*out = fee;
	return !*text && fee > 0 && fee < 1000000;
}

/* Without a path: one pair of v2. */
static bool way_of(struct evm_build *b, struct evm_op *op, struct way *w)
{
	const struct rec_action *act = op->act;
	const char *straight[] = { act->asset, act->asset_out };
	const char *const *path = act->path.n ? act->path.v : straight;
	size_t n = act->path.n ? act->path.n : 2, step;

	w->v3 = act->kind ? !strcmp(act->kind, "v3") : act->path.n % 2 && n > 2;
	step = w->v3 ? 2 : 1;
	if (!act->asset || !act->asset_out ||
	    (act->kind && !w->v3 && strcmp(act->kind, "v2")) || n < 1 + step ||
	    (n - 1) % step || (n - 1) / step > HOPS_MAX ||
	    strcmp(path[0], act->asset) || strcmp(path[n - 1], act->asset_out))
		return no_way(b, op);
	w->hops = (n - 1) / step;
	for (size_t i = 0; i <= w->hops; i++) {
		w->token[i] =
			evm_op_asset(b, op, "path", path[i * step], false);
		if (!w->token[i])
			return false;
		if (w->v3 && i < w->hops &&
		    !fee_of(&w->fee[i], path[i * step + 1]))
			return no_way(b, op);
	}
	return true;
}

static bool terms_of(struct evm_build *b, struct evm_op *op,
		     const struct way *w, struct terms *t)
{
	const struct rec_action *act = op->act;

	t->exact_in = !act->exact || !strcmp(act->exact, "in");
	if (!t->exact_in && strcmp(act->exact, "out"))
		return evm_op_refuse(b, op, "exact", "'exact': in or out");
	t->in = evm_op_atoms(b, op, "amount", act->amount,
			     w->token[0]->decimals, false);
	t->out = t->in ? evm_op_atoms(b, op, "min_out", act->min_out,
				      w->token[w->hops]->decimals, false)
		       : NULL;
	return t->out;
}

/* ---- v2 ---- */

static const char *addresses(struct arena *a, const struct way *w)
{
	const char *list = "[";

	for (size_t i = 0; i <= w->hops; i++)
		list = arena_printf(a, "%s%s%s", list, i ? "," : "",
				    w->token[i]->address);
	return arena_printf(a, "%s]", list);
}

static bool swap_v2(struct evm_build *b, struct evm_op *op, const struct way *w,
		    const struct terms *t)
{
	const char *args[] = { t->exact_in ? t->in : t->out,
			       t->exact_in ? t->out : t->in, addresses(b->a, w),
			       op->from->address, evm_op_deadline(b, op) };

	if (!*b->conf->v2_router)
		return evm_op_refuse(b, op, "no_router",
				     "V2_ROUTER is not set");
	return evm_op_encode(
		b, op, b->conf->v2_router,
		t->exact_in
			? "swapExactTokensForTokens(uint256 amountIn, uint256 "
			  "amountOutMin, address[] path, address to, uint256 "
			  "deadline)"
			: "swapTokensForExactTokens(uint256 amountOut, uint256 "
			  "amountInMax, address[] path, address to, uint256 "
			  "deadline)",
		args, 5);
}

/* ---- v3 ---- */

/* Token, fee, token: 20, 3, 20 bytes; for an exact output from its end. */
static const char *packed(struct arena *a, const struct way *w, bool backwards)
{
	const char *text = "0x";

	for (size_t i = 0; i <= w->hops; i++) {
		size_t at = backwards ? w->hops - i : i;

		text = arena_printf(a, "%s%s", text, w->token[at]->address + 2);
		if (i < w->hops)
			text = arena_printf(a, "%s%06x", text,
					    w->fee[backwards ? at - 1 : at]);
	}
	return text;
}

/* SwapRouter has the deadline among its arguments. */
static bool swap_router(struct evm_build *b, struct evm_op *op,
			const struct way *w, const struct terms *t)
{
	const char *arg = arena_printf(
		b->a, "(%s,%s,%s,%s,%s)", packed(b->a, w, !t->exact_in),
		op->from->address, evm_op_deadline(b, op),
		t->exact_in ? t->in : t->out, t->exact_in ? t->out : t->in);

	return evm_op_encode(
		b, op, b->conf->v3_router,
		t->exact_in ? "exactInput((bytes path, address recipient, "
			      "uint256 deadline, uint256 amountIn, uint256 "
			      "amountOutMinimum) params)"
			    : "exactOutput((bytes path, address recipient, "
			      "uint256 deadline, uint256 amountOut, uint256 "
			      "amountInMaximum) params)",
		&arg, 1);
}

/* SwapRouter02 takes it from the multicall around it. */
static bool swap_router02(struct evm_build *b, struct evm_op *op,
			  const struct way *w, const struct terms *t)
{
	const char *arg = arena_printf(
		b->a, "(%s,%s,%s,%s)", packed(b->a, w, !t->exact_in),
		op->from->address, t->exact_in ? t->in : t->out,
		t->exact_in ? t->out : t->in);
	const char *args[2] = { evm_op_deadline(b, op) };

	if (!evm_op_encode(
		    b, op, b->conf->v3_router,
		    t->exact_in ? "exactInput((bytes path, address recipient, "
				  "uint256 amountIn, uint256 amountOutMinimum) "
				  "params)"
				: "exactOutput((bytes path, address recipient, "
				  "uint256 amountOut, uint256 amountInMaximum) "
				  "params)",
		    &arg, 1))
		return false;
	args[1] = arena_printf(b->a, "[%s]",
			       evm_op_hex(b, op->data.p, op->data.len));
	return evm_op_encode(b, op, b->conf->v3_router,
			     "multicall(uint256 deadline, bytes[] data)", args,
			     2);
}

bool evm_op_swap(struct evm_build *b, struct evm_op *op)
{
	struct way w = { .hops = 0 };
	struct terms t = { .in = NULL };

	if (op->act->kind && !strcmp(op->act->kind, "v4"))
		return evm_op_swap_v4(b, op);
	if (!way_of(b, op, &w) || !terms_of(b, op, &w, &t))
		return false;
	if (!w.v3)
		return swap_v2(b, op, &w, &t);
	if (!*b->conf->v3_router)
		return evm_op_refuse(b, op, "no_router",
				     "V3_ROUTER is not set");
	return b->conf->router02 ? swap_router02(b, op, &w, &t)
				 : swap_router(b, op, &w, &t);
}

/* ---- liquidity of v2 ---- */

/* The two assets of an action, and the least of each. */
static bool pair_of(struct evm_build *b, struct evm_op *op,
		    const struct evm_asset *v[static 2],
		    const char *min[static 2])
{
	const struct rec_action *act = op->act;

	if (!*b->conf->v2_router)
		return evm_op_refuse(b, op, "no_router",
				     "V2_ROUTER is not set");
	return (v[0] = evm_op_asset(b, op, "asset", act->asset, false)) &&
	       (v[1] = evm_op_asset(b, op, "asset_b", act->asset_b, false)) &&
	       (min[0] = evm_op_atoms(b, op, "min_a", act->min_a,
				      v[0]->decimals, false)) &&
	       (min[1] = evm_op_atoms(b, op, "min_b", act->min_b,
				      v[1]->decimals, false));
}

bool evm_op_add_liquidity(struct evm_build *b, struct evm_op *op)
{
	const struct evm_asset *v[2];
	const char *min[2], *in[2];

	if (!pair_of(b, op, v, min) ||
	    !(in[0] = evm_op_atoms(b, op, "amount", op->act->amount,
				   v[0]->decimals, false)) ||
	    !(in[1] = evm_op_atoms(b, op, "amount_b", op->act->amount_b,
				   v[1]->decimals, false)))
		return false;
	return evm_op_encode(
		b, op, b->conf->v2_router,
		"addLiquidity(address tokenA, address tokenB, uint256 "
		"amountADesired, uint256 amountBDesired, uint256 amountAMin, "
		"uint256 amountBMin, address to, uint256 deadline)",
		(const char *[]){ v[0]->address, v[1]->address, in[0], in[1],
				  min[0], min[1], op->from->address,
				  evm_op_deadline(b, op) },
		8);
}

/* The shares of a pair have 18 decimals. */
#define SHARE_DECIMALS 18

bool evm_op_remove_liquidity(struct evm_build *b, struct evm_op *op)
{
	const struct evm_asset *v[2];
	const char *min[2], *shares;

	if (!pair_of(b, op, v, min) ||
	    !(shares = evm_op_atoms(b, op, "amount", op->act->amount,
				    SHARE_DECIMALS, false)))
		return false;
	return evm_op_encode(
		b, op, b->conf->v2_router,
		"removeLiquidity(address tokenA, address tokenB, uint256 "
		"liquidity, uint256 amountAMin, uint256 amountBMin, address "
		"to, uint256 deadline)",
		(const char *[]){ v[0]->address, v[1]->address, shares, min[0],
				  min[1], op->from->address,
				  evm_op_deadline(b, op) },
		7);
}
