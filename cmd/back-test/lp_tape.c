#include "lp_tape.h"

#include "data/in.h"
#include "data/pool_event.h"
#include "data/rec_chain.h"
#include "data/rec_removed.h"
#include "math/pool_window.h"
#include "math/univ3_swap.h"
#include "math/univ3_tick.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- lines ---- */

struct reader {
	struct lp_tape *t;
	struct in *in;
	struct json json;
	struct arena line;
	const char *why; /* the line is bad */
};

/* One record of that type from the scanned line, or NULL: it is bad. */
static void *decoded(struct reader *r, const struct rec_type *type)
{
	void *rec = arena_alloc(&r->line, type->shape.size);

	r->why = rec_decode(type, rec, &r->json, &r->line);
	return r->why ? NULL : rec;
}

static bool is_type(const struct json *j, const struct rec_type *type)
{
	const struct json_tok *t = json_member(j, 0, "type");

	return t && t->kind == JSON_STRING && !strcmp(t->s, type->name);
}

/* take each line.  MM_FAIL: one was bad and that is the end of it. */
static enum mm_exit each_line(struct lp_tape *t, const char *file,
			      bool keep_going, void (*take)(struct reader *r))
{
	struct reader r = { .t = t, .in = in_open(file) };
	enum mm_exit code = MM_OK;
	enum in_result got;
	char *line;
	size_t len;

	if (!r.in) {
		mm_warn("%s: %s", file, strerror(errno));
		return MM_FAIL;
	}
	while (code != MM_FAIL &&
	       (got = in_next(r.in, &line, &len, NULL)) != IN_END) {
		if (got == IN_ERROR) {
			mm_warn("%s: %s", file, strerror(errno));
			code = MM_FAIL;
			break;
		}
		arena_reset(&r.line);
		r.why = got == IN_LONG  ? "line too long"
			: got == IN_CUT ? "the last line has no newline"
					: json_scan(&r.json, line, len);
		if (!r.why)
			take(&r);
		if (!r.why)
			continue;
		mm_warn("%s:%llu: %s", in_name(r.in),
			(unsigned long long)in_line(r.in), r.why);
		code = keep_going ? MM_PARTIAL : MM_FAIL;
	}
	json_free(&r.json);
	arena_free(&r.line);
	in_close(r.in);
	return code;
}

/* ---- the pool ---- */

static bool usable(const struct rec_pool *p)
{
	__int128 liquidity;

	return p->kind == POOL_V3 && p->sqrt_price_x96.known &&
	       p->fee != REC_NONE_INT && p->fee > 0 && p->fee < UNIV3_PIPS &&
	       p->tick_spacing != REC_NONE_INT && p->tick_spacing > 0 &&
	       p->tick_spacing <= UNIV3_SPACING_MAX &&
	       p->tick != REC_NONE_INT && p->tick >= UNIV3_TICK_MIN &&
	       p->tick < UNIV3_TICK_MAX && !dec_is_none(p->liquidity) &&
	       !dec_coef(&liquidity, p->liquidity, 0) && liquidity >= 0 &&
	       p->decimals0 >= 0 && p->decimals0 <= DEC_SCALE_MAX &&
	       p->decimals1 >= 0 && p->decimals1 <= DEC_SCALE_MAX &&
	       u256_cmp(p->sqrt_price_x96.v, UNIV3_SQRT_MIN) >= 0 &&
	       u256_cmp(p->sqrt_price_x96.v, UNIV3_SQRT_MAX) < 0;
}

static void take_pool(struct reader *r)
{
	const struct rec_pool *p;

	if (!is_type(&r->json, &rec_pool_type) ||
	    !(p = decoded(r, &rec_pool_type)))
		return;
	if (!usable(p)) {
		r->why = "not a pool of v3 with fee, tick_spacing, "
			 "sqrt_price_x96, tick and liquidity";
		return;
	}
	p = rec_copy(&r->t->mem, &rec_pool_type, p);
	r->t->pool = *p;
}

/* ---- the tape ---- */

static struct lp_event *add(struct lp_tape *t, int64_t ts_ms, int64_t block)
{
	t->v = mem_room(t->v, t->n, &t->cap, sizeof(*t->v));
	t->v[t->n] = (struct lp_event){ .ts_ms = ts_ms, .block = block };
	return &t->v[t->n++];
}

