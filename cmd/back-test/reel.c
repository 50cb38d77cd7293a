#include "reel.h"

void reel_open(struct reel *r, const char *path, const struct paper_terms *t,
	       bool keep_going)
{
	*r = (struct reel){ .keep_going = keep_going };
	if (tape_open(&r->tape, path, t->market, t->tick, t->lot))
		return;
	mm_warn("%s", tape_why(r->tape));
	r->code = MM_FAIL;
}

void reel_close(struct reel *r)
{
	tape_close(r->tape);
	r->tape = NULL;
}

/* A bad line.  False: it goes no further. */
static bool pass(struct reel *r)
{
	mm_warn("%s", tape_why(r->tape));
	r->code = r->keep_going ? MM_PARTIAL : MM_FAIL;
	return r->keep_going;
}

bool reel_first(struct reel *r, int64_t *ts_ms)
{
	r->held = reel_next(r, &r->first, INT64_MAX);
	*ts_ms = r->first.print.ts_ms;
	return r->held;
}

bool reel_next(struct reel *r, struct tape_entry *e, int64_t until_ms)
{
	enum tape_result got;

	if (r->held) {
		*e = r->first;
		r->held = e->print.ts_ms >= until_ms;
		return !r->held;
	}
	if (r->code == MM_FAIL)
		return false;
	while ((got = tape_next(r->tape, e, until_ms)) == TAPE_BAD && pass(r))
		tape_skip(r->tape);
	if (got == TAPE_END && !r->said_cut && tape_cut(r->tape)) {
		r->said_cut = true;
		pass(r);
	}
	return got == TAPE_ENTRY;
}

bool reel_ended(const struct reel *r)
{
	return !r->held && tape_ended(r->tape);
}
