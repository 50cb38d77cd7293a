/* check_pivot.c - vwap_seeded, pivot_fade_in. */
#include "check.h"

#include "math/window.h"

#include <string.h>

/* An answer holds every digit, wider than vec_put_i128. */
static void put_u256(cJSON *out, const char *key, struct u256 x)
{
	char text[U256_STR_SZ];

	u256_format(text, x);
	vec_put_text(out, key, text);
}

static struct pivot_seed seed_of(const cJSON *cfg)
{
	static const char *const modes[] = {
		[PIVOT_DECAY_NONE] = "none",
		[PIVOT_DECAY_TIME] = "time",
		[PIVOT_DECAY_VOLUME] = "volume",
		[PIVOT_DECAY_BOTH] = "both",
	};
	struct pivot_seed seed = {
		.num = (unsigned __int128)vec_i128(cfg, "seed_num"),
		.den = (unsigned __int128)vec_i128(cfg, "seed_den"),
		.mass = (unsigned __int128)vec_i128(cfg, "seed_lots"),
		.t0 = vec_i64(cfg, "t0"),
	};

	while (seed.decay < PIVOT_DECAY_BOTH &&
	       strcmp(modes[seed.decay], vec_text(cfg, "mode")) != 0)
		seed.decay++;
	return seed;
}

static const char *verdict_text(enum window_verdict verdict)
{
	switch (verdict) {
	case WINDOW_OK:
		return "ok";
	case WINDOW_INVALID:
		return "invalid";
	case WINDOW_FUTURE:
		return "future";
	case WINDOW_DUP:
		return "dup";
	case WINDOW_EXPIRED:
		return "expired";
	case WINDOW_OVERFLOW:
		break;
	}
	return "overflow";
}

static const char *offer(struct window *w, const cJSON *trade)
{
	struct trade_key key = { .lo = vec_u64(trade, "id") };

	return verdict_text(window_add(w, key, vec_i64(trade, "t"),
				       vec_i64(trade, "p"), vec_i64(trade, "v"),
				       INT64_MAX));
}

static cJSON *query(const struct window *w, const struct pivot_seed *seed)
{
	unsigned __int128 left = 0;
	struct pivot pivot;
	double shown = 0;
	cJSON *out;
	enum status st;

	st = pivot_seed_left(&left, seed, w->span, w->now, w->traded);
	if (!st)
		st = pivot_seeded(&pivot, &w->live, seed, left);
	if (!st)
		st = pivot_double(&shown, pivot);
	if (st)
		return vec_err(st);
	out = vec_out();
	put_u256(out, "sum_pv", u256_of_u128(w->live.pv));
	put_u256(out, "sum_v", u256_of_u128(w->live.v));
	put_u256(out, "seed_lots", u256_of_u128(left));
	put_u256(out, "num", pivot.num);
	put_u256(out, "den", pivot.den);
	vec_put_real(out, "pivot", shown);
	return out;
}

static cJSON *vwap_seeded(const cJSON *in)
{
	const cJSON *cfg = vec_get(in, "cfg"), *event;
	struct pivot_seed seed = seed_of(cfg);
	cJSON *out = vec_out(), *results = vec_put_array(out, "results");
	struct window w;

	window_init(&w, vec_i64(cfg, "window_s"), seed.t0);
	cJSON_ArrayForEach(event, vec_array(in, "events"))
	{
		if (strcmp(vec_text(event, "op"), "trade") == 0) {
			vec_add_text(results, offer(&w, event));
			continue;
		}
		window_advance(&w, vec_i64(event, "t"));
		vec_add(results, query(&w, &seed));
	}
	window_free(&w);
	return out;
}

static cJSON *pivot_fade(const cJSON *in)
{
	struct pivot_fade fade = {
		.p0 = vec_real(in, "p0"),
		.ref_t0 = vec_real(in, "ref_t0"),
		.exponent = vec_real(in, "exponent"),
		.span = vec_i64(in, "fade_s"),
	};
	double mean = vec_has(in, "vwap") ? vec_real(in, "vwap") : 0;
	struct pivot_faded got;
	enum status st;
	cJSON *out;

	st = pivot_fade_in(&got, &fade, vec_real(in, "ref_now"),
			   vec_i64(in, "elapsed_s"),
			   vec_has(in, "vwap") ? &mean : NULL);
	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_real(out, "alpha", got.alpha);
	vec_put_real(out, "ref_pivot", got.ref);
	vec_put_real(out, "pivot", got.pivot);
	return out;
}

const struct checker check_pivot[] = {
	{ "vwap_seeded", vwap_seeded },
	{ "pivot_fade_in", pivot_fade },
	{ NULL, NULL },
};
