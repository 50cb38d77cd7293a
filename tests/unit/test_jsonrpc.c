/* test_jsonrpc - what every kind of answer means, the way from endpoint to
 * endpoint, and what the processes of one MM_HOME remember of them. */
#include "base/clock.h"
#include "data/json_get.h"
#include "faulty.h"
#include "io/breaker_state.h"
#include "io/jsonrpc.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

static char home[] = "/tmp/mm-test-jsonrpc-XXXXXX";
static struct faulty server;

static void empty(const char *dir)
{
	struct dirent *e;
	DIR *d = opendir(dir);

	while (d && (e = readdir(d))) {
		char path[600];

		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (e->d_name[0] != '.')
			CHECK(unlink(path) == 0);
	}
	if (d)
		closedir(d);
}

/* All endpoints as if never used. */
static void forget(void)
{
	char dir[sizeof(home) + 16];

	snprintf(dir, sizeof(dir), "%s/breaker", home);
	empty(dir);
}

static const char *greets; /* of services opened now */
static int64_t too_much;   /* a code */
static enum jsonrpc_known meet(const struct jsonrpc_reply *r);

static enum jsonrpc_no judge(const struct jsonrpc_reply *r)
{
	if (too_much && r->code == too_much)
		return JSONRPC_NO_LIMIT;
	return r->code == -32005 ? JSONRPC_NO_ELSEWHERE : JSONRPC_NO_FINAL;
}

/* A service of those paths; "-": nobody listens there. */
static struct jsonrpc *service(const char *const *paths, size_t n)
{
	char text[JSONRPC_ENDPOINTS_MAX][64];
	const char *urls[JSONRPC_ENDPOINTS_MAX], *why;
	struct jsonrpc_conf conf = { .service = "test",
				     .urls = urls,
				     .n_urls = n,
				     .limits = { .connect_ms = 300,
						 .total_ms = 300 },
				     .rate = { 0, 1, 0 },
				     .judge = judge,
				     .greeting = greets,
				     .meet = meet };
	struct jsonrpc *s;

	for (size_t i = 0; i < n; i++)
		urls[i] = *paths[i] == '-'
				  ? faulty_url(text[i], faulty_nobody(), "/")
				  : faulty_url(text[i], server.port, paths[i]);
	s = jsonrpc_open(&conf, &why);
	CHECK(s && !why);
	return s;
}

/* The same, never used before. */
static struct jsonrpc *fresh(const char *const *paths, size_t n)
{
	forget();
	return service(paths, n);
}

static void begin(struct jsonrpc_request *q)
{
	struct out *o = jsonrpc_begin(q, "getThing", BUCKET_PLAIN);

	out_str(o, "a\"b");
	out_int(o, 3);
}

