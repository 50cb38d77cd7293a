/* test_http - a request that did not leave, one whose answer is lost, an answer:
 * told apart whatever the other side does. */
#include "faulty.h"
#include "io/http.h"

#include <sys/mman.h>
#include <time.h>

static struct faulty server, deaf;
static struct http *h;

static const struct http_limits quick = { .connect_ms = 500, .total_ms = 500 };

static void get(struct http_call *c, int port, const char *path)
{
	static char url[64];

	c->url = faulty_url(url, port, path);
	http_run(h, &c, 1, NULL, NULL);
}

static void bad_urls(void)
{
	static const struct {
		const char *url, *why, *shown;
	} t[] = {
		{ "", "not an http or https URL", "" },
		{ "ftp://a/", "not an http or https URL", "ftp://a" },
		{ "file:///etc/passwd", "not an http or https URL", "file://" },
		{ "https://", "URL without a host", "https://" },
		{ "https://:80/x", "URL without a host", "https://:80" },
		{ "https://a b/", "URL with a byte that is not allowed", NULL },
		{ "http://a.example/", "plain http to another machine",
		  "http://a.example" },
		{ "http://127.0.0.1.example/", "plain http to another machine",
		  NULL },
		{ "http://localhost@a.example/",
		  "plain http to another machine", "http://a.example" },
		{ "http://localhost:80\\@a.example",
		  "plain http to another machine", "http://a.example" },
		{ "http://a.example#@localhost/",
		  "plain http to another machine", "http://a.example" },
		{ "http://localhost/", NULL, "http://localhost" },
		{ "http://127.0.0.1:80/", NULL, "http://127.0.0.1:80" },
		{ "http://[::1]:80/", NULL, "http://[::1]:80" },
		{ "https://u:secret@a.example:4/secret?key=secret#secret", NULL,
		  "https://a.example:4" },
		{ "https://a.example?secret@b", NULL, "https://a.example" },
	};
	char shown[HTTP_SHOW_SZ];

	for (size_t i = 0; i < COUNT(t); i++) {
		const char *why = http_url_unfit(t[i].url, false);

		CHECK(why ? t[i].why && !strcmp(why, t[i].why) : !t[i].why);
		http_show(shown, t[i].url);
		CHECK(!t[i].shown || !strcmp(shown, t[i].shown));
	}
	CHECK(!http_url_unfit("http://a.example/", true));
	CHECK(http_url_unfit("ftp://a.example/", true));
}

static void unsent(void)
{
	struct http_call c;

	http_call_init(&c, 100);
	get(&c, faulty_nobody(), "/ok");
	CHECK(c.err == HTTP_UNSENT && c.why && !c.status && !c.answer.len);
	c.url = "http://a.example/";
	http_run(h, &(struct http_call *){ &c }, 1, NULL, NULL);
	CHECK(c.err == HTTP_UNSENT &&
	      !strcmp(c.why, "plain http to another machine"));
	/* TLS that fails comes before the request. */
	char url[64];
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/ok", server.port);
	c.url = url;
	http_run(h, &(struct http_call *){ &c }, 1, NULL, NULL);
	CHECK(c.err == HTTP_UNSENT);
	http_call_free(&c);
}

static void lost(void)
{
	static const char *const paths[] = { "/close", "/half", "/huge",
					     "/no-http", "/slow" };
	struct http_call c;

	http_call_init(&c, 1 << 20);
	for (size_t i = 0; i < COUNT(paths); i++) {
		get(&c, server.port, paths[i]);
		CHECK(c.err == HTTP_LOST && c.why && !c.status);
	}
	get(&c, server.port, "/huge");
	CHECK(!strcmp(c.why, "answer too big"));
	/* The connection stood, and the request may have left before the other
	 * side closed it. */
	get(&c, deaf.port, "/ok");
	CHECK(c.err == HTTP_LOST || c.err == HTTP_UNSENT);
	http_call_free(&c);
}

