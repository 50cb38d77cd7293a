#include "math/alloc.h"

#include "math/order.h"

#include <stdbool.h>
#include <stdlib.h>

static bool weights_fit(const int64_t *weight, const int64_t *cap, size_t n)
{
	int64_t left = ALLOC_WEIGHT_MAX;

	for (size_t i = 0; i < n; i++) {
		if (weight[i] < 0 || weight[i] > left || (cap && cap[i] < 0))
			return false;
		left -= weight[i];
	}
	return true;
}

/* ---- alloc_total ---- */

/* Levels of one weight and cap, lower indices first.  They differ only in the
 * order they are served: first those at their cap, then those with a lot more,
 * then the rest.  Levels that gave up their weight leave a gap where the last
 * one left, so that the next, near it, leaves at no cost. */
struct band {
	int64_t weight;
	int64_t cap;
	size_t *level; /* [0, gap) and [after, end) */
	size_t gap, after, end;
	size_t capped; /* levels at the cap               */
	size_t extra;  /* levels that get whole + 1 lots  */
	int64_t whole;
	__int128 rest; /* of the share, in parts of the sum of weights */
};

/* One of several levels with the same claim on the last lots. */
struct served {
	size_t level;
	struct band *band;
};

struct sharing {
	struct band *band; /* by rising weight */
	struct band **by_rest;
	struct served *tie;
	size_t n_bands;
	int64_t total;
	int64_t unallocated;
};

static size_t band_size(const struct band *b)
{
	return b->gap + b->end - b->after;
}

static size_t band_open(const struct band *b)
{
	return band_size(b) - b->capped;
}

static size_t band_level(const struct band *b, size_t rank)
{
	return b->level[rank < b->gap ? rank : rank - b->gap + b->after];
}

static void band_drop(struct band *b, size_t rank)
{
	if (rank == band_size(b) - 1 && b->end > b->after) {
		b->end--;
		return;
	}
	while (b->gap > rank)
		b->level[--b->after] = b->level[--b->gap];
	while (b->gap < rank)
		b->level[b->gap++] = b->level[b->after++];
	b->after++;
}

static int by_rest(const void *pa, const void *pb)
{
	const struct band *a = *(struct band *const *)pa;
	const struct band *b = *(struct band *const *)pb;

	return (a->rest < b->rest) - (a->rest > b->rest);
}

static int by_level(const void *pa, const void *pb)
{
	const struct served *a = pa, *b = pb;

	return (a->level > b->level) - (a->level < b->level);
}

/* n bands claim more than the `lots` that are left, with equal right. */
static void serve_tie(struct sharing *s, struct band **band, size_t n,
		      size_t lots)
{
	size_t k = 0;

	if (n == 1) {
		band[0]->extra = lots;
		return;
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = band[i]->capped; j < band_size(band[i]); j++)
			s->tie[k++] = (struct served){ band_level(band[i], j),
						       band[i] };
	qsort(s->tie, k, sizeof(*s->tie), by_level);
	for (size_t i = 0; i < lots; i++)
		s->tie[i].band->extra++;
}

static void serve_rests(struct sharing *s, size_t lots)
{
	struct band **band = s->by_rest;
	size_t i = 0;

	qsort(band, s->n_bands, sizeof(*band), by_rest);
	while (lots) {
		size_t first = i, claims = 0;

		do {
			claims += band_open(band[i++]);
		} while (i < s->n_bands && band[i]->rest == band[first]->rest);
		if (claims > lots) {
			serve_tie(s, band + first, i - first, lots);
			return;
		}
		for (size_t j = first; j < i; j++)
			band[j]->extra = band_open(band[j]);
		lots -= claims;
	}
}

/* The whole parts and the largest remainders of `left` lots. */
static void spread(struct sharing *s, int64_t left, __int128 weights)
{
	int64_t rests = left;

	for (size_t i = 0; i < s->n_bands; i++) {
		struct band *b = &s->band[i];
		__int128 share = (__int128)left * b->weight;

		b->whole = (int64_t)(share / weights);
		b->rest = share % weights;
		b->extra = 0;
		rests -= b->whole * (int64_t)band_open(b);
	}
	serve_rests(s, (size_t)rests);
}

/* Fixes what is over its cap; returns the lots it holds then. */
static int64_t hold_at_cap(struct sharing *s, bool all)
{
	int64_t lots = 0;

	for (size_t i = 0; i < s->n_bands; i++) {
		struct band *b = &s->band[i];
		size_t over = all || b->whole > b->cap ? band_open(b)
			      : b->whole == b->cap     ? b->extra
						       : 0;

		b->capped += over;
		b->extra = 0;
		lots += (int64_t)over * b->cap;
	}
	return lots;
}

static bool over_cap(const struct sharing *s)
{
	for (size_t i = 0; i < s->n_bands; i++) {
		const struct band *b = &s->band[i];

		if (band_open(b) &&
		    (b->whole > b->cap || (b->whole == b->cap && b->extra)))
			return true;
	}
	return false;
}

static void share(struct sharing *s)
{
	int64_t left = s->total;

	for (size_t i = 0; i < s->n_bands; i++)
		s->band[i].capped = 0;
	for (;;) {
		__int128 weights = 0, room = 0;

		for (size_t i = 0; i < s->n_bands; i++) {
			const struct band *b = &s->band[i];

			weights += (__int128)b->weight * (int)band_open(b);
			room += (__int128)b->cap * (int)band_open(b);
		}
		/* Lots for every cap: all end there, in however many rounds. */
		if (room <= left) {
			s->unallocated = left - hold_at_cap(s, true);
			return;
		}
		spread(s, left, weights);
		if (!over_cap(s)) {
			s->unallocated = 0;
			return;
		}
		left -= hold_at_cap(s, false);
	}
}

