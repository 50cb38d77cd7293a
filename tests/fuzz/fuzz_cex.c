/* fuzz_cex - any bytes as the answer of an exchange: a verdict that is not too sure,
 * and a reply that is whole and in its ranges, or none. */
#include "fuzz.h"
#include "venue/cex_care.h"
#include "venue/cex_key.h"

#include <string.h>

#define API_KEY "dbefbc809e3e83c283a984c3a1459732"
#define SYMBOL  "BTCUSDT"

static struct arena mem;
static struct cex_request r;

static const struct cex_creds creds = {
	.key = API_KEY,
	.secret = (const unsigned char *)"secret",
	.secret_len = 6,
};

/* A decimal is one, or is not said. */
static void check_dec(struct dec d, bool may_lack, int sign_min)
{
	char buf[DEC_STR_SZ];
	struct dec again;

	FUZZ_CHECK(may_lack || !dec_is_none(d));
	if (dec_is_none(d))
		return;
	FUZZ_CHECK(dec_sign(d) >= sign_min);
	FUZZ_CHECK(dec_parse(&again, buf, dec_format(buf, d)) == ST_OK);
	FUZZ_CHECK(!dec_cmp(again, d));
}

static void check_order(const struct cex_order_view *v, bool sizes)
{
	FUZZ_CHECK(v->order_id && *v->order_id);
	FUZZ_CHECK(!v->client_id || *v->client_id);
	FUZZ_CHECK(v->updated_ms >= -1);
	if (!sizes)
		return;
	FUZZ_CHECK(v->symbol != NULL);
	check_dec(v->size, false, 0);
	check_dec(v->executed, false, 0);
	check_dec(v->price, true, 1);
	check_dec(v->mean_price, true, 1);
	FUZZ_CHECK(dec_cmp(v->executed, v->size) <= 0);
	FUZZ_CHECK(v->state != CEX_REFUSED || !dec_sign(v->executed));
}

static void check_levels(const struct rec_list *list, bool bids)
{
	const struct rec_level *v = list->v;

	for (size_t i = 0; i < list->n; i++) {
		check_dec(v[i].price, false, 1);
		check_dec(v[i].size, false, 1);
		FUZZ_CHECK(!i || dec_cmp(v[i].price, v[i - 1].price) ==
					 (bids ? -1 : 1));
	}
}

static void check_positions(const struct cex_seat *s)
{
	FUZZ_CHECK(s->n_positions <= 2);
	for (size_t i = 0; i < s->n_positions; i++) {
		const struct rec_venue_position *p = &s->position[i];
		int sign = dec_sign(p->size);

		check_dec(p->size, false, -1);
		FUZZ_CHECK(p->side == (sign > 0   ? CEX_IS_LONG
				       : sign < 0 ? CEX_IS_SHORT
						  : CEX_IS_FLAT));
		FUZZ_CHECK(!(p->position_side == CEX_LONG && sign < 0));
		FUZZ_CHECK(!(p->position_side == CEX_SHORT && sign > 0));
		check_dec(p->entry_price, true, 1);
		check_dec(p->liq_price, true, 1);
	}
	FUZZ_CHECK(s->n_positions < 2 || s->position[0].position_side !=
						 s->position[1].position_side);
}

static void read_seats(const struct cex_venue *v, const char *body, size_t len)
{
	for (int what = 0; what <= CEX_ASKS; what++) {
		struct cex_seat s = { .symbol = SYMBOL, .margin_type = -1 };
		struct rec_instrument *i = &s.instrument;

		rec_clear(&rec_instrument_type, i);
		rec_clear(&rec_venue_account_type, &s.account);
		rec_clear(&rec_venue_position_type, &s.position[0]);
		rec_clear(&rec_venue_position_type, &s.position[1]);
		if (v->read(&s, (enum cex_ask)what, body, len, &mem))
			continue;
		FUZZ_CHECK(what < CEX_ASKS);
		check_positions(&s);
		check_levels(&i->bids, true);
		check_levels(&i->asks, false);
		if (what == CEX_ASK_RULES) {
			check_dec(i->tick, false, 1);
			check_dec(i->step, false, 1);
			check_dec(i->min_size, false, 0);
			check_dec(i->max_size, false, 1);
		}
		if (what == CEX_ASK_MARK)
			check_dec(i->mark_price, false, 1);
		if (what == CEX_ASK_ACCOUNT) {
			check_dec(s.account.equity, false, -1);
			check_dec(s.account.free, false, -1);
		}
		for (size_t k = 0; k < s.others.n; k++)
			check_dec(((struct cex_other *)s.others.v)[k].size,
				  false, -1);
		FUZZ_CHECK(s.server_ms >= 0);
	}
}

