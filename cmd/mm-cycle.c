/* mm-cycle - open a frame: once, by the clock, or in simulated time; see
 * mm-cycle(1). */
#include "base/clock.h"
#include "base/err.h"
#include "base/opt.h"
#include "data/frame.h"
#include "data/out.h"
#include "data/rec_cycle.h"
#include "io/ack.h"
#include "io/last.h"
#include "mm-cycle/reason.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define LOOK_MS 1000 /* how often a step of the clock is looked for */

static bool once, leave_signal;
static int64_t at_ms = -1, every_ms, from_ms = -1, to_ms = -1, step_ms;
static int64_t timeout_ms = 120000;
static const char *fifo;

static const struct opt options[] = {
	OPT_FLAG_(0, "once", &once, "write one cycle and end"),
	OPT_INT_(0, "ts-ms", &at_ms, "<ms>", 1, REC_INT_MAX - 1,
		 "with --once: of this time instead of now"),
	OPT_FLAG_(0, "leave-signal", &leave_signal,
		  "leave MM_HOME/signal for the frame of a bot"),
	OPT_DURATION_(0, "every", &every_ms, "<time>",
		      "a cycle now and at each multiple of this time"),
	OPT_INT_(0, "from-ms", &from_ms, "<ms>", 1, REC_INT_MAX - 1,
		 "simulated: the first cycle"),
	OPT_INT_(0, "to-ms", &to_ms, "<ms>", 1, REC_INT_MAX - 1,
		 "simulated: none after this"),
	OPT_DURATION_(0, "step", &step_ms, "<time>",
		      "simulated: time from cycle to cycle"),
	OPT_STR_(0, "ack", &fifo, "<fifo>",
		 "go on when the last cycle comes back through this"),
	OPT_DURATION_(0, "timeout", &timeout_ms, "<time>",
		      "with --ack: wait this long (default 2m)"),
	OPT_END_,
};

struct drive {
	struct out out;
	struct last last;
	struct ack ack;
	bool said_behind, said_lost;
	enum mm_exit code;
};

/* A clock that stops because a disk is full would leave orders resting: in real
 * time it goes on, for time itself keeps rising. */
static void id_lost(struct drive *d, int64_t id)
{
	const char *why = strerror(errno);

	if (!d->last.synced)
		mm_die(MM_FAIL, "cycle %" PRId64 ": not written down: %s", id,
		       why);
	if (!d->said_lost)
		mm_warn("cycle %" PRId64 ": not written down: %s", id, why);
	d->said_lost = true;
	d->code = MM_FAIL;
}

/* Writes the cycle of that id.  False: it would not rise. */
static bool begin_frame(struct drive *d, int64_t id)
{
	struct rec_cycle cycle = { .ts_ms = id, .id = id };
	bool lost;

	if (!last_claim(&d->last, id, &lost))
		return false;
	if (lost)
		id_lost(d, id);
	cycle.signal = leave_signal ? NULL : reason_take();
	rec_write(&d->out, &rec_cycle_type, &cycle);
	out_flush(&d->out);
	if (cycle.signal)
		reason_drop();
	return true;
}

static enum ack_said end_of_frame(struct drive *d, int64_t id)
{
	return fifo ? ack_wait(&d->ack, id, timeout_ms) : ACK_DONE;
}

/* Begins no further frame: the pipe runs empty, and whoever reads its end says
 * so.  id: the cycle in flight, 0: none. */
static enum mm_exit leave(struct drive *d, enum ack_said said, int64_t id)
{
	if (said == ACK_LATE)
		mm_warn("cycle %" PRId64 " did not come out in %" PRId64 " ms",
			id, timeout_ms);
	if (said == ACK_GONE)
		mm_warn("<stdout>: nobody reads it");
	d->ack.pipe_fd = -1;
	out_close(&d->out);
	if (said == ACK_LATE || said == ACK_STOP)
		do
			said = ack_wait(&d->ack, id, timeout_ms);
		while (said == ACK_DONE || said == ACK_STOP);
	return MM_FAIL;
}

