/* lend-read - lending markets as they stand at the block of the frame; see lend-read(1).
 *
 * in:  chain (the first one names the block), lane, event, removed
 * out: chain where there was none, lend_market, reserve, emode, oracle, user_reserve,
 *      lend_rate, lend_account, token, wallet
 */
#include "base/opt.h"
#include "chain/aave_abi.h"
#include "data/rec_emode.h"
#include "data/rec_lane.h"
#include "data/rec_lend_account.h"
#include "data/rec_lend_rate.h"
#include "data/rec_oracle.h"
#include "data/rec_removed.h"
#include "data/rec_reserve.h"
#include "data/rec_token.h"
#include "data/rec_user_reserve.h"
#include "data/rec_wallet.h"
#include "lend-read/market.h"
#include "venue/evm_frame.h"

#include <string.h>

#define RESYNC "resync" /* the signal of a cycle that voids what is held */

static struct settings settings;
static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_FLAG_(0, "check", &settings.check,
		  "read all accounts; refuse if any is not as it was held"),
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
	{ REC_MAKES, &rec_chain_type },
	{ REC_MAKES, &rec_lend_market_type },
	{ REC_MAKES, &rec_reserve_type },
	{ REC_MAKES, &rec_emode_type },
	{ REC_MAKES, &rec_oracle_type },
	{ REC_MAKES, &rec_user_reserve_type },
	{ REC_MAKES, &rec_lend_rate_type },
	{ REC_MAKES, &rec_lend_account_type },
	{ REC_MAKES, &rec_token_type },
	{ REC_MAKES, &rec_wallet_type },
	{ 0, NULL },
	/* clang-format on */
};

/* ---- what comes ---- */

static void keep(struct rec_list *list, struct frame *f,
		 const struct rec_type *type, const void *rec)
{
	list->v = arena_grow(&f->arena, list->v, list->n * sizeof(void *),
			     (list->n + 1) * sizeof(void *));
	((void **)list->v)[list->n++] = rec_copy(&f->arena, type, rec);
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct reader *r = f->ctx;
	const struct rec_lane *lane = rec;
	const struct rec_event *event = rec;

	if (type == &rec_chain_type)
		keep(&r->seen.chains, f, type, rec);
	else if (type == &rec_event_type && event->chain_id != REC_NONE_INT)
		keep(&r->seen.events, f, type, rec);
	else if (type == &rec_removed_type)
		keep(&r->seen.removed, f, type, rec);
	else if (type == &rec_lane_type && !strcmp(lane->chain, "evm") &&
		 lane->landed_slot > r->seen.landed)
		r->seen.landed = lane->landed_slot;
	return true;
}

/* ---- a frame ---- */

static void begin(struct reader *r, bool resync)
{
	struct evm_spender *spenders = arena_alloc(
		r->a, (r->n_spenders + r->n_markets) * sizeof(*spenders));
	size_t n = 0;

	for (size_t i = 0; i < r->n_markets; i++) {
		struct market *m = &r->markets[i];

		m->whole |= m->told_block < 0 || resync || settings.check;
		spenders[n++].at = m->at;
		m->protocol->begin(r, m);
	}
	for (size_t i = 0; i < r->n_spenders; i++)
		spenders[n++] = r->spenders[i];
	r->time = evm_rounds_ask(&r->rounds, &r->batch.multicall,
				 aave_call(r->a, AAVE_TIME, NULL));
	r->purses = (struct evm_purses){ .conf = &r->conf,
					 .rounds = &r->rounds,
					 .spenders = spenders,
					 .n_spenders = n,
					 .permit2 = r->has_permit2 ? &r->permit2
								   : NULL };
	evm_purses_ask(&r->purses);
}

/* False: refused. */
static bool ask_all(struct reader *r)
{
	struct evm_no no;

	do {
		if (!evm_rounds_run(&r->rounds, &no)) {
			reader_refuse(r, no.reason, "%s", no.text);
			return false;
		}
		for (size_t i = 0; i < r->n_markets; i++)
			r->markets[i].protocol->ask(r, &r->markets[i]);
	} while (evm_rounds_open(&r->rounds));
	return true;
}

/* A node that does not know the block by its hash may answer as of another one. */
static bool is_at_block(struct reader *r)
{
	const uint8_t *said = evm_view_words(r->time, 1);
	uint64_t time_s;

	if (said && r->chain->block_ts_s != REC_NONE_INT &&
	    (u256_to_u64(&time_s, u256_of_be(said)) ||
	     time_s != (uint64_t)r->chain->block_ts_s)) {
		reader_refuse(r, "block_gone",
			      "a node answers as of another block");
		return false;
	}
	return true;
}

static void read_frame(struct reader *r, bool resync)
{
	r->chain = evm_frame_block(r->f, r->rpc, &r->seen.chains,
				   r->seen.landed, r->ts_ms);
	if (!r->chain)
		return;
	r->batch.block_hash = r->chain->block_hash;
	r->rounds = (struct evm_rounds){ .batch = &r->batch, .a = r->a };
	begin(r, resync);
	if (!ask_all(r) || !is_at_block(r))
		return;
	for (size_t i = 0; i < r->n_markets && !r->failed; i++)
		if (!r->markets[i].protocol->settle(r, &r->markets[i]) ||
		    !market_read(r, &r->markets[i]))
			r->failed = true;
	if (r->failed)
		return;
	for (size_t i = 0; i < r->n_markets; i++)
		market_tell(r, &r->markets[i]);
	if (!evm_purses_tell(r->f, &r->purses, r->chain, r->ts_ms))
		return; /* a refused frame changes nothing: told in the next */
	for (size_t i = 0; i < r->n_markets; i++)
		market_commit(r, &r->markets[i]);
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct reader *r = f->ctx;

	r->f = f;
	r->a = &f->arena;
	r->ts_ms = cycle->ts_ms;
	r->failed = false;
	read_frame(r, cycle->signal && !strcmp(cycle->signal, RESYNC));
	r->seen = (struct seen){ .landed = 0 };
	r->rounds = (struct evm_rounds){ .n = 0 };
	r->tokens = (struct rec_list){ NULL, 0 };
}

/* ---- main ---- */

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "lend-read",
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

	reader_open(&r);
	markets_open(&r);
	code = frame_run(&stage, &frames, &r);
	markets_close(&r);
	reader_close(&r);
	return (int)code;
}
