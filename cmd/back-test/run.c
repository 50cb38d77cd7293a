#include "run.h"

#include "base/conf.h"
#include "data/pivot_conf.h"
#include "data/rec_fill.h"
#include "parameters.h"
#include "past.h"
#include "planner.h"
#include "reel.h"
#include "tally.h"
#include "venue/paper_records.h"

struct run {
	const struct run_options *o;
	const char *tape;
	struct out *out;
	struct paper_conf conf;
	struct pivot_rules rules;
	struct paper_state venue;
	struct reel reel, history;
	struct past past;
	struct planner planner;
	struct tally tally;
	struct tape_book depth; /* displayed */
	struct arena scratch;
	int64_t n_prints, n_history;
	enum pivot_refusal refusal; /* of the last frame without a pivot */
	bool news;                  /* since the last frame */
	enum mm_exit code;
};

static void fail(struct run *r, enum mm_exit code)
{
	r->code = mm_worse(r->code, code);
}

/* ---- what the venue says ---- */

static void emit_fill(struct run *r, const struct match_event *e)
{
	struct rec_fill fill;

	arena_reset(&r->scratch);
	fill = paper_fill(&r->scratch, &r->venue, e);
	rec_write(r->out, &rec_fill_type, &fill);
}

static void hear(struct run *r)
{
	struct match *m = &r->venue.match;

	for (int i = 0; i < m->n_events; i++) {
		const struct match_event *e = &m->events[i];

		tally_event(&r->tally, e);
		if (e->what != MATCH_FILLED)
			planner_heard(&r->planner, e);
		else if (r->o->fills)
			emit_fill(r, e);
	}
	r->news |= m->n_events > 0;
	match_forget_events(m);
}

/* ---- the tape ---- */

static bool remember(struct run *r, const struct tape_entry *e)
{
	if (past_add(&r->past, e))
		return true;
	mm_warn("'%s': prices and sizes have too many digits for one sum",
		r->conf.terms.market);
	fail(r, MM_FAIL);
	return false;
}

/* One entry reaches the venue.  False: it goes no further. */
static bool play(struct run *r, const struct tape_entry *e)
{
	struct match *m = &r->venue.match;

	if (e->kind == TAPE_PRINT) {
		match_print(m, &e->print);
		r->tally.price = e->price;
		r->n_prints++;
		if (!remember(r, e))
			return false;
	} else {
		match_advance(m, e->print.ts_ms);
		tape_book_keep(&r->depth, &e->depth);
		m->depth = &r->depth.depth;
	}
	if (m->n_events)
		hear(r);
	return true;
}

/* Everything before ts_ms, and every request due by then. */
static bool advance(struct run *r, int64_t ts_ms)
{
	struct tape_entry e;

	while (reel_next(&r->reel, &e, ts_ms))
		if (!play(r, &e))
			return false;
	fail(r, r->reel.code);
	match_advance(&r->venue.match, ts_ms);
	hear(r);
	return r->reel.code != MM_FAIL;
}

/* Prints of another file from before the tape. */
static bool recall(struct run *r, int64_t until_ms)
{
	struct tape_entry e;

	if (!r->o->history)
		return true;
	reel_open(&r->history, r->o->history, &r->conf.terms, r->o->keep_going);
	while (reel_next(&r->history, &e, until_ms)) {
		if (e.kind != TAPE_PRINT)
			continue;
		r->n_history++;
		if (!remember(r, &e))
			return false;
	}
	fail(r, r->history.code);
	return r->history.code != MM_FAIL;
}

/* ---- frames ---- */

static bool frame(struct run *r, int64_t ts_ms)
{
	struct rec_pivot pivot;
	struct rec_equity equity;
	enum pivot_refusal refusal = past_pivot(&r->past, &pivot, ts_ms);
	const char *why;

	if (refusal)
		r->refusal = refusal;
	pivot.market = r->conf.terms.market;
	why = planner_frame(&r->planner, refusal ? NULL : &pivot, ts_ms,
			    r->news);
	r->news = false;
	if (why) {
		mm_warn("%s", why);
		fail(r, MM_USAGE);
		return false;
	}
	tally_frame(&r->tally, r->planner.plan.decision, !refusal);
	if (r->o->grid)
		planner_emit(&r->planner, r->out);
	if (r->o->equity && tally_equity(&r->tally, &equity, ts_ms))
		rec_write(r->out, &rec_equity_type, &equity);
	return true;
}

/* Frames from first_ms on, up to to_ms or past the end of the tape.  Returns the
 * last one. */
