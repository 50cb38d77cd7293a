/* test_vault_event - events of vaults; a ledger of shares against a plain array. */
#include "data/vault_event.h"

#include "check.h"

#include <string.h>

#define ALICE  "0xAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAa"
#define BOB    "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"
#define NOBODY "0x0000000000000000000000000000000000000000"

static struct rec_event event(const char *signature, struct rec_text *args,
			      size_t n)
{
	struct rec_event e;

	rec_clear(&rec_event_type, &e);
	e.signature = signature;
	e.args = (struct rec_list){ args, n };
	return e;
}

static void test_bad(void)
{
	struct rec_text args[] = { { "user", ALICE }, { "assets", "5" } };
	struct rec_text none[] = { { "user", ALICE }, { "assets", "-5" } };
	struct rec_event e =
		event("WithdrawalExecuted(address,uint256)", args, 1);
	struct vault_says s;

	CHECK(vault_event_read(&s, &e));
	e = event("WithdrawalExecuted(address,uint256)", none, 2);
	CHECK(vault_event_read(&s, &e));
	e = event("Sync(uint112,uint112)", args, 2);
	CHECK(!vault_event_read(&s, &e) && s.event == VAULT_OTHER);
	e = event(NULL, args, 2);
	CHECK(!vault_event_read(&s, &e) && s.event == VAULT_OTHER);
}

static void test_forms(void)
{
	static const struct {
		const char *signature, *arg[5];
		size_t n;
		enum vault_event event;
		const char *owner;
		uint64_t assets, shares;
	} rows[] = {
		{ "DepositMade(address,uint256,uint256)",
		  { ALICE, "7", "8" },
		  3,
		  VAULT_DEPOSIT,
		  ALICE,
		  7,
		  8 },
		{ "WithdrawalExecuted(address,uint256)",
		  { BOB, "9" },
		  2,
		  VAULT_WITHDRAWAL,
		  BOB,
		  9,
		  0 },
		{ "Deposit(address,address,uint256,uint256)",
		  { BOB, ALICE, "1", "2" },
		  4,
		  VAULT_DEPOSIT,
		  ALICE,
		  1,
		  2 },
		{ "Withdraw(address,address,address,uint256,uint256)",
		  { BOB, BOB, ALICE, "3", "4" },
		  5,
		  VAULT_WITHDRAWAL,
		  ALICE,
		  3,
		  4 },
		{ "Transfer(address,address,uint256)",
		  { ALICE, NOBODY, "6" },
		  3,
		  VAULT_BURN,
		  ALICE,
		  0,
		  6 },
		{ "Transfer(address,address,uint256)",
		  { ALICE, BOB, "6" },
		  3,
		  VAULT_OTHER,
		  NULL,
		  0,
		  0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct rec_text args[5];
		struct rec_event e = event(rows[i].signature, args, rows[i].n);
		struct vault_says s;

		for (size_t k = 0; k < rows[i].n; k++)
			args[k] = (struct rec_text){ "x", rows[i].arg[k] };
		CHECK(!vault_event_read(&s, &e));
		CHECK(s.event == rows[i].event);
		if (s.event == VAULT_OTHER)
			continue;
		CHECK(!strcmp(s.owner, rows[i].owner));
		CHECK(s.has_shares == (rows[i].shares > 0));
		CHECK(!u256_cmp(s.assets, u256_of_u64(rows[i].assets)));
		CHECK(!u256_cmp(s.shares, u256_of_u64(rows[i].shares)));
	}
}

static void test_limits(void)
{
	struct arena a = { 0 };
	struct vault_shares all = { .n = 0 };
	struct u256 after = u256_of_u64(77);

	CHECK(vault_shares_take(&all, &after, ALICE, u256_of_u64(1)) ==
	      ST_RANGE);
	CHECK(!vault_shares_give(&all, &a, &after, ALICE, U256_MAX));
	CHECK(vault_shares_give(&all, &a, &after, BOB, u256_of_u64(1)) ==
	      ST_OVERFLOW);
	CHECK(vault_shares_take(&all, &after, BOB, u256_of_u64(1)) == ST_RANGE);
	/* Addresses are the same in any case of their digits. */
	CHECK(!vault_shares_take(&all, &after,
				 "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
				 U256_MAX));
	CHECK(u256_is_zero(after) && u256_is_zero(all.total) && all.n == 1);
	arena_free(&a);
}

#define OWNERS 50

static void test_ledger(void)
{
	struct arena a = { 0 };
	struct vault_shares all = { .n = 0 };
	int64_t has[OWNERS] = { 0 }, total = 0;
	uint64_t seed = 3;

	for (int64_t i = 0; i < check_times(20000); i++) {
		int64_t who = check_pick(&seed, 0, OWNERS - 1);
		int64_t n = check_pick(&seed, 0, 1000);
		bool give = check_pick(&seed, 0, 1);
		char owner[64];
		struct u256 after, shares = u256_of_u64((uint64_t)n);
		enum status st;

		snprintf(owner, sizeof(owner), "0x%040llx",
			 (unsigned long long)(who * 2654435761));
		st = give ? vault_shares_give(&all, &a, &after, owner, shares)
			  : vault_shares_take(&all, &after, owner, shares);
		CHECK(!n || !st == (give || n <= has[who]));
		if (st)
			continue;
		has[who] += give ? n : -n;
		total += give ? n : -n;
		CHECK(!u256_cmp(after, u256_of_u64((uint64_t)has[who])));
		CHECK(!u256_cmp(all.total, u256_of_u64((uint64_t)total)));
	}
	CHECK(all.n == OWNERS);
	arena_free(&a);
}

int main(void)
{
	test_bad();
	test_forms();
	test_limits();
	test_ledger();
	printf("test_vault_event: pass\n");
	return 0;
}
