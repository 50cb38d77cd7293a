/* test_cex_judge - what an answer says became of a request: whatever is not sure is
 * unknown, and never done or refused. */
#include "check.h"

#include "data/json_get.h"
#include "venue/cex.h"

#include <string.h>

#define CLASSES "tests/vectors/cex/ccxt_error_classes.json"

static struct arena mem;
static struct cex_request place, query, cancel;

static const struct cex_creds creds = {
	.key = "dbefbc809e3e83c283a984c3a1459732",
	.secret = (const unsigned char *)"not-to-be-seen",
	.secret_len = 14,
};

static void ask_all(const struct cex_venue *v)
{
	struct cex_order o = { .symbol = "ETHUSDT",
			       .client_id = "mm0001-a",
			       .market = true,
			       .size = dec_make(1, 0) };

	v->ask_place(&place, &o, false);
	CHECK(v->ask_query(&query, 0, "ETHUSDT", "mm0001-a"));
	v->ask_cancel(&cancel, "ETHUSDT", "mm0001-a");
	v->sign(&place, &creds, 1700000000000, 5000);
	v->sign(&query, &creds, 1700000000000, 5000);
	v->sign(&cancel, &creds, 1700000000000, 5000);
}

static struct cex_reply judge_of(const struct cex_venue *v,
				 const struct cex_request *r, int status,
				 const char *after, const char *body)
{
	struct cex_reply out;

	v->judge(&out, r, status, after, body, body ? strlen(body) : 0, &mem);
	return out;
}

static struct cex_reply judge(const struct cex_venue *v, int status,
			      const char *after, const char *body)
{
	return judge_of(v, &place, status, after, body);
}

struct row {
	int status;
	const char *body;
	enum cex_verdict verdict;
	enum cex_why why;
};

static void check_rows(const struct cex_venue *v, const struct row *rows,
		       size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cex_reply r =
			judge(v, rows[i].status, NULL, rows[i].body);

		if (r.verdict != rows[i].verdict || r.why != rows[i].why)
			fprintf(stderr, "%s %d '%s': %d %d\n", v->name,
				rows[i].status, rows[i].body, (int)r.verdict,
				(int)r.why);
		CHECK(r.verdict == rows[i].verdict && r.why == rows[i].why);
		CHECK(r.text && r.until_ms == -1 && r.retry_ms == -1);
	}
}

/* ---- what is no answer ---- */

static const char *const broken[] = {
	NULL,
	"",
	"<html>maintenance</html>",
	"{\"orderId\":2254",
	"{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"orderId\":\"13210037",
	"null",
	"true",
	"0",
	"\"OK\"",
	"{\"code\":200,\"code\":200}",
	"{\"retCode\":0,\"retCode\":10001}",
	"OK",
	"{} {}",
};

static void test_broken(void)
{
	static const int statuses[] = { 200, 201, 204, 301, 302, 307, 308 };
	const enum cex_verdict unknown = CEX_UNKNOWN;

	for (size_t i = 0; cex_venues[i]; i++) {
		const struct cex_venue *v = cex_venues[i];

		ask_all(v);
		for (size_t b = 0; b < COUNT(broken); b++) {
			for (size_t s = 0; s < COUNT(statuses); s++)
				CHECK(judge(v, statuses[s], NULL, broken[b])
					      .verdict == unknown);
			CHECK(judge(v, 0, NULL, broken[b]).why ==
			      CEX_TRANSPORT);
			CHECK(judge(v, 400, NULL, broken[b]).verdict ==
			      unknown);
			CHECK(judge(v, 404, NULL, broken[b]).verdict ==
			      unknown);
			CHECK(judge(v, 408, NULL, broken[b]).verdict ==
			      unknown);
			CHECK(judge(v, 500, NULL, broken[b]).verdict ==
			      unknown);
			CHECK(judge(v, 502, NULL, broken[b]).verdict ==
			      unknown);
			CHECK(judge(v, 504, NULL, broken[b]).verdict ==
			      unknown);
			CHECK(judge(v, 503, NULL, broken[b]).verdict ==
			      unknown);
		}
		/* Without an answer, not even a body that says so counts. */
		CHECK(judge(v, 0, NULL, "{\"retCode\":0,\"code\":-2010}")
			      .verdict == unknown);
		/* A redirect is not followed, and nothing is known. */
		CHECK(judge(v, 302, NULL, "{}").verdict == unknown);
	}
	ask_all(&cex_bybit);
	CHECK(judge(&cex_bybit, 200, NULL, "{}").verdict == unknown);
	CHECK(judge(&cex_bybit, 200, NULL, "[]").verdict == unknown);
	CHECK(judge(&cex_bybit, 200, NULL, "{\"retCode\":\"0\"}").verdict ==
	      unknown);
	CHECK(judge(&cex_bybit, 200, NULL, "{\"retCode\":0.0}").verdict ==
	      unknown);
	CHECK(judge(&cex_bybit, 404, NULL, "{\"retCode\":0}").verdict ==
	      unknown);
	CHECK(judge(&cex_bybit, 200, NULL, "{\"result\":{\"orderId\":\"1\"}}")
		      .verdict == unknown);
}

