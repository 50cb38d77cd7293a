/* shares.c - the history of shares of v2: moves of the pair's own token, backwards to
 * where the wallet had none. */
#include "story.h"

#include "base/atoms.h"

/* Moves of the story's wallet, in from..to, into its logs. */
static enum evm_logs_got read_moves(struct telling *t, struct story *s,
				    struct logs *out, int64_t from, int64_t to)
{
	struct reader *r = t->r;
	const char *at = reader_address(r, &s->pool_at);
	const char *event = uniswap_topic(LOG_TRANSFER);
	const char *who = reader_word(r, uniswap_of_address(&s->wallet));
	struct evm_filter f = { .from = from,
				.to = to,
				.addresses = &at,
				.n_addresses = 1,
				.topic = { { &event, 1 } } };
	enum evm_logs_got got = EVM_LOGS_ALL;

	for (size_t i = 1; got == EVM_LOGS_ALL && i <= 2; i++) {
		f.topic[1] = (struct evm_topics){ &who, i == 1 };
		f.topic[2] = (struct evm_topics){ &who, i == 2 };
		got = logs_read(&out[i - 1], r->a, t->asker, &f, t->no);
	}
	return got;
}

static void take(struct telling *t, struct story *s, const struct logs *moves)
{
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < moves[i].n; k++)
			/* A move to itself is in both and changes nothing. */
			if (!evm_address_eq(&moves[i].v[k].u.from,
					    &moves[i].v[k].u.to))
				story_log(t, s, &moves[i].v[k]);
	story_sort(s);
}

/* What the wallet had before the first of its logs; false: less than nothing. */
static bool before_all(struct u256 *had, const struct story *s)
{
	if (atoms_of(had, s->gone ? DEC_ZERO : s->p->liquidity, 0))
		return false;
	for (size_t i = s->n_logs; i--;) {
		const struct uniswap_log *u = &s->logs[i]->u;

		if (evm_address_eq(&u->to, &s->wallet)
			    ? u256_sub(had, *had, u->amount0)
			    : u256_add(had, *had, u->amount0))
			return false;
	}
	return true;
}

/* False: *no says why. */
static bool read_back(struct telling *t, struct story *s)
{
	int64_t to = t->head;
	struct u256 had;

	while (to >= 0) {
		int64_t from = to < t->asker->logs.range
				       ? 0
				       : to - t->asker->logs.range + 1;
		struct logs moves[2];

		switch (read_moves(t, s, moves, from, to)) {
		case EVM_LOGS_FAIL:
			return false;
		case EVM_LOGS_PRUNED:
			to = -1;
			continue;
		case EVM_LOGS_ALL:
			break;
		}
		take(t, s, moves);
		if (!before_all(&had, s))
			break;
		if (s->n_logs && u256_is_zero(had))
			return true;
		to = from - 1;
	}
	story_unknown(s, "nodes do not have the log that made it");
	return true;
}

static bool read_new(struct telling *t, struct story *s)
{
	struct logs moves[2];

	if (s->known >= t->head)
		return true;
	switch (read_moves(t, s, moves, s->known + 1, t->head)) {
	case EVM_LOGS_PRUNED:
		*t->no = (struct evm_no){ "no_logs",
					  "nodes have no logs of blocks that "
					  "were not read yet" };
		return false;
	case EVM_LOGS_FAIL:
		return false;
	case EVM_LOGS_ALL:
		break;
	}
	take(t, s, moves);
	return true;
}

bool shares_read(struct telling *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct story *s = &t->v[i];

		if (s->p->kind == POOL_V2 &&
		    !(s->known < 0 ? read_back(t, s) : read_new(t, s)))
			return false;
	}
	return true;
}
