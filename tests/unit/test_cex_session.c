/* test_cex_session - requests to an exchange that does what it likes: what was sent,
 * how often, and what is made of it. */
#include "faulty.h"

#include "base/clock.h"
#include "base/conf.h"
#include "base/home.h"
#include "venue/cex_quota.h"
#include "venue/cex_session.h"

#include <stdatomic.h>
#include <sys/mman.h>
#include <time.h>

#define KEY    "an-api-key"
#define SECRET "5ecre7-0f-the-acc0unt"

static char home[] = "/tmp/mm-test-cex-XXXXXX";

/* What the exchange does, and what it saw. */
static struct exchange {
	_Atomic int64_t ahead_ms;  /* its clock */
	_Atomic int times, orders; /* requests that came */
	_Atomic int refuse_clock;  /* so many are refused for their time */
	_Atomic int strange;
} * ex;

static struct arena mem;
static int port;

/* ---- the exchange ---- */

static int64_t its_time(void)
{
	return clock_now_ms() + ex->ahead_ms;
}

/* Its time, as a request with "ts=" in its query has it, is good to 1 s. */
static bool in_time(const char *path)
{
	const char *ts = strstr(path, "ts=");
	int64_t off;

	if (!ts)
		return false;
	off = strtoll(ts + 3, NULL, 10) - its_time();
	return off < 1000 && off > -1000;
}

static bool serve(int fd, const char *path, const char *body)
{
	const char *headers = path + strlen(path) + 1;
	char text[128];

	(void)body;
	if (!strncmp(path, "/time", 5)) {
		ex->times++;
		snprintf(text, sizeof(text), "{\"time\":%lld}",
			 (long long)its_time());
		faulty_answer(fd, 200, "", text);
		return true;
	}
	ex->orders++;
	if (!strstr(headers, "X-KEY: " KEY "\r\n") || strstr(path, SECRET))
		ex->strange++;
	if (ex->refuse_clock > 0 || !in_time(path)) {
		ex->refuse_clock--;
		faulty_answer(fd, 400, "", "{\"code\":-1021}");
	} else if (strstr(path, "/late")) {
		usleep(150000);
		faulty_answer(fd, 200, "", "{}");
	} else if (strstr(path, "/used")) {
		faulty_answer(fd, 200, "X-Used: 95\r\nX-Orders: 2\r\n", "{}");
	} else if (strstr(path, "/left")) {
		snprintf(text, sizeof(text), "X-Left: 0\r\nX-Reset: %lld\r\n",
			 (long long)its_time() + 400);
		faulty_answer(fd, 200, text, "{}");
	} else if (strstr(path, "/429")) {
		faulty_answer(fd, 429, "Retry-After: 7\r\n",
			      "{\"code\":-1003}");
	} else if (strstr(path, "/418")) {
		faulty_answer(fd, 418, "", "{\"code\":-1003}");
	} else if (strstr(path, "/403")) {
		faulty_answer(fd, 403, "", "<html>no</html>");
	} else if (strstr(path, "/redirect")) {
		faulty_answer(fd, 307, "Location: /ok?ts=0\r\n", "");
	} else if (strstr(path, "/close")) {
		return false;
	} else {
		faulty_answer(fd, 200, "", "{}");
	}
	return true;
}

/* ---- the venue, as cex.h wants one ---- */

static void put(struct buf *b, const char *text)
{
	if (!b->limit)
		buf_init(b, 4096);
	b->len = 0;
	CHECK(buf_add(b, text, strlen(text) + 1));
	b->len--;
}

static bool ask(struct cex_request *r, enum cex_ask what, const char *symbol)
{
	(void)symbol;
	CHECK(what == CEX_ASK_TIME);
	r->path = "/time";
	r->weight = 1;
	return true;
}

