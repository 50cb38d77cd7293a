#include "holding.h"

#include "data/rec_holding.h"
#include "data/rec_pending.h"
#include "native.h"
#include "pools.h"
#include "venue/evm_moves.h"

#include <string.h>

#define REPLY_MAX ((size_t)4 << 20)

/* A step that landed. */
struct step {
	const struct rec_pending *pending;
	struct jsonrpc_request q;
	struct evm_receipt receipt;
};

struct roll {
	const char *id;
	const struct evm_wallet *wallet;
	const char *subject;           /* of its first step; NULL: none */
	const struct rec_position *of; /* NULL: it is not known */
	struct evm_moves moves;
	bool native;   /* it may move native coins that leave no log */
	int64_t block; /* of its last step */
	const char *why;
};

static bool is_step(const struct reader *r, const struct rec_pending *p)
{
	return p->state == PENDING_DONE && p->roll &&
	       (p->chain_id == REC_NONE_INT ||
		p->chain_id == r->conf.chain_id) &&
	       strlen(p->attempt) == EVM_HASH_CHARS;
}

static struct step *gather(size_t *n, struct reader *r)
{
	const struct rec_pending *const *pending = r->seen.pending.v;
	struct step *steps =
		arena_alloc(r->a, r->seen.pending.n * sizeof(*steps));

	*n = 0;
	for (size_t i = 0; i < r->seen.pending.n; i++) {
		bool again = false;

		for (size_t k = 0; k < *n; k++)
			again |= !strcmp(steps[k].pending->attempt,
					 pending[i]->attempt);
		if (!again && is_step(r, pending[i]))
			steps[(*n)++].pending = pending[i];
	}
	return steps;
}

static void ask(struct reader *r, struct step *steps, size_t n)
{
	struct jsonrpc_request **run = arena_alloc(r->a, n * sizeof(*run));

	for (size_t i = 0; i < n; i++) {
		jsonrpc_request_init(run[i] = &steps[i].q, REPLY_MAX);
		evm_ask_receipt(run[i], steps[i].pending->attempt);
	}
	jsonrpc_run(r->rpc, run, n);
}

/* NULL, or why the step is not known: a constant or in the arena. */
static const char *read_step(struct reader *r, struct step *s)
{
	const char *why;

	if (s->q.reply.err)
		return arena_strdup(r->a, s->q.reply.why);
	why = evm_read_receipt(&s->receipt, r->a, &s->q.reply);
	if (why)
		return why;
	if (!s->receipt.found)
		return "a step that landed has no receipt";
	return s->receipt.block > r->chain->block
		       ? "a step is newer than the frame's block"
		       : NULL;
}

/* ---- rolls ---- */

static const struct rec_position *position_of(const struct reader *r,
					      const char *name)
{
	const struct past_position *past;

	for (size_t i = 0; name && i < r->n_positions; i++)
		if (!strcmp(r->positions[i]->position, name))
			return r->positions[i];
	for (size_t i = 0; name && i < r->n_gone; i++)
		if (!strcmp(r->gone[i]->position, name))
			return r->gone[i];
	past = name ? past_find(&r->past, name) : NULL;
	return past ? &past->p : NULL;
}

/* A pool of v4 that is known not to be of the native coin. */
static bool is_of_tokens(const struct reader *r, const struct rec_position *of,
			 const char *id)
{
	const struct evm_address coin = { .b = { 0 } };

	if (of && of->kind == POOL_V4 && !strcmp(of->pool, id))
		return strcmp(of->token0, r->conf.native->name) != 0;
	for (size_t i = 0; i < r->pools->n; i++)
		if (!strcmp(r->pools->v[i].name, id))
			return !evm_address_eq(&r->pools->v[i].key.currency0,
					       &coin);
	return false;
}

/* What goes in and out of a pool of the native coin leaves no log of its own. */
static bool is_native(const struct reader *r, const struct rec_position *of,
		      const struct evm_receipt *receipt)
{
	const struct contract *manager = &r->contracts.v4_pools;

	for (size_t i = 0; i < receipt->n_logs && manager->known; i++) {
		const struct evm_log *log = &receipt->logs[i];
		struct evm_address at;

		if (log->n_topics > 2 &&
		    evm_address_parse(&at, log->address,
				      strlen(log->address)) &&
		    evm_address_eq(&at, &manager->at) &&
		    !is_of_tokens(r, of, log->topic[1]))
			return true;
	}
	return false;
}

