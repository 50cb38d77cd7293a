#include "data/frame.h"

#include "base/text.h"
#include "data/rec_refusal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define RECORD_SZ 1024 /* no record's struct is larger */

struct refused {
	struct refused *next;
	const char *reason, *text;
	struct rec_list intents; /* none: it binds the frame */
};

void uses_dump(const struct rec_use *uses, bool framed)
{
	static const char *const names[] = { "eats", "reads", "makes" };

	for (; uses->type; uses++)
		printf("%s\t%s\n", names[uses->how], uses->type->name);
	if (framed)
		printf("reads\tcycle\nreads\trefusal\nmakes\trefusal\n");
}

void frame_worsen(struct frame *f, enum mm_exit code)
{
	f->code = mm_at_least = mm_worse(f->code, code);
}

void frame_emit(struct frame *f, const struct rec_type *type, const void *rec)
{
	rec_write(&f->out, type, rec);
}

/* A line taken back still stands behind the end of what is written. */
void frame_pass(struct frame *f)
{
	if (f->out.len == f->line_mark)
		f->out.len += f->line_len;
}

static void say_place(struct frame *f, const char *text)
{
	mm_warn("%s:%llu: %s", in_name(f->in),
		(unsigned long long)in_line(f->in), text);
}

void frame_bad(struct frame *f, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	say_place(f, text);
}

/* These intents are not to be gone on with. */
static void bind(struct frame *f, const char *const *ids, size_t n)
{
	size_t had = f->bound.n * sizeof(*ids);
	const char **all =
		arena_grow(&f->arena, f->bound.v, had, had + n * sizeof(*ids));

	for (size_t i = 0; i < n; i++)
		all[f->bound.n++] = arena_strdup(&f->arena, ids[i]);
	f->bound.v = all;
}

/* Refusals wait for the cycle, whose time they carry; of a frame that is never
 * closed there are none. */
static void refuse(struct frame *f, const char *reason, const char *const *ids,
		   size_t n, const char *text)
{
	struct refused **last = &f->refusals;
	struct refused *r = arena_alloc(&f->arena, sizeof(*r));
	char *copy = arena_strdup(&f->arena, text);

	while (*last)
		last = &(*last)->next;
	*last = r;
	text_mask(copy); /* it may have been cut within a character */
	r->reason = arena_strdup(&f->arena, reason);
	r->text = copy;
	if (!n) {
		f->refused = true;
		return;
	}
	bind(f, ids, n);
	r->intents.v = (const char **)f->bound.v + (f->bound.n - n);
	r->intents.n = n;
}

void frame_refuse(struct frame *f, const char *reason, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	mm_warn("%s: %s", reason, text);
	refuse(f, reason, NULL, 0, text);
}

void frame_refuse_intents(struct frame *f, const char *reason,
			  const char *const *ids, size_t n, const char *fmt,
			  ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	mm_warn("%s: %s", reason, text);
	refuse(f, reason, ids, n, text);
}

bool frame_is_bound(const struct frame *f, const char *intent_id)
{
	const char *const *ids = f->bound.v;

	for (size_t i = 0; i < f->bound.n; i++)
		if (!strcmp(ids[i], intent_id))
			return true;
	return false;
}

/* Is the input frames, as far as is known? */
static bool framed(const struct frame *f)
{
	return f->stage->close && (f->in_frames || !f->stage->finish);
}

/* The current line is bad, and that has been said.  False: stop here. */
static bool bad_line(struct frame *f)
{
	if (framed(f)) {
		char place[256];

		snprintf(place, sizeof(place), "%s:%llu: line refused",
			 in_name(f->in), (unsigned long long)in_line(f->in));
		refuse(f, "bad_record", NULL, 0, place);
		return true;
	}
	frame_worsen(f, f->options->keep_going ? MM_PARTIAL : MM_FAIL);
	return f->options->keep_going;
}

static void begin_frame(struct frame *f)
{
	arena_reset(&f->arena);
	f->refusals = NULL;
	f->refused = false;
	f->bound = (struct rec_list){ NULL, 0 };
	f->n_records = 0;
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	f->stage->close(f, cycle);
	if (f->refusals)
		frame_worsen(f, MM_REFUSED);
	for (const struct refused *r = f->refusals; r; r = r->next) {
		struct rec_refusal rec = { .ts_ms = cycle->ts_ms,
					   .by = mm_prog,
					   .reason = r->reason,
					   .text = r->text,
					   .intents = r->intents };

		frame_emit(f, &rec_refusal_type, &rec);
	}
}

