#include "seen.h"

#include "data/rec_chain.h"
#include "data/rec_event.h"
#include "data/rec_hedge.h"
#include "data/rec_lane.h"
#include "data/rec_pending.h"
#include "data/rec_price.h"
#include "data/rec_removed.h"

#include <string.h>

static void add(struct rec_list *list, struct arena *a,
		const struct rec_type *type, const void *rec)
{
	list->v = arena_grow(a, list->v, list->n * sizeof(void *),
			     (list->n + 1) * sizeof(void *));
	((void **)list->v)[list->n++] = rec_copy(a, type, rec);
}

void seen_keep(struct seen *s, struct arena *a, const struct rec_type *type,
	       const void *rec)
{
	const struct {
		const struct rec_type *type;
		struct rec_list *list;
	} kept[] = {
		{ &rec_chain_type, &s->chains },
		{ &rec_event_type, &s->events },
		{ &rec_removed_type, &s->removed },
		{ &rec_pending_type, &s->pending },
		{ &rec_price_type, &s->prices },
		{ &rec_hedge_type, &s->hedges },
	};
	const struct rec_lane *lane = rec;

	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (kept[i].type == type)
			add(kept[i].list, a, type, rec);
	if (type == &rec_lane_type && !strcmp(lane->chain, "evm") &&
	    lane->landed_slot > s->landed)
		s->landed = lane->landed_slot;
}
