/* resample.h - drawing a series anew, in blocks that keep its order.
 * Layer: math.
 *
 * The circular block bootstrap: blocks of neighbours, wrapping around the end,
 * are drawn until there are as many numbers as in the series.  The same seed
 * draws the same numbers everywhere.
 * source: Politis and Romano (1992); splitmix64 (Steele, Lea, Flood 2014).
 */
#ifndef MM_RESAMPLE_H
#define MM_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

struct resample {
	uint64_t state; /* the seed before the first draw */
	size_t n;       /* length of the series, > 0  */
	size_t block;   /* > 0                        */
	size_t at;      /* next index in the block    */
	size_t left;    /* of the block; 0: draw one  */
};

static inline uint64_t splitmix64(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* resample_begin: the next resample starts with a block of its own. */
static inline void resample_begin(struct resample *r)
{
	r->left = 0;
}

/* resample_next: the index of the next number, 0..n-1; to be called n times a
 * resample. */
static inline size_t resample_next(struct resample *r)
{
	size_t at;

	if (!r->left) {
		unsigned __int128 u = splitmix64(&r->state);

		r->at = (size_t)(u * r->n >> 64);
		r->left = r->block;
	}
	r->left--;
	at = r->at;
	r->at = at + 1 < r->n ? at + 1 : 0;
	return at;
}

/* resample_quantile: the ceil(ppt B / 1000)-th smallest of B > 0 sorted
 * numbers. */
static inline double resample_quantile(const double *sorted, size_t b,
				       size_t ppt)
{
	return sorted[(b * ppt + 999) / 1000 - 1];
}

#endif
