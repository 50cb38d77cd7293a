#include "data/hedge_conf.h"

#include "base/conf.h"
#include "base/err.h"
#include "data/conf_list.h"
#include "data/rec_venue_position.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define KEY_SZ 32

/* ---- exchanges ---- */

/* BINANCE_KEY of binance: an exchange is one that has such a key. */
static const char *account_of(const char *venue)
{
	char key[KEY_SZ];
	size_t n = 0;

	for (; venue[n] && n < KEY_SZ - sizeof("_KEY"); n++)
		key[n] = (char)toupper((unsigned char)venue[n]);
	snprintf(key + n, KEY_SZ - n, "_KEY");
	if (venue[n] || !conf_find(key) || islower((unsigned char)*venue) == 0)
		mm_die(MM_USAGE, "HEDGE_VENUES: '%s' is no exchange", venue);
	return conf_text(key);
}

static void read_venues(struct hedge_conf *c, struct arena *a)
{
	size_t n;
	const char **v = conf_list(a, "HEDGE_VENUES", &n);

	if (n > HEDGE_VENUES_MAX)
		mm_die(MM_USAGE, "HEDGE_VENUES: over %d exchanges",
		       HEDGE_VENUES_MAX);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++)
			if (!strcmp(v[i], v[k]))
				mm_die(MM_USAGE, "HEDGE_VENUES: '%s' twice",
				       v[i]);
		c->venues[c->n_venues++] =
			(struct hedge_conf_venue){ v[i], account_of(v[i]) };
	}
}

/* ---- HEDGE_ASSETS ---- */

/* ASSET[@EXCHANGE]:SYMBOL[:UNITS] */
struct entry {
	const char *text, *asset, *venue, *symbol; /* venue NULL: every one */
	struct dec multiplier;
};

static void bad(const struct entry *e, const char *why)
{
	mm_die(MM_USAGE, "HEDGE_ASSETS: '%s': %s", e->text, why);
}

static bool is_symbol(const char *s)
{
	if (!*s)
		return false;
	for (; *s; s++)
		if (!isupper((unsigned char)*s) && !isdigit((unsigned char)*s))
			return false;
	return true;
}

static struct entry cut(struct arena *a, const char *text)
{
	struct entry e = { .text = text, .multiplier = dec_make(1, 0) };
	char *asset = arena_strdup(a, text), *colon = strchr(asset, ':'), *at;

	if (!colon)
		bad(&e, "not asset:symbol");
	*colon++ = '\0';
	e.symbol = colon;
	e.asset = asset;
	at = strchr(asset, '@');
	if (at) {
		*at++ = '\0';
		e.venue = at;
	}
	colon = strchr(colon, ':');
	if (colon) {
		*colon++ = '\0';
		if (dec_parse(&e.multiplier, colon, strlen(colon)) ||
		    dec_sign(e.multiplier) <= 0)
			bad(&e, "units in a contract are no number above 0");
	}
	if (!*e.asset)
		bad(&e, "no asset");
	if (!is_symbol(e.symbol))
		bad(&e, "a symbol is of A-Z and 0-9");
	if (!strcmp(e.asset, conf_text("NUMERAIRE")))
		bad(&e, "NUMERAIRE is not hedged");
	return e;
}

static bool is_at(const struct entry *e, const char *venue)
{
	return e->venue && !strcmp(e->venue, venue);
}

static void check_venue(const struct hedge_conf *c, const struct entry *e)
{
	for (size_t i = 0; i < c->n_venues; i++)
		if (!e->venue || is_at(e, c->venues[i].name))
			return;
	if (e->venue)
		bad(e, "its exchange is not in HEDGE_VENUES");
}

static void check_twice(const struct entry *v, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(v[i].asset, v[k].asset) &&
		    (v[i].venue ? is_at(&v[k], v[i].venue) : !v[k].venue))
			bad(&v[i], "that asset twice");
}

/* Where an asset is traded at a venue: an entry of its own before the common one. */
static const struct entry *find(const struct entry *v, size_t n,
				const char *asset, const char *venue)
{
	const struct entry *common = NULL;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(v[i].asset, asset) != 0)
			continue;
		if (is_at(&v[i], venue))
			return &v[i];
		if (!v[i].venue)
			common = &v[i];
	}
	return common;
}

static bool same_seat(const struct entry *x, const struct entry *y)
{
	return x && y && !strcmp(x->symbol, y->symbol);
}

/* Whether two assets are one: a symbol in common makes them so, and then nothing may
 * tell them apart. */
static bool are_one(const struct hedge_conf *c, const struct entry *v, size_t n,
		    const struct entry *x, const char *other)
{
	bool shared = false, apart = false;

	for (size_t i = 0; i < c->n_venues; i++) {
		const char *venue = c->venues[i].name;
		const struct entry *p = find(v, n, x->asset, venue);
		const struct entry *q = find(v, n, other, venue);

		shared |= same_seat(p, q);
		apart |= (p || q) && !(same_seat(p, q) &&
				       !dec_cmp(p->multiplier, q->multiplier));
	}
	if (shared && apart)
		bad(x, "a symbol of another asset, from which it differs");
	return shared;
}

