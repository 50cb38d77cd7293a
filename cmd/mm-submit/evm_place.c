#include "evm.h"

#include "chain/evm_quantity.h"

#include <string.h>

/* ---- which belong together ---- */

static struct evm_place *place_for(struct evm_places *all,
				   const struct evm_attempt *e)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].wallet == e->wallet &&
		    all->v[i].nonce == e->nonce)
			return &all->v[i];
	all->v[all->n] =
		(struct evm_place){ .wallet = e->wallet, .nonce = e->nonce };
	return &all->v[all->n++];
}

/* Few; and nearly in order. */
static void sort(struct evm_places *all)
{
	for (size_t i = 1; i < all->n; i++)
		for (size_t k = i;
		     k && all->v[k].wallet == all->v[k - 1].wallet &&
		     all->v[k].nonce < all->v[k - 1].nonce;
		     k--) {
			struct evm_place t = all->v[k];

			all->v[k] = all->v[k - 1];
			all->v[k - 1] = t;
		}
}

struct evm_places evm_places_of(struct arena *a, const struct attempts *all)
{
	struct evm_places out = { arena_alloc(a, all->n * sizeof(*out.v)), 0 };
	size_t left = 0;

	for (size_t i = 0; i < all->n; i++) {
		struct evm_place *p = place_for(&out, all->v[i]->evm);

		p->v = arena_grow(a, p->v, p->n * sizeof(struct attempt *),
				  (p->n + 1) * sizeof(struct attempt *));
		p->v[p->n++] = all->v[i];
	}
	for (size_t i = 0; i < out.n; i++) {
		struct evm_place *p = &out.v[i];

		p->state = arena_alloc(a, p->n * sizeof(*p->state));
		for (size_t k = 0; k < p->n; k++)
			p->state[k] = p->v[k]->evm->state;
		if (!nonce_all_over(p->state, p->n))
			out.v[left++] = *p;
	}
	out.n = left;
	sort(&out);
	return out;
}

bool evm_is_open(const struct evm_place *p)
{
	return !nonce_all_over(p->state, p->n) &&
	       nonce_landed(p->state, p->n) < 0;
}

bool evm_is_given_up(const struct evm_place *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!p->v[i]->over && !nonce_over(&p->state[i]))
			return false;
	return evm_is_open(p);
}

/* ---- what follows for each ---- */

void evm_to_box(struct attempt *t)
{
	static const enum outbox_state states[] = {
		[NONCE_SENT] = OUTBOX_SENT,
		[NONCE_POOLED] = OUTBOX_SENT,
		[NONCE_DROPPED] = OUTBOX_SENT,
		[NONCE_UNKNOWN] = OUTBOX_UNKNOWN,
		[NONCE_MINED] = OUTBOX_CONFIRMED,
		[NONCE_FINALIZED] = OUTBOX_FINALIZED,
		[NONCE_FAILED] = OUTBOX_FAILED,
		[NONCE_REPLACED] = OUTBOX_REPLACED,
		[NONCE_STOLEN] = OUTBOX_EXPIRED,
		[NONCE_UNSENT] = OUTBOX_UNSENT,
	};
	const struct nonce_tx *s = &t->evm->state;

	t->box.state = states[s->state];
	t->box.failed = s->reverted;
	t->box.landed_slot = s->block.number;
	t->turn = s->turn;
}

void evm_place_take(struct evm_place *p, struct arena *a)
{
	long landed = nonce_landed(p->state, p->n);
	long newest = nonce_resend(p->state, p->n);

	for (size_t i = 0; i < p->n; i++) {
		struct attempt *t = p->v[i];
		char hash[EVM_DATA_SZ(sizeof(p->state->block.hash))];

		t->evm->state = p->state[i];
		evm_to_box(t);
		t->over &= t->box.state == OUTBOX_SENT ||
			   t->box.state == OUTBOX_UNKNOWN;
		t->beaten = landed >= 0 && landed != (long)i;
		t->behind = newest != (long)i;
		t->served =
			t->box.state == OUTBOX_REPLACED && landed >= 0 &&
			!p->state[landed].reverted &&
			evm_tx_same_effect(&t->evm->tx, &p->v[landed]->evm->tx);
		t->block_hash = NULL;
		if (p->state[i].block.number)
			t->block_hash = arena_strdup(
				a,
				evm_data_format(hash, p->state[i].block.hash,
						sizeof(p->state->block.hash)));
	}
}

/* ---- as the journal has them ---- */

static void from_box(struct attempt *t)
{
	static const enum nonce_state states[] = {
		[OUTBOX_SENT] = NONCE_SENT,
		[OUTBOX_UNKNOWN] = NONCE_UNKNOWN,
		[OUTBOX_CONFIRMED] = NONCE_MINED,
		[OUTBOX_FINALIZED] = NONCE_FINALIZED,
		[OUTBOX_FAILED] = NONCE_FAILED,
		[OUTBOX_EXPIRED] = NONCE_STOLEN,
		[OUTBOX_UNSENT] = NONCE_UNSENT,
		[OUTBOX_REPLACED] = NONCE_REPLACED,
	};
	struct nonce_tx *s = &t->evm->state;

	s->state = states[t->box.state];
	s->turn = t->turn;
	if (!t->block_hash)
		return;
	s->reverted = t->box.failed;
	s->block.number = t->box.landed_slot;
	if (!evm_data_parse(s->block.hash, sizeof(s->block.hash), t->block_hash,
			    strlen(t->block_hash)))
		memset(s->block.hash, 0, sizeof(s->block.hash));
}

void evm_relate(struct sender *s, struct arena *a, const struct attempts *all)
{
	struct evm_places places;

	(void)s;
	for (size_t i = 0; i < all->n; i++)
		from_box(all->v[i]);
	places = evm_places_of(a, all);
	for (size_t i = 0; i < places.n; i++)
		evm_place_take(&places.v[i], a);
}
