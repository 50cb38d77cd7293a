/* job.h - what stat-calc gathers while it reads, and what it was asked. */
#ifndef MM_STAT_CALC_JOB_H
#define MM_STAT_CALC_JOB_H

#include "data/frame.h"
#include "data/rec_stats.h"
#include "math/order.h"
#include "math/wash.h"
#include "samples.h"

#define SEED UINT64_C(1) /* of the resampling: the same input, the same bytes */

/* Texts by number; the same text has the same number. */
struct names {
	char **v;
	int n, cap;
};

int names_id(struct names *names, const char *text);

/* Prices of one asset in another, from `price` records. */
struct pair {
	int base, quote; /* assets */
	struct samples prices;
};

struct market {
	char *name;
	int base, quote;       /* assets; -1: not known */
	struct samples prices; /* of its prints         */
};

struct holding {
	int asset;
	struct dec amount;
};

/* What a wallet held: free, locked and unsettled together. */
struct snapshot {
	int64_t ts_ms;
	int wallet;
	int n, cap;
	struct holding *held;
};

struct own_fill {
	int64_t ts_ms;
	char *id;
	int market; /* index of job.markets */
	int wallet;
	int fee_asset;
	enum side side;
	bool maker;
	bool counts; /* of our strategy and market */
	struct dec price, size, fee;
	struct dec unmet; /* of size: not counted as own against own */
};

/* All prints of the market. */
struct tape {
	int64_t n, from_ms, to_ms;
	struct dec volume, own, own_against_own;
	struct wash wash;
};

struct job {
	/* asked */
	int64_t every_ms, wash_window_ms, from_ms, to_ms;
	int64_t confidence_bps, risk_free_bps, flow_bps, resamples;
	int64_t strategy;
	const char *series, *quote, *only_market; /* NULL or "": not said */
	const char *store;
	bool keep_going;

	/* gathered */
	int64_t stored_row; /* being read; 0: a file is */
	struct names assets, wallets;
	struct pair *pairs;
	struct market *markets;
	struct snapshot *snapshots;
	struct own_fill *fills;
	int n_pairs, n_markets, n_snapshots, n_fills;
	int cap_pairs, cap_markets, cap_snapshots, cap_fills;
	struct samples equity; /* read or made */
	bool equity_read;
	int equity_quote; /* asset, -1: none read */
	struct tape tape;
	int market; /* index of ours; -1: none yet */
	int64_t newest_ms;

	/* when all is read */
	int quote_asset; /* -1: not known */
	struct arena arena;
};

/* ---- gather.c ---- */

/* gather: take of the stage.  False: a bad record, and that has been said. */
bool gather(struct frame *f, const struct rec_type *type, const void *rec);

/* gather_bad says what is wrong with the record at hand, and where it is. */
void gather_bad(struct frame *f, const char *fmt, ...) MM_PRINTF(2, 3);

/* ---- stored.c ---- */

/* stored gathers what the store holds; a bad row is a bad line.  False: stop, and
 * why has been said. */
bool stored(struct frame *f);

/* ---- settle.c ---- */

/* gather_settle: everything is read: sorts, drops what came twice, finds the
 * quote. */
void gather_settle(struct job *job);
void gather_free(struct job *job);

/* ---- account.c ---- */

/* price_of: one unit of asset in quote, by the newest prices at or before ts_ms:
 * a price record before a print, a direct one before one through a third asset.
 * False: none. */
bool price_of(struct dec *out, const struct job *job, int asset, int quote,
	      int64_t ts_ms);

/* account_run values the wallets span by span into job->equity (unless equity
 * records were read) and at the end into exposure. */
void account_run(struct frame *f, struct rec_list *exposure);

/* ---- returns.c, activity.c: each fills its part, or leaves it absent ---- */
void returns_part(struct rec_stats_returns *out, struct job *job);
void fills_part(struct rec_stats_fills *out, struct job *job);
void tape_part(struct rec_stats_tape *out, struct job *job);

#endif
