/* rec_sync.h - sync: positions at exchanges against what they should be, and what was done.  Layer: data. */
#ifndef MM_REC_SYNC_H
#define MM_REC_SYNC_H

#include "data/rec.h"

struct rec_sync_gap {
	const char *venue;   /* exchange */
	const char *account; /* name of its API key in the vault */
	const char *symbol;  /* instrument */
	struct dec target;   /* contracts, signed */
	struct dec held;     /* contracts, signed */
	struct dec gap;      /* target less held */
	const char *reason;  /* what it comes from: a code */
};

struct rec_sync_action {
	const char *intent_id; /* what is meant */
	const char *attempt;   /* optional: client id it was sent under */
	const char *venue;     /* exchange */
	const char *account;   /* name of its API key in the vault */
	const char *symbol;    /* instrument */
	const char *side;      /* buy or sell */
	struct dec size;       /* contracts */
	/* optional: worst price accepted; absent: a market order */
	struct dec price;
	bool reduce; /* optional: reduce-only, or capped at the size held */
	/* planned, filled, partial, rejected, none (nothing traded), unknown or held (a guard) */
	const char *state;
	struct dec filled; /* optional: contracts traded */
	const char *why;   /* optional: what the exchange or the guard said */
};

struct rec_sync {
	int64_t ts_ms;    /* when the frame was, Unix ms */
	int64_t strategy; /* STRATEGY_ID */
	int64_t total;    /* positions compared */
	int64_t synced;   /* of those, within their band */
	/* optional: after an error: without waiting for the minimum interval */
	bool forced;
	/* struct rec_sync_gap: those that were not, before anything was done */
	struct rec_list discrepancies;
	/* struct rec_sync_action: orders, in the order they are sent in */
	struct rec_list actions;
};

extern const struct rec_type rec_sync_type;

#endif
