/* liq-scan - which accounts of a lending market can be liquidated, and which are worth
 * it; see liq-scan(1).
 *
 * in:  lend_market, reserve, emode, oracle, chain, pool, pool_ticks, wallet, pending,
 *      token, price, refusal; user_reserve (eaten)
 * out: health, lend_scan, liquidation, action, refusal
 */
#include "base/conf.h"
#include "base/opt.h"
#include "chain/evm_address.h"
#include "data/evm_conf.h"
#include "data/frame.h"
#include "data/rec_action.h"
#include "data/rec_health.h"
#include "data/rec_lend_scan.h"
#include "data/rec_liquidation.h"
#include "data/rec_pending.h"
#include "data/rec_pool.h"
#include "data/rec_pool_ticks.h"
#include "data/rec_price.h"
#include "data/rec_refusal.h"
#include "data/rec_token.h"
#include "data/rec_wallet.h"
#include "liq-scan/choose.h"
#include "liq-scan/round.h"

static struct opt_list users; /* --user    */
static const char *below;     /* --below   */
static const char *fund;      /* --fund    */
static const char *allow;     /* --allow   */
static const char *deny;      /* --deny    */
static const char *load;      /* --load    */
static const char *min_net;   /* --min-net */
static const char *save;      /* --save    */
static const char *shard;     /* --shard   */
static int64_t top;           /* --top     */
static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_STR_(0, "allow", &allow, "<file>",
		 "liquidate only these accounts (LIQ_ALLOW)"),
	OPT_STR_(0, "below", &below, "<hf>",
		 "health factor below which an account is near (LIQ_BELOW)"),
	OPT_STR_(0, "deny", &deny, "<file>",
		 "never liquidate these (LIQ_DENY)"),
	OPT_STR_(0, "fund", &fund, "<own|flash>",
		 "what pays a liquidation (LIQ_FUND)"),
	OPT_STR_(0, "load", &load, "<file>",
		 "begin with the state saved in it"),
	OPT_STR_(0, "min-net", &min_net, "<base>",
		 "least net gain of a liquidation (LIQ_MIN_NET)"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_STR_(0, "save", &save, "<file>",
		 "keep the state of the last frame in it, at the end"),
	OPT_STR_(0, "shard", &shard, "<i/n>",
		 "only the accounts whose address modulo n is i"),
	OPT_INT_(0, "top", &top, "<n>", 1, 1000000,
		 "tell the health of the n least healthy, each frame"),
	OPT_LIST_(0, "user", &users, "<address>",
		  "tell the health of this account, each frame"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_user_reserve_type },
	{ REC_READS, &rec_lend_market_type },
	{ REC_READS, &rec_reserve_type },
	{ REC_READS, &rec_emode_type },
	{ REC_READS, &rec_oracle_type },
	{ REC_READS, &rec_chain_type },
	{ REC_READS, &rec_pool_type },
	{ REC_READS, &rec_pool_ticks_type },
	{ REC_READS, &rec_wallet_type },
	{ REC_READS, &rec_pending_type },
	{ REC_READS, &rec_token_type },
	{ REC_READS, &rec_price_type },
	{ REC_READS, &rec_liquidation_type },
	{ REC_READS, &rec_refusal_type },
	{ REC_MAKES, &rec_health_type },
	{ REC_MAKES, &rec_lend_scan_type },
	{ REC_MAKES, &rec_liquidation_type },
	{ REC_MAKES, &rec_action_type },
	{ 0, NULL },
};

/* An option that stands for a key of the configuration. */
static void set_key(const char *option, const char *key, const char *value)
{
	const char *why;

	if (value && !conf_set(key, value, &why))
		mm_die(MM_USAGE, "%s: '%s': %s", option, value, why);
}

static void read_users(struct tell_asked *asked)
{
	asked->user = mem_alloc((size_t)users.n + 1, sizeof(*asked->user));
	for (int i = 0; i < users.n; i++) {
		struct evm_address a;

		if (!evm_address_parse(&a, users.v[i], strlen(users.v[i])))
			mm_die(MM_USAGE, "--user: '%s' is no address",
			       users.v[i]);
		memcpy(asked->user[i].b, a.b, sizeof(a.b));
	}
	asked->n_users = (size_t)users.n;
	asked->top = top;
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "liq-scan",
	.operands = "[file ...]",
	.opts = options,
	.conf = true,
	.dump_records = dump_records,
};

int main(int argc, char **argv)
{
	static const struct stage stage = {
		.uses = uses,
		.quick = round_quick,
		.take = round_take,
		.close = round_close,
	};
	int first = opt_parse(&prog, argc, argv);
	const struct frame_options frames = { .files = argv + first,
					      .now_ms = now_ms };
	struct round r = { .shard = shard ? shard : "0/1" };
	enum mm_exit code;

	set_key("--below", "LIQ_BELOW", below);
	set_key("--min-net", "LIQ_MIN_NET", min_net);
	set_key("--fund", "LIQ_FUND", fund);
	set_key("--allow", "LIQ_ALLOW", allow);
	set_key("--deny", "LIQ_DENY", deny);
	read_users(&r.asked);
	round_open(&r);
	if (load)
		round_load(&r, load);
	code = frame_run(&stage, &frames, &r);
	if (save)
		round_save(&r, save);
	round_free(&r);
	return (int)code;
}
