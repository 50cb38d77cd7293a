/* test_aave_abi - answers of a Pool that are none.  Those that are: tests/vectors
 * (aave_words). */
#include "chain/aave_abi.h"

#include "check.h"

#include <string.h>

#define WORDS 15

/* A reserve of zeros with a token of deposits. */
static void plain(uint8_t data[static WORDS * ABI_WORD])
{
	memset(data, 0, WORDS * ABI_WORD);
	data[9 * ABI_WORD - 1] = 7;
}

static bool reads(const uint8_t *data, size_t len)
{
	struct aave_said said;

	return aave_reserve_read(&said, data, len);
}

static void test_reserve(void)
{
	/* Words, and the first byte of each that must be 0. */
	static const struct {
		size_t word, byte;
	} wide[] = {
		{ 1, 15 }, { 2, 15 }, { 3, 15 },  { 4, 15 },  { 6, 26 },
		{ 8, 11 }, { 9, 11 }, { 10, 11 }, { 14, 15 }, { 7, 29 },
	};
	uint8_t data[WORDS * ABI_WORD];

	plain(data);
	CHECK(reads(data, sizeof(data)));
	CHECK(!reads(data, sizeof(data) - 1));
	CHECK(!reads(data, 0));
	for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++) {
		plain(data);
		data[wide[i].word * ABI_WORD + wide[i].byte] = 1;
		CHECK(!reads(data, sizeof(data)));
	}
	plain(data);
	data[8 * ABI_WORD - 1] = AAVE_RESERVES_MAX; /* no such number */
	CHECK(!reads(data, sizeof(data)));
	data[8 * ABI_WORD - 1] = AAVE_RESERVES_MAX - 1;
	CHECK(reads(data, sizeof(data)));
	memset(data, 0, sizeof(data)); /* of an asset that is no reserve */
	CHECK(!reads(data, sizeof(data)));
}

static void test_config(void)
{
	struct aave_config c = aave_config_of(U256_MAX);

	CHECK(c.ltv_bps == 65535 && c.lt_bps == 65535 && c.bonus_bps == 65535);
	CHECK(c.borrow_cap == (INT64_C(1) << 36) - 1);
	CHECK(c.debt_ceiling == (INT64_C(1) << 40) - 1);
	CHECK(c.fee_bps == 65535 && c.emode == 255 && c.counted);
	c = aave_config_of(u256_shl(u256_of_u64(1000), 152));
	CHECK(c.fee_bps == 1000 && !c.supply_cap && !c.emode);
	c = aave_config_of(u256_shl(u256_of_u64(1), 60));
	CHECK(c.paused && !c.borrowing && !c.flash && !c.siloed);
}

static void test_bits(void)
{
	struct aave_bits bits = aave_bits_of(u256_shl(u256_of_u64(3), 254));

	CHECK(bits.borrowing == (unsigned __int128)1 << 127);
	CHECK(bits.collateral == (unsigned __int128)1 << 127);
	bits = aave_bits_of(u256_of_u64(2));
	CHECK(!bits.borrowing && bits.collateral == 1);
}

static void test_list(void)
{
	struct evm_address out[AAVE_RESERVES_MAX];
	uint8_t data[(2 + AAVE_RESERVES_MAX) * ABI_WORD] = { 0 };
	size_t n;

	data[ABI_WORD - 1] = ABI_WORD;
	CHECK(aave_list_read(out, &n, data, 2 * ABI_WORD) && !n);
	CHECK(!aave_list_read(out, &n, data, ABI_WORD));
	data[2 * ABI_WORD - 1] = 2;
	data[4 * ABI_WORD - 1] = 9;
	CHECK(aave_list_read(out, &n, data, 4 * ABI_WORD) && n == 2);
	CHECK(out[1].b[EVM_ADDRESS_LEN - 1] == 9);
	CHECK(!aave_list_read(out, &n, data, 4 * ABI_WORD - 1));
	data[3 * ABI_WORD] = 1; /* no address */
	CHECK(!aave_list_read(out, &n, data, 4 * ABI_WORD));
	data[3 * ABI_WORD] = 0;
	data[2 * ABI_WORD - 1] = AAVE_RESERVES_MAX;
	CHECK(aave_list_read(out, &n, data, sizeof(data)));
	data[2 * ABI_WORD - 1] = AAVE_RESERVES_MAX + 1;
	CHECK(!aave_list_read(out, &n, data, sizeof(data)));
	data[ABI_WORD] = 1;
	CHECK(!aave_list_read(out, &n, data, sizeof(data)));
	data[ABI_WORD - 1] = 0; /* begins elsewhere */
	CHECK(!aave_list_read(out, &n, data, 2 * ABI_WORD));
}

/* A category: words behind the offset of the struct. */
static void test_emode(struct arena *a)
{
	uint8_t data[8 * ABI_WORD] = { 0 };
	struct aave_emode_said said;

	data[1 * ABI_WORD - 1] = ABI_WORD;
	data[2 * ABI_WORD - 1] = 90;
	data[6 * ABI_WORD - 1] = 5 * ABI_WORD;
	CHECK(aave_emode_read(&said, a, data, 7 * ABI_WORD));
	CHECK(said.ltv_bps == 90 && !said.label);
	data[7 * ABI_WORD - 1] = 2;
	memcpy(data + 7 * ABI_WORD, "e\xff", 2);
	CHECK(aave_emode_read(&said, a, data, sizeof(data)));
	CHECK(!strcmp(said.label, "e\xef\xbf\xbd"));
	CHECK(!aave_emode_read(&said, a, data, 7 * ABI_WORD));
	data[ABI_WORD] = 1; /* over 16 bits */
	CHECK(!aave_emode_read(&said, a, data, sizeof(data)));
	CHECK(!aave_emode_read(&said, a, data, 0));
	CHECK(!aave_label_read(a, data, 0));
}

int main(void)
{
	struct arena a = { 0 };

	test_reserve();
	test_config();
	test_bits();
	test_list();
	test_emode(&a);
	arena_free(&a);
	printf("test_aave_abi: pass\n");
	return 0;
}
