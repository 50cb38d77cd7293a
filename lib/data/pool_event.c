#include "data/pool_event.h"

#include <string.h>

#define ARGS_MAX 8

/* Where its arguments stand. */
struct form {
	const char *signature;
	enum pool_event event;
	enum pool_kind kind;
	size_t n;        /* arguments */
	bool in_manager; /* args[0] is the pool's id */
};

static const struct form forms[] = {
	{ "Swap(address,uint256,uint256,uint256,uint256,address)", POOL_SWAP,
	  POOL_V2, 6, false },
	{ "Sync(uint112,uint112)", POOL_RESERVES, POOL_V2, 2, false },
	{ "Swap(address,address,int256,int256,uint160,uint128,int24)",
	  POOL_SWAP, POOL_V3, 7, false },
	{ "Initialize(uint160,int24)", POOL_PRICE, POOL_V3, 2, false },
	{ "Swap(bytes32,address,int128,int128,uint160,uint128,int24,uint24)",
	  POOL_SWAP, POOL_V4, 8, true },
	{ "Initialize(bytes32,address,address,uint24,int24,address,uint160,"
	  "int24)",
	  POOL_PRICE, POOL_V4, 8, true },
};

/* The texts of its arguments, in their order. */
struct args {
	const char *v[ARGS_MAX];
	bool bad;
};

static struct u256 number(struct args *a, size_t i)
{
	struct u256 v = U256_ZERO;

	if (u256_parse(&v, a->v[i], strlen(a->v[i])))
		a->bad = true;
	return v;
}

static struct pool_amount amount(struct args *a, size_t i)
{
	struct pool_amount out = { .negative = a->v[i][0] == '-' };

	if (out.negative)
		a->v[i]++;
	out.abs = number(a, i);
	return out;
}

/* What went in less what came out. */
static struct pool_amount net(struct args *a, size_t in, size_t out)
{
	struct u256 x = number(a, in), y = number(a, out);
	struct pool_amount d = { .negative = u256_cmp(x, y) < 0 };

	if (u256_sub(&d.abs, d.negative ? y : x, d.negative ? x : y))
		a->bad = true;
	return d;
}

static struct pool_amount turned(struct pool_amount d)
{
	d.negative = !d.negative && !u256_is_zero(d.abs);
	return d;
}

/* A tick or a fee: 24 bits. */
static int64_t small(struct args *a, size_t i)
{
	struct pool_amount v = amount(a, i);
	uint64_t n;

	if (u256_to_u64(&n, v.abs) || n >> 24) {
		a->bad = true;
		return 0;
	}
	return v.negative ? -(int64_t)n : (int64_t)n;
}

static void read_pair(struct pool_says *out, struct args *a)
{
	if (out->event == POOL_RESERVES) {
		out->reserve[0] = number(a, 0);
		out->reserve[1] = number(a, 1);
		return;
	}
	out->amount[0] = net(a, 1, 3);
	out->amount[1] = net(a, 2, 4);
}

static void read_args(struct pool_says *out, struct args *a)
{
	bool v4 = out->kind == POOL_V4;

	if (out->kind == POOL_V2) {
		read_pair(out, a);
		return;
	}
	if (out->event == POOL_PRICE) {
		out->sqrt_x96 = number(a, v4 ? 6 : 0);
		out->tick = small(a, v4 ? 7 : 1);
		return;
	}
	out->amount[0] = amount(a, 2);
	out->amount[1] = amount(a, 3);
	out->sqrt_x96 = number(a, 4);
	out->liquidity = number(a, 5);
	out->tick = small(a, 6);
	if (v4) {
		/* v4 counts from the swapper's side. */
		out->amount[0] = turned(out->amount[0]);
		out->amount[1] = turned(out->amount[1]);
		out->fee = small(a, 7);
	}
}

const char *pool_event_read(struct pool_says *out, const struct rec_event *r)
{
	const struct rec_text *texts = r->args.v;
	struct args a = { .bad = false };

	*out = (struct pool_says){ .event = POOL_OTHER };
	for (size_t i = 0; r->signature && i < sizeof(forms) / sizeof(*forms);
	     i++) {
		const struct form *f = &forms[i];

		if (strcmp(f->signature, r->signature))
			continue;
		if (r->args.n != f->n || !r->contract)
			return "not the arguments of its signature";
		for (size_t k = 0; k < f->n; k++)
			a.v[k] = texts[k].text;
		out->event = f->event;
		out->kind = f->kind;
		out->pool = f->in_manager ? a.v[0] : r->contract;
		read_args(out, &a);
		return a.bad ? "an argument that is no number" : NULL;
	}
	return NULL;
}
