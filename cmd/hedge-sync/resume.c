/* resume: what is not known yet is looked up until it is; nothing is sent but the
 * cancel of an order that should be over.  list: what is open, for people.  clear: a
 * person lets an account go on that had fallen too far. */
#include "base/clock.h"
#include "base/conf.h"
#include "trade.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static const struct sync_options live = { .live = true };

/* Looks at everything.  Returns how many are not over. */
static size_t look_at_all(struct act *a, int64_t wait_ms)
{
	struct attempts all;
	size_t unknown = 0;

	if (!settle_open(a, wait_ms, &all))
		return 0;
	for (size_t i = 0; i < all.n; i++)
		if (!fate_over(&all.v[i]->fate)) {
			mm_warn("'%s' is not known yet", all.v[i]->client_id);
			unknown++;
		}
	return unknown;
}

int resume_run(int64_t wait_ms)
{
	struct arena m = { .limit = 0 };
	struct hedge_conf conf;
	struct seats *seats;
	struct act *a;
	struct out out;
	enum mm_exit code;

	signal(SIGPIPE, SIG_IGN);
	hedge_conf_read(&conf, &m);
	seats = seats_open(&conf);
	a = act_open(&live, seats, &conf);
	out_open(&out, STDOUT_FILENO);
	a->out = &out;
	a->mem = &m;
	code = look_at_all(a, wait_ms) ? MM_UNKNOWN : MM_OK;
	code = mm_worse(code, a->code);
	act_close(a);
	seats_close(seats);
	out_close(&out);
	arena_free(&m);
	return (int)code;
}

static void print(const struct attempt *t, int64_t now_ms)
{
	char size[DEC_STR_SZ], price[DEC_STR_SZ] = "any price";

	dec_format(size, t->order.size);
	if (!t->order.market)
		dec_format(price, t->order.price);
	printf("%5" PRId64 " s  %-32s %s %s at %s%s  %s\n",
	       (now_ms - t->fate.ts_ms) / 1000, t->seat,
	       t->order.buy ? "buy" : "sell", size, price,
	       t->reduce ? ", reduces" : "", t->client_id);
}

/* No exchange is asked, and no key is needed. */
int list_run(void)
{
	struct arena m = { .limit = 0 };
	struct hedge_conf conf = { .n_venues = 0 };
	struct act *a = act_open(&live, NULL, &conf);
	struct attempts all;
	enum mm_exit code = MM_OK;

	a->mem = &m;
	if (attempts_open(a, &all))
		for (size_t i = 0; i < all.n; i++)
			print(all.v[i], clock_now_ms());
	code = mm_worse(code, a->code);
	act_close(a);
	arena_free(&m);
	return (int)mm_close_stdout(code);
}

int clear_run(void)
{
	struct hedge_conf conf = { .n_venues = 0 };
	struct act *a = act_open(&live, NULL, &conf);
	enum mm_exit code;
	int64_t n = 0;

	if (act_ledger_ok(a, hedge_ledger_clear(a->ledger, &n)))
		printf("%" PRId64 " account%s may trade again\n", n,
		       n == 1 ? "" : "s");
	code = a->code;
	act_close(a);
	return (int)mm_close_stdout(code);
}
