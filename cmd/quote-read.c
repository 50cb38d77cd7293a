/* quote-read - a route for each swap that is planned; see quote-read(1).
 *
 * in:  action (swap), wallet, market
 * out: quote, refusal
 */
#include "base/conf.h"
#include "base/opt.h"
#include "data/frame.h"
#include "data/rec_action.h"
#include "data/rec_market.h"
#include "data/rec_quote.h"
#include "data/rec_wallet.h"
#include "quote-read/ask.h"

#include <string.h>

static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_READS, &rec_action_type },
	{ REC_READS, &rec_wallet_type },
	{ REC_READS, &rec_market_type },
	{ REC_MAKES, &rec_quote_type },
	{ 0, NULL },
};

struct quoting {
	struct asker *asker;   /* opened at the first swap */
	struct rec_list swaps; /* of struct rec_action *, of this frame */
	struct decimals decimals;
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct quoting *q = f->ctx;

	if (type == &rec_action_type) {
		const struct rec_action *a = rec;

		if (strcmp(a->action, "swap") || a->chain_id != REC_NONE_INT)
			return true;
		q->swaps.v = arena_grow(&f->arena, q->swaps.v,
					q->swaps.n * sizeof(void *),
					(q->swaps.n + 1) * sizeof(void *));
		((void **)q->swaps.v)[q->swaps.n++] =
			rec_copy(&f->arena, type, a);
	} else if (type == &rec_market_type) {
		const struct rec_market *m = rec;

		decimals_add(&q->decimals, &f->arena, m->base.asset,
			     m->base.decimals);
		decimals_add(&q->decimals, &f->arena, m->quote.asset,
			     m->quote.decimals);
	}
	return true;
}

static void quote_all(struct frame *f, struct quoting *q, int64_t ts_ms)
{
	const struct rec_action *const *swap = q->swaps.v;

	for (size_t i = 0; i < q->swaps.n; i++) {
		struct rec_quote quote;
		const char *why;

		if (frame_is_bound(f, swap[i]->intent_id))
			continue;
		if (!q->asker)
			asker_open(&q->asker);
		why = asker_quote(q->asker, &quote, &f->arena, &q->decimals,
				  swap[i]);
		quote.ts_ms = ts_ms;
		if (why)
			frame_refuse_intents(f, "no_quote", &swap[i]->intent_id,
					     1, "%s", why);
		else
			frame_emit(f, &rec_quote_type, &quote);
	}
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct quoting *q = f->ctx;

	if (!f->refused)
		quote_all(f, q, cycle->ts_ms);
	q->swaps = (struct rec_list){ NULL, 0 };
	q->decimals = (struct decimals){ .n = 0 };
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "quote-read",
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
	struct quoting q = { .asker = NULL };
	enum mm_exit code = frame_run(&stage, &frames, &q);

	asker_close(q.asker);
	return (int)code;
}