/* One endpoint: what its answer is. */
static void outcomes(void)
{
	static const struct {
		const char *path;
		enum jsonrpc_err err;
		int status;
		int64_t retry_ms, code;
		const char *why;
	} t[] = {
		{ "/ok", JSONRPC_OK, 200, -1, 0, NULL },
		{ "/null", JSONRPC_OK, 200, -1, 0, NULL },
		{ "-", JSONRPC_UNSENT, 0, -1, 0, NULL },
		{ "/close", JSONRPC_LOST, 0, -1, 0, NULL },
		{ "/half", JSONRPC_LOST, 0, -1, 0, NULL },
		{ "/slow", JSONRPC_LOST, 0, -1, 0, NULL },
		{ "/huge", JSONRPC_LOST, 0, -1, 0, "answer too big" },
		{ "/no-http", JSONRPC_LOST, 0, -1, 0, NULL },
		{ "/429", JSONRPC_LIMITED, 429, -1, 0, "rate limit" },
		{ "/429-after", JSONRPC_LIMITED, 429, 2000, 0, "rate limit" },
		{ "/429-rpc", JSONRPC_LIMITED, 429, 250, -32097,
		  "Rate limit exceeded. Retry after 250 ms" },
		{ "/500", JSONRPC_HTTP, 500, -1, 0, "an HTTP error" },
		{ "/503", JSONRPC_HTTP, 503, 3000, 0, "an HTTP error" },
		{ "/redirect", JSONRPC_HTTP, 302, -1, 0, "an HTTP error" },
		{ "/refused", JSONRPC_REFUSED, 200, -1, -32002, "no?way" },
		{ "/400-refused", JSONRPC_REFUSED, 400, -1, -32602, "tip" },
		{ "/behind", JSONRPC_REFUSED, 200, -1, -32005, "behind" },
		{ "/garbage", JSONRPC_GARBAGE, 200, -1, 0, NULL },
		{ "/wrong-id", JSONRPC_GARBAGE, 200, -1, 0, NULL },
		{ "/no-result", JSONRPC_GARBAGE, 200, -1, 0, NULL },
		{ "/array", JSONRPC_GARBAGE, 200, -1, 0, NULL },
		{ "/empty", JSONRPC_GARBAGE, 200, -1, 0, NULL },
	};
	struct jsonrpc_request q;

	jsonrpc_request_init(&q, 1 << 20);
	for (size_t i = 0; i < COUNT(t); i++) {
		struct jsonrpc *s = fresh(&t[i].path, 1);
		const struct jsonrpc_reply *r = &q.reply;

		begin(&q);
		CHECK(jsonrpc_call(s, &q) == t[i].err);
		CHECK(r->err == t[i].err && r->status == t[i].status);
		CHECK(r->retry_ms == t[i].retry_ms && r->code == t[i].code);
		CHECK(!r->why == (r->err == JSONRPC_OK));
		CHECK(!t[i].why || !strcmp(t[i].why, r->why));
		CHECK(jsonrpc_undone(r->err) ==
		      (r->err == JSONRPC_UNSENT || r->err == JSONRPC_LIMITED));
		if (!strcmp(t[i].path, "/refused"))
			CHECK(r->data &&
			      json_is(json_in(r->json, &r->json->tok[r->data],
					      "err"),
				      JSON_STRING));
		jsonrpc_close(s);
	}
	jsonrpc_request_free(&q);
}

static void request_text(void)
{
	static const char *const echo[] = { "/echo" };
	struct jsonrpc *s = fresh(echo, 1);
	struct jsonrpc_request q;
	int64_t n;

	jsonrpc_request_init(&q, 1 << 20);
	begin(&q);
	CHECK(jsonrpc_call(s, &q) == JSONRPC_OK);
	CHECK(q.body.len ==
	      strlen("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
		     "\"getThing\",\"params\":[\"a\\\"b\",3]}\n"));
	CHECK(!memcmp(q.body.buf,
		      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"getThing\","
		      "\"params\":[\"a\\\"b\",3]}\n",
		      q.body.len));
	CHECK(json_int(&n, &q.json.tok[q.reply.result]) &&
	      n == (int64_t)q.body.len);
	CHECK(!strcmp(http_header(&q.http, "x-bundle-id"), "abc"));
	/* Sent again as it is: the same request. */
	CHECK(jsonrpc_call(s, &q) == JSONRPC_OK);
	begin(&q);
	jsonrpc_path(&q, "/below"); /* /echo/below: nothing there */
	CHECK(jsonrpc_call(s, &q) == JSONRPC_LOST);
	jsonrpc_request_free(&q);
	jsonrpc_close(s);
}

/* From one endpoint to the next: which answers end the search, and that what may
 * have been done is never called undone. */
