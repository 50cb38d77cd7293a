/* choose_weigh.h - what liquidating an account would gain.  Layer: cmd. */
#ifndef MM_LIQ_SCAN_CHOOSE_WEIGH_H
#define MM_LIQ_SCAN_CHOOSE_WEIGH_H

#include "choose.h"
#include "choose_seen.h"
#include "data/route_graph.h"
#include "math/liq.h"

#define CHOOSE_QUOTED 8 /* fresh quotes that are kept */

/* A fresh quote. */
struct choose_quoted {
	int token_in, token_out;
	struct route route;
};

/* A market of a frame, with all a liquidation there costs and meets. */
struct choose_scene {
	const struct choose_conf *conf;
	struct choose_seen *seen;
	struct arena *a;
	const struct liq_view *view;
	const struct route_map *map;
	bool reckons;         /* what gas costs is known: */
	struct dec gas_wei;   /* a unit of gas, priority fee included */
	struct dec priority;  /* of that, wei */
	struct u256 native;   /* a native coin, base */
	struct u256 gas_base; /* 10^9 gas, base */
	struct u256 tip_gas;  /* the most that is tipped for it, base */
	__int128 min_net;     /* base */
	/* By number of reserve. */
	const struct evm_asset *asset[AAVE_RESERVES]; /* NULL: it has no name */
	int token[AAVE_RESERVES];                     /* in the map; -1: none */
	struct u256 capital[AAVE_RESERVES];   /* most any wallet has, parts */
	struct u256 available[AAVE_RESERVES]; /* to be paid out, parts */
	struct route last;                    /* of the last fresh quote */
	struct choose_quoted quoted[CHOOSE_QUOTED]; /* the newest fresh ones */
	unsigned n_quoted;
	double *spot; /* by collateral and debt; 0: not known yet */
};

/* A liquidation as far as it is decided. */
struct choose_job {
	const struct candidate *c;
	enum liquidation_decision decision;
	const char *why; /* a code of liq-scan(1); NULL: go */
	bool offered;    /* offer is set */
	struct liq_offer offer;
	const struct evm_wallet *wallet; /* who pays; NULL: nobody yet */
	size_t turn;                     /* groups of that wallet before it */
	struct route route;              /* of the swap; n == 0: none */
	int64_t rank;                    /* 0: not worth it */
	const char *group, *intent_id; /* of what it asks for; NULL: nothing */
};

/* choose_scene_make, in the frame's arena. */
void choose_scene_make(struct choose_scene *s, struct arena *a,
		       const struct choose_conf *conf, struct choose_seen *seen,
		       const struct liq_view *view,
		       const struct route_map *map);

/* choose_capital: what wallets have left now. */
void choose_capital(struct choose_scene *s);

/* choose_weigh: the best there is for the account: j->offer, or j->why and a skip.
 * told: where nothing is worth it j->offer says how far from it the nearest is. */
void choose_weigh(struct choose_job *j, struct choose_scene *s, bool told);

/* choose_size: the offer of a pair at a size, with the route it takes.
 * False: there is none, or it gains less than it has to. */
bool choose_size(struct liq_offer *o, struct route *route,
		 struct choose_scene *s, const struct aave_pair *pair,
		 struct u256 cover);

/* choose_need: what the swap has to give for an offer to gain what it must, parts of
 * the debt's asset: the repayment with all it costs and LIQ_MIN_NET. */
MM_CHECKED enum status choose_need(struct u256 *out,
				   const struct choose_scene *s,
				   const struct liq_offer *o);

/* choose_payer: a wallet with enough of the debt's asset that can pay the gas: one that
 * pays for nothing yet in this frame, for what one sends lands together or not at all;
 * then the one with most of the asset.  NULL: none. */
const struct evm_wallet *choose_payer(const struct choose_scene *s,
				      const struct liq_offer *o);

/* choose_dec: parts of an asset in units; DEC_NONE: no number. */
struct dec choose_dec(struct u256 parts, int decimals);

#endif
