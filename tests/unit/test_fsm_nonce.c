/* test_fsm_nonce - what is proven of the transactions of one nonce: a table of single
 * steps, then every short history of a chain looked at in every way a node may show
 * it, against what that chain holds in the end. */
#include "check.h"
#include "math/fsm_nonce.h"

#include <string.h>

#define DEPTH 3

/* A node that shows tx `mine` (-1: none, 2: a foreign one) in block `at`. */
struct shown {
	struct nonce_seen_tx tx[2];
	struct nonce_sight s;
};

static void show(struct shown *out, int64_t head, int mine, int64_t at)
{
	*out = (struct shown){ .s = { .answered = true,
				      .head = head,
				      .used = mine >= 0,
				      .tx = out->tx } };
	if (mine == 2)
		out->s.foreign.number = at;
	if (mine < 0 || mine == 2)
		return;
	out->tx[mine].seen = NONCE_IN_BLOCK;
	out->tx[mine].block.number = at;
}

static bool look(struct nonce_tx *v, const struct shown *s)
{
	return nonce_look(v, 2, &s->s, 1, DEPTH);
}

/* ---- single steps ---- */

static void test_sending(void)
{
	static const struct {
		enum outbox_send how;
		enum nonce_state then;
	} cases[] = {
		{ OUTBOX_TAKEN, NONCE_SENT },
		{ OUTBOX_MAYBE, NONCE_UNKNOWN },
		{ OUTBOX_NEVER, NONCE_UNSENT },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct nonce_tx t = { .turn = 0 };
		struct nonce_tx mined = { .state = NONCE_MINED };
		struct nonce_tx pooled = { .state = NONCE_POOLED };

		nonce_sent(&t, cases[i].how);
		CHECK(t.state == cases[i].then);
		CHECK(nonce_over(&t) == (cases[i].how == OUTBOX_NEVER));
		nonce_sent(&mined, cases[i].how); /* seen since: no news */
		CHECK(mined.state == NONCE_MINED);
		nonce_sent(&pooled, cases[i].how); /* taken: known already */
		CHECK(pooled.state == (cases[i].how == OUTBOX_TAKEN
					       ? NONCE_POOLED
					       : cases[i].then));
	}
}

static void test_mined(void)
{
	struct nonce_tx v[2] = { { .turn = 0 } };
	struct shown s;

	show(&s, 10, 0, 9);
	CHECK(look(v, &s) && v[0].state == NONCE_MINED && v[0].turn == 0);
	CHECK(v[1].state == NONCE_SENT && nonce_landed(v, 2) == 0);
	CHECK(nonce_resend(v, 2) == -1);
	CHECK(!look(v, &s));
	CHECK(!nonce_look(v, 2, NULL, 0, DEPTH) || v[0].state == NONCE_MINED);
	CHECK(v[1].state == NONCE_UNKNOWN);

	/* A reverted one counts as mined, and in the end as failed. */
	show(&s, 11, 0, 9);
	s.tx[0].reverted = true;
	CHECK(look(v, &s) && v[0].state == NONCE_FAILED);
	CHECK(v[1].state == NONCE_REPLACED && nonce_all_over(v, 2));
	show(&s, 20, -1, 0);
	CHECK(!look(v, &s));
}

static void test_reorg(void)
{
	struct nonce_tx v[2] = { { .turn = 0 } };
	struct shown s;

	/* It moves: to another block of the same number. */
	show(&s, 9, 0, 9);
	CHECK(look(v, &s));
	s.tx[0].block.hash[5] = 1;
	CHECK(look(v, &s) && v[0].state == NONCE_MINED && v[0].turn == 1);

	/* A node that has not come so far says nothing of it. */
	show(&s, 8, -1, 0);
	CHECK(!look(v, &s) && v[0].state == NONCE_MINED);

	/* It goes, and back into the pool. */
	show(&s, 9, -1, 0);
	CHECK(look(v, &s) && v[0].state == NONCE_DROPPED && v[0].turn == 2);
	CHECK(!v[0].block.number && nonce_resend(v, 2) == 1);
	s.tx[0].seen = NONCE_IN_POOL;
	CHECK(look(v, &s) && v[0].state == NONCE_POOLED);

	/* Its replacement takes the place. */
	show(&s, 10, 1, 10);
	CHECK(look(v, &s) && v[1].state == NONCE_MINED);
	CHECK(v[0].state == NONCE_DROPPED);
	show(&s, 12, 1, 10);
	CHECK(look(v, &s) && v[1].state == NONCE_FINALIZED);
	CHECK(v[0].state == NONCE_REPLACED);
}

