/* priority_conf.h - the priority fee our transactions pay: PRIORITY_FEE_PCTL,
 * PRIORITY_MIN_GWEI and PRIORITY_MAX_GWEI of mm.conf(5).  Layer: data.
 *
 * What reckons with a fee and what pays it have to mean the same one.
 */
#ifndef MM_PRIORITY_CONF_H
#define MM_PRIORITY_CONF_H

#include "data/rec_chain.h"

struct priority_conf {
	const char *pctl;       /* name in chain.priority_wei */
	struct dec least, most; /* wei per gas */
};

/* conf_wei, after conf_load: a key in gwei, in wei; one that is no whole number of
 * them is one line and exit MM_USAGE. */
struct dec conf_wei(const char *key);

void priority_conf_read(struct priority_conf *c);

/* priority_fee: what a unit of gas gives to the block's builder, wei: what the chain
 * record says is usual, at least tip (DEC_NONE: none), within the limits. */
struct dec priority_fee(const struct priority_conf *c,
			const struct rec_chain *chain, struct dec tip);

#endif
