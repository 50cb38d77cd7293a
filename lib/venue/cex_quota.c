#include "venue/cex_quota.h"

#include <stdio.h>
#include <string.h>

#define KEYS_WEIGHT  180000 /* a minute: SAPI, by account */
#define BAN_MS       120000 /* the shortest ban */
#define LIMITED_MS   1000
#define RESET_MAX_MS 5000

struct quota *cex_quota_open(const struct cex_venue *v, enum cex_host host)
{
	struct quota_rule rules[1 + CEX_ORDER_LIMITS] = { { 0, 0 } };
	char name[64];

	if (host == CEX_HOST_KEYS && v->keys_url_key) {
		snprintf(name, sizeof(name), "%s-keys", v->name);
		rules[0] = (struct quota_rule){ 60000, KEYS_WEIGHT };
		return quota_open(name, rules, 1);
	}
	if (v->limits) {
		const struct cex_limit *l = &v->limits->weight;

		rules[0] = (struct quota_rule){ l->window_ms, l->max };
		l = v->limits->orders;
		for (size_t i = 0; i < CEX_ORDER_LIMITS; i++)
			rules[1 + i] =
				(struct quota_rule){ l[i].window_ms, l[i].max };
	}
	return quota_open(v->name, rules, sizeof(rules) / sizeof(*rules));
}

bool cex_quota_take(struct quota *q, const struct cex_request *r,
		    struct cex_reply *out)
{
	int64_t cost[QUOTA_RULES_MAX] = { r->weight }, wait;
	enum quota_err e;

	for (size_t i = 0; i < CEX_ORDER_LIMITS; i++)
		cost[1 + i] = r->orders;
	e = quota_take(q, cost, &wait);
	if (!e)
		return true;
	*out = (struct cex_reply){
		.verdict = CEX_RETRY,
		.why = e == QUOTA_HELD ? CEX_BANNED : CEX_LIMITED,
		.text = quota_text(e),
		.retry_ms = wait,
		.until_ms = -1,
	};
	return false;
}

int64_t cex_header_count(const char *text)
{
	int64_t n = 0;
	size_t len = text ? strspn(text, "0123456789") : 0;

	if (!len || len > 18 || text[len + strspn(text + len, " \t")])
		return -1;
	for (size_t i = 0; i < len; i++)
		n = n * 10 + (text[i] - '0');
	return n;
}

static int64_t count_of(const struct http_call *c, const char *name)
{
	return name ? cex_header_count(http_header(c, name)) : -1;
}

static void heed_used(struct quota *q, const struct cex_limits *l,
		      const struct http_call *c)
{
	int64_t used[QUOTA_RULES_MAX] = { count_of(c, l->weight.header) };
	bool any = used[0] >= 0;

	for (size_t i = 0; i < CEX_ORDER_LIMITS; i++) {
		used[1 + i] = count_of(c, l->orders[i].header);
		any = any || used[1 + i] >= 0;
	}
	for (size_t i = 1 + CEX_ORDER_LIMITS; i < QUOTA_RULES_MAX; i++)
		used[i] = -1;
	/* What cannot be written now is met by the next request. */
	if (any)
		(void)!quota_saw(q, used);
}

/* How long an answer keeps everything waiting; 0: not at all. */
static int64_t wait_of(const struct cex_limits *l, const struct http_call *c,
		       const struct cex_reply *r, int64_t now_ms)
{
	bool limited = r->why == CEX_LIMITED || r->why == CEX_BANNED;
	int64_t said = c->retry_after_ms > r->retry_ms ? c->retry_after_ms
						       : r->retry_ms;
	int64_t usual = LIMITED_MS;

	if (now_ms && r->until_ms > 0 && r->until_ms - now_ms > said)
		said = r->until_ms - now_ms;
	if (c->status == 418)
		usual = BAN_MS;
	else if (c->status == 429 && l)
		usual = l->weight.window_ms;
	else if (c->status == 403 && (limited || !r->code) && l)
		usual = l->forbidden_ms;
	else if (!limited)
		return 0;
	if (said > 0)
		return said;
	return usual > LIMITED_MS ? usual : LIMITED_MS;
}

/* No more of such requests until a time of the venue. */
static int64_t wait_for_reset(const struct cex_limits *l,
			      const struct http_call *c, int64_t now_ms)
{
	int64_t reset = count_of(c, l->reset_header), wait;

	if (count_of(c, l->left_header) != 0 || !now_ms || reset <= now_ms)
		return 0;
	wait = reset - now_ms;
	return wait < RESET_MAX_MS ? wait : RESET_MAX_MS;
}

void cex_quota_heed(struct quota *q, const struct cex_venue *v,
		    const struct http_call *c, struct cex_reply *r,
		    int64_t now_ms)
{
	const struct cex_limits *l = v->limits;
	int64_t wait = wait_of(l, c, r, now_ms);

	if (l)
		heed_used(q, l, c);
	if (wait)
		r->retry_ms = wait;
	else if (l)
		wait = wait_for_reset(l, c, now_ms);
	if (wait)
		(void)!quota_hold(q, wait);
}
