#include "base/clock.h"
#include "base/mem.h"
#include "io/jsonrpc_parts.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PATH_MAX_LEN 64

struct jsonrpc *jsonrpc_open(const struct jsonrpc_conf *conf, const char **why)
{
	struct jsonrpc *s;

	*why = conf->n_urls > JSONRPC_ENDPOINTS_MAX ? "too many endpoints"
	       : conf->n_urls                       ? NULL
						    : "no endpoint";
	for (size_t i = 0; i < conf->n_urls && !*why; i++)
		*why = strlen(conf->urls[i]) > JSONRPC_URL_MAX - PATH_MAX_LEN
			       ? "URL too long"
			       : http_url_unfit(conf->urls[i],
						conf->limits.plain);
	if (*why)
		return NULL;
	s = mem_alloc(1, sizeof(*s));
	s->conf = *conf;
	s->conf.urls = NULL; /* copied below */
	s->http = http_open(&conf->limits);
	for (size_t i = 0; i < conf->n_urls; i++) {
		s->endpoint[i].url = mem_strdup(conf->urls[i]);
		s->endpoint[i].state = breaker_state_open(
			conf->service, conf->urls[i], &conf->rate);
		s->endpoint[i].known =
			conf->greeting ? JSONRPC_STRANGER : JSONRPC_FITS;
	}
	return s;
}

void jsonrpc_close(struct jsonrpc *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->conf.n_urls; i++) {
		breaker_state_close(s->endpoint[i].state);
		explicit_bzero(s->endpoint[i].url, strlen(s->endpoint[i].url));
		free(s->endpoint[i].url);
	}
	http_close(s->http);
	free(s);
}

size_t jsonrpc_endpoints(const struct jsonrpc *s)
{
	return s->conf.n_urls;
}

const char *jsonrpc_show(const struct jsonrpc *s, size_t endpoint,
			 char buf[static HTTP_SHOW_SZ])
{
	return http_show(buf, s->endpoint[endpoint].url);
}

void jsonrpc_request_init(struct jsonrpc_request *q, size_t reply_max)
{
	*q = (struct jsonrpc_request){ 0 };
	out_open(&q->body, -1);
	http_call_init(&q->http, reply_max);
	buf_init(&q->url, JSONRPC_URL_MAX);
}

void jsonrpc_request_free(struct jsonrpc_request *q)
{
	q->body.len = 0;
	out_close(&q->body);
	http_call_free(&q->http);
	json_free(&q->json);
	buf_free(&q->url);
}

struct out *jsonrpc_begin(struct jsonrpc_request *q, const char *method,
			  enum bucket_class class)
{
	struct out *o = &q->body;

	o->len = 0;
	o->depth = 0;
	o->comma = false;
	q->class = class;
	q->path = "";
	q->wait_ms = -1;
	q->id++;
	out_object(o);
	out_key(o, "jsonrpc");
	out_str(o, "2.0");
	out_key(o, "id");
	out_int(o, q->id);
	out_key(o, "method");
	out_str(o, method);
	out_key(o, "params");
	out_array(o);
	return o;
}

void jsonrpc_path(struct jsonrpc_request *q, const char *path)
{
	q->path = path;
}

void jsonrpc_wait(struct jsonrpc_request *q, int64_t wait_ms)
{
	q->wait_ms = wait_ms;
}

void jsonrpc_close_params(struct jsonrpc_request *q)
{
	if (q->body.depth) {
		out_array_end(&q->body);
		out_object_end(&q->body);
	}
}

const char *jsonrpc_body(struct jsonrpc_request *q, size_t *len)
{
	jsonrpc_close_params(q);
	*len = q->body.len;
	return q->body.buf;
}

/* What a reply means to the endpoint's breaker. */
static void tell(struct jsonrpc *s, size_t at, const struct jsonrpc_reply *r)
{
	enum breaker_news news = BREAKER_BAD;

	if (r->err == JSONRPC_OK || r->err == JSONRPC_REFUSED)
		news = BREAKER_GOOD;
	else if (r->err == JSONRPC_LIMITED || r->retry_ms >= 0)
		news = BREAKER_BUSY;
	breaker_state_tell(s->endpoint[at].state, news, clock_now_ms(),
			   r->retry_ms);
}

static enum jsonrpc_no judge(const struct jsonrpc *s,
			     const struct jsonrpc_reply *r)
{
	return s->conf.judge ? s->conf.judge(r) : JSONRPC_NO_FINAL;
}

void jsonrpc_take(struct jsonrpc *s, size_t at, struct jsonrpc_reply *reply,
		  struct json *json, struct http_call *http, int64_t id)
{
	jsonrpc_read(reply, json, http, id);
	reply->endpoint = at;
	if (reply->err == JSONRPC_REFUSED &&
	    judge(s, reply) == JSONRPC_NO_LIMIT)
		reply->err = JSONRPC_LIMITED;
	tell(s, at, reply);
}

