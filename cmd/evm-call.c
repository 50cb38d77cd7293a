/* evm-call - a function of a contract: its answer at a block, its bytes; see
 * evm-call(1).
 *
 * in:  call, chain, lane
 * out: result, refusal
 */
#include "base/opt.h"
#include "data/frame.h"
#include "evm-call/online.h"

static const char *to, *block;
static bool keep_going;
static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_STR_('t', "to", &to, "<address>",
		 "call the function named of this contract"),
	OPT_STR_('b', "block", &block, "<block>",
		 "as of this block: number, hash, latest, safe, finalized"),
	OPT_FLAG_('k', "keep-going", &keep_going,
		  "of a file: skip bad records, exit 3"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static void dump_records(void)
{
	uses_dump(online_uses, true);
}

static const struct opt_prog prog = {
	.name = "evm-call",
	.operands = "[file ...] | --to address function [argument ...]",
	.opts = options,
	.conf = true,
	.dump_records = dump_records,
};

int main(int argc, char **argv)
{
	int first = opt_parse(&prog, argc, argv);

	if (to)
		return online_one(to, block, argv + first, argc - first);
	return online_records(argv + first, block, keep_going, now_ms);
}
