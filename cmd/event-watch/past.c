/* past.c - what an earlier run told, from the store. */
#include "watcher.h"

#include "data/rec_watch.h"
#include "io/db.h"
#include "io/store.h"

#include <string.h>

#define NEWEST 1000 /* records of watches looked through for our own */

struct past {
	struct watcher *w;
	struct json json;
	struct arena arena; /* of a row */
	struct rec_watch last;
	bool found;
};

/* The record of a row; NULL: the store holds something else there. */
static const void *row_read(struct past *p, void *rec,
			    const struct rec_type *type,
			    const struct store_row *row)
{
	char *line;

	arena_reset(&p->arena);
	line = arena_strndup(&p->arena, row->body, row->len);
	if (json_scan(&p->json, line, row->len) ||
	    rec_decode(type, rec, &p->json, &p->arena))
		return NULL;
	return rec;
}

static bool take_watch(void *ctx, const struct store_row *row)
{
	struct past *p = ctx;
	struct rec_watch r;

	if (!row_read(p, &r, &rec_watch_type, row) ||
	    r.chain_id != p->w->events.chain_id || strcmp(r.watch, p->w->id))
		return true;
	p->last = r;
	p->last.settled_hash = arena_strdup(&p->w->life, r.settled_hash);
	p->found = true;
	return true;
}

static bool take_log(void *ctx, const struct store_row *row)
{
	struct past *p = ctx;
	struct reorg_log log = { .number = -1 };
	struct rec_event e;
	struct rec_removed r;
	bool live = !strcmp(row->type, "event"), ok;

	if (live && row_read(p, &e, &rec_event_type, row) && e.block_hash &&
	    e.tx_hash && e.turn >= 0 && e.chain_id == p->w->events.chain_id) {
		log = (struct reorg_log){ e.block, .index = e.log_index,
					  .turn = e.turn, .ts_ms = e.ts_ms,
					  .name = e.name };
		ok = evm_hash_read(&log.block, e.block_hash) &&
		     evm_hash_read(&log.tx, e.tx_hash);
	} else if (!live && row_read(p, &r, &rec_removed_type, row) &&
		   r.chain_id == p->w->events.chain_id) {
		log = (struct reorg_log){ r.block, .index = r.log_index,
					  .turn = r.turn, .ts_ms = r.ts_ms,
					  .name = r.name };
		ok = evm_hash_read(&log.block, r.block_hash) &&
		     evm_hash_read(&log.tx, r.tx_hash);
	} else {
		return true;
	}
	if (ok && log.number >= p->last.settled) {
		log.name = arena_strdup(&p->w->life, log.name);
		reorg_was(&p->w->reorg, &log, live);
	}
	return true;
}

static enum db_err scan(struct past *p, struct store *s)
{
	static const char *const watches[] = { "watch", NULL };
	static const char *const logs[] = { "event", "removed", NULL };
	struct store_query q = { .types = watches, .newest = NEWEST };
	struct reorg_header base;
	enum db_err e = store_scan(s, &q, take_watch, p);

	if (e || !p->found)
		return e;
	base = (struct reorg_header){ .number = p->last.settled,
				      .time_s = p->last.settled_ts_s };
	if (!evm_hash_read(&base.hash, p->last.settled_hash))
		return DB_CORRUPT;
	p->w->first = p->last.first;
	p->w->scanned = p->last.block;
	reorg_base(&p->w->reorg, &base);
	q = (struct store_query){ .types = logs,
				  .from_ms = base.time_s * 1000,
				  .to_ms = REC_INT_MAX };
	return store_scan(s, &q, take_log, p);
}

bool past_read(struct watcher *w, struct arena *a, struct evm_no *no)
{
	struct past p = { .w = w };
	struct store *s;
	enum db_err e =
		store_open(&s, w->settings->store, STORE_READ, DB_BUSY_MS);

	if (!e)
		e = scan(&p, s);
	if (e && e != DB_NOTFOUND) /* not found: the first frame of a bot */
		*no = (struct evm_no){ "store_unreadable",
				       arena_strdup(a, store_message(s)) };
	store_close(s);
	json_free(&p.json);
	arena_free(&p.arena);
	return !e || e == DB_NOTFOUND;
}