/* Milliseconds until the clock is at due and past the last cycle; 0: it is. */
static int64_t wait_for(struct drive *d, int64_t due)
{
	int64_t now = clock_now_ms(), last = last_id(&d->last);

	if (now + LOOK_MS < last && !d->said_behind) {
		mm_warn("warning: the clock is %" PRId64
			" ms behind the last cycle",
			last - now);
		d->said_behind = true;
	}
	if (due <= last)
		due = last + 1;
	return due > now ? due - now : 0;
}

/* A frame now, and unless once at every multiple of every_ms: what a slow frame
 * missed is not made up for. */
static enum mm_exit run_clock(struct drive *d)
{
	int64_t due = 0;

	for (;;) {
		int64_t id, wait = wait_for(d, due);
		enum ack_said said;

		if (once && wait > LOOK_MS)
			mm_die(MM_RETRY, "the clock is behind the last cycle");
		if (wait) {
			said = ack_wait(&d->ack, 0,
					wait < LOOK_MS ? wait : LOOK_MS);
			if (said != ACK_LATE)
				return leave(d, said, 0);
			continue;
		}
		id = clock_now_ms();
		if (!begin_frame(d, id)) /* somebody's --once was faster */
			continue;
		said = end_of_frame(d, id);
		if (said != ACK_DONE)
			return leave(d, said, id);
		if (once)
			return d->code;
		due = (clock_now_ms() / every_ms + 1) * every_ms;
	}
}

/* The frame of a given time. */
static enum mm_exit run_at(struct drive *d)
{
	enum ack_said said;

	if (!begin_frame(d, at_ms))
		mm_die(MM_REFUSED, "not_rising: the last cycle was %" PRId64,
		       last_id(&d->last));
	said = end_of_frame(d, at_ms);
	return said == ACK_DONE ? d->code : leave(d, said, at_ms);
}

/* Frames of simulated time; after a crash it goes on where it was. */
static enum mm_exit run_simulated(struct drive *d)
{
	int64_t last = last_id(&d->last), t = from_ms;

	if (last >= t) {
		mm_warn("warning: cycles up to %" PRId64 " have left before",
			last);
		t += ((last - t) / step_ms + 1) * step_ms;
	}
	for (; t <= to_ms; t += step_ms) {
		enum ack_said said;

		if (!begin_frame(d, t))
			mm_die(MM_FAIL, "another mm-cycle wrote %" PRId64,
			       last_id(&d->last));
		said = end_of_frame(d, t);
		if (said != ACK_DONE)
			return leave(d, said, t);
	}
	return d->code;
}

static void check_usage(void)
{
	bool simulated = from_ms >= 0 || to_ms >= 0 || step_ms;

	if (once + (every_ms > 0) + simulated != 1)
		mm_die(MM_USAGE, "one of --once, --every, --from-ms (try "
				 "--help)");
	if (simulated && (from_ms < 0 || to_ms < from_ms || step_ms <= 0))
		mm_die(MM_USAGE, "--from-ms, --to-ms and --step belong "
				 "together, in this order of time");
	if (at_ms >= 0 && !once)
		mm_die(MM_USAGE, "--ts-ms goes with --once");
	if (timeout_ms <= 0)
		mm_die(MM_USAGE, "--timeout: more than nothing");
}

static void dump_records(void)
{
	static const struct rec_use uses[] = {
		{ REC_MAKES, &rec_cycle_type },
		{ 0 },
	};

	uses_dump(uses, false);
}

static const struct opt_prog prog = {
	.name = "mm-cycle",
	.operands = "",
	.opts = options,
	.dump_records = dump_records,
};

int main(int argc, char **argv)
{
	struct drive d = { 0 };
	bool simulated;

	opt_parse(&prog, argc, argv);
	check_usage();
	simulated = at_ms >= 0 || from_ms >= 0;
	ack_open(&d.ack, fifo);
	last_open(&d.last, !simulated);
	out_open(&d.out, STDOUT_FILENO);
	d.code = at_ms >= 0     ? run_at(&d)
		 : from_ms >= 0 ? run_simulated(&d)
				: run_clock(&d);
	if (d.out.buf)
		out_close(&d.out);
	return (int)d.code;
}