static void test_foreign(void)
{
	struct nonce_tx v[2] = { { .turn = 0 } };
	struct shown s;

	/* Used, and no receipt yet: it may be ours. */
	show(&s, 50, -1, 0);
	s.s.used = true;
	s.tx[1].seen = NONCE_IN_POOL; /* left over */
	CHECK(look(v, &s) && v[0].state == NONCE_UNKNOWN);
	CHECK(v[1].state == NONCE_UNKNOWN && !nonce_all_over(v, 2));

	show(&s, 51, 2, 50);
	CHECK(look(v, &s) && v[0].state == NONCE_SENT);
	show(&s, 52, 2, 50);
	CHECK(look(v, &s) && v[0].state == NONCE_STOLEN);
	CHECK(v[1].state == NONCE_STOLEN && nonce_resend(v, 2) == -1);

	/* Mined, and then it is unclear: it stays. */
	memset(v, 0, sizeof(v));
	show(&s, 10, 0, 10);
	CHECK(look(v, &s));
	show(&s, 11, -1, 0);
	s.s.used = true;
	look(v, &s);
	CHECK(v[0].state == NONCE_MINED && v[1].state == NONCE_UNKNOWN);
}

/* Several nodes: the furthest is believed, but ends nothing against another. */
static void test_nodes(void)
{
	struct nonce_tx v[2] = { { .turn = 0 } };
	struct shown a, b;
	struct nonce_sight both[2];

	show(&a, 20, 0, 10);
	show(&b, 15, 1, 12);
	both[0] = a.s;
	both[1] = b.s;
	CHECK(nonce_look(v, 2, both, 2, DEPTH));
	CHECK(v[0].state == NONCE_MINED && v[1].state == NONCE_SENT);
	show(&b, 5, -1, 0); /* merely behind */
	both[1] = b.s;
	CHECK(nonce_look(v, 2, both, 2, DEPTH));
	CHECK(v[0].state == NONCE_FINALIZED && v[1].state == NONCE_REPLACED);

	/* Of equals the one that shows something; a silent one is none. */
	memset(v, 0, sizeof(v));
	show(&a, 20, -1, 0);
	show(&b, 20, 1, 18);
	both[0] = a.s;
	both[1] = b.s;
	CHECK(nonce_look(v, 2, both, 2, DEPTH));
	CHECK(v[1].state == NONCE_FINALIZED);
	memset(v, 0, sizeof(v));
	both[1].answered = false;
	CHECK(!nonce_look(v, 2, both, 2, DEPTH));
	CHECK(v[1].state == NONCE_SENT);

	/* The same one, in another block. */
	show(&a, 20, 0, 10);
	show(&b, 20, 0, 10);
	b.tx[0].block.hash[31] = 1;
	both[0] = a.s;
	both[1] = b.s;
	CHECK(nonce_look(v, 2, both, 2, DEPTH) && v[0].state == NONCE_MINED);
}

/* ---- every history ---- */

enum { NOTHING = -1, OURS_0, OURS_1, FOREIGN };

/* A chain as it is at one moment. */
struct chain {
	int holds[8]; /* each block: what of the nonce */
	int id[8];
	int n, n_deep; /* n_deep: blocks that will not go */
	int next_id;
	bool pooled; /* the first of ours waits there, unless it is mined */
};

#define MOVES   7
#define LOOKS   2
#define N_MOVES 6

static int at_of(const struct chain *c)
{
	for (int b = 0; b < c->n; b++)
		if (c->holds[b] != NOTHING)
			return b;
	return -1;
}

static int holder_of(const struct chain *c)
{
	int b = at_of(c);

	return b < 0 ? NOTHING : c->holds[b];
}

/* It is as deep as it takes; it has been, and does not go any more. */
static bool is_deep(const struct chain *c)
{
	int b = at_of(c);

	return b >= 0 && c->n - b >= DEPTH;
}

static bool is_final(const struct chain *c)
{
	int b = at_of(c);

	return b >= 0 && b < c->n_deep;
}

