/* choose_conf.h - who may liquidate whom, with what and for how little.  Layer: cmd. */
#ifndef MM_LIQ_SCAN_CHOOSE_CONF_H
#define MM_LIQ_SCAN_CHOOSE_CONF_H

#include "base/dec.h"
#include "base/mem.h"
#include "data/evm_conf.h"
#include "data/priority_conf.h"

/* Accounts of a file, in order. */
struct choose_users {
	struct evm_address *v;
	size_t n;
	bool any; /* there is a file */
};

struct choose_conf {
	struct arena mem;
	struct evm_conf evm;
	const struct evm_wallet **wallet; /* that pay, in order */
	size_t n_wallets;
	bool flash;         /* LIQ_FUND */
	bool contract;      /* LIQUIDATOR_CONTRACT is set */
	struct dec min_net; /* base unit */
	struct choose_users allow, deny;
	int64_t slippage_bps;
	uint32_t tip_ppm;
	uint64_t gas; /* of a liquidation and its approval */
	int hops, legs;
	uint16_t strategy;
	struct priority_conf priority;
	const char *v2_router, *v3_router, *v4_router, *permit2;
};

/* choose_conf_read, after conf_load.  A key or a file that cannot be used is one line,
 * and exit MM_USAGE. */
void choose_conf_read(struct choose_conf *c);
void choose_conf_free(struct choose_conf *c);

/* choose_conf_bars: why an account must not be touched, a code; NULL: it may. */
const char *choose_conf_bars(const struct choose_conf *c, const char *user);

#endif
