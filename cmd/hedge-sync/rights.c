#include "rights.h"

#include "base/clock.h"
#include "base/conf.h"
#include "rights_kept.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PATIENCE_MS 60000 /* with a key that cannot be asked about */

void finding_add(struct findings *f, enum finding_level level, const char *code,
		 const char *fmt, ...)
{
	struct finding *one = &f->v[f->n];
	va_list ap;

	if (f->n == FINDINGS_MAX)
		return;
	f->n++;
	one->level = level;
	one->code = code;
	va_start(ap, fmt);
	vsnprintf(one->text, sizeof(one->text), fmt, ap);
	va_end(ap);
}

enum mm_exit finding_exit(enum finding_level level)
{
	switch (level) {
	case FINDING_OK:
	case FINDING_WARN:
		return MM_OK;
	case FINDING_LATER:
		return MM_RETRY;
	case FINDING_REFUSE:
		return MM_REFUSED;
	}
	return MM_REFUSED;
}

static void judge_expiry(struct findings *f, int64_t expires_ms, int64_t now_ms,
			 int64_t days)
{
	int64_t left = expires_ms - now_ms;

	if (expires_ms < 0)
		return;
	if (left <= 0)
		finding_add(f, FINDING_REFUSE, "key_expired",
			    "the key has expired");
	else if (left < days * DAY_MS)
		finding_add(f, FINDING_WARN, "key_expires",
			    "the key expires in %" PRId64 " days",
			    left / DAY_MS);
}

void rights_judge(struct findings *f, const struct cex_rights *r,
		  int64_t now_ms, int64_t days)
{
	if (r->withdraw)
		finding_add(f, FINDING_REFUSE, "may_withdraw",
			    "the key may withdraw: make one that only trades");
	if (r->transfer)
		finding_add(f, FINDING_REFUSE, "may_transfer",
			    "the key may transfer: make one that only trades");
	if (!r->trade)
		finding_add(f, FINDING_REFUSE, "no_trade_right",
			    "the key may not trade futures");
	if (!r->read)
		finding_add(f, FINDING_REFUSE, "no_read_right",
			    "the key may not read");
	if (r->trade && r->read && !r->withdraw && !r->transfer)
		finding_add(f, FINDING_OK, "rights",
			    "the key may trade, and move nothing away");
	if (r->ip_bound)
		finding_add(f, FINDING_OK, "ip_bound",
			    "the key is bound to addresses");
	else
		finding_add(f, FINDING_WARN, "ip_unbound",
			    "the key works from any address: bind it to one");
	if (r->is_master)
		finding_add(f, FINDING_WARN, "master_account",
			    "the account is no sub-account: what it holds "
			    "beside the hedge is at stake too");
	judge_expiry(f, r->expires_ms, now_ms, days);
}

/* Why a question was not answered. */
static void say_reply(struct findings *f, const struct cex_call *c,
		      const char *what)
{
	const struct cex_reply *r = &c->reply;
	bool never = r->verdict == CEX_FATAL || r->verdict == CEX_REJECTED;

	finding_add(f, never ? FINDING_REFUSE : FINDING_LATER,
		    cex_read_reason(r), "%s: %s", what,
		    *r->text ? r->text : "no answer that can be used");
}

static void judge_clock(struct findings *f, const struct cex_session *s)
{
	struct cex_clock c = cex_clock(s);
	int64_t off = c.offset_ms < 0 ? -c.offset_ms : c.offset_ms;
	bool far = off - c.rtt_ms / 2 > conf_int("CLOCK_MAX_MS");

	finding_add(f, far ? FINDING_REFUSE : FINDING_OK, "clock",
		    "its clock is %" PRId64 " ms from ours, told in %" PRId64
		    " ms",
		    c.offset_ms, c.rtt_ms);
}

static void judge_answer(struct findings *f, const struct cex_call *c,
			 struct arena *a)
{
	const struct cex_venue *v = cex_venue_of(c->session);
	struct cex_rights rights = { .expires_ms = -1 };
	const char *why;

	if (c->reply.verdict != CEX_DONE) {
		say_reply(f, c, "what the key may cannot be read");
		return;
	}
	why = v->read_rights(&rights, c->body, c->len, a);
	if (why)
		finding_add(f, FINDING_LATER, "bad_reply",
			    "what the key may cannot be read: %s", why);
	else
		rights_judge(f, &rights, cex_now(c->session),
			     conf_int("KEY_EXPIRY_DAYS"));
}

