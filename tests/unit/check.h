/* check.h - the whole unit-test framework.  A failed CHECK aborts the run. */
#ifndef MM_CHECK_H
#define MM_CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

#define CHECK(cond)                                                            \
	do {                                                                   \
		if (!(cond)) {                                                 \
			fprintf(stderr, "%s:%d: not true: %s\n", __FILE__,     \
				__LINE__, #cond);                              \
			exit(1);                                               \
		}                                                              \
	} while (0)

/* Test randomness: splitmix64, so that a failure repeats. */
static inline uint64_t check_rand(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* How often a campaign repeats: n times, in make soak MM_SOAK times as often. */
static inline int64_t check_times(int64_t n)
{
	const char *soak = getenv("MM_SOAK");

	return n * (soak ? strtoll(soak, NULL, 10) : 1);
}

/* Uniform in lo..hi. */
static inline int64_t check_pick(uint64_t *state, int64_t lo, int64_t hi)
{
	return lo + (int64_t)(check_rand(state) % (uint64_t)(hi - lo + 1));
}

#endif
