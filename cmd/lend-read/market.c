#include "market.h"

#include "base/conf.h"
#include "base/err.h"
#include "data/lend_conf.h"
#include "kept.h"

#define SAVE_BLOCKS 1000 /* from list to list */

static const struct protocol *const protocols[] = {
	[LEND_AAVE] = &aave_protocol,
	[LEND_COMPOUND] = &compound_protocol,
};

static void open_one(struct reader *r, struct market *m,
		     const struct lend_conf *conf)
{
	*m = (struct market){ .told_block = -1,
			      .protocol = protocols[conf->kind],
			      .at = conf->at,
			      .address = conf->address,
			      .from_block = conf_int("LEND_FROM") };
	m->protocol->open(m);
	heard_open(&m->heard, r, m);
	kept_load(r, m);
}

void markets_open(struct reader *r)
{
	const struct lend_conf *conf = lend_conf_read(&r->life, &r->n_markets);

	if (!r->n_markets)
		mm_die(MM_USAGE, "LEND_MARKETS: which markets?");
	r->markets = arena_alloc(&r->life, r->n_markets * sizeof(*r->markets));
	for (size_t i = 0; i < r->n_markets; i++)
		open_one(r, &r->markets[i], &conf[i]);
}

void markets_close(struct reader *r)
{
	for (size_t i = 0; i < r->n_markets; i++) {
		struct market *m = &r->markets[i];

		if (m->told_block >= 0 &&
		    m->told_block - m->kept.block > conf_int("REORG_DEPTH"))
			kept_save(r, m);
		m->protocol->close(m);
		heard_close(&m->heard);
		accounts_free(&m->accounts);
		rows_free(&m->rows);
	}
}

/* ---- a frame ---- */

bool market_read(struct reader *r, struct market *m)
{
	return heard_read(r, m) && rows_read(r, m) &&
	       (!r->settings->check || rows_check(r, m));
}

void market_tell(struct reader *r, struct market *m)
{
	struct rec_lend_market out;

	rec_clear(&rec_lend_market_type, &out);
	out.ts_ms = r->ts_ms;
	out.chain_id = r->conf.chain_id;
	out.pool = m->address;
	out.users = (int64_t)rows_users(m);
	out.from_block = m->from_block;
	out.whole = m->whole;
	if (!m->whole)
		out.after_block = m->told_block;
	out.block = r->chain->block;
	out.block_hash = r->chain->block_hash;
	m->protocol->tell_market(&out, m);
	frame_emit(r->f, &rec_lend_market_type, &out);
	m->protocol->tell(r, m);
	rows_tell(r, m);
	m->protocol->tell_own(r, m);
}

/* A list that is much behind costs the next run more than writing it costs this one. */
static bool is_due(const struct market *m)
{
	return m->kept.block < 0 ||
	       m->heard.reach - m->kept.block >= SAVE_BLOCKS;
}

void market_commit(struct reader *r, struct market *m)
{
	rows_commit(m);
	m->protocol->commit(m);
	m->told_block = r->chain->block;
	m->whole = false;
	if (is_due(m))
		kept_save(r, m);
}
