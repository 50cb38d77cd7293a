#include "round.h"

#include "base/conf.h"
#include "data/lend_save.h"
#include "data/rec_refusal.h"
#include "io/durable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHARDS_MAX 4096

static void read_shard(struct round *r)
{
	char *end, *rest = NULL;
	unsigned long i = strtoul(r->shard, &end, 10), n = 0;

	if (end != r->shard && *end == '/')
		n = strtoul(end + 1, &rest, 10);
	if (!rest || rest == end + 1 || *rest || !n || i >= n || n > SHARDS_MAX)
		mm_die(MM_USAGE, "--shard: '%s' is not i/n with i below n",
		       r->shard);
	r->state.shard = (unsigned)i;
	r->state.shards = (unsigned)n;
}

/* A key of at most 18 decimals, in wad. */
static unsigned __int128 wad_of(const char *key)
{
	__int128 v;

	if (dec_coef(&v, conf_dec(key), 18))
		mm_die(MM_USAGE, "%s: over 18 decimals", key);
	return (unsigned __int128)v;
}

/* Ten blocks, and at least a minute. */
static int64_t stale_after(void)
{
	__int128 ms;

	if (dec_coef(&ms, conf_dec("BLOCK_TIME_S"), 3) || ms < 6000)
		return 60000;
	return (int64_t)(10 * ms);
}

void round_open(struct round *r)
{
	r->state.chain_id = conf_int("CHAIN_ID");
	r->state.oracle_age_s = conf_ms("ORACLE_AGE") / 1000;
	r->state.params = (struct lend_params){
		.near = wad_of("LIQ_BELOW"),
		.box_ppm = conf_int("LIQ_BOX_PPM"),
		.box_s = conf_int("LIQ_BOX_S"),
	};
	r->stale_ms = stale_after();
	read_shard(r);
	r->chooser = choose_open();
}

void round_free(struct round *r)
{
	choose_close(r->chooser);
	lend_state_free(&r->state);
	free(r->asked.user);
}

void round_load(struct round *r, const char *path)
{
	const char *why = lend_load(&r->state, path);

	if (why)
		mm_die(MM_FAIL, "--load: %s: %s", path, why);
}

/* Standard output is closed by then: its number is not to be had again. */
static int open_new(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int high;

	if (fd < 0 || fd > STDERR_FILENO)
		return fd;
	high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	close(fd);
	return high;
}

void round_save(const struct round *r, const char *path)
{
	struct arena mem = { .head = NULL };
	const char *beside = arena_printf(&mem, "%s.new", path);
	int fd = open_new(beside);

	if (fd >= 0)
		lend_save(&r->state, fd);
	if (fd < 0 || fsync(fd) || close(fd) || rename(beside, path) ||
	    !durable_entry(path))
		mm_die(MM_FAIL, "--save: %s: %s", path, strerror(errno));
	arena_free(&mem);
}

static void hear_refusal(struct round *r, const struct rec_refusal *said)
{
	if (said->intents.n)
		return;
	r->refused = true;
	r->part |= !strcmp(said->by, "lend-read");
	r->lost |= !strcmp(said->reason, "bad_record");
}

/* What it does not take, and what is wrong, the general way says. */
enum frame_quick round_quick(struct frame *f, const char *line, size_t len)
{
	struct round *r = f->ctx;
	struct lend_line *l = &r->line;
	const char *why;

	if (!lend_line_read(l, line, len) || l->chain_id != r->state.chain_id)
		return FRAME_SCAN;
	switch (lend_state_hold(&r->state, l->head + l->pool, l->pool_len,
				&l->told, l->block, &why)) {
	case LEND_TOOK:
		return FRAME_EATEN;
	case LEND_OTHER_SHARD:
		return FRAME_PASSED;
	case LEND_BAD:
		break;
	}
	return FRAME_SCAN;
}

static bool is_market(const struct rec_type *type)
{
	return type == &rec_user_reserve_type ||
	       type == &rec_lend_market_type || type == &rec_reserve_type ||
	       type == &rec_emode_type || type == &rec_oracle_type;
}

bool round_take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct round *r = f->ctx;
	const struct rec_chain *chain = rec;
	const char *why = NULL;

	if (type == &rec_refusal_type) {
		hear_refusal(r, rec);
		return true;
	}
	if (type == &rec_chain_type && !r->chain &&
	    chain->chain_id == r->state.chain_id)
		r->chain = rec_copy(&f->arena, type, rec);
	if (!is_market(type))
		return choose_take(r->chooser, f, type, rec);
	switch (lend_state_take(&r->state, type, rec, &why)) {
	case LEND_TOOK:
		break;
	case LEND_OTHER_SHARD:
		frame_pass(f);
		break;
	case LEND_BAD:
		frame_bad(f, "%s: %s", type->name, why);
		return false;
	}
	return true;
}

/* Every market of the frame can be committed, or the frame is refused. */
static bool all_fine(struct frame *f, struct round *r, int64_t ts_ms)
{
	const struct rec_chain *c = r->chain;
	const char *text, *why;

	if (!r->state.n)
		frame_refuse(f, "market_missing",
			     "no lending market is told of in this frame");
	if (c && c->block_ts_s != REC_NONE_INT &&
	    ts_ms - c->block_ts_s * 1000 > r->stale_ms)
		frame_refuse(f, "stale_block",
			     "block %lld is %lld s older than the frame",
			     (long long)c->block,
			     (long long)(ts_ms / 1000 - c->block_ts_s));
	for (size_t i = 0; i < r->state.n; i++) {
		const struct lend_pool *p = r->state.pool[i];

		why = p->other ? NULL
			       : lend_state_check(p, c, &f->arena, &text);
		if (why)
			frame_refuse(f, why, "%s", text);
	}
	return !f->refused;
}

static void scan(struct frame *f, struct round *r, struct lend_pool *p,
		 const struct rec_cycle *cycle)
{
	struct liq_view view;

	tell_health(f, p, &r->asked, cycle->ts_ms);
	tell_scan(f, p, r->shard, cycle->ts_ms);
	view = tell_view(f, p, &r->state, cycle, r->chain);
	choose_frame(r->chooser, f, &view);
	tell_remember(p, &r->state, &view);
}

/* Refused by an earlier stage it stays as it was; by a line of ours a part is gone. */
void round_close(struct frame *f, const struct rec_cycle *cycle)
{
	struct round *r = f->ctx;
	bool lost = r->lost || (f->refused && !r->refused);

	if (!f->refused && all_fine(f, r, cycle->ts_ms)) {
		for (size_t i = 0; i < r->state.n; i++)
			if (!r->state.pool[i]->other)
				lend_state_commit(r->state.pool[i], &r->state,
						  r->chain);
		for (size_t i = 0; i < r->state.n; i++)
			if (!r->state.pool[i]->other)
				scan(f, r, r->state.pool[i], cycle);
	}
	lend_state_over(&r->state, lost      ? LEND_LOST
				   : r->part ? LEND_PART
					     : LEND_ALL);
	choose_end(r->chooser);
	r->chain = NULL;
	r->refused = r->part = r->lost = false;
}
