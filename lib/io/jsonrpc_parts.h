/* jsonrpc_parts.h - what a service and its endpoints are, for the files of jsonrpc.
 * Layer: io. */
#ifndef MM_JSONRPC_PARTS_H
#define MM_JSONRPC_PARTS_H

#include "io/breaker_state.h"
#include "io/jsonrpc.h"

#define JSONRPC_URL_MAX 4096 /* with its path */

struct jsonrpc_endpoint {
	char *url;
	struct breaker_state *state;
	enum jsonrpc_known known;
};

struct jsonrpc {
	struct jsonrpc_conf conf;
	struct jsonrpc_endpoint endpoint[JSONRPC_ENDPOINTS_MAX];
	struct http *http;
};

/* jsonrpc_aim makes c the call that brings q to that endpoint; url holds its URL. */
void jsonrpc_aim(const struct jsonrpc *s, struct http_call *c, struct buf *url,
		 size_t at, const struct jsonrpc_request *q);

/* jsonrpc_close_params closes what jsonrpc_begin opened, once. */
void jsonrpc_close_params(struct jsonrpc_request *q);

/* jsonrpc_take reads an endpoint's answer as this service means it, and tells the
 * endpoint's breaker. */
void jsonrpc_take(struct jsonrpc *s, size_t at, struct jsonrpc_reply *reply,
		  struct json *json, struct http_call *http, int64_t id);

/* jsonrpc_fits: that endpoint may be asked; it is greeted if it has not been.
 * out:     *reply, where it may not: UNSENT, and why. */
bool jsonrpc_fits(struct jsonrpc *s, size_t at, struct jsonrpc_reply *reply);

#endif