static const char *read_time(struct cex_seat *s, enum cex_ask what,
			     const char *body, size_t len, struct arena *a)
{
	const char *at = strstr(body, "\"time\":");

	(void)what, (void)len, (void)a;
	if (!at)
		return "no time";
	s->server_ms = strtoll(at + 7, NULL, 10);
	return NULL;
}

static void sign(struct cex_request *r, const struct cex_creds *c,
		 int64_t ts_ms, int64_t recv_window_ms)
{
	char text[64];

	CHECK(c->secret_len == strlen(SECRET) && recv_window_ms == 5000);
	snprintf(text, sizeof(text), "ts=%lld&sig=1", (long long)ts_ms);
	put(&r->query, text);
	snprintf(text, sizeof(text), "X-KEY: %s", c->key);
	put(&r->headers[0], text);
	r->n_headers = 1;
}

static void judge(struct cex_reply *out, const struct cex_request *r,
		  int status, const char *retry_after, const char *body,
		  size_t len, struct arena *a)
{
	(void)r, (void)retry_after, (void)len, (void)a;
	*out = (struct cex_reply){ .verdict = CEX_UNKNOWN,
				   .why = CEX_TRANSPORT,
				   .text = "",
				   .retry_ms = -1 };
	if (strstr(body, "-1021")) {
		out->verdict = CEX_REJECTED;
		out->why = CEX_CLOCK;
		out->code = -1021;
	} else if (strstr(body, "-1003")) {
		out->verdict = CEX_RETRY;
		out->why = CEX_LIMITED;
		out->code = -1003;
	} else if (status == 200 && *body == '{') {
		out->verdict = CEX_DONE;
		out->why = CEX_OK;
	}
}

static const struct cex_limits limits = {
	.weight = { 60000, 100, "X-Used" },
	.orders = { { 10000, 5, "X-Orders" } },
	.left_header = "X-Left",
	.reset_header = "X-Reset",
	.forbidden_ms = 300000,
};

static const struct cex_venue venue = {
	.name = "fake",
	.url_key = "BINANCE_FAPI_URL",
	.keys_url_key = "BINANCE_SAPI_URL",
	.limits = &limits,
	.sign = sign,
	.judge = judge,
	.ask = ask,
	.read = read_time,
};

static const struct cex_creds creds = {
	.key = KEY,
	.secret = (const unsigned char *)SECRET,
	.secret_len = sizeof(SECRET) - 1,
};

/* ---- helpers ---- */

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void aim_at(const char *key, int at)
{
	const char *why;
	char url[64];

	CHECK(conf_set(key, faulty_url(url, at, "/"), &why));
}

static void forget_quota(void)
{
	static const char *const names[] = { "quota/fake", "quota/fake-keys" };

	for (size_t i = 0; i < COUNT(names); i++) {
		char *path = home_path(names[i]);

		unlink(path);
		free(path);
	}
}

/* A session that has asked for nothing, at an exchange that has seen nothing. */
static struct cex_session *fresh(struct http *http)
{
	const char *why;
	struct cex_session *s;

	forget_quota();
	ex->ahead_ms = 0;
	ex->times = ex->orders = ex->refuse_clock = 0;
	s = cex_open(&venue, http, &creds, &why);
	CHECK(s && !why);
	return s;
}

static void order(struct cex_call *c, const char *path)
{
	c->req.method = CEX_POST;
	c->req.path = path;
	c->req.is_signed = c->req.once = true;
	c->req.weight = c->req.orders = 1;
}

static struct cex_reply send_one(struct cex_session *s, const char *path)
{
	struct cex_call c;
	struct cex_reply r;

	cex_call_init(&c, s);
	order(&c, path);
	cex_calls(&(struct cex_call *){ &c }, 1, &mem);
	r = c.reply;
	CHECK(r.text);
	cex_call_free(&c);
	return r;
}

/* ---- what goes wrong ---- */

