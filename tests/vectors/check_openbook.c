/* check_openbook.c - accounts of OpenBook and of SPL token. */
#include "chain_args.h"

#include "chain/openbook.h"
#include "chain/token.h"
#include "line.h"

static void need(enum openbook_err e)
{
	if (e)
		line_fail("%s", openbook_strerror(e));
}

static cJSON *check_market(const cJSON *in)
{
	struct openbook_market m;
	uint8_t *bytes;
	size_t len = vec_base64(&bytes, in, "dataBase64");
	cJSON *out = vec_out();

	need(openbook_market_decode(&m, bytes, len));
	vec_put_u64(out, "flags", m.flags);
	vec_put_key(out, "ownAddress", &m.address);
	vec_put_u64(out, "vaultSignerNonce", m.vault_nonce);
	vec_put_key(out, "baseMint", &m.base_mint);
	vec_put_key(out, "quoteMint", &m.quote_mint);
	vec_put_key(out, "baseVault", &m.base_vault);
	vec_put_key(out, "quoteVault", &m.quote_vault);
	vec_put_u64(out, "baseDepositsTotal", m.base_deposits);
	vec_put_u64(out, "baseFeesAccrued", m.base_fees);
	vec_put_u64(out, "quoteDepositsTotal", m.quote_deposits);
	vec_put_u64(out, "quoteFeesAccrued", m.quote_fees);
	vec_put_u64(out, "quoteDustThreshold", m.quote_dust);
	vec_put_key(out, "requestQueue", &m.request_queue);
	vec_put_key(out, "eventQueue", &m.event_queue);
	vec_put_key(out, "bids", &m.bids);
	vec_put_key(out, "asks", &m.asks);
	vec_put_u64(out, "baseLotSize", m.base_lot);
	vec_put_u64(out, "quoteLotSize", m.quote_lot);
	vec_put_u64(out, "feeRateBps", m.fee_rate_bps);
	vec_put_u64(out, "referrerRebatesAccrued", m.referrer_rebates);
	return out;
}

static cJSON *check_requests(const cJSON *in)
{
	struct openbook_requests q;
	uint8_t *bytes;
	size_t len = vec_base64(&bytes, in, "dataBase64");
	cJSON *out = vec_out();

	need(openbook_requests_decode(&q, bytes, len));
	vec_put_u64(out, "flags",
		    OPENBOOK_INITIALIZED | OPENBOOK_REQUEST_QUEUE);
	vec_put_u64(out, "head", q.head);
	vec_put_u64(out, "count", q.count);
	vec_put_u64(out, "nextSeqNum", q.next_seq);
	vec_put_u64(out, "capacity", q.capacity);
	return out;
}

static cJSON *check_slab(const cJSON *in)
{
	struct openbook_slab s;
	uint8_t *bytes;
	size_t len = vec_base64(&bytes, in, "dataBase64");
	cJSON *out = vec_out(), *list;

	need(openbook_slab_decode(vec_arena(), &s, bytes, len));
	vec_put_u64(out, "flags",
		    OPENBOOK_INITIALIZED |
			    (s.side == OPENBOOK_BID ? OPENBOOK_BIDS
						    : OPENBOOK_ASKS));
	vec_put_u64(out, "bumpIndex", s.bump_index);
	vec_put_u64(out, "freeListLen", s.free_list_len);
	vec_put_u64(out, "freeListHead", s.free_list_head);
	vec_put_u64(out, "root", s.root);
	vec_put_u64(out, "leafCount", s.n);
	vec_put_u64(out, "capacityNodes", s.capacity);
	list = vec_put_array(out, "leaves");
	for (size_t i = 0; i < s.n; i++) {
		const struct openbook_leaf *l = &s.leaves[i];
		cJSON *v = vec_out();

		vec_put_u64(v, "node", l->node);
		vec_put_u64(v, "ownerSlot", l->slot);
		vec_put_u64(v, "feeTier", l->fee_tier);
		vec_put_u128(v, "orderId", l->order_id);
		vec_put_u64(v, "priceLots", l->price);
		vec_put_u64(v, "seq", l->seq);
		vec_put_key(v, "owner", &l->open_orders);
		vec_put_u64(v, "qtyLots", l->size);
		vec_put_u64(v, "clientId", l->client_id);
		vec_add(list, v);
	}
	return out;
}

/* "fill/bid/maker" */
static const char *kind_of(uint8_t flags)
{
	static const struct {
		uint8_t flag;
		const char *set, *unset;
	} words[] = {
		{ OPENBOOK_EVENT_FILL, "fill", "out" },
		{ OPENBOOK_EVENT_BID, "/bid", "/ask" },
		{ OPENBOOK_EVENT_MAKER, "/maker", "" },
		{ OPENBOOK_EVENT_RELEASE, "/release", "" },
	};
	char *text = vec_alloc(32, 1), *p = text;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const char *w =
			flags & words[i].flag ? words[i].set : words[i].unset;

		memcpy(p, w, strlen(w));
		p += strlen(w);
	}
	return text;
}

