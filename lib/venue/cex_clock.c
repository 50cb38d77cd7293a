#include "base/clock.h"
#include "venue/cex_session_parts.h"

#include <time.h>

int64_t cex_boot_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t cex_now(const struct cex_session *s)
{
	return s->clock.known ? s->clock.server_ms +
					(cex_boot_us() - s->clock.at_us) / 1000
			      : 0;
}

struct cex_clock cex_clock(const struct cex_session *s)
{
	int64_t passed_ms = (cex_boot_us() - s->clock.at_us) / 1000;

	if (!s->clock.known)
		return (struct cex_clock){ .known = false };
	return (struct cex_clock){
		.known = true,
		.offset_ms = s->clock.server_ms + passed_ms - clock_now_ms(),
		.rtt_ms = (s->clock.rtt_us + 999) / 1000,
		.age_ms = passed_ms,
	};
}

/* The venue read its clock somewhere between the send and the answer: most likely
 * in the middle. */
void cex_heed_time(struct cex_session *s, const struct cex_call *c,
		   int64_t server_ms)
{
	s->clock.known = true;
	s->clock.server_ms = server_ms;
	s->clock.rtt_us = c->took_us;
	s->clock.at_us = c->began_us + c->http.ready_us + c->took_us / 2;
}

static void heed_answer(struct cex_session *s, struct arena *a)
{
	struct cex_call *c = &s->time;
	struct cex_seat seat = { .symbol = "" };
	const char *why;

	if (c->reply.verdict != CEX_DONE)
		return;
	why = s->venue->read(&seat, CEX_ASK_TIME, c->body, c->len, a);
	if (!why && seat.server_ms <= 0)
		why = "a time that is none";
	if (why)
		c->reply = (struct cex_reply){ .verdict = CEX_UNKNOWN,
					       .why = CEX_TRANSPORT,
					       .text = why,
					       .retry_ms = -1,
					       .until_ms = -1 };
	else
		cex_heed_time(s, c, seat.server_ms);
}

bool cex_sync_clock(struct cex_session *const *s, size_t n,
		    struct cex_reply *out, struct arena *a)
{
	struct cex_call **calls = arena_alloc(a, n * sizeof(*calls));
	bool all = true;

	for (size_t i = 0; i < n; i++) {
		calls[i] = &s[i]->time;
		calls[i]->session = s[i];
		s[i]->venue->ask(&calls[i]->req, CEX_ASK_TIME, NULL);
	}
	cex_make(calls, n, a);
	for (size_t i = 0; i < n; i++) {
		heed_answer(s[i], a);
		all = all && calls[i]->reply.verdict == CEX_DONE;
		if (out)
			out[i] = calls[i]->reply;
	}
	return all;
}

static bool needs_time(const struct cex_call *c)
{
	const struct cex_session *s = c->session;

	return c->req.is_signed && !c->ts_ms && s->creds &&
	       (!s->clock.known ||
		cex_boot_us() - s->clock.at_us > CEX_CLOCK_AGE_MS * 1000);
}

static bool refused_for_time(const struct cex_call *c)
{
	return c->req.is_signed && !c->ts_ms && c->reply.why == CEX_CLOCK &&
	       c->reply.verdict != CEX_UNKNOWN;
}

static bool may_again(const struct cex_call *c)
{
	return refused_for_time(c) &&
	       c->session->time.reply.verdict == CEX_DONE;
}

/* Asks the venues of those calls for their time, each once. */
static void sync_for(struct cex_call *const *calls, size_t n,
		     bool (*wanted)(const struct cex_call *c), struct arena *a)
{
	struct cex_session **s =
		arena_alloc(a, n * sizeof(struct cex_session *));
	size_t n_s = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		if (!wanted(calls[i]))
			continue;
		while (k < n_s && s[k] != calls[i]->session)
			k++;
		if (k == n_s)
			s[n_s++] = calls[i]->session;
	}
	if (n_s)
		(void)!cex_sync_clock(s, n_s, NULL, a);
}

/* The calls that are sent, now that the times are asked for: one without a time has
 * the verdict of that question. */
static void make_wanted(struct cex_call *const *calls, size_t n,
			bool (*wanted)(const struct cex_call *c),
			struct arena *a)
{
	struct cex_call **going = arena_alloc(a, n * sizeof(*going));
	size_t n_going = 0;

	for (size_t i = 0; i < n; i++) {
		struct cex_call *c = calls[i];
		struct cex_reply no;

		if (wanted && !wanted(c))
			continue;
		if (!needs_time(c)) {
			going[n_going++] = c;
			continue;
		}
		no = c->session->time.reply;
		if (no.verdict != CEX_FATAL)
			no.verdict = CEX_RETRY;
		cex_answer(c, &no);
	}
	if (n_going)
		cex_make(going, n_going, a);
}

void cex_calls(struct cex_call *const *calls, size_t n, struct arena *a)
{
	sync_for(calls, n, needs_time, a);
	make_wanted(calls, n, NULL, a);
	sync_for(calls, n, refused_for_time, a);
	make_wanted(calls, n, may_again, a);
}
