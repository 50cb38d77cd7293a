#include "data/lend_conf.h"

#include "base/err.h"
#include "data/conf_list.h"

#include <string.h>

static bool read_one(struct lend_conf *out, struct arena *a, const char *text)
{
	const char *kind, *address;

	if (!conf_list_pair(a, text, &kind, &address) ||
	    !evm_address_parse(&out->at, address, strlen(address)))
		return false;
	out->address = evm_address_format(arena_alloc(a, EVM_ADDRESS_STR_SZ),
					  &out->at);
	out->kind = strcmp(kind, "aave") ? LEND_COMPOUND : LEND_AAVE;
	return out->kind == LEND_AAVE || !strcmp(kind, "compound");
}

const struct lend_conf *lend_conf_read(struct arena *a, size_t *n)
{
	const char **list = conf_list(a, "LEND_MARKETS", n);
	struct lend_conf *v = arena_alloc(a, *n * sizeof(*v));

	for (size_t i = 0; i < *n; i++) {
		if (!read_one(&v[i], a, list[i]))
			mm_die(MM_USAGE,
			       "LEND_MARKETS: '%s' is not aave:POOL or "
			       "compound:COMPTROLLER",
			       list[i]);
		for (size_t k = 0; k < i; k++)
			if (evm_address_eq(&v[k].at, &v[i].at))
				mm_die(MM_USAGE, "LEND_MARKETS: %s twice",
				       v[i].address);
	}
	return v;
}
