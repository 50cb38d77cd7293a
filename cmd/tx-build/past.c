#include "past.h"

#include "base/err.h"
#include "data/rec_receipt.h"
#include "data/rec_refusal.h"
#include "io/db.h"
#include "io/store.h"

#include <string.h>

#define NEWEST 1000 /* receipts that are looked through */

struct reading {
	struct past *out;
	struct arena *a;
	struct json json;
};

bool past_has(const struct rec_list *intents, const char *intent_id)
{
	const char *const *ids = intents->v;

	for (size_t i = 0; i < intents->n; i++)
		if (!strcmp(ids[i], intent_id))
			return true;
	return false;
}

static void add(struct arena *a, struct rec_list *to, const char *id)
{
	if (past_has(to, id))
		return;
	to->v = arena_grow(a, to->v, to->n * sizeof(char *),
			   (to->n + 1) * sizeof(char *));
	((const char **)to->v)[to->n++] = id;
}

static void drop(struct rec_list *from, const char *id)
{
	const char **ids = from->v;

	for (size_t i = 0; i < from->n; i++)
		if (!strcmp(ids[i], id)) {
			ids[i] = ids[--from->n];
			return;
		}
}

static void set(struct arena *a, struct rec_list *list, const char *id, bool in)
{
	if (in)
		add(a, list, id);
	else
		drop(list, id);
}

/* False: the store holds something else there. */
static bool row_read(struct reading *r, void *rec, const struct rec_type *type,
		     const struct store_row *row)
{
	char *line = arena_strndup(r->a, row->body, row->len);

	return !json_scan(&r->json, line, row->len) &&
	       !rec_decode(type, rec, &r->json, r->a);
}

static bool take_refusal(void *ctx, const struct store_row *row)
{
	struct reading *r = ctx;
	struct rec_refusal refusal;
	const char *const *ids;

	if (!row_read(r, &refusal, &rec_refusal_type, row) ||
	    strcmp(refusal.by, "mm-sign"))
		return true;
	ids = refusal.intents.v;
	for (size_t i = 0; i < refusal.intents.n; i++)
		add(r->a, &r->out->refused, ids[i]);
	return true;
}

/* In the order they came: the last one of an intent says where it is. */
static bool take_receipt(void *ctx, const struct store_row *row)
{
	struct reading *r = ctx;
	struct rec_receipt receipt;
	const char *const *ids;
	bool landed, failed;

	if (!row_read(r, &receipt, &rec_receipt_type, row))
		return true;
	ids = receipt.intents.v;
	landed = !strcmp(receipt.status, "confirmed") ||
		 !strcmp(receipt.status, "finalized");
	failed = !strcmp(receipt.status, "failed") && receipt.error &&
		 !strcmp(receipt.error, "reverted") && !receipt.block_hash;
	for (size_t i = 0; i < receipt.intents.n; i++) {
		set(r->a, &r->out->landed, ids[i], landed);
		set(r->a, &r->out->failed, ids[i], failed);
	}
	return true;
}

static enum db_err read_all(struct store *s, struct reading *r)
{
	static const char *const refusals[] = { "refusal", NULL };
	static const char *const receipts[] = { "receipt", NULL };
	const struct store_query q = { .types = receipts, .newest = NEWEST };
	enum db_err e = store_last(s, refusals, NULL, take_refusal, r);

	return e ? e : store_scan(s, &q, take_receipt, r);
}

void past_read(struct past *out, struct arena *a, const char *path)
{
	struct reading r = { .out = out, .a = a };
	struct store *s = NULL;
	enum db_err e = store_open(&s, path, STORE_READ, DB_BUSY_MS);

	*out = (struct past){ .refused = { NULL, 0 } };
	if (!e)
		e = read_all(s, &r);
	if (e && e != DB_NOTFOUND)
		mm_warn("%s", store_message(s));
	store_close(s);
	json_free(&r.json);
}