void jsonrpc_aim(const struct jsonrpc *s, struct http_call *c, struct buf *url,
		 size_t at, const struct jsonrpc_request *q)
{
	url->len = 0;
	if (!buf_add(url, s->endpoint[at].url, strlen(s->endpoint[at].url)) ||
	    !buf_add(url, q->path, strlen(q->path) + 1))
		abort(); /* jsonrpc_open and the paths see to it */
	c->url = url->p;
	c->headers = s->conf.headers;
	c->body = q->body.buf;
	c->body_len = q->body.len;
}

/* The next endpoint that may be asked: its number, or -1 with the shortest wait in
 * q->reply (none left to try: the reply stays as it is). */
static int next_endpoint(struct jsonrpc *s, struct jsonrpc_request *q,
			 int64_t *wait_ms)
{
	int64_t now = clock_now_ms();

	*wait_ms = -1;
	for (size_t i = 0; i < s->conf.n_urls; i++) {
		int64_t wait;

		if (q->tried >> i & 1 || s->endpoint[i].known == JSONRPC_UNFIT)
			continue;
		wait = breaker_state_ask(s->endpoint[i].state, q->class, now);
		if (!wait)
			return (int)i;
		if (*wait_ms < 0 || wait < *wait_ms)
			*wait_ms = wait;
	}
	return -1;
}

/* An endpoint's reply to q.  True: another endpoint is to be asked. */
static bool settle(struct jsonrpc *s, struct jsonrpc_request *q)
{
	struct jsonrpc_reply *r = &q->reply;
	bool more = r->err == JSONRPC_REFUSED
			    ? judge(s, r) == JSONRPC_NO_ELSEWHERE
			    : r->err != JSONRPC_OK;

	if (r->err == JSONRPC_OK)
		return false;
	/* What may have been done stays so, whatever the others say. */
	if (q->worst != JSONRPC_OK)
		r->err = q->worst;
	else if (!jsonrpc_undone(r->err) && r->err != JSONRPC_REFUSED)
		q->worst = r->err;
	return more;
}

static void pause_ms(int64_t ms)
{
	const struct timespec t = { .tv_sec = (time_t)(ms / 1000),
				    .tv_nsec = (long)(ms % 1000) * 1000000 };

	nanosleep(&t, NULL);
}

/* Where one open request goes next; NULL: nowhere now, and *wait_ms says when that
 * may change, or *open is false: it is over. */
static struct http_call *direct(struct jsonrpc *s, struct jsonrpc_request *q,
				bool *open, int64_t *wait_ms)
{
	int at;

	while ((at = next_endpoint(s, q, wait_ms)) >= 0) {
		q->tried |= UINT64_C(1) << at;
		q->reply.endpoint = (size_t)at;
		if (!jsonrpc_fits(s, (size_t)at, &q->reply)) {
			settle(s, q);
			continue;
		}
		jsonrpc_aim(s, &q->http, &q->url, (size_t)at, q);
		return &q->http;
	}
	if (*wait_ms >= 0 && !q->tried)
		q->reply.retry_ms = *wait_ms;
	/* All were asked, or the next turn comes too late. */
	*open = *wait_ms >= 0 && clock_now_ms() + *wait_ms <= q->deadline_ms;
	return NULL;
}

/* Chooses where each open request goes next.  Returns how many go now; *wait_ms:
 * the shortest time after which one more could, -1: none. */
static size_t choose(struct jsonrpc *s, struct jsonrpc_request *const *q,
		     bool *open, size_t n, struct http_call **calls,
		     int64_t *wait_ms)
{
	size_t going = 0;

	*wait_ms = -1;
	for (size_t i = 0; i < n; i++) {
		int64_t wait = -1;

		calls[i] = open[i] ? direct(s, q[i], &open[i], &wait) : NULL;
		going += calls[i] != NULL;
		if (open[i] && !calls[i] && (*wait_ms < 0 || wait < *wait_ms))
			*wait_ms = wait;
	}
	return going;
}

static void run_chosen(struct jsonrpc *s, struct jsonrpc_request *const *q,
		       bool *open, size_t n, struct http_call **calls,
		       struct http_call **dense)
{
	size_t n_calls = 0;

	for (size_t i = 0; i < n; i++)
		if (calls[i])
			dense[n_calls++] = calls[i];
	http_run(s->http, dense, n_calls, NULL, NULL);
	for (size_t i = 0; i < n; i++) {
		if (!calls[i])
			continue;
		jsonrpc_take(s, q[i]->reply.endpoint, &q[i]->reply, &q[i]->json,
			     &q[i]->http, q[i]->id);
		open[i] = settle(s, q[i]);
	}
}

