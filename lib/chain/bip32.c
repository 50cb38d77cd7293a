#include "chain/bip32.h"

#include "chain/hash.h"

#include <string.h>

#define HALF (HMAC_SHA512_LEN / 2) /* a key, then a chain code */

/* What a step hashes: the secret behind a zero byte, or the public key, and the
 * number. */
#define DATA_LEN (SECP_COMPRESSED_LEN + 4)

static bool step_data(unsigned char data[static DATA_LEN],
		      const unsigned char secret[static SECP_SECRET_LEN],
		      uint32_t step)
{
	if (step & HD_HARDENED) {
		data[0] = 0;
		memcpy(data + 1, secret, SECP_SECRET_LEN);
	} else if (!secp_compressed(data, secret)) {
		return false;
	}
	for (int i = 0; i < 4; i++)
		data[SECP_COMPRESSED_LEN + i] =
			(unsigned char)(step >> 8 * (3 - i));
	return true;
}

/* One step down: node is the key and its chain code. */
static bool descend(unsigned char node[static HMAC_SHA512_LEN], uint32_t step)
{
	unsigned char data[DATA_LEN], next[HMAC_SHA512_LEN];
	bool ok = step_data(data, node, step);

	if (ok) {
		hmac_sha512(next, node + HALF, HALF,
			    &(struct hash_part){ data, sizeof(data) }, 1);
		ok = secp_add(node, next);
		memcpy(node + HALF, next + HALF, HALF);
	}
	explicit_bzero(data, sizeof(data));
	explicit_bzero(next, sizeof(next));
	return ok;
}

enum status bip32_key(unsigned char out[static SECP_SECRET_LEN],
		      const unsigned char *seed, size_t len,
		      const struct hd_path *path)
{
	static const char root[] = "Bitcoin seed";
	unsigned char node[HMAC_SHA512_LEN], address[ETH_ADDRESS_LEN];
	bool ok = true;

	hmac_sha512(node, root, sizeof(root) - 1,
		    &(struct hash_part){ seed, len }, 1);
	for (int i = 0; ok && i < path->n; i++)
		ok = descend(node, path->step[i]);
	ok = ok && eth_address(address, node); /* 0 and n are no secrets */
	if (ok)
		memcpy(out, node, SECP_SECRET_LEN);
	explicit_bzero(node, sizeof(node));
	return ok ? ST_OK : ST_RANGE;
}
