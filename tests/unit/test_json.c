/* test_json - the scanner: what it must refuse, what it must accept and how it
 * cuts it, unescaping in place, and that large objects stay cheap. */
#include "check.h"
#include "data/json.h"

#include <string.h>
#include <time.h>

#define DEEP32 "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[" /* 31, in an object: 32 */
#define SHUT32 "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"

static const struct {
	const char *line, *why; /* NULL: accepted */
} cases[] = {
	{ "{}", NULL },
	{ " { } \r", NULL },
	{ "{\"a\":1}", NULL },
	{ "{\"a\":-0.5e+10,\"b\":[1,[],{}],\"c\":null,\"d\":true}", NULL },
	{ "{\"a\":" DEEP32 SHUT32 "}", NULL },
	{ "{\"\":\"\"}", NULL },
	{ "{\"a\":\"\\u00e9\\ud83d\\ude00\\n\"}", NULL },
	{ "{\"a\":\"\xc3\xa9\xf0\x9f\x98\x80\"}", NULL },
	{ "{\"a\":{\"b\":1},\"b\":{\"a\":1}}", NULL },
	{ "", "not a JSON object" },
	{ "[]", "not a JSON object" },
	{ "1", "not a JSON object" },
	{ "{\"a\":[" DEEP32 SHUT32 "]}", "nested too deep" },
	{ "{\"a\":1,\"a\":2}", "key given twice" },
	{ "{\"a\":1,\"\\u0061\":2}", "key given twice" },
	{ "{\"x\":[{\"a\":1,\"b\":2,\"a\":3}]}", "key given twice" },
	{ "{\"a\":01}", "number with a leading zero" },
	{ "{\"a\":-01}", "number with a leading zero" },
	{ "{\"a\":1.}", "bad number" },
	{ "{\"a\":.5}", "not a JSON value" },
	{ "{\"a\":+1}", "not a JSON value" },
	{ "{\"a\":1e}", "bad number" },
	{ "{\"a\":-}", "bad number" },
	{ "{\"a\":NaN}", "not a JSON value" },
	{ "{\"a\":nul}", "unknown word" },
	{ "{\"a\":truely}", "no comma between values" },
	{ "{\"a\":\"\\u0000\"}", "NUL in a string" },
	{ "{\"a\":\"\\ud83d\"}", "lone surrogate" },
	{ "{\"a\":\"\\ude00\\ud83d\"}", "lone surrogate" },
	{ "{\"a\":\"\\ud83dx\"}", "lone surrogate" },
	{ "{\"a\":\"\\u12g4\"}", "bad \\u escape" },
	{ "{\"a\":\"\\x\"}", "bad escape" },
	{ "{\"a\":\"\t\"}", "control byte in a string" },
	{ "{\"a\":\"\x80\"}", "invalid UTF-8" },
	{ "{\"a\":\"\xc0\xaf\"}", "invalid UTF-8" },
	{ "{\"a\":\"\xed\xa0\x80\"}", "invalid UTF-8" },
	{ "{\"a\":\"\xf4\x90\x80\x80\"}", "invalid UTF-8" },
	{ "{\"a\":\"\xe2\x82\"}", "invalid UTF-8" },
	{ "{\"a\":1}x", "bytes after the object" },
	{ "{\"a\":1}{}", "bytes after the object" },
	{ "{\"a\":1,}", "key is not a string" },
	{ "{a:1}", "key is not a string" },
	{ "{\"a\" 1}", "no colon after a key" },
	{ "{\"a\":[1,]}", "not a JSON value" },
	{ "{\"a\":[1 2]}", "no comma between values" },
	{ "{\"a\":[1}", "no comma between values" },
	{ "{\"a\":1", "unfinished object" },
	{ "{\"a\":", "unfinished object" },
	{ "{\"a", "unfinished string" },
	{ "{\"a\":\"b\\", "bad escape" },
	{ "{\"a\":\"b\\u", "bad \\u escape" },
};

static void test_verdicts(void)
{
	struct json j = { 0 };

	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t len = strlen(cases[i].line);
		char *line = malloc(len + 1); /* exact, for the sanitizer */
		const char *why;

		memcpy(line, cases[i].line, len + 1);
		why = json_scan(&j, line, len);
		if (!cases[i].why != !why ||
		    (why && strcmp(why, cases[i].why) != 0))
			fprintf(stderr, "'%s': %s\n", cases[i].line,
				why ? why : "accepted");
		CHECK(!cases[i].why == !why);
		CHECK(!why || !strcmp(why, cases[i].why));
		CHECK(j.at <= len);
		free(line);
	}
	json_free(&j);
}

static void test_nul_byte(void)
{
	char inside[] = "{\"a\":\"x\0y\"}", between[] = "{\"a\":1\0}";
	struct json j = { 0 };
	const char *why = json_scan(&j, inside, sizeof(inside) - 1);

	CHECK(why && !strcmp(why, "NUL byte"));
	CHECK(json_scan(&j, between, sizeof(between) - 1) != NULL);
	json_free(&j);
}

static void test_tokens(void)
{
	char line[] = "{\"k\\n\":\"a\\\"b\\u00e9\\ud83d\\ude00\",\"n\":[10,"
		      "{\"x\":1},-2.5e3],\"z\":false}";
	struct json j = { 0 };
	const struct json_tok *t;

	CHECK(!json_scan(&j, line, sizeof(line) - 1));
	CHECK(j.tok[0].kind == JSON_OBJECT && j.tok[0].len == 3);
	CHECK(j.tok[0].next == j.n);
	t = json_member(&j, 0, "k\n");
	CHECK(t && t->kind == JSON_STRING);
	CHECK(!strcmp(t->s, "a\"b\xc3\xa9\xf0\x9f\x98\x80"));
	CHECK(t->len == strlen(t->s));
	t = json_member(&j, 0, "n");
	CHECK(t && t->kind == JSON_ARRAY && t->len == 3);
	CHECK(t[1].kind == JSON_NUMBER && t[1].len == 2 &&
	      !memcmp(t[1].s, "10", 2));
	CHECK(t[2].kind == JSON_OBJECT && t[2].len == 1);
	CHECK(!memcmp(j.tok[t[2].next].s, "-2.5e3", 6));
	CHECK(json_member(&j, 0, "z")->kind == JSON_FALSE);
	CHECK(!json_member(&j, 0, "x"));
	json_free(&j);
}

/* Quadratic key checks took 42 s on such a line once; a second is generous. */
static void test_many_keys(void)
{
	size_t n = 90000, len = 0, cap = n * 12;
	char *line = malloc(cap), *copy = malloc(cap);
	struct json j = { 0 };
	clock_t began = clock();
	const char *why;

	line[len++] = '{';
	for (size_t i = 0; i < n; i++)
		len += (size_t)snprintf(line + len, cap - len, "%s\"%zu\":1",
					i ? "," : "", i);
	line[len++] = '}';
	line[len] = '\0';
	memcpy(copy, line, len + 1);
	CHECK(!json_scan(&j, copy, len));
	CHECK(j.tok[0].len == n);
	memcpy(copy, line, len + 1);
	memmove(copy + len - 10, ",\"7777\":1}", 10);
	why = json_scan(&j, copy, len);
	CHECK(why != NULL);
	CHECK((double)(clock() - began) / CLOCKS_PER_SEC < 1.0);
	json_free(&j);
	free(line);
	free(copy);
}

int main(void)
{
	test_verdicts();
	test_nul_byte();
	test_tokens();
	test_many_keys();
	printf("test_json: pass\n");
	return 0;
}
