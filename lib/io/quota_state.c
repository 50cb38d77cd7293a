#include "io/quota_parts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD      "quota 1 "
#define SUM_LEN   16
#define COUNT_MAX INT64_C(1000000000)

/* FNV-1a, 64 bits: against files cut or damaged, not against anybody. */
static uint64_t sum_of(const char *text, size_t len)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
	return h;
}

void quota_write(char text[static QUOTA_FILE_SZ], const struct quota_state *s)
{
	const size_t body = QUOTA_FILE_SZ - SUM_LEN - 1;
	char sum[SUM_LEN + 1];
	size_t len;

	memset(text, ' ', QUOTA_FILE_SZ);
	len = (size_t)snprintf(text, body,
			       HEAD "%s %" PRId64 " %" PRId64 " %" PRId64,
			       s->boot, s->at_ms, s->wall_ms, s->until_ms);
	for (size_t i = 0; i < QUOTA_RULES_MAX; i++) {
		const struct quota_count *c = &s->counts[i];

		len += (size_t)snprintf(text + len, body - len, " %" PRId64,
					c->slot);
		for (size_t k = 0; k < QUOTA_SLOTS; k++)
			len += (size_t)snprintf(text + len, body - len,
						" %" PRId64, c->n[k]);
	}
	text[len] = ' ';
	snprintf(sum, sizeof(sum), "%016" PRIx64, sum_of(text, body));
	memcpy(text + body, sum, SUM_LEN);
	text[QUOTA_FILE_SZ - 1] = '\n';
}

/* The next number, 0..max. */
static bool take(int64_t *out, const char **p, int64_t max)
{
	char *end;

	*p += strspn(*p, " ");
	if (**p < '0' || **p > '9')
		return false;
	errno = 0;
	*out = strtoll(*p, &end, 10);
	*p = end;
	return !errno && *out <= max;
}

static bool take_counts(struct quota_state *s, const char **p)
{
	for (size_t i = 0; i < QUOTA_RULES_MAX; i++) {
		struct quota_count *c = &s->counts[i];

		if (!take(&c->slot, p, INT64_MAX))
			return false;
		for (size_t k = 0; k < QUOTA_SLOTS; k++)
			if (!take(&c->n[k], p, COUNT_MAX))
				return false;
	}
	return true;
}

bool quota_read(struct quota_state *s, const char *text, size_t len)
{
	const size_t body = QUOTA_FILE_SZ - SUM_LEN - 1;
	char copy[QUOTA_FILE_SZ], sum[SUM_LEN + 1];
	const char *p = copy + strlen(HEAD);
	size_t n;

	if (len != QUOTA_FILE_SZ || memcmp(text, HEAD, strlen(HEAD)) != 0)
		return false;
	snprintf(sum, sizeof(sum), "%016" PRIx64, sum_of(text, body));
	if (memcmp(sum, text + body, SUM_LEN) != 0)
		return false;
	memcpy(copy, text, body);
	copy[body] = '\0';
	n = strcspn(p, " ");
	if (!n || n >= QUOTA_BOOT_SZ)
		return false;
	memcpy(s->boot, p, n);
	s->boot[n] = '\0';
	p += n;
	return take(&s->at_ms, &p, INT64_MAX) &&
	       take(&s->wall_ms, &p, INT64_MAX) &&
	       take(&s->until_ms, &p, INT64_MAX) &&
	       s->until_ms <= s->at_ms + QUOTA_HOLD_MAX && take_counts(s, &p);
}

void quota_fresh(struct quota_state *s, const char *boot, int64_t now_ms,
		 int64_t wall_ms)
{
	*s = (struct quota_state){ .at_ms = now_ms, .wall_ms = wall_ms };
	snprintf(s->boot, sizeof(s->boot), "%s", boot);
}

/* ---- time ---- */

static int64_t slot_ms(const struct quota_rule *r)
{
	return (r->window_ms + QUOTA_SLOTS - 2) / (QUOTA_SLOTS - 1);
}

