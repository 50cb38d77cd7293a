#include "ask.h"

#include "base/conf.h"
#include "data/sol_conf.h"
#include "io/http.h"
#include "venue/jupiter.h"
#include "venue/net_conf.h"

#include <stdlib.h>
#include <string.h>

#define ANSWER_MAX    ((size_t)1 << 20)
#define USDC_DECIMALS 6

struct asker {
	struct http *http;
	struct http_call call;
	struct json json;
	struct arena mem; /* of the configuration */
	struct sol_conf conf;
	struct net_auth auth;
};

void decimals_add(struct decimals *d, struct arena *a, const char *asset,
		  int64_t decimals)
{
	d->v = arena_grow(a, d->v, d->n * sizeof(*d->v),
			  (d->n + 1) * sizeof(*d->v));
	d->v[d->n++] =
		(struct asset_decimals){ arena_strdup(a, asset), decimals };
}

static int decimals_of(const struct decimals *d, const char *asset)
{
	if (!strcmp(asset, SOL_WRAPPED))
		return SOL_DECIMALS;
	for (size_t i = 0; i < d->n; i++)
		if (!strcmp(d->v[i].asset, asset))
			return (int)d->v[i].decimals;
	return strcmp(asset, "USDC") ? -1 : USDC_DECIMALS;
}

void asker_open(struct asker **out)
{
	const struct http_limits limits = net_limits();
	const char *why =
		http_url_unfit(conf_text("JUPITER_URL"), limits.plain);
	struct asker *k = *out = mem_alloc(1, sizeof(*k));

	if (why)
		mm_die(MM_USAGE, "JUPITER_URL: %s", why);
	sol_conf_read(&k->conf, &k->mem);
	why = net_auth_read(&k->auth, "JUPITER_KEY_FILE", "x-api-key");
	if (why)
		mm_die(MM_USAGE, "JUPITER_KEY_FILE: %s", why);
	k->http = http_open(&limits);
	http_call_init(&k->call, ANSWER_MAX);
}

void asker_close(struct asker *k)
{
	if (!k)
		return;
	http_call_free(&k->call);
	http_close(k->http);
	json_free(&k->json);
	net_auth_drop(&k->auth);
	arena_free(&k->mem);
	free(k);
}

/* GET, or POST of body.  NULL, or why there is no answer to be read. */
static const char *request(struct asker *k, struct arena *a, const char *url,
			   const char *body, size_t len)
{
	struct http_call *call = &k->call;

	call->url = url;
	call->headers = net_auth_headers(&k->auth);
	call->body = body;
	call->body_len = len;
	http_run(k->http, &call, 1, NULL, NULL);
	if (call->err)
		return arena_printf(a, "Jupiter: %s", call->why);
	/* A refusal of its own is JSON too, and says more. */
	if (call->status != 200 && call->status != 400)
		return arena_printf(a, "Jupiter: HTTP status %d", call->status);
	return NULL;
}

static const char *told(struct arena *a, const char *why)
{
	return why ? arena_printf(a, "Jupiter: %s", why) : NULL;
}

static const char *ask_of(struct jupiter_ask *ask, struct arena *a,
			  const struct asker *k, const struct decimals *d,
			  const struct rec_action *swap)
{
	int decimals = decimals_of(d, swap->asset);
	__int128 atoms;

	ask->mint = sol_conf_mint(&k->conf, swap->asset);
	ask->mint_out = sol_conf_mint(&k->conf, swap->asset_out);
	if (!ask->mint || !ask->mint_out)
		return arena_printf(a, "no mint of '%s' or '%s' (ASSETS)",
				    swap->asset, swap->asset_out);
	if (decimals < 0 || decimals_of(d, swap->asset_out) < 0)
		return arena_printf(a, "decimals of '%s' or '%s' not known",
				    swap->asset, swap->asset_out);
	if (dec_coef(&atoms, swap->amount, decimals) || atoms <= 0 ||
	    atoms > UINT64_MAX)
		return "the amount is not in whole atoms";
	ask->amount = (uint64_t)atoms;
	ask->slippage_bps = swap->max_slippage_bps;
	ask->max_accounts = conf_int("QUOTE_MAX_ACCOUNTS");
	return NULL;
}

/* The quote's text comes back in the second request as it was, so it is kept from
 * the scanner, which works in place. */
