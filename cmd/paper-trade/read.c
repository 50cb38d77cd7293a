/* paper-trade read: in the readers' place.
 *
 * On a cycle the tape is taken up to the frame, in one transaction, and then the
 * venue is told.  A crash between the two loses nothing: what has left in the
 * stream is marked only after it left, and where a store stands behind, its last
 * stored trade and fill, which come in the frame, say where to go on.
 */
#include "base/clock.h"
#include "base/err.h"
#include "data/rec_fill.h"
#include "data/rec_trade.h"
#include "outbox.h"
#include "venue/paper_records.h"
#include "venue/tape.h"

#include <string.h>

/* What a store behind us has. */
struct stored {
	bool any;
	int64_t trade_ms; /* of its last trade; INT64_MIN: it has none */
	const char *trade_id;
	int64_t fill; /* seq of its last fill here; 0: it has none */
};

struct reader {
	struct venue venue;
	struct tape *tape;
	struct tape_book depth; /* the displayed book, and its time */
	int64_t depth_ms;
	struct stored stored;    /* of this frame */
	struct paper_marks left; /* of the last frame, once it has left */
	int64_t left_born;       /* venue it was of; 0: nothing to mark */
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct reader *r = f->ctx;
	const char *market = r->venue.conf.terms.market;
	struct stored *s = &r->stored;

	if (type == &rec_trade_type) {
		const struct rec_trade *t = rec;

		if (strcmp(t->market, market) != 0)
			return true;
		s->any = true;
		if (t->ts_ms >= s->trade_ms) {
			s->trade_ms = t->ts_ms;
			s->trade_id = arena_strdup(&f->arena, t->id);
		}
	} else {
		const struct rec_fill *fill = rec;
		int64_t seq = 0, n;
		uint64_t order;

		if (strcmp(fill->market, market) != 0 ||
		    strcmp(fill->venue, "paper") != 0 ||
		    !paper_fill_id(&order, &n, fill->id))
			return true;
		s->any = true;
		if (paper_db_fill_seq(r->venue.db, &seq, order, n))
			return true; /* the frame will say why */
		if (seq > s->fill)
			s->fill = seq;
	}
	return true;
}

static enum db_err venue_says(struct frame *f, const struct reader *r,
			      enum db_err e)
{
	if (e) {
		frame_refuse(f, "venue", "%s", paper_db_message(r->venue.db));
		frame_worsen(f, db_exit(e));
	}
	return e;
}

static enum db_err journal_says(struct frame *f, const struct reader *r,
				enum db_err e)
{
	if (e) {
		frame_refuse(f, "journal", "%s",
			     journal_message(r->venue.journal));
		frame_worsen(f, db_exit(e));
	}
	return e;
}

static bool tape_says(struct frame *f, const struct reader *r, bool ok)
{
	if (!ok)
		frame_refuse(f, "tape", "%s", tape_why(r->tape));
	return ok;
}

/* ---- the tape ---- */

static void hear_depth(struct reader *r, struct paper_state *s,
		       const struct tape_entry *e)
{
	tape_book_keep(&r->depth, &e->depth);
	r->depth_ms = s->marks.depth_ms = e->print.ts_ms;
	s->match.depth = &r->depth.depth;
}

/* The displayed book as it was when the venue was last left, of which the file
 * keeps only the time. */
static bool recall_depth(struct reader *r, struct paper_state *s)
{
	struct tape_entry e;
	enum tape_result got;

	if (s->marks.depth_ms == INT64_MIN)
		return true;
	if (r->depth_ms == s->marks.depth_ms) {
		s->match.depth = &r->depth.depth;
		return true;
	}
	if (tape_seek(r->tape, s->marks.depth_ms) == TAPE_BAD)
		return false;
	while ((got = tape_next(r->tape, &e, s->marks.depth_ms + 1)) ==
	       TAPE_ENTRY)
		if (e.kind == TAPE_BOOK)
			hear_depth(r, s, &e);
	return got != TAPE_BAD;
}

