/* Each rule of the policy: a message that breaks it alone, and its twin that does
 * not. */
#include "policy_fixture.h"

static struct policy P;

static enum policy_reason check_plan(const struct plan *pl,
				     struct policy_verdict *v)
{
	size_t len;
	uint8_t *msg = bytes_of(pl, &len);

	policy_check(&fx, v, &P, msg, len, NOW, true);
	return v->reason;
}

#define REFUSED(pl, want)                                                      \
	do {                                                                   \
		struct policy_verdict got;                                     \
                                                                               \
		check_plan(pl, &got);                                          \
		if (got.reason != (want))                                      \
			fprintf(stderr, "%s: %s\n",                            \
				policy_reason_code(got.reason), got.text);     \
		CHECK(got.reason == (want));                                   \
		CHECK(got.reason == POLICY_OK || got.text);                    \
	} while (0)
#define ALLOWED(pl) REFUSED(pl, POLICY_OK)

/* One instruction, as it is and not allowed. */
static void sol(struct sol_action act, enum policy_reason want)
{
	struct plan pl = plan_of(&P);

	basic(&pl, act);
	REFUSED(&pl, want);
}

static void dex(struct openbook_action act, enum policy_reason want)
{
	struct plan pl = plan_of(&P);

	book(&pl, act);
	REFUSED(&pl, want);
}

static void forbidden(struct plan *pl, enum policy_allow what)
{
	P.allow &= ~(UINT32_C(1) << what);
	REFUSED(pl, POLICY_EALLOW);
	P.allow |= UINT32_C(1) << what;
	ALLOWED(pl);
}

static struct pubkey ata(int wallet, int asset)
{
	return ata_address(&P.wallets[wallet].key, &P.assets[asset].mint,
			   &sol_token_program);
}

/* ---- system ---- */

static void transfers(void)
{
	const struct pubkey *a = &P.wallets[0].key, *b = &P.wallets[1].key;
	struct pubkey stranger = STRANGER, wsol = ata(1, POLICY_WSOL);
	struct pubkey tok = ata(1, TOK);
	struct sol_action act = { .kind = IX_SYS_TRANSFER,
				  .source = a,
				  .destination = b,
				  .amount = 5000000 };
	struct plan pl = plan_of(&P);
	struct policy_verdict v;

	sol(act, POLICY_OK);
	basic(&pl, act);
	forbidden(&pl, POLICY_TRANSFER);
	act.destination = &stranger;
	sol(act, POLICY_EDESTINATION);
	act.destination = &wsol;
	sol(act, POLICY_OK);
	pl = plan_of(&P);
	basic(&pl, act);
	forbidden(&pl, POLICY_WRAP);
	act.destination = &tok; /* lamports nobody gets back */
	sol(act, POLICY_EDESTINATION);

	act.destination = &P.destinations[0].address;
	act.amount = 1000000000;
	pl = plan_of(&P);
	basic(&pl, act);
	forbidden(&pl, POLICY_PAY);
	CHECK(!check_plan(&pl, &v) && v.risk &&
	      v.sums.out[POLICY_SOL] == 1000000000);
	act.amount++;
	sol(act, POLICY_EOUT);
	act.amount = 1;
	act.destination = &P.destinations[1].address; /* listed for USDC */
	sol(act, POLICY_EDESTINATION);
	/* Twice half and a bit is over it too. */
	act.destination = &P.destinations[0].address;
	act.amount = 500000001;
	pl = plan_of(&P);
	basic(&pl, act);
	ALLOWED(&pl);
	basic(&pl, act);
	REFUSED(&pl, POLICY_EOUT);
}

static void tips(void)
{
	struct sol_action act = { .kind = IX_SYS_TRANSFER,
				  .source = &P.wallets[0].key,
				  .destination = &P.tip_accounts.v[0],
				  .amount = 5000000 };
	struct plan pl = plan_of(&P);
	struct policy_verdict v;

	basic(&pl, act);
	forbidden(&pl, POLICY_TIP);
	CHECK(!check_plan(&pl, &v) && !v.risk && v.sums.tips == 5000000);
	basic(&pl, act);
	REFUSED(&pl, POLICY_ETIP);
	act.amount++;
	sol(act, POLICY_ETIP);
}

static void signers(void)
{
	struct pubkey stranger = STRANGER;
	struct sol_action act = { .kind = IX_SYS_TRANSFER,
				  .source = &stranger,
				  .destination = &P.wallets[0].key,
				  .amount = 1 };
	struct plan pl = plan_of(&P);

	sol(act, POLICY_ESIGNER);
	act.source = &P.wallets[1].key; /* two of ours */
	sol(act, POLICY_OK);
	pl.payer = stranger;
	basic(&pl, act);
	REFUSED(&pl, POLICY_ESIGNER);
}

