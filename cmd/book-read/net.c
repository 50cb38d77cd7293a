#include "net.h"

#include "base/err.h"

#include <time.h>

#define TRIES  6
#define TRY_NS 200000000 /* half a slot */

void net_open(struct net *n)
{
	const char *why;

	n->rpc = solana_rpc_open(&why);
	if (!n->rpc)
		mm_die(MM_USAGE, "%s", why);
	for (size_t i = 0; i < NET_AT_ONCE; i++)
		jsonrpc_request_init(&n->q[i], SOLANA_REPLY_MAX);
}

void net_close(struct net *n)
{
	for (size_t i = 0; i < NET_AT_ONCE; i++)
		jsonrpc_request_free(&n->q[i]);
	jsonrpc_close(n->rpc);
}

void net_run(struct net *n, size_t n_requests)
{
	struct jsonrpc_request *q[NET_AT_ONCE];

	for (size_t i = 0; i < n_requests; i++)
		q[i] = &n->q[i];
	jsonrpc_run(n->rpc, q, n_requests);
}

static const char *reason_of(enum jsonrpc_err e)
{
	switch (e) {
	case JSONRPC_OK:
	case JSONRPC_GARBAGE:
		break;
	case JSONRPC_UNSENT:
		return "rpc_unreachable";
	case JSONRPC_LIMITED:
		return "rpc_limited";
	case JSONRPC_REFUSED:
		return "rpc_refused";
	case JSONRPC_LOST:
		return "rpc_lost";
	case JSONRPC_HTTP:
		return "rpc_http";
	}
	return "rpc_garbage";
}

static bool says(const struct net *n, const struct jsonrpc_reply *r,
		 const char *reason, const char *why, struct arena *a,
		 struct openbook_fault *fault)
{
	char show[HTTP_SHOW_SZ];

	return openbook_faulty(fault, a, reason, "%s: %s",
			       jsonrpc_show(n->rpc, r->endpoint, show), why);
}

static bool is_behind(const struct jsonrpc_reply *r)
{
	return r->err == JSONRPC_REFUSED && (r->code == SOLANA_ERR_MIN_SLOT ||
					     r->code == SOLANA_ERR_UNHEALTHY);
}

bool net_fault(const struct net *n, const struct jsonrpc_reply *r,
	       struct arena *a, struct openbook_fault *fault)
{
	return says(n, r, is_behind(r) ? "book_behind" : reason_of(r->err),
		    r->why ? r->why : jsonrpc_text(r->err), a, fault);
}

bool net_garbage(const struct net *n, const struct jsonrpc_reply *r,
		 const char *why, struct arena *a, struct openbook_fault *fault)
{
	return says(n, r, "rpc_garbage", why, a, fault);
}

void net_ask(struct net *n, size_t at, const struct net_want *want)
{
	solana_ask_accounts(
		&n->q[at], want->keys, want->n,
		(struct solana_at){ SOLANA_CONFIRMED, want->min_slot });
}

enum taken { TAKEN, BEHIND, FAULTY };

static enum taken take(const struct net *n, struct solana_accounts *out,
		       const struct net_want *want,
		       const struct jsonrpc_reply *r, struct arena *a,
		       struct openbook_fault *fault)
{
	const char *why;

	if (r->err == JSONRPC_REFUSED &&
	    (r->code == SOLANA_ERR_MIN_SLOT || r->code == SOLANA_ERR_UNHEALTHY))
		return BEHIND;
	if (r->err) {
		net_fault(n, r, a, fault);
		return FAULTY;
	}
	why = solana_read_accounts(out, a, want->keys, want->n, r);
	if (why) {
		net_garbage(n, r, why, a, fault);
		return FAULTY;
	}
	return out->slot < want->min_slot ? BEHIND : TAKEN;
}

/* Takes the first reply of several that will do. */
struct poll {
	const struct net *net;
	struct solana_accounts *out;
	const struct net_want *want;
	struct arena *a;
	struct openbook_fault fault;
	bool taken;
};

static void take_one(void *ctx, const struct jsonrpc_reply *r)
{
	struct poll *p = ctx;

	if (!p->taken)
		p->taken = take(p->net, p->out, p->want, r, p->a, &p->fault) ==
			   TAKEN;
}

bool net_take(struct net *n, size_t at, struct solana_accounts *out,
	      const struct net_want *want, struct arena *a,
	      struct openbook_fault *fault)
{
	const struct timespec pause = { .tv_nsec = TRY_NS };
	struct poll p = { .net = n, .out = out, .want = want, .a = a };
	enum taken e = take(n, out, want, &n->q[at].reply, a, fault);

	if (e != BEHIND)
		return e == TAKEN;
	for (int i = 0; i < TRIES && !p.taken; i++) {
		nanosleep(&pause, NULL);
		net_ask(n, at, want);
		jsonrpc_cast(n->rpc, &n->q[at], take_one, &p);
	}
	return p.taken || openbook_faulty(fault, a, "book_behind",
					  "no node is at slot %lld yet",
					  (long long)want->min_slot);
}

bool net_accounts(struct net *n, struct solana_accounts *out,
		  const struct net_want *want, struct arena *a,
		  struct openbook_fault *fault)
{
	net_ask(n, 0, want);
	net_run(n, 1);
	return net_take(n, 0, out, want, a, fault);
}