/* Everything on the tape before ts_ms, and every request due by then. */
static bool play(struct frame *f, struct reader *r, struct paper_state *s,
		 int64_t ts_ms)
{
	struct tape_entry e;
	enum tape_result got;

	if (!tape_says(f, r,
		       tape_refresh(r->tape) && recall_depth(r, s) &&
			       tape_seek(r->tape, s->marks.frame_ms) !=
				       TAPE_BAD))
		return false;
	while ((got = tape_next(r->tape, &e, ts_ms)) == TAPE_ENTRY) {
		if (e.kind == TAPE_PRINT) {
			match_print(&s->match, &e.print);
		} else {
			match_advance(&s->match, e.print.ts_ms);
			hear_depth(r, s, &e);
		}
		if (s->match.n_events &&
		    venue_says(f, r, paper_db_drain(r->venue.db)))
			return false;
	}
	if (!tape_says(f, r, got != TAPE_BAD))
		return false;
	match_advance(&s->match, ts_ms);
	s->marks.frame_ms = ts_ms;
	return true;
}

/* Once a day of the frames: what has long been settled is not needed any more. */
static bool forget(struct frame *f, struct reader *r, int64_t was_ms,
		   int64_t ts_ms)
{
	return was_ms == INT64_MIN || was_ms / DAY_MS == ts_ms / DAY_MS ||
	       !journal_says(f, r,
			     journal_forget(r->venue.journal, ts_ms - DAY_MS));
}

/* What left with an earlier frame need not leave again. */
static void mark(struct reader *r, struct paper_state *s)
{
	if (r->left_born == s->born_ms) {
		s->marks.told_ms = r->left.told_ms;
		s->marks.told_fill = r->left.told_fill;
		s->marks.told_request = r->left.told_request;
	}
	r->left_born = 0;
}

static bool advance(struct frame *f, struct reader *r, int64_t ts_ms)
{
	struct paper_state *s = paper_db_state(r->venue.db);
	int64_t was_ms;

	if (venue_says(f, r, paper_db_begin(r->venue.db)))
		return false;
	was_ms = s->marks.frame_ms;
	mark(r, s);
	if (ts_ms < s->marks.frame_ms)
		frame_refuse(f, "clock_back",
			     "the venue is at %lld already: paper-trade reset "
			     "begins a new one",
			     (long long)s->marks.frame_ms);
	else if (play(f, r, s, ts_ms))
		return !venue_says(f, r, paper_db_commit(r->venue.db)) &&
		       forget(f, r, was_ms, ts_ms);
	paper_db_rollback(r->venue.db);
	return false;
}

/* ---- what is told ---- */

/* Prints after the last stored one, or else those that have not left yet, as they
 * stand on the tape. */
static bool tell_trades(struct frame *f, struct reader *r, int64_t ts_ms)
{
	const struct stored *st = &r->stored;
	const struct paper_marks *m = &paper_db_state(r->venue.db)->marks;
	int64_t from = st->any ? st->trade_ms : m->told_ms;
	struct tape_entry e;
	enum tape_result got = tape_seek(r->tape, from);

	/* Of one millisecond's prints those up to the stored one are skipped; if
	 * it is not on this tape, none is. */
	if (got == TAPE_ENTRY && st->trade_id) {
		size_t len = strlen(st->trade_id);

		while ((got = tape_next(r->tape, &e, from + 1)) == TAPE_ENTRY)
			if (e.kind == TAPE_PRINT && e.id_len == len &&
			    !memcmp(e.id, st->trade_id, len))
				break;
		if (got == TAPE_END)
			got = tape_seek(r->tape, from);
	}
	if (got == TAPE_BAD)
		return tape_says(f, r, false);
	while ((got = tape_next(r->tape, &e, ts_ms)) == TAPE_ENTRY)
		if (e.kind == TAPE_PRINT)
			out_bytes(&f->out, e.line, e.len);
	return tape_says(f, r, got != TAPE_BAD);
}

struct telling {
	struct frame *f;
	struct reader *r;
};

static bool tell_fill(void *ctx, int64_t seq, const struct match_event *e)
{
	struct telling *t = ctx;
	const struct paper_state *s = paper_db_state(t->r->venue.db);
	struct rec_fill fill = paper_fill(&t->f->arena, s, e);

	frame_emit(t->f, &rec_fill_type, &fill);
	t->r->left.told_fill = seq;
	return true;
}

