/* policy_conf.h - policy.json: from text to a policy and back.  Layer: data.
 *
 * policy(5) describes the file.  An unknown or missing key is refused, as is
 * anything that would be rounded: a limit that was mistyped must not be one that
 * is not there.
 */
#ifndef MM_POLICY_CONF_H
#define MM_POLICY_CONF_H

#include "base/buf.h"
#include "base/mem.h"
#include "chain/policy.h"
#include "data/rec_lut.h"
#include "data/rec_market.h"

#define POLICY_FILE_MAX ((size_t)4 << 20) /* bytes */

/* policy_read fills *p and makes it ready (policy_index).
 *
 * out:     *p; its texts and lists are in the arena.  Undefined on an error.
 * in:      text of len bytes, writable, text[len] == '\0'; it is destroyed.
 * returns: NULL, or what is wrong, with the key: text in the arena. */
MM_CHECKED const char *policy_read(struct arena *a, struct policy *p,
				   char *text, size_t len);

/* policy_write appends the file's text, with a line for each thing a person looks
 * for; policy_read of it gives p again.  False: over the buffer's limit. */
MM_CHECKED bool policy_write(struct buf *b, const struct policy *p);

/* policy_asset_of: the number of the asset of that name; -1: none. */
int policy_asset_of(const struct policy *p, const char *name, size_t len);

/* policy_pin_table, policy_pin_market: the record as a pin of the policy, which
 * takes the place of one of the same address.  A market comes with no amounts
 * allowed: max_base and max_quote are 0 unless it was pinned before.  policy_index
 * is to follow.
 *
 * returns: NULL, or why it cannot be pinned: text in the arena. */
MM_CHECKED const char *policy_pin_table(struct arena *a, struct policy *p,
					const struct rec_lut *r);
MM_CHECKED const char *policy_pin_market(struct arena *a, struct policy *p,
					 const struct rec_market *r);

/* policy_let_orders: an order on that market may be of so much base and quote,
 * decimals as text; NULL: as it was.  Where limits say nothing of an asset of the
 * market, resting orders may offer what 24 transactions of 16 such orders every 30
 * seconds come to.
 *
 * returns: NULL, or what is wrong: text in the arena. */
MM_CHECKED const char *policy_let_orders(struct arena *a, struct policy *p,
					 const char *market, const char *base,
					 const char *quote);

#endif
