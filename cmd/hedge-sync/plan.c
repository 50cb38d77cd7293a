/* plan - the records of a frame, planned; see hedge-sync(1). */
#include "plan.h"

#include "base/clock.h"
#include "data/rec_alert.h"
#include "verbs.h"

#include <string.h>

void plan_make(struct rec_hedge *h, struct rec_sync *s, struct gathered *g,
	       const struct hedge_conf *c)
{
	struct plan_job j = { .g = g, .c = c, .a = &g->f->arena };

	rec_clear(&rec_hedge_type, h);
	rec_clear(&rec_sync_type, s);
	h->ts_ms = s->ts_ms = g->ts_ms;
	h->strategy = s->strategy = c->strategy;
	h->ratio = c->ratio;
	h->band_pct = c->band_pct;
	h->band_min_notional = c->limits.band_notional;
	h->decision = HEDGE_REFUSE;
	h->traded_ms = g->last ? g->last->traded_ms : REC_NONE_INT;
	s->total = s->synced = 0;
	s->forced = g->forced;
	plan_sort(&j);
	if (!plan_cover(h, &j)) {
		if (g->last)
			h->legs = g->last->legs;
		return;
	}
	j.w.limits = c->limits;
	j.w.turnover = g->turnover;
	j.w.hold = g->killed     ? HEDGE_WHY_KILL
		   : g->drawdown ? HEDGE_WHY_DRAWDOWN
		   : g->key_bad  ? HEDGE_WHY_KEY
				 : HEDGE_WHY_NONE;
	j.w.forced = g->forced;
	plan_exposures(&j);
	plan_seats(&j);
	hedge_plan(&j.p, j.a, &j.w);
	plan_tell(h, s, &j);
}

/* ---- the verb ---- */

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_hedge_type },
	{ REC_READS, &rec_il_type },
	{ REC_READS, &rec_holding_type },
	{ REC_READS, &rec_venue_account_type },
	{ REC_READS, &rec_venue_position_type },
	{ REC_READS, &rec_instrument_type },
	{ REC_MAKES, &rec_hedge_type },
	{ REC_MAKES, &rec_sync_type },
	{ REC_MAKES, &rec_alert_type },
	{ 0, NULL },
};

struct planning {
	struct gathered g; /* first: gather_record */
	struct hedge_conf conf;
};

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct planning *p = f->ctx;
	struct rec_hedge hedge;
	struct rec_sync sync;

	gather_close(&p->g, f, cycle->ts_ms);
	plan_make(&hedge, &sync, &p->g, &p->conf);
	frame_emit(f, &rec_hedge_type, &hedge);
	frame_emit(f, &rec_sync_type, &sync);
	gather_clear(&p->g);
}

int plan_run(const struct sync_options *o)
{
	static const struct stage stage = {
		.uses = uses,
		.take = gather_record,
		.close = close_frame,
	};
	const struct frame_options frames = { .files = o->files,
					      .now_ms = o->now_ms };
	struct arena memory = { .limit = 0 };
	struct planning p = { .g = { .adopt = o->adopt, .again = o->again } };
	enum mm_exit code;

	if (o->again && (!o->adopt || strcmp(o->again, AGAIN_POSITIONS) != 0))
		mm_die(MM_USAGE, "--again: " AGAIN_POSITIONS ", with --adopt");
	hedge_conf_read(&p.conf, &memory);
	code = frame_run(&stage, &frames, &p);
	arena_free(&memory);
	return (int)code;
}
