/* lend_save.h - the state of lending markets in a file, as it is at the edge of a
 * frame.  Layer: data.
 *
 * Text, a line a thing: a head with the version, the chain and the shard; of each market
 * its name and what is known of it, its records, its accounts with their legs and bounds
 * (hex); the last line holds the chain of SHA-256 over all before it, a mebibyte at a
 * time.  What it is loaded into goes on as if it had never stopped.
 */
#ifndef MM_LEND_SAVE_H
#define MM_LEND_SAVE_H

#include "data/lend_state.h"

/* lend_save writes all of it to fd.  What waits to be committed is not in it: a market
 * that has such has a gap there, and has to be told whole.
 * Writing that fails is one line, and exit MM_FAIL. */
void lend_save(const struct lend_state *s, int fd);

/* lend_load reads a file into s, which has its chain, shard and parameters and nothing
 * else yet.
 * returns: NULL, or why the file is refused (constant text; errno, if it cannot be
 *          read, in it); s is then to be freed. */
MM_CHECKED const char *lend_load(struct lend_state *s, const char *path);

#endif
