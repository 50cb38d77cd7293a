/* rent-reclaim - which accounts can be closed for their rent; see rent-reclaim(1).
 *
 * in:  oo, token_account, open_order, event_queue, market, pending
 * out: action (close, and what comes before it)
 */
#include "base/conf.h"
#include "base/opt.h"
#include "data/frame.h"
#include "rent-reclaim/holdings.h"
#include "rent-reclaim/steps.h"

#include <string.h>

static bool all;  /* --all  */
static bool home; /* --home */
static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_FLAG_('a', "all", &all,
		  "accounts that hold something too: it is brought home first"),
	OPT_FLAG_(0, "home", &home, "accounts of the market in use too"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_READS, &rec_oo_type },
	{ REC_READS, &rec_token_account_type },
	{ REC_READS, &rec_open_order_type },
	{ REC_READS, &rec_event_queue_type },
	{ REC_READS, &rec_market_type },
	{ REC_READS, &rec_pending_type },
	{ REC_MAKES, &rec_action_type },
	{ 0, NULL },
};

struct program {
	struct holdings held;
	struct reclaim_conf conf;
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct program *p = f->ctx;

	holdings_keep(&p->held, &f->arena, type, rec);
	return true;
}

/* What it returns has to be worth the transactions, wallet by wallet. */
static void plan_wallet(struct frame *f, const struct program *p,
			const char *wallet, int64_t ts_ms)
{
	struct steps s = { .f = f,
			   .h = &p->held,
			   .conf = &p->conf,
			   .ts_ms = ts_ms,
			   .rent = DEC_ZERO };

	for (size_t i = 0; i < p->held.oos.n; i++) {
		const struct rec_oo *oo = p->held.oos.v[i];

		if (!strcmp(oo->wallet, wallet))
			steps_oo(&s, oo);
	}
	for (size_t i = 0; i < p->held.tokens.n; i++) {
		const struct rec_token_account *t = p->held.tokens.v[i];

		if (!strcmp(t->wallet, wallet))
			steps_token(&s, t);
	}
	steps_emit(&s);
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct program *p = f->ctx;
	const struct sol_conf *c = &p->conf.sol;

	/* What was not read could be what an account holds. */
	for (size_t i = 0; !f->refused && i < c->n_wallets; i++)
		plan_wallet(f, p, c->wallets[i].name, cycle->ts_ms);
	p->held = (struct holdings){ .oos = { NULL, 0 } };
}

static void conf_read(struct reclaim_conf *c, struct arena *mem)
{
	*c = (struct reclaim_conf){
		.market = conf_text("MARKET"),
		.strategy = conf_int("STRATEGY_ID"),
		.cost = conf_is("SUBMIT_VIA", "jito")
				? conf_dec("JITO_TIP_AMOUNT_SOL")
				: DEC_ZERO,
		.all = all,
		.home = home,
	};
	sol_conf_read(&c->sol, mem);
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "rent-reclaim",
	.operands = "[file ...]",
	.opts = options,
	.conf = true,
	.dump_records = dump_records,
};

int main(int argc, char **argv)
{
	static const struct stage stage = {
		.uses = uses,
		.take = take,
		.close = close_frame,
	};
	int first = opt_parse(&prog, argc, argv);
	const struct frame_options frames = { .files = argv + first,
					      .now_ms = now_ms };
	struct program p = { .held = { .oos = { NULL, 0 } } };
	struct arena mem = { .head = NULL };
	enum mm_exit code;

	conf_read(&p.conf, &mem);
	code = frame_run(&stage, &frames, &p);
	arena_free(&mem);
	return (int)code;
}
