/* lend_conf.h - which lending markets are ours to look at (LEND_MARKETS of mm.conf(5)).
 * Layer: data. */
#ifndef MM_LEND_CONF_H
#define MM_LEND_CONF_H

#include "base/mem.h"
#include "chain/evm_address.h"
#include "data/rec_lend_market.h"

struct lend_conf {
	enum lend_kind kind;
	struct evm_address at; /* Pool, or Comptroller */
	const char *address;   /* its text, checksummed */
};

/* lend_conf_read, after conf_load: the markets in their order, in the arena; *n may be
 * 0.  One that is none, or stands there twice, is one line and exit MM_USAGE. */
const struct lend_conf *lend_conf_read(struct arena *a, size_t *n);

#endif