/* ---- the tables ---- */

#define E(code) "{\"code\":" #code ",\"msg\":\"words\"}"

static const struct row binance_rows[] = {
	{ 200, "{\"orderId\":1}", CEX_DONE, CEX_OK },
	{ 200, "[]", CEX_DONE, CEX_OK },
	{ 200, "{}", CEX_DONE, CEX_OK },
	{ 200, "{\"code\":200,\"msg\":\"success\"}", CEX_DONE, CEX_OK },
	/* One item of a batch; here it says that nothing is sure. */
	{ 200, E(-9999), CEX_UNKNOWN, CEX_TRANSPORT },
	{ 200, E(-2019), CEX_REJECTED, CEX_MARGIN },
	/* 503, A: nobody knows; B: failed; C: failed; D: failed, they say. */
	{ 503,
	  "{\"code\":-1000,\"msg\":\"Unknown error, please check your "
	  "request or try again later.\"}",
	  CEX_UNKNOWN, CEX_OVERLOADED },
	{ 503,
	  "{\"msg\":\"Unknown error, please check your request or try again "
	  "later.\"}",
	  CEX_UNKNOWN, CEX_OVERLOADED },
	{ 503, "Service Unavailable.", CEX_RETRY, CEX_OVERLOADED },
	{ 503, "{\"msg\":\"Service Unavailable.\"}", CEX_RETRY,
	  CEX_OVERLOADED },
	{ 503, "{\"code\":-1001,\"msg\":\"Service Unavailable.\"}", CEX_RETRY,
	  CEX_OVERLOADED },
	{ 503, "<h1>Service Unavailable.</h1>", CEX_UNKNOWN, CEX_OVERLOADED },
	{ 503, "Service Unavailable", CEX_UNKNOWN, CEX_OVERLOADED },
	{ 503, E(-1008), CEX_RETRY, CEX_OVERLOADED },
	{ 503,
	  "{\"code\":-1001,\"msg\":\"Internal error; unable to process your "
	  "request. Please try again.\"}",
	  CEX_UNKNOWN, CEX_OVERLOADED },
	/* Other statuses of 5xx never refuse, whatever code they quote. */
	{ 500, E(-2019), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 502, E(-1121), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 504, E(-1008), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 408, E(-1007), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 408, "{}", CEX_UNKNOWN, CEX_OVERLOADED },
	{ 400, E(-1000), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 400, E(-1001), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 400, E(-1006), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 400, E(-1007), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 429, E(-1003), CEX_RETRY, CEX_LIMITED },
	{ 429, "<html>", CEX_RETRY, CEX_LIMITED },
	{ 429, E(-1015), CEX_RETRY, CEX_LIMITED },
	{ 418, E(-1003), CEX_RETRY, CEX_BANNED },
	{ 418, "", CEX_RETRY, CEX_BANNED },
	{ 400, E(-1003), CEX_RETRY, CEX_LIMITED },
	{ 400, E(-1008), CEX_RETRY, CEX_OVERLOADED },
	{ 400, E(-1015), CEX_RETRY, CEX_LIMITED },
	{ 403, "<html>", CEX_RETRY, CEX_BANNED },
	{ 403, E(-2015), CEX_FATAL, CEX_PERMISSION },
	{ 451, E(0), CEX_FATAL, CEX_PERMISSION },
	{ 401, E(-2014), CEX_FATAL, CEX_SIGNATURE },
	{ 401, E(-2015), CEX_FATAL, CEX_PERMISSION },
	{ 400, E(-1022), CEX_FATAL, CEX_SIGNATURE },
	{ 401, E(-1002), CEX_FATAL, CEX_PERMISSION },
	{ 400, E(-1021), CEX_RETRY, CEX_CLOCK },
	{ 400, E(-5028), CEX_RETRY, CEX_CLOCK },
	{ 400, E(-1131), CEX_REJECTED, CEX_CLOCK },
	{ 400, E(-1102), CEX_REJECTED, CEX_OTHER },
	{ 400, E(-1111), CEX_REJECTED, CEX_FILTER },
	{ 400, E(-1121), CEX_REJECTED, CEX_FILTER },
	{ 400, E(-2010), CEX_REJECTED, CEX_OTHER },
	{ 400, E(-2018), CEX_REJECTED, CEX_MARGIN },
	{ 400, E(-2019), CEX_REJECTED, CEX_MARGIN },
	{ 400, E(-2020), CEX_REJECTED, CEX_PRICE },
	{ 400, E(-2021), CEX_REJECTED, CEX_PRICE },
	{ 400, E(-2022), CEX_REJECTED, CEX_REDUCE_ONLY },
	{ 400, E(-2024), CEX_REJECTED, CEX_REDUCE_ONLY },
	{ 400, E(-2025), CEX_REJECTED, CEX_FILTER },
	{ 400, E(-2027), CEX_REJECTED, CEX_MARGIN },
	{ 400, E(-2028), CEX_REJECTED, CEX_MARGIN },
	{ 400, E(-4003), CEX_REJECTED, CEX_FILTER },
	{ 400, E(-4004), CEX_REJECTED, CEX_FILTER },
	{ 400, E(-4005), CEX_REJECTED, CEX_FILTER },
	{ 400, E(-4013), CEX_REJECTED, CEX_FILTER },
	{ 400, E(-4014), CEX_REJECTED, CEX_FILTER },
	{ 400, E(-4015), CEX_REJECTED, CEX_FILTER },
	{ 400, E(-4016), CEX_REJECTED, CEX_PRICE },
	{ 400, E(-4023), CEX_REJECTED, CEX_FILTER },
	{ 400, E(-4024), CEX_REJECTED, CEX_PRICE },
	{ 400, E(-4028), CEX_REJECTED, CEX_FILTER },
	{ 400, E(-4046), CEX_DONE, CEX_OK },
	{ 400, E(-4059), CEX_DONE, CEX_OK },
	{ 400, E(-4047), CEX_REJECTED, CEX_MODE },
	{ 400, E(-4048), CEX_REJECTED, CEX_MODE },
	{ 400, E(-4061), CEX_REJECTED, CEX_MODE },
	{ 400, E(-4062), CEX_REJECTED, CEX_MODE },
	{ 400, E(-4067), CEX_REJECTED, CEX_MODE },
	{ 400, E(-4068), CEX_REJECTED, CEX_MODE },
	{ 400, E(-4087), CEX_REJECTED, CEX_PERMISSION },
	{ 400, E(-4088), CEX_FATAL, CEX_PERMISSION },
	{ 400, E(-4116), CEX_UNKNOWN, CEX_DUPLICATE },
	{ 400, E(-4118), CEX_REJECTED, CEX_MARGIN },
	{ 400, E(-4131), CEX_REJECTED, CEX_PRICE },
	{ 400, E(-4140), CEX_REJECTED, CEX_CLOSED },
	{ 400, E(-4164), CEX_REJECTED, CEX_FILTER },
	{ 400, E(-4183), CEX_REJECTED, CEX_PRICE },
	{ 400, E(-4184), CEX_REJECTED, CEX_PRICE },
	{ 400, E(-4192), CEX_REJECTED, CEX_CLOSED },
	{ 400, E(-4400), CEX_REJECTED, CEX_CLOSED },
	{ 400, E(-4401), CEX_REJECTED, CEX_CLOSED },
	{ 400, E(-4402), CEX_FATAL, CEX_PERMISSION },
	{ 400, E(-5021), CEX_REJECTED, CEX_PRICE },
	{ 400, E(-5022), CEX_REJECTED, CEX_PRICE },
	{ 400, E(-5041), CEX_REJECTED, CEX_PRICE },
	/* A code nobody told of: of 4xx, a refusal. */
	{ 400, E(-9999), CEX_REJECTED, CEX_OTHER },
};

