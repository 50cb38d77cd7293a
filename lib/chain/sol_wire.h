/* sol_wire.h - reading and writing Solana's wire format: bytes, and lengths as
 * compact-u16.  Layer: chain.
 *
 * A compact-u16 is 1 to 3 bytes, 7 bits each, low bits first, the high bit set on
 * all but the last.  A number has one form: a longer one is refused, as the chain
 * refuses it.  source: agave, short-vec (ShortU16).
 */
#ifndef MM_SOL_WIRE_H
#define MM_SOL_WIRE_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COMPACT_U16_MAX_LEN 3

/* What is left to read.  A reader that fails moves nothing. */
struct sol_reader {
	const uint8_t *p;
	size_t left;
};

/* sol_read_bytes: the next n bytes where they stand; NULL if there are fewer. */
const uint8_t *sol_read_bytes(struct sol_reader *r, size_t n);

MM_CHECKED bool sol_read_u8(struct sol_reader *r, uint8_t *out);

/* sol_read_compact: false: cut short, over 65535, or not the shortest form. */
MM_CHECKED bool sol_read_compact(struct sol_reader *r, size_t *out);

/* sol_put_bytes copies n bytes, which may be NULL with 0, to p; returns the byte
 * behind them. */
uint8_t *sol_put_bytes(uint8_t *p, const void *bytes, size_t n);

/* compact_u16_len: bytes of n, which is at most 65535. */
size_t compact_u16_len(size_t n);

/* compact_u16_put writes n at p, which holds COMPACT_U16_MAX_LEN; returns the
 * byte behind it. */
uint8_t *compact_u16_put(uint8_t *p, size_t n);

#endif
