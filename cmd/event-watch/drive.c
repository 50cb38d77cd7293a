#include "drive.h"

#include "base/clock.h"
#include "base/conf.h"
#include "data/rec_cycle.h"
#include "data/rec_refusal.h"
#include "io/ack.h"
#include "io/last.h"
#include "live.h"
#include "prices.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define LOST_BLOCKS 10 /* block times without an answer: a frame all the same */
#define LATE_BLOCKS                                                            \
	2 /* block times a socket may be silent before it is looked */
#define LOOK_MIN_MS 100

struct drive {
	struct watcher *w;
	const struct drive_options *options;
	struct out out;
	struct last last;
	struct ack ack;
	struct live live;
	struct prices prices;
	int64_t block_ms;
	int64_t look;           /* Unix ms of the next look for a head */
	int64_t frame;          /* Unix ms of the last frame */
	bool past;              /* the store was read */
	struct reorg_hash told; /* head of the last frame */
	bool spoke;             /* the socket did, since a head was found */
	bool said_lost;
	enum mm_exit code;
};

/* ---- what opens a frame ---- */

/* Whether the head is another than in the last frame.  Where no node says it for long,
 * a frame is due all the same, to be refused: who holds positions has to know. */
static bool head_is_new(struct drive *d)
{
	struct jsonrpc_request *q = &d->w->q[0];
	struct evm_block b;
	struct reorg_hash hash;

	evm_ask_block(q, evm_latest());
	if (jsonrpc_call(d->w->rpc, q) || evm_read_block(&b, &q->reply) ||
	    !b.found || !evm_hash_read(&hash, b.hash))
		return clock_now_ms() - d->frame > d->block_ms * LOST_BLOCKS;
	return memcmp(&hash, &d->told, sizeof(hash)) != 0;
}

static int64_t look_every(const struct drive *d)
{
	int64_t ms = d->live.up ? d->block_ms * LATE_BLOCKS : d->block_ms / 2;

	return ms < LOOK_MIN_MS ? LOOK_MIN_MS : ms;
}

/* What came while nobody looked; true: of a head or a log. */
static bool hear(struct drive *d)
{
	bool news = live_hear(&d->live);

	d->spoke = d->spoke || news;
	prices_hear(&d->prices);
	d->ack.wake_fd[0] = d->live.fd;
	d->ack.wake_fd[1] = d->prices.fd;
	return news;
}

/* Waits until a frame is due: ACK_DONE; or for what ends the drive.  A socket that did
 * not tell of a head that is there has gone silent, open or not: until it speaks again
 * heads are looked for as if there were none. */
static enum ack_said wait_for_news(struct drive *d)
{
	for (;;) {
		int64_t now = clock_now_ms();
		enum ack_said said;

		if (hear(d) && d->look > now + LOOK_MIN_MS)
			d->look = now;
		if (d->prices.lines.len)
			return ACK_DONE;
		if (d->look <= now) {
			if (head_is_new(d)) {
				d->live.up = d->live.up && d->spoke;
				d->spoke = false;
				return ACK_DONE;
			}
			now = clock_now_ms();
			d->look = now + look_every(d);
		}
		said = ack_wait(&d->ack, 0, d->look - now);
		if (said != ACK_LATE && said != ACK_WAKE)
			return said;
	}
}

/* ---- a frame ---- */

/* An id is written down before it is used; a full disk does not stop the chain. */
static int64_t claim(struct drive *d)
{
	bool lost;
	int64_t id;

	do {
		id = clock_now_ms();
		if (id <= last_id(&d->last))
			id = last_id(&d->last) + 1;
	} while (!last_claim(&d->last, id, &lost));
	if (lost && !d->said_lost)
		mm_warn("cycle %" PRId64 ": not written down: %s", id,
			strerror(errno));
	if (lost)
		d->code = MM_FAIL;
	d->said_lost = d->said_lost || lost;
	return id;
}

static void refuse(struct drive *d, int64_t ts_ms, const struct evm_no *no)
{
	struct rec_refusal r;

	rec_clear(&rec_refusal_type, &r);
	r.ts_ms = ts_ms;
	r.by = "event-watch";
	r.reason = no->reason;
	r.text = no->text;
	mm_warn("%s: %s", no->reason, no->text);
	rec_write(&d->out, &rec_refusal_type, &r);
	d->code = mm_worse(d->code, MM_REFUSED);
}

static int64_t write_frame(struct drive *d)
{
	int64_t id = claim(d);
	struct rec_cycle cycle = { .ts_ms = id, .id = id };
	struct round round = { .at = evm_latest(),
			       .ts_ms = id,
			       .in_frame = true };
	struct arena a = { 0 };
	struct evm_no no;
	bool ok;

	d->past = d->past || !d->w->settings->store || past_read(d->w, &a, &no);
	ok = d->past && round_run(d->w, &a, &round, &no);
	if (ok)
		d->told = reorg_top(&d->w->reorg)->hash;
	else
		refuse(d, id, &no);
	d->frame = clock_now_ms();
	d->look = ok ? d->frame : d->frame + d->block_ms;
	prices_write(&d->prices, &d->out);
	rec_write(&d->out, &rec_cycle_type, &cycle);
	out_flush(&d->out);
	arena_free(&a);
	return id;
}

/* What is new meanwhile waits for the next frame. */
static enum ack_said wait_for_frame(struct drive *d, int64_t id)
{
	int64_t until = clock_now_ms() + d->options->timeout_ms;
	enum ack_said said;

	if (!d->options->fifo)
		return ACK_DONE;
	do {
		hear(d);
		said = ack_wait(&d->ack, id, until - clock_now_ms());
	} while (said == ACK_WAKE);
	return said;
}

/* As mm-cycle: no further frame, and the pipe runs empty before the end. */
static void leave(struct drive *d, enum ack_said said, int64_t id)
{
	if (said == ACK_LATE)
		mm_warn("cycle %" PRId64 " did not come out in %" PRId64 " ms",
			id, d->options->timeout_ms);
	if (said == ACK_GONE)
		mm_warn("<stdout>: nobody reads it");
	d->ack.pipe_fd = d->ack.wake_fd[0] = d->ack.wake_fd[1] = -1;
	out_close(&d->out);
	if (said == ACK_LATE || said == ACK_STOP)
		do
			said = ack_wait(&d->ack, id, d->options->timeout_ms);
		while (said == ACK_DONE || said == ACK_STOP);
	d->code = mm_worse(d->code, MM_FAIL);
}

enum mm_exit drive_run(struct watcher *w, const struct drive_options *options)
{
	struct drive d = { .w = w, .options = options };
	struct evm_chain_want want = evm_chain_want_head(0, 0);

	d.block_ms = want.block_time_ms;
	ack_open(&d.ack, options->fifo);
	last_open(&d.last, true);
	prices_open(&d.prices, options->prices);
	live_open(&d.live, &w->ask);
	out_open(&d.out, STDOUT_FILENO);
	w->out = &d.out;
	for (;;) {
		int64_t id = 0;
		enum ack_said said = wait_for_news(&d);

		if (said == ACK_DONE) {
			id = write_frame(&d);
			said = wait_for_frame(&d, id);
		}
		if (said != ACK_DONE) {
			leave(&d, said, id);
			break;
		}
	}
	prices_close(&d.prices);
	return d.code;
}
