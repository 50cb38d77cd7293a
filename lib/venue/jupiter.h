/* jupiter.h - Jupiter's swap API: what is asked, and what its replies say.
 * Layer: venue.
 *
 * Nothing here touches the network, and nothing of a reply is believed that was not
 * asked for: other mints, another amount, a wider slippage or a second signer make
 * it no reply.
 * source: GET /quote and POST /swap-instructions of https://dev.jup.ag/docs/swap-api.
 */
#ifndef MM_JUPITER_H
#define MM_JUPITER_H

#include "base/mem.h"
#include "data/json.h"
#include "data/out.h"
#include "data/rec.h"

#include <stdint.h>

struct jupiter_ask {
	const char *mint, *mint_out;
	uint64_t amount; /* atoms of mint, given exactly          */
	int64_t slippage_bps;
	int64_t max_accounts; /* of the route, so that it fits */
};

struct jupiter_quote {
	uint64_t out;          /* atoms of mint_out expected       */
	uint64_t least;        /* ... or the swap fails            */
	int64_t impact_bps;    /* what our size moves, rounded up  */
	int64_t slot;          /* it was true at; REC_NONE_INT     */
	struct rec_list route; /* of const char *: venues         */
};

struct jupiter_swap {
	struct rec_list instructions; /* as in `quote`, mm-records(5) */
	struct rec_list tables;       /* lookup tables, may be empty  */
	int64_t units; /* compute units it asks for; REC_NONE_INT: not said */
};

/* jupiter_quote_url: the request for a quote; base without a slash at its end.
 * Owner: a. */
const char *jupiter_quote_url(struct arena *a, const char *base,
			      const struct jupiter_ask *ask);

/* jupiter_quote_read reads the reply, which it scans in place.
 *
 * out:     *out; its texts point into the arena.
 * in:      text, len bytes and a NUL.
 * returns: NULL, or why it is no answer (in the arena or constant). */
MM_CHECKED const char *jupiter_quote_read(struct jupiter_quote *out,
					  struct arena *a, struct json *j,
					  char *text, size_t len,
					  const struct jupiter_ask *ask);

/* jupiter_swap_write writes the request for the instructions: quote is the reply
 * as it came. */
void jupiter_swap_write(struct out *o, const char *wallet, const char *quote,
			size_t len);

/* jupiter_swap_read reads the reply, likewise.  Only wallet may sign. */
MM_CHECKED const char *jupiter_swap_read(struct jupiter_swap *out,
					 struct arena *a, struct json *j,
					 char *text, size_t len,
					 const char *wallet);

#endif
