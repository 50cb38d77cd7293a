/* hedge_conf.h - what is hedged where and within which limits: "Hedging on exchanges"
 * of mm.conf(5).  Layer: data.
 */
#ifndef MM_HEDGE_CONF_H
#define MM_HEDGE_CONF_H

#include "base/mem.h"
#include "math/hedge.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEDGE_VENUES_MAX 8

struct hedge_conf_venue {
	const char *name;    /* "binance" */
	const char *account; /* of its API key in the vault: BINANCE_KEY */
};

/* An asset at an exchange: a seat, each symbol once. */
struct hedge_conf_pair {
	const char *asset;
	size_t venue; /* index: its place in HEDGE_VENUES */
	const char *symbol;
	struct dec multiplier; /* units of the asset in a contract */
};

/* Assets with the same symbols everywhere are one (WETH and ETH), called like the one
 * that HEDGE_ASSETS names first. */
struct hedge_conf_name {
	const char *name, *asset;
};

struct hedge_conf {
	struct hedge_conf_venue venues[HEDGE_VENUES_MAX];
	size_t n_venues; /* 0: no hedge */
	struct hedge_conf_pair
		*pairs; /* in the order of HEDGE_ASSETS, then venue */
	size_t n_pairs;
	struct hedge_conf_name *names; /* every asset HEDGE_ASSETS names */
	size_t n_names;
	const char **positions; /* HEDGE_POSITIONS */
	size_t n_positions;
	const char *numeraire; /* is never hedged */
	int64_t strategy;
	struct hedge_limits limits;
	struct dec
		ratio; /* HEDGE_RATIO as it stands; limits has the one followed */
	struct dec band_pct;
	int margin_type; /* enum cex_margin; -1: any */
	int64_t clock_max_ms;
};

/* hedge_conf_read, after conf_load.  A key that cannot be used (an exchange that is
 * none or stands twice, an asset, symbol or multiplier that is none, an asset
 * twice at an exchange, a symbol for assets that differ elsewhere, NUMERAIRE, an asset
 * of an exchange HEDGE_VENUES does not name) is one line that names it, and exit
 * MM_USAGE.
 * out:     *c; its texts are in the arena. */
void hedge_conf_read(struct hedge_conf *c, struct arena *a);

/* hedge_conf_asset: what exposures to that asset are hedged as; NULL: HEDGE_ASSETS does
 * not name it. */
const char *hedge_conf_asset(const struct hedge_conf *c, const char *name);

/* hedge_conf_symbol: whether HEDGE_ASSETS names that symbol at the exchange whose name is
 * venue's first n bytes. */
bool hedge_conf_symbol(const struct hedge_conf *c, const char *venue, size_t n,
		       const char *symbol);

#endif
