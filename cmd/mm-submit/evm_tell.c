#include "evm_tell.h"

#include "chain/evm_quantity.h"
#include "tell.h"

#include <string.h>

static void tell(struct arena *a, struct attempt *t, struct rec_receipt r)
{
	tell_later(a, t, &rec_receipt_type, &r);
}

/* The block it was in is gone, as it was told. */
static void tell_vanished(struct arena *a, struct attempt *t,
			  const struct nonce_tx *was, int64_t ts_ms)
{
	struct rec_receipt r = receipt_of(t, "reorged", ts_ms);
	size_t len = sizeof(was->block.hash);

	r.slot = was->block.number;
	r.block_hash = evm_data_format(arena_alloc(a, EVM_DATA_SZ(len)),
				       was->block.hash, len);
	r.turn = was->turn ? was->turn : REC_NONE_INT;
	tell(a, t, r);
}

/* In a block: what it cost, too. */
static struct rec_receipt paid(struct attempt *t, const char *status,
			       int64_t ts_ms)
{
	struct rec_receipt r = receipt_of(t, status, ts_ms);

	if (t->evm->gas_used)
		r.gas_used = dec_make((__int128)t->evm->gas_used, 0);
	r.fee = t->evm->fee;
	return r;
}

static void tell_failed(struct sender *s, struct arena *a, struct attempt *t,
			int64_t ts_ms)
{
	struct rec_receipt r = paid(t, "failed", ts_ms);
	struct evm_reason why = evm_reason_of(s, a, t);

	r.error = why.error;
	r.text = why.text;
	tell(a, t, r);
}

static void tell_out(struct arena *a, struct attempt *t, const char *status,
		     const char *error, int64_t ts_ms)
{
	struct rec_receipt r = receipt_of(t, status, ts_ms);

	r.error = error;
	tell(a, t, r);
}

static void tell_one(struct sender *s, struct arena *a, struct attempt *t,
		     const struct nonce_tx *was, int64_t ts_ms)
{
	const struct nonce_tx *is = &t->evm->state;
	bool moved = is->turn != was->turn;

	if (moved && was->state == NONCE_MINED && !was->reverted)
		tell_vanished(a, t, was, ts_ms);
	if (is->state == was->state && !moved)
		return;
	switch (is->state) {
	case NONCE_SENT:
	case NONCE_POOLED:
	case NONCE_DROPPED:
	case NONCE_UNKNOWN:
	case NONCE_UNSENT:
		break;
	case NONCE_MINED:
		if (!is->reverted)
			tell(a, t, paid(t, "confirmed", ts_ms));
		break;
	case NONCE_FINALIZED:
		tell(a, t, paid(t, "finalized", ts_ms));
		break;
	case NONCE_FAILED:
		tell_failed(s, a, t, ts_ms);
		break;
	case NONCE_REPLACED:
		tell_out(a, t, "replaced", t->served ? "served" : NULL, ts_ms);
		break;
	case NONCE_STOLEN:
		if (!strstr(t->was, " over")) /* it was told */
			tell_out(a, t, "expired", "nonce_used", ts_ms);
		break;
	}
}

void evm_tell_over(struct arena *a, struct attempt *t, int64_t ts_ms)
{
	struct rec_receipt r = receipt_of(t, "expired", ts_ms);

	if (t->tries)
		r.turn = t->tries;
	r.error = "bundle_over";
	tell(a, t, r);
}

void evm_tell(struct sender *s, struct arena *a, struct attempt *const *v,
	      const struct nonce_tx *was, size_t n, int64_t ts_ms)
{
	for (size_t i = 0; i < n; i++)
		tell_one(s, a, v[i], &was[i], ts_ms);
}
