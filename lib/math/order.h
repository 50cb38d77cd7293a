/* order.h - the words every market-making module shares.  Layer: math.
 *
 * Prices are whole ticks, sizes whole lots, quote amounts whole quote lots:
 * price * size is the notional in quote lots, exactly (one tick times one base
 * lot is one quote lot).  Money in a wallet is counted in the smallest unit of
 * its asset ("atoms").
 */
#ifndef MM_ORDER_H
#define MM_ORDER_H

#include <stdint.h>

#define PPM INT64_C(1000000)

#define PRICE_MAX     (INT64_C(1) << 40) /* ticks, exclusive */
#define SIZE_MAX_LOTS (INT64_C(1) << 40) /* exclusive */

enum side { SIDE_BUY, SIDE_SELL };

static inline enum side side_other(enum side s)
{
	return s == SIDE_BUY ? SIDE_SELL : SIDE_BUY;
}

/* One order as planned, resting or in flight. */
struct order {
	int64_t price;      /* ticks, > 0                                   */
	int64_t size;       /* lots, > 0: what is left of it                */
	int64_t since_ms;   /* the frame that first asked for price and size */
	uint64_t client_id; /* see math/client_id.h; 0: not ours to touch    */
	int wallet;         /* index into the caller's wallets              */
	int level;          /* 1 = nearest the pivot; 0: none               */
	enum side side;
};

#endif
