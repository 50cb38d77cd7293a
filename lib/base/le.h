/* le.h - little-endian integers in bytes that need not be aligned.  Layer: base. */
#ifndef MM_LE_H
#define MM_LE_H

#include <stdint.h>

static inline uint16_t le_u16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t le_u32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static inline uint64_t le_u64(const uint8_t *p)
{
	return le_u32(p) | (uint64_t)le_u32(p + 4) << 32;
}

static inline unsigned __int128 le_u128(const uint8_t *p)
{
	return le_u64(p) | (unsigned __int128)le_u64(p + 8) << 64;
}

/* le_put writes the n low bytes of v, 1 <= n <= 16, and returns p + n. */
static inline uint8_t *le_put(uint8_t *p, unsigned __int128 v, int n)
{
	for (int i = 0; i < n; i++, v >>= 8)
		*p++ = (uint8_t)v;
	return p;
}

#endif
