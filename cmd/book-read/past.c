#include "past.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct past {
	const struct openbook_place *place;
	struct past_end end;
	struct openbook_past logs;
	struct arena arena;            /* of the page */
	struct solana_signature *page; /* of those that did not fail */
	size_t n_page, at;
	char *before; /* the last signature listed; NULL: none */
	bool listed;  /* there are no more pages */
};

struct past *past_open(const struct openbook_place *place,
		       const struct openbook_piece *taker, struct past_end end)
{
	struct past *p = mem_alloc(1, sizeof(*p));

	p->place = place;
	p->end = end;
	openbook_past_open(&p->logs, place, taker);
	return p;
}

void past_close(struct past *p)
{
	if (!p)
		return;
	arena_free(&p->arena);
	free(p->before);
	free(p);
}

bool past_over(const struct past *p)
{
	return p->listed && p->at == p->n_page;
}

int64_t past_holes(const struct past *p)
{
	return p->logs.n_holes;
}

bool past_final(struct net *n, int64_t slot, struct arena *a,
		struct openbook_fault *fault)
{
	struct jsonrpc_request *q = &n->q[0];
	const char *why;
	int64_t final;

	solana_ask_slot(q, (struct solana_at){ SOLANA_FINALIZED, 0 });
	net_run(n, 1);
	if (q->reply.err)
		return net_fault(n, &q->reply, a, fault);
	why = solana_read_number(&final, &q->reply);
	if (why)
		return net_garbage(n, &q->reply, why, a, fault);
	return final >= slot ||
	       openbook_faulty(fault, a, "not_final",
			       "slot %lld is not final yet, %lld is",
			       (long long)slot, (long long) final);
}

static bool too_old(const struct past *p, const struct solana_signature *s)
{
	return s->slot < p->end.slot ||
	       (s->block_time_s >= 0 && s->block_time_s < p->end.time_s);
}

/* The next page of signatures, as far as they are wanted. */
static bool list(struct past *p, struct net *n, struct arena *a,
		 struct openbook_fault *fault)
{
	struct jsonrpc_request *q = &n->q[0];
	struct solana_signature *v;
	size_t n_v;
	const char *why;

	solana_ask_signatures(q, &p->place->market.event_queue,
			      SOLANA_SIGNATURES_MAX, p->before, NULL,
			      (struct solana_at){ SOLANA_FINALIZED, 0 });
	net_run(n, 1);
	if (q->reply.err)
		return net_fault(n, &q->reply, a, fault);
	arena_reset(&p->arena);
	why = solana_read_signatures(&v, &n_v, &p->arena, &q->reply);
	if (why)
		return net_garbage(n, &q->reply, why, a, fault);
	p->page = v;
	p->n_page = p->at = 0;
	p->listed = n_v == 0;
	if (n_v) {
		free(p->before);
		p->before = mem_strdup(v[n_v - 1].signature);
	}
	for (size_t i = 0; i < n_v && !p->listed; i++) {
		p->listed = too_old(p, &v[i]);
		if (p->listed || v[i].failed ||
		    (p->end.to_slot && v[i].slot > p->end.to_slot))
			continue;
		p->page[p->n_page] = v[i];
		p->page[p->n_page++].signature =
			arena_strdup(&p->arena, v[i].signature);
	}
	return true;
}

/* The trades of one transaction that was asked for. */
static bool read_one(struct past *p, struct net *n, size_t i,
		     struct openbook_trades *out, int64_t *block_s,
		     struct arena *a, struct openbook_fault *fault)
{
	const struct jsonrpc_reply *r = &n->q[i].reply;
	struct solana_transaction tx;
	const char *why;

	if (r->err)
		return net_fault(n, r, a, fault);
	why = solana_read_transaction(&tx, a, r);
	if (why)
		return net_garbage(n, r, why, a, fault);
	*out = (struct openbook_trades){ 0 };
	*block_s = tx.block_time_s;
	if (tx.found && tx.logs.n)
		openbook_past_read(&p->logs, out, &tx.logs, a);
	else
		openbook_past_hole(&p->logs);
	return true;
}

static void add(struct past_trade **v, size_t *n,
		const struct openbook_trades *t, int64_t block_s,
		struct arena *a)
{
	*v = arena_grow(a, *v, *n * sizeof(**v), (*n + t->n) * sizeof(**v));
	for (size_t i = 0; i < t->n; i++)
		(*v)[(*n)++] = (struct past_trade){ t->v[i], block_s };
}

bool past_next(struct past *p, struct net *n, struct past_trade **trades,
	       size_t *n_trades, struct arena *a, struct openbook_fault *fault)
{
	size_t some;

	*trades = NULL;
	*n_trades = 0;
	if (p->at == p->n_page && !p->listed && !list(p, n, a, fault))
		return false;
	some = p->n_page - p->at;
	if (some > NET_AT_ONCE)
		some = NET_AT_ONCE;
	for (size_t i = 0; i < some; i++)
		solana_ask_transaction(
			&n->q[i], p->page[p->at + i].signature,
			(struct solana_at){ SOLANA_FINALIZED, 0 });
	net_run(n, some);
	for (size_t i = 0; i < some; i++) {
		struct openbook_trades got;
		int64_t block_s = -1;

		/* What was read before it counts; the rest is asked again. */
		if (!read_one(p, n, i, &got, &block_s, a, fault))
			return *n_trades > 0;
		add(trades, n_trades, &got, block_s, a);
		p->at++;
	}
	return true;
}
