#include "io/http.h"

#include "base/mem.h"

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LIBCURL  "libcurl.so.4"
#define HEAD_MAX ((size_t)32 << 10)
#define POLL_MS  1000
#define IDLE_S   20L /* servers close connections that are idle for longer */
#define TYPE_SZ  96
#define LOCAL    "localhost,127.0.0.1,::1"

/* What is used of libcurl. */
static struct {
	CURLcode (*global_init)(long);
	CURL *(*easy_init)(void);
	CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
	CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
	void (*easy_cleanup)(CURL *);
	void (*easy_reset)(CURL *);
	const char *(*easy_strerror)(CURLcode);
	CURLM *(*multi_init)(void);
	CURLMcode (*multi_add_handle)(CURLM *, CURL *);
	CURLMcode (*multi_remove_handle)(CURLM *, CURL *);
	CURLMcode (*multi_perform)(CURLM *, int *);
	CURLMcode (*multi_poll)(CURLM *, struct curl_waitfd *, unsigned, int,
				int *);
	CURLMsg *(*multi_info_read)(CURLM *, int *);
	CURLMcode (*multi_cleanup)(CURLM *);
	struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
	void (*slist_free_all)(struct curl_slist *);
	bool loaded;
} curl;

/* One easy handle: the request it is busy with. */
struct line {
	CURL *easy;
	struct http_call *call; /* NULL: idle */
	struct curl_slist *headers;
	bool sent; /* the request was about to leave */
};

struct http {
	struct http_limits limits;
	CURLM *multi; /* NULL until the first request */
	struct line *lines;
	size_t n_lines;
};

static bool load(void)
{
	static const struct {
		void *to;
		const char *name;
	} calls[] = {
		{ &curl.global_init, "curl_global_init" },
		{ &curl.easy_init, "curl_easy_init" },
		{ &curl.easy_setopt, "curl_easy_setopt" },
		{ &curl.easy_getinfo, "curl_easy_getinfo" },
		{ &curl.easy_cleanup, "curl_easy_cleanup" },
		{ &curl.easy_reset, "curl_easy_reset" },
		{ &curl.easy_strerror, "curl_easy_strerror" },
		{ &curl.multi_init, "curl_multi_init" },
		{ &curl.multi_add_handle, "curl_multi_add_handle" },
		{ &curl.multi_remove_handle, "curl_multi_remove_handle" },
		{ &curl.multi_perform, "curl_multi_perform" },
		{ &curl.multi_poll, "curl_multi_poll" },
		{ &curl.multi_info_read, "curl_multi_info_read" },
		{ &curl.multi_cleanup, "curl_multi_cleanup" },
		{ &curl.slist_append, "curl_slist_append" },
		{ &curl.slist_free_all, "curl_slist_free_all" },
	};
	void *lib;

	if (curl.loaded)
		return true;
	lib = dlopen(LIBCURL, RTLD_NOW | RTLD_LOCAL);
	if (!lib)
		return false;
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		void *at = dlsym(lib, calls[i].name);

		if (!at)
			return false;
		memcpy(calls[i].to, &at, sizeof(at));
	}
	curl.loaded = curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
	return curl.loaded;
}

struct http *http_open(const struct http_limits *limits)
{
	struct http *h = mem_alloc(1, sizeof(*h));

	h->limits = *limits;
	return h;
}

void http_close(struct http *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->n_lines; i++)
		curl.easy_cleanup(h->lines[i].easy);
	if (h->multi)
		curl.multi_cleanup(h->multi);
	free(h->lines);
	free(h);
}

void http_call_init(struct http_call *c, size_t answer_max)
{
	*c = (struct http_call){ .retry_after_ms = -1 };
	buf_init(&c->answer, answer_max + 1);
	buf_init(&c->head, HEAD_MAX);
}

void http_call_free(struct http_call *c)
{
	buf_free(&c->answer);
	buf_free(&c->head);
}

