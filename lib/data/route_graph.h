/* route_graph.h - the pools a frame tells of as a graph for routes.  Layer: data.
 *
 * A pool that cannot be quoted to the last part is left out, with a reason: its
 * ticks are not told, a hook acts on its swaps, its fee is a hook's to say, its
 * venue or curve is not known, its numbers cannot be.
 */
#ifndef MM_ROUTE_GRAPH_H
#define MM_ROUTE_GRAPH_H

#include "data/rec_pool.h"
#include "data/rec_pool_ticks.h"
#include "data/rec_route.h"
#include "math/route.h"

/* The records of a frame, as they come; zero is none of them. */
struct route_told {
	struct rec_list pools; /* const struct rec_pool * */
	struct rec_list words; /* const struct rec_pool_ticks * */
};

/* route_told_add keeps a copy of a pool or pool_ticks of that chain; any other record
 * is nobody's here. */
void route_told_add(struct route_told *t, struct arena *a,
		    const struct rec_type *type, const void *rec,
		    int64_t chain_id);

struct route_map_token {
	const char *name; /* as in the records */
	int decimals;
};

struct route_map {
	struct route_graph *graph;
	const struct route_map_token *tokens; /* by the graph's numbers */
	int n_tokens;
	struct route_pool *pools;           /* by the graph's numbers */
	const struct rec_pool *const *recs; /* their records */
	int n_pools;
	struct rec_list skipped; /* const char *: "POOL: why" */
};

/* route_map_make: of the pools that were told.
 *
 * in:      venues: names of those wanted; none: all that are known.
 *          block: a pool of another block is left out; REC_NONE_INT: none is.
 * out:     all of it lives in the arena, as the records do. */
void route_map_make(struct route_map *m, struct arena *a,
		    const struct route_told *told,
		    const struct rec_list *venues, int64_t block);

/* route_map_token: the number of a token; -1: no pool has it. */
int route_map_token(const struct route_map *m, const char *name);

/* route_map_legs: what is executed, leg by leg: list of struct route_leg.
 * returns: ST_OK; ST_OVERFLOW. */
MM_CHECKED enum status route_map_legs(struct rec_list *out, struct arena *a,
				      const struct route_map *m,
				      const struct route *r);

#endif
