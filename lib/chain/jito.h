/* jito.h - what Jito's block engine names things.  Layer: chain. */
#ifndef MM_JITO_H
#define MM_JITO_H

#include "base/hex.h"
#include "chain/hash.h"

#include <stddef.h>

#define JITO_BUNDLE_ID_SZ HEX_SZ(SHA256_LEN)
#define JITO_BUNDLE_MAX   5    /* transactions */
#define JITO_TIP_MIN      1000 /* lamports */

/* jito_bundle_id: the id a bundle will have: SHA-256, in hex, of its transactions'
 * first signatures in base58, joined with ",".  in: n <= JITO_BUNDLE_MAX.
 * source: Jito's documentation, sendBundle; made by its own client too. */
void jito_bundle_id(char out[static JITO_BUNDLE_ID_SZ],
		    const char *const *signatures, size_t n);

#endif