static void creations(void)
{
	const struct policy_market *m = &P.markets[0];
	const struct pubkey *a = &P.wallets[0].key, *b = &P.wallets[1].key;
	struct pubkey stranger = STRANGER;
	struct pubkey oo = openbook_oo_address(a, &m->address, &m->program);
	char seed[OPENBOOK_OO_SEED_SZ];
	struct sol_action act = { .kind = IX_SYS_CREATE_SEED,
				  .payer = a,
				  .account = &oo,
				  .base = a,
				  .seed = openbook_oo_seed(seed, &m->address),
				  .seed_len = 32,
				  .amount = OPENBOOK_OO_RENT,
				  .space = OPENBOOK_OO_LEN,
				  .program = &openbook_program };
	struct sol_action bad = act;
	struct openbook_action open = on_market(&P, OPENBOOK_INIT_OO);
	struct plan pl = plan_of(&P);

	/* Made and not opened: anybody can open it as his own. */
	sol(act, POLICY_EACCOUNT);
	basic(&pl, act);
	open.open_orders = &stranger;
	book(&pl, open);
	REFUSED(&pl, POLICY_EACCOUNT);
	open.open_orders = &oo;
	pl = plan_of(&P);
	basic(&pl, act);
	book(&pl, open);
	forbidden(&pl, POLICY_INIT_OO);
	bad.account = &stranger;
	sol(bad, POLICY_EACCOUNT);
	bad = act;
	bad.base = b; /* not the wallet the address follows from */
	sol(bad, POLICY_EACCOUNT);
	bad = act;
	bad.program = &stranger; /* a program of theirs owns it */
	sol(bad, POLICY_EACCOUNT);
	bad = act;
	bad.amount++;
	sol(bad, POLICY_EACCOUNT);
	bad = act;
	bad.space--;
	sol(bad, POLICY_EACCOUNT);
	bad = act;
	bad.kind = IX_SYS_CREATE;
	bad.account = b;
	sol(bad, POLICY_EINSTRUCTION);
}

static void nonces(void)
{
	const struct pubkey *a = &P.wallets[0].key;
	struct pubkey stranger = STRANGER;
	struct sol_action act = { .kind = IX_NONCE_ADVANCE,
				  .account = &P.nonces.v[0],
				  .authority = a };
	struct sol_action out = { .kind = IX_NONCE_WITHDRAW,
				  .account = &P.nonces.v[0],
				  .authority = a,
				  .destination = a,
				  .amount = 1 };
	struct plan pl = plan_of(&P);
	struct policy_verdict v;

	basic(&pl, act);
	forbidden(&pl, POLICY_NONCE);
	CHECK(!check_plan(&pl, &v) && v.nonce && !v.risk);
	basic(&pl, act); /* the second is not the first */
	REFUSED(&pl, POLICY_ENONCE);
	act.account = &stranger;
	sol(act, POLICY_ENONCE);
	sol(out, POLICY_OK);
	out.destination = &stranger;
	sol(out, POLICY_EDESTINATION);
	out.kind = IX_NONCE_INIT;
	sol(out, POLICY_EINSTRUCTION);
}

static void fees(void)
{
	struct sol_action limit = { .kind = IX_BUDGET_LIMIT,
				    .amount = 1000000 };
	struct sol_action price = { .kind = IX_BUDGET_PRICE, .amount = 995000 };
	struct plan pl = plan_of(&P);
	struct policy_verdict v;

	basic(&pl, limit);
	basic(&pl, price);
	CHECK(!check_plan(&pl, &v) && v.sums.fees == 1000000 && !v.risk);
	CHECK(v.sums.count == 1);
	pl.n = 1;
	price.amount++;
	basic(&pl, price);
	REFUSED(&pl, POLICY_EFEE);
	/* Without a limit it is what the chain takes for one. */
	pl = plan_of(&P);
	price.amount = 5000000;
	basic(&pl, price);
	ALLOWED(&pl);
	basic(&pl, (struct sol_action){ .kind = IX_MEMO });
	REFUSED(&pl, POLICY_EFEE);
	pl = plan_of(&P);
	basic(&pl, limit);
	basic(&pl, limit);
	REFUSED(&pl, POLICY_EMALFORMED);
}

/* ---- tokens ---- */

