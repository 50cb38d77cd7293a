#include "lp_run.h"

#include "base/atoms.h"
#include "base/conf.h"
#include "data/conf_list.h"
#include "data/evm_conf.h"
#include "data/rec_action.h"
#include "data/rec_equity.h"
#include "data/rec_il.h"
#include "data/rec_position.h"
#include "data/rec_range.h"
#include "data/rec_refusal.h"
#include "io/kill.h"
#include "lp_bot.h"
#include "lp_frame.h"
#include "lp_score.h"
#include "parameters.h"

#include <string.h>

struct lp_run {
	const struct lp_run_options *o;
	struct out *out;
	struct lp_tape tape;
	struct lp_terms terms;
	struct lp_desk desk;
	struct lp_bot bot;
	struct lp_lasts lasts;
	struct lp_window window;
	struct lp_score score;
	struct arena mem;
	int64_t n_refused;
	int first_event; /* of those after the first frame */
};

/* ---- what it is about ---- */

static bool is_native(const struct evm_conf *c, const char *asset)
{
	return !strcmp(asset, c->native->name) ||
	       (c->wrapped && !strcmp(asset, c->wrapped->name));
}

static const char *wallet_of(const struct evm_conf *c)
{
	const struct evm_wallet *w = c->n_wallets ? c->wallets : NULL;

	if (conf_isset("LP_WALLET"))
		w = evm_conf_wallet(c, conf_text("LP_WALLET"));
	return w ? w->name : NULL;
}

/* LP_CAPITAL; false: it is not of these tokens, or nothing. */
static bool funds_of(struct lp_amounts *out, struct arena *mem,
		     const struct rec_pool *p)
{
	size_t n;
	const char **v = conf_list(mem, "LP_CAPITAL", &n);

	for (size_t i = 0; i < n; i++) {
		const char *asset, *text;
		struct dec amount;
		struct u256 atoms;
		unsigned __int128 x;
		bool one;

		if (!conf_list_pair(mem, v[i], &asset, &text) ||
		    dec_parse(&amount, text, strlen(text)))
			return false;
		one = !strcmp(asset, p->token1);
		if ((!one && strcmp(asset, p->token0) != 0) ||
		    atoms_of(&atoms, amount,
			     (int)(one ? p->decimals1 : p->decimals0)) ||
		    u256_to_u128(&x, atoms) || x >> 100)
			return false;
		*(one ? &out->a1 : &out->a0) = (__int128)x;
	}
	return out->a0 || out->a1;
}

/* NULL, or what is wrong with the configuration. */
static const char *configure(struct lp_run *r)
{
	const struct rec_pool *p = &r->tape.pool;
	struct lp_terms *t = &r->terms;
	struct evm_conf evm;

	evm_conf_read(&evm, &r->mem);
	*t = (struct lp_terms){
		.tape = &r->tape,
		.wallet = wallet_of(&evm),
		.numeraire = conf_text("NUMERAIRE"),
		.native_token = is_native(&evm, p->token0)   ? 0
				: is_native(&evm, p->token1) ? 1
							     : -1,
		.gas_wei = r->o->gas_wei,
		.tip_wei = DEC_NONE,
		.gas_of = { conf_int("BURN_GAS"), conf_int("SWAP_GAS"),
			    conf_int("MINT_GAS") },
		.latency_ms = r->o->latency_ms,
	};
	t->numeraire_token = !strcmp(t->numeraire, p->token1);
	if (!t->wallet)
		return "WALLETS has none of the chain";
	if (!t->numeraire_token && strcmp(t->numeraire, p->token0) != 0)
		return "NUMERAIRE is no token of the pool";
	if (!funds_of(&t->funds, &r->mem, p))
		return "LP_CAPITAL is not amounts of the pool's tokens";
	if (dec_mul(&t->tip_wei, conf_dec("PRIORITY_FEE_GWEI"),
		    dec_make(1000000000, 0)))
		return "PRIORITY_FEE_GWEI has too many digits";
	if (dec_is_none(t->gas_wei) && !r->tape.n_gas)
		return "no price of gas: neither --gas-gwei nor a chain "
		       "record on the tape";
	if (t->native_token < 0)
		return "neither token is the native coin or its wrapped "
		       "form: gas has no price";
	return NULL;
}

/* ---- frames ---- */

static void hear(struct lp_run *r, const struct rec_type *type,
		 const char *line, int64_t ts_ms)
{
	if (type == &rec_range_type) {
		const struct rec_range *x = lp_bot_record(&r->bot, type);

		lp_lasts_keep(&r->lasts, x->position, line);
	} else if (type == &rec_action_type) {
		lp_desk_act(&r->desk, lp_bot_record(&r->bot, type), ts_ms);
	} else if (type == &rec_refusal_type) {
		r->n_refused++;
	}
	if (r->o->positions &&
	    (type == &rec_range_type || type == &rec_action_type ||
	     type == &rec_position_type || type == &rec_il_type))
		out_bytes(r->out, line, strlen(line));
}

