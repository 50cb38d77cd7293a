#include "math/bucket.h"

#define TOKEN INT64_C(1000000)

/* 1e-6 tokens in ms at a rate per 1000 s: one request per 1000 s is 1e-6 tokens a
 * millisecond. */
static int64_t filled(int64_t used, int64_t rate, int64_t ms)
{
	int64_t gain;

	if (__builtin_mul_overflow(rate, ms, &gain) || gain >= used)
		return 0;
	return used - gain;
}

/* The rate of the plain part, never 0. */
static int64_t plain_rate(const struct bucket_rules *rules)
{
	int64_t rate = (int64_t)((__int128)rules->rate *
				 (TOKEN - rules->kept_ppm) / TOKEN);

	return rate ? rate : 1;
}

/* How long until a token fits under the limit. */
static int64_t wait_for(int64_t used, int64_t limit, int64_t rate)
{
	int64_t over = used + TOKEN - limit;

	return over <= 0 ? 0 : (over + rate - 1) / rate;
}

int64_t bucket_take(struct bucket *b, const struct bucket_rules *rules,
		    enum bucket_class class, int64_t now_ms)
{
	int64_t limit = rules->burst * TOKEN, wait, ms;

	if (!rules->rate)
		return 0;
	if (now_ms > b->at_ms &&
	    !__builtin_sub_overflow(now_ms, b->at_ms, &ms)) {
		b->used = filled(b->used, rules->rate, ms);
		b->plain = filled(b->plain, plain_rate(rules), ms);
	}
	b->at_ms = now_ms;
	wait = wait_for(b->used, limit, rules->rate);
	if (class == BUCKET_PLAIN) {
		int64_t own = wait_for(b->plain, limit, plain_rate(rules));

		wait = own > wait ? own : wait;
	}
	if (wait)
		return wait;
	b->used += TOKEN;
	if (class == BUCKET_PLAIN)
		b->plain += TOKEN;
	return 0;
}

bool bucket_valid(const struct bucket *b, const struct bucket_rules *rules)
{
	int64_t limit = rules->burst * TOKEN;

	return b->used >= 0 && b->used <= limit && b->plain >= 0 &&
	       b->plain <= limit && b->at_ms >= 0;
}
