/* test_http - a request that did not leave, one whose answer is lost, an answer:
 * told apart whatever the other side does. */
#include "faulty.h"
#include "io/http.h"

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
	http_close(h);
	http_close(NULL);
	faulty_stop(&server);
	faulty_stop(&deaf);
	printf("test_http: pass\n");
	return 0;
}
