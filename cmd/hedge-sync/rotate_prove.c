#include "base/conf.h"
#include "rights.h"
#include "rotate.h"

#include <string.h>

/* What the key may, asked by itself.  A new key may need a moment to be known. */
static enum mm_exit prove_rights(struct rotation *r, struct cex_session *s)
{
	struct cex_rights rights = { .expires_ms = -1 };
	struct findings f = { .n = 0 };
	enum mm_exit code = MM_OK;
	const char *why = NULL;
	struct cex_call c;

	cex_call_init(&c, s);
	r->venue->ask_rights(&c.req);
	rotate_call(r, &c, true);
	if (c.reply.verdict == CEX_DONE)
		why = r->venue->read_rights(&rights, c.body, c.len, &r->mem);
	else
		why = *c.reply.text ? c.reply.text : "no answer";
	if (why) {
		mm_warn("%s: the new key does not work: %s", r->venue->name,
			why);
		code = MM_RETRY;
	} else {
		rights_judge(&f, &rights, cex_now(s),
			     conf_int("KEY_EXPIRY_DAYS"));
		if (!rights.ip_bound)
			finding_add(&f, FINDING_REFUSE, "ip_unbound",
				    "it works from any address");
	}
	for (size_t i = 0; i < f.n; i++) {
		if (f.v[i].level != FINDING_REFUSE)
			continue;
		mm_warn("%s: the new key: %s", r->venue->name, f.v[i].text);
		code = MM_REFUSED;
	}
	cex_call_free(&c);
	return code;
}

/* One answer about the symbol.  False: said. */
static bool ask(struct rotation *r, struct cex_seat *seat,
		struct cex_session *s, enum cex_ask what)
{
	const char *why = NULL;
	struct cex_call c;

	cex_call_init(&c, s);
	if (r->venue->ask(&c.req, what, r->symbol)) {
		rotate_call(r, &c, true);
		why = c.reply.verdict != CEX_DONE
			      ? (*c.reply.text ? c.reply.text : "no answer")
			      : r->venue->read(seat, what, c.body, c.len,
					       &r->mem);
	}
	if (why)
		mm_warn("%s: the new key cannot read: %s: %s", r->venue->name,
			c.req.path, why);
	cex_call_free(&c);
	return !why;
}

/* The smallest order there may be, a little above the least value. */
static bool smallest(struct cex_order *o, const struct cex_seat *seat)
{
	const struct rec_instrument *i = &seat->instrument;
	struct dec one, value;
	int64_t n, least;

	if (dec_units_floor(&n, i->mark_price, i->tick) ||
	    dec_of_units(&o->price, n, i->tick) ||
	    dec_units_ceil(&n, i->min_size, i->step) || dec_sign(o->price) <= 0)
		return false;
	if (!dec_is_none(i->min_notional)) {
		if (dec_mul(&one, o->price, i->step) ||
		    dec_mul(&value, i->min_notional, dec_make(12, 1)) ||
		    dec_units_ceil(&least, value, one))
			return false;
		n = n > least ? n : least;
	}
	return dec_of_units(&o->size, n, i->step) == ST_OK;
}

/* Refusals that only who may trade is told. */
static bool allowed_all_the_same(const struct cex_reply *reply)
{
	return reply->verdict == CEX_REJECTED &&
	       (reply->why == CEX_MARGIN || reply->why == CEX_PRICE ||
		reply->why == CEX_CLOSED);
}

static enum mm_exit prove_order(struct rotation *r, struct cex_session *s)
{
	struct cex_order o = { .symbol = r->symbol,
			       .client_id = r->state.name,
			       .buy = true };
	struct cex_seat seat = { .symbol = r->symbol, .margin_type = -1 };
	struct cex_call c;
	bool ok;

	rec_clear(&rec_instrument_type, &seat.instrument);
	rec_clear(&rec_venue_account_type, &seat.account);
	if (!ask(r, &seat, s, CEX_ASK_RULES) ||
	    !ask(r, &seat, s, CEX_ASK_MARK) || !ask(r, &seat, s, CEX_ASK_MODE))
		return MM_RETRY;
	if (!smallest(&o, &seat)) {
		mm_warn("%s: no order of %s can be reckoned", r->venue->name,
			r->symbol);
		return MM_FAIL;
	}
	o.position_side =
		seat.account.mode == CEX_MODE_HEDGE ? CEX_LONG : CEX_BOTH;
	cex_call_init(&c, s);
	r->venue->ask_place(&c.req, &o, true);
	rotate_call(r, &c, true);
	ok = c.reply.verdict == CEX_DONE || allowed_all_the_same(&c.reply);
	if (!ok)
		mm_warn("%s: an order of the new key would not be taken: %s",
			r->venue->name,
			*c.reply.text ? c.reply.text : "no answer");
	cex_call_free(&c);
	return ok ? MM_OK : MM_RETRY;
}

enum mm_exit rotate_prove(struct rotation *r, const struct cex_key *key)
{
	enum mm_exit code;
	const char *why;
	struct cex_session *s = cex_open(r->venue, r->http, &key->creds, &why);

	if (!s) {
		mm_warn("%s: %s", r->venue->name, why);
		return MM_USAGE;
	}
	code = prove_rights(r, s);
	if (!code)
		code = prove_order(r, s);
	cex_close(s);
	return code;
}
