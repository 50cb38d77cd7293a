/* test_token - accounts of the token, system and lookup-table programs, and
 * addresses that follow from others.  Bytes the programs wrote are in tests/vectors. */
#include "base/le.h"
#include "chain/jito.h"
#include "chain/pda.h"
#include "chain/sol_message.h"
#include "chain/token.h"
#include "check.h"

#include <string.h>

static void test_token_account(void)
{
	uint8_t b[TOKEN_ACCOUNT_LEN + 1] = { 0 };
	struct token_account t;
	const struct pubkey *program = &sol_token_program;

	CHECK(token_account_decode(&t, program, b, TOKEN_ACCOUNT_LEN) ==
	      ACCOUNT_STATE);
	b[108] = 1;
	CHECK(token_account_decode(&t, program, b, TOKEN_ACCOUNT_LEN - 1) ==
	      ACCOUNT_SIZE);
	CHECK(token_account_decode(&t, program, b, TOKEN_ACCOUNT_LEN + 1) ==
	      ACCOUNT_SIZE);
	CHECK(token_account_decode(&t, &sol_token22_program, b,
				   TOKEN_ACCOUNT_LEN) == ACCOUNT_OWNER);

	memset(b, 1, 32);
	memset(b + 32, 2, 32);
	le_put(b + 64, UINT64_MAX, 8);
	memset(b + 76, 3, 32); /* left behind by a delegate that is gone */
	CHECK(!token_account_decode(&t, program, b, TOKEN_ACCOUNT_LEN));
	CHECK(t.mint.b[0] == 1 && t.owner.b[31] == 2 && t.amount == UINT64_MAX);
	CHECK(!t.has_delegate && t.delegate.b[0] == 0 && !t.frozen &&
	      !t.native && !t.has_close_authority);
	b[72] = b[109] = b[129] = 1;
	b[108] = 2;
	b[121] = 9;
	b[133] = 7;
	le_put(b + 113, 2039280, 8);
	CHECK(!token_account_decode(&t, program, b, TOKEN_ACCOUNT_LEN));
	CHECK(t.has_delegate && t.delegate.b[0] == 3 && t.delegated == 9);
	CHECK(t.frozen && t.native && t.reserve == TOKEN_ACCOUNT_RENT);
	CHECK(t.has_close_authority && t.close_authority.b[0] == 7);
	for (int at = 0; at < TOKEN_ACCOUNT_LEN; at++) {
		uint8_t was = b[at];
		bool option = (at >= 72 && at < 76) ||
			      (at >= 108 && at < 113) ||
			      (at >= 129 && at < 133);

		b[at] = 3;
		CHECK((token_account_decode(&t, program, b,
					    TOKEN_ACCOUNT_LEN) ==
		       ACCOUNT_STATE) == option);
		b[at] = was;
	}
}

static void test_mint(void)
{
	uint8_t b[TOKEN_MINT_LEN] = { [44] = 6, [45] = 1 };
	struct token_mint m;

	CHECK(!token_mint_decode(&m, &sol_token_program, b, sizeof(b)));
	CHECK(m.decimals == 6 && !m.has_authority && !m.has_freeze);
	CHECK(token_mint_decode(&m, &sol_token_program, b, sizeof(b) - 1) ==
	      ACCOUNT_SIZE);
	CHECK(token_mint_decode(&m, &sol_system_program, b, sizeof(b)) ==
	      ACCOUNT_OWNER);
	b[46] = 1;
	b[50] = 5;
	CHECK(!token_mint_decode(&m, &sol_token_program, b, sizeof(b)));
	CHECK(m.has_freeze && m.freeze.b[0] == 5);
	b[3] = 1;
	CHECK(token_mint_decode(&m, &sol_token_program, b, sizeof(b)) ==
	      ACCOUNT_STATE);
	b[3] = 0;
	b[45] = 0;
	CHECK(token_mint_decode(&m, &sol_token_program, b, sizeof(b)) ==
	      ACCOUNT_STATE);
}