#undef E
#define E(code) "{\"retCode\":" #code ",\"retMsg\":\"words\",\"result\":{}}"

static const struct row bybit_rows[] = {
	{ 200, E(0), CEX_DONE, CEX_OK },
	{ 200, E(10000), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 200, E(10016), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 200, E(110079), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 200, E(429), CEX_UNKNOWN, CEX_LIMITED },
	{ 429, E(429), CEX_UNKNOWN, CEX_LIMITED },
	{ 429, "", CEX_UNKNOWN, CEX_LIMITED },
	{ 500, E(0), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 503, "upstream connect error", CEX_UNKNOWN, CEX_OVERLOADED },
	{ 502, E(10001), CEX_UNKNOWN, CEX_OVERLOADED },
	{ 403, "access too frequent", CEX_RETRY, CEX_BANNED },
	{ 403, "{\"retMsg\":\"access too frequent\"}", CEX_RETRY, CEX_BANNED },
	{ 403, "<html>your country</html>", CEX_FATAL, CEX_PERMISSION },
	{ 200, E(10001), CEX_REJECTED, CEX_FILTER },
	{ 200, E(10002), CEX_RETRY, CEX_CLOCK },
	{ 200, E(10003), CEX_FATAL, CEX_SIGNATURE },
	{ 200, E(10004), CEX_FATAL, CEX_SIGNATURE },
	{ 200, E(10005), CEX_FATAL, CEX_PERMISSION },
	{ 200, E(10006), CEX_RETRY, CEX_LIMITED },
	{ 200, E(10009), CEX_FATAL, CEX_PERMISSION },
	{ 200, E(10010), CEX_FATAL, CEX_PERMISSION },
	{ 200, E(10014), CEX_UNKNOWN, CEX_DUPLICATE },
	{ 200, E(10018), CEX_RETRY, CEX_BANNED },
	{ 200, E(10024), CEX_FATAL, CEX_PERMISSION },
	{ 200, E(10027), CEX_FATAL, CEX_PERMISSION },
	{ 200, E(10028), CEX_REJECTED, CEX_MODE },
	{ 200, E(10029), CEX_REJECTED, CEX_CLOSED },
	{ 401, E(33004), CEX_FATAL, CEX_PERMISSION },
	{ 200, E(30228), CEX_REJECTED, CEX_CLOSED },
	{ 200, E(34040), CEX_DONE, CEX_OK },
	{ 200, E(110001), CEX_REJECTED, CEX_NO_ORDER },
	{ 200, E(110003), CEX_REJECTED, CEX_PRICE },
	{ 200, E(110004), CEX_REJECTED, CEX_MARGIN },
	{ 200, E(110006), CEX_REJECTED, CEX_MARGIN },
	{ 200, E(110007), CEX_REJECTED, CEX_MARGIN },
	{ 200, E(110008), CEX_REJECTED, CEX_NO_ORDER },
	{ 200, E(110009), CEX_REJECTED, CEX_FILTER },
	{ 200, E(110010), CEX_REJECTED, CEX_NO_ORDER },
	{ 200, E(110012), CEX_REJECTED, CEX_MARGIN },
	{ 200, E(110013), CEX_REJECTED, CEX_FILTER },
	{ 200, E(110017), CEX_REJECTED, CEX_REDUCE_ONLY },
	{ 200, E(110020), CEX_REJECTED, CEX_FILTER },
	{ 200, E(110021), CEX_REJECTED, CEX_CLOSED },
	{ 200, E(110023), CEX_REJECTED, CEX_CLOSED },
	{ 200, E(110024), CEX_REJECTED, CEX_MODE },
	{ 200, E(110025), CEX_DONE, CEX_OK },
	{ 200, E(110026), CEX_DONE, CEX_OK },
	{ 200, E(110027), CEX_DONE, CEX_OK },
	{ 200, E(110028), CEX_REJECTED, CEX_MODE },
	{ 200, E(110042), CEX_REJECTED, CEX_CLOSED },
	{ 200, E(110043), CEX_DONE, CEX_OK },
	{ 200, E(110044), CEX_REJECTED, CEX_MARGIN },
	{ 200, E(110045), CEX_REJECTED, CEX_MARGIN },
	{ 200, E(110051), CEX_REJECTED, CEX_MARGIN },
	{ 200, E(110052), CEX_REJECTED, CEX_MARGIN },
	{ 200, E(110053), CEX_REJECTED, CEX_MARGIN },
	{ 200, E(110063), CEX_REJECTED, CEX_CLOSED },
	{ 200, E(110066), CEX_REJECTED, CEX_CLOSED },
	{ 200, E(110072), CEX_UNKNOWN, CEX_DUPLICATE },
	{ 200, E(110074), CEX_REJECTED, CEX_CLOSED },
	{ 200, E(110090), CEX_REJECTED, CEX_FILTER },
	{ 200, E(110094), CEX_REJECTED, CEX_FILTER },
	{ 200, E(110118), CEX_REJECTED, CEX_PRICE },
	{ 200, E(110120), CEX_REJECTED, CEX_PRICE },
	{ 200, E(110121), CEX_REJECTED, CEX_PRICE },
	{ 200, E(110132), CEX_FATAL, CEX_PERMISSION },
	/* A code nobody told of: a refusal among refusals, else unknown. */
	{ 200, E(110999), CEX_REJECTED, CEX_OTHER },
	{ 200, E(170007), CEX_UNKNOWN, CEX_TRANSPORT },
	{ 200, E(10999), CEX_UNKNOWN, CEX_TRANSPORT },
	{ 200, E(-1), CEX_UNKNOWN, CEX_TRANSPORT },
};

