/* test_trade_key - trades told apart: numbers as they are, all else hashed. */
#include "check.h"
#include "math/trade_key.h"

#include <stdlib.h>
#include <string.h>

#define KEYS 200000

static struct trade_key keys[KEYS];

static bool same(const char *source_a, const char *a, const char *source_b,
		 const char *b)
{
	return trade_key_same(trade_key_make(source_a, a),
			      trade_key_make(source_b, b));
}

/* Each differs from all the others. */
static const struct {
	const char *source, *id;
} apart[] = {
	{ "tape", "1" },
	{ "tape", "01" },
	{ "tape", "+1" },
	{ "tape", "1 " },
	{ "tape", "1x" },
	{ "tape", "10" },
	{ "tape", "0" },
	{ "tape", "00" },
	{ "tap", "e1" },
	{ "tap", "1" },
	{ "tape2", "1" },
	{ "tape", "18446744073709551615" },
	{ "tape", "18446744073709551616" },
	{ "tape", "18446744073709551617" },
	{ "tape", "36893488147419103233" }, /* 1 modulo 2^64 */
	{ "tape", "abcdefg" },
	{ "tape", "abcdefgh" },
	{ "tape", "abcdefghi" },
	{ "tape", "abcdefghabcdefgh" },
	{ "tape", "abcdefghabcdefghabcdefgh" },
};

static void test_apart(void)
{
	for (size_t i = 0; i < COUNT(apart); i++)
		for (size_t k = 0; k < COUNT(apart); k++)
			CHECK(same(apart[i].source, apart[i].id,
				   apart[k].source, apart[k].id) == (i == k));
	CHECK(trade_key_make("tape", "77").lo == 77);
	CHECK(trade_key_make("tape", "18446744073709551615").lo == UINT64_MAX);
	CHECK(trade_key_make("tape", "77").hi >> 63 == 0);
	CHECK(trade_key_make("tape", "x").hi >> 63 == 1);
}

static int by_key(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct trade_key));
}

/* Texts that differ in a digit somewhere, as signatures and counters do. */
static void test_many(void)
{
	for (int i = 0; i < KEYS; i++) {
		char id[64];

		snprintf(id, sizeof(id), "%0*dx%d", i % 40, i / 7, i % 7);
		keys[i] = trade_key_make(i % 2 ? "a" : "b", id);
	}
	qsort(keys, KEYS, sizeof(*keys), by_key);
	for (int i = 1; i < KEYS; i++)
		CHECK(!trade_key_same(keys[i - 1], keys[i]));
}

int main(void)
{
	test_apart();
	test_many();
	printf("test_trade_key: pass\n");
	return 0;
}