static void failover(void)
{
	static const struct {
		const char *paths[3];
		size_t n;
		enum jsonrpc_err err;
		size_t endpoint;
	} t[] = {
		{ { "-", "/ok" }, 2, JSONRPC_OK, 1 },
		{ { "/429", "/500", "/ok" }, 3, JSONRPC_OK, 2 },
		{ { "/close", "/ok" }, 2, JSONRPC_OK, 1 },
		{ { "/garbage", "/behind", "/ok" }, 3, JSONRPC_OK, 2 },
		{ { "/refused", "/ok" }, 2, JSONRPC_REFUSED, 0 },
		{ { "/behind", "-" }, 2, JSONRPC_UNSENT, 1 },
		{ { "/429", "-" }, 2, JSONRPC_UNSENT, 1 },
		{ { "/close", "-" }, 2, JSONRPC_LOST, 1 },
		{ { "/close", "/429" }, 2, JSONRPC_LOST, 1 },
		{ { "/half", "/refused" }, 2, JSONRPC_LOST, 1 },
		{ { "/garbage", "/429", "-" }, 3, JSONRPC_GARBAGE, 2 },
	};
	struct jsonrpc_request q;

	jsonrpc_request_init(&q, 1 << 20);
	for (size_t i = 0; i < COUNT(t); i++) {
		struct jsonrpc *s = fresh(t[i].paths, t[i].n);

		begin(&q);
		CHECK(jsonrpc_call(s, &q) == t[i].err);
		CHECK(q.reply.endpoint == t[i].endpoint);
		jsonrpc_close(s);
	}
	jsonrpc_request_free(&q);
}

/* Three failures in a row and the endpoint is left alone, by this process and by
 * the next one. */
static void breaker_kept(void)
{
	static const char *const paths[] = { "/500" };
	struct jsonrpc_request q;
	struct jsonrpc *s;

	forget();
	s = service(paths, 1);
	jsonrpc_request_init(&q, 1 << 20);
	for (int i = 0; i < 5; i++) {
		begin(&q);
		CHECK(jsonrpc_call(s, &q) ==
		      (i < 3 ? JSONRPC_HTTP : JSONRPC_UNSENT));
	}
	CHECK(q.reply.retry_ms > 0 && q.reply.retry_ms <= 1000);
	jsonrpc_begin(&q, "cancel", BUCKET_URGENT); /* tries all the same */
	CHECK(jsonrpc_call(s, &q) == JSONRPC_HTTP);
	jsonrpc_close(s);
	s = service(paths, 1);
	begin(&q);
	CHECK(jsonrpc_call(s, &q) == JSONRPC_UNSENT);
	jsonrpc_close(s);
	forget();
	s = service(paths, 1);
	begin(&q);
	CHECK(jsonrpc_call(s, &q) == JSONRPC_HTTP);
	jsonrpc_close(s);
	/* Retry-After. */
	s = service(&(const char *const){ "/429-after" }, 1);
	begin(&q);
	CHECK(jsonrpc_call(s, &q) == JSONRPC_LIMITED);
	begin(&q);
	CHECK(jsonrpc_call(s, &q) == JSONRPC_UNSENT);
	CHECK(q.reply.retry_ms > 1000 && q.reply.retry_ms <= 2000);
	jsonrpc_close(s);
	jsonrpc_request_free(&q);
}

static int64_t ask(struct breaker_state *s, enum bucket_class class)
{
	return breaker_state_ask(s, class, clock_now_ms());
}

/* Two processes share one limit. */
static void rate_shared(void)
{
	const struct bucket_rules rules = { 1000, 1, 500000 };
	struct breaker_state *a, *b;
	char dir[sizeof(home) + 16];

	forget();
	a = breaker_state_open("jito", "https://a.example/key", &rules);
	b = breaker_state_open("jito", "https://a.example/key", &rules);
	CHECK(ask(a, BUCKET_PLAIN) == 0);
	CHECK(ask(b, BUCKET_URGENT) > 0);
	CHECK(ask(b, BUCKET_PLAIN) > 1000);
	breaker_state_tell(b, BREAKER_BUSY, clock_now_ms(), 5000);
	CHECK(ask(a, BUCKET_URGENT) > 4000);
	breaker_state_close(a);
	a = breaker_state_open("jito", "https://b.example/key", &rules);
	CHECK(ask(a, BUCKET_PLAIN) == 0);
	breaker_state_close(a);
	breaker_state_close(b);
	/* Nowhere to keep it: this process still knows. */
	forget();
	snprintf(dir, sizeof(dir), "%s/breaker", home);
	CHECK(rmdir(dir) == 0 && symlink("/nonexistent", dir) == 0);
	a = breaker_state_open("jito", "https://a.example/key", &rules);
	CHECK(ask(a, BUCKET_PLAIN) == 0 && ask(a, BUCKET_PLAIN) > 1000);
	breaker_state_close(a);
	CHECK(unlink(dir) == 0);
}

