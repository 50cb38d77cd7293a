#include "math/fsm_outbox.h"

bool outbox_over(const struct outbox *o)
{
	return o->state >= OUTBOX_FINALIZED;
}

bool outbox_landed(const struct outbox *o)
{
	return (o->state == OUTBOX_CONFIRMED && !o->failed) ||
	       o->state == OUTBOX_FINALIZED;
}

void outbox_sent(struct outbox *o, enum outbox_send how)
{
	if (outbox_over(o) || o->state == OUTBOX_CONFIRMED)
		return;
	switch (how) {
	case OUTBOX_TAKEN:
		o->state = OUTBOX_SENT;
		break;
	case OUTBOX_MAYBE:
		o->state = OUTBOX_UNKNOWN;
		break;
	case OUTBOX_NEVER:
		o->state = OUTBOX_UNSENT;
		break;
	}
}

/* The sight that shows most; NULL: nobody answered. */
static const struct outbox_sight *best_of(const struct outbox_sight *v,
					  size_t n)
{
	const struct outbox_sight *best = NULL;

	for (size_t i = 0; i < n; i++)
		if (v[i].answered && (!best || v[i].seen > best->seen))
			best = &v[i];
	return best;
}

static void lands(struct outbox *o, const struct outbox_sight *s)
{
	o->landed_slot = s->landed_slot;
	o->failed = s->failed;
	o->absent = 0;
	if (s->seen == OUTBOX_IN_BLOCK)
		o->state = OUTBOX_CONFIRMED;
	else
		o->state = s->failed ? OUTBOX_FAILED : OUTBOX_FINALIZED;
}

/* Is this node's silence of it news?  Not of one that has not come as far as the
 * block it was seen in. */
static bool is_fresh(const struct outbox *o, const struct outbox_sight *s)
{
	return s->answered && s->slot >= o->landed_slot;
}

static bool is_past(const struct outbox *o, const struct outbox_sight *s)
{
	return s->answered && s->height > o->valid_until;
}

static bool proves_absence(const struct outbox *o, const struct outbox_sight *s)
{
	return is_past(o, s) && is_fresh(o, s) && s->final_slot >= 0 &&
	       s->slot >= s->final_slot;
}

static int count(uint64_t bits)
{
	return __builtin_popcountll(bits);
}

/* Nobody sees it. */
static void stays_out(struct outbox *o, const struct outbox_sight *v, size_t n,
		      int quorum)
{
	bool fresh = false, past = false;

	for (size_t i = 0; i < n; i++) {
		fresh |= is_fresh(o, &v[i]);
		past |= is_past(o, &v[i]);
		if (proves_absence(o, &v[i]))
			o->absent |= UINT64_C(1) << v[i].node;
	}
	if (!fresh) {
		if (o->state == OUTBOX_SENT)
			o->state = OUTBOX_UNKNOWN;
		return;
	}
	o->landed_slot = 0;
	o->failed = false;
	if (count(o->absent) >= quorum)
		o->state = OUTBOX_EXPIRED;
	else
		o->state = past ? OUTBOX_UNKNOWN : OUTBOX_SENT;
}

bool outbox_look(struct outbox *o, const struct outbox_sight *v, size_t n,
		 int quorum)
{
	const struct outbox_sight *best = best_of(v, n);
	const struct outbox was = *o;

	if (outbox_over(o))
		return false;
	if (!best || best->seen == OUTBOX_ABSENT) {
		stays_out(o, v, n, quorum);
	} else if (best->seen != OUTBOX_PROCESSED) {
		lands(o, best);
	} else {
		/* A block that most have not voted for. */
		o->absent = 0;
		if (o->state != OUTBOX_CONFIRMED)
			o->state = OUTBOX_SENT;
	}
	return o->state != was.state || o->failed != was.failed ||
	       o->landed_slot != was.landed_slot;
}