static void read_lists(const struct cex_venue *v, const char *body, size_t len)
{
	struct cex_fills f;
	struct cex_fundings p;
	struct cex_rights rights;

	if (!v->read_fills(&f, body, len, &mem)) {
		for (size_t i = 0; i < f.n; i++) {
			FUZZ_CHECK(*f.v[i].id && *f.v[i].order_id);
			check_dec(f.v[i].price, false, 1);
			check_dec(f.v[i].size, false, 1);
			check_dec(f.v[i].fee, false, -1);
			FUZZ_CHECK(f.v[i].ts_ms >= 0 && *f.v[i].fee_asset);
		}
		v->ask_fills(&r, SYMBOL, NULL, NULL, 0, f.cursor);
	}
	if (!v->read_fundings(&p, body, len, &mem)) {
		for (size_t i = 0; i < p.n; i++) {
			FUZZ_CHECK(*p.v[i].id && p.v[i].ts_ms >= 0);
			check_dec(p.v[i].amount, false, -1);
		}
		v->ask_fundings(&r, SYMBOL, 0, p.cursor);
	}
	if (!v->read_rights(&rights, body, len, &mem))
		FUZZ_CHECK(rights.account && rights.expires_ms >= -1);
}

static void read_orders(const struct cex_venue *v, const char *body, size_t len)
{
	struct cex_order_view o;

	if (!v->read_place(&o, body, len, &mem))
		check_order(&o, !dec_is_none(o.size));
	for (int step = 0; step < 3; step++)
		if (!v->read_query(&o, step, body, len, &mem) && o.order_id)
			check_order(&o, true);
}

/* A new key is one that can be used, a list of keys one that can be asked on. */
static void read_keys(const struct cex_venue *v, const char *body, size_t len)
{
	struct cex_kept_keys list;
	struct secret text;
	struct cex_key key;

	if (!v->care->read_create(&text, body, len)) {
		FUZZ_CHECK(!cex_key_read(&key, text.p, text.len));
		cex_key_drop(&key);
		secret_free(&text);
	}
	if (v->care->read_list(&list, NULL, body, len, &mem))
		return;
	for (size_t i = 0; i < list.n; i++)
		FUZZ_CHECK(*list.v[i].key && list.v[i].name);
	v->care->ask_list(&r, "7", list.cursor);
}

/* Done only with a 2xx, or where a code says that it is so already or answers a
 * question; refused never by a status that says nothing of the request. */
static void judge_all(const struct cex_venue *v, const char *body, size_t len)
{
	static const int statuses[] = { 0,   200, 302, 400, 403,
					408, 418, 429, 500, 503 };
	struct cex_order o = { .symbol = SYMBOL,
			       .client_id = "mm",
			       .market = true,
			       .size = { .v = 1, .scale = 0 } };

	v->ask_place(&r, &o, false);
	v->sign(&r, &creds, 1700000000000, 5000);
	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++) {
		struct cex_reply out;
		int status = statuses[i];

		v->judge(&out, &r, status, NULL, body, len, &mem);
		FUZZ_CHECK(out.text && strlen(out.text) <= 200);
		FUZZ_CHECK(!strstr(out.text, API_KEY));
		FUZZ_CHECK(out.verdict != CEX_DONE || status == 200 ||
			   out.code);
		if (status == 0 || status == 302)
			FUZZ_CHECK(out.verdict != CEX_DONE || out.code);
		if (status == 0 || status == 408 || status == 500)
			FUZZ_CHECK(out.verdict == CEX_UNKNOWN);
	}
}

void fuzz_one(const uint8_t *data, size_t len)
{
	const char *body = (const char *)data;

	for (size_t i = 0; cex_venues[i]; i++) {
		judge_all(cex_venues[i], body, len);
		read_seats(cex_venues[i], body, len);
		read_orders(cex_venues[i], body, len);
		read_lists(cex_venues[i], body, len);
		if (cex_venues[i]->care)
			read_keys(cex_venues[i], body, len);
	}
	arena_reset(&mem);
}