static void answers(void)
{
	static const char *const auth[] = { "x-auth: 1", NULL };
	struct http_call c;

	http_call_init(&c, 1000);
	c.headers = auth;
	get(&c, server.port, "/ok");
	CHECK(c.err == HTTP_OK && !c.why && c.status == 200);
	CHECK(!strcmp(c.answer.p,
		      "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"n\":7}}"));
	CHECK(c.retry_after_ms == -1 && c.took_us > 0);
	c.body = "{\"id\":12}";
	c.body_len = strlen(c.body);
	get(&c, server.port, "/echo");
	CHECK(c.err == HTTP_OK &&
	      strstr(c.answer.p, "\"id\":12,\"result\":9}"));
	CHECK(!strcmp(http_header(&c, "x-bundle-id"), "abc"));
	CHECK(!http_header(&c, "x-bundle"));
	get(&c, server.port, "/429-after");
	CHECK(c.err == HTTP_OK && c.status == 429 && c.retry_after_ms == 2000);
	get(&c, server.port, "/429");
	CHECK(c.err == HTTP_OK && c.status == 429 && c.retry_after_ms == -1);
	get(&c, server.port, "/redirect");
	CHECK(c.err == HTTP_OK && c.status == 302);
	CHECK(!http_header(&c, "x-bundle-id"));
	get(&c, server.port, "/empty");
	CHECK(c.err == HTTP_OK && c.status == 200 && !c.answer.len);
	/* A connection closed behind our back is opened anew. */
	for (int i = 0; i < 3; i++) {
		get(&c, server.port, "/once");
		CHECK(c.err == HTTP_OK);
	}
	http_call_free(&c);
}

static bool first(void *ctx, const struct http_call *c)
{
	++*(int *)ctx;
	return c->err == HTTP_OK;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* At the same time, and no longer than needed. */
static void several(void)
{
	static const char *const paths[] = { "/late", "/late", "/slow",
					     "/close" };
	struct http_call c[COUNT(paths)], *p[COUNT(paths)];
	char url[COUNT(paths)][64];
	int64_t start = now_ms();
	int seen = 0;

	for (size_t i = 0; i < COUNT(paths); i++) {
		http_call_init(&c[i], 1000);
		c[i].url = faulty_url(url[i], server.port, paths[i]);
		p[i] = &c[i];
	}
	http_run(h, p, COUNT(paths), first, &seen);
	CHECK(now_ms() - start < 450); /* the slow one was given up */
	CHECK(seen >= 2);
	CHECK(c[0].err == HTTP_OK || c[1].err == HTTP_OK);
	CHECK(c[2].err == HTTP_LOST && !strcmp(c[2].why, "given up"));
	CHECK(c[3].err == HTTP_LOST);
	http_run(h, p, 2, NULL, NULL);
	CHECK(c[0].err == HTTP_OK && c[1].err == HTTP_OK);
	http_run(h, p, 0, NULL, NULL);
	for (size_t i = 0; i < COUNT(paths); i++)
		http_call_free(&c[i]);
}

/* ---- requests that must not arrive twice ---- */

/* What came over all connections of the strict server. */
static struct seen {
	_Atomic int requests, strange;
} * seen;

/* A request as it came: "METHOD path", its headers behind the NUL. */
static bool came_as(const char *path, const char *method, const char *type,
		    const char *body, const char *want)
{
	const char *headers = path + strlen(path) + 1;
	const char *at = strstr(headers, "Content-Type: ");
	size_t len = strlen(method);

	return !strncmp(path - 1 - len, method, len) && !strcmp(body, want) &&
	       (at && at < body ? type && !strncmp(at + 14, type, strlen(type))
				: !type);
}

/* The second request of a connection is taken, and then the connection is reset, or
 * closed, without a word. */
static bool strict_serve(int fd, const char *path, const char *body)
{
	static const struct linger at_once = { .l_onoff = 1 };
	static const char form[] = "application/x-www-form-urlencoded";
	static int n;
	bool ok = !strcmp(path, "/warm");

	seen->requests++;
	if (!strcmp(path, "/delete"))
		ok = came_as(path, "DELETE", NULL, body, "");
	else if (!strcmp(path, "/put"))
		ok = came_as(path, "PUT", form, body, "a=1");
	else if (!strcmp(path, "/post"))
		ok = came_as(path, "POST", form, body, "a=1");
	else if (!strcmp(path, "/bare"))
		ok = came_as(path, "POST", NULL, body, "");
	else if (!strcmp(path, "/json"))
		ok = came_as(path, "POST", "application/json", body, "{}");
	seen->strange += !ok;
	if (++n == 1) {
		faulty_answer(fd, 200, "", "{}");
		return true;
	}
	if (n == 2 && path[1] == 'd')
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once,
			   sizeof(at_once));
	return false;
}