static void tokens(void)
{
	const struct pubkey *a = &P.wallets[0].key;
	struct pubkey from = ata(0, USDC), to = ata(1, USDC);
	struct pubkey stranger = STRANGER;
	struct sol_action act = { .kind = IX_TOKEN_TRANSFER,
				  .source = &from,
				  .destination = &to,
				  .authority = a,
				  .amount = 5000000 };
	struct plan pl = plan_of(&P);
	struct policy_verdict v;

	basic(&pl, act);
	forbidden(&pl, POLICY_TRANSFER);
	act.destination = &stranger;
	sol(act, POLICY_EDESTINATION);
	/* To somebody listed, only with the mint, and within the ceiling. */
	act.destination = &P.destinations[1].address;
	sol(act, POLICY_EACCOUNT);
	act.kind = IX_TOKEN_TRANSFER_CHECKED;
	act.mint = &P.assets[USDC].mint;
	act.decimals = 6;
	act.amount = 1000000000;
	pl = plan_of(&P);
	basic(&pl, act);
	forbidden(&pl, POLICY_PAY);
	CHECK(!check_plan(&pl, &v) && v.sums.out[USDC] == 1000000000);
	act.amount++;
	sol(act, POLICY_EOUT);
	act.amount = 1;
	act.mint = &P.assets[TOK].mint;
	sol(act, POLICY_EACCOUNT);
	act.destination = &to;
	sol(act, POLICY_EACCOUNT);
	act.mint = &P.assets[USDC].mint;
	sol(act, POLICY_OK);
}

static void delegations(void)
{
	struct pubkey from = ata(0, USDC), stranger = STRANGER;
	struct sol_action act = { .kind = IX_TOKEN_APPROVE,
				  .source = &from,
				  .delegate = &P.delegates.v[0],
				  .authority = &P.wallets[0].key,
				  .amount = 1000000000 };
	struct plan pl = plan_of(&P);
	struct policy_verdict v;
	uint8_t authority[] = { 6, 2, 0 }; /* SetAuthority of an account */
	struct sol_meta metas[] = { { .key = from, .writable = true },
				    { .key = P.wallets[0].key,
				      .signer = true } };

	sol(act, POLICY_OK);
	act.amount++;
	sol(act, POLICY_EOUT);
	act.delegate = &stranger;
	sol(act, POLICY_EDELEGATION);
	P.allow &= ~(UINT32_C(1) << POLICY_APPROVE);
	act.delegate = &P.delegates.v[0];
	sol(act, POLICY_EDELEGATION);
	P.allow |= UINT32_C(1) << POLICY_APPROVE;

	add(&pl, (struct sol_ix){ .program = sol_token_program,
				  .accounts = metas,
				  .n_accounts = 2,
				  .data = authority,
				  .data_len = 3 });
	REFUSED(&pl, POLICY_EINSTRUCTION);
	act.kind = IX_TOKEN_REVOKE;
	pl = plan_of(&P);
	basic(&pl, act);
	forbidden(&pl, POLICY_REVOKE);
	CHECK(!check_plan(&pl, &v) && !v.risk);
}

static void closures(void)
{
	const struct pubkey *a = &P.wallets[0].key;
	struct pubkey acc = ata(0, POLICY_WSOL), stranger = STRANGER;
	struct sol_action act = { .kind = IX_TOKEN_CLOSE,
				  .account = &acc,
				  .destination = &P.wallets[1].key,
				  .authority = a };
	struct sol_action sync = { .kind = IX_TOKEN_SYNC_NATIVE,
				   .account = &acc };
	struct sol_action make = { .kind = IX_ATA_CREATE_IDEMPOTENT,
				   .payer = a,
				   .account = &acc,
				   .owner = a,
				   .mint = &sol_native_mint,
				   .program = &sol_token_program };
	struct plan pl = plan_of(&P);
	struct policy_verdict v;

	basic(&pl, act);
	forbidden(&pl, POLICY_CLOSE_TOKEN);
	CHECK(!check_plan(&pl, &v) && !v.risk);
	act.destination = &stranger;
	sol(act, POLICY_EDESTINATION);
	sol(sync, POLICY_OK);
	sync.account = &stranger;
	sol(sync, POLICY_EACCOUNT);

	pl = plan_of(&P);
	basic(&pl, make);
	forbidden(&pl, POLICY_CREATE_ATA);
	CHECK(!check_plan(&pl, &v) && !v.risk);
	make.owner = &stranger;
	sol(make, POLICY_EOWNER);
	make.owner = &P.wallets[1].key; /* the account is a's */
	sol(make, POLICY_EACCOUNT);
	make.owner = a;
	make.mint = &P.assets[TOK].mint;
	sol(make, POLICY_EACCOUNT);
	act = (struct sol_action){ .kind = IX_TOKEN_BURN,
				   .source = &acc,
				   .mint = &sol_native_mint,
				   .authority = a,
				   .amount = 1 };
	sol(act, POLICY_EINSTRUCTION);
}

