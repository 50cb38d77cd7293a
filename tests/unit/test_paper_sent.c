/* test_paper_sent - the outbox in memory: once an intent, what is under way, the
 * newest landed order of a slot. */
#include "check.h"
#include "math/client_id.h"
#include "venue/paper_sent.h"

static struct match_request place(int wallet, uint16_t slot, int64_t price)
{
	return (struct match_request){
		.op = MATCH_PLACE,
		.order = { .price = price,
			   .size = 5,
			   .since_ms = 1000,
			   .client_id = client_id_make(7, SIDE_BUY, slot, 1),
			   .wallet = wallet },
	};
}

static bool send(struct paper_sent *s, struct match_request *r)
{
	const struct rec_pending p = { .state = PENDING_SENT };

	return paper_sent_add(s, r, &p);
}

static void settle(struct paper_sent *s, const struct match_request *r,
		   enum match_what what, enum match_why why)
{
	const struct match_event e = { .what = what,
				       .why = why,
				       .tag = r->tag };

	paper_sent_settle(s, &e);
}

static void test_once(void)
{
	struct paper_sent s = { .n_open = 0 };
	struct match_request a = place(0, 1, 100), again = a, other = a;

	CHECK(send(&s, &a) && s.n_open == 1);
	CHECK(!send(&s, &again) && s.n_open == 1);
	settle(&s, &a, MATCH_REFUSED, MATCH_WOULD_CROSS);
	CHECK(s.n_open == 0 && s.n_done == 0);
	CHECK(send(&s, &again)); /* it failed: another attempt */
	settle(&s, &again, MATCH_POSTED, MATCH_OK);
	CHECK(s.n_open == 0 && s.n_done == 1);
	CHECK(s.done[0].pending.state == PENDING_DONE);
	a.tag = 0;
	CHECK(!send(&s, &a)); /* it landed */

	/* Each part of what is asked tells one intent from another. */
	other.order.price++;
	CHECK(send(&s, &other));
	other.order.size++;
	CHECK(send(&s, &other));
	other.order.since_ms++;
	CHECK(send(&s, &other));
	other.order.client_id++;
	CHECK(send(&s, &other));
	other.order.wallet++;
	CHECK(send(&s, &other));
	other.order.side = SIDE_SELL;
	CHECK(send(&s, &other));
	other.op = MATCH_REPLACE;
	CHECK(send(&s, &other) && !send(&s, &other));
	paper_sent_free(&s);
}

static void test_cancels(void)
{
	struct paper_sent s = { .n_open = 0 };
	struct match_request a = place(0, 1, 100), gone = a, none = a;

	gone.op = none.op = MATCH_CANCEL;
	none.order.since_ms++;
	CHECK(send(&s, &a) && send(&s, &gone) && send(&s, &none));
	settle(&s, &gone, MATCH_CANCELLED, MATCH_OK);
	settle(&s, &none, MATCH_REFUSED, MATCH_NO_ORDER);
	CHECK(s.n_open == 1 && s.n_done == 0);
	CHECK(!send(&s, &gone) && !send(&s, &none)); /* both landed */
	paper_sent_free(&s);
}

static void test_newest_of_a_slot(void)
{
	struct paper_sent s = { .n_open = 0 };
	struct match_request r[] = {
		place(1, 4, 100), place(0, 9, 100), place(1, 2, 100),
		place(1, 4, 101), place(1, 4, 102),
	};

	for (size_t i = 0; i < COUNT(r); i++)
		CHECK(send(&s, &r[i]));
	CHECK(s.n_open == 5 && s.open[0].request.tag < s.open[4].request.tag);
	settle(&s, &r[0], MATCH_POSTED, MATCH_OK);
	settle(&s, &r[1], MATCH_POSTED, MATCH_OK);
	settle(&s, &r[2], MATCH_POSTED, MATCH_OK);
	settle(&s, &r[4], MATCH_POSTED, MATCH_OK);
	settle(&s, &r[3], MATCH_POSTED, MATCH_OK); /* sent before r[4] */
	CHECK(s.n_open == 0 && s.n_done == 3);
	CHECK(s.done[0].request.order.wallet == 0);
	CHECK(client_id_number(s.done[1].request.order.client_id) == 2);
	CHECK(s.done[2].request.order.price == 102);
	paper_sent_free(&s);
}

int main(void)
{
	test_once();
	test_cancels();
	test_newest_of_a_slot();
	printf("test_paper_sent: pass\n");
	return 0;
}
