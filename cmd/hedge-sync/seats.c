#include "seats.h"

#include "base/conf.h"
#include "io/vault.h"
#include "venue/cex_key.h"

#include <stdlib.h>
#include <string.h>

struct seats {
	const struct hedge_conf *conf;
	struct http *http;
	struct cex_key keys[HEDGE_VENUES_MAX];
	struct cex_session *sessions[HEDGE_VENUES_MAX];
	struct cex_place *places;
	size_t n_places;
	struct cex_reader *reader;
};

/* ---- the way there ---- */

static void open_session(struct seats *s, size_t i, bool must)
{
	const char *name = s->conf->venues[i].name, *why;

	s->sessions[i] = cex_open(cex_venue_find(name), s->http,
				  &s->keys[i].creds, &why);
	if (!s->sessions[i] && must)
		mm_die(MM_USAGE, "%s: %s", name, why);
	if (!s->sessions[i])
		mm_warn("%s: %s", name, why);
}

/* A session with that exchange, or none where it need not be. */
static void open_venue(struct seats *s, struct vault *v, size_t i, bool must)
{
	const struct hedge_conf_venue *c = &s->conf->venues[i];
	const unsigned char *secret;
	const char *why;
	size_t len;
	enum vault_err e =
		vault_load(v, &secret, &len, c->account, SEAL_SECRET);

	if (e && must)
		mm_die(vault_exit(e), "%s: %s", c->name, vault_message(v));
	if (e) {
		mm_warn("%s: %s", c->name, vault_message(v));
		return;
	}
	why = cex_key_read(&s->keys[i], (const char *)secret, len);
	if (why && must)
		mm_die(MM_USAGE, "%s: '%s': %s", c->name, c->account, why);
	if (why)
		mm_warn("%s: '%s': %s", c->name, c->account, why);
	else
		open_session(s, i, must);
}

/* The vault is closed again: what is needed of it is in the keys. */
static void open_venues(struct seats *s, bool must)
{
	struct vault *v;
	enum vault_err e = vault_open(&v);

	if (!e)
		e = vault_unlock(v, NULL);
	if (e)
		mm_die(vault_exit(e), "%s", vault_message(v));
	for (size_t i = 0; i < s->conf->n_venues; i++)
		open_venue(s, v, i, must);
	vault_close(v);
}

static struct seats *open_seats(const struct hedge_conf *c, bool must)
{
	struct seats *s = mem_alloc(1, sizeof(*s));

	s->conf = c;
	secret_guard();
	s->http = cex_http();
	open_venues(s, must);
	s->places = mem_alloc(c->n_pairs ? c->n_pairs : 1, sizeof(*s->places));
	for (size_t i = 0; i < c->n_pairs; i++) {
		const struct hedge_conf_pair *p = &c->pairs[i];

		if (!s->sessions[p->venue])
			continue;
		s->places[s->n_places++] = (struct cex_place){
			.session = s->sessions[p->venue],
			.account = c->venues[p->venue].account,
			.symbol = p->symbol,
			.multiplier = p->multiplier,
		};
	}
	s->reader = cex_reader_open(s->places, s->n_places);
	return s;
}

struct seats *seats_open(const struct hedge_conf *c)
{
	return open_seats(c, true);
}

struct seats *seats_open_some(const struct hedge_conf *c)
{
	return open_seats(c, false);
}

void seats_close(struct seats *s)
{
	if (!s)
		return;
	cex_reader_close(s->reader);
	for (size_t i = 0; i < s->conf->n_venues; i++) {
		cex_close(s->sessions[i]);
		cex_key_drop(&s->keys[i]);
	}
	http_close(s->http);
	free(s->places);
	free(s);
}

struct cex_session *seats_session(const struct seats *s, const char *venue)
{
	for (size_t i = 0; i < s->conf->n_venues; i++)
		if (!strcmp(s->conf->venues[i].name, venue))
			return s->sessions[i];
	return NULL;
}

/* ---- a frame ---- */

static void tell(struct gathered *g, const struct rec_type *type,
		 const void *rec)
{
	frame_emit(g->f, type, rec);
	gather_take(g, &g->f->arena, type, rec);
}

static void tell_seat(struct gathered *g, const struct cex_sight *t)
{
	const struct cex_seat *s = &t->seat;

	if (!gather_account(g, s->account.venue, s->account.account))
		tell(g, &rec_venue_account_type, &s->account);
	tell(g, &rec_instrument_type, &s->instrument);
	for (size_t i = 0; i < s->n_positions; i++)
		tell(g, &rec_venue_position_type, &s->position[i]);
}

/* What else the account holds; every seat of it tells the same. */
static void gather_others(struct gathered *g, const struct cex_sight *t,
			  const struct hedge_conf *c)
{
	const struct cex_other *v = t->seat.others.v;
	const char *venue = cex_venue_of(t->place->session)->name;

	for (size_t i = 0; i < t->seat.others.n; i++) {
		struct rec_list *l = &g->others;
		struct seat_other *all = l->v;

		if (hedge_conf_symbol(c, venue, strlen(venue), v[i].symbol))
			continue;
		all = arena_grow(&g->f->arena, all, l->n * sizeof(*all),
				 (l->n + 1) * sizeof(*all));
		all[l->n] = (struct seat_other){ venue, t->place->account,
						 v[i].symbol, v[i].size };
		*l = (struct rec_list){ all, l->n + 1 };
	}
}

static void tell_paid(struct gathered *g, const struct cex_sight *t,
		      int64_t strategy)
{
	const struct cex_place *p = t->place;
	const char *venue = cex_venue_of(p->session)->name;

	if (t->no_fundings)
		mm_warn("warning: %s %s: what was paid as funding cannot be "
			"read",
			venue, p->symbol);
	for (size_t i = 0; i < t->fundings.n; i++) {
		const struct cex_funding_view *v = &t->fundings.v[i];
		struct rec_funding r;

		rec_clear(&rec_funding_type, &r);
		r.ts_ms = v->ts_ms;
		r.id = v->id;
		r.venue = venue;
		r.account = p->account;
		r.symbol = v->symbol;
		r.amount = v->amount;
		r.asset = v->asset;
		r.strategy = strategy;
		frame_emit(g->f, &rec_funding_type, &r);
	}
}

/* One word on each trouble an exchange has, however many symbols it keeps from us. */
static bool is_told(const struct cex_sight *all, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (all[k].reason && !strcmp(all[k].reason, all[i].reason) &&
		    all[k].place->session == all[i].place->session)
			return true;
	return false;
}

void seats_read(struct seats *s, struct gathered *g)
{
	const struct cex_sight *all;

	for (size_t i = 0; i < g->fundings.n; i++) {
		const struct rec_funding *r = g->fundings.v[i];

		cex_reader_paid(s->reader, r->venue, r->account, r->symbol,
				r->ts_ms);
	}
	all = cex_read_frame(s->reader, &g->f->arena, g->ts_ms);
	for (size_t i = 0; i < s->n_places; i++) {
		if (!all[i].reason) {
			tell_seat(g, &all[i]);
			gather_others(g, &all[i], s->conf);
		} else if (!is_told(all, i)) {
			frame_refuse(g->f, all[i].reason, "%s", all[i].text);
		}
		tell_paid(g, &all[i], s->conf->strategy);
	}
}
