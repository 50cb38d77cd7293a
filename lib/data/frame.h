/* frame.h - the loop every program with records runs in, written once.
 * Layer: data.
 *
 * A frame is what stands before a `cycle` record.  A program names the types it
 * eats, reads and makes; every other line is copied byte for byte, in order.  A
 * line that begins {"type":"X", with X not named is not looked at further; any
 * other is scanned in full.  A type that is read is passed on first, so what the
 * program makes stands behind what it saw.
 *
 * In frames: on `cycle` close() runs, its records and the refusals come out, then
 * the cycle, then a flush.  A bad line is said on stderr, not passed on, and
 * becomes a refusal `bad_record`; the run ends MM_REFUSED.  End of input inside a
 * frame makes nothing, its refusals neither, and ends MM_FAIL "frame not closed",
 * unless --now-ms gives a frame time: then it closes the frame.
 *
 * In a file (a reduction): finish() runs at the end of the last file.  A bad line
 * stops with MM_FAIL, or with -k is skipped and the run ends MM_PARTIAL.
 *
 * A stage with close() and finish() takes either: its input is a file until the
 * first cycle comes, or until the stage sets in_frames, or from the first line on
 * where its options say so.
 */
#ifndef MM_FRAME_H
#define MM_FRAME_H

#include "base/err.h"
#include "data/in.h"
#include "data/out.h"
#include "data/rec.h"
#include "data/rec_cycle.h"

enum rec_how { REC_EATS, REC_READS, REC_MAKES };

struct rec_use {
	enum rec_how how;
	const struct rec_type *type; /* NULL ends the table */
};

/* uses_dump prints the table for --dump-records: "eats\ttype" a line.  A program
 * in frames also reads cycle and refusal and makes refusal; that is added. */
void uses_dump(const struct rec_use *uses, bool framed);

struct frame;

/* What a stage did with a line before it was scanned. */
enum frame_quick {
	FRAME_SCAN,   /* nothing: as any other line */
	FRAME_EATEN,  /* taken, not passed on */
	FRAME_PASSED, /* taken, passed on */
};

struct stage {
	const struct rec_use *uses;

	/* quick: a line, its newline taken off, that may be one of a million of a
	 * known form; what is not exactly that is FRAME_SCAN.  NULL: none is.
	 * Not beside raw. */
	enum frame_quick (*quick)(struct frame *f, const char *line,
				  size_t len);

	/* take: a record of a type that is eaten or read.  It and its strings live
	 * until it returns: rec_copy(&f->arena, ...) keeps it for the frame; with
	 * `keeps` they do so by themselves, which is cheaper where most are kept.
	 * False: bad, after frame_bad said why. */
	bool keeps;
	bool (*take)(struct frame *f, const struct rec_type *type,
		     const void *rec);

	/* raw: every line that would be passed on, after it was decoded and
	 * before take or close; type is its name, line its bytes with the
	 * newline, both valid until it emits or returns.  False: it is not
	 * passed on, and nothing may have been emitted.  NULL: all pass, which
	 * is faster. */
	bool (*raw)(struct frame *f, const char *type, const char *line,
		    size_t len);

	/* close: the frame is whole.  NULL: this stage works on files only. */
	void (*close)(struct frame *f, const struct rec_cycle *cycle);

	/* finish: end of a reduction. */
	void (*finish)(struct frame *f);
};

struct frame_options {
	char **files;    /* NULL-terminated; empty: standard input */
	bool keep_going; /* -k */
	int64_t now_ms;  /* --now-ms, or REC_NONE_INT */
	bool in_frames;  /* known to be frames before the first line */
};

struct frame {
	void *ctx; /* the program's own */
	struct out out;
	struct arena arena;    /* until the frame is over */
	int64_t n_records;     /* lines since the last cycle */
	bool in_frames;        /* a cycle was seen; a stage may set it      */
	bool refused;          /* a refusal binds this frame: only what reduces
	                        risk may be made of it */
	struct rec_list bound; /* const char *: intents bound by refusals */
	/* Private from here on. */
	const struct stage *stage;
	const struct frame_options *options;
	struct in *in;
	struct json json;
	enum mm_exit code;
	struct refused *refusals;
	size_t line_mark, line_len; /* the current line in out */
};

/* frame_run: returns the exit code, stdout closed. */
enum mm_exit frame_run(const struct stage *stage,
		       const struct frame_options *options, void *ctx);

/* frame_emit writes a record the stage makes. */
void frame_emit(struct frame *f, const struct rec_type *type, const void *rec);

/* frame_bad says "prog: file:line: ..." of the current line; take then returns
 * false. */
void frame_bad(struct frame *f, const char *fmt, ...) MM_PRINTF(2, 3);

/* frame_refuse: the stage cannot do its part.  In a frame: said on stderr, a
 * refusal record stands before the cycle, f->refused is set, the run ends
 * MM_REFUSED.  In a file: said on stderr, the run ends MM_REFUSED. */
void frame_refuse(struct frame *f, const char *reason, const char *fmt, ...)
	MM_PRINTF(3, 4);

/* frame_refuse_intents: the same of n intents alone (n > 0): the refusal names
 * them, they are bound from now on, and the rest of the frame goes on. */
void frame_refuse_intents(struct frame *f, const char *reason,
			  const char *const *ids, size_t n, const char *fmt,
			  ...) MM_PRINTF(5, 6);

/* frame_pass: in take, before anything is emitted: this line, of a type that is eaten,
 * is passed on all the same. */
void frame_pass(struct frame *f);

/* frame_worsen: the run ends no better than this. */
void frame_worsen(struct frame *f, enum mm_exit code);

/* frame_is_bound: a refusal seen or made in this frame names that intent. */
bool frame_is_bound(const struct frame *f, const char *intent_id);

#endif
