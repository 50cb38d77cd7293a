#include "story.h"

#include "base/hex.h"

#include <string.h>

void story_unknown(struct story *s, const char *why)
{
	if (!s->why)
		s->why = why;
}

/* What a position of that kind is known by. */
static bool identify(struct telling *t, struct story *s)
{
	const struct rec_position *p = s->p;
	const struct evm_wallet *w = evm_conf_wallet(&t->r->conf, p->wallet);
	uint8_t id[U256_BYTES];

	if (!evm_address_parse(&s->manager, p->manager, strlen(p->manager)))
		return false;
	if (p->kind == POOL_V2) {
		s->pool_at = s->manager;
		return w && evm_address_parse(&s->wallet, w->address,
					      strlen(w->address));
	}
	if (!p->token_id ||
	    u256_parse(&s->id, p->token_id, strlen(p->token_id)))
		return false;
	if (p->kind != POOL_V4)
		return evm_address_parse(&s->pool_at, p->pool, strlen(p->pool));
	if (strlen(p->pool) != 2 + 2 * sizeof(id) ||
	    !hex_parse(id, sizeof(id), p->pool + 2, 2 * sizeof(id)))
		return false;
	s->pool_id = u256_of_be(id);
	return true;
}

static void begin(struct telling *t, struct rec_position *p, bool gone)
{
	const struct past_position *past = past_find(&t->r->past, p->position);
	struct story *s = &t->v[t->n];

	*s = (struct story){ .p = p, .gone = gone, .known = -1 };
	if (past)
		s->past = &past->p;
	if (past && past->p.history_block != REC_NONE_INT)
		s->known = past->p.history_block;
	t->n += identify(t, s);
}

void stories_begin(struct telling *t)
{
	struct reader *r = t->r;

	t->v = arena_alloc(r->a, (r->n_positions + r->n_gone) * sizeof(*t->v));
	for (size_t i = 0; i < r->n_positions; i++)
		begin(t, r->positions[i], false);
	for (size_t i = 0; i < r->n_gone; i++)
		begin(t, r->gone[i], true);
}

/* ---- logs ---- */

bool story_has(const struct telling *t, const struct story *s,
	       const struct log *l)
{
	switch (l->u.event) {
	case LOG_INCREASE:
	case LOG_DECREASE:
	case LOG_COLLECT:
	case LOG_NFT:
		return evm_address_eq(&l->from, &s->manager) &&
		       !u256_cmp(l->u.id, s->id);
	case LOG_MODIFY:
		return s->p->kind == POOL_V4 &&
		       evm_address_eq(&l->from, &t->r->contracts.v4_pools.at) &&
		       evm_address_eq(&l->u.from, &s->manager) &&
		       !u256_cmp(l->u.pool, s->pool_id) &&
		       !u256_cmp(l->u.id, s->id);
	case LOG_TRANSFER:
		return s->p->kind == POOL_V2 &&
		       evm_address_eq(&l->from, &s->pool_at) &&
		       (evm_address_eq(&l->u.from, &s->wallet) ||
			evm_address_eq(&l->u.to, &s->wallet));
	case LOG_PAID:
	case LOG_START:
	case LOG_SWAP:
	case LOG_START4:
	case LOG_SWAP4:
	case LOG_MINT:
	case LOG_BURN:
	case LOG_SYNC:
	case UNISWAP_EVENTS:
		break;
	}
	return false;
}

void story_log(struct telling *t, struct story *s, const struct log *l)
{
	s->logs = arena_grow(t->r->a, s->logs, s->n_logs * sizeof(l),
			     (s->n_logs + 1) * sizeof(l));
	s->logs[s->n_logs++] = l;
}

static bool is_zero(const struct evm_address *at)
{
	const struct evm_address none = { { 0 } };

	return evm_address_eq(at, &none);
}

/* A token that came from somebody else: what he put in nobody here knows the worth
 * of. */
void story_moved(struct telling *t, struct story *s, const struct log *l)
{
	char from[EVM_ADDRESS_STR_SZ], to[EVM_ADDRESS_STR_SZ];

	if (is_zero(&l->u.from))
		s->born = true;
	else if (evm_conf_owner(&t->r->conf,
				evm_address_format(to, &l->u.to)) &&
		 !evm_conf_owner(&t->r->conf,
				 evm_address_format(from, &l->u.from)))
		story_unknown(s, "it came from an owner who is none of "
				 "WALLETS");
}

void story_sort(struct story *s)
{
	for (size_t i = 1; i < s->n_logs; i++) {
		const struct log *l = s->logs[i];
		size_t k = i;

		for (; k && log_cmp(s->logs[k - 1], l->block, l->index) > 0;
		     k--)
			s->logs[k] = s->logs[k - 1];
		s->logs[k] = l;
	}
}
