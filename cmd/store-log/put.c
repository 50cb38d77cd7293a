/* put.c - store-log put: the end of a pipe.
 *
 * A frame is kept in memory until its cycle comes, then committed as a whole, and
 * only then does the cycle pass on: who sees it knows that the frame is stored.
 * Nothing is written while an earlier stage talks to the network.  Input that
 * holds only what is known without a frame (trades, fills, events) is stored in
 * short batches until a frame begins.
 *
 * A store that cannot be written must not stop the pipe before it, which may be
 * about to cancel: in frames that is a refusal, and the next frame tries again.
 */
#include "verbs.h"

#include "data/rec_cycle.h"
#include "data/rec_event.h"
#include "data/rec_refusal.h"
#include "io/homedir.h"
#include "row.h"

#include <stdlib.h>
#include <string.h>

#define BATCH 1000 /* rows */

static const char *only; /* --only, or NULL for all */
static struct frame_options run = { .now_ms = REC_NONE_INT };

const struct opt put_options[] = {
	OPT_FLAG_('k', "keep-going", &run.keep_going,
		  "skip bad lines of a file, exit 3"),
	OPT_STR_(0, "only", &only, "<types>",
		 "pass on only these types, such as cycle,refusal"),
	OPT_INT_(0, "now-ms", &run.now_ms, "<ms>", 1, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

struct put {
	struct store *store; /* NULL: not open */
	const char **only;   /* NULL: all */
	struct arena arena;  /* of the rows below */
	struct row *first, **last;
	int n;
	struct row *current; /* between raw and take */
	struct row *cycle;   /* of the frame: stored last */
	struct row *made;    /* events of fills just stored */
	struct out scratch;  /* where an event is written before it is stored */
	struct json json;
};

static bool passes(const struct put *p, const char *type)
{
	const char **o = p->only;

	while (o && *o && strcmp(*o, type) != 0)
		o++;
	return !o || *o;
}

static void forget(struct put *p)
{
	arena_reset(&p->arena);
	p->first = NULL;
	p->last = &p->first;
	p->n = 0;
	p->current = p->cycle = p->made = NULL;
}

static void keep(struct frame *f, struct row *r)
{
	struct put *p = f->ctx;

	*p->last = r;
	p->last = &r->next;
	p->n++;
	f->in_frames |= r->framed;
}

/* The event of a fill: the fill's own time and words, so that it is the same
 * whenever it is made. */
static struct row *order_fill(struct put *p, const struct rec_fill *fill)
{
	struct rec_event event;
	size_t mark = out_mark(&p->scratch, LINE_LEN_MAX);
	struct row *r;

	rec_clear(&rec_event_type, &event);
	event.ts_ms = fill->ts_ms;
	event.name = "ORDER_FILL";
	event.cause = fill->id;
	event.market = fill->market;
	event.wallet = fill->wallet;
	event.price = fill->price;
	event.volume = fill->size;
	rec_write(&p->scratch, &rec_event_type, &event);
	r = row_new(&p->arena, rec_event_type.name, p->scratch.buf + mark,
		    p->scratch.len - mark - 1);
	out_rollback(&p->scratch, mark);
	return row_describe(r, &p->arena, &rec_event_type, &event) ? NULL : r;
}

/* Stores one row; what the store refuses is said and left out.  DB_OK: the
 * transaction goes on. */
static enum db_err put_row(struct frame *f, bool *fresh, const struct row *r,
			   int64_t cycle, int64_t ms)
{
	struct put *p = f->ctx;
	enum db_err e = row_store(r, p->store, fresh, &p->arena, cycle, ms);

	if (e == DB_CONFLICT)
		frame_refuse(f, "conflict",
			     "%s %s is stored with other content", r->type,
			     r->trade ? r->trade->id : r->identity);
	else if (e == DB_RANGE)
		frame_refuse(f, "out_of_range", "%s", store_message(p->store));
	else
		return e;
	return DB_OK;
}

/* The rows, and then what follows from the fills among them that are new: after
 * all rows, for a frame that was exported brings its events along. */
static enum db_err put_rows(struct frame *f, int64_t cycle, int64_t ms)
{
	struct put *p = f->ctx;
	struct row **made = &p->made;
	enum db_err e = DB_OK;
	bool fresh;

	for (struct row *r = p->first; r && !e; r = r->next) {
		e = put_row(f, &fresh, r, cycle, ms);
		if (!e && !fresh)
			r->fill = NULL;
	}
	for (struct row *r = p->first; r && !e; r = r->next) {
		struct row *event = r->fill ? order_fill(p, r->fill) : NULL;

		if (!event)
			continue;
		e = put_row(f, &fresh, event, cycle, ms);
		if (!e && fresh) {
			*made = event;
			made = &event->next;
		}
	}
	return e;
}

static enum db_err open_store(struct put *p)
{
	if (p->store)
		return DB_OK;
	/* What this cannot make, the store cannot be opened in. */
	if (!home_make())
		mm_warn("warning: MM_HOME cannot be made");
	return store_open(&p->store, store_path(), STORE_WRITE, DB_BUSY_MS);
}

/* All rows in one transaction; then its events are facts, and pass. */
static enum db_err commit(struct frame *f, int64_t cycle, int64_t ms)
{
	struct put *p = f->ctx;
	enum db_err e;
	bool fresh;

	if ((e = open_store(p)) || (e = store_begin(p->store)) ||
	    (e = put_rows(f, cycle, ms)) ||
	    (p->cycle && (e = put_row(f, &fresh, p->cycle, cycle, ms))) ||
	    (e = store_commit(p->store)))
		return e;
	if (!passes(p, rec_event_type.name))
		return DB_OK;
	for (const struct row *r = p->made; r; r = r->next) {
		out_bytes(&f->out, r->body, r->len);
		out_bytes(&f->out, "\n", 1);
	}
	return DB_OK;
}

/* The frame is not stored: said, refused, and the store is opened anew for the
 * next.  Not by frame_refuse: the exit code is the error's own. */
static void not_stored(struct frame *f, enum db_err e, int64_t ms)
{
	struct put *p = f->ctx;
	struct rec_refusal refusal = {
		.ts_ms = ms,
		.by = mm_prog,
		.reason = e == DB_LOCKED ? "store_locked" : "store_unwritable",
		.text = store_message(p->store),
	};

	mm_warn("%s: %s", refusal.reason, refusal.text);
	frame_emit(f, &rec_refusal_type, &refusal);
	frame_worsen(f, db_exit(e));
	store_close(p->store);
	p->store = NULL;
}

static void batch(struct frame *f)
{
	struct put *p = f->ctx;
	enum db_err e = p->n ? commit(f, 0, 0) : DB_OK;

	if (e)
		store_die(p->store, e);
	forget(p);
}

static bool raw(struct frame *f, const char *type, const char *line, size_t len)
{
	struct put *p = f->ctx;
	struct row *r = row_new(&p->arena, type, line, len - 1);

	p->current = r;
	if (!rec_find(type, strlen(type))) {
		row_describe_foreign(r, &p->arena, &p->json);
		keep(f, r);
	}
	return passes(p, type);
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct put *p = f->ctx;
	const char *why = row_describe(p->current, &p->arena, type, rec);

	if (why) {
		frame_bad(f, "%s: %s", type->name, why);
		return false;
	}
	keep(f, p->current);
	if (!f->in_frames && p->n >= BATCH)
		batch(f);
	return true;
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct put *p = f->ctx;
	enum db_err e;

	/* With --now-ms there is a frame and no cycle. */
	if (p->current && strcmp(p->current->type, "cycle") == 0 &&
	    !row_describe(p->current, &p->arena, &rec_cycle_type, cycle))
		p->cycle = p->current;
	e = commit(f, cycle->id, cycle->ts_ms);
	if (e)
		not_stored(f, e, cycle->ts_ms);
	forget(p);
}

const struct rec_use *put_uses(void)
{
	static struct rec_use *uses; /* for as long as the process lives */
	size_t n = 0;

	if (uses)
		return uses;
	while (rec_types[n])
		n++;
	uses = mem_alloc(n + 1, sizeof(*uses));
	while (n--)
		uses[n] = (struct rec_use){ REC_READS, rec_types[n] };
	return uses;
}

int put_run(int n, char **operands)
{
	struct stage stage = {
		.take = take, .raw = raw, .close = close_frame, .finish = batch
	};
	char *types = only ? mem_strdup(only) : NULL;
	struct put p = { .store = NULL };
	enum mm_exit code;

	(void)n;
	stage.uses = put_uses();
	if (types)
		p.only = list_split(types, "--only");
	/* Who waits for the cycle has frames to come, and a bad line before the
	 * first of them must not end the pipe. */
	run.in_frames = types && passes(&p, rec_cycle_type.name);
	run.files = operands;
	out_open(&p.scratch, -1);
	forget(&p);
	code = frame_run(&stage, &run, &p);
	store_close(p.store);
	free(p.scratch.buf);
	arena_free(&p.arena);
	json_free(&p.json);
	free(p.only);
	free(types);
	return (int)code;
}
