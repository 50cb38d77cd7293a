/* rec_pending.h - pending: an attempt that is not proven over, or the newest
 * landed one of a slot, or a landed step of a roll that is not done.  Layer: data. */
#ifndef MM_REC_PENDING_H
#define MM_REC_PENDING_H

#include "data/rec.h"

enum pending_state {
	PENDING_SENT,
	PENDING_UNKNOWN,
	PENDING_CANCELLING,
	PENDING_DONE, /* the newest landed order of its slot, or a landed
			 step of a roll that is not done */
};

extern const char *const rec_pending_states[];

struct rec_pending {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *intent_id;
	const char *attempt;    /* transaction id or client id */
	const char *lane;       /* market:wallet */
	const char *action;     /* place, cancel, replace, ... */
	const char *class;      /* risk or reduce */
	int state;              /* enum pending_state */
	const char *market;     /* optional */
	const char *wallet;     /* optional */
	int side;               /* optional: enum side */
	struct dec price;       /* optional: quote per base */
	struct dec size;        /* optional: base, what is left */
	uint64_t client_id;     /* optional */
	const char *subject;    /* optional: token id; borrower and pair */
	struct rec_list spends; /* optional: in flight, by asset */
	int64_t since_ms;       /* frame that first asked for it */
	int64_t valid_until;    /* optional: height, block or ms */
	int64_t chain_id;       /* optional */
	struct dec nonce;       /* optional */
	const char *roll;       /* optional: roll it is a step of */
};

extern const struct rec_type rec_pending_type;

/* pending_where: market and wallet, as the record names them or else its lane
 * does ("market:wallet"); in the arena or in the record.  False: they are not
 * known. */
bool pending_where(struct arena *a, const struct rec_pending *r,
		   const char **market, const char **wallet);

#endif