/* False: that cannot happen now. */
static bool move(struct chain *c, int m)
{
	if (m == 4) {
		if (c->n == c->n_deep)
			return false;
		c->n--;
		return true;
	}
	if (m == 5) {
		c->pooled = !c->pooled;
		return true;
	}
	if (m != 3 && at_of(c) >= 0)
		return false;
	c->holds[c->n] = m == 3 ? NOTHING : m;
	c->id[c->n++] = c->next_id++;
	if (c->n_deep < c->n - DEPTH + 1)
		c->n_deep = c->n - DEPTH + 1;
	return true;
}

/* What a node shows that is as far as that.  late: it has no receipts yet. */
static void sight(struct shown *out, const struct chain *c, bool late)
{
	int b = at_of(c);

	show(out, c->n, late ? NOTHING : holder_of(c), b + 1);
	out->s.used = b >= 0;
	if (b >= 0 && c->holds[b] != FOREIGN)
		out->tx[c->holds[b]].block.hash[0] = (uint8_t)c->id[b];
	if (c->pooled && holder_of(c) != OURS_0 && !late)
		out->tx[0].seen = NONCE_IN_POOL;
}

static struct {
	struct chain at[MOVES + 1]; /* the history, oldest first */
	int n;
	long n_histories, n_stolen, n_finalized, n_vanished;
} h;

/* No history may make a liar of what was proven. */
static void hold(const struct nonce_tx *v)
{
	int end = holder_of(&h.at[h.n - 1]);

	for (int i = 0; i < 2; i++) {
		if (v[i].state == NONCE_FINALIZED)
			CHECK(end == i);
		if (v[i].state == NONCE_REPLACED)
			CHECK(end == 1 - i);
		if (v[i].state == NONCE_STOLEN)
			CHECK(end == FOREIGN);
		CHECK(v[i].state != NONCE_UNSENT && v[i].state != NONCE_FAILED);
		h.n_stolen += v[i].state == NONCE_STOLEN;
		h.n_finalized += v[i].state == NONCE_FINALIZED;
		h.n_vanished += v[i].turn > 0;
	}
}

/* A node of today tells the truth of today, whatever was thought before; but for one
 * that seems to be behind what was seen. */
static void settle(const struct nonce_tx *was)
{
	const struct chain *end = &h.at[h.n - 1];
	struct nonce_tx v[2] = { was[0], was[1] };
	int who = holder_of(end);
	struct shown s;
	bool over;

	for (int i = 0; i < 2; i++)
		if (v[i].state == NONCE_MINED && v[i].block.number > end->n)
			return;
	sight(&s, end, false);
	(void)look(v, &s);
	hold(v);
	over = nonce_all_over(v, 2);
	CHECK(over ? is_final(end) : !is_deep(end));
	CHECK(nonce_landed(v, 2) == (who == FOREIGN ? NOTHING : who));
	CHECK((nonce_resend(v, 2) == 1) ==
	      (!over && (who == NOTHING || who == FOREIGN)));
	for (int i = 0; i < 2; i++)
		CHECK(over || (v[i].state == NONCE_MINED) == (who == i));
	if (!over && who != OURS_0)
		CHECK((v[0].state == NONCE_POOLED) == end->pooled);
}

/* Looks at any moments of the past, in any order: so also at every moment when it
 * was the present. */
static void looks(const struct nonce_tx *was, int left)
{
	hold(was);
	settle(was);
	for (int i = 0; i < 2 * h.n && left; i++) {
		struct nonce_tx v[2] = { was[0], was[1] };
		struct shown s;

		sight(&s, &h.at[i / 2], i % 2);
		(void)look(v, &s);
		looks(v, left - 1);
	}
}

static void histories(int left)
{
	struct nonce_tx v[2] = { { .turn = 0 } };

	h.n_histories++;
	looks(v, LOOKS);
	for (int m = 0; m < N_MOVES && left; m++) {
		h.at[h.n] = h.at[h.n - 1];
		if (move(&h.at[h.n], m)) {
			h.n++;
			histories(left - 1);
			h.n--;
		}
	}
}

static void test_histories(void)
{
	memset(&h, 0, sizeof(h));
	h.n = 1;
	histories(MOVES);
	CHECK(h.n_histories > 1000 && h.n_stolen > 1000 &&
	      h.n_finalized > 1000 && h.n_vanished > 1000);
}

int main(void)
{
	test_sending();
	test_mined();
	test_reorg();
	test_foreign();
	test_nodes();
	test_histories();
	printf("test_fsm_nonce: pass\n");
	return 0;
}
