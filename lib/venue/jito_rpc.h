/* jito_rpc.h - Jito's block engine: bundles, what became of them, tips.  Layer: venue.
 * source: docs.jito.wtf, low latency transaction send.
 *
 * Questions and replies as in venue/solana_rpc.h, through jito_rpc().  A bundle's
 * status proves nothing for its members: what landed is read from the chain.
 */
#ifndef MM_JITO_RPC_H
#define MM_JITO_RPC_H

#include "chain/jito.h"
#include "chain/pubkey.h"
#include "io/jsonrpc.h"
#include "venue/solana_rpc.h"

#define JITO_IDS_MAX   5 /* bundles asked for at once                     */
#define JITO_REPLY_MAX ((size_t)1 << 20)

struct jito; /* the block engines of JITO_URL, with JITO_AUTH_FILE */

/* jito_open: NULL, and *why (constant phrase), where a key, the file or a URL cannot
 * be used.  Each engine takes JITO_RPS requests, half of them kept for
 * BUCKET_URGENT: what is sent waits for its turn, up to HTTP_TIMEOUT, and a
 * question that comes too early is JSONRPC_UNSENT.  Owner: caller, jito_close. */
struct jito *jito_open(const char **why);
void jito_close(struct jito *j); /* NULL is no error */

struct jsonrpc *jito_rpc(struct jito *j);

/* A signed transaction, wire bytes. */
struct jito_tx {
	const uint8_t *raw;
	size_t len;
};

/* class:   BUCKET_URGENT for a bundle that only reduces risk. */
void jito_ask_send(struct jsonrpc_request *q, const struct jito_tx *tx,
		   size_t n, enum bucket_class class);
MM_CHECKED const char *jito_read_sent(const char **bundle_id,
				      const struct jsonrpc_reply *r);

/* One transaction as a bundle of its own; the reply is its signature
 * (solana_read_sent), the bundle's id http_header(&q->http, "x-bundle-id"). */
void jito_ask_send_one(struct jsonrpc_request *q, const struct jito_tx *tx,
		       enum bucket_class class);

enum jito_inflight {
	JITO_INVALID, /* not known, or over 5 minutes old */
	JITO_PENDING,
	JITO_FAILED, /* no engine that got it has taken it */
	JITO_LANDED,
};

struct jito_inflight_status {
	enum jito_inflight state; /* JITO_INVALID where it does not say     */
	int64_t landed_slot;      /* 0: not landed                          */
};

/* In the order of ids, n at most JITO_IDS_MAX. */
void jito_ask_inflight(struct jsonrpc_request *q, const char *const *ids,
		       size_t n);
MM_CHECKED const char *jito_read_inflight(struct jito_inflight_status *out,
					  const char *const *ids, size_t n,
					  const struct jsonrpc_reply *r);

struct jito_bundle {
	bool found; /* it landed */
	int64_t slot;
	enum solana_commitment commitment;
	bool failed;
	const char *signature[JITO_BUNDLE_MAX];
	size_t n;
};

void jito_ask_bundles(struct jsonrpc_request *q, const char *const *ids,
		      size_t n);
MM_CHECKED const char *jito_read_bundles(struct jito_bundle *out,
					 const char *const *ids, size_t n,
					 const struct jsonrpc_reply *r);

void jito_ask_tip_accounts(struct jsonrpc_request *q);
/* *n: in: room of out; out: how many. */
MM_CHECKED const char *jito_read_tip_accounts(struct pubkey *out, size_t *n,
					      const struct jsonrpc_reply *r);

/* Tips of landed bundles, exact SOL, rounded up to a lamport. */
struct jito_floor {
	struct dec p25, p50, p75, p95, p99, ema50;
};

/* jito_floor_read scans the text of JITO_TIP_FLOOR_URL in place (text[len] is
 * NUL).  NULL, or why it is not that (constant phrase). */
MM_CHECKED const char *jito_floor_read(struct jito_floor *out, struct json *j,
				       char *text, size_t len);

/* Why an engine refused a bundle, by its message. */
enum jito_refusal {
	JITO_OTHER,
	JITO_NO_TIP,
	JITO_TOO_MANY, /* transactions                                 */
	JITO_STALE,    /* a blockhash that is over, or done already    */
	JITO_UNDECODABLE,
};

enum jito_refusal jito_refusal(const struct jsonrpc_reply *r);

#endif
