#include "venue/cex_session.h"

#include "base/conf.h"
#include "base/hex.h"
#include "chain/hash.h"
#include "venue/cex_quota.h"
#include "venue/cex_session_parts.h"

#include <stdlib.h>
#include <string.h>

#define CONNECT_MAX_MS 3000
#define URL_MAX        ((size_t)32 << 10)

struct http *cex_http(void)
{
	int64_t total = conf_ms("VENUE_TIMEOUT");

	return http_open(&(struct http_limits){
		.connect_ms = total < CONNECT_MAX_MS ? total : CONNECT_MAX_MS,
		.total_ms = total,
		.ca = conf_isset("VENUE_CA") ? conf_text("VENUE_CA") : NULL,
	});
}

static const char *open_host(struct cex_session *s, enum cex_host host,
			     const char *key)
{
	const char *url = conf_text(key), *why = http_url_unfit(url, false);

	if (why)
		return why;
	if (strpbrk(url, "?#@"))
		return "URL with more than a host and a path";
	s->hosts[host].url = url;
	s->hosts[host].quota = cex_quota_open(s->venue, host);
	return s->hosts[host].quota ? NULL : "MM_HOME/quota cannot be made";
}

struct cex_session *cex_open(const struct cex_venue *venue, struct http *http,
			     const struct cex_creds *creds, const char **why)
{
	struct cex_session *s = mem_alloc(1, sizeof(*s));

	*s = (struct cex_session){ .venue = venue,
				   .creds = creds,
				   .http = http };
	cex_call_init(&s->time, s);
	*why = creds && creds->ed25519 && !venue->takes_ed25519
		       ? "the venue takes no Ed25519 keys"
		       : open_host(s, CEX_HOST_TRADE, venue->url_key);
	if (!*why)
		*why = open_host(s, CEX_HOST_KEYS,
				 venue->keys_url_key ? venue->keys_url_key
						     : venue->url_key);
	if (*why) {
		cex_close(s);
		return NULL;
	}
	return s;
}

void cex_close(struct cex_session *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < CEX_HOSTS; i++)
		quota_close(s->hosts[i].quota);
	cex_call_free(&s->time);
	free(s);
}

const struct cex_venue *cex_venue_of(const struct cex_session *s)
{
	return s->venue;
}

const char *cex_mark(char out[static CEX_MARK_SZ], const char *key)
{
	const struct hash_part part = { key, strlen(key) };
	unsigned char hash[SHA256_LEN];

	sha256(hash, &part, 1);
	return hex_format(out, hash, (CEX_MARK_SZ - 1) / 2);
}

const char *cex_mark_of(char out[static CEX_MARK_SZ],
			const struct cex_session *s)
{
	if (s->creds)
		return cex_mark(out, s->creds->key);
	memcpy(out, "-", 2);
	return out;
}

/* ---- calls ---- */

void cex_call_init(struct cex_call *c, struct cex_session *s)
{
	*c = (struct cex_call){ .session = s };
	http_call_init(&c->http, CEX_ANSWER_MAX);
	buf_init(&c->url, URL_MAX);
}

static void wipe(struct buf *b)
{
	if (b->p)
		explicit_bzero(b->p, b->cap);
}

void cex_call_free(struct cex_call *c)
{
	wipe(&c->url);
	wipe(&c->http.answer);
	wipe(&c->http.head);
	buf_free(&c->url);
	http_call_free(&c->http);
	cex_request_free(&c->req);
}

void cex_answer(struct cex_call *c, const struct cex_reply *reply)
{
	c->reply = *reply;
	c->body = NULL;
	c->len = 0;
	c->status = 0;
	c->left = false;
	c->sent_ms = c->took_us = 0;
}

static void refuse(struct cex_call *c, enum cex_verdict verdict,
		   enum cex_why why, const char *text)
{
	cex_answer(c, &(struct cex_reply){ .verdict = verdict,
					   .why = why,
					   .text = text,
					   .retry_ms = -1,
					   .until_ms = -1 });
}

