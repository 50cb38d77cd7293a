/* test_digits - decimal digits eight at a time, against those one at a time. */
#include "check.h"

#include "base/digits.h"

#include <inttypes.h>

/* A number of random length, or next to a power of ten. */
static uint64_t any(uint64_t *seed)
{
	uint64_t x = check_rand(seed) >> check_pick(seed, 0, 63);
	uint64_t unit = digits_tens[check_pick(seed, 0, DIGITS_CHUNK)];

	switch (check_pick(seed, 0, 3)) {
	case 0:
		return unit * (uint64_t)check_pick(seed, 1, 9) +
		       (uint64_t)check_pick(seed, -1, 1);
	case 1:
		return x / unit * unit - 1;
	case 2:
		return UINT64_MAX - x;
	default:
		return x;
	}
}

static void test_over(void)
{
	uint64_t seed = 1;

	for (int64_t i = 0; i < check_times(2000000); i++) {
		int n = (int)check_pick(&seed, 1, DIGITS_CHUNK);
		uint64_t x = any(&seed), rest;

		CHECK(digits_over(&rest, x, n) == x / digits_tens[n]);
		CHECK(rest == x % digits_tens[n]);
	}
}

static void test_put(void)
{
	uint64_t seed = 2;

	for (int64_t i = 0; i < check_times(500000); i++) {
		uint64_t x = any(&seed);
		char want[48], got[48];

		snprintf(want, sizeof(want), "%" PRIu64, x);
		CHECK(digits_of(x) == strlen(want));
		*digits_put(got, x, digits_of(x)) = '\0';
		CHECK(!strcmp(got, want));
	}
}

/* Digits up to a byte that is none, or to the end. */
static void test_get(void)
{
	static const char bytes[] = "/:.,\"}- ae\0\x7f\x80\xb0\xb9\xff";
	uint64_t seed = 3;

	for (int64_t i = 0; i < check_times(500000); i++) {
		int64_t n = check_pick(&seed, 0, 24), at, most;
		uint64_t want = 0, got = 0;
		char text[24];

		for (int64_t k = 0; k < n; k++)
			text[k] = (char)check_pick(&seed, '0', '9');
		for (int64_t k = check_pick(&seed, 0, 3); n && k; k--)
			text[check_pick(&seed, 0, n - 1)] = bytes[check_pick(
				&seed, 0, (int64_t)sizeof(bytes) - 2)];
		most = n < DIGITS_CHUNK ? n : DIGITS_CHUNK;
		for (at = 0; at < most && text[at] >= '0' && text[at] <= '9';
		     at++)
			want = want * 10 + (uint64_t)(text[at] - '0');
		CHECK(digits_get(&got, text, text + most) == text + at);
		CHECK(got == want);
	}
}

int main(void)
{
	test_over();
	test_put();
	test_get();
	printf("test_digits: pass\n");
	return 0;
}
