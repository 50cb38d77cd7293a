#include "attempt.h"

#include "venue/paper_request.h"

struct attempt attempt_of(struct arena *arena, const struct venue *v,
			  const struct rec_action *a, int64_t ts_ms)
{
	const struct paper_state *s = paper_db_state(v->db);
	struct attempt t = { .intent_id = a->intent_id };

	t.id = arena_printf(arena, "%s@%lld", a->intent_id, (long long)ts_ms);
	t.error = paper_request(&t.request, &v->conf, s, a);
	if (!t.error) {
		t.pending = paper_pending(arena, s, a, &t.request, ts_ms);
		t.pending.attempt = t.id;
	}
	return t;
}
