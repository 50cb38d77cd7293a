/* tell.c - the records of positions, and what the next frame is to know of them. */
#include "reader.h"

#include "base/conf.h"
#include "data/rec_token.h"

#include <string.h>

static void tell_tokens(struct reader *r)
{
	const struct evm_asset *const *assets = r->tokens.v;
	struct rec_token t;

	for (size_t i = 0; i < r->tokens.n; i++) {
		if (!assets[i]->address)
			continue;
		rec_clear(&rec_token_type, &t);
		t.ts_ms = r->ts_ms;
		t.chain_id = r->conf.chain_id;
		t.address = assets[i]->address;
		t.asset = assets[i]->name;
		t.decimals = assets[i]->decimals;
		frame_emit(r->f, &rec_token_type, &t);
	}
}

static void tell(struct reader *r, struct rec_position *p,
		 const struct rec_type *type)
{
	p->ts_ms = r->ts_ms;
	p->chain_id = r->conf.chain_id;
	p->strategy = conf_int("STRATEGY_ID");
	frame_emit(r->f, type, p);
}

/* What the next frame knows: these, and what could not be read in this one. */
static void keep(struct reader *r)
{
	struct past_position *kept = arena_alloc(
		r->a, (r->n_positions + r->n_gone + r->past.n) * sizeof(*kept));
	size_t n = 0;

	for (size_t i = 0; i < r->n_positions; i++)
		kept[n++] = (struct past_position){ *r->positions[i], false };
	for (size_t i = 0; i < r->n_gone; i++)
		kept[n++] = (struct past_position){ *r->gone[i], true };
	for (size_t i = 0; i < r->past.n; i++)
		if (!reader_is_told(r, r->past.v[i].p.position))
			kept[n++] = r->past.v[i];
	past_keep(&r->past, kept, n);
}

static void tell_positions(struct reader *r)
{
	for (size_t i = 0; i < r->n_positions; i++) {
		r->positions[i]->block = r->chain->block;
		r->positions[i]->block_hash = r->chain->block_hash;
		tell(r, r->positions[i], &rec_position_type);
	}
	for (size_t i = 0; i < r->n_gone; i++)
		tell(r, r->gone[i], &rec_closed_type);
	keep(r);
}

void tell_all(struct reader *r)
{
	tell_tokens(r);
	tell_positions(r);
}