static void test_nonce(void)
{
	uint8_t b[NONCE_ACCOUNT_LEN] = { [0] = 1, [4] = 1, [8] = 7, [40] = 8 };
	struct nonce_account n;

	le_put(b + 72, 5000, 8);
	CHECK(!nonce_account_decode(&n, &sol_system_program, b, sizeof(b)));
	CHECK(n.authority.b[0] == 7 && n.hash.b[0] == 8 &&
	      n.lamports_per_sig == 5000);
	CHECK(nonce_account_decode(&n, &sol_token_program, b, sizeof(b)) ==
	      ACCOUNT_OWNER);
	CHECK(nonce_account_decode(&n, &sol_system_program, b, 0) ==
	      ACCOUNT_SIZE);
	b[0] = 0;
	CHECK(nonce_account_decode(&n, &sol_system_program, b, sizeof(b)) ==
	      ACCOUNT_STATE);
	b[0] = 1;
	b[4] = 0;
	CHECK(nonce_account_decode(&n, &sol_system_program, b, sizeof(b)) ==
	      ACCOUNT_STATE);
}

static void test_lut(void)
{
	static uint8_t b[LUT_HEAD_LEN + (SOL_LUT_MAX + 1) * PUBKEY_LEN];
	struct lut_account l;

	b[0] = b[21] = 1;
	b[22] = 9;
	le_put(b + 4, LUT_ACTIVE, 8);
	for (size_t len = 0; len <= sizeof(b); len++) {
		bool fits = len >= LUT_HEAD_LEN &&
			    (len - LUT_HEAD_LEN) % PUBKEY_LEN == 0 &&
			    len < sizeof(b);

		CHECK(lut_account_decode(&l, &sol_alt_program, b, len) ==
		      (fits ? ACCOUNT_OK : ACCOUNT_SIZE));
		CHECK(!fits || l.n == (len - LUT_HEAD_LEN) / PUBKEY_LEN);
	}
	CHECK(l.deactivation_slot == LUT_ACTIVE && l.has_authority &&
	      l.authority.b[0] == 9);
	CHECK(lut_account_decode(&l, &sol_system_program, b, LUT_HEAD_LEN) ==
	      ACCOUNT_OWNER);
	b[21] = 0; /* frozen */
	CHECK(!lut_account_decode(&l, &sol_alt_program, b, LUT_HEAD_LEN));
	CHECK(!l.has_authority && l.authority.b[0] == 0);
	b[21] = 2;
	CHECK(lut_account_decode(&l, &sol_alt_program, b, LUT_HEAD_LEN) ==
	      ACCOUNT_STATE);
	b[21] = 1;
	b[20] = 1; /* more added than there are */
	CHECK(lut_account_decode(&l, &sol_alt_program, b, LUT_HEAD_LEN) ==
	      ACCOUNT_STATE);
	b[20] = b[0] = 0;
	CHECK(lut_account_decode(&l, &sol_alt_program, b, LUT_HEAD_LEN) ==
	      ACCOUNT_STATE);
}

static void test_seeds(void)
{
	static const uint8_t long_seed[PDA_SEED_MAX + 1];
	struct hash_part seeds[PDA_SEEDS_MAX + 1] = { { "a", 1 } };
	struct pubkey k, found, was;
	uint8_t bump = 0;

	memset(k.b, 7, PUBKEY_LEN);
	was = k;
	CHECK(!pda_create(&k, seeds, PDA_SEEDS_MAX + 1, &openbook_program));
	CHECK(!pda_find(&k, &bump, seeds, PDA_SEEDS_MAX, &openbook_program));
	seeds[0] = (struct hash_part){ long_seed, sizeof(long_seed) };
	CHECK(!pda_create(&k, seeds, 1, &openbook_program));
	CHECK(!pda_find(&k, &bump, seeds, 1, &openbook_program));
	CHECK(!address_with_seed(&k, &was, (const char *)long_seed,
				 sizeof(long_seed), &was));
	CHECK(pubkey_eq(&k, &was));

	/* What is found is the first that can be created. */
	for (int i = 0; i < 40; i++) {
		uint8_t seed = (uint8_t)i, last;
		struct hash_part two[] = { { &seed, 1 }, { &last, 1 } };

		CHECK(pda_find(&found, &bump, two, 1, &openbook_program));
		for (int b = UINT8_MAX; b > bump; b--) {
			last = (uint8_t)b;
			CHECK(!pda_create(&k, two, 2, &openbook_program));
		}
		last = bump;
		CHECK(pda_create(&k, two, 2, &openbook_program));
		CHECK(pubkey_eq(&k, &found));
	}
}