static void bad_addresses(struct http *http)
{
	static const char *const urls[] = {
		"http://exchange.example",
		"ftp://a",
		"https://",
		"https://a@b",
	};
	const char *why;

	for (size_t i = 0; i < COUNT(urls); i++) {
		CHECK(conf_set("BINANCE_FAPI_URL", urls[i], &why));
		CHECK(!cex_open(&venue, http, NULL, &why) && why);
	}
	aim_at("BINANCE_FAPI_URL", port);
	cex_close(NULL);
}

static void nobody_there(struct http *http)
{
	struct cex_session *s;
	struct cex_reply r;
	struct cex_call c;

	aim_at("BINANCE_FAPI_URL", faulty_nobody());
	s = fresh(http);
	r = send_one(s, "/order");
	CHECK(r.verdict == CEX_RETRY && r.why == CEX_TRANSPORT && *r.text);
	CHECK(!cex_now(s) && !cex_clock(s).known);
	/* With a time of its own it needs nobody to ask. */
	cex_call_init(&c, s);
	order(&c, "/order");
	c.ts_ms = 5;
	cex_calls(&(struct cex_call *){ &c }, 1, &mem);
	CHECK(c.reply.verdict == CEX_RETRY && !c.left && !c.body);
	cex_call_free(&c);
	cex_close(s);
	aim_at("BINANCE_FAPI_URL", port);
}

static void no_key(struct http *http)
{
	const char *why;
	struct cex_session *s = cex_open(&venue, http, NULL, &why);
	struct cex_reply r;

	forget_quota();
	ex->orders = 0;
	r = send_one(s, "/order");
	CHECK(r.verdict == CEX_FATAL && !ex->orders);
	CHECK(cex_sync_clock(&s, 1, &r, &mem) && r.verdict == CEX_DONE);
	cex_close(s);
}

static void lost(struct http *http)
{
	struct cex_session *s = fresh(http);
	struct cex_reply r;

	for (int i = 0; i < 2; i++) {
		r = send_one(s, "/close");
		CHECK(r.verdict == CEX_UNKNOWN && r.why == CEX_TRANSPORT);
		CHECK(*r.text && ex->orders == i + 1);
	}
	r = send_one(s, "/redirect");
	CHECK(r.verdict == CEX_UNKNOWN && ex->orders == 3);
	cex_close(s);
}

/* ---- time ---- */

static void clocks(struct http *http)
{
	static const int64_t ahead[] = { 0, 250000, -250000 };

	for (size_t i = 0; i < COUNT(ahead); i++) {
		struct cex_session *s = fresh(http);
		int64_t began_ms = clock_now_ms(), off_ms, near_ms;
		struct cex_clock c;

		ex->ahead_ms = ahead[i];
		CHECK(send_one(s, "/order").verdict == CEX_DONE);
		c = cex_clock(s);
		off_ms = llabs(cex_now(s) - its_time());
		/* A machine may be busy between any two of these lines, and
		 * between what is timed and the clock: that much is allowed. */
		near_ms = clock_now_ms() - began_ms + 2;
		CHECK(c.known && c.age_ms <= near_ms && c.rtt_ms <= near_ms);
		CHECK(llabs(c.offset_ms - ahead[i]) <= near_ms);
		CHECK(off_ms <= near_ms);
		CHECK(ex->times == 1 && ex->orders == 1);
		/* It is asked once, until the venue says that it was wrong. */
		CHECK(send_one(s, "/order").verdict == CEX_DONE);
		CHECK(ex->times == 1 && ex->orders == 2);
		ex->ahead_ms += 60000;
		CHECK(send_one(s, "/order").verdict == CEX_DONE);
		CHECK(ex->times == 2 && ex->orders == 4);
		cex_close(s);
	}
}

