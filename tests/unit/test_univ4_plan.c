/* test_univ4_plan - lists of actions of Uniswap v4: as ethers encodes one, read back, and
 * refused where a byte more, less or other would read the same. */
#include "base/hex.h"
#include "chain/univ4_plan.h"
#include "check.h"

#include <string.h>

/* 0x120d with the parameters aa and bbcc, by ethers 6.17.0. */
/* clang-format off */
static const char golden[] =
	"0000000000000000000000000000000000000000000000000000000000000040"
	"0000000000000000000000000000000000000000000000000000000000000080"
	"0000000000000000000000000000000000000000000000000000000000000002"
	"120d000000000000000000000000000000000000000000000000000000000000"
	"0000000000000000000000000000000000000000000000000000000000000002"
	"0000000000000000000000000000000000000000000000000000000000000040"
	"0000000000000000000000000000000000000000000000000000000000000080"
	"0000000000000000000000000000000000000000000000000000000000000001"
	"aa00000000000000000000000000000000000000000000000000000000000000"
	"0000000000000000000000000000000000000000000000000000000000000002"
	"bbcc000000000000000000000000000000000000000000000000000000000000";
/* clang-format on */
#define LEN ((sizeof(golden) - 1) / 2)

static const struct univ4_step steps[] = {
	{ UNIV4_CLOSE_CURRENCY, (const uint8_t *)"\xaa", 1 },
	{ UNIV4_SETTLE_PAIR, (const uint8_t *)"\xbb\xcc", 2 },
};

static void test_golden(struct arena *a)
{
	struct abi_bytes made = univ4_encode(a, steps, COUNT(steps));
	uint8_t want[LEN];
	struct univ4_step *v;
	const char *why;
	size_t n;

	CHECK(hex_parse(want, LEN, golden, 2 * LEN));
	CHECK(made.len == LEN && !memcmp(made.p, want, LEN));
	CHECK(univ4_decode(&v, &n, a, want, LEN, &why));
	CHECK(n == COUNT(steps));
	for (size_t i = 0; i < n; i++)
		CHECK(v[i].action == steps[i].action &&
		      v[i].len == steps[i].len &&
		      !memcmp(v[i].params, steps[i].params, v[i].len));
	made = univ4_encode(a, NULL, 0);
	CHECK(univ4_decode(&v, &n, a, made.p, made.len, &why) && n == 0);
}

/* What is read is what its actions encode to, so nothing else reads the same. */
static void test_one_way(struct arena *a)
{
	uint8_t bytes[LEN + ABI_WORD] = { 0 };
	struct univ4_step *v;
	const char *why;
	size_t n;

	CHECK(hex_parse(bytes, LEN, golden, 2 * LEN));
	for (size_t len = 0; len <= sizeof(bytes); len++)
		CHECK(univ4_decode(&v, &n, a, bytes, len, &why) ==
		      (len == LEN));
	for (size_t i = 0; i < LEN; i++)
		for (int bit = 0; bit < 8; bit++) {
			struct abi_bytes again;

			bytes[i] ^= (uint8_t)(1 << bit);
			if (univ4_decode(&v, &n, a, bytes, LEN, &why)) {
				again = univ4_encode(a, v, n);
				CHECK(again.len == LEN &&
				      !memcmp(again.p, bytes, LEN));
			}
			bytes[i] ^= (uint8_t)(1 << bit);
		}
	/* Another number of parameters than of actions. */
	bytes[2 * ABI_WORD + ABI_WORD - 1] = 1;
	bytes[3 * ABI_WORD + 1] = 0;
	CHECK(!univ4_decode(&v, &n, a, bytes, LEN, &why));
	CHECK(strstr(why, "number"));
}

static void test_signatures(struct arena *a)
{
	static const uint8_t known[] = { 0x00, 0x01, 0x02, 0x03, 0x06, 0x0c,
					 0x0d, 0x0f, 0x11, 0x12, 0x14 };
	struct abi_item item;
	const char *why;
	size_t n = 0;

	for (unsigned i = 0; i < 256; i++) {
		const char *text = univ4_signature((uint8_t)i);
		bool is_known = memchr(known, (int)i, sizeof(known));

		CHECK(!text == !is_known);
		CHECK(!text || abi_parse(&item, a, text, &why));
		n += text != NULL;
	}
	CHECK(n == COUNT(known));
}

int main(void)
{
	struct arena a = { .head = NULL };

	test_golden(&a);
	test_one_way(&a);
	test_signatures(&a);
	arena_free(&a);
	puts("pass");
	return 0;
}