/* To a question, that there is no such order is an answer; to a cancel it is not
 * that it was canceled. */
static void test_no_order(void)
{
	static const char b[] = "{\"code\":-2013,\"msg\":\"Order does not "
				"exist.\"}";
	static const char c[] = "{\"code\":-2011,\"msg\":\"Unknown order "
				"sent.\"}";
	static const char y[] = "{\"retCode\":110001,\"retMsg\":\"order not "
				"exists or too late\",\"result\":{}}";
	struct cex_order_view v = { .order_id = "1" };
	struct cex_reply r;

	ask_all(&cex_binance);
	r = judge_of(&cex_binance, &query, 400, NULL, b);
	CHECK(r.verdict == CEX_DONE && r.why == CEX_NO_ORDER);
	CHECK(r.code == -2013 && !strcmp(r.text, "Order does not exist."));
	CHECK(!cex_binance.read_query(&v, 0, b, strlen(b), &mem));
	CHECK(!v.order_id);
	r = judge_of(&cex_binance, &cancel, 400, NULL, c);
	CHECK(r.verdict == CEX_REJECTED && r.why == CEX_NO_ORDER);
	ask_all(&cex_bybit);
	r = judge_of(&cex_bybit, &query, 200, NULL, y);
	CHECK(r.verdict == CEX_DONE && r.why == CEX_NO_ORDER);
	v.order_id = "1";
	CHECK(!cex_bybit.read_query(&v, 0, y, strlen(y), &mem));
	CHECK(!v.order_id);
	r = judge_of(&cex_bybit, &cancel, 200, NULL, y);
	CHECK(r.verdict == CEX_REJECTED && r.why == CEX_NO_ORDER);
}

