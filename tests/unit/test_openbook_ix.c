/* test_openbook_ix - instructions of OpenBook v1, made and read; bytes of other
 * implementations are in tests/vectors. */
#include "chain/openbook_ix.h"
#include "check.h"

#include <string.h>

static struct arena arena;

static const enum openbook_kind kinds[] = {
	OPENBOOK_INIT_MARKET,  OPENBOOK_CONSUME,
	OPENBOOK_SETTLE,       OPENBOOK_NEW_ORDER,
	OPENBOOK_CANCEL,       OPENBOOK_CANCEL_ID,
	OPENBOOK_CLOSE_OO,     OPENBOOK_INIT_OO,
	OPENBOOK_PRUNE,        OPENBOOK_CONSUME_PERMISSIONED,
	OPENBOOK_CANCEL_IDS,   OPENBOOK_REPLACE,
	OPENBOOK_REPLACE_MANY,
};

static struct openbook_market market;
static struct pubkey keys[10];

static void name_accounts(void)
{
	struct pubkey *of_market[] = {
		&market.address,     &market.base_mint,
		&market.quote_mint,  &market.base_vault,
		&market.quote_vault, &market.request_queue,
		&market.event_queue, &market.bids,
		&market.asks,        &market.vault_signer,
	};

	for (uint8_t i = 0; i < COUNT(of_market); i++)
		*of_market[i] = (struct pubkey){ { 1, i } };
	for (uint8_t i = 0; i < COUNT(keys); i++)
		keys[i] = (struct pubkey){ { 2, i } };
}

static struct openbook_order order_of(uint64_t n)
{
	return (struct openbook_order){
		.side = OPENBOOK_ASK,
		.price = 100 + n,
		.size = UINT64_MAX - n,
		.max_quote = 1 + n,
		.self_trade = OPENBOOK_ABORT,
		.type = OPENBOOK_POST_ONLY,
		.client_id = n,
		.limit = OPENBOOK_LIMIT_MAX,
		.max_ts = 1700000000,
	};
}

static struct openbook_action full(enum openbook_kind kind)
{
	struct openbook_action act = openbook_action(&market, kind);

	act.open_orders = &keys[0];
	act.owner = &keys[1];
	act.payer = &keys[2];
	act.base_wallet = &keys[3];
	act.quote_wallet = &keys[4];
	act.referrer = &keys[5];
	act.destination = &keys[6];
	act.authority = &keys[7];
	act.prune_authority = &keys[8];
	act.crank_authority = &keys[9];
	act.oos = keys;
	act.n_oos = 3;
	act.n_orders = act.n_client_ids = OPENBOOK_BATCH_MAX;
	for (size_t i = 0; i < OPENBOOK_BATCH_MAX; i++) {
		act.orders[i] = order_of(i);
		act.client_ids[i] = UINT64_MAX - i;
	}
	act.side = OPENBOOK_ASK;
	act.order_id = (openbook_id)77 << 64 | 5;
	act.limit = 500;
	act.base_lot = 1000;
	act.quote_lot = 10;
	act.nonce = 3;
	act.dust = 100;
	return act;
}

static enum ix_err read_ix(struct openbook_action *act, const struct sol_ix *ix)
{
	return openbook_ix_read(&arena, act, ix);
}

static void check_equal(const struct sol_ix *a, const struct sol_ix *b)
{
	CHECK(pubkey_eq(&a->program, &b->program));
	CHECK(a->data_len == b->data_len && a->n_accounts == b->n_accounts);
	CHECK(!memcmp(a->data, b->data, a->data_len));
	for (size_t i = 0; i < a->n_accounts; i++) {
		CHECK(pubkey_eq(&a->accounts[i].key, &b->accounts[i].key));
		CHECK(a->accounts[i].signer == b->accounts[i].signer);
		CHECK(a->accounts[i].writable == b->accounts[i].writable);
	}
}

static bool cranks(enum openbook_kind kind)
{
	return kind == OPENBOOK_CONSUME ||
	       kind == OPENBOOK_CONSUME_PERMISSIONED;
}

