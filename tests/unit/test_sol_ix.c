/* test_sol_ix - instructions of the common programs: every one is read as it was
 * made, and nothing that differs from it in a byte or an account is taken for it by
 * mistake.  Bytes of other implementations are in tests/vectors. */
#include "chain/sol_ix.h"
#include "check.h"

#include <string.h>

static struct arena arena;

static const struct pubkey keys[] = {
	{ { 1 } }, { { 2 } }, { { 3 } }, { { 4 } },  { { 5 } },  { { 6 } },
	{ { 7 } }, { { 8 } }, { { 9 } }, { { 10 } }, { { 11 } },
};

/* Something in every member. */
static struct sol_action full(enum ix_kind kind)
{
	return (struct sol_action){
		.kind = kind,
		.payer = &keys[0],
		.account = &keys[1],
		.source = &keys[2],
		.destination = &keys[3],
		.authority = &keys[4],
		.owner = &keys[5],
		.delegate = &keys[6],
		.mint = &keys[7],
		.base = &keys[8],
		.program = &keys[9],
		.amount = 0xfedcba98,
		.space = UINT64_C(0xfedcba9876543210),
		.slot = UINT64_MAX,
		.decimals = 254,
		.bump = 253,
		.seed = "seed",
		.seed_len = 4,
		.keys = keys,
		.n_keys = 3,
	};
}

static bool same_key(const struct pubkey *a, const struct pubkey *b)
{
	return !b || (a && pubkey_eq(a, b));
}

/* Every member that was read is what was made; the rest is empty. */
static void check_action(const struct sol_action *want,
			 const struct sol_action *got)
{
	CHECK(got->kind == want->kind);
	CHECK(same_key(want->payer, got->payer));
	CHECK(same_key(want->account, got->account));
	CHECK(same_key(want->source, got->source));
	CHECK(same_key(want->destination, got->destination));
	CHECK(same_key(want->authority, got->authority));
	CHECK(same_key(want->owner, got->owner));
	CHECK(same_key(want->delegate, got->delegate));
	CHECK(same_key(want->mint, got->mint));
	CHECK(same_key(want->base, got->base));
	CHECK(same_key(want->program, got->program));
	CHECK(!got->amount || got->amount == want->amount);
	CHECK(!got->space || got->space == want->space);
	CHECK(!got->slot || got->slot == want->slot);
	CHECK(!got->decimals || got->decimals == want->decimals);
	CHECK(!got->bump || got->bump == want->bump);
	CHECK(!got->seed_len || (got->seed_len == want->seed_len &&
				 !memcmp(got->seed, want->seed, 4)));
	CHECK(!got->n_keys || (got->n_keys == want->n_keys &&
			       !memcmp(got->keys, want->keys, 96)));
}

static void check_equal(const struct sol_ix *a, const struct sol_ix *b)
{
	CHECK(pubkey_eq(&a->program, &b->program));
	CHECK(a->data_len == b->data_len && a->n_accounts == b->n_accounts);
	CHECK(!a->data_len || !memcmp(a->data, b->data, a->data_len));
	for (size_t i = 0; i < a->n_accounts; i++) {
		CHECK(pubkey_eq(&a->accounts[i].key, &b->accounts[i].key));
		CHECK(a->accounts[i].signer == b->accounts[i].signer);
		CHECK(a->accounts[i].writable == b->accounts[i].writable);
	}
}

static enum ix_err read_ix(struct sol_action *act, const struct sol_ix *ix)
{
	enum ix_err e = sol_ix_read(act, ix);

	CHECK(e == IX_OK ? act->kind != IX_NONE : act->kind == IX_NONE);
	return e;
}