static size_t take_body(char *p, size_t one, size_t n, void *ctx)
{
	struct http_call *c = ctx;

	(void)one;
	/* Room for the NUL as well. */
	if (!buf_reserve(&c->answer, n + 1)) {
		c->why = "answer too big";
		return 0;
	}
	memcpy(c->answer.p + c->answer.len, p, n);
	c->answer.len += n;
	c->answer.p[c->answer.len] = '\0';
	return n;
}

/* Before libcurl hands the connection to the next request. */
static void look_for_stop(const struct http_call *c, const char *p, size_t n)
{
	static const char *const wait[] = { " 403", " 418", " 429" };
	const char *space;

	if (!c->stop || n < 12 || memcmp(p, "HTTP/", 5) != 0)
		return;
	space = memchr(p, ' ', n - 4);
	for (size_t i = 0; space && i < sizeof(wait) / sizeof(*wait); i++)
		if (!memcmp(space, wait[i], 4))
			*c->stop = true;
}

static size_t take_head(char *p, size_t one, size_t n, void *ctx)
{
	struct http_call *c = ctx;
	size_t len = n;

	(void)one;
	look_for_stop(c, p, n);
	while (len && (p[len - 1] == '\n' || p[len - 1] == '\r'))
		len--;
	if (!buf_add(&c->head, p, len) || !buf_add(&c->head, "", 1)) {
		c->why = "headers too big";
		return 0;
	}
	return n;
}

/* The answer's headers as lines; a NUL inside one only makes it two. */
const char *http_header(const struct http_call *c, const char *name)
{
	size_t len = strlen(name), at = 0;

	while (at < c->head.len) {
		const char *line = c->head.p + at;

		at += strlen(line) + 1;
		if (strncasecmp(line, name, len) != 0 || line[len] != ':')
			continue;
		line += len + 1;
		return line + strspn(line, " \t");
	}
	return NULL;
}

/* Called when a request is about to leave, and again when libcurl is about to send
 * it anew because the kept connection was closed. */
