#include "chain/keccak.h"

#include "base/le.h"

#include <nettle/sha3.h>
#include <stdint.h>
#include <string.h>

#define RATE 136 /* bytes a permutation takes: 200 less twice the digest */

static void add_byte(struct sha3_state *s, size_t at, unsigned char byte)
{
	s->a[at / 8] ^= (uint64_t)byte << 8 * (at % 8);
}

void keccak256(unsigned char out[static KECCAK256_LEN],
	       const struct hash_part *parts, size_t n)
{
	struct sha3_state s = { { 0 } };
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		const unsigned char *p = parts[i].p;

		for (size_t k = 0; k < parts[i].len;) {
			if (at % 8 == 0 && parts[i].len - k >= 8) {
				s.a[at / 8] ^= le_u64(p + k);
				at += 8;
				k += 8;
			} else {
				add_byte(&s, at++, p[k++]);
			}
			if (at == RATE) {
				sha3_permute(&s);
				at = 0;
			}
		}
	}
	add_byte(&s, at, 0x01);
	add_byte(&s, RATE - 1, 0x80);
	sha3_permute(&s);
	for (size_t i = 0; i < KECCAK256_LEN; i++)
		out[i] = (unsigned char)(s.a[i / 8] >> 8 * (i % 8));
	explicit_bzero(&s, sizeof(s)); /* keys are hashed too */
}