static int64_t frames(struct run *r, int64_t first_ms)
{
	int64_t to_ms = r->o->to_ms, step_ms = r->o->step_ms, ts_ms = first_ms;

	for (;; ts_ms += step_ms) {
		if (!advance(r, ts_ms))
			break;
		if (ts_ms == first_ms) {
			r->n_history += r->n_prints;
			r->n_prints = 0;
		}
		if (!frame(r, ts_ms))
			break;
		if (to_ms == REC_NONE_INT ? reel_ended(&r->reel)
					  : ts_ms + step_ms > to_ms)
			break;
	}
	return ts_ms;
}

/* ---- the result ---- */

static void conclude(struct run *r, struct rec_backtest *result,
		     struct arena *mem, int64_t first_ms, int64_t last_ms)
{
	const struct planner_counts *c = &r->planner.counts;

	*result = (struct rec_backtest){
		.ts_ms = last_ms,
		.market = arena_strdup(mem, r->conf.terms.market),
		.from_ms = first_ms,
		.to_ms = last_ms,
		.step_ms = r->o->step_ms,
		.tape = arena_strdup(mem, r->tape),
		.history = r->o->history,
		.n_history = r->n_history,
		.n_trades = r->n_prints,
		.n_placed = c->placed,
		.n_replaced = c->replaced,
		.n_cancelled = c->cancelled,
		.n_kept = c->kept,
	};
	tally_close(&r->tally, result);
	result->quote = arena_strdup(mem, result->quote);
	result->pulled_ms = result->n_pulls * r->o->step_ms;
	result->parameters = parameters(&result->config_id, mem);
	if (!result->n_no_pivot)
		return;
	mm_warn("warning: no pivot in %lld of %lld frames: %s",
		(long long)result->n_no_pivot, (long long)result->n_frames,
		pivot_refusal_code(r->refusal));
	if (result->n_no_pivot == result->n_frames)
		fail(r, MM_REFUSED);
}

/* ---- beginning and end ---- */

static bool configure(struct run *r)
{
	char why[PAPER_WHY_SZ], pivot_why[PIVOT_WHY_SZ];
	struct paper_birth birth;

	if (!*r->tape) {
		mm_warn("neither --tape nor PAPER_TAPE says which");
		return false;
	}
	pivot_conf_read(&r->rules);
	if (!pivot_conf_seed(&r->rules, pivot_why)) {
		mm_warn("%s", pivot_why);
		return false;
	}
	if (!paper_conf_read(&r->conf, why)) {
		mm_warn("%s", why);
		return false;
	}
	birth = (struct paper_birth){
		.terms = &r->conf.terms,
		.wallets = r->conf.wallets,
		.n_wallets = r->conf.n_wallets,
	};
	paper_state_make(&r->venue, &r->conf.rules, &birth);
	return true;
}

/* Unless it is said: the first frame that sees the tape's first entry. */
static int64_t first_frame(const struct run_options *o, int64_t begin_ms)
{
	if (o->from_ms != REC_NONE_INT)
		return o->from_ms;
	return (begin_ms / o->step_ms + 1) * o->step_ms;
}

static void run_tape(struct run *r, struct rec_backtest *result,
		     struct arena *mem)
{
	const struct run_options *o = r->o;
	int64_t begin_ms, first_ms;

	if (!reel_first(&r->reel, &begin_ms)) {
		if (r->reel.code != MM_FAIL)
			mm_warn("%s: no print of '%s'", r->tape,
				r->conf.terms.market);
		fail(r, MM_FAIL);
		return;
	}
	first_ms = first_frame(o, begin_ms);
	past_open(&r->past, &r->rules, first_ms, o->step_ms);
	known_open(&r->past.known, &r->conf.terms, o->history, begin_ms,
		   r->tape);
	if (recall(r, begin_ms)) {
		int64_t last_ms = frames(r, first_ms);

		if (r->code == MM_OK || r->code == MM_PARTIAL)
			conclude(r, result, mem, first_ms, last_ms);
	}
	past_close(&r->past);
}

enum mm_exit run(const struct run_options *o, struct out *out,
		 struct rec_backtest *result, struct arena *mem)
{
	struct run r = { .o = o, .tape = o->tape, .out = out, .news = true };

	if (!r.tape)
		r.tape = conf_text("PAPER_TAPE");
	if (!configure(&r)) {
		paper_conf_free(&r.conf);
		return MM_USAGE;
	}
	planner_open(&r.planner, &r.conf, &r.venue);
	tally_open(&r.tally, &r.venue);
	reel_open(&r.reel, r.tape, &r.conf.terms, o->keep_going);
	fail(&r, r.reel.code);
	if (r.code == MM_OK)
		run_tape(&r, result, mem);
	reel_close(&r.history);
	reel_close(&r.reel);
	planner_close(&r.planner);
	arena_free(&r.scratch);
	tape_book_free(&r.depth);
	paper_state_free(&r.venue);
	paper_conf_free(&r.conf);
	return r.code;
}