/* ---- what ccxt makes of the same ---- */

/* Where ours is not what the class of ccxt says (an error of the operation may be
 * tried again, one of the exchange is final), and for what reason. */
static const struct {
	const char *name, *why;
} differs[] = {
	{ "binance 400 -4046", "it is so already" },
	{ "binance 400 -4059", "it is so already" },
	{ "binance 400 -4116", "an earlier send is open: look it up" },
	{ "bybit 200 110043", "it is so already" },
	{ "bybit 200 110025", "it is so already" },
	{ "bybit 200 110072", "an earlier send arrived: look it up" },
	{ "bybit 200 10014", "an earlier send arrived: look it up" },
	{ "bybit 200 10016", "the order may have been taken" },
	{ "bybit 200 10000", "the order may have been taken" },
	{ "bybit 200 110079", "the order is being processed" },
	{ "bybit 429 429",
	  "the documents say retry, and nothing of the order" },
};

static bool is_named(const char *name)
{
	for (size_t i = 0; i < COUNT(differs); i++)
		if (!strcmp(differs[i].name, name))
			return true;
	return false;
}

/* "binance 400 -1021": venue, status, and a code or the words of the body. */
static void check_class(const char *name, const char *class)
{
	const struct cex_venue *v =
		strncmp(name, "bybit", 5) ? &cex_binance : &cex_bybit;
	const char *at = strchr(name, ' ') + 1, *what = strchr(at, ' ') + 1;
	bool is_code = !what[strspn(what, "-0123456789")];
	const char *body =
		!is_code ? what
		: v == &cex_binance
			? arena_printf(&mem, "{\"code\":%s,\"msg\":\"-\"}",
				       what)
			: arena_printf(&mem, "{\"retCode\":%s,\"result\":{}}",
				       what);
	bool again = strstr(class, "OperationFailed") != NULL, ours, as_well;
	struct cex_reply r;

	ask_all(v);
	r = judge(v, (int)strtol(at, NULL, 10), NULL, body);
	ours = r.verdict == CEX_RETRY || r.verdict == CEX_UNKNOWN;
	/* "Done" is no error at all: ccxt throws one. */
	as_well = r.verdict != CEX_DONE && ours == again;
	if (as_well == is_named(name))
		fprintf(stderr, "%s: %s, ours %d\n", name, class,
			(int)r.verdict);
	CHECK(as_well != is_named(name));
}