/* What an earlier stage could not do binds its intents, or else the frame. */
static void heed(struct frame *f, const struct rec_refusal *r)
{
	if (r->intents.n)
		bind(f, r->intents.v, r->intents.n);
	else
		f->refused = true;
}

/* Bytes of X in a line that begins {"type":"X", or 0. */
static size_t sniff(const char *line, size_t len)
{
	static const char head[] = "{\"type\":\"";
	size_t n = sizeof(head) - 1, i = n;

	if (len < n + 3 || memcmp(line, head, n) != 0)
		return 0;
	while (i < len &&
	       ((line[i] >= 'a' && line[i] <= 'z') || line[i] == '_' ||
		(line[i] >= '0' && line[i] <= '9')))
		i++;
	return i + 1 < len && line[i] == '"' && line[i + 1] == ',' ? i - n : 0;
}

/* How this stage uses the type of that name; NULL: not at all. */
static const struct rec_use *use_of(const struct frame *f, const char *name,
				    size_t len)
{
	static const struct rec_use always[] = {
		{ REC_READS, &rec_cycle_type },
		{ REC_READS, &rec_refusal_type },
		{ 0, NULL },
	};
	const struct rec_use *u = f->stage->uses;

	for (; u->type; u++)
		if (u->how != REC_MAKES && !strncmp(u->type->name, name, len) &&
		    !u->type->name[len])
			return u;
	for (u = always; f->stage->close && u->type; u++)
		if (!strncmp(u->type->name, name, len) && !u->type->name[len])
			return u;
	return NULL;
}

/* Hands a decoded record to the loop's own ears and to the stage. */
static bool taken(struct frame *f, const struct rec_use *use, const void *rec)
{
	if (use->type == &rec_refusal_type && framed(f))
		heed(f, rec);
	for (const struct rec_use *u = f->stage->uses; u->type; u++)
		if (u->type == use->type && u->how != REC_MAKES)
			return f->stage->take(f, use->type, rec);
	return true;
}

/* A cycle: the stage's records first, then the line at mark behind them. */
static bool cycle(struct frame *f, size_t mark, size_t len,
		  const struct rec_cycle *rec)
{
	char *line = arena_strndup(&f->arena, f->out.buf + mark, len);
	bool pass;

	f->in_frames = true;
	out_rollback(&f->out, mark);
	pass = !f->stage->raw || f->stage->raw(f, "cycle", line, len);
	close_frame(f, rec);
	if (pass)
		out_bytes(&f->out, line, len);
	out_flush(&f->out);
	begin_frame(f);
	return true;
}

/* The record of a line that is known to be of that type, read in one pass: into rec, or
 * where the stage keeps it from a copy of the line.  NULL: not so, and the line is as
 * it was. */
static void *read_at_once(struct frame *f, const struct rec_type *type,
			  char *line, size_t len, void *rec)
{
	bool keeps = f->stage->keeps;

	if (keeps) {
		line = arena_strndup(&f->arena, line, len);
		rec = arena_alloc(&f->arena, type->shape.size);
	}
	if (rec_read(type, rec, line, len, &f->json, &f->arena))
		return rec;
	if (!keeps)
		memcpy(line, f->out.buf + f->line_mark, len);
	return NULL;
}

/* Reads the line, which stands in the output from mark on, and where the stage uses
 * its type decodes it.  In: *rec, room for it, and *use, as far as the first bytes told
 * it.  False: bad, and that has been said. */
static bool understood(struct frame *f, char *line, size_t len, void **rec,
		       const char **name, const struct rec_use **use)
{
	void *got =
		*use ? read_at_once(f, (*use)->type, line, len, *rec) : NULL;
	const struct json_tok *type;
	const char *why;

	if (got) {
		*name = (*use)->type->name;
		*rec = got;
		return true;
	}
	why = json_scan(&f->json, line, len);
	type = why ? NULL : json_member(&f->json, 0, "type");
	if (!why && (!type || type->kind != JSON_STRING || !type->len))
		why = "'type': not a string";
	if (why) {
		say_place(f, why);
		return false;
	}
	*name = type->s;
	*use = use_of(f, type->s, type->len);
	if (!*use)
		return true;
	why = rec_decode((*use)->type, *rec, &f->json, &f->arena);
	if (why)
		frame_bad(f, "%s: %s", *name, why);
	else if (f->stage->keeps)
		*rec = rec_copy(&f->arena, (*use)->type, *rec);
	return !why;
}

