#include "gather.h"

#include "base/clock.h"
#include "base/conf.h"
#include "chainlink.h"
#include "data/sol_conf.h"
#include "io/breaker_state.h"
#include "io/http.h"
#include "oracle.h"
#include "settle.h"
#include "venue/hermes.h"
#include "venue/jupiter.h"
#include "venue/net_conf.h"
#include "venue/ticker.h"

#include <stdlib.h>
#include <string.h>

#define ANSWER_MAX    ((size_t)1 << 20)
#define FETCH_MAX     64 /* requests a frame */
#define USDC_DECIMALS 6
#define SLIPPAGE_BPS  50 /* of a quote nobody takes */
#define ACCOUNTS_MAX  64

/* The services over HTTP, each with a breaker. */
enum service { HERMES, BINANCE, BYBIT, JUPITER, N_SERVICES };

static const char *const url_keys[N_SERVICES] = { "HERMES_URL", "BINANCE_URL",
						  "BYBIT_URL", "JUPITER_URL" };

struct fetch {
	enum service service;
	struct source *source; /* NULL: all of Hermes */
	struct http_call call;
	struct jupiter_ask ask;
	int64_t wait_ms; /* left alone for that long; 0: asked */
};

struct asset {
	char *name;
	int decimals;
};

struct gatherer {
	struct source **all; /* needed, outside the frame and no crosses */
	size_t n_all;
	struct oracle *oracle;       /* NULL: no accounts are needed */
	struct chainlink *chainlink; /* NULL: no feeds are */
	struct http *http;
	struct breaker_state *breaker[N_SERVICES];
	struct net_auth auth; /* Jupiter's */
	struct fetch *fetch;
	size_t n_fetch;
	struct source *hermes[FETCH_MAX];
	uint8_t feeds[FETCH_MAX][PYTH_FEED_LEN];
	size_t n_feeds;
	struct sol_conf conf;
	struct asset *assets; /* decimals of mints */
	int n_assets, cap_assets;
	struct json json;
	struct arena mem; /* as long as the program */
};

static const char *base_of(enum service s)
{
	return conf_text(url_keys[s]);
}

static void add_fetch(struct gatherer *g, enum service service,
		      struct source *source)
{
	static const struct bucket_rules no_limit = { .burst = 1 };
	struct fetch *f = &g->fetch[g->n_fetch];
	const char *why =
		http_url_unfit(base_of(service), conf_bool("HTTP_PLAIN"));

	if (why)
		mm_die(MM_USAGE, "%s: %s", url_keys[service], why);
	if (g->n_fetch++ == FETCH_MAX)
		mm_die(MM_USAGE, "PRICE_SOURCES: too many sources");
	*f = (struct fetch){ .service = service, .source = source };
	http_call_init(&f->call, ANSWER_MAX);
	if (!g->breaker[service])
		g->breaker[service] = breaker_state_open(
			"price", base_of(service), &no_limit);
}

static void add_hermes(struct gatherer *g, struct source *s)
{
	if (!g->n_feeds)
		add_fetch(g, HERMES, NULL);
	if (g->n_feeds == FETCH_MAX)
		mm_die(MM_USAGE, "PRICE_SOURCES: too many sources");
	memcpy(g->feeds[g->n_feeds], s->feed, PYTH_FEED_LEN);
	g->hermes[g->n_feeds++] = s;
}

static void add_jupiter(struct gatherer *g, struct source *s)
{
	const char *why;

	if (!g->conf.n_assets) {
		sol_conf_read(&g->conf, &g->mem);
		why = net_auth_read(&g->auth, "JUPITER_KEY_FILE", "x-api-key");
		if (why)
			mm_die(MM_USAGE, "JUPITER_KEY_FILE: %s", why);
	}
	if (!sol_conf_mint(&g->conf, s->mint) ||
	    !sol_conf_mint(&g->conf, s->mint_out))
		mm_die(MM_USAGE, "PRICE_SOURCES: '%s': no such mint (ASSETS)",
		       s->text);
	add_fetch(g, JUPITER, s);
}

static void add(struct gatherer *g, struct source *s)
{
	switch (s->kind) {
	case SOURCE_PYTH:
	case SOURCE_SWITCHBOARD:
		if (!g->oracle)
			g->oracle = oracle_open();
		oracle_add(g->oracle, s);
		return;
	case SOURCE_CHAINLINK:
		if (!g->chainlink)
			g->chainlink = chainlink_open();
		chainlink_add(g->chainlink, s);
		return;
	case SOURCE_HERMES:
		add_hermes(g, s);
		return;
	case SOURCE_BINANCE:
		add_fetch(g, BINANCE, s);
		return;
	case SOURCE_BYBIT:
		add_fetch(g, BYBIT, s);
		return;
	case SOURCE_JUPITER:
		add_jupiter(g, s);
		return;
	case SOURCE_BOOK:
	case SOURCE_VIA:
		return;
	}
}

