/* Orders leave: written down, sent once, looked up. */
#include "io/kill.h"
#include "trade.h"

/* A clock that was never read is read: its time goes into what is written down. */
static bool know_time(struct act *a, struct attempt *const *v, size_t n)
{
	struct cex_session **s = arena_alloc(a->mem, n * sizeof(*s));
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (!cex_clock(v[i]->session).known)
			s[k++] = v[i]->session;
	if (!k || cex_sync_clock(s, k, NULL, a->mem))
		return true;
	act_says(a, "clock", MM_RETRY, "an exchange does not tell its time");
	return false;
}

static bool record(struct act *a, bool *send, struct attempt *const *v,
		   size_t n, int64_t ts_ms)
{
	if (!know_time(a, v, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!attempt_name(a, v[i]))
			return false;
		v[i]->fate =
			fate_begin(cex_now(v[i]->session), a->recv_window_ms,
				   a->horizon_ms, v[i]->order.size);
	}
	return attempts_record(a, send, v, n, ts_ms);
}

static enum fate_send came_of(const struct cex_call *c)
{
	if (!c->left)
		return FATE_SEND_NEVER;
	if (c->reply.why == CEX_DUPLICATE)
		return FATE_SEND_MAYBE;
	switch (c->reply.verdict) {
	case CEX_DONE:
		return FATE_SEND_TAKEN;
	case CEX_REJECTED:
	case CEX_RETRY:
	case CEX_FATAL:
		return FATE_SEND_NO;
	case CEX_UNKNOWN:
		break;
	}
	return FATE_SEND_MAYBE;
}

/* The answer may show the order as it ended. */
static void heed(struct act *a, struct attempt *t, const struct cex_call *c)
{
	const struct cex_venue *venue = cex_venue_of(t->session);
	struct cex_order_view view = { .executed = DEC_NONE };
	enum fate_send how = came_of(c);

	t->said = c->reply;
	t->said.text = arena_strdup(a->mem, c->reply.text ? c->reply.text : "");
	if (how == FATE_SEND_TAKEN &&
	    venue->read_place(&view, c->body, c->len, a->mem))
		how = FATE_SEND_MAYBE;
	fate_sent(&t->fate, how);
	if (how != FATE_SEND_TAKEN)
		return;
	t->sight = (struct fate_sight){ .venue_ms = -1,
					.filled = DEC_NONE,
					.moved = DEC_NONE };
	attempt_shown(a, t, &view);
	if (t->sight.seen != FATE_SEEN_OPEN)
		(void)fate_look(&t->fate, &t->sight);
}

static void send_all(struct act *a, struct attempt *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cex_call *c = act_call(a, i, v[i]->session);

		cex_venue_of(v[i]->session)
			->ask_place(&c->req, &v[i]->order, false);
		c->ts_ms = v[i]->fate.ts_ms;
	}
	act_make_calls(a, n);
	for (size_t i = 0; i < n; i++)
		heed(a, v[i], act_call(a, i, v[i]->session));
}

/* The kill switch is looked at once more when the time of the order stands: whoever
 * turned it on before finds the attempt in the journal, and whoever waited here too
 * long is late for the exchange. */
static bool is_killed(const struct attempt *t)
{
	char reason[KILL_REASON_SZ];

	return !t->reduce && kill_switch(reason);
}

bool trade_all(struct act *a, struct attempt *const *v, size_t n, int64_t ts_ms)
{
	struct attempt **sent = arena_alloc(a->mem, n * sizeof(*sent));
	struct attempt **killed = arena_alloc(a->mem, n * sizeof(*killed));
	bool *send = arena_alloc(a->mem, n * sizeof(*send));
	size_t k = 0, n_killed = 0;
	bool recorded = record(a, send, v, n, ts_ms);

	for (size_t i = 0; i < n; i++) {
		send[i] &= recorded;
		if (send[i] && !is_killed(v[i])) {
			sent[k++] = v[i];
			continue;
		}
		fate_sent(&v[i]->fate, FATE_SEND_NEVER);
		v[i]->said.text = send[i] ? "kill_switch" : "not_sent";
		if (send[i])
			killed[n_killed++] = v[i];
	}
	send_all(a, sent, k);
	return recorded && attempts_count(a, sent, k) &&
	       attempts_settle(a, sent, k) &&
	       attempts_settle(a, killed, n_killed) &&
	       look_until_over(a, sent, k, LOOK_MS);
}