static const struct request {
	const char *path, *body, *type;
	enum http_method method;
} requests[] = {
	{ "/delete", NULL, NULL, HTTP_DELETE },
	{ "/put", "a=1", "application/x-www-form-urlencoded", HTTP_PUT },
	{ "/post", "a=1", "application/x-www-form-urlencoded", HTTP_POST },
	{ "/bare", NULL, NULL, HTTP_POST },
	{ "/json", "{}", NULL, HTTP_BY_BODY },
};

/* One request on a connection that has answered before: taken, never answered. */
static enum http_err on_kept(int port, const struct request *r, bool once)
{
	struct http *own = http_open(&quick);
	struct http_call c;
	enum http_err err;
	char url[64];

	http_call_init(&c, 1000);
	c.url = faulty_url(url, port, "/warm");
	http_run(own, &(struct http_call *){ &c }, 1, NULL, NULL);
	CHECK(c.err == HTTP_OK && c.took_us >= c.ready_us && c.ready_us > 0);
	seen->requests = 0;
	c.url = faulty_url(url, port, r->path);
	c.method = r->method;
	c.body = r->body;
	c.body_len = r->body ? strlen(r->body) : 0;
	c.type = r->type;
	c.once = once;
	http_run(own, &(struct http_call *){ &c }, 1, NULL, NULL);
	err = c.err;
	CHECK(err == HTTP_OK || c.why);
	http_call_free(&c);
	http_close(own);
	return err;
}

/* What is stopped before it leaves does not leave. */
static void stopped(int port)
{
	struct http_call c;
	bool stop = true;
	char url[64];

	http_call_init(&c, 1000);
	c.url = faulty_url(url, port, "/warm");
	c.stop = &stop;
	seen->requests = 0;
	http_run(h, &(struct http_call *){ &c }, 1, NULL, NULL);
	CHECK(c.err == HTTP_UNSENT && !strcmp(c.why, "stopped"));
	CHECK(!seen->requests);
	stop = false;
	http_run(h, &(struct http_call *){ &c }, 1, NULL, NULL);
	CHECK(c.err == HTTP_OK && seen->requests == 1 && !stop);
	get(&c, server.port, "/503");
	CHECK(c.err == HTTP_OK && !stop);
	get(&c, server.port, "/429");
	CHECK(c.err == HTTP_OK && c.status == 429 && stop);
	http_call_free(&c);
}

static void once_only(void)
{
	const struct faulty_rules rules = { strict_serve };
	struct faulty strict;

	seen = mmap(NULL, sizeof(*seen), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	CHECK(seen != MAP_FAILED);
	strict = faulty_start_with(&rules);
	for (size_t i = 0; i < COUNT(requests); i++) {
		CHECK(on_kept(strict.port, &requests[i], true) == HTTP_LOST);
		CHECK(seen->requests == 1);
		/* libcurl would send it again: so the test sees something. */
		CHECK(on_kept(strict.port, &requests[i], false) == HTTP_OK);
		CHECK(seen->requests == 2);
	}
	stopped(strict.port);
	CHECK(!seen->strange);
	faulty_stop(&strict);
	munmap(seen, sizeof(*seen));
}

/* A file of authorities that cannot be used lets nothing pass. */
static void authorities(void)
{
	struct http_limits limits = quick;
	struct http_call c;
	struct http *own;
	char url[64];

	limits.ca = "/nowhere/ca.pem";
	own = http_open(&limits);
	http_call_init(&c, 1000);
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/ok", server.port);
	c.url = url;
	http_run(own, &(struct http_call *){ &c }, 1, NULL, NULL);
	CHECK(c.err == HTTP_UNSENT && c.why);
	http_call_free(&c);
	http_close(own);
}

int main(void)
{
	bad_urls();
	server = faulty_start(false);
	deaf = faulty_start(true);
	h = http_open(&quick);
	unsent();
	lost();
	answers();
	several();
	once_only();
	authorities();
	http_close(h);
	http_close(NULL);
	faulty_stop(&server);
	faulty_stop(&deaf);
	printf("test_http: pass\n");
	return 0;
}
