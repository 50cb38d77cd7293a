/* flows_v4.c - liquidity of v4, whose logs tell no amounts: the principal comes of
 * the pool's price, and what the transaction's transfers moved besides are fees. */
#include "story.h"

#include <string.h>

/* What moved of one token between the pools and all others, to them and from them,
 * principal and fees of whatever the transaction did. */
struct sides {
	struct u256 in, out;
};

struct sums {
	struct sides moved[2];
	struct sides due[2]; /* of that: principal and swaps */
	size_t n_owners;     /* positions that may have had fees */
	bool mine;           /* the story's is one of them */
};

static bool plus(struct u256 *sum, struct u256 x)
{
	return !u256_add(sum, *sum, x);
}

/* The contract of token 0 or 1; false: it is the native coin. */
static bool token_at(struct evm_address *out, const struct telling *t,
		     const struct story *s, int i)
{
	const struct evm_asset *asset =
		evm_conf_asset(&t->r->conf, i ? s->p->token1 : s->p->token0);

	return asset && asset->address &&
	       evm_address_parse(out, asset->address, strlen(asset->address));
}

static bool add_moved(struct sums *sums, const struct telling *t,
		      const struct story *s, const struct log *l)
{
	const struct evm_address *pools = &t->r->contracts.v4_pools.at;

	for (int i = 0; i < 2; i++) {
		struct evm_address token;

		if (!token_at(&token, t, s, i) ||
		    !evm_address_eq(&token, &l->from))
			continue;
		if (evm_address_eq(&l->u.to, pools) &&
		    !plus(&sums->moved[i].in, l->u.amount0))
			return false;
		if (evm_address_eq(&l->u.from, pools) &&
		    !plus(&sums->moved[i].out, l->u.amount0))
			return false;
	}
	return true;
}

static bool add_swap(struct sums *sums, const struct uniswap_log *u)
{
	struct sides *d = sums->due;

	return plus(u->negative0 ? &d[0].in : &d[0].out, u->amount0) &&
	       plus(u->negative1 ? &d[1].in : &d[1].out, u->amount1);
}

/* Whether the token of that position was made in this transaction: it had no fees. */
static bool is_fresh(const struct logs *logs, const struct story *s,
		     struct u256 id)
{
	const struct evm_address none = { { 0 } };

	for (size_t i = 0; i < logs->n; i++)
		if (logs->v[i].u.event == LOG_NFT &&
		    evm_address_eq(&logs->v[i].from, &s->manager) &&
		    evm_address_eq(&logs->v[i].u.from, &none) &&
		    !u256_cmp(logs->v[i].u.id, id))
			return true;
	return false;
}

/* Whether an earlier log of the same transaction is of the same position. */
static bool is_again(const struct logs *logs, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (logs->v[i].u.event == LOG_MODIFY &&
		    !u256_cmp(logs->v[i].u.id, logs->v[at].u.id))
			return true;
	return false;
}

/* False: the frame cannot be told. */
static bool add_modify(struct sums *sums, struct telling *t, struct story *s,
		       const struct logs *logs, size_t at)
{
	const struct log *l = &logs->v[at];
	struct univ3_amounts due;
	struct before b;

	if (!before_read(&b, t, s, l->block, l->index))
		return false;
	if (!b.found ||
	    flows_principal(&due, &b, l->u.lower, l->u.upper, l->u.liquidity,
			    l->u.negative) ||
	    !plus(l->u.negative ? &sums->due[0].out : &sums->due[0].in,
		  due.amount0) ||
	    !plus(l->u.negative ? &sums->due[1].out : &sums->due[1].in,
		  due.amount1)) {
		story_unknown(s, "what its transaction did cannot be reckoned");
		return true;
	}
	if (!is_fresh(logs, s, l->u.id) && !is_again(logs, at)) {
		sums->n_owners++;
		sums->mine |= !u256_cmp(l->u.id, s->id);
	}
	return true;
}

/* False: the frame cannot be told.  What is done in other pools is not looked
 * through: then the sums prove nothing. */
static bool add_up(struct sums *sums, struct telling *t, struct story *s,
		   const struct logs *logs)
{
	const struct evm_address *pools = &t->r->contracts.v4_pools.at;
	bool fits = true;

	for (size_t i = 0; i < logs->n; i++) {
		const struct log *l = &logs->v[i];
		bool change =
			l->u.event == LOG_MODIFY || l->u.event == LOG_SWAP4;

		if (l->u.event == LOG_TRANSFER)
			fits &= add_moved(sums, t, s, l);
		if (!change || !evm_address_eq(&l->from, pools))
			continue;
		if (u256_cmp(l->u.pool, s->pool_id) ||
		    (l->u.event == LOG_MODIFY &&
		     !evm_address_eq(&l->u.from, &s->manager)))
			story_unknown(s, "its transaction changed other pools "
					 "or positions too");
		else if (l->u.event == LOG_SWAP4)
			fits &= add_swap(sums, &l->u);
		else if (!add_modify(sums, t, s, logs, i))
			return false;
	}
	if (!fits)
		story_unknown(s, "what its transaction moved is past "
				 "counting");
	return true;
}