/* The last level of b that gets something, but less than min: its rank, or
 * SIZE_MAX. */
static size_t too_small(const struct band *b, int64_t min)
{
	size_t more = b->capped + b->extra;

	if (band_size(b) > more && b->whole > 0 && b->whole < min)
		return band_size(b) - 1;
	if (b->extra && b->whole + 1 < min)
		return more - 1;
	if (b->capped && b->cap > 0 && b->cap < min)
		return b->capped - 1;
	return SIZE_MAX;
}

static bool drop_smallest(struct sharing *s, int64_t min)
{
	struct band *victim = NULL;
	size_t victim_rank = 0;

	for (size_t i = 0; i < s->n_bands; i++) {
		struct band *b = &s->band[i];
		size_t rank;

		if (victim && b->weight > victim->weight)
			break;
		rank = too_small(b, min);
		if (rank == SIZE_MAX)
			continue;
		if (!victim ||
		    band_level(b, rank) > band_level(victim, victim_rank)) {
			victim = b;
			victim_rank = rank;
		}
	}
	if (victim)
		band_drop(victim, victim_rank);
	return victim;
}

struct claim {
	int64_t weight, cap;
	size_t level;
};

static int by_claim(const void *pa, const void *pb)
{
	const struct claim *a = pa, *b = pb;

	if (a->weight != b->weight)
		return a->weight < b->weight ? -1 : 1;
	if (a->cap != b->cap)
		return a->cap < b->cap ? -1 : 1;
	return (a->level > b->level) - (a->level < b->level);
}

static struct sharing sharing_of(struct arena *mem, int64_t total,
				 const int64_t *weight, const int64_t *cap,
				 size_t n)
{
	struct claim *claim = arena_alloc(mem, n * sizeof(*claim));
	size_t *level = arena_alloc(mem, n * sizeof(*level));
	struct sharing s = { .total = total };
	size_t k = 0;

	s.band = arena_alloc(mem, n * sizeof(*s.band));
	s.by_rest = arena_alloc(mem, n * sizeof(struct band *));
	s.tie = arena_alloc(mem, n * sizeof(*s.tie));
	for (size_t i = 0; i < n; i++)
		if (weight[i])
			claim[k++] =
				(struct claim){ weight[i],
						cap ? cap[i] : INT64_MAX, i };
	qsort(claim, k, sizeof(*claim), by_claim);
	for (size_t i = 0; i < k; i++) {
		struct band *b = s.band + s.n_bands;

		level[i] = claim[i].level;
		if (!i || claim[i].weight != b[-1].weight ||
		    claim[i].cap != b[-1].cap) {
			*b = (struct band){ .weight = claim[i].weight,
					    .cap = claim[i].cap,
					    .level = level + i };
			s.by_rest[s.n_bands++] = b++;
		}
		b[-1].end++;
	}
	return s;
}

enum status alloc_total(struct arena *mem, int64_t *lots, int64_t *unallocated,
			int64_t total, const int64_t *weight,
			const int64_t *cap, size_t n, int64_t min_lots)
{
	struct sharing s;

	if (total < 0 || !weights_fit(weight, cap, n))
		return ST_DOMAIN;
	s = sharing_of(mem, total, weight, cap, n);
	do {
		share(&s);
	} while (drop_smallest(&s, min_lots));

	for (size_t i = 0; i < n; i++)
		lots[i] = 0;
	for (size_t i = 0; i < s.n_bands; i++) {
		const struct band *b = &s.band[i];

		for (size_t j = 0; j < band_size(b); j++)
			lots[band_level(b, j)] =
				j < b->capped
					? b->cap
					: b->whole + (j < b->capped + b->extra);
	}
	*unallocated = s.unallocated;
	return ST_OK;
}

/* ---- alloc_budget ---- */

struct fraction {
	__int128 rest;
	size_t level;
};

static int by_fraction(const void *pa, const void *pb)
{
	const struct fraction *a = pa, *b = pb;

	if (a->rest != b->rest)
		return a->rest > b->rest ? -1 : 1;
	return (a->level > b->level) - (a->level < b->level);
}

enum status alloc_budget(struct arena *mem, int64_t *lots, int64_t *spent,
			 int64_t budget, const int64_t *price,
			 const int64_t *weight, const int64_t *cap, size_t n)
{
	struct fraction *part = arena_alloc(mem, n * sizeof(*part));
	__int128 unit = 0; /* what one lot of weight 1 at every level costs */
	int64_t used = 0;

	if (budget < 0 || !weights_fit(weight, cap, n))
		return ST_DOMAIN;
	for (size_t i = 0; i < n; i++) {
		if (price[i] < 0 || price[i] > PRICE_MAX)
			return ST_DOMAIN;
		unit += (__int128)price[i] * weight[i];
	}
	if (!unit)
		return ST_DOMAIN;

	for (size_t i = 0; i < n; i++) {
		__int128 share = (__int128)budget * weight[i];
		int64_t most = cap ? cap[i] : INT64_MAX;

		part[i] = (struct fraction){ share % unit, i };
		lots[i] = share / unit < most ? (int64_t)(share / unit) : most;
		used += price[i] * lots[i];
	}
	qsort(part, n, sizeof(*part), by_fraction);
	for (size_t k = 0; k < n && part[k].rest; k++) {
		size_t i = part[k].level;

		if (lots[i] < (cap ? cap[i] : INT64_MAX) &&
		    price[i] <= budget - used) {
			lots[i]++;
			used += price[i];
		}
	}
	*spent = used;
	return ST_OK;
}
