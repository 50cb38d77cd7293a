/* aave - health factors a second, of accounts in memory:
 *
 *	aave rate N    N accounts of two or three holdings, at random; the nanoseconds
 *	               of processor time of one, and on stderr how many were below 1
 *	aave lines N   N accounts as lines: scaled deposit, index, price, decimals and so
 *	               for the debt, threshold, and the health factor; for the peer
 */
#include "../unit/aave_fixture.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#define ROUNDS 5

struct owner {
	struct aave_hold hold[3];
	uint8_t n;
};

static struct aave_market market;
static struct aave_tick tick;

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void start(void)
{
	market = fixture_market("3.6");
	for (size_t i = 0; i < market.n; i++) {
		market.reserve[i].liquidity_index = RAY / 1000 * (1037 + i);
		market.reserve[i].borrow_index = RAY / 1000 * (1083 + i);
		market.reserve[i].liquidity_rate = RAY / 50;
		market.reserve[i].borrow_rate = RAY / 20;
	}
	fixture_tick(&tick, &market, 100000);
}

static unsigned __int128 worth(uint64_t *seed, uint8_t reserve)
{
	uint64_t base = (uint64_t)check_pick(seed, 1, 1000000) * 99999989;

	return (unsigned __int128)base * parts(1, fixture_decimals[reserve]) /
	       fixture_price[reserve];
}

static struct owner owner_of(uint64_t *seed, uint8_t n)
{
	struct owner o = { .n = n };
	uint8_t first = (uint8_t)check_pick(seed, 0, FIXTURE_N - 1);

	for (uint8_t i = 0; i < n; i++) {
		uint8_t r = (uint8_t)((first + i) % FIXTURE_N);

		o.hold[i].reserve = r;
		if (i + 1 < n) {
			o.hold[i].supply = worth(seed, r);
			o.hold[i].collateral = true;
		} else {
			o.hold[i].debt = worth(seed, r) / 2;
		}
	}
	return o;
}

static void rate(size_t n)
{
	struct owner *all = calloc(n, sizeof(*all));
	double least = 1e18;
	uint64_t seed = 1, below = 0;

	CHECK(all);
	for (size_t i = 0; i < n; i++)
		all[i] = owner_of(&seed, (uint8_t)(2 + i % 2));
	for (int round = 0; round < ROUNDS; round++) {
		double from = now_ns(), took;

		below = 0;
		for (size_t i = 0; i < n; i++) {
			struct aave_account a;

			CHECK(!aave_account(&a, &tick, all[i].hold, all[i].n,
					    0));
			below += u256_cmp(a.hf, u(AAVE_WAD)) < 0;
		}
		took = (now_ns() - from) / (double)n;
		least = took < least ? took : least;
	}
	fprintf(stderr, "%" PRIu64 "\n", below);
	printf("%.3f\n", least);
	free(all);
}

static void put(struct u256 x)
{
	char text[U256_STR_SZ];

	u256_format(text, x);
	printf("%s ", text);
}

static void put_hold(const struct aave_hold *h)
{
	const struct aave_row *row = &tick.row[h->reserve];

	put(u256_of_u128(h->debt ? h->debt : h->supply));
	put(h->debt ? row->debt : row->income);
	put(row->price);
	printf("%d ", fixture_decimals[h->reserve]);
}

static void lines(size_t n)
{
	uint64_t seed = 1;

	for (size_t i = 0; i < n; i++) {
		struct owner o = owner_of(&seed, 2);
		struct aave_account a;

		CHECK(!aave_account(&a, &tick, o.hold, 2, 0));
		put_hold(&o.hold[0]);
		put_hold(&o.hold[1]);
		printf("%d ", a.lt_bps);
		put(a.hf);
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
	CHECK(argc == 3);
	start();
	if (strcmp(argv[1], "rate") == 0)
		rate(strtoull(argv[2], NULL, 10));
	else
		lines(strtoull(argv[2], NULL, 10));
	return 0;
}