/* A process that was stopped with the lock in hand stops nobody else. */
static void stopped_holder(void)
{
	const struct bucket_rules rules = { 1000, 1, 0 };
	char dir[sizeof(home) + 16], path[600];
	struct breaker_state *s;
	struct dirent *e;
	DIR *d;
	int fd;

	forget();
	s = breaker_state_open("jito", "https://d.example", &rules);
	snprintf(dir, sizeof(dir), "%s/breaker", home);
	CHECK((d = opendir(dir)));
	while ((e = readdir(d)) && e->d_name[0] == '.')
		continue;
	CHECK(e);
	snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
	CHECK((fd = open(path, O_RDWR)) >= 0 && flock(fd, LOCK_EX) == 0);
	CHECK(ask(s, BUCKET_PLAIN) == 0);
	CHECK(ask(s, BUCKET_PLAIN) > 0); /* it still knows what it did */
	close(fd);
	breaker_state_close(s);
	closedir(d);
	forget();
}

/* A request without a token is no probe. */
static void no_token_no_probe(void)
{
	const struct bucket_rules rules = { 1000, 1, 500000 };
	const int64_t t = clock_now_ms();
	struct breaker_state *s;

	forget();
	s = breaker_state_open("jito", "https://c.example", &rules);
	CHECK(breaker_state_ask(s, BUCKET_PLAIN, t) == 0);
	for (int i = 0; i < 3; i++)
		breaker_state_tell(s, BREAKER_BAD, t, -1);
	CHECK(breaker_state_ask(s, BUCKET_PLAIN, t + 1000) == 1000);
	CHECK(breaker_state_ask(s, BUCKET_PLAIN, t + 2000) == 0);
	breaker_state_close(s);
	forget();
}

/* What is no state of ours is as good as none. */
static void bad_state(void)
{
	static const char *const texts[] = {
		"",
		"x",
		"1",
		"\xff\xfe",
		"9 9 9 9 9 9 9 9",
		"0 0 0 0 0 0 0",
		"1 0 0 0 0 0 0 0",
		"0 0 0 0 -1 0 0 0",
		"0 0 0 0 0 -9000000 -9000000 9000000000000",
		"0 0 0 0 0 0 0 99999999999999999999"
	};
	const struct bucket_rules rules = { 1000, 1, 0 };
	char dir[sizeof(home) + 16], path[600];
	struct dirent *e;
	DIR *d;

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct breaker_state *s;
		FILE *f;

		s = breaker_state_open("x", "https://a.example", &rules);
		snprintf(dir, sizeof(dir), "%s/breaker", home);
		CHECK((d = opendir(dir)));
		while ((e = readdir(d)) && e->d_name[0] == '.')
			continue;
		CHECK(e);
		CHECK(!strstr(e->d_name, "example"));
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		CHECK((f = fopen(path, "w")) && fputs(texts[i], f) >= 0 &&
		      fclose(f) == 0);
		CHECK(ask(s, BUCKET_PLAIN) == 0);
		CHECK(ask(s, BUCKET_PLAIN) > 0); /* no more than its burst */
		breaker_state_close(s);
		closedir(d);
		CHECK(unlink(path) == 0);
	}
}

