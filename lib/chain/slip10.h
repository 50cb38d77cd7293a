/* slip10.h - ed25519 keys from a seed, as Solana's wallets make them.
 * source: SLIP-10.  Layer: chain.
 */
#ifndef MM_SLIP10_H
#define MM_SLIP10_H

#include "chain/ed25519.h"
#include "chain/hd_path.h"

/* Solana's wallets: account n is the third number. */
#define SLIP10_SOLANA_PATH "m/44'/501'/0'/0'"

/* slip10_key: the ed25519 seed at path under a seed of len bytes.
 * returns: ST_OK, or ST_DOMAIN: a step is not hardened, which this curve asks
 *          for; nothing is written. */
MM_CHECKED enum status slip10_key(unsigned char out[static ED25519_SEED_LEN],
				  const unsigned char *seed, size_t len,
				  const struct hd_path *path);

#endif
