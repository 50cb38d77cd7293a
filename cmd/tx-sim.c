/* tx-sim - run a frame's transactions before they are signed; see tx-sim(1).
 *
 * in:  tx (eaten), action, chain, nonce, price, oracle
 * out: tx, sim, refusal
 */
#include "base/atoms.h"
#include "base/conf.h"
#include "base/opt.h"
#include "data/frame.h"
#include "data/rec_sim.h"
#include "tx-sim/rounds.h"

#include <string.h>

static int64_t now_ms = REC_NONE_INT;

static const struct opt options[] = {
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_tx_type },
	{ REC_READS, &rec_action_type },
	{ REC_READS, &rec_chain_type },
	{ REC_READS, &rec_nonce_type },
	{ REC_READS, &rec_price_type },
	{ REC_READS, &rec_oracle_type },
	{ REC_MAKES, &rec_tx_type },
	{ REC_MAKES, &rec_sim_type },
	{ 0, NULL },
};

struct simulating {
	struct evm_conf conf;
	struct rounds_conf rounds;
	struct runner runner;
	struct seen seen; /* of this frame */
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct simulating *s = f->ctx;
	const struct rec_tx *tx = rec;

	if (type == &rec_tx_type && strcmp(tx->chain, "evm"))
		frame_emit(f, type, tx); /* none of ours */
	else
		seen_keep(&s->seen, &f->arena, type, rec);
	return true;
}

/* ---- out ---- */

static void emit_tx(struct frame *f, const struct slot *s)
{
	struct rec_tx tx = *slot_tx(s);

	tx.nonce = dec_make((__int128)s->nonce, 0);
	tx.gas = dec_make((__int128)s->gas, 0);
	frame_emit(f, &rec_tx_type, &tx);
}

static void emit_sim(struct frame *f, const struct simulating *sim,
		     const struct slot *s, const struct rec_chain *head,
		     int64_t ts_ms)
{
	const struct rec_tx *tx = slot_tx(s);
	const struct evm_wallet *w = evm_conf_owner(&sim->conf, tx->from);
	struct rec_sim r;

	rec_clear(&rec_sim_type, &r);
	r.ts_ms = ts_ms;
	r.intents = tx->intents;
	r.chain_id = tx->chain_id;
	r.wallet = w ? w->name : tx->from;
	r.block_hash = head->block_hash;
	r.gas_used = dec_make((__int128)s->out.gas_used, 0);
	r.fee_wei = profit_fee(head, s);
	r.delta = s->out.delta;
	r.group = tx->bundle.id;
	frame_emit(f, &rec_sim_type, &r);
}

/* ---- a frame ---- */

/* Nothing can be run: what adds risk is held back by the refusal, the rest goes on
 * with all the gas that was asked for. */
static void pass_reducing(struct frame *f, const struct simulating *s)
{
	struct plan p;

	plan_make(&p, f, &s->seen, s->conf.chain_id);
	plan_number(&p);
	for (size_t i = 0; i < p.n; i++) {
		if (!slot_runs(&p.v[i]))
			continue;
		p.v[i].gas = slot_ceiling(&p.v[i]);
		emit_tx(f, &p.v[i]);
	}
}

static void run(struct frame *f, struct simulating *s, int64_t ts_ms)
{
	const struct rec_chain *head = seen_chain(&s->seen, s->conf.chain_id);
	struct evm_no no = { "no_chain", "no chain record names the block of "
					 "the frame" };
	struct plan p;

	plan_make(&p, f, &s->seen, s->conf.chain_id);
	if (!p.n)
		return;
	if (!head || !head->block_hash || head->block == REC_NONE_INT ||
	    !rounds_run(&s->runner, &p, head, &s->rounds, &no)) {
		frame_refuse(f, no.reason, "%s", no.text);
		pass_reducing(f, s);
		return;
	}
	for (size_t i = 0; i < p.n; i++) {
		if (!slot_runs(&p.v[i]))
			continue;
		emit_sim(f, s, &p.v[i], head, ts_ms);
		emit_tx(f, &p.v[i]);
	}
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct simulating *s = f->ctx;

	run(f, s, cycle->ts_ms);
	s->seen = (struct seen){ .txs = { NULL, 0 } };
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

static const struct opt_prog prog = {
	.name = "tx-sim",
	.operands = "[file ...]",
	.opts = options,
	.conf = true,
	.dump_records = dump_records,
};

int main(int argc, char **argv)
{
	static const struct stage stage = {
		.uses = uses,
		.take = take,
		.close = close_frame,
	};
	int first = opt_parse(&prog, argc, argv);
	const struct frame_options frames = { .files = argv + first,
					      .now_ms = now_ms };
	struct arena mem = { .limit = 0 };
	struct simulating s = { .runner = { .rpc = NULL } };
	enum mm_exit code;

	evm_conf_read(&s.conf, &mem);
	s.runner.conf = &s.conf;
	s.rounds = (struct rounds_conf){
		.profit = { .native = s.conf.native->name,
			    .wrapped = conf_text("WRAPPED_NATIVE"),
			    .evm = &s.conf },
		.gas_margin = conf_dec("GAS_MARGIN"),
	};
	code = frame_run(&stage, &frames, &s);
	runner_close(&s.runner);
	arena_free(&mem);
	return (int)code;
}
