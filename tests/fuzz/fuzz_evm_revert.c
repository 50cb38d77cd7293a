/* fuzz_evm_revert - whatever a contract reverts with is one line, fit to be shown. */
#include "base/text.h"
#include "chain/evm_revert.h"
#include "fuzz.h"

#include <string.h>

static struct arena arena;

void fuzz_one(const uint8_t *data, size_t len)
{
	const char *text = evm_revert_text(&arena, data, len);
	char *masked = arena_strdup(&arena, text);

	FUZZ_CHECK(*text && strlen(text) <= EVM_REVERT_MAX);
	text_mask(masked);
	FUZZ_CHECK(strcmp(masked, text) == 0);
	arena_reset(&arena);
}