static bool tell_answer(void *ctx, const struct paper_request *q)
{
	struct telling *t = ctx;
	struct rec_receipt r = paper_receipt(&t->f->arena, q, REC_NONE_INT);

	frame_emit(t->f, &rec_receipt_type, &r);
	t->r->left.told_request = q->seq;
	return true;
}

static void tell_holdings(struct frame *f, const struct paper_state *s,
			  int64_t ts_ms)
{
	for (int i = 0; i < s->match.ledger.n_wallets; i++) {
		struct rec_wallet w =
			paper_wallet_record(&f->arena, s, i, ts_ms);

		frame_emit(f, &rec_wallet_type, &w);
	}
	for (int side = SIDE_BUY; side <= SIDE_SELL; side++) {
		const struct match_book *b = &s->match.books[side];

		for (int i = b->n - 1; i >= 0; i--) {
			struct rec_open_order o =
				paper_open_order(&f->arena, s, &b->v[i], ts_ms);

			frame_emit(f, &rec_open_order_type, &o);
		}
	}
}

static bool tell(struct frame *f, struct reader *r, int64_t ts_ms)
{
	struct paper_db *db = r->venue.db;
	const struct paper_state *s = paper_db_state(db);
	struct rec_market market = paper_market(&s->terms, ts_ms);
	struct rec_book book;
	struct telling t = { f, r };
	int64_t fills = r->stored.any ? r->stored.fill : s->marks.told_fill;

	r->left = s->marks;
	frame_emit(f, &rec_market_type, &market);
	if (journal_says(f, r, outbox_settle(&r->venue, f, ts_ms)) ||
	    journal_says(f, r, outbox_show(&r->venue, f, ts_ms)) ||
	    venue_says(f, r,
		       paper_db_answers(db, s->marks.told_request, tell_answer,
					&t)))
		return false;
	book = paper_book(&f->arena, s, ts_ms);
	frame_emit(f, &rec_book_type, &book);
	if (!tell_trades(f, r, ts_ms))
		return false;
	tell_holdings(f, s, ts_ms);
	if (venue_says(f, r, paper_db_fills(db, fills, tell_fill, &t)))
		return false;
	r->left.told_ms = ts_ms;
	r->left_born = s->born_ms;
	return true;
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct reader *r = f->ctx;

	if (advance(f, r, cycle->ts_ms))
		tell(f, r, cycle->ts_ms);
	r->stored = (struct stored){ .trade_ms = INT64_MIN };
}

static const struct rec_use uses[] = {
	{ REC_READS, &rec_trade_type },
	{ REC_READS, &rec_fill_type },
	{ 0, NULL },
};

int paper_read(const char *tape, char **files, int64_t now_ms)
{
	static const struct stage stage = {
		.uses = uses,
		.take = take,
		.close = close_frame,
	};
	const struct frame_options frames = { .files = files,
					      .now_ms = now_ms };
	struct reader r = { .depth_ms = INT64_MIN,
			    .stored = { .trade_ms = INT64_MIN } };
	const struct paper_terms *t = &r.venue.conf.terms;
	enum mm_exit code;

	venue_conf(&r.venue);
	if (!tape_open(&r.tape, tape, t->market, t->tick, t->lot))
		mm_die(MM_USAGE, "%s", tape_why(r.tape));
	venue_open(&r.venue);
	/* The tape is still there: an advance that a power cut undoes is done
	 * again, and comes out the same. */
	if (paper_db_lazy(r.venue.db))
		mm_die(MM_FAIL, "%s", paper_db_message(r.venue.db));
	code = frame_run(&stage, &frames, &r);
	/* The last frame has left too. */
	if (r.left_born && !paper_db_begin(r.venue.db)) {
		mark(&r, paper_db_state(r.venue.db));
		if (paper_db_commit(r.venue.db))
			mm_warn("warning: %s", paper_db_message(r.venue.db));
	}
	tape_close(r.tape);
	tape_book_free(&r.depth);
	venue_close(&r.venue);
	return (int)code;
}
