#include "chain/openbook_ix.h"

#include "base/le.h"
#include "chain/ix_roles.h"
#include "chain/sol_wire.h"

#include <stdlib.h>

#define HEAD_LEN       5  /* version 0, tag */
#define ORDER_LEN      54 /* with max_ts */
#define ORDER_LEN_BARE 46 /* without; NewOrderV3 only */
#define DATA_MAX       (HEAD_LEN + 8 + OPENBOOK_BATCH_MAX * ORDER_LEN)

/* ---- the table ---- */

#define AT(member) offsetof(struct openbook_action, member)
#define R(m)                                                                   \
	{                                                                      \
		AT(m), 0, NULL                                                 \
	}
#define W(m)                                                                   \
	{                                                                      \
		AT(m), IX_WRITABLE, NULL                                       \
	}
#define S(m)                                                                   \
	{                                                                      \
		AT(m), IX_SIGNER, NULL                                         \
	}
#define OPT(m)                                                                 \
	{                                                                      \
		AT(m), IX_OPTIONAL, NULL                                       \
	}
#define OPT_S(m)                                                               \
	{                                                                      \
		AT(m), IX_OPTIONAL | IX_SIGNER, NULL                           \
	}
#define OPT_W(m)                                                               \
	{                                                                      \
		AT(m), IX_OPTIONAL | IX_WRITABLE, NULL                         \
	}
#define FIXED(k)                                                               \
	{                                                                      \
		0, 0, &(k)                                                     \
	}
/* The program asks for two accounts that it does not use. */
#define DUMMY                                                                  \
	{                                                                      \
		AT(market), IX_WRITABLE | IX_IGNORED, NULL                     \
	}

enum body {
	BODY_NONE,
	BODY_MARKET,
	BODY_LIMIT,
	BODY_ORDER,
	BODY_ORDERS,
	BODY_ORDER_ID,
	BODY_CLIENT_ID,
	BODY_CLIENT_IDS,
};

struct form {
	const char *name; /* NULL: not an instruction */
	enum body body;
	bool crank; /* open-orders accounts come first */
	size_t n_roles;
	struct ix_role roles[IX_ROLES_MAX];
};

#define ORDER_ROLES                                                            \
	12,                                                                    \
	{                                                                      \
		W(market), W(open_orders), W(request_queue), W(event_queue),   \
			W(bids), W(asks), W(payer), S(owner), W(base_vault),   \
			W(quote_vault), FIXED(sol_token_program),              \
			FIXED(sol_rent_sysvar)                                 \
	}
#define CANCEL_ROLES                                                           \
	6,                                                                     \
	{                                                                      \
		R(market), W(bids), W(asks), W(open_orders), S(owner),         \
			W(event_queue)                                         \
	}

