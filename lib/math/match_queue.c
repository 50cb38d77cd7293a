#include "math/match_queue.h"

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t queue_assumed(const struct print_sizes *s, int64_t queue_ppm)
{
	__int128 n = (__int128)s->n * PPM;

	if (s->n == 0)
		return 0;
	return (int64_t)(((__int128)s->sum * queue_ppm + n - 1) / n);
}

int64_t queue_fill(int64_t *ahead, struct print_left *print, int64_t left,
		   bool through)
{
	int64_t before_us, fill;

	if (through)
		*ahead = 0;
	before_us = least(*ahead, print->lots);
	fill = least(left, least(print->lots - before_us, print->share));
	*ahead -= before_us;
	print->lots -= fill;
	print->share -= fill;
	return fill;
}
