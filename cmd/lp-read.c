/* lp-read - liquidity on Uniswap as it stands at the block of the frame; see
 * lp-read(1).
 *
 * in:  chain (the first one names the block), lane, event, removed, pending, price,
 *      hedge
 * out: chain where there was none, pool, pool_ticks, wallet, holding, capital, token,
 *      position, closed
 */
#include "base/conf.h"
#include "base/opt.h"
#include "data/rec_capital.h"
#include "data/rec_event.h"
#include "data/rec_hedge.h"
#include "data/rec_holding.h"
#include "data/rec_lane.h"
#include "data/rec_pending.h"
#include "data/rec_pool_ticks.h"
#include "data/rec_price.h"
#include "data/rec_removed.h"
#include "data/rec_token.h"
#include "data/rec_wallet.h"
#include "lp-read/closed.h"
#include "lp-read/history.h"
#include "lp-read/holding.h"
#include "lp-read/pools.h"
#include "lp-read/reader.h"
#include "lp-read/stored.h"
#include "lp-read/vaults.h"
#include "lp-read/wallets.h"
#include "venue/evm_frame.h"

#include <string.h>

static struct settings settings;
static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_STR_('s', "store", &settings.store, "<file>",
		 "what earlier frames know of positions and pools"),
	OPT_FLAG_(0, "pools", &settings.pools_only,
		  "the pools of POOLS alone, nothing of wallets"),
	OPT_FLAG_(0, "all-ticks", &settings.all_ticks,
		  "every tick of the pools, not those around the price"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	/* clang-format off */
	{ REC_READS, &rec_chain_type },
	{ REC_READS, &rec_lane_type },
	{ REC_READS, &rec_event_type },
	{ REC_READS, &rec_removed_type },
	{ REC_READS, &rec_pending_type },
	{ REC_READS, &rec_price_type },
	{ REC_READS, &rec_hedge_type },
	{ REC_MAKES, &rec_chain_type },
	{ REC_MAKES, &rec_token_type },
	{ REC_MAKES, &rec_position_type },
	{ REC_MAKES, &rec_closed_type },
	{ REC_MAKES, &rec_holding_type },
	{ REC_MAKES, &rec_capital_type },
	{ REC_MAKES, &rec_wallet_type },
	{ REC_MAKES, &rec_pool_type },
	{ REC_MAKES, &rec_pool_ticks_type },
	{ 0, NULL },
	/* clang-format on */
};

/* A maker: begin, ask until nothing more is asked, make. */
static const struct maker {
	void (*begin)(struct reader *);
	void (*ask)(struct reader *); /* NULL: nothing after begin */
	void (*make)(struct reader *);
	bool of_wallets; /* not with --pools */
} makers[] = {
	{ pools_begin, pools_ask, pools_make, false },
	{ wallets_begin, NULL, wallets_make, true },
	{ v2_begin, v2_ask, v2_make, true },
	{ v3_begin, v3_ask, v3_make, true },
	{ v4_begin, v4_ask, v4_make, true },
};
#define N_MAKERS (sizeof(makers) / sizeof(*makers))

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct reader *r = f->ctx;

	seen_keep(&r->seen, &f->arena, type, rec);
	return true;
}

/* ---- a frame ---- */

static bool uses_maker(const struct reader *r, const struct maker *m)
{
	return !(m->of_wallets && r->settings->pools_only);
}

/* False: refused. */
static bool ask_all(struct reader *r)
{
	for (size_t i = 0; i < N_MAKERS; i++)
		if (uses_maker(r, &makers[i]))
			makers[i].begin(r);
	for (;;) {
		for (size_t i = 0; i < N_MAKERS; i++)
			if (makers[i].ask && uses_maker(r, &makers[i]))
				makers[i].ask(r);
		if (!evm_rounds_open(&r->rounds))
			return true;
		if (!reader_round(r))
			return false;
	}
}

static void read_frame(struct reader *r)
{
	const char *why =
		past_read(&r->past, r->a, r->settings->store, r->conf.chain_id);

	if (why) {
		frame_refuse(r->f, "store_unreadable", "%s", why);
		return;
	}
	r->chain = evm_frame_block(r->f, r->rpc, &r->seen.chains,
				   r->seen.landed, r->ts_ms);
	if (!r->chain)
		return;
	r->batch.block_hash = r->chain->block_hash;
	if (!ask_all(r))
		return;
	for (size_t i = 0; i < N_MAKERS; i++)
		if (uses_maker(r, &makers[i]))
			makers[i].make(r);
	if (!r->settings->pools_only && !conf_isset("POSITIONS"))
		reader_vanished(r);
	if (!r->settings->pools_only)
		closed_sort(r);
	history_run(r);
	if (!r->settings->pools_only) {
		holding_tell(r);
		vaults_tell(r);
	}
	tell_all(r);
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct reader *r = f->ctx;

	r->f = f;
	r->a = &f->arena;
	r->rounds = (struct evm_rounds){ .batch = &r->batch, .a = r->a };
	r->ts_ms = cycle->ts_ms;
	read_frame(r);
	r->seen = (struct seen){ .landed = 0 };
	r->store_lost = false;
	r->rounds = (struct evm_rounds){ .n = 0 };
	r->positions = r->gone = NULL;
	r->n_positions = r->n_gone = 0;
	r->moved = r->unread = r->unnamed = (struct rec_list){ NULL, 0 };
	r->tokens = (struct rec_list){ NULL, 0 };
}

/* ---- main ---- */

static struct contract contract_of(const char *key)
{
	struct contract c;

	c.known = evm_conf_contract(&c.at, key);
	return c;
}

static void open_reader(struct reader *r)
{
	char why[EVM_RPC_WHY_SZ];
	const char *wrong = evm_batch_conf(&r->batch);
	enum mm_exit code;

	if (wrong)
		mm_die(MM_USAGE, "MULTICALL: %s", wrong);
	evm_conf_read(&r->conf, &r->life);
	r->contracts = (struct contracts){
		.v2_factory = contract_of("V2_FACTORY"),
		.v3_factory = contract_of("V3_FACTORY"),
		.v3_manager = contract_of("V3_MANAGER"),
		.v4_pools = contract_of("V4_POOL_MANAGER"),
		.v4_manager = contract_of("V4_MANAGER"),
		.v4_view = contract_of("V4_STATE_VIEW"),
		.v2_router = contract_of("V2_ROUTER"),
		.v3_router = contract_of("V3_ROUTER"),
		.v4_router = contract_of("V4_ROUTER"),
		.permit2 = contract_of("PERMIT2"),
	};
	r->rpc = r->batch.rpc = evm_rpc_open(&code, why);
	if (!r->rpc)
		mm_die(code, "%s", why);
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "lp-read",
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
	struct reader r = { .settings = &settings };
	enum mm_exit code;

	open_reader(&r);
	code = frame_run(&stage, &frames, &r);
	jsonrpc_close(r.rpc);
	stored_close(&r);
	past_free(&r.past);
	arena_free(&r.life);
	return (int)code;
}
