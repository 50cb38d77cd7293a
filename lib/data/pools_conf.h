/* pools_conf.h - which pools and vaults are ours to look at (POOLS, VAULTS of
 * mm.conf(5)).  Layer: data.
 *
 * A pool of v2 or v3 is its address, one of v4 its key; records call it by its
 * checksummed address or its id in lower case. */
#ifndef MM_POOLS_CONF_H
#define MM_POOLS_CONF_H

#include "chain/univ4_state.h"
#include "data/evm_conf.h"
#include "data/rec_pool.h"

struct pool_conf {
	const char *conf; /* its element of POOLS */
	const char *name; /* what records call it */
	enum pool_kind kind;
	struct evm_address at; /* of v4 V4_POOL_MANAGER */
	struct univ4_key key;  /* of v4 */
	struct u256 id;        /* of v4 */
};

struct vault_conf {
	const char *name, *address; /* checksummed */
	const struct evm_asset *asset;
};

struct pools_conf {
	struct pool_conf *pools;
	size_t n_pools;
	struct vault_conf *vaults;
	size_t n_vaults;
};

/* pools_conf_read, after conf_load and evm_conf_read.  A key that cannot be used is
 * one line that names it, and exit MM_USAGE.
 * out:     *c; its texts are in the arena, assets those of conf. */
void pools_conf_read(struct pools_conf *c, struct arena *a,
		     const struct evm_conf *conf);

#endif
