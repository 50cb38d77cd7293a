/* solana_parts.h - what the readers of Solana's replies share.  Layer: venue. */
#ifndef MM_SOLANA_PARTS_H
#define MM_SOLANA_PARTS_H

#include "data/json_get.h"
#include "venue/solana_reply.h"

/* ["text", "base64"], decoded into the arena; *out is never NULL then. */
MM_CHECKED bool solana_bytes_in(const uint8_t **out, size_t *len,
				struct arena *a, const struct json *j,
				const struct json_tok *pair);

/* The slot of a result's context. */
MM_CHECKED bool solana_slot_in(int64_t *out, const struct json *j,
			       const struct json_tok *result);

#endif
