/* test_basefee - the base fee of the next block: bounds, what anvil 1.7.1 and
 * mainnet made of the same blocks, and the rule itself written out. */
#include "math/basefee.h"

#include "check.h"

#define GWEI UINT64_C(1000000000)

static void refused(void)
{
	struct u256 out = u256_of_u64(7);

	CHECK(basefee_next(&out, u256_of_u64(1), 0, 0) == ST_DOMAIN);
	CHECK(basefee_next(&out, u256_of_u64(1), 0, 1) == ST_DOMAIN);
	CHECK(basefee_next(&out, u256_of_u64(1), 11, 10) == ST_DOMAIN);
	CHECK(basefee_next(&out, U256_MAX, 10, 10) == ST_OVERFLOW);
	CHECK(u256_cmp(out, u256_of_u64(7)) == 0);
}

static void known(void)
{
	static const struct {
		uint64_t base, used, limit, next;
	} t[] = {
		/* anvil: the genesis, a block of one transfer */
		{ GWEI, 0, 30000000, 875000000 },
		{ GWEI, 21000, 30000000, 875175000 },
		{ 7, 30000000, 30000000, 8 }, /* never less than one up */
		{ 7, 0, 30000000, 7 },        /* an eighth of 7 is nothing */
		{ 8, 0, 30000000, 7 },
		{ 0, 15000001, 30000000, 1 },
		{ 0, 0, 30000000, 0 },
		{ GWEI, 15000000, 30000000, GWEI },
		{ GWEI, 15000001, 30000000, 1000000008 },
		{ GWEI, 30000000, 30000000, 1125000000 },
		/* mainnet: block 12965000, the first with a base fee */
		{ GWEI, 30025257, 30029122, 1124967822 },
		/* an odd limit: the target is rounded down */
		{ 1000, 5, 11, 1000 },
		{ 1000, 11, 11, 1150 },
	};
	struct u256 out;

	for (size_t i = 0; i < COUNT(t); i++) {
		CHECK(basefee_next(&out, u256_of_u64(t[i].base), t[i].used,
				   t[i].limit) == ST_OK);
		if (u256_cmp(out, u256_of_u64(t[i].next)))
			fprintf(stderr, "%zu: %llu\n", i,
				(unsigned long long)out.limb[0]);
		CHECK(!u256_cmp(out, u256_of_u64(t[i].next)));
	}
}

/* EIP-1559's own words, in 128 bits. */
static void slowly(void)
{
	uint64_t state = 1559;

	for (int i = 0; i < 100000; i++) {
		uint64_t limit = (uint64_t)check_pick(&state, 2, 60000000);
		uint64_t used = check_rand(&state) % (limit + 1);
		uint64_t base = check_rand(&state) >> check_pick(&state, 0, 63);
		unsigned __int128 target = limit / 2, delta, want;
		struct u256 out;

		if (used > target) {
			delta = (unsigned __int128)base * (used - target) /
				target / 8;
			want = base + (delta ? delta : 1);
		} else {
			delta = (unsigned __int128)base * (target - used) /
				target / 8;
			want = base - delta;
		}
		CHECK(basefee_next(&out, u256_of_u64(base), used, limit) ==
		      ST_OK);
		CHECK(!u256_cmp(out, u256_of_u128(want)));
	}
}

int main(void)
{
	refused();
	known();
	slowly();
	printf("test_basefee: pass\n");
	return 0;
}
