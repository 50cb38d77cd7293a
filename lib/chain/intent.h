/* intent.h - the name of what is intended.  Layer: chain.
 *
 * An intent is an action at the terms of the frame that first asked for them.
 * Its name is made from nothing else: a frame replayed names the same intents,
 * and a return to an earlier price is a new one.
 */
#ifndef MM_INTENT_H
#define MM_INTENT_H

#include "base/dec.h"
#include "base/hex.h"

#include <stdint.h>

#define INTENT_ID_BYTES 16
#define INTENT_ID_SZ    HEX_SZ(INTENT_ID_BYTES)

/* NULL, DEC_NONE and client_id 0: not part of this intent. */
struct intent {
	uint16_t strategy;
	const char *action;  /* place, cancel, replace, ... */
	const char *subject; /* market or pool              */
	const char *wallet;
	const char *side; /* buy, sell       */
	struct dec price; /* quote per base  */
	struct dec size;  /* base            */
	uint64_t client_id;
	int64_t since_ms;
};

/* intent_id: the first 16 bytes, in hex, of the SHA-256 of the fields in the
 * order above, each as a netstring ("5:place,") of its text, "0:," where absent;
 * decimals in their shortest form.  cost: O(bytes), no allocation. */
void intent_id(char out[static INTENT_ID_SZ], const struct intent *in);

#endif
