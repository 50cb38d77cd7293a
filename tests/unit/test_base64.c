/* test_base64 - RFC 4648's examples, what is refused, and every run of bytes back
 * again. */
#include "base/base64.h"
#include "check.h"

#include <string.h>

static const struct {
	const char *bytes, *text;
} rfc[] = {
	/* section 10 */
	{ "", "" },
	{ "f", "Zg==" },
	{ "fo", "Zm8=" },
	{ "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" },
	{ "\xfb\xff\xbf", "+/+/" },
};

static const char *const refused[] = {
	"Z",        "Zg",      "Zg=",       "Zh==",     "Zm9=",    "====",
	"=g==",     "Z===",    "Zm=v",      "Zm9 ",     "Zm-v",    "Zg==Zg==",
	"Zm9v\nZg", "Z\x80==", "Zm9vZm9v=", "Zm 9vZg=", "Zm9vZm8", "-_-_",
};

static void examples(void)
{
	uint8_t bytes[16];
	char text[32];
	size_t n;

	for (size_t i = 0; i < COUNT(rfc); i++) {
		size_t len = strlen(rfc[i].bytes);

		CHECK(base64_format(text, rfc[i].bytes, len) == strlen(text));
		CHECK(!strcmp(text, rfc[i].text));
		CHECK(base64_parse(bytes, &n, text, strlen(text)) == ST_OK);
		CHECK(n == len && !memcmp(bytes, rfc[i].bytes, n));
	}
	for (size_t i = 0; i < COUNT(refused); i++)
		CHECK(base64_parse(bytes, &n, refused[i], strlen(refused[i])) ==
		      ST_FORMAT);
}

static void and_back(void)
{
	uint8_t in[200], out[sizeof(in)];
	char text[BASE64_SZ(sizeof(in))];
	uint64_t seed = 3;

	for (int64_t round = 0; round < check_times(20000); round++) {
		size_t n = (size_t)check_pick(&seed, 0, sizeof(in)), got, len;

		for (size_t i = 0; i < n; i++)
			in[i] = (uint8_t)check_rand(&seed);
		len = base64_format(text, in, n);
		CHECK(len == BASE64_LEN(n) && BASE64_BYTES(len) >= n);
		CHECK(base64_parse(out, &got, text, len) == ST_OK);
		CHECK(got == n && !memcmp(in, out, n));
		/* In place. */
		CHECK(base64_parse((uint8_t *)text, &got, text, len) == ST_OK);
		CHECK(got == n && !memcmp(in, text, n));
	}
}

/* One byte changed: refused, or the text of other bytes; never two texts of the
 * same. */
static void one_text(void)
{
	uint64_t seed = 4;
	uint8_t in[20], out[32];
	char text[64], again[64];

	for (int64_t round = 0; round < check_times(20000); round++) {
		size_t n = (size_t)check_pick(&seed, 1, sizeof(in)), got, len;

		for (size_t i = 0; i < n; i++)
			in[i] = (uint8_t)check_rand(&seed);
		len = base64_format(text, in, n);
		text[check_rand(&seed) % len] = (char)check_rand(&seed);
		if (base64_parse(out, &got, text, len))
			continue;
		CHECK(base64_format(again, out, got) == len);
		CHECK(!memcmp(again, text, len));
	}
}

int main(void)
{
	examples();
	and_back();
	one_text();
	printf("test_base64: pass\n");
	return 0;
}
