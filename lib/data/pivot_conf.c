#include "data/pivot_conf.h"

#include "base/clock.h"
#include "base/conf.h"

#include <stdio.h>

static int word(const char *key, const char *const *words)
{
	int i = 0;

	while (words[i + 1] && !conf_is(key, words[i]))
		i++;
	return i;
}

void pivot_conf_read(struct pivot_rules *r)
{
	*r = (struct pivot_rules){
		.mode = (enum pivot_mode)word("PIVOT_MODE", pivot_modes),
		.window_ms = conf_int("HISTORY_WINDOW_DAYS") * DAY_MS,
		.max_age_ms = conf_int("HISTORY_MAX_AGE_S") * 1000,
	};
}

static bool needs(char why[static PIVOT_WHY_SZ], const char *key)
{
	snprintf(why, PIVOT_WHY_SZ, "PIVOT_MODE=%s needs %s",
		 conf_text("PIVOT_MODE"), key);
	return false;
}

static bool positive(const char *key)
{
	return conf_isset(key) && dec_sign(conf_dec(key)) > 0;
}

static bool days_ms(int64_t *out, const char *key,
		    char why[static PIVOT_WHY_SZ])
{
	struct dec ms;

	if (!dec_mul(&ms, conf_dec(key), dec_make(DAY_MS, 0)) &&
	    !dec_units_floor(out, ms, dec_make(1, 0)) && *out >= 1)
		return true;
	snprintf(why, PIVOT_WHY_SZ, "%s=%s is no span of time", key,
		 conf_text(key));
	return false;
}

static bool read_fade(struct pivot_rules *r, char why[static PIVOT_WHY_SZ])
{
	if (!positive("REF_START_PRICE"))
		return needs(why, "REF_START_PRICE");
	r->ref_start = dec_to_double(conf_dec("REF_START_PRICE"));
	r->fade_exponent = conf_real("FADE_EXPONENT");
	r->ref_max_age_ms = conf_int("REF_MAX_AGE_S") * 1000;
	return days_ms(&r->fade_ms, "FADE_DAYS", why);
}

bool pivot_conf_seed(struct pivot_rules *r, char why[static PIVOT_WHY_SZ])
{
	if (r->mode == PIVOT_VWAP)
		return true;
	if (!positive("SEED_PRICE"))
		return needs(why, "SEED_PRICE");
	if (!conf_isset("SEED_TIME"))
		return needs(why, "SEED_TIME");
	r->seed_price = conf_dec("SEED_PRICE");
	r->seed_ms = conf_int("SEED_TIME");
	if (r->mode == PIVOT_FADE)
		return read_fade(r, why);
	if (!conf_isset("SEED_MASS"))
		return needs(why, "SEED_MASS");
	r->seed_mass = conf_dec("SEED_MASS");
	r->decay = (enum pivot_decay)word("SEED_DECAY", pivot_decays);
	return true;
}
