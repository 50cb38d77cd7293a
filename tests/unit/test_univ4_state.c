/* test_univ4_state - slots of the PoolManager, against a chain's own: the pool, the
 * ids and the packed positions were read from anvil 1.7.1 with v4-core 1.0.2, the slots
 * are those that ethers 6.17 reckons. */
#include "chain/univ4_state.h"

#include "chain/evm_quantity.h"
#include "check.h"

#include <string.h>

static struct u256 word(const char *hex)
{
	uint8_t bytes[U256_BYTES];

	CHECK(evm_data_parse(bytes, sizeof(bytes), hex, strlen(hex)));
	return u256_of_be(bytes);
}

static struct evm_address address(const char *text)
{
	struct evm_address a;

	CHECK(evm_address_parse(&a, text, strlen(text)));
	return a;
}

static bool is(struct u256 x, const char *hex)
{
	return !u256_cmp(x, word(hex));
}

#define ID "0xa77fd006c251cf715b6389d8c8eb4460b5363da7f3ab33e769e3cf4a23a57df6"

static void test_id(void)
{
	struct univ4_key key = {
		.currency0 =
			address("0x5FbDB2315678afecb367f032d93F642f64180aa3"),
		.currency1 =
			address("0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512"),
		.fee = 3000,
		.tick_spacing = 60,
	};

	CHECK(is(univ4_pool_id(&key), ID));
	key.tick_spacing = -60;
	CHECK(is(univ4_pool_id(&key), "0xe10fe4a7432e5c1883dd0f5e60767968eb7b3a"
				      "dc8da8c56a58920486ca3745a6"));
}

static void test_slots(void)
{
	struct u256 id = word(ID);
	struct evm_address owner =
		address("0x8A791620dd6260079BF849Dc5567aDC3F2FdC318");

	CHECK(is(univ4_slot(id, UNIV4_SLOT0),
		 "0x7262610c15b44afca4033c19d4e77e409474a3202ab0234086b28d31337"
		 "75927"));
	CHECK(is(univ4_slot(id, UNIV4_LIQUIDITY),
		 "0x7262610c15b44afca4033c19d4e77e409474a3202ab0234086b28d31337"
		 "7592a"));
	CHECK(is(univ4_tick_slot(id, -201540),
		 "0xbedf7b9bd7ad9b705142330b577fd88cc0883f9faf6a2cd9714b098e0a8"
		 "b0c67"));
	CHECK(is(univ4_bitmap_slot(id, -14),
		 "0x2bf6aaafebdd8d56bc92f3b1b3a5b1ddab77972a7a94a917dbd2c23fba4"
		 "2df38"));
	CHECK(is(univ4_position_slot(id, &owner, -201540, -199080,
				     u256_of_u64(1)),
		 "0xd78803ace177f9c5738ef41cb8e11d8b9087595810ee9ef776f6a468dce"
		 "b0ce7"));
	CHECK(is(univ4_after(U256_MAX, 2),
		 "0x0000000000000000000000000000000000000000000000000000000000"
		 "000001"));
}

static void test_slot0(void)
{
	/* sqrt price, tick -200304, 500 of token0 and 1000 of token1 to the
	 * protocol, 3000 to liquidity */
	struct univ4_slot0 s =
		univ4_slot0_of(word("0x000000000bb83e81f4fcf1900000000000000000"
				    "0002ee9aaa0ed2446ec016ad"));
	char text[U256_STR_SZ];

	u256_format(text, s.sqrt_x96);
	CHECK(!strcmp(text, "3544627914702412660610733"));
	CHECK(s.tick == -200304 && s.lp_fee == 3000);
	CHECK(univ4_protocol_fee(&s, 0) == 500);
	CHECK(univ4_protocol_fee(&s, 1) == 1000);
	CHECK(univ4_fee(&s, 0) == 3499 && univ4_fee(&s, 1) == 3997);
	s.protocol_fee = 0;
	CHECK(univ4_fee(&s, 0) == 3000);
}

static void test_packed(void)
{
	static const struct {
		const char *word;
		int32_t lower, upper;
	} rows[] = {
		{ "0xa77fd006c251cf715b6389d8c8eb4460b5363da7f3ab33e769fcf658fc"
		  "ecbc00",
		  -201540, -199080 },
		{ "0xa77fd006c251cf715b6389d8c8eb4460b5363da7f3ab33e769fcf874fc"
		  "f3c400",
		  -199740, -198540 },
		{ "0xa77fd006c251cf715b6389d8c8eb4460b5363da7f3ab33e7690d89b4f2"
		  "764c01",
		  -887220, 887220 },
	};
	unsigned __int128 gross;
	__int128 net;

	for (size_t i = 0; i < COUNT(rows); i++) {
		int32_t lower, upper;

		univ4_info_of(&lower, &upper, word(rows[i].word));
		CHECK(lower == rows[i].lower && upper == rows[i].upper);
	}
	univ4_liquidity_of(&gross, &net,
			   word("0xfffffffffffffffffffffffffffffffb000000000000"
				"00000000000000000007"));
	CHECK(gross == 7 && net == -5);
}

int main(void)
{
	test_id();
	test_slots();
	test_slot0();
	test_packed();
	printf("test_univ4_state: pass\n");
	return 0;
}
