/* atoms.h - amounts in the units of an asset, and in its smallest parts.
 * Layer: base.
 *
 * Records say "1.5" of an asset of 18 decimals, contracts 1500000000000000000.
 * Nothing is rounded on the way.
 */
#ifndef MM_ATOMS_H
#define MM_ATOMS_H

#include "base/dec.h"
#include "base/u256.h"

#define ATOMS_DECIMALS_MAX DEC_SCALE_MAX

/* atoms_of: amount * 10^decimals.
 *
 * in:      0 <= decimals <= ATOMS_DECIMALS_MAX.
 * returns: ST_OK, ST_RANGE (amount has more decimals than the asset, or is below
 *          0), ST_OVERFLOW (over what a dec holds at that scale). */
MM_CHECKED enum status atoms_of(struct u256 *out, struct dec amount,
				int decimals);

/* atoms_amount: atoms * 10^-decimals.  ST_OVERFLOW: over 2^127 atoms. */
MM_CHECKED enum status atoms_amount(struct dec *out, struct u256 atoms,
				    int decimals);

#endif
