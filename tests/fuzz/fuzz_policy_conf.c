/* fuzz_policy_conf - policy.json, whatever it is: refused with a reason, or a policy
 * whose own text reads as the same. */
#include "data/policy_conf.h"
#include "fuzz.h"

#include <string.h>

#define TEXT_MAX ((size_t)1 << 20)

static const char *read_text(struct arena *a, struct policy *p,
			     const char *text, size_t len)
{
	return policy_read(a, p, arena_strndup(a, text, len), len);
}

void fuzz_one(const uint8_t *data, size_t len)
{
	struct arena a = { .head = NULL };
	struct policy p, q;
	struct buf once, again;
	const char *why = read_text(&a, &p, (const char *)data, len);

	buf_init(&once, TEXT_MAX);
	buf_init(&again, TEXT_MAX);
	FUZZ_CHECK(!why || *why);
	if (!why && policy_write(&once, &p)) {
		FUZZ_CHECK(!read_text(&a, &q, once.p, once.len));
		FUZZ_CHECK(policy_write(&again, &q));
		FUZZ_CHECK(once.len == again.len &&
			   memcmp(once.p, again.p, once.len) == 0);
	}
	buf_free(&once);
	buf_free(&again);
	arena_free(&a);
}