/* With another number of accounts, or one that lacks a right it needs. */
static void check_accounts(const struct sol_ix *made)
{
	struct sol_meta m[8] = { { .key = { { 0 } } } };
	struct sol_ix ix = *made;
	struct sol_action act;

	if (made->n_accounts)
		memcpy(m, made->accounts, made->n_accounts * sizeof(*m));
	ix.accounts = m;
	for (ix.n_accounts = 0; ix.n_accounts < COUNT(m); ix.n_accounts++)
		CHECK((read_ix(&act, &ix) == IX_OK) ==
		      (ix.n_accounts == made->n_accounts));
	ix.n_accounts = made->n_accounts;
	for (size_t i = 0; i < ix.n_accounts; i++) {
		struct sol_meta was = m[i];

		m[i].signer = m[i].writable = true;
		CHECK(read_ix(&act, &ix) == IX_OK); /* more than it needs */
		m[i] = was;
		m[i].signer = false;
		CHECK((read_ix(&act, &ix) == IX_OK) == !was.signer);
		m[i] = was;
		m[i].writable = false;
		CHECK((read_ix(&act, &ix) == IX_OK) == !was.writable);
		m[i] = was;
	}
}

/* Cut anywhere, or longer, it is not this instruction any more. */
static void check_data(const struct sol_ix *made, enum ix_kind kind)
{
	uint8_t data[256] = { 0 };
	struct sol_ix ix = *made;
	struct sol_action act;

	memcpy(data, made->data, made->data_len);
	ix.data = data;
	for (ix.data_len = 0; ix.data_len < COUNT(data); ix.data_len++)
		CHECK(ix.data_len == made->data_len || kind == IX_MEMO ||
		      read_ix(&act, &ix) != IX_OK || act.kind != kind ||
		      (kind == IX_ATA_CREATE && ix.data_len == 1));
}

static void test_every_kind(void)
{
	for (int k = IX_NONE + 1; k < IX_KINDS; k++) {
		struct sol_action want = full((enum ix_kind)k), got;
		struct sol_ix ix = sol_ix_make(&arena, &want), again;

		CHECK(read_ix(&got, &ix) == IX_OK);
		check_action(&want, &got);
		again = sol_ix_make(&arena, &got);
		check_equal(&ix, &again);
		check_accounts(&ix);
		check_data(&ix, (enum ix_kind)k);
		CHECK(strlen(ix_name((enum ix_kind)k)) > 3);
		ix.program.b[3] ^= 1;
		CHECK(read_ix(&got, &ix) == IX_UNKNOWN);
	}
}

/* An address that is always the same is not another. */
static void test_fixed_places(void)
{
	static const struct {
		enum ix_kind kind;
		size_t at;
	} fixed[] = {
		{ IX_NONCE_ADVANCE, 1 },  { IX_NONCE_WITHDRAW, 2 },
		{ IX_NONCE_WITHDRAW, 3 }, { IX_NONCE_INIT, 1 },
		{ IX_NONCE_INIT, 2 },     { IX_ATA_CREATE, 4 },
		{ IX_LUT_CREATE, 3 },     { IX_LUT_EXTEND, 3 },
	};

	for (size_t i = 0; i < COUNT(fixed); i++) {
		struct sol_action act = full(fixed[i].kind);
		struct sol_ix ix = sol_ix_make(&arena, &act);

		ix.accounts[fixed[i].at].key.b[31] ^= 1;
		CHECK(read_ix(&act, &ix) == IX_MALFORMED);
	}
}

static void test_unknown(void)
{
	static const struct {
		const struct pubkey *program;
		const char *data;
		size_t len;
	} unknown[] = {
		{ &sol_system_program, "", 0 },
		{ &sol_system_program, "\2\0\0", 3 },
		{ &sol_system_program, "\1\0\0\0", 4 },  /* assign */
		{ &sol_system_program, "\2\0\0\1", 4 },  /* not a transfer */
		{ &sol_system_program, "\10\0\0\0", 4 }, /* allocate */
		{ &sol_token_program, "", 0 },
		{ &sol_token_program, "\6", 1 },  /* set authority */
		{ &sol_token_program, "\12", 1 }, /* freeze */
		{ &sol_token_program, "\15", 1 }, /* approve checked */
		{ &sol_token22_program, "\3\1\0\0\0\0\0\0\0", 9 },
		{ &sol_compute_budget, "", 0 },
		{ &sol_compute_budget, "\0", 1 },
		{ &sol_compute_budget, "\5", 1 },
		{ &sol_ata_program, "\2", 1 }, /* recover nested */
		{ &sol_ata_program, "\0\0", 2 },
		{ &sol_alt_program, "\5\0\0\0", 4 },
		{ &openbook_program, "\0\3\0\0\0\1\0", 7 },
	};

	for (size_t i = 0; i < COUNT(unknown); i++) {
		struct sol_ix ix = { .program = *unknown[i].program,
				     .data = (const uint8_t *)unknown[i].data,
				     .data_len = unknown[i].len };
		struct sol_action act;

		CHECK(read_ix(&act, &ix) == IX_UNKNOWN);
	}
}

