/* bip32.h - secp256k1 keys from a seed, as Ethereum's wallets make them.
 * source: BIP-32.  Layer: chain.
 */
#ifndef MM_BIP32_H
#define MM_BIP32_H

#include "chain/hd_path.h"
#include "chain/secp.h"

#include <stddef.h>

/* Ethereum's wallets: account n is the last number. */
#define BIP32_ETHEREUM_PATH "m/44'/60'/0'/0/0"

/* bip32_key: the secret at path under a seed of len bytes.
 * returns: ST_OK, or ST_RANGE: there is no key at this path (one in 2^127);
 *          nothing is written. */
MM_CHECKED enum status bip32_key(unsigned char out[static SECP_SECRET_LEN],
				 const unsigned char *seed, size_t len,
				 const struct hd_path *path);

#endif
