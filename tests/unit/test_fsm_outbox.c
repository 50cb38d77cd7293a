/* test_fsm_outbox - what is proven of a transaction: a table of single steps, then
 * every short history of a chain looked at in every way a node may show it. */
#include "check.h"
#include "math/fsm_outbox.h"

#include <string.h>

#define VALID 2 /* the last height that may hold it */

static struct outbox fresh(void)
{
	return (struct outbox){ .valid_until = VALID };
}

static struct outbox_sight absent(int64_t height, int64_t final, int64_t slot)
{
	return (struct outbox_sight){ .answered = true,
				      .height = height,
				      .final_slot = final,
				      .slot = slot };
}

static struct outbox_sight seen(enum outbox_seen how, int64_t landed)
{
	return (struct outbox_sight){ .answered = true,
				      .height = 1,
				      .final_slot = 1,
				      .slot = landed + 1,
				      .seen = how,
				      .landed_slot = landed };
}

static enum outbox_state after(struct outbox *o, struct outbox_sight s)
{
	(void)outbox_look(o, &s, 1, 1);
	return o->state;
}

static void test_sending(void)
{
	static const struct {
		enum outbox_send how;
		enum outbox_state then;
	} cases[] = {
		{ OUTBOX_TAKEN, OUTBOX_SENT },
		{ OUTBOX_MAYBE, OUTBOX_UNKNOWN },
		{ OUTBOX_NEVER, OUTBOX_UNSENT },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct outbox o = fresh(), c = fresh();

		outbox_sent(&o, cases[i].how);
		CHECK(o.state == cases[i].then);
		CHECK(outbox_over(&o) == (cases[i].how == OUTBOX_NEVER));

		/* Sent again after it was seen: no news. */
		CHECK(after(&c, seen(OUTBOX_IN_BLOCK, 9)) == OUTBOX_CONFIRMED);
		outbox_sent(&c, cases[i].how);
		CHECK(c.state == OUTBOX_CONFIRMED);
	}
}

static void test_steps(void)
{
	struct outbox o = fresh();
	struct outbox_sight failed = seen(OUTBOX_IN_FINAL, 9);

	/* Nobody answers. */
	CHECK(outbox_look(&o, NULL, 0, 1) && o.state == OUTBOX_UNKNOWN);
	CHECK(!outbox_look(&o, NULL, 0, 1));
	CHECK(after(&o, absent(VALID, 1, 5)) == OUTBOX_SENT);
	CHECK(after(&o, seen(OUTBOX_PROCESSED, 9)) == OUTBOX_SENT);
	CHECK(after(&o, seen(OUTBOX_IN_BLOCK, 9)) == OUTBOX_CONFIRMED);
	CHECK(o.landed_slot == 9 && outbox_landed(&o) && !outbox_over(&o));

	/* A node that has not come so far; silence; a minority's view. */
	CHECK(after(&o, absent(VALID, 1, 8)) == OUTBOX_CONFIRMED);
	CHECK(!outbox_look(&o, NULL, 0, 1));
	CHECK(after(&o, seen(OUTBOX_PROCESSED, 9)) == OUTBOX_CONFIRMED);

	/* It vanishes, and comes again elsewhere. */
	CHECK(after(&o, absent(VALID, 1, 9)) == OUTBOX_SENT);
	CHECK(o.landed_slot == 0 && !outbox_landed(&o));
	CHECK(after(&o, seen(OUTBOX_IN_BLOCK, 11)) == OUTBOX_CONFIRMED);
	CHECK(o.landed_slot == 11);

	failed.failed = true;
	CHECK(after(&o, failed) == OUTBOX_FAILED && !outbox_landed(&o));
	CHECK(after(&o, seen(OUTBOX_IN_FINAL, 9)) == OUTBOX_FAILED);
}

static void test_expiry(void)
{
	static const struct {
		int64_t height, final_slot, slot;
		enum outbox_state then;
	} cases[] = {
		{ VALID, 50, 60, OUTBOX_SENT },
		{ VALID + 1, 50, 60, OUTBOX_EXPIRED },
		{ VALID + 1, 50, 50, OUTBOX_EXPIRED },
		{ VALID + 1, 50, 49, OUTBOX_UNKNOWN }, /* another machine  */
		{ VALID + 1, -1, 60, OUTBOX_UNKNOWN },
		{ -1, 50, 60, OUTBOX_SENT },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct outbox o = fresh();

		CHECK(after(&o, absent(cases[i].height, cases[i].final_slot,
				       cases[i].slot)) == cases[i].then);
	}
}

static void test_quorum(void)
{
	struct outbox o = fresh();
	struct outbox_sight two[2] = { absent(VALID + 1, 5, 9),
				       absent(VALID + 1, 5, 9) };

	(void)outbox_look(&o, two, 2, 2); /* the same node twice is one */
	CHECK(o.state == OUTBOX_UNKNOWN);
	two[1].node = 1;
	two[1].slot = 4;
	(void)outbox_look(&o, two, 2, 2);
	CHECK(o.state == OUTBOX_UNKNOWN);
	CHECK(after(&o, seen(OUTBOX_PROCESSED, 3)) == OUTBOX_SENT);
	two[1].slot = 9;
	(void)outbox_look(&o, two + 1, 1, 2); /* what was said before is void */
	CHECK(o.state == OUTBOX_UNKNOWN);
	(void)outbox_look(&o, two, 1, 2);
	CHECK(o.state == OUTBOX_EXPIRED);
}