/* Once more, and no oftener; never with a time that was written down. */
static void clock_refused(struct http *http)
{
	struct cex_session *s = fresh(http);
	struct cex_call c;

	ex->refuse_clock = 5;
	CHECK(send_one(s, "/order").why == CEX_CLOCK);
	CHECK(ex->orders == 2 && ex->times == 2);
	ex->refuse_clock = 0;
	cex_call_init(&c, s);
	order(&c, "/order");
	c.ts_ms = its_time() - 90000;
	cex_calls(&(struct cex_call *){ &c }, 1, &mem);
	CHECK(c.reply.why == CEX_CLOCK && c.reply.verdict == CEX_REJECTED);
	CHECK(ex->orders == 3 && c.left && c.sent_ms == c.ts_ms);
	c.ts_ms = cex_now(s);
	cex_calls(&(struct cex_call *){ &c }, 1, &mem);
	CHECK(c.reply.verdict == CEX_DONE && c.sent_ms == c.ts_ms);
	CHECK(c.status == 200 && c.len == strlen(c.body) && c.took_us > 0);
	cex_call_free(&c);
	cex_close(s);
}

/* ---- limits ---- */

static void waits(struct http *http, const char *path, int64_t least,
		  int64_t most)
{
	struct cex_session *s = fresh(http), *other;
	struct cex_reply r = send_one(s, path);
	const char *why;

	CHECK(r.retry_ms >= least && r.retry_ms <= most);
	CHECK(ex->orders == 1);
	/* Neither this nor any other process asks before. */
	other = cex_open(&venue, http, &creds, &why);
	r = send_one(s, "/order");
	CHECK(r.verdict == CEX_RETRY && r.why == CEX_BANNED);
	CHECK(r.retry_ms > least - 1000 && r.retry_ms <= most);
	r = send_one(other, "/order");
	CHECK(r.verdict == CEX_RETRY && r.why == CEX_BANNED);
	CHECK(ex->orders == 1);
	cex_close(other);
	cex_close(s);
}

static void limits_kept(struct http *http)
{
	struct cex_session *s;
	struct cex_reply r;

	waits(http, "/429", 7000, 7000);
	waits(http, "/418", 120000, 120000);
	waits(http, "/403", 300000, 300000);
	/* Five orders in ten seconds. */
	s = fresh(http);
	for (int i = 0; i < 5; i++)
		CHECK(send_one(s, "/order").verdict == CEX_DONE);
	r = send_one(s, "/order");
	CHECK(r.verdict == CEX_RETRY && r.why == CEX_LIMITED);
	CHECK(r.retry_ms > 5000 && ex->orders == 5);
	cex_close(s);
	/* What others used: 2 orders, 95 of weight. */
	s = fresh(http);
	CHECK(send_one(s, "/used").verdict == CEX_DONE);
	for (int i = 0; i < 3; i++)
		CHECK(send_one(s, "/order").verdict == CEX_DONE);
	CHECK(send_one(s, "/order").why == CEX_LIMITED);
	cex_close(s);
	/* No more of these until a time that it names. */
	s = fresh(http);
	CHECK(send_one(s, "/left").verdict == CEX_DONE);
	CHECK(send_one(s, "/order").why == CEX_BANNED && ex->orders == 1);
	usleep(450000);
	CHECK(send_one(s, "/order").verdict == CEX_DONE);
	cex_close(s);
}

static void counts(void)
{
	static const struct {
		const char *text;
		int64_t n;
	} t[] = {
		{ NULL, -1 },
		{ "", -1 },
		{ "-1", -1 },
		{ "+1", -1 },
		{ " 1", -1 },
		{ "1x", -1 },
		{ "1.5", -1 },
		{ "0x1", -1 },
		{ "1 2", -1 },
		{ "0", 0 },
		{ "7", 7 },
		{ "7 ", 7 },
		{ "0000007", 7 },
		{ "2400", 2400 },
		{ "999999999999999999", INT64_C(999999999999999999) },
		{ "9999999999999999999", -1 },
	};

	for (size_t i = 0; i < COUNT(t); i++)
		CHECK(cex_header_count(t[i].text) == t[i].n);
}