static void tell_equity(struct lp_run *r, int64_t ts_ms)
{
	const struct rec_pool *p = &r->tape.pool;
	struct rec_equity e;

	rec_clear(&rec_equity_type, &e);
	e.ts_ms = ts_ms;
	e.strategy = conf_int("STRATEGY_ID");
	e.quote = r->terms.numeraire;
	e.value = dec_make(
		r->score.last[LP_OURS],
		(int)(r->terms.numeraire_token ? p->decimals1 : p->decimals0));
	rec_write(r->out, &rec_equity_type, &e);
}

static void frame(struct lp_run *r, int64_t ts_ms)
{
	const struct rec_type *type;
	const char *line;

	lp_frame_write(&r->bot.to, &r->desk, &r->lasts, &r->window, ts_ms);
	lp_bot_ask(&r->bot, ts_ms);
	while ((line = lp_bot_next(&r->bot, &type)))
		hear(r, type, line, ts_ms);
	lp_score_frame(&r->score, &r->desk);
	if (r->o->equity)
		tell_equity(r, ts_ms);
}

/* The first frame sees the first event; the last sees the last. */
static int64_t frames(struct lp_run *r, int64_t *from_ms)
{
	const struct lp_run_options *o = r->o;
	const struct lp_event *v = r->tape.v;
	int64_t step = o->step_ms, ts_ms, to_ms = o->to_ms;

	*from_ms = o->from_ms != REC_NONE_INT ? o->from_ms
					      : (v[0].ts_ms / step + 1) * step;
	if (to_ms == REC_NONE_INT)
		to_ms = v[r->tape.n - 1].ts_ms + step;
	lp_desk_open(&r->desk, &r->terms, *from_ms);
	r->first_event = r->desk.at;
	for (ts_ms = *from_ms;; ts_ms += step) {
		lp_desk_advance(&r->desk, ts_ms);
		frame(r, ts_ms);
		if (ts_ms > to_ms - step)
			return ts_ms;
	}
}

/* ---- the result ---- */

static int64_t swaps_since(const struct lp_run *r)
{
	int64_t n = 0;

	for (int i = r->first_event + 1; i <= r->desk.at; i++)
		n += r->tape.v[i].swap;
	return n;
}

static void conclude(struct lp_run *r, int64_t from_ms, int64_t to_ms)
{
	const struct rec_pool *p = &r->tape.pool;
	const struct lp_desk *d = &r->desk;
	const double span = (double)(to_ms - from_ms);
	struct rec_backtest_lp x;

	rec_clear(&rec_backtest_lp_type, &x);
	x.ts_ms = to_ms;
	x.pool = p->pool;
	x.token0 = p->token0;
	x.token1 = p->token1;
	x.numeraire = r->terms.numeraire;
	x.from_ms = from_ms;
	x.to_ms = to_ms;
	x.step_ms = r->o->step_ms;
	x.latency_ms = r->o->latency_ms;
	x.tape = r->o->tape;
	x.n_frames = r->score.n;
	x.n_swaps = swaps_since(r);
	lp_score_close(&r->score, d, r->o->step_ms, &x);
	x.n_mints = d->n_mints;
	x.n_rolls = d->n_rolls;
	x.n_exits = d->n_exits;
	x.n_rebalances = d->n_swaps;
	x.n_failed = d->n_failed;
	x.n_refused = r->n_refused;
	x.in_range_ratio = span > 0 ? (double)d->in_ms / span : 0;
	x.out_of_range_ratio =
		span > 0 ? (double)(d->put_ms - d->in_ms) / span : 0;
	x.parameters = parameters(&x.config_id, &r->mem);
	rec_write(r->out, &rec_backtest_lp_type, &x);
}

static enum mm_exit play(struct lp_run *r)
{
	char reason[KILL_REASON_SZ];
	const char *why = configure(r);
	int64_t from_ms, to_ms;

	if (why) {
		mm_warn("%s", why);
		return MM_USAGE;
	}
	if (kill_switch(reason)) {
		mm_warn("the kill switch is on: range-roll would begin "
			"nothing: %s",
			reason);
		return MM_REFUSED;
	}
	r->window = (struct lp_window){
		.window_ms = conf_ms("POOL_WINDOW"),
		.twap_s = conf_int("TWAP_S"),
	};
	lp_bot_open(&r->bot);
	to_ms = frames(r, &from_ms);
	lp_bot_close(&r->bot);
	conclude(r, from_ms, to_ms);
	if (r->desk.n_mints)
		return MM_OK;
	mm_warn("no position was opened: --positions shows why");
	return MM_REFUSED;
}

enum mm_exit lp_run(const struct lp_run_options *o, struct out *out)
{
	struct lp_run r = { .o = o, .out = out };
	enum mm_exit code =
		lp_tape_read(&r.tape, o->pool, o->tape, o->keep_going);

	if (code != MM_FAIL)
		code = mm_worse(code, play(&r));
	lp_score_free(&r.score);
	lp_lasts_free(&r.lasts);
	lp_desk_free(&r.desk);
	lp_tape_free(&r.tape);
	arena_free(&r.mem);
	return code;
}
