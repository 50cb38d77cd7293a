#include "venue/paper_conf.h"

#include "base/conf.h"
#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECIMALS_MAX 18

static bool wrong(char why[static PAPER_WHY_SZ], const char *fmt, ...)
	MM_PRINTF(2, 3);

static bool wrong(char why[static PAPER_WHY_SZ], const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, PAPER_WHY_SZ, fmt, ap);
	va_end(ap);
	return false;
}

/* The part of *s before the next sep, copied; *s moves behind it, or becomes NULL
 * at the end. */
static char *part(const char **s, char sep)
{
	const char *end = *s ? strchr(*s, sep) : NULL;
	size_t len = end ? (size_t)(end - *s) : *s ? strlen(*s) : 0;
	char *text = mem_alloc(len + 1, 1);

	if (len)
		memcpy(text, *s, len);
	*s = end ? end + 1 : NULL;
	return text;
}

/* NAME:DECIMALS */
static bool read_asset(struct paper_asset *a, const char *key,
		       char why[static PAPER_WHY_SZ])
{
	const char *text = conf_text(key), *rest = text;
	struct dec d;

	a->name = part(&rest, ':');
	if (!*a->name || !rest || dec_parse(&d, rest, strlen(rest)) ||
	    d.scale || d.v < 0 || d.v > DECIMALS_MAX)
		return wrong(why, "%s '%s': not NAME:DECIMALS, at most %d", key,
			     text, DECIMALS_MAX);
	a->decimals = (int)d.v;
	return true;
}

/* A lot in atoms: whole, and small enough for the engine. */
static bool whole_lot(int64_t *out, struct dec lot, int decimals)
{
	__int128 v;

	if (dec_coef(&v, lot, decimals) || v <= 0 || v >= LOT_MAX)
		return false;
	*out = (int64_t)v;
	return true;
}

static bool read_terms(struct paper_terms *t, char why[static PAPER_WHY_SZ])
{
	struct dec notional;

	t->market = mem_strdup(conf_text("MARKET"));
	t->tick = conf_dec("PAPER_TICK");
	t->lot = conf_dec("PAPER_LOT");
	t->maker_ppm = conf_ppm("PAPER_MAKER_FEE_PCT");
	t->taker_ppm = conf_ppm("PAPER_TAKER_FEE_PCT");
	if (!*t->market)
		return wrong(why, "MARKET is not set");
	if (!read_asset(&t->base, "PAPER_BASE", why) ||
	    !read_asset(&t->quote, "PAPER_QUOTE", why))
		return false;
	if (!strcmp(t->base.name, t->quote.name))
		return wrong(why, "PAPER_BASE and PAPER_QUOTE are both '%s'",
			     t->base.name);
	if (!whole_lot(&t->base_lot, t->lot, t->base.decimals))
		return wrong(why,
			     "PAPER_LOT is not from 1 to 2^40 whole atoms of "
			     "PAPER_BASE");
	if (dec_sign(t->tick) <= 0 || dec_mul(&notional, t->tick, t->lot) ||
	    !whole_lot(&t->quote_lot, notional, t->quote.decimals))
		return wrong(why,
			     "PAPER_TICK times PAPER_LOT is not from 1 to 2^40 "
			     "whole atoms of PAPER_QUOTE");
	return true;
}

static bool read_amount(__int128 *out, const char *text, int decimals)
{
	struct dec d;

	return !dec_parse(&d, text, strlen(text)) && d.v >= 0 &&
	       !dec_coef(out, d, decimals);
}

static bool known(const struct paper_conf *c, const char *name)
{
	for (int i = 0; i < c->n_wallets; i++)
		if (!strcmp(c->wallets[i].name, name))
			return true;
	return false;
}

/* NAME:BASE:QUOTE */
static bool read_wallet(struct paper_conf *c, const char *text,
			char why[static PAPER_WHY_SZ])
{
	struct paper_wallet w = { .name = part(&text, ':') };
	char *base = part(&text, ':'), *quote = part(&text, '\0');
	bool ok = false;

	if (!*w.name || !*base || !*quote)
		wrong(why, "PAPER_WALLETS: not NAME:BASE:QUOTE");
	else if (known(c, w.name))
		wrong(why, "PAPER_WALLETS: '%s' twice", w.name);
	else if (!read_amount(&w.base, base, c->terms.base.decimals) ||
		 !read_amount(&w.quote, quote, c->terms.quote.decimals))
		wrong(why,
		      "PAPER_WALLETS: '%s': not whole atoms of both assets",
		      w.name);
	else
		ok = true;
	free(base);
	free(quote);
	c->wallets = mem_realloc(c->wallets, (size_t)c->n_wallets + 1,
				 sizeof(*c->wallets));
	c->wallets[c->n_wallets++] = w;
	return ok;
}

static bool read_wallets(struct paper_conf *c, char why[static PAPER_WHY_SZ])
{
	const char *rest = conf_text("PAPER_WALLETS");
	bool ok = true;

	while (rest && ok) {
		char *one = part(&rest, ',');

		ok = read_wallet(c, one, why);
		free(one);
	}
	return ok;
}

bool paper_conf_read(struct paper_conf *c, char why[static PAPER_WHY_SZ])
{
	*c = (struct paper_conf){
		.rules = {
			.latency_ms = conf_ms("PAPER_LATENCY"),
			.share_ppm = conf_ppm("PAPER_PARTICIPATION_PCT"),
			.queue_ppm = conf_ppm("PAPER_QUEUE_PCT"),
			.cancels_ahead_ppm = conf_ppm("PAPER_CANCELS_AHEAD_PCT"),
		},
		.post_only = conf_bool("PAPER_POST_ONLY"),
	};
	return read_terms(&c->terms, why) && read_wallets(c, why);
}

void paper_conf_free(struct paper_conf *c)
{
	for (int i = 0; i < c->n_wallets; i++)
		free(c->wallets[i].name);
	free(c->wallets);
	free(c->terms.market);
	free(c->terms.base.name);
	free(c->terms.quote.name);
	*c = (struct paper_conf){ .n_wallets = 0 };
}