static int allow_send(void *ctx, char *ip, char *own_ip, int port, int own_port)
{
	struct line *l = ctx;
	struct http_call *c = l->call;

	(void)ip, (void)own_ip, (void)port, (void)own_port;
	if (c->stop && *c->stop)
		c->why = "stopped";
	else if (c->once && l->sent)
		c->why = "the connection was closed";
	else
		l->sent = true;
	return c->why ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

static void watch_send(struct line *l)
{
	bool can;

	curl.easy_setopt(l->easy, CURLOPT_PREREQDATA, l);
	can = curl.easy_setopt(l->easy, CURLOPT_PREREQFUNCTION, allow_send) ==
	      CURLE_OK;
	if (!l->call->once)
		return;
	curl.easy_setopt(l->easy, CURLOPT_MAXAGE_CONN, IDLE_S);
	/* A libcurl that does not ask before it sends: on a new connection it
	 * never sends again. */
	if (!can)
		curl.easy_setopt(l->easy, CURLOPT_FRESH_CONNECT, 1L);
}

static const char *method_of(const struct http_call *c)
{
	switch (c->method) {
	case HTTP_BY_BODY:
		return c->body ? "POST" : "GET";
	case HTTP_GET:
		return "GET";
	case HTTP_POST:
		return "POST";
	case HTTP_PUT:
		return "PUT";
	case HTTP_DELETE:
		return "DELETE";
	}
	return "GET";
}

static void add_header(struct line *l, const char *text)
{
	l->headers = curl.slist_append(l->headers, text);
}

static void put_body(struct line *l)
{
	const struct http_call *c = l->call;
	const char *type = c->type ? c->type : "application/json";
	char line[TYPE_SZ];

	if (c->body) {
		snprintf(line, sizeof(line), "Content-Type: %s", type);
		add_header(l, line);
	} else {
		add_header(l, "Content-Type:"); /* none */
	}
	/* Without this a large body waits a second for a "continue". */
	add_header(l, "Expect:");
	curl.easy_setopt(l->easy, CURLOPT_POSTFIELDSIZE_LARGE,
			 (curl_off_t)(c->body ? c->body_len : 0));
	curl.easy_setopt(l->easy, CURLOPT_POSTFIELDS, c->body ? c->body : "");
}

static void prepare(struct http *h, struct line *l)
{
	struct http_call *c = l->call;
	CURL *e = l->easy;

	/* CURLOPT_NOSIGNAL stays off: with it a TLS connection that the other
	 * side closed would be SIGPIPE, which filters leave deadly. */
	curl.easy_reset(e);
	curl.easy_setopt(e, CURLOPT_URL, c->url);
	curl.easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl.easy_setopt(e, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	curl.easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	curl.easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
	curl.easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
	curl.easy_setopt(e, CURLOPT_NOPROXY, LOCAL);
	curl.easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "");
	curl.easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS,
			 (long)h->limits.connect_ms);
	curl.easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)h->limits.total_ms);
	curl.easy_setopt(e, CURLOPT_WRITEFUNCTION, take_body);
	curl.easy_setopt(e, CURLOPT_WRITEDATA, c);
	curl.easy_setopt(e, CURLOPT_HEADERFUNCTION, take_head);
	curl.easy_setopt(e, CURLOPT_HEADERDATA, c);
	curl.easy_setopt(e, CURLOPT_PRIVATE, l);
	if (h->limits.ca)
		curl.easy_setopt(e, CURLOPT_CAINFO, h->limits.ca);
	l->headers = NULL;
	l->sent = false;
	for (const char *const *p = c->headers; p && *p; p++)
		add_header(l, *p);
	if (c->body || c->method == HTTP_POST || c->method == HTTP_PUT)
		put_body(l);
	curl.easy_setopt(e, CURLOPT_CUSTOMREQUEST, method_of(c));
	watch_send(l);
	curl.easy_setopt(e, CURLOPT_HTTPHEADER, l->headers);
}

/* An idle easy handle: more_lines made enough of them. */
static struct line *idle_line(struct http *h)
{
	for (size_t i = 0; i < h->n_lines; i++)
		if (!h->lines[i].call)
			return &h->lines[i];
	return NULL;
}

static void more_lines(struct http *h, size_t n)
{
	if (h->n_lines >= n)
		return;
	h->lines = mem_realloc(h->lines, n, sizeof(*h->lines));
	for (; h->n_lines < n; h->n_lines++)
		h->lines[h->n_lines] =
			(struct line){ .easy = curl.easy_init() };
}

/* The request of l is over, or is given up while under way. */
static void finish(struct http *h, struct line *l, CURLcode code)
{
	struct http_call *c = l->call;
	curl_off_t wait = 0, took = 0, ready = 0;
	long sent = 0, status = 0;

	curl.easy_getinfo(l->easy, CURLINFO_REQUEST_SIZE, &sent);
	curl.easy_getinfo(l->easy, CURLINFO_RESPONSE_CODE, &status);
	curl.easy_getinfo(l->easy, CURLINFO_RETRY_AFTER, &wait);
	curl.easy_getinfo(l->easy, CURLINFO_TOTAL_TIME_T, &took);
	curl.easy_getinfo(l->easy, CURLINFO_PRETRANSFER_TIME_T, &ready);
	c->took_us = took;
	c->ready_us = ready;
	if (code == CURLE_OK) {
		c->err = HTTP_OK;
		c->why = NULL;
		c->status = (int)status;
		c->retry_after_ms = wait ? (int64_t)wait * 1000 : -1;
	} else {
		c->err = sent || l->sent ? HTTP_LOST : HTTP_UNSENT;
		if (!c->why)
			c->why = curl.easy_strerror(code);
	}
	curl.multi_remove_handle(h->multi, l->easy);
	curl.slist_free_all(l->headers);
	l->headers = NULL;
	l->call = NULL;
}

