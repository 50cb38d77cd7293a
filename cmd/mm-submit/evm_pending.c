#include "data/rec_nonce.h"
#include "evm.h"

/* Those of a wallet that are in no block. */
static int64_t in_flight(const struct evm_places *places,
			 const struct evm_wallet *w)
{
	int64_t n = 0;

	for (size_t i = 0; i < places->n; i++)
		n += places->v[i].wallet == w && evm_is_open(&places->v[i]) &&
		     !evm_is_given_up(&places->v[i]);
	return n;
}

void evm_show_nonces(struct sender *s, struct frame *f,
		     const struct attempts *all, int64_t ts_ms)
{
	struct evm_places places = evm_places_of(&f->arena, all);

	for (size_t i = 0; i < s->evm.n_wallets; i++) {
		const struct evm_wallet *w = &s->evm.wallets[i];
		struct evm_count c = evm_count_of(s, &f->arena, w, all);
		const struct rec_nonce r = {
			.ts_ms = ts_ms,
			.chain_id = s->evm.chain_id,
			.address = w->address,
			.wallet = w->name,
			.next = dec_make((__int128)c.next, 0),
			.in_flight = in_flight(&places, w),
		};

		if (c.known)
			frame_emit(f, &rec_nonce_type, &r);
		else
			frame_refuse(f, "no_nonce",
				     "no node says where '%s' goes on",
				     w->name);
	}
}
