/* tx-build - actions to the fewest transactions; see tx-build(1).
 *
 * in:  action, quote; chain, market, wallet, oo, token_account, lut, event_queue,
 *      open_order, pending, nonce
 * out: action (what it adds itself), tx, refusal
 */
#include "base/conf.h"
#include "base/opt.h"
#include "data/frame.h"
#include "data/rec_tx.h"
#include "tx-build/evm.h"
#include "tx-build/seen.h"
#include "tx-build/txs.h"

static bool crank, accept_inventory;
static const char *store; /* --store */
static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_FLAG_(0, "crank", &crank,
		  "hand out a market's events whenever one of ours waits"),
	OPT_FLAG_(0, "accept-inventory", &accept_inventory,
		  "liquidate without a bundle too, as ACCEPT_INVENTORY=1"),
	OPT_STR_('S', "store", &store, "<file>",
		 "what landed before and what was refused, by this store"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_READS, &rec_action_type },
	{ REC_READS, &rec_quote_type },
	{ REC_READS, &rec_chain_type },
	{ REC_READS, &rec_market_type },
	{ REC_READS, &rec_wallet_type },
	{ REC_READS, &rec_oo_type },
	{ REC_READS, &rec_token_account_type },
	{ REC_READS, &rec_lut_type },
	{ REC_READS, &rec_event_queue_type },
	{ REC_READS, &rec_open_order_type },
	{ REC_READS, &rec_pending_type },
	{ REC_READS, &rec_nonce_type },
	{ REC_MAKES, &rec_action_type },
	{ REC_MAKES, &rec_tx_type },
	{ 0, NULL },
};

struct program {
	struct seen seen;
	struct build_conf conf;
	struct evm_seen evm_seen;
	struct evm_build_conf evm_conf;
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct program *p = f->ctx;

	if (!evm_seen_keep(&p->evm_seen, &f->arena, &p->evm_conf, type, rec))
		seen_keep(&p->seen, &f->arena, type, rec);
	return true;
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct program *p = f->ctx;

	txs_build(f, &p->conf, &p->seen, cycle);
	if (store && p->evm_seen.n_actions)
		past_read(&p->evm_seen.past, &f->arena, store);
	evm_build(f, &p->evm_conf, &p->evm_seen, cycle);
	p->seen = (struct seen){ .chain = NULL };
	p->evm_seen = (struct evm_seen){ .chain = NULL };
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "tx-build",
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
	struct program p = { .seen = { .chain = NULL } };
	struct arena mem = { .head = NULL };
	enum mm_exit code;

	build_conf_read(&p.conf, &mem);
	evm_build_conf_read(&p.evm_conf, &mem);
	p.evm_conf.accept_inventory |= accept_inventory;
	p.conf.crank = crank;
	code = frame_run(&stage, &frames, &p);
	arena_free(&mem);
	return (int)code;
}
