/* univ3 - what one conversion, valuation or swap takes, in microseconds:
 *
 *	univ3 ticks N      a random tick to its sqrt price and back
 *	univ3 positions N  amounts of a random position at a random price
 *	univ3 swaps FILE   the swaps of FILE, each held against its result there; last
 *	                   the time of all in milliseconds
 *
 * FILE: "pool SQRT TICK LIQUIDITY FEE SPACING", "tick TICK NET" of every tick,
 * ascending, and "swap DOWN EXACT_IN AMOUNT: OTHER SQRT TICK LIQUIDITY", OTHER being
 * the other amount.
 */
#include "check.h"
#include "math/univ3_amounts.h"
#include "math/univ3_swap.h"
#include "math/univ3_tick.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#define MAX_TICKS 4096
#define MAX_SWAPS 65536
#define ROUNDS    9
#define NUMBER    "%79s"

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static struct u256 sqrt_at(int32_t tick)
{
	struct u256 s = U256_ZERO;

	CHECK(univ3_sqrt_at_tick(&s, tick) == ST_OK);
	return s;
}

static void ticks(int64_t n)
{
	uint64_t seed = 1;
	double start = now_us();

	for (int64_t i = 0; i < n; i++) {
		int32_t tick = (int32_t)check_pick(&seed, UNIV3_TICK_MIN,
						   UNIV3_TICK_MAX - 1);
		int32_t back;

		CHECK(univ3_tick_at_sqrt(&back, sqrt_at(tick)) == ST_OK);
		CHECK(back == tick);
	}
	printf("%.6f\n", (now_us() - start) / (double)n);
}

/* From ticks, as positions are kept: three conversions, then the amounts. */
static void positions(int64_t n)
{
	uint64_t seed = 1, sum = 0;
	double start = now_us();

	for (int64_t i = 0; i < n; i++) {
		int32_t at = (int32_t)check_pick(&seed, -300000, 300000);
		int32_t low = at + (int32_t)check_pick(&seed, -9000, 3000);
		int32_t high = low + (int32_t)check_pick(&seed, 1, 9000);
		struct univ3_amounts a;

		CHECK(univ3_amounts_floor(&a, sqrt_at(at), sqrt_at(low),
					  sqrt_at(high),
					  check_rand(&seed)) == ST_OK);
		sum += a.amount0.limb[0] ^ a.amount1.limb[0];
	}
	fprintf(stderr, "%" PRIu64 "\n", sum);
	printf("%.6f\n", (now_us() - start) / (double)n);
}

struct swap {
	struct univ3_order order;
	struct u256 other, sqrt_after, liquidity_after;
	int32_t tick_after;
};

static struct univ3_tick all_ticks[MAX_TICKS];
static struct univ3_pool pool = { .ticks = all_ticks };
static struct swap swaps[MAX_SWAPS];
static size_t n_swaps;

static struct u256 number(const char *s)
{
	struct u256 x = U256_ZERO;

	CHECK(u256_parse(&x, s, strlen(s)) == ST_OK);
	return x;
}

static unsigned __int128 small(const char *s)
{
	unsigned __int128 x = 0;

	CHECK(u256_to_u128(&x, number(s)) == ST_OK);
	return x;
}

static void read_line(const char *line)
{
	char a[80], b[80], c[80], d[80];
	int down, in;
	int32_t tick;

	if (sscanf(line,
		   "pool " NUMBER " %" SCNd32 NUMBER " %" SCNu32 " %" SCNd32, a,
		   &pool.tick, b, &pool.fee_pips, &pool.spacing) == 5) {
		pool.sqrt_x96 = number(a);
		pool.liquidity = small(b);
	} else if (sscanf(line, "tick %" SCNd32 " " NUMBER, &tick, a) == 2) {
		CHECK(pool.n_ticks < MAX_TICKS);
		all_ticks[pool.n_ticks++] = (struct univ3_tick){
			.tick = tick,
			.liquidity_net = *a == '-' ? -(__int128)small(a + 1)
						   : (__int128)small(a),
		};
	} else {
		CHECK(sscanf(line,
			     "swap %d %d " NUMBER " " NUMBER " " NUMBER
			     " %" SCNd32 " " NUMBER,
			     &down, &in, a, b, c, &tick, d) == 7);
		CHECK(n_swaps < MAX_SWAPS);
		swaps[n_swaps++] = (struct swap){
			.order = { .zero_for_one = down,
				   .exact_in = in,
				   .amount = number(a) },
			.other = number(b),
			.sqrt_after = number(c),
			.tick_after = tick,
			.liquidity_after = number(d),
		};
	}
}

static void read_swaps(const char *name)
{
	FILE *f = fopen(name, "r");
	char line[512];

	CHECK(f);
	while (fgets(line, sizeof(line), f))
		read_line(line);
	fclose(f);
}

static double swap_all(void)
{
	static struct univ3_swap got[MAX_SWAPS];
	double start = now_us(), took;

	for (size_t i = 0; i < n_swaps; i++)
		CHECK(univ3_swap(&got[i], &pool, &swaps[i].order) == ST_OK);
	took = now_us() - start;
	for (size_t i = 0; i < n_swaps; i++) {
		const struct swap *s = &swaps[i];

		CHECK(u256_cmp(s->order.exact_in ? got[i].amount_out
						 : got[i].amount_in,
			       s->other) == 0);
		CHECK(u256_cmp(got[i].sqrt_after, s->sqrt_after) == 0);
		CHECK(got[i].tick_after == s->tick_after);
		CHECK(u256_cmp(u256_of_u128(got[i].liquidity_after),
			       s->liquidity_after) == 0);
	}
	return took / 1e3;
}

int main(int argc, char **argv)
{
	CHECK(argc == 3);
	if (strcmp(argv[1], "ticks") == 0) {
		ticks(strtoll(argv[2], NULL, 10));
	} else if (strcmp(argv[1], "positions") == 0) {
		positions(strtoll(argv[2], NULL, 10));
	} else {
		double least = 1e9;

		read_swaps(argv[2]);
		for (int i = 0; i < ROUNDS; i++) {
			double ms = swap_all();

			least = ms < least ? ms : least;
		}
		printf("%zu %.3f\n", n_swaps, least);
	}
	return 0;
}