static void add_pairs(struct hedge_conf *c, const struct entry *v, size_t n,
		      const char *asset)
{
	for (size_t i = 0; i < c->n_venues; i++) {
		const struct entry *e = find(v, n, asset, c->venues[i].name);

		if (e)
			c->pairs[c->n_pairs++] = (struct hedge_conf_pair){
				.asset = asset,
				.venue = i,
				.symbol = e->symbol,
				.multiplier = e->multiplier,
			};
	}
}

static void add_asset(struct hedge_conf *c, const struct entry *v, size_t n,
		      const struct entry *e)
{
	struct hedge_conf_name *name;

	if (hedge_conf_asset(c, e->asset))
		return;
	name = &c->names[c->n_names];
	*name = (struct hedge_conf_name){ e->asset, e->asset };
	for (size_t i = 0; i < c->n_names; i++)
		if (are_one(c, v, n, e, c->names[i].name))
			name->asset = c->names[i].asset;
	c->n_names++;
	if (name->asset == name->name)
		add_pairs(c, v, n, e->asset);
}

static void read_assets(struct hedge_conf *c, struct arena *a)
{
	size_t n;
	const char **texts = conf_list(a, "HEDGE_ASSETS", &n);
	struct entry *v = arena_alloc(a, (n + 1) * sizeof(*v));

	c->pairs =
		arena_alloc(a, (n + 1) * HEDGE_VENUES_MAX * sizeof(*c->pairs));
	c->names = arena_alloc(a, (n + 1) * sizeof(*c->names));
	for (size_t i = 0; i < n; i++) {
		v[i] = cut(a, texts[i]);
		check_venue(c, &v[i]);
		check_twice(v, i);
	}
	for (size_t i = 0; i < n; i++)
		add_asset(c, v, n, &v[i]);
}

/* ---- the rest ---- */

static struct dec lower(struct dec a, struct dec b)
{
	return dec_cmp(a, b) < 0 ? a : b;
}

static void read_limits(struct hedge_conf *c)
{
	c->ratio = conf_dec("HEDGE_RATIO");
	c->limits = (struct hedge_limits){
		.ratio = lower(c->ratio, conf_dec("MAX_HEDGE_RATIO")),
		.band_ppm = conf_ppm("HEDGE_BAND_PCT"),
		.band_notional = conf_dec("HEDGE_BAND_MIN_NOTIONAL"),
		.interval_ms = conf_ms("HEDGE_MIN_INTERVAL"),
		.leverage = conf_dec("DEFAULT_LEVERAGE"),
		.max_leverage = conf_dec("MAX_LEVERAGE"),
		.max_position = conf_dec("MAX_POSITION_USD"),
		.max_bound = conf_dec("MAX_EXPOSURE"),
		.max_asset = conf_dec("HEDGE_MAX_ASSET_USD"),
		.max_venue = conf_dec("HEDGE_MAX_VENUE_USD"),
		.max_order = conf_dec("HEDGE_MAX_ORDER_USD"),
		.max_turnover = conf_dec("HEDGE_MAX_TURNOVER_USD"),
		.slippage_bps = conf_int("HEDGE_SLIPPAGE_BPS"),
		.max_age_ms = conf_ms("HEDGE_MAX_AGE"),
		.market = conf_is("HEDGE_ORDER", "market"),
	};
	c->band_pct = dec_make(c->limits.band_ppm, 4);
}

void hedge_conf_read(struct hedge_conf *c, struct arena *a)
{
	*c = (struct hedge_conf){
		.numeraire = conf_text("NUMERAIRE"),
		.strategy = conf_int("STRATEGY_ID"),
		.clock_max_ms = conf_int("CLOCK_MAX_MS"),
		.margin_type = conf_is("HEDGE_MARGIN_TYPE", "any") ? -1
			       : conf_is("HEDGE_MARGIN_TYPE", "cross")
				       ? CEX_MARGIN_CROSS
				       : CEX_MARGIN_ISOLATED,
	};
	read_venues(c, a);
	read_assets(c, a);
	read_limits(c);
	c->positions = conf_list(a, "HEDGE_POSITIONS", &c->n_positions);
}

const char *hedge_conf_asset(const struct hedge_conf *c, const char *name)
{
	for (size_t i = 0; i < c->n_names; i++)
		if (!strcmp(c->names[i].name, name))
			return c->names[i].asset;
	return NULL;
}

bool hedge_conf_symbol(const struct hedge_conf *c, const char *venue, size_t n,
		       const char *symbol)
{
	for (size_t i = 0; i < c->n_pairs; i++) {
		const struct hedge_conf_pair *p = &c->pairs[i];
		const char *name = c->venues[p->venue].name;

		if (strlen(name) == n && !memcmp(name, venue, n) &&
		    !strcmp(p->symbol, symbol))
			return true;
	}
	return false;
}
