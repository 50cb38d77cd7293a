/* The default form: what a frame needs against what the exchanges hold. */
#include "act.h"
#include "data/rec_alert.h"
#include "data/rec_fill.h"
#include "io/kill.h"
#include "plan.h"
#include "rights.h"
#include "seats.h"
#include "trade.h"
#include "verbs.h"

#include <signal.h>
#include <string.h>

static const struct rec_use uses[] = {
	{ REC_READS, &rec_il_type },
	{ REC_READS, &rec_holding_type },
	{ REC_READS, &rec_funding_type },
	{ REC_READS, &rec_fill_type },
	{ REC_EATS, &rec_hedge_type },
	{ REC_MAKES, &rec_venue_account_type },
	{ REC_MAKES, &rec_venue_position_type },
	{ REC_MAKES, &rec_instrument_type },
	{ REC_MAKES, &rec_funding_type },
	{ REC_MAKES, &rec_hedge_type },
	{ REC_MAKES, &rec_sync_type },
	{ REC_MAKES, &rec_fill_type },
	{ REC_MAKES, &rec_alert_type },
	{ 0, NULL },
};

struct syncing {
	struct gathered g; /* first: gather_record */
	const struct sync_options *o;
	struct hedge_conf conf;
	struct seats *seats;
	struct act *act;
	struct rights_watch rights;
};

/* What is open from before is looked up first, so that the positions are read when
 * nothing of ours is under way.  They are told whatever became of that. */
static bool look(struct syncing *s)
{
	char reason[KILL_REASON_SZ];
	bool settled = act_settle(s->act, &s->g);

	seats_read(s->seats, &s->g);
	s->g.killed = kill_switch(reason);
	s->g.key_bad = s->rights.bad;
	return settled && !s->g.f->refused && act_own(s->act, &s->g);
}

/* What the keys may is looked at when the orders of the frame are over, so that none that
 * reduces waits for it. */
static void look_rights(struct syncing *s)
{
	bool was = s->rights.bad;
	const struct hedge_conf_venue *venue;

	if (!s->o->live || s->o->any_rights)
		return;
	venue = rights_again(&s->rights, s->seats, &s->conf);
	if (venue)
		frame_worsen(s->g.f, MM_REFUSED);
	if (venue && !was)
		act_alert(s->act, "api_key_rights", "critical", venue->name,
			  venue->account, s->g.ts_ms,
			  "the key of %s is refused: only what reduces is sent "
			  "until it is found well again",
			  venue->name);
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct syncing *s = f->ctx;
	struct rec_hedge hedge;
	struct rec_sync sync;

	gather_close(&s->g, f, cycle->ts_ms);
	if (look(s)) {
		plan_make(&hedge, &sync, &s->g, &s->conf);
		/* What is missing later is missed. */
		if (hedge.decision != HEDGE_REFUSE) {
			s->g.adopt = false;
			s->g.again = NULL;
		}
		if (s->o->live)
			act_run(s->act, &s->g, &hedge, &sync);
		frame_emit(f, &rec_hedge_type, &hedge);
		frame_emit(f, &rec_sync_type, &sync);
	}
	look_rights(s);
	gather_clear(&s->g);
}

/* A name that is nobody's would be a wish that is passed over. */
static void check_again(const struct hedge_conf *c,
			const struct sync_options *o)
{
	const char *again = o->again, *colon;

	if (!again)
		return;
	if (!strcmp(again, AGAIN_POSITIONS)) {
		if (o->adopt)
			return;
		mm_die(MM_USAGE, "--again " AGAIN_POSITIONS ": with --adopt");
	}
	colon = strchr(again, ':');
	if (colon &&
	    hedge_conf_symbol(c, again, (size_t)(colon - again), colon + 1))
		return;
	mm_die(MM_USAGE,
	       "--again '%s': no exchange:symbol of HEDGE_VENUES and "
	       "HEDGE_ASSETS, nor " AGAIN_POSITIONS,
	       again);
}

int sync_run(const struct sync_options *o)
{
	static const struct stage stage = {
		.uses = uses,
		.take = gather_record,
		.close = close_frame,
	};
	const struct frame_options frames = { .files = o->files,
					      .now_ms = o->now_ms };
	struct syncing s = {
		.g = { .adopt = o->adopt, .again = o->again, .live = o->live },
		.o = o
	};
	struct arena mem = { .limit = 0 };
	enum mm_exit code;

	signal(SIGPIPE, SIG_IGN);
	hedge_conf_read(&s.conf, &mem);
	check_again(&s.conf, o);
	s.seats = seats_open(&s.conf);
	code = o->live ? rights_allow(s.seats, &s.conf, o->any_rights) : MM_OK;
	if (!code) {
		s.act = act_open(o, s.seats, &s.conf);
		code = frame_run(&stage, &frames, &s);
		act_close(s.act);
	}
	seats_close(s.seats);
	arena_free(&mem);
	return (int)code;
}
