/* policy_fixture.h - a policy, and messages to hold against it. */
#ifndef MM_POLICY_FIXTURE_H
#define MM_POLICY_FIXTURE_H

#include "chain/ed25519.h"
#include "chain/openbook_ix.h"
#include "chain/pda.h"
#include "chain/policy.h"
#include "chain/sol_ix.h"
#include "check.h"

#include <string.h>

#define NOW       INT64_C(1700000000) /* s */
#define TTL       240
#define BASE_LOT  UINT64_C(1000000) /* 1 TOK */
#define QUOTE_LOT UINT64_C(1)
#define TOK       2 /* assets */
#define USDC      3
#define MAX_IXS   12
#define STRANGER  ((struct pubkey){ { 250 } })
#define JUPITER   ((struct pubkey){ { 90, 1 } })

static struct arena fx;

static struct pubkey key_at(int n)
{
	struct pubkey k = { { 0 } };

	for (int i = 0; i < PUBKEY_LEN; i++)
		k.b[i] = (uint8_t)(n * 7 + i * 13 + 1);
	return k;
}

static struct pubkey *keep(struct pubkey k)
{
	struct pubkey *p = arena_alloc(&fx, sizeof(k));

	*p = k;
	return p;
}

/* The wallet whose seed is n in every byte. */
static struct pubkey wallet_key(int n)
{
	unsigned char seed[ED25519_SEED_LEN], secret[ED25519_SECRET_LEN];
	struct pubkey k;

	memset(seed, n, sizeof(seed));
	ed25519_secret(secret, seed);
	memcpy(k.b, secret + ED25519_SEED_LEN, sizeof(k.b));
	return k;
}

/* Wallets a and b, TOK/wSOL pinned, tips to one account, generous ceilings. */
static struct policy fixture(void)
{
	struct policy p = { .allow = (UINT32_C(1) << POLICY_ALLOWS) - 1,
			    .n_wallets = 2,
			    .n_assets = 4,
			    .n_markets = 1,
			    .n_tables = 1,
			    .n_destinations = 2,
			    .max_slippage_bps = 50,
			    .order_ttl_s = TTL };
	struct policy_market *m;
	struct pubkey *table;

	p.wallets = arena_alloc(&fx, 2 * sizeof(*p.wallets));
	p.wallets[0] = (struct policy_wallet){ "a", wallet_key(1) };
	p.wallets[1] = (struct policy_wallet){ "b", wallet_key(2) };
	p.assets = arena_alloc(&fx, 4 * sizeof(*p.assets));
	p.assets[POLICY_SOL] =
		(struct policy_asset){ .name = "SOL", .decimals = 9 };
	p.assets[POLICY_WSOL] =
		(struct policy_asset){ "wSOL", sol_native_mint, 9 };
	p.assets[TOK] = (struct policy_asset){ "TOK", key_at(3), 6 };
	p.assets[USDC] = (struct policy_asset){ "USDC", key_at(4), 6 };
	p.openbook = (struct policy_keys){ keep(openbook_program), 1 };
	p.jupiter = (struct policy_keys){ keep(JUPITER), 1 };
	p.tip_accounts = (struct policy_keys){ keep(key_at(5)), 1 };
	p.nonces = (struct policy_keys){ keep(key_at(6)), 1 };
	p.delegates = (struct policy_keys){ keep(key_at(7)), 1 };
	p.route_accounts = (struct policy_keys){ keep(key_at(8)), 1 };
	p.destinations = arena_alloc(&fx, 2 * sizeof(*p.destinations));
	p.destinations[0] =
		(struct policy_destination){ "exchange", key_at(9), 0 };
	p.destinations[1] =
		(struct policy_destination){ "till", key_at(10), USDC };
	p.markets = m = arena_alloc(&fx, sizeof(*m));
	*m = (struct policy_market){ .address = key_at(20),
				     .program = openbook_program,
				     .bids = key_at(21),
				     .asks = key_at(22),
				     .event_queue = key_at(23),
				     .request_queue = key_at(24),
				     .base_vault = key_at(25),
				     .quote_vault = key_at(26),
				     .vault_signer = key_at(27),
				     .base = TOK,
				     .quote = POLICY_WSOL,
				     .base_lot = BASE_LOT,
				     .quote_lot = QUOTE_LOT,
				     .max_base = 1000 * BASE_LOT,
				     .max_quote = 50000000,
				     .min_price = dec_make(1, 5),
				     .max_price = dec_make(2, 4) };
	p.tables = arena_alloc(&fx, sizeof(*p.tables));
	table = arena_alloc(&fx, 10 * sizeof(*table));
	for (int i = 0; i < 8; i++)
		table[i] = key_at(20 + i);
	table[8] = key_at(40);
	table[9] = key_at(41);
	p.tables[0] = (struct sol_lut){ key_at(30), table, 9 };
	p.references = arena_alloc(&fx, sizeof(*p.references));
	p.references[0] =
		(struct policy_reference){ USDC, POLICY_WSOL, dec_make(4, 3) };
	p.n_references = 1;
	for (int s = 0; s < POLICY_SPANS; s++) {
		struct policy_sums *c = &p.ceilings[s];

		c->fees = 1000000;
		c->tips = s == POLICY_TX ? 5000000 : 100000000;
		c->count = s == POLICY_TX ? 0 : 100;
		c->out[POLICY_SOL] = 1000000000;
		c->out[POLICY_WSOL] = 100000000;
		c->out[TOK] = 1000 * BASE_LOT;
		c->out[USDC] = 1000000000;
		c->placed[POLICY_WSOL] = 200000000;
		c->placed[TOK] = 4000 * BASE_LOT;
	}
	CHECK(!policy_index(&fx, &p));
	return p;
}