/* ---- programs and tables ---- */

static void programs(void)
{
	struct plan pl = plan_of(&P);

	add(&pl, (struct sol_ix){ .program = STRANGER });
	REFUSED(&pl, POLICY_EPROGRAM);
	pl = plan_of(&P);
	add(&pl, (struct sol_ix){ .program = sol_alt_program,
				  .data = (const uint8_t *)"\4\0\0",
				  .data_len = 4 });
	REFUSED(&pl, POLICY_EMALFORMED);
	pl = plan_of(&P);
	add(&pl, (struct sol_ix){ .program = sol_system_program,
				  .data = (const uint8_t *)"\1\0\0",
				  .data_len = 4 });
	REFUSED(&pl, POLICY_EINSTRUCTION); /* Assign */
	pl = plan_of(&P);
	add(&pl, (struct sol_ix){ .program = P.wallets[1].key });
	REFUSED(&pl, POLICY_EPROGRAM);
}

static void tables(void)
{
	struct openbook_action act = on_market(&P, OPENBOOK_CANCEL_IDS);
	struct sol_lut grown = P.tables[0], other = P.tables[0];
	struct plan pl = plan_of(&P);
	struct sol_action to = { .kind = IX_SYS_TRANSFER,
				 .source = &P.wallets[0].key,
				 .destination = keep(key_at(41)),
				 .amount = 1 };

	book(&pl, act);
	pl.table = &P.tables[0];
	ALLOWED(&pl);
	other.address = STRANGER;
	pl.table = &other;
	REFUSED(&pl, POLICY_ETABLE);
	/* Grown by an entry since: what was pinned may be used, that may not. */
	grown.n++;
	pl.table = &grown;
	ALLOWED(&pl);
	basic(&pl, to);
	REFUSED(&pl, POLICY_ETABLE);
	/* A pinned entry is no one of ours for that. */
	to.destination = keep(key_at(40));
	pl.n = 1;
	basic(&pl, to);
	REFUSED(&pl, POLICY_EDESTINATION);
}

static void table_keeping(void)
{
	const struct pubkey *a = &P.wallets[0].key;
	struct pubkey stranger = STRANGER, keys[] = { key_at(1) };
	struct sol_action act = { .kind = IX_LUT_EXTEND,
				  .account = &stranger,
				  .authority = a,
				  .payer = a,
				  .keys = keys,
				  .n_keys = 1 };
	struct plan pl = plan_of(&P);
	struct policy_verdict v;

	basic(&pl, act);
	forbidden(&pl, POLICY_TABLE);
	CHECK(!check_plan(&pl, &v) && v.risk);
	act.kind = IX_LUT_CREATE;
	sol(act, POLICY_OK);
	act.kind = IX_LUT_FREEZE;
	sol(act, POLICY_EINSTRUCTION);
	act.kind = IX_LUT_CLOSE;
	act.destination = a;
	sol(act, POLICY_OK);
	act.destination = &stranger;
	sol(act, POLICY_EDESTINATION);
}

/* ---- OpenBook ---- */

static void orders(void)
{
	const struct openbook_action good = on_market(&P, OPENBOOK_NEW_ORDER);
	struct openbook_action act = good;
	struct openbook_order *o = &act.orders[0];
	struct plan pl = plan_of(&P);
	struct policy_verdict v;

	book(&pl, good);
	forbidden(&pl, POLICY_PLACE);
	CHECK(!check_plan(&pl, &v) && v.risk && !v.n_swaps &&
	      v.sums.placed[POLICY_WSOL] == 2000000 &&
	      v.sums.out[POLICY_WSOL] == 0);

	o->self_trade = OPENBOOK_DECREMENT_TAKE;
	dex(act, POLICY_ESELF_TRADE);
	o->self_trade = OPENBOOK_CANCEL_PROVIDE;
	dex(act, POLICY_ESELF_TRADE);
	act = good;
	o->max_ts = OPENBOOK_NO_EXPIRY;
	dex(act, POLICY_EEXPIRY);
	o->max_ts = NOW + TTL + 1;
	dex(act, POLICY_EEXPIRY);
	o->max_ts = NOW + TTL;
	dex(act, POLICY_OK);
	act = good;
	o->size = 1001;
	o->price = 10000;
	dex(act, POLICY_EAMOUNT);
	o->size = 1000;
	o->max_quote = 10000000;
	dex(act, POLICY_OK);
	o->max_quote = 50000001; /* what the bid may lock counts */
	dex(act, POLICY_EAMOUNT);
	act = good;
	o->size = 1000;
	o->price = 50001;
	dex(act, POLICY_EAMOUNT);
	act = good;
	o->price = 9999;
	dex(act, POLICY_EPRICE);
	o->price = 200001;
	dex(act, POLICY_EPRICE);
	o->price = 200000;
	dex(act, POLICY_OK);
	act = good;
	o->price = UINT64_MAX;
	o->size = UINT64_MAX;
	dex(act, POLICY_EAMOUNT);
	/* An ask is paid in base. */
	act = good;
	o->side = OPENBOOK_ASK;
	dex(act, POLICY_EACCOUNT);
	act.payer = good.base_wallet;
	dex(act, POLICY_OK);
}