/* Cut anywhere, or longer. */
static void check_data(const struct sol_ix *made, enum openbook_kind kind)
{
	uint8_t data[512] = { 0 };
	struct sol_ix ix = *made;
	struct openbook_action act;

	memcpy(data, made->data, made->data_len);
	for (ix.data_len = 0; ix.data_len < COUNT(data); ix.data_len++) {
		bool fits = ix.data_len == made->data_len ||
			    /* without max_ts, and fewer client ids */
			    (kind == OPENBOOK_NEW_ORDER && ix.data_len == 51) ||
			    (kind == OPENBOOK_CANCEL_IDS && ix.data_len > 5 &&
			     ix.data_len < 5 + 8 * OPENBOOK_BATCH_MAX &&
			     ix.data_len % 8 == 5);

		/* Its own block, so that a sanitizer sees a byte too far. */
		ix.data = memcpy(malloc(ix.data_len + !ix.data_len), data,
				 ix.data_len);
		CHECK((read_ix(&act, &ix) == IX_OK) == fits);
		free((void *)(uintptr_t)ix.data);
	}
}

/* Without its last account, with one more, without a right. */
static void check_accounts(const struct sol_ix *made, enum openbook_kind kind)
{
	struct sol_meta m[32] = { { .key = { { 0 } } } };
	struct sol_ix ix = *made;
	struct openbook_action act;

	memcpy(m, made->accounts, made->n_accounts * sizeof(*m));
	ix.accounts = m;
	for (size_t i = 0; i < ix.n_accounts; i++) {
		struct sol_meta was = m[i];
		bool ignored =
			kind == OPENBOOK_CONSUME && i >= ix.n_accounts - 2;
		bool crank = cranks(kind) && i < 3;

		m[i].signer = false;
		CHECK((read_ix(&act, &ix) == IX_OK) == !was.signer);
		m[i] = was;
		m[i].writable = false;
		CHECK((read_ix(&act, &ix) == IX_OK) ==
		      (!was.writable || ignored || crank));
		m[i] = was;
	}
	if (cranks(kind))
		return; /* one more is one more to crank */
	ix.n_accounts++;
	CHECK(read_ix(&act, &ix) == IX_MALFORMED);
	ix.n_accounts -= 2;
	CHECK((read_ix(&act, &ix) == IX_OK) ==
	      (kind == OPENBOOK_INIT_MARKET || kind == OPENBOOK_SETTLE ||
	       kind == OPENBOOK_INIT_OO));
}

static void test_every_kind(void)
{
	for (size_t k = 0; k < COUNT(kinds); k++) {
		struct openbook_action want = full(kinds[k]), got;
		struct sol_ix ix =
			openbook_ix_make(&arena, &openbook_program, &want);
		struct sol_ix again;

		CHECK(!read_ix(&got, &ix) && got.kind == kinds[k]);
		CHECK(got.side == OPENBOOK_BID || got.side == want.side);
		CHECK(!got.order_id || got.order_id == want.order_id);
		CHECK(!got.open_orders ||
		      pubkey_eq(got.open_orders, want.open_orders));
		CHECK(!got.owner || pubkey_eq(got.owner, want.owner));
		CHECK(pubkey_eq(got.market, want.market));
		for (size_t i = 0; i < got.n_orders; i++)
			CHECK(got.orders[i].price == want.orders[i].price &&
			      got.orders[i].max_ts == want.orders[i].max_ts);
		again = openbook_ix_make(&arena, &openbook_program, &got);
		check_equal(&ix, &again);
		check_data(&ix, kinds[k]);
		check_accounts(&ix, kinds[k]);
		CHECK(strlen(openbook_kind_name(kinds[k])) > 4);
	}
}

static void test_unknown(void)
{
	static const uint8_t known[] = { 0,  3,  5,  10, 11, 12, 14,
					 15, 16, 17, 18, 19, 20 };
	struct openbook_action act;
	uint8_t data[] = { 0, 0, 0, 0, 0 };
	struct sol_ix ix = { .data = data, .data_len = sizeof(data) };

	for (int tag = 0; tag < 256; tag++) {
		bool is = tag < 21 && memchr(known, tag, sizeof(known));

		data[1] = (uint8_t)tag;
		CHECK(read_ix(&act, &ix) == (is ? IX_MALFORMED : IX_UNKNOWN));
	}
	data[1] = 5;
	data[4] = 1; /* a tag of 32 bits */
	CHECK(read_ix(&act, &ix) == IX_UNKNOWN);
	data[4] = 0;
	data[0] = 1; /* another version */
	CHECK(read_ix(&act, &ix) == IX_UNKNOWN);
	ix.data_len = 4;
	CHECK(read_ix(&act, &ix) == IX_UNKNOWN);
}

