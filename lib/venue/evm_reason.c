#include "venue/evm_reason.h"

#include "chain/evm_quantity.h"
#include "chain/evm_revert.h"

#include <string.h>

const char *evm_reason(struct arena *a, const struct evm_failure *failure)
{
	uint8_t *data;

	if (failure->kind != EVM_ERR_REVERTED || !failure->data)
		return arena_strdup(a, failure->why);
	data = arena_alloc(a, failure->data_len + 1);
	if (!evm_data_parse(data, failure->data_len, failure->data,
			    strlen(failure->data)))
		return arena_strdup(a, failure->why);
	return evm_revert_text(a, data, failure->data_len);
}
