/* price-read - prices from outside, each agreed on by several sources; see
 * price-read(1).
 *
 * in:  book, market, chain
 * out: price, refusal
 */
#include "base/conf.h"
#include "base/opt.h"
#include "data/book_best.h"
#include "data/frame.h"
#include "data/rec_market.h"
#include "data/rec_price.h"
#include "price-read/gather.h"
#include "price-read/settle.h"

#include <string.h>

static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_READS, &rec_book_type },
	{ REC_READS, &rec_market_type },
	{ REC_READS, &rec_chain_type },
	{ REC_MAKES, &rec_price_type },
	{ 0, NULL },
};

struct reading {
	struct arena mem; /* of the configuration */
	struct pairs pairs;
	struct gatherer *gatherer;
	struct rec_list books;         /* of struct rec_book *, of this frame */
	const struct rec_chain *chain; /* of EVM_RPC, of this frame */
};

/* The first names the frame's block. */
static void take_chain(struct reading *r, struct arena *a,
		       const struct rec_chain *c)
{
	if (!r->chain && !strcmp(c->chain, "evm") && c->block_hash &&
	    c->chain_id == conf_int("CHAIN_ID"))
		r->chain = rec_copy(a, &rec_chain_type, c);
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct reading *r = f->ctx;

	if (type == &rec_market_type) {
		gatherer_market(r->gatherer, rec);
	} else if (type == &rec_chain_type) {
		take_chain(r, &f->arena, rec);
	} else if (type == &rec_book_type) {
		r->books.v = arena_grow(&f->arena, r->books.v,
					r->books.n * sizeof(void *),
					(r->books.n + 1) * sizeof(void *));
		((void **)r->books.v)[r->books.n++] =
			rec_copy(&f->arena, type, rec);
	}
	return true;
}

static void read_book(struct source *s, const struct reading *r, int64_t ts_ms)
{
	const struct rec_book *const *book = r->books.v;

	s->why = "no book in the frame";
	for (size_t i = 0; i < r->books.n; i++) {
		const struct rec_book *b = book[i];

		if (strcmp(b->market, s->arg) != 0)
			continue;
		if (b->synthetic)
			s->why = "a book without real depth";
		else
			source_says_middle(s, book_best(&b->bids, &b->own_bids),
					   book_best(&b->asks, &b->own_asks),
					   ts_ms - b->ts_ms);
	}
}

static void read_books(const struct reading *r, int64_t ts_ms)
{
	for (size_t i = 0; i < r->pairs.n; i++) {
		const struct pair *p = &r->pairs.v[i];

		for (size_t k = 0; p->needed && k < p->n; k++)
			if (p->source[k]->kind == SOURCE_BOOK)
				read_book(p->source[k], r, ts_ms);
	}
}

static void emit(struct frame *f, const struct pair *p, int64_t ts_ms)
{
	const char **names = arena_alloc(&f->arena, p->n * sizeof(*names));
	struct rec_price rec;
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (!p->source[i]->why &&
		    p->source[i]->said.fate == CONSENSUS_AGREES)
			names[n++] = p->source[i]->text;
	rec_clear(&rec_price_type, &rec);
	rec.ts_ms = ts_ms;
	rec.pair = p->name;
	rec.price = p->price.price;
	rec.age_ms = p->price.age_ms;
	rec.n_sources = p->price.weight;
	rec.spread_bps = p->price.spread_bps;
	rec.sources = (struct rec_list){ names, n };
	frame_emit(f, &rec_price_type, &rec);
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct reading *r = f->ctx;

	gatherer_ask(r->gatherer, &f->arena, r->chain);
	read_books(r, cycle->ts_ms);
	pairs_settle(&r->pairs, &f->arena);
	for (size_t i = 0; i < r->pairs.n; i++) {
		const struct pair *p = &r->pairs.v[i];

		if (!p->wanted)
			continue;
		if (!p->why)
			emit(f, p, cycle->ts_ms);
		else if (p->optional)
			mm_warn("warning: %s", p->why);
		else
			frame_refuse(f, "no_price", "%s", p->why);
	}
	r->books = (struct rec_list){ NULL, 0 };
	r->chain = NULL;
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "price-read",
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
	struct reading r = { .gatherer = NULL };
	enum mm_exit code;

	pairs_read(&r.pairs, &r.mem);
	r.gatherer = gatherer_open(&r.pairs);
	code = frame_run(&stage, &frames, &r);
	gatherer_close(r.gatherer);
	arena_free(&r.mem);
	return (int)code;
}
