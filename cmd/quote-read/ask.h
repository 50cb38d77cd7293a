/* ask.h - asking Jupiter for the route of a swap. */
#ifndef MM_QUOTE_ASK_H
#define MM_QUOTE_ASK_H

#include "base/mem.h"
#include "data/rec_action.h"
#include "data/rec_quote.h"

/* Decimals of assets, as markets say them; wSOL and USDC are known. */
struct decimals {
	struct asset_decimals {
		const char *asset;
		int64_t decimals;
	} * v;
	size_t n;
};

void decimals_add(struct decimals *d, struct arena *a, const char *asset,
		  int64_t decimals);

struct asker;

/* asker_open, after conf_load: dies MM_USAGE where the configuration cannot be
 * used.  Owner: caller, asker_close. */
void asker_open(struct asker **out);
void asker_close(struct asker *k); /* NULL is no error */

/* asker_quote: *out but its ts_ms, in the arena.  Returns NULL, or why there is no
 * quote that may be used. */
MM_CHECKED const char *asker_quote(struct asker *k, struct rec_quote *out,
				   struct arena *a, const struct decimals *d,
				   const struct rec_action *swap);

#endif
