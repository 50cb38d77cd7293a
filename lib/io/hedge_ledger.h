/* hedge_ledger.h - what own orders at exchanges came to, kept in a file: whose a
 * position is, what was traded, and how far an account has fallen.  Layer: io.
 *
 * A seat is one symbol of one account at one exchange, "venue:account:symbol".  Its
 * position should be
 *
 *     left alone + taken over + executed by own attempts
 *
 * Sizes are contracts, signed; money is quote.  Every call that writes is one
 * transaction, durable on DB_OK; on anything else nothing was written, and nothing
 * new may be risked on what cannot be written down.  An attempt and a fill count
 * once, however often they are given.
 *
 * MM_HOME/hedge-ledger.db: synchronous=FULL, tiny.
 */
#ifndef MM_HEDGE_LEDGER_H
#define MM_HEDGE_LEDGER_H

#include "base/dec.h"
#include "io/dberr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hedge_ledger;

/* hedge_ledger_open opens path, making it where needed.
 *
 * out:     *out even on error, for hedge_ledger_message and _close.
 * returns: DB_OK or as db_open (io/db.h). */
MM_CHECKED enum db_err hedge_ledger_open(struct hedge_ledger **out,
					 const char *path, int busy_ms);
void hedge_ledger_close(struct hedge_ledger *l); /* NULL is no error */

/* hedge_ledger_message: the last error in words, with the file. */
const char *hedge_ledger_message(const struct hedge_ledger *l);

/* ---- whose a position is ---- */

struct ledger_seat {
	bool known;       /* false: nothing was ever written of it; all 0 */
	struct dec left;  /* there before us, and left alone              */
	struct dec taken; /* taken over, or lost, by no order of ours     */
	struct dec executed;
	int64_t traded_ms; /* when an own order last traded, time of the
			    * exchange; 0: never                           */
};

/* hedge_ledger_seat: DB_OK also where nothing is known.  DB_RANGE: what is in the
 * file is no such thing. */
MM_CHECKED enum db_err hedge_ledger_seat(struct hedge_ledger *l,
					 struct ledger_seat *out,
					 const char *seat);

/* ledger_seat_size: the position it should be.  ST_OVERFLOW. */
MM_CHECKED enum status ledger_seat_size(struct dec *out,
					const struct ledger_seat *s);

/* hedge_ledger_base writes down left and taken of a seat; its executed stays. */
MM_CHECKED enum db_err hedge_ledger_base(struct hedge_ledger *l,
					 const char *seat, struct dec left,
					 struct dec taken);

/* hedge_ledger_seats: every seat that is known; each may not use the ledger. */
MM_CHECKED enum db_err
hedge_ledger_seats(struct hedge_ledger *l,
		   void (*each)(void *ctx, const char *seat,
				const struct ledger_seat *known),
		   void *ctx);

/* ---- what was traded ---- */

/* An attempt as far as it is known.  Given again it may say more, never less. */
struct hedge_trade {
	const char *attempt, *seat;
	struct dec executed; /* signed: all of this attempt          */
	struct dec notional; /* executed x price, above 0            */
	bool reduce;         /* it could only make a position smaller */
	int64_t ts_ms;       /* time of the exchange                 */
	bool guessed;        /* ts_ms is: not all its fills are known */
};

/* A fill of it: line is the record that tells it, one line of text. */
struct hedge_fill {
	const char *id; /* "venue:symbol:number" */
	const char *line;
};

/* hedge_ledger_count writes down what an attempt came to and its fills; those known
 * already stay as they are. */
MM_CHECKED enum db_err hedge_ledger_count(struct hedge_ledger *l,
					  const struct hedge_trade *t,
					  const struct hedge_fill *fills,
					  size_t n);

/* hedge_ledger_trade: executed of an attempt as far as it was counted, signed. */
MM_CHECKED enum db_err hedge_ledger_trade(struct hedge_ledger *l,
					  struct dec *executed,
					  const char *attempt);

/* hedge_ledger_has: *yes: a fill of that id was counted. */
MM_CHECKED enum db_err hedge_ledger_has(struct hedge_ledger *l, bool *yes,
					const char *id);

/* hedge_ledger_untold: the fills that hedge_ledger_told was not said of and that were
 * counted after the one of that number (0: all), oldest first; of very many the
 * newest. */
MM_CHECKED enum db_err
hedge_ledger_untold(struct hedge_ledger *l, int64_t after,
		    void (*each)(void *ctx, int64_t number, const char *line),
		    void *ctx);

/* hedge_ledger_told: the fill of that id is where it is kept, and so is what was
 * counted before it.  One that is not ours is no error. */
MM_CHECKED enum db_err hedge_ledger_told(struct hedge_ledger *l,
					 const char *id);

/* hedge_ledger_turnover: the notional of what was traded since then, over all
 * exchanges, attempts that only reduce left out. */
MM_CHECKED enum db_err hedge_ledger_turnover(struct hedge_ledger *l,
					     struct dec *out, int64_t since_ms);

/* ---- how far an account has fallen ---- */

struct hedge_drawdown {
	struct dec peak; /* highest equity seen since it was cleared      */
	bool latched;    /* it fell too far, and nobody has cleared it    */
	bool fell;       /* in this call                                  */
};

/* hedge_ledger_equity: an account's equity was read.  It is latched when it is below
 * peak x (1 - max). */
MM_CHECKED enum db_err hedge_ledger_equity(struct hedge_ledger *l,
					   struct hedge_drawdown *out,
					   const char *account,
					   struct dec equity, struct dec max);

/* hedge_ledger_clear: a person says that it may go on; the peak is what it is read
 * as next.  out: *n: accounts that were latched. */
MM_CHECKED enum db_err hedge_ledger_clear(struct hedge_ledger *l, int64_t *n);

#endif