/* ---- every history ---- */

/* A chain as it is at one moment.  Every block has a slot of its own, and no slot
 * comes back; block b stands at height b + 1. */
struct chain {
	int slot[8];
	int n, n_final;
	int next_slot;
	int mine; /* which block holds it; -1: none */
};

enum move { GROW, LAND, DROP, FINAL, N_MOVES };

/* False: that cannot happen now. */
static bool move(struct chain *c, enum move m)
{
	if (m == DROP) {
		if (c->n == c->n_final)
			return false;
		c->n--;
		if (c->mine == c->n)
			c->mine = -1;
	} else if (m == FINAL) {
		if (c->n == c->n_final)
			return false;
		c->n_final++;
	} else {
		if (m == LAND && (c->mine >= 0 || c->n + 1 > VALID))
			return false;
		if (m == LAND)
			c->mine = c->n;
		c->slot[c->n++] = c->next_slot++;
	}
	return true;
}

/* What a pool of machines says of which one is at a, the other at b. */
static struct outbox_sight sight(const struct chain *a, const struct chain *b)
{
	struct outbox_sight s = {
		.answered = true,
		.height = a->n_final,
		.final_slot = a->n_final ? a->slot[a->n_final - 1] : 0,
		.slot = b->n ? b->slot[b->n - 1] : 0,
	};

	if (b->mine >= 0) {
		s.seen = b->mine < b->n_final ? OUTBOX_IN_FINAL
			 : b->mine + 1 < b->n ? OUTBOX_IN_BLOCK
					      : OUTBOX_PROCESSED;
		s.landed_slot = b->slot[b->mine];
	}
	return s;
}

#define MOVES 7
#define LOOKS 2

static struct {
	struct chain at[MOVES + 1]; /* the history, oldest first */
	int n;
	long n_histories, n_expired, n_finalized;
} h;

/* No history may make a liar of what was proven. */
static void hold(const struct outbox *o)
{
	const struct chain *end = &h.at[h.n - 1];

	if (o->state == OUTBOX_EXPIRED)
		CHECK(end->mine < 0);
	if (o->state == OUTBOX_FINALIZED)
		CHECK(end->mine >= 0);
	CHECK(o->state != OUTBOX_FAILED && o->state != OUTBOX_UNSENT);
	h.n_expired += o->state == OUTBOX_EXPIRED;
	h.n_finalized += o->state == OUTBOX_FINALIZED;
}

/* A node of today tells the truth of today, whatever was thought before. */
static void settle(struct outbox o)
{
	const struct chain *end = &h.at[h.n - 1];
	struct outbox_sight s = sight(end, end);

	(void)outbox_look(&o, &s, 1, 1);
	hold(&o);
	if (end->mine >= 0 && end->mine < end->n_final)
		CHECK(o.state == OUTBOX_FINALIZED);
	else if (end->mine < 0 && end->n_final > VALID)
		CHECK(o.state == OUTBOX_EXPIRED);
	else
		CHECK(!outbox_over(&o));
}

/* Looks at any moments of the past, in any order: so also at every moment when it
 * was the present.  With a second node that has no idea and says so. */
static void look(struct outbox o, int left, bool liar)
{
	hold(&o);
	if (!liar)
		settle(o);
	if (!left)
		return;
	for (int i = 0; i < h.n; i++)
		for (int j = 0; j < h.n; j++) {
			struct outbox next = o;
			struct outbox_sight v[2] = {
				sight(&h.at[i], &h.at[j]),
				absent(99, 99, 99),
			};

			v[1].node = 1;
			(void)outbox_look(&next, v, liar ? 2 : 1, liar ? 2 : 1);
			look(next, left - 1, liar);
		}
}

static void histories(int left)
{
	h.n_histories++;
	look(fresh(), LOOKS, false);
	look(fresh(), LOOKS, true);
	for (int m = 0; m < N_MOVES && left; m++) {
		h.at[h.n] = h.at[h.n - 1];
		if (move(&h.at[h.n], (enum move)m)) {
			h.n++;
			histories(left - 1);
			h.n--;
		}
	}
}

static void test_histories(void)
{
	memset(&h, 0, sizeof(h));
	h.at[0].mine = -1;
	h.at[0].next_slot = 1;
	h.n = 1;
	histories(MOVES);
	CHECK(h.n_histories > 1000 && h.n_expired > 1000 &&
	      h.n_finalized > 1000);
}

int main(void)
{
	test_sending();
	test_steps();
	test_expiry();
	test_quorum();
	test_histories();
	printf("test_fsm_outbox: pass\n");
	return 0;
}
