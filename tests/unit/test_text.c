/* test_text - UTF-8 sequences at every edge, and what masking leaves. */
#include "base/text.h"
#include "check.h"

#include <string.h>

static const struct {
	const char *text;
	size_t len;
} sequences[] = {
	{ "", 0 },
	{ "\x01", 1 },
	{ "\x7f", 1 },
	{ "\x80", 0 },
	{ "\xc1\xbf", 0 }, /* overlong */
	{ "\xc2\x80", 2 },
	{ "\xdf\xbf", 2 },
	{ "\xdf", 0 }, /* cut */
	{ "\xdf\x7f", 0 },
	{ "\xe0\x9f\xbf", 0 }, /* overlong */
	{ "\xe0\xa0\x80", 3 },
	{ "\xed\x9f\xbf", 3 },
	{ "\xed\xa0\x80", 0 }, /* surrogate */
	{ "\xef\xbf\xbf", 3 },
	{ "\xf0\x8f\xbf\xbf", 0 }, /* overlong */
	{ "\xf0\x90\x80\x80", 4 },
	{ "\xf4\x8f\xbf\xbf", 4 },
	{ "\xf4\x90\x80\x80", 0 }, /* above U+10FFFF */
	{ "\xf5\x80\x80\x80", 0 },
	{ "\xff", 0 },
};

static const struct {
	const char *before, *after;
} masks[] = {
	{ "", "" },
	{ "plain", "plain" },
	{ "a\tb\nc\x1b[1m", "a?b?c?[1m" },
	{ "\x7f", "?" },
	{ "Za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87",
	  "Za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87" },
	{ "\xe2\x82", "??" },
	{ "\xff\xfe.", "??." },
	{ "\xed\xa0\x80x", "???x" },
};

int main(void)
{
	for (size_t i = 0; i < COUNT(sequences); i++)
		CHECK(utf8_len(sequences[i].text) == sequences[i].len);
	for (size_t i = 0; i < COUNT(masks); i++) {
		char text[32];

		snprintf(text, sizeof(text), "%s", masks[i].before);
		text_mask(text);
		CHECK(!strcmp(text, masks[i].after));
	}
	printf("test_text: pass\n");
	return 0;
}
