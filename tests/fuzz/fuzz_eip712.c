/* fuzz_eip712 - typed data of any origin have one digest, or a reason. */
#include "data/eip712_json.h"
#include "fuzz.h"

#include <string.h>

static struct arena arena;

static bool digest(struct eip712_hashes *h, const uint8_t *data, size_t len)
{
	char *line = arena_strndup(&arena, (const char *)data, len);
	struct json j = { 0 };
	struct eip712 d;
	const char *why = json_scan(&j, line, len);

	if (!why)
		why = eip712_read(&d, &arena, &j, j.tok);
	if (!why && !eip712_hash(h, &arena, &d, &why))
		FUZZ_CHECK(why && *why);
	json_free(&j);
	return !why;
}

void fuzz_one(const uint8_t *data, size_t len)
{
	struct eip712_hashes one, two;

	if (digest(&one, data, len)) {
		FUZZ_CHECK(digest(&two, data, len));
		FUZZ_CHECK(memcmp(one.digest, two.digest, sizeof(one.digest)) ==
			   0);
	}
	arena_reset(&arena);
}
