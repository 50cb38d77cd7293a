/* evm_conf.h - whose wallets on a chain of Ethereum's kind, and what is called how
 * (CHAIN_ID, WALLETS, ASSETS, NATIVE_ASSET, WRAPPED_NATIVE of mm.conf(5)).
 * Layer: data.
 *
 * WALLETS and ASSETS also hold those of Solana, which data/sol_conf.h reads: an
 * address that begins with 0x is ours.  Records speak of names where they say wallet
 * or asset, and of checksummed addresses (EIP-55) elsewhere; the two are told apart
 * here and nowhere else.
 */
#ifndef MM_EVM_CONF_H
#define MM_EVM_CONF_H

#include "base/mem.h"
#include "chain/evm_address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EVM_NATIVE_DECIMALS 18

struct evm_wallet {
	const char *name;
	const char *address; /* checksummed */
};

struct evm_asset {
	const char *name;
	const char *address; /* checksummed; NULL: the native coin */
	int decimals;
};

struct evm_conf {
	int64_t chain_id;
	struct evm_wallet *wallets; /* in the order of WALLETS; may be none */
	size_t n_wallets;
	struct evm_asset *assets; /* the native coin first, then ASSETS */
	size_t n_assets;
	const struct evm_asset *native;  /* never NULL */
	const struct evm_asset *wrapped; /* the native coin as a token; NULL:
					    ASSETS has none of that name */
};

/* evm_conf_read, after conf_load.  A key that cannot be used (no address or one with
 * a wrong checksum, no decimals, a name or an address twice, the native coin's name
 * on a token) is one line that names it, and exit MM_USAGE.
 * out:     *c; its texts are in the arena. */
void evm_conf_read(struct evm_conf *c, struct arena *a);

/* evm_conf_contract: the address a key holds; false: it is empty.  One that is none is
 * one line, and exit MM_USAGE. */
bool evm_conf_contract(struct evm_address *out, const char *key);

/* The wallet of that name, or of that address (any case); NULL: none of ours. */
const struct evm_wallet *evm_conf_wallet(const struct evm_conf *c,
					 const char *name);
const struct evm_wallet *evm_conf_owner(const struct evm_conf *c,
					const char *address);

/* The asset of that name (the native coin too), or the token of that address (any
 * case); NULL: it has no name. */
const struct evm_asset *evm_conf_asset(const struct evm_conf *c,
				       const char *name);
const struct evm_asset *evm_conf_asset_at(const struct evm_conf *c,
					  const char *address);

#endif
