/* fsm_order.h - what is proven of an order that may have reached an exchange: a pure
 * state machine of one attempt, which is one client id and one send.  Layer: math.
 *
 *     recorded --the send--> taken, unknown or refused, unsent
 *     recorded, taken, unknown --a place shows it--> open, filled, over, refused
 *     open --a place shows its end--> filled, over
 *     any of these --it can no longer be, and nothing of it is--> dead, or over with
 *                                                                 what traded
 *
 * No attempt is ever sent again, under its own id or another: an exchange may forget
 * an id once the order is closed (Binance), or know it for ever (Bybit), and neither is
 * relied on.  What was meant by it may be asked for anew only when fate_over.
 *
 * An exchange takes a request while its own time is at most recv_window_ms past the
 * time in it.  So one that no place shows is dead when all of this was seen in this
 * order: a time of the exchange past ts + recv_window + FATE_MARGIN_MS + horizon; every
 * place that may know it, and none does; its fills, and there are none; the position,
 * and it did not move.  The clock of this machine is nowhere in it.
 *
 * source: the exchanges' rules of time and client ids, as in hedge-sync(1).
 */
#ifndef MM_FSM_ORDER_H
#define MM_FSM_ORDER_H

#include "base/dec.h"

#include <stdbool.h>
#include <stdint.h>

/* An exchange also takes a request that is up to a second ahead of it. */
#define FATE_MARGIN_MS INT64_C(1000)

/* How much longer a position that moved the order's way, by something no fill tells, is
 * held for a trace of it. */
#define FATE_PATIENCE_MS INT64_C(60000)

enum fate {
	FATE_RECORDED, /* written down; whether it left is not known        */
	FATE_TAKEN,    /* the exchange took it; what became of it it will say */
	FATE_UNKNOWN,  /* no answer that says anything                      */
	FATE_OPEN,     /* seen, and not over                                */
	/* From here on nothing changes but that more fills become known. */
	FATE_FILLED,  /* all of it traded                                   */
	FATE_OVER,    /* it is no more; executed may be above 0             */
	FATE_REFUSED, /* the exchange said no: nothing traded               */
	FATE_DEAD,    /* nobody knows it and it can no longer be            */
	FATE_UNSENT,  /* not one byte of it ever left                       */
};

struct order_fate {
	enum fate state;
	int64_t ts_ms; /* its own time: that of the exchange */
	int64_t recv_window_ms, horizon_ms;
	int64_t seen_ms;     /* time of the exchange it was last shown; 0 */
	struct dec size;     /* asked for, above 0                        */
	struct dec executed; /* the most that was ever shown              */
	struct dec in_fills; /* of that, told by its fills                */
};

/* What came of the one send. */
enum fate_send {
	FATE_SEND_TAKEN, /* the exchange says it has it                   */
	FATE_SEND_NO,    /* the exchange says no, and means this send     */
	FATE_SEND_MAYBE, /* anything else, "that id is taken" included    */
	FATE_SEND_NEVER, /* it never left, nor did an earlier one         */
};

enum fate_seen {
	FATE_SEEN_NOT,
	FATE_SEEN_OPEN,
	FATE_SEEN_FILLED,
	FATE_SEEN_OVER,
	FATE_SEEN_REFUSED,
};

/* One look, its parts read in this order; a part that was not read, or whose answer
 * says nothing, is not there. */
struct fate_sight {
	int64_t venue_ms;    /* time of the exchange; -1: not there        */
	enum fate_seen seen; /* by the first place that knows it           */
	struct dec executed; /* there; DEC_NONE: not said                  */
	bool all_places;     /* all were asked, all answered, none knows it */
	struct dec filled;   /* sum of its fills; DEC_NONE: not there      */
	/* The position less what it is without this order, above 0 where it moved the
	 * order's way; trades of others left out.  DEC_NONE: not there. */
	struct dec moved;
};

/* fate_begin: one just recorded. */
struct order_fate fate_begin(int64_t ts_ms, int64_t recv_window_ms,
			     int64_t horizon_ms, struct dec size);

/* fate_sent: what came of the send.  Nothing unless it is FATE_RECORDED. */
void fate_sent(struct order_fate *f, enum fate_send how);

/* fate_look: it was looked up, or the answer to the send showed it.
 *
 * returns: whether anything but seen_ms is other than before. */
bool fate_look(struct order_fate *f, const struct fate_sight *s);

/* fate_over: it can trade no more, and executed is all that did as far as its end
 * was told. */
bool fate_over(const struct order_fate *f);

/* fate_told: fate_over, and its fills tell all of it: nothing is to be looked up. */
bool fate_told(const struct order_fate *f);

/* fate_wants_cancel: the exchange shows it open at that time of its own, when an order
 * that trades at once or not at all should long be over. */
bool fate_wants_cancel(const struct order_fate *f, int64_t venue_ms);

/* fate_text: "recorded", "taken", "unknown", "open", "filled", "over", "refused",
 * "dead", "unsent". */
const char *fate_text(enum fate state);

#endif
