/* book-read - a market of Solana's OpenBook, and ours on it; see book-read(1).
 *
 * in:  lane (our newest landing), event_queue and trade (the last stored ones: how
 *      far trades were told)
 * out: chain, lut, market, book, open_order, oo, event_queue, wallet, supply, trade,
 *      fill, token_account; or the refusal book_behind, book_torn, market_changed,
 *      market_steps, account_absent, account_owner, account_bad, rpc_unreachable,
 *      rpc_limited, rpc_refused, rpc_lost, rpc_http, rpc_garbage
 */
#include "base/conf.h"
#include "base/err.h"
#include "base/opt.h"
#include "book-read/reader.h"
#include "data/rec_lane.h"

#include <string.h>

#define GAP_WAIT_MS 60000

static struct settings settings = { .gap_wait_ms = GAP_WAIT_MS };
static struct frame_options run = { .now_ms = REC_NONE_INT };

static const struct opt options[] = {
	OPT_STR_('m', "market", &settings.market, "<address>",
		 "market, instead of the key MARKET"),
	OPT_FLAG_('a', "accounts", &settings.accounts,
		  "every account of the wallets, over all markets"),
	OPT_FLAG_(0, "no-trades", &settings.no_trades,
		  "leave trades and fills to another reader"),
	OPT_DURATION_(0, "gap-wait", &settings.gap_wait_ms, "<time>",
		      "how long missed events may hold up a frame "
		      "(default 1m)"),
	OPT_INT_(0, "backfill", &settings.days, "<days>", 1, 36500,
		 "make the trades of so many days out of transaction logs"),
	OPT_FLAG_('k', "keep-going", &run.keep_going,
		  "with --backfill: skip bad lines, exit 3"),
	OPT_INT_(0, "now-ms", &run.now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_READS, &rec_lane_type },
	{ REC_READS, &rec_trade_type },
	{ REC_READS, &rec_fill_type },
	{ REC_EATS, &rec_event_queue_type },
	{ REC_MAKES, &rec_chain_type },
	{ REC_MAKES, &rec_lut_type },
	{ REC_MAKES, &rec_market_type },
	{ REC_MAKES, &rec_book_type },
	{ REC_MAKES, &rec_open_order_type },
	{ REC_MAKES, &rec_oo_type },
	{ REC_MAKES, &rec_event_queue_type },
	{ REC_MAKES, &rec_wallet_type },
	{ REC_MAKES, &rec_supply_type },
	{ REC_MAKES, &rec_trade_type },
	{ REC_MAKES, &rec_fill_type },
	{ REC_MAKES, &rec_token_account_type },
	{ 0, NULL },
};

static void take_lane(struct reader *r, const struct rec_lane *l)
{
	if (!strcmp(l->chain, "solana") && l->landed_slot > r->landed_slot)
		r->landed_slot = l->landed_slot;
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct reader *r = f->ctx;
	const char *market = r->settings->market;

	if (r->settings->days)
		return history_take(f, r, type, rec);
	if (type == &rec_lane_type)
		take_lane(r, rec);
	else if (market && type == &rec_event_queue_type)
		cursor_queue(&r->cursor, &f->arena, market, rec);
	else if (market && type == &rec_trade_type)
		cursor_trade(&r->cursor, &f->arena, market, rec);
	return true;
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct reader *r = f->ctx;

	r->ts_ms = cycle->ts_ms;
	if (r->settings->accounts)
		frame_accounts(f, r);
	else
		frame_book(f, r);
	r->cursor = (struct cursor){ .has_told = false };
	r->landed_slot = 0;
}

static void finish(struct frame *f)
{
	history_make(f, f->ctx);
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "book-read",
	.operands = "[file ...]",
	.opts = options,
	.conf = true,
	.dump_records = dump_records,
};

static void check_usage(struct settings *s)
{
	if (!s->market && conf_isset("MARKET"))
		s->market = conf_text("MARKET");
	if (s->accounts && s->days)
		mm_die(MM_USAGE,
		       "--accounts and --backfill do not go together");
	if (run.keep_going && !s->days)
		mm_die(MM_USAGE, "-k is for files, not for frames");
	if (!s->market && !s->accounts)
		mm_die(MM_USAGE, "neither --market nor MARKET says which");
}

static void open_reader(struct reader *r, struct settings *s)
{
	*r = (struct reader){ .settings = s };
	sol_conf_read(&r->conf, &r->life);
	if (s->market && !pubkey_parse(&r->site.address, s->market))
		mm_die(MM_USAGE, "market '%s' is no address", s->market);
	if (s->accounts && !r->conf.n_wallets)
		mm_die(MM_USAGE, "WALLETS is not set");
	net_open(&r->net);
}

static void close_reader(struct reader *r)
{
	net_close(&r->net);
	tips_close(&r->tips);
	gap_close(r->gap);
	keyset_free(&r->known);
	arena_free(&r->found);
	arena_free(&r->life);
}

int main(int argc, char **argv)
{
	static const struct stage frames = {
		.uses = uses,
		.take = take,
		.close = close_frame,
	};
	static const struct stage file = {
		.uses = uses,
		.take = take,
		.finish = finish,
	};
	struct reader r;
	enum mm_exit code;

	run.files = argv + opt_parse(&prog, argc, argv);
	check_usage(&settings);
	open_reader(&r, &settings);
	code = frame_run(settings.days ? &file : &frames, &run, &r);
	close_reader(&r);
	return (int)code;
}