void jsonrpc_run(struct jsonrpc *s, struct jsonrpc_request *const *q, size_t n)
{
	struct http_call **calls = mem_alloc(2 * n, sizeof(struct http_call *));
	bool *open = mem_alloc(n, sizeof(bool));
	int64_t now = clock_now_ms(), wait;

	for (size_t i = 0; i < n; i++) {
		jsonrpc_close_params(q[i]);
		q[i]->deadline_ms = now + (q[i]->wait_ms < 0 ? s->conf.wait_ms
							     : q[i]->wait_ms);
		q[i]->tried = 0;
		q[i]->worst = JSONRPC_OK;
		q[i]->reply = (struct jsonrpc_reply){
			.err = JSONRPC_UNSENT,
			.why = "every endpoint is left alone for now",
			.retry_ms = -1,
			.json = &q[i]->json
		};
		open[i] = true;
	}
	for (;;) {
		size_t going = choose(s, q, open, n, calls, &wait);

		if (going)
			run_chosen(s, q, open, n, calls, calls + n);
		else if (wait < 0)
			break;
		else
			pause_ms(wait);
	}
	free(open);
	free(calls);
}

enum jsonrpc_err jsonrpc_call(struct jsonrpc *s, struct jsonrpc_request *q)
{
	jsonrpc_run(s, &q, 1);
	return q->reply.err;
}

/* How much a reply to a cast tells: what may have been done hides nothing. */
static int rank(enum jsonrpc_err e)
{
	switch (e) {
	case JSONRPC_UNSENT:
		return 0;
	case JSONRPC_LIMITED:
		return 1;
	case JSONRPC_REFUSED:
		return 2;
	case JSONRPC_LOST:
	case JSONRPC_HTTP:
	case JSONRPC_GARBAGE:
		return 3;
	case JSONRPC_OK:
		return 4;
	}
	return 0;
}

/* A cast: the request once for each endpoint. */
struct copy {
	struct http_call http;
	struct json json;
	struct jsonrpc_reply reply;
	struct buf url;
	bool sent;
};

static void swap_in(struct jsonrpc_request *q, struct copy *best)
{
	struct http_call http = q->http;
	struct json json = q->json;

	q->http = best->http;
	q->json = best->json;
	q->reply = best->reply;
	q->reply.json = &q->json;
	best->http = http;
	best->json = json;
}

/* Sends the copies whose endpoints may be asked. */
static void cast_off(struct jsonrpc *s, const struct jsonrpc_request *q,
		     struct copy *copies)
{
	struct http_call *calls[JSONRPC_ENDPOINTS_MAX];
	int64_t now = clock_now_ms(), wait;
	size_t n = 0;

	for (size_t i = 0; i < s->conf.n_urls; i++) {
		struct copy *c = &copies[i];

		http_call_init(&c->http, q->http.answer.limit - 1);
		buf_init(&c->url, JSONRPC_URL_MAX);
		c->reply = (struct jsonrpc_reply){ .err = JSONRPC_UNSENT,
						   .why = "left alone for now",
						   .retry_ms = -1,
						   .json = &c->json,
						   .endpoint = i };
		wait = s->endpoint[i].known == JSONRPC_UNFIT
			       ? 0
			       : breaker_state_ask(s->endpoint[i].state,
						   q->class, now);
		if (wait)
			c->reply.retry_ms = wait;
		if (wait || !jsonrpc_fits(s, i, &c->reply))
			continue;
		c->sent = true;
		jsonrpc_aim(s, &c->http, &c->url, i, q);
		calls[n++] = &c->http;
	}
	http_run(s->http, calls, n, NULL, NULL);
}

size_t jsonrpc_cast(struct jsonrpc *s, struct jsonrpc_request *q,
		    void (*each)(void *ctx, const struct jsonrpc_reply *reply),
		    void *ctx)
{
	struct copy *copies = mem_alloc(s->conf.n_urls, sizeof(*copies));
	struct copy *best = copies;
	size_t taken = 0;

	jsonrpc_close_params(q);
	cast_off(s, q, copies);
	for (size_t i = 0; i < s->conf.n_urls; i++) {
		struct copy *c = &copies[i];

		if (c->sent)
			jsonrpc_take(s, i, &c->reply, &c->json, &c->http,
				     q->id);
		taken += c->reply.err == JSONRPC_OK;
		if (each)
			each(ctx, &c->reply);
		if (rank(c->reply.err) > rank(best->reply.err))
			best = c;
	}
	swap_in(q, best);
	for (size_t i = 0; i < s->conf.n_urls; i++) {
		http_call_free(&copies[i].http);
		buf_free(&copies[i].url);
		json_free(&copies[i].json);
	}
	free(copies);
	return taken;
}
