/* read: what the accounts hold, and nothing else. */
#include "seats.h"
#include "verbs.h"

static const struct rec_use uses[] = {
	{ REC_READS, &rec_funding_type },
	{ REC_MAKES, &rec_venue_account_type },
	{ REC_MAKES, &rec_venue_position_type },
	{ REC_MAKES, &rec_instrument_type },
	{ REC_MAKES, &rec_funding_type },
	{ 0, NULL },
};

struct reading {
	struct gathered g; /* first: gather_record */
	struct seats *seats;
};

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct reading *r = f->ctx;

	gather_close(&r->g, f, cycle->ts_ms);
	seats_read(r->seats, &r->g);
	gather_clear(&r->g);
}

int read_run(char **files, int64_t now_ms)
{
	static const struct stage stage = {
		.uses = uses,
		.take = gather_record,
		.close = close_frame,
	};
	const struct frame_options frames = { .files = files,
					      .now_ms = now_ms };
	struct reading r = { .seats = NULL };
	struct arena mem = { .limit = 0 };
	struct hedge_conf conf;
	enum mm_exit code;

	hedge_conf_read(&conf, &mem);
	r.seats = seats_open(&conf);
	code = frame_run(&stage, &frames, &r);
	seats_close(r.seats);
	arena_free(&mem);
	return (int)code;
}