/* What the program would not take. */
static void test_orders_refused(void)
{
	struct openbook_action act = full(OPENBOOK_NEW_ORDER), got;
	struct sol_ix ix;

#define REFUSED(change)                                                        \
	do {                                                                   \
		act = full(OPENBOOK_NEW_ORDER);                                \
		change;                                                        \
		ix = openbook_ix_make(&arena, &openbook_program, &act);        \
		CHECK(read_ix(&got, &ix) == IX_MALFORMED);                     \
	} while (0)
	REFUSED(act.orders[0].price = 0);
	REFUSED(act.orders[0].size = 0);
	REFUSED(act.orders[0].max_quote = 0);
	REFUSED(act.orders[0].side = (enum openbook_side)2);
	REFUSED(act.orders[0].type = (enum openbook_order_type)3);
	REFUSED(act.orders[0].self_trade = (enum openbook_self_trade)3);
#undef REFUSED
	act = full(OPENBOOK_REPLACE_MANY);
	act.orders[7].side = OPENBOOK_BID; /* one side for all */
	ix = openbook_ix_make(&arena, &openbook_program, &act);
	CHECK(read_ix(&got, &ix) == IX_MALFORMED);
	act = full(OPENBOOK_CANCEL);
	act.side = (enum openbook_side)2;
	ix = openbook_ix_make(&arena, &openbook_program, &act);
	CHECK(read_ix(&got, &ix) == IX_MALFORMED);
	act = full(OPENBOOK_CANCEL_ID);
	act.client_ids[0] = 0;
	ix = openbook_ix_make(&arena, &openbook_program, &act);
	CHECK(read_ix(&got, &ix) == IX_MALFORMED);
	act = full(OPENBOOK_CANCEL_IDS);
	act.client_ids[3] = 0; /* between others */
	ix = openbook_ix_make(&arena, &openbook_program, &act);
	CHECK(read_ix(&got, &ix) == IX_MALFORMED);
	memset(act.client_ids + 3, 0, 5 * sizeof(*act.client_ids));
	ix = openbook_ix_make(&arena, &openbook_program, &act);
	CHECK(!read_ix(&got, &ix) && got.n_client_ids == 3);
}

/* More of them than an instruction takes, or none. */
static void test_batches(void)
{
	static uint8_t data[5 + 8 + 54 * 9];
	struct openbook_action act = full(OPENBOOK_REPLACE_MANY), got;
	struct sol_ix ix = openbook_ix_make(&arena, &openbook_program, &act);

	memcpy(data, ix.data, ix.data_len);
	memcpy(data + ix.data_len, data + 13, 54);
	ix.data = data;
	ix.data_len = sizeof(data);
	data[5] = 9;
	CHECK(read_ix(&got, &ix) == IX_MALFORMED);
	data[5] = 0;
	ix.data_len = 13;
	CHECK(read_ix(&got, &ix) == IX_MALFORMED);
	memset(data + 5, 0xff, 8);
	CHECK(read_ix(&got, &ix) == IX_MALFORMED);

	act = full(OPENBOOK_CANCEL_IDS);
	ix = openbook_ix_make(&arena, &openbook_program, &act);
	memcpy(data, ix.data, ix.data_len);
	ix.data = data;
	ix.data_len += 8;
	CHECK(read_ix(&got, &ix) == IX_MALFORMED);
	ix.data_len = 5;
	CHECK(read_ix(&got, &ix) == IX_MALFORMED);
}