/* out + due.in - in - due.out, which no honest transaction has below 0. */
static bool rest_of(struct u256 *out, const struct sides *moved,
		    const struct sides *due)
{
	struct u256 got, gave;

	return !u256_add(&got, moved->out, due->in) &&
	       !u256_add(&gave, moved->in, due->out) &&
	       !u256_sub(out, got, gave);
}

/* What the transfers of the tokens say was paid besides; of the native coin nothing. */
static void moved_fees(struct u256 fees[static 2], const struct telling *t,
		       struct story *s, const struct sums *sums)
{
	for (int i = 0; i < 2; i++) {
		struct evm_address token;

		fees[i] = U256_ZERO;
		if (token_at(&token, t, s, i) &&
		    !rest_of(&fees[i], &sums->moved[i], &sums->due[i])) {
			fees[i] = U256_ZERO;
			story_unknown(s, "its transaction moved other amounts "
					 "than its logs say");
		}
	}
}

/* Those in the native coin, by the growth of fees, if that says the same of token1 as
 * its transfers. */
static void native_fees(struct u256 fees[static 2], struct telling *t,
			struct story *s, const struct log *l)
{
	struct u256 grown[2];

	if (!flows_growth(grown, t, s, l))
		story_unknown(s, "fees in the native coin leave no log, and "
				 "nodes have no state that old");
	else if (u256_cmp(grown[1], fees[1]))
		story_unknown(s, "its transaction moved other amounts than its "
				 "fees");
	else
		fees[0] = grown[0];
}

/* The fees paid to the position by the transaction of this log.  False: the frame
 * cannot be told. */
static bool fees_of(struct u256 fees[static 2], struct telling *t,
		    struct story *s, const struct log *l)
{
	const struct landed *landed = landed_of(t, l);
	struct sums sums = { .n_owners = 0 };
	struct evm_address token;

	fees[0] = fees[1] = U256_ZERO;
	if (!landed->known) {
		story_unknown(s, "nodes do not have the receipt of its "
				 "transaction");
		return true;
	}
	if (!add_up(&sums, t, s, &landed->logs))
		return false;
	moved_fees(fees, t, s, &sums);
	if (sums.mine && !token_at(&token, t, s, 0))
		native_fees(fees, t, s, l);
	if (sums.n_owners != 1 &&
	    !(u256_is_zero(fees[0]) && u256_is_zero(fees[1])))
		story_unknown(s, "its transaction paid the fees of several "
				 "positions");
	if (!sums.mine)
		fees[0] = fees[1] = U256_ZERO;
	return true;
}

/* Fees are paid with the first log of a position in a transaction: the growth does
 * not move within it unless somebody swaps. */
static bool is_first(const struct story *s, const struct log *l)
{
	for (size_t i = 0; i < s->n_logs && s->logs[i] != l; i++)
		if (!strcmp(s->logs[i]->tx_hash, l->tx_hash))
			return false;
	return true;
}

static bool add_fees(struct telling *t, struct story *s, const struct log *l,
		     struct univ3_amounts *paid)
{
	struct u256 fees[2];

	if (!is_first(s, l))
		return true;
	if (!fees_of(fees, t, s, l))
		return false;
	if (!plus(&paid->amount0, fees[0]) || !plus(&paid->amount1, fees[1]))
		story_unknown(s, "what its transaction moved is past "
				 "counting");
	return true;
}

bool flows_v4(struct telling *t, struct story *s, const struct log *l)
{
	struct univ3_amounts due = { U256_ZERO, U256_ZERO }, paid = due;
	struct rec_flow *f = NULL;
	struct before b = { .found = false };

	if (l->u.liquidity) {
		f = flows_add(t, s, l,
			      l->u.negative ? FLOW_DECREASE : FLOW_INCREASE);
		flows_liquidity(s, f, l->u.liquidity);
		if (!flows_before(&b, t, s, f))
			return false;
		if (b.found && flows_principal(&due, &b, l->u.lower, l->u.upper,
					       l->u.liquidity, l->u.negative))
			story_unknown(s, "its liquidity is out of range");
		flows_amounts(s, f, due.amount0, due.amount1);
		if (l->u.negative)
			paid = due;
	}
	if (!add_fees(t, s, l, &paid))
		return false;
	if (u256_is_zero(paid.amount0) && u256_is_zero(paid.amount1))
		return true;
	f = flows_add(t, s, l, FLOW_COLLECT);
	flows_amounts(s, f, paid.amount0, paid.amount1);
	return flows_before(&b, t, s, f);
}