static void test_classes(void)
{
	static char text[8192];
	struct json j = { 0 };
	FILE *f = fopen(CLASSES, "r");
	const struct json_tok *t;
	size_t len;

	CHECK(f);
	len = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	CHECK(!json_scan(&j, text, len));
	CHECK(j.tok->len == 47);
	t = j.tok + 1;
	for (uint32_t i = 0; i < j.tok->len; i++) {
		const char *name = t->s;

		t = json_next(&j, t);
		check_class(name, t->s);
		t = json_next(&j, t);
	}
	json_free(&j);
}

/* ---- words and times ---- */

static void test_waits(void)
{
	static const char until[] = "{\"code\":-1003,\"msg\":\"Way too many "
				    "requests; IP banned until "
				    "1700000120000.\"}";
	struct cex_reply r;

	ask_all(&cex_binance);
	r = judge(&cex_binance, 418, "120", until);
	CHECK(r.retry_ms == 120000 && r.until_ms == 1700000120000);
	r = judge(&cex_binance, 429, "13", until);
	CHECK(r.retry_ms == 13000 && r.until_ms == -1);
	CHECK(judge(&cex_binance, 429, "Fri, 31 Dec", "").retry_ms == -1);
	CHECK(judge(&cex_binance, 429, "-1", "").retry_ms == -1);
	CHECK(judge(&cex_binance, 429, "1e9", "").retry_ms == -1);
	CHECK(judge(&cex_binance, 429, "", "").retry_ms == -1);
	CHECK(judge(&cex_binance, 429, "99999999999999999999", "").retry_ms ==
	      -1);
	CHECK(judge(&cex_binance, 429, "0", "").retry_ms == 0);
	r = judge(&cex_binance, 418, NULL,
		  "{\"code\":-1003,\"msg\":\"until 170000012000099\"}");
	CHECK(r.until_ms == -1);
}

