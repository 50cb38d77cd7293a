/* evm-call - a function of a contract: its answer at a block, its bytes; see
 * evm-call(1).
 *
 * in:  call, chain, lane
 * out: result, refusal; or text, with a form that asks no node
 */
#include "base/opt.h"
#include "data/frame.h"
#include "evm-call/offline.h"
#include "evm-call/online.h"

static const char *to, *block;
static const char *encode, *decode, *hash, *signature; /* the offline forms */
static bool keep_going, packed;
static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_STR_('t', "to", &to, "<address>",
		 "call the function named of this contract"),
	OPT_STR_('b', "block", &block, "<block>",
		 "as of this block: number, hash, latest, safe, finalized"),
	OPT_STR_('e', "encode", &encode, "<signature>",
		 "the bytes of a call, error or list with these arguments"),
	OPT_FLAG_('p', "packed", &packed,
		  "with --encode: the arguments alone, packed"),
	OPT_STR_('d', "decode", &decode, "<signature>",
		 "what the bytes given mean, as one JSON object"),
	OPT_STR_('x', "hash", &hash, "<text>",
		 "Keccak-256 of a text, or of the bytes of 0x digits"),
	OPT_STR_('s', "signature", &signature, "<signature>",
		 "its selector or topic 0, and its canonical form"),
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
	.operands = "[file ...] | --to address function [argument ...] | "
		    "--encode signature [argument ...] | "
		    "--decode signature [topic ...] data | --hash text | "
		    "--signature signature",
	.opts = options,
	.conf = true,
	.dump_records = dump_records,
};

int main(int argc, char **argv)
{
	int first = opt_parse(&prog, argc, argv), n = argc - first;
	char **operands = argv + first;

	if (!!to + !!encode + !!decode + !!hash + !!signature > 1)
		mm_die(MM_USAGE, "one question at a time");
	if (packed && !encode)
		mm_die(MM_USAGE, "--packed goes with --encode");
	if ((hash || signature) && n > 0)
		mm_die(MM_USAGE, "'%.80s': nothing more is wanted",
		       operands[0]);
	if (encode)
		return offline_encode(encode, packed, operands, n);
	if (decode)
		return offline_decode(decode, operands, n);
	if (hash)
		return offline_hash(hash);
	if (signature)
		return offline_signature(signature);
	if (to)
		return online_one(to, block, operands, n);
	return online_records(operands, block, keep_going, now_ms);
}
