/* Who an endpoint is, before it is asked anything else. */
#include "base/clock.h"
#include "base/mem.h"
#include "io/jsonrpc_parts.h"

#include <stdlib.h>

#define GREETING_MAX ((size_t)1 << 16) /* bytes of an answer */

/* A greeting on its way to one endpoint. */
struct hello {
	struct jsonrpc_request q;
	size_t at;
};

static void hello_open(struct hello *h, struct jsonrpc *s, size_t at)
{
	h->at = at;
	jsonrpc_request_init(&h->q, GREETING_MAX);
	jsonrpc_begin(&h->q, s->conf.greeting, BUCKET_PLAIN);
	jsonrpc_close_params(&h->q);
	jsonrpc_aim(s, &h->q.http, &h->q.url, at, &h->q);
}

static void hello_read(struct hello *h, struct jsonrpc *s)
{
	struct jsonrpc_reply *r = &h->q.reply;

	jsonrpc_take(s, h->at, r, &h->q.json, &h->q.http, h->q.id);
	r->endpoint = h->at;
	if (r->err == JSONRPC_OK || r->err == JSONRPC_REFUSED)
		s->endpoint[h->at].known = s->conf.meet(r);
}

bool jsonrpc_fits(struct jsonrpc *s, size_t at, struct jsonrpc_reply *reply)
{
	struct jsonrpc_endpoint *e = &s->endpoint[at];

	if (e->known == JSONRPC_STRANGER) {
		struct hello h;
		struct http_call *call = &h.q.http;

		hello_open(&h, s, at);
		http_run(s->http, &call, 1, NULL, NULL);
		hello_read(&h, s);
		reply->status = h.q.reply.status;
		reply->retry_ms = h.q.reply.retry_ms;
		jsonrpc_request_free(&h.q);
	}
	if (e->known == JSONRPC_FITS)
		return true;
	reply->err = JSONRPC_UNSENT;
	reply->why = e->known == JSONRPC_UNFIT ? "it is not what it should be"
					       : "it does not say what it is";
	return false;
}

void jsonrpc_greet(struct jsonrpc *s,
		   void (*each)(void *ctx, const struct jsonrpc_reply *reply),
		   void *ctx)
{
	struct hello *h = mem_alloc(s->conf.n_urls, sizeof(*h));
	struct http_call *calls[JSONRPC_ENDPOINTS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < s->conf.n_urls; i++) {
		const struct jsonrpc_endpoint *e = &s->endpoint[i];

		if (e->known != JSONRPC_STRANGER ||
		    breaker_state_ask(e->state, BUCKET_PLAIN, clock_now_ms()))
			continue;
		hello_open(&h[n], s, i);
		calls[n] = &h[n].q.http;
		n++;
	}
	http_run(s->http, calls, n, NULL, NULL);
	for (size_t i = 0; i < n; i++) {
		hello_read(&h[i], s);
		each(ctx, &h[i].q.reply);
		jsonrpc_request_free(&h[i].q);
	}
	free(h);
}