/* Headers of any bytes: no number but those that are there, never a wait below 0. */
static void any_headers(void)
{
	static const char bytes[] = "0123456789:-+. \txXuUsedRetryAfter\r\xff";
	struct quota *q = cex_quota_open(&venue, CEX_HOST_TRADE);
	uint64_t seed = 5;
	struct http_call c;

	http_call_init(&c, 10);
	for (int64_t i = 0; i < check_times(10000); i++) {
		static const char *const names[] = { "X-Used",      "x-orders",
						     "X-LEFT",      "X-Reset",
						     "Retry-After", "X" };
		struct cex_reply r = { .verdict = CEX_DONE,
				       .text = "",
				       .retry_ms = -1 };

		c.head.len = 0;
		for (int64_t k = check_pick(&seed, 0, 5); k > 0; k--) {
			const char *name =
				names[check_pick(&seed, 0, COUNT(names) - 1)];
			char line[64];
			size_t n = (size_t)snprintf(line, sizeof(line),
						    "%s:", name);

			while (n < sizeof(line) - 1 && check_rand(&seed) % 9)
				line[n++] = bytes[check_pick(
					&seed, 0, sizeof(bytes) - 2)];
			line[n] = '\0';
			CHECK(buf_add(&c.head, line, n + 1));
		}
		c.status = check_rand(&seed) % 2 ? 200 : 429;
		c.retry_after_ms = check_pick(&seed, -1, 1) * 1000;
		cex_quota_heed(q, &venue, &c, &r,
			       check_pick(&seed, 0, 1) * 1700000000000);
		CHECK(c.status == 200 ? r.retry_ms == -1 : r.retry_ms >= 1000);
	}
	http_call_free(&c);
	quota_close(q);
	forget_quota();
}

/* ---- at the same time ---- */

static void together(struct http *http)
{
	struct cex_session *a = fresh(http), *b;
	struct cex_call c[4], *p[4];
	const char *why;
	int64_t start;

	b = cex_open(&venue, http, &creds, &why);
	for (size_t i = 0; i < COUNT(c); i++) {
		cex_call_init(&c[i], i % 2 ? a : b);
		order(&c[i], i == 3 ? "/close" : "/late");
		p[i] = &c[i];
	}
	start = now_ms();
	cex_calls(p, COUNT(p), &mem);
	CHECK(now_ms() - start < 400);
	CHECK(ex->times == 2 && ex->orders == 4);
	for (size_t i = 0; i < 3; i++)
		CHECK(c[i].reply.verdict == CEX_DONE);
	CHECK(c[3].reply.verdict == CEX_UNKNOWN && c[3].left && !c[3].body);
	cex_calls(p, 0, &mem);
	for (size_t i = 0; i < COUNT(c); i++)
		cex_call_free(&c[i]);
	cex_close(a);
	cex_close(b);
}

int main(void)
{
	const struct faulty_rules rules = { serve };
	struct faulty server;
	struct http *http;

	CHECK(mkdtemp(home) && setenv("MM_HOME", home, 1) == 0);
	conf_load(NULL);
	ex = mmap(NULL, sizeof(*ex), PROT_READ | PROT_WRITE,
		  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	CHECK(ex != MAP_FAILED);
	server = faulty_start_with(&rules);
	port = server.port;
	aim_at("BINANCE_SAPI_URL", port);
	http = cex_http();
	counts();
	bad_addresses(http);
	nobody_there(http);
	no_key(http);
	lost(http);
	clocks(http);
	clock_refused(http);
	limits_kept(http);
	any_headers();
	together(http);
	CHECK(!ex->strange);
	http_close(http);
	faulty_stop(&server);
	arena_free(&mem);
	forget_quota();
	for (const char *const *f =
		     (const char *const[]){ "quota", "lock", NULL };
	     *f; f++) {
		char *path = home_path(*f);

		CHECK(remove(path) == 0);
		free(path);
	}
	CHECK(remove(home) == 0);
	printf("test_cex_session: pass\n");
	return 0;
}