/* A swap moves one token in; one of nothing moves nothing. */
static void put_swap(struct lp_event *e, const struct pool_says *says)
{
	e->swap = true;
	e->token =
		says->amount[0].negative || u256_is_zero(says->amount[0].abs);
	e->given = says->amount[e->token].abs;
	e->taken = says->amount[!e->token].abs;
}

static void take_event(struct reader *r, const struct rec_event *e)
{
	struct lp_tape *t = r->t;
	struct lp_event *to;
	struct pool_says says;
	unsigned __int128 liquidity = t->v[t->n - 1].liquidity;
	double log_price;

	r->why = pool_event_read(&says, e);
	if (r->why || says.event == POOL_OTHER || says.kind != POOL_V3 ||
	    strcmp(says.pool, t->pool.pool) != 0)
		return;
	if (t->n > 1 && e->ts_ms < t->v[t->n - 1].ts_ms)
		r->why = "an event older than the one before it";
	else if (says.tick < UNIV3_TICK_MIN || says.tick > UNIV3_TICK_MAX ||
		 u256_cmp(says.sqrt_x96, UNIV3_SQRT_MIN) < 0 ||
		 u256_cmp(says.sqrt_x96, UNIV3_SQRT_MAX) >= 0 ||
		 pool_log_sqrt(&log_price, says.sqrt_x96))
		r->why = "a price that no pool has";
	else if (says.event == POOL_SWAP &&
		 u256_to_u128(&liquidity, says.liquidity))
		r->why = "liquidity over 128 bits";
	if (r->why)
		return;
	to = add(t, e->ts_ms, e->block);
	to->sqrt_x96 = says.sqrt_x96;
	to->tick = (int32_t)says.tick;
	to->liquidity = liquidity;
	to->log_price = log_price;
	if (says.event == POOL_SWAP)
		put_swap(to, &says);
}

static void take_chain(struct reader *r, const struct rec_chain *c)
{
	struct lp_tape *t = r->t;
	struct dec fee = !dec_is_none(c->next_base_fee_wei)
				 ? c->next_base_fee_wei
				 : c->base_fee_wei;

	if (dec_is_none(fee))
		return;
	if (t->n_gas && c->ts_ms < t->gas[t->n_gas - 1].ts_ms) {
		r->why = "a price of gas older than the one before it";
		return;
	}
	t->gas = mem_room(t->gas, t->n_gas, &t->cap_gas, sizeof(*t->gas));
	t->gas[t->n_gas++] = (struct lp_gas_mark){ c->ts_ms, fee };
}

static void take(struct reader *r)
{
	void *rec;

	if (is_type(&r->json, &rec_removed_type)) {
		r->why = "an event was taken back: only what stands can be "
			 "played";
	} else if (is_type(&r->json, &rec_event_type)) {
		if ((rec = decoded(r, &rec_event_type)))
			take_event(r, rec);
	} else if (is_type(&r->json, &rec_chain_type)) {
		if ((rec = decoded(r, &rec_chain_type)))
			take_chain(r, rec);
	}
}

/* How the pool stood before its first event. */
static bool begin(struct lp_tape *t)
{
	struct lp_event *e = add(t, INT64_MIN, t->pool.block);
	__int128 liquidity;

	e->sqrt_x96 = t->pool.sqrt_price_x96.v;
	e->tick = (int32_t)t->pool.tick;
	if (dec_coef(&liquidity, t->pool.liquidity, 0) ||
	    pool_log_sqrt(&e->log_price, e->sqrt_x96))
		return false;
	e->liquidity = (unsigned __int128)liquidity;
	return true;
}

enum mm_exit lp_tape_read(struct lp_tape *t, const char *pool_file,
			  const char *file, bool keep_going)
{
	enum mm_exit code;

	*t = (struct lp_tape){ .n = 0 };
	code = each_line(t, pool_file, false, take_pool);
	if (code == MM_OK && (!t->pool.pool || !begin(t))) {
		mm_warn("%s: no pool record", pool_file);
		code = MM_FAIL;
	}
	if (code == MM_OK)
		code = each_line(t, file, keep_going, take);
	if (code == MM_FAIL)
		return code;
	if (t->n < 2) {
		mm_warn("%s: no event of pool '%s'", file, t->pool.pool);
		return MM_FAIL;
	}
	t->v[0].ts_ms = t->v[1].ts_ms;
	return code;
}

void lp_tape_free(struct lp_tape *t)
{
	free(t->v);
	free(t->gas);
	arena_free(&t->mem);
}