struct gatherer *gatherer_open(const struct pairs *p)
{
	struct gatherer *g = mem_alloc(1, sizeof(*g));
	const struct http_limits limits = net_limits();

	g->http = http_open(&limits);
	g->fetch = mem_alloc(FETCH_MAX + 1, sizeof(*g->fetch));
	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; p->v[i].needed && k < p->v[i].n; k++)
			add(g, p->v[i].source[k]);
	return g;
}

void gatherer_close(struct gatherer *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->n_fetch; i++)
		http_call_free(&g->fetch[i].call);
	for (int i = 0; i < N_SERVICES; i++)
		breaker_state_close(g->breaker[i]);
	for (int i = 0; i < g->n_assets; i++)
		free(g->assets[i].name);
	http_close(g->http);
	oracle_close(g->oracle);
	chainlink_close(g->chainlink);
	net_auth_drop(&g->auth);
	json_free(&g->json);
	arena_free(&g->mem);
	free(g->assets);
	free(g->fetch);
	free(g);
}

/* ---- what is asked ---- */

static int decimals_of(const struct gatherer *g, const char *asset)
{
	for (int i = 0; i < g->n_assets; i++)
		if (!strcmp(g->assets[i].name, asset))
			return g->assets[i].decimals;
	if (!strcmp(asset, SOL_WRAPPED))
		return SOL_DECIMALS;
	return strcmp(asset, "USDC") ? -1 : USDC_DECIMALS;
}

static void know_asset(struct gatherer *g, const char *asset, int64_t decimals)
{
	if (decimals_of(g, asset) >= 0)
		return;
	g->assets = mem_room(g->assets, g->n_assets, &g->cap_assets,
			     sizeof(*g->assets));
	g->assets[g->n_assets++] =
		(struct asset){ mem_strdup(asset), (int)decimals };
}

void gatherer_market(struct gatherer *g, const struct rec_market *m)
{
	know_asset(g, m->base.asset, m->base.decimals);
	know_asset(g, m->quote.asset, m->quote.decimals);
}

/* The amount in atoms.  NULL, or why Jupiter is not asked. */
static const char *ask_of(struct gatherer *g, struct fetch *f)
{
	const struct source *s = f->source;
	int decimals = decimals_of(g, s->mint);
	__int128 atoms;

	if (decimals < 0 || decimals_of(g, s->mint_out) < 0)
		return "decimals not known without a market record";
	if (dec_coef(&atoms, s->amount, decimals) || atoms > UINT64_MAX)
		return "the amount is not in whole atoms";
	f->ask = (struct jupiter_ask){
		.mint = sol_conf_mint(&g->conf, s->mint),
		.mint_out = sol_conf_mint(&g->conf, s->mint_out),
		.amount = (uint64_t)atoms,
		.slippage_bps = SLIPPAGE_BPS,
		.max_accounts = ACCOUNTS_MAX,
	};
	return NULL;
}

/* Writes the request.  NULL, or why there is none. */
static const char *prepare(struct gatherer *g, struct fetch *f, struct arena *a)
{
	const char *base = base_of(f->service), *why;

	f->call.headers = NULL;
	switch (f->service) {
	case HERMES:
		f->call.url = hermes_url(
			a, base, (const uint8_t(*)[PYTH_FEED_LEN])g->feeds,
			g->n_feeds);
		return NULL;
	case BINANCE:
		f->call.url = binance_url(a, base, f->source->arg);
		return NULL;
	case BYBIT:
		f->call.url = bybit_url(a, base, f->source->arg);
		return NULL;
	case JUPITER:
		why = ask_of(g, f);
		if (why)
			return why;
		f->call.url = jupiter_quote_url(a, base, &f->ask);
		f->call.headers = net_auth_headers(&g->auth);
		return NULL;
	case N_SERVICES:
		break;
	}
	return "no such service";
}

/* ---- what is said ---- */

