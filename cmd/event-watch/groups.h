/* groups.h - contracts of a line of a watch file that the configuration names
 * together: v2_pools, v3_pools, v4_pools (POOLS), vaults (VAULTS), lend_pools (LEND_MARKETS). */
#ifndef MM_EVENT_WATCH_GROUPS_H
#define MM_EVENT_WATCH_GROUPS_H

#include "base/buf.h"
#include "data/evm_conf.h"

/* groups_spread writes text with each line of a group as one line for each contract
 * of it; of v4_pools one for the manager, where the argument id is one of theirs.
 * out:     *out, initialised by the caller; *line_of, in the arena: where each line
 *          of it was, 1...
 * returns: false: *out would be over its limit. */
MM_CHECKED bool groups_spread(struct buf *out, size_t **line_of,
			      struct arena *a, const struct buf *text,
			      const struct evm_conf *conf);

#endif
