/* test_net_conf - lists of URLs, rates and headers out of the configuration. */
#include "base/conf.h"
#include "check.h"
#include "venue/net_conf.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void lists(void)
{
	static const struct {
		const char *text;
		size_t n;
		const char *last;
	} t[] = {
		{ "", 0, NULL },
		{ ", \n,", 0, NULL },
		{ "https://a", 1, "https://a" },
		{ "https://a,https://b?k=1", 2, "https://b?k=1" },
		{ "\nhttps://a\n\nhttps://b\n", 2, "https://b" },
		{ "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16", 16, "16" },
		{ "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17", 0, NULL },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct net_urls u;
		const char *why = net_urls_read(&u, t[i].text);

		CHECK(!why == (t[i].n > 0));
		if (!why)
			CHECK(u.n == t[i].n &&
			      !strcmp(u.v[u.n - 1], t[i].last));
		net_urls_drop(&u);
		CHECK(!u.text && !u.n);
	}
}

static void rates(void)
{
	static const struct {
		const char *value;
		int64_t rate;
		int burst;
	} t[] = {
		{ "0", 0, 1 },      { "1", 1000, 1 },
		{ "0.5", 500, 1 },  { "1.9999", 1999, 1 },
		{ "2", 2000, 2 },   { "50", 50000, 50 },
		{ "0.0001", 1, 1 }, { "1000", 1000000, 1000 },
	};
	const char *why;

	for (size_t i = 0; i < COUNT(t); i++) {
		struct bucket_rules r;

		CHECK(conf_set("JITO_RPS", t[i].value, &why));
		r = net_rate("JITO_RPS", 500000);
		CHECK(r.rate == t[i].rate && r.burst == t[i].burst &&
		      r.kept_ppm == 500000);
	}
	CHECK(conf_set("HTTP_TIMEOUT", "1s", &why));
	CHECK(net_limits().total_ms == 1000 && net_limits().connect_ms == 1000);
	CHECK(conf_set("HTTP_TIMEOUT", "1m", &why));
	CHECK(net_limits().connect_ms == 3000 && !net_limits().plain);
	CHECK(conf_set("HTTP_PLAIN", "1", &why) && net_limits().plain);
}

static void headers(void)
{
	char path[] = "/tmp/mm-test-net-XXXXXX";
	struct net_auth auth = { 0 };
	const char *why;
	int fd = mkstemp(path);

	net_auth_drop(&auth);
	CHECK(!net_auth_read(&auth, "JITO_AUTH_FILE", "x-jito-auth"));
	CHECK(!net_auth_headers(&auth)[0]);
	CHECK(conf_set("JITO_AUTH_FILE", path, &why));
	CHECK(fd >= 0 && write(fd, "key 1\n", 6) == 6);
	CHECK(!net_auth_read(&auth, "JITO_AUTH_FILE", "x-jito-auth"));
	CHECK(!strcmp(net_auth_headers(&auth)[0], "x-jito-auth: key 1"));
	CHECK(!net_auth_headers(&auth)[1]);
	net_auth_drop(&auth);
	CHECK(write(fd, "x: y\n", 5) == 5); /* a second header is none */
	CHECK(net_auth_read(&auth, "JITO_AUTH_FILE", "x-jito-auth"));
	CHECK(!auth.line);
	CHECK(chmod(path, 0644) == 0);
	CHECK(net_auth_read(&auth, "JITO_AUTH_FILE", "x-jito-auth"));
	net_auth_drop(&auth);
	CHECK(close(fd) == 0 && unlink(path) == 0);
}

int main(void)
{
	lists();
	rates();
	headers();
	printf("test_net_conf: pass\n");
	return 0;
}
