/* eip712_json.h - typed data as eth_signTypedData_v4 takes them: an object of
 * "types", "domain", "primaryType" and "message".  Layer: data. */
#ifndef MM_EIP712_JSON_H
#define MM_EIP712_JSON_H

#include "chain/eip712.h"
#include "data/json.h"

/* eip712_read: the typed data that the object t is.
 * out:     *out; its texts point into the scanned text, its trees are in the arena.
 * returns: NULL, or why it is none (a constant). */
MM_CHECKED const char *eip712_read(struct eip712 *out, struct arena *a,
				   const struct json *j,
				   const struct json_tok *t);

#endif
