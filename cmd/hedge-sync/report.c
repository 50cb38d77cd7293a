/* report - how good the hedge was; see hedge-sync(1). */
#include "report.h"

#include "base/conf.h"
#include "base/err.h"
#include "data/rec_fill.h"
#include "data/rec_funding.h"
#include "data/rec_hedge.h"
#include "data/rec_hedge_report.h"
#include "data/rec_il.h"
#include "math/hedge_eff.h"

#include <stdlib.h>
#include <string.h>

static struct report_options asked = { .from_ms = INT64_MIN,
				       .to_ms = INT64_MAX };

const struct opt report_options[] = {
	OPT_STR_('S', "store", &asked.store, "<file>",
		 "read this store too; without a file operand, it alone"),
	OPT_INT_(0, "from-ms", &asked.from_ms, "<ms>", INT64_MIN, INT64_MAX,
		 "leave out what is older"),
	OPT_INT_(0, "to-ms", &asked.to_ms, "<ms>", INT64_MIN, INT64_MAX,
		 "leave out what is not older"),
	OPT_FLAG_('k', "keep-going", &asked.keep_going,
		  "skip bad records and exit 3"),
	OPT_END_,
};

static int by_time(const void *a, const void *b)
{
	const struct report_event *x = a, *y = b;

	if (x->ts_ms != y->ts_ms)
		return x->ts_ms < y->ts_ms ? -1 : 1;
	/* what was decided comes before what was done about it */
	if (!x->held != !y->held)
		return x->held ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* ---- the figures ---- */

static size_t asset_at(const struct report *r, const char *name)
{
	size_t i = 0;

	while (i < r->n_assets && strcmp(r->assets[i], name) != 0)
		i++;
	return i;
}

static void play(struct hedge_eff *e, struct rec_hedge_report *out,
		 struct report *r)
{
	size_t n = r->c.n_pairs;
	struct hedge_eff_seat *seats =
		arena_alloc(&r->memory, (n + 1) * sizeof(*seats));

	for (size_t i = 0; i < n; i++) {
		seats[i].asset = asset_at(r, r->c.pairs[i].asset);
		seats[i].multiplier = r->c.pairs[i].multiplier;
	}
	hedge_eff_init(
		e, seats, n,
		arena_alloc(&r->memory, (r->n_assets + 1) * sizeof(*e->assets)),
		r->n_assets);
	if (r->n_events)
		qsort(r->events, r->n_events, sizeof(*r->events), by_time);
	for (size_t i = 0; i < r->n_events; i++) {
		const struct report_event *x = &r->events[i];

		if (!x->held) {
			hedge_eff_trade(e, x->seat, x->size, x->price);
			continue;
		}
		if (!e->frames)
			out->from_ms = x->ts_ms;
		out->ts_ms = out->to_ms = x->ts_ms;
		hedge_eff_time(e, &(struct hedge_eff_time){ x->held, x->mark,
							    x->exposure });
	}
}

static void tell_assets(struct rec_hedge_report *out, struct hedge_eff *e,
			struct report *r)
{
	size_t size = (r->n_assets + 1) * sizeof(struct rec_amount);
	struct rec_amount *now = arena_alloc(&r->memory, size);
	struct rec_amount *mean = arena_alloc(&r->memory, size);

	out->residual.v = now;
	out->residual_mean.v = mean;
	for (size_t i = 0; i < r->n_assets; i++) {
		if (!e->assets[i].n)
			continue;
		now[out->residual.n++] =
			(struct rec_amount){ r->assets[i],
					     e->assets[i].residual };
		mean[out->residual_mean.n++] =
			(struct rec_amount){ r->assets[i],
					     hedge_eff_mean(e, i) };
	}
}

/* What positions lost against holding, from their first record to their last. */
static void tell_loss(struct rec_hedge_report *out, struct report *r)
{
	struct dec sum = DEC_ZERO, by;

	for (size_t i = 0; i < r->n_positions; i++) {
		const struct report_position *p = &r->positions[i];

		if (dec_sub(&by, p->last, p->first) || dec_add(&sum, sum, by))
			r->overflow = true;
	}
	if (r->n_positions)
		out->il_amount = sum;
}

/* The share of a loss that hedges gave back, what they cost taken off. */
static void tell_offset(struct rec_hedge_report *out)
{
	struct dec net;

	if (dec_is_none(out->il_amount) || dec_sign(out->il_amount) >= 0 ||
	    dec_add(&net, out->hedge_pnl, out->funding) ||
	    dec_sub(&net, net, out->fees))
		return;
	out->il_offset_ratio =
		dec_to_double(net) / -dec_to_double(out->il_amount);
}

/* The record of what was taken; none where no frame was measured. */
static void tell_report(struct frame *f, struct report *r)
{
	struct rec_hedge_report out;
	struct hedge_eff e;
	double ratio;

	rec_clear(&rec_hedge_report_type, &out);
	play(&e, &out, r);
	if (!e.frames)
		return;
	tell_assets(&out, &e, r);
	tell_loss(&out, r);
	if (e.overflow || r->overflow) {
		mm_warn("a sum does not fit");
		frame_worsen(f, MM_FAIL);
		return;
	}
	if (r->other)
		mm_warn("warning: fees and funding in another asset than '%s' "
			"are left out",
			r->quote);
	out.strategy = r->c.strategy;
	out.frames = e.frames;
	out.funding = r->funding;
	out.fees = r->fees;
	out.hedge_pnl = e.pnl;
	out.quote = r->quote ? r->quote : r->c.numeraire;
	if (hedge_eff_ratio(&ratio, &e) == ST_OK)
		out.effectiveness_ratio = ratio;
	tell_offset(&out);
	frame_emit(f, &rec_hedge_report_type, &out);
}

/* ---- the verb ---- */

/* A reduction: nothing it reads is passed on. */
static const struct rec_use uses[] = {
	{ REC_EATS, &rec_hedge_type },         { REC_EATS, &rec_fill_type },
	{ REC_EATS, &rec_funding_type },       { REC_EATS, &rec_il_type },
	{ REC_MAKES, &rec_hedge_report_type }, { 0, NULL },
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	report_take(f->ctx, type, rec);
	arena_reset(&f->arena); /* nothing of a line is kept there */
	return true;
}

static void finish(struct frame *f)
{
	struct report *r = f->ctx;

	if (!r->o->store || report_stored(f, r))
		tell_report(f, r);
}

static void list_assets(struct report *r)
{
	r->assets = arena_alloc(&r->memory,
				(r->c.n_pairs + 1) * sizeof(*r->assets));
	for (size_t i = 0; i < r->c.n_pairs; i++)
		if (asset_at(r, r->c.pairs[i].asset) == r->n_assets)
			r->assets[r->n_assets++] = r->c.pairs[i].asset;
}

int report_run(int n, char **files)
{
	static const struct stage stage = {
		.uses = uses,
		.take = take,
		.finish = finish,
	};
	static char *nothing[] = { (char *)"/dev/null", NULL };
	const struct frame_options frames = {
		.files = asked.store && !n ? nothing : files,
		.keep_going = asked.keep_going,
		.now_ms = REC_NONE_INT,
	};
	struct report r = { .o = &asked,
			    .funding = DEC_ZERO,
			    .fees = DEC_ZERO };
	enum mm_exit code;

	if (!conf_isset("HEDGE_VENUES"))
		mm_die(MM_USAGE, "HEDGE_VENUES names no exchange");
	hedge_conf_read(&r.c, &r.memory);
	list_assets(&r);
	code = frame_run(&stage, &frames, &r);
	free(r.events);
	free(r.positions);
	keyset_free(&r.counted);
	arena_free(&r.memory);
	return (int)code;
}
