#include "act.h"

#include "base/clock.h"
#include "base/conf.h"
#include "base/home.h"
#include "base/text.h"
#include "data/rec_alert.h"
#include "io/homedir.h"
#include "trade.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEPT_MS (30 * DAY_MS) /* settled attempts, after their frame */

static void open_files(struct act *a)
{
	char *journal = home_path("hedge.db");
	char *ledger = home_path("hedge-ledger.db");
	enum db_err e;

	if (!home_make())
		mm_die(MM_FAIL, "%s: %s", home_dir(), strerror(errno));
	e = journal_open(&a->journal, journal, DB_BUSY_MS);
	if (e)
		mm_die(db_exit(e), "%s", journal_message(a->journal));
	e = hedge_ledger_open(&a->ledger, ledger, DB_BUSY_MS);
	if (e)
		mm_die(db_exit(e), "%s", hedge_ledger_message(a->ledger));
	free(journal);
	free(ledger);
}

struct act *act_open(const struct sync_options *o, struct seats *s,
		     const struct hedge_conf *c)
{
	struct act *a = mem_alloc(1, sizeof(*a));

	*a = (struct act){ .o = o, .seats = s, .conf = c };
	a->recv_window_ms = conf_int("RECV_WINDOW_MS");
	a->horizon_ms = conf_int("ORDER_HORIZON_MS");
	open_files(a);
	return a;
}

void act_close(struct act *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->n_calls; i++) {
		cex_call_free(a->calls[i]);
		free(a->calls[i]);
	}
	for (int i = 0; i < a->n_lanes; i++) {
		lock_drop(&a->lanes[i].lock);
		free(a->lanes[i].lane);
	}
	for (int i = 0; i < a->n_others; i++)
		free(a->others[i]);
	free(a->others);
	free(a->calls);
	free(a->lanes);
	hedge_ledger_close(a->ledger);
	journal_close(a->journal);
	free(a);
}

void act_frame(struct act *a, struct gathered *g)
{
	a->f = g->f;
	a->out = &g->f->out;
	a->mem = &g->f->arena;
}

/* ---- what is said ---- */

void act_says(struct act *a, const char *reason, enum mm_exit code,
	      const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (a->f) {
		frame_refuse(a->f, reason, "%s", text);
		frame_worsen(a->f, code);
	} else {
		mm_warn("%s: %s", reason, text);
		a->code = mm_worse(a->code, code);
	}
}

bool act_journal_ok(struct act *a, enum db_err e)
{
	if (e)
		act_says(a, "journal", db_exit(e), "%s",
			 journal_message(a->journal));
	return !e;
}

bool act_ledger_ok(struct act *a, enum db_err e)
{
	if (e)
		act_says(a, "ledger", db_exit(e), "%s",
			 hedge_ledger_message(a->ledger));
	return !e;
}

void act_alert(struct act *a, const char *name, const char *severity,
	       const char *venue, const char *symbol, int64_t ts_ms,
	       const char *fmt, ...)
{
	struct rec_alert r;
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	text_mask(text); /* it may have been cut within a character */
	rec_clear(&rec_alert_type, &r);
	r.ts_ms = ts_ms;
	r.by = mm_prog;
	r.name = name;
	r.text = text;
	r.severity = severity;
	r.market = arena_printf(a->mem, "%s:%s", venue, symbol);
	mm_warn("%s: %s", name, text);
	rec_write(a->out, &rec_alert_type, &r);
}

/* ---- calls and lanes ---- */

struct cex_call *act_call(struct act *a, size_t i, struct cex_session *s)
{
	while (i >= a->n_calls) {
		a->calls = mem_realloc(a->calls, a->n_calls + 1,
				       sizeof(*a->calls));
		a->calls[a->n_calls] = mem_alloc(1, sizeof(**a->calls));
		cex_call_init(a->calls[a->n_calls++], s);
	}
	a->calls[i]->session = s;
	a->calls[i]->ts_ms = 0;
	return a->calls[i];
}

void act_make_calls(struct act *a, size_t n)
{
	if (n)
		cex_calls(a->calls, n, a->mem);
}

bool act_has_lane(const struct act *a, const char *seat)
{
	for (int i = 0; i < a->n_lanes; i++)
		if (!strcmp(a->lanes[i].lane, seat))
			return true;
	return false;
}

/* True: it is held from now on, or shared.  Else said. */
static bool act_lane(struct act *a, const char *seat)
{
	struct lock lock;
	enum lock_err e;

	if (act_has_lane(a, seat))
		return true;
	e = lock_take(&lock, seat, 0);
	if (e == LOCK_HELD && a->shares)
		return true;
	if (e) {
		act_says(a, "lane_held", MM_RETRY, "%s: %s", seat,
			 e == LOCK_HELD ? "another process trades it"
					: lock_text(e));
		return false;
	}
	a->lanes = mem_room(a->lanes, a->n_lanes, &a->lanes_cap,
			    sizeof(*a->lanes));
	a->lanes[a->n_lanes++] = (struct lane_lock){ mem_strdup(seat), lock };
	return true;
}

/* ---- what is open from before ---- */

bool act_lanes(struct act *a)
{
	const struct hedge_conf *c = a->conf;

	for (size_t i = 0; i < c->n_pairs; i++) {
		const struct hedge_conf_venue *v =
			&c->venues[c->pairs[i].venue];

		if (!act_lane(a, seat_name(a->mem, v->name, v->account,
					   c->pairs[i].symbol)))
			return false;
	}
	return true;
}

bool settle_open(struct act *a, int64_t wait_ms, struct attempts *all)
{
	if (!fills_tell(a) || !attempts_open(a, all))
		return false;
	for (size_t i = 0; i < all->n; i++)
		if (!act_lane(a, all->v[i]->seat))
			return false;
	return look_until_over(a, all->v, all->n, wait_ms);
}

bool act_settle(struct act *a, struct gathered *g)
{
	struct attempts all;
	size_t unknown = 0;

	act_frame(a, g);
	if (!a->o->live)
		return true;
	a->told = 0;
	if (!fills_kept(a, &g->fills) || !act_lanes(a) ||
	    !settle_open(a, LOOK_MS, &all))
		return false;
	for (size_t i = 0; i < all.n; i++)
		unknown += !fate_over(&all.v[i]->fate);
	if (unknown)
		act_says(a, "unknown_order", MM_UNKNOWN,
			 "what became of %zu order%s is not known yet, "
			 "the first '%s'",
			 unknown, unknown > 1 ? "s" : "", all.v[0]->client_id);
	return !unknown &&
	       act_journal_ok(a,
			      journal_forget(a->journal, g->ts_ms - KEPT_MS));
}
