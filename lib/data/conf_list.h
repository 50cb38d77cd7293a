/* conf_list.h - configuration keys that hold lists of names and addresses.
 * Layer: data.
 *
 * WALLETS and ASSETS hold those of Solana and those of Ethereum and its kin; an
 * address of the latter begins with 0x. */
#ifndef MM_CONF_LIST_H
#define MM_CONF_LIST_H

#include "base/mem.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* conf_list: the elements of a key's list, separated by commas, in the arena.  An
 * empty one is one line and exit MM_USAGE. */
const char **conf_list(struct arena *a, const char *key, size_t *n);

/* conf_list_pair cuts NAME:REST.  False: text is not that.
 * out: *name in the arena; *rest within text. */
MM_CHECKED bool conf_list_pair(struct arena *a, const char *text,
			       const char **name, const char **rest);

/* conf_list_is_evm: the element is NAME:0x... */
bool conf_list_is_evm(const char *text);

#endif
