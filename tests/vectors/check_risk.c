/* check_risk.c - position_limit, circuit_breaker. */
#include "check.h"

#include "math/risk.h"

static cJSON *check_position_limit(const cJSON *in)
{
	struct position_limit got;
	double *component, *weight;
	size_t n = vec_reals(&component, in, "components");
	enum status st;
	cJSON *out;

	if (vec_reals(&weight, in, "weights") != n)
		return vec_err(ST_DOMAIN);
	st = position_limit(&got, n, component, weight,
			    vec_real(in, "portfolio"), vec_real(in, "max_frac"),
			    vec_real(in, "position"));
	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_real(out, "composite", got.composite);
	vec_put_real(out, "max_component", got.max_component);
	vec_put_real(out, "limit", got.limit);
	vec_put_text(out, "action", got.reduce ? "reduce" : "hold");
	vec_put_real(out, "reduce_by", got.reduce_by);
	return out;
}

static cJSON *state_of(const struct breaker_state *s)
{
	cJSON *state = vec_out(), *reasons;

	vec_put_real(state, "dd", s->drawdown);
	vec_put_real(state, "daily_loss", s->daily_loss);
	reasons = vec_put_array(state, "reasons");
	if (s->broke_drawdown)
		vec_add_text(reasons, "drawdown");
	if (s->broke_daily_loss)
		vec_add_text(reasons, "daily_loss");
	vec_put_bool(state, "halted", s->halted);
	return state;
}

static cJSON *circuit_breaker(const cJSON *in)
{
	int64_t per_day = vec_i64(in, "samples_per_day");
	struct breaker b;
	struct breaker_state s;
	enum status st = breaker_init(&b, vec_real(in, "max_drawdown"),
				      vec_real(in, "max_daily_loss"));
	cJSON *out = vec_out(), *states = vec_put_array(out, "states");
	double *equity;
	size_t n = vec_reals(&equity, in, "equity");

	if (per_day < 1)
		return vec_err(ST_DOMAIN);
	for (size_t i = 0; i < n && !st; i++) {
		st = breaker_value(&s, &b, (int64_t)i / per_day, equity[i]);
		if (!st)
			vec_add(states, state_of(&s));
	}
	return st ? vec_err(st) : out;
}

const struct checker check_risk[] = {
	{ "position_limit", check_position_limit },
	{ "circuit_breaker", circuit_breaker },
	{ NULL, NULL },
};