/* The request as libcurl takes it.  False: its URL is too long. */
static bool aim(struct cex_call *c)
{
	const struct cex_request *r = &c->req;
	const char *base = c->session->hosts[r->host].url;
	size_t len = strlen(base);

	while (len && base[len - 1] == '/')
		len--;
	c->url.len = 0;
	return buf_add(&c->url, base, len) &&
	       buf_add(&c->url, r->path, strlen(r->path)) &&
	       (!r->query.len ||
		(buf_add(&c->url, "?", 1) &&
		 buf_add(&c->url, r->query.p, r->query.len))) &&
	       buf_add(&c->url, "", 1);
}

static enum http_method method_of(enum cex_method m)
{
	switch (m) {
	case CEX_GET:
		return HTTP_GET;
	case CEX_POST:
		return HTTP_POST;
	case CEX_PUT:
		return HTTP_PUT;
	case CEX_DELETE:
		return HTTP_DELETE;
	}
	return HTTP_GET;
}

static void hand_over(struct cex_call *c)
{
	const struct cex_request *r = &c->req;
	struct http_call *h = &c->http;

	for (size_t i = 0; i < r->n_headers; i++)
		c->headers[i] = r->headers[i].p;
	c->headers[r->n_headers] = NULL;
	h->url = c->url.p;
	h->headers = c->headers;
	h->method = method_of(r->method);
	h->body = r->body.len ? r->body.p : NULL;
	h->body_len = r->body.len;
	h->type = r->json ? "application/json"
			  : "application/x-www-form-urlencoded";
	h->once = r->once;
	h->stop = &c->session->hosts[r->host].stop;
}

/* Everything but the send.  False: the reply says why not. */
static bool prepare(struct cex_call *c)
{
	struct cex_session *s = c->session;
	struct cex_request *r = &c->req;
	struct cex_reply no;

	if (r->is_signed && !s->creds) {
		refuse(c, CEX_FATAL, CEX_SIGNATURE, "there is no key for it");
		return false;
	}
	if (!cex_quota_take(s->hosts[r->host].quota, r, &no)) {
		cex_answer(c, &no);
		return false;
	}
	c->sent_ms = 0;
	if (r->is_signed) {
		c->sent_ms = c->ts_ms ? c->ts_ms : cex_now(s);
		s->venue->sign(r, s->creds, c->sent_ms,
			       conf_int("RECV_WINDOW_MS"));
	}
	if (!aim(c)) {
		refuse(c, CEX_REJECTED, CEX_OTHER, "its URL is too long");
		return false;
	}
	hand_over(c);
	c->began_us = cex_boot_us();
	return true;
}

static void judge(struct cex_call *c, struct arena *a)
{
	struct cex_session *s = c->session;
	const struct http_call *h = &c->http;
	bool whole = h->err == HTTP_OK;

	if (h->err == HTTP_UNSENT) {
		refuse(c, CEX_RETRY, *h->stop ? CEX_BANNED : CEX_TRANSPORT,
		       *h->stop ? quota_text(QUOTA_HELD) : h->why);
		return;
	}
	c->left = true;
	c->took_us = h->took_us - h->ready_us;
	c->status = whole ? h->status : 0;
	c->body = !whole ? NULL : h->answer.len ? h->answer.p : "";
	c->len = whole ? h->answer.len : 0;
	s->venue->judge(&c->reply, &c->req, c->status,
			whole ? http_header(h, "Retry-After") : NULL,
			whole ? c->body : "", c->len, a);
	if (!whole)
		c->reply.text = h->why;
	else
		cex_quota_heed(s->hosts[c->req.host].quota, s->venue, h,
			       &c->reply, cex_now(s));
}

void cex_make(struct cex_call *const *calls, size_t n, struct arena *a)
{
	struct http_call **https = arena_alloc(a, n * sizeof(*https));
	struct cex_call **going = arena_alloc(a, n * sizeof(*going));
	size_t n_going = 0;

	for (size_t i = 0; i < n; i++) {
		if (!prepare(calls[i]))
			continue;
		https[n_going] = &calls[i]->http;
		going[n_going++] = calls[i];
	}
	if (!n_going)
		return;
	for (size_t i = 0; i < n_going; i++)
		going[i]->session->hosts[going[i]->req.host].stop = false;
	http_run(going[0]->session->http, https, n_going, NULL, NULL);
	for (size_t i = 0; i < n_going; i++)
		judge(going[i], a);
}
