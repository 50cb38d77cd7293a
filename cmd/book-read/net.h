/* net.h - what book-read asks Solana's nodes, and which failure is which refusal. */
#ifndef MM_BOOK_READ_NET_H
#define MM_BOOK_READ_NET_H

#include "venue/openbook_place.h"
#include "venue/solana_reply.h"
#include "venue/solana_rpc.h"

#define NET_AT_ONCE 16

struct net {
	struct jsonrpc *rpc;                   /* the nodes of SOLANA_RPC */
	struct jsonrpc_request q[NET_AT_ONCE]; /* asked at the same time  */
};

/* net_open: what cannot be used of the configuration is exit MM_USAGE.  Owner:
 * caller, net_close. */
void net_open(struct net *n);
void net_close(struct net *n);

/* net_run sends the first n requests, which were asked. */
void net_run(struct net *n, size_t n_requests);

/* net_fault: the reply of a request that is none: rpc_unreachable, rpc_limited,
 * rpc_refused, rpc_lost, rpc_http or rpc_garbage.  Returns false. */
bool net_fault(const struct net *n, const struct jsonrpc_reply *r,
	       struct arena *a, struct openbook_fault *fault);

/* net_garbage: a reply of another shape.  Returns false. */
bool net_garbage(const struct net *n, const struct jsonrpc_reply *r,
		 const char *why, struct arena *a,
		 struct openbook_fault *fault);

/* Accounts as of one slot, which is at least min_slot. */
struct net_want {
	const struct pubkey *keys;
	size_t n; /* at most SOLANA_ACCOUNTS_MAX */
	int64_t min_slot;
};

void net_ask(struct net *n, size_t at, const struct net_want *want);

/* net_take reads the reply of request number at, which net_ask wrote and net_run
 * sent.  Where the node is behind min_slot, all nodes are asked again, for about a
 * second.
 *
 * returns: false: as net_fault, or book_behind. */
MM_CHECKED bool net_take(struct net *n, size_t at, struct solana_accounts *out,
			 const struct net_want *want, struct arena *a,
			 struct openbook_fault *fault);

/* net_accounts: ask, run and take. */
MM_CHECKED bool net_accounts(struct net *n, struct solana_accounts *out,
			     const struct net_want *want, struct arena *a,
			     struct openbook_fault *fault);

#endif
