#include "venue/jito_rpc.h"

#include "base/base64.h"
#include "base/conf.h"
#include "base/mem.h"
#include "venue/net_conf.h"

#include <stdlib.h>

#define BUNDLES  "/bundles"
#define SINGLE   "/transactions?bundleOnly=true"
#define KEPT_PPM 500000 /* half of the rate is for cancels */

struct jito {
	struct jsonrpc *rpc;
	struct net_auth auth;
};

struct jito *jito_open(const char **why)
{
	struct jito *j = mem_alloc(1, sizeof(*j));

	*why = net_auth_read(&j->auth, "JITO_AUTH_FILE", "x-jito-auth");
	if (!*why) {
		const struct jsonrpc_conf conf = {
			.service = "jito",
			.headers = net_auth_headers(&j->auth),
			.rate = net_rate("JITO_RPS", KEPT_PPM),
		};

		j->rpc = net_rpc_open(conf, "JITO_URL", why);
	}
	if (*why) {
		jito_close(j);
		return NULL;
	}
	return j;
}

void jito_close(struct jito *j)
{
	if (!j)
		return;
	jsonrpc_close(j->rpc);
	net_auth_drop(&j->auth);
	free(j);
}

struct jsonrpc *jito_rpc(struct jito *j)
{
	return j->rpc;
}

static void put_tx(struct out *o, const struct jito_tx *tx)
{
	char *text = mem_alloc(BASE64_SZ(tx->len), 1);

	base64_format(text, tx->raw, tx->len);
	out_str(o, text);
	free(text);
}

static void put_encoding(struct out *o)
{
	out_object(o);
	out_key(o, "encoding");
	out_str(o, "base64");
	out_object_end(o);
}

static struct out *begin(struct jsonrpc_request *q, const char *method,
			 enum bucket_class class, const char *path)
{
	struct out *o = jsonrpc_begin(q, method, class);

	jsonrpc_path(q, path);
	return o;
}

/* What is sent waits for its turn; a question that comes too early is not asked. */
static struct out *begin_send(struct jsonrpc_request *q, const char *method,
			      enum bucket_class class, const char *path)
{
	struct out *o = begin(q, method, class, path);

	jsonrpc_wait(q, conf_ms("HTTP_TIMEOUT"));
	return o;
}

void jito_ask_send(struct jsonrpc_request *q, const struct jito_tx *tx,
		   size_t n, enum bucket_class class)
{
	struct out *o = begin_send(q, "sendBundle", class, BUNDLES);

	out_array(o);
	for (size_t i = 0; i < n; i++)
		put_tx(o, &tx[i]);
	out_array_end(o);
	put_encoding(o);
}

void jito_ask_send_one(struct jsonrpc_request *q, const struct jito_tx *tx,
		       enum bucket_class class)
{
	struct out *o = begin_send(q, "sendTransaction", class, SINGLE);

	put_tx(o, tx);
	put_encoding(o);
}

static void ask_ids(struct jsonrpc_request *q, const char *method,
		    const char *const *ids, size_t n)
{
	struct out *o = begin(q, method, BUCKET_PLAIN, BUNDLES);

	out_array(o);
	for (size_t i = 0; i < n; i++)
		out_str(o, ids[i]);
	out_array_end(o);
}

void jito_ask_inflight(struct jsonrpc_request *q, const char *const *ids,
		       size_t n)
{
	ask_ids(q, "getInflightBundleStatuses", ids, n);
}

void jito_ask_bundles(struct jsonrpc_request *q, const char *const *ids,
		      size_t n)
{
	ask_ids(q, "getBundleStatuses", ids, n);
}

void jito_ask_tip_accounts(struct jsonrpc_request *q)
{
	begin(q, "getTipAccounts", BUCKET_PLAIN, BUNDLES);
}
