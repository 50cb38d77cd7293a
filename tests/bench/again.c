/* again - parses every trade and writes it anew; all else passes.  The frame loop
 * with the least to do. */
#include "base/opt.h"
#include "data/frame.h"
#include "data/rec_trade.h"

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_trade_type },
	{ REC_MAKES, &rec_trade_type },
	{ 0, NULL },
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	frame_emit(f, type, rec);
	return true;
}

static void finish(struct frame *f)
{
	(void)f;
}

int main(int argc, char **argv)
{
	static const struct opt_prog prog = { .name = "again",
					      .operands = "[file ...]" };
	static const struct stage stage = { .uses = uses,
					    .take = take,
					    .finish = finish };
	int first = opt_parse(&prog, argc, argv);
	struct frame_options options = { .files = argv + first,
					 .now_ms = REC_NONE_INT };

	return (int)frame_run(&stage, &options, NULL);
}
