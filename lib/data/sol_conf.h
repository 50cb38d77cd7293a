/* sol_conf.h - whose wallets on Solana, and what is called how (WALLETS,
 * TREASURY_WALLET, ASSETS, LUTS, LOCKED_ACCOUNTS of mm.conf(5)).  Layer: data.
 *
 * Records speak of names, messages of addresses (base58); the two are told apart
 * here and nowhere else.  "SOL" is the native coin of an account, in lamports,
 * "wSOL" the mint it is wrapped in; ASSETS names further mints, and any other mint
 * is its own name.  Addresses that begin with 0x are of another chain: see
 * data/evm_conf.h.
 */
#ifndef MM_SOL_CONF_H
#define MM_SOL_CONF_H

#include "base/mem.h"
#include "chain/pubkey.h"

#include <stdbool.h>
#include <stddef.h>

#define SOL_ASSET        "SOL"
#define SOL_WRAPPED      "wSOL"
#define SOL_WRAPPED_MINT "So11111111111111111111111111111111111111112"
#define SOL_DECIMALS     9

struct sol_wallet {
	const char *name;
	const char *address;
	struct pubkey key; /* the same */
};

struct sol_address {
	const char *text;
	struct pubkey key;
};

struct sol_asset {
	const char *name;
	const char *mint;
};

struct sol_conf {
	struct sol_wallet *wallets; /* in the order of WALLETS; may be none */
	size_t n_wallets;
	const struct sol_wallet *treasury; /* one of wallets; NULL: none */
	struct sol_asset *assets;          /* wSOL first, then ASSETS */
	size_t n_assets;
	struct sol_address *luts;
	size_t n_luts;
	struct sol_address *locked; /* token accounts */
	size_t n_locked;
};

/* sol_conf_read, after conf_load.  A key that cannot be used (no address, a name or
 * an address twice, a treasury that is no wallet, SOL as the name of a mint) is one
 * line that names it, and exit MM_USAGE.
 * out:     *c; its texts are in the arena. */
void sol_conf_read(struct sol_conf *c, struct arena *a);

/* sol_conf_asset: what records call that mint: mint itself where it has no name. */
const char *sol_conf_asset(const struct sol_conf *c, const char *mint);

/* sol_conf_mint: the mint of an asset, by its name or by itself; NULL: it has none
 * (SOL), or that is neither a name nor an address. */
const char *sol_conf_mint(const struct sol_conf *c, const char *asset);

/* The wallet of that name, or of that address; NULL: none of ours. */
const struct sol_wallet *sol_conf_wallet(const struct sol_conf *c,
					 const char *name);
const struct sol_wallet *sol_conf_owner(const struct sol_conf *c,
					const char *address);

#endif
