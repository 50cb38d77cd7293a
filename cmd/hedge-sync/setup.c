/* setup: leverage and margin type at the exchanges, as the configuration has them.  They
 * are set here and nowhere else. */
#include "base/clock.h"
#include "trade.h"

struct setup {
	struct act *a;
	struct cex_reader *reader;
	struct cex_place *places;
	size_t n;
	bool live;
	bool unlike; /* something is not as it should be */
};

static void place_all(struct setup *s, const struct seats *seats)
{
	const struct hedge_conf *c = s->a->conf;

	s->n = c->n_pairs;
	s->places = arena_alloc(s->a->mem, s->n * sizeof(*s->places));
	for (size_t i = 0; i < s->n; i++) {
		const struct hedge_conf_venue *v =
			&c->venues[c->pairs[i].venue];

		s->places[i] = (struct cex_place){
			.session = seats_session(seats, v->name),
			.account = v->account,
			.symbol = c->pairs[i].symbol,
			.multiplier = c->pairs[i].multiplier,
		};
	}
	s->reader = cex_reader_open(s->places, s->n);
}

/* What was written into call 0 is asked for. */
static void make(struct setup *s, const char *seat, const char *what)
{
	struct cex_call *c = s->a->calls[0];

	act_make_calls(s->a, 1);
	if (c->reply.verdict != CEX_DONE)
		mm_warn("%s: %s: %s", seat, what,
			c->reply.text && *c->reply.text ? c->reply.text
							: "no answer");
}

static void set_leverage(struct setup *s, const struct cex_place *p,
			 const struct cex_seat *seat, const char *name)
{
	const struct dec want = s->a->conf->limits.leverage;
	char is[DEC_STR_SZ] = "not known", text[DEC_STR_SZ];
	struct cex_call *c;

	if (!dec_is_none(seat->leverage)) {
		if (!dec_cmp(seat->leverage, want))
			return;
		dec_format(is, seat->leverage);
	}
	dec_format(text, want);
	mm_warn("%s: leverage is %s, DEFAULT_LEVERAGE %s", name, is, text);
	s->unlike = true;
	if (!s->live)
		return;
	c = act_call(s->a, 0, p->session);
	cex_venue_of(p->session)->ask_leverage(&c->req, p->symbol, &want);
	make(s, name, "leverage");
}

static void set_margin(struct setup *s, const struct cex_place *p,
		       const struct cex_seat *seat, const char *name)
{
	static const char *const types[] = { "cross", "isolated" };
	int want = s->a->conf->margin_type;
	struct cex_call *c;

	if (want < 0 || seat->margin_type == want)
		return;
	mm_warn("%s: HEDGE_MARGIN_TYPE is %s", name, types[want]);
	s->unlike = true;
	if (!s->live)
		return;
	c = act_call(s->a, 0, p->session);
	if (cex_venue_of(p->session)
		    ->ask_margin(&c->req, p->symbol, (enum cex_margin)want))
		make(s, name, "margin type");
	else
		mm_warn("%s: it is one for the whole account: set it there",
			name);
}

/* Compares every seat, and with live sets what is otherwise. */
static void compare(struct setup *s)
{
	const struct cex_sight *v =
		cex_read_frame(s->reader, s->a->mem, clock_now_ms());

	s->unlike = false;
	for (size_t i = 0; i < s->n; i++) {
		const struct cex_place *p = &s->places[i];
		const char *name =
			seat_name(s->a->mem, cex_venue_of(p->session)->name,
				  p->account, p->symbol);

		if (v[i].reason) {
			mm_warn("%s: %s: %s", name, v[i].reason, v[i].text);
			s->unlike = true;
			continue;
		}
		set_leverage(s, p, &v[i].seat, name);
		set_margin(s, p, &v[i].seat, name);
	}
}

int setup_run(const struct sync_options *o)
{
	struct arena m = { .limit = 0 };
	struct hedge_conf conf;
	struct setup s = { .live = o->live };
	struct seats *seats;
	enum mm_exit code;

	hedge_conf_read(&conf, &m);
	seats = seats_open(&conf);
	s.a = act_open(o, seats, &conf);
	s.a->mem = &m;
	place_all(&s, seats);
	if (act_lanes(s.a)) {
		compare(&s);
		/* What was set is read again: that is what counts. */
		if (s.live && s.unlike) {
			s.live = false;
			compare(&s);
		}
		if (s.unlike)
			s.a->code = mm_worse(s.a->code, MM_REFUSED);
	}
	code = s.a->code;
	cex_reader_close(s.reader);
	act_close(s.a);
	seats_close(seats);
	arena_free(&m);
	return (int)code;
}
