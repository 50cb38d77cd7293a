#include "tell.h"

#include "line.h"
#include "outbox.h"

#include <string.h>

struct rec_receipt receipt_of(const struct attempt *t, const char *status,
			      int64_t ts_ms)
{
	const char **ids;
	struct rec_receipt r;

	rec_clear(&rec_receipt_type, &r);
	r.ts_ms = ts_ms;
	r.id = t->id;
	r.status = status;
	ids = t->tx->intents.v;
	r.intents = (struct rec_list){ ids, t->tx->intents.n };
	if (t->box.landed_slot)
		r.slot = t->box.landed_slot;
	if (t->turn)
		r.turn = t->turn;
	r.block_hash = t->block_hash;
	r.chain_id = t->tx->chain_id;
	r.nonce = t->tx->nonce;
	return r;
}

void tell_later(struct arena *a, struct attempt *t, const struct rec_type *type,
		const void *rec)
{
	t->note = line_add(a, t->note, type, rec);
}

void tell_now(struct sender *s, const struct rec_type *type, const void *rec)
{
	rec_write(s->out, type, rec);
	out_flush(s->out);
}

enum db_err tell_notes(struct sender *s, struct arena *a,
		       struct attempt *const *v, size_t n)
{
	struct attempt **told = arena_alloc(a, n * sizeof(struct attempt *));
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (!*v[i]->note)
			continue;
		out_bytes(s->out, v[i]->note, strlen(v[i]->note));
		told[k++] = v[i];
	}
	if (!k)
		return DB_OK;
	out_flush(s->out);
	return box_told(s, a, told, k);
}

enum db_err tell_news(struct sender *s, struct arena *a,
		      struct attempt *const *v, size_t n)
{
	struct attempt **news = arena_alloc(a, n * sizeof(struct attempt *));
	enum db_err err;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (box_is_news(a, v[i]))
			news[k++] = v[i];
	if (!k)
		return DB_OK;
	err = box_learn(s, a, news, k);
	return err ? err : tell_notes(s, a, news, k);
}
