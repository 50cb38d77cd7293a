#include "chain/sol_message.h"
#include "sol.h"
#include "sol_landed.h"
#include "tell.h"
#include "venue/solana_reply.h"

/* Who signs an attempt. */
struct signers {
	const struct pubkey *v;
	size_t n;
};

static struct signers signers_of(struct arena *a, const struct attempt *t)
{
	struct sol_message *m = arena_alloc(a, sizeof(*m));
	struct sol_tx tx;

	if (sol_tx_parse(&tx, t->raw, t->raw_len) ||
	    sol_message_parse(a, m, tx.msg, tx.msg_len))
		return (struct signers){ NULL, 0 };
	return (struct signers){ m->keys, m->n_signers };
}

static bool share(const struct signers *a, const struct signers *b)
{
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (pubkey_eq(&a->v[i], &b->v[k]))
				return true;
	return false;
}

/* NULL: it would do what it should; else a reason code.  *ran: a node said so. */
static const char *try_one(struct sender *s, struct arena *a,
			   const struct attempt *t, bool *ran)
{
	const struct solana_at at = { SOLANA_CONFIRMED, 0 };
	struct solana_simulation sim;
	struct jsonrpc_request q;
	const char *why = NULL;

	jsonrpc_request_init(&q, SOLANA_REPLY_MAX);
	solana_ask_simulate(&q, t->raw, t->raw_len, false, at);
	*ran = false;
	if (jsonrpc_call(s->rpc, &q)) {
		why = way_error(a, &q.reply);
	} else if (solana_read_simulation(&sim, a, &q.reply)) {
		why = "garbage";
	} else {
		*ran = true;
		if (sim.err.failed)
			why = sol_error(a, t, &sim.err);
	}
	jsonrpc_request_free(&q);
	return why;
}

static void run(struct sender *s, struct arena *a, const struct attempt *t,
		bool depends, int64_t ts_ms)
{
	struct rec_receipt r = receipt_of(t, "simulated", ts_ms);
	bool ran = false;

	r.error = depends ? "depends" : try_one(s, a, t, &ran);
	if (!ran)
		r.status = "not_simulated";
	tell_now(s, &rec_receipt_type, &r);
}

void sol_simulate(struct sender *s, struct arena *a, const struct units *all,
		  int64_t ts_ms)
{
	struct units one = units_single(a, all);
	struct signers *by = arena_alloc(a, one.n * sizeof(*by));

	for (size_t i = 0; i < one.n; i++) {
		bool depends = false;

		by[i] = signers_of(a, one.v[i].v[0]);
		for (size_t k = 0; k < i && !depends; k++)
			depends = share(&by[i], &by[k]);
		run(s, a, one.v[i].v[0], depends, ts_ms);
	}
}