static void markets(void)
{
	const struct openbook_action good = on_market(&P, OPENBOOK_NEW_ORDER);
	struct openbook_action act = good;
	struct pubkey stranger = STRANGER, of_b = ata(1, POLICY_WSOL);
	const struct pubkey **const pinned[] = {
		&act.request_queue, &act.event_queue, &act.bids,
		&act.asks,          &act.base_vault,  &act.quote_vault,
	};

	for (size_t i = 0; i < COUNT(pinned); i++) {
		act = good;
		*pinned[i] = &stranger;
		dex(act, POLICY_EACCOUNT);
	}
	act = good;
	act.market = &stranger;
	dex(act, POLICY_EMARKET);
	act = good;
	act.payer = &stranger;
	dex(act, POLICY_EACCOUNT);
	act.payer = &of_b; /* another wallet's */
	dex(act, POLICY_EACCOUNT);
	act = good;
	act.owner = &stranger;
	dex(act, POLICY_ESIGNER);
	act = good;
	act.open_orders = &stranger; /* found by book-read, not derived */
	dex(act, POLICY_OK);
}

static void takers(void)
{
	struct openbook_action act = on_market(&P, OPENBOOK_NEW_ORDER);
	const struct policy_reference kept = P.references[0];
	struct policy_verdict v;
	struct plan pl = plan_of(&P);

	act.orders[0].type = OPENBOOK_IOC;
	book(&pl, act);
	CHECK(!check_plan(&pl, &v) && v.n_swaps == 1 && !v.swaps[0].route);
	CHECK(v.swaps[0].in == POLICY_WSOL && v.swaps[0].amount == 2000000);
	CHECK(v.swaps[0].out == TOK && v.swaps[0].min_out == 100 * BASE_LOT);
	CHECK(v.sums.out[POLICY_WSOL] == 2000000 &&
	      v.sums.placed[POLICY_WSOL] == 0);
	/* The policy's own price holds for a book too. */
	P.references[0].in = POLICY_WSOL;
	P.references[0].out = TOK;
	P.references[0].price = dec_make(50000, 0);
	ALLOWED(&pl);
	P.references[0].price = dec_make(50001, 0);
	REFUSED(&pl, POLICY_ESLIPPAGE);
	P.references[0] = kept;
	P.allow &= ~(UINT32_C(1) << POLICY_TAKE);
	REFUSED(&pl, POLICY_ETYPE);
	act.orders[0].type = OPENBOOK_LIMIT;
	dex(act, POLICY_ETYPE);
	P.allow |= UINT32_C(1) << POLICY_TAKE;
}

static void batches(void)
{
	struct openbook_action act = on_market(&P, OPENBOOK_REPLACE_MANY);
	struct policy_verdict v;
	struct plan pl = plan_of(&P);

	act.n_orders = 8;
	for (int i = 1; i < 8; i++)
		act.orders[i] = act.orders[0];
	book(&pl, act);
	CHECK(!check_plan(&pl, &v) && v.risk &&
	      v.sums.placed[POLICY_WSOL] == 16000000);
	act.orders[7].self_trade = OPENBOOK_DECREMENT_TAKE;
	dex(act, POLICY_ESELF_TRADE);
	for (int i = 0; i < 8; i++) {
		act.orders[i] = act.orders[0];
		act.orders[i].max_quote = 25000001; /* the sum is over */
	}
	dex(act, POLICY_EOUT);
}

