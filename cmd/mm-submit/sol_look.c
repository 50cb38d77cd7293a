#include "sol.h"
#include "sol_landed.h"
#include "sol_lookup.h"
#include "sol_readback.h"
#include "tell.h"

static void tell_later_receipt(struct arena *a, struct attempt *t,
			       const char *status, const char *error,
			       int64_t ts_ms)
{
	struct rec_receipt r = receipt_of(t, status, ts_ms);

	r.error = error;
	if (outbox_landed(&t->box))
		r.tip = t->tx->tip;
	tell_later(a, t, &rec_receipt_type, &r);
}

/* The landing that is gone, as it was told. */
static void tell_vanished(struct arena *a, struct attempt *t,
			  const struct outbox *was, int64_t ts_ms)
{
	struct rec_receipt r = receipt_of(t, "reorged", ts_ms);

	r.slot = was->landed_slot;
	r.turn = t->turn > 1 ? t->turn - 1 : REC_NONE_INT;
	tell_later(a, t, &rec_receipt_type, &r);
}

/* What changed, but for the final blocks. */
static void tell_change(struct arena *a, struct attempt *t,
			const struct outbox *was, int64_t ts_ms)
{
	bool again = lookup_vanished(was, &t->box);

	if (t->box.state == OUTBOX_CONFIRMED && outbox_landed(&t->box) &&
	    (again || !outbox_landed(was)))
		tell_later_receipt(a, t, "confirmed", NULL, ts_ms);
	if (t->box.state == OUTBOX_EXPIRED)
		tell_later_receipt(a, t, "expired", "not_landed", ts_ms);
}

/* A final block is news once a node shows what the transaction did in it: until
 * then it counts as confirmed. */
static void tell_final(struct sender *s, struct arena *a,
		       struct attempt *const *v, const struct outbox *was,
		       size_t n, int64_t ts_ms)
{
	struct attempt **final = arena_alloc(a, n * sizeof(struct attempt *));
	bool *told = arena_alloc(a, n * sizeof(*told));
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (!outbox_over(&was[i]) &&
		    (v[i]->box.state == OUTBOX_FINALIZED ||
		     v[i]->box.state == OUTBOX_FAILED))
			final[k++] = v[i];
	landed_tell(s, a, final, k, told, ts_ms);
	for (size_t i = 0; i < k; i++)
		if (!told[i])
			final[i]->box.state = OUTBOX_CONFIRMED;
}

size_t sol_look(struct sender *s, struct arena *a, const struct attempts *all,
		bool prove, int64_t ts_ms)
{
	struct outbox *was = arena_alloc(a, all->n * sizeof(*was));
	size_t answered;

	for (size_t i = 0; i < all->n; i++)
		was[i] = all->v[i]->box;
	answered = lookup(s, a, all->v, all->n, prove);
	for (size_t i = 0; i < all->n; i++)
		if (lookup_vanished(&was[i], &all->v[i]->box))
			tell_vanished(a, all->v[i], &was[i], ts_ms);
	tell_final(s, a, all->v, was, all->n, ts_ms);
	for (size_t i = 0; i < all->n; i++)
		if (!outbox_over(&was[i]))
			tell_change(a, all->v[i], &was[i], ts_ms);
	readback(s, a, all, ts_ms);
	return answered;
}
