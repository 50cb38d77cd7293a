#include "chain/slip10.h"

#include "chain/hash.h"

#include <string.h>

#define HALF (HMAC_SHA512_LEN / 2) /* a key, then a chain code */

static void put32(unsigned char out[static 4], uint32_t v)
{
	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(v >> 8 * (3 - i));
}

enum status slip10_key(unsigned char out[static ED25519_SEED_LEN],
		       const unsigned char *seed, size_t len,
		       const struct hd_path *path)
{
	static const char root[] = "ed25519 seed";
	unsigned char node[HMAC_SHA512_LEN], next[HMAC_SHA512_LEN], number[4];

	for (int i = 0; i < path->n; i++)
		if (!(path->step[i] & HD_HARDENED))
			return ST_DOMAIN;
	hmac_sha512(node, root, sizeof(root) - 1,
		    &(struct hash_part){ seed, len }, 1);
	for (int i = 0; i < path->n; i++) {
		const struct hash_part data[] = { { "", 1 },
						  { node, HALF },
						  { number, 4 } };

		put32(number, path->step[i]);
		hmac_sha512(next, node + HALF, HALF, data, 3);
		memcpy(node, next, sizeof(node));
	}
	memcpy(out, node, HALF);
	explicit_bzero(node, sizeof(node));
	explicit_bzero(next, sizeof(next));
	return ST_OK;
}