static void reductions(void)
{
	static const struct {
		enum openbook_kind kind;
		enum policy_allow allow;
	} kinds[] = {
		{ OPENBOOK_CANCEL, POLICY_CANCEL },
		{ OPENBOOK_CANCEL_ID, POLICY_CANCEL },
		{ OPENBOOK_CANCEL_IDS, POLICY_CANCEL },
		{ OPENBOOK_SETTLE, POLICY_SETTLE },
		{ OPENBOOK_CONSUME, POLICY_CRANK },
		{ OPENBOOK_CLOSE_OO, POLICY_CLOSE_OO },
	};
	struct policy_verdict v;

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct openbook_action act = on_market(&P, kinds[i].kind);
		struct plan pl = plan_of(&P);

		act.oos = act.open_orders;
		act.n_oos = 1;
		act.order_id = 5;
		book(&pl, act);
		forbidden(&pl, kinds[i].allow);
		CHECK(!check_plan(&pl, &v) && !v.risk);
		if (kinds[i].kind == OPENBOOK_CONSUME)
			continue;
		act.owner = &P.wallets[1].key; /* two signers, both ours */
		dex(act, POLICY_OK);
		act.owner = keep(STRANGER);
		dex(act, POLICY_ESIGNER);
	}
}

static void settling(void)
{
	const struct openbook_action good = on_market(&P, OPENBOOK_SETTLE);
	struct openbook_action act = good;
	struct pubkey stranger = STRANGER, of_b = ata(1, TOK);

	act.base_wallet = &of_b;
	dex(act, POLICY_OK);
	act.base_wallet = &stranger;
	dex(act, POLICY_EDESTINATION);
	act = good;
	act.quote_wallet = &stranger;
	dex(act, POLICY_EDESTINATION);
	act.quote_wallet = good.base_wallet;
	dex(act, POLICY_EDESTINATION);
	act = good;
	act.referrer = &stranger;
	dex(act, POLICY_EDESTINATION);
	act.referrer = good.quote_wallet;
	dex(act, POLICY_OK);
	act = good;
	act.market = &stranger;
	dex(act, POLICY_EMARKET);
	act = good;
	act.vault_signer = &stranger;
	dex(act, POLICY_EACCOUNT);

	act = on_market(&P, OPENBOOK_CLOSE_OO);
	act.destination = &stranger;
	dex(act, POLICY_EDESTINATION);
	act = on_market(&P, OPENBOOK_INIT_OO);
	dex(act, POLICY_OK);
	act.authority = &P.wallets[1].key;
	dex(act, POLICY_EDELEGATION);
	act = on_market(&P, OPENBOOK_PRUNE);
	act.authority = act.owner;
	dex(act, POLICY_EINSTRUCTION);
	/* A cancel elsewhere harms nobody. */
	act = on_market(&P, OPENBOOK_CANCEL_IDS);
	act.market = &stranger;
	dex(act, POLICY_OK);
}

/* ---- swaps ---- */

struct route {
	struct sol_meta metas[16];
	uint8_t data[12 + 4 * 33 + 19 + 1];
	struct sol_ix ix;
};

/* 10 USDC for 0.0402 wSOL at a slippage of 50 bps: at least 0.039999. */
static struct route *route(void)
{
	static const uint8_t disc[] = { 229, 23, 203, 151, 122, 227, 173, 42 };
	struct route *r = arena_alloc(&fx, sizeof(*r));
	uint64_t numbers[] = { 10000000, 40300000 };
	uint8_t *tail = r->data + 12;

	memcpy(r->data, disc, 8);
	memcpy(tail, numbers, 16);
	tail[16] = 50;
	r->metas[0].key = sol_token_program;
	r->metas[1] = (struct sol_meta){ P.wallets[0].key, true, false, 0 };
	r->metas[2] = (struct sol_meta){ ata(0, USDC), false, true, 0 };
	r->metas[3] = (struct sol_meta){ ata(0, POLICY_WSOL), false, true, 0 };
	r->metas[4].key = JUPITER;
	r->metas[5].key = sol_native_mint;
	r->metas[6].key = JUPITER;
	r->metas[7].key = key_at(8);
	r->ix = (struct sol_ix){ .program = JUPITER,
				 .accounts = r->metas,
				 .n_accounts = 8,
				 .data = r->data,
				 .data_len = 12 + 19 };
	return r;
}

static void swapped(struct route *r, enum policy_reason want)
{
	struct plan pl = plan_of(&P);

	add(&pl, r->ix);
	REFUSED(&pl, want);
}

