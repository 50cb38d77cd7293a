/* rec_health.h - health: how safe an account of a lending market is, where that changed.  Layer: data. */
#ifndef MM_REC_HEALTH_H
#define MM_REC_HEALTH_H

#include "data/rec.h"

enum health_state {
	HEALTH_BELOW,
	HEALTH_NEAR,
	HEALTH_SAFE,
	HEALTH_GONE,
	HEALTH_UNKNOWN
};

struct rec_health {
	int64_t ts_ms;    /* when the frame was, Unix ms */
	int64_t chain_id; /* chain */
	const char *pool; /* the market */
	const char *user; /* the account */
	/* enum health_state: below: can be liquidated; near: under what --below says; safe; gone: no debt; unknown: it cannot be reckoned, why says */
	int state;
	/* optional: enum @health_state: what it was before; absent: not known then */
	int was;
	/* optional: health factor, as the contract rounds it; absent: no debt, or unknown */
	struct dec hf;
	/* optional: collateral, base unit; this and the next three absent: unknown */
	struct dec collateral_base;
	struct dec debt_base; /* optional: debts, base unit */
	/* optional: mean liquidation threshold, rounded down */
	int64_t lt_bps;
	int64_t ltv_bps; /* optional: mean loan to value, rounded down */
	int64_t emode;   /* optional: category; absent: none */
	/* optional: why an account below must not be touched, or one unknown cannot be reckoned: a code of liq-scan(1) */
	const char *why;
	int64_t target_ts_s;  /* time interest is counted to, Unix s */
	int64_t block;        /* block of the prices */
	const char *state_id; /* hash of all this was decided from */
};

extern const struct rec_type rec_health_type;

#endif
