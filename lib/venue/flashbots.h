/* flashbots.h - relays that take bundles to block builders: simulate, send, take back.
 * Layer: venue.  source: docs.flashbots.net, "JSON-RPC API Endpoints"; the same is
 * spoken by other relays.
 *
 * A relay knows who asks by a signature in a header, made with a key that is there
 * for nothing else: it says how much a sender was worth so far.  A bundle is for one
 * block; for several blocks it is sent several times.  That a relay took it says
 * nothing of the chain.
 *
 * Questions and replies as in venue/evm_rpc.h, through flashbots_rpc(); what is
 * written into a request is signed by flashbots_sign before it is sent.
 */
#ifndef MM_FLASHBOTS_H
#define MM_FLASHBOTS_H

#include "base/mem.h"
#include "base/u256.h"
#include "io/jsonrpc.h"

#define FLASHBOTS_REPLY_MAX ((size_t)4 << 20)
#define FLASHBOTS_TXS_MAX   64
#define FLASHBOTS_UUID_SZ   37

struct flashbots; /* the relays of FLASHBOTS_URL, with FLASHBOTS_KEY_FILE */

/* flashbots_open: NULL, and *why (constant phrase), where the key, its file or a URL
 * cannot be used.  Owner: caller, flashbots_close, which wipes the key. */
struct flashbots *flashbots_open(const char **why);
void flashbots_close(struct flashbots *f); /* NULL is no error */

struct jsonrpc *flashbots_rpc(struct flashbots *f);

/* flashbots_address: of the key, checksummed.  It must hold nothing and never have
 * sent anything: the caller sees to it. */
const char *flashbots_address(const struct flashbots *f);

/* flashbots_sign: q, which was asked, is signed as it is. */
void flashbots_sign(struct flashbots *f, struct jsonrpc_request *q);

/* ---- questions ---- */

/* raw[i]: a signed transaction, 0x and hex, in order. */
struct flashbots_bundle {
	const char *const *raw;
	size_t n;         /* 1..FLASHBOTS_TXS_MAX */
	int64_t block;    /* that it is for */
	const char *uuid; /* one of the same name takes its place; NULL: none */
};

/* eth_callBundle: on top of the newest block, as if in bundle->block.
 * in: ts_s: time of that block; -1: the relay's. */
void flashbots_ask_call(struct jsonrpc_request *q,
			const struct flashbots_bundle *b, int64_t ts_s);

/* eth_sendBundle, eth_cancelBundle.  class: BUCKET_URGENT for what reduces risk. */
void flashbots_ask_send(struct jsonrpc_request *q,
			const struct flashbots_bundle *b,
			enum bucket_class class);
void flashbots_ask_cancel(struct jsonrpc_request *q, const char *uuid);

/* flashbots_uuid: the name of the bundles that begin with a transaction: RFC 9562,
 * version 8, of the first bytes of its hash (0x and hex). */
const char *flashbots_uuid(char out[static FLASHBOTS_UUID_SZ],
			   const char *hash);

/* ---- replies ---- */

struct flashbots_result {
	const char *tx_hash;
	uint64_t gas_used;
	bool ok;
	const char *why;    /* not ok: the relay's words     */
	const char *revert; /* not ok: data, 0x and hex, or NULL */
};

struct flashbots_call {
	struct flashbots_result *v;
	size_t n;
	uint64_t gas_used;
	struct u256 coinbase_wei; /* what the builder gains, fees included */
};

/* NULL, or why it is no such reply (constant phrase); lists in the arena, texts in
 * the reply.  n: how many transactions were asked for. */
MM_CHECKED const char *flashbots_read_call(struct flashbots_call *out,
					   struct arena *a, size_t n,
					   const struct jsonrpc_reply *r);
MM_CHECKED const char *flashbots_read_sent(const char **bundle_hash,
					   const struct jsonrpc_reply *r);

#endif
