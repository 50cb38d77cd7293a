/* rec_venue_position.h - venue_position: a position at an exchange of futures, as read; also one that is flat.  Layer: data. */
#ifndef MM_REC_VENUE_POSITION_H
#define MM_REC_VENUE_POSITION_H

#include "data/rec.h"

enum cex_position_side { CEX_BOTH, CEX_LONG, CEX_SHORT };

enum cex_way { CEX_IS_FLAT, CEX_IS_LONG, CEX_IS_SHORT };

enum cex_margin { CEX_MARGIN_CROSS, CEX_MARGIN_ISOLATED };

struct rec_venue_order {
	const char *order_id;     /* the exchange's */
	const char *client_id;    /* optional: of who placed it */
	const char *side;         /* buy or sell */
	struct dec price;         /* optional: limit */
	struct dec trigger_price; /* optional: price it waits for */
	struct dec size;          /* contracts asked for */
	struct dec filled;        /* contracts traded */
};

struct rec_venue_position {
	int64_t ts_ms;       /* when the frame was, Unix ms */
	const char *venue;   /* exchange */
	const char *account; /* name of its API key in the vault */
	const char *symbol;  /* instrument */
	/* enum cex_position_side: both: the one of a one-way account */
	int position_side;
	int side;               /* enum cex_way: which way it is */
	struct dec size;        /* contracts, short below 0 */
	struct dec entry_price; /* optional: mean price it was opened at */
	struct dec mark_price;  /* optional: price it is valued at */
	/* optional: price at which it is liquidated */
	struct dec liq_price;
	struct dec leverage; /* optional: as set at the exchange */
	/* optional: enum cex_margin: as set at the exchange */
	int margin_type;
	struct dec margin;     /* optional: its initial margin */
	struct dec unrealised; /* optional: its profit, signed */
	/* optional: fee of resting orders, signed */
	struct dec maker_ratio;
	/* optional: fee of orders that trade at once, signed */
	struct dec taker_ratio;
	/* optional: struct rec_venue_order: open orders of the symbol */
	struct rec_list orders;
	/* optional: when it last changed, time of the exchange */
	int64_t updated_ms;
};

extern const struct rec_type rec_venue_position_type;

#endif
