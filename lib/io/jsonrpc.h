/* jsonrpc.h - JSON-RPC 2.0 over HTTP to one service with one or more endpoints.
 * Layer: io.  source: the JSON-RPC 2.0 specification.
 *
 * Every endpoint has a circuit breaker and a rate limit, shared with the other
 * processes of this MM_HOME (io/breaker_state.h).  A request goes to the first
 * endpoint that may be asked; where that one does not answer, or says that another
 * may know better, to the next.  Several requests run at the same time.
 *
 * Where a service's endpoints could be of several kinds (nodes of several chains),
 * each is greeted before it is asked anything: one that does not fit is left alone.
 *
 * What happened is told apart by what it means for something that must not be done
 * twice or lost: see enum jsonrpc_err.  Once an endpoint may have taken a request,
 * no later failure makes it UNSENT again.
 */
#ifndef MM_JSONRPC_H
#define MM_JSONRPC_H

#include "data/json.h"
#include "data/out.h"
#include "io/http.h"
#include "math/bucket.h"
#include "math/fsm_breaker.h"

enum jsonrpc_err {
	JSONRPC_OK = 0,  /* a result                                        */
	JSONRPC_UNSENT,  /* nothing left this machine, or every endpoint is
	                    left alone just now (retry_ms)                  */
	JSONRPC_LIMITED, /* the endpoint took nothing: rate limit (retry_ms) */
	JSONRPC_REFUSED, /* the service said no: code, why, data            */
	JSONRPC_LOST,    /* it left and no whole answer came                */
	JSONRPC_HTTP,    /* an answer of HTTP alone: status                 */
	JSONRPC_GARBAGE, /* an answer that is no reply to this request      */
};

/* jsonrpc_undone: surely nothing was done (UNSENT, LIMITED).  After REFUSED the
 * service says so itself; after the rest nobody knows. */
bool jsonrpc_undone(enum jsonrpc_err e);

struct jsonrpc_reply {
	enum jsonrpc_err err;
	const char *why;  /* one line, masked; NULL with JSONRPC_OK          */
	int status;       /* of HTTP; 0: none                                */
	int64_t retry_ms; /* when asking again may help; -1: not said        */
	int64_t code;     /* REFUSED, and LIMITED where a reply says one     */
	uint32_t data;    /* token of error.data; 0: none                    */
	uint32_t result;  /* token of the result, JSONRPC_OK only            */
	const struct json *json;
	size_t endpoint; /* which one this is from                           */
};

/* Private members; here so that requests can be members of other structs. */
struct jsonrpc_request {
	struct out body;
	struct http_call http;
	struct json json;
	struct jsonrpc_reply reply; /* valid until the request is begun again */
	struct buf url;
	const char *path;
	enum bucket_class class;
	int64_t id;
	int64_t wait_ms;     /* -1: as the service's */
	int64_t deadline_ms; /* of its waiting */
	uint64_t tried;      /* bit per endpoint */
	enum jsonrpc_err worst;
};

struct jsonrpc; /* a service */

/* What an error (JSONRPC_REFUSED) of a service means. */
enum jsonrpc_no {
	JSONRPC_NO_FINAL,     /* any endpoint would say it               */
	JSONRPC_NO_ELSEWHERE, /* another endpoint may not                */
	JSONRPC_NO_LIMIT,     /* it took nothing: JSONRPC_LIMITED        */
};

/* Whether an endpoint is what the service is about. */
enum jsonrpc_known {
	JSONRPC_STRANGER, /* not known: greeted again before it is asked */
	JSONRPC_FITS,
	JSONRPC_UNFIT, /* never asked */
};

#define JSONRPC_ENDPOINTS_MAX 16