/* A venue quotes what was signed, and who signed: that is not for a log. */
static void test_text(void)
{
	struct cex_reply r;
	const char *sig, *body;

	ask_all(&cex_bybit);
	sig = strchr(place.headers[3].p, ' ') + 1;
	body = arena_printf(&mem,
			    "{\"retCode\":10004,\"retMsg\":\"error sign! "
			    "origin_string[1700000000000%s5000{}] %s %s\"}",
			    creds.key, sig, creds.key);
	r = judge(&cex_bybit, 200, NULL, body);
	CHECK(r.verdict == CEX_FATAL && strstr(r.text, "origin_string[17"));
	CHECK(!strstr(r.text, creds.key) && !strstr(r.text, sig));

	ask_all(&cex_binance);
	sig = strstr(place.body.p, "&signature=") + strlen("&signature=");
	body = arena_printf(&mem, "{\"code\":-1022,\"msg\":\"%s of %s\"}", sig,
			    creds.key);
	r = judge(&cex_binance, 400, NULL, body);
	CHECK(!strstr(r.text, creds.key) && !strstr(r.text, sig));
	sig = strstr(query.query.p, "&signature=") + strlen("&signature=");
	body = arena_printf(&mem, "{\"code\":-1022,\"msg\":\"%s\"}", sig);
	r = judge_of(&cex_binance, &query, 400, NULL, body);
	CHECK(!strstr(r.text, sig) && *r.text == '*');

	r = judge(&cex_binance, 400, NULL,
		  "{\"code\":-1,\"msg\":\"a\\u001b[31mb\\nc\"}");
	CHECK(!strcmp(r.text, "a?[31mb?c"));
	body = arena_printf(&mem, "{\"code\":-1,\"msg\":\"%0300d\"}", 7);
	CHECK(strlen(judge(&cex_binance, 400, NULL, body).text) == 200);
	CHECK(!*judge(&cex_binance, 400, NULL, "{\"code\":-1}").text);
	CHECK(!*judge(&cex_binance, 400, NULL, "{\"code\":-1,\"msg\":7}").text);
}

/* The reply to a new key holds its secret: a verdict leaves nothing of a body that
 * says that all is well. */
static void test_leaves_nothing(void)
{
	static const char body[] = "{\"retCode\":0,\"retMsg\":\"\",\"result\":"
				   "{\"secret\":\"a-new-secret\"}}";
	size_t used = mem.used;

	for (size_t i = 0; cex_venues[i]; i++) {
		ask_all(cex_venues[i]);
		CHECK(judge(cex_venues[i], 200, NULL, body).verdict ==
		      CEX_DONE);
	}
	CHECK(mem.used == used);
}

int main(void)
{
	test_broken();
	ask_all(&cex_binance);
	check_rows(&cex_binance, binance_rows, COUNT(binance_rows));
	ask_all(&cex_bybit);
	check_rows(&cex_bybit, bybit_rows, COUNT(bybit_rows));
	test_no_order();
	test_classes();
	test_waits();
	test_text();
	test_leaves_nothing();
	cex_request_free(&place);
	cex_request_free(&query);
	cex_request_free(&cancel);
	arena_free(&mem);
	printf("test_cex_judge: pass\n");
	return 0;
}
