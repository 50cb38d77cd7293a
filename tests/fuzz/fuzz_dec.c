/* fuzz_dec - any text is refused, or is a decimal that prints and parses back. */
#include "base/dec.h"
#include "fuzz.h"

#include <string.h>

void fuzz_one(const uint8_t *data, size_t len)
{
	char text[DEC_STR_SZ];
	struct dec d, back;
	size_t n;

	if (dec_parse(&d, (const char *)data, len))
		return;
	n = dec_format(text, d);
	FUZZ_CHECK(n == strlen(text));
	FUZZ_CHECK(!dec_parse(&back, text, n));
	FUZZ_CHECK(back.v == d.v && back.scale == d.scale);
}
