#include "samples.h"

#include "base/mem.h"

#include <stdlib.h>

int64_t span_of(int64_t ts_ms, int64_t every_ms)
{
	return ts_ms / every_ms - (ts_ms % every_ms < 0);
}

void samples_add(struct samples *s, int64_t every_ms, struct sample x)
{
	struct sample *last = s->n ? &s->v[s->n - 1] : NULL;

	if (last && x.ts_ms >= last->ts_ms &&
	    span_of(x.ts_ms, every_ms) == span_of(last->ts_ms, every_ms)) {
		*last = x;
		return;
	}
	s->v = mem_room(s->v, s->n, &s->cap, sizeof(*s->v));
	s->v[s->n++] = x;
}

/* Merge sort: qsort would not keep the order of equal times. */
static void sort(struct sample *v, struct sample *spare, int n)
{
	int half = n / 2, a = 0, b = half, i = 0;

	if (n < 2)
		return;
	sort(v, spare, half);
	sort(v + half, spare, n - half);
	while (a < half && b < n)
		spare[i++] = v[b].ts_ms < v[a].ts_ms ? v[b++] : v[a++];
	while (a < half)
		spare[i++] = v[a++];
	while (i-- > 0) /* what is left of the second half stands in place */
		v[i] = spare[i];
}

void samples_settle(struct samples *s, int64_t every_ms)
{
	struct sample *spare;
	bool sorted = true;
	int kept = 0;

	for (int i = 1; i < s->n && sorted; i++)
		sorted = s->v[i - 1].ts_ms <= s->v[i].ts_ms;
	if (!sorted) {
		spare = mem_alloc((size_t)s->n, sizeof(*spare));
		sort(s->v, spare, s->n);
		free(spare);
	}
	for (int i = 0; i < s->n; i++)
		if (i + 1 == s->n ||
		    span_of(s->v[i].ts_ms, every_ms) !=
			    span_of(s->v[i + 1].ts_ms, every_ms))
			s->v[kept++] = s->v[i];
	s->n = kept;
}

const struct sample *samples_at(const struct samples *s, int64_t ts_ms)
{
	int lo = 0, hi = s->n; /* v[lo - 1] <= ts_ms < v[hi] */

	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;

		if (s->v[mid].ts_ms <= ts_ms)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo ? &s->v[lo - 1] : NULL;
}

void samples_free(struct samples *s)
{
	free(s->v);
}
