/* keystore.h - an Ethereum keystore file as it is written.  Layer: data.
 * source: Web3 Secret Storage Definition, version 3.
 */
#ifndef MM_KEYSTORE_H
#define MM_KEYSTORE_H

#include "base/status.h"
#include "chain/v3_keystore.h"

#include <stddef.h>

/* keystore_read reads the JSON of one file; what it says is opened by v3_open.
 *
 * out:     *ks, undefined unless it returns NULL.
 * in:      text of len bytes, changed, with text[len] == '\0'.
 * returns: NULL, or why it is refused: a constant phrase. */
MM_CHECKED const char *keystore_read(struct v3_keystore *ks, char *text,
				     size_t len);

#endif