static void hear_hermes(struct gatherer *g, char *text, size_t len, int64_t now)
{
	struct pyth_price price[FETCH_MAX];
	bool found[FETCH_MAX] = { false };
	const char *why = hermes_read(price, found,
				      (const uint8_t(*)[PYTH_FEED_LEN])g->feeds,
				      g->n_feeds, &g->json, text, len);

	for (size_t i = 0; i < g->n_feeds; i++) {
		g->hermes[i]->why = why ? why : "no price of that feed";
		if (found[i] && !why)
			source_says(g->hermes[i], price[i].price, price[i].conf,
				    now - price[i].publish_s * 1000);
	}
}

static void hear_ticker(struct gatherer *g, struct fetch *f, char *text,
			size_t len, int64_t now)
{
	struct source *s = f->source;
	struct ticker t;

	s->why = f->service == BINANCE
			 ? binance_read(&t, &g->json, text, len, s->arg)
			 : bybit_read(&t, &g->json, text, len, s->arg);
	if (!s->why)
		source_says_middle(s, t.bid, t.ask,
				   t.ts_ms == REC_NONE_INT ? 0 : now - t.ts_ms);
}

/* What one unit brings, and what the size of the quote moved it. */
static void hear_jupiter(struct gatherer *g, struct fetch *f, char *text,
			 size_t len, struct arena *a)
{
	struct source *s = f->source;
	struct jupiter_quote q;
	struct dec price, conf;

	s->why = jupiter_quote_read(&q, a, &g->json, text, len, &f->ask);
	if (s->why)
		return;
	s->why = "a quote that is no price";
	if (!price_div_floor(
		    &price,
		    dec_make((__int128)q.out, decimals_of(g, s->mint_out)),
		    s->amount) &&
	    !dec_mul(&conf, price, dec_make(q.impact_bps, 4)))
		source_says(s, price, conf, 0);
}

static const char *failure(const struct fetch *f, struct arena *a)
{
	if (f->wait_ms)
		return "left alone for now";
	if (f->call.err != HTTP_OK)
		return f->call.why;
	/* A refusal of Jupiter's is JSON and says more. */
	if (f->call.status == 200 ||
	    (f->service == JUPITER && f->call.status == 400))
		return NULL;
	return arena_printf(a, "HTTP status %d", f->call.status);
}

static void tell_breaker(struct gatherer *g, const struct fetch *f, int64_t now)
{
	const struct http_call *c = &f->call;
	enum breaker_news news = BREAKER_BAD;

	if (c->err == HTTP_OK && (c->status == 429 || c->retry_after_ms >= 0))
		news = BREAKER_BUSY;
	else if (c->err == HTTP_OK && c->status < 500)
		news = BREAKER_GOOD;
	breaker_state_tell(g->breaker[f->service], news, now,
			   c->retry_after_ms);
}

static void hear(struct gatherer *g, struct fetch *f, struct arena *a)
{
	int64_t now = clock_now_ms();
	const char *why = failure(f, a);
	char *text = f->call.answer.p;
	size_t len = f->call.answer.len;

	if (!f->wait_ms)
		tell_breaker(g, f, now);
	if (!why && !len)
		why = "an empty answer";
	if (why) {
		for (size_t i = 0; !f->source && i < g->n_feeds; i++)
			g->hermes[i]->why = why;
		if (f->source)
			f->source->why = why;
		return;
	}
	switch (f->service) {
	case HERMES:
		hear_hermes(g, text, len, now);
		return;
	case BINANCE:
	case BYBIT:
		hear_ticker(g, f, text, len, now);
		return;
	case JUPITER:
		hear_jupiter(g, f, text, len, a);
		return;
	case N_SERVICES:
		return;
	}
}

void gatherer_ask(struct gatherer *g, struct arena *a,
		  const struct rec_chain *chain)
{
	struct http_call *calls[FETCH_MAX];
	struct fetch *asked[FETCH_MAX];
	size_t n = 0, n_calls = 0;

	if (g->oracle)
		oracle_ask(g->oracle, a);
	if (g->chainlink)
		chainlink_ask(g->chainlink, a, chain);
	for (size_t i = 0; i < g->n_fetch; i++) {
		struct fetch *f = &g->fetch[i];
		const char *why = prepare(g, f, a);

		if (why) {
			f->source->why = why;
			continue;
		}
		f->wait_ms = breaker_state_ask(g->breaker[f->service],
					       BUCKET_PLAIN, clock_now_ms());
		if (!f->wait_ms)
			calls[n_calls++] = &f->call;
		asked[n++] = f;
	}
	http_run(g->http, calls, n_calls, NULL, NULL);
	for (size_t i = 0; i < n; i++)
		hear(g, asked[i], a);
}
