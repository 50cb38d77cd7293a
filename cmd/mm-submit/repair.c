/* repair: what has to be asked for because something is stuck. */
#include "chain.h"
#include "outbox.h"
#include "verbs.h"

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct sender *s = f->ctx;
	struct attempts all;
	size_t unread;

	if (!sender_says(f, s, box_load(s, &f->arena, &all, &unread)))
		return;
	if (unread)
		frame_refuse(f, "journal", "%zu attempts cannot be read",
			     unread);
	s->chain->repair(s, f, &all, cycle->ts_ms);
}

static const struct rec_use uses[] = {
	{ REC_MAKES, &rec_action_type },
	{ 0, NULL },
};

int repair_run(char **files, int64_t now_ms)
{
	static const struct stage stage = { .uses = uses,
					    .close = close_frame };
	const struct frame_options frames = { .files = files,
					      .now_ms = now_ms };
	struct sender s = { .via = NULL };
	enum mm_exit code;

	sender_open(&s, chain_of_venue()->repair_needs);
	code = frame_run(&stage, &frames, &s);
	sender_close(&s);
	return (int)code;
}