/* Several requests at once, each on its own way. */
static void together(void)
{
	static const char *const paths[] = { "-", "/late" };
	struct jsonrpc *s = fresh(paths, 2);
	struct jsonrpc_request q[4], *p[4];
	int64_t start = clock_now_ms();

	for (size_t i = 0; i < COUNT(q); i++) {
		jsonrpc_request_init(&q[i], 1000);
		p[i] = &q[i];
		begin(&q[i]);
	}
	jsonrpc_run(s, p, COUNT(q));
	CHECK(clock_now_ms() - start < 500); /* 0.2 s each */
	for (size_t i = 0; i < COUNT(q); i++) {
		CHECK(q[i].reply.err == JSONRPC_OK && q[i].reply.endpoint == 1);
		jsonrpc_request_free(&q[i]);
	}
	jsonrpc_close(s);
}

static void count(void *ctx, const struct jsonrpc_reply *r)
{
	((int *)ctx)[r->err]++;
}

static enum jsonrpc_known meet(const struct jsonrpc_reply *r)
{
	int64_t n;

	if (r->err)
		return r->code == -32002 ? JSONRPC_FITS : JSONRPC_STRANGER;
	return json_int(&n, &r->json->tok[r->result]) ? JSONRPC_FITS
						      : JSONRPC_UNFIT;
}

/* Each endpoint is asked who it is before anything else: /null answers, and is not
 * what it should be; /echo is. */
static void greeting(void)
{
	static const char *const paths[] = { "/null", "/500", "/echo" };
	int told[JSONRPC_GARBAGE + 1] = { 0 };
	struct jsonrpc_request q;
	struct jsonrpc *s;

	greets = "whoAreYou";
	jsonrpc_request_init(&q, 1 << 20);
	s = fresh(paths, 3);
	begin(&q);
	CHECK(jsonrpc_call(s, &q) == JSONRPC_OK && q.reply.endpoint == 2);
	begin(&q);
	CHECK(jsonrpc_cast(s, &q, count, told) == 1);
	CHECK(told[JSONRPC_UNSENT] == 2 && told[JSONRPC_OK] == 1);
	jsonrpc_close(s);
	/* None is: nothing is ever sent. */
	s = fresh(paths, 2);
	for (int i = 0; i < 2; i++) {
		begin(&q);
		CHECK(jsonrpc_call(s, &q) == JSONRPC_UNSENT);
		CHECK(jsonrpc_undone(q.reply.err) && q.reply.why);
		CHECK(jsonrpc_cast(s, &q, NULL, NULL) == 0);
		CHECK(jsonrpc_undone(q.reply.err));
	}
	jsonrpc_close(s);
	/* One that refuses to say: known all the same, or not. */
	s = service(&(const char *const){ "/refused" }, 1);
	begin(&q);
	CHECK(jsonrpc_call(s, &q) == JSONRPC_REFUSED);
	jsonrpc_close(s);
	s = service(&(const char *const){ "/400-refused" }, 1);
	begin(&q);
	CHECK(jsonrpc_call(s, &q) == JSONRPC_UNSENT);
	jsonrpc_close(s);
	/* All at once, each once. */
	memset(told, 0, sizeof(told));
	s = fresh(paths, 3);
	jsonrpc_greet(s, count, told);
	CHECK(told[JSONRPC_OK] == 2 && told[JSONRPC_HTTP] == 1);
	jsonrpc_greet(s, count, told);
	CHECK(told[JSONRPC_OK] == 2 && told[JSONRPC_HTTP] == 2);
	jsonrpc_close(s);
	jsonrpc_request_free(&q);
	greets = NULL;
}

/* An error that says, in this service's own way, that it was too much. */
static void limited_by_words(void)
{
	static const char *const paths[] = { "/refused" };
	struct jsonrpc_request q;
	struct jsonrpc *s = fresh(paths, 1);

	jsonrpc_request_init(&q, 1 << 20);
	too_much = -32002;
	begin(&q);
	CHECK(jsonrpc_call(s, &q) == JSONRPC_LIMITED && q.reply.code == -32002);
	begin(&q);
	CHECK(jsonrpc_call(s, &q) == JSONRPC_UNSENT); /* left alone a while */
	too_much = 0;
	jsonrpc_close(s);
	jsonrpc_request_free(&q);
}