/* clang-format off */
static const struct form forms[] = {
	[OPENBOOK_INIT_MARKET] = { "InitializeMarket", BODY_MARKET, false,
		13, { W(market), W(request_queue), W(event_queue), W(bids), W(asks),
		      W(base_vault), W(quote_vault), R(base_mint), R(quote_mint),
		      FIXED(sol_rent_sysvar), OPT(authority), OPT(prune_authority),
		      OPT(crank_authority) } },
	[OPENBOOK_CONSUME] = { "ConsumeEvents", BODY_LIMIT, true,
		4, { W(market), W(event_queue), DUMMY, DUMMY } },
	[OPENBOOK_SETTLE] = { "SettleFunds", BODY_NONE, false,
		10, { W(market), W(open_orders), S(owner), W(base_vault),
		      W(quote_vault), W(base_wallet), W(quote_wallet),
		      R(vault_signer), FIXED(sol_token_program), OPT_W(referrer) } },
	[OPENBOOK_NEW_ORDER] = { "NewOrderV3", BODY_ORDER, false, ORDER_ROLES },
	[OPENBOOK_CANCEL] = { "CancelOrderV2", BODY_ORDER_ID, false, CANCEL_ROLES },
	[OPENBOOK_CANCEL_ID] = { "CancelOrderByClientIdV2", BODY_CLIENT_ID, false,
		CANCEL_ROLES },
	[OPENBOOK_CLOSE_OO] = { "CloseOpenOrders", BODY_NONE, false,
		4, { W(open_orders), S(owner), W(destination), R(market) } },
	[OPENBOOK_INIT_OO] = { "InitOpenOrders", BODY_NONE, false,
		5, { W(open_orders), S(owner), R(market), FIXED(sol_rent_sysvar),
		     OPT_S(authority) } },
	[OPENBOOK_PRUNE] = { "Prune", BODY_LIMIT, false,
		7, { W(market), W(bids), W(asks), S(authority), W(open_orders),
		     R(owner), W(event_queue) } },
	[OPENBOOK_CONSUME_PERMISSIONED] = { "ConsumeEventsPermissioned", BODY_LIMIT,
		true, 3, { W(market), W(event_queue), S(authority) } },
	[OPENBOOK_CANCEL_IDS] = { "CancelOrdersByClientIds", BODY_CLIENT_IDS, false,
		CANCEL_ROLES },
	[OPENBOOK_REPLACE] = { "ReplaceOrderByClientId", BODY_ORDER, false,
		ORDER_ROLES },
	[OPENBOOK_REPLACE_MANY] = { "ReplaceOrdersByClientIds", BODY_ORDERS, false,
		ORDER_ROLES },
};
/* clang-format on */

#define N_FORMS (sizeof(forms) / sizeof(*forms))

const char *openbook_kind_name(enum openbook_kind kind)
{
	return forms[kind].name;
}

struct openbook_action openbook_action(const struct openbook_market *m,
				       enum openbook_kind kind)
{
	return (struct openbook_action){
		.kind = kind,
		.market = &m->address,
		.request_queue = &m->request_queue,
		.event_queue = &m->event_queue,
		.bids = &m->bids,
		.asks = &m->asks,
		.base_vault = &m->base_vault,
		.quote_vault = &m->quote_vault,
		.base_mint = &m->base_mint,
		.quote_mint = &m->quote_mint,
		.vault_signer = &m->vault_signer,
	};
}

/* ---- making ---- */

static uint8_t *put_order(uint8_t *p, const struct openbook_order *o,
			  bool max_ts)
{
	p = le_put(p, o->side, 4);
	p = le_put(p, o->price, 8);
	p = le_put(p, o->size, 8);
	p = le_put(p, o->max_quote, 8);
	p = le_put(p, o->self_trade, 4);
	p = le_put(p, o->type, 4);
	p = le_put(p, o->client_id, 8);
	p = le_put(p, o->limit, 2);
	return max_ts ? le_put(p, (uint64_t)o->max_ts, 8) : p;
}

static uint8_t *put_body(uint8_t *p, const struct openbook_action *act)
{
	switch (forms[act->kind].body) {
	case BODY_NONE:
		break;
	case BODY_MARKET:
		p = le_put(p, act->base_lot, 8);
		p = le_put(p, act->quote_lot, 8);
		p = le_put(p, act->fee_bps, 2);
		p = le_put(p, act->nonce, 8);
		p = le_put(p, act->dust, 8);
		break;
	case BODY_LIMIT:
		p = le_put(p, act->limit, 2);
		break;
	case BODY_ORDER:
		p = put_order(p, &act->orders[0],
			      act->kind == OPENBOOK_REPLACE ||
				      act->orders[0].max_ts !=
					      OPENBOOK_NO_EXPIRY);
		break;
	case BODY_ORDERS:
		p = le_put(p, act->n_orders, 8);
		for (size_t i = 0; i < act->n_orders; i++)
			p = put_order(p, &act->orders[i], true);
		break;
	case BODY_ORDER_ID:
		p = le_put(p, act->side, 4);
		p = le_put(p, act->order_id, 16);
		break;
	case BODY_CLIENT_ID:
		p = le_put(p, act->client_ids[0], 8);
		break;
	case BODY_CLIENT_IDS:
		for (size_t i = 0; i < act->n_client_ids; i++)
			p = le_put(p, act->client_ids[i], 8);
		break;
	}
	return p;
}

