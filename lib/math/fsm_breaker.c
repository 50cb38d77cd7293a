#include "math/fsm_breaker.h"

const struct breaker_rules breaker_rules_default = {
	.threshold = 3,
	.rest_ms = 1000,
	.rest_max_ms = 60000,
	.probe_ms = 30000,
	.retry_max_ms = 3600000,
};

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* What is left of a wait until until_ms that was never longer than most_ms: more
 * than that means that the clock was set back. */
static int64_t left(int64_t until_ms, int64_t now_ms, int64_t most_ms)
{
	int64_t wait;

	if (until_ms <= now_ms)
		return 0;
	if (__builtin_sub_overflow(until_ms, now_ms, &wait))
		return most_ms;
	return earlier(wait, most_ms);
}

static int64_t after(int64_t now_ms, int64_t wait_ms)
{
	int64_t sum;

	return __builtin_add_overflow(now_ms, wait_ms, &sum) ? INT64_MAX : sum;
}

int64_t breaker_hold(const struct breaker *b, const struct breaker_rules *rules,
		     int64_t now_ms)
{
	return left(b->hold_ms, now_ms, rules->retry_max_ms);
}

int64_t breaker_ask(struct breaker *b, const struct breaker_rules *rules,
		    int64_t now_ms)
{
	int64_t hold = breaker_hold(b, rules, now_ms);
	int64_t most = b->phase == BREAKER_HALF_OPEN ? rules->probe_ms
						     : rules->rest_max_ms;
	int64_t wait = left(b->until_ms, now_ms, most);

	/* Kept as what is left, so that a clock set back is paid for once. */
	b->hold_ms = hold ? now_ms + hold : 0;
	if (b->phase == BREAKER_CLOSED)
		return hold;
	b->until_ms = now_ms + wait;
	if (hold || wait)
		return later(hold, wait);
	b->phase = BREAKER_HALF_OPEN;
	b->until_ms = after(now_ms, rules->probe_ms);
	return 0;
}

void breaker_good(struct breaker *b)
{
	*b = (struct breaker){ .hold_ms = b->hold_ms };
}

static void open_for(struct breaker *b, int64_t rest_ms, int64_t now_ms)
{
	b->phase = BREAKER_OPEN;
	b->failures = 0;
	b->rest_ms = rest_ms;
	b->until_ms = after(now_ms, rest_ms);
}

void breaker_bad(struct breaker *b, const struct breaker_rules *rules,
		 int64_t now_ms)
{
	switch (b->phase) {
	case BREAKER_CLOSED:
		if (++b->failures >= rules->threshold)
			open_for(b, rules->rest_ms, now_ms);
		return;
	case BREAKER_OPEN: /* a request that left before it opened */
		return;
	case BREAKER_HALF_OPEN:
		open_for(b,
			 b->rest_ms > rules->rest_max_ms / 2
				 ? rules->rest_max_ms
				 : later(2 * b->rest_ms, rules->rest_ms),
			 now_ms);
		return;
	}
}

void breaker_busy(struct breaker *b, const struct breaker_rules *rules,
		  int64_t now_ms, int64_t retry_ms)
{
	int64_t wait = retry_ms < 0 ? rules->rest_ms
				    : earlier(retry_ms, rules->retry_max_ms);

	breaker_good(b);
	b->hold_ms = later(b->hold_ms, after(now_ms, wait));
}

bool breaker_valid(const struct breaker *b, const struct breaker_rules *rules)
{
	if (b->hold_ms < 0 || b->until_ms < 0)
		return false;
	switch (b->phase) {
	case BREAKER_CLOSED:
		return b->failures >= 0 && b->failures < rules->threshold &&
		       !b->until_ms && !b->rest_ms;
	case BREAKER_OPEN:
	case BREAKER_HALF_OPEN:
		return !b->failures && b->rest_ms >= rules->rest_ms &&
		       b->rest_ms <= rules->rest_max_ms;
	}
	return false;
}