static void swaps(void)
{
	struct route *r = route();
	struct plan pl = plan_of(&P);
	struct policy_verdict v;

	add(&pl, r->ix);
	forbidden(&pl, POLICY_SWAP);
	CHECK(!check_plan(&pl, &v) && v.risk && v.n_swaps == 1);
	CHECK(v.swaps[0].in == USDC && v.swaps[0].out == POLICY_WSOL &&
	      v.swaps[0].route);
	CHECK(v.swaps[0].amount == 10000000 &&
	      v.swaps[0].min_out == 40300000ull * 9950 / 10000);
	CHECK(v.sums.out[USDC] == 10000000);

	r->data[12 + 16] = 51;
	swapped(r, POLICY_ESLIPPAGE);
	r = route();
	r->data[12 + 18] = 1; /* a fee for the platform */
	swapped(r, POLICY_ESLIPPAGE);
	r = route();
	memcpy(r->data + 20, &(uint64_t){ 40000000 }, 8); /* below 0.004 */
	swapped(r, POLICY_ESLIPPAGE);
	r = route();
	memcpy(r->data + 12, &(uint64_t){ 1000000001 }, 8);
	memcpy(r->data + 20, &(uint64_t){ 5000000000 }, 8);
	swapped(r, POLICY_EOUT);
	r = route();
	r->data[0]++;
	swapped(r, POLICY_EINSTRUCTION);
	r = route();
	r->ix.data_len -= 1 + 4;
	swapped(r, POLICY_EMALFORMED);
	r = route();
	r->metas[3].key = STRANGER;
	swapped(r, POLICY_EDESTINATION);
	r = route();
	r->metas[4].key = STRANGER; /* sent on to somebody */
	swapped(r, POLICY_EDESTINATION);
	r = route();
	r->metas[2].key = ata(1, USDC);
	swapped(r, POLICY_EACCOUNT);
}

static void routes(void)
{
	struct route *r = route();
	struct plan pl = plan_of(&P);

	r->metas[7].key = key_at(40); /* known to nobody ... */
	swapped(r, POLICY_EROUTE);
	add(&pl, r->ix);
	pl.table = &P.tables[0]; /* ... but to a pinned table */
	ALLOWED(&pl);
	r->metas[7].key = ata(0, TOK);
	swapped(r, POLICY_EROUTE);
	r->metas[7].key = P.wallets[1].key;
	swapped(r, POLICY_EROUTE);
}

/* The same with a plan of n steps of 4 bytes, and some more bytes in the plan or
 * behind everything. */
static struct route *planned(uint32_t n, size_t in_plan, size_t behind)
{
	struct route *r = route();
	size_t steps = (size_t)n * 4 + in_plan;

	memmove(r->data + 12 + steps, r->data + 12, 19);
	memset(r->data + 12, 7, steps);
	memcpy(r->data + 8, &n, sizeof(n));
	r->ix.data_len += steps + behind;
	return r;
}

/* What the program reads are the bytes behind the plan, wherever it ends. */
static void plans(void)
{
	struct route *r;

	swapped(planned(1, 0, 0), POLICY_OK);
	swapped(planned(32, 0, 0), POLICY_OK);
	swapped(planned(33, 0, 0), POLICY_EMALFORMED);
	swapped(planned(0, 0, 1), POLICY_EMALFORMED);
	swapped(planned(2, 1, 0), POLICY_EMALFORMED);
	swapped(planned(2, 0, 1), POLICY_EMALFORMED);
	/* An empty plan, all of a wallet for nothing, and a good end. */
	r = planned(0, 19, 0);
	memset(r->data + 12, 0xff, 8);
	memset(r->data + 20, 0, 11);
	swapped(r, POLICY_EMALFORMED);
	/* Steps that are fewer or more than they say. */
	r = planned(3, 0, 0);
	r->data[8] = 2;
	swapped(r, POLICY_EMALFORMED);
	r->data[8] = 4;
	swapped(r, POLICY_EMALFORMED);
	memset(r->data + 8, 0xff, 4);
	swapped(r, POLICY_EMALFORMED);
}

static void exact_out(void)
{
	static const uint8_t disc[] = { 208, 51, 239, 151, 123, 43, 237, 92 };
	struct route *r = route();
	struct plan pl = plan_of(&P);
	struct policy_verdict v;

	memcpy(r->data, disc, 8);
	memcpy(r->data + 12, &(uint64_t){ 41000000 }, 8); /* out */
	memcpy(r->data + 20, &(uint64_t){ 9999999 }, 8);  /* in, quoted */
	r->metas[6].key = sol_native_mint;
	r->metas[8].key = JUPITER;
	r->ix.n_accounts = 9;
	add(&pl, r->ix);
	CHECK(!check_plan(&pl, &v));
	CHECK(v.swaps[0].min_out == 41000000 && v.swaps[0].amount == 10049999);
}

