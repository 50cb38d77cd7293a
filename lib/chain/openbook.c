#include "chain/openbook.h"

#include "base/le.h"
#include "chain/pda.h"

#define HEAD      "serum"
#define HEAD_LEN  5
#define TAIL      "padding"
#define TAIL_LEN  7
#define FRAME_LEN (HEAD_LEN + TAIL_LEN)

const char *openbook_strerror(enum openbook_err e)
{
	switch (e) {
	case OPENBOOK_OK:
		return "ok";
	case OPENBOOK_SIZE:
		return "not a length such an account has";
	case OPENBOOK_MARK:
		return "not an account of OpenBook";
	case OPENBOOK_FLAGS:
		return "an account of another kind or not initialised";
	case OPENBOOK_COUNT:
		return "a count or index outside the account";
	case OPENBOOK_TREE:
		return "a tree with a node that cannot be there";
	case OPENBOOK_CORRUPT:
		return "fields that contradict each other";
	}
	return "unknown error";
}

/* Both marks, then the flags.  in: len >= FRAME_LEN + 8. */
static enum openbook_err check_frame(uint64_t *flags, const uint8_t *bytes,
				     size_t len)
{
	if (memcmp(bytes, HEAD, HEAD_LEN) != 0 ||
	    memcmp(bytes + len - TAIL_LEN, TAIL, TAIL_LEN) != 0)
		return OPENBOOK_MARK;
	*flags = le_u64(bytes + HEAD_LEN);
	return OPENBOOK_OK;
}

/* ---- the market ---- */

static const uint64_t market_kind = OPENBOOK_INITIALIZED | OPENBOOK_MARKET;
static const uint64_t market_may =
	OPENBOOK_DISABLED | OPENBOOK_PERMISSIONED | OPENBOOK_CRANK_AUTHORITY;

static enum openbook_err check_market(uint64_t *flags, const uint8_t *bytes,
				      size_t len)
{
	enum openbook_err e;
	bool permissioned = len == OPENBOOK_PERMISSIONED_LEN;

	if (len != OPENBOOK_MARKET_LEN && !permissioned)
		return OPENBOOK_SIZE;
	e = check_frame(flags, bytes, len);
	if (e)
		return e;
	if ((*flags & ~market_may) != market_kind ||
	    permissioned != !!(*flags & OPENBOOK_PERMISSIONED) ||
	    (!permissioned && *flags & OPENBOOK_CRANK_AUTHORITY))
		return OPENBOOK_FLAGS;
	return OPENBOOK_OK;
}

enum openbook_err openbook_market_decode(struct openbook_market *out,
					 const uint8_t *p, size_t len)
{
	enum openbook_err e = check_market(&out->flags, p, len);

	if (e)
		return e;
	*out = (struct openbook_market){
		.flags = out->flags,
		.address = pubkey_at(p + 13),
		.vault_nonce = le_u64(p + 45),
		.base_mint = pubkey_at(p + 53),
		.quote_mint = pubkey_at(p + 85),
		.base_vault = pubkey_at(p + 117),
		.base_deposits = le_u64(p + 149),
		.base_fees = le_u64(p + 157),
		.quote_vault = pubkey_at(p + 165),
		.quote_deposits = le_u64(p + 197),
		.quote_fees = le_u64(p + 205),
		.quote_dust = le_u64(p + 213),
		.request_queue = pubkey_at(p + 221),
		.event_queue = pubkey_at(p + 253),
		.bids = pubkey_at(p + 285),
		.asks = pubkey_at(p + 317),
		.base_lot = le_u64(p + 349),
		.quote_lot = le_u64(p + 357),
		.fee_rate_bps = le_u64(p + 365),
		.referrer_rebates = le_u64(p + 373),
	};
	if (out->flags & OPENBOOK_PERMISSIONED) {
		out->oo_authority = pubkey_at(p + 381);
		out->prune_authority = pubkey_at(p + 413);
		out->crank_authority = pubkey_at(p + 445);
	}
	return out->base_lot && out->quote_lot ? OPENBOOK_OK : OPENBOOK_CORRUPT;
}

enum openbook_err openbook_market_bind(struct openbook_market *m,
				       const struct pubkey *program)
{
	if (!openbook_vault_signer(&m->vault_signer, &m->address,
				   m->vault_nonce, program))
		return OPENBOOK_CORRUPT;
	m->program = *program;
	return OPENBOOK_OK;
}

/* ---- open orders ---- */

static const uint64_t oo_kind = OPENBOOK_INITIALIZED | OPENBOOK_OPEN_ORDERS;