static int64_t total(const struct quota_count *c)
{
	int64_t sum = 0;

	for (size_t k = 0; k < QUOTA_SLOTS; k++)
		sum += c->n[k];
	return sum < COUNT_MAX ? sum : COUNT_MAX;
}

static void turn_count(struct quota_count *c, int64_t slot)
{
	int64_t by = slot - c->slot;

	c->slot = slot;
	if (by <= 0)
		return;
	for (size_t k = QUOTA_SLOTS; k-- > 0;)
		c->n[k] = (int64_t)k >= by ? c->n[k - (size_t)by] : 0;
}

/* Times become those of this boot.  What was counted counts as of now. */
static void another_boot(struct quota_state *s, const struct quota_rule *rules,
			 int64_t now_ms, int64_t wall_ms)
{
	int64_t left = s->until_ms - s->at_ms, passed = wall_ms - s->wall_ms;

	if (passed > 0)
		left = passed < left ? left - passed : 0;
	s->until_ms = left > 0 ? now_ms + left : 0;
	for (size_t i = 0; i < QUOTA_RULES_MAX; i++) {
		struct quota_count *c = &s->counts[i];

		*c = (struct quota_count){ .n = { total(c) } };
		if (rules[i].window_ms)
			c->slot = now_ms / slot_ms(&rules[i]);
	}
}

void quota_turn(struct quota_state *s, const struct quota_rule *rules,
		const char *boot, int64_t now_ms, int64_t wall_ms)
{
	if (strcmp(s->boot, boot) != 0 || now_ms < s->at_ms)
		another_boot(s, rules, now_ms, wall_ms);
	snprintf(s->boot, sizeof(s->boot), "%s", boot);
	s->at_ms = now_ms;
	s->wall_ms = wall_ms > 0 ? wall_ms : 0;
	for (size_t i = 0; i < QUOTA_RULES_MAX; i++)
		if (rules[i].window_ms)
			turn_count(&s->counts[i], now_ms / slot_ms(&rules[i]));
}

/* ---- counts ---- */

/* When so much has become too old that cost fits. */
static int64_t wait_for(const struct quota_count *c, const struct quota_rule *r,
			int64_t cost, int64_t now_ms)
{
	int64_t sum = total(c), slot = slot_ms(r);
	size_t k = QUOTA_SLOTS;

	while (k-- > 0) {
		sum -= c->n[k];
		if (sum + cost <= r->max)
			break;
	}
	/* Slot k is forgotten when QUOTA_SLOTS - k more have begun; a cost over
	 * the limit waits for all. */
	if (k >= QUOTA_SLOTS)
		k = 0;
	return (c->slot + QUOTA_SLOTS - (int64_t)k) * slot - now_ms;
}

int64_t quota_room(const struct quota_state *s, const struct quota_rule *rules,
		   const int64_t *cost)
{
	int64_t wait = 0;

	for (size_t i = 0; i < QUOTA_RULES_MAX; i++) {
		const struct quota_count *c = &s->counts[i];
		int64_t w;

		if (!rules[i].window_ms || !cost[i] ||
		    total(c) + cost[i] <= rules[i].max)
			continue;
		w = wait_for(c, &rules[i], cost[i], s->at_ms);
		wait = w > wait ? w : wait;
	}
	return wait;
}

void quota_add(struct quota_state *s, const struct quota_rule *rules,
	       const int64_t *cost)
{
	for (size_t i = 0; i < QUOTA_RULES_MAX; i++)
		if (rules[i].window_ms)
			s->counts[i].n[0] += cost[i];
}

void quota_raise(struct quota_state *s, const struct quota_rule *rules,
		 const int64_t *used)
{
	for (size_t i = 0; i < QUOTA_RULES_MAX; i++) {
		struct quota_count *c = &s->counts[i];
		int64_t sum = total(c);
		int64_t said = used[i] < COUNT_MAX ? used[i] : COUNT_MAX;

		if (rules[i].window_ms && said > sum)
			c->n[0] += said - sum;
	}
}