void rights_look(struct findings *f, struct cex_session *const *s, size_t n,
		 struct arena *a)
{
	struct cex_call *calls = arena_alloc(a, n * sizeof(*calls));
	struct cex_call **all = arena_alloc(a, n * sizeof(*all));

	(void)!cex_sync_clock(s, n, NULL, a);
	for (size_t i = 0; i < n; i++) {
		cex_call_init(&calls[i], s[i]);
		cex_venue_of(s[i])->ask_rights(&calls[i].req);
		all[i] = &calls[i];
	}
	cex_calls(all, n, a);
	for (size_t i = 0; i < n; i++) {
		f[i].n = 0;
		if (cex_clock(s[i]).known)
			judge_clock(&f[i], s[i]);
		judge_answer(&f[i], &calls[i], a);
		cex_call_free(&calls[i]);
	}
}

/* ---- before orders ---- */

/* Says what is wrong with one venue's key; the clock is looked at in every frame. */
static enum finding_level tell(const char *venue, const struct findings *f)
{
	enum finding_level worst = FINDING_OK;

	for (size_t i = 0; i < f->n; i++) {
		const struct finding *one = &f->v[i];

		if (one->level == FINDING_OK || !strcmp(one->code, "clock"))
			continue;
		mm_warn("%s%s: %s: %s",
			one->level == FINDING_WARN ? "warning: " : "", venue,
			one->code, one->text);
		worst = one->level > worst ? one->level : worst;
	}
	return worst;
}

/* Keys that were not found well of late, asked about and told of. */
struct asked {
	struct cex_session *v[HEDGE_VENUES_MAX];
	const struct hedge_conf_venue *whose[HEDGE_VENUES_MAX];
	struct findings f[HEDGE_VENUES_MAX];
	enum finding_level worst[HEDGE_VENUES_MAX];
	size_t n;
};

static void ask_again(struct asked *a, const struct seats *s,
		      const struct hedge_conf *c)
{
	struct arena mem = { .limit = 0 };

	a->n = 0;
	for (size_t i = 0; i < c->n_venues; i++) {
		struct cex_session *one = seats_session(s, c->venues[i].name);

		if (rights_kept(one))
			continue;
		a->whose[a->n] = &c->venues[i];
		a->v[a->n++] = one;
	}
	if (a->n)
		rights_look(a->f, a->v, a->n, &mem);
	for (size_t i = 0; i < a->n; i++) {
		a->worst[i] = tell(cex_venue_of(a->v[i])->name, &a->f[i]);
		if (a->worst[i] < FINDING_LATER)
			rights_keep(a->v[i]);
	}
	arena_free(&mem);
}

enum mm_exit rights_allow(const struct seats *s, const struct hedge_conf *c,
			  bool anyway)
{
	struct asked a;
	enum mm_exit code = MM_OK;

	ask_again(&a, s, c);
	for (size_t i = 0; i < a.n; i++)
		code = mm_worse(code, finding_exit(a.worst[i]));
	if (code && anyway) {
		mm_warn("warning: ORDERS ARE SENT WITH SUCH A KEY ALL THE SAME "
			"(--any-rights)");
		return MM_OK;
	}
	return code;
}

/* A clock that was set back makes nobody wait longer. */
static bool is_early(const struct rights_watch *w)
{
	int64_t wait = w->next_ms - clock_now_ms();

	return wait > 0 && wait <= PATIENCE_MS;
}

const struct hedge_conf_venue *rights_again(struct rights_watch *w,
					    const struct seats *s,
					    const struct hedge_conf *c)
{
	const struct hedge_conf_venue *refused = NULL;
	struct asked a;
	bool told = true;

	if (is_early(w))
		return NULL;
	ask_again(&a, s, c);
	for (size_t i = 0; i < a.n; i++) {
		if (a.worst[i] == FINDING_REFUSE)
			refused = a.whose[i];
		told &= a.worst[i] != FINDING_LATER;
	}
	w->next_ms = told ? 0 : clock_now_ms() + PATIENCE_MS;
	if (refused || told)
		w->bad = refused != NULL;
	return refused;
}