static void test_open_orders_address(void)
{
	static const char market[] =
		"GZCV6gEnyjzjzURjeBG2bQvQRU9kmG7TBGS9PBLCYTS3";
	struct pubkey m, owner = { { 5 } }, oo, want;
	char seed[OPENBOOK_OO_SEED_SZ];

	CHECK(pubkey_parse(&m, market));
	CHECK(!strcmp(openbook_oo_seed(seed, &m),
		      "GZCV6gEnyjzjzURjeBG2bQvQRU9kmG7T"));
	oo = openbook_oo_address(&owner, &m, &openbook_program);
	CHECK(address_with_seed(&want, &owner, market, 32, &openbook_program));
	CHECK(pubkey_eq(&oo, &want));
	m.b[31]++; /* another market */
	want = openbook_oo_address(&owner, &m, &openbook_program);
	CHECK(pubkey_eq(&oo, &want)); /* within the first 32 characters */
	m.b[0]++;
	want = openbook_oo_address(&owner, &m, &openbook_program);
	CHECK(!pubkey_eq(&oo, &want));
	/* The shortest text there is. */
	CHECK(strlen(openbook_oo_seed(seed, &sol_system_program)) == 32);
}

static void test_lut_address(void)
{
	const uint8_t slot[8] = { 0x00, 0x1a, 0xad, 0x1a };
	struct pubkey authority, k, want;
	const struct hash_part seeds[] = { { authority.b, PUBKEY_LEN },
					   { slot, 8 } };
	uint8_t bump, want_bump;

	CHECK(pubkey_parse(&authority,
			   "CMqyePWtpGe7WUN3M8JmkZsp716t8pEM6KRs5bsSLN5h"));
	k = lut_address(&bump, &authority, 447552000);
	CHECK(pda_find(&want, &want_bump, seeds, 2, &sol_alt_program));
	CHECK(pubkey_eq(&k, &want) && bump == want_bump && bump == 255);
}

static void test_bundle_id(void)
{
	const char *const sigs[] = { "a", "bc" };
	char id[JITO_BUNDLE_ID_SZ];

	/* printf 'a,bc' | sha256sum; of nothing */
	jito_bundle_id(id, sigs, 2);
	CHECK(!strcmp(id, "92d6a1a9b7381ee6c0ac5f3ee90fd61e"
			  "1634cca7751a3a996ba9bb659b8bc945"));
	jito_bundle_id(id, sigs, 0);
	CHECK(!strcmp(id, "e3b0c44298fc1c149afbf4c8996fb924"
			  "27ae41e4649b934ca495991b7852b855"));
}

static void test_rent(void)
{
	CHECK(rent_exempt(TOKEN_ACCOUNT_LEN) == TOKEN_ACCOUNT_RENT);
	CHECK(rent_exempt(TOKEN_MINT_LEN) == TOKEN_MINT_RENT);
	CHECK(rent_exempt(NONCE_ACCOUNT_LEN) == NONCE_ACCOUNT_RENT);
	CHECK(rent_exempt(3228) == 23357760);
}

int main(void)
{
	test_token_account();
	test_mint();
	test_nonce();
	test_lut();
	test_seeds();
	test_open_orders_address();
	test_lut_address();
	test_bundle_id();
	test_rent();
	printf("test_token: pass\n");
	return 0;
}
