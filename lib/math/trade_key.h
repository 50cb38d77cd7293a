/* trade_key.h - what a trade is known by, in sixteen bytes.  Layer: math. */
#ifndef MM_TRADE_KEY_H
#define MM_TRADE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Two trades with the same key are one. */
struct trade_key {
	uint64_t hi, lo;
};

static inline bool trade_key_same(struct trade_key a, struct trade_key b)
{
	return a.lo == b.lo && a.hi == b.hi;
}

/* trade_key_mix scatters the bits of a number.  source: the finaliser of
 * splitmix64, as in java.util.SplittableRandom. */
static inline uint64_t trade_key_mix(uint64_t z)
{
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* trade_key_make: the key of a trade of one market by its source and the id the
 * source gave it, NUL-terminated.
 *
 * An id that is a plain number below 2^64 stands in the key as it is: such ids
 * never collide within a source.  Any other is hashed to 127 bits, and a source
 * to 63: the hash is no secret, but who could choose ids to collide is the venue,
 * which might as well leave trades out. */
struct trade_key trade_key_make(const char *source, const char *id);

/* trade_key_of: the same of texts that are not terminated. */
struct trade_key trade_key_of(const char *source, size_t source_len,
			      const char *id, size_t id_len);

#endif
