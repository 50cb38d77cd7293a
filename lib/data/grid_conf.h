/* grid_conf.h - the configuration's grid (mm.conf(5)) in one market's ticks and
 * lots.  Layer: data. */
#ifndef MM_GRID_CONF_H
#define MM_GRID_CONF_H

#include "data/rec.h"
#include "data/steps.h"
#include "math/grid.h"

struct grid_conf {
	struct grid_params params;
	struct dec reserve_base, reserve_quote; /* a wallet keeps  */
	int64_t fee_ppm;     /* a BUY keeps back for its fee       */
	int64_t control_ppm; /* -1: computed from the supply       */
};

/* grid_conf_read, after conf_load.  NULL, or which key does not fit the
 * market. */
MM_CHECKED const char *grid_conf_read(struct grid_conf *c,
				      const struct steps *s);

/* grid_conf_echo: every key the grid depends on with its value, and the number
 * of wallets, as the `parameters` of a grid record.  Owner: a. */
struct rec_list grid_conf_echo(struct arena *a, int n_wallets);

/* grid_conf_same: two echoes are equal. */
bool grid_conf_same(const struct rec_list *a, const struct rec_list *b);

#endif