static void start(struct http *h, struct http_call *c)
{
	struct line *l;

	c->err = HTTP_UNSENT;
	c->status = 0;
	c->retry_after_ms = -1;
	c->took_us = c->ready_us = 0;
	c->answer.len = c->head.len = 0;
	c->why = http_url_unfit(c->url, h->limits.plain);
	if (!c->why && !load())
		c->why = "libcurl cannot be loaded";
	if (c->why)
		return;
	if (!h->multi)
		h->multi = curl.multi_init();
	l = idle_line(h);
	if (!h->multi || !l->easy) {
		c->why = "libcurl cannot be used";
		return;
	}
	l->call = c;
	prepare(h, l);
	if (curl.multi_add_handle(h->multi, l->easy) != CURLM_OK)
		finish(h, l, CURLE_FAILED_INIT);
}

void http_run(struct http *h, struct http_call *const *calls, size_t n,
	      bool (*enough)(void *ctx, const struct http_call *c), void *ctx)
{
	bool over = false;
	int running = 1, left;
	CURLMsg *m;

	if (load())
		more_lines(h, n);
	for (size_t i = 0; i < n; i++)
		start(h, calls[i]);
	while (h->multi && running && !over) {
		if (curl.multi_perform(h->multi, &running) != CURLM_OK)
			break;
		while ((m = curl.multi_info_read(h->multi, &left))) {
			CURLcode code = m->data.result;
			struct http_call *c;
			struct line *l;

			curl.easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &l);
			c = l->call;
			finish(h, l, code);
			over = over || (enough && enough(ctx, c));
		}
		if (running && !over)
			curl.multi_poll(h->multi, NULL, 0, POLL_MS, NULL);
	}
	for (size_t i = 0; i < h->n_lines; i++) {
		struct line *l = &h->lines[i];

		if (!l->call)
			continue;
		l->call->why = "given up";
		finish(h, l, CURLE_ABORTED_BY_CALLBACK);
	}
}

/* The host of a URL behind its scheme and any user: where it begins, its length
 * with the port. */
static const char *host_of(const char *url, size_t *len)
{
	const char *p = strstr(url, "://"), *at;

	p = p ? p + 3 : url;
	*len = strcspn(p, "/?#");
	for (at = p + *len; at > p; at--)
		if (at[-1] == '@') {
			*len -= (size_t)(at - p);
			return at;
		}
	return p;
}

static bool is_local(const char *host, size_t len)
{
	static const char *const local[] = { "localhost", "127.0.0.1",
					     "[::1]" };

	for (size_t i = 0; i < sizeof(local) / sizeof(*local); i++) {
		size_t n = strlen(local[i]);

		if (len >= n && !strncmp(host, local[i], n) &&
		    (len == n || host[n] == ':'))
			return true;
	}
	return false;
}

const char *http_url_unfit(const char *url, bool plain)
{
	size_t len;
	const char *host = host_of(url, &len);
	bool tls = !strncmp(url, "https://", 8);

	if (!tls && strncmp(url, "http://", 7) != 0)
		return "not an http or https URL";
	if (!len || *host == ':')
		return "URL without a host";
	for (const char *p = url; *p; p++)
		if (*p <= ' ' || *p > '~')
			return "URL with a byte that is not allowed";
	if (!tls && !plain && !is_local(host, len))
		return "plain http to another machine";
	return NULL;
}

const char *http_show(char buf[static HTTP_SHOW_SZ], const char *url)
{
	size_t len;
	const char *host = host_of(url, &len);
	const char *scheme = strstr(url, "://");

	snprintf(buf, HTTP_SHOW_SZ, "%.*s%.*s",
		 scheme ? (int)(scheme - url) + 3 : 0, url,
		 (int)(len < HTTP_SHOW_SZ ? len : HTTP_SHOW_SZ), host);
	return buf;
}
