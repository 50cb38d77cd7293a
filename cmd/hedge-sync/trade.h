/* trade.h - what the files of act.h share: who trades, and one attempt of an order.
 * Layer: cmd. */
#ifndef MM_HEDGE_SYNC_TRADE_H
#define MM_HEDGE_SYNC_TRADE_H

#include "act.h"
#include "io/hedge_ledger.h"
#include "io/journal.h"
#include "io/lock.h"
#include "math/fsm_order.h"

struct lane_lock {
	char *lane;
	struct lock lock;
};

struct act {
	const struct sync_options *o;
	struct seats *seats;
	const struct hedge_conf *conf;
	struct journal *journal;
	struct hedge_ledger *ledger;
	struct lane_lock *lanes; /* held */
	int n_lanes, lanes_cap;
	char **others; /* names of positions beside the hedge that were told */
	int n_others, others_cap;
	struct cex_call **calls; /* used again and again */
	size_t n_calls;
	struct frame *f;   /* at hand; NULL: a verb without */
	struct out *out;   /* where fills and alerts go     */
	struct arena *mem; /* of the frame, or of the verb */
	enum mm_exit code; /* of a verb                    */
	int64_t recv_window_ms, horizon_ms;
	bool shares;  /* a lane that another process holds is no obstacle */
	int64_t told; /* number of the last fill that was told in the frame */
};

/* One order, sent once under one client id.  Its texts are in the arena. */
struct attempt {
	const char *intent_id, *client_id;
	const char *seat; /* "venue:account:symbol": its lane, too */
	const char *venue, *account;
	struct cex_session *session; /* NULL: there is none with the exchange */
	struct cex_order order;
	bool reduce;     /* it can only make a position smaller  */
	struct dec mark; /* price it was planned at              */
	struct order_fate fate;
	struct dec counted;    /* of it, in the ledger; signed         */
	const char *order_id;  /* the exchange's; NULL: not known      */
	struct cex_reply said; /* to the send                          */
	struct dec notional;   /* of its fills                         */
	struct dec sum;        /* size of fills as they are read       */
	struct hedge_fill *fills;
	size_t n_fills;
	int64_t traded_ms;       /* time of the newest fill; 0: none     */
	struct fate_sight sight; /* of the look at hand                */
};

struct attempts {
	struct attempt **v;
	size_t n;
};

/* ---- act.c ---- */

/* act_frame: what is said and made from now on belongs to that frame. */
void act_frame(struct act *a, struct gathered *g);

/* act_says: something cannot be done.  In a frame a refusal with that reason, which
 * ends no better than code; else one line. */
void act_says(struct act *a, const char *reason, enum mm_exit code,
	      const char *fmt, ...) MM_PRINTF(4, 5);

/* act_db_ok: false, and said: the journal's or the ledger's trouble. */
bool act_journal_ok(struct act *a, enum db_err e);
bool act_ledger_ok(struct act *a, enum db_err e);

/* act_alert emits one about a symbol. */
void act_alert(struct act *a, const char *name, const char *severity,
	       const char *venue, const char *symbol, int64_t ts_ms,
	       const char *fmt, ...) MM_PRINTF(7, 8);

/* act_call: the i-th call, for a session. */
struct cex_call *act_call(struct act *a, size_t i, struct cex_session *s);
void act_make_calls(struct act *a, size_t n);

bool act_has_lane(const struct act *a, const char *seat);

/* act_lanes: those of every seat of the configuration. */
bool act_lanes(struct act *a);

/* settle_open looks up every attempt that is open, all of them in *all.  False: said;
 * not that one is still unknown. */
bool settle_open(struct act *a, int64_t wait_ms, struct attempts *all);

/* ---- own.c ---- */

/* own_all_named: no seat holds anything of ours that the configuration names no more.
 * False: said. */
bool own_all_named(struct act *a);

/* ---- attempt.c ---- */

const char *seat_name(struct arena *m, const char *venue, const char *account,
		      const char *symbol);

/* attempt_name gives t the client id of the next attempt of its intent.  False: the
 * journal cannot be read; said. */
bool attempt_name(struct act *a, struct attempt *t);

/* attempts_record writes them down, durably; send[i]: it must be sent now.  False:
 * said, and nothing may be sent. */
bool attempts_record(struct act *a, bool *send, struct attempt *const *v,
		     size_t n, int64_t ts_ms);

/* attempts_settle writes down what is known of them now. */
bool attempts_settle(struct act *a, struct attempt *const *v, size_t n);

/* attempts_open: every attempt that is not settled, oldest first. */
bool attempts_open(struct act *a, struct attempts *out);

/* ---- look.c ---- */

/* look_up asks n exchanges once what became of n attempts of different seats, and
 * writes it down.  False: it could not be written down; said. */
bool look_up(struct act *a, struct attempt *const *v, size_t n);

/* look_until_over looks again and again, for about as long as wait_ms, until all are
 * over and told.  A frame waits LOOK_MS: the next one goes on. */
#define LOOK_MS INT64_C(8000)
bool look_until_over(struct act *a, struct attempt *const *v, size_t n,
		     int64_t wait_ms);

/* attempt_shown: an answer shows the order of t. */
void attempt_shown(struct act *a, struct attempt *t,
		   const struct cex_order_view *v);

/* look_position: the position of a seat, over both its sides. */
bool look_position(struct act *a, struct dec *out, struct cex_session *s,
		   const char *symbol);

/* ---- count.c ---- */

/* fills_take takes the fills of an answer to attempt t. */
void fills_take(struct act *a, struct attempt *t, const struct cex_fills *f);

/* attempts_count writes into the ledger what they came to, and tells fills that were
 * not told. */
bool attempts_count(struct act *a, struct attempt *const *v, size_t n);

/* fills_tell emits every fill of the ledger that was not told. */
bool fills_tell(struct act *a);

/* fills_kept: those came back from where they are kept. */
bool fills_kept(struct act *a, const struct gathered_list *fills);

/* ---- send.c ---- */

/* trade_all records n attempts of different seats, sends each once, and looks them up
 * until they are over.  False: it could not be written down, said; what is not
 * recorded was not sent.
 *
 * in:      of each t: all but client_id and fate.
 * out:     fate; said. */
bool trade_all(struct act *a, struct attempt *const *v, size_t n,
	       int64_t ts_ms);

#endif