/* A line that is not simply copied; use: of what its first bytes say it is.  It stands
 * in the output already, from mark on, because reading destroys it. */
static bool scanned(struct frame *f, char *line, size_t len,
		    const struct rec_use *use)
{
	union {
		max_align_t align;
		unsigned char bytes[RECORD_SZ];
	} room;
	size_t mark = f->line_mark;
	const char *name;
	void *rec = &room;

	if (!understood(f, line, len, &rec, &name, &use)) {
		out_rollback(&f->out, mark);
		return bad_line(f);
	}
	if (use && use->type == &rec_cycle_type && f->stage->close)
		return cycle(f, mark, len + 1, rec);
	if ((use && use->how == REC_EATS) ||
	    (f->stage->raw &&
	     !f->stage->raw(f, name, f->out.buf + mark, len + 1)))
		out_rollback(&f->out, mark);
	if (use && !taken(f, use, rec)) {
		out_rollback(&f->out, mark);
		return bad_line(f);
	}
	return true;
}

/* One whole line.  False: stop. */
static bool handle(struct frame *f, char *line, size_t len)
{
	enum frame_quick quick =
		f->stage->quick ? f->stage->quick(f, line, len) : FRAME_SCAN;
	const struct rec_use *use;
	size_t n;

	f->n_records++;
	if (quick == FRAME_EATEN)
		return true;
	n = sniff(line, len);
	use = n ? use_of(f, line + 9, n) : NULL;
	f->line_mark = out_mark(&f->out, len + 1);
	f->line_len = len + 1;
	out_bytes(&f->out, line, len);
	out_bytes(&f->out, "\n", 1);
	if (quick == FRAME_PASSED || (n && !f->stage->raw && !use))
		return true;
	return scanned(f, line, len, use);
}

/* Every line of the source; false: stop. */
static bool source(struct frame *f)
{
	size_t len = 0;
	char *line = NULL;

	for (;;) {
		switch (in_next(f->in, &line, &len, &f->out)) {
		case IN_LINE:
			if (!handle(f, line, len))
				return false;
			break;
		case IN_LONG:
			say_place(f, "line over 1 MiB");
			f->n_records++;
			if (!bad_line(f))
				return false;
			break;
		case IN_CUT:
			say_place(f, "last line is not ended");
			f->n_records++;
			if (!bad_line(f))
				return false;
			break;
		case IN_END:
			return true;
		case IN_ERROR:
			say_place(f, strerror(errno));
			frame_worsen(f, MM_FAIL);
			return false;
		}
	}
}

/* End of input: a reduction is done, a frame is not.  --now-ms makes a frame of
 * what stands behind the last cycle, or of input without any. */
static void end(struct frame *f)
{
	bool by_now = f->stage->close && f->options->now_ms != REC_NONE_INT &&
		      (f->n_records || !f->in_frames);
	struct rec_cycle by_hand = { .ts_ms = f->options->now_ms,
				     .id = f->options->now_ms };

	if (by_now) {
		close_frame(f, &by_hand);
	} else if (!framed(f)) {
		if (f->stage->finish)
			f->stage->finish(f);
		if (f->refusals)
			frame_worsen(f, MM_REFUSED);
	} else if (f->n_records) {
		mm_warn("frame not closed");
		frame_worsen(f, MM_FAIL);
	}
}

enum mm_exit frame_run(const struct stage *stage,
		       const struct frame_options *options, void *ctx)
{
	static char *standard[] = { (char *)"-", NULL };
	struct frame f = { .ctx = ctx,
			   .stage = stage,
			   .options = options,
			   .in_frames = options->in_frames };
	char **files =
		options->files && *options->files ? options->files : standard;
	bool going = true;

	for (const struct rec_use *u = stage->uses; u->type; u++)
		if (u->type->shape.size > RECORD_SZ)
			mm_die(MM_FAIL, "%s: record too large", u->type->name);
	out_open(&f.out, STDOUT_FILENO);
	for (; *files && going; files++) {
		f.in = in_open(*files);
		if (!f.in) {
			mm_warn("%s: %s", *files, strerror(errno));
			frame_worsen(&f, MM_FAIL);
			going = false;
			break;
		}
		going = source(&f);
		in_close(f.in);
	}
	if (going)
		end(&f);
	out_close(&f.out);
	json_free(&f.json);
	arena_free(&f.arena);
	return f.code;
}