static void cast(void)
{
	static const char *const paths[] = { "/429", "/ok", "-", "/close",
					     "/refused" };
	int seen[JSONRPC_GARBAGE + 1] = { 0 };
	struct jsonrpc *s = fresh(paths, 5);
	struct jsonrpc_request q;

	jsonrpc_request_init(&q, 1000);
	begin(&q);
	CHECK(jsonrpc_cast(s, &q, count, seen) == 1);
	CHECK(seen[JSONRPC_OK] == 1 && seen[JSONRPC_LIMITED] == 1 &&
	      seen[JSONRPC_UNSENT] == 1 && seen[JSONRPC_LOST] == 1 &&
	      seen[JSONRPC_REFUSED] == 1);
	CHECK(q.reply.err == JSONRPC_OK && q.reply.endpoint == 1);
	CHECK(json_in(q.reply.json, &q.reply.json->tok[q.reply.result], "n"));
	jsonrpc_close(s);
	s = fresh(paths + 2, 3); /* lost tells more than refused */
	begin(&q);
	CHECK(jsonrpc_cast(s, &q, NULL, NULL) == 0);
	CHECK(q.reply.err == JSONRPC_LOST);
	jsonrpc_close(s);
	jsonrpc_request_free(&q);
}

/* A request waits for its turn as long as it was told to. */
static void waits(void)
{
	static const char *const paths[] = { "/ok" };
	struct jsonrpc_conf conf = { .service = "wait",
				     .n_urls = 1,
				     .limits = { .connect_ms = 300,
						 .total_ms = 300 },
				     .rate = { 5000, 1, 0 },
				     .wait_ms = 1000 };
	char url[64];
	const char *urls[] = { faulty_url(url, server.port, paths[0]) }, *why;
	int64_t start = clock_now_ms();
	struct jsonrpc_request q;
	struct jsonrpc *s;

	conf.urls = urls;
	forget();
	jsonrpc_request_init(&q, 1000);
	s = jsonrpc_open(&conf, &why);
	for (int i = 0; i < 3; i++) {
		begin(&q);
		CHECK(jsonrpc_call(s, &q) == JSONRPC_OK);
	}
	CHECK(clock_now_ms() - start >= 390);
	jsonrpc_close(s);
	conf.wait_ms = 10;
	s = jsonrpc_open(&conf, &why);
	begin(&q);
	CHECK(jsonrpc_call(s, &q) == JSONRPC_UNSENT && q.reply.retry_ms > 0);
	jsonrpc_wait(&q, 500); /* this one has more time */
	CHECK(jsonrpc_call(s, &q) == JSONRPC_OK);
	begin(&q);
	CHECK(jsonrpc_call(s, &q) == JSONRPC_UNSENT);
	jsonrpc_close(s);
	jsonrpc_request_free(&q);
}

static void not_opened(void)
{
	static const char *const bad[] = { "ftp://a.example" };
	struct jsonrpc_conf conf = { .service = "x" };
	const char *why;

	CHECK(!jsonrpc_open(&conf, &why) && !strcmp(why, "no endpoint"));
	conf.urls = bad;
	conf.n_urls = 1;
	CHECK(!jsonrpc_open(&conf, &why) && why);
	conf.n_urls = JSONRPC_ENDPOINTS_MAX + 1;
	CHECK(!jsonrpc_open(&conf, &why) && why);
	jsonrpc_close(NULL);
}

int main(void)
{
	CHECK(mkdtemp(home));
	CHECK(setenv("MM_HOME", home, 1) == 0);
	server = faulty_start(false);
	not_opened();
	outcomes();
	request_text();
	failover();
	breaker_kept();
	together();
	greeting();
	limited_by_words();
	cast();
	waits();
	no_token_no_probe();
	stopped_holder();
	bad_state();
	rate_shared();
	faulty_stop(&server);
	CHECK(rmdir(home) == 0);
	printf("test_jsonrpc: pass\n");
	return 0;
}
