/* rec_venue_account.h - venue_account: an account at an exchange of futures, as read.  Layer: data. */
#ifndef MM_REC_VENUE_ACCOUNT_H
#define MM_REC_VENUE_ACCOUNT_H

#include "data/rec.h"

enum cex_mode { CEX_MODE_ONE_WAY, CEX_MODE_HEDGE };

struct rec_venue_account {
	int64_t ts_ms;       /* when the frame was, Unix ms */
	const char *venue;   /* exchange */
	const char *account; /* name of its API key in the vault */
	const char *asset;   /* asset margin is paid in */
	struct dec equity;   /* balance and unrealised profit, signed */
	struct dec free;     /* what new positions can be opened with */
	/* optional: initial margin of positions and orders */
	struct dec margin;
	/* optional: margin below which it is liquidated */
	struct dec maintenance;
	/* optional: profit of open positions, signed */
	struct dec unrealised;
	/* enum cex_mode: one_way: one position a symbol; hedge: a long and a short one */
	int mode;
	bool can_trade; /* optional: the exchange lets it trade */
	/* time of the exchange when it was read, Unix ms */
	int64_t server_ms;
	int64_t offset_ms; /* that less our clock, signed */
};

extern const struct rec_type rec_venue_account_type;

#endif