static void begin(struct roll *roll, struct reader *r,
		  const struct rec_pending *p)
{
	const char *market, *wallet;
	const struct evm_asset *wrapped = r->conf.wrapped;

	*roll = (struct roll){ .id = p->roll };
	if (!pending_where(r->a, p, &market, &wallet) ||
	    !(roll->wallet = evm_conf_wallet(&r->conf, wallet)) ||
	    !evm_address_parse(&roll->moves.account, roll->wallet->address,
			       strlen(roll->wallet->address))) {
		roll->why = "of a wallet that WALLETS does not have";
		return;
	}
	if (wrapped &&
	    !evm_address_parse(&roll->moves.wrapped, wrapped->address,
			       strlen(wrapped->address)))
		roll->why = "the wrapped coin has no address";
}

static void add_step(struct roll *roll, struct reader *r, struct step *s)
{
	if (roll->why)
		return;
	roll->why = read_step(r, s);
	if (!roll->why && s->receipt.ok)
		roll->why = evm_moves_add(&roll->moves, r->a, &s->receipt);
	if (roll->why)
		return;
	if (s->receipt.block > roll->block)
		roll->block = s->receipt.block;
	if (!roll->of)
		roll->of = position_of(r, s->pending->subject);
	roll->native |= is_native(r, roll->of, &s->receipt);
}

/* ---- records ---- */

static void tell_one(struct reader *r, const struct roll *roll,
		     const struct evm_moved *moved)
{
	const struct evm_asset *asset = reader_asset(r, &moved->token);
	bool less = u256_cmp(moved->in, moved->out) < 0;
	struct rec_holding out;
	struct u256 net;

	if (!asset)
		return;
	rec_clear(&rec_holding_type, &out);
	out.ts_ms = r->ts_ms;
	out.chain_id = r->conf.chain_id;
	out.roll = roll->id;
	out.asset = asset->name;
	out.wallet = roll->wallet->name;
	if (roll->of) {
		out.position = roll->of->position;
		out.pool = roll->of->pool;
	}
	out.decimals = asset->decimals;
	out.block = roll->block;
	if (u256_sub(&net, less ? moved->out : moved->in,
		     less ? moved->in : moved->out) ||
	    reader_amount(&out.amount, net, asset->decimals) ||
	    (less && dec_sub(&out.amount, DEC_ZERO, out.amount))) {
		frame_refuse(r->f, "holding_unread",
			     "%s: an amount of %s over 127 bits", roll->id,
			     asset->name);
		return;
	}
	frame_emit(r->f, &rec_holding_type, &out);
}

static void tell(struct reader *r, struct roll *roll, struct step *steps,
		 size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(steps[i].pending->roll, roll->id))
			add_step(roll, r, &steps[i]);
	if (!roll->why && roll->native) {
		const struct evm_receipt **mine =
			arena_alloc(r->a, n * sizeof(*mine));
		size_t n_mine = 0;

		for (size_t i = 0; i < n; i++)
			if (!strcmp(steps[i].pending->roll, roll->id))
				mine[n_mine++] = &steps[i].receipt;
		roll->why = native_moves(&roll->moves, r, mine, n_mine);
	}
	if (roll->why) {
		frame_refuse(r->f, "holding_unread", "%s: %s", roll->id,
			     roll->why);
		return;
	}
	for (size_t i = 0; i < roll->moves.n; i++)
		tell_one(r, roll, &roll->moves.v[i]);
}

void holding_tell(struct reader *r)
{
	size_t n;
	struct step *steps = gather(&n, r);

	if (!n)
		return;
	ask(r, steps, n);
	for (size_t i = 0; i < n; i++) {
		bool first = true;
		struct roll roll;

		for (size_t k = 0; k < i; k++)
			first &= strcmp(steps[k].pending->roll,
					steps[i].pending->roll) != 0;
		if (!first)
			continue;
		begin(&roll, r, steps[i].pending);
		tell(r, &roll, steps, n);
	}
	for (size_t i = 0; i < n; i++)
		jsonrpc_request_free(&steps[i].q);
}
