/* resume: settles what is not known by looking it up, and sends nothing. */
#include "base/clock.h"
#include "base/err.h"
#include "follow.h"
#include "outbox.h"
#include "tell.h"
#include "verbs.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#define LOOK_MS 1000 /* between two looks */

static size_t count_unknown(const struct attempts *all)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += !attempt_settled(all->v[i]);
	return n;
}

/* Looks once at everything.  out: *unknown: what is left. */
static enum db_err look(struct sender *s, struct arena *a, struct attempts *all,
			size_t *unread)
{
	enum db_err err = box_load(s, a, all, unread);

	if (!err)
		err = tell_notes(s, a, all->v, all->n);
	return err ? err : follow(s, a, all, true, clock_now_ms());
}

static void say_unknown(const struct attempts *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (!attempt_settled(all->v[i]))
			mm_warn("'%s' is not known yet", all->v[i]->id);
}

int resume_run(int64_t wait_ms)
{
	int64_t end = clock_now_ms() + wait_ms;
	struct arena a = { .limit = 0 };
	struct sender s = { .via = NULL };
	struct attempts all;
	size_t unread, unknown;
	struct out out;

	signal(SIGPIPE, SIG_IGN);
	sender_open(&s, SENDER_JOURNAL | SENDER_NODES);
	out_open(&out, STDOUT_FILENO);
	s.out = &out;
	for (;;) {
		enum db_err err = look(&s, &a, &all, &unread);

		if (err)
			mm_die(db_exit(err), "%s", journal_message(s.journal));
		unknown = count_unknown(&all) + unread;
		if (!unknown || clock_now_ms() >= end)
			break;
		arena_reset(&a);
		poll(NULL, 0, LOOK_MS);
	}
	say_unknown(&all);
	arena_free(&a);
	out_close(&out);
	sender_close(&s);
	return unknown ? MM_UNKNOWN : MM_OK;
}