/* Through accounts of the program's own: the wallet's stand elsewhere. */
static void shared(void)
{
	static const uint8_t disc[] = { 193, 32, 155, 51, 65, 214, 156, 129 };
	struct route *r = route();
	struct sol_meta from = r->metas[2], to = r->metas[3];
	struct plan pl = plan_of(&P);
	struct policy_verdict v;

	memmove(r->data + 13, r->data + 12, 19);
	r->data[12] = 0;
	memcpy(r->data, disc, 8);
	r->ix.data_len++;
	r->metas[2] = r->metas[1];
	r->metas[1].key = r->metas[4].key = r->metas[5].key = key_at(8);
	r->metas[1].signer = false;
	r->metas[3] = from;
	r->metas[6] = to;
	r->metas[7].key = r->metas[8].key = sol_native_mint;
	r->metas[9].key = r->metas[10].key = JUPITER;
	r->ix.n_accounts = 11;
	add(&pl, r->ix);
	CHECK(!check_plan(&pl, &v) && v.swaps[0].amount == 10000000);
	r->metas[6].key = STRANGER;
	swapped(r, POLICY_EDESTINATION);
	r->metas[6] = to;
	r->metas[4].key = STRANGER;
	swapped(r, POLICY_EROUTE);
	r->ix.n_accounts = 10;
	swapped(r, POLICY_EMALFORMED);
}

/* ---- ceilings, and the index ---- */

static void ceilings(void)
{
	struct policy_sums sum = { .fees = 800000, .tips = 0, .count = 80 };

	CHECK(!policy_over(&fx, &P, &sum, &sum, POLICY_DAY, 80));
	sum.fees++;
	CHECK(!strcmp(policy_over(&fx, &P, &sum, &sum, POLICY_DAY, 80),
		      "fees"));
	CHECK(!policy_over(&fx, &P, &sum, &sum, POLICY_DAY, 100));
	sum = (struct policy_sums){ .count = 101 };
	CHECK(!strcmp(policy_over(&fx, &P, &sum, &sum, POLICY_HOUR, 100),
		      "transactions"));
	sum = (struct policy_sums){ .tips = UINT64_MAX };
	CHECK(!strcmp(policy_over(&fx, &P, &sum, &sum, POLICY_HOUR, 100),
		      "tips"));
	policy_add(&sum, &sum);
	CHECK(sum.tips == UINT64_MAX);
	sum = (struct policy_sums){ .out = { [USDC] = 1000000001 } };
	CHECK(!strcmp(policy_over(&fx, &P, &sum, &sum, POLICY_HOUR, 100),
		      "out of USDC"));
	/* Who adds nothing to it is not held back by it. */
	CHECK(!policy_over(&fx, &P, &sum, &(struct policy_sums){ .fees = 1 },
			   POLICY_HOUR, 100));
}

static void contradictions(void)
{
	struct policy p = P;
	struct plan pl = plan_of(&P);
	struct policy_verdict v;
	uint8_t *msg;
	size_t len;

	p.nonces = (struct policy_keys){ keep(P.wallets[0].key), 1 };
	CHECK(policy_index(&fx, &p));
	p = P;
	p.openbook.n = 0;
	CHECK(policy_index(&fx, &p));
	CHECK(policy_wallet_of(&P, &P.wallets[1].key) == 1);
	CHECK(policy_wallet_of(&P, &P.markets[0].bids) == -1);
	/* A policy of nothing refuses everything and breaks nowhere. */
	memset(&p, 0, sizeof(p));
	CHECK(!policy_index(&fx, &p));
	basic(&pl, (struct sol_action){ .kind = IX_BUDGET_LIMIT, .amount = 1 });
	msg = bytes_of(&pl, &len);
	policy_check(&fx, &v, &P, msg, len, NOW, false);
	CHECK(!v.reason);
	policy_check(&fx, &v, &p, msg, len, NOW, false);
	CHECK(v.reason == POLICY_ESIGNER);
}

int main(void)
{
	P = fixture();
	transfers();
	tips();
	signers();
	creations();
	nonces();
	fees();
	tokens();
	delegations();
	closures();
	programs();
	tables();
	table_keeping();
	orders();
	markets();
	takers();
	batches();
	reductions();
	settling();
	swaps();
	routes();
	plans();
	exact_out();
	shared();
	ceilings();
	contradictions();
	arena_free(&fx);
	puts("pass");
	return 0;
}