int openbook_oo_order(const void *a, const void *b)
{
	for (int i = 0; i < PUBKEY_LEN; i += 8) {
		uint64_t x = le_u64((const uint8_t *)a + i);
		uint64_t y = le_u64((const uint8_t *)b + i);

		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

/* The accounts to crank, sorted, each once; returns how many. */
static size_t put_oos(struct arena *a, struct sol_meta *out,
		      const struct openbook_action *act)
{
	struct pubkey *keys = arena_alloc(a, act->n_oos * sizeof(*keys));
	size_t n = 0;

	if (act->n_oos)
		memcpy(keys, act->oos, act->n_oos * sizeof(*keys));
	qsort(keys, act->n_oos, sizeof(*keys), openbook_oo_order);
	for (size_t i = 0; i < act->n_oos; i++)
		if (!i || !pubkey_eq(&keys[i], &keys[i - 1]))
			out[n++] = (struct sol_meta){ .key = keys[i],
						      .writable = true };
	return n;
}

struct sol_ix openbook_ix_make(struct arena *a, const struct pubkey *program,
			       const struct openbook_action *act)
{
	const struct form *form = &forms[act->kind];
	struct sol_ix ix = { .program = *program };
	uint8_t *data = arena_alloc(a, DATA_MAX), *p = data;

	ix.accounts = arena_alloc(a, (act->n_oos + form->n_roles) *
					     sizeof(*ix.accounts));
	if (form->crank)
		ix.n_accounts = put_oos(a, ix.accounts, act);
	ix.n_accounts += ix_roles_put(ix.accounts + ix.n_accounts, form->roles,
				      form->n_roles, act);
	*p++ = 0;
	p = le_put(p, act->kind, 4);
	p = put_body(p, act);
	ix.data = data;
	ix.data_len = (size_t)(p - data);
	return ix;
}

/* ---- reading ---- */

/* in: p: len bytes, ORDER_LEN or ORDER_LEN_BARE. */
static bool get_order(struct openbook_order *o, const uint8_t *p, size_t len)
{
	uint32_t side = le_u32(p), self_trade = le_u32(p + 28);
	uint32_t type = le_u32(p + 32);

	if (side > OPENBOOK_ASK || self_trade > OPENBOOK_ABORT ||
	    type > OPENBOOK_POST_ONLY)
		return false;
	*o = (struct openbook_order){
		.side = (enum openbook_side)side,
		.price = le_u64(p + 4),
		.size = le_u64(p + 12),
		.max_quote = le_u64(p + 20),
		.self_trade = (enum openbook_self_trade)self_trade,
		.type = (enum openbook_order_type)type,
		.client_id = le_u64(p + 36),
		.limit = le_u16(p + 44),
		.max_ts = len == ORDER_LEN ? (int64_t)le_u64(p + 46)
					   : OPENBOOK_NO_EXPIRY,
	};
	return o->price && o->size && o->max_quote;
}

static bool get_orders(struct openbook_action *act, const uint8_t *p,
		       size_t len)
{
	uint64_t n = len < 8 ? 0 : le_u64(p);

	if (!n || n > OPENBOOK_BATCH_MAX || len != 8 + n * ORDER_LEN)
		return false;
	act->n_orders = (size_t)n;
	for (size_t i = 0; i < act->n_orders; i++)
		if (!get_order(&act->orders[i], p + 8 + i * ORDER_LEN,
			       ORDER_LEN) ||
		    act->orders[i].side != act->orders[0].side)
			return false;
	return true;
}

/* Client ids are not 0; JavaScript's client fills up with zeros. */
static bool get_client_ids(struct openbook_action *act, const uint8_t *p,
			   size_t len)
{
	size_t n = len / 8;

	if (len % 8 || n > OPENBOOK_BATCH_MAX)
		return false;
	while (n && !le_u64(p + 8 * (n - 1)))
		n--;
	act->n_client_ids = n;
	for (size_t i = 0; i < n; i++) {
		act->client_ids[i] = le_u64(p + 8 * i);
		if (!act->client_ids[i])
			return false;
	}
	return n;
}

static bool get_market(struct openbook_action *act, const uint8_t *p,
		       size_t len)
{
	if (len != 34)
		return false;
	act->base_lot = le_u64(p);
	act->quote_lot = le_u64(p + 8);
	act->fee_bps = le_u16(p + 16);
	act->nonce = le_u64(p + 18);
	act->dust = le_u64(p + 26);
	return true;
}

static bool get_order_id(struct openbook_action *act, const uint8_t *p,
			 size_t len)
{
	if (len != 20 || le_u32(p) > OPENBOOK_ASK)
		return false;
	act->side = (enum openbook_side)le_u32(p);
	act->order_id = le_u128(p + 4);
	return true;
}

static bool get_body(struct openbook_action *act, const uint8_t *p, size_t len)
{
	switch (forms[act->kind].body) {
	case BODY_NONE:
		return len == 0;
	case BODY_MARKET:
		return get_market(act, p, len);
	case BODY_LIMIT:
		if (len == 2)
			act->limit = le_u16(p);
		return len == 2;
	case BODY_ORDER:
		if (len != ORDER_LEN &&
		    (len != ORDER_LEN_BARE || act->kind != OPENBOOK_NEW_ORDER))
			return false;
		act->n_orders = 1;
		return get_order(&act->orders[0], p, len);
	case BODY_ORDERS:
		return get_orders(act, p, len);
	case BODY_ORDER_ID:
		return get_order_id(act, p, len);
	case BODY_CLIENT_ID:
		return len == 8 && get_client_ids(act, p, len);
	case BODY_CLIENT_IDS:
		return get_client_ids(act, p, len);
	}
	return false;
}

/* The accounts to crank: all before those of the table; at least one. */
static size_t get_oos(struct arena *a, struct openbook_action *act,
		      const struct sol_ix *ix, size_t n_roles)
{
	struct pubkey *keys;

	if (ix->n_accounts <= n_roles)
		return 0;
	act->n_oos = ix->n_accounts - n_roles;
	keys = arena_alloc(a, act->n_oos * sizeof(*keys));
	for (size_t i = 0; i < act->n_oos; i++)
		keys[i] = ix->accounts[i].key;
	act->oos = keys;
	return act->n_oos;
}

enum ix_err openbook_ix_read(struct arena *a, struct openbook_action *out,
			     const struct sol_ix *ix)
{
	const uint8_t *p = ix->data;
	const struct sol_meta *accounts = ix->accounts;
	struct openbook_action act = { .n_orders = 0 };
	const struct form *form;
	size_t n_oos = 0;

	*out = act;
	if (ix->data_len < HEAD_LEN || p[0] != 0)
		return IX_UNKNOWN;
	if (le_u32(p + 1) >= N_FORMS || !forms[le_u32(p + 1)].name)
		return IX_UNKNOWN;
	act.kind = (enum openbook_kind)le_u32(p + 1);
	form = &forms[act.kind];
	if (form->crank) {
		n_oos = get_oos(a, &act, ix, form->n_roles);
		if (!n_oos)
			return IX_MALFORMED;
		accounts += n_oos;
	}
	if (!ix_roles_get(&act, form->roles, form->n_roles, accounts,
			  ix->n_accounts - n_oos) ||
	    !get_body(&act, p + HEAD_LEN, ix->data_len - HEAD_LEN))
		return IX_MALFORMED;
	*out = act;
	return IX_OK;
}