enum openbook_err openbook_oo_decode(struct openbook_oo *out, const uint8_t *p,
				     size_t len)
{
	enum openbook_err e;

	if (len != OPENBOOK_OO_LEN)
		return OPENBOOK_SIZE;
	e = check_frame(&out->flags, p, len);
	if (e)
		return e;
	if (out->flags != oo_kind)
		return OPENBOOK_FLAGS;
	out->market = pubkey_at(p + 13);
	out->owner = pubkey_at(p + 45);
	out->base_free = le_u64(p + 77);
	out->base_total = le_u64(p + 85);
	out->quote_free = le_u64(p + 93);
	out->quote_total = le_u64(p + 101);
	out->free_slots = le_u128(p + 109);
	out->is_bid = le_u128(p + 125);
	for (int i = 0; i < OPENBOOK_OO_SLOTS; i++) {
		out->orders[i] = le_u128(p + 141 + 16 * i);
		out->client_ids[i] = le_u64(p + 2189 + 8 * i);
	}
	out->referrer_rebates = le_u64(p + 3213);
	return out->base_free <= out->base_total &&
			       out->quote_free <= out->quote_total
		       ? OPENBOOK_OK
		       : OPENBOOK_CORRUPT;
}

int openbook_oo_slots_free(const struct openbook_oo *oo)
{
	return __builtin_popcountll((uint64_t)oo->free_slots) +
	       __builtin_popcountll((uint64_t)(oo->free_slots >> 64));
}

/* ---- queues: a header of head, count, number; then a ring ---- */

#define QUEUE_HEAD_LEN 37
#define EVENT_LEN      88
#define REQUEST_LEN    80

/* A queue of that kind; *capacity in items of size bytes. */
static enum openbook_err check_queue(uint64_t *capacity, const uint8_t *bytes,
				     size_t len, uint64_t kind, size_t size)
{
	enum openbook_err e;
	uint64_t flags;

	if (len < QUEUE_HEAD_LEN + size + TAIL_LEN)
		return OPENBOOK_SIZE;
	e = check_frame(&flags, bytes, len);
	if (e)
		return e;
	if (flags != (OPENBOOK_INITIALIZED | kind))
		return OPENBOOK_FLAGS;
	*capacity = (len - QUEUE_HEAD_LEN - TAIL_LEN) / size;
	/* head, then count. */
	if (le_u64(bytes + 13) >= *capacity || le_u64(bytes + 21) > *capacity)
		return OPENBOOK_COUNT;
	return OPENBOOK_OK;
}

enum openbook_err openbook_events_decode(struct openbook_events *out,
					 const uint8_t *bytes, size_t len)
{
	uint64_t capacity;
	enum openbook_err e = check_queue(&capacity, bytes, len,
					  OPENBOOK_EVENT_QUEUE, EVENT_LEN);

	if (e)
		return e;
	out->head = le_u64(bytes + 13);
	out->count = le_u64(bytes + 21);
	out->next = le_u64(bytes + 29);
	out->capacity = capacity;
	out->bytes = bytes + QUEUE_HEAD_LEN;
	if (out->next < out->count)
		return OPENBOOK_CORRUPT;
	out->first = out->next < capacity ? 0 : out->next - capacity;
	return OPENBOOK_OK;
}

#define EVENT_FLAGS                                                            \
	(OPENBOOK_EVENT_FILL | OPENBOOK_EVENT_OUT | OPENBOOK_EVENT_BID |       \
	 OPENBOOK_EVENT_MAKER | OPENBOOK_EVENT_RELEASE)

/* A fill or an out; only an out releases, only a fill has a maker. */
static bool is_event(uint8_t flags, uint8_t slot)
{
	bool fill = flags & OPENBOOK_EVENT_FILL;
	bool out = flags & OPENBOOK_EVENT_OUT;

	return !(flags & ~EVENT_FLAGS) && fill != out &&
	       slot < OPENBOOK_OO_SLOTS &&
	       !(fill && flags & OPENBOOK_EVENT_RELEASE) &&
	       !(out && flags & OPENBOOK_EVENT_MAKER);
}

enum openbook_err openbook_events_get(struct openbook_event *out,
				      const struct openbook_events *q,
				      uint64_t seq)
{
	uint64_t back; /* events behind it */
	const uint8_t *p;

	if (seq < q->first || seq >= q->next)
		return OPENBOOK_COUNT;
	back = q->next - seq;
	p = q->bytes + EVENT_LEN * ((q->head + q->count + q->capacity - back) %
				    q->capacity);
	if (!is_event(p[0], p[1]))
		return OPENBOOK_CORRUPT;
	*out = (struct openbook_event){
		.seq = seq,
		.flags = p[0],
		.slot = p[1],
		.fee_tier = p[2],
		.released = le_u64(p + 8),
		.paid = le_u64(p + 16),
		.fee = le_u64(p + 24),
		.order_id = le_u128(p + 32),
		.open_orders = pubkey_at(p + 48),
		.client_id = le_u64(p + 80),
	};
	return OPENBOOK_OK;
}

enum openbook_err openbook_requests_decode(struct openbook_requests *out,
					   const uint8_t *bytes, size_t len)
{
	enum openbook_err e = check_queue(&out->capacity, bytes, len,
					  OPENBOOK_REQUEST_QUEUE, REQUEST_LEN);

	if (e)
		return e;
	out->head = le_u64(bytes + 13);
	out->count = le_u64(bytes + 21);
	out->next_seq = le_u64(bytes + 29);
	return OPENBOOK_OK;
}