static const char *ask_quote(struct asker *k, struct jupiter_quote *q,
			     struct arena *a, const struct jupiter_ask *ask,
			     const char **text, size_t *len)
{
	const char *url = jupiter_quote_url(a, conf_text("JUPITER_URL"), ask);
	const char *why = request(k, a, url, NULL, 0);

	if (why)
		return why;
	*len = k->call.answer.len;
	*text = arena_strndup(a, k->call.answer.p, *len);
	return told(a, jupiter_quote_read(q, a, &k->json, k->call.answer.p,
					  *len, ask));
}

static const char *ask_swap(struct asker *k, struct jupiter_swap *s,
			    struct arena *a, const char *address,
			    const char *quote, size_t len)
{
	const char *url = arena_printf(a, "%s/swap-instructions",
				       conf_text("JUPITER_URL"));
	const char *why;
	struct out body;

	out_open(&body, -1);
	jupiter_swap_write(&body, address, quote, len);
	why = request(k, a, url, body.buf, body.len);
	body.len = 0;
	out_close(&body);
	if (why)
		return why;
	return told(a, jupiter_swap_read(s, a, &k->json, k->call.answer.p,
					 k->call.answer.len, address));
}

/* The widest slippage from what is expected that still gives the least wanted: the
 * route's own cost comes out of what the swap may lose in all. */
static int64_t narrower(const struct jupiter_quote *q, __int128 least)
{
	return least < q->out ? (int64_t)((q->out - least) * 10000 / q->out)
			      : 0;
}

/* A quote that gives at least what the action wants.  Where the first leaves that
 * open, a second one with the slippage it leaves. */
static const char *good_quote(struct asker *k, struct jupiter_quote *q,
			      struct arena *a, struct jupiter_ask *ask,
			      __int128 least, const char **text, size_t *len)
{
	const char *why = ask_quote(k, q, a, ask, text, len);

	if (why)
		return why;
	if (q->least < least) {
		ask->slippage_bps = narrower(q, least);
		if (ask->slippage_bps > 0)
			why = ask_quote(k, q, a, ask, text, len);
		if (why)
			return why;
	}
	if (q->least < least)
		return "it gives less than the reference price allows";
	if (q->impact_bps > conf_int("QUOTE_MAX_IMPACT_BPS"))
		return arena_printf(a, "it would move the price by %lld bps",
				    (long long)q->impact_bps);
	return NULL;
}

static void describe(struct rec_quote *out, const struct rec_action *swap,
		     const struct jupiter_quote *q,
		     const struct jupiter_swap *s, int decimals)
{
	out->intent_id = swap->intent_id;
	out->wallet = swap->wallet;
	out->source = "jupiter";
	out->asset = swap->asset;
	out->amount = swap->amount;
	out->asset_out = swap->asset_out;
	out->expected = dec_make((__int128)q->out, decimals);
	out->min_out = dec_make((__int128)q->least, decimals);
	out->impact_bps = q->impact_bps;
	out->route = q->route;
	out->instructions = s->instructions;
	out->tables = s->tables;
	out->units = s->units;
	out->slot = q->slot;
}

const char *asker_quote(struct asker *k, struct rec_quote *out, struct arena *a,
			const struct decimals *d, const struct rec_action *swap)
{
	const struct sol_wallet *wallet =
		swap->wallet ? sol_conf_wallet(&k->conf, swap->wallet) : NULL;
	__int128 least = 0;
	struct jupiter_quote q;
	struct jupiter_swap s;
	struct jupiter_ask ask;
	const char *text, *why;
	size_t len;

	rec_clear(&rec_quote_type, out);
	if (!wallet)
		return "the swap's wallet is none of WALLETS";
	if (!swap->asset || !swap->asset_out ||
	    swap->max_slippage_bps == REC_NONE_INT)
		return "the swap does not say what, for what, or how far";
	why = ask_of(&ask, a, k, d, swap);
	if (why)
		return why;
	if (!dec_is_none(swap->min_out) &&
	    dec_coef(&least, swap->min_out, decimals_of(d, swap->asset_out)))
		return "the least amount is not in whole atoms";
	why = good_quote(k, &q, a, &ask, least, &text, &len);
	if (!why)
		why = ask_swap(k, &s, a, wallet->address, text, len);
	if (why)
		return why;
	describe(out, swap, &q, &s, decimals_of(d, swap->asset_out));
	out->slippage_bps = ask.slippage_bps;
	return NULL;
}
