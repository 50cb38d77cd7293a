/* route-find - the best way to change one asset into another over the pools of a
 * frame; see route-find(1).
 *
 * in:  pool, pool_ticks, chain, price
 * out: route, refusal
 */
#include "base/conf.h"
#include "base/opt.h"
#include "chain/venues.h"
#include "route-find/quote.h"

#include <string.h>

static const char *from, *to;
static struct opt_list amounts, wanted;
static int64_t hops = REC_NONE_INT, legs = REC_NONE_INT;
static int64_t slippage_bps = REC_NONE_INT, sigma_pct = 100;
static bool mixed;
static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_STR_(0, "from", &from, "<asset>", "what goes in"),
	OPT_STR_(0, "to", &to, "<asset>", "what is to come out"),
	OPT_LIST_(0, "amount", &amounts, "<n>", "how much goes in, in units"),
	OPT_INT_(0, "hops", &hops, "<n>", 1, ROUTE_HOPS,
		 "most pools one after the other, instead of ROUTE_HOPS"),
	OPT_INT_(0, "legs", &legs, "<n>", 1, ROUTE_LEGS,
		 "most parallel ways, instead of ROUTE_LEGS"),
	OPT_LIST_(0, "venue", &wanted, "<name>",
		  "only through pools of this one"),
	OPT_FLAG_(0, "mixed", &mixed,
		  "ways of several protocols too, that no router swaps in one "
		  "call"),
	OPT_INT_(0, "slippage-bps", &slippage_bps, "<bps>", 0, 10000,
		 "slippage to allow, instead of what moves of the price need"),
	OPT_INT_(0, "sigma-pct", &sigma_pct, "<pct>", 0, 100000,
		 "volatility a year of pools that do not tell theirs"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_READS, &rec_chain_type }, { REC_READS, &rec_price_type },
	{ REC_READS, &rec_pool_type },  { REC_READS, &rec_pool_ticks_type },
	{ REC_MAKES, &rec_route_type }, { 0, NULL },
};

struct program {
	struct quote_conf conf;
	struct quote_seen seen;
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct program *p = f->ctx;

	quote_take(&p->seen, &f->arena, type, rec, p->conf.chain_id);
	return true;
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct program *p = f->ctx;

	quote_tell(f, &p->seen, &p->conf, cycle->ts_ms);
	p->seen = (struct quote_seen){ .chain = NULL };
}

static void finish(struct frame *f)
{
	struct program *p = f->ctx;

	quote_tell(f, &p->seen, &p->conf, REC_NONE_INT);
}

static struct dec *amounts_read(struct arena *a)
{
	struct dec *v = arena_alloc(a, (size_t)amounts.n * sizeof(*v));

	for (int i = 0; i < amounts.n; i++)
		if (dec_parse(&v[i], amounts.v[i], strlen(amounts.v[i])) ||
		    dec_sign(v[i]) <= 0)
			mm_die(MM_USAGE, "--amount: '%s' is no amount",
			       amounts.v[i]);
	return v;
}

static void conf_read(struct quote_conf *c, struct arena *a)
{
	if (!from || !to || !amounts.n)
		mm_die(MM_USAGE, "--from, --to and --amount are needed");
	if (!strcmp(from, to))
		mm_die(MM_USAGE, "--to: '%s' is what goes in", to);
	for (int i = 0; i < wanted.n; i++)
		if (!venue_knows(wanted.v[i]))
			mm_die(MM_USAGE, "--venue: '%s' is not known",
			       wanted.v[i]);
	*c = (struct quote_conf){
		.from = from,
		.to = to,
		.amounts = amounts_read(a),
		.n_amounts = amounts.n,
		.venues = { wanted.v, (size_t)wanted.n },
		.max_hops = (int)(hops == REC_NONE_INT ? conf_int("ROUTE_HOPS")
						       : hops),
		.max_legs = (int)(legs == REC_NONE_INT ? conf_int("ROUTE_LEGS")
						       : legs),
		.mixed = mixed,
		.slippage_bps = slippage_bps,
		.sigma = (double)sigma_pct / 100,
		.chain_id = conf_int("CHAIN_ID"),
		.native = conf_text("NATIVE_ASSET"),
		.wrapped = conf_text("WRAPPED_NATIVE"),
	};
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "route-find",
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
		.finish = finish,
	};
	int first = opt_parse(&prog, argc, argv);
	const struct frame_options frames = { .files = argv + first,
					      .now_ms = now_ms };
	struct arena memory = { .head = NULL };
	struct program p = { .seen = { .chain = NULL } };
	enum mm_exit code;

	conf_read(&p.conf, &memory);
	code = frame_run(&stage, &frames, &p);
	arena_free(&memory);
	return (int)code;
}
