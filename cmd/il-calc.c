/* il-calc - what positions made or lost against holding; see il-calc(1).
 *
 * in:  position, closed, price, pool, token, holding, hedge, il (of the frame before)
 * out: il, refusal
 */
#include "base/conf.h"
#include "base/opt.h"
#include "data/frame.h"
#include "il-calc/curve.h"
#include "il-calc/plot.h"
#include "il-calc/tell.h"

static struct opt_list at; /* --at      */
static const char *plot;   /* --plot    */
static const char *sigma;  /* --sigma   */
static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_LIST_(0, "at", &at, "<price,...>",
		  "accounts at other prices too, token1 per token0"),
	OPT_STR_(0, "plot", &plot, "<file>",
		 "draw value and holding over the price, as SVG"),
	OPT_STR_(0, "sigma", &sigma, "<ratio>",
		 "volatility a year instead of the pool's"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_READS, &rec_position_type }, { REC_READS, &rec_closed_type },
	{ REC_READS, &rec_price_type },    { REC_READS, &rec_pool_type },
	{ REC_READS, &rec_token_type },    { REC_READS, &rec_holding_type },
	{ REC_READS, &rec_hedge_type },    { REC_EATS, &rec_il_type },
	{ REC_MAKES, &rec_il_type },       { 0, NULL },
};

struct program {
	struct seen seen;
	struct il_conf conf;
	struct plot plot;
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct program *p = f->ctx;

	seen_keep(&p->seen, &f->arena, type, rec);
	return true;
}

static void account(struct frame *f, const struct rec_position *p, bool closed,
		    int64_t ts_ms)
{
	struct program *x = f->ctx;
	const char *why;
	struct books b;
	struct rec_il il;

	if (!books_make(&b, &why, &x->seen, &x->conf, p, closed, ts_ms)) {
		frame_refuse(f, "position_unsound", "'%s': %s", p->position,
			     why);
		return;
	}
	tell_position(&il, &f->arena, &b, &x->seen, &x->conf, ts_ms);
	frame_emit(f, &rec_il_type, &il);
	if (plot && !closed)
		plot_add(&x->plot, &b, &il);
}

/* Where one is missing nothing is told: the last frame that told of it stays the
 * newest, so that the next frame misses it too. */
static bool all_there(struct frame *f, const struct seen *s)
{
	const struct rec_il *gone = seen_vanished(s, &f->arena);

	if (gone && !f->refused)
		frame_refuse(f, "position_vanished",
			     "'%s' of the frame before is not in this one",
			     gone->position);
	return !gone;
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct program *p = f->ctx;
	const struct seen *s = &p->seen;

	if (all_there(f, s)) {
		for (size_t i = 0; i < s->open.n; i++)
			account(f, s->open.v[i], false, cycle->ts_ms);
		for (size_t i = 0; i < s->closed.n; i++) {
			const struct rec_position *c = s->closed.v[i];

			if (!seen_covered(s, c->position))
				account(f, c, true, cycle->ts_ms);
		}
		tell_rolls(f, s, &p->conf, cycle->ts_ms);
		if (plot)
			plot_write(&p->plot, plot);
	}
	p->seen = (struct seen){ .hedge = NULL };
}

static double sigma_of(const char *text)
{
	struct dec d;
	size_t n = 0;

	if (!text)
		return 0;
	while (text[n])
		n++;
	if (dec_parse(&d, text, n) || dec_sign(d) <= 0)
		mm_die(MM_USAGE, "--sigma: '%s' is no volatility", text);
	return dec_to_double(d);
}

static void conf_read(struct il_conf *c, struct arena *mem)
{
	*c = (struct il_conf){
		.numeraire = conf_text("NUMERAIRE"),
		.strategy = conf_int("STRATEGY_ID"),
		.price_age_ms = conf_ms("REFERENCE_AGE"),
		.horizon_ms = conf_ms("RANGE_HORIZON"),
		.sigma = sigma_of(sigma),
	};
	rec_clear(&rec_il_type, &c->blank);
	evm_conf_read(&c->evm, mem);
	c->n_at = curve_prices(&c->at, mem, at.v, at.n);
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "il-calc",
	.operands = "[file ...]",
	.opts = options,
	.conf = true,
	.dump_records = dump_records,
};

int main(int argc, char **argv)
{
	static const struct stage stage = {
		.uses = uses,
		.keeps = true,
		.take = take,
		.close = close_frame,
	};
	int first = opt_parse(&prog, argc, argv);
	const struct frame_options frames = { .files = argv + first,
					      .now_ms = now_ms };
	struct program p = { .seen = { .hedge = NULL } };
	struct arena mem = { .head = NULL };
	enum mm_exit code;

	conf_read(&p.conf, &mem);
	code = frame_run(&stage, &frames, &p);
	plot_free(&p.plot);
	arena_free(&mem);
	return (int)code;
}
