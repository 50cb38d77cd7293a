#include "settle.h"

#include "base/conf.h"

#include <string.h>

#define AHEAD_MS 10000 /* clocks of others */

void source_says(struct source *s, struct dec price, struct dec conf,
		 int64_t age_ms)
{
	s->why = NULL;
	s->said = (struct consensus_source){
		.price = price, .conf = conf, .age_ms = age_ms, .weight = 1
	};
}

void source_says_middle(struct source *s, struct dec bid, struct dec ask,
			int64_t age_ms)
{
	const struct dec half = dec_make(5, 1);
	struct dec sum, width, middle, conf;

	s->why = "a book without a middle";
	if (dec_sign(bid) > 0 && dec_cmp(bid, ask) <= 0 &&
	    dec_add(&sum, bid, ask) == ST_OK &&
	    dec_sub(&width, ask, bid) == ST_OK &&
	    dec_mul(&middle, sum, half) == ST_OK &&
	    dec_mul(&conf, width, half) == ST_OK)
		source_says(s, middle, conf, age_ms);
}

/* Pyth's account and Hermes carry the same prices: the newer counts. */
static void one_pyth(const struct pair *pair)
{
	struct source *newest = NULL;

	for (size_t i = 0; i < pair->n; i++) {
		struct source *s = pair->source[i], *older = s;

		if ((s->kind != SOURCE_PYTH && s->kind != SOURCE_HERMES) ||
		    s->why)
			continue;
		if (!newest || s->said.age_ms < newest->said.age_ms) {
			older = newest;
			newest = s;
		}
		if (older)
			older->why = "the same as a newer price of Pyth";
	}
}

static void settle(const struct pairs *p, struct pair *pair, struct arena *a);

/* A pair's price by way of a third asset: as sure as the surer of neither. */
static void cross(const struct pairs *p, const struct pair *pair,
		  struct source *s, struct arena *a)
{
	struct dec over = dec_make(1, 0), under = over, price;
	struct leg legs[2];
	int64_t age = 0;
	int weight = CONSENSUS_MAX;
	enum status st = ST_OK;

	/* pairs_read has seen to the legs. */
	if (!pairs_legs(p, legs, pair, s->arg))
		return;
	for (int i = 0; i < 2 && !st; i++) {
		struct pair *leg = legs[i].pair;
		struct dec *side = legs[i].over ? &under : &over;

		settle(p, leg, a);
		if (leg->why) {
			s->why = arena_printf(a, "no price of %s", leg->name);
			return;
		}
		st = price_mul_floor(side, *side, leg->price.price);
		if (leg->price.age_ms > age)
			age = leg->price.age_ms;
		if (leg->price.weight < weight)
			weight = leg->price.weight;
	}
	if (st || price_div_floor(&price, over, under)) {
		s->why = "a cross that is no price";
		return;
	}
	source_says(s, price, DEC_ZERO, age);
	s->said.weight = weight;
}

/* What each source came to, for the refusal. */
static const char *told(struct arena *a, const struct pair *pair, int agree)
{
	const char *text = arena_printf(a, "%s: %d of %d sources agree",
					pair->name, agree, pair->agree);

	for (size_t i = 0; i < pair->n; i++) {
		const struct source *s = pair->source[i];

		text = arena_printf(
			a, "%s%s %s: %s", text, i ? "," : ";", s->text,
			s->why ? s->why : consensus_text(s->said.fate));
	}
	return text;
}

static void agree_on(struct pair *pair, struct arena *a)
{
	const struct consensus_rules rules = {
		.max_age_ms = conf_ms("PRICE_AGE"),
		.max_ahead_ms = AHEAD_MS,
		.max_conf_ppm = conf_ppm("PRICE_CONF_PCT"),
		.max_apart_ppm = conf_ppm("PRICE_APART_PCT"),
		.min_agree = pair->agree,
	};
	struct consensus_source said[CONSENSUS_MAX];
	struct source *of[CONSENSUS_MAX];
	int agree = 0;
	size_t n = 0;

	for (size_t i = 0; i < pair->n; i++) {
		if (pair->source[i]->why)
			continue;
		of[n] = pair->source[i];
		said[n] = of[n]->said;
		n++;
	}
	pair->why = NULL;
	if (consensus_of(&pair->price, said, n, &rules))
		pair->why = "";
	for (size_t i = 0; i < n; i++) {
		of[i]->said = said[i];
		if (said[i].fate == CONSENSUS_AGREES)
			agree += said[i].weight;
	}
	if (pair->why)
		pair->why = told(a, pair, agree);
}

static void settle(const struct pairs *p, struct pair *pair, struct arena *a)
{
	if (pair->state == PAIR_SETTLED)
		return;
	pair->state = PAIR_SETTLED;
	for (size_t i = 0; i < pair->n; i++)
		if (pair->source[i]->kind == SOURCE_VIA)
			cross(p, pair, pair->source[i], a);
	one_pyth(pair);
	agree_on(pair, a);
}

void pairs_settle(const struct pairs *p, struct arena *a)
{
	for (size_t i = 0; i < p->n; i++)
		p->v[i].state = PAIR_OPEN;
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].wanted)
			settle(p, &p->v[i], a);
}