/* ---- messages ---- */

struct plan {
	struct sol_ix v[MAX_IXS];
	size_t n;
	struct pubkey payer;
	bool v0;
	const struct sol_lut *table; /* what the message is compiled with */
};

static inline struct plan plan_of(const struct policy *p)
{
	return (struct plan){ .payer = p->wallets[0].key };
}

static inline void add(struct plan *pl, struct sol_ix ix)
{
	CHECK(pl->n < MAX_IXS);
	pl->v[pl->n++] = ix;
}

static inline void basic(struct plan *pl, struct sol_action act)
{
	add(pl, sol_ix_make(&fx, &act));
}

static inline void book(struct plan *pl, struct openbook_action act)
{
	add(pl, openbook_ix_make(&fx, &openbook_program, &act));
}

static inline uint8_t *bytes_of(const struct plan *pl, size_t *len)
{
	const struct sol_plan plan = {
		.version = pl->v0 || pl->table ? SOL_V0 : SOL_LEGACY,
		.payer = pl->payer,
		.blockhash = key_at(99),
		.ixs = pl->v,
		.n_ixs = pl->n,
		.luts = pl->table,
		.n_luts = pl->table ? 1 : 0,
	};
	uint8_t *msg;

	CHECK(!sol_message_build(&fx, &msg, len, &plan));
	return msg;
}

/* An action on the pinned market by wallet a, with all it wants. */
static inline struct openbook_action on_market(const struct policy *p,
					       enum openbook_kind kind)
{
	const struct policy_market *m = &p->markets[0];
	const struct pubkey *owner = &p->wallets[0].key;

	return (struct openbook_action){
		.kind = kind,
		.market = &m->address,
		.open_orders = keep(
			openbook_oo_address(owner, &m->address, &m->program)),
		.owner = owner,
		.payer = keep(ata_address(owner, &sol_native_mint,
					  &sol_token_program)),
		.request_queue = &m->request_queue,
		.event_queue = &m->event_queue,
		.bids = &m->bids,
		.asks = &m->asks,
		.base_vault = &m->base_vault,
		.quote_vault = &m->quote_vault,
		.vault_signer = &m->vault_signer,
		.base_wallet = keep(ata_address(owner, &p->assets[TOK].mint,
						&sol_token_program)),
		.quote_wallet = keep(ata_address(owner, &sol_native_mint,
						 &sol_token_program)),
		.destination = owner,
		.limit = 65535,
		.client_ids = { 1, 2 },
		.n_client_ids = 2,
		.n_orders = 1,
		.orders = { { .side = OPENBOOK_BID,
			      .price = 20000, /* 0.00002 */
			      .size = 100,
			      .max_quote = 2000000,
			      .self_trade = OPENBOOK_ABORT,
			      .type = OPENBOOK_POST_ONLY,
			      .client_id = 7,
			      .limit = 65535,
			      .max_ts = NOW + 120 } },
	};
}

#endif