struct jsonrpc_conf {
	const char *service;     /* plain word: names the state files       */
	const char *const *urls; /* copied                                 */
	size_t n_urls;           /* 1..JSONRPC_ENDPOINTS_MAX               */
	const char *const *headers; /* as http_call's; kept by the caller     */
	struct http_limits limits;
	struct bucket_rules rate; /* of each endpoint                         */
	int64_t wait_ms; /* how long a request waits for its turn, unless
	                    jsonrpc_wait says otherwise                       */
	/* NULL: every error is final. */
	enum jsonrpc_no (*judge)(const struct jsonrpc_reply *reply);
	/* A method without params each endpoint is asked first, and what its
	 * reply (JSONRPC_OK or JSONRPC_REFUSED) tells of it; NULL: none. */
	const char *greeting;
	enum jsonrpc_known (*meet)(const struct jsonrpc_reply *reply);
};

/* jsonrpc_open: NULL, and *why (constant phrase), if a URL cannot be used.
 * Owner: caller, jsonrpc_close. */
struct jsonrpc *jsonrpc_open(const struct jsonrpc_conf *conf, const char **why);
void jsonrpc_close(struct jsonrpc *s); /* NULL is no error */

size_t jsonrpc_endpoints(const struct jsonrpc *s);
/* jsonrpc_show: the endpoint's name for messages, without what may be secret. */
const char *jsonrpc_show(const struct jsonrpc *s, size_t endpoint,
			 char buf[static HTTP_SHOW_SZ]);

/* jsonrpc_greet greets every endpoint that has not been and may be asked now, all at
 * the same time, and tells each the replies.  Not needed before requests: what they need is greeted on
 * their way. */
void jsonrpc_greet(struct jsonrpc *s,
		   void (*each)(void *ctx, const struct jsonrpc_reply *reply),
		   void *ctx);

/* jsonrpc_request_init: replies up to reply_max bytes.  Owner: caller,
 * jsonrpc_request_free. */
void jsonrpc_request_init(struct jsonrpc_request *q, size_t reply_max);
void jsonrpc_request_free(struct jsonrpc_request *q);

/* jsonrpc_begin starts a request; the caller writes the elements of params to what
 * it returns. */
struct out *jsonrpc_begin(struct jsonrpc_request *q, const char *method,
			  enum bucket_class class);

/* jsonrpc_body: a request that was asked, as it will be sent: nothing may be added
 * any more.  For services that want it signed. */
const char *jsonrpc_body(struct jsonrpc_request *q, size_t *len);

/* jsonrpc_path: a begun request goes to this path (constant, under 64 bytes) below
 * each endpoint's URL. */
void jsonrpc_path(struct jsonrpc_request *q, const char *path);

/* jsonrpc_wait: how long a begun request may wait for its turn; 0: not at all. */
void jsonrpc_wait(struct jsonrpc_request *q, int64_t wait_ms);

/* jsonrpc_run sends n begun requests at the same time, each to one endpoint after
 * the other until one answers.  The outcome is in each q->reply. */
void jsonrpc_run(struct jsonrpc *s, struct jsonrpc_request *const *q, size_t n);

/* jsonrpc_call: jsonrpc_run of one; returns q->reply.err. */
enum jsonrpc_err jsonrpc_call(struct jsonrpc *s, struct jsonrpc_request *q);

/* jsonrpc_cast sends one begun request to every endpoint at the same time.
 * out:     q->reply: the best reply; each (may be NULL) sees all of them.
 * returns: how many took it (JSONRPC_OK). */
size_t jsonrpc_cast(struct jsonrpc *s, struct jsonrpc_request *q,
		    void (*each)(void *ctx, const struct jsonrpc_reply *reply),
		    void *ctx);

/* jsonrpc_read makes the reply of an HTTP answer, which it scans in place.  For
 * jsonrpc_run, and for tests. */
void jsonrpc_read(struct jsonrpc_reply *reply, struct json *json,
		  struct http_call *http, int64_t id);

/* jsonrpc_text: a constant, lower-case phrase; never NULL. */
const char *jsonrpc_text(enum jsonrpc_err e);

#endif