/* The base of a seed signs as an account of its own, or it pays. */
static void test_seed_base(void)
{
	struct sol_action want = full(IX_SYS_CREATE_SEED), act;
	struct sol_ix ix = sol_ix_make(&arena, &want);

	CHECK(ix.n_accounts == 3 && ix.accounts[2].signer);
	ix.accounts[2].key.b[31] ^= 1; /* not the one in the data */
	CHECK(read_ix(&act, &ix) == IX_MALFORMED);
	want.base = want.payer;
	ix = sol_ix_make(&arena, &want);
	CHECK(ix.n_accounts == 2 && read_ix(&act, &ix) == IX_OK);
	CHECK(pubkey_eq(act.base, act.payer));
	want.seed_len = 0;
	ix = sol_ix_make(&arena, &want);
	CHECK(read_ix(&act, &ix) == IX_OK && act.seed_len == 0);
}

/* A length in the data that is longer than the data. */
static void test_lengths(void)
{
	struct sol_action act = full(IX_SYS_CREATE_SEED);
	struct sol_ix ix = sol_ix_make(&arena, &act);
	uint8_t data[256];

	memcpy(data, ix.data, ix.data_len);
	ix.data = data;
	for (int byte = 0; byte < 8; byte++) {
		data[36 + byte] ^= 0x80;
		CHECK(read_ix(&act, &ix) == IX_MALFORMED);
		data[36 + byte] ^= 0x80;
	}
	CHECK(read_ix(&act, &ix) == IX_OK);

	act = full(IX_LUT_EXTEND);
	ix = sol_ix_make(&arena, &act);
	memcpy(data, ix.data, ix.data_len);
	ix.data = data;
	for (int byte = 0; byte < 8; byte++) {
		data[4 + byte] ^= 0x80;
		CHECK(read_ix(&act, &ix) == IX_MALFORMED);
		data[4 + byte] ^= 0x80;
	}

	/* Neither a freeze authority nor none. */
	act = full(IX_TOKEN_INIT_MINT2);
	ix = sol_ix_make(&arena, &act);
	CHECK(ix.data_len == 67);
	memcpy(data, ix.data, ix.data_len);
	ix.data = data;
	data[34] = 2;
	CHECK(read_ix(&act, &ix) == IX_MALFORMED);
	data[34] = 0;
	CHECK(read_ix(&act, &ix) == IX_MALFORMED);
	ix.data_len = 35;
	CHECK(read_ix(&act, &ix) == IX_OK && !act.delegate);
}

/* "create" is no data, or a 0. */
static void test_ata_forms(void)
{
	struct sol_action act = full(IX_ATA_CREATE);
	struct sol_ix ix = sol_ix_make(&arena, &act);

	CHECK(ix.data_len == 0);
	ix.data = (const uint8_t *)"\0\1";
	ix.data_len = 1;
	CHECK(read_ix(&act, &ix) == IX_OK && act.kind == IX_ATA_CREATE);
	ix.data++;
	CHECK(read_ix(&act, &ix) == IX_OK &&
	      act.kind == IX_ATA_CREATE_IDEMPOTENT);
}

int main(void)
{
	test_every_kind();
	test_fixed_places();
	test_unknown();
	test_seed_base();
	test_lengths();
	test_ata_forms();
	arena_free(&arena);
	printf("test_sol_ix: pass\n");
	return 0;
}
