#include "decode.h"

#include "data/in.h"
#include "data/out.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

struct decoding {
	struct evm_events *events;
	int64_t now_ms;
	struct json json;
	struct arena arena; /* of a line */
	struct out out;
	int64_t unfit;
};

/* A node tells of a log that is gone as it told of the log. */
static void write_log(struct decoding *d, const struct rec_event *event,
		      bool removed)
{
	if (removed) {
		struct reorg_log log = evm_event_log(event);
		struct rec_removed r;

		evm_removed_of(&r, &d->arena, event->chain_id, &log);
		rec_write(&d->out, &rec_removed_type, &r);
	} else {
		rec_write(&d->out, &rec_event_type, event);
	}
}

/* NULL, or why the line is bad. */
static const char *decode_line(struct decoding *d, char *line, size_t len)
{
	const char *why = json_scan(&d->json, line, len);
	struct rec_event event;
	struct evm_log log;

	if (!why)
		why = evm_log_in(&log, &d->json, d->json.tok);
	if (why)
		return why;
	switch (evm_event_of(&event, &d->arena, d->events, &log, 0)) {
	case EVM_EVENT:
		if (event.ts_ms == REC_NONE_INT)
			event.ts_ms = d->now_ms;
		if (event.ts_ms == REC_NONE_INT)
			return "no blockTimestamp (--now-ms gives one)";
		write_log(d, &event, log.removed);
		break;
	case EVM_OTHER:
		break;
	case EVM_UNFIT:
		d->unfit++;
		break;
	}
	return NULL;
}

static bool decode_file(struct decoding *d, struct in *in, bool keep_going,
			enum mm_exit *code)
{
	const char *why = NULL;
	size_t len;
	char *line;

	for (;;) {
		switch (in_next(in, &line, &len, &d->out)) {
		case IN_END:
			return true;
		case IN_LINE:
			arena_reset(&d->arena);
			why = decode_line(d, line, len);
			break;
		case IN_LONG:
			why = "line over 1 MiB";
			break;
		case IN_CUT:
			why = "cut off: no newline at the end";
			break;
		case IN_ERROR:
			mm_die(MM_FAIL, "%s: %s", in_name(in), strerror(errno));
		}
		if (!why)
			continue;
		mm_warn("%s:%" PRIu64 ": %s", in_name(in), in_line(in), why);
		*code = keep_going ? MM_PARTIAL : MM_FAIL;
		if (!keep_going)
			return false;
	}
}

enum mm_exit decode_run(struct evm_events *e, char **files, int64_t now_ms,
			bool keep_going)
{
	static char standard[] = "-";
	char *only[] = { standard, NULL };
	struct decoding d = { .events = e, .now_ms = now_ms };
	enum mm_exit code = MM_OK;
	bool more = true;

	out_open(&d.out, STDOUT_FILENO);
	for (char **f = *files ? files : only; *f && more; f++) {
		struct in *in = in_open(*f);

		if (!in)
			mm_die(MM_FAIL, "%s: %s", *f, strerror(errno));
		more = decode_file(&d, in, keep_going, &code);
		in_close(in);
	}
	if (d.unfit)
		mm_warn("warning: %" PRId64 " logs are not what their "
			"signature says",
			d.unfit);
	out_close(&d.out);
	json_free(&d.json);
	arena_free(&d.arena);
	return code;
}
