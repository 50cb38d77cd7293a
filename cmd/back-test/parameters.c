#include "parameters.h"

#include "base/conf.h"
#include "math/trade_key.h"

#include <string.h>

struct rec_list parameters(const char **config_id, struct arena *mem)
{
	struct rec_text *v = NULL;
	struct trade_key id = { .hi = 0 };
	size_t n = 0;

	for (const struct conf_key *k = conf_keys; k->name; k++) {
		if (conf_source(k->name, NULL) == CONF_DEFAULT ||
		    !strcmp(k->name, "PAPER_TAPE"))
			continue;
		v = arena_grow(mem, v, n * sizeof(*v), (n + 1) * sizeof(*v));
		v[n++] = (struct rec_text){ k->name, conf_text(k->name) };
	}
	for (size_t i = 0; i < n; i++) {
		struct trade_key one = trade_key_make(v[i].name, v[i].text);

		id.hi = trade_key_mix(id.hi ^ one.hi) + one.lo;
		id.lo = trade_key_mix(id.lo ^ one.lo) + one.hi;
	}
	*config_id =
		arena_printf(mem, "%016llx%016llx", (unsigned long long)id.hi,
			     (unsigned long long)id.lo);
	return (struct rec_list){ v, n };
}
