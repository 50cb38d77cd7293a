#include "known.h"

#include <string.h>

void known_open(struct known *k, const struct paper_terms *terms,
		const char *history, int64_t until_ms, const char *tape)
{
	*k = (struct known){
		.files = { { history, until_ms }, { tape, INT64_MAX } },
		.terms = terms,
	};
}

static bool keep(struct known *k, const struct tape_entry *e)
{
	return keyset_add(&k->set, trade_key_of(e->source, e->source_len, e->id,
						e->id_len));
}

/* Greater than the last id of the same source; the first always is. */
static bool rises(const struct known *k, const struct tape_entry *e)
{
	if (e->id_len > KNOWN_ID_SZ || e->source_len > KNOWN_ID_SZ)
		return false;
	if (!k->n)
		return true;
	if (e->source_len != k->source_len ||
	    memcmp(e->source, k->source, e->source_len) != 0)
		return false;
	return e->id_len > k->id_len ||
	       (e->id_len == k->id_len && memcmp(e->id, k->id, e->id_len) > 0);
}

/* The next print.  Bad lines were said when they were read before. */
static bool next_print(struct tape *t, struct tape_entry *e, int64_t until_ms)
{
	enum tape_result got;

	while ((got = tape_next(t, e, until_ms)) != TAPE_END) {
		if (got == TAPE_BAD)
			tape_skip(t);
		else if (e->kind == TAPE_PRINT)
			return true;
	}
	return false;
}

/* The keys of the first k->n prints. */
static void recollect(struct known *k)
{
	uint64_t n = 0;

	for (size_t i = 0; i < 2; i++) {
		const struct known_file *f = &k->files[i];
		struct tape_entry e;
		struct tape *t;

		if (!f->path)
			continue;
		if (tape_open(&t, f->path, k->terms->market, k->terms->tick,
			      k->terms->lot))
			for (; n < k->n && next_print(t, &e, f->until_ms); n++)
				keep(k, &e);
		tape_close(t);
	}
	k->keeping = true;
}

bool known_add(struct known *k, const struct tape_entry *e)
{
	bool fresh = true;

	if (!k->keeping && !rises(k, e))
		recollect(k);
	if (k->keeping) {
		fresh = keep(k, e);
	} else {
		memcpy(k->id, e->id, e->id_len);
		memcpy(k->source, e->source, e->source_len);
		k->id_len = e->id_len;
		k->source_len = e->source_len;
	}
	k->n++;
	return fresh;
}

void known_free(struct known *k)
{
	keyset_free(&k->set);
}