static void test_expiry(void)
{
	struct openbook_action act = full(OPENBOOK_NEW_ORDER), got;
	struct sol_ix ix;

	act.orders[0].max_ts = OPENBOOK_NO_EXPIRY;
	ix = openbook_ix_make(&arena, &openbook_program, &act);
	CHECK(ix.data_len == 51 && !read_ix(&got, &ix));
	CHECK(got.orders[0].max_ts == OPENBOOK_NO_EXPIRY);
	act.kind = OPENBOOK_REPLACE; /* which has no short form */
	ix = openbook_ix_make(&arena, &openbook_program, &act);
	CHECK(ix.data_len == 59 && !read_ix(&got, &ix));
	CHECK(got.orders[0].max_ts == OPENBOOK_NO_EXPIRY);
}

/* Sorted as the program looks them up: the bytes of each word backwards. */
static void test_crank_order(void)
{
	struct pubkey oos[5] = { { { [0] = 1 } },
				 { { [7] = 1 } },
				 { { [1] = 1 } },
				 { { [7] = 1 } },
				 { { [31] = 255 } } };
	struct openbook_action act = full(OPENBOOK_CONSUME), got;
	struct sol_ix ix;

	act.oos = oos;
	act.n_oos = 5;
	ix = openbook_ix_make(&arena, &openbook_program, &act);
	CHECK(ix.n_accounts == 4 + 4); /* each once */
	CHECK(ix.accounts[0].key.b[31] == 255);
	CHECK(ix.accounts[1].key.b[0] == 1);
	CHECK(ix.accounts[2].key.b[1] == 1);
	CHECK(ix.accounts[3].key.b[7] == 1);
	CHECK(oos[0].b[0] == 1); /* the caller's stay as they are */
	CHECK(!read_ix(&got, &ix) && got.n_oos == 4 && got.limit == 500);
	ix.accounts += 4;
	ix.n_accounts = 4;
	CHECK(read_ix(&got, &ix) == IX_MALFORMED); /* none to crank */
	ix.n_accounts = 0;
	CHECK(read_ix(&got, &ix) == IX_MALFORMED);
}

static void test_optional(void)
{
	struct openbook_action act = full(OPENBOOK_SETTLE), got;
	struct sol_ix ix;

	act.referrer = NULL;
	ix = openbook_ix_make(&arena, &openbook_program, &act);
	CHECK(ix.n_accounts == 9 && !read_ix(&got, &ix) && !got.referrer);
	act = full(OPENBOOK_INIT_OO);
	act.authority = NULL;
	ix = openbook_ix_make(&arena, &openbook_program, &act);
	CHECK(ix.n_accounts == 4 && !read_ix(&got, &ix) && !got.authority);
	act = full(OPENBOOK_INIT_MARKET);
	act.prune_authority = NULL; /* then no crank authority either */
	ix = openbook_ix_make(&arena, &openbook_program, &act);
	CHECK(ix.n_accounts == 11 && !read_ix(&got, &ix));
	CHECK(got.authority && !got.prune_authority && !got.crank_authority);
}

static void test_errors(void)
{
	const char *file;
	int line;

	CHECK(!strcmp(openbook_error_name(0x22), "InsufficientFunds"));
	CHECK(!strcmp(openbook_error_name(0x3f), "OrderMaxTimestampExceeded"));
	CHECK(!openbook_error_name(0x40) && !openbook_error_name(999));
	CHECK(!openbook_error_name(UINT32_MAX));
	CHECK(openbook_assertion(&file, &line, 0x1000694));
	CHECK(!strcmp(file, "state.rs") && line == 0x694);
	CHECK(openbook_assertion(&file, &line, 0x3000001));
	CHECK(!strcmp(file, "critbit.rs") && line == 1);
	CHECK(!openbook_assertion(&file, &line, 0x29));
	CHECK(!openbook_assertion(&file, &line, 0x4000001));
	CHECK(!openbook_assertion(&file, &line, 0x1010001));
	CHECK(!strcmp(openbook_error_name(0x100077f), "AssertionError"));
}

int main(void)
{
	name_accounts();
	test_every_kind();
	test_unknown();
	test_orders_refused();
	test_batches();
	test_expiry();
	test_crank_order();
	test_optional();
	test_errors();
	arena_free(&arena);
	printf("test_openbook_ix: pass\n");
	return 0;
}
