/* hedge_parts.h - what the files of hedge share.  Layer: math.
 *
 * Sizes are whole steps ("lots") of a seat; an amount of an asset is lots x unit.
 */
#ifndef MM_HEDGE_PARTS_H
#define MM_HEDGE_PARTS_H

#include "math/hedge.h"

#define HEDGE_PPM 6 /* decimals of a millionth */

/* ---- arithmetic that remembers that something did not fit ---- */

struct calc {
	bool bad;
};

static inline struct dec calc_mul(struct calc *c, struct dec a, struct dec b)
{
	struct dec r = DEC_ZERO;

	c->bad |= dec_mul(&r, a, b) != ST_OK;
	return r;
}

static inline struct dec calc_add(struct calc *c, struct dec a, struct dec b)
{
	struct dec r = DEC_ZERO;

	c->bad |= dec_add(&r, a, b) != ST_OK;
	return r;
}

static inline struct dec calc_sub(struct calc *c, struct dec a, struct dec b)
{
	struct dec r = DEC_ZERO;

	c->bad |= dec_sub(&r, a, b) != ST_OK;
	return r;
}

static inline int64_t calc_floor(struct calc *c, struct dec d, struct dec unit)
{
	int64_t n = 0;

	c->bad |= dec_units_floor(&n, d, unit) != ST_OK;
	return n;
}

static inline int64_t calc_ceil(struct calc *c, struct dec d, struct dec unit)
{
	int64_t n = 0;

	c->bad |= dec_units_ceil(&n, d, unit) != ST_OK;
	return n;
}

static inline struct dec calc_times(struct calc *c, int64_t n, struct dec unit)
{
	return calc_mul(c, dec_make(n, 0), unit);
}

static inline struct dec dec_neg(struct dec d)
{
	return (struct dec){ .v = -d.v, .scale = d.scale };
}

static inline struct dec dec_abs(struct dec d)
{
	return d.v < 0 ? dec_neg(d) : d;
}

static inline struct dec dec_most(struct dec a, struct dec b)
{
	return dec_cmp(a, b) < 0 ? b : a;
}

static inline struct dec dec_least(struct dec a, struct dec b)
{
	return dec_cmp(a, b) < 0 ? a : b;
}

static inline struct dec dec_or(struct dec d, struct dec other)
{
	return dec_is_none(d) ? other : d;
}

/* ---- a seat at work ---- */

/* What a taker meets on one side of the market, at worst at this price. */
struct side_view {
	struct dec worst; /* DEC_NONE: a market order             */
	struct dec worth; /* the higher of mark and worst         */
	int64_t depth;    /* lots the book has up to worst        */
	int64_t least;    /* of an order that opens, lots         */
	int64_t most;     /* of an order, lots; 0: none can be    */
};

enum { AT_SELL, AT_BUY, AT_SIDES };

struct bench {
	const struct hedge_seat *s;
	size_t index;    /* of the seat */
	struct dec step; /* of an order: lots are counted in it             */
	struct dec unit; /* of the asset in a lot                           */
	struct dec lot_value; /* of a lot at the mark                       */
	struct dec ours_long, ours_short; /* contracts >= 0                 */
	struct dec leverage;
	struct side_view at[AT_SIDES];
	int64_t least_reducing; /* lots */
	int64_t change; /* lots from what is there to the target, signed */
	/* Planned, lots: of our long and short position less, of the target's more. */
	int64_t less_long, less_short, more;
	int64_t score; /* of what it would cost, 1e-9: less is better */
	enum hedge_why why;
};

/* An asset at work: its seats are benches [first, first + n). */
struct ward {
	const struct hedge_asset *a;
	size_t index; /* of the asset */
	struct bench *v;
	size_t n;
	struct dec target, held,
		band;     /* units of the asset                    */
	struct dec step;  /* the finest unit of its seats          */
	struct dec value; /* of the gap, quote                     */
	bool beyond;      /* the gap is more than the band         */
	bool opposite;    /* seats hold positions of both signs    */
	enum hedge_severity severity;
	enum hedge_why refused;
	struct calc calc;
};

/* What is left of an account, as orders that open take of it. */
struct purse {
	struct dec held;  /* of all its positions, quote */
	struct dec bound; /* initial margin */
	struct dec free;
};

struct hedge_job {
	struct arena *arena;
	const struct hedge_world *w;
	struct bench *benches; /* sorted by asset, then rank and names */
	size_t n_benches;
	struct ward *wards; /* the most urgent first, then by name */
	size_t n_wards;
	struct purse *purses; /* of each account */
	struct dec turnover;
};

/* ---- hedge_seat.c ---- */

/* bench_set: what holds for a seat whatever is asked of it.  in: its position is
 * known. */
void bench_set(struct bench *b, struct calc *c, const struct hedge_world *w);

/* bench_walk: what so many lots trade for, quote: what the book does not have at the
 * worst price, without one at its last. */
struct dec bench_walk(const struct bench *b, struct calc *c, bool buy,
		      int64_t lots);

/* bench_score: fee + how much worse than the mark - funding of 8 hours where it opens,
 * + where it gives that up; each against the value at the mark, 1e-9. */
int64_t bench_score(const struct bench *b, struct calc *c, bool buy, bool opens,
		    int64_t lots);

/* bench_least: of an order that makes our position of that sign smaller, lots;
 * bench_agrees: the exchange, too, sees it get smaller. */
int64_t bench_least(const struct bench *b, bool is_long);
bool bench_agrees(const struct bench *b, bool is_long);

/* ---- hedge_ward.c ---- */

/* ward_measure: target, held, band and what follows from them. */
void ward_measure(struct ward *d, const struct hedge_limits *l);

/* ward_is_beyond: an amount of the asset, in whole steps, is more than the band. */
bool ward_is_beyond(struct ward *d, struct dec amount);

/* ---- hedge_fill.c ---- */

/* ward_fill plans what is closed, reduced and opened of an asset, and takes what opens
 * out of the purses. */
void ward_fill(struct hedge_job *j, struct ward *d);

/* ---- hedge_room.c ---- */

/* room_of: how many lots may be opened at a seat; *why: what ends it. */
int64_t room_of(enum hedge_why *why, struct hedge_job *j, struct ward *d,
		const struct bench *b, bool buy);

/* room_take: so many were. */
void room_take(struct hedge_job *j, struct ward *d, const struct bench *b,
	       bool buy, int64_t lots);

/* room_margin: what such an order binds, with its fee, up to 1e-6. */
struct dec room_margin(struct calc *c, const struct bench *b, struct dec value);

/* ---- hedge_tell.c ---- */

/* hedge_tell: the legs, by priority. */
void hedge_tell(struct hedge_job *j, struct hedge_plan *p);

/* ---- hedge_orders.c ---- */

/* parts_of: into how many orders of least to most lots so many are divided; *lots is
 * cut to what can be. */
int64_t parts_of(int64_t *lots, int64_t least, int64_t most);

/* parts_most: of orders of at most that many lots, how many lots a plan may send. */
int64_t parts_most(int64_t most);

/* orders_make: all that reduce, then all that open. */
void orders_make(struct hedge_job *j, struct hedge_plan *p);

#endif
