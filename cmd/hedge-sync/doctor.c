/* doctor: whether the accounts are fit to hedge with: keys, clocks, modes, margins. */
#include "base/clock.h"
#include "base/conf.h"
#include "rights.h"
#include "verbs.h"

#include <stdio.h>
#include <string.h>

static const char *level_text(enum finding_level level)
{
	switch (level) {
	case FINDING_OK:
		return "ok";
	case FINDING_WARN:
		return "warning";
	case FINDING_LATER:
		return "unknown";
	case FINDING_REFUSE:
		return "refused";
	}
	return "refused";
}

/* One line for each thing that was looked at. */
static enum mm_exit print(const char *venue, const struct findings *f)
{
	enum mm_exit code = MM_OK;

	for (size_t i = 0; i < f->n; i++) {
		const struct finding *one = &f->v[i];

		printf("%s\t%s\t%s\t%s\n", venue, level_text(one->level),
		       one->code, one->text);
		code = mm_worse(code, finding_exit(one->level));
	}
	return code;
}

static void judge_margin(struct findings *f, const struct cex_seat *s,
			 const struct hedge_conf *c)
{
	static const char *const types[] = { "cross", "isolated" };
	struct dec most = conf_dec("MAX_LEVERAGE");

	if (s->margin_type >= 0 && c->margin_type >= 0 &&
	    s->margin_type != c->margin_type)
		finding_add(f, FINDING_REFUSE, "margin_type",
			    "%s: its margin is %s, HEDGE_MARGIN_TYPE is not",
			    s->symbol, types[s->margin_type != 0]);
	if (!dec_is_none(s->leverage) && dec_cmp(s->leverage, most) > 0) {
		char text[DEC_STR_SZ];

		dec_format(text, s->leverage);
		finding_add(f, FINDING_WARN, "leverage",
			    "%s: its leverage is set to %s, over MAX_LEVERAGE",
			    s->symbol, text);
	}
	if (!s->instrument.trading)
		finding_add(f, FINDING_REFUSE, "not_trading",
			    "%s: it does not trade now", s->symbol);
}

/* What is said once for an account. */
static void judge_account(struct findings *f, const struct cex_seat *s)
{
	if (!s->account.can_trade)
		finding_add(f, FINDING_REFUSE, "account_may_not",
			    "the exchange does not let the account trade");
	finding_add(f, FINDING_OK, "mode", "the account has %s a symbol",
		    s->account.mode == CEX_MODE_HEDGE
			    ? "a long and a short position"
			    : "one position");
}

static enum mm_exit look_at_seats(const struct seats *s,
				  const struct hedge_conf *c, struct arena *a)
{
	struct cex_place *places =
		arena_alloc(a, (c->n_pairs + 1) * sizeof(*places));
	struct cex_reader *reader;
	struct cex_sight *all;
	bool told[HEDGE_VENUES_MAX] = { false };
	enum mm_exit code = MM_OK;

	for (size_t i = 0; i < c->n_pairs; i++) {
		const struct hedge_conf_venue *v =
			&c->venues[c->pairs[i].venue];

		places[i] = (struct cex_place){
			.session = seats_session(s, v->name),
			.account = v->account,
			.symbol = c->pairs[i].symbol,
			.multiplier = c->pairs[i].multiplier,
		};
	}
	reader = cex_reader_open(places, c->n_pairs);
	all = cex_read_frame(reader, a, clock_now_ms());
	for (size_t i = 0; i < c->n_pairs; i++) {
		size_t at = c->pairs[i].venue;
		struct findings f = { .n = 0 };

		if (all[i].reason)
			finding_add(&f, FINDING_LATER, all[i].reason, "%s",
				    all[i].text);
		else
			judge_margin(&f, &all[i].seat, c);
		if (!all[i].reason && !told[at]) {
			judge_account(&f, &all[i].seat);
			told[at] = true;
		}
		code = mm_worse(code, print(c->venues[at].name, &f));
	}
	cex_reader_close(reader);
	return code;
}

int doctor_run(bool any_rights)
{
	struct cex_session *ask[HEDGE_VENUES_MAX];
	struct findings f[HEDGE_VENUES_MAX];
	struct arena mem = { .limit = 0 };
	struct hedge_conf conf;
	enum mm_exit code = MM_OK;
	struct seats *s;

	hedge_conf_read(&conf, &mem);
	s = seats_open(&conf);
	for (size_t i = 0; i < conf.n_venues; i++)
		ask[i] = seats_session(s, conf.venues[i].name);
	rights_look(f, ask, conf.n_venues, &mem);
	for (size_t i = 0; i < conf.n_venues; i++)
		code = mm_worse(code, print(conf.venues[i].name, &f[i]));
	if (code && any_rights) {
		mm_warn("warning: such a key is used all the same "
			"(--any-rights)");
		code = MM_OK;
	}
	code = mm_worse(code, look_at_seats(s, &conf, &mem));
	seats_close(s);
	arena_free(&mem);
	return (int)mm_close_stdout(code);
}
