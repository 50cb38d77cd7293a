/* bundle.h - transactions to bundles, each with one tip.  Layer: cmd. */
#ifndef MM_TX_BUILD_BUNDLE_H
#define MM_TX_BUILD_BUNDLE_H

#include "chain/jito.h"
#include "pack.h"
#include "purse.h"

/* Whole or not at all; the last carries the tip. */
struct bundle {
	struct draft *v[JITO_BUNDLE_MAX];
	size_t n;
};

struct bundles {
	struct bundle *v;
	size_t n;
};

/* bundle_all: what only reduces risk first, then the rest, each in order; what is
 * fragile in a bundle of its own.  Where no draft of a bundle has room for the tip
 * one is split; where no wallet of it can pay the tip, or its own way, it is
 * refused.  Without Jito every draft is a bundle of one, and there is no tip. */
void bundle_all(struct build *b, struct bundles *out, struct drafts *d,
		struct purse *p);

#endif
