/* history.c - a market's trades out of its transactions' logs, newest first. */
#include "trades.h"

#include "base/clock.h"
#include "base/err.h"

#include <string.h>
#include <time.h>

#define TRIES 10 /* of a question, a second apart, before we give up */

bool history_take(struct frame *f, struct reader *r,
		  const struct rec_type *type, const void *rec)
{
	(void)f;
	if (type == &rec_trade_type) {
		const struct rec_trade *t = rec;

		if (!strcmp(t->source, OPENBOOK_VENUE) &&
		    !strcmp(t->market, r->settings->market))
			keyset_add(&r->known, trades_key("trade", t->id));
	} else if (type == &rec_fill_type) {
		keyset_add(
			&r->known,
			trades_key("fill", ((const struct rec_fill *)rec)->id));
	}
	return true;
}

/* The view of a market that is not read: nothing of it is ours by address. */
static const struct openbook_view none;

static bool make_one(struct frame *f, struct reader *r, struct arena *a,
		     const struct past_trade *p)
{
	struct told_trade t = { p->t, past_when(p->block_s, r->ts_ms) };

	return trades_emit(f, r, &r->site.place, &none, &t, a);
}

static void give_up(struct frame *f, const struct reader *r)
{
	mm_warn("%s: %s", r->fault.reason, r->fault.text);
	frame_worsen(f, MM_RETRY);
}

static bool find(struct reader *r, struct arena *a)
{
	return r->site.known ||
	       (r->site.known = find_place(r, &r->site, &r->life, a));
}

void history_make(struct frame *f, struct reader *r)
{
	struct past_end end = { .time_s = 0 };
	struct arena a = { 0 };
	struct past *p;
	int tries = 0;

	r->ts_ms = clock_now_ms();
	end.time_s = r->ts_ms / 1000 - r->settings->days * (DAY_MS / 1000);
	if (!find(r, &f->arena)) {
		give_up(f, r);
		return;
	}
	p = past_open(&r->site.place, NULL, end);
	while (!past_over(p)) {
		static const struct timespec pause = { .tv_sec = 1 };
		struct past_trade *v;
		size_t n;
		bool ok = past_next(p, &r->net, &v, &n, &a, &r->fault);

		for (size_t i = 0; ok && i < n; i++)
			ok = make_one(f, r, &a, &v[i]);
		if (!ok && ++tries == TRIES) {
			give_up(f, r);
			break;
		}
		if (ok)
			tries = 0;
		else
			nanosleep(&pause, NULL);
		arena_reset(&a);
	}
	if (past_holes(p)) {
		mm_warn("warning: the logs of %lld transactions are not to be "
			"had whole: trades may be missing",
			(long long)past_holes(p));
		frame_worsen(f, MM_PARTIAL);
	}
	past_close(p);
	arena_free(&a);
}