static cJSON *check_events(const cJSON *in)
{
	struct openbook_events q;
	uint8_t *bytes;
	size_t len = vec_base64(&bytes, in, "dataBase64");
	cJSON *out = vec_out(), *list;

	need(openbook_events_decode(&q, bytes, len));
	vec_put_u64(out, "flags", OPENBOOK_INITIALIZED | OPENBOOK_EVENT_QUEUE);
	vec_put_u64(out, "head", q.head);
	vec_put_u64(out, "count", q.count);
	vec_put_u64(out, "seqNum", q.next);
	vec_put_u64(out, "capacity", q.capacity);
	list = vec_put_array(out, "events");
	for (uint64_t seq = q.next - q.count; seq < q.next; seq++) {
		struct openbook_event e;
		cJSON *v = vec_out();

		need(openbook_events_get(&e, &q, seq));
		vec_put_u64(v, "flags", e.flags);
		vec_put_text(v, "kind", kind_of(e.flags));
		vec_put_u64(v, "slot", e.slot);
		vec_put_u64(v, "feeTier", e.fee_tier);
		vec_put_u64(v, "released", e.released);
		vec_put_u64(v, "paid", e.paid);
		vec_put_u64(v, "feeOrRebate", e.fee);
		vec_put_u128(v, "orderId", e.order_id);
		vec_put_key(v, "oo", &e.open_orders);
		vec_put_u64(v, "clientId", e.client_id);
		vec_add(list, v);
	}
	return out;
}

static cJSON *check_oo(const cJSON *in)
{
	struct openbook_oo *oo = vec_alloc(1, sizeof(*oo));
	uint8_t *bytes;
	size_t len = vec_base64(&bytes, in, "dataBase64");
	cJSON *out = vec_out(), *list;

	need(openbook_oo_decode(oo, bytes, len));
	vec_put_u64(out, "flags", oo->flags);
	vec_put_key(out, "market", &oo->market);
	vec_put_key(out, "owner", &oo->owner);
	vec_put_u64(out, "baseFree", oo->base_free);
	vec_put_u64(out, "baseTotal", oo->base_total);
	vec_put_u64(out, "quoteFree", oo->quote_free);
	vec_put_u64(out, "quoteTotal", oo->quote_total);
	vec_put_u128(out, "freeSlotBits", oo->free_slots);
	vec_put_u128(out, "isBidBits", oo->is_bid);
	vec_put_u64(out, "referrerRebatesAccrued", oo->referrer_rebates);
	list = vec_put_array(out, "orders");
	for (int i = 0; i < OPENBOOK_OO_SLOTS; i++) {
		cJSON *v;

		if (!openbook_oo_used(oo, i))
			continue;
		v = vec_out();
		vec_put_i64(v, "slot", i);
		vec_put_text(v, "side",
			     openbook_oo_side(oo, i) == OPENBOOK_BID ? "bid"
								     : "ask");
		vec_put_u128(v, "orderId", oo->orders[i]);
		vec_put_u64(v, "priceLots", openbook_id_price(oo->orders[i]));
		vec_put_u64(v, "clientId", oo->client_ids[i]);
		vec_add(list, v);
	}
	return out;
}

static cJSON *check_token_account(const cJSON *in)
{
	struct token_account t;
	uint8_t *bytes;
	size_t len = vec_base64(&bytes, in, "dataBase64");
	enum account_err e =
		token_account_decode(&t, vec_key(in, "owner"), bytes, len);
	cJSON *out = vec_out();

	if (e)
		line_fail("%s", account_strerror(e));
	vec_put_key(out, "mint", &t.mint);
	vec_put_key(out, "owner", &t.owner);
	vec_put_u64(out, "amount", t.amount);
	vec_put_u64(out, "delegateOption", t.has_delegate);
	vec_put_u64(out, "state", t.frozen ? 2 : 1);
	vec_put_u64(out, "isNativeOption", t.native);
	vec_put_u64(out, "isNative", t.reserve);
	vec_put_u64(out, "delegatedAmount", t.delegated);
	vec_put_u64(out, "closeAuthorityOption", t.has_close_authority);
	return out;
}

static cJSON *check_token_mint(const cJSON *in)
{
	struct token_mint m;
	uint8_t *bytes;
	size_t len = vec_base64(&bytes, in, "dataBase64");
	enum account_err e =
		token_mint_decode(&m, vec_key(in, "owner"), bytes, len);
	cJSON *out = vec_out();

	if (e)
		line_fail("%s", account_strerror(e));
	vec_put_u64(out, "mintAuthorityOption", m.has_authority);
	vec_put_key(out, "mintAuthority", &m.authority);
	vec_put_u64(out, "supply", m.supply);
	vec_put_u64(out, "decimals", m.decimals);
	vec_put_u64(out, "isInitialized", 1); /* or it is refused */
	vec_put_u64(out, "freezeAuthorityOption", m.has_freeze);
	return out;
}

const struct checker check_openbook[] = {
	{ "openbook_market", check_market },
	{ "openbook_requests", check_requests },
	{ "openbook_slab", check_slab },
	{ "openbook_events", check_events },
	{ "openbook_oo", check_oo },
	{ "token_account", check_token_account },
	{ "token_mint", check_token_mint },
	{ NULL, NULL },
};
