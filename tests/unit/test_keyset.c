/* test_keyset - a set of keys: zero, neighbours, growth, against a bitmap. */
#include "check.h"
#include "math/keyset.h"

#define KEYS 50000

static struct trade_key key(uint64_t hi, uint64_t lo)
{
	return (struct trade_key){ .hi = hi, .lo = lo };
}

static void test_empty(void)
{
	struct keyset s = { .n = 0 };

	CHECK(!keyset_has(&s, key(0, 0)) && !keyset_has(&s, key(1, 2)));
	CHECK(keyset_add(&s, key(0, 0)) && !keyset_add(&s, key(0, 0)));
	CHECK(keyset_has(&s, key(0, 0)) && !keyset_has(&s, key(0, 1)));
	CHECK(keyset_add(&s, key(0, 1)) && keyset_add(&s, key(1, 0)));
	CHECK(!keyset_add(&s, key(0, 1)) && !keyset_add(&s, key(1, 0)));
	keyset_free(&s);
	CHECK(!keyset_has(&s, key(0, 0)));
}

/* Numbers in a row, as a venue gives them, and numbers far apart. */
static void test_against_bitmap(bool rising)
{
	static bool in[KEYS];
	struct keyset s = { .n = 0 };
	uint64_t seed = 1;

	for (int i = 0; i < KEYS; i++)
		in[i] = false;
	for (int i = 0; i < 2 * KEYS; i++) {
		uint64_t k = check_rand(&seed) % KEYS;
		struct trade_key one = rising ? key(7, 1000000 + k)
					      : key(trade_key_mix(k), k << 40);

		CHECK(keyset_has(&s, one) == in[k]);
		CHECK(keyset_add(&s, one) == !in[k]);
		in[k] = true;
	}
	for (uint64_t k = 0; k < KEYS; k++) {
		struct trade_key one = rising ? key(7, 1000000 + k)
					      : key(trade_key_mix(k), k << 40);

		CHECK(keyset_has(&s, one) == in[k]);
	}
	keyset_free(&s);
}

int main(void)
{
	test_empty();
	test_against_bitmap(true);
	test_against_bitmap(false);
	printf("test_keyset: pass\n");
	return 0;
}
