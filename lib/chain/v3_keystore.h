/* v3_keystore.h - the secret in an Ethereum keystore file of version 3.
 * source: Web3 Secret Storage Definition, version 3.  Layer: chain.
 */
#ifndef MM_V3_KEYSTORE_H
#define MM_V3_KEYSTORE_H

#include "chain/secp.h"

#include <stddef.h>
#include <stdint.h>

#define V3_SALT_MAX   64
#define V3_IV_LEN     16
#define V3_SECRET_LEN SECP_SECRET_LEN
#define V3_MAC_LEN    32

/* What a password may cost to try, so that a hostile file stops nobody: geth asks
 * scrypt for 256 MiB (n 262144, r 8), or PBKDF2 for 262144 rounds. */
#define V3_SCRYPT_BYTES_MAX (UINT64_C(1) << 30) /* 128 * n * r     */
#define V3_SCRYPT_WORK_MAX  (UINT64_C(1) << 26) /* n * r * p       */
#define V3_ROUNDS_MAX       10000000

enum v3_kdf { V3_SCRYPT, V3_PBKDF2 };

struct v3_keystore {
	enum v3_kdf kdf;
	uint64_t n;      /* scrypt: a power of two     */
	uint32_t r, p;   /* scrypt                     */
	uint32_t rounds; /* PBKDF2-HMAC-SHA256         */
	unsigned char salt[V3_SALT_MAX];
	size_t salt_len;
	unsigned char iv[V3_IV_LEN]; /* of AES-128-CTR */
	unsigned char sealed[V3_SECRET_LEN];
	unsigned char mac[V3_MAC_LEN];
	bool has_address; /* and then it is compared */
	unsigned char address[ETH_ADDRESS_LEN];
};

enum v3_err {
	V3_OK = 0,
	V3_COST,     /* asks for more than V3_*_MAX, or for nothing     */
	V3_MEMORY,   /* not enough for scrypt                           */
	V3_PASSWORD, /* wrong, or the file is damaged: its MAC is both  */
	V3_SECRET,   /* what is in it is no secret key                  */
	V3_ADDRESS,  /* the secret is not that of the address it names  */
};

/* v3_open: out: secret, untouched unless V3_OK. */
MM_CHECKED enum v3_err v3_open(unsigned char secret[static V3_SECRET_LEN],
			       const struct v3_keystore *ks,
			       const char *password, size_t len);

/* v3_text: a constant, lower-case phrase; never NULL. */
const char *v3_text(enum v3_err e);

#endif
